"""The values: what a translation takes over, and what makes it stale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.model.term import Answer, Question, Source, Term
from glossary.model.translation import Translation, fingerprint, texts, translated

QUIZ = (Question("What?", (Answer("this", "yes", True), Answer("that", "no"))),)
TERM = Term(
    slug="tide",
    name="Tide",
    aliases=("high water",),
    forms=("tides",),
    topic="sea",
    definition="It rises.",
    explanation="The Moon pulls.",
    eli5="The water visits.",
    expert="See [@1].",
    prerequisites={"moon": "It pulls."},
    children={"ebb": "It falls."},
    related={"wave": "It is one."},
    quiz=QUIZ,
    demo="tide",
    claim="Two a day.",
    refuted_if="One a day.",
    control="No Moon.",
    tried=("A flat Earth.",),
    measures={"n": "a day"},
    sources=(Source("Principia", "Newton", "1687", "ISBN 0", "the cause"),),
)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Tides"},
        {"definition": "It falls."},
        {"explanation": "x"},
        {"eli5": "x"},
        {"expert": "x"},
        {"prerequisites": {"moon": "It pushes."}},
        {"prerequisites": {"sun": "It pulls."}},
        {"prerequisites": {}, "related": {"wave": "It is one.", "moon": "It pulls."}},
        {"children": {}},
        {"related": {}},
        {"quiz": ()},
        {"quiz": (replace(QUIZ[0], question="Who?"),)},
        {"quiz": (replace(QUIZ[0], answers=QUIZ[0].answers[:1]),)},
        {"claim": "Three a day."},
        {"refuted_if": "x"},
        {"control": "x"},
        {"tried": ()},
        {"measures": {"n": "per day"}},
        {"sources": (replace(TERM.sources[0], says="everything"),)},
    ],
)
def test_a_changed_text_changes_the_fingerprint(change):
    assert fingerprint(replace(TERM, **change)) != fingerprint(TERM)


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "ebb"},
        {"aliases": ()},
        {"forms": ()},
        {"topic": "sky"},
        {"demo": ""},
        {"explanation": " The\n Moon  pulls.\n"},
        {"sources": (replace(TERM.sources[0], title="Opticks", year="1704"),)},
    ],
)
def test_a_changed_fact_does_not(change):
    assert fingerprint(replace(TERM, **change)) == fingerprint(TERM)


def test_the_fingerprint_is_the_same_tomorrow():
    assert fingerprint(TERM) == "d5f43426fe3e3ec3"


def test_a_translation_replaces_texts_and_keeps_facts():
    polish = Translation(
        slug="tide",
        language="pl",
        texts=Term(
            "tide",
            name="Pływ",
            forms=("pływy",),
            definition="Podnosi się.",
            prerequisites={"moon": "Przyciąga."},
            measures={"n": "na dobę"},
            sources=(Source(says="przyczyna"),),
        ),
    )
    ours = translated(TERM, polish)
    assert (ours.name, ours.forms, ours.aliases) == ("Pływ", ("pływy",), ())
    assert ours.prerequisites == {"moon": "Przyciąga."}
    assert ours.related == TERM.related  # not translated yet: the original shows
    assert ours.sources == (replace(TERM.sources[0], says="przyczyna"),)
    assert (ours.slug, ours.topic, ours.demo) == ("tide", "sea", "tide")


def test_a_half_finished_translation_shows_the_original_for_the_rest():
    ours = translated(TERM, Translation(slug="tide", language="pl"))
    assert ours == replace(TERM, aliases=(), forms=())


def test_every_text_has_a_way_to_it():
    assert dict(texts(TERM))["quiz", 0, "answers", 1, "why"] == "no"
    assert dict(texts(TERM))["sources", 0, "says"] == "the cause"
    assert [path[0] for path, _ in texts(TERM)].count("quiz") == 5


def test_neither_an_empty_text_nor_the_order_of_what_has_names_counts():
    two = replace(TERM, measures={"n": "a day", "m": "a year"})
    assert fingerprint(two) == fingerprint(replace(TERM, measures={"m": "a year", "n": "a day"}))
    assert fingerprint(two) != fingerprint(TERM)
    assert fingerprint(replace(TERM, control="")) != fingerprint(TERM)
    one = Term("tide", name="Tide")
    assert fingerprint(one) == fingerprint(replace(one, definition="", measures={"n": ""}))
