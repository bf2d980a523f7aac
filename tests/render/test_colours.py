"""Colours of one's own: whatever is chosen, what stands on it can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.pipeline.targets import assets
from glossary.render.colours import contrast, mixed, readable, styles, stylesheet
from glossary.render.diagrams.mermaid import Node, diagram
from glossary.render.diagrams.topic import MapNode, source

KEYS = ("accent", "term", "prerequisite", "child", "related")
PAPER = {"default": "#fdfcff", "slate": "#15131d"}
anything = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def schemes(css: str) -> dict[str, dict[str, str]]:
    return {
        scheme: dict(re.findall(r"--([\w-]+): (#\w+);", body))
        for scheme, body in re.findall(r'scheme="(\w+)"\] \{\n(.*?)\}', css, re.S)
    }


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#7c3aed", "#7c3aed") == 1
    assert mixed("#ff0000", "#0000ff", 0.5) == "#800080"


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert readable("#6d28d9", "#fdfcff") == "#6d28d9"
    assert readable("#ffff00", "#000000") == "#ffff00"


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, anything)))
def test_whatever_is_chosen_can_be_read_in_light_and_dark(chosen):
    found = schemes(stylesheet(chosen))
    assert (found == {}) == (chosen == {})
    for scheme, values in found.items():
        paper = PAPER[scheme]
        for name in ("pre", "child", "related"):
            if f"g-{name}" in values:
                assert contrast(values[f"g-{name}-ink"], values[f"g-{name}-tint"]) >= 4.5
                assert contrast(values[f"g-{name}"], paper) >= 3
        if "accent" in chosen:
            assert contrast(values["g-link"], paper) >= 4.4
            assert contrast(values["g-link"], values["g-tint"]) >= 4.5
            assert contrast(values["g-violet"], paper) >= 3
            assert contrast(values["g-accent-ink"], values["g-accent"]) >= 4.5
            assert contrast(values["g-accent-ink"], values["g-accent-deep"]) >= 4.5
            assert contrast(values["g-tint-ink"], values["g-tint"]) >= 4.5
        if "term" in chosen:
            assert contrast(values["g-main-ink"], values["g-main"]) >= 4.5
    for style in styles(chosen).values():
        fill, ink = re.search(r"fill:(#\w+)", style), re.search(r"[;,]color:(#\w+)", style)
        assert fill and ink
        assert contrast(fill[1], ink[1]) >= 4.5


def test_without_colours_the_stylesheet_is_the_shipped_one():
    assert stylesheet({}) == ""
    shipped = assets()["assets/glossary/glossary.css"]
    assert assets({})["assets/glossary/glossary.css"] == shipped
    own = assets({"term": "#0f766e"})["assets/glossary/glossary.css"]
    assert own.startswith(shipped)
    assert b"--g-main: #0f766e;" in own


def test_no_rule_names_a_colour_that_an_author_may_choose():
    """Such a rule would keep the shipped colour where all else has the author's."""
    shipped = {name: content.decode() for name, content in assets().items() if name[-4:] == ".css"}
    css = shipped["assets/glossary/glossary.css"]
    variables = re.findall(r"--[\w-]+:[^;]*(#[0-9a-f]{6})\b", css)
    named = {
        (name, line.strip())
        for name, content in shipped.items()
        for line in content.splitlines()
        if not line.lstrip().startswith("--") and any(colour in line for colour in variables)
    }
    assert named <= {("assets/glossary/glossary.css", "color: #1d1829;")}  # ink on white paper


def test_the_text_of_a_topic_s_map_has_the_accent():
    place = MapNode("flour", "Flour", "/flour/", True, "It is milled.")
    assert "classDef inside fill:#f6f2ff,stroke:#7c3aed," in source([place], [])
    own = source([place], [], "LR", styles({"accent": "#9d174d"}))
    assert "classDef inside fill:#f8eff3,stroke:#9d174d,stroke-width:2px,color:#4e0c26," in own
    assert "classDef outside fill:#f9fafb," in own


def test_the_text_of_a_diagram_has_the_same_colours():
    node = Node("flour", "Flour", "pre", "/flour/", "It is milled.")
    chosen = {"term": "#0f766e", "prerequisite": "#b45309"}
    assert diagram("Gluten", [node], "RL", styles(chosen)) == (
        "graph RL\n"
        'Center["Gluten"]:::main\n'
        'Pre_flour["Flour"]:::pre --> Center\n'
        'click Pre_flour "/flour/" "It is milled."\n'
        "classDef main fill:#0f766e,stroke:#0f766e,stroke-width:2px,color:#ffffff,"
        "font-weight:bold,rx:5,ry:5;\n"
        "classDef pre fill:#faf3ee,stroke:#b45309,stroke-width:2px,color:#5a2a04,rx:5,ry:5;\n"
        "linkStyle default stroke:#4b5563,stroke-width:2px;\n"
    )
