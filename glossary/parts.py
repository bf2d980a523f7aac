"""The parts that a site is put together from, each a function of the glossary alone.

A part is as small as what one edit changes: the page of a term with its data, its path, a list.
No part knows of another, so each can be made anew without the others (see `renew`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from glossary import atlas, listing, pages, reader, redirects, search, topics, widgets
from glossary import results as recorded
from glossary.colours import stylesheet
from glossary.compose import read_text
from glossary.data import as_json, graph_data, term_data
from glossary.demos_page import demos
from glossary.home import home
from glossary.layout import layout
from glossary.locale import Locale
from glossary.pages import Page
from glossary.paths import Paths
from glossary.script import notebook
from glossary.search import Found
from glossary.shelf import Content
from glossary.site import ASSETS, Site
from glossary.view import View
from glossary.whole import Glossary

_ASSETS = Path(__file__).parent / "assets"

STYLESHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "glossary.css": (
        *("fonts", "tokens", "material", "material_header", "base", "header", "tables", "widget"),
        *("term", "diagram", "demo", "quiz", "cards", "home", "a_z", "topics", "demos_table"),
        *("progress", "reader", "footer", "toast", "hovercard", "search", "print"),
    ),
    "map.css": ("map", "map_outline"),
    "paths.css": ("paths", "path_steps"),
}
"""Stylesheet of the site → the files of `assets/css` that it is joined from, one request each.

The order counts: of two rules that are equally specific, the later one holds.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What a part is: pages, other files by path, and what search is told."""

    pages: tuple[Page, ...] = ()
    files: Mapping[str, Content] = field(default_factory=dict)
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that a part depends on but the glossary."""

    site: Site
    locales: Mapping[str, Locale]
    home: Mapping[str, Mapping[str, str]]
    browser_draws: bool = False


Part = Callable[[Glossary], Made]


def parts(glossary: Glossary, given: Given) -> dict[str, Part]:
    """Every part by name, in the order of the pages."""
    found: dict[str, Part] = {"map": partial(_map, given)}
    for language, locale in given.locales.items():
        some = _parts(glossary, given, locale)
        found |= {f"{name} {language}": part for name, part in some.items()}
    return found | {"graph": partial(_graph, given), "scripts": partial(_scripts, given)}


def _parts(glossary: Glossary, given: Given, locale: Locale) -> dict[str, Part]:
    site, language = given.site, locale.language

    def pages_of(*made: Callable[[Glossary], Page]) -> Part:
        return lambda g: Made(tuple(make(g) for make in made))

    def paths(g: Glossary) -> Paths:
        return Paths(g, site, locale)

    def chooser(g: Glossary) -> Made:
        ways = paths(g)
        return Made((ways.chooser(),), {ways.data_path: ways.data()})

    def path(slug: str) -> Part:
        return pages_of(lambda g: paths(g).page(slug))

    def term(slug: str) -> Part:
        return lambda g: _term(given, View(g, site, locale, slug))

    found: dict[str, Part] = {
        "home": pages_of(lambda g: home(paths(g), given.home.get(language, {}))),
        "a-z": pages_of(lambda g: listing.a_z(g, site, locale)),
        "topics": pages_of(lambda g: topics.overview(g, site, locale)),
    }
    for key in glossary.topics:
        found[f"topics/{key}"] = pages_of(partial(_topic, given, locale, key))
    if glossary.config.demos:
        found["demos"] = pages_of(lambda g: demos(g, site, locale))
    found["paths"] = chooser
    found |= {f"path/{slug}": path(slug) for slug in glossary.terms}
    found["reader"] = pages_of(
        lambda _: reader.review(site, locale), lambda _: reader.settings(site, locale)
    )
    found |= {f"terms/{slug}": term(slug) for slug in glossary.terms}
    found["found topics"] = lambda g: Made(found=search.of_topics(g, site, locale))
    return found


def _topic(given: Given, locale: Locale, key: str, glossary: Glossary) -> Page:
    return topics.topic(glossary, given.site, locale, key)


def _map(given: Given, glossary: Glossary) -> Made:
    places = layout(glossary)
    drawn = (atlas.atlas(glossary, given.site, locale, places) for locale in given.locales.values())
    return Made(tuple(drawn), {atlas.DATA: atlas.data(glossary, places)})


def _term(given: Given, view: View) -> Made:
    prefix = given.site.prefix(view.language)
    page = pages.term(view, browser_draws=given.browser_draws)
    files = {
        f"{prefix}terms/{view.slug}.json": as_json(term_data(view)),
        f"{prefix}review/{view.slug}.json": as_json(reader.quiz_data(view)),
    }
    return Made((page,), files | redirects.of_term(view, files), (search.of_term(view),))


def _graph(given: Given, glossary: Glossary) -> Made:
    return Made(files={"graph.json": as_json(graph_data(glossary, given.site))})


def _scripts(given: Given, glossary: Glossary) -> Made:
    files: dict[str, Content] = {**scripts(glossary, given.site)}
    files |= assets(glossary.config.colours)
    return Made(files=files | widgets.files(glossary))


def scripts(glossary: Glossary, site: Site) -> dict[str, bytes]:
    """The demos to download, as scripts and as notebooks."""
    demos = glossary.config.demos
    files: dict[str, bytes] = {}
    if demos is None:
        return files
    for name, result in glossary.results.items():
        script = recorded.script(demos, name)
        code = read_text(script, script.name)
        path = script.relative_to(glossary.config.root).as_posix()
        files[f"demos/{name}.py"] = code.encode()
        files[f"demos/{name}.ipynb"] = notebook(
            code, path, site.repository, result.runs[0].seed
        ).encode()
    return files


def assets(colours: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The stylesheets, the scripts and the fonts that pages share."""
    files = {
        f"{ASSETS}/{path.relative_to(_ASSETS).as_posix()}": path.read_bytes()
        for path in sorted(_ASSETS.rglob("*"))
        if path.is_file() and path.suffix in {".js", ".woff2", ".svg", ".txt"}
    }
    for name, sources in STYLESHEETS.items():
        css = [(_ASSETS / "css" / f"{source}.css").read_bytes() for source in sources]
        files[f"{ASSETS}/{name}"] = b"\n".join(css)
    files[f"{ASSETS}/glossary.css"] += stylesheet(colours or {}).encode()
    return files
