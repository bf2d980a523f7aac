"""`glossary status`: the table of what is missing, stale or unreached."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.cli import said

TESTS = Path(__file__).parents[1]


@pytest.fixture
def sea(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A glossary with demos and a translation, complete."""
    shutil.copytree(TESTS / "golden/base", tmp_path, dirs_exist_ok=True)
    shutil.copytree(TESTS / "golden/translated", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoil(root: Path) -> None:
    """One of everything that the table lists."""
    (root / "terms/pl/wave.yml").unlink()
    moon, wave = root / "terms/moon.yml", root / "terms/wave.yml"
    moon.write_text(moon.read_text().replace("a quarter", "one quarter") + "demo: phases\n")
    wave.write_text(wave.read_text().replace("related:\n  tide", "aliases: []\nnope:\n  tide"))
    tide = root / "demos/tide.py"
    tide.write_text(tide.read_text() + "# changed\n")


def test_a_complete_glossary_has_a_table_of_noughts(sea, capsys):
    assert said(["status"], capsys) == (
        0,
        "3 terms in en, pl\n"
        "not finished               0\n"
        "pl: missing                0\n"
        "pl: stale                  0\n"
        "terms without a demo       2  moon, wave\n"
        "                              a demo proves what a term claims\n"
        "demos without a result     0\n"
        "stale results              0\n"
        "nothing leads there        0\n",
        "",
    )


def test_everything_that_is_to_be_done_is_named_with_the_command_that_helps(sea, capsys):
    spoil(sea)
    assert said(["status"], capsys) == (
        0,
        "3 terms in en, pl\n"
        "not finished               1  terms/wave.yml\n"
        "                              glossary check\n"
        "pl: missing                1  wave\n"
        "                              glossary translate pl wave\n"
        "pl: stale                  1  moon\n"
        "                              glossary translate pl moon\n"
        "terms without a demo       1  wave\n"
        "                              a demo proves what a term claims\n"
        "demos without a result     1  phases\n"
        "                              python -m demos phases --record\n"
        "stale results              1  tide\n"
        "                              python -m demos tide --record\n"
        "nothing leads there        1  wave\n"
        "                              a prerequisite, a parent or a relation does\n",
        "",
    )


def test_programs_read_the_same_as_json(sea, capsys):
    spoil(sea)
    code, out, err = said(["status", "--format", "json"], capsys)
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "terms": 3,
        "unreadable": ["terms/wave.yml"],
        "missing": {"pl": ["wave"]},
        "stale": {"pl": ["moon"]},
        "without_demo": ["wave"],
        "without_result": ["phases"],
        "stale_results": ["tide"],
        "unreached": ["wave"],
    }


def test_a_glossary_without_demos_and_translations_has_a_short_table(tmp_path, capsys, monkeypatch):
    (tmp_path / "terms").mkdir()
    (tmp_path / "mkdocs.yml").write_text("plugins: [glossary]\n")
    monkeypatch.chdir(tmp_path)
    assert said(["status"], capsys) == (
        0,
        "0 terms in en\nnot finished            0\nnothing leads there     0\n",
        "",
    )
