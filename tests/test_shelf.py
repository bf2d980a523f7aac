from __future__ import annotations

from pathlib import Path

import pytest

from glossary import build
from glossary.config import read as read_config
from glossary.shelf import ShelvedFiles, shelve
from glossary.site import Site
from glossary.whole import read

BREAD = Path(__file__).parent / "fixtures" / "bread" / "mkdocs.yml"


def test_what_is_shelved_reads_as_it_was_in_any_order():
    pieces = ("zażółć", "", "🧒 <p>a</p>\n", "x" * 100_000)
    first, second = shelve(pieces), shelve(pieces[::-1])
    assert (tuple(second), tuple(first)) == (pieces[::-1], pieces)
    assert (first[-1], tuple(first[1:3]), len(first)) == (pieces[-1], pieces[1:3], 4)
    with pytest.raises(IndexError):
        first[4]


def test_the_pages_of_a_large_glossary_wait_on_disk_and_are_the_same(monkeypatch):
    site, glossary = Site("Bread"), read(read_config(BREAD))
    small = build.build(glossary, site)
    monkeypatch.setattr(build, "LARGE", 1)
    large = build.build(glossary, site)
    assert [page.markdown() for page in large.pages] == [page.markdown() for page in small.pages]
    assert not any(isinstance(page.parts, tuple) for page in large.pages)
    assert isinstance(large.files, ShelvedFiles)
    assert large.files == small.files


def test_files_on_the_shelf_can_be_written_again_and_taken_away():
    files = ShelvedFiles()
    files["a"], files["b"] = b"first", b""
    files["a"] = b"second"
    assert dict(files) == {"a": b"second", "b": b""}
    del files["a"]
    with pytest.raises(KeyError):
        files["a"]
    assert [*files] == ["b"]
