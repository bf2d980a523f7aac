"""The graph by example; `test_property` holds it against brute force."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary import load
from glossary.model import graph
from glossary.model.graph import Neighbour
from glossary.model.term import Term

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


@pytest.fixture(scope="module")
def bread():
    return load(BREAD / "terms")


def test_edges_keep_their_reasons_and_related_holds_in_both_directions(bread):
    edges = bread.graph.edges(keys=True, data=True)
    assert sorted((u, v, key, data["declared"]) for u, v, key, data in edges) == [
        ("fermentation", "gluten", "related", True),
        ("fermentation", "sourdough", "child", True),
        ("fermentation", "sourdough", "prerequisite", True),
        ("flour", "fermentation", "prerequisite", True),
        ("flour", "gluten", "prerequisite", True),
        ("gluten", "fermentation", "related", False),
        ("yeast", "fermentation", "prerequisite", True),
    ]
    assert all(data["reason"] for _, _, _, data in edges)


def test_levels_count_the_longest_chain(bread):
    assert dict(bread.levels) == {
        "flour": 0,
        "yeast": 0,
        "gluten": 1,
        "fermentation": 1,
        "sourdough": 2,
    }


def test_learning_order_is_alphabetical_where_it_is_free(bread):
    assert bread.order == ("flour", "gluten", "yeast", "fermentation", "sourdough")
    assert bread.previous("flour") is None
    assert bread.previous("yeast") == "gluten"
    assert bread.next("yeast") == "fermentation"
    assert bread.next("sourdough") is None


def test_a_path_leaves_out_what_is_known_and_says_what_each_step_is_for(bread):
    path = bread.path("sourdough", known=["flour"], language="pl")
    assert [(step.slug, step.reasons) for step in path] == [
        ("yeast", (("fermentation", "To drożdże wykonują pracę."),)),
        ("fermentation", (("sourdough", "Zakwas to jeden ze sposobów fermentacji."),)),
        ("sourdough", ()),
    ]


def test_a_path_is_alphabetical_where_it_is_free():
    terms = {
        "a": Term("a"),
        "b": Term("b", prerequisites={"a": "so"}),
        "c": Term("c"),
        "d": Term("d", prerequisites={"b": "so", "c": "so"}),
    }
    steps = graph.path(graph.build_graph(terms), "d")
    assert [step.slug for step in steps] == ["a", "b", "c", "d"]  # not by level: a, c, b, d


def test_the_frontier_is_what_can_be_learned_next(bread):
    assert bread.frontier(()) == ("flour", "yeast")
    assert bread.frontier(("flour", "gluten")) == ("yeast",)


def test_neighbours_name_every_edge_in_both_directions(bread):
    assert bread.neighbours("fermentation", "pl") == (
        Neighbour("prerequisite", "flour", "Cukier pochodzi ze skrobi mąki."),
        Neighbour("prerequisite", "yeast", "To drożdże wykonują pracę."),
        Neighbour(
            "child", "sourdough", "Zakwas to fermentacja za sprawą dzikich drożdży i bakterii."
        ),
        Neighbour("related", "gluten", "Siatka glutenu trzyma gaz, który powstaje w fermentacji."),
        Neighbour("unlocks", "sourdough", "Zakwas to jeden ze sposobów fermentacji."),
    )
    assert [(n.kind, n.slug) for n in bread.neighbours("sourdough")] == [
        ("prerequisite", "fermentation"),
        ("parent", "fermentation"),
    ]


def test_a_term_that_is_prerequisite_and_parent_is_drawn_once_as_prerequisite(bread):
    hood = bread.neighbourhood("sourdough")
    assert [(n.kind, n.slug) for n in hood.shown] == [("prerequisite", "fermentation")]
    assert hood.left_out == 0


def test_a_crowded_neighbourhood_keeps_some_of_each_kind_and_the_nearest_in_level():
    others = [f"t{n:02}" for n in range(20)]
    terms = {slug: Term(slug, prerequisites={"root": "so"}) for slug in others} | {
        "root": Term("root"),
        "z-near": Term("z-near", prerequisites={"t00": "so"}),
        "x": Term(
            "x",
            prerequisites=dict.fromkeys([*others[:15], "z-near"], "so"),
            children={"t18": "so"},
            related={"t19": "so"},
        ),
    }
    whole = graph.build_graph(terms)
    hood = graph.neighbourhood(whole, "x", graph.levels(whole))
    assert [(n.kind, n.slug) for n in hood.shown] == [
        *(("prerequisite", f"t{n:02}") for n in range(8)),
        ("prerequisite", "z-near"),
        ("child", "t18"),
        ("related", "t19"),
    ]
    assert hood.left_out == 7


def test_one_ring_is_named_for_every_knot():
    circle = {"a": "b", "b": "c", "c": "a", "d": "e", "e": "d"}
    terms = {slug: Term(slug, children={to: "so"}) for slug, to in circle.items()}
    whole = graph.build_graph(terms)
    assert [*graph.rings(whole, "child")] == [("a", "b", "c", "a"), ("d", "e", "d")]
    assert [*graph.rings(whole, "prerequisite")] == []


def test_edges_to_nowhere_and_to_oneself_are_not_in_the_graph():
    whole = graph.build_graph({"a": Term("a", children={"a": "so", "b": "so"})})
    assert [*whole.edges] == []
