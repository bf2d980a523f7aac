"""The order of names in a language's alphabet."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from glossary.i18n.catalog import Locale


def collation_key(name: str, locale: Locale) -> tuple[Any, ...]:
    """A key that sorts names as the language's dictionaries do: ą after a, not after z."""
    return _collation_key(name, locale["alphabet"])


@lru_cache(maxsize=8192)
def _collation_key(name: str, alphabet: str) -> tuple[Any, ...]:
    return (
        *((alphabet.find(c) if c in alphabet else -1, c) for c in name.casefold() if c.isalnum()),
        (-2, name),
    )
