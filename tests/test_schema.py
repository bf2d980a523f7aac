"""The JSON Schema is the model, held against the validator that such schemas are written for."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

import glossary
from glossary.fields import TERM, TRANSLATION, json_schema
from glossary.schema import Flag, Kind, Many, Map, Record, Text
from glossary.term import Term, Translation

COMMITTED = Path(glossary.__file__).parent / "term.schema.json"
HERE = Path(__file__).parent
VALID = [
    *(HERE / "fixtures/bread/terms").glob("*.yml"),
    *(HERE / "golden/base/terms").glob("*.yml"),
]


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(json_schema())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_the_committed_schema_is_current():
    assert COMMITTED.read_text(encoding="utf-8") == json_schema(), (
        "run: glossary schema > glossary/term.schema.json"
    )


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_editors_accept_what_we_accept(file, validator):
    assert [*validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("case", ["unknown-key", "missing-key", "wrong-type"])
def test_editors_refuse_what_we_refuse(case, validator):
    for file in (HERE / "golden" / case / "terms").glob("*.yml"):
        assert [*validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))] != []


def test_the_model_has_the_keys_of_the_values_in_their_order():
    derived = {"slug", "language"}
    for model, value in ((TERM, Term), (TRANSLATION, Translation)):
        assert list(model.fields) == [f.name for f in fields(value) if f.name not in derived]


def test_every_key_says_what_it_is_for():
    def undescribed(kind: Kind, name: str) -> list[str]:
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
