"""What mkdocs.yml says of the site itself, read without MkDocs: for exporting to another engine.

The plugin gets the same from its host. Values with tags of the host's own (`!ENV`) are passed over:
what cannot be known here is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from glossary.config import shown
from glossary.document import Document
from glossary.escaping import SETTINGS
from glossary.site import Site


@dataclass(frozen=True, slots=True)
class Hosted:
    """The site, its folder of hand-written pages, and what its theme is told."""

    site: Site
    docs: Path
    theme: Path | None = None  # `custom_dir`
    extensions: tuple[str, ...] = ()
    home: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)  # settings that a theme prints


def read(file: Path, default: str) -> Hosted:
    """The site that an mkdocs.yml describes, whose default language is `default`."""
    values = _values(file)
    theme = values.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    extra = values.get("extra")
    said = extra.get("glossary") if isinstance(extra, dict) else None
    home = said.get("home") if isinstance(said, dict) else None
    return Hosted(
        site=Site(
            name=_text(values, "site_name") or "Glossary",
            default=default,
            url=_text(values, "site_url"),
            repository=_text(values, "repo_url"),
            edit=_text(values, "edit_uri"),
            directory_urls=_text(values, "use_directory_urls") != "false",
        ),
        docs=file.parent / (_text(values, "docs_dir") or "docs"),
        theme=file.parent / custom if isinstance(custom, str) else None,
        extensions=_names(values.get("markdown_extensions")),
        home=home if isinstance(home, dict) else {},
        printed={key: text for key in SETTINGS if (text := _text(values, key))},
    )


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _names(entries: Any) -> tuple[str, ...]:
    """The names in a list of extensions, each with or without options."""
    return tuple(
        name
        for entry in (entries if isinstance(entries, list | dict) else ())
        for name in (entry if isinstance(entry, dict) else [entry])
        if isinstance(name, str)
    )


def _values(file: Path) -> dict[str, Any]:
    """The values of the file over those of the one that it inherits from; all scalars as text."""
    values = _plain(Document(file, shown(file)).compose(strict=False))
    if not isinstance(values, dict):
        return {}
    parent = values.get("INHERIT")
    if isinstance(parent, str) and (file.parent / parent).exists():
        return _merged(_values(file.parent / parent), values)
    return values


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = below | above
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            both[key] = _merged(below[key], value)
    return both


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value if _is_text(key)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value if _is_text(node) and node.value else None


def _is_text(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not str(node.tag).startswith("!")
