"""A–Z, in the order of each language's alphabet, and what all pages that list terms share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from glossary import text
from glossary.locale import Locale
from glossary.pages import Page, page
from glossary.site import Site
from glossary.spelling import spellings
from glossary.view import Link, title
from glossary.whole import Glossary


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its terms in learning order."""

    key: str
    name: str
    links: tuple[Link, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the A–Z page; `id` is fit for an anchor in any alphabet."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
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


def links_from(here: str, glossary: Glossary, site: Site, language: str) -> Callable[[str], Link]:
    """Slug → link from the page at address `here`, with what the term says in one sentence."""

    def link(slug: str) -> Link:
        href = site.href(here, site.address(f"terms/{slug}", language))
        definition = Markup(text.inline(glossary.term(slug, language).definition))
        return Link(slug, title(glossary, slug, language), href, definition)

    return link


def bare(glossary: Glossary, language: str) -> Callable[[str], Link]:
    """Slug → name and nothing else, for those who only count or name terms."""
    return lambda slug: Link(slug, title(glossary, slug, language), "")


def topics(
    glossary: Glossary, language: str, link: Callable[[str], Link] | None = None
) -> tuple[Topic, ...]:
    """The topics that have terms, and with a `link` the terms."""
    return tuple(
        Topic(
            key,
            glossary.config.topics.get(key, {}).get(language, key),
            tuple(map(link, glossary.members(key))) if link else (),
        )
        for key in glossary.topics
    )


def a_z(glossary: Glossary, site: Site, locale: Locale) -> Page:
    """All terms by name, in the order of the language's alphabet."""
    language, here = locale.language, site.address("a-z", locale.language)
    letters: dict[Letter, list[Entry]] = {}
    for slug in sorted(
        glossary.terms, key=lambda s: collated(title(glossary, s, language), locale)
    ):
        seen = glossary.term(slug, language)
        named = (seen.name, *seen.aliases, *seen.forms, glossary.terms[slug].name)
        entry = Entry(
            slug,
            title(glossary, slug, language),
            site.href(here, site.address(f"terms/{slug}", language)),
            seen.aliases,
            Markup(text.inline(seen.definition)),
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
        topics=topics(glossary, language),
        count=len(glossary.terms),
    )


def collated(name: str, locale: Locale) -> tuple[Any, ...]:
    """A key that sorts names as the language's dictionaries do: ą after a, not after z."""
    return _collated(name, locale["alphabet"])


@lru_cache(maxsize=8192)
def _collated(name: str, alphabet: str) -> tuple[Any, ...]:
    return (
        *((alphabet.find(c) if c in alphabet else -1, c) for c in name.casefold() if c.isalnum()),
        (-2, name),
    )
