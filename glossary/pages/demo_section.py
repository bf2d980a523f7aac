"""The "Run it" part of a page: the claim, what was measured, and the script that measured it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model import results
from glossary.model.results import Result
from glossary.pages.term_view import View
from glossary.render import notebook, plot
from glossary.render.highlight import highlighted
from glossary.sources.parser import read_text


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: what it is called, its number for each seed, their mean, the control's mean."""

    label: Markup
    values: tuple[str, ...]
    mean: str
    control: str


@dataclass(frozen=True, slots=True)
class DemoSection:
    """A recorded demo as the page of its term shows it."""

    claim: Markup
    refuted_if: Markup
    control: Markup
    tried: tuple[Markup, ...]
    holds: bool
    seeds: tuple[int, ...]
    control_holds: bool
    control_seeds: int
    rows: tuple[Row, ...]
    plot: Markup
    took: str
    versions: str
    commands: tuple[str, ...]
    idea: Markup
    source: Markup
    py: str
    ipynb: str
    colab: str
    stale: bool


def demo_section(view: View) -> DemoSection | None:
    """The demo of a term; None where it has none, or none that was recorded."""
    result, demos = view.glossary.demo(view.slug), view.glossary.config.demos
    if result is None or demos is None:
        return None
    term, locale = view.term, view.locale
    path = results.script(demos, result.demo)
    code = read_text(path, path.name)
    relative = path.relative_to(view.glossary.config.root).as_posix()
    return DemoSection(
        claim=view.inline(term.claim),
        refuted_if=view.inline(term.refuted_if),
        control=view.inline(term.control),
        tried=tuple(view.inline(tried) for tried in term.tried),
        holds=result.holds,
        seeds=tuple(run.seed for run in result.runs),
        control_holds=result.control.holds,
        control_seeds=len(result.control.runs),
        rows=rows(view, result),
        plot=Markup(
            plot.inline(
                result.svg.read_text("utf-8"),
                title=locale("plot_title", claim=" ".join(term.claim.split())),
                texts=view.glossary.plot_texts(view.slug, view.language),
                decimal=locale["number_decimal"],
                id="plot",
            )
        ),
        took=took(locale, result),
        versions=", ".join(f"{name} {version}" for name, version in result.versions.items()),
        commands=(f"python {relative}", f"glossary run {result.demo}"),
        idea=highlighted(notebook.idea(code)),
        source=highlighted(code),
        py=view.file(f"demos/{result.demo}.py"),
        ipynb=view.file(f"demos/{result.demo}.ipynb"),
        colab=colab(view.site.repository, result.demo),
        stale=bool(view.glossary.stale_inputs(result.demo)),
    )


def rows(view: View, result: Result) -> tuple[Row, ...]:
    """The table, in the order in which the term names its measures."""

    def said(key: str, values: list[float]) -> str:
        finite = [value for value in values if math.isfinite(value)]
        if not finite:
            return "–"
        return view.locale.quantity(sum(finite) / len(finite), result.units.get(key, ""))

    return tuple(
        Row(
            view.inline(label),
            tuple(said(key, [run.measured[key]]) for run in result.runs),
            said(key, [run.measured[key] for run in result.runs]),
            said(key, [run.measured[key] for run in result.control.runs if key in run.measured]),
        )
        for key, label in view.term.measures.items()
        if key in result.measures
    )


def took(locale: Locale, result: Result) -> str:
    """How long a run took and on what, as in "8.1 s a run on 2 CPU cores, x86_64"."""
    machine = re.sub(
        r"(\d+) CPU cores?", lambda m: locale.count("cores", int(m[1])), result.machine
    )
    time = locale("took", time=locale.quantity(result.seconds, "s"))
    return locale("took_on", time=time, machine=machine)


def colab(repository: str, demo: str) -> str:
    """Colab opens notebooks from branches of GitHub; `mkdocs gh-deploy` puts ours on this one."""
    match = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)(?:\.git)?/?", repository)
    if not match:
        return ""
    host = "https://colab.research.google.com/github"
    return f"{host}/{match[1]}/blob/gh-pages/demos/{demo}.ipynb"
