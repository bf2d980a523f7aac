"""Addresses are relative to the page that links."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.sources.config import read_config

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"


SITE = Urls(name="Bread, explained")


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD))


@pytest.mark.parametrize(
    ("start", "target", "expected"),
    [
        ("terms/lora/", "terms/rlhf/", "../rlhf/"),
        ("terms/lora/", "terms/lora/", "./"),
        ("terms/lora/", "", "../../"),
        ("", "pl/terms/lora/", "pl/terms/lora/"),
        ("pl/terms/lora/", "terms/lora.json", "../../../terms/lora.json"),
        ("terms/lora.html", "terms/rlhf.html", "rlhf.html"),
        ("index.html", "a-z.html", "a-z.html"),
    ],
)
def test_links_are_relative_to_the_page(start: str, target: str, expected: str) -> None:
    assert SITE.href(start, target) == expected
