"""The pages of the topics: each with its map and its terms in learning order, and all in one list.

A topic is read from left to right and from top to bottom: what to know first stands first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages.links import Link, Topic, list_topics, term_links, title
from glossary.pages.page import Page, page
from glossary.pages.term_view import View
from glossary.render import markdown
from glossary.render.colours import styles
from glossary.render.diagrams.topic import MapNode, choose, draw, source

_NAMED = 8  # terms of a topic that the list of all topics names


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A term of a topic: its link with the definition, what it needs, and how long it takes."""

    link: Link
    level: int
    reading: str
    needs: tuple[Link, ...]
    demo: bool


@dataclass(frozen=True, slots=True)
class TopicMap:
    """The map of a topic: drawn, or nothing; the same as Mermaid text."""

    svg: Markup
    source: str
    outside: bool
    left_out: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A topic in the list of all topics."""

    key: str
    name: str
    href: str
    facts: tuple[str, ...]
    links: tuple[Link, ...]
    more: int


def overview(glossary: Glossary, site: Urls, locale: Locale) -> Page:
    """All topics, each with its first terms in learning order."""
    language, here = locale.language, site.address("topics", locale.language)
    link = term_links(here, glossary, site, language)
    summaries = [
        Summary(
            found.key,
            found.name,
            site.href(here, site.address(f"topics/{found.key}", language)),
            _facts(glossary, site, locale, found),
            found.links[:_NAMED],
            max(0, len(found.links) - _NAMED),
        )
        for found in list_topics(glossary, language, link)
    ]
    meta = {
        "title": locale["topics"],
        "description": locale["topics_lead"],
        "hide": ["navigation", "toc"],
        "kind": "wide",
    }
    return page("topics.md.j2", "topics", locale, site, meta, topics=summaries)


def topic(glossary: Glossary, site: Urls, locale: Locale, key: str) -> Page:
    """The page of one topic."""
    language, place = locale.language, f"topics/{key}"
    here = site.address(place, language)
    link = term_links(here, glossary, site, language)
    all_topics = list_topics(glossary, language)
    at = next(at for at, this_topic in enumerate(all_topics) if this_topic.key == key)
    this_topic = replace(all_topics[at], links=tuple(map(link, glossary.members(key))))
    facts = _facts(glossary, site, locale, this_topic)
    entries = []
    for own in this_topic.links:
        view = View(glossary, site, locale, own.slug, place)
        needs = tuple(link(slug) for slug in glossary.terms[own.slug].prerequisites)
        demo = glossary.demo(own.slug) is not None
        entries.append(TopicEntry(own, view.level, view.reading, needs, demo))

    def beside(step: int) -> tuple[str, str] | None:
        if not 0 <= at + step < len(all_topics):
            return None
        other = all_topics[at + step]
        return other.name, site.href(here, site.address(f"topics/{other.key}", language))

    meta = {
        "title": this_topic.name,
        "description": locale("topic_lead", name=this_topic.name, facts=", ".join(facts)),
        "hide": ["navigation", "toc"],
        "kind": "wide",
    }
    return page(
        "topic.md.j2",
        place,
        locale,
        site,
        meta,
        name=this_topic.name,
        facts=facts,
        entries=entries,
        map=_topic_map(glossary, site, locale, this_topic, here),
        overview=site.href(here, site.address("topics", language)),
        previous=beside(-1),
        next=beside(1),
    )


def _facts(glossary: Glossary, site: Urls, locale: Locale, found: Topic) -> tuple[str, ...]:
    """How many terms, from which level to which, how long all of it takes."""
    levels = [glossary.level(link.slug) for link in found.links]
    minutes = sum(glossary.minutes(link.slug, locale.language) for link in found.links)
    span = f"{min(levels)}–{max(levels)}" if len(set(levels)) > 1 else f"{levels[0]}"
    return (
        locale.count("terms_count", len(levels)),
        f"{locale['level'].lower()} {span}",
        locale.count("reading_minutes", minutes),
    )


def _topic_map(glossary: Glossary, site: Urls, locale: Locale, found: Topic, here: str) -> TopicMap:
    language = locale.language
    chosen = choose(glossary, found.key)

    def place(slug: str, *, inside: bool, relative: bool) -> MapNode:
        key = f"terms/{slug}"
        href = (
            site.href(here, site.address(key, language))
            if relative
            else site.absolute(key, language)
        )
        elsewhere = glossary.topic(slug, language)
        term = glossary.term(slug, language)
        says = markdown.plain(term.definition) if inside else locale("topic_from", name=elsewhere)
        return MapNode(slug, term.name, href, inside, says)

    def all_places(relative: bool) -> list[MapNode]:
        inside = [place(slug, inside=True, relative=relative) for slug in chosen.inside]
        return inside + [place(slug, inside=False, relative=relative) for slug in chosen.outside]

    heading = locale("topic_map_title", name=found.name)
    svg = draw(
        all_places(True),
        chosen.edges,
        title=heading,
        description=_described(glossary, locale, found),
        flow=locale.flow,
    )
    classes = styles(glossary.config.colours)
    mermaid_text = source(all_places(False), chosen.edges, locale.flow, classes)
    return TopicMap(Markup(svg or ""), mermaid_text, bool(chosen.outside), chosen.left_out)


def _described(glossary: Glossary, locale: Locale, found: Topic) -> str:
    arrow = " ← " if locale.direction == "rtl" else " → "
    names = arrow.join(title(glossary, link.slug, locale.language) for link in found.links[:12])
    return locale("topic_map_described", names=names)
