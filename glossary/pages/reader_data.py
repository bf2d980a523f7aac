"""What a reader keeps in the browser: the review and settings pages, and what scripts need there.

The site only brings pages, words and questions; what somebody learned or missed never leaves the
browser, so nothing here knows any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from glossary.i18n.catalog import Locale
from glossary.model.urls import Urls
from glossary.pages.page import Page, page
from glossary.pages.term_view import View

# What scripts say on any page; the locale has them as they are here.
_WORDS: Final = (
    "learned_mark",
    "menu",
    "preview_off",
    "settings",
    "dismiss",
    "fault_corrupt",
    "fault_newer",
    "fault_full",
    "fault_forbidden",
    "review_left",
    "terms_count",
    "number_thousands",
)


def review(site: Urls, locale: Locale) -> Page:
    """The page that asks again what somebody missed, filled by a script from the store."""
    here = site.address("review", locale.language)
    folder = f"{site.prefix(locale.language)}review/"
    return page(
        "review.md.j2",
        "review",
        locale,
        site,
        _meta(locale, "review"),
        base=site.href(here, folder),
        settings=site.href(here, site.address("settings", locale.language)),
        az=site.href(here, site.address("a-z", locale.language)),
    )


def settings(site: Urls, locale: Locale) -> Page:
    """The page on which a reader takes the stored data along, brings it back or erases it."""
    here = site.address("settings", locale.language)
    az = site.href(here, site.address("a-z", locale.language))
    review = site.href(here, site.address("review", locale.language))
    meta = _meta(locale, "settings")
    return page("settings.md.j2", "settings", locale, site, meta, az=az, review=review)


def _meta(locale: Locale, key: str) -> dict[str, Any]:
    return {
        "title": locale[f"{key}_title"],
        "description": locale[f"{key}_lead"],
        "hide": ["navigation", "toc"],
        "search": {"exclude": True},  # there is nothing to learn on them
    }


def quiz_data(view: View) -> dict[str, Any]:
    """The quiz of a term as the review page fetches it: HTML, links as seen from that page."""
    start = view.site.address("review", view.language)
    return {
        "slug": view.slug,
        "name": view.title,
        "href": view.site.href(start, view.site.address(view.key, view.language)) + "#quiz",
        "questions": [
            {
                "id": question.id,
                "html": question.html,
                "answers": [
                    {"html": a.html, "why": a.why, "correct": a.correct} for a in question.answers
                ],
            }
            for question in view.quiz
        ],
    }


def script_words(
    locale: Locale, renamed: Mapping[str, str] | None = None
) -> Mapping[str, str | Mapping[str, str]]:
    """What scripts say on every page, plural forms included, and which terms were renamed.

    What somebody learned under a former slug counts under the present one.
    """
    texts: dict[str, str | Mapping[str, str]] = {key: locale.texts[key] for key in _WORDS}
    return texts | ({"renamed": renamed} if renamed else {})


def footer_links(site: Urls, language: str) -> dict[str, str]:
    """Key → address from the root of the site, for the foot of every page."""
    return {key: site.address(key, language) for key in ("review", "settings")}
