"""From the folder of terms to values: every file read, every mistake of form found, nothing judged.

A file that cannot be read still counts as a term that exists, so that its mistake is reported once
and not again by every term that points at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from glossary.errors import Place, Problem, Problems, did_you_mean
from glossary.model.fields import TERM, TRANSLATION
from glossary.model.term import Answer, Question, Source, Term
from glossary.model.translation import Translation
from glossary.sources.config import Config
from glossary.sources.document import Document
from glossary.sources.parser import compose, read_text
from glossary.sources.reserved_names import INDEX
from glossary.sources.schema import SLUG, Record
from glossary.sources.validator import Validator

_SLUG = re.compile(SLUG)
_Make = Callable[[dict[str, Any]], Term | Translation]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files say.

    `slugs` also names the terms whose file could not be read at all; `faulty` those of which a part
    could not, as (language, slug), so that nothing is concluded from what they seem to lack.
    """

    terms: Mapping[str, Term]
    translations: Mapping[str, Mapping[str, Translation]]
    documents: Mapping[tuple[str, str], Document]
    slugs: frozenset[str]
    faulty: frozenset[tuple[str, str]]
    problems: tuple[Problem, ...]


ParseCache = dict[tuple[str, str], tuple[str, Term | Translation]]
"""Language and slug → the text of a file without a mistake, and what it says: read once, as long
as it stays the same. What belongs to another configuration must not be in it."""


def load_terms(config: Config, memory: ParseCache | None = None) -> Loaded:
    """Reads every term and every translation of the configured folder."""
    memory = {} if memory is None else memory
    problems: list[Problem] = []
    documents: dict[tuple[str, str], Document] = {}
    terms: dict[str, Term] = {}
    translations: dict[str, dict[str, Translation]] = {}
    faulty: set[tuple[str, str]] = set()

    def read(language: str, slug: str, document: Document, model: Record, make: _Make) -> Any:
        documents[language, slug] = document
        before = len(problems)
        try:
            text = read_text(document.path, document.shown)
            cached = memory.get((language, slug))
            if cached and cached[0] == text:
                return cached[1]
            value = make(_read_all(text, document, model, problems))
        except Problems as found:
            problems.extend(found.problems)
            value = None
        if len(problems) > before:
            faulty.add((language, slug))
        elif value is not None:
            memory[language, slug] = (text, value)
        return value

    for slug, document in _files(config.terms, config, problems):
        if (term := read(config.default, slug, document, TERM, partial(_term, slug))) is not None:
            terms[slug] = term
    slugs = frozenset(slug for _, slug in documents)
    for language in config.translations:
        mine = translations[language] = {}
        folder = config.terms / language
        for slug, document in _files(folder, config, problems) if folder.is_dir() else ():
            make = partial(_translation, slug, language)
            if (translation := read(language, slug, document, TRANSLATION, make)) is not None:
                mine[slug] = translation
    return Loaded(terms, translations, documents, slugs, frozenset(faulty), tuple(problems))


def _files(folder: Path, config: Config, problems: list[Problem]) -> Iterator[tuple[str, Document]]:
    """The term files of a folder by slug; whatever else lies there is a problem or none of ours."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        name = config.shown(folder)
        problems.append(Problem(Place(name), f"the folder cannot be read: {error.strerror}"))
        return
    for path in entries:
        shown = config.shown(path)
        if path.name.startswith("."):
            continue  # an editor's or the system's
        if path.suffix == ".yml":
            if path.stem == INDEX:
                message = f'"{INDEX}" is no slug: the page would take the place of another'
                problems.append(Problem(Place(shown), message, "rename the file"))
            elif _SLUG.fullmatch(path.stem):
                yield path.stem, Document(path, shown)
            else:
                hint = "lower-case letters, digits and single hyphens, as in fine-tuning.yml"
                problems.append(Problem(Place(shown), f'"{path.stem}" is no slug', hint))
        elif path.suffix == ".yaml":
            hint = f"rename it to {path.stem}.yml"
            problems.append(Problem(Place(shown), "a term file ends in .yml", hint))
        elif path.is_dir() and (folder != config.terms or path.name not in config.translations):
            message = f'no language "{path.name}" is configured'
            message += did_you_mean(path.name, config.translations)
            hint = f"add it to languages in {config.file}, or move the folder away"
            problems.append(Problem(Place(shown), message, hint))


def _read_all(
    text: str, document: Document, model: Record, problems: list[Problem]
) -> dict[str, Any]:
    reader = Validator(document.shown)
    values = reader.file(model, compose(text, document.shown))
    problems.extend(reader.problems)
    if values is None:
        raise Problems([])
    return values


def _quiz(values: dict[str, Any]) -> tuple[Question, ...]:
    return tuple(
        Question(
            question.get("question", ""),
            tuple(
                Answer(answer.get("text", ""), answer.get("why", ""), answer.get("correct", False))
                for answer in question.get("answers", ())
            ),
        )
        for question in values.pop("quiz", ())
    )


def _term(slug: str, values: dict[str, Any]) -> Term:
    sources = tuple(Source(**source) for source in values.pop("sources", ()))
    return Term(slug=slug, quiz=_quiz(values), sources=sources, **values)


def _translation(slug: str, language: str, values: dict[str, Any]) -> Translation:
    of, plot = values.pop("of", ""), values.pop("plot", {})
    sources = tuple(Source(says=says) for says in values.pop("sources", ()))
    texts = Term(slug, quiz=_quiz(values), sources=sources, **values)
    return Translation(slug, language, of, plot, texts)


def term_in(text: str, slug: str, shown: str = "") -> Term:
    """The term that a text says, wherever it was kept. Raises `Problems`."""
    reader = Validator(shown)
    values = reader.file(TERM, compose(text, shown))
    if values is None or reader.problems:
        raise Problems(reader.problems)
    return _term(slug, values)
