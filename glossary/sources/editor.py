"""Splicing edits of a YAML file: a value changes where it stands, and nothing else moves.

A person's comments, order, quotes and line breaks are theirs: a text is spliced between the marks
of its composed nodes, never dumped. Every change is read again before it is written, and all files
of a change are written or none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The text between two positions is replaced."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; those at one place in the order in which they come."""
    edits = sorted(edits, key=lambda edit: (edit.start, edit.end))  # stable
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def respelled(text: str, node: Any, word: str) -> Edit:
    """Another word in place of a scalar, in the same quotes; the word needs none."""
    start, end = node.start_mark.index, node.end_mark.index
    quote = text[start] if text[start:end][:1] in ("'", '"') else ""
    # `of:` without a value needs a space before one.
    space = "" if start < end or text[start - 1 : start].isspace() else " "
    return Edit(start, end, f"{space}{quote}{word}{quote}")


def entry(text: str, root: Any, lines: Sequence[str], before: Iterable[str]) -> Edit:
    """A new entry of the file: after the last of the keys `before` that it has, or first.

    Several of one text at one place come out in the order in which they are given.
    """
    keys = frozenset(before)
    last = next((value for key, value in reversed(root.value) if key.value in keys), None)
    if root.flow_style:  # the whole file is one `{…}`: only what fits there, without comments
        inside = [line for line in lines if not line.startswith("#")]
        at = last.end_mark.index if last is not None else root.start_mark.index + 1
        piece = " ".join(inside)
        return Edit(at, at, f", {piece}" if last is not None else f"{piece}, ")
    at = _after(text, last) if last is not None else root.start_mark.index
    return _inserted(text, at, lines, 0)


def pair(text: str, node: Any, lines: Sequence[str]) -> Edit:
    """A new last pair of a mapping; in `{…}` it goes without its comments."""
    if node.flow_style:
        inside = " ".join(line for line in lines if not line.startswith("#"))
        at = node.value[-1][1].end_mark.index if node.value else node.start_mark.index + 1
        return Edit(at, at, f", {inside} " if node.value else f"{inside} ")
    key, value = node.value[-1]
    return _inserted(text, _after(text, value), lines, key.start_mark.column)


def item(text: str, node: Any, word: str) -> Edit:
    """A new last item of a list that has some."""
    if node.flow_style:
        at = node.value[-1].end_mark.index
        return Edit(at, at, f", {word}")
    return _inserted(text, _after(text, node.value[-1]), [f"- {word}"], node.start_mark.column)


def items(text: str, key: Any, node: Any, at: int, lines: Sequence[str]) -> Edit:
    """New items, comments included, before the item `at` of a list that has one on each line.

    They stand above the comments of that item, and the first below the line of the list's `key`.
    """
    place = _after(text, node.value[at - 1] if at else key)
    return _inserted(text, place, lines, node.start_mark.column)


def _after(text: str, node: Any) -> int:
    """The beginning of the line below a value, or the end of the text."""
    while not node.flow_style if isinstance(node, yaml.CollectionNode) else False:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if getattr(node, "style", None) in ("|", ">"):  # it ends where the next line begins
        start = text.rfind("\n", 0, end) + 1
        if not text[start:end].strip():
            return start
    below = text.find("\n", end)
    return below + 1 if below >= 0 else len(text)


def _inserted(text: str, at: int, lines: Sequence[str], column: int) -> Edit:
    newline = "\r\n" if "\r\n" in text else "\n"
    block = "".join(f"{' ' * column}{line}".rstrip() + newline for line in lines)
    if at and text[at - 1] != "\n":  # the last line of the file does not end
        block = newline + block.removesuffix(newline)
    return Edit(at, at, block)


def plain(node: Any) -> Any:
    """What a node says, without where: mappings as lists of pairs, so that order counts."""
    if isinstance(node, yaml.MappingNode):
        return [(plain(key), plain(value)) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [plain(each) for each in node.value]
    return node.value


def scalar(text: str) -> str:
    """A one-line text as YAML reads it back, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


# Letters, digits and what stands between them in a name; a colon, a hash or a bracket wants quotes.
_PLAIN = re.compile(r"[^\W_](?:[\w ./()%+*’'–-]*[\w.)%’])?")
