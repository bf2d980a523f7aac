"""Rules about demos: each that a term cites exists, was recorded, held, and is still current."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.errors import Place, Problem, did_you_mean, display_path, or_else
from glossary.model import results
from glossary.model.glossary import Glossary
from glossary.model.term import KEYS

_WITH_A_DEMO = tuple(name for name, key in KEYS.items() if key.with_demo)


def exists(g: Glossary) -> Iterator[Problem]:
    """A demo that a term names is a script with a recorded result."""
    demos = g.config.demos
    for slug, term in g.terms.items():
        if not term.demo:
            continue
        place = g.document(slug).place("demo")
        if demos is None:
            message = f'demo "{term.demo}", but no demos are configured'
            yield Problem(place, message, f"add demos: to glossary: in {g.config.file}")
        elif not (file := results.script(demos, term.demo)).is_file():
            guess = did_you_mean(term.demo, results.scripts(demos))
            hint = or_else(guess, f"write {display_path(file)}")
            yield Problem(place, f'unknown demo "{term.demo}"{guess}', hint)
        else:
            files = [demos.results / f"{term.demo}.{kind}" for kind in ("json", "svg")]
            if missing := [display_path(file) for file in files if not file.is_file()]:
                message = f'demo "{term.demo}" has no result: no {", no ".join(missing)}'
                yield Problem(place, message, f"run: {demos.refresh_command(term.demo)}")


def complete(g: Glossary) -> Iterator[Problem]:
    """A term with a demo says what its control removes, and names its measures."""
    for slug, term in g.terms.items():
        document = g.document(slug)
        for key in _WITH_A_DEMO:
            if term.demo and not getattr(term, key):
                message = f'missing key "{key}": the term has a demo'
                yield Problem(document.key("demo"), message)
            elif getattr(term, key) and not term.demo:
                yield Problem(document.key(key), f'"{key}" without a demo', "add demo: its name")


def agree(g: Glossary) -> Iterator[Problem]:
    """The term shows numbers that the demo measured."""
    for slug, term in g.terms.items():
        if (result := g.demo(slug)) is None:
            continue
        for measure in term.measures:
            if measure not in result.measures:
                guess = did_you_mean(measure, result.measures)
                message = f'the demo measured no "{measure}"{guess}'
                hint = f"measured: {', '.join(sorted(result.measures))}"
                yield Problem(g.document(slug).key("measures", measure), message, hint)


def verdict(g: Glossary) -> Iterator[Problem]:
    """The recorded claim held, and with the ingredient removed it did not."""
    for demo, result in g.results.items():
        if not result.holds:
            message, hint = f'the claim of demo "{demo}" was refuted', "restate what was measured"
            yield Problem(Place(display_path(result.file)), message, hint)
        if result.control.holds:
            message = f'the claim of demo "{demo}" holds in its control too, so it shows nothing'
            hint = "let the control remove the ingredient that the claim is about"
            yield Problem(Place(display_path(result.file)), message, hint)


def current(g: Glossary) -> Iterator[Problem]:
    """A result was measured with the files that are there now."""
    demos = g.config.demos
    for demo in g.results:
        if demos and (changed := g.stale_inputs(demo)):
            files = ", ".join(changed)
            message = f'the result of demo "{demo}" is stale: {files} changed since'
            hint = f"run: {demos.refresh_command(demo)}"
            yield Problem(Place(display_path(g.results[demo].file)), message, hint, "stale")
