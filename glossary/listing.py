"""The pages that list terms: the first page and A–Z, in the order of each language's alphabet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from glossary import text
from glossary.locale import Locale
from glossary.pages import Page, page
from glossary.run import Shown, shown
from glossary.site import Site
from glossary.spelling import spellings
from glossary.view import Diagram, Link, View, title
from glossary.whole import Glossary


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its terms in learning order."""

    key: str
    name: str
    links: tuple[Link, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows."""

    title: str
    lead: str
    counts: tuple[str, ...]
    total: int
    first: str
    az: str
    start: tuple[Link, ...]
    doors: tuple[str, ...]
    topics: tuple[Topic, ...]
    live: Link
    run: Shown | None
    diagram: Diagram


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


def home(glossary: Glossary, site: Site, locale: Locale, words: Mapping[str, str]) -> Page:
    """The first page. `words` may have a `title` and a `lead` of the glossary's own."""
    language, order = locale.language, glossary.order
    here = site.address("index", language)
    link = links_from(here, glossary, site, language)
    starts = doors(glossary)
    # The one in the middle of things before the far end and the beginning.
    candidates = (*starts[1:], *starts[:1], *order)
    showcase = next((slug for slug in candidates if glossary.demo(slug)), starts[0])
    run = shown(View(glossary, site, locale, showcase, "index"))
    middle = View(glossary, site, locale, starts[len(starts) // 2], "index")
    demos = sum(1 for slug in order if glossary.demo(slug))
    counts = [locale.count("terms_count", len(order))]
    counts += [locale.count("demos_count", demos)] if demos else []
    counts += [locale.count("edges_count", sum(len(t.edges()) for t in glossary.terms.values()))]
    shown_home = Home(
        title=words.get("title") or site.name,
        lead=words.get("lead") or locale["home_tagline" if demos else "home_tagline_plain"],
        counts=tuple(counts),
        total=len(order),
        first=glossary.term(starts[0], language).name,
        az=site.href(here, site.address("a-z", language)),
        start=tuple(link(slug) for slug in starts),
        doors=tuple(locale[f"home_start_{door}"] for door in ("first", "middle", "far")),
        topics=tuple(
            replace(found, href=site.href(here, site.address(f"topics/{found.key}", language)))
            for found in topics(glossary, language, link)
        ),
        live=link(showcase),
        run=run,
        diagram=middle.diagram,
    )
    meta = {"title": shown_home.title, "description": shown_home.lead}
    return page(
        "home.md.j2",
        "index",
        locale,
        site,
        {**meta, "hide": ["navigation", "toc"]},
        home=shown_home,
    )


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


def doors(glossary: Glossary) -> tuple[str, ...]:
    """Where to start: the first term in learning order, the best connected one, the last level."""
    order = glossary.order
    first = order[0]
    far = max(order, key=lambda slug: (glossary.level(slug), order.index(slug)))
    between = [slug for slug in order if slug not in (first, far)]
    middle = max(
        between or [first],
        key=lambda slug: (len(glossary.neighbourhood(slug).shown), -order.index(slug)),
    )
    return tuple(dict.fromkeys((first, middle, far)))


def topics(glossary: Glossary, language: str, link: Callable[[str], Link]) -> tuple[Topic, ...]:
    """The topics in the order of the configuration, those without terms left out."""
    known = {term.topic: glossary.topic(slug, language) for slug, term in glossary.terms.items()}
    keys = [*(k for k in glossary.config.topics if k in known)]
    keys += sorted(known.keys() - set(keys))
    return tuple(
        Topic(
            key,
            known[key],
            tuple(link(s) for s in glossary.order if glossary.terms[s].topic == key),
        )
        for key in keys
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
        topics=topics(glossary, language, bare(glossary, language)),
        count=len(glossary.terms),
    )


def collated(name: str, locale: Locale) -> tuple[Any, ...]:
    """A key that sorts names as the language's dictionaries do: ą after a, not after z."""
    alphabet = locale["alphabet"]
    return (
        *((alphabet.find(c) if c in alphabet else -1, c) for c in name.casefold() if c.isalnum()),
        (-2, name),
    )
