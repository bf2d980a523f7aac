"""The pages of the site as Markdown: headings as Markdown has them, the rest as finished HTML.

The headings stay Markdown so that any host finds its table of contents; between them stands HTML
in one piece, which a host that wants to be quick need not read (`Page.skeleton`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.urls import Urls

_HTML: Final = re.compile(r"^<<<\n(.*?)^>>>$", re.M | re.S)
_SLOT: Final = '<div id="glossary-part-{}"></div>'
_SLOTS: Final = re.compile(_SLOT.format(r"(\d+)"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `parts` are the pieces of HTML, whose places in `frame` are numbered slots."""

    key: str
    language: str
    source: str
    meta: Mapping[str, Any]
    frame: str
    parts: Sequence[str]

    def skeleton(self) -> str:
        """The Markdown with empty slots instead of the HTML, to be filled by `fill`.

        Nothing in it begins a tag of Jinja, and mkdocs-macros is told to leave the page alone.
        """
        head = {**self.meta, "render_macros": False}
        meta = "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in head.items())
        return f"---\n{meta}---\n\n{self.frame}"

    def fill(self, html: str) -> str:
        """What the host made of the skeleton, with the HTML in the slots."""
        return _SLOTS.sub(self._part, html)

    def _part(self, slot: re.Match[str]) -> str:
        number = int(slot[1])
        return self.parts[number] if number < len(self.parts) else slot[0]

    def markdown(self) -> str:
        """The whole page. No line of the HTML can begin a fence, which Markdown looks for first.

        Each piece begins at the start of a line with a tag of a block, and so does what follows it
        in the piece: Markdown keeps it as it is, and no wrapper comes between it and the page.
        """

        def inert(slot: re.Match[str]) -> str:
            return (
                self._part(slot)
                .replace("```", "&#96;&#96;&#96;")
                .replace("~~~", "&#126;&#126;&#126;")
            )

        return _SLOTS.sub(inert, self.skeleton())


def page(
    template: str, key: str, locale: Locale, site: Urls, meta: Mapping[str, Any], **values: Any
) -> Page:
    """The page that a template makes of the values; `key` names its place (see `Urls`)."""
    text = _environment().get_template(template).render(t=locale, site=site, **values)
    parts: list[str] = []

    def slot(match: re.Match[str]) -> str:
        parts.append(match[1].strip())
        return _SLOT.format(len(parts) - 1)

    frame = re.sub(r"\n{3,}", "\n\n", _HTML.sub(slot, text)).strip() + "\n"
    source = site.source(key, locale.language)
    return Page(key, locale.language, source, dict(meta), frame, tuple(parts))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["literal"] = literal
    return environment


def literal(words: str) -> Markup:
    """Text as it may stand in a Markdown heading: nothing in it is read as markup."""
    return Markup("".join(c if c.isalnum() or c in " -’'.,–?" else f"&#{ord(c)};" for c in words))
