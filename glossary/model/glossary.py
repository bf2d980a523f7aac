"""The loaded whole: terms, translations, graph and results of one glossary, and its answers.

`read_glossary` gathers everything that can be read and the problems of reading; nothing is judged
here (`check` does that), so that a broken glossary can still be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import networkx as nx

from glossary.errors import Problem
from glossary.model import graph as graphs
from glossary.model import reading_time
from glossary.model.graph import Neighbour, Neighbourhood, Step
from glossary.model.loader import Loaded, ParseCache, load_terms
from glossary.model.mentions import Concepts, concepts
from glossary.model.recorded import results_of, with_recorded
from glossary.model.results import Result, changed_inputs
from glossary.model.term import PROSE, RECORDED, Term
from glossary.model.translation import Translation, fingerprint, translated
from glossary.sources.config import Config
from glossary.sources.document import Document

_WORDS_A_MINUTE: Final = 200


@dataclass(frozen=True)
class Glossary:
    """Everything that was read. Mappings are sorted by slug; languages begin with the default.

    Every question that takes a language answers in the default one without it.
    """

    config: Config
    loaded: Loaded
    results: Mapping[str, Result]
    unread: tuple[Problem, ...] = ()

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The terms in the default language, with the texts that their demos recorded."""
        return {
            slug: with_recorded(term, self.results.get(term.demo))
            for slug, term in self.loaded.terms.items()
        }

    @property
    def translations(self) -> Mapping[str, Mapping[str, Translation]]:
        """Language → slug → translation."""
        return self.loaded.translations

    @property
    def default(self) -> str:
        """The language of the term files."""
        return self.config.default

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages, the default one first."""
        return (self.config.default, *self.config.translations)

    def document(self, slug: str, language: str = "") -> Document:
        """The file of a term or of its translation, to be asked for places."""
        return self.loaded.documents[language or self.default, slug]

    @cached_property
    def _terms_in(self) -> Mapping[str, Mapping[str, Term]]:
        return {self.default: self.terms} | {
            language: {
                slug: translated(term, ours[slug]) if slug in ours else term
                for slug, term in self.terms.items()
            }
            for language, ours in self.translations.items()
        }

    def terms_in(self, language: str) -> Mapping[str, Term]:
        """The terms in a language."""
        return self._terms_in[language]

    def term(self, slug: str, language: str = "") -> Term:
        """The term in a language: its facts, with the texts of the translation."""
        return self._terms_in[language or self.default][slug]

    def concepts(self, language: str = "") -> Concepts:
        """What turns mentions of the terms into links."""
        return self._concepts[language or self.default]

    @cached_property
    def _concepts(self) -> Mapping[str, Concepts]:
        return {
            language: concepts({slug: self.term(slug, language) for slug in self.terms})
            for language in self.languages
        }

    def is_translated(self, slug: str, language: str) -> bool:
        """Whether the language has a text of its own for the term; the default one always has."""
        return language == self.default or slug in self.translations[language]

    def is_stale(self, slug: str, language: str) -> bool:
        """Whether the text of the default language changed since it was translated."""
        translation = self.translations.get(language, {}).get(slug)
        if translation is None:
            return False
        if self.lacks_result(slug) and any(getattr(translation.texts, key) for key in RECORDED):
            return False  # what it translates was recorded, and that is not there to compare
        return translation.of != fingerprint(self.terms[slug])

    def lacks_result(self, slug: str) -> bool:
        """Whether the term names a demo whose result is not there, and so lacks its texts."""
        return bool(self.terms[slug].demo) and self.demo(slug) is None

    def plot_texts(self, slug: str, language: str = "") -> Mapping[str, str]:
        """Text in the recorded plot → what stands there in this language."""
        translation = self.translations.get(language, {}).get(slug)
        return translation.plot if translation else {}

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """The graph with its reasons in the default language."""
        return graphs.build_graph(self.terms)

    @cached_property
    def _graphs(self) -> Mapping[str, nx.MultiDiGraph]:
        return {language: graphs.build_graph(terms) for language, terms in self._terms_in.items()}

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Slug → the number of prerequisites on the longest chain below it."""
        return graphs.levels(self.graph)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All slugs in learning order."""
        return graphs.order(self.graph)

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        return {slug: rank for rank, slug in enumerate(self.order)}

    def level(self, slug: str) -> int:
        """The number of prerequisites on the longest chain below a term."""
        return self.levels[slug]

    def previous(self, slug: str) -> str | None:
        """The term before this one in learning order."""
        rank = self._rank[slug]
        return self.order[rank - 1] if rank else None

    def next(self, slug: str) -> str | None:
        """The term after this one in learning order."""
        return next(iter(self.order[self._rank[slug] + 1 : self._rank[slug] + 2]), None)

    def steps(self, slug: str) -> tuple[str, ...]:
        """What comes before a term and the term itself, in learning order.

        The order of all terms, cut down to these: whatever one needs is among them, too.
        """
        return tuple(sorted({*self._above[slug], slug}, key=self._rank.__getitem__))

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        above: dict[str, frozenset[str]] = {}
        for slug in self.order:
            before = [other for other in self.terms[slug].prerequisites if other in self.terms]
            above[slug] = frozenset(before).union(*(above[other] for other in before))
        return above

    def neighbours(self, slug: str, language: str = "") -> tuple[Neighbour, ...]:
        """Every edge of the term, derived ones included, with its reason in the language."""
        key = language or self.default, slug
        if key not in self._near:
            self._near[key] = graphs.neighbours(self._graphs[key[0]], slug)
        return self._near[key]

    @cached_property
    def _near(self) -> dict[tuple[str, str], tuple[Neighbour, ...]]:
        return {}  # a page asks several times, and the next one for the same neighbours

    def neighbourhood(self, slug: str, language: str = "", limit: int = 12) -> Neighbourhood:
        """What a diagram of at most `limit` nodes shows around the term."""
        graph = self._graphs[language or self.default]
        return graphs.neighbourhood(graph, slug, self.levels, limit)

    def path(
        self, target: str | Collection[str], known: Collection[str] = (), language: str = ""
    ) -> tuple[Step, ...]:
        """What to learn for a target or for several, in order, without what is known."""
        return graphs.path(self._graphs[language or self.default], target, known)

    def frontier(self, known: Collection[str]) -> tuple[str, ...]:
        """The terms that can be learned next."""
        return graphs.frontier(self.graph, known)

    @cached_property
    def _by_topic(self) -> Mapping[str, tuple[str, ...]]:
        slugs_by_topic: dict[str, list[str]] = {}
        for slug in self.order:
            slugs_by_topic.setdefault(self.terms[slug].topic, []).append(slug)
        keys = [*self.config.topics, *sorted(slugs_by_topic.keys() - self.config.topics.keys())]
        return {key: tuple(slugs_by_topic[key]) for key in keys if key in slugs_by_topic}

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that have terms: as the configuration orders them, then any others."""
        return tuple(self._by_topic)

    def members(self, topic: str) -> tuple[str, ...]:
        """The terms of a topic in learning order."""
        return self._by_topic[topic]

    def topic(self, slug: str, language: str = "") -> str:
        """The name of the term's topic in the language."""
        topic = self.terms[slug].topic
        return self.config.topics.get(topic, {}).get(language or self.default, topic)

    def minutes(self, slug: str, language: str = "") -> int:
        """How long the text of a term takes to read."""
        term = self.term(slug, language)
        count = reading_time.count_words(*(getattr(term, key) for key in PROSE))
        return max(1, round(count / _WORDS_A_MINUTE))

    def demo(self, slug: str) -> Result | None:
        """What the term's demo recorded; None where the term has none."""
        return self.results.get(self.terms[slug].demo)

    def stale_inputs(self, demo: str) -> tuple[str, ...]:
        """The files that changed since the demo's result was recorded."""
        return changed_inputs(self.results[demo], self.config.root)


def read_glossary(config: Config, memory: ParseCache | None = None) -> Glossary:
    """Everything that can be read; what could not be is in `unread`.

    With a `memory`, a term file that is as it was the last time is not parsed again.
    """
    loaded = load_terms(config, memory)
    unread = [*loaded.problems]
    cited = {term.demo for term in loaded.terms.values() if term.demo}
    results = results_of(config.demos, cited, unread) if config.demos else {}
    return Glossary(config, loaded, results, tuple(unread))
