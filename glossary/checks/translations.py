"""Rules about translations: each term has one in every language, current and of the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from glossary.errors import Place, Problem, Problems, did_you_mean, display_path
from glossary.i18n import catalog
from glossary.model.glossary import Glossary
from glossary.model.results import texts_of_plot
from glossary.model.term import KEYS, KINDS, LISTS, MAPPINGS, TRANSLATED, Term
from glossary.model.translation import Translation, fingerprint
from glossary.sources.document import Document
from glossary.sources.schema import Text


def complete(g: Glossary) -> Iterator[Problem]:
    """Every term is translated into every language, and nothing else is."""
    for language, translations in g.translations.items():
        folder = g.config.terms / language
        for slug in sorted(g.loaded.slugs):
            # What is broken cannot be translated yet.
            broken = (g.default, slug) in g.loaded.faulty
            if (language, slug) not in g.loaded.documents and not broken:
                place = Place(display_path(folder / f"{slug}.yml"))
                message = f'"{slug}" has no translation in "{language}"'
                hint = f"begin it: glossary translate {language} {slug}"
                yield Problem(place, message, hint)
        for slug in sorted(translations.keys() - g.loaded.slugs):
            guess = did_you_mean(slug, g.loaded.slugs)
            message = f'there is no term "{slug}" to translate{guess}'
            yield Problem(g.document(slug, language).place(), message, "rename it or remove it")


def current(g: Glossary) -> Iterator[Problem]:
    """A translation is of the text that is there now."""
    for language, slug, term, translation, document in _both(g):
        accept = f"glossary translate {language} --accept {slug}"
        if not translation.of:
            message = 'missing key "of": nothing says which original was translated'
            yield Problem(document.place(), message, f"to write it: {accept}")
        elif g.is_stale(slug, language):
            expected = fingerprint(term)
            message = f'the translation of "{slug}" is stale: the original changed since'
            hint = f"bring it up to date, then: {accept} (writes of: {expected})"
            yield Problem(document.place("of"), message, hint, "stale")


def _both(g: Glossary) -> Iterator[tuple[str, str, Term, Translation, Document]]:
    """Each translation beside its original, where both could be read without a mistake."""
    faulty = g.loaded.faulty
    for language, translations in g.translations.items():
        for slug, translation in translations.items():
            readable = (language, slug) not in faulty and (g.default, slug) not in faulty
            if slug in g.terms and readable:
                yield language, slug, g.terms[slug], translation, g.document(slug, language)


def shape(g: Glossary) -> Iterator[Problem]:
    """A translation has the texts of the original: reasons, questions, measures, claims."""
    for _, slug, term, translation, document in _both(g):
        # What was not recorded yet cannot be compared; the rule of demos says so.
        missing = {name for name in _OPTIONAL if KEYS[name].recorded and g.lacks_result(slug)}
        yield from _texts(term, translation.texts, document, missing)
        for compare in (_mappings, _quiz, _lists):
            yield from compare(term, translation.texts, document)


_OPTIONAL: Final = tuple(
    name for name in TRANSLATED if isinstance(KEYS[name].kind, Text) and not KEYS[name].required
)


def _texts(term: Term, ours: Term, document: Document, missing: set[str]) -> Iterator[Problem]:
    for key in _OPTIONAL:
        if getattr(term, key) and not getattr(ours, key):
            yield Problem(document.place(), f'missing key "{key}": the original has it')
        elif getattr(ours, key) and not getattr(term, key) and key not in missing:
            yield Problem(document.key(key), f'"{key}" translates nothing', "remove it")


def _mappings(term: Term, translated: Term, document: Document) -> Iterator[Problem]:
    for key in MAPPINGS:
        ours, theirs = getattr(translated, key), getattr(term, key)
        what = "reason" if key in KINDS.values() else "label"
        for slug in theirs:
            if slug not in ours:
                message = f'"{key}" lacks the {what} for "{slug}"'
                place = document.key(key) if ours else document.place()
                yield Problem(place, message, f"original: {theirs[slug]}")
        for slug in ours:
            if slug not in theirs:
                guess = did_you_mean(slug, theirs.keys() - ours.keys())
                message = f'the original has no "{slug}" in {key}{guess}'
                yield Problem(document.key(key, slug), message, "remove it")


def _quiz(term: Term, translated: Term, document: Document) -> Iterator[Problem]:
    ours, theirs = translated.quiz, term.quiz
    if ours and len(ours) != len(theirs):
        message = f"the quiz must have {len(theirs)} questions as the original, found {len(ours)}"
        yield Problem(document.key("quiz"), message)
        return
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if len(one.answers) != len(other.answers):
            place = document.place("quiz", number, "question")
            count = len(other.answers)
            message = f"the question must have {count} answers as the original"
            yield Problem(place, f"{message}, found {len(one.answers)}")
        elif [a.correct for a in one.answers] != [a.correct for a in other.answers]:
            place = document.place("quiz", number, "question")
            message = "another answer is correct than in the original"
            yield Problem(place, message, "keep the order of the answers")


def _lists(term: Term, translated: Term, document: Document) -> Iterator[Problem]:
    for key in LISTS:
        if key == "quiz":
            continue  # compared question by question
        ours, theirs = len(getattr(translated, key)), len(getattr(term, key))
        if ours != theirs:
            place = document.key(key) if ours else document.place()
            message = f'"{key}" must have as many entries as the original, {theirs}, found {ours}'
            yield Problem(place, message)


def plot(g: Glossary) -> Iterator[Problem]:
    """Every text in the recorded plot that is not a number is translated, and nothing else is."""
    texts: dict[str, tuple[str, ...]] = {}
    for demo, result in g.results.items():
        if not result.svg.exists():
            continue  # the rule of demos says so
        try:
            texts[demo] = texts_of_plot(result.svg)
        except Problems as problems:
            yield from problems.problems
    for _, _, term, translation, document in _both(g):
        shown_texts = texts.get(term.demo)
        if shown_texts is None:
            continue
        for text in shown_texts:
            if text not in translation.plot:
                place = document.key("plot") if translation.plot else document.place()
                message = f'the text "{text}" of the plot is not translated'
                yield Problem(place, message, f'add under plot: "{text}": …')
        for text in translation.plot:
            if text not in shown_texts:
                message = f'the plot has no text "{text}"{did_you_mean(text, shown_texts)}'
                yield Problem(document.key("plot", text), message, "remove it")


def words(g: Glossary) -> Iterator[Problem]:
    """The words of the pages exist in every language."""
    try:
        catalog.read_locales(g.config)
    except Problems as problems:
        yield from problems.problems
