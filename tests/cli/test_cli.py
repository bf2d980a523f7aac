"""The command line, as somebody types it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary import Place, Problem
from glossary.cli import main
from glossary.cli.check import as_annotation
from glossary.model.fields import TERM, TRANSLATION, json_schema
from tests.support.cli import said

TESTS = Path(__file__).parents[1]
COMMANDS = tuple(command.name for command in main.COMMANDS)


NEED_A_GLOSSARY = (
    *(["check"], ["path", "x"], ["run", "x"], ["translate", "pl"], ["status"], ["graph"]),
    *(["new", "x"], ["rename", "x", "y"]),
)


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def tide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A glossary with a demo, whose command prints what it is given."""
    shutil.copytree(TESTS / "golden/base", tmp_path, dirs_exist_ok=True)
    config = tmp_path / "mkdocs.yml"
    config.write_text(config.read_text().replace("run: python,", "run: python show.py,"))
    show = "import os, sys; print(sys.argv[1:], os.getcwd(), flush=True); sys.exit(7)"
    (tmp_path / "show.py").write_text(show)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as left:
        main.main([command, "--help"])
    out = capsys.readouterr().out
    assert left.value.code == 0
    assert f"example: glossary {command}" in " ".join(out.split())


def test_the_commands_are_all_there_are():
    listed = re.findall(r"^    (\w+)\b", main.parser().format_help(), re.MULTILINE)
    assert tuple(listed) == COMMANDS


def test_help_answers_without_loading_anything():
    heavy = (
        "argcomplete",
        "babel",
        "yaml",
        "networkx",
        "jinja2",
        "mkdocs",
        "markdown",
        "torch",
        "hypothesis",
    )
    script = (
        "import sys; from glossary.cli import main as cli\n"
        "try: cli.main(['--help'])\n"
        f"except SystemExit: sys.exit(str([m for m in {heavy} if m in sys.modules]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.stderr == "[]\n"


def test_checking_needs_neither_mkdocs_nor_a_training_library(bread):
    script = (
        "import sys; from glossary.cli import main as cli; cli.main(['check'])\n"
        "sys.exit(str([m for m in ('jinja2', 'mkdocs', 'torch', 'numpy') if m in sys.modules]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.stderr == "5 terms in en, pl: no problems\n[]\n"


def test_check_exits_0_where_nothing_is_wrong(bread, capsys):
    assert said(["check"], capsys) == (0, "", "5 terms in en, pl: no problems\n")


def test_check_prints_problems_as_json(bread, capsys):
    (bread / "terms/flour.yml").write_text("")
    code, out, _ = said(["check", "--format", "json"], capsys)
    assert code == 1
    assert json.loads(out) == [
        {
            "file": "terms/flour.yml",
            "line": 1,
            "column": 1,
            "message": "the file is empty",
            "hint": "fill it or remove it",
            "severity": "error",
        }
    ]


def test_check_annotates_a_pull_request(bread, capsys):
    """The escapes are those of GitHub's own toolkit: three signs in a text, five in a property."""
    flour, yeast = bread / "terms/flour.yml", bread / "terms/yeast.yml"
    flour.write_text(flour.read_text().replace("topic: ingredients", "topic: 100%"))
    yeast.write_text(yeast.read_text().replace("living fungus", "fungus"))
    assert said(["check", "--format", "github"], capsys) == (
        1,
        "::error file=terms/flour.yml,line=4,col=8,title=Glossary::"
        'unknown topic "100%25"%0A'
        "hint: topics are listed in mkdocs.yml: dough, ingredients\n"
        "::warning file=terms/pl/yeast.yml,line=1,col=5,title=Glossary%3A stale::"
        'the translation of "yeast" is stale: the original changed since%0A'
        "hint: bring it up to date, then: glossary translate pl --accept yeast "
        "(writes of: cda8ad3b6411b941)\n",
        "5 terms in en, pl: 2 problems\n",
    )


def test_a_broken_configuration_is_annotated_and_is_json_too(bread, capsys):
    (bread / "mkdocs.yml").write_text("plugins: [search]\n")
    told = 'no "glossary" under plugins'
    hint = "add it: plugins: [glossary]"
    assert said(["check", "--format", "github"], capsys) == (
        1,
        f"::error file=mkdocs.yml,line=1,col=1,title=Glossary::{told}%0Ahint: {hint}\n",
        "",
    )
    code, out, _ = said(["check", "--format", "json"], capsys)
    assert (code, [problem["message"] for problem in json.loads(out)]) == (1, [told])
    assert said(["check"], capsys) == (1, "", f"mkdocs.yml:1:1: {told}\n  hint: {hint}\n")


def test_an_annotation_escapes_what_would_end_it():
    problem = Problem(Place("a,b:c%.yml", 2, 3), "one\r\ntwo: 5 %, or", "", "advice")
    assert as_annotation(problem) == (
        "::notice file=a%2Cb%3Ac%25.yml,line=2,col=3,title=Glossary%3A advice::"
        "one%0D%0Atwo: 5 %25, or"
    )


def test_check_takes_a_glossary_elsewhere(bread, capsys, monkeypatch):
    monkeypatch.chdir("/")
    assert said(["check", "-f", str(bread / "mkdocs.yml")], capsys)[0] == 0


def test_without_a_configuration_every_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    missing = "mkdocs.yml:1:1: there is no such file\n  hint: name another one with --config\n"
    for arguments in NEED_A_GLOSSARY:
        assert said(arguments, capsys) == (1, "", missing)


def test_an_unknown_command_or_option_exits_2(bread, capsys):
    for arguments in ([], ["chekc"], ["check", "--advise"], ["path"], ["check", "x"]):
        with pytest.raises(SystemExit) as left:
            main.main(arguments)
        assert left.value.code == 2
    assert 'unknown option "--advise"; did you mean "--advice"?' in capsys.readouterr().err


def test_path_lists_what_to_learn_with_reasons(bread, capsys):
    assert said(["path", "sourdough", "--known", "flour"], capsys) == (
        0,
        "1. Yeast (yeast)\n"
        "   → Fermentation: Yeast is what does the work.\n"
        "2. Fermentation (fermentation)\n"
        "   → Sourdough: Sourdough is one way to ferment.\n"
        "3. Sourdough (sourdough)\n",
        "",
    )


def test_path_leads_to_several_terms_at_once(bread, capsys):
    _, out, _ = said(["path", "gluten", "yeast", "--known", "flour"], capsys)
    assert out == "1. Gluten (gluten)\n2. Yeast (yeast)\n"
    _, out, _ = said(["path", "gluten", "fermentation"], capsys)
    assert [line for line in out.splitlines() if line[0] != " "] == [
        "1. Flour (flour)",
        "2. Gluten (gluten)",
        "3. Yeast (yeast)",
        "4. Fermentation (fermentation)",
    ]


def test_path_speaks_the_language_asked_for(bread, capsys):
    _, out, _ = said(["path", "gluten", "--language", "pl"], capsys)
    assert out.splitlines() == [
        "1. Mąka (flour)",
        "   → Gluten: Gluten powstaje z białek, które są w mące.",
        "2. Gluten (gluten)",
    ]


def test_path_exits_2_for_an_unknown_term_known_term_or_language(bread, capsys):
    assert said(["path", "gluten-free"], capsys) == (
        2,
        "",
        'glossary: unknown term "gluten-free"; did you mean "gluten"?\n',
    )
    assert said(["path", "gluten", "--known", "flower"], capsys) == (
        2,
        "",
        'glossary: unknown term "flower"; did you mean "flour"?\n',
    )
    assert said(["path", "gluten", "--language", "plx"], capsys) == (
        2,
        "",
        'glossary: unknown language "plx"; did you mean "pl"?\n',
    )


def test_path_names_a_ring_instead_of_going_round_in_it(bread, capsys):
    with (bread / "terms/flour.yml").open("a") as file:
        file.write("prerequisites: {gluten: So.}\n")
    code, out, err = said(["path", "gluten"], capsys)
    assert (code, out) == (1, "")
    assert err.startswith("terms/flour.yml:44:17: the prerequisites form a ring: ")


def test_run_starts_the_command_in_the_root_and_passes_options_and_exit_code_on(tide, capfd):
    (tide / "below").mkdir()
    code = main.main(["run", "tide", "--seed", "123", "--json"])
    assert (code, capfd.readouterr().out) == (7, f"['tide', '--seed', '123', '--json'] {tide}\n")


def test_run_takes_terms_as_well_as_demos(tide, capfd):
    term = tide / "terms/moon.yml"
    term.write_text(term.read_text() + "demo: moon_light\n")
    (tide / "demos/moon_light.py").touch()
    assert main.main(["run", "moon", "tide", "moon_light"]) == 7
    assert capfd.readouterr().out.startswith("['moon_light', 'tide', 'moon_light'] ")


def test_run_exits_2_for_what_it_cannot_run(tide, bread_config, capsys):
    assert said(["run", "tides"], capsys) == (
        2,
        "",
        'glossary: unknown demo "tides"; did you mean "tide"?\n',
    )
    assert said(["run", "-f", bread_config, "flour"], capsys) == (
        2,
        "",
        f"glossary: no demos are configured; add demos: to glossary: in {bread_config}\n",
    )
    config = tide / "mkdocs.yml"
    config.write_text(config.read_text().replace("python show.py", "no-such-command"))
    assert said(["run", "tide"], capsys) == (
        2,
        "",
        'glossary: cannot start "no-such-command": No such file or directory\n',
    )


@pytest.fixture
def bread_config() -> str:
    return (TESTS / "fixtures/bread/mkdocs.yml").as_posix()


def test_schema_prints_the_schema(capsys):
    assert said(["schema"], capsys) == (0, json_schema(TERM), "")
    assert said(["schema", "--translation"], capsys) == (0, json_schema(TRANSLATION), "")


def test_translate_lists_what_is_missing_or_stale(bread, capsys):
    assert said(["translate", "pl"], capsys) == (0, "", "")
    (bread / "terms/pl/flour.yml").unlink()
    yeast = bread / "terms/yeast.yml"
    yeast.write_text(yeast.read_text().replace("living fungus", "fungus"))
    assert said(["translate", "pl"], capsys) == (0, "flour: missing\nyeast: stale\n", "")


def test_accepting_a_translation_changes_one_value_and_no_comment(bread, capsys):
    original = bread / "terms/yeast.yml"
    original.write_text(original.read_text().replace("living fungus", "fungus"))
    file = bread / "terms/pl/yeast.yml"
    before = "# Komentarz\n" + file.read_text().replace("\nname", "   # co przetłumaczono\nname", 1)
    file.write_text(before)
    file.chmod(0o640)
    assert said(["translate", "pl", "--accept", "yeast"], capsys) == (0, "", "")
    after = file.read_text()
    changed = [(a, b) for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b]
    assert len(changed) == 1
    assert re.fullmatch(r"of: [0-9a-f]{16}   # co przetłumaczono", changed[0][1])
    assert file.stat().st_mode & 0o777 == 0o640
    assert said(["check"], capsys)[0] == 0
    assert sorted(p.name for p in file.parent.iterdir() if p.name[0] == ".") == []


@pytest.mark.parametrize("line", ["", "of:\n", "of: ''\n", '"of":   "x"\n'])
def test_accepting_writes_the_fingerprint_however_the_key_stood(bread, capsys, line):
    file = bread / "terms/pl/yeast.yml"
    digest, rest = file.read_text().split("\n", 1)
    file.write_text(f"# Komentarz\n{line}{rest}")
    assert main.main(["translate", "pl", "--accept", "yeast"]) == 0
    assert said(["check"], capsys)[0] == 0
    assert digest.removeprefix("of: ") in file.read_text()


def test_accepting_what_is_not_there_exits_2(bread, capsys):
    assert said(["translate", "pl", "--accept", "yest"], capsys) == (
        2,
        "",
        'glossary: unknown translation "yest"; did you mean "yeast"?\n',
    )
    assert said(["translate", "de"], capsys) == (
        2,
        "",
        'glossary: unknown language "de"; there is pl\n',
    )


def test_a_closed_pipe_is_no_error(bread):
    (bread / "terms/flour.yml").write_text("x: y\n" * 1000)
    ran = subprocess.run(
        f"{sys.executable} -m glossary check | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.endswith("\n0\n") or ran.stdout.endswith("\n1\n")
    assert "Traceback" not in ran.stderr
