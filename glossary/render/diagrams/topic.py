"""The map of a topic: its terms and their nearest neighbours, in layers by prerequisite.

The same engine and the same look as `neighbourhood`, another shape of graph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from glossary.model.glossary import Glossary
from glossary.render.diagrams.mermaid import Flow, label, tooltip
from glossary.render.diagrams.merman import LINE, engine
from glossary.render.diagrams.neighbourhood import Shape, boxes, paint, text_width, wrap

LIMIT: Final = 40  # beyond this a map is wallpaper
_CLASSES: Final = {
    "inside": "fill:#f6f2ff,stroke:#7c3aed,stroke-width:2px,color:#4c1d95,rx:5,ry:5;",
    "outside": "fill:#f9fafb,stroke:#9ca3af,stroke-width:1px,color:#4b5563,rx:5,ry:5,"
    "stroke-dasharray: 4 4;",
}


@dataclass(frozen=True, slots=True)
class MapNode:
    """A term on the map: whether it belongs to the topic, and what its tooltip says."""

    slug: str
    name: str
    href: str
    inside: bool
    says: str


@dataclass(frozen=True, slots=True)
class TopicGraph:
    """What a map shows; `left_out` counts the terms of the topic for which there was no room."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    left_out: int


def choose(glossary: Glossary, key: str, limit: int = LIMIT) -> TopicGraph:
    """The first terms of a topic in learning order, then what they need, then what needs them.

    The first of the neighbours are those with most edges into the topic.
    """
    own = glossary.members(key)
    inside = own[:limit]
    placed = set(inside)
    needs: dict[str, int] = {}
    needed: dict[str, int] = {}
    for slug in inside:
        for near in glossary.neighbours(slug):
            if near.slug not in own and near.kind in ("prerequisite", "unlocks"):
                count = needs if near.kind == "prerequisite" else needed
                count[near.slug] = count.get(near.slug, 0) + 1
    rank = {slug: at for at, slug in enumerate(glossary.order)}
    ahead = sorted(needs, key=lambda slug: (-needs[slug], rank[slug]))
    after = sorted(needed.keys() - needs.keys(), key=lambda slug: (-needed[slug], rank[slug]))
    outside = (*ahead, *after)[: limit - len(inside)]
    shown = placed | set(outside)
    edges = tuple(
        (before, slug)
        for slug in sorted(shown, key=lambda slug: rank[slug])
        for before in glossary.terms[slug].prerequisites
        # Between two neighbours an edge says nothing about this topic.
        if before in shown and (before in placed or slug in placed)
    )
    order = tuple(sorted(outside, key=lambda slug: rank[slug]))
    return TopicGraph(inside, order, edges, len(own) - len(inside))


def source(
    places: Sequence[MapNode],
    edges: Sequence[tuple[str, str]],
    flow: Flow = "LR",
    classes: Mapping[str, str] | None = None,
) -> str:
    """The map as Mermaid text; `classes` are styles instead of those that are shipped."""
    ids = {place.slug: f"n{at}" for at, place in enumerate(places)}
    lines = [f"graph {flow}"]
    for place in places:
        role = "inside" if place.inside else "outside"
        lines.append(f'{ids[place.slug]}["{label(place.name)}"]:::{role}')
        href = re.sub(r"[\"<>`\\\s]", lambda m: f"%{ord(m[0]):02X}", place.href)
        lines.append(f'click {ids[place.slug]} "{href}" "{tooltip(place.says)}"')
    lines += [f"{ids[before]} --> {ids[after]}" for before, after in edges]
    own = classes or {}
    lines += [f"classDef {role} {own.get(role, style)}" for role, style in _CLASSES.items()]
    return "\n".join(lines) + "\n"


def draw(
    places: Sequence[MapNode],
    edges: Sequence[tuple[str, str]],
    *,
    title: str,
    description: str,
    flow: Flow = "LR",
) -> str | None:
    """The map as `<svg>`, or None where merman is missing or refuses."""
    labels = {f"n{at}": wrap(place.name) for at, place in enumerate(places)}
    width = max(text_width(line) for lines in labels.values() for line in lines)
    # Names are placeholders to the engine, and long, because it refuses many lines of few letters.
    names = [f"node{at:036}" for at in range(len(places))]
    sizes = {names[at]: (width, LINE * len(lines)) for at, lines in enumerate(labels.values())}
    ids = {place.slug: f"n{at}" for at, place in enumerate(places)}
    lines = [f"graph {flow}", *(f'n{at}["{name}"]' for at, name in enumerate(names))]
    lines += [f"{ids[before]} --> {ids[after]}" for before, after in edges]
    drawing = engine("\n".join(lines) + "\n", sizes)
    if drawing is None:
        return None
    root = ElementTree.fromstring(drawing)
    placed = boxes(root, labels)
    if set(placed) != set(labels):
        return None
    inside = {place.slug for place in places if place.inside}
    roles = {
        f"{ids[a]}_{ids[b]}": "pre" if a in inside and b in inside else "outside" for a, b in edges
    }
    shapes = [
        Shape(placed[ids[p.slug]], "inside" if p.inside else "outside", p.name, p.href, p.says)
        for p in places
    ]
    return paint(
        root, shapes, roles, id="map", title=title, description=description, kind=" g-svg--map"
    )
