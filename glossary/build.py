"""A whole glossary as files: from values to a mapping of paths, nothing written, no host known.

The MkDocs plugin hands the mapping to MkDocs, `glossary export markdown` writes it into a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from glossary import locale as locales
from glossary import workers
from glossary.pages import Page
from glossary.parts import Given, Made, parts
from glossary.search import Found
from glossary.shelf import shelve
from glossary.site import Site
from glossary.whole import Glossary

LARGE: Final = 3000  # terms; the pages of fewer fit into memory


@dataclass(frozen=True, slots=True)
class Built:
    """The pages, and every other file of the site: path → content."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    searched: tuple[Found, ...] = ()  # what the search index is made of

    def documents(self) -> dict[str, bytes]:
        """Everything as files of a documentation folder, pages as Markdown."""
        return {page.source: page.markdown().encode() for page in self.pages} | dict(self.files)


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
    return put_together(made if len(glossary.terms) < LARGE else map(_shelved, made))


def _shelved(made: Made) -> Made:
    return replace(made, pages=tuple(replace(p, parts=shelve(p.parts)) for p in made.pages))


def put_together(made: Iterable[Made]) -> Built:
    """The site that the parts make."""
    made = tuple(made)
    files: dict[str, bytes] = {}
    for each in made:
        files |= each.files
    return Built(
        tuple(page for each in made for page in each.pages),
        files,
        tuple(found for each in made for found in each.found),
    )
