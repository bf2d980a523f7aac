"""A whole glossary as files: from values to a mapping of paths, nothing written, no host known.

The MkDocs plugin hands the mapping to MkDocs, `glossary export markdown` writes it into a folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossary import atlas, listing, pages, reader, topics, widgets
from glossary import locale as locales
from glossary.compose import read_text
from glossary.demos_page import demos
from glossary.layout import layout
from glossary.pages import Page
from glossary.paths import Paths
from glossary.script import notebook
from glossary.search import Found, documents
from glossary.site import ASSETS, Site
from glossary.view import View
from glossary.whole import Glossary

_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Built:
    """The pages, and every other file of the site: path → content."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    searched: tuple[Found, ...] = ()  # what the search index is made of

    def documents(self) -> dict[str, bytes]:
        """Everything as files of a documentation folder, pages as Markdown."""
        return {page.source: page.markdown().encode() for page in self.pages} | dict(self.files)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a glossary says about itself on its first page: language → `title`, `lead`."""

    home: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def build(
    glossary: Glossary, site: Site, wording: Wording | None = None, *, browser_draws: bool = False
) -> Built:
    """All pages and files. Raises `Problems` where the words of a language are not complete."""
    words = wording.home if wording else {}
    found = []
    files: dict[str, bytes] = {}
    places = layout(glossary)
    files[atlas.DATA] = atlas.data(glossary, places)
    for language, locale in locales.read(glossary.config).items():
        found.append(listing.home(glossary, site, locale, words.get(language, {})))
        found.append(listing.a_z(glossary, site, locale))
        found += topics.pages(glossary, site, locale)
        if glossary.config.demos:
            found.append(demos(glossary, site, locale))
        found.append(atlas.atlas(glossary, site, locale, places))
        ways = Paths(glossary, site, locale)
        found += [ways.chooser(), *map(ways.page, glossary.terms)]
        files[ways.data_path] = ways.data()
        found += [reader.review(site, locale), reader.settings(site, locale)]
        for slug in glossary.terms:
            view = View(glossary, site, locale, slug)
            found.append(pages.term(view, browser_draws=browser_draws))
            files[f"{site.prefix(language)}terms/{slug}.json"] = _json(term_data(view))
            files[f"{site.prefix(language)}review/{slug}.json"] = _json(reader.quiz_data(view))
    files["graph.json"] = _json(graph_data(glossary, site))
    files |= scripts(glossary, site) | assets() | widgets.files(glossary)
    return Built(tuple(found), files, documents(glossary, site, locales.read(glossary.config)))


def scripts(glossary: Glossary, site: Site) -> dict[str, bytes]:
    """The demos to download, as scripts and as notebooks."""
    demos = glossary.config.demos
    files: dict[str, bytes] = {}
    for name in glossary.results if demos else ():
        assert demos is not None
        code = read_text(demos.source / f"{name}.py", f"{name}.py")
        files[f"demos/{name}.py"] = code.encode()
        files[f"demos/{name}.ipynb"] = notebook(code, site.repository).encode()
    return files


def assets() -> dict[str, bytes]:
    """The stylesheet, the script and the fonts that every page shares."""
    return {
        f"{ASSETS}/{path.relative_to(_ASSETS).as_posix()}": path.read_bytes()
        for path in sorted(_ASSETS.rglob("*"))
        if path.is_file() and path.suffix in {".css", ".js", ".woff2", ".svg", ".txt"}
    }


def term_data(view: View) -> dict[str, Any]:
    """A term for machines, in the language of its page; texts are Markdown."""
    term, result = view.term, view.glossary.demo(view.slug)
    data: dict[str, Any] = {
        "slug": view.slug,
        "language": view.language,
        "url": view.site.canonical(view.key, view.language),
        "name": term.name,
        "aliases": list(term.aliases),
        "topic": term.topic,
        "level": view.level,
        "title": view.title,
        "summary": view.description,
        "definition": term.definition.strip(),
        "explanation": term.explanation.strip(),
        "eli5": term.eli5.strip(),
        "expert": term.expert.strip(),
        "edges": [
            {"kind": n.kind, "slug": n.slug, "reason": n.reason}
            for n in view.glossary.neighbours(view.slug, view.language)
        ],
        "sources": [
            {"title": s.title, "authors": s.authors, "year": s.year, "id": s.id, "says": s.says}
            for s in term.sources
        ],
        "stale": view.stale,
    }
    if result:
        data["demo"] = {
            "name": result.demo,
            "claim": term.claim,
            "refuted_if": term.refuted_if,
            "holds": result.holds,
            "control_holds": result.control.holds,
            "runs": [{"seed": run.seed, "measured": dict(run.measured)} for run in result.runs],
            "control_runs": [
                {"seed": run.seed, "measured": dict(run.measured)} for run in result.control.runs
            ],
            "measures": dict(term.measures),
            "units": dict(result.units),
        }
    return data


def graph_data(glossary: Glossary, site: Site) -> dict[str, Any]:
    """The whole graph for machines: names in every language, edges as declared."""
    return {
        "nodes": [
            {
                "slug": slug,
                "topic": term.topic,
                "level": glossary.level(slug),
                "names": {la: glossary.term(slug, la).name for la in glossary.languages},
                "urls": {la: site.canonical(f"terms/{slug}", la) for la in glossary.languages},
            }
            for slug, term in glossary.terms.items()
        ],
        "edges": [
            {
                "kind": edge.kind,
                "source": edge.source,
                "target": edge.target,
                "reasons": {
                    language: next(
                        found.reason
                        for found in glossary.term(slug, language).edges()
                        if (found.kind, found.target) == (edge.kind, edge.target)
                    )
                    for language in glossary.languages
                },
            }
            for slug, term in glossary.terms.items()
            for edge in term.edges()
        ],
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
