"""The kinds of values of which `model.fields` builds the one model of the files.

From the model come validation and its messages (`validator`) and the JSON Schema for editors
(here), so that what is accepted, what is said about it and what completes while typing cannot
disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"


@dataclass(frozen=True)
class Text:
    """Text; with a pattern, text of that shape, which `shape` puts into words."""

    says: str = ""
    pattern: str = ""
    shape: str = ""
    one_line: bool = False


@dataclass(frozen=True)
class Flag:
    """`true` or `false`."""

    says: str = ""


@dataclass(frozen=True)
class Many:
    """A list of one kind."""

    of: SchemaKind
    says: str = ""


@dataclass(frozen=True)
class Map:
    """A mapping from names that the writer chooses, which `key` may give a shape, to one kind."""

    of: SchemaKind
    says: str = ""
    key: Text = Text()


@dataclass(frozen=True)
class Record:
    """A mapping with known keys; `required` ones must be there.

    `elsewhere` names keys that a writer may look for here, and says where their values come from.
    """

    fields: Mapping[str, SchemaKind]
    required: frozenset[str] = field(default_factory=frozenset)
    says: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)


SchemaKind = Text | Flag | Many | Map | Record


def describe(kind: SchemaKind) -> dict[str, Any]:
    """The JSON Schema of a kind, with the description that editors show on hover."""
    return _shape(kind) | ({"description": kind.says} if kind.says else {})


def _shape(kind: SchemaKind) -> dict[str, Any]:
    match kind:
        case Text():
            # Editors type an unquoted `2021` or `no` before we see it; here it is what was written.
            pattern = {"pattern": f"^{kind.pattern}$"} if kind.pattern else {}
            return {"type": ["string", "number", "boolean"]} | pattern
        case Flag():
            return {"type": "boolean"}
        case Many():
            return {"type": "array", "items": describe(kind.of)}
        case Map():
            names = {"propertyNames": {"pattern": f"^{kind.key.pattern}$"}}
            shape = {"type": "object", "additionalProperties": describe(kind.of)}
            return shape | (names if kind.key.pattern else {})
        case Record():
            return {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: describe(each) for name, each in kind.fields.items()},
                "required": [name for name in kind.fields if name in kind.required],
            }
