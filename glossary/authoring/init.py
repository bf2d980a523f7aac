"""Begins a glossary: a small one that works, in an empty folder, to be changed into one's own.

Its field is knots, because whoever starts a glossary should see at once that nothing here is about
anything in particular. In the languages whose words are shipped; the first is that of the terms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from glossary.errors import Refused
from glossary.model.fields import json_schema
from glossary.model.loader import load_terms
from glossary.model.translation import fingerprint
from glossary.sources.config import Config

_TEMPLATES: Final = Path(__file__).with_name("init_template")
_SLUGS: Final = ("bowline", "knot", "rope")
_NAMES: Final = {"en": "English", "pl": "Polski"}
_TOPICS: Final = {
    "material": {"en": "Material", "pl": "Materiał"},
    "tying": {"en": "Tying", "pl": "Wiązanie"},
}
_MAY_BE_THERE: Final = {".git", ".venv", "venv"}


def init(folder: Path, languages: Sequence[str], name: str = "") -> list[Path]:
    """Writes the files and returns them. Raises `Refused` before anything is written."""
    unknown = [code for code in languages if code not in _NAMES]
    if unknown or not languages:
        languages_known = ", ".join(_NAMES)
        subject = f'"{unknown[0]}"' if unknown else "no language"
        raise Refused(
            f"{subject} is not among the languages that init can write: {languages_known};"
            " add others afterwards, with `locale:` in mkdocs.yml"
        )
    if twice := [code for code in languages if languages.count(code) > 1]:
        raise Refused(f'"{twice[0]}" stands twice among the languages')
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is not a folder")
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    others = [entry for entry in there if entry not in _MAY_BE_THERE]
    if others:
        raise Refused(f"{folder} is not empty: it holds {others[0]}; name a new folder")
    files = _files(name or folder.resolve().name.replace("-", " ").capitalize(), languages)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    written = [*files, *_translations(folder, languages)]
    return [folder / path for path in sorted(written)]


def _files(name: str, languages: Sequence[str]) -> dict[str, str]:
    """Everything but the translations: path → text."""
    default = languages[0]
    names = ", ".join(f"{code}: {_NAMES[code]}" for code in languages)
    topics = "\n".join(
        f"        {slug}: {{{', '.join(f'{code}: {said[code]}' for code in languages)}}}"
        for slug, said in _TOPICS.items()
    )
    config = _template("mkdocs.yml", LANGUAGES=names, TOPICS=topics, DEFAULT=default)
    files = {
        "mkdocs.yml": config.replace("@NAME@", _quoted(name)),
        ".gitignore": _template("gitignore"),
        "README.md": _template(f"{default}/README.md", NAME=name),
        "docs/about.md": _template(f"{default}/about.md"),
        "term.schema.json": json_schema(),
    }
    for slug in _SLUGS:
        files[f"terms/{slug}.yml"] = _template(
            f"{default}/{slug}.yml", SCHEMA="../term.schema.json"
        )
    return files


def _translations(folder: Path, languages: Sequence[str]) -> list[str]:
    """The same terms in the other languages: their texts, with the fingerprint of the original."""
    default, *others = languages
    if not others:
        return []
    config = Config(folder, "mkdocs.yml", folder / "terms", dict.fromkeys([default], ""), default)
    originals = load_terms(config).terms
    written = []
    for code in others:
        for slug in _SLUGS:
            text = _translated(_template(f"{code}/{slug}.yml"))
            path = f"terms/{code}/{slug}.yml"
            (folder / path).parent.mkdir(exist_ok=True)
            of = f"of: {fingerprint(originals[slug])}\n"
            (folder / path).write_text(of + text, "utf-8")
            written.append(path)
    return written


def _translated(text: str) -> str:
    """A term as a translation: without the facts, of the sources only what they say."""
    text = re.sub(r"\A(#.*\n)+", "", text)
    text = re.sub(r"^topic: .*\n", "", text, flags=re.M)
    kept, _, sources = text.partition("sources:\n")
    texts = re.findall(r"^    says: (.*)$", sources, re.M)
    return kept + ("sources:\n" + "".join(f"  - {each}\n" for each in texts) if texts else "")


def _template(path: str, **values: str) -> str:
    text = (_TEMPLATES / path).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def _quoted(name: str) -> str:
    """The name as a YAML value, whatever is in it."""
    if re.fullmatch(r"[^\W\d_][\w ]*", name) and name.lower() not in {"yes", "no", "true", "null"}:
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
