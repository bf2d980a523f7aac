"""Every target of a site can be built through the tracked glossary: no query goes unrecorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.i18n import catalog
from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pipeline.builder import build_site
from glossary.pipeline.dependencies import TrackedGlossary
from glossary.pipeline.incremental import IncrementalBuilder
from glossary.pipeline.targets import Context
from glossary.sources.config import read_config

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD / "mkdocs.yml"))


def test_an_untracked_query_is_an_error_and_no_stale_page(bread: Glossary) -> None:
    tracked = TrackedGlossary(bread)
    with pytest.raises(AttributeError, match="frontier is no tracked query"):
        tracked.frontier  # noqa: B018


def test_no_target_makes_an_untracked_query_and_tracking_changes_no_byte(bread: Glossary) -> None:
    context = Context(Urls(), catalog.read_locales(bread.config), {})
    assert IncrementalBuilder().build(bread, context) == build_site(bread, Urls())
