"""What machines are told of a page in its head: a term as a schema.org DefinedTerm."""

from __future__ import annotations

from typing import Any

from glossary.view import View


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
