"""Mentions of other terms as links: in each section of a text, the first one of every term.

A mention is a name, an alias or a listed form as whole words. Wrong links hurt more than missing
ones, so part of a longer word or of a hyphenated one is no mention, and the longest name wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final

from glossary.model.term import Term

# Elements whose text is not the author's running words pass in one piece, up to their end.
_CLOSED: Final = frozenset(
    {"button", "caption", "cite", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label"}
    | {"math", "pre", "samp", "script", "select", "style", "svg", "textarea", "th", "title", "var"}
)
_PIECE: Final = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?:\s[^<>]*)?>|<!--.*?-->|<[^<>]*>", re.S
)
# A mark that stands over a letter belongs to its word.
_WORD: Final = r"[\w\u0300-\u036f]+"
WORDS: Final = re.compile(_WORD)
_TOKEN: Final = re.compile(rf"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|{_WORD}|\s+|.", re.S)
_SOLID: Final = re.compile(
    r"&(?:#\w+|\w+);|(?:https?://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]+@[\w.-]+"
)
_JOINED_BEFORE: Final = re.compile(r"(?:[\w\u0300-\u036f]|[\w.][-‑–.@/\\_]|[@#\\])\Z")
_JOINED_AFTER: Final = re.compile(r"[\w\u0300-\u036f]|[-‑.@/\\_]\w|[@\\]")
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "code", "del", "em", "i", "ins", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "u"}
)
_MARKUP: Final = re.compile(
    r"^(?P<fence>```|~~~).*?^(?P=fence)|(?P<ticks>`+)[^`].*?(?P=ticks)|\$\$.*?\$\$"
    r"|(?<![\\$])\$(?!\s)(?:\\.|[^\\$])+?(?<!\s)\$(?!\d)|(?<=\])\([^()\s]*\)",
    re.M | re.S,
)
SLUG: Final = ""  # no token is empty, so this key of a node is the term that ends there

TrieNode = dict[str, Any]
"""What may follow in a name: token → node, and `SLUG` → the slug of the name that ends here."""

Piece = tuple[str, str]
"""A piece of HTML after its kind: "" for text, `em` or `/em` for a tag, `!` for what is passed."""


@dataclass(frozen=True, slots=True)
class Concepts:
    """Every name by which the terms of one language are mentioned, as a trie of tokens."""

    trie: TrieNode
    heads: frozenset[str]

    def link(self, html: str, own: str, href: Callable[[str], str]) -> str:
        """The HTML of a section of the term `own` with the first mention of each other linked."""
        seen = {own}
        out: list[str] = []
        links = 0
        pieces = list(_pieces(html))
        for number, (kind, piece) in enumerate(pieces):
            if kind in ("a", "/a"):
                links = max(0, links + (1 if kind == "a" else -1))
            elif not kind and (words := self._candidates(piece)):
                around = _before(pieces, number), _after(pieces, number)
                # A mention inside a link is one, and needs no second link.
                to = None if links else href
                out.append(self._linked(piece, words, around, seen, to))
                continue
            out.append(piece)
        return "".join(out)

    def _candidates(self, text: str) -> list[int]:
        """Where a word stands with which some name begins: few, so this decides the speed."""
        heads = self.heads
        return [word.start() for word in WORDS.finditer(folded(text)) if word[0] in heads]

    def _mentions(
        self, text: str, words: list[int], around: tuple[str, str]
    ) -> Iterator[tuple[int, int, str]]:
        """Start, end and slug of every mention in text that may hold entities but no tags."""
        end = 0
        solid = _SOLID.finditer(text)  # entities, addresses: a step behind the words at most
        solid_piece = next(solid, None)
        for start in words:
            while solid_piece and solid_piece.end() <= start:
                solid_piece = next(solid, None)
            if start < end or (solid_piece and solid_piece.start() <= start):
                continue
            if _JOINED_BEFORE.search((around[0] + text[max(0, start - 2) : start])[-2:]):
                continue
            if found := self._longest(text, start, around[1]):
                end = found[0]
                yield start, *found

    def mentions(self, markdown: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and slug of every mention in the running words of a text in Markdown."""
        # As long as it was, so that places stay, and no white space, so that no words meet.
        text = _MARKUP.sub(lambda match: "\0" * len(match[0]), markdown)
        return self._mentions(text, self._candidates(text), ("", ""))

    def _longest(self, text: str, start: int, following: str) -> tuple[int, str] | None:
        """The end and the slug of the longest name that begins here and ends with its word."""
        nodes, longest = [self.trie], None
        for token in _TOKEN.finditer(text, start):
            keys = _keys(unescape(token[0]))
            nodes = [node[key] for node in nodes for key in keys if key in node]
            if not nodes:
                break
            slugs = [node[SLUG] for node in nodes if SLUG in node]
            rest = text[token.end() : token.end() + 2]
            if slugs and not _JOINED_AFTER.match((rest + following)[:2]):
                longest = token.end(), slugs[0]
        return longest

    def _linked(
        self,
        text: str,
        words: list[int],
        around: tuple[str, str],
        seen: set[str],
        href: Callable[[str], str] | None,
    ) -> str:
        out, done = [], 0
        for start, end, slug in self._mentions(text, words, around):
            if slug in seen:
                continue
            seen.add(slug)
            if href:
                link = f'<a class="g-concept" href="{escape(href(slug))}">{text[start:end]}</a>'
                out += [text[done:start], link]
                done = end
        return "".join([*out, text[done:]])


def concepts(terms: Mapping[str, Term]) -> Concepts:
    """The names of the terms; where two share one, a name goes before an alias before a form."""
    trie: TrieNode = {}
    for names in (_names, _aliases, _forms):
        for slug in sorted(terms):
            for name in names(terms[slug]):
                _insert(trie, name, slug)
    return Concepts(trie, _heads(trie))


def _heads(keys: Iterable[str]) -> frozenset[str]:
    heads = {key.lower() for key in keys}
    # A text may write an accent as a sign of its own.
    return frozenset(heads | {unicodedata.normalize("NFD", key) for key in heads})


def _names(term: Term) -> Iterable[str]:
    # "Adam (optimizer)" is mentioned as Adam.
    return term.name, re.sub(r"\s*\([^()]*\)$", "", term.name)


def _aliases(term: Term) -> Iterable[str]:
    return term.aliases


def _forms(term: Term) -> Iterable[str]:
    return term.forms


def _insert(trie: TrieNode, name: str, slug: str) -> None:
    if not WORDS.match(name.strip()):
        return  # it begins with a sign, where no word begins
    node = trie
    for token in _TOKEN.findall(name.strip()):
        *_, key = _keys(token)  # in capitals only as written
        node = node.setdefault(key, {})
    node.setdefault(SLUG, slug)


def _keys(token: str) -> tuple[str, ...]:
    """The keys of a token: in small letters, and as it is where that is in capitals."""
    if token.isspace():
        return (" ",)
    if not token.isascii():
        token = unicodedata.normalize("NFC", token)
    if token.isupper():
        return token.lower(), token
    return (token.lower(),)


def folded(text: str) -> str:
    """The text in small letters, every one at its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := c.lower()) == 1 else c for c in text)


def _pieces(html: str) -> Iterator[Piece]:
    low = html.lower() if len(html.lower()) == len(html) else html
    done = 0
    while match := _PIECE.search(html, done):
        if match.start() > done:
            yield "", html[done : match.start()]
        tag, done = (match["tag"] or "").lower(), match.end()
        if tag in _CLOSED and not match["end"]:
            done = low.find(f"</{tag}", done)
            if done < 0:  # it never ends
                yield "!", html[match.start() :]
                return
        empty = not tag or tag in _CLOSED or match[0].endswith("/>")
        yield ("!" if empty else match["end"] + tag), html[match.start() : done]
    if done < len(html):
        yield "", html[done:]


def _before(pieces: list[Piece], number: int) -> str:
    """The last characters before a piece of text, over tags that do not part words."""
    for kind, piece in reversed(pieces[max(0, number - 4) : number]):
        if not kind:
            return piece[-2:]
        if kind.lstrip("/") not in _INLINE:
            break
    return ""


def _after(pieces: list[Piece], number: int) -> str:
    """The first characters after a piece of text, over tags that do not part words."""
    for kind, piece in pieces[number + 1 : number + 5]:
        if not kind:
            return piece[:2]
        if kind.lstrip("/") not in _INLINE:
            break
    return ""
