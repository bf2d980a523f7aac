"""What holds for any valid glossary, on random ones, against brute force."""

from __future__ import annotations

import json
from itertools import combinations, pairwise, permutations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.checks.runner import check
from glossary.model import graph
from glossary.model.glossary import read_glossary
from glossary.model.loader import load_terms
from glossary.model.term import Term
from glossary.model.translation import fingerprint
from tests.support.strategies import HOSTILE, Shape, shapes, write


@settings(deadline=None, max_examples=60)
@given(shapes())
def test_a_valid_glossary_loads_without_problems_as_it_was_written(shape: Shape):
    with TemporaryDirectory() as folder:
        glossary = read_glossary(write(Path(folder), shape.terms()))
        assert check(glossary) == ()
        assert dict(glossary.terms) == shape.terms()


@settings(deadline=None, max_examples=60)
@given(st.lists(HOSTILE, min_size=6, max_size=6))
def test_hostile_text_comes_back_as_it_was_written(texts: list[str]):
    name, topic, definition, explanation, eli5, expert = texts
    term = Term(
        slug="x",
        name=" ".join(name.split()) or "x",
        topic=" ".join(topic.split()) or "x",
        definition=definition,
        explanation=explanation,
        eli5=eli5,
        expert=expert,
    )
    with TemporaryDirectory() as folder:
        loaded = load_terms(write(Path(folder), {"x": term}))
        texts_of = ("name", "topic", "definition", "explanation", "eli5", "expert")
        assert loaded.problems == ()
        got = loaded.terms["x"]
        assert [getattr(got, key) for key in texts_of] == [getattr(term, key) for key in texts_of]


@settings(deadline=None, max_examples=100)
@given(shapes(), st.data())
def test_a_path_is_what_brute_force_finds(shape: Shape, data: st.DataObject):
    whole = graph.build_graph(shape.terms())
    target = data.draw(st.sampled_from(shape.slugs))
    known = data.draw(st.frozensets(st.sampled_from(shape.slugs)))
    needed, todo = set(), [target]
    while todo:  # brute force: follow prerequisites back until nothing is new
        slug = todo.pop()
        if slug not in needed:
            needed.add(slug)
            todo += [before for before, after in shape.prerequisites if after == slug]
    got = [step.slug for step in graph.path(whole, target, known)]
    assert set(got) == needed - known
    for before, after in combinations(got, 2):
        assert (after, before) not in shape.prerequisites
    if len(got) <= 6:  # the least of all orders that respect the prerequisites, found by trying all
        valid = (
            order
            for order in permutations(sorted(got))
            if not any((b, a) in shape.prerequisites for a, b in combinations(order, 2))
        )
        assert tuple(got) == next(valid)


@settings(deadline=None, max_examples=100)
@given(shapes())
def test_order_and_levels_respect_prerequisites(shape: Shape):
    whole = graph.build_graph(shape.terms())
    rank = {slug: n for n, slug in enumerate(graph.order(whole))}
    level = graph.levels(whole)
    assert sorted(rank) == sorted(shape.slugs)
    for before, after in shape.prerequisites:
        assert rank[before] < rank[after]
        assert level[before] < level[after]
    for slug in shape.slugs:
        below = [level[a] for a, b in shape.prerequisites if b == slug]
        assert level[slug] == max(below, default=-1) + 1


@settings(deadline=None, max_examples=100)
@given(shapes(), st.data())
def test_the_frontier_is_what_can_be_learned_next(shape: Shape, data: st.DataObject):
    whole = graph.build_graph(shape.terms())
    known = data.draw(st.frozensets(st.sampled_from(shape.slugs)))
    expected = {
        slug
        for slug in shape.slugs
        if slug not in known and all(a in known for a, b in shape.prerequisites if b == slug)
    }
    assert set(graph.frontier(whole, known)) == expected


@settings(deadline=None, max_examples=100)
@given(shapes(), st.integers(1, 6))
def test_a_neighbourhood_shows_each_neighbour_once_up_to_the_limit(shape: Shape, limit: int):
    whole = graph.build_graph(shape.terms())
    level = graph.levels(whole)
    for slug in shape.slugs:
        all_of_them = {n.slug for n in graph.neighbours(whole, slug) if n.kind != "unlocks"}
        hood = graph.neighbourhood(whole, slug, level, limit)
        slugs = [n.slug for n in hood.shown]
        assert len(slugs) == len(set(slugs)) == min(len(all_of_them), limit - 1)
        assert hood.left_out == len(all_of_them) - len(slugs)
        assert set(slugs) <= all_of_them - {slug}


@settings(deadline=None, max_examples=100)
@given(shapes(), st.data())
def test_an_edge_back_is_named_as_a_ring(shape: Shape, data: st.DataObject):
    """Any edge from a term to one of its ancestors closes a ring, and the ring named is one."""
    whole = graph.build_graph(shape.terms())
    assert [*graph.rings(whole, "prerequisite")] == []
    if shape.prerequisites:
        before, after = data.draw(st.sampled_from(sorted(shape.prerequisites)))
        whole.add_edge(after, before, key="prerequisite", reason="")
        (ring,) = graph.rings(whole, "prerequisite")
        assert ring[0] == ring[-1]
        assert len(set(ring)) == len(ring) - 1
        for one, other in pairwise(ring):
            assert whole.has_edge(one, other, key="prerequisite")


@given(HOSTILE)
def test_the_fingerprint_ignores_line_breaks_and_nothing_else(text: str):
    term = Term(slug="x", explanation=text)
    rewrapped = Term(slug="x", explanation="\n ".join(text.split()))
    assert fingerprint(term) == fingerprint(rewrapped)
    assert fingerprint(term) != fingerprint(Term(slug="x", explanation=text + " more"))
    assert json.dumps(fingerprint(term)).strip('"').isalnum()
