"""A run as a person reads it: the claim, a table of what was measured, the verdict."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping

from demos.lab.runner import Demo, Run


def heading(demo: Demo, about: str = "") -> str:
    claim = textwrap.fill(f"Claim: {demo.source.claim}", 88)
    return f"{demo.source.title}{about}\n{claim}\n"


def verdict(demo: Demo, held: bool) -> str:
    if held:
        return "\nholds"
    return textwrap.fill(f"refuted: {demo.source.refuted_if}", 88, initial_indent="\n")


def table(demo: Demo, runs: Mapping[str, Run]) -> str:
    """Measures down, runs across."""
    units = demo.module.UNITS
    rows = [["", *runs]]
    for key in next(iter(runs.values())).measured:
        cells = [show(run.measured[key], units[key]) for run in runs.values()]
        rows.append([key.replace("_", " "), *cells])
    rows.append(["time", *(f"{run.seconds:.1f} s" for run in runs.values())])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)),
            ]
        ).rstrip()
        for row in rows
    )


def show(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return str(value)
    if unit == "share" and 0 < value < 0.0005:
        return "<0.1 %"
    if unit == "share" and abs(value) < 10:
        return f"{100 * value:.1f} %"
    if unit == "count":
        return f"{value:,.0f}".replace(",", "\u202f")
    plain = 0.001 <= abs(value) < 1e6 or value == 0
    number = f"{value:,.4g}".replace(",", "\u202f") if plain else f"{value:.2e}"
    return f"{number} {'×' if unit == 'x' else unit.removeprefix('share')}".rstrip()
