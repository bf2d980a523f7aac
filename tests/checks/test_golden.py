"""Whole messages: every case is a folder of tests/golden, laid over its `base`.

A case holds the files in which it differs, `REMOVE` lists those that it lacks, `TRANSLATED` means
that the folder `translated` is laid between the two, and `problems.txt` is what
`glossary check --advice` prints. `pytest --update` rewrites it; read the difference then.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.cli import main

GOLDEN = Path(__file__).parents[1] / "golden"
BASES = {"base", "translated"}
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.name not in BASES)
NOTES = ("REMOVE", "TRANSLATED", "problems.txt")


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Lays a case over the base in a fresh folder and goes there."""

    def laid(case: str) -> Path:
        shutil.copytree(GOLDEN / "base", tmp_path, dirs_exist_ok=True)
        if (GOLDEN / case / "TRANSLATED").exists():
            shutil.copytree(GOLDEN / "translated", tmp_path, dirs_exist_ok=True)
        removed = GOLDEN / case / "REMOVE"
        for name in removed.read_text().split() if removed.exists() else ():
            (tmp_path / name).unlink()
        ignored = shutil.ignore_patterns(*NOTES)
        shutil.copytree(GOLDEN / case, tmp_path, dirs_exist_ok=True, ignore=ignored)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return laid


@pytest.mark.parametrize("case", CASES)
def test_the_problems_of_a_case_are_named_with_place_and_remedy(case, lay, capsys, update):
    lay(case)
    code = main.main(["check", "--advice"])
    out, err = capsys.readouterr()
    said = out + err
    golden = GOLDEN / case / "problems.txt"
    if update:
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    assert code == (0 if said.endswith("no problems\n") else 1)


def test_every_problem_has_a_place_that_exists(lay, capsys):
    """Line and column lie inside the file, so that an editor can jump there."""
    for case in CASES:
        root = lay(case)
        try:
            code = main.main(["check", "--advice", "--format", "json"])
            out = capsys.readouterr().out
            for problem in json.loads(out or "[]"):
                path = root / problem["file"]
                lines = path.read_bytes().split(b"\n") if path.is_file() else []
                assert 1 <= problem["line"] <= max(len(lines), 1), (case, problem)
                line = lines[problem["line"] - 1].decode("utf-8", "replace") if lines else ""
                assert 1 <= problem["column"] <= len(line) + 1, (case, problem)
            assert code in (0, 1)
        finally:
            shutil.rmtree(root)
            root.mkdir()


def test_the_order_of_problems_does_not_depend_on_the_hash_seed(lay):
    lay("everything-at-once")
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "glossary", "check", "--advice"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert outputs != {b""}


def test_every_rule_is_seen_failing_in_a_golden_case(lay):
    """A rule that no case breaks is a rule that may as well not be there."""
    from glossary.checks.runner import ADVICE, RULES
    from glossary.errors import Problems
    from glossary.model.glossary import read_glossary
    from glossary.sources import config

    unseen = {*RULES, *ADVICE}
    for case in CASES:
        root = lay(case)
        try:
            glossary = read_glossary(config.read_config("mkdocs.yml"))
            acyclic = "ring" not in case
            unseen -= {rule for rule in unseen if (acyclic or rule in RULES) and [*rule(glossary)]}
        except Problems:
            pass  # a case of the configuration
        finally:
            shutil.rmtree(root)
            root.mkdir()
    assert unseen == set()
