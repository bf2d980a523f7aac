"""The glossary itself: what a reader is promised of every term, in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from glossary import Term
from glossary.checks.runner import check
from glossary.model import results
from glossary.model.glossary import Glossary, read_glossary
from glossary.sources import config

ROOT = Path(__file__).resolve().parents[2]
RUN_OF_WORDS = 6  # so many equal words in a row are no coincidence of names and terms of art


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(config.read_config(ROOT / "mkdocs.yml"))


@pytest.fixture(scope="module", params=["en", "pl"])
def language(request) -> str:
    return request.param


def test_nothing_is_wrong_and_nothing_is_stale(glossary):
    assert "\n".join(str(problem) for problem in check(glossary)) == ""


def test_every_term_is_there_in_both_languages(glossary):
    assert glossary.languages == ("en", "pl")
    assert list(glossary.translations["pl"]) == list(glossary.terms)


def test_fine_tuning_stands_where_readers_of_the_old_page_know_it(glossary):
    """Later terms may add edges, never remove these."""
    around: dict[str, set[str]] = {}
    for neighbour in glossary.neighbours("fine-tuning"):
        around.setdefault(neighbour.kind, set()).add(neighbour.slug)
    assert around["prerequisite"] >= {"machine-learning", "large-language-model"}
    assert around["child"] >= {"lora", "rlhf"}
    assert around["related"] >= {"front-running", "inference"}
    assert glossary.term("fine-tuning", "pl").name == "Dostrajanie"


def test_the_graph_has_one_root_and_one_piece(glossary):
    roots = [slug for slug, level in glossary.levels.items() if level == 0]
    assert roots == ["machine-learning"]
    assert nx.is_weakly_connected(glossary.graph)


def test_every_term_has_a_demo_and_every_demo_a_term(glossary):
    cited = {slug: term.demo for slug, term in glossary.terms.items()}
    assert [slug for slug, demo in cited.items() if not demo] == []
    assert set(cited.values()) == results.scripts(glossary.config.demos).keys()


def test_every_expert_text_cites(glossary):
    """`check` holds citations and sources together; here there must be some."""
    assert [slug for slug, term in glossary.terms.items() if not term.sources] == []


def test_a_child_is_not_asked_to_read_more_than_160_words(glossary, language):
    words = {slug: len(glossary.term(slug, language).eli5.split()) for slug in glossary.terms}
    assert {slug: count for slug, count in words.items() if count > 160} == {}


def test_a_child_reads_no_formula_and_no_code(glossary, language):
    eli5 = {slug: glossary.term(slug, language).eli5 for slug in glossary.terms}
    assert [slug for slug, text in eli5.items() if re.search(r"[$`]|https?:", text)] == []


def test_the_longest_answer_does_not_give_the_right_one_away(glossary, language):
    questions = [q for slug in glossary.terms for q in glossary.term(slug, language).quiz]
    longest = 0
    for question in questions:
        lengths = [len(answer.text) for answer in question.answers]
        right = next(n for n, answer in enumerate(question.answers) if answer.correct)
        longest += lengths[right] == max(lengths) and lengths.count(max(lengths)) == 1
    assert longest / len(questions) <= 0.35, f"{longest} of {len(questions)}"


def test_no_position_gives_the_right_answer_away(glossary):
    questions = [q for term in glossary.terms.values() for q in term.quiz]
    at = Counter(next(n for n, answer in enumerate(q.answers) if answer.correct) for q in questions)
    shares = {position + 1: count / len(questions) for position, count in sorted(at.items())}
    assert max(shares.values()) <= 0.35, shares


def texts(term: Term) -> Iterator[str]:
    """Everything that a reader reads, without titles of works and names, which stay as they are."""
    yield from (term.definition, term.explanation, term.eli5, term.expert)
    yield from (edge.reason for edge in term.edges())
    for question in term.quiz:
        yield question.question
        yield from (part for answer in question.answers for part in (answer.text, answer.why))
    yield from (term.claim, term.refuted_if, term.control, *term.tried, *term.measures.values())
    yield from (source.says for source in term.sources)


def runs(term: Term) -> set[tuple[str, ...]]:
    """Every run of words in the prose of a term; code and mathematics stand for themselves."""
    found = set()
    for text in texts(term):
        prose = re.sub(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", "|", text, flags=re.DOTALL)
        for piece in re.split(r"[^\w\s'’,-]", prose):
            words = re.findall(r"[^\W\d_]+", piece.casefold())
            found |= {
                tuple(words[n : n + RUN_OF_WORDS]) for n in range(len(words) - RUN_OF_WORDS + 1)
            }
    return found


def test_no_polish_text_was_left_in_english(glossary):
    left = {
        slug: sorted(" ".join(run) for run in runs(glossary.term(slug, "pl")) & runs(term))
        for slug, term in glossary.terms.items()
    }
    assert {slug: same for slug, same in left.items() if same} == {}


def test_every_polish_text_has_polish_in_it(glossary):
    """A whole paragraph without one Polish letter would be English, however short its runs."""
    plain = [
        (slug, name)
        for slug in glossary.terms
        for name in ("definition", "explanation", "eli5", "expert")
        if not re.search("[ąćęłńóśźż]", getattr(glossary.term(slug, "pl"), name))
    ]
    assert plain == []


def test_inflected_forms_are_there_so_that_mentions_can_be_linked(glossary):
    """A Polish noun has seven cases: a term without forms would be found in none of them."""
    translations = glossary.translations["pl"]
    assert [slug for slug, term in translations.items() if not term.texts.forms] == []
