"""What comes after the text of a page: the quiz and the sources, ready to be shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from glossary import term as terms
from glossary.term import Source, Term

Inline = Callable[[str], Markup]
"""Markdown to HTML for the inside of a paragraph."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the quiz with its explanation."""

    html: Markup
    why: Markup
    correct: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the quiz; `number` counts from 1, answers are stored under `id`."""

    number: int
    id: str
    html: Markup
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source; `href` is empty where its identifier leads nowhere on the web."""

    source: Source
    says: Markup
    label: str
    href: str


def questions(term: Term, original: Term, inline: Inline) -> tuple[Question, ...]:
    """The quiz of a term; `original` is the term in the default language."""
    return tuple(
        Question(
            number,
            question_id(original.quiz[number - 1]),
            inline(question.question),
            tuple(Answer(inline(a.text), inline(a.why), a.correct) for a in question.answers),
        )
        for number, question in enumerate(term.quiz, 1)
    )


def question_id(question: terms.Question) -> str:
    """What a stored answer is filed under: a rewritten question is another one.

    Made of the text in the default language, so that it is the same in every language.
    """
    parts = [question.question, *(f"{a.correct}{a.text}" for a in question.answers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def sources(term: Term, inline: Inline) -> tuple[Cited, ...]:
    """What a term cites."""
    return tuple(Cited(source, inline(source.says), *cited(source.id)) for source in term.sources)


def cited(identifier: str) -> tuple[str, str]:
    """What an identifier of a source is called, and its address on the web, if it has one."""
    if match := re.fullmatch(r"arXiv:\s*(\S+)", identifier, re.I):
        return f"arXiv:{match[1]}", f"https://arxiv.org/abs/{match[1]}"
    if match := re.fullmatch(r"doi:\s*(\S+)", identifier, re.I):
        return f"doi:{match[1]}", f"https://doi.org/{match[1]}"
    if match := re.fullmatch(r"(?:url:\s*)?(https?://([^/\s]+)\S*)", identifier, re.I):
        return match[2].removeprefix("www."), match[1]
    return identifier, ""
