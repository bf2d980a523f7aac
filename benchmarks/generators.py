"""The ways to make a site of the same terms, each prepared in a folder of its own.

Every way builds the same pages: `export` writes what our plugin would hand to MkDocs as finished
Markdown, and the others build that.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from benchmarks.processes import Failed
from glossary.render.diagrams import mermaid_js

PYTHON: Final = sys.executable
BIN: Final = Path(sys.executable).parent
_MKDOCS: Final = (PYTHON, "-m", "mkdocs", "build", "--quiet")
_FIGURE: Final = re.compile(r'<figure class="g-diagram">.*?</figure>', re.S)
_SOURCE: Final = re.compile(r'<details class="g-source">.*?<code[^>]*>(.*?)</code>', re.S)


@dataclass(frozen=True, slots=True)
class Setup:
    """A way to build: what it is called, what to run where, and what it writes.

    `outputs` are removed before each run, so that each is a full one.
    """

    key: str
    says: str
    command: tuple[str | Path, ...]
    folder: Path
    site: Path
    outputs: tuple[Path, ...]


Prepare = Callable[[Path, Path], Setup]
"""From the folder of the glossary with its export in `export/`, and an empty folder."""


def ours(source: Path, work: Path) -> Setup:
    """MkDocs with our plugin, from YAML, by the command that also sees when nothing changed."""
    site = work / "site"
    build = (BIN / "glossary", "build", "--quiet")
    command = (*build, "-f", source / "mkdocs.yml", "-d", site)
    return Setup("ours", "ours: YAML → site, search index included", command, source, site, (site,))


def plain(source: Path, work: Path) -> Setup:
    """MkDocs and Material on the finished Markdown, with the search that they come with."""
    export = _copy(source, work)
    _change(export / "mkdocs.yml", plugins=["search"])
    site = work / "site"
    command = (*_MKDOCS, "-f", export / "mkdocs.yml", "-d", site)
    return Setup("plain", "plain MkDocs, its own search", command, export, site, (site,))


def bare(source: Path, work: Path) -> Setup:
    """The same without any search."""
    export = _copy(source, work)
    _change(export / "mkdocs.yml", plugins=[])
    site = work / "site"
    command = (*_MKDOCS, "-f", export / "mkdocs.yml", "-d", site)
    return Setup("bare", "plain MkDocs, no search", command, export, site, (site,))


def zensical(source: Path, work: Path) -> Setup:
    """Zensical on the finished Markdown."""
    export = _copy(source, work)
    site = export / "site"
    command = (BIN / "zensical", "build", "-f", export / "mkdocs.yml")
    says = "Zensical on the same pages"
    return Setup("zensical", says, command, export, site, (site, export / ".cache"))


def naive(source: Path, work: Path) -> Setup:
    """What one sets up first: every page in the navigation, diagrams drawn by the browser."""
    docs = work / "docs"
    shutil.copytree(source / "export" / "docs", docs)
    shutil.rmtree(docs / "pagefind", ignore_errors=True)
    for file in docs.rglob("*.md"):
        page = with_fence(file.read_text("utf-8"))
        if file.parent.parent.name == "terms" and "```mermaid" not in page:
            raise Failed(f"{file.relative_to(docs)} has no diagram for the browser to draw")
        file.write_text(page, "utf-8")
    script = docs / mermaid_js.SCRIPT
    if not mermaid_js.fetch(docs):
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("// not fetched: the page weighs less than it would\n", "utf-8")
    fence = "!!python/name:mermaid2.fence_mermaid_custom"
    (work / "mkdocs.yml").write_text(
        "site_name: Naive\ntheme: {name: material, font: false}\n"
        f"plugins:\n  - search\n  - mermaid2: {{javascript: {mermaid_js.SCRIPT}}}\n"
        "markdown_extensions:\n  - attr_list\n  - toc\n  - pymdownx.superfences:\n"
        "      custom_fences:\n        - name: mermaid\n          class: mermaid\n"
        f"          format: {fence}\n",
        "utf-8",
    )
    site = work / "site"
    command = (*_MKDOCS, "-f", work / "mkdocs.yml", "-d", site)
    return Setup("naive", "naive: mermaid2, all in the menu", command, work, site, (site,))


def with_fence(markdown: str) -> str:
    """A page of a term with the text of its diagram as a fence instead of the drawing."""
    source = _SOURCE.search(markdown)
    if source is None:
        return markdown
    fence = f"\n</div>\n\n```mermaid\n{unescape(source[1]).strip()}\n```\n\n<div>\n"
    return _FIGURE.sub(lambda _: fence, markdown, count=1)


def hugo(source: Path, work: Path) -> Setup:
    """Hugo with a template that holds nothing but the page: the floor."""
    for file in sorted((source / "export" / "docs").rglob("*")):
        path = file.relative_to(source / "export" / "docs")
        if file.is_dir() or path.parts[0] == "pagefind":
            continue
        # A folder with an index.md would be one page with attachments, and hide what is below it.
        if file.name == "index.md":
            home = path.parent / "_index.md"
            path = home if _has_pages_below(file) else path.parent.with_suffix(".md")
        target = work / ("content" if file.suffix == ".md" else "static") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    (work / "layouts").mkdir()
    page = (
        "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body>"
    )
    for name in ("single", "list", "home"):
        (work / "layouts" / f"{name}.html").write_text(page, "utf-8")
    (work / "hugo.toml").write_text(
        'title = "Floor"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n",
        "utf-8",
    )
    site = work / "site"
    command = (BIN / "hugo", "--quiet", "--source", work, "--destination", site)
    description = "Hugo, bare template: the floor"
    outputs = (site, work / "resources", work / ".hugo_build.lock")
    return Setup("hugo", description, command, work, site, outputs)


SETUPS: Final[dict[str, Prepare]] = {
    "ours": ours,
    "plain": plain,
    "bare": bare,
    "naive": naive,
    "zensical": zensical,
    "hugo": hugo,
}


def _has_pages_below(index: Path) -> bool:
    return any(file != index for file in index.parent.rglob("*.md"))


def _copy(source: Path, work: Path) -> Path:
    """The export, beside what it inherits from, so that the setups cannot touch each other's."""
    shutil.copyfile(source / "mkdocs.yml", work / "mkdocs.yml")
    export = work / "export"
    shutil.copytree(source / "export", export)
    _change(export / "mkdocs.yml", INHERIT="../mkdocs.yml")
    return export


def _change(file: Path, **values: object) -> None:
    head, _, rest = file.read_text("utf-8").partition("\n")
    config = json.loads(rest) | values
    file.write_text(f"{head}\n{json.dumps(config, ensure_ascii=False)}\n", "utf-8")
