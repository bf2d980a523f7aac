"""What a reader can try: its files are copied from where they are, and its words are the demo's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from glossary.errors import Problems
from glossary.model import widgets
from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pipeline import builder
from glossary.sources.config import read_config
from glossary.utils.sync import sync

GOLDEN = Path(__file__).parents[1] / "golden"
SITE = Urls("Tides")
HASH = "e6a34d83c1e10c935c3bc4140a1bafeb0cfbd9619672d0682f191af7d43914a9"  # of sea.txt


@pytest.fixture
def tide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a glossary in which one term has a widget."""
    for case in ("base", "widget-with-words-of-its-demo"):
        shutil.copytree(GOLDEN / case, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def glossary(folder: Path) -> Glossary:
    return read_glossary(read_config(folder / "mkdocs.yml"))


def test_what_a_widget_loads_is_a_path_and_is_copied_as_it_is(tide: Path) -> None:
    files = builder.build_site(glossary(tide), SITE).files
    assert {path: content for path, content in files.items() if isinstance(content, Path)} == {
        "assets/kept/sea.txt": tide / "kept/sea.txt",
        "assets/kept/tide.json": tide / "kept/tide.json",
        "assets/lab/widgets/bulge.js": tide / "lab/widgets/bulge.js",
        "assets/lab/words/en.json": tide / "lab/words/en.json",
        "assets/lab/words/en/tide.json": tide / "lab/words/en/tide.json",
    }
    out = tide / "out"
    first = sync(out, files)
    assert (out / "assets/kept/sea.txt").read_bytes() == (tide / "kept/sea.txt").read_bytes()
    assert (first.written, sync(out, files).written) == (len(files), 0)
    (tide / "kept/sea.txt").write_text("salt\n")
    assert sync(out, files).written == 1
    assert (out / "assets/kept/sea.txt").read_text() == "salt\n"


def test_in_a_large_glossary_they_stay_where_they_are(
    tide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = builder.build_site(glossary(tide), SITE)
    monkeypatch.setattr(builder, "SPOOL_FROM", 1)
    large = builder.build_site(glossary(tide), SITE)
    assert large.files == small.files
    assert large.files["assets/kept/sea.txt"] == tide / "kept/sea.txt"


def page(folder: Path) -> str:
    (found,) = [
        p for p in builder.build_site(glossary(folder), SITE).pages if p.key == "terms/tide"
    ]
    return "".join(found.parts)


def test_the_page_says_the_demo_s_own_words_and_where_they_are(tide: Path) -> None:
    assert '<p class="g-try__lead">Pull the sea with a Moon of your own.</p>' in page(tide)
    assert 'data-labels="../../assets/lab/words/en/tide.json"' in page(tide)
    (tide / "lab/words/en/tide.json").unlink()
    (tide / "lab/words/en.json").write_text('{"lead": {"bulge": "Pull the sea."}}')
    assert '<p class="g-try__lead">Pull the sea.</p>' in page(tide)
    assert "data-labels" not in page(tide)


@pytest.mark.parametrize("name", ["../mkdocs.yml", "..", "sub/sea.txt", "..\\sea.txt", ""])
def test_a_list_cannot_make_the_site_publish_a_file_from_elsewhere(tide: Path, name: str) -> None:
    entry = {"bytes": 4, "sha256": HASH}
    (tide / "kept/tide.json").write_text(json.dumps({"files": {name: entry}, "inputs": {}}))
    with pytest.raises(Problems) as refused:
        widgets.site_files(glossary(tide))
    assert str(refused.value) == (
        f"kept/tide.json:1:1: the list may name files beside it only, not: {name}\n"
        "  hint: run: make tide"
    )
