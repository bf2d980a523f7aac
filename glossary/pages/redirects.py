"""Pages at the addresses that terms had before, which lead to where they are now.

They are files beside the pages, not pages: lists, search, menus and the sitemap never see them.
With scripting the part of the address after # is kept; without it the browser is told to go on,
and a link stands there for whoever is not taken along.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.pages.term_view import View


def of_term(view: View, present: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path → content of what stands at the former addresses of a term, in one language.

    Of the term's data, which `present` has at its new address, a copy stands at the old one.
    """
    site, language, slug = view.site, view.language, view.slug
    files: dict[str, bytes] = {}
    for former in view.glossary.terms[slug].formerly:
        for folder in ("terms", "path"):
            old = site.address(f"{folder}/{former}", language)
            new = site.address(f"{folder}/{slug}", language)
            file = f"{old}index.html" if old.endswith("/") else old
            canonical = site.canonical(f"{folder}/{slug}", language) if site.url else ""
            page = _page(view.locale, view.title, site.href(old, new), canonical)
            files[file] = page.encode()
        for folder in ("terms", "review"):
            data = present.get(f"{site.prefix(language)}{folder}/{slug}.json")
            if data is not None:
                files[f"{site.prefix(language)}{folder}/{former}.json"] = data
    return files


def addresses(glossary: Glossary) -> Iterator[tuple[str, str]]:
    """Every former slug with the present one."""
    for slug, term in glossary.terms.items():
        for former in term.formerly:
            yield former, slug


def _page(locale: Locale, name: str, href: str, canonical: str) -> str:
    target = escape(href)
    # The element of the refresh stands where only a browser without scripting reads it: elsewhere
    # it would race against the script, and the part after # would be lost where it wins.
    return f"""<!doctype html>
<html lang="{escape(locale.language)}" dir="{locale.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{escape(name)}</title>
<link rel="canonical" href="{escape(canonical or href)}">
<script>location.replace({_script(href)} + location.search + location.hash)</script>
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
</head>
<body>
<p>{escape(locale["moved"])} <a href="{target}">{escape(name)}</a></p>
</body>
</html>
"""


def _script(text: str) -> str:
    """Text as a literal of a script that stands in a page."""
    return json.dumps(text).replace("<", "\\u003c")
