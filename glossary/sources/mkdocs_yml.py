"""mkdocs.yml, read without MkDocs: our two sections of it, and the values of the site itself.

The command line must answer in milliseconds and the core must not know its host. A file is composed
once for all who ask, and what it inherits from (`INHERIT`) lies below it. `!ENV` means what it
means to MkDocs; any other tag belongs to a host or a plugin and its value counts as not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from glossary.errors import display_path
from glossary.sources.parser import compose, read_text

_NULL = ("", "~", "null", "Null", "NULL")


def section(file: Path) -> Any:
    """The node of `glossary:` under `plugins:`, or None."""
    for root in _roots(file):
        plugins = _value(root, "plugins")
        for entry in plugins.value if isinstance(plugins, yaml.CollectionNode) else ():
            if isinstance(entry, tuple) and entry[0].value == "glossary":
                return entry[1]
            if isinstance(entry, yaml.ScalarNode) and entry.value == "glossary":
                return entry
            if (node := _value(entry, "glossary")) is not None:
                return node
    return None


def extra(file: Path) -> Any:
    """The node of `glossary:` under `extra:`, or None."""
    nodes = (_value(_value(root, "extra"), "glossary") for root in _roots(file))
    return next((node for node in nodes if node is not None), None)


def values(file: Path) -> dict[str, Any]:
    """The values of the file over those of the one that it inherits from; all scalars as text."""
    merged: dict[str, Any] = {}
    for root in reversed([*_roots(file)]):
        mapping = plain(root)
        merged = _merged(merged, mapping) if isinstance(mapping, dict) else merged
    return merged


def names(entries: Any) -> tuple[str, ...]:
    """The names in a list of plugins or extensions, each with or without options."""
    return tuple(
        name
        for entry in (entries if isinstance(entries, list | dict) else ())
        for name in (entry if isinstance(entry, dict) else [entry])
        if isinstance(name, str)
    )


def has_tags(file: Path) -> bool:
    """Whether a value comes from elsewhere: from the environment, or from a host or a plugin."""
    return any(map(_tagged, _roots(file)))


def plain(node: Any) -> Any:
    """What a node says: mappings, lists and texts; None for nothing and for tags of others."""
    if node.tag == "!ENV":
        return _from_environment(node)
    if node.tag:
        return None
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value if _is_text(key)}
    if isinstance(node, yaml.SequenceNode):
        return [plain(each) for each in node.value]
    return None if not node.style and node.value in _NULL else node.value


def _roots(file: Path) -> Iterator[Any]:
    """The root of the file, then of what it inherits from; a ring ends where it closes."""
    seen: set[Path] = set()
    while file.resolve() not in seen:
        seen.add(file.resolve())
        root = _root(read_text(file, display_path(file)), display_path(file))
        yield root
        parent = _value(root, "INHERIT")
        if not isinstance(parent, yaml.ScalarNode) or not (file.parent / parent.value).is_file():
            return
        file = file.parent / parent.value


@lru_cache(maxsize=8)
def _root(text: str, name: str) -> Any:
    return compose(text, name, strict=False)


def _value(node: Any, name: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = below | above
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            both[key] = _merged(below[key], value)
    return both


def _from_environment(node: Any) -> Any:
    """`!ENV NAME`, or `!ENV [NAME, OTHER, default]`."""
    names = [*node.value] if isinstance(node, yaml.SequenceNode) else [node]
    default = plain(names.pop()) if len(names) > 1 else None
    return next((os.environ[n.value] for n in names if n.value in os.environ), default)


def _is_text(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.tag


def _tagged(node: Any) -> bool:
    if node.tag or isinstance(node, yaml.ScalarNode):
        return bool(node.tag)
    pairs = isinstance(node, yaml.MappingNode)
    return any(map(_tagged, chain.from_iterable(node.value) if pairs else node.value))
