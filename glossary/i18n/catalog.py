"""Catalogs: the texts of the pages, one file a language, with its numbers and plural forms.

The same keys in every language: a page with an English word in it is a fault that nobody who reads
only English would notice, so a missing key is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from glossary.errors import Place, Problem, Problems, did_you_mean, display_path
from glossary.i18n.plurals import FORMS, forms, numbers, plural
from glossary.sources.config import Config, place_of
from glossary.sources.parser import at, compose, read_text
from glossary.sources.validator import Validator

SHIPPED = Path(__file__).parent / "locales"


@dataclass(frozen=True)
class Locale:
    """The words of one language. `texts` holds text, or a mapping of plural forms to text."""

    language: str
    texts: Mapping[str, str | Mapping[str, str]]

    def __getitem__(self, key: str) -> str:
        """The text of a key. KeyError for a key that no language has: a template is wrong."""
        text = self.texts[key]
        if not isinstance(text, str):
            raise KeyError(f"{key} has plural forms: use count({key!r}, n)")
        return text

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with `{name}` filled in."""
        return self[key].format(**values)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the language is written."""
        return "rtl" if self["direction"] == "rtl" else "ltr"

    @property
    def flow(self) -> Literal["LR", "RL"]:
        """Which way a diagram in the language is read."""
        return "RL" if self.direction == "rtl" else "LR"

    def count(self, key: str, n: int) -> str:
        """The form that goes with `n`, as in 1 minuta, 2 minuty, 5 minut; `{n}` is the number."""
        forms = self.texts[key]
        if isinstance(forms, str):
            raise KeyError(f"{key} has no plural forms")
        text = forms.get(plural(self.language, n)) or forms["other"]
        return text.format(n=self.number(n))

    def number(self, value: float, digits: int | None = None) -> str:
        """A number as the language writes it; without `digits`, three significant ones.

        Between digits of thousands stands what the locale says, a narrow no-break space for most.
        """
        if digits is None:
            is_rounded = isinstance(value, int) or 100 <= abs(value) < 1e6  # above: 2.65·10¹²
            text = f"{value:,.0f}" if is_rounded else f"{value:,.3g}"
            if "e" in text:
                mantissa, _, exponent = text.partition("e")
                text = f"{mantissa}·10{str(int(exponent)).translate(_SUPERSCRIPT)}"
        else:
            text = f"{value:,.{digits}f}"
        marks = {",": self["number_thousands"], ".": self["number_decimal"], "-": "−"}
        return "".join(marks.get(character, character) for character in text)

    def quantity(self, value: float, unit: str) -> str:
        """A measured number with its unit: `share` as per cent, `x` as a ratio, `s`, `ms`, …"""
        if unit == "share":
            digits = 1 if abs(value) < 1e4 else None
            return self("number_percent", n=self.number(100 * value, digits))
        if unit == "x":
            return f"{self.number(value)}×"
        if unit == "count":
            return self.number(round(value))
        if unit == "nats":  # the only unit whose name is a word, with a case in some languages
            unit = self("unit_nats")
        return f"{self.number(value)}\N{NO-BREAK SPACE}{unit}" if unit else self.number(value)


_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_locales(config: Config) -> dict[str, Locale]:
    """The words of every configured language. Raises `Problems` with every missing key.

    A language that is not shipped, or words of one's own for one that is, come from the folder that
    `locale:` in the configuration names.
    """
    texts_by_language = {language: _texts(language, config) for language in config.languages}
    english = texts_of(SHIPPED / "en.yml")
    problems = []
    for language, texts in texts_by_language.items():
        custom_file = config.locale / f"{language}.yml" if config.locale else None
        file = custom_file if custom_file and custom_file.exists() else SHIPPED / f"{language}.yml"
        place = Place(display_path(file))
        if not texts:
            message = f'no page texts for language "{language}"'
            problems.append(
                Problem(place_of(config, "languages"), message, _begin(language, config))
            )
            continue
        direction = texts.get("direction", "ltr")
        if direction not in ("ltr", "rtl"):
            message = f'"direction" must be ltr or rtl, found "{direction}"'
            problems.append(Problem(place, message, "rtl is for Arabic, Hebrew and their kin"))
        for key in english.keys() - texts.keys():
            hint = f"in English: {_written(english[key])}"
            problems.append(Problem(place, f'missing key "{key}"', hint))
        for key in texts.keys() - english.keys():
            guess = did_you_mean(key, english)
            problems.append(
                Problem(place, f'unknown key "{key}"{guess}', "English has no such key")
            )
        problems += [Problem(place, *missing) for missing in _forms_missing(language, texts)]
    if problems:
        raise Problems(problems)
    return {language: Locale(language, texts) for language, texts in texts_by_language.items()}


def _begin(language: str, config: Config) -> str:
    """How the words of a language are begun."""
    folder = display_path(config.locale) if config.locale else "words"
    where = "" if config.locale else f', and add "locale: {folder}" beside languages'
    return f"copy {SHIPPED / 'en.yml'} to {folder}/{language}.yml, translate it{where}"


def _written(text: str | Mapping[str, str]) -> str:
    """A text, or plural forms as a file has them."""
    if isinstance(text, str):
        return text
    return "{" + ", ".join(f'{form}: "{words}"' for form, words in text.items()) + "}"


def _forms_missing(language: str, texts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Messages and hints for what the language would say wrongly of some numbers."""
    for key, text in texts.items():
        for form in forms(language) if isinstance(text, Mapping) else ():
            if form not in text:
                first = ", ".join(map(str, numbers(language, form)))
                yield f'"{key}" lacks the plural form "{form}"', f"it goes with {first}…"


def _texts(language: str, config: Config) -> dict[str, Any]:
    folders = [SHIPPED, *([config.locale] if config.locale else [])]
    texts: dict[str, Any] = {}
    for folder in folders:
        if (folder / f"{language}.yml").exists():
            texts |= texts_of(folder / f"{language}.yml")
    return texts


def texts_of(path: Path) -> Mapping[str, Any]:
    """Key → text or plural forms. Raises `Problems`."""
    return _parsed(read_text(path, display_path(path)), display_path(path))


@lru_cache(maxsize=32)  # a build asks three times for the words of each language
def _parsed(text: str, name: str) -> Mapping[str, Any]:
    root = compose(text, name)
    validator = Validator(name)
    if not isinstance(root, yaml.MappingNode):
        raise Problems([Problem(at(root, name), "a mapping is expected here")])
    texts: dict[str, Any] = {}
    for key, value in validator.pairs(root):
        if isinstance(value, yaml.ScalarNode):
            texts[key.value] = value.value
        elif isinstance(value, yaml.MappingNode):
            forms = {form.value: text.value for form, text in validator.pairs(value)}
            if "other" not in forms or not set(forms) <= set(FORMS):
                wanted = ", ".join(FORMS)
                validator.wrong(value, f'plural forms are {wanted}, and "other" must be there')
            texts[key.value] = forms
        else:
            validator.wrong(value, f'"{key.value}" must be text or plural forms')
    if validator.problems:
        raise Problems(validator.problems)
    return texts
