"""Advice: what is allowed and yet worth a second look. Shown by `glossary check --advice`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import networkx as nx

from glossary.errors import Problem
from glossary.model import graph
from glossary.model.glossary import Glossary
from glossary.model.term import PROSE


def redundant_prerequisite(g: Glossary) -> Iterator[Problem]:
    """A prerequisite that another prerequisite needs already adds an arrow and no knowledge."""
    edges = graph.learning(g.graph)
    above = {slug: nx.ancestors(edges, slug) for slug in edges}
    for slug in edges:
        before = sorted(edges.predecessors(slug))
        for one in before:
            through = next((other for other in before if one in above[other]), None)
            if through:
                message = f'"{one}" is already implied by the prerequisite "{through}"'
                place = g.document(slug).key("prerequisites", one)
                yield Problem(place, message, "remove it unless the direct use matters", "advice")


def unreached(g: Glossary) -> Iterator[Problem]:
    """No other page leads to a term without any edge."""
    for slug in sorted(nx.isolates(g.graph)):
        if len(g.terms) > 1:
            place = g.document(slug).place()
            message = f'nothing leads to "{slug}"'
            hint = "give it a prerequisite, a parent or a relation"
            yield Problem(place, message, hint, "advice")


def mentioned(g: Glossary) -> Iterator[Problem]:
    """A term that the text leans on is near it in the graph, or a reader comes unprepared."""
    edges = graph.learning(g.graph)
    concepts = g.concepts()
    for slug, term in g.terms.items():
        near = {slug, *g.graph.successors(slug), *g.graph.predecessors(slug)}
        near |= nx.ancestors(edges, slug) | nx.descendants(edges, slug)
        for key in PROSE:
            text: str = getattr(term, key)
            for start, end, other in concepts.mentions(text):
                if other not in near:
                    near.add(other)  # once a term, where it is first
                    words = text[start:end]
                    nth = text.count(words, 0, start)
                    place = g.document(slug).within(words, key, nth=nth)
                    message = f'the text mentions "{other}", which the graph does not connect'
                    hint = f'name it in "{slug}" as prerequisite, child or related, with a reason'
                    yield Problem(place, message, hint, "advice")


def related_in_words(g: Glossary) -> Iterator[Problem]:
    """What relatives have in common is in their texts: each other, a third term, a rare word."""
    vocabulary = _said(g) if any(term.related for term in g.terms.values()) else {}
    for slug, term in g.terms.items():
        for other in term.related:
            if other in vocabulary and not vocabulary[slug] & vocabulary[other]:
                message = f'the texts of "{slug}" and its relative "{other}" share nothing'
                hint = "neither mentions the other, and no third term or rare word is in both"
                place = g.document(slug).key("related", other)
                yield Problem(
                    place, message, f"{hint}: say what joins them, or remove it", "advice"
                )


def _said(g: Glossary) -> Mapping[str, frozenset[str]]:
    """Slug → the term itself, the terms that its texts mention, the words that few terms use."""
    concepts = g.concepts()
    words: dict[str, frozenset[str]] = {}
    count: Counter[str] = Counter()
    for slug, term in g.terms.items():
        texts = "\n\n".join(getattr(term, key) for key in PROSE)
        words[slug] = frozenset(_WORD.findall(texts.lower()))
        count.update(words[slug])
    few = max(2, min(len(g.terms) // 2, 10), len(g.terms) // 10)
    return {
        slug: frozenset({slug})
        | {other for key in PROSE for *_, other in concepts.mentions(getattr(term, key))}
        | {f"{word} " for word in words[slug] if count[word] <= few}  # a space, for it is no slug
        for slug, term in g.terms.items()
    }


# Shorter ones are mostly "with" and "from"; in a small glossary even those can be rare.
_WORD = re.compile(r"[^\W\d_]{5,}")
