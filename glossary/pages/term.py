"""The page of a term."""

from __future__ import annotations

from glossary.pages.demo_section import demo_section
from glossary.pages.json_data import defined_term
from glossary.pages.page import Page, page
from glossary.pages.term_view import View
from glossary.pages.widget_section import widget_section


def term_page(view: View, *, browser_draws: bool = False) -> Page:
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
        run=demo_section(view),
        offer=widget_section(view),
        browser_draws=browser_draws,
        edit_path=path,
        edit_link=site.edit_link(path),
        json_path=f"{site.prefix(view.language)}terms/{view.slug}.json",
        path_href=site.href(view.address, site.address(f"path/{view.slug}", view.language)),
        topic_href=site.href(view.address, topic),
        original_language=config.languages.get(site.default, site.default),
        original_href=site.href(view.address, site.address(view.key, site.default)),
    )
