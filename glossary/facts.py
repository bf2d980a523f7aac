"""What a part of the site was made of: the facts of a glossary that it asked for.

A part that asks through `Watched` gets the same answers as from the glossary itself, and every
question is noted. Where none of the answers changed (`changes`), the part cannot have changed. That
holds because `Watched` answers no question that `changes` does not compare: whoever asks a new one
gets an error, not a page that is never made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from glossary.concepts import Concepts
from glossary.config import Config
from glossary.mentions import can_be_in, words
from glossary.results import Result
from glossary.term import Term
from glossary.whole import Glossary

Fact = tuple[str, ...]
"""The name of a question and what it was about, or `text`, language, slug and field."""

FILES: Final = ("files",)
"""The fact that something was read which is no term: a demo, a plot, a result."""


@dataclass(slots=True)
class Asked:
    """The facts that a part asked for, and the words in its texts that could be mentions."""

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


# Questions about the whole, about a term or a topic in any language, and about a term in one
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


class Watched:
    """A glossary that notes what it is asked, in `asked`."""

    def __init__(self, whole: Glossary) -> None:
        self.asked = Asked()
        self.config: Config = whole.config
        self.default = whole.default
        self.languages = whole.languages
        self.terms: Mapping[str, Any] = _Terms(self, whole.terms)
        self._whole = whole
        self._seen: dict[tuple[str, str], _Text] = {}
        for name in _OF_TERM:
            setattr(self, name, self._about(name, name, by_language=False))
        for name, fact in _OF_TEXT.items():
            setattr(self, name, self._about(name, fact, by_language=True))

    def _about(self, name: str, fact: str, *, by_language: bool) -> Callable[..., Any]:
        answer = getattr(self._whole, name)

        def ask(slug: str, language: str = "") -> Any:
            language = language or self.default
            self.asked.facts.add((fact, language, slug) if by_language else (fact, slug))
            return answer(slug, language) if by_language or name == "topic" else answer(slug)

        return ask

    def __getattr__(self, name: str) -> Any:
        if name not in _OF_ALL:
            raise AttributeError(f"{name} is no question whose answer is watched")
        self.asked.facts.add((name,))
        return getattr(self._whole, name)

    def term(self, slug: str, language: str = "") -> Any:
        """A term whose texts are noted one by one."""
        key = language or self.default, slug
        if key not in self._seen:
            self._seen[key] = _Text(self, key, self._whole.term(slug, key[0]))
        return self._seen[key]

    def concepts(self, language: str = "") -> Any:
        """What links mentions; the words of each text are noted."""
        language = language or self.default
        return _Mentions(self, language, self._whole.concepts(language))

    def demo(self, slug: str) -> Result | None:
        """Who shows a result also reads its program and its plot."""
        self.asked.facts.add(("demo", slug))
        if result := self._whole.demo(slug):
            self.asked.facts.add(FILES)
        return result

    def stale_inputs(self, demo: str) -> tuple[str, ...]:
        """The files that changed since the demo's result was recorded."""
        self.asked.facts.add(FILES)
        return self._whole.stale_inputs(demo)

    @property
    def results(self) -> Mapping[str, Result]:
        """Every result that was read."""
        self.asked.facts.add(FILES)
        return self._whole.results


class _Text:
    """A term; every field that is read is noted."""

    __slots__ = ("_key", "_term", "_watched")

    def __init__(self, watched: Watched, key: tuple[str, str], term: Term) -> None:
        self._watched, self._key, self._term = watched, key, term

    def __getattr__(self, name: str) -> Any:
        self._watched.asked.facts.add(("text", *self._key, name))
        value = getattr(self._term, name)
        if name == "widget" and value:  # who offers one also reads its words and what it loads
            self._watched.asked.facts.add(FILES)
        return value


class _Terms(Mapping[str, Any]):
    """The terms in the default language; who goes through them depends on which there are."""

    def __init__(self, watched: Watched, terms: Mapping[str, Term]) -> None:
        self._watched, self._terms = watched, terms

    def _slugs(self) -> Collection[str]:
        self._watched.asked.facts.add(("slugs",))
        return self._terms.keys()

    def __getitem__(self, slug: str) -> Any:
        if slug not in self._terms:
            self._slugs()
            raise KeyError(slug)
        return self._watched.term(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs())

    def __len__(self) -> int:
        return len(self._slugs())


class _Mentions:
    def __init__(self, watched: Watched, language: str, concepts: Concepts) -> None:
        self._watched, self._language, self._concepts = watched, language, concepts

    def link(self, html: str, own: str, href: Any) -> str:
        self._watched.asked.words.setdefault(self._language, set()).update(words(html))
        return self._concepts.link(html, own, href)
