"""Plots that look like the page around them, in light and in dark, the same bytes every time.

Text and axes take the page's colour (`currentColor`), series take the palette, and there is no
style sheet inside that could leak into the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Each is at least 3:1 on white and on #1e2129, and they differ in lightness as well as in hue.
VIOLET, BLUE, GREEN, AMBER, PINK, GREY = (
    "#8b5cf6",
    "#3182ce",
    "#0d9669",
    "#c2790a",
    "#dd4083",
    "#7b8494",
)
PALETTE = (VIOLET, GREEN, BLUE, AMBER, PINK, GREY)
INK = "#010203"  # stands for the page's own text colour until the SVG is written

STYLE = {
    "font.family": "DejaVu Sans",  # wide, so that the page's font has room
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
}


def figure(columns: int = 1, *, height: float = 3.2, width: float = 7.2) -> tuple[Figure, Any]:
    """A figure in the house style, and its axes (a list if `columns` > 1)."""
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib.figure import Figure

    # For the whole process, because lines and texts take their looks when they are added.
    mpl.rcParams.update({**STYLE, "axes.prop_cycle": cycler(color=PALETTE)})
    fig = Figure(figsize=(width, height), layout="constrained")
    axes = fig.subplots(1, columns, squeeze=False)[0]
    return fig, axes[0] if columns == 1 else list(axes)


def values(runs: Sequence[Mapping[str, Any]], key: str) -> list[float]:
    """One measure, a value per run."""
    return [run["measured"][key] for run in runs]


def curve(runs: Sequence[Mapping[str, Any]], key: str) -> list[list[float]]:
    """One measured curve, a list per run."""
    return [run["curves"][key] for run in runs]


def bars(
    ax: Axes,
    runs: Sequence[Mapping[str, Any]],
    arms: Mapping[str, str],
    *,
    colors: Sequence[str] = PALETTE,
    share: bool = True,
) -> None:
    """A bar per arm (measure → label) at its mean, its value above, and a dot per seed."""
    for i, (key, label) in enumerate(arms.items()):
        seen = values(runs, key)
        mean = sum(seen) / len(seen)
        ax.bar(i, mean, width=0.62, color=colors[i % len(colors)], alpha=0.85, label=label)
        spread = [i + 0.14 * (j - (len(seen) - 1) / 2) for j in range(len(seen))]
        if len(seen) > 1:
            ax.plot(spread, seen, "o", ms=4, mfc="none", mec=INK, mew=0.9)
        text = f"{100 * mean:.0f} %" if share else f"{mean:.3g}"
        ax.annotate(text, (i, max(seen)), xytext=(0, 6), textcoords="offset points", ha="center")
    ax.set_xticks(range(len(arms)), list(arms.values()))
    ax.tick_params(axis="x", length=0)
    if share:
        share_axis(ax)
    ax.margins(y=0.12)


def band(
    ax: Axes,
    xs: Sequence[float],
    curves: Sequence[Sequence[float]],
    label: str,
    *,
    color: str | None = None,
    style: str = "-",
) -> None:
    """The mean of several curves as a line over the band from the lowest to the highest."""
    columns = list(zip(*curves, strict=True))
    mean = [sum(column) / len(column) for column in columns]
    (line,) = ax.plot(xs, mean, style, label=label, color=color)
    low, high = [min(c) for c in columns], [max(c) for c in columns]
    ax.fill_between(xs, low, high, color=line.get_color(), alpha=0.22, linewidth=0)


def level(ax: Axes, runs: Sequence[Mapping[str, Any]], key: str, label: str, *, color: str) -> None:
    """A dashed line right across at one measure's mean: a baseline, or the best there can be."""
    mean = sum(values(runs, key)) / len(runs)
    ax.axhline(mean, ls="--", lw=1.6, label=label, color=color)


def share_axis(ax: Axes) -> None:
    """The y axis as a share from 0 % to 100 %."""
    ax.set_ylim(0, 1.12)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.spines["left"].set_bounds(0, 1)


def log_axis(ax: Axes, which: str = "y") -> None:
    """A logarithmic axis with plain numbers: 0.01, 1, 100."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis = ax.yaxis if which == "y" else ax.xaxis
    (ax.set_yscale if which == "y" else ax.set_xscale)("log")
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def legend(ax: Axes, **options: Any) -> None:
    ax.legend(**{"labelcolor": INK, "frameon": False, **options})


def svg(fig: Figure, salt: str) -> str:
    """The figure as SVG to be put into a page: no size, no fonts, no date, no style sheet."""
    import matplotlib as mpl

    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        fig.savefig(out, format="svg", metadata=nothing, transparent=True)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", text, flags=re.S)
    root, rest = text.split(">", 1)
    box = re.search(r'viewBox="[^"]*"', root)
    assert box
    look = "stroke-linejoin: round; stroke-linecap: butt"
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    rest = re.sub(r"<!--.*?-->\s*", "", rest, flags=re.S)
    rest = rest.replace(INK, "currentColor")
    rest = re.sub(r"font-family: [^;\"]*", "font-family: inherit", rest)
    rest = re.sub(r"(font: [^;\"]*?px) [^;\"]*", r"\1 inherit", rest)
    used = set(re.findall(r"(?:href=\"|url\()#([\w-]+)", rest))
    rest = re.sub(r' id="([\w.-]+)"', lambda m: m[0] if m[1] in used else "", rest)
    for name in sorted(used):  # two plots on a page must not share names
        rest = re.sub(rf'(id="|#){name}\b', rf"\g<1>{salt}-{name}", rest)
    rest = re.sub(r'(?<= )(?:d|transform|x|y|width|height)="[^"]*"', _rounded, rest)
    return f'<svg {namespaces} {box[0]} style="{look}">{rest}'


def _rounded(attribute: re.Match[str]) -> str:
    """Hundredths of a pixel in a line: nobody sees more, and a third of the file is saved."""

    def number(written: re.Match[str]) -> str:
        short = f"{float(written[0]):.2f}".rstrip("0").rstrip(".")
        return "0" if short == "-0" else short

    return " ".join(re.sub(r"-?\d+\.\d{3,}", number, attribute[0]).split())


def save(fig: Figure, path: Path, salt: str) -> None:
    """For a person: `.svg` as on the page, any other format (by its suffix) on white."""
    if path.suffix == ".svg":
        path.write_text(svg(fig, salt), encoding="utf-8")
    else:
        fig.savefig(path, dpi=150, facecolor="white")
