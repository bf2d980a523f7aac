"""Folding: the ways in which readers type a name, without marks, its parts apart or together.

Used where names are looked for, by the search index and by the filter of the A–Z page, whose script
folds what is typed in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that are not a letter with a mark to Unicode, and so survive its decomposition.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)


def fold(words: str) -> str:
    """Small letters without marks, as in `dostrajac` for `Dostrajać`."""
    apart = unicodedata.normalize("NFD", words.casefold().translate(_LETTERS))
    return "".join(c for c in apart if not unicodedata.combining(c))


@lru_cache(maxsize=32768)
def spellings(name: str) -> tuple[str, ...]:
    """A name as readers type it: without marks, and parts apart or together where it has hyphens.

    >>> spellings("Fine-tuning")
    ('fine-tuning', 'fine tuning', 'finetuning')
    """
    plain = fold(name)
    apart = re.sub(r"[^\w]+", " ", plain).strip()
    together = re.sub(r"(?<=\w)[-‐‑/.](?=\w)", "", plain)
    ways = (plain, apart, together, *([apart.replace(" ", "")] if apart.count(" ") == 1 else ()))
    return tuple(dict.fromkeys(way for way in (name.casefold(), *ways) if way))


def refolded(text: str) -> str:
    """The words of a text that have a letter of `_LETTERS`, folded, each once.

    Pagefind itself finds `gęsty` for `gesty`, but not `płyn` for `plyn`.
    """
    words = dict.fromkeys(re.findall(r"\w+", text.lower()))
    return " ".join(dict.fromkeys(fold(w) for w in words if w != w.translate(_LETTERS)))
