"""What changed between two versions of a term, key by key, for whoever translates it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from glossary.term import KINDS, Term


def difference(old: Term, new: Term) -> Iterator[str]:
    """Lines: a key, then what left it and what came, line by line; white space does not count."""
    before, after = texts(old), texts(new)
    for key in dict.fromkeys([*after, *before]):
        gone, come = before.get(key, ""), after.get(key, "")
        if gone.split() == come.split():
            continue
        added = "" if key in before else ": new"
        yield f"{key}{added if key in after else ': removed'}"
        _, _, *lines = difflib.unified_diff(_lines(gone), _lines(come), n=0, lineterm="")
        yield from (f"  {line[0]} {line[1:]}" for line in lines if line[0] in "+-")


def texts(term: Term) -> dict[str, str]:
    """Every text that is translated, by the way to it in the file."""
    found = {
        key: getattr(term, key) for key in ("name", "definition", "explanation", "eli5", "expert")
    }
    for key in KINDS.values():
        found |= {f"{key} {slug}": reason for slug, reason in getattr(term, key).items()}
    for number, question in enumerate(term.quiz, start=1):
        found[f"quiz, question {number}"] = question.question
        for position, answer in enumerate(question.answers, start=1):
            place = f"quiz, question {number}, answer {position}"
            found |= {place: answer.text, f"{place}, why": answer.why}
    found |= {key: getattr(term, key) for key in ("claim", "refuted_if", "control")}
    found |= {f"tried, {number}": text for number, text in enumerate(term.tried, start=1)}
    found |= {f"measures {key}": label for key, label in term.measures.items()}
    for number, source in enumerate(term.sources, start=1):
        found[f"sources, {number}"] = source.says
    return {key: text for key, text in found.items() if text}


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.strip().split("\n")] if text.strip() else []
