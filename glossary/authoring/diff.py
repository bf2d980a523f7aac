"""What changed between two versions of a term, key by key, for whoever translates it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from glossary.model.term import KINDS, Question, Source, Term

LISTS: Final = ("quiz", "tried", "sources")  # the keys whose items are translated one by one


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
                known = end - before == last - first
                numbers[key].append(f"{now + 1}" if known else f"{at + 1} (old)")
    return numbers


def texts(term: Term, numbers: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """Every text that is translated, by the way to it in the file.

    `numbers` are those of the items of each of the `LISTS`, where they are not 1, 2, 3….
    """
    each = numbers or {key: [f"{n}" for n, _ in enumerate(getattr(term, key), 1)] for key in LISTS}
    found = {
        key: getattr(term, key) for key in ("name", "definition", "explanation", "eli5", "expert")
    }
    for key in KINDS.values():
        found |= {f"{key} {slug}": reason for slug, reason in getattr(term, key).items()}
    for number, question in zip(each["quiz"], term.quiz, strict=True):
        found[f"quiz, question {number}"] = question.question
        for position, answer in enumerate(question.answers, start=1):
            place = f"quiz, question {number}, answer {position}"
            found |= {place: answer.text, f"{place}, why": answer.why}
    found |= {key: getattr(term, key) for key in ("claim", "refuted_if", "control")}
    for number, text in zip(each["tried"], term.tried, strict=True):
        found[f"tried, {number}"] = text
    found |= {f"measures {key}": label for key, label in term.measures.items()}
    for number, source in zip(each["sources"], term.sources, strict=True):
        found[f"sources, {number}"] = source.says
    return {key: text for key, text in found.items() if text}


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.strip().split("\n")] if text.strip() else []
