"""The report: the measurements as one table, and whether each target holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from benchmarks.profile_build import ALL
from benchmarks.runner import at_least, middle, ratio

Measured = Mapping[str, Any]

_NAMES: Final = {
    "ours": "**full build, ours**",
    "again": "the same again, nothing changed",
    "plain": "plain MkDocs on the finished Markdown, its own search",
    "bare": "plain MkDocs on the finished Markdown, no search",
    "naive": "naive: mermaid2 in the browser, all in the menu",
    "zensical": "Zensical on the finished Markdown",
    "hugo": "Hugo, bare template (the floor)",
}


def table(sizes: Sequence[Measured]) -> str:
    """Markdown, a column for each size."""
    rows: list[tuple[str, Callable[[Measured], str]]] = [
        *((f"stage: {stage}", _stage(stage)) for stage in ALL),
        ("**our stages together**, share of the build", _share),
        *((name, _setup(key)) for key, name in _NAMES.items()),
        ("export as Markdown", lambda f: f"{f['export']['wall']:.1f} s"),
        ("edit → fresh page", _edit),
        *((f"peak memory: {key}", _memory(key)) for key in ("ours", "plain", "naive", "zensical")),
        *((f"page of a term: {key}", _html(key)) for key in ("ours", "naive", "zensical")),
        *((f"with styles and scripts: {key}", _visit(key)) for key in ("ours", "naive")),
    ]
    head = ["", *(f"{measured['terms']:,} terms" for measured in sizes)]
    body = [[name, *(cell(measured) for measured in sizes)] for name, cell in rows]
    return _markdown([head, ["---", *("---:" for _ in sizes)], *body])


def _markdown(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _stage(stage: str) -> Callable[[Measured], str]:
    def cell(measured: Measured) -> str:
        spent = measured.get("inside", {}).get("stages", {}).get(stage)
        return "—" if spent is None else f"{spent:.2f} s"

    return cell


def share(measured: Measured) -> float | None:
    """What part of a full build is ours."""
    inside = measured.get("inside")
    return sum(inside["stages"].values()) / inside["total"] if inside else None


def _share(found: Measured) -> str:
    part = share(found)
    return "—" if part is None else f"{part:.0%}"


def _setup(key: str) -> Callable[[Measured], str]:
    def cell(measured: Measured) -> str:
        wall, times = middle(measured, key), ratio(measured, key, "ours")
        if wall is None:
            least = at_least(measured, key, "ours")
            beyond = "" if least is None else f", over {least:.1f}×"
            return f"{measured['failed'].get(key, '—')}{beyond}"
        cpu = middle(measured, key, "cpu") or 0.0
        beside = "" if key == "ours" or times is None else f", {times:.2f}×"
        return f"{wall:.1f} s{beside} ({cpu:.1f} s CPU)"

    return cell


def _edit(measured: Measured) -> str:
    spent = measured.get("edit")
    return measured["failed"].get("edit", "—") if spent is None else f"{spent:.2f} s"


def _memory(key: str) -> Callable[[Measured], str]:
    def cell(measured: Measured) -> str:
        peak, together = middle(measured, key, "memory"), middle(measured, key, "together")
        if peak is None or together is None:
            return "—"
        return f"{peak / 1e6:.0f} MB, together {together / 1e6:.0f} MB"

    return cell


def _sizes(key: str, what: str) -> Callable[[Measured], str]:
    def cell(measured: Measured) -> str:
        sizes = measured["weight"].get(key)
        if not sizes:
            return "—"
        return f"{sizes[what] / 1e3:.0f} kB, {sizes[f'{what}_gzip'] / 1e3:.0f} kB gzip"

    return cell


def _html(key: str) -> Callable[[Measured], str]:
    return _sizes(key, "html")


def _visit(key: str) -> Callable[[Measured], str]:
    return _sizes(key, "visit")


def targets(sizes: Sequence[Measured]) -> str:
    """What was aimed at, what was measured, whether it holds; "—" where it was not measured.

    Both clocks judge: processor seconds, which other work on the machine disturbs least, and the
    clock on the wall, by which work that is shared between processors is done sooner.
    """
    by_size = {measured["terms"]: measured for measured in sizes}
    of: Measured = by_size.get(1000, {"setups": {}})
    many: Measured = by_size.get(10000, {"setups": {}})
    peak, together = middle(many, "ours", "memory"), middle(many, "ours", "together")

    def both(above: str, below: str) -> tuple[float | None, float | None]:
        return ratio(of, above, below, "cpu"), ratio(of, above, below)

    def growth(clock: str) -> float | None:
        one, ten = middle(of, "ours", clock), middle(many, "ours", clock)
        return ten / one if one and ten else None

    naive, least = both("naive", "ours"), at_least(of, "naive", "ours")
    judged: list[tuple[str, tuple[float | None, float | None], float, str]] = [
        ("our stages, share of a full build of 1,000 terms", (None, share(of)), 0.15, "{:.0%}"),
        ("full build / plain MkDocs with its search", both("ours", "plain"), 1.15, "{:.2f}×"),
        ("full build / plain MkDocs without search", both("ours", "bare"), 1.15, "{:.2f}×"),
        ("naive / full build", naive if any(naive) else (None, least), -2.5, "{:.1f}×"),
        ("nothing changed / full build", both("again", "ours"), 0.10, "{:.0%}"),
        ("edit → fresh page at 1,000 terms", (None, of.get("edit")), 1.0, "{:.2f} s"),
        ("10,000 terms / 1,000 terms", (growth("cpu"), growth("wall")), 12.0, "{:.1f}×"),
        (
            "peak memory at 10,000 terms, largest process",
            (None, peak / 1e9 if peak else None),
            1.5,
            "{:.2f} GB",
        ),
        (
            "peak memory at 10,000 terms, all processes",
            (None, together / 1e9 if together else None),
            1.5,
            "{:.2f} GB",
        ),
    ]
    rows = [["target", "wanted", "by CPU", "by the clock", ""]]
    rows.append(["---", "---:", "---:", "---:", "---"])
    for name, values, wanted, form in judged:
        # A negative bound is one from below.
        goal = f"{'at least' if wanted < 0 else 'at most'} {form.format(abs(wanted))}"
        cells = ["—" if value is None else form.format(value) for value in values]
        rows.append([name, goal, *cells, _verdict(values, wanted)])
    return _markdown(rows)


def _verdict(values: tuple[float | None, float | None], wanted: float) -> str:
    holds = [
        None if value is None else value >= -wanted if wanted < 0 else value <= wanted
        for value in values
    ]
    if set(holds) == {True, False}:
        return f"**holds {'by CPU' if holds[0] else 'by the clock'} only**"
    return "holds" if True in holds else "**does not hold**" if False in holds else "not measured"


def profile(measured: Measured, most: int = 12) -> str:
    """Where the time of a full build goes, by the package whose code ran, under the profiler."""
    packages: Mapping[str, float] = measured["inside"]["packages"]
    total = sum(packages.values())
    rows = [[f"package, {measured['terms']:,} terms", "seconds", "share"], ["---", "---:", "---:"]]
    for name, spent in [*packages.items()][:most]:
        rows.append([name, f"{spent:.2f}", f"{spent / total:.0%}"])
    return _markdown(rows)
