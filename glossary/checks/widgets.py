"""Rules about widgets: each that a term offers exists, speaks every language, and loads what is."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.errors import Place, Problem, Problems, did_you_mean, display_path, or_else
from glossary.model import widgets
from glossary.model.glossary import Glossary
from glossary.model.term import Term
from glossary.sources.config import Widgets


def exists(g: Glossary) -> Iterator[Problem]:
    """A widget that a term names is a script, and the term has a demo whose result it shows."""
    configured = g.config.widgets
    for slug, term in g.terms.items():
        if not term.widget:
            continue
        place = g.document(slug).place("widget")
        if configured is None:
            message = f'widget "{term.widget}", but no widgets are configured'
            yield Problem(place, message, f"add widgets: to glossary: in {g.config.file}")
        elif term.widget not in (known := widgets.names(configured)):
            guess = did_you_mean(term.widget, known)
            file = configured.source / "widgets" / f"{term.widget}.js"
            hint = or_else(guess, f"write {display_path(file)}")
            yield Problem(place, f'unknown widget "{term.widget}"{guess}', hint)
        if not term.demo:
            message = '"widget" without a demo'
            yield Problem(g.document(slug).key("widget"), message, "add demo: its name")


def _offered(g: Glossary) -> Iterator[tuple[Widgets, Term]]:
    """The terms whose widget the other rules can judge, and where widgets are."""
    configured = g.config.widgets
    for term in g.terms.values():
        if configured and term.demo and term.widget in widgets.names(configured):
            yield configured, term


def said(g: Glossary) -> Iterator[Problem]:
    """The words of the widgets exist in every language."""
    for configured, term in _offered(g):
        for language in g.languages:
            try:
                widgets.lead(configured, language, term.widget, term.demo)
            except Problems as problems:
                yield from problems.problems


def loads(g: Glossary) -> Iterator[Problem]:
    """What a widget loads is there, whole, and made from the files that are there now."""
    for configured, term in _offered(g):
        hint = f"run: {configured.refresh_command(term.demo)}"
        try:
            told = widgets.widget_files(configured, term.demo)
        except Problems as problems:
            yield from problems.problems
            continue
        place = Place(display_path(told.path))
        if wrong := told.wrong():
            message = f"missing, or not the file that is listed: {', '.join(wrong)}"
            yield Problem(place, message, hint)
        if changed := told.changed(g.config.root):
            files = ", ".join(changed)
            message = f'what the widget of demo "{term.demo}" loads is stale: {files} changed since'
            yield Problem(place, message, hint, "stale")
