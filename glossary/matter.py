"""What comes after the text of a page: the quiz and the sources, ready to be shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

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
    """A question of the quiz; `number` counts from 1."""

    number: int
    html: Markup
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source; `href` is empty where its identifier leads nowhere on the web."""

    source: Source
    says: Markup
    label: str
    href: str


def questions(term: Term, inline: Inline) -> tuple[Question, ...]:
    """The quiz of a term."""
    return tuple(
        Question(
            number,
            inline(question.question),
            tuple(Answer(inline(a.text), inline(a.why), a.correct) for a in question.answers),
        )
        for number, question in enumerate(term.quiz, 1)
    )


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
