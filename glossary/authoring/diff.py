"""What changed between two versions of a term, key by key, for whoever translates it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from glossary.model import translation
from glossary.model.term import LISTS, Question, Source, Term
from glossary.model.translation import TextPath


def difference(old: Term, new: Term) -> Iterator[str]:
    """Lines: a key, then what left it and what came, line by line; white space does not count."""
    before, after = texts(old, _numbers(old, new)), texts(new)
    for key in dict.fromkeys([*after, *before]):
        gone, come = before.get(key, ""), after.get(key, "")
        if gone.split() == come.split():
            continue
        added = "" if key in before else ": new"
        yield f"{key}{added if key in after else ': removed'}"
        _, _, *lines = difflib.unified_diff(_lines(gone), _lines(come), n=0, lineterm="")
        yield from (f"  {line[0]} {line[1:]}" for line in lines if line[0] in "+-")


def moves(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """How a list became another, as `difflib` says it; an item is known by what it is about."""
    before, after = ([_about(item) for item in items] for items in (old, new))
    return [*difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]


def _about(item: Question | Source | str) -> str:
    match item:
        case Question():
            return item.question
        case Source():
            return item.id
    return item


def _numbers(old: Term, new: Term) -> dict[str, list[str]]:
    """What the items of the old lists are called: by their numbers now, where they have one."""
    numbers: dict[str, list[str]] = {}
    for key in LISTS:
        numbers[key] = []
        for _, before, end, first, last in moves(getattr(old, key), getattr(new, key)):
            for at in range(before, end):
                now = first + at - before
                same_length = end - before == last - first
                numbers[key].append(f"{now + 1}" if same_length else f"{at + 1} (old)")
    return numbers


def texts(term: Term, numbers: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """Every text that is translated, by the way to it in the file.

    `numbers` are those of the items of each of the `LISTS`, where they are not 1, 2, 3….
    """
    return {_label(path, numbers): text for path, text in translation.texts(term)}


def _label(path: TextPath, numbers: Mapping[str, Sequence[str]] | None) -> str:
    """The way to a text in words, as in `quiz, question 1, answer 2, why`."""
    match path:
        case (str(key),):
            return key
        case (str(key), str(name)):
            return f"{key} {name}"
        case (str(key), int(item), *rest):
            number = numbers[key][item] if numbers else f"{item + 1}"
    match rest:
        case ["question"]:
            return f"{key}, question {number}"
        case ["answers", int(answer), part]:
            why = "" if part == "text" else f", {part}"
            return f"{key}, question {number}, answer {answer + 1}{why}"
    return f"{key}, {number}"


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.strip().split("\n")] if text.strip() else []
