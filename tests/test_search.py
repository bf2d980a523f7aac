from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from glossary import indexing, search
from glossary.build import build
from glossary.config import read as read_config
from glossary.site import Site
from glossary.spelling import fold, refolded, spellings
from glossary.whole import Glossary, read

BREAD = Path(__file__).parent / "fixtures" / "bread" / "mkdocs.yml"


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read(read_config(BREAD))


@pytest.fixture(scope="module")
def found(bread: Glossary) -> tuple[search.Found, ...]:
    return build(bread, Site()).searched


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Dostrajać", "dostrajac"), ("ŁÓDŹ", "lodz"), ("Ærø", "aero"), ("naïve Bayes", "naive bayes")],
)
def test_folding_leaves_no_mark(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_a_name_is_spelled_with_its_parts_apart_and_together() -> None:
    assert spellings("Fine-tuning") == ("fine-tuning", "fine tuning", "finetuning")
    assert spellings("uczący się") == ("uczący się", "uczacy sie", "uczacysie")
    assert spellings("LoRA") == ("lora",)
    assert spellings("C++") == ("c++", "c")


def test_only_words_with_letters_that_pagefind_does_not_fold_are_repeated_folded() -> None:
    assert refolded("Łódź płynie gęsto po rzece, a łódź tonie.") == "lodz plynie"
    assert (
        refolded("STRAßE, Weiß, Ærø, cœur, déjà, đak, ılık") == "strasse weiss aero coeur dak ilik"
    )


def test_every_term_and_topic_is_found_in_every_language(
    bread: Glossary, found: tuple[search.Found, ...]
) -> None:
    addresses = {page.address for page in found}
    for slug, term in bread.terms.items():
        wanted = {f"terms/{slug}/", f"pl/terms/{slug}/"}
        wanted |= {f"topics/{term.topic}/", f"pl/topics/{term.topic}/"}
        assert wanted <= addresses
    assert len(addresses) == len(found)


def test_names_weigh_more_than_aliases_these_more_than_the_definition_and_it_more_than_the_text(
    found: tuple[search.Found, ...],
) -> None:
    page = next(page for page in found if page.address == "pl/terms/yeast/")
    html = page.html()
    order = [html.index(f'weight="{weight}"') for weight in (10, 4, 8, 1)]
    assert order == sorted(order)
    assert '<html lang="pl">' in html
    assert page.facts["topic"] == "Składniki"


def test_markup_in_a_name_is_text_to_the_index() -> None:
    page = search.Found("terms/x/", "en", "<b>&", (), 'say "so"', "", {})
    assert "<b>" not in page.html().partition("<h1")[2]
    assert 'data-v="say &quot;so&quot;"' in page.html()


def test_code_of_a_page_by_hand_is_not_searched() -> None:
    html = "<h1>About</h1><p>Who &amp; why</p><pre><code>import secret</code></pre>"
    page = search.by_hand("about/", "en", "About", html)
    assert page.text == "About Who & why"


def test_the_same_pages_give_the_same_bytes_and_are_indexed_once(
    found: tuple[search.Found, ...],
) -> None:
    first, second = indexing.index(found), indexing.index(found)
    assert not first.problem
    assert first == second
    assert indexing.index(found, first) is first


def test_only_the_language_of_which_a_page_changed_is_indexed_again(
    found: tuple[search.Found, ...],
) -> None:
    first = indexing.index(found)
    polish = next(page for page in found if page.language == "pl")
    second = indexing.index([page for page in found if page is not polish], first)
    assert second.parts["en"] is first.parts["en"]
    assert second.parts["pl"].digest != first.parts["pl"].digest
    counts = [
        json.loads(index.files()["pagefind-entry.json"])["languages"] for index in (first, second)
    ]
    assert counts[0]["en"] == counts[1]["en"]
    assert counts[0]["pl"]["page_count"] == counts[1]["pl"]["page_count"] + 1


def test_the_index_is_split_by_language_and_leaves_pagefinds_own_boxes_out(
    bread: Glossary, found: tuple[search.Found, ...], tmp_path: Path
) -> None:
    index = indexing.index(found)
    indexing.write(index, tmp_path)
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
    assert done.stderr.count(indexing.MISSING) == 1
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
    found: tuple[search.Found, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    why: str,
) -> None:
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    wanted = indexing.Index(problem=f"no search: Pagefind failed: {why}")
    assert indexing.index(found) == wanted
