"""The settings of the site in mkdocs.yml, for the export to another engine.

The plugin gets the same from its host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossary.integrations.escaping import SETTINGS
from glossary.model.urls import Urls
from glossary.sources import mkdocs_yml


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The site, its folder of hand-written pages, and what its theme is told."""

    site: Urls
    docs: Path
    theme: Path | None = None  # `custom_dir`
    extensions: tuple[str, ...] = ()
    home: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)  # settings that a theme prints


def read_settings(file: Path, default: str) -> SiteSettings:
    """The site that an mkdocs.yml describes, whose default language is `default`."""
    values = mkdocs_yml.values(file)
    theme = values.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    extra = values.get("extra")
    section = extra.get("glossary") if isinstance(extra, dict) else None
    home = section.get("home") if isinstance(section, dict) else None
    return SiteSettings(
        site=Urls(
            name=_text(values, "site_name") or "Glossary",
            default=default,
            url=_text(values, "site_url"),
            repository=_text(values, "repo_url"),
            edit=_text(values, "edit_uri"),
            directory_urls=_text(values, "use_directory_urls") != "false",
        ),
        docs=file.parent / (_text(values, "docs_dir") or "docs"),
        theme=file.parent / custom if isinstance(custom, str) else None,
        extensions=mkdocs_yml.names(values.get("markdown_extensions")),
        home=home if isinstance(home, dict) else {},
        printed={key: text for key in SETTINGS if (text := _text(values, key))},
    )


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""
