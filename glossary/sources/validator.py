"""The validator: YAML nodes against a schema, in one pass that collects every problem."""

from __future__ import annotations

import re
from typing import Any

import yaml

from glossary.errors import Problem, did_you_mean
from glossary.sources.parser import at
from glossary.sources.schema import Flag, Many, Map, Record, SchemaKind, Text


class Validator:
    """Collects what is wrong in one file while its nodes are read."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []

    def wrong(self, node: Any, message: str, hint: str = "") -> None:
        """Notes that something is wrong where `node` begins."""
        self.problems.append(Problem(at(node, self.shown), message, hint))

    def file(self, kind: Record, node: Any) -> dict[str, Any] | None:
        """The values of a whole file; None where it is not even a mapping."""
        return self._record(kind, node, "") if self._is(node, yaml.MappingNode, "", _M) else None

    def read(self, kind: SchemaKind, node: Any, label: str) -> Any:
        """The value of a node, called `label` in messages; empty where it is of another type."""
        match kind:
            case Text():
                return self._text(kind, node, label)
            case Record():
                return self._record(kind, node, label)
            case Map(of):
                is_of_type = self._is(node, yaml.MappingNode, label, _M)
                pairs = self.pairs(node) if is_of_type else []
                for key, _ in pairs if kind.key.pattern else ():
                    if not re.fullmatch(kind.key.pattern, key.value):
                        message = f'a key of "{label}" must be {kind.key.shape}'
                        self.wrong(key, f'{message}, found "{key.value}"', kind.key.says)
                return {key.value: self.read(of, value, key.value) for key, value in pairs}
            case Many(of):
                is_of_type = self._is(node, yaml.SequenceNode, label, "a list")
                return tuple([self.read(of, each, label) for each in node.value if is_of_type])
            case Flag():
                return self._flag(node, label)

    def pairs(self, node: Any) -> list[tuple[Any, Any]]:
        """The pairs of a mapping, without those whose key is no text or stands twice."""
        seen: dict[str, Any] = {}
        unique = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.wrong(key, f"a key must be text, found {_found(key)}")
            elif key.value in seen:
                line = seen[key.value].start_mark.line + 1
                self.wrong(key, f'duplicate key "{key.value}", first on line {line}', "keep one")
            else:
                seen[key.value] = key
                unique.append((key, value))
        return unique

    def _is(self, node: Any, node_class: type, label: str, expected: str) -> bool:
        if isinstance(node, node_class):
            return True
        subject = f'"{label}" must be {expected}' if label else f"the file must hold {expected}"
        hint = (
            "leave the key out where there is nothing to say" if _found(node) == "nothing" else ""
        )
        self.wrong(node, f"{subject}, found {_found(node)}", hint)
        return False

    def _text(self, kind: Text, node: Any, label: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._is(node, yaml.ScalarNode, label, "text")
            return ""
        value: str = node.value.rstrip()
        if not value:
            self.wrong(node, f'"{label}" is empty', "fill it in, or leave the key out")
        elif kind.pattern and not re.fullmatch(kind.pattern, value):
            self.wrong(node, f'"{label}" must be {kind.shape}, found "{value}"')
        elif kind.one_line and "\n" in value:
            self.wrong(node, f'"{label}" must be one line')
        return value

    def _flag(self, node: Any, label: str) -> bool:
        if not self._is(node, yaml.ScalarNode, label, "true or false"):
            return False
        if node.value not in ("true", "false"):
            self.wrong(node, f'"{label}" must be true or false, found "{node.value}"')
        return node.value in ("true", "yes", "on")  # meant so: one mistake, one problem

    def _record(self, kind: Record, node: Any, label: str) -> dict[str, Any]:
        if not self._is(node, yaml.MappingNode, label, _M):
            return {}
        values = {}
        for key, value in self.pairs(node):
            field = kind.fields.get(key.value)
            if field is None and (why := kind.elsewhere.get(key.value)):
                self.wrong(key, f'"{key.value}" does not stand here', why)
            elif field is None:
                guess = did_you_mean(key.value, kind.fields)
                hint = f"keys: {', '.join(kind.fields)}"
                self.wrong(key, f'unknown key "{key.value}"{guess}', hint)
            elif key.value in kind.required and isinstance(field, Text) and _is_empty(value):
                self.wrong(value, f'"{key.value}" is empty', field.says)
                values[key.value] = ""
            else:
                values[key.value] = self.read(field, value, key.value)
        for name in kind.fields:
            if name in kind.required and name not in values:
                self.wrong(node, f'missing key "{name}"', kind.fields[name].says)
        return values


_M = "a mapping"


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value.rstrip()


def _found(node: Any) -> str:
    if isinstance(node, yaml.ScalarNode):
        return "text" if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else _M
