"""What demos recorded: their results, and the texts of a term that its file does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from glossary.errors import Problem, Problems
from glossary.model.results import Result, read_results
from glossary.model.term import RECORDED, Term
from glossary.sources.config import Demos


def with_recorded(term: Term, result: Result | None) -> Term:
    """The term with the texts of its demo's result, where there is one."""
    return replace(term, **{key: getattr(result, key) for key in RECORDED}) if result else term


def with_recorded_json(term: Term, result: str) -> Term:
    """The same from the text of a result's file, as it was once; where it has none, the term."""
    try:
        values: Any = json.loads(result)
        texts: dict[str, Any] = {
            key: tuple(values[key]) if isinstance(values[key], list) else values[key]
            for key in RECORDED
        }
    except (ValueError, TypeError, KeyError):
        return term
    return replace(term, **texts)


def results_of(demos: Demos, cited: Iterable[str], unread: list[Problem]) -> dict[str, Result]:
    """What the demos recorded; a missing file is left to the rules, which name who cites it."""
    results: dict[str, Result] = {}
    for demo in sorted(cited):
        if (demos.results / f"{demo}.json").is_file():
            try:
                results[demo] = read_results(demo, demos)
            except Problems as problems:
                unread.extend(problems.problems)
    return results
