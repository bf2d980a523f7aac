"""Builds a whole glossary into a mapping from paths to contents; nothing is written.

The MkDocs plugin hands the mapping to MkDocs; `glossary export markdown` writes it into a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Final

from glossary.errors import Place, Problem, Problems
from glossary.i18n import catalog
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls, stays_inside
from glossary.pages.page import Page
from glossary.pages.search_records import SearchRecord
from glossary.pipeline.targets import Context, Output, all_targets
from glossary.utils import parallel
from glossary.utils.spool import Content, SpooledFiles, spool

SPOOL_FROM: Final = 3000  # terms; the pages of fewer fit into memory


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The pages, and every other file of the site: path → content."""

    pages: tuple[Page, ...]
    files: Mapping[str, Content]
    searched: tuple[SearchRecord, ...] = ()  # what the search index is made of

    def documents(self) -> dict[str, Content]:
        """Everything as files of a documentation folder, pages as Markdown."""
        pages = {page.source: page.markdown().encode() for page in self.pages}
        return {**pages, **self.files}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a glossary says about itself on its first page: language → `title`, `lead`."""

    home: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def build_site(
    glossary: Glossary, site: Urls, wording: Wording | None = None, *, browser_draws: bool = False
) -> SiteFiles:
    """All pages and files. Raises `Problems` where the words of a language are not complete."""
    context = Context(
        site, catalog.read_locales(glossary.config), (wording or Wording()).home, browser_draws
    )
    targets = [*all_targets(glossary, context).values()]
    outputs = parallel.each(len(targets), lambda number: targets[number](glossary))
    if len(glossary.terms) < SPOOL_FROM:
        return join_outputs(outputs)
    return join_outputs(map(_spooled, outputs), SpooledFiles())


def _spooled(output: Output) -> Output:
    return replace(output, pages=tuple(replace(p, parts=spool(p.parts)) for p in output.pages))


def _guard(paths: Iterable[str]) -> None:
    """Raises `Problems` for a path that leads out of the site, whatever rule let it pass."""
    if outside := [path for path in paths if not stays_inside(path)]:
        message = "a page or a file would be written outside the site"
        raise Problems(Problem(Place(path), message) for path in outside)


def join_outputs(
    outputs: Iterable[Output], files: MutableMapping[str, Content] | None = None
) -> SiteFiles:
    """The site that the outputs of all targets make; `files` is the mapping that its files go into.

    Raises `Problems` for a path that leads out of the site.
    """
    files = {} if files is None else files
    pages: list[Page] = []
    search_records: list[SearchRecord] = []
    for output in outputs:
        _guard([*output.files, *(page.source for page in output.pages)])
        files.update(output.files)
        pages += output.pages
        search_records += output.search_records
    return SiteFiles(tuple(pages), files, tuple(search_records))
