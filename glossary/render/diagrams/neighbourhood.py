"""A term's neighbourhood drawn to inline SVG while the site is built, with `merman`.

merman reads our Mermaid text and lays it out; we paint, because a page wants something else than a
viewer: no stylesheet in each drawing, colours that follow light and dark, links that survive being
served from a sub-path, a title and a description, and boxes measured with the font that is shipped.
The engine sees only placeholders instead of names, so no name can be markup to it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from glossary.render.diagrams.mermaid import Flow, Node, diagram
from glossary.render.diagrams.merman import LINE, engine

FONT_SIZE: Final = 15.0
WRAP: Final = 136.0  # the widest line; three columns of this still fit a 700 px column
SMALL: Final = 440.0  # a drawing of two columns can be read on a phone without scrolling
_GUESS: Final = 1.0  # em; a glyph that our font lacks, such as Chinese, is drawn this wide at most


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node is drawn: the middle, the size, and the lines of its label."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A box that is painted: its role is its class, and with an address it is a link."""

    box: Box
    role: str
    name: str = ""
    href: str = ""
    says: str = ""


def draw(
    name: str,
    nodes: Sequence[Node],
    *,
    id: str,
    title: str,
    description: str,
    flow: Flow = "LR",
) -> str | None:
    """The diagram as `<svg>`, or None where merman refuses; `id` begins all ids in it."""
    labels = {"Center": wrap(name), **{node.id: wrap(node.name) for node in nodes}}
    # Long ones, because merman refuses a measure with more lines than characters.
    placeholders = {key: f"node{number:036}" for number, key in enumerate(labels)}
    source = diagram(
        placeholders["Center"],
        [replace(node, name=placeholders[node.id]) for node in nodes],
        flow,
    )
    widest = max((_width(labels[node.id]) for node in nodes), default=0.0)
    sizes = {
        # Neighbours share a width: columns then look like columns.
        text: (max(_width(labels[key]), 0.0 if key == "Center" else widest), _height(labels[key]))
        for key, text in placeholders.items()
    }
    drawing = engine(source, sizes)
    if drawing is None:
        return None
    root = ElementTree.fromstring(drawing)
    placed = boxes(root, labels)
    if set(placed) != set(labels):
        return None
    shapes = [Shape(placed["Center"], "main")]
    shapes += [Shape(placed[n.id], n.role, n.name, n.href, n.reason) for n in nodes]
    edges = {ends: n.role for n in nodes for ends in (f"{n.id}_Center", f"Center_{n.id}")}
    return paint(root, shapes, edges, id=id, title=title, description=description)


def wrap(label: str) -> tuple[str, ...]:
    """The label in lines no wider than `WRAP`, as long as its words are no wider."""
    lines: list[str] = []
    for word in label.split():
        if lines and text_width(f"{lines[-1]} {word}") <= WRAP:
            lines[-1] += f" {word}"
        elif text_width(word) > WRAP:  # "large-language-model": only such a word breaks at hyphens
            lines += re.findall(r"[^-]+-*|-+", word)
        else:
            lines.append(word)
    return tuple(lines) or ("?",)


def text_width(text: str) -> float:
    """How wide our font draws the text in a diagram, in its bold weight, the widest we use."""
    widths = _widths()
    return sum(widths.get(character, _GUESS) for character in text) * FONT_SIZE


def _width(lines: Sequence[str]) -> float:
    return max(map(text_width, lines))


def _height(lines: Sequence[str]) -> float:
    return LINE * len(lines)


@cache
def _widths() -> Mapping[str, float]:
    path = Path(__file__).with_name("figtree_widths.json")
    groups: dict[str, str] = json.loads(path.read_text("utf-8"))
    return {character: float(width) for width, text in groups.items() for character in text}


def boxes(root: ElementTree.Element, labels: Mapping[str, tuple[str, ...]]) -> dict[str, Box]:
    """Where the engine put each node of `labels`."""
    boxes_by_id: dict[str, Box] = {}
    for outer in root.iter():
        transform = outer.get("transform", "")
        if not transform.startswith("translate"):
            continue
        # A linked node has its place on the link around it, any other on itself.
        place = re.fullmatch(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", transform)
        for node in (outer, *outer):
            named = re.fullmatch(r"diagram-flowchart-(\w+)-\d+", node.get("id", ""))
            rect = next((e for e in node if "label-container" in e.get("class", "")), None)
            if place and named and rect is not None and named[1] in labels:
                boxes_by_id[named[1]] = Box(
                    float(place[1]),
                    float(place[2]),
                    float(rect.get("width", "0")),
                    float(rect.get("height", "0")),
                    labels[named[1]],
                )
    return boxes_by_id


def paint(
    root: ElementTree.Element,
    shapes: Iterable[Shape],
    edges: Mapping[str, str],
    *,
    id: str,
    title: str,
    description: str,
    kind: str = "",
) -> str:
    """The diagram, edges below boxes; `edges` is the role of each by the ids of its ends, `a_b`."""
    parts = []
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        ends = path.get("data-id", "").removeprefix("L_").rpartition("_")[0]
        if role := edges.get(ends):
            curve = re.sub(r"\d+\.\d+", lambda m: number(float(m[0])), path.get("d", ""))
            parts.append(
                f'<path class="g-edge g-edge--{role}" d="{curve}" marker-end="url(#{id}-arrow)"/>'
            )
    return frame(root, id, title, description, *parts, *map(_drawn, shapes), kind=kind)


def _drawn(node: Shape) -> str:
    box, classes = shape(node.box), f"g-node g-node--{node.role}"
    if not node.href:
        return f'<g class="{classes}">{box}</g>'
    return (
        f'<a class="{classes}" href="{escape(node.href)}" aria-label="{escape(node.name)}">'
        f"<title>{escape(node.says)}</title>{box}</a>"
    )


def frame(
    root: ElementTree.Element,
    id: str,
    title: str,
    description: str,
    *parts: str,
    kind: str = "",
) -> str:
    """The SVG around what is painted: the layout's own size, a title, a description, an arrow."""
    left, top, width, height = (float(part) for part in root.get("viewBox", "").split())
    small = " g-svg--small" if width < SMALL else ""
    view = " ".join(number(part) for part in (left, top, width, height))
    return (
        f'<svg class="g-svg{kind}{small}" xmlns="http://www.w3.org/2000/svg" viewBox="{view}"'
        f' width="{number(width)}" height="{number(height)}"'
        f' role="group" aria-labelledby="{id}-title" aria-describedby="{id}-desc">'
        f'<title id="{id}-title">{escape(title)}</title>'
        f'<desc id="{id}-desc">{escape(description)}</desc>'
        f'<defs><marker id="{id}-arrow" viewBox="0 0 10 10" refX="6" refY="5" markerWidth="7"'
        f' markerHeight="7" orient="auto"><path class="g-arrow" d="M0 0L10 5L0 10z"/></marker>'
        f"</defs>{''.join(parts)}</svg>"
    )


def shape(box: Box) -> str:
    """A box with its label."""
    # A baseline lies about a third of the size below the middle of the letters.
    first = box.y - LINE * (len(box.lines) - 1) / 2 + 0.35 * FONT_SIZE
    rows = "".join(
        f'<tspan x="{number(box.x)}" y="{number(first + LINE * row)}">{escape(line)}</tspan>'
        for row, line in enumerate(box.lines)
    )
    x, y = number(box.x - box.width / 2), number(box.y - box.height / 2)
    return (
        f'<rect x="{x}" y="{y}" width="{number(box.width)}" height="{number(box.height)}"'
        f' rx="8"/><text>{rows}</text>'
    )


def number(value: float) -> str:
    """Tenths of a pixel are plenty, and shorter."""
    return f"{value:.1f}".removesuffix(".0")


def draw_any(source: str) -> str | None:
    """Any Mermaid text as merman draws it, with its own stylesheet; for hand-written pages."""
    try:
        import merman
    except ImportError:
        return None
    name = f"drawing-{hashlib.sha256(source.encode()).hexdigest()[:12]}"
    options = {"svg": {"diagram_id": name}, "site_config": {"theme": "neutral"}}
    try:
        drawing: str = merman.Merman().render_svg(source, json.dumps(options))
    except merman.MermanError:
        return None
    return drawing
