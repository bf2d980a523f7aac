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

from glossary.locale import Locale
from glossary.metadata import defined_term
from glossary.offer import offer
from glossary.run import shown
from glossary.site import Site
from glossary.view import View

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


def term(view: View, *, browser_draws: bool = False) -> Page:
    """The page of a term; `browser_draws` where the host can draw what could not be drawn here."""
    config, site = view.glossary.config, view.site
    folder = config.terms.relative_to(config.root).as_posix()
    path = f"{folder}/{site.prefix(view.language)}{view.slug}.yml"
    topic = site.address(f"topics/{view.term.topic}", view.language)
    return page(
        "term.md.j2",
        view.key,
        view.locale,
        site,
        {
            "title": view.title,
            "description": view.description,
            "hide": ["navigation"],
            "defined_term": defined_term(view),
        },
        view=view,
        run=shown(view),
        offer=offer(view),
        browser_draws=browser_draws,
        edit_path=path,
        edit_link=site.edit_link(path),
        json_path=f"{site.prefix(view.language)}terms/{view.slug}.json",
        path_href=site.href(view.address, site.address(f"path/{view.slug}", view.language)),
        topic_href=site.href(view.address, topic),
        original_language=config.languages.get(site.default, site.default),
        original_href=site.href(view.address, site.address(view.key, site.default)),
    )


def page(
    template: str, key: str, locale: Locale, site: Site, meta: Mapping[str, Any], **values: Any
) -> Page:
    """The page that a template makes of the values; `key` names its place (see `Site`)."""
    whole = _environment().get_template(template).render(t=locale, site=site, **values)
    parts: list[str] = []

    def slot(match: re.Match[str]) -> str:
        parts.append(match[1].strip())
        return _SLOT.format(len(parts) - 1)

    frame = re.sub(r"\n{3,}", "\n\n", _HTML.sub(slot, whole)).strip() + "\n"
    source = site.source(key, locale.language)
    return Page(key, locale.language, source, dict(meta), frame, tuple(parts))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates" / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["literal"] = literal
    return environment


def literal(words: str) -> Markup:
    """Text as it may stand in a Markdown heading: nothing in it is read as markup."""
    return Markup("".join(c if c.isalnum() or c in " -’'.,–?" else f"&#{ord(c)};" for c in words))
