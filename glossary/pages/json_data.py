"""What machines read: each term with its edges and its demo, the whole graph, JSON-LD of a page."""

from __future__ import annotations

import json
from typing import Any

from glossary.model.glossary import Glossary
from glossary.model.term import PROSE
from glossary.model.urls import Urls
from glossary.pages.term_view import View


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
        **{key: getattr(term, key).strip() for key in PROSE},
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


def graph_data(glossary: Glossary, site: Urls) -> dict[str, Any]:
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


def as_json(value: Any) -> bytes:
    """A file that machines read and people can."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def defined_term(view: View) -> dict[str, Any]:
    """JSON-LD of a term page; addresses only where the site knows its own."""
    site, term = view.site, view.term
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": view.title,
        "description": view.description,
        "inLanguage": view.language,
        "termCode": view.slug,
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": view.site_name},
    }
    if term.aliases:
        data["alternateName"] = list(term.aliases)
    if site.url:
        data["url"] = site.canonical(view.key, view.language)
        data["inDefinedTermSet"]["url"] = site.canonical("index", view.language)
    return data
