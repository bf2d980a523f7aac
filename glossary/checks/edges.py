"""Rules about the graph: an edge leads somewhere, is declared once, and none makes a ring."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from glossary.errors import Problem, did_you_mean, display_path, or_else
from glossary.model import graph
from glossary.model.glossary import Glossary
from glossary.model.term import KINDS


def ends(g: Glossary) -> Iterator[Problem]:
    """An edge leads to another term that exists."""
    for slug, term in g.terms.items():
        for edge in term.edges():
            key = KINDS[edge.kind]
            if edge.target == slug:
                message = f'"{slug}" names itself in {key}'
                yield Problem(g.document(slug).key(key, slug), message, "remove the line")
            elif edge.target not in g.loaded.slugs:
                guess = did_you_mean(edge.target, g.loaded.slugs)
                message = f'unknown term "{edge.target}"{guess}'
                hint = or_else(guess, f"write {display_path(g.config.terms / edge.target)}.yml")
                yield Problem(g.document(slug).key(key, edge.target), message, hint)


def rings(g: Glossary) -> Iterator[Problem]:
    """Nothing is needed for itself, and nothing is a part of itself."""
    for ring in graph.rings(g.graph, "prerequisite"):
        needs = ring[::-1]  # an edge points from what comes first to what needs it
        chain = ", ".join(f'"{one}" needs "{other}"' for one, other in pairwise(needs))
        place = g.document(needs[0]).key("prerequisites", needs[1])
        yield Problem(place, f"the prerequisites form a ring: {chain}", "remove one of them")
    for ring in graph.rings(g.graph, "child"):
        chain = ", ".join(f'"{one}" has the child "{other}"' for one, other in pairwise(ring))
        place = g.document(ring[0]).key("children", ring[1])
        yield Problem(place, f"the children form a ring: {chain}", "remove one of them")


def one_kind(g: Glossary) -> Iterator[Problem]:
    """A pair of terms is not both related and prerequisite: related is for what is neither."""
    for slug, term in g.terms.items():
        for other in term.related:
            if other in term.prerequisites:
                message = f'"{other}" is both related to and a prerequisite of "{slug}"'
            elif other in g.terms and slug in g.terms[other].prerequisites:
                message = f'"{slug}" is both related to and a prerequisite of "{other}"'
            else:
                continue
            yield Problem(g.document(slug).key("related", other), message, "keep one of the two")


def declared_once(g: Glossary) -> Iterator[Problem]:
    """A related pair is declared in one of the two files: it holds in both directions anyway."""
    for slug, term in g.terms.items():
        for other in term.related:
            if other < slug and other in g.terms and slug in g.terms[other].related:
                first = g.document(other).key("related", slug)
                message = f'"{other}" and "{slug}" are declared as related twice, first in {first}'
                hint = "related holds in both directions; keep one"
                yield Problem(g.document(slug).key("related", other), message, hint)
