from __future__ import annotations

from pathlib import Path

import pytest

from glossary.model.glossary import read_glossary
from glossary.model.urls import Urls
from glossary.pipeline import builder
from glossary.sources.config import read_config
from glossary.utils.spool import SpooledFiles, spool

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"


def test_what_is_shelved_reads_as_it_was_in_any_order():
    pieces = ("zażółć", "", "🧒 <p>a</p>\n", "x" * 100_000)
    first, second = spool(pieces), spool(pieces[::-1])
    assert (tuple(second), tuple(first)) == (pieces[::-1], pieces)
    assert (first[-1], tuple(first[1:3]), len(first)) == (pieces[-1], pieces[1:3], 4)
    with pytest.raises(IndexError):
        first[4]


def test_the_pages_of_a_large_glossary_wait_on_disk_and_are_the_same(monkeypatch):
    site, glossary = Urls("Bread"), read_glossary(read_config(BREAD))
    small = builder.build_site(glossary, site)
    monkeypatch.setattr(builder, "SPOOL_FROM", 1)
    large = builder.build_site(glossary, site)
    assert [page.markdown() for page in large.pages] == [page.markdown() for page in small.pages]
    assert not any(isinstance(page.parts, tuple) for page in large.pages)
    assert isinstance(large.files, SpooledFiles)
    assert large.files == small.files


def test_files_on_the_shelf_can_be_written_again_and_taken_away():
    files = SpooledFiles()
    files["a"], files["b"] = b"first", b""
    files["a"] = b"second"
    assert dict(files) == {"a": b"second", "b": b""}
    del files["a"]
    with pytest.raises(KeyError):
        files["a"]
    assert [*files] == ["b"]
