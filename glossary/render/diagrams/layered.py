"""Where every term stands on the map: rows by level, what belongs together near each other.

The classic layered layout: a small glossary gets lanes between its boxes for the edges that pass
rows, rows ordered for few crossings, and places as near to their neighbours as the order allows.
A large one, which nobody reads at once, gets its rows folded and its edges straight.
Same terms, same places: every tie is broken by topic and slug.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, sqrt
from typing import Final

from glossary.model import graph
from glossary.model.glossary import Glossary

BOX: Final = (164.0, 44.0)  # two lines of a label
ROUTED: Final = 80  # terms; above, lanes would take more room than boxes
_BESIDE: Final = 18.0
_LANE: Final = 14.0
_LEVELS: Final = 62.0  # room for curves between two levels
_FOLDS: Final = 16.0
_WIDE: Final = 2.2  # how much wider than high a folded map is before its levels' gaps are added
_MARGIN: Final = 24.0
_SWEEPS: Final = 24

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Middles of boxes by slug; bands are (top, bottom) of each level from 0.

    Lanes: where a prerequisite edge passes the rows between its ends, from its source on.
    """

    width: float
    height: float
    bands: tuple[tuple[float, float], ...]
    places: Mapping[str, Point]
    lanes: Mapping[tuple[str, str], tuple[Point, ...]] = field(default_factory=dict)


def layout(glossary: Glossary, *, routed: int = ROUTED) -> Layout:
    """The places of all terms; lanes for at most `routed` terms."""
    if not glossary.terms:
        return Layout(0, 0, (), {})
    topics = {topic: number for number, topic in enumerate(glossary.config.topics)}
    edges = sorted(graph.learning(glossary.graph).edges)
    slugs = sorted(
        glossary.terms,
        key=lambda s: (topics.get(glossary.terms[s].topic, len(topics)), s),
    )
    rows: list[list[str]] = [[] for _ in range(max(glossary.levels.values()) + 1)]
    for slug in slugs:
        rows[glossary.level(slug)].append(slug)
    if len(slugs) > routed:
        return _folded(rows, edges)
    return _routed(rows, edges, glossary.levels)


def _folded(rows: list[list[str]], edges: Sequence[tuple[str, str]]) -> Layout:
    """Each level in as many rows as it needs, filled column by column, so that order is place."""
    near = _neighbours(edges)
    for sweep in range(_SWEEPS):
        _sweep(rows, near, near, downward=sweep % 2 == 0)
    pitch = BOX[0] + _BESIDE
    count = sum(map(len, rows))
    most = max(6, ceil(sqrt(count * _WIDE * (BOX[1] + _FOLDS) / pitch)))
    width = 2 * _MARGIN + min(most, max(map(len, rows))) * pitch - _BESIDE
    places: dict[str, Point] = {}
    bands = []
    top = _MARGIN
    for row in rows:
        folds = ceil(len(row) / most)
        columns = ceil(len(row) / folds)
        left = (width - columns * pitch + _BESIDE + BOX[0]) / 2
        for number, slug in enumerate(row):
            x = left + number // folds * pitch
            places[slug] = (x, top + BOX[1] / 2 + number % folds * (BOX[1] + _FOLDS))
        bottom = top + folds * (BOX[1] + _FOLDS) - _FOLDS
        bands.append((top, bottom))
        top = bottom + _LEVELS
    return Layout(width, top - _LEVELS + _MARGIN, tuple(bands), places)


def _routed(
    rows: list[list[str]], edges: Sequence[tuple[str, str]], level: Mapping[str, int]
) -> Layout:
    """Edges over several levels run in lanes; all that leave one term share its lane."""
    lanes: dict[tuple[str, str], tuple[str, ...]] = {}
    steps: set[tuple[str, str]] = set()
    for source, target in edges:
        passed = range(level[source] + 1, level[target])
        lanes[source, target] = tuple(f"{source} {row}" for row in passed)
        chain = (source, *lanes[source, target], target)
        steps.update(pairwise(chain))
        for row, lane in zip(passed, lanes[source, target], strict=True):
            if lane not in rows[row]:
                rows[row].append(lane)
    best = _fewest_crossings(rows, sorted(steps))
    x = _spread(best, _neighbours(sorted(steps)))
    left = min(x[n] - _half(n) for n in x)
    width = max(x[n] + _half(n) for n in x) - left + 2 * _MARGIN
    pitch = BOX[1] + _LEVELS
    middles = [_MARGIN + BOX[1] / 2 + number * pitch for number in range(len(best))]
    at = {
        node: (x[node] - left + _MARGIN, middles[number])
        for number, row in enumerate(best)
        for node in row
    }
    return Layout(
        width,
        middles[-1] + BOX[1] / 2 + _MARGIN,
        tuple((y - BOX[1] / 2, y + BOX[1] / 2) for y in middles),
        {node: at[node] for node in sorted(at) if not _is_lane(node)},
        {ends: tuple(at[lane] for lane in passed) for ends, passed in lanes.items() if passed},
    )


def _is_lane(node: str) -> bool:
    return " " in node  # no slug has a space


def _half(node: str) -> float:
    return _LANE / 2 if _is_lane(node) else (BOX[0] + _BESIDE) / 2


def _neighbours(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for source, target in edges:
        near.setdefault(source, []).append(target)
        near.setdefault(target, []).append(source)
    return near


def _fewest_crossings(rows: list[list[str]], steps: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The best order that sweeping down and up comes by."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for source, target in steps:
        below.setdefault(source, []).append(target)
        above.setdefault(target, []).append(source)
    best, least = [list(row) for row in rows], crossings(rows, steps)
    for sweep in range(_SWEEPS):
        _sweep(rows, above, below, downward=sweep % 2 == 0)
        if (found := crossings(rows, steps)) < least:
            best, least = [list(row) for row in rows], found
    return best


def _sweep(
    rows: list[list[str]],
    above: Mapping[str, Sequence[str]],
    below: Mapping[str, Sequence[str]],
    *,
    downward: bool,
) -> None:
    """Each row in the order of its neighbours' mean places; a place is a share of the row."""
    share = {node: (number + 0.5) / len(row) for row in rows for number, node in enumerate(row)}
    near = above if downward else below

    def mean(node: str) -> float:
        neighbours = near.get(node)
        return sum(share[n] for n in neighbours) / len(neighbours) if neighbours else share[node]

    for row in rows if downward else reversed(rows):
        row.sort(key=mean)  # stable: who ties stays as they were
        share.update((node, (number + 0.5) / len(row)) for number, node in enumerate(row))


def crossings(rows: Sequence[Sequence[str]], steps: Iterable[tuple[str, str]]) -> int:
    """How often edges between neighbouring rows cross.

    >>> crossings([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")])
    1
    """
    place = {node: (y, x) for y, row in enumerate(rows) for x, node in enumerate(row)}
    count, before = 0, -1
    seen: list[int] = []
    for (row, _), (_, x) in sorted((place[a], place[b]) for a, b in steps):
        if row != before:
            seen, before = [], row
        count += len(seen) - bisect_right(seen, x)
        insort(seen, x)
    return count


def _spread(rows: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Each node as near below and above its neighbours as order and width allow."""
    x: dict[str, float] = {}
    for row in rows:
        edge = -sum(_half(node) for node in row)
        for node in row:
            x[node] = edge + _half(node)
            edge += 2 * _half(node)
    for sweep in range(2 * _SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            wanted = [
                sum(x[n] for n in near[node]) / len(near[node]) if node in near else x[node]
                for node in row
            ]
            weight = [4.0 if _is_lane(node) else 1.0 for node in row]  # lanes run straight
            x.update(zip(row, _apart(wanted, weight, [_half(n) for n in row]), strict=True))
    return x


def _apart(wanted: Sequence[float], weight: Sequence[float], half: Sequence[float]) -> list[float]:
    """The nearest places to the wanted ones that keep the order and do not overlap.

    Less the room of those to the left, that is a regression to a rising sequence: pool who falls.
    """
    room, total = [], 0.0
    for own in half:
        room.append(total + own)
        total += 2 * own
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for number, place in enumerate(wanted):
        mean, mass, size = place - room[number], weight[number], 1
        while pools and pools[-1][0] > mean:
            other, more, many = pools.pop()
            mean = (mean * mass + other * more) / (mass + more)
            mass, size = mass + more, size + many
        pools.append((mean, mass, size))
    level = [mean for mean, _, size in pools for _ in range(size)]
    return [mean + own for mean, own in zip(level, room, strict=True)]
