"""A–Z, in the order of each language's alphabet."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.i18n.collation import collation_key
from glossary.i18n.folding import spellings
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages.links import list_topics, title
from glossary.pages.page import Page, page
from glossary.render import markdown


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the A–Z page; `id` is fit for an anchor in any alphabet."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A term of the A–Z page."""

    slug: str
    title: str
    href: str
    aliases: tuple[str, ...]
    definition: Markup
    key: str
    topic: str
    level: int
    find: str  # what the filter looks in: every spelling of the names, folded


def a_z(glossary: Glossary, site: Urls, locale: Locale) -> Page:
    """All terms by name, in the order of the language's alphabet."""
    language, here = locale.language, site.address("a-z", locale.language)
    letters: dict[Letter, list[IndexEntry]] = {}
    for slug in sorted(
        glossary.terms, key=lambda s: collation_key(title(glossary, s, language), locale)
    ):
        seen = glossary.term(slug, language)
        named = (seen.name, *seen.aliases, *seen.forms, glossary.terms[slug].name)
        entry = IndexEntry(
            slug,
            title(glossary, slug, language),
            site.href(here, site.address(f"terms/{slug}", language)),
            seen.aliases,
            Markup(markdown.inline(seen.definition)),
            seen.topic,
            glossary.topic(slug, language),
            glossary.level(slug),
            "|".join(dict.fromkeys(way for name in named for way in spellings(name))),
        )
        initial = next((c for c in entry.title.upper() if c.isalnum()), "#")
        letters.setdefault(Letter(f"{ord(initial):x}", initial), []).append(entry)
    meta = {"title": locale["az_title"], "description": locale["az_lead"], "hide": ["navigation"]}
    return page(
        "a-z.md.j2",
        "a-z",
        locale,
        site,
        meta,
        letters=list(letters.items()),
        levels=sorted({entry.level for found in letters.values() for entry in found}),
        topics=list_topics(glossary, language),
        count=len(glossary.terms),
    )
