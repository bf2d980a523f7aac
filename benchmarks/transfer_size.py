"""Transfer sizes: the bytes that a browser fetches for a page, plain and compressed."""

from __future__ import annotations

import gzip
import posixpath
import re
import statistics
from functools import cache
from pathlib import Path
from typing import Any, Final

_COMPRESSED: Final = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


def weigh(site: Path, sample: int = 25) -> dict[str, Any]:
    """Bytes of a page of a term (the median of some), alone and with what its tags load."""
    pages = sorted(site.glob("terms/*/index.html"))
    pages = pages[:: max(1, len(pages) // sample)]
    html = [_sizes(page) for page in pages]
    visits = [
        [sum(sizes) for sizes in zip(*map(_sizes, [page, *_loaded(site, page)]), strict=True)]
        for page in pages
    ]

    def median(samples: list[Any], which: int) -> int:
        return round(statistics.median(sizes[which] for sizes in samples)) if samples else 0

    everything = [path for path in site.rglob("*") if path.is_file()]
    return {
        "html": median(html, 0),
        "html_gzip": median(html, 1),
        "visit": median(visits, 0),
        "visit_gzip": median(visits, 1),
        "pages": len([path for path in everything if path.suffix == ".html"]),
        "site": sum(path.stat().st_size for path in everything),
    }


def _loaded(site: Path, page: Path) -> list[Path]:
    """Stylesheets and scripts in the page's tags; what scripts fetch later does not count."""
    folder = page.parent.relative_to(site).as_posix()
    paths = []
    for tag in re.findall(r"<(?:link|script)\b[^>]*>", page.read_text("utf-8")):
        rel = re.search(r'rel="?(\w+)', tag)
        link = re.search(r'(?:href|src)="?([^"#? >]+)', tag)
        if link and (rel is None or rel[1] == "stylesheet"):
            path = site / posixpath.normpath(posixpath.join(folder, link[1]))
            if path.is_file() and path not in paths:
                paths.append(path)
    return paths


@cache
def _sizes(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    small = gzip.compress(content, 6) if path.suffix in _COMPRESSED else content
    return len(content), len(small)


TEXT = {".html", ".css", ".js", ".json", ".svg"}


def visits(site: Path, page: str) -> tuple[int, int]:
    """Bytes of a first visit, and of a visit after another page of the same kind."""
    files = loaded(site, page)
    folder = posixpath.dirname(page.rstrip("/"))
    others = sorted((site / folder).glob("*/index.html")) if folder.strip("pl/") else []
    before = {
        file
        for other in [other.parent for other in others if f"{other.parent.name}/" not in page][:1]
        for file in loaded(site, f"{other.relative_to(site).as_posix()}/")
    } or files - {_html(page)}
    return sum(_size(site / file) for file in files), sum(
        _size(site / file) for file in files - before
    )


def loaded(site: Path, page: str) -> set[str]:
    """Every file that a browser loads to show a page that nobody touches, from the root."""
    html = (site / _html(page)).read_text("utf-8")
    files = {_html(page)}
    for tag in re.findall(r"<(?:link|script|img)\b[^>]*>", html):
        rel = re.search(r'rel="([^"]*)"', tag)
        target = re.search(r'(?:href|src)="([^"#?]*)', tag)
        if target and (rel is None or rel[1] in {"stylesheet", "icon", "preload", "modulepreload"}):
            files.add(_path(page, target[1]))
    for file in sorted(files):
        if file.endswith(".css"):
            files |= _fonts(site, file, html)
    modules = [file for file in files if file.endswith(".js") and "glossary" in file]
    while modules:
        file = modules.pop()
        files.add(file)
        modules += [other for other in _imports(site, file, html) if other not in files]
    return files


def _html(page: str) -> str:
    return f"{page.strip('/')}/index.html".lstrip("/")


def _path(page: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(page.strip("/"), link)).lstrip("/")


def _fonts(site: Path, file: str, html: str) -> set[str]:
    """The fonts of which the page has a letter; the one for formulas has no range."""
    css = (site / file).read_text("utf-8")
    letters = {ord(letter) for letter in html}
    fonts = set()
    for face in re.findall(r"@font-face\s*{([^}]*)}", css):
        url = re.search(r"url\([\"']?([^\"')]+)", face)
        spans = re.search(r"unicode-range:\s*([^;}]+)", face)
        ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", spans[1]) if spans else []
        needed = any(
            int(first, 16) <= letter <= int(last or first, 16)
            for first, last in ranges
            for letter in letters
        )
        if url and (needed if spans else "<math" in html):
            fonts.add(posixpath.normpath(posixpath.join(posixpath.dirname(file), url[1])))
    return fonts


def _imports(site: Path, file: str, html: str) -> list[str]:
    """What a module imports at once, and what it imports for a class that the page has."""
    code = (site / file).read_text("utf-8")
    names = re.findall(r'(?:^|;)\s*import\s+(?:[^"\';]*?from\s*)?"(\.\.?/[^"]+)"', code, re.M)
    if everywhere := re.search(r"^const EVERYWHERE = \[([^\]]*)\]", code, re.M):
        names += re.findall(r'"(\./[^"]+)"', everywhere[1])
    for selector, name in re.findall(r'"\.([\w-]+)[^"]*":\s*"(\./[^"]+\.js)"', code):
        if re.search(rf'class="(?:[^"]* )?{re.escape(selector)}[ "]', html):
            names.append(name)
    return [posixpath.normpath(posixpath.join(posixpath.dirname(file), name)) for name in names]


@cache
def _size(path: Path) -> int:
    content = path.read_bytes()
    return len(gzip.compress(content, 6)) if path.suffix in TEXT else len(content)
