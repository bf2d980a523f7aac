"""The glossary of bread, read once, and the words of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.i18n import catalog
from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary, read_glossary
from glossary.sources.config import read_config

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"


@pytest.fixture(scope="session")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD))


@pytest.fixture(scope="session")
def words(bread: Glossary) -> dict[str, Locale]:
    return catalog.read_locales(bread.config)
