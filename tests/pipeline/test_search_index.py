"""The search index: the same bytes for the same pages, by language, and no exception."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pages import search_records
from glossary.pipeline import search_index
from glossary.pipeline.builder import build_site
from glossary.sources.config import read_config

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD))


@pytest.fixture(scope="module")
def found(bread: Glossary) -> tuple[search_records.SearchRecord, ...]:
    return build_site(bread, Urls()).searched


def test_the_same_pages_give_the_same_bytes_and_are_indexed_once(
    found: tuple[search_records.SearchRecord, ...],
) -> None:
    first, second = search_index.index(found), search_index.index(found)
    assert not first.problem
    assert first == second
    assert search_index.index(found, first) is first


def test_only_the_language_of_which_a_page_changed_is_indexed_again(
    found: tuple[search_records.SearchRecord, ...],
) -> None:
    first = search_index.index(found)
    polish = next(page for page in found if page.language == "pl")
    second = search_index.index([page for page in found if page is not polish], first)
    assert second.parts["en"] is first.parts["en"]
    assert second.parts["pl"].digest != first.parts["pl"].digest
    counts = [
        json.loads(index.files()["pagefind-entry.json"])["languages"] for index in (first, second)
    ]
    assert counts[0]["en"] == counts[1]["en"]
    assert counts[0]["pl"]["page_count"] == counts[1]["pl"]["page_count"] + 1


def test_the_index_is_split_by_language_and_leaves_pagefinds_own_boxes_out(
    bread: Glossary, found: tuple[search_records.SearchRecord, ...], tmp_path: Path
) -> None:
    index = search_index.index(found)
    search_index.write(index, tmp_path)
    entry = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text("utf-8"))
    topics = len({term.topic for term in bread.terms.values()})
    counts = {key: value["page_count"] for key, value in entry["languages"].items()}
    assert counts == dict.fromkeys(("en", "pl"), len(bread.terms) + topics)
    assert not [path for path in index.files() if "ui" in path or "worker" in path]


def test_without_pagefind_the_site_is_built_without_search_and_says_so_in_a_line(
    tmp_path: Path,
) -> None:
    hide = "import sys; sys.modules['pagefind'] = None; sys.modules['pagefind.service'] = None;"
    program = f"{hide} from mkdocs.__main__ import cli; cli()"
    options = ["--strict", "--config-file", str(BREAD), "--site-dir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", program, "build", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(search_index.MISSING) == 1
    assert not (tmp_path / "pagefind").exists()
    assert "g-search" not in (tmp_path / "index.html").read_text("utf-8")


NO = base64.b64encode(b'{"message_id": 1, "payload": {"type": "Error", "message": "no"}}').decode()


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo broken >&2; exit 3", "broken"),
        ("head -c 1 >/dev/null", "it ended before it was done"),
        (f"head -c 1 >/dev/null; printf %s, {NO}", "no"),
    ],
)
def test_a_program_that_fails_is_a_line_and_not_an_exception(
    found: tuple[search_records.SearchRecord, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    why: str,
) -> None:
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    wanted = search_index.Index(problem=f"no search: Pagefind failed: {why}")
    assert search_index.index(found) == wanted
