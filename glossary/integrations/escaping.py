"""Escapes the texts that a theme prints without escaping them.

MkDocs' templates do not escape, and Material prints texts of ours and of mkdocs.yml without a
filter. Each text is therefore handed over as `Markup`: the filter `e` leaves that alone, so nothing
is escaped twice. Hosts are known by their attributes; no import of MkDocs here.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from html import escape, unescape
from typing import Any, Final

from markupsafe import Markup

META: Final = ("title", "description", "author", "subtitle")
SETTINGS: Final = ("site_name", "site_description", "site_author", "repo_name", "repo_url")


def printed(value: Any) -> Any:
    """The text as HTML that shows it, in an element or between double quotes; all else as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(escape(value, quote=False).replace('"', "&quot;"))


def plain(value: Any) -> Any:
    """What `printed` was given."""
    return value.unescape() if isinstance(value, Markup) else value


def settings(config: Any) -> None:
    """Those texts of the configuration that a theme prints."""
    for key in SETTINGS:
        config[key] = printed(config[key])


def restore(config: Any) -> None:
    """The configuration as other plugins know it."""
    for key in SETTINGS:
        config[key] = plain(config[key])


def page(host_page: Any) -> None:
    """What a theme prints of a page, on it and in the menus of others."""
    meta: MutableMapping[str, Any] = host_page.meta
    for key in META:
        if key in meta:
            meta[key] = printed(meta[key])
    host_page.canonical_url = printed(host_page.canonical_url)
    host_page.edit_url = printed(host_page.edit_url)
    # A title of the menu or of the head is text; one taken from a heading is HTML already.
    if "title" in vars(host_page):
        host_page.title = printed(host_page.title)
    elif "title" not in meta:
        host_page.title = printed(unescape(host_page.title or ""))


def title(host_page: Any) -> str:
    """The title of a page as text."""
    value = host_page.title or ""
    written = "title" in vars(host_page) or "title" in host_page.meta
    return str(value) if written and not isinstance(value, Markup) else unescape(value)


def menu(items: Iterable[Any]) -> None:
    """The titles of sections and links, however deep; pages have theirs from `page`."""
    for item in items:
        if not hasattr(item, "meta"):
            item.title = printed(item.title)
        menu(item.children or ())


def palette(schemes: Any) -> Any:
    """The texts of the colour schemes; the name of an icon is a file's and is not printed."""
    if isinstance(schemes, list):
        return [palette(scheme) for scheme in schemes]
    if isinstance(schemes, dict):
        return {key: v if key == "icon" else palette(v) for key, v in schemes.items()}
    return printed(schemes)
