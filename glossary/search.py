"""The search index: what Pagefind is told about each page, and Pagefind run on it.

Pagefind splits its index by language and into pieces that a browser fetches as they are needed.
It reads pages of our own making, not those of the site: the names, what each means, and the text,
weighted, with every spelling a reader may type, and without menus, quiz answers and source code.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Final

from glossary import text
from glossary.listing import bare, topics
from glossary.locale import Locale
from glossary.site import Site
from glossary.spelling import spellings, unmarked
from glossary.view import View
from glossary.whole import Glossary

FOLDER: Final = "pagefind"
MISSING: Final = "no search: Pagefind has no program for this platform"
_WEIGHTS: Final = {"name": 10, "also": 8, "definition": 4, "text": 1}
# What the reader's browser loads; the rest of what Pagefind writes is its own search boxes.
_NEEDED: Final = re.compile(r"(pagefind\.js|.*\.(json|pagefind|pf_\w+))")


@dataclass(frozen=True, slots=True)
class Index:
    """The files below `FOLDER`, or why there are none; `digest` tells what they were made of."""

    files: Mapping[str, bytes]
    problem: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page as search knows it; `facts` come back with a result, the other texts are searched."""

    address: str
    language: str
    name: str
    also: tuple[str, ...]
    definition: str
    text: str
    facts: Mapping[str, str]

    def html(self) -> str:
        """The page that Pagefind reads."""
        said = {
            "also": " · ".join(
                dict.fromkeys(s for n in (self.name, *self.also) for s in spellings(n))
            ),
            "definition": unmarked(self.definition),
            "text": f"{self.text}\n{unmarked(self.text)}",
        }
        metas = "".join(
            f'<i data-pagefind-meta="{key}[data-v]" data-v="{escape(value)}"></i>'
            for key, value in {"definition": self.definition, **self.facts}.items()
        )
        blocks = "".join(
            f'<div data-pagefind-weight="{_WEIGHTS[key]}">{escape(value)}</div>\n'
            for key, value in said.items()
            if value.strip()
        )
        return (
            f'<!doctype html><html lang="{self.language}"><body data-pagefind-body>{metas}'
            f'<h1 data-pagefind-weight="{_WEIGHTS["name"]}">{escape(self.name)}</h1>\n'
            f'<p data-pagefind-weight="{_WEIGHTS["definition"]}">{escape(self.definition)}</p>\n'
            f"{blocks}</body></html>\n"
        )


def of_term(view: View) -> Found:
    """A term in one language."""
    glossary, term, slug, language = view.glossary, view.term, view.slug, view.language
    whole = (term.explanation, term.eli5, term.expert)
    return Found(
        view.site.address(view.key, language),
        language,
        view.title,
        (term.name, *term.aliases, *term.forms, glossary.terms[slug].name, slug),
        view.description,
        "\n".join(text.plain(part) for part in whole if part),
        {
            "topic": view.topic,
            "level": f"{view.locale['level']} {view.level}",
            "slug": slug,
        },
    )


def of_topics(glossary: Glossary, site: Site, locale: Locale) -> tuple[Found, ...]:
    """The topics in one language."""
    found, language = [], locale.language
    for topic in topics(glossary, language, bare(glossary, language)):
        names = ", ".join(link.name for link in topic.links)
        facts = {"topic": locale["topic"]}
        address = site.address(f"topics/{topic.key}", language)
        said = names if len(names) < 200 else f"{names[:200].rpartition(',')[0]}, …"
        found.append(Found(address, language, topic.name, (), said, "", facts))
    return tuple(found)


def by_hand(address: str, language: str, name: str, html: str) -> Found:
    """A page that the author of the site wrote, from its HTML; its code is not searched."""
    prose = re.sub(r"<(pre|script|style|svg)\b.*?</\1>", " ", html, flags=re.S)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", prose)).split())
    said = words if len(words) < 200 else f"{words[:200].rpartition(' ')[0]} …"
    return Found(address, language, name, (), said, words, {})


def index(pages: Iterable[Found], last: Index | None = None) -> Index:
    """The index of the pages; `last` again where they are what it was made of.

    Never raises: where there is no Pagefind, the site does without search.
    """
    pages = tuple(pages)
    digest = hashlib.sha256(repr(pages).encode()).hexdigest()
    if last and last.digest == digest and not last.problem:
        return last
    program = executable()
    if program is None:
        return Index({}, MISSING)
    with tempfile.TemporaryDirectory(prefix="glossary-search-") as name:
        source, target = Path(name, "pages"), Path(name, "index")
        for page in pages:
            path = source / page.address
            file = path if path.suffix == ".html" else path / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.html(), "utf-8")
        problem = _run([str(program), "--silent", "--site", str(source)], target)
        if problem:
            return Index({}, f"no search: {problem}")
        files = {
            path.relative_to(target).as_posix(): _steady(path)
            for path in sorted(target.rglob("*"))
            if path.is_file() and _NEEDED.fullmatch(path.name)
        }
    return Index(files, "", digest)


def _steady(path: Path) -> bytes:
    """What a file says; Pagefind lists languages in a random order."""
    if path.suffix != ".json":
        return path.read_bytes()
    return json.dumps(json.loads(path.read_bytes()), sort_keys=True).encode()


def executable() -> Path | None:
    """Pagefind's program, if this platform has one."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return None
    return get_executable()


def _run(command: Sequence[str], target: Path) -> str:
    """What went wrong, in a line; nothing if it went well."""
    try:
        done = subprocess.run(
            [*command, "--output-path", str(target)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"Pagefind did not run ({type(error).__name__})"
    if done.returncode or not target.is_dir():
        said = (done.stderr or done.stdout).strip().splitlines()
        return f"Pagefind failed{f': {said[-1]}' if said else ''}"
    return ""


def write(found: Index, folder: Path) -> None:
    """The index into the folder of the built site, and nothing of an earlier one."""
    for path, content in found.files.items():
        file = folder / FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for file in (folder / FOLDER).rglob("*"):
        if file.is_file() and file.relative_to(folder / FOLDER).as_posix() not in found.files:
            file.unlink()
