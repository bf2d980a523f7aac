"""Invalidation: which tracked queries two states of a glossary answer differently."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Final

from glossary.model.glossary import Glossary
from glossary.model.mentions import SLUG, Concepts, TrieNode
from glossary.model.term import KINDS, Term
from glossary.pipeline.dependencies import Changes, Fact

_FIELDS: Final = tuple(each.name for each in fields(Term))
_NAMES: Final = ("name", "aliases", "forms")
_CACHED: Final = ("graph", "_graphs", "levels", "order", "_rank", "_above", "_near", "_by_topic")


def changes(old: Glossary, new: Glossary) -> Changes:
    """What the new glossary answers otherwise than the old one, of the same configuration.

    Cached results that did not change are handed over to the new one.
    """
    facts: set[Fact] = set()
    for language in new.languages:
        facts.update(_texts(old, new, language))
    facts.update([*_beside(old, new, facts)])
    order_differs = list(old.terms) != list(new.terms)
    if order_differs:
        facts.add(("slugs",))
    texts = [fact for fact in facts if fact[0] == "text"]
    edges = {language for _, language, _, name in texts if name == "edges"}
    if order_differs or edges:
        facts.update(
            _graph(old, new, new.languages if order_differs or new.default in edges else edges)
        )
    elif any(name == "topic" for _, _, _, name in texts):
        facts.update(_topics(old, new))
    else:
        vars(new).update({key: vars(old)[key] for key in _CACHED if key in vars(old)})
    named = {language for _, language, _, name in texts if name in _NAMES}
    if not named:
        vars(new).update({key: vars(old)[key] for key in ("_concepts",) if key in vars(old)})
    names = {la: differing_names(old.concepts(la), new.concepts(la)) for la in sorted(named)}
    return Changes(frozenset(facts), names)


def _texts(old: Glossary, new: Glossary, language: str) -> Iterator[Fact]:
    before, after = old.terms_in(language), new.terms_in(language)
    for slug in before.keys() | after.keys():
        one, other = before.get(slug), after.get(slug)
        if one == other:
            continue
        names = [
            name
            for name in _FIELDS
            if one is None or other is None or getattr(one, name) != getattr(other, name)
        ]
        if not {"edges", *KINDS.values()}.isdisjoint(names):
            names.append("edges")  # the method that gathers the three
        yield from (("text", language, slug, name) for name in names)
        if not one or not other or old.minutes(slug, language) != new.minutes(slug, language):
            yield "minutes", language, slug


def _beside(old: Glossary, new: Glossary, texts: Collection[Fact]) -> Iterator[Fact]:
    """What is known of a term besides its texts."""
    for language, translations in new.translations.items():
        former = old.translations[language]
        for slug in translations.keys() | former.keys():
            if translations.get(slug) != former.get(slug):
                yield "translation", language, slug
    for _, _, slug, name in [fact for fact in texts if fact[:2] == ("text", new.default)]:
        if name == "topic":
            yield "topic", slug
        yield from (("translation", each, slug) for each in new.config.translations)
    for slug in new.terms:
        if slug not in old.terms or old.demo(slug) != new.demo(slug):
            yield "demo", slug


def _topics(old: Glossary, new: Glossary) -> Iterator[Fact]:
    if old.topics != new.topics:
        yield ("topics",)
    for topic in {*old.topics, *new.topics}:
        both = topic in old.topics and topic in new.topics
        if not both or old.members(topic) != new.members(topic):
            yield "members", topic


def _graph(old: Glossary, new: Glossary, languages: Collection[str]) -> Iterator[Fact]:
    """What follows from edges, where edges of these languages, reasons included, differ."""
    both = [slug for slug in new.terms if slug in old.terms]
    fresh = [slug for slug in new.terms if slug not in old.terms]
    moved = {slug for slug in both if old.level(slug) != new.level(slug)} | set(fresh)
    if new.default in languages:
        yield ("graph",)
        yield from _topics(old, new)
        for name in ("levels", "order"):
            if getattr(old, name) != getattr(new, name):
                yield (name,)
        yield from (("level", slug) for slug in moved)
        for name in ("previous", "next", "steps"):
            one, other = getattr(old, name), getattr(new, name)
            yield from ((name, slug) for slug in both if one(slug) != other(slug))
            yield from ((name, slug) for slug in fresh)
    for language in languages:
        for slug in both:
            near = new.neighbours(slug, language)
            if near != old.neighbours(slug, language):
                yield "neighbours", language, slug
            elif slug not in moved and all(each.slug not in moved for each in near):
                continue  # a neighbourhood is chosen by its levels
            yield "neighbourhood", language, slug
        for slug in fresh:
            yield "neighbours", language, slug
            yield "neighbourhood", language, slug


def differing_names(one: Concepts, other: Concepts) -> tuple[str, ...]:
    """The names that only one of the two has, or has for another term, as keys of the trie.

    A text in which none of them can be has the same links with both.
    """
    tries = one.trie, other.trie
    both = one.trie.keys() | other.trie.keys()
    keys = [key for key in both if one.trie.get(key) != other.trie.get(key)]
    first, second = ({*_spelled({k: trie[k] for k in keys if k in trie})} for trie in tries)
    return tuple(sorted({name for name, _ in first ^ second}))


def _spelled(node: TrieNode, before: str = "") -> Iterator[tuple[str, str]]:
    """Every name below a node of the trie, with the slug of its term."""
    for key, below in node.items():
        if key == SLUG:
            yield before, below
        else:
            yield from _spelled(below, before + key)
