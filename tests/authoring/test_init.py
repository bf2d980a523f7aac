"""A glossary begun in an empty folder: it works at once, in each language and order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary import Problems, load
from glossary.authoring.init import init
from glossary.checks.runner import check
from glossary.cli import main
from glossary.errors import Refused
from glossary.model.fields import json_schema
from glossary.model.glossary import read_glossary
from glossary.sources.config import read_config


@pytest.mark.parametrize("languages", [["en"], ["pl"], ["en", "pl"], ["pl", "en"]])
def test_it_has_no_problem_and_nothing_worth_an_advice(
    languages: list[str], tmp_path: Path
) -> None:
    init(tmp_path / "new", languages, "Knots: a start")
    glossary = read_glossary(read_config(tmp_path / "new" / "mkdocs.yml"))
    assert check(glossary, advice=True) == ()
    assert glossary.languages == tuple(languages)
    assert glossary.order == ("rope", "knot", "bowline")
    assert [glossary.level(slug) for slug in glossary.order] == [0, 1, 2]
    assert glossary.config.demos is None


def test_the_texts_are_in_the_language_asked_for(tmp_path: Path) -> None:
    init(tmp_path, ["pl", "en"])
    glossary = load(tmp_path / "terms")
    assert glossary.term("rope").name == "Lina"
    assert glossary.term("rope", "en").name == "Rope"
    assert glossary.term("bowline", "en").sources[0].says.startswith("how the bowline is tied")
    assert (
        (tmp_path / "README.md")
        .read_text("utf-8")
        .startswith(f"# {tmp_path.name.replace('-', ' ').capitalize()}\n\nSłownik:")
    )


def test_what_it_wrote_is_listed_and_what_comes_next_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(["init", "my knots", "--languages", "en"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "my knots/.gitignore",
        "my knots/README.md",
        "my knots/docs/about.md",
        "my knots/mkdocs.yml",
        "my knots/term.schema.json",
        "my knots/terms/bowline.yml",
        "my knots/terms/knot.yml",
        "my knots/terms/rope.yml",
    ]
    assert err == "next: cd 'my knots' && glossary serve\n"
    assert sorted(out.splitlines()) == sorted(
        path.as_posix() for path in Path("my knots").rglob("*") if path.is_file()
    )
    assert Path("my knots/term.schema.json").read_text("utf-8") == json_schema()
    assert "site_name: My knots\n" in Path("my knots/mkdocs.yml").read_text("utf-8")
    head = Path("my knots/terms/rope.yml").read_text("utf-8").splitlines()[0]
    assert head == "# yaml-language-server: $schema=../term.schema.json"


@pytest.mark.parametrize("name", ['A "b": c', "true", "1984", "żółw # łódź", "a\\b", "it's"])
def test_any_name_is_the_name_of_the_site(name: str, tmp_path: Path) -> None:
    import yaml

    init(tmp_path, ["en"], name)
    assert yaml.safe_load((tmp_path / "mkdocs.yml").read_text("utf-8"))["site_name"] == name


def refused(folder: Path, languages: list[str]) -> str:
    before = sorted(folder.rglob("*")) if folder.is_dir() else []
    with pytest.raises(Refused) as raised:
        init(folder, languages)
    assert (sorted(folder.rglob("*")) if folder.is_dir() else []) == before
    return str(raised.value)


def test_a_folder_with_files_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("mine")
    message = "is not empty: it holds notes.txt; name a new folder"
    assert refused(tmp_path, ["en"]) == f"{tmp_path} {message}"
    assert refused(Path("notes.txt"), ["en"]) == "notes.txt is not a folder"
    assert main.main(["init"]) == 2
    assert capsys.readouterr() == ("", f"glossary: . {message}\n")


def test_a_language_that_is_not_shipped_is_refused_with_the_way_to_add_it(tmp_path: Path) -> None:
    assert refused(tmp_path / "new", ["en", "he"]) == (
        '"he" is not among the languages that init can write: en, pl; '
        "add others afterwards, with `locale:` in mkdocs.yml"
    )
    assert refused(tmp_path / "new", []).startswith("no language is not among")
    twice = '"en" stands twice among the languages'
    assert refused(tmp_path / "new", ["en", "pl", "en"]) == twice
    assert not (tmp_path / "new").exists()


def test_a_new_repository_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert len(init(tmp_path, ["en"])) == 8


def test_a_mistake_in_it_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    init(Path(), ["en"])
    term = Path("terms/knot.yml")
    term.write_text(term.read_text("utf-8").replace("  rope: A knot", "  rop: A knot"), "utf-8")
    with pytest.raises(Problems) as raised:
        load("terms")
    assert str(raised.value) == (
        'terms/knot.yml:18:3: unknown term "rop"; did you mean "rope"?\n'
        "  hint: or write terms/rop.yml"
    )


def test_the_schema_that_it_writes_is_json(tmp_path: Path) -> None:
    init(tmp_path, ["en"])
    assert json.loads((tmp_path / "term.schema.json").read_text("utf-8"))["title"]
