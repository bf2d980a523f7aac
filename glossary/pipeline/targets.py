"""The build targets of a site, each a function of the glossary alone.

A target is as small as what one edit changes: the page of a term with its data, its path, a list.
No target knows of another, so each can be made anew without the others (see `incremental`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from glossary.i18n.catalog import Locale
from glossary.model import results, widgets
from glossary.model.glossary import Glossary
from glossary.model.urls import ASSETS, Urls
from glossary.pages import a_z, reader_data, redirects, search_records, topics
from glossary.pages import map as map_page
from glossary.pages.demos import demos
from glossary.pages.home import home
from glossary.pages.json_data import as_json, graph_data, term_data
from glossary.pages.page import Page
from glossary.pages.paths import Paths
from glossary.pages.search_records import SearchRecord
from glossary.pages.term import term_page
from glossary.pages.term_view import View
from glossary.render.colours import stylesheet
from glossary.render.diagrams.layered import layout
from glossary.render.notebook import notebook
from glossary.sources.parser import read_text
from glossary.utils.resources import PACKAGE
from glossary.utils.spool import Content

_ASSETS = PACKAGE / "assets"

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
class Output:
    """What a target makes: pages, other files by path, and records for the search index."""

    pages: tuple[Page, ...] = ()
    files: Mapping[str, Content] = field(default_factory=dict)
    search_records: tuple[SearchRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a target depends on but the glossary."""

    site: Urls
    locales: Mapping[str, Locale]
    home: Mapping[str, Mapping[str, str]]
    browser_draws: bool = False


Target = Callable[[Glossary], Output]


def all_targets(glossary: Glossary, context: Context) -> dict[str, Target]:
    """Every target by name, in the order of the pages."""
    targets: dict[str, Target] = {"map": partial(_map, context)}
    for language, locale in context.locales.items():
        of_language = _targets(glossary, context, locale)
        targets |= {f"{name} {language}": target for name, target in of_language.items()}
    return targets | {"graph": partial(_graph, context), "scripts": partial(_scripts, context)}


def _targets(glossary: Glossary, context: Context, locale: Locale) -> dict[str, Target]:
    site, language = context.site, locale.language

    def pages_of(*renderers: Callable[[Glossary], Page]) -> Target:
        return lambda g: Output(tuple(render(g) for render in renderers))

    def paths(g: Glossary) -> Paths:
        return Paths(g, site, locale)

    def chooser(g: Glossary) -> Output:
        learning_paths = paths(g)
        return Output(
            (learning_paths.chooser(),), {learning_paths.data_path: learning_paths.data()}
        )

    def path(slug: str) -> Target:
        return pages_of(lambda g: paths(g).page(slug))

    def term(slug: str) -> Target:
        return lambda g: _term(context, View(g, site, locale, slug))

    targets: dict[str, Target] = {
        "home": pages_of(lambda g: home(paths(g), context.home.get(language, {}))),
        "a-z": pages_of(lambda g: a_z.a_z(g, site, locale)),
        "topics": pages_of(lambda g: topics.overview(g, site, locale)),
    }
    for key in glossary.topics:
        targets[f"topics/{key}"] = pages_of(partial(_topic, context, locale, key))
    if glossary.config.demos:
        targets["demos"] = pages_of(lambda g: demos(g, site, locale))
    targets["paths"] = chooser
    targets |= {f"path/{slug}": path(slug) for slug in glossary.terms}
    targets["reader"] = pages_of(
        lambda _: reader_data.review(site, locale), lambda _: reader_data.settings(site, locale)
    )
    targets |= {f"terms/{slug}": term(slug) for slug in glossary.terms}
    targets["search topics"] = lambda g: Output(
        search_records=search_records.of_topics(g, site, locale)
    )
    return targets


def _topic(context: Context, locale: Locale, key: str, glossary: Glossary) -> Page:
    return topics.topic(glossary, context.site, locale, key)


def _map(context: Context, glossary: Glossary) -> Output:
    positions = layout(glossary)
    pages = (
        map_page.atlas(glossary, context.site, locale, positions)
        for locale in context.locales.values()
    )
    return Output(tuple(pages), {map_page.DATA: map_page.data(glossary, positions)})


def _term(context: Context, view: View) -> Output:
    prefix = context.site.prefix(view.language)
    page = term_page(view, browser_draws=context.browser_draws)
    files = {
        f"{prefix}terms/{view.slug}.json": as_json(term_data(view)),
        f"{prefix}review/{view.slug}.json": as_json(reader_data.quiz_data(view)),
    }
    return Output((page,), files | redirects.of_term(view, files), (search_records.of_term(view),))


def _graph(context: Context, glossary: Glossary) -> Output:
    return Output(files={"graph.json": as_json(graph_data(glossary, context.site))})


def _scripts(context: Context, glossary: Glossary) -> Output:
    files: dict[str, Content] = {**scripts(glossary, context.site)}
    files |= assets(glossary.config.colours)
    return Output(files=files | widgets.site_files(glossary))


def scripts(glossary: Glossary, site: Urls) -> dict[str, bytes]:
    """The demos to download, as scripts and as notebooks."""
    demos = glossary.config.demos
    files: dict[str, bytes] = {}
    if demos is None:
        return files
    for name, result in glossary.results.items():
        script = results.script(demos, name)
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
