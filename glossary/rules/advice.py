"""Advice: what is allowed and yet worth a second look. Shown by `glossary check --advice`."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from glossary import graph
from glossary.problem import Problem
from glossary.whole import Glossary


def redundant_prerequisite(g: Glossary) -> Iterator[Problem]:
    """A prerequisite that another prerequisite needs already adds an arrow and no knowledge."""
    edges = graph.learning(g.graph)
    above = {slug: nx.ancestors(edges, slug) for slug in edges}
    for slug in edges:
        before = sorted(edges.predecessors(slug))
        for one in before:
            through = next((other for other in before if one in above[other]), None)
            if through:
                message = f'"{one}" is already implied by the prerequisite "{through}"'
                place = g.document(slug).key("prerequisites", one)
                yield Problem(place, message, "remove it unless the direct use matters", "advice")


def unreached(g: Glossary) -> Iterator[Problem]:
    """No other page leads to a term without any edge."""
    for slug in sorted(nx.isolates(g.graph)):
        if len(g.terms) > 1:
            place = g.document(slug).place()
            message = f'nothing leads to "{slug}"'
            hint = "give it a prerequisite, a parent or a relation"
            yield Problem(place, message, hint, "advice")
