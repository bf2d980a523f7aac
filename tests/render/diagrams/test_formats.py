"""`glossary graph`: what it writes is read back by the programs that it is for."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pydot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model.glossary import Glossary, read_glossary
from glossary.render.diagrams import formats, merman, neighbourhood
from tests.support.cli import said
from tests.support.strategies import HOSTILE, Shape, shapes, write

TESTS = Path(__file__).parents[2]


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_mermaid_of_a_neighbourhood_in_a_language(bread, capsys):
    assert said(["graph", "gluten", "--language", "pl"], capsys) == (
        0,
        'graph LR\nn0["Fermentacja"]\nn1["Mąka"]\nn2["Gluten"]\nn0 -.-> n2\nn1 --> n0\nn1 --> n2\n',
        "",
    )


def test_dot_of_a_neighbourhood(bread, capsys):
    assert said(["graph", "gluten", "--format", "dot"], capsys) == (
        0,
        "digraph glossary {\n"
        "  rankdir=LR;\n"
        "  node [shape=box];\n"
        '  "fermentation" [label="Fermentation"];\n'
        '  "flour" [label="Flour"];\n'
        '  "gluten" [label="Gluten"];\n'
        '  "fermentation" -> "gluten" [class="related", style="dashed", '
        'tooltip="The net of gluten holds the gas that fermentation makes.", dir="none"];\n'
        '  "flour" -> "fermentation" [class="prerequisite", style="solid", '
        'tooltip="The sugar comes from the starch of the flour."];\n'
        '  "flour" -> "gluten" [class="prerequisite", style="solid", '
        'tooltip="Gluten is made of the proteins that the flour brings."];\n'
        "}\n",
        "",
    )


def test_json_is_what_networkx_reads(bread, capsys):
    code, out, _ = said(["graph", "gluten", "--format", "json"], capsys)
    assert code == 0
    data = json.loads(out)
    assert data["nodes"] == [
        {"name": "Fermentation", "topic": "dough", "level": 1, "id": "fermentation"},
        {"name": "Flour", "topic": "ingredients", "level": 0, "id": "flour"},
        {"name": "Gluten", "topic": "dough", "level": 1, "id": "gluten"},
    ]
    assert data["edges"][0] == {
        "source": "fermentation",
        "target": "gluten",
        "key": "related",
        "reason": "The net of gluten holds the gas that fermentation makes.",
    }
    assert len(data["edges"]) == 3


def glossary(folder: str, shape: Shape, texts: list[str]) -> Glossary:
    """A glossary of that shape, with hostile names and reasons."""
    from dataclasses import replace

    terms = shape.terms()
    for number, (slug, term) in enumerate(terms.items()):
        name = " ".join(f"{texts[number % len(texts)]} {number}".split())
        reason = texts[-1 - number % len(texts)]
        edges = {
            key: dict.fromkeys(getattr(term, key), reason)
            for key in ("prerequisites", "children", "related")
        }
        terms[slug] = replace(term, name=name, **edges)
    return read_glossary(write(Path(folder), terms))


def expected(g: Glossary) -> tuple[dict[str, str], set[tuple[str, str, str, str]]]:
    return (
        {slug: term.name for slug, term in g.terms.items()},
        {
            (e.target, slug, e.kind, " ".join(e.reason.split()))
            if e.kind == "prerequisite"
            else (slug, e.target, e.kind, " ".join(e.reason.split()))
            for slug, term in g.terms.items()
            for e in term.edges()
        },
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot")
@settings(deadline=None, max_examples=40)
@given(shapes(), st.lists(HOSTILE, min_size=1, max_size=4))
def test_any_graph_comes_back_from_json_graphml_and_dot(shape: Shape, texts: list[str]):
    with TemporaryDirectory() as folder:
        g = glossary(folder, shape, texts)
        graph = formats.extract(g, (), "en")
    names, edges = expected(g)

    from_json = nx.node_link_graph(json.loads(formats.as_json(graph)), edges="edges")
    assert dict(from_json.nodes(data="name")) == names
    assert set(from_json.edges(keys=True, data="reason")) == edges

    text = formats.as_graphml(graph)
    from_graphml = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert dict(from_graphml.nodes(data="name")) == names
    assert {
        (source, target, data["kind"], data["reason"])
        for source, target, data in from_graphml.edges(data=True)
    } == edges
    assert {level for _, level in from_graphml.nodes(data="level")} <= set(g.levels.values())

    (from_dot,) = pydot.graph_from_dot_data(formats.as_dot(graph))
    found = {
        (
            unquoted(edge.get_source()),
            unquoted(edge.get_destination()),
            unquoted(edge.get("class")),
            unquoted(edge.get("tooltip")),
        )
        for edge in from_dot.get_edges()
    }
    assert found == edges
    labels = {unquoted(n.get_name()): n.get("label") for n in from_dot.get_nodes()}
    assert {slug: unquoted(labels[slug]) for slug in names} == names


def unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")


@settings(deadline=None, max_examples=15)
@given(shapes(), st.lists(HOSTILE, min_size=1, max_size=4))
def test_any_graph_can_be_drawn_from_its_mermaid_text(shape: Shape, texts: list[str]):
    assert merman.available(), "merman draws on this platform in CI"
    with TemporaryDirectory() as folder:
        graph = formats.extract(glossary(folder, shape, texts), (), "en")
    assert neighbourhood.draw_any(formats.as_mermaid(graph))


def test_signs_that_mean_something_in_dot_are_text():
    graph = nx.MultiDiGraph()
    graph.add_node("x", name='\\N is "the name" \\', topic="", level=0)
    assert formats.as_dot(graph).split("\n")[3] == (r'  "x" [label="\\N is \"the name\" \\"];')


def test_a_neighbourhood_has_all_edges_among_its_terms(bread, capsys):
    code, out, _ = said(["graph", "flour", "gluten", "--format", "json"], capsys)
    assert code == 0
    graph = nx.node_link_graph(json.loads(out), edges="edges")
    around = {"flour", "gluten", "fermentation"}
    assert set(graph) == around
    assert ("flour", "fermentation", "prerequisite") in graph.edges(keys=True)


def test_what_cannot_be_shown_is_said_in_one_line(bread, capsys):
    for arguments, message in {
        ("glutn",): 'unknown term "glutn"; did you mean "gluten"?',
        ("gluten", "--language", "de"): 'unknown language "de"; there are en, pl',
    }.items():
        assert said(["graph", *arguments], capsys) == (2, "", f"glossary: {message}\n")
    with (bread / "terms/flour.yml").open("a") as file:
        file.write("prerequisites: {gluten: So.}\n")
    code, out, err = said(["graph"], capsys)
    assert (code, out) == (1, "")
    assert err.startswith("terms/flour.yml:44:17: the prerequisites form a ring: ")
