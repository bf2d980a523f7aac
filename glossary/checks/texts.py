"""Rules about one term: its definition, quiz, topic, names, former slugs and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.errors import Problem, did_you_mean
from glossary.model.glossary import Glossary
from glossary.model.term import KEYS, PROSE
from glossary.sources.reserved_names import INDEX
from glossary.sources.schema import SLUG

SHORTEST, LONGEST = 10, 40  # words; less says nothing, more is not held in mind
FEWEST_QUESTIONS = 3  # one is a coin to toss
FEWEST_ANSWERS, MOST_ANSWERS = 3, 4

# The end of a sentence inside a text: not after an abbreviation, and before a capital or a bracket.
_ABBREVIATIONS = ("e\\.g", "i\\.e", "cf", "vs", "al", "np", "tj", "tzn", "ang")
_SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{abbreviation})" for abbreviation in _ABBREVIATIONS)
    + r"[.!?]\s+(?=[^\W\d_a-zà-öø-ÿąćęłńóśźż]|[(\[„“\"])"
)
_CITATION = re.compile(r"\[@([^\]]*)\]")
_UNCITED_TEXTS = tuple(name for name in PROSE if not KEYS[name].cites)


def definition(g: Glossary) -> Iterator[Problem]:
    """A definition is one sentence of 10 to 40 words, in every language."""
    for language, slug, text in _texts(g, "definition"):
        words = len(text.split())
        sentences = len(_SENTENCE_END.findall(text.strip())) + 1
        if sentences > 1:
            message = f"the definition has {sentences} sentences, not one"
            hint = "keep the first; the explanation has room for the others"
            yield Problem(g.document(slug, language).place("definition"), message, hint)
        if not SHORTEST <= words <= LONGEST and _has_spaces(text):
            message = f"the definition has {words} words, not {SHORTEST} to {LONGEST}"
            hint = "the explanation has room" if words > LONGEST else "say what sets it apart"
            yield Problem(g.document(slug, language).place("definition"), message, hint)


def _texts(g: Glossary, attribute: str) -> Iterator[tuple[str, str, str]]:
    for slug, term in g.terms.items():
        if text := getattr(term, attribute):
            yield g.default, slug, text
    for language, translations in g.translations.items():
        for slug, translation in translations.items():
            if text := getattr(translation.texts, attribute):
                yield language, slug, text


def _has_spaces(text: str) -> bool:
    """Not Chinese, Japanese or Thai, whose words nobody counts by spaces."""
    return not re.search(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]", text)


def quiz(g: Glossary) -> Iterator[Problem]:
    """A quiz has at least 3 questions, each with 3 or 4 different answers, exactly one correct."""
    for slug, term in g.terms.items():
        document = g.document(slug)
        if 0 < len(term.quiz) < FEWEST_QUESTIONS:
            message = f"the quiz has too few questions: {len(term.quiz)}, not {FEWEST_QUESTIONS}"
            yield Problem(document.key("quiz"), message, f"write {FEWEST_QUESTIONS} or more")
        for number, question in enumerate(term.quiz):
            right = sum(answer.correct for answer in question.answers)
            if question.answers and right != 1:
                counted = "no answer is" if not right else f"{right} answers are"
                place = document.place("quiz", number, "question")
                yield Problem(place, f"{counted} correct", "mark exactly one with correct: true")
            if question.answers and not (FEWEST_ANSWERS <= len(question.answers) <= MOST_ANSWERS):
                message = f"the question has {len(question.answers)} answers, not 3 or 4"
                yield Problem(document.place("quiz", number, "question"), message)
            seen: set[str] = set()
            for position, answer in enumerate(question.answers):
                folded = " ".join(answer.text.casefold().split())
                if folded and folded in seen:
                    place = document.place("quiz", number, "answers", position, "text")
                    yield Problem(place, "two answers of the question say the same")
                seen.add(folded)


def topic(g: Glossary) -> Iterator[Problem]:
    """A topic is one of those that the configuration names; where it names none, a slug."""
    topics = g.config.topics
    for slug, term in g.terms.items() if not topics else ():
        if term.topic == INDEX or (term.topic and not re.fullmatch(SLUG, term.topic)):
            why = "would take the place of the list of all topics" if term.topic == INDEX else ""
            message = f'topic "{term.topic}" {why or "is no slug, and it is part of an address"}'
            hint = (
                f"topic: sea, and in {g.config.file} its name: topics: {{sea: {{{g.default}: …}}}}"
            )
            yield Problem(g.document(slug).place("topic"), message, hint)
    for slug, term in g.terms.items() if topics else ():
        if term.topic and term.topic not in topics:
            message = f'unknown topic "{term.topic}"{did_you_mean(term.topic, topics)}'
            hint = f"topics are listed in {g.config.file}: {', '.join(sorted(topics))}"
            yield Problem(g.document(slug).place("topic"), message, hint)


def names(g: Glossary) -> Iterator[Problem]:
    """No two terms have the same name in a language: a link to one would look like the other."""
    slug_by_name: dict[tuple[str, str], str] = {}
    for language, slug, name in _texts(g, "name"):
        other = slug_by_name.setdefault((language, name.casefold()), slug)
        if other != slug:
            place = g.document(slug, language).place("name")
            yield Problem(place, f'"{name}" is already the name of "{other}"')


def formerly(g: Glossary) -> Iterator[Problem]:
    """A slug of former days belongs to one term for ever, because its address leads there."""
    slug_by_former: dict[str, str] = {}
    for slug, term in g.terms.items():
        for number, former in enumerate(term.formerly):
            place = g.document(slug).place("formerly", number)
            if former == INDEX:
                message = f'"{INDEX}" is no slug: the page would take the place of another'
                yield Problem(place, message, "remove it")
            elif former in g.loaded.slugs:
                message = f'"{former}" is the slug of a term, and was that of "{slug}" before'
                yield Problem(place, message, "give the new term another slug: glossary rename")
            elif (other := slug_by_former.setdefault(former, slug)) != slug:
                message = f'"{former}" is already a former slug of "{other}"'
                yield Problem(place, message, "an address leads to one term: remove it here")


def citations(g: Glossary) -> Iterator[Problem]:
    """Every `[@n]` names a source, only the expert text cites, and every source is cited there."""
    for language, slug, text in _texts(g, "expert"):
        if slug not in g.terms:
            continue
        sources, document = g.terms[slug].sources, g.document(slug, language)
        cited = set()
        for nth, number in _numbered(text):
            if not number.isdecimal():
                message = f'the citation "[@{number}]" is no number'
                hint = "cite as [@1] or [@1][@2]"
            elif not 1 <= int(number) <= len(sources):
                message = f"the citation [@{number}] has no source"
                hint = "[@1] is the first entry of sources"
            else:
                cited.add(int(number))
                continue
            yield Problem(document.within(f"[@{number}]", "expert", nth=nth), message, hint)
        for position, source in enumerate(sources, start=1):
            if position not in cited:
                keys = ("sources", position - 1) if language == g.default else ("expert",)
                message = f'the expert text never cites source {position}, "{source.title}"'
                yield Problem(document.place(*keys), message, f"cite it as [@{position}]")
    for attribute in _UNCITED_TEXTS:
        for language, slug, text in _texts(g, attribute):
            for nth, number in _numbered(text):
                place = g.document(slug, language).within(f"[@{number}]", attribute, nth=nth)
                hint = "move it there; readers of the other texts follow no citations"
                yield Problem(place, "only the expert text cites sources", hint)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Each citation, with how often the same one stood before it."""
    before: dict[str, int] = {}
    for match in _CITATION.finditer(text):
        number = match[1]
        yield before.get(number, 0), number
        before[number] = before.get(number, 0) + 1


def identifiers(g: Glossary) -> Iterator[Problem]:
    """The identifier of a source has the form of its register, check digit included."""
    for slug, term in g.terms.items():
        for number, source in enumerate(term.sources):
            if source.id and (message := _malformed(source.id)):
                place = g.document(slug).place("sources", number, "id")
                hint = "arXiv:2106.09685, doi:10.1000/x, ISBN 978-…, or an address: https://…"
                yield Problem(place, message, hint)


_SHAPES = {
    "arxiv": re.compile(r"arXiv:(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?"),
    "doi": re.compile(r"doi:10\.\d{4,9}/\S+"),
    "url": re.compile(r"(url: ?)?https?://[^\s/]+\.\S+"),
}


def _malformed(identifier: str) -> str:
    scheme = re.split(r"[:\s]", identifier, maxsplit=1)[0].casefold()
    if scheme == "isbn":
        digits = re.sub(r"[\s:-]", "", identifier[4:]).upper()
        if not re.fullmatch(r"\d{9}[\dX]|\d{13}", digits):
            return f'"{identifier}" has not 10 or 13 digits'
        return "" if _check_digit_fits(digits) else f'the check digit of "{identifier}" is wrong'
    scheme = "url" if scheme in ("http", "https") else scheme
    if scheme not in _SHAPES:
        return f'"{identifier}" is no identifier'
    return "" if _SHAPES[scheme].fullmatch(identifier) else f'malformed identifier "{identifier}"'


def _check_digit_fits(digits: str) -> bool:
    """ISBN-10: weights 10 to 1 modulo 11, X is ten. ISBN-13: weights 1 and 3 modulo 10."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(values) == 10:
        return sum(v * weight for v, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0
    return sum(v * (3 if n % 2 else 1) for n, v in enumerate(values)) % 10 == 0
