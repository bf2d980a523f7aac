"""Judges a glossary: every rule, every problem, in one run.

What a problem stops is its severity (see `problem.Severity`). A stale result or translation fails
`glossary check` and `glossary build` like any error, because a published page must not show numbers
of another program or a text of another original; `serve` lets it pass and the page says so, because
whoever edits a text cannot have translated it before seeing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from glossary.checks import advice as hints
from glossary.checks import demos, edges, texts, translations, widgets
from glossary.errors import Problem
from glossary.model.glossary import Glossary

Rule = Callable[[Glossary], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    texts.definition,
    texts.quiz,
    texts.topic,
    texts.names,
    texts.formerly,
    texts.citations,
    texts.identifiers,
    edges.ends,
    edges.rings,
    edges.one_kind,
    edges.declared_once,
    demos.exists,
    demos.complete,
    demos.agree,
    demos.verdict,
    demos.current,
    widgets.exists,
    widgets.said,
    widgets.loads,
    translations.complete,
    translations.current,
    translations.shape,
    translations.plot,
    translations.words,
)

ADVICE: tuple[Rule, ...] = (
    hints.redundant_prerequisite,
    hints.unreached,
    hints.mentioned,
    hints.related_in_words,
)


def check(glossary: Glossary, *, advice: bool = False) -> tuple[Problem, ...]:
    """Everything wrong with what was read, in the order of the files, reading problems included.

    Advice comes only where nothing is wrong: it reasons about the whole.
    """
    problems = {*glossary.unread}
    for rule in RULES:
        problems.update(rule(glossary))
    if advice and all(problem.severity != "error" for problem in problems):
        for rule in ADVICE:
            problems.update(rule(glossary))
    return tuple(sorted(problems))
