"""Templates choose tags, never facts: what a page shows is worked out before its template runs."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import nodes
from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages import page, term
from glossary.pages.term_view import View

TEMPLATES = Path(page.__file__).parent / "templates"
# `t` is the locale of the page: a word by its key, one with something filled in, one that counts.
WORDS = {"t", "t.count", "t.number"}
FILTERS = {"join", "length", "literal", "round", "tojson"}


def name_of(node: nodes.Node) -> str:
    return f"{name_of(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else node.name


@pytest.mark.parametrize("file", sorted(path.name for path in TEMPLATES.iterdir()))
def test_a_template_calls_nothing_but_words_and_macros(file: str) -> None:
    tree = jinja2.Environment().parse((TEMPLATES / file).read_text("utf-8"))
    macros = {f"m.{name}" for name in ("heading", "key", "numbers", "progress")}
    called = {name_of(call.node) for call in tree.find_all(nodes.Call)}
    assert called <= WORDS | macros
    assert {each.name for each in tree.find_all(nodes.Filter)} <= FILTERS


def plain(value: Any) -> bool:
    """Whether a value is text, a number, or a frozen value of such."""
    if is_dataclass(value):
        assert type(value).__dataclass_params__.frozen, type(value)
        return all(plain(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, tuple | list):
        return all(map(plain, value))
    if isinstance(value, dict):
        return all(plain(key) and plain(each) for key, each in value.items())
    return value is None or isinstance(value, str | int | float | bool | Markup)


def test_the_page_of_a_term_is_plain_values(bread: Glossary, words: dict[str, Locale]) -> None:
    for language in ("en", "pl"):
        for slug in bread.terms:
            view = View(bread, Urls(name="Bread", default="en"), words[language], slug)
            values = term.term_values(view)
            assert plain(values)
            assert values.title and values.definition and values.groups and values.quiz
