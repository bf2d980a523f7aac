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
    {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mpadded", "mphantom"}
    | {"msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"}
    | {"mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "menclose", "none", "mprescripts"}
)
_ATTRIBUTES: Final = frozenset(
    {"display", "displaystyle", "scriptlevel", "mathvariant", "notation", "largeop"}
    | {"stretchy", "symmetric", "fence", "form", "separator", "minsize", "maxsize", "lspace"}
    | {"rspace", "accent", "accentunder", "movablelimits", "linethickness", "width", "height"}
    | {"depth", "columnalign", "columnspacing", "rowspacing", "columnlines", "rowlines"}
)
# latex2mathml leaves these as they are, the first three after \bigl and the like.
_ESCAPED: Final = {
    r"\|": "‖",
    r"\{": "{",
    r"\}": "}",
    r"\arg": "arg",
}
_LIMITS: Final = frozenset({"max", "min", "sup", "inf", "lim"})
_ARITY: Final = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str | None:
    """The formula as `<math>`, or None if it cannot be read."""
    try:
        converted = convert(latex.strip(), display="block" if display else "inline")
        root = ElementTree.fromstring(converted)
    except Exception:  # latex2mathml raises whatever the input runs it into
        return None
    for element in root.iter():
        # latex2mathml lets "\frac{a}" pass, which a browser shows as an error.
        if _tag(element) not in _ELEMENTS or len(element) != _ARITY.get(
            _tag(element), len(element)
        ):
            return None
    elements = list(root.iter())
    for mend in (_rename, _space, _group):
        for element in elements:
            mend(element)
    for element in root.iter():
        if (element.text or "").startswith("\\"):  # a command that latex2mathml does not know
            return None
        element.tag = _tag(element)
        if display and element.tag == "msub" and element[0].text in _LIMITS:
            element.tag = "munder"
        element.attrib = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES}
    root.set("display", "block" if display else "inline")
    body = ElementTree.tostring(root, "unicode")
    # What a screen reader without MathML, or a person copying the formula, gets.
    return body.replace("<math", f'<math alttext="{escape(" ".join(latex.split()))}"', 1)


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).removeprefix(_NAMESPACE)


def _rename(element: ElementTree.Element) -> None:
    text = (element.text or "").replace("\u2009", " ").strip()
    element.text = text = _ESCAPED.get(text, element.text or "")
    if _tag(element) == "mi" and text == "~":  # \sim is a relation, not a variable
        element.tag, element.text = f"{_NAMESPACE}mo", "∼"
    elif _tag(element) == "mo" and _is_name(text):  # \operatorname, \max
        element.tag = f"{_NAMESPACE}mi"
    elif _tag(element) == "mo" and text == "|":  # "p(x | y)": not a fence that grows
        element.set("stretchy", "false")


def _space(element: ElementTree.Element) -> None:
    """ "log p": browsers leave no room between a function and what it is applied to."""
    for before, child in zip(list(element), list(element)[1:], strict=False):
        row = _tag(element) in {"mrow", "math", "mstyle"}
        if row and _is_function(before) and not _opens(child):
            space = ElementTree.Element("mspace", width="0.17em")
            element.insert(list(element).index(child), space)


def _group(element: ElementTree.Element) -> None:
    r"""`\bigl\| x \bigr\|^2`: the exponent belongs to the whole, or Chromium shrinks its fence."""
    for script in list(element):
        if _tag(script) not in {"msub", "msup", "msubsup"} or not script[0].get("minsize"):
            continue
        children = list(element)
        end = children.index(script)
        start = next((i for i in range(end - 1, -1, -1) if children[i].get("minsize")), None)
        if start is None:
            continue
        row = ElementTree.Element("mrow")
        row.extend([*children[start:end], script[0]])
        script[0] = row
        for child in children[start:end]:
            element.remove(child)


def _is_name(text: str | None) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{2,}", text or ""))


def _is_function(element: ElementTree.Element) -> bool:
    while _tag(element) in {"msub", "msup", "msubsup", "munder", "mover"} and len(element):
        element = element[0]
    return _tag(element) == "mi" and _is_name(element.text)


def _opens(element: ElementTree.Element) -> bool:
    first = next(iter(element.iter()), element)
    return (_tag(first) == "mo" and (first.text or "") in set("([{⟨)]},.;+−-=")) or (
        _tag(first) == "mspace"
    )
