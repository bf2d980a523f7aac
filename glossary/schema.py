"""The one model of the files: from it come the reading, the messages and the JSON Schema.

A kind of value knows two things: how to read itself from a YAML node, and how to describe itself to
an editor. Reading goes on after a mistake, so that all of them are found in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from glossary.document import at
from glossary.problem import Place, Problem, did_you_mean

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


class Reader:
    """Collects what is wrong in one file while its nodes are read."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []

    def wrong(self, node: Any, message: str, hint: str = "") -> None:
        self.problems.append(Problem(at(node, self.shown), message, hint))

    def wrong_type(self, node: Any, label: str, expected: str) -> None:
        found = "nothing" if isinstance(node, yaml.ScalarNode) and not node.value else _found(node)
        self.wrong(node, f'"{label}" must be {expected}, found {found}')


def _found(node: Any) -> str:
    if isinstance(node, yaml.ScalarNode):
        return "text"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


class Kind(Protocol):
    """A kind of value. `label` is what messages call it."""

    @property
    def says(self) -> str: ...

    def read(self, node: Any, reader: Reader, label: str) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Text:
    """Text; with a pattern, text of that shape, which `shape` puts into words."""

    says: str = ""
    pattern: str = ""
    shape: str = ""
    one_line: bool = False

    def read(self, node: Any, reader: Reader, label: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            reader.wrong_type(node, label, "text")
            return ""
        value: str = node.value.rstrip()
        if not value or value.isspace():
            reader.wrong(node, f'"{label}" is empty', "fill it in, or leave the key out")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            reader.wrong(node, f'"{label}" must be {self.shape}, found "{value}"')
        elif self.one_line and "\n" in value:
            reader.wrong(node, f'"{label}" must be one line')
        return value

    def schema(self) -> dict[str, Any]:
        # Editors type `2021` and `no` before we see them; here they are the text that was written.
        types = "string" if not self.pattern else ["string", "number", "boolean"]
        return {"type": types} | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


@dataclass(frozen=True)
class Yes:
    """`true`, the one thing a flag that is there can say."""

    says: str = ""

    def read(self, node: Any, reader: Reader, label: str) -> bool:
        if not isinstance(node, yaml.ScalarNode) or node.value not in ("true", "false"):
            value = node.value if isinstance(node, yaml.ScalarNode) else ""
            reader.wrong_type(node, label, "true") if not value else reader.wrong(
                node, f'"{label}" must be true or false, found "{value}"'
            )
            return False
        return bool(node.value == "true")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Many:
    """A list of one kind."""

    of: Kind
    says: str = ""

    def read(self, node: Any, reader: Reader, label: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            reader.wrong_type(node, label, "a list")
            return ()
        return tuple(self.of.read(each, reader, label) for each in node.value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": described(self.of)}


@dataclass(frozen=True)
class Map:
    """A mapping from names that the writer chooses to one kind."""

    of: Kind
    says: str = ""

    def read(self, node: Any, reader: Reader, label: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            reader.wrong_type(node, label, "a mapping")
            return {}
        return {k.value: self.of.read(v, reader, k.value) for k, v in pairs(node, reader)}

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": described(self.of)}


@dataclass(frozen=True)
class Record:
    """A mapping with known keys; `required` ones must be there."""

    fields: Mapping[str, Kind]
    required: frozenset[str] = field(default_factory=frozenset)
    says: str = ""

    def read(self, node: Any, reader: Reader, label: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            reader.wrong_type(node, label, "a mapping") if label else reader.wrong(
                node, f"a mapping is expected here, found {_found(node)}"
            )
            return {}
        values = {}
        for key, value in pairs(node, reader):
            kind = self.fields.get(key.value)
            if kind is None:
                known = did_you_mean(key.value, self.fields)
                reader.wrong(
                    key, f'unknown key "{key.value}"{known}', f"keys: {_list(self.fields)}"
                )
            else:
                values[key.value] = kind.read(value, reader, key.value)
        for name in self.required - values.keys():
            reader.wrong(node, f'missing key "{name}"', self.fields[name].says)
        return values

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: described(kind) for name, kind in self.fields.items()},
            "required": [name for name in self.fields if name in self.required],
        }


def pairs(node: Any, reader: Reader) -> list[tuple[Any, Any]]:
    """The pairs of a mapping, without those whose key is no text or stands twice."""
    seen: dict[str, Any] = {}
    kept = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            reader.wrong(key, f"a key must be text, found {_found(key)}")
        elif key.value in seen:
            first = Place(reader.shown, seen[key.value].start_mark.line + 1).line
            reader.wrong(key, f'duplicate key "{key.value}", first on line {first}', "keep one")
        else:
            seen[key.value] = key
            kept.append((key, value))
    return kept


def described(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind with its description, which editors show on hover."""
    return kind.schema() | ({"description": kind.says} if kind.says else {})


def _list(names: Mapping[str, Kind]) -> str:
    return ", ".join(names)
