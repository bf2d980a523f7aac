"""Each command used wrongly: one line, and it names the remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossary.cli import main

TESTS = Path(__file__).parents[1]

EXAMPLES = {command.name: command.example for command in main.COMMANDS}


def example(name: str) -> str:
    return f"; example: {EXAMPLES[name]} (more: glossary {name} --help)"


MISUSED = {
    "": "glossary: COMMAND missing; more: glossary --help",
    "chekc": 'glossary: unknown command "chekc"; did you mean "check"?',
    "check x": f'glossary check: "x" is not expected here{example("check")}',
    "check --format xml": 'glossary check: unknown format "xml"; there are text, json, github',
    "check --format jsn": 'glossary check: unknown format "jsn"; did you mean "json"?',
    "check --config": f"glossary check: --config needs a value{example('check')}",
    "check --advise": 'glossary check: unknown option "--advise"; did you mean "--advice"?',
    "new": f"glossary new: SLUG missing{example('new')}",
    "new a b": f'glossary new: "b" is not expected here{example("new")}',
    "new terms/rye.yml": (
        'glossary: "terms/rye.yml" is no slug: lower-case letters, digits and single hyphens; '
        'did you mean "rye"?'
    ),
    "new x --topic": f"glossary new: --topic needs a value{example('new')}",
    "new yeast": 'glossary: there is a term "yeast" already: terms/yeast.yml',
    "rename": f"glossary rename: OLD and NEW missing{example('rename')}",
    "rename flour": f"glossary rename: NEW missing{example('rename')}",
    "rename flower meal": 'glossary: unknown term "flower"; did you mean "flour"?',
    "rename flour Meal": (
        'glossary: "Meal" is no slug: lower-case letters, digits and single hyphens; '
        'did you mean "meal"?'
    ),
    "rename flour yeast": 'glossary: there is a term "yeast" already: terms/yeast.yml',
    "translate": f"glossary translate: LANGUAGE missing{example('translate')}",
    "translate polish": 'glossary: unknown language "polish"; there is pl',
    "translate flour pl": (
        "glossary: the language comes before the terms: glossary translate pl flour"
    ),
    "translate pl flower": 'glossary: unknown term "flower"; did you mean "flour"?',
    "translate pl --accept": f"glossary translate: --accept needs a value{example('translate')}",
    "status x": f'glossary status: "x" is not expected here{example("status")}',
    "status --format yaml": 'glossary status: unknown format "yaml"; there are text, json',
    "status --json": f'glossary status: unknown option "--json"{example("status")}',
    "status -f": f"glossary status: --config needs a value{example('status')}",
    "path": f"glossary path: TERM missing{example('path')}",
    "path bread": (
        'glossary: unknown term "bread"; there are fermentation, flour, gluten, sourdough, yeast'
    ),
    "path flour --known yest": 'glossary: unknown term "yest"; did you mean "yeast"?',
    "path flour --known": f"glossary path: --known needs a value{example('path')}",
    "path flour --language xx": 'glossary: unknown language "xx"; there are en, pl',
    "graph Flour": 'glossary: unknown term "Flour"; did you mean "flour"?',
    "graph --format svg": (
        'glossary graph: unknown format "svg"; there are mermaid, json, graphml, dot'
    ),
    "graph --format dott": 'glossary graph: unknown format "dott"; did you mean "dot"?',
    "graph --language": f"glossary graph: --language needs a value{example('graph')}",
    "graph flour --depth 2": f'glossary graph: unknown option "--depth"{example("graph")}',
    "run": f"glossary run: DEMO missing{example('run')}",
    "run flour": "glossary: no demos are configured; add demos: to glossary: in mkdocs.yml",
    "export": f"glossary export: FORMAT and DIR missing{example('export')}",
    "export pdf x": 'glossary export: unknown format "pdf"; there are markdown',
    "export markdown": f"glossary export: DIR missing{example('export')}",
    "export markdown a b": f'glossary export: "b" is not expected here{example("export")}',
    "export markdown terms": (
        "glossary: terms holds files that no export wrote: name an empty folder"
    ),
    "init a b": f'glossary init: "b" is not expected here{example("init")}',
    "init --languages": f"glossary init: --languages needs a value{example('init')}",
    "init --languages xx": (
        'glossary: "xx" is not among the languages that init can write: en, pl; '
        "add others afterwards, with `locale:` in mkdocs.yml"
    ),
    "init --lang pl": 'glossary init: unknown option "--lang"; did you mean "--languages"?',
    "init .": "glossary: . is not empty: it holds docs; name a new folder",
    "schema x": f'glossary schema: "x" is not expected here{example("schema")}',
    "schema --translations": (
        'glossary schema: unknown option "--translations"; did you mean "--translation"?'
    ),
    "completion tcsh": 'glossary completion: unknown shell "tcsh"; there are bash, zsh, fish',
    "completion bash zsh": (
        f'glossary completion: "zsh" is not expected here{example("completion")}'
    ),
    "completion": "glossary: which shell? glossary completion bash|zsh|fish",
}


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHELL", "/bin/sh")
    return tmp_path


@pytest.mark.parametrize("words", MISUSED, ids=lambda words: words or "nothing")
def test_a_wrong_command_exits_2_with_one_line_that_names_the_remedy(bread, capsys, words):
    try:
        code = main.main(words.split())
    except SystemExit as left:
        code = left.code
    assert (code, *capsys.readouterr()) == (2, "", f"{MISUSED[words]}\n")


def test_every_command_of_ours_is_tried():
    passing = {"build", "serve"}  # whose words are MkDocs'
    assert {words.split()[0] for words in MISUSED if words} - {"chekc"} == {*EXAMPLES} - passing


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "check -f nowhere.yml",
            "nowhere.yml:1:1: there is no such file\n  hint: name another one with --config\n",
        ),
        (
            "check -f terms",
            "terms:1:1: this is a directory, not a file\n"
            "  hint: name the file in it: --config terms/mkdocs.yml\n",
        ),
    ],
)
def test_a_configuration_that_is_none_exits_1(bread, capsys, words, message):
    assert (main.main(words.split()), *capsys.readouterr()) == (1, "", message)


def test_a_term_may_be_named_by_its_file(bread, capsys):
    assert main.main(["path", "terms/flour.yml", "--language", "pl"]) == 0
    assert capsys.readouterr().out == "1. Mąka (flour)\n"


def test_a_path_to_what_is_known_says_so(bread, capsys):
    assert main.main(["path", "flour", "--known", "flour"]) == 0
    assert capsys.readouterr() == ("", "all of it is known already\n")


def test_a_term_without_a_demo_is_told_apart_from_an_unknown_one(tmp_path, capsys, monkeypatch):
    shutil.copytree(TESTS / "golden/base", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert main.main(["run", "moon"]) == 2
    assert capsys.readouterr().err == 'glossary: the term "moon" has no demo; run one of tide\n'
