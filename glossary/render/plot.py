"""A recorded plot as part of a page: in the reader's language, and without effect on the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree

_NUMBER = re.compile(r"[−-]?[\d.,]+ ?%?$")
_FRACTION = re.compile(r"-?\d+\.\d+")
_DROPPED = frozenset({"metadata", "script", "style", "title", "desc", "foreignObject"})


def inline(svg: str, *, title: str, texts: Mapping[str, str], decimal: str, id: str) -> str:
    """The drawing as `<svg>` for a page. `id` is the prefix of all ids in it.

    `texts` says what stands instead of each English text, `decimal` what of a point.
    """
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in _DROPPED:
                parent.remove(child)
    for element in root.iter():
        element.tag = _local(element.tag)
        element.attrib = {
            _local(name): _scoped(_local(name), value, id)
            for name, value in element.attrib.items()
            if not _local(name).startswith("on")
        }
        if element.text and element.tag in {"text", "tspan"}:
            element.text = _said(" ".join(element.text.split()), texts, decimal)
    _shorten(root)
    root.attrib = {"viewBox": root.get("viewBox", "0 0 1 1")}
    root.attrib |= {"class": "g-plot", "role": "img", "aria-labelledby": f"{id}-title"}
    body = ElementTree.tostring(root, "unicode")
    label = f'<title id="{id}-title">{escape(title)}</title>'
    return re.sub(r"\n\s*", "\n", body.replace(">", f">{label}", 1))


def _shorten(root: ElementTree.Element) -> None:
    """Hundredths of a point cannot be seen, and hundreds of markers look alike: a third is left."""
    for element in root.iter():
        crowd = len(element) > 100  # of markers, whose place to a point is plenty
        for child in element if crowd else ():
            child.attrib |= {
                k: f"{float(child.get(k, '0')):.0f}" for k in "xy" if k in child.attrib
            }
        for name in {"d", "x", "y", "points"} & element.attrib.keys():
            value = _FRACTION.sub(lambda number: _rounded(float(number[0])), element.attrib[name])
            element.set(name, re.sub(r"\s*([A-Za-z])\s*", r"\1", " ".join(value.split())))
        styles = {child.get("style") for child in element}
        if len(element) > 1 and len(styles) == 1 and {c.tag for c in element} == {"use"}:
            style = "; ".join(filter(None, (element.get("style"), *styles)))
            for child in element:
                child.attrib.pop("style", None)
            if style:
                element.set("style", style)


def _rounded(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 1 else f"{value:.2g}"


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]


def _scoped(name: str, value: str, id: str) -> str:
    if name == "id":
        return f"{id}-{value}"
    if name == "href":
        return f"#{id}-{value[1:]}" if value.startswith("#") else ""
    return re.sub(r"url\(#", f"url(#{id}-", value)


def _said(text: str, texts: Mapping[str, str], decimal: str) -> str:
    if text in texts:
        return texts[text]
    return text.replace(".", decimal) if _NUMBER.match(text) else text
