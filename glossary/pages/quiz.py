"""The quiz of a term, ready to be shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from glossary.model import term as terms
from glossary.model.term import Term

Inline = Callable[[str], Markup]
"""Markdown to HTML for the inside of a paragraph."""


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """An answer of the quiz with its explanation."""

    html: Markup
    why: Markup
    correct: bool


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question of the quiz; `number` counts from 1, answers are stored under `id`."""

    number: int
    id: str
    html: Markup
    answers: tuple[QuizAnswer, ...]


def questions(term: Term, original: Term, inline: Inline) -> tuple[QuizQuestion, ...]:
    """The quiz of a term; `original` is the term in the default language."""
    return tuple(
        QuizQuestion(
            number,
            question_id(original.quiz[number - 1]),
            inline(question.question),
            tuple(QuizAnswer(inline(a.text), inline(a.why), a.correct) for a in question.answers),
        )
        for number, question in enumerate(term.quiz, 1)
    )


def question_id(question: terms.Question) -> str:
    """What a stored answer is filed under: a rewritten question is another one.

    Made of the text in the default language, so that it is the same in every language.
    """
    parts = [question.question, *(f"{a.correct}{a.text}" for a in question.answers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
