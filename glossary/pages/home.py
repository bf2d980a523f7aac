"""The first page: what this is, in one screen.

A search, three paths of different length, what a demo measured, the topics; the rest is below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from glossary.pages.demo_section import DemoSection, demo_section
from glossary.pages.links import Link, Topic, bare_links, link_to, list_topics, title
from glossary.pages.page import Page, page
from glossary.pages.paths import KEY, Paths
from glossary.pages.term_view import Diagram, View

_HOW_FAR: Final = ("near", "half", "far")


@dataclass(frozen=True, slots=True)
class Way:
    """A learning path to start on: how far it leads, to which term, how long it takes."""

    says: str
    name: str
    href: str
    summary: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows."""

    title: str
    lead: str
    counts: tuple[str, ...]
    total: int
    first: Link
    az: str
    ways: tuple[Way, ...]
    topics: tuple[Topic, ...]
    live: Link
    run: DemoSection | None
    diagram: Diagram


def home(paths: Paths, words: Mapping[str, str]) -> Page:
    """The first page. `words` may have a `title` and a `lead` of the glossary's own."""
    glossary, site, locale = paths.glossary, paths.site, paths.locale
    language, order, here = locale.language, glossary.order, site.address("index", locale.language)

    def href(key: str) -> str:
        return site.href(here, site.address(key, language))

    def link(slug: str) -> Link:
        return link_to(slug, here, glossary, site, language)

    goals = ends(paths)
    middle = goals[len(goals) // 2]
    candidates = (middle, *reversed(goals), *order)
    showcase = next((slug for slug in candidates if glossary.demo(slug)), middle)
    demos = sum(1 for slug in order if glossary.demo(slug))
    counts = [locale.count("terms_count", len(order))]
    counts += [locale.count("demos_count", demos)] if demos else []
    counts += [locale.count("edges_count", sum(len(t.edges()) for t in glossary.terms.values()))]
    shown_home = Home(
        title=words.get("title") or glossary.config.named(language, site.name),
        lead=words.get("lead") or locale["home_tagline" if demos else "home_tagline_plain"],
        counts=tuple(counts),
        total=len(order),
        first=replace(link(order[0]), name=glossary.term(order[0], language).name),
        az=href("a-z"),
        ways=tuple(
            Way(
                locale[f"home_way_{far}"],
                title(glossary, slug, language),
                href(f"{KEY}/{slug}"),
                paths.summary(paths.steps(slug)),
            )
            for far, slug in zip(_HOW_FAR[-len(goals) :], goals, strict=True)
        ),
        topics=tuple(
            replace(found, href=href(f"topics/{found.key}"))
            for found in list_topics(glossary, language, bare_links(glossary, language))
        ),
        live=link(showcase),
        run=demo_section(View(glossary, site, locale, showcase, "index")),
        diagram=View(glossary, site, locale, middle, "index").diagram,
    )
    meta = {"title": shown_home.title, "description": shown_home.lead}
    return page(
        "home.md.j2",
        "index",
        locale,
        site,
        {**meta, "hide": ["navigation", "toc"], "kind": "home live" if shown_home.run else "home"},
        home=shown_home,
    )


def ends(paths: Paths) -> tuple[str, ...]:
    """Up to three goals, the one of fewest steps first: at a third, two thirds and all of depth.

    Of the terms at a depth the best connected one, since most paths lead on from there.
    """
    glossary = paths.glossary
    deepest = max(glossary.level(slug) for slug in glossary.order)
    slugs: list[str] = []
    for depth in (deepest // 3, min(-(-2 * deepest // 3), deepest - 1), deepest):
        there = [s for s in glossary.order if glossary.level(s) == depth and s not in slugs]
        if there:
            slugs.append(max(there, key=lambda slug: len(glossary.neighbourhood(slug).shown)))
    return tuple(sorted(slugs, key=lambda slug: len(paths.steps(slug))))
