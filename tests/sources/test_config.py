"""The configuration is found in whatever shape a mkdocs.yml may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary import Problems, errors
from glossary.sources import config

SECTION = "glossary: {languages: {xx: Xish}}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "terms").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        f"plugins:\n  - search\n  - {SECTION}\n",
        f"plugins:\n  search: {{}}\n  {SECTION}\n",
        f"theme: !!python/name:x.y\nx: &a [1]\ny: *a\nplugins:\n  - {SECTION}\n",
    ],
    ids=["a list", "a mapping", "tags and anchors of others"],
)
def test_the_section_is_found_under_plugins(here, text):
    (here / "mkdocs.yml").write_text(text)
    assert config.read_config().languages == {"xx": "Xish"}
    assert config.read_config().default == "xx"


def test_a_plugin_named_without_options_has_the_defaults(here):
    (here / "mkdocs.yml").write_text("plugins: [search, glossary]\n")
    found = config.read_config()
    assert (found.languages, found.default, found.demos) == ({"en": "English"}, "en", None)
    assert found.terms == Path("terms")


def test_an_inherited_section_counts(here):
    (here / "base.yml").write_text(f"plugins:\n  - {SECTION}\n")
    (here / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: x\n")
    assert config.read_config().languages == {"xx": "Xish"}


def test_paths_are_relative_to_the_file_and_shown_from_the_working_directory(here, monkeypatch):
    (here / "mkdocs.yml").write_text(f"plugins:\n  - {SECTION}\n")
    (here / "below").mkdir()
    monkeypatch.chdir(here / "below")
    found = config.read_config("../mkdocs.yml")
    assert found.terms == Path("../terms")
    assert found.terms.is_dir()
    monkeypatch.chdir(here)
    assert errors.display_path(config.read_config(here / "mkdocs.yml").terms) == "terms"


def test_a_missing_file_is_a_problem(here):
    with pytest.raises(Problems) as raised:
        config.read_config("nowhere.yml")
    assert str(raised.value) == (
        "nowhere.yml:1:1: there is no such file\n  hint: name another one with --config"
    )


def test_a_folder_of_terms_brings_the_mkdocs_yml_beside_it(here):
    assert config.find("terms").file == "terms"
    (here / "mkdocs.yml").write_text(f"plugins:\n  - {SECTION}\n")
    assert config.find("terms").languages == {"xx": "Xish"}


@pytest.mark.parametrize(("value", "found"), [("terms", "text"), ("[terms]", "a list")])
def test_a_section_of_another_type_is_a_problem(here, value, found):
    (here / "mkdocs.yml").write_text(f"plugins:\n  - glossary: {value}\n")
    with pytest.raises(Problems) as raised:
        config.read_config()
    message = f'mkdocs.yml:2:15: "glossary" must be a mapping, found {found}'
    assert str(raised.value) == message


def test_a_plugins_list_of_nothing_is_no_glossary(here):
    (here / "mkdocs.yml").write_text("plugins:\n")
    with pytest.raises(Problems, match='no "glossary" under plugins'):
        config.read_config()
