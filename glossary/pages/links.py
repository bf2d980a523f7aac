"""Links from a page to terms, one by one and by topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.render import markdown

_NOTHING: Final = Markup()


@dataclass(frozen=True, slots=True)
class Link:
    """A term in a list: its name in the page's language, and the way there from the page."""

    slug: str
    name: str
    href: str
    html: Markup = _NOTHING  # the reason of an edge, or what the term says in one sentence


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its terms in learning order."""

    key: str
    name: str
    links: tuple[Link, ...]
    href: str = ""


def link_to(
    slug: str,
    here: str,
    glossary: Glossary,
    site: Urls,
    language: str,
    *,
    html: Markup = _NOTHING,
    name: str = "",
) -> Link:
    """A link to a term from the page at address `here`; `name` where it is not the title."""
    href = site.href(here, site.address(f"terms/{slug}", language))
    return Link(slug, name or title(glossary, slug, language), href, html)


def term_links(here: str, glossary: Glossary, site: Urls, language: str) -> Callable[[str], Link]:
    """Slug → link from the page at address `here`, with what the term says in one sentence."""

    def link(slug: str) -> Link:
        definition = Markup(markdown.inline(glossary.term(slug, language).definition))
        return link_to(slug, here, glossary, site, language, html=definition)

    return link


def bare_links(glossary: Glossary, language: str) -> Callable[[str], Link]:
    """Slug → name and nothing else, for those who only count or name terms."""
    return lambda slug: Link(slug, title(glossary, slug, language), "")


def list_topics(
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


def title(glossary: Glossary, slug: str, language: str) -> str:
    """The name of a term in a language, with the original name in brackets where it differs.

    A name that says the original itself, as in "LoRA (adaptacja niskiego rzędu)", needs no more.
    """
    name, original = glossary.term(slug, language).name, glossary.terms[slug].name
    if name.casefold() == original.casefold() or original.casefold() in name.casefold():
        return name
    # Polish writes common nouns small, so "Fine-tuning" in brackets becomes "fine-tuning".
    capital = original[:1].isupper() and original[1:] == original[1:].lower()
    return f"{name} ({original.lower() if capital else original})"
