"""Which texts may mention a name: enough to tell that new names left a text as it is."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Collection, Iterator

from glossary.concepts import SLUG, WORDS, Concepts, Node, folded


def differing(one: Concepts, other: Concepts) -> tuple[str, ...]:
    """The names that only one of the two has, or has for another term, as keys of the trie.

    A text in which none of them can be has the same links with both.
    """
    tries = one.trie, other.trie
    both = one.trie.keys() | other.trie.keys()
    keys = [key for key in both if one.trie.get(key) != other.trie.get(key)]
    first, second = ({*_spelled({k: trie[k] for k in keys if k in trie})} for trie in tries)
    return tuple(sorted({name for name, _ in first ^ second}))


def words(html: str) -> frozenset[str]:
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


def _spelled(node: Node, before: str = "") -> Iterator[tuple[str, str]]:
    """Every name below a node of the trie, with the slug of its term."""
    for key, below in node.items():
        if key == SLUG:
            yield before, below
        else:
            yield from _spelled(below, before + key)
