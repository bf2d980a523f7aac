"""`glossary translate`: begins a translation, and shows what changed since it was made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from glossary.cli import main
from glossary.sources.editor import plain
from glossary.sources.parser import compose
from tests.support.cli import said

TESTS = Path(__file__).parents[1]
WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
WHO |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in WHO.items()}


def git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], check=True, capture_output=True, text=True, env=os.environ | WHO
    )
    return done.stdout.strip()


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A glossary in a repository, with one commit."""
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q")
    commit()
    return tmp_path


def commit() -> str:
    git("add", "-A")
    git("commit", "-qm", "x")
    return git("rev-parse", "--short", "HEAD")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_missing_translation_is_begun_with_the_original_as_comments_only(bread, capsys):
    file = bread / "terms/pl/gluten.yml"
    file.unlink()
    assert said(["translate", "pl", "gluten"], capsys) == (
        0,
        "gluten: begun in terms/pl/gluten.yml; replace each comment by its translation\n",
        "",
    )
    text = file.read_text()
    values = [value for _, value in leaves(plain(compose(text, "x")))]
    assert sorted(set(values) - {""}) == ["4f9e5864b98eea5c", "true"]
    original = dict(plain(compose((bread / "terms/gluten.yml").read_text(), "x")))
    comments = " ".join(re.findall(r"# (.*)", text))
    for place, value in leaves(original):
        if place[0] not in ("topic", "aliases", "forms", "sources") and value != "true":
            for line in value.strip().split("\n"):
                assert line in comments, place


def leaves(value, *place):
    """Every text of a plain value, with the way to it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, *place, key)
    else:
        for each in value:
            pair = isinstance(each, tuple)
            yield from leaves(each[1], *place, each[0]) if pair else leaves(each, *place)


def test_check_points_at_each_empty_place_of_a_translation(bread, capsys):
    (bread / "terms/pl/gluten.yml").unlink()
    main.main(["translate", "pl", "gluten"])
    capsys.readouterr()
    code, out, _ = said(["check"], capsys)
    assert code == 1
    lines = (bread / "terms/pl/gluten.yml").read_text().split("\n")
    found = re.findall(r'terms/pl/gluten\.yml:(\d+):(\d+): "([\w-]+)" is empty', out)
    assert len(found) == out.count("gluten.yml") == 5 + 1 + 3 * 7 + 1
    for line, column, key in found:
        before = lines[int(line) - 1][: int(column) - 1].strip()
        assert before in (f"{key}:", f"- {key}:", "-"), (line, column, key)


def test_a_filled_translation_is_current(bread, capsys):
    file = bread / "terms/pl/gluten.yml"
    file.unlink()
    main.main(["translate", "pl", "gluten"])
    words = "Dziesięć różnych słów, które po kolei mówią, czym jest ta rzecz."
    text = re.sub(r"^(\w+: [>|])$", rf"\1\n  {words}", file.read_text(), flags=re.M)
    text = text.replace(f"expert: |\n  {words}", f"expert: |\n  {words} [@1]")
    number = iter(range(99))
    empty = r"((?:name|question|text|why|flour):|  -)$"
    text = re.sub(empty, lambda match: f"{match[0]} Tekst {next(number)}", text, flags=re.M)
    file.write_text(text)
    capsys.readouterr()
    assert said(["check"], capsys) == (0, "", "5 terms in en, pl: no problems\n")
    assert said(["translate", "pl", "gluten"], capsys) == (0, "gluten: current\n", "")


def test_a_stale_translation_is_shown_what_changed_and_given_what_it_lacks(bread, capsys):
    first = git("rev-parse", "--short", "HEAD")
    original, ours = bread / "terms/yeast.yml", bread / "terms/pl/yeast.yml"
    change(original, "living fungus", "fungus")
    commit()
    change(original, "  Warmth wakes them", "  So it is.\n  Warmth wakes them")
    change(original, "        why: Plants give off oxygen.", "        why: Plants do.")
    original.write_text(
        original.read_text()
        + "children:\n  sourdough: The yeast of it.\nrelated: {flour: It eats it.}\n"
    )
    change(ours, "name: Drożdże", "# Komentarz\nname: Drożdże # nazwa")
    before = ours.read_text()
    assert said(["translate", "pl", "yeast", "flour"], capsys) == (
        0,
        f"yeast: stale; since it was translated (commit {first})\n"
        "  definition\n"
        "    - Yeast is a living fungus of single cells that eats sugar and gives off"
        " carbon dioxide and alcohol.\n"
        "    + Yeast is a fungus of single cells that eats sugar and gives off"
        " carbon dioxide and alcohol.\n"
        "  explanation\n"
        "    + So it is.\n"
        "  children sourdough: new\n"
        "    + The yeast of it.\n"
        "  related flour: new\n"
        "    + It eats it.\n"
        "  quiz, question 1, answer 1, why\n"
        "    - Plants give off oxygen.\n"
        "    + Plants do.\n"
        "  added to terms/pl/yeast.yml, to be filled in: children, related\n"
        "  when it is up to date: glossary translate pl --accept yeast\n"
        "flour: current\n",
        "",
    )
    added = "children:\n  # The yeast of it.\n  sourdough:\nrelated:\n  # It eats it.\n  flour:\n"
    assert ours.read_text() == before.replace("quiz:\n", f"{added}quiz:\n", 1)
    again = said(["translate", "pl", "yeast"], capsys)[1]
    assert "added to" not in again


ADDED = {
    "terms/gluten.yml": """
  - question: How many?
    answers:
      - text: Two
        correct: true
        why: So it is.
      - text: Three
        why: No.
      - text: Four
        why: No.
""",
    "terms/pl/gluten.yml": """
  # How many?
  - question:
    answers:
      # Two
      - text:
        correct: true
        # So it is.
        why:
      # Three
      - text:
        # No.
        why:
      # Four
      - text:
        # No.
        why:
""",
}


def test_what_was_added_to_the_end_of_a_list_gets_its_place(bread, capsys):
    original, ours = bread / "terms/gluten.yml", bread / "terms/pl/gluten.yml"
    change(original, "\nsources:\n", f"{ADDED['terms/gluten.yml']}sources:\n")
    source = "title: T\n    authors: A\n    year: 2020\n    id: arXiv:2001.00001\n"
    original.write_text(f"{original.read_text()}  - {source}    says: more of it\n")
    change(ours, "\nquiz:\n", "\nquiz: # pytania\n")
    before = ours.read_text()
    _, out, _ = said(["translate", "pl", "gluten"], capsys)
    told = "added to terms/pl/gluten.yml, to be filled in: quiz 4, sources 2"
    assert f"  {told}\n" in out
    assert ours.read_text() == (
        before.replace("\nsources:\n", f"{ADDED['terms/pl/gluten.yml']}sources:\n")
        + "  # more of it\n  -\n"
    )


@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_was_added_in_the_middle_of_a_list_gets_its_place(bread, capsys, at):
    first = git("rev-parse", "--short", "HEAD")
    original, ours = bread / "terms/gluten.yml", bread / "terms/pl/gluten.yml"
    english = ["When does gluten form?", "What does kneading do?", "What replaces kneading?"]
    polish = ["Kiedy powstaje gluten?", "Co daje wyrabianie?", "Co zastępuje wyrabianie?"]
    change(
        original,
        f"  - question: {english[at]}\n",
        f"{ADDED['terms/gluten.yml'][1:]}  - question: {english[at]}\n",
    )
    # What was said about a question stays above it.
    change(ours, f"  - question: {polish[at]}\n", f"\n  # {at}\n  - question: {polish[at]}\n")
    before = ours.read_text()
    number = at + 1
    assert said(["translate", "pl", "gluten"], capsys) == (
        0,
        f"gluten: stale; since it was translated (commit {first})\n"
        f"  quiz, question {number}: new\n    + How many?\n"
        f"  quiz, question {number}, answer 1: new\n    + Two\n"
        f"  quiz, question {number}, answer 1, why: new\n    + So it is.\n"
        f"  quiz, question {number}, answer 2: new\n    + Three\n"
        f"  quiz, question {number}, answer 2, why: new\n    + No.\n"
        f"  quiz, question {number}, answer 3: new\n    + Four\n"
        f"  quiz, question {number}, answer 3, why: new\n    + No.\n"
        f"  added to terms/pl/gluten.yml, to be filled in: quiz {number}\n"
        "  when it is up to date: glossary translate pl --accept gluten\n",
        "",
    )
    below = f"\n  # {at}\n  - question: {polish[at]}\n"
    assert ours.read_text() == before.replace(below, f"{ADDED['terms/pl/gluten.yml'][1:]}{below}")
    again = said(["translate", "pl", "gluten"], capsys)[1]
    assert "added to" not in again


def test_what_may_be_reworded_or_new_is_shown_and_left_to_the_translator(bread, capsys):
    original, ours = bread / "terms/gluten.yml", bread / "terms/pl/gluten.yml"
    # Two where one was: nobody can tell which of them the old one became.
    change(
        original,
        "  - question: What does kneading do?\n",
        f"{ADDED['terms/gluten.yml'][1:]}  - question: What is kneading good for?\n",
    )
    change(original, "What replaces kneading?", "What is as good as kneading?")
    before = ours.read_text()
    _, out, _ = said(["translate", "pl", "gluten"], capsys)
    shown = [line for line in out.split("\n") if re.search(r"question \d[^,]*$", line)]
    assert shown == [
        *(f"  quiz, question {number}: new" for number in (2, 3, 4)),
        *(f"  quiz, question {number} (old): removed" for number in (2, 3)),
    ]
    assert "added to" not in out
    assert ours.read_text() == before


def test_a_reworded_question_keeps_its_number_beside_a_new_and_a_removed_one(bread, capsys):
    original, ours = bread / "terms/gluten.yml", bread / "terms/pl/gluten.yml"
    text = original.read_text()
    first, second = text.index("  - question: When does"), text.index("  - question: What does")
    original.write_text(text[:first] + text[second:])
    change(original, "text: It adds proteins", "text: It brings proteins")
    change(original, "\nsources:\n", f"{ADDED['terms/gluten.yml']}sources:\n")
    before = ours.read_text()
    _, out, _ = said(["translate", "pl", "gluten"], capsys)
    keys = [line for line in out.split("\n") if re.search(r"question \d[^,]*$", line)]
    assert keys == ["  quiz, question 3: new", "  quiz, question 1 (old): removed"]
    assert "  quiz, question 1, answer 1\n    - It adds proteins\n    + It brings prot" in out
    assert "to be filled in: quiz 3\n" in out
    added = ADDED["terms/pl/gluten.yml"]
    assert ours.read_text() == before.replace("\nsources:\n", f"{added}sources:\n")


def test_what_left_the_original_is_shown_as_gone(bread, capsys):
    change(bread / "terms/fermentation.yml", "  yeast: Yeast is what does the work.\n", "")
    _, out, _ = said(["translate", "pl", "fermentation"], capsys)
    assert "\n  prerequisites yeast: removed\n    - Yeast is what does the work.\n" in out


def test_the_translated_version_is_found_under_a_former_slug(bread, capsys):
    first = git("rev-parse", "--short", "HEAD")
    main.main(["rename", "fermentation", "rising"])
    main.main(["rename", "yeast", "bakers-yeast"])
    commit()
    change(bread / "terms/flour.yml", "Wheat flour is", "Flour is")
    change(bread / "terms/bakers-yeast.yml", "living fungus", "fungus")
    capsys.readouterr()
    _, out, _ = said(["translate", "pl", "bakers-yeast", "flour"], capsys)
    renamed = git("rev-parse", "--short", "HEAD")
    assert out.split("\n")[0] == f"bakers-yeast: stale; since it was translated (commit {renamed})"
    assert f"\nflour: stale; since it was translated (commit {first})\n" in out
    git("reset", "-q", "--hard", first)
    main.main(["rename", "yeast", "bakers-yeast"])
    change(bread / "terms/bakers-yeast.yml", "living fungus", "fungus")
    capsys.readouterr()
    _, out, _ = said(["translate", "pl", "bakers-yeast"], capsys)
    assert out.split("\n")[0] == f"bakers-yeast: stale; since it was translated (commit {first})"
    assert out.count("\n  definition\n") == 1
    assert "removed" not in out


def test_a_neighbour_that_was_renamed_meanwhile_is_no_change(bread, capsys):
    change(bread / "terms/fermentation.yml", "name: Fermentation", "name: Fermenting")
    commit()
    main.main(["rename", "yeast", "bakers-yeast"])
    main.main(["rename", "bakers-yeast", "leaven"])
    capsys.readouterr()
    _, out, _ = said(["translate", "pl", "fermentation"], capsys)
    assert out.split("\n", 1)[1] == (
        "  name\n    - Fermentation\n    + Fermenting\n"
        "  when it is up to date: glossary translate pl --accept fermentation\n"
    )


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("git", "git is not installed"),
        ("repository", "terms is in no git repository"),
        ("commit", "no commit has the version with the fingerprint 662004f2e6a5be84"),
        ("version", "no commit has the version with the fingerprint 0000"),
        ("of", "it does not say which version it translates"),
    ],
)
def test_where_the_old_version_is_not_to_be_had_it_says_so(bread, capsys, monkeypatch, spoil, why):
    ours = bread / "terms/pl/yeast.yml"
    match spoil:
        case "git":
            monkeypatch.setenv("PATH", str(bread))
        case "repository":
            shutil.rmtree(bread / ".git")
            monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(bread.parent))
        case "commit":
            shutil.rmtree(bread / ".git")
            git("init", "-q")
        case "version":
            change(ours, "662004f2e6a5be84", '"0000"')
        case "of":
            change(ours, "of: 662004f2e6a5be84\n", "")
    change(bread / "terms/yeast.yml", "living fungus", "fungus")
    assert said(["translate", "pl", "yeast"], capsys) == (
        0,
        f"yeast: stale; what changed cannot be shown: {why}\n"
        "  when it is up to date: glossary translate pl --accept yeast\n",
        "",
    )


def test_an_original_that_is_not_finished_is_not_translated(bread, capsys):
    main.main(["new", "salt", "--topic", "dough"])
    change(bread / "terms/yeast.yml", "name: Yeast", "name:")
    capsys.readouterr()
    problem = 'terms/yeast.yml:1:6: "name" is empty\n  hint: The name, singular, as in a heading.\n'
    assert said(["translate", "pl", "yeast"], capsys) == (1, "", problem)
    assert said(["translate", "pl", "--accept", "yeast"], capsys) == (1, "", problem)
    assert said(["translate", "pl", "salt"], capsys)[0] == 1
    assert not (bread / "terms/pl/salt.yml").exists()


def test_what_is_misspelled_is_said_in_one_line(bread, capsys):
    (bread / "terms/pl/yeast.yml").unlink()
    for arguments, message in {
        ("pl", "yest"): 'unknown term "yest"; did you mean "yeast"?',
        ("en",): 'unknown language "en"; there is pl',
        ("pl", "--accept", "yeast"): (
            '"yeast" has no translation in "pl"; begin it: glossary translate pl yeast'
        ),
        ("pl", "--accept", "x"): (
            'unknown translation "x"; there are fermentation, flour, gluten, sourdough'
        ),
    }.items():
        assert said(["translate", *arguments], capsys) == (2, "", f"glossary: {message}\n")
