"""Where a glossary stands: what is missing or out of date, counted and named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from glossary.model.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Status:
    """Slugs of terms and names of demos, sorted; `missing` and `stale` by language."""

    terms: int
    unreadable: tuple[str, ...]
    missing: Mapping[str, tuple[str, ...]]
    stale: Mapping[str, tuple[str, ...]]
    without_demo: tuple[str, ...]
    without_result: tuple[str, ...]
    stale_results: tuple[str, ...]
    unreached: tuple[str, ...]


def status_of(glossary: Glossary) -> Status:
    """Looks at everything that could be read."""
    loaded, config = glossary.loaded, glossary.config
    cited = {term.demo for term in glossary.terms.values() if term.demo}
    return Status(
        terms=len(loaded.slugs),
        unreadable=tuple(sorted({loaded.documents[place].shown for place in loaded.faulty})),
        missing={
            language: tuple(
                slug for slug in sorted(loaded.slugs) if (language, slug) not in loaded.documents
            )
            for language in config.translations
        },
        stale={
            language: tuple(slug for slug in glossary.terms if glossary.is_stale(slug, language))
            for language in config.translations
        },
        without_demo=tuple(slug for slug, term in glossary.terms.items() if not term.demo)
        if config.demos
        else (),
        without_result=tuple(sorted(cited - glossary.results.keys())) if config.demos else (),
        stale_results=tuple(demo for demo in glossary.results if glossary.stale_inputs(demo)),
        unreached=tuple(sorted(nx.isolates(glossary.graph))) if len(glossary.terms) > 1 else (),
    )
