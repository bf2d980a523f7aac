"""A term in another language, and the fingerprint that tells whether its texts are current."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from glossary.model.term import KEYS, TRANSLATED, Answer, Question, Source, Term


@dataclass(frozen=True, slots=True)
class Translation:
    """What `terms/<language>/<slug>.yml` says: the texts of a term, without its facts.

    `of` is the fingerprint of the text that was translated; `plot` maps each text of the recorded
    plot to its translation; the sources of `texts` hold only what each source says, in the order of
    the term.
    """

    slug: str
    language: str
    of: str = ""
    plot: Mapping[str, str] = field(default_factory=dict)
    texts: Term = field(default_factory=lambda: Term(""))


def translated(term: Term, translation: Translation) -> Term:
    """The term with the texts of the translation, text by text, and its own facts.

    What the translation lacks stays in the original language, so that a half-finished translation
    can be looked at; `glossary check` names what is missing.
    """
    texts: dict[str, Any] = {}
    for name, key in KEYS.items():
        own = getattr(translation.texts, name)
        if key.per_language:
            texts[name] = own
        elif key.is_translated:
            texts[name] = _over(getattr(term, name), own)
    return replace(term, **texts)


def _over(original: Any, own: Any) -> Any:
    """A text of the translation over that of the original."""
    if isinstance(original, Mapping):
        return {name: own.get(name) or said for name, said in original.items()}
    if original and isinstance(original, tuple) and isinstance(original[0], Source):
        if len(own) != len(original):
            return original
        return tuple(
            replace(source, says=other.says or source.says)
            for source, other in zip(original, own, strict=True)
        )
    return own or original


TextPath = tuple[str | int, ...]
"""The way to a text in a term: `("quiz", 0, "answers", 2, "why")`."""


def texts(term: Term) -> Iterator[tuple[TextPath, str]]:
    """Every text worth translating, with the way to it; none of them is empty."""
    for name in TRANSLATED:
        yield from _texts((name,), getattr(term, name))


def _texts(path: TextPath, value: Any) -> Iterator[tuple[TextPath, str]]:
    match value:
        case str():
            if value:
                yield path, value
        case Mapping():
            for name, each in value.items():
                yield from _texts((*path, name), each)
        case tuple():
            for number, each in enumerate(value):
                yield from _texts((*path, number), each)
        case Question(question, answers):
            yield from _texts((*path, "question"), question)
            yield from _texts((*path, "answers"), answers)
        case Answer(text=answer, why=why):
            yield from _texts((*path, "text"), answer)
            yield from _texts((*path, "why"), why)
        case Source(says=says):
            yield from _texts((*path, "says"), says)


def fingerprint(term: Term) -> str:
    """16 hex digits that change when a text worth translating changes.

    White space is folded first: re-wrapping a paragraph makes no translation stale. What is empty
    is left out and the order of the keys does not count, so a new key makes no translation stale.
    Aliases and inflected forms are not part of it: each language has its own.
    """
    lines = sorted(f"{'/'.join(map(str, path))}: {' '.join(t.split())}" for path, t in texts(term))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
