"""A site that would become what it is already is not built again.

It would where every input is as it was and every file of the site still is what was written. What
cannot be known to be an input, such as what an unknown plugin or a hook reads, is never assumed: a
site with one of these is always built.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import yaml

from glossary import config as configured
from glossary.document import Document
from glossary.problem import Problems

# Those that read nothing but the pages and their own packages.
_PLUGINS: Final = {"glossary", "mermaid2", "search", "material/search"}
_EXTENSIONS: Final = {
    *("abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html"),
    *("meta", "sane_lists", "smarty", "tables", "toc", "codehilite", "extra", "nl2br"),
    *("pymdownx.highlight", "pymdownx.superfences", "pymdownx.inlinehilite", "pymdownx.details"),
    *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.emoji", "pymdownx.arithmatex"),
    *("pymdownx.betterem", "pymdownx.caret", "pymdownx.mark", "pymdownx.tilde", "pymdownx.keys"),
}
_OPTIONS: Final = ("-s", "--strict", "-q", "--quiet", "-c", "--clean")
_ENVIRONMENT: Final = ("SOURCE_DATE_EPOCH", "TZ", "NO_MKDOCS_2_WARNING")


def build_once(config: Path, options: Sequence[str], build: Callable[[], int]) -> int:
    """Builds unless the site is known to be what it would become. Returns the exit code."""
    site = site_of(config, options)
    before = inputs(config, options) if site else ""
    if not site or not before:
        return build()
    stamp = _stamp(config, site)
    known = _read(stamp)
    if known and known == [before, outputs(site)]:
        name = configured.shown(site)
        print(f"nothing changed since {name} was built (--force builds anyway)", file=sys.stderr)
        return 0
    stamp.unlink(missing_ok=True)  # until the end the site is neither the old nor the new one
    if (code := build()) == 0 and inputs(config, options) == before:
        _write(stamp, [before, outputs(site)])
    return code


def site_of(config: Path, options: Sequence[str]) -> Path | None:
    """Where the site is written to; None where the options say more than is known here."""
    values = _values(config)
    named = values.get("site_dir", "site")
    site = config.parent / named if isinstance(named, str) else None
    rest = list(options)
    while rest:
        option = rest.pop(0)
        if option in ("-d", "--site-dir") and rest:
            site = Path(rest.pop(0))
        elif option.startswith("--site-dir="):
            site = Path(option.partition("=")[2])
        elif option not in _OPTIONS:
            return None
    return site


def inputs(config: Path, options: Sequence[str] = ()) -> str:
    """A hash of everything that the site is made of; "" where that cannot be told."""
    values = _values(config)
    if not values or not _known(values) or find_spec("merman") is None:
        return ""  # what a platform without merman can fetch is another story each time
    try:
        ours = configured.read(config)
    except Problems:
        return ""
    docs = config.parent / values.get("docs_dir", "docs")
    folders = [*ours.folders, Path(__file__).parent, docs]
    if isinstance(custom := _theme(values).get("custom_dir"), str):
        folders.append(config.parent / custom)
    digest = hashlib.sha256()

    def add(*parts: object) -> None:
        digest.update(repr(parts).encode())

    # The sitemap names the day of the build, and links are shown as from the working directory.
    add(datetime.now(UTC).date().isoformat(), Path.cwd(), sys.version, list(options))
    add([(name, os.environ.get(name)) for name in _ENVIRONMENT])
    add(sorted((found.name, found.version) for found in distributions()))
    for path in [config, *sorted({file for folder in folders for file in _files(folder)})]:
        try:
            add(str(path), hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError:
            return ""
    for path in _measured(config.parent, ours):
        add(str(path), hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
    return digest.hexdigest()


def outputs(site: Path) -> str:
    """A hash of what lies in the folder of the site, without reading all of it."""
    found = []
    for path in _files(site):
        status = path.lstat()  # a link to nothing, in a folder that is none of ours, is one too
        found.append((str(path.relative_to(site)), status.st_size, status.st_mtime_ns))
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest() if found else ""


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(root, name) for name in sorted(files))


def _measured(root: Path, ours: configured.Config) -> Iterator[Path]:
    """The files that results and widgets were made from: `check` says if one changed since."""
    folders = [ours.demos.results] if ours.demos else []
    folders += [ours.widgets.data] if ours.widgets else []
    for file in sorted(file for folder in folders for file in folder.glob("*.json")):
        try:
            yield from (root / name for name in sorted(json.loads(file.read_bytes())["inputs"]))
        except (ValueError, KeyError, TypeError):
            continue  # `check` says so


def _values(config: Path) -> dict[str, Any]:
    """The top of an mkdocs.yml that inherits nothing and has no value from elsewhere."""
    try:
        root = Document(config, configured.shown(config)).compose(strict=False)
    except Problems:
        return {}
    values = _plain(root)
    return values if isinstance(values, dict) and "INHERIT" not in values else {}


def _plain(node: Any) -> Any:
    if str(node.tag).startswith("!"):  # !ENV, !relative: `_known` refuses what is None
        return None
    if isinstance(node, yaml.MappingNode):
        return {_plain(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _known(values: dict[str, Any]) -> bool:
    """Whether the site reads nothing but what is looked at here."""
    if "hooks" in values or _has_unknown(values):
        return False
    names = {*_names(values.get("plugins", []))}
    return (
        names <= _PLUGINS
        and {*_names(values.get("markdown_extensions", []))} <= _EXTENSIONS
        and _theme(values).get("name", "material") in ("material", "mkdocs")
    )


def _has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_unknown, value.values()))
    return any(map(_has_unknown, value)) if isinstance(value, list) else value is None


def _names(entries: Any) -> Iterator[str]:
    for entry in entries:
        yield from entry if isinstance(entry, dict) else [str(entry)]


def _theme(values: dict[str, Any]) -> dict[str, Any]:
    theme = values.get("theme", {})
    return theme if isinstance(theme, dict) else {"name": theme}


def _stamp(config: Path, site: Path) -> Path:
    both = f"{config.resolve()}\n{site.resolve()}"
    name = hashlib.sha256(both.encode()).hexdigest()[:16]
    return config.parent / ".cache" / "glossary" / f"{name}.json"


def _read(stamp: Path) -> Any:
    try:
        return json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(stamp: Path, value: object) -> None:
    """Beside and then over it; where nothing can be written, the next build is a whole one."""
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        (stamp.parent / ".gitignore").write_text("*\n", "utf-8")
        with tempfile.NamedTemporaryFile("w", dir=stamp.parent, delete=False) as file:
            json.dump(value, file)
        Path(file.name).replace(stamp)
    except OSError:
        return
