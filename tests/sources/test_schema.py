"""The JSON Schema is the model, held against the validator that such schemas are written for."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

import glossary
from glossary.model.fields import TERM, TRANSLATION, json_schema
from glossary.model.term import KEYS, RECORDED, Term
from glossary.sources.schema import Flag, Many, Map, Record, SchemaKind, Text

COMMITTED = Path(glossary.__file__).parent / "model"
TESTS = Path(__file__).parents[1]
TRANSLATIONS = [
    *(TESTS / "fixtures/bread/terms/pl").glob("*.yml"),
    *(TESTS / "golden/translated/terms/pl").glob("*.yml"),
    *(TESTS.parent / "terms/pl").glob("*.yml"),
]
VALID = [
    *(TESTS / "fixtures/bread/terms").glob("*.yml"),
    *(TESTS / "golden/base/terms").glob("*.yml"),
]


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(json_schema())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize(
    ("name", "kind", "option"),
    [("term", TERM, ""), ("translation", TRANSLATION, "--translation ")],
)
def test_the_committed_schema_is_current(name, kind, option):
    committed = (COMMITTED / f"{name}.schema.json").read_text(encoding="utf-8")
    hint = f"run: glossary schema {option}> glossary/model/{name}.schema.json"
    assert committed == json_schema(kind), hint


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: f"{file.parts[-4]}-{file.stem}")
def test_editors_accept_the_translations_that_we_accept(file):
    schema = json.loads(json_schema(TRANSLATION))
    jsonschema.Draft7Validator.check_schema(schema)
    values = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert [*jsonschema.Draft7Validator(schema).iter_errors(values)] == []
    assert [*jsonschema.Draft7Validator(schema).iter_errors(values | {"topic": "x"})] != []


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_editors_accept_what_we_accept(file, validator):
    assert [*validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("case", ["unknown-key", "missing-key", "wrong-type"])
def test_editors_refuse_what_we_refuse(case, validator):
    for file in (TESTS / "golden" / case / "terms").glob("*.yml"):
        assert [*validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))] != []


def test_every_field_of_a_term_but_its_slug_is_a_key_of_its_files():
    assert ["slug", *KEYS] == [each.name for each in fields(Term)]
    assert list(TERM.fields) == [name for name in KEYS if name not in RECORDED]
    facts = {"topic", "formerly", "demo", "widget"}
    assert list(TRANSLATION.fields) == ["of", *(n for n in KEYS if n not in facts), "plot"]


def test_every_key_says_what_it_is_for():
    def undescribed(kind: SchemaKind, name: str) -> list[str]:
        match kind:
            case Record(inner):
                return [
                    *(name for name, each in inner.items() if not each.says),
                    *(found for key, each in inner.items() for found in undescribed(each, key)),
                ]
            case Many(of) | Map(of):
                return undescribed(of, name)
            case Text() | Flag():
                return []

    assert undescribed(TERM, "") == []
    assert undescribed(TRANSLATION, "") == []
