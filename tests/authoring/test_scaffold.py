"""`glossary new`: a skeleton that teaches the format, and that `check` can point into."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from glossary.authoring import scaffold
from glossary.cli import main
from glossary.model.fields import TERM
from glossary.model.keys import Key
from glossary.sources.editor import plain
from glossary.sources.parser import compose
from glossary.sources.schema import Many, Map, Record, Text
from tests.support.cli import said

TESTS = Path(__file__).parents[1]


@pytest.fixture
def tide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A glossary with demos."""
    shutil.copytree(TESTS / "golden/base", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_term_is_begun_and_the_next_step_named(bread, capsys):
    assert said(["new", "sour-starter", "--topic", "dough"], capsys) == (
        0,
        "terms/sour-starter.yml: fill it in; glossary check names what is missing\n"
        "an editor completes keys in the next one after: glossary schema > term.schema.json\n"
        "then: glossary translate pl sour-starter\n",
        "",
    )
    values = dict(plain(compose((bread / "terms/sour-starter.yml").read_text(), "x")))
    assert (values["name"], values["topic"]) == ("Sour starter", "dough")
    assert [key for key, value in values.items() if value == ""] == [
        *("definition", "explanation", "eli5", "expert")
    ]


def test_check_points_at_each_place_that_is_to_be_filled_and_says_with_what(tide, capsys):
    assert main.main(["new", "ebb"]) == 0
    capsys.readouterr()
    code, out, err = said(["check"], capsys)
    lines = (tide / "terms/ebb.yml").read_text().split("\n")
    problems = re.findall(r'terms/ebb\.yml:(\d+):(\d+): "(\w+)" is empty\n  hint: (.+)', out)
    assert code == 1
    assert err == f"4 terms in en: {len(problems)} problems\n"
    for line, column, key, hint in problems:
        written = lines[int(line) - 1]
        assert written.strip(" -").startswith(f"{key}:")
        assert written[: int(column) - 1].rstrip().endswith(f"{key}:")
        assert hint in described(TERM)
    assert [key for *_, key, _ in problems[:6]] == [
        *("topic", "definition", "explanation", "eli5", "expert", "question")
    ]
    assert len(problems) == 5 + 3 * (1 + 3 * 2)


def described(kind) -> set[str]:
    found = {kind.says}
    if isinstance(kind, Many | Map):
        found |= described(kind.of)
    elif isinstance(kind, Record):
        found = found.union(*map(described, kind.fields.values()))
    return found - {""}


def test_every_key_is_taught_in_the_words_of_the_schema(tide):
    assert main.main(["new", "ebb"]) == 0
    text = (tide / "terms/ebb.yml").read_text()
    for key in TERM.fields.keys() - {"formerly"}:
        assert re.search(rf"^#?{key}:", text, re.M), key
    untaught = {says for says in described(TERM) if says not in text}
    reason = TERM.fields["related"].of.says
    assert untaught == {TERM.says, TERM.fields["formerly"].says, reason}


def test_a_key_that_the_model_gains_later_is_shown_by_its_kind():
    assert scaffold._example("key", Key(Text())) == ["key: text"]
    assert scaffold._example("key", Key(Text(), block="|")) == ["key: |", "  text"]
    assert scaffold._example("key", Key(Many(Text()))) == ["key: [text]"]
    assert scaffold._example("key", Key(Map(Text()))) == ["key:", "  name: text"]


def test_the_examples_are_valid_once_their_sign_is_taken_away(tide, capsys):
    assert main.main(["new", "ebb", "--topic", "sea", "--name", "Ebb"]) == 0
    file = tide / "terms/ebb.yml"
    file.write_text(re.sub(r"^#(?! [^ ])", "", file.read_text(), flags=re.M))
    capsys.readouterr()
    _, out, _ = said(["check"], capsys)
    wrong = [line for line in out.split("\n") if "ebb.yml" in line and "is empty" not in line]
    # The names in it are of nothing that exists; its form is that of a term.
    assert {line.split(": ", 1)[1] for line in wrong} == {
        'unknown term "some-term"',
        '"some-term" is both related to and a prerequisite of "ebb"',
        'unknown demo "name_of_the_script"',
        'widget "name_of_a_widget", but no widgets are configured',
    }


def test_a_filled_skeleton_is_a_term(bread, capsys):
    assert main.main(["new", "salt", "--topic", "ingredients"]) == 0
    file = bread / "terms/salt.yml"
    text = file.read_text()
    words = "Salt is a mineral that slows the yeast and tightens the dough."
    text = re.sub(r"^(\w+: [>|])$", rf"\1\n  {words}", text, flags=re.M)
    number = iter(range(100))
    text = re.sub(
        r"(question|text|why):$", lambda m: f"{m[0]} Text {next(number)}.", text, flags=re.M
    )
    file.write_text(text)
    capsys.readouterr()
    assert said(["check"], capsys) == (
        1,
        'terms/pl/salt.yml:1:1: "salt" has no translation in "pl"\n'
        "  hint: begin it: glossary translate pl salt\n",
        "6 terms in en, pl: 1 problem\n",
    )


def test_a_name_that_yaml_would_take_for_something_else_is_quoted(bread):
    name = 'No: "{#1}" & more'
    assert main.main(["new", "no", "--topic", "dough", "--name", f"  {name} "]) == 0
    assert dict(plain(compose((bread / "terms/no.yml").read_text(), "x")))["name"] == name


def test_the_only_topic_is_taken(tide):
    config = tide / "mkdocs.yml"
    config.write_text(config.read_text().replace("topics: {sky: {en: Sky}, ", "topics: {"))
    assert main.main(["new", "ebb"]) == 0
    assert "\ntopic: sea\n" in (tide / "terms/ebb.yml").read_text()


@pytest.mark.parametrize("where", ["term.schema.json", "glossary/model/term.schema.json"])
def test_the_schema_is_named_where_one_lies(bread, where):
    (bread / where).parent.mkdir(parents=True, exist_ok=True)
    (bread / where).write_text("{}")
    assert main.main(["new", "salt", "--topic", "dough"]) == 0
    first = (bread / "terms/salt.yml").read_text().split("\n")[0]
    assert first == f"# yaml-language-server: $schema=../{where}"


def test_the_schema_is_named_as_the_other_files_name_it(bread):
    line = "# yaml-language-server: $schema=./elsewhere.json"
    flour = bread / "terms/flour.yml"
    flour.write_text(f"{line}\n{flour.read_text()}")
    assert main.main(["new", "salt", "--topic", "dough"]) == 0
    assert (bread / "terms/salt.yml").read_text().startswith(f"{line}\n")


def test_what_cannot_be_begun_is_said_in_one_line_and_nothing_is_written(bread, capsys):
    before = sorted(bread.rglob("*"))
    for arguments, message in {
        ("yeast",): 'there is a term "yeast" already: terms/yeast.yml',
        ("Salt",): (
            '"Salt" is no slug: lower-case letters, digits and single hyphens; did you mean "salt"?'
        ),
        ("salt", "--topic", "ingredient"): (
            'unknown topic "ingredient"; did you mean "ingredients"?'
        ),
        ("salt", "--topic", "x"): 'unknown topic "x"; there are ingredients, dough',
        ("salt", "--name", " "): "the name is empty; leave --name out to have it made of the slug",
    }.items():
        assert said(["new", *arguments], capsys) == (2, "", f"glossary: {message}\n")
    assert sorted(bread.rglob("*")) == before
