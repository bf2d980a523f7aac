"""Pages that a phone loads quickly: measured on the built site, compressed, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import transfer_size
from tests.support import sites

pytestmark = pytest.mark.site

FIRST, NEXT = 120_000, 25_000  # bytes of a first visit, and of another term after it


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weighed")
    sites.build(root / "mkdocs.yml", folder)
    return folder


@pytest.mark.parametrize("prefix", ["", "pl/"])
def test_a_term_page_is_light_at_first_and_lighter_after(site: Path, prefix: str) -> None:
    pages = [f"{prefix}terms/{p.parent.name}/" for p in (site / "terms").glob("*/index.html")]
    assert pages
    found = {page: transfer_size.visits(site, page) for page in pages}
    assert {page: sizes for page, sizes in found.items() if sizes[0] > FIRST} == {}
    assert {page: sizes for page, sizes in found.items() if sizes[1] > NEXT} == {}


def test_what_is_weighed_is_what_a_browser_loads(site: Path) -> None:
    files = transfer_size.loaded(site, "pl/terms/lora/")
    names = {file.rsplit("/", 1)[-1] for file in files}
    assert {"index.html", "glossary.css", "main.js", "theme.js", "store.js", "quiz.js"} <= names
    assert {"figtree-latin.woff2", "figtree-polish.woff2", "hovercard.js"} <= names
    assert [file for file in sorted(files) if not (site / file).is_file()] == []
