from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.render.diagrams.mermaid import Node
from glossary.render.diagrams.neighbourhood import FONT_SIZE, WRAP, draw, draw_any, text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"

NODES = (
    Node("machine-learning", "Machine learning", "pre", "../machine-learning/", "first"),
    Node("lora", "LoRA", "child", "../lora/", "a & b"),
    Node("inference", "Inference", "related", "../inference/", ""),
    Node("field", "Field", "parent", "../field/", ""),
)


def drawn(name: str, *nodes: Node) -> ElementTree.Element:
    svg = draw(name, nodes, id="diagram", title="A title", description="In words.")
    assert svg is not None, "merman did not draw"
    return ElementTree.fromstring(svg)


def shapes(root: ElementTree.Element) -> list[tuple[ElementTree.Element, ElementTree.Element]]:
    groups = [e for e in root.iter() if "g-node" in e.get("class", "")]
    found = [(g.find(f"{SVG}rect"), g.find(f"{SVG}text")) for g in groups]
    assert all(rect is not None and text is not None for rect, text in found)
    return found  # type: ignore[return-value]


def test_a_drawing_of_two_columns_is_small_and_one_of_three_is_not() -> None:
    assert drawn("Fine-tuning", *NODES[:1]).get("class") == "g-svg g-svg--small"
    assert drawn("Fine-tuning", *NODES).get("class") == "g-svg"


def test_every_neighbour_is_a_link_and_the_centre_is_not() -> None:
    links = drawn("Fine-tuning", *NODES).findall(f"{SVG}a")
    assert [(a.get("href"), a.get("class")) for a in links] == [
        ("../machine-learning/", "g-node g-node--pre"),
        ("../lora/", "g-node g-node--child"),
        ("../inference/", "g-node g-node--related"),
        ("../field/", "g-node g-node--parent"),
    ]


def test_a_diagram_has_a_title_a_description_and_reasons_as_tooltips() -> None:
    root = drawn("Fine-tuning", *NODES)
    assert root.findtext(f"{SVG}title") == "A title"
    assert root.findtext(f"{SVG}desc") == "In words."
    assert root.get("aria-labelledby") == "diagram-title"
    assert root.get("aria-describedby") == "diagram-desc"
    assert [a.findtext(f"{SVG}title") for a in root.iter(f"{SVG}a")][:2] == ["first", "a & b"]


def test_each_neighbour_has_an_edge_of_its_kind() -> None:
    edges = [e.get("class") for e in drawn("x", *NODES).iter(f"{SVG}path") if e.get("marker-end")]
    assert sorted(edges, key=str) == [
        "g-edge g-edge--child",
        "g-edge g-edge--parent",
        "g-edge g-edge--pre",
        "g-edge g-edge--related",
    ]


def test_a_drawing_brings_neither_styles_nor_scripts_nor_colours_of_its_own() -> None:
    svg = draw("x", NODES, id="d", title="", description="") or ""
    assert not re.search(r"<style|<script|style=|#[0-9a-f]{6}|foreignObject", svg)
    assert len(svg) < 4_000


def assert_labels_fit(root: ElementTree.Element) -> None:
    view = [float(part) for part in root.get("viewBox", "").split()]
    boxes = []
    for rect, text in shapes(root):
        x, y, w, h = (float(rect.get(k, "nan")) for k in ("x", "y", "width", "height"))
        assert view[0] <= x and x + w <= view[0] + view[2]
        assert view[1] <= y and y + h <= view[1] + view[3]
        boxes.append((x, y, w, h))
        for row in text:
            half = text_width(row.text or "") / 2
            middle, baseline = float(row.get("x", "nan")), float(row.get("y", "nan"))
            assert x + 8 <= middle - half and middle + half <= x + w - 8, row.text
            assert y + 4 <= baseline - FONT_SIZE * 0.75 and baseline + FONT_SIZE * 0.3 <= y + h - 4
    for n, (x, y, w, h) in enumerate(boxes):
        for other_x, other_y, other_w, other_h in boxes[n + 1 :]:
            assert (
                x + w <= other_x
                or other_x + other_w <= x
                or y + h <= other_y
                or (other_y + other_h <= y)
            ), "two boxes overlap"


@pytest.mark.parametrize(
    "name",
    [
        "large-language-model",
        "Uczenie ze wzmocnieniem na podstawie informacji zwrotnej od ludzi (RLHF)",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
        "强化学习与人类反馈",
        "WWWWWWWWWWWWWWWWWWWW",
        "i",
    ],
)
def test_labels_never_touch_their_box(name: str) -> None:
    assert_labels_fit(drawn(name, *NODES, Node("long", name, "child", "../long/", "")))


HOSTILE = [
    '"]; click Center "javascript:alert(1)"',
    "<script>alert(1)</script>",
    "%%{init: {'securityLevel': 'loose'}}%%",
    "</text></svg><img src=x onerror=alert(1)>",
    "#quot;#lt;",
    "end",
    "graph TD; a-->b",
    "`**bold**`",
    "$$\\frac{1}{2}$$",
    "&lt;b&gt; &amp;",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is_written(name: str) -> None:
    root = drawn(name, Node("x", name, "child", "../x/", name))
    rows = [" ".join(row.text or "" for row in text) for _, text in shapes(root)]
    assert [row.replace(" ", "") for row in rows] == [name.replace(" ", "")] * 2
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert tags == {"svg", "title", "desc", "defs", "marker", "path", "g", "a", "rect"} | {
        *("text", "tspan")
    }


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6))
def test_any_names_are_drawn_and_fit(names: list[str]) -> None:
    names = [n for n in names if all(c.isprintable() for c in n) and n.strip()] or ["x"]
    nodes = [Node(f"n-{i}", name, "pre", "../x/", "") for i, name in enumerate(names)]
    assert_labels_fit(drawn(names[0], *nodes))


def test_a_long_word_breaks_at_its_hyphens_only_and_short_ones_do_not_break() -> None:
    assert (
        wrap("large-language-model") == ("large-language-model",)
        or text_width("large-language-model") > WRAP
    )
    assert wrap("Dostrajanie (fine-tuning)") == ("Dostrajanie", "(fine-tuning)")
    assert wrap("Front-running") == ("Front-running",)


def test_the_same_diagram_is_drawn_twice_the_same() -> None:
    twice = [draw("x", NODES, id="d", title="t", description="d") for _ in range(2)]
    assert twice[0] == twice[1]


def test_the_ids_of_two_diagrams_on_a_page_differ() -> None:
    def ids(prefix: str) -> set[str]:
        svg = draw("x", NODES, id=prefix, title="t", description="d") or ""
        return set(re.findall(r' id="([^"]+)"', svg))

    assert len(ids("a")) == 3
    assert not ids("a") & ids("b")


def test_without_merman_there_is_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "merman", None)
    assert draw("x", NODES, id="d", title="t", description="d") is None
    assert draw_any("graph LR\na-->b") is None


def test_text_that_is_no_diagram_is_not_drawn() -> None:
    assert draw_any("this is prose") is None


def test_other_diagrams_of_hand_written_pages_are_drawn_too() -> None:
    first, second = draw_any("graph TD\na-->b"), draw_any("sequenceDiagram\na->>b: hi")
    assert first and second
    assert first.startswith("<svg") and second.startswith("<svg")
