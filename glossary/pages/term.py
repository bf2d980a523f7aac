"""The page of a term: everything on it is worked out here, before its template runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from glossary.pages.citations import Citation
from glossary.pages.demo_section import DemoSection, demo_section
from glossary.pages.json_data import defined_term
from glossary.pages.links import Link
from glossary.pages.page import Page, page
from glossary.pages.quiz import QuizQuestion
from glossary.pages.term_view import Diagram, Group, View
from glossary.pages.widget_section import WidgetSection, widget_section


@dataclass(frozen=True, slots=True)
class TermPage:
    """What the page of a term shows: plain values, texts already HTML, addresses from the page.

    A text that the term lacks is empty; `stale` and `untranslated` are said above the text.
    """

    slug: str
    title: str
    meta: Mapping[str, Any]
    topic: str
    topic_href: str
    level: int
    path_href: str
    reading: str
    aliases: str
    stale: bool
    untranslated: bool
    original_code: str
    original_language: str
    original_href: str
    definition: Markup
    explanation: Markup
    diagram: Diagram
    browser_draws: bool
    groups: tuple[Group, ...]
    eli5: Markup
    expert: Markup
    widget: WidgetSection | None
    demo: DemoSection | None
    quiz: tuple[QuizQuestion, ...]
    review_href: str
    sources: tuple[Citation, ...]
    previous: Link | None
    next: Link | None
    edit_file: str
    edit_href: str
    data_href: str
    graph_href: str
    citation: str


def term_values(view: View, *, browser_draws: bool = False) -> TermPage:
    """The values of a term's page; `browser_draws` where the host can draw what could not be drawn
    here."""
    config, site, term, language = view.glossary.config, view.site, view.term, view.language
    folder = config.terms.relative_to(config.root).as_posix()
    edit_file = f"{folder}/{site.prefix(language)}{view.slug}.yml"

    def href(key: str, code: str = language) -> str:
        return site.href(view.address, site.address(key, code))

    return TermPage(
        slug=view.slug,
        title=view.title,
        meta={
            "title": view.title,
            "description": view.description,
            "hide": ["navigation"],
            "defined_term": defined_term(view),
        },
        topic=view.topic,
        topic_href=href(f"topics/{term.topic}"),
        level=view.level,
        path_href=href(f"path/{view.slug}"),
        reading=view.reading,
        aliases=", ".join(term.aliases),
        stale=view.stale,
        untranslated=view.untranslated,
        original_code=site.default,
        original_language=config.languages.get(site.default, site.default),
        original_href=href(view.key, site.default),
        definition=view.html(term.definition),
        explanation=view.html(term.explanation),
        diagram=view.diagram,
        browser_draws=browser_draws,
        groups=view.groups,
        eli5=view.html(term.eli5),
        expert=view.html(term.expert),
        widget=widget_section(view),
        demo=demo_section(view),
        quiz=view.quiz,
        review_href=href("review"),
        sources=view.sources,
        previous=view.previous,
        next=view.next,
        edit_file=edit_file,
        edit_href=site.edit_link(edit_file),
        data_href=view.file(f"{site.prefix(language)}terms/{view.slug}.json"),
        graph_href=view.file("graph.json"),
        citation=view.citation,
    )


def term_page(view: View, *, browser_draws: bool = False) -> Page:
    """The page of a term."""
    values = term_values(view, browser_draws=browser_draws)
    return page("term.md.j2", view.key, view.locale, view.site, values.meta, term=values)
