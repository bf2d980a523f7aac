"""A whole glossary as files: from values to a mapping of paths, nothing written, no host known.

The MkDocs plugin hands the mapping to MkDocs, `glossary export markdown` writes it into a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Final

from glossary import locale as locales
from glossary import workers
from glossary.pages import Page
from glossary.parts import Given, Made, parts
from glossary.problem import Place, Problem, Problems
from glossary.search import Found
from glossary.shelf import Content, ShelvedFiles, shelve
from glossary.site import Site, stays_inside
from glossary.whole import Glossary

LARGE: Final = 3000  # terms; the pages of fewer fit into memory


@dataclass(frozen=True, slots=True)
class Built:
    """The pages, and every other file of the site: path → content."""

    pages: tuple[Page, ...]
    files: Mapping[str, Content]
    searched: tuple[Found, ...] = ()  # what the search index is made of

    def documents(self) -> dict[str, Content]:
        """Everything as files of a documentation folder, pages as Markdown."""
        pages = {page.source: page.markdown().encode() for page in self.pages}
        return {**pages, **self.files}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a glossary says about itself on its first page: language → `title`, `lead`."""

    home: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def build(
    glossary: Glossary, site: Site, wording: Wording | None = None, *, browser_draws: bool = False
) -> Built:
    """All pages and files. Raises `Problems` where the words of a language are not complete."""
    given = Given(site, locales.read(glossary.config), (wording or Wording()).home, browser_draws)
    todo = [*parts(glossary, given).values()]
    made = workers.each(len(todo), lambda number: todo[number](glossary))
    if len(glossary.terms) < LARGE:
        return put_together(made)
    return put_together(map(_shelved, made), ShelvedFiles())


def _shelved(made: Made) -> Made:
    return replace(made, pages=tuple(replace(p, parts=shelve(p.parts)) for p in made.pages))


def _guard(paths: Iterable[str]) -> None:
    """Raises `Problems` for a path that leads out of the site, whatever rule let it pass."""
    if outside := [path for path in paths if not stays_inside(path)]:
        message = "a page or a file would be written outside the site"
        raise Problems(Problem(Place(path), message) for path in outside)


def put_together(made: Iterable[Made], files: MutableMapping[str, Content] | None = None) -> Built:
    """The site that the parts make; `files` is where its files are kept."""
    files = {} if files is None else files
    pages: list[Page] = []
    found: list[Found] = []
    for each in made:
        _guard([*each.files, *(page.source for page in each.pages)])
        files.update(each.files)
        pages += each.pages
        found += each.found
    return Built(tuple(pages), files, tuple(found))
