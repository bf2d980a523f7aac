"""The map page: its geometry file, its outline, and what stands there without scripting."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from benchmarks import synthetic
from glossary.i18n import catalog
from glossary.model import graph
from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pages import map as map_page
from glossary.render.diagrams import layered
from glossary.sources.config import read_config

REAL = Path(__file__).parents[2] / "mkdocs.yml"


@pytest.fixture(scope="module")
def real() -> Glossary:
    return read_glossary(read_config(REAL))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    return read_glossary(read_config(synthetic.write(tmp_path_factory.mktemp("many"), 1000)))


def test_the_geometry_file_says_what_the_graph_says(many: Glossary, real: Glossary) -> None:
    for glossary in (many, real):
        places = layered.layout(glossary)
        data = json.loads(map_page.data(glossary, places))
        slugs = data["terms"]
        flat = data["edges"]["prerequisite"]
        edges = {(slugs[a], slugs[b]) for a, b in zip(flat[::2], flat[1::2], strict=True)}
        assert nx.utils.edges_equal(edges, graph.learning(glossary.graph).edges)
        assert len(data["at"]) == 2 * len(slugs)
        related = sum(len(term.related) for term in glossary.terms.values())
        assert len(data["edges"]["related"]) == 2 * related
        for number, lane in data["lanes"].items():
            ends = slugs[flat[2 * int(number)]], slugs[flat[2 * int(number) + 1]]
            assert lane == [round(v) for point in places.lanes[ends] for v in point]


def test_the_outline_names_every_term_once_in_the_page_s_language(real: Glossary) -> None:
    words = catalog.read_locales(real.config)
    for language in ("en", "pl"):
        levels = map_page.levels(real, Urls(), words[language], layered.layout(real))
        slugs = [link.slug for level in levels for link, _, _ in level.entries]
        assert sorted(slugs) == sorted(real.terms)
        assert [level.number for level in levels] == sorted({*real.levels.values()})
        for level in levels:
            for link, name, _ in level.entries:
                assert name == real.term(link.slug, language).name
                assert real.level(link.slug) == level.number


def test_without_scripting_a_small_map_is_a_picture_and_a_large_one_a_list(
    real: Glossary, many: Glossary
) -> None:
    words = catalog.read_locales(real.config)["en"]
    small = map_page.atlas(real, Urls(), words, layered.layout(real)).markdown()
    assert small.count('class="g-map-box"') == len(real.terms)
    large = map_page.atlas(many, Urls(), words, layered.layout(many)).markdown()
    assert "<noscript>" not in large
    assert large.count("data-slug=") == 1000
