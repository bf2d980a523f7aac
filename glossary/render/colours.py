"""The colours of a glossary's own: from one colour each, all that light, dark and diagrams need.

An author names a line colour; what stands on it or in it is worked out so that it can be read
(WCAG 2.2: text at least 4.5 to 1), in both schemes, whatever the author chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KINDS: Final = {"prerequisite": "pre", "child": "child", "related": "related"}
"""Kinds of neighbours in the configuration: their names in the stylesheet."""

_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"
_PAPER: Final = {"default": "#fdfcff", "slate": "#15131d"}  # as in glossary.css
_READABLE: Final = 4.5
_VISIBLE: Final = 3.0  # lines and marks that are no text


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of the colour, the rest of the other one.

    >>> mixed("#ff0000", "#000000", 0.5)
    '#800000'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, wanted: float = _READABLE) -> str:
    """The colour, darker or lighter until it can be read on the ground; itself if it can."""
    far = _ink(ground)
    for step in range(21):
        candidate = mixed(colour, far, 1 - step / 20)
        if contrast(candidate, ground) >= wanted:
            return candidate
    return far


def stylesheet(colours: Mapping[str, str]) -> str:
    """What goes after glossary.css; nothing where no colour is configured."""
    rules = []
    for scheme, paper in _PAPER.items():
        values = _scheme(colours, paper, dark=scheme == "slate")
        if values:
            declarations = "".join(f"  --{name}: {value};\n" for name, value in values.items())
            root = ":root,\n" if scheme == "default" else ""
            rules.append(f'{root}[data-md-color-scheme="{scheme}"] {{\n{declarations}}}\n')
    return "\n/* Colours of this glossary's own. */\n" + "".join(rules) if rules else ""


def _scheme(colours: Mapping[str, str], paper: str, *, dark: bool) -> dict[str, str]:
    values: dict[str, str] = {}
    if colour := colours.get("accent"):
        tint = _tint(colour, paper, dark=dark)
        values |= {
            "g-accent": colour,
            "g-accent-ink": _ink(colour),
            "g-accent-deep": mixed(colour, _ink(_ink(colour)), 0.85),
            "g-violet": readable(colour, paper, _VISIBLE),
            "g-link": readable(colour, tint),
            "g-tint": tint,
            "g-tint-ink": _inked(colour, paper, tint),
            "md-accent-fg-color--transparent": f"{colour}1a",
        }
    if colour := colours.get("term"):
        values |= {"g-main": colour, "g-main-line": colour, "g-main-ink": _ink(colour)}
    for kind, name in KINDS.items():
        if colour := colours.get(kind):
            tint = _tint(colour, paper, dark=dark)
            values |= {
                f"g-{name}": readable(colour, paper, _VISIBLE),
                f"g-{name}-tint": tint,
                **({"g-child-line": readable(colour, paper, _VISIBLE)} if kind == "child" else {}),
                f"g-{name}-ink": _inked(colour, paper, tint),
            }
    return values


def styles(colours: Mapping[str, str]) -> dict[str, str]:
    """Class → style for the text of a diagram, for the classes whose colour is configured."""
    variables = {}
    if colour := colours.get("term"):
        variables["main"] = (
            f"fill:{colour},stroke:{colour},stroke-width:2px,color:{_ink(colour)},"
            "font-weight:bold,rx:5,ry:5;"
        )
    for kind, name in {**KINDS, "accent": "inside"}.items():
        if colour := colours.get(kind):
            tint = _tint(colour, _WHITE, dark=False)
            ink = _inked(colour, _WHITE, tint)
            dashed = "stroke-dasharray: 5 5;" if name == "related" else ""
            style = f"fill:{tint},stroke:{colour},stroke-width:2px,color:{ink},rx:5,ry:5"
            variables[name] = f"{style},{dashed}" if dashed else f"{style};"
    if "child" in variables:
        variables["parent"] = variables["child"]
    return variables


def _tint(colour: str, paper: str, *, dark: bool) -> str:
    return mixed(colour, paper, 0.16 if dark else 0.07)


def _inked(colour: str, paper: str, tint: str) -> str:
    """The colour as text on its tint."""
    return readable(mixed(colour, _ink(paper), 0.5), tint)


def _ink(ground: str) -> str:
    """Black or white, whichever is read better."""
    return max((_WHITE, _BLACK), key=lambda ink: contrast(ink, ground))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
