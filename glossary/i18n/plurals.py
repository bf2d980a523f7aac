"""The plural categories of whole numbers as Unicode CLDR has them, from babel.

`Intl.PluralRules` of the browser reads the same table, so a page and its scripts count alike.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.plural import PluralRule


FORMS: Final = ("zero", "one", "two", "few", "many", "other")
_COUNTED: Final = 200  # every category of every language but that of whole millions is met by then


def plural(language: str, n: int) -> str:
    """The category of a number.

    >>> [plural("pl", n) for n in (1, 2, 5, 12, 22)]
    ['one', 'few', 'many', 'many', 'few']
    >>> [plural("he", n) for n in (1, 2, 3)]
    ['one', 'two', 'other']
    """
    return _rule(language)(n)


@cache
def forms(language: str) -> tuple[str, ...]:
    """The forms that a language needs: its own, and "other" for what is not a whole number.

    >>> forms("cs")
    ('one', 'few', 'other')
    """
    needed = {plural(language, n) for n in range(_COUNTED)} | {"other"}
    return tuple(form for form in FORMS if form in needed)


def numbers(language: str, form: str) -> tuple[int, ...]:
    """The first three numbers that take a form.

    >>> numbers("pl", "many")
    (0, 5, 6)
    """
    return tuple(n for n in range(_COUNTED) if plural(language, n) == form)[:3]


@cache
def _rule(language: str) -> PluralRule:
    """The rule of a code such as `pt-PT`, else of its first part; English for what CLDR lacks."""
    from babel import Locale, UnknownLocaleError

    for code in (language, language.partition("-")[0]):
        try:
            return Locale.parse(code, sep="-").plural_form
        except (UnknownLocaleError, ValueError):  # a code CLDR has no data for, or no code at all
            continue
    return Locale("en").plural_form
