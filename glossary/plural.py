"""The plural categories of whole numbers (Unicode CLDR), for the languages that we know.

A language that is not here counts as English does: one, and everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

FORMS: Final = ("zero", "one", "two", "few", "many", "other")


def plural(language: str, n: int) -> str:
    """The category of a number; of a code such as `pt-BR` the first part counts.

    >>> [plural("pl", n) for n in (1, 2, 5, 12, 22)]
    ['one', 'few', 'many', 'many', 'few']
    >>> [plural("he", n) for n in (1, 2, 3)]
    ['one', 'two', 'other']
    """
    return _RULES.get(language.partition("-")[0], _english)(n)


def forms(language: str) -> tuple[str, ...]:
    """The forms that a language needs: its own, and "other" for what is not a whole number.

    >>> forms("cs")
    ('one', 'few', 'other')
    """
    found = {plural(language, n) for n in range(200)} | {"other"}
    return tuple(form for form in FORMS if form in found)


def numbers(language: str, form: str) -> tuple[int, ...]:
    """The first three numbers that take a form.

    >>> numbers("pl", "many")
    (0, 5, 6)
    """
    return tuple(n for n in range(200) if plural(language, n) == form)[:3]


def _english(n: int) -> str:
    return "one" if n == 1 else "other"


def _french(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, "other")


def _polish(n: int) -> str:
    return "one" if n == 1 else _few(n)


def _russian(n: int) -> str:
    return "one" if n % 10 == 1 and n % 100 != 11 else _few(n)


def _few(n: int) -> str:
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _croatian(n: int) -> str:
    return {"many": "other"}.get(_russian(n), _russian(n))


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if n in (2, 3, 4) else "other"


def _arabic(n: int) -> str:
    few = 3 <= n % 100 <= 10
    rest = "few" if few else "many" if n % 100 >= 11 else "other"
    return {0: "zero", 1: "one", 2: "two"}.get(n, rest)


def _none(_: int) -> str:
    return "other"


_RULES: Final[dict[str, Callable[[int], str]]] = {
    **dict.fromkeys(("fr", "pt", "hy"), _french),
    **dict.fromkeys(("ru", "uk", "be"), _russian),
    **dict.fromkeys(("hr", "sr", "bs"), _croatian),
    **dict.fromkeys(("cs", "sk"), _czech),
    **dict.fromkeys(("ja", "zh", "ko", "vi", "th", "id", "ms", "lo", "my"), _none),
    "pl": _polish,
    "he": _hebrew,
    "ar": _arabic,
}
