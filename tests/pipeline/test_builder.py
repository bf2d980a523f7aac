"""A build has every page and every file for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pipeline.builder import build_site
from glossary.sources.config import read_config

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"


SITE = Urls(name="Bread, explained")


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD))


def test_a_build_has_every_page_in_every_language_and_data_for_machines(bread: Glossary) -> None:
    built = build_site(bread, SITE)
    sources = [page.source for page in built.pages]
    assert len(sources) == len(set(sources)) == 2 * (2 * len(bread.terms) + 7 + 2)  # two topics
    data = json.loads(built.files["pl/terms/yeast.json"])
    assert data["name"] == bread.term("yeast", "pl").name
    assert {"graph.json", "assets/glossary/glossary.css"} <= built.files.keys()
    assert built.documents().keys() == {*sources, *built.files}
