from __future__ import annotations

import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import synthetic
from glossary.model import graph
from glossary.model.glossary import Glossary, read_glossary
from glossary.render.diagrams import layered
from glossary.render.diagrams.layered import BOX, Layout
from glossary.sources.config import read_config

REAL = Path(__file__).parents[3] / "mkdocs.yml"


@pytest.fixture(scope="module")
def real() -> Glossary:
    return read_glossary(read_config(REAL))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    return read_glossary(read_config(synthetic.write(tmp_path_factory.mktemp("many"), 1000)))


@pytest.fixture(scope="module", params=["real", "many", "real without lanes"])
def placed(
    request: pytest.FixtureRequest, real: Glossary, many: Glossary
) -> tuple[Glossary, Layout]:
    found = many if request.param == "many" else real
    return found, layered.layout(found, routed=0 if "without" in request.param else layered.ROUTED)


def test_every_term_has_a_place_inside_the_map(placed: tuple[Glossary, Layout]) -> None:
    glossary, found = placed
    assert set(found.places) == set(glossary.terms)
    for x, y in found.places.values():
        assert BOX[0] / 2 <= x <= found.width - BOX[0] / 2
        assert BOX[1] / 2 <= y <= found.height - BOX[1] / 2


def test_a_term_stands_in_the_band_of_its_level_below_everything_it_needs(
    placed: tuple[Glossary, Layout],
) -> None:
    glossary, found = placed
    for slug, (_, y) in found.places.items():
        top, bottom = found.bands[glossary.level(slug)]
        assert top <= y - BOX[1] / 2
        assert y + BOX[1] / 2 <= bottom
    for before, after in graph.learning(glossary.graph).edges:
        assert found.places[before][1] + BOX[1] < found.places[after][1]
    assert all(above[1] < below[0] for above, below in pairwise(found.bands))


def test_no_two_boxes_touch(placed: tuple[Glossary, Layout]) -> None:
    _, found = placed
    places = sorted(found.places.items(), key=lambda item: (item[1][1], item[1][0]))
    for (one, (ax, ay)), (other, (bx, by)) in pairwise(places):
        assert ay != by or bx - ax >= BOX[0], (one, other)
    rows = sorted({y for _, y in found.places.values()})
    assert all(below - above >= BOX[1] for above, below in pairwise(rows))


def test_a_lane_never_runs_through_a_box(real: Glossary) -> None:
    found = layered.layout(real)
    assert found.lanes, "the real map has edges over several levels"
    for ends, lane in found.lanes.items():
        for x, y in lane:
            near = [
                s for s, (bx, by) in found.places.items() if by == y and abs(bx - x) < BOX[0] / 2
            ]
            assert near == [], ends


def test_the_same_terms_give_the_same_places(real: Glossary, many: Glossary) -> None:
    for glossary in (real, many):
        again = Glossary(glossary.config, glossary.loaded, glossary.results)
        assert layered.layout(again) == layered.layout(glossary)


@given(st.randoms(use_true_random=False), st.integers(2, 8), st.integers(2, 8))
def test_crossings_are_those_that_brute_force_counts(
    chance: random.Random, above: int, below: int
) -> None:
    rows = [[f"a{n}" for n in range(above)], [f"b{n}" for n in range(below)]]
    pairs = [(a, b) for a in range(above) for b in range(below) if chance.random() < 0.4]
    brute = sum((a < c) and (b > d) for a, b in pairs for c, d in pairs)
    assert layered.crossings(rows, [(f"a{a}", f"b{b}") for a, b in pairs]) == brute


def test_sweeping_takes_out_most_crossings() -> None:
    chance = random.Random(3)
    names = [[f"{row}.{n}" for n in range(12)] for row in range(4)]
    steps = [(a, b) for one, two in pairwise(names) for a, b in zip(one, two, strict=True)]
    mixed = [sorted(row, key=lambda _: chance.random()) for row in names]
    before = layered.crossings(mixed, steps)
    best = layered._fewest_crossings(mixed, steps)
    assert before > 80
    assert layered.crossings(best, steps) <= before / 8


@given(
    st.lists(
        st.tuples(st.floats(-50, 50), st.sampled_from([1.0, 4.0]), st.floats(1, 9)), min_size=1
    )
)
def test_places_keep_their_order_and_their_distance(
    nodes: list[tuple[float, float, float]],
) -> None:
    wanted, weight, half = zip(*nodes, strict=True)
    found = layered._apart(wanted, weight, half)
    for (a, left), (b, right) in pairwise(zip(found, half, strict=True)):
        assert b - a >= left + right - 1e-6


def test_places_that_have_room_are_as_wanted() -> None:
    assert layered._apart([0, 30, 60], [1, 1, 1], [5, 5, 5]) == [0, 30, 60]
    assert layered._apart([0, 0], [1, 1], [5, 5]) == [-5, 5]


def test_a_thousand_terms_are_placed_within_two_seconds(many: Glossary) -> None:
    assert len(many.terms) == 1000
    assert len(many.levels) == 1000  # worked out before, for every page
    start = time.process_time()
    layered.layout(many)
    assert time.process_time() - start < 2
