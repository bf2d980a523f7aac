"""The map of everything: geometry for the script, an outline for everybody, a drawing without it.

The geometry is the same in every language, so it is one file; names and links are in the outline.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any, Final

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.term import KINDS
from glossary.model.urls import ASSETS, Urls
from glossary.pages.links import Link, link_to, term_links
from glossary.pages.page import Page, page
from glossary.render.diagrams.layered import BOX, Layout, Point
from glossary.render.diagrams.neighbourhood import FONT_SIZE, wrap

KEY: Final = "map"
DATA: Final = "map.json"
DRAWN: Final = 60  # terms; more in one still picture are a thicket
_LINE: Final = 17.0


@dataclass(frozen=True, slots=True)
class Level:
    """The terms of one level, in the order of the map's rows, each with its name and its topic."""

    number: int
    entries: tuple[tuple[Link, str, str], ...]


def data(glossary: Glossary, places: Layout) -> bytes:
    """The geometry, compact: terms by number, points and edges as flat lists of whole numbers."""
    slugs = tuple(places.places)
    number = {slug: n for n, slug in enumerate(slugs)}
    edges: dict[str, list[int]] = {kind: [] for kind in KINDS}
    lanes: dict[str, list[int]] = {}
    for kind, source, target in _edges(glossary):
        if kind == "prerequisite" and (source, target) in places.lanes:
            lanes[str(len(edges[kind]) // 2)] = _flat(places.lanes[source, target])
        edges[kind] += [number[source], number[target]]
    value: Mapping[str, Any] = {
        "size": [round(places.width), round(places.height)],
        "box": [round(part) for part in BOX],
        "bands": _flat(places.bands),
        "terms": slugs,
        "at": _flat(places.places.values()),
        "edges": edges,
        "lanes": lanes,
    }
    return json.dumps(value, separators=(",", ":")).encode()


def _flat(points: Iterable[Point]) -> list[int]:
    return [round(value) for point in points for value in point]


def _edges(glossary: Glossary) -> list[tuple[str, str, str]]:
    """Kind and ends, the way a learner goes; a related pair once, as it was declared."""
    return sorted(
        (kind, source, target)
        for source, target, kind, declared in glossary.graph.edges(keys=True, data="declared")
        if declared
    )


def atlas(glossary: Glossary, site: Urls, locale: Locale, places: Layout) -> Page:
    """The page of the map."""
    here = site.address(KEY, locale.language)
    script = {
        "terms": locale.texts["terms_count"],
        "before": locale.texts["map_before"],
        "after": locale.texts["map_after"],
        "level": locale["level"],
        "learned": locale["map_learned"],
        "none": locale["map_none"],
    }
    meta = {"title": locale["map_title"], "description": locale["map_lead"]}
    drawn = len(glossary.terms) <= DRAWN
    return page(
        "map.md.j2",
        KEY,
        locale,
        site,
        {**meta, "hide": ["navigation", "toc"], "stylesheet": f"{ASSETS}/map.css"},
        levels=levels(glossary, site, locale, places),
        svg=picture(glossary, site, locale, places) if drawn else Markup(),
        many=not drawn,
        data=site.href(here, DATA),
        words=json.dumps(script, ensure_ascii=False),
        script=site.href(here, f"{ASSETS}/js/map/index.js"),
    )


def levels(glossary: Glossary, site: Urls, locale: Locale, places: Layout) -> tuple[Level, ...]:
    """The outline: level by level, as the eye goes over the map."""
    language = locale.language
    here = site.address(KEY, language)

    def link(slug: str) -> Link:
        return link_to(slug, here, glossary, site, language)

    rows: dict[int, list[str]] = {}
    for slug in sorted(places.places, key=lambda s: (*reversed(places.places[s]), s)):
        rows.setdefault(glossary.level(slug), []).append(slug)
    return tuple(
        Level(
            n,
            tuple(
                (link(s), glossary.term(s, language).name, glossary.topic(s, language))
                for s in rows[n]
            ),
        )
        for n in sorted(rows)
    )


def picture(glossary: Glossary, site: Urls, locale: Locale, places: Layout) -> Markup:
    """The whole map as a drawing with links, for browsers that run no script."""
    link = term_links(site.address(KEY, locale.language), glossary, site, locale.language)
    paths = [
        f'<path class="g-map-edge g-map-edge--{kind}" d="{_curve(places, kind, source, target)}"'
        + (f' marker-end="url(#map-{kind})"' if kind != "related" else "")
        + "/>"
        for kind, source, target in _edges(glossary)
    ]
    boxes = []
    for slug, (x, y) in places.places.items():
        lines = wrap(glossary.term(slug, locale.language).name)
        first = y - _LINE * (len(lines) - 1) / 2 + 0.35 * FONT_SIZE
        rows = "".join(
            f'<tspan x="{x:.0f}" y="{first + _LINE * n:.0f}">{escape(line)}</tspan>'
            for n, line in enumerate(lines)
        )
        boxes.append(
            f'<a class="g-map-box" href="{escape(link(slug).href)}">'
            f'<rect x="{x - BOX[0] / 2:.0f}" y="{y - BOX[1] / 2:.0f}" width="{BOX[0]:.0f}"'
            f' height="{BOX[1]:.0f}" rx="8"/><text>{rows}</text></a>'
        )
    heads = (
        '<defs><marker id="map-prerequisite" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7"'
        ' markerHeight="7" orient="auto"><path class="g-map-head" d="M0 0L10 5L0 10z"/></marker>'
        '<marker id="map-child" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8"'
        ' markerHeight="8" orient="auto"><path class="g-map-open" d="M1 1L9 5L1 9"/></marker>'
        "</defs>"
    )
    return Markup(
        f'<svg class="g-map-svg" viewBox="0 0 {places.width:.0f} {places.height:.0f}"'
        f' width="{places.width:.0f}" height="{places.height:.0f}" role="group"'
        f' aria-label="{escape(locale["map"])}">{heads}{"".join(paths)}{"".join(boxes)}</svg>'
    )


def _curve(places: Layout, kind: str, source: str, target: str) -> str:
    """From the foot of one box to the head of another through its lanes, or from side to side."""
    (ax, ay), (bx, by) = places.places[source], places.places[target]
    half = BOX[1] / 2
    if by - ay < BOX[1] + 1:  # beside it, or above: a bow
        side = BOX[0] / 2 if bx > ax else -BOX[0] / 2
        lift = min(ay, by) - BOX[1]
        if abs(bx - ax) < 1:
            return f"M{ax + BOX[0] / 2:.0f} {ay:.0f}L{bx + BOX[0] / 2:.0f} {by:.0f}"
        near = f"{ax + side / 2:.0f} {ay - half:.0f}"
        return (
            f"M{near}C{ax + side / 2:.0f} {lift:.0f} {bx - side / 2:.0f} {lift:.0f}"
            f" {bx - side / 2:.0f} {by - half:.0f}"
        )
    offset = {"child": 14.0, "related": -14.0}.get(kind, 0.0)
    stops: list[tuple[float, float, float]] = [(ax + offset, ay - half, ay + half)]
    stops += [
        (x, y - half, y + half)
        for x, y in places.lanes.get((source, target), ())
        if kind == "prerequisite"
    ]
    stops += [(bx + offset, by - half, by + half)]
    drawn = f"M{stops[0][0]:.0f} {stops[0][2]:.0f}"
    for (x, _, low), (to, high, leave) in pairwise(stops):
        middle = (low + high) / 2
        drawn += f"C{x:.0f} {middle:.0f} {to:.0f} {middle:.0f} {to:.0f} {high:.0f}"
        if (to, high, leave) != stops[-1]:
            drawn += f"V{leave:.0f}"
    return drawn
