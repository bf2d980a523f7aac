"""A glossary of linked terms: from YAML files to a graph, its checks and its pages.

    >>> from glossary import load
    >>> load("terms").path("fine-tuning")  # doctest: +SKIP

What is exported here is imported on first use, so that `glossary --help` answers at once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from glossary.errors import Place, Problem, Problems

if TYPE_CHECKING:
    from glossary.model.glossary import Glossary
    from glossary.model.term import Answer, Question, Source, Term
    from glossary.model.translation import Translation

__all__ = [
    "Answer",
    "Glossary",
    "Place",
    "Problem",
    "Problems",
    "Question",
    "Source",
    "Term",
    "Translation",
    "load",
]


def load(
    terms: str | os.PathLike[str] | None = None, *, config: str | os.PathLike[str] | None = None
) -> Glossary:
    """A glossary without any error. Raises `Problems` with all of them.

    `config` is its mkdocs.yml; without one, it is looked for beside the folder of terms, and
    a folder that none goes with is a glossary in English alone.
    A result or a translation that is out of date does not stop it: `Glossary.is_stale` and
    `Glossary.stale_inputs` tell.
    """
    from glossary.checks.runner import check
    from glossary.model.glossary import read_glossary
    from glossary.sources.config import find

    glossary = read_glossary(find(terms, config))
    errors = [problem for problem in check(glossary) if problem.severity == "error"]
    if errors:
        raise Problems(errors)
    return glossary


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in __all__:
        module = {"Glossary": "glossary", "Translation": "translation"}.get(name, "term")
        return getattr(import_module(f"glossary.model.{module}"), name)
    raise AttributeError(f"module 'glossary' has no attribute {name!r}")
