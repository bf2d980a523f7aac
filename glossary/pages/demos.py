"""The page of all demos: their claims, what was measured, how long it takes, what refutes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages.demo_section import rows
from glossary.pages.page import Page, page
from glossary.pages.term_view import View

_NUMBERS: Final = 3  # the first measures of a term are the ones its claim is about


@dataclass(frozen=True, slots=True)
class Number:
    """A measure: what it is called, its mean over the seeds, and the control's."""

    label: Markup
    mean: str
    control: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A recorded demo in the table; `rank` and `seconds` are what columns are sorted by."""

    rank: int
    name: str
    href: str
    topic: str
    topic_href: str
    claim: Markup
    numbers: tuple[Number, ...]
    more: int
    seconds: float
    time: str
    seeds: tuple[int, ...]
    holds: bool
    control_holds: bool
    control: Markup
    command: str
    stale: bool


def demos(glossary: Glossary, site: Urls, locale: Locale) -> Page:
    """Every recorded demo, in learning order of the terms."""
    language, here = locale.language, site.address("demos", locale.language)
    demo_rows = []
    for rank, slug in enumerate(glossary.order):
        result = glossary.demo(slug)
        if result is None:
            continue
        view = View(glossary, site, locale, slug, "demos")
        measured = rows(view, result)
        demo_rows.append(
            Demo(
                rank=rank,
                name=view.title,
                href=site.href(here, site.address(view.key, language)),
                topic=view.topic,
                topic_href=site.href(here, site.address(f"topics/{view.term.topic}", language)),
                claim=view.inline(view.term.claim),
                numbers=tuple(Number(r.label, r.mean, r.control) for r in measured[:_NUMBERS]),
                more=max(0, len(measured) - _NUMBERS),
                seconds=result.seconds,
                time=locale.quantity(result.seconds, "s"),
                seeds=tuple(run.seed for run in result.runs),
                holds=result.holds,
                control_holds=result.control.holds,
                control=view.inline(view.term.control),
                command=f"glossary run {result.demo}",
                stale=bool(glossary.stale_inputs(result.demo)),
            )
        )
    facts = [
        locale.count("demos_count", len(demo_rows)),
        locale("demos_total", time=locale.quantity(round(sum(d.seconds for d in demo_rows)), "s")),
    ]
    meta = {
        "title": locale["demos"],
        "description": locale["demos_lead"],
        "hide": ["navigation", "toc"],
        "kind": "wide",
    }
    return page(
        "demos.md.j2",
        "demos",
        locale,
        site,
        meta,
        demos=demo_rows,
        facts=facts if demo_rows else [],
        az=site.href(here, site.address("a-z", language)),
    )
