"""LaTeX as MathML, so that a formula needs neither a script nor a font from anywhere.

latex2mathml does the work; what is mended here was seen to look wrong in a browser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Final
from xml.etree import ElementTree

from latex2mathml.converter import convert

_NAMESPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS: Final = frozenset(
    "math mrow mi mn mo mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot"
    " mtable mtr mtd mstyle mpadded mphantom menclose mmultiscripts none mprescripts".split()
)
_ATTRIBUTES: Final = frozenset(
    "display mathvariant stretchy fence form separator accent accentunder linethickness width"
    " height depth lspace rspace columnalign columnspacing rowspacing columnlines rowlines"
    " displaystyle scriptlevel largeop movablelimits minsize maxsize notation".split()
)


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str | None:
    """The formula as `<math>`, or None if it cannot be read."""
    try:
        converted = convert(latex.strip(), display="block" if display else "inline")
        root = ElementTree.fromstring(converted)
    except Exception:  # latex2mathml raises whatever the input runs it into
        return None
    if not all(_tag(element) in _ELEMENTS for element in root.iter()):
        return None
    for element in root.iter():
        _mend(element)
        element.attrib = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES}
        element.tag = _tag(element)
    root.set("display", "block" if display else "inline")
    body = ElementTree.tostring(root, "unicode")
    # What a screen reader without MathML, or a person copying the formula, gets.
    return body.replace("<math", f'<math alttext="{escape(" ".join(latex.split()))}"', 1)


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).removeprefix(_NAMESPACE)


def _mend(element: ElementTree.Element) -> None:
    for before, child in zip([None, *element], list(element), strict=False):
        text = child.text or ""
        if text == "~" and _tag(child) == "mi":  # \sim is a relation, not a variable
            child.tag, child.text = f"{_NAMESPACE}mo", "∼"
        elif re.fullmatch(r"[A-Za-z]{2,}", text) and _tag(child) == "mo":  # \operatorname, \max
            child.tag = f"{_NAMESPACE}mi"
        elif text == "|" and _tag(child) == "mo":  # "p(x | y)": not a fence that grows
            child.set("stretchy", "false")
        if before is not None and _is_function(before) and not _opens(child):
            # "log p": browsers leave no room between a function and what it is applied to.
            element.insert(list(element).index(child), ElementTree.Element("mspace", width="0.17em"))


def _is_function(element: ElementTree.Element) -> bool:
    while _tag(element) in {"msub", "msup", "msubsup", "munder", "mover"} and len(element):
        element = element[0]
    return _tag(element) == "mi" and bool(re.fullmatch(r"[A-Za-z]{2,}", element.text or ""))


def _opens(element: ElementTree.Element) -> bool:
    first = next(iter(element.iter()), element)
    return _tag(first) == "mo" and (first.text or "") in set("([{⟨)]},.;+−-=") or (
        _tag(first) == "mspace"
    )
