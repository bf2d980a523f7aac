"""The graph of terms, and what is derived from it: levels, paths, order, neighbourhoods.

An edge of kind `prerequisite` or `child` points the way a learner goes: from the prerequisite to
the term that needs it, from the term to its child. `related` is declared once and stands here in
both directions. Functions of the whole graph expect it to be acyclic, which `check` sees to; on a
graph with rings they still end, because a page of a broken glossary is never asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from glossary.model.term import Term

NeighbourKind = Literal["prerequisite", "parent", "child", "related", "unlocks"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A term beside another one, what it is to it, and why."""

    kind: NeighbourKind
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What a diagram shows around a term, each slug once, and how many neighbours it leaves out."""

    shown: tuple[Neighbour, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a learning path; `reasons` says for which later steps it is needed, and why."""

    slug: str
    reasons: tuple[tuple[str, str], ...]


def build_graph(terms: Mapping[str, Term]) -> nx.MultiDiGraph:
    """The graph of all edges between terms that exist; each edge has its kind as key, `reason`,
    and `declared`, false on the derived direction of a related pair."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(terms))
    for slug in sorted(terms):
        term = terms[slug]
        for kind, source, target, reason in (
            *(("prerequisite", other, slug, why) for other, why in term.prerequisites.items()),
            *(("child", slug, other, why) for other, why in term.children.items()),
            *(("related", slug, other, why) for other, why in term.related.items()),
        ):
            if source in terms and target in terms and source != target:
                graph.add_edge(source, target, key=kind, reason=reason, declared=True)
                if kind == "related" and not graph.has_edge(target, source, key=kind):
                    graph.add_edge(target, source, key=kind, reason=reason, declared=False)
    return graph


def learning(graph: nx.MultiDiGraph) -> nx.DiGraph:
    """The prerequisites alone, pointing from what comes first."""
    return _only(graph, "prerequisite")


def rings(graph: nx.MultiDiGraph, kind: str) -> Iterator[tuple[str, ...]]:
    """One ring for every knot of terms that lead back to themselves by edges of one kind.

    One a knot, because a knot of ten terms can hold a million rings and mending one shows the next.
    """
    edges = _only(graph, kind)
    knots = [sorted(knot) for knot in nx.strongly_connected_components(edges) if len(knot) > 1]
    for knot in sorted(knots):
        inside = edges.subgraph(knot)
        back = min(
            (nx.shortest_path(inside, after, knot[0]) for after in sorted(inside[knot[0]])),
            key=lambda path: (len(path), path),
        )
        yield (knot[0], *back)


def levels(graph: nx.MultiDiGraph) -> dict[str, int]:
    """The number of prerequisites on the longest chain below each term; 0 for where one begins."""
    edges = learning(graph)
    level: dict[str, int] = {}
    for slug in nx.topological_sort(edges):
        level[slug] = max((level[before] + 1 for before in edges.predecessors(slug)), default=0)
    return level


def order(graph: nx.MultiDiGraph) -> tuple[str, ...]:
    """All terms so that none comes before its prerequisites; alphabetical where free to choose."""
    return tuple(nx.lexicographical_topological_sort(learning(graph)))


def path(
    graph: nx.MultiDiGraph, target: str | Collection[str], known: Collection[str] = ()
) -> tuple[Step, ...]:
    """What to learn for a target or for several, in order, without what is known."""
    edges = learning(graph)
    targets = {target} if isinstance(target, str) else set(target)
    needed = targets.union(*(nx.ancestors(edges, each) for each in targets)) - set(known)
    steps = nx.lexicographical_topological_sort(edges.subgraph(needed))
    return tuple(
        Step(
            slug,
            tuple(
                (after, graph.edges[slug, after, "prerequisite"]["reason"])
                for after in sorted(edges.successors(slug))
                if after in needed
            ),
        )
        for slug in steps
    )


def frontier(graph: nx.MultiDiGraph, known: Collection[str]) -> tuple[str, ...]:
    """The terms that can be learned next: not known, but every prerequisite is."""
    edges, have = learning(graph), set(known)
    return tuple(
        slug for slug in sorted(edges) if slug not in have and have.issuperset(edges.pred[slug])
    )


_ORDER: Mapping[NeighbourKind, int] = {
    "prerequisite": 0,
    "child": 1,
    "related": 2,
    "parent": 3,
    "unlocks": 4,
}


def neighbours(graph: nx.MultiDiGraph, slug: str) -> tuple[Neighbour, ...]:
    """Every edge of a term in either direction, derived ones included, by kind and then by name."""
    neighbour_list: list[Neighbour] = []
    inward: Mapping[str, NeighbourKind] = {"prerequisite": "prerequisite", "child": "parent"}
    outward: Mapping[str, NeighbourKind] = {"prerequisite": "unlocks", "child": "child"}
    for other, _, kind, reason in graph.in_edges(slug, keys=True, data="reason"):
        if kind in inward:
            neighbour_list.append(Neighbour(inward[kind], other, reason))
    for _, other, kind, reason in graph.out_edges(slug, keys=True, data="reason"):
        neighbour_list.append(Neighbour(outward.get(kind, "related"), other, reason))
    return tuple(sorted(neighbour_list, key=lambda each: (_ORDER[each.kind], each.slug)))


def neighbourhood(
    graph: nx.MultiDiGraph, slug: str, level: Mapping[str, int], limit: int = 12
) -> Neighbourhood:
    """The neighbours that a diagram of `limit` nodes shows, the term itself being one of them.

    Where there are more, the nearest in level stay, the kinds taking turns so that none vanishes.
    What a term unlocks is listed on its page, not drawn: a basic term unlocks half of the glossary.
    """
    each: dict[str, Neighbour] = {}
    for neighbour in neighbours(graph, slug):
        if neighbour.kind != "unlocks":
            each.setdefault(neighbour.slug, neighbour)

    def distance(neighbour: Neighbour) -> tuple[int, str]:
        return abs(level.get(neighbour.slug, 0) - level.get(slug, 0)), neighbour.slug

    turns: list[tuple[int, int, Neighbour]] = []
    for kind, rank in _ORDER.items():
        same = sorted((n for n in each.values() if n.kind == kind), key=distance)
        turns.extend((turn, rank, neighbour) for turn, neighbour in enumerate(same))
    kept = {n.slug for _, _, n in sorted(turns, key=lambda t: t[:2])[: max(limit - 1, 0)]}
    shown = tuple(neighbour for neighbour in each.values() if neighbour.slug in kept)
    return Neighbourhood(shown, len(each) - len(shown))


def _only(graph: nx.MultiDiGraph, kind: str) -> nx.DiGraph:
    one = nx.DiGraph()
    one.add_nodes_from(graph)
    one.add_edges_from(sorted((u, v) for u, v, key in graph.edges(keys=True) if key == kind))
    return one
