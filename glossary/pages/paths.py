"""Learning paths: a page for every term, and one to choose goals on, with what it needs as data.

A path holds everything that comes before a term. The order of all terms, cut down to these, is the
order of the path: whatever a term needs is in the path too, so nothing else can hold it up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.urls import ASSETS, Urls
from glossary.pages.links import Link, link_to
from glossary.pages.page import Page, page
from glossary.render import markdown

KEY: Final = "path"


@dataclass(frozen=True, slots=True)
class Reason:
    """For which later step of a path a step is needed, and why."""

    name: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Stop:
    """A step as the page shows it; the goal has no reasons."""

    link: Link
    level: int
    time: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Paths:
    """All paths of a glossary in one language."""

    glossary: Glossary
    site: Urls
    locale: Locale

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self.locale.language

    def minutes(self, slug: str) -> int:
        """How long a term takes to read."""
        return self.glossary.minutes(slug, self.language)

    def steps(self, slug: str) -> tuple[str, ...]:
        """What comes before a term and the term itself, in learning order."""
        return self.glossary.steps(slug)

    def time(self, steps: tuple[str, ...]) -> str:
        """How long the steps take to read, in words."""
        total = sum(map(self.minutes, steps))
        if total < 90:
            return self.locale.count("reading_minutes", total)
        return self.locale("path_hours", h=self.locale.number(total // 60), m=total % 60)

    def page(self, slug: str) -> Page:
        """The path to one term."""
        key = f"{KEY}/{slug}"
        link = self._links_from(key)
        name = self.glossary.term(slug, self.language).name
        steps = self.steps(slug)
        meta = {
            "title": self.locale("path_title", name=name),
            "description": self.locale("path_lead", name=name),
        }
        unlocks = (n for n in self.glossary.neighbours(slug, self.language) if n.kind == "unlocks")
        return page(
            "path.md.j2",
            key,
            self.locale,
            self.site,
            {**meta, "hide": ["navigation", "toc"], "stylesheet": f"{ASSETS}/paths.css"},
            lead=meta["description"],
            heading=meta["title"],
            stops=self._stops(steps, link),
            summary=self.summary(steps),
            unlocks=[link(n.slug, n.reason) for n in unlocks],
            choose=f"{self._from(key, KEY)}?to={slug}",
            on_map=f"{self._from(key, 'map')}#{slug}",
        )

    def _stops(self, steps: tuple[str, ...], link: Callable[..., Link]) -> list[Stop]:
        reasons: dict[str, list[Reason]] = {slug: [] for slug in steps}
        for after in sorted(steps):
            term = self.glossary.term(after, self.language)
            for slug, reason in term.prerequisites.items():
                reasons[slug].append(Reason(term.name, Markup(markdown.inline(reason))))
        return [
            Stop(
                link(slug),
                self.glossary.level(slug),
                self.locale.count("reading_minutes", self.minutes(slug)),
                tuple(reasons[slug]),
            )
            for slug in steps
        ]

    def chooser(self) -> Page:
        """The page to choose goals on; without scripting, the list of all paths."""
        link = self._links_from(KEY)
        rows = []
        for slug in self.glossary.order:
            own = self.site.address(f"{KEY}/{slug}", self.language)
            href = self.site.href(self.site.address(KEY, self.language), own)
            rows.append((link(slug), href, self.summary(self.steps(slug))))
        keys = ["path_steps", "path_time", "path_hours", "path_needed", "path_goal", "level"]
        keys += ["paths_none", "paths_done", "paths_know", "paths_forget", "reading_minutes"]
        meta = {"title": self.locale["paths_title"], "description": self.locale["paths_lead"]}
        return page(
            "paths.md.j2",
            KEY,
            self.locale,
            self.site,
            {
                **meta,
                "hide": ["navigation", "toc"],
                "kind": "chooser",
                "stylesheet": f"{ASSETS}/paths.css",
            },
            rows=rows,
            script=self._file(KEY, "js/paths/chooser.js"),
            data=self.site.href(self.site.address(KEY, self.language), self.data_path),
            term=self._from(KEY, "terms/SLUG"),
            words=json.dumps({k: self.locale.texts[k] for k in keys}, ensure_ascii=False),
        )

    @property
    def data_path(self) -> str:
        """Where the data of the chooser lies on the site."""
        return f"{self.site.prefix(self.language)}paths.json"

    def data(self) -> bytes:
        """Terms sorted by slug: slug, name, minutes, level, [number of prerequisite, reason]…"""
        number = {slug: n for n, slug in enumerate(self.glossary.terms)}
        rows: list[list[Any]] = []
        for slug in number:
            term = self.glossary.term(slug, self.language)
            needs = [
                [number[before], markdown.plain(reason)]
                for before, reason in sorted(term.prerequisites.items())
            ]
            rows.append([slug, term.name, self.minutes(slug), self.glossary.level(slug), needs])
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()

    def summary(self, steps: tuple[str, ...]) -> str:
        """How many steps there are and how long they take to read, in words."""
        time = self.locale("path_time", time=self.time(steps))
        return f"{self.locale.count('path_steps', len(steps))} · {time}"

    def _links_from(self, key: str) -> Callable[..., Link]:
        def link(slug: str, reason: str = "") -> Link:
            name = self.glossary.term(slug, self.language).name
            html = Markup(markdown.inline(reason)) if reason else Markup()
            here = self.site.address(key, self.language)
            return link_to(
                slug, here, self.glossary, self.site, self.language, html=html, name=name
            )

        return link

    def _from(self, key: str, target: str) -> str:
        here, there = (self.site.address(k, self.language) for k in (key, target))
        return self.site.href(here, there)

    def _file(self, key: str, name: str) -> str:
        return self.site.href(self.site.address(key, self.language), f"{ASSETS}/{name}")
