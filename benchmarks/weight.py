"""What a reader's browser fetches for a page: of built files, as they are and compressed."""

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
    whole = [
        [sum(sizes) for sizes in zip(*map(_sizes, [page, *_loaded(site, page)]), strict=True)]
        for page in pages
    ]

    def median(found: list[Any], which: int) -> int:
        return round(statistics.median(sizes[which] for sizes in found)) if found else 0

    everything = [path for path in site.rglob("*") if path.is_file()]
    return {
        "html": median(html, 0),
        "html_gzip": median(html, 1),
        "visit": median(whole, 0),
        "visit_gzip": median(whole, 1),
        "pages": len([path for path in everything if path.suffix == ".html"]),
        "site": sum(path.stat().st_size for path in everything),
    }


def _loaded(site: Path, page: Path) -> list[Path]:
    """Stylesheets and scripts in the page's tags; what scripts fetch later does not count."""
    folder = page.parent.relative_to(site).as_posix()
    found = []
    for tag in re.findall(r"<(?:link|script)\b[^>]*>", page.read_text("utf-8")):
        rel = re.search(r'rel="?(\w+)', tag)
        link = re.search(r'(?:href|src)="?([^"#? >]+)', tag)
        if link and (rel is None or rel[1] == "stylesheet"):
            path = site / posixpath.normpath(posixpath.join(folder, link[1]))
            if path.is_file() and path not in found:
                found.append(path)
    return found


@cache
def _sizes(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    small = gzip.compress(content, 6) if path.suffix in _COMPRESSED else content
    return len(content), len(small)
