"""Dependency tracking: the facts of a glossary that a target asked for.

A target that asks through `TrackedGlossary` gets the same answers as from the glossary itself, and
every query is recorded. Where none of the answers changed (`changes`), the target is up to date.
That holds because `TrackedGlossary` answers no query that `changes` does not compare: an untracked
query raises instead of silently going stale.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from glossary.model.glossary import Glossary
from glossary.model.mentions import WORDS, Concepts, folded
from glossary.model.results import Result
from glossary.model.term import Term
from glossary.sources.config import Config

Fact = tuple[str, ...]
"""The name of a query and what it was about, or `text`, language, slug and field."""

FILES: Final = ("files",)
"""The fact that something was read which is no term: a demo, a plot, a result."""


@dataclass(slots=True)
class Dependencies:
    """The facts that a target asked for, and the words in its texts that could be mentions."""

    facts: set[Fact] = field(default_factory=set)
    words: dict[str, set[str]] = field(default_factory=dict)

    def touched(self, changed: Changes) -> bool:
        """Whether any of them changed."""
        return not self.facts.isdisjoint(changed.facts) or any(
            can_be_in(name, self.words[language])
            for language, names in changed.names.items()
            if language in self.words
            for name in names
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """The facts that two glossaries answer differently, and by language the names that only one of
    the two has, or has for another term."""

    facts: frozenset[Fact]
    names: Mapping[str, tuple[str, ...]]


# Tracked queries: about the whole, about a term or a topic in any language, and about a term in one
# language, each of these with the name of the fact that answers it.
_OF_ALL: Final = ("graph", "levels", "order", "topics")
_OF_TERM: Final = ("level", "previous", "next", "steps", "topic", "members")
_OF_TEXT: Final = {
    "minutes": "minutes",
    "neighbours": "neighbours",
    "neighbourhood": "neighbourhood",
    "is_translated": "translation",
    "is_stale": "translation",
    "plot_texts": "translation",
}


class TrackedGlossary:
    """A glossary that records every query in `dependencies`; an untracked query raises."""

    def __init__(self, glossary: Glossary) -> None:
        self.dependencies = Dependencies()
        self.config: Config = glossary.config
        self.default = glossary.default
        self.languages = glossary.languages
        self.terms: Mapping[str, Any] = _TrackedTerms(self, glossary.terms)
        self._glossary = glossary
        self._tracked_terms: dict[tuple[str, str], _TrackedTerm] = {}
        for name in _OF_TERM:
            setattr(self, name, self._about(name, name, by_language=False))
        for name, fact in _OF_TEXT.items():
            setattr(self, name, self._about(name, fact, by_language=True))

    def _about(self, name: str, fact: str, *, by_language: bool) -> Callable[..., Any]:
        answer = getattr(self._glossary, name)

        def ask(slug: str, language: str = "") -> Any:
            language = language or self.default
            self.dependencies.facts.add((fact, language, slug) if by_language else (fact, slug))
            return answer(slug, language) if by_language or name == "topic" else answer(slug)

        return ask

    def __getattr__(self, name: str) -> Any:
        if name not in _OF_ALL:
            raise AttributeError(f"{name} is no tracked query")
        self.dependencies.facts.add((name,))
        return getattr(self._glossary, name)

    def term(self, slug: str, language: str = "") -> Any:
        """A term whose fields are recorded one by one."""
        key = language or self.default, slug
        if key not in self._tracked_terms:
            self._tracked_terms[key] = _TrackedTerm(self, key, self._glossary.term(slug, key[0]))
        return self._tracked_terms[key]

    def concepts(self, language: str = "") -> Any:
        """What links mentions; the words of each text are recorded."""
        language = language or self.default
        return _TrackedMentions(self, language, self._glossary.concepts(language))

    def demo(self, slug: str) -> Result | None:
        """The result of a demo; a target that shows one also reads its program and its plot."""
        self.dependencies.facts.add(("demo", slug))
        if result := self._glossary.demo(slug):
            self.dependencies.facts.add(FILES)
        return result

    def stale_inputs(self, demo: str) -> tuple[str, ...]:
        """The files that changed since the demo's result was recorded."""
        self.dependencies.facts.add(FILES)
        return self._glossary.stale_inputs(demo)

    @property
    def results(self) -> Mapping[str, Result]:
        """Every result that was read."""
        self.dependencies.facts.add(FILES)
        return self._glossary.results


class _TrackedTerm:
    """A term; every field that is read is recorded."""

    __slots__ = ("_key", "_term", "_tracked")

    def __init__(self, tracked: TrackedGlossary, key: tuple[str, str], term: Term) -> None:
        self._tracked, self._key, self._term = tracked, key, term

    def __getattr__(self, name: str) -> Any:
        self._tracked.dependencies.facts.add(("text", *self._key, name))
        value = getattr(self._term, name)
        if (
            name == "widget" and value
        ):  # the section of a widget also reads its words and what it loads
            self._tracked.dependencies.facts.add(FILES)
        return value


class _TrackedTerms(Mapping[str, Any]):
    """The terms in the default language; iterating over them depends on which there are."""

    def __init__(self, tracked: TrackedGlossary, terms: Mapping[str, Term]) -> None:
        self._tracked, self._terms = tracked, terms

    def _slugs(self) -> Collection[str]:
        self._tracked.dependencies.facts.add(("slugs",))
        return self._terms.keys()

    def __getitem__(self, slug: str) -> Any:
        if slug not in self._terms:
            self._slugs()
            raise KeyError(slug)
        return self._tracked.term(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs())

    def __len__(self) -> int:
        return len(self._slugs())


class _TrackedMentions:
    def __init__(self, tracked: TrackedGlossary, language: str, concepts: Concepts) -> None:
        self._tracked, self._language, self._concepts = tracked, language, concepts

    def link(self, html: str, own: str, href: Any) -> str:
        self._tracked.dependencies.words.setdefault(self._language, set()).update(
            mention_words(html)
        )
        return self._concepts.link(html, own, href)


def mention_words(html: str) -> frozenset[str]:
    """The words with which a mention in the HTML could begin."""
    # Both ways in which a piece of it may be folded: they part where a letter grows in lower case.
    return frozenset(map(sys.intern, WORDS.findall(html.lower()) + WORDS.findall(folded(html))))


def can_be_in(name: str, words: Collection[str]) -> bool:
    """Whether a text of these `words` may mention the name; a letter alone may be an entity."""
    return all(
        word in words or unicodedata.normalize("NFD", word) in words
        for word in map(str.lower, WORDS.findall(name))
        if len(word) > 1
    )
