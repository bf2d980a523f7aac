"""mkdocs.yml means to us what it means to MkDocs, which is the oracle here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from mkdocs.utils.yaml import yaml_load

from glossary import Problems
from glossary.sources import config, mkdocs_yml


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "terms").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SITE", "https://example.org/")
    monkeypatch.delenv("UNSET", raising=False)
    return tmp_path


def write(**files: str) -> Path:
    for name, text in files.items():
        Path(f"{name}.yml").write_text(text, "utf-8")
    return Path("mkdocs.yml")


def as_text(value: Any) -> Any:
    """What MkDocs constructs, with all scalars as text."""
    if isinstance(value, Mapping):
        return {str(key): as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_text(each) for each in value]
    return value if value is None else str(value)


@pytest.mark.parametrize(
    "text",
    [
        "a: x\nb: ~\nc:\nd: ''\ne: [1, {f: g}]\nh: '~'\n",
        "a: !ENV SITE\nb: !ENV UNSET\nc: !ENV [UNSET, SITE, x]\n",
        "a: !ENV [UNSET, x]\nb: !ENV [UNSET]\nc: !ENV [SITE]\nd: !ENV [UNSET, ~]\n",
        "a: &x {b: c}\nd: *x\n",
    ],
    ids=["texts", "the environment", "defaults", "anchors"],
)
def test_values_are_those_of_mkdocs(text: str) -> None:
    file = write(mkdocs=text)
    with file.open("rb") as opened:
        assert mkdocs_yml.values(file) == as_text(yaml_load(opened))


def test_what_is_inherited_lies_below() -> None:
    file = write(
        mkdocs="INHERIT: middle.yml\nextra: {a: own}\n",
        middle="INHERIT: base.yml\nextra: {a: middle, b: middle}\nnav: [one]\n",
        base="site_name: Base\nextra: {c: base}\nnav: [two]\n",
    )
    with file.open("rb") as opened:
        wanted = yaml_load(opened)
    told = mkdocs_yml.values(file)
    assert told.pop("INHERIT") == "middle.yml"  # MkDocs takes it out
    assert told == wanted
    assert told["extra"] == {"a": "own", "b": "middle", "c": "base"}


def test_a_ring_of_files_ends_and_a_missing_one_is_passed_over() -> None:
    file = write(mkdocs="INHERIT: other.yml\na: x\n", other="INHERIT: mkdocs.yml\nb: y\n")
    told = mkdocs_yml.values(file)
    assert (told["a"], told["b"]) == ("x", "y")
    assert mkdocs_yml.values(write(mkdocs="INHERIT: nowhere.yml\na: x\n"))["a"] == "x"


def test_the_words_of_the_first_page_are_inherited_and_judged() -> None:
    write(mkdocs="INHERIT: base.yml\n", base="plugins: [glossary]\nextra: {glossary: {hme: x}}\n")
    with pytest.raises(Problems, match='unknown key "hme"; did you mean "home"'):
        config.read_config()


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("a: [x, {b: c}]\n", False),
        ("a: [x, {b: !ENV SITE}]\n", True),
        ("a: !!python/name:x.y\n", True),
        ("a: !relative\n", True),
        ("INHERIT: base.yml\n", True),
    ],
)
def test_a_value_from_elsewhere_is_seen(text: str, tagged: bool) -> None:
    assert mkdocs_yml.has_tags(write(mkdocs=text, base="a: !relative\n")) == tagged


def test_values_with_tags_of_others_are_as_if_not_there() -> None:
    text = "a: !!python/name:x.y\nb: {c: !relative $docs_dir, d: e}\n"
    assert mkdocs_yml.values(write(mkdocs=text)) == {"a": None, "b": {"c": None, "d": "e"}}


def test_a_file_is_composed_once_until_it_changes() -> None:
    file = write(mkdocs="plugins: [glossary]\n")
    assert mkdocs_yml.section(file) is mkdocs_yml.section(file)
    before = mkdocs_yml.section(file)
    write(mkdocs="plugins: [glossary] # other\n")
    assert mkdocs_yml.section(file) is not before
