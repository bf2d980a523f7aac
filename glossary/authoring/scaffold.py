"""The beginning of a file: every key of the model with the words that editors show on hover.

A skeleton is made of the model, so a key that is added to the format is taught from then on. Keys
that a term must have stand there without a value, so that `check` points at each place to fill;
the others are comments without a space after their #, ready to be used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from glossary.errors import Problems
from glossary.model.fields import TERM, TRANSLATION
from glossary.model.glossary import Glossary
from glossary.model.keys import Key
from glossary.model.results import texts_of_plot
from glossary.model.term import KEYS, Question, Term
from glossary.model.translation import fingerprint
from glossary.sources.config import Config
from glossary.sources.editor import scalar
from glossary.sources.schema import Many, Map, Record, SchemaKind

QUESTIONS, ANSWERS = 3, 3  # what a quiz has at least


def term(config: Config, slug: str, name: str, topic: str) -> str:
    """A new term file. Nothing in it but `name` and `topic` has a value yet."""
    lines = [
        *_schema_line(config, config.terms, "term"),
        "# The file's name is the slug of the term and its address: to change it, glossary rename.",
        "# Fill in what is empty; `glossary check` names each place. A term can do without a key",
        "# that has a # directly before it: take the # away, there and just below, or delete it.",
    ]
    for key, kind in TERM.fields.items():
        model_key = KEYS[key]
        about_demo = model_key.with_demo or key == "demo"
        if model_key.example == () or (about_demo and not config.demos):
            continue
        lines += ["", *_comments(_says(kind))]
        if key not in TERM.required:
            lines += [f"#{line}" for line in model_key.example or _example(key, model_key)]
        elif key == "quiz":
            lines += _empty_quiz(kind)
        elif key == "topic":
            if config.topics:
                lines += _comments(f"Topics: {', '.join(config.topics)}.")
            lines.append(f"topic: {scalar(topic)}".rstrip() if topic else "topic:")
        else:
            value = scalar(name) if key == "name" else model_key.block
            lines.append(f"{key}: {value}")
    return "\n".join(lines) + "\n"


def _example(name: str, key: Key) -> list[str]:
    """How a key may look of which nothing more is known than its kind."""
    if isinstance(key.kind, Map):
        return [f"{name}:", "  name: text"]
    if key.block:
        return [f"{name}: {key.block}", "  text"]
    return [f"{name}: [text]" if isinstance(key.kind, Many) else f"{name}: text"]


def _says(kind: SchemaKind) -> str:
    """The words of a kind, with those of what it holds."""
    inner = kind.of if isinstance(kind, Many) else None
    if isinstance(inner, Record):
        held = [f"{key}: {each.says}" for key, each in inner.fields.items() if each.says]
        if kind is not TERM.fields["quiz"]:  # whose parts are taught in place
            return "\n".join([kind.says, *held])
    return kind.says


def _empty_quiz(kind: SchemaKind) -> Iterator[str]:
    assert isinstance(kind, Many)
    assert isinstance(kind.of, Record)
    question, answers = kind.of.fields.values()
    assert isinstance(answers, Many)
    assert isinstance(answers.of, Record)
    says = {key: each.says for key, each in answers.of.fields.items()}
    yield "quiz:"
    for number in range(QUESTIONS):
        first = not number
        yield from [f"  # {question.says}"] if first else []
        yield "  - question:"
        yield from [f"    # {answers.says}"] if first else []
        yield "    answers:"
        for position in range(ANSWERS):
            taught = first and not position
            yield from [f"      # {says['text']}"] if taught else []
            yield "      - text:"
            # Another one each time, so that nobody learns that the first is right.
            if position == number % ANSWERS:
                yield from [f"        # {says['correct']}"] if first else []
                yield "        correct: true"
            yield from [f"        # {says['why']}"] if taught else []
            yield "        why:"


def translation(glossary: Glossary, slug: str, language: str) -> str:
    """A new translation: the original stands beside each key as a comment, never as a value."""
    config = glossary.config
    lines = [
        *_schema_line(config, config.terms / language, "translation"),
        "# The original stands above each key, to be replaced by its translation below;",
        "# `glossary check` names each place that is still empty.",
    ]
    for key, piece in pieces(glossary, slug).items():
        lines += ["", *piece] if key != "of" else piece
    return "\n".join(lines) + "\n"


def pieces(glossary: Glossary, slug: str) -> dict[str, list[str]]:
    """Key → the lines of a translation that has nothing but the original beside it."""
    term = glossary.terms[slug]
    lines_by_key: dict[str, list[str]] = {}
    for key, kind in TRANSLATION.fields.items():
        original: Any = getattr(term, key, None)
        if key == "of":
            lines_by_key[key] = [f"of: {fingerprint(term)}"]
        elif key in KEYS and KEYS[key].per_language:
            lines_by_key[key] = [
                *_comments(f"{kind.says} Each language has its own."),
                f"#{key}: []",
            ]
        elif key == "plot":
            if texts := plot_texts(glossary, term):
                lines_by_key[key] = [*_comments(kind.says), f"{key}:"]
                lines_by_key[key] += [f"  {scalar(text)}:" for text in texts]
        elif original and key == "quiz":
            lines_by_key[key] = [f"{key}:", *_indented(2, asked(term.quiz))]
        elif original and isinstance(original, tuple):
            originals = [str(getattr(each, "says", each)) for each in original]
            lines_by_key[key] = [f"{key}:", *_indented(2, listed(originals))]
        elif original and isinstance(original, Mapping):
            lines_by_key[key] = [f"{key}:"]
            for name, text in original.items():
                lines_by_key[key] += _indented(2, named(name, text))
        elif original:
            lines_by_key[key] = [*_comments(original), f"{key}: {KEYS[key].block}".rstrip()]
    return lines_by_key


def named(name: str, original: str) -> list[str]:
    """The lines of one reason or label that is not translated yet."""
    return [*_comments(original), f"{scalar(name)}:"]


def plot_texts(glossary: Glossary, term: Term) -> tuple[str, ...]:
    """The texts of the term's recorded plot; none where there is none that can be read."""
    result = glossary.results.get(term.demo)
    try:
        return texts_of_plot(result.svg) if result else ()
    except Problems:
        return ()


def listed(texts: Sequence[str]) -> list[str]:
    """The lines of entries that are not translated yet."""
    return [line for text in texts for line in (*_comments(text), "-")]


def asked(quiz: Sequence[Question]) -> Iterator[str]:
    """The lines of questions that are not translated yet."""
    for question in quiz:
        yield from _comments(question.question)
        yield "- question:"
        yield "  answers:"
        for answer in question.answers:
            yield from _indented(4, _comments(answer.text))
            yield "    - text:"
            if answer.correct:
                yield "      correct: true"
            yield from _indented(6, _comments(answer.why))
            yield "      why:"


def _comments(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.rstrip().split("\n")]


def _indented(columns: int, lines: Iterator[str] | Sequence[str]) -> list[str]:
    return [f"{' ' * columns}{line}" for line in lines]


_SCHEMA = "# yaml-language-server: $schema="


def _schema_line(config: Config, folder: Path, kind: str) -> list[str]:
    """The line that tells editors the schema: as in the other files, or where one lies nearby."""
    for file in sorted(folder.glob("*.yml"))[:20] if folder.is_dir() else ():
        with file.open(encoding="utf-8", errors="replace") as opened:
            if (line := opened.readline().rstrip()).startswith(_SCHEMA):
                return [line]
    for place in (config.root, config.root / "glossary" / "model"):
        if (place / f"{kind}.schema.json").is_file():
            path = os.path.relpath(place / f"{kind}.schema.json", folder)
            return [f"{_SCHEMA}{re.sub(re.escape(os.sep), '/', path)}"]
    return []
