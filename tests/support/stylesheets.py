"""Our stylesheets as rules; only the CSS that we write ourselves is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule: where it holds, for what, and what it says."""

    media: str
    selectors: tuple[str, ...]
    declarations: tuple[str, ...]


def rules(css: str, media: str = "") -> Iterator[Rule]:
    """Every rule of a stylesheet, those of @media blocks too, in order."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    at = 0
    while opened := re.compile(r"\s*([^{}]+?)\s*\{").match(css, at):
        begin = at = opened.end()
        for part in re.compile(r"""'[^']*'|"[^"]*"|[{}]""").finditer(css, begin):
            depth = css.count("{", begin, part.start()) if part[0] == "}" else 0
            if part[0] == "}" and depth == css.count("}", begin, part.start()):
                at = part.end()
                break
        prelude, body = " ".join(opened[1].split()), css[begin : at - 1]
        if prelude.startswith("@media"):
            yield from rules(body, prelude)
        else:
            said = (" ".join(one.split()) for one in body.split(";"))
            yield Rule(media, tuple(apart(prelude)), tuple(one for one in said if one))
    assert not css[at:].strip(), css[at : at + 80]


def apart(selectors: str) -> list[str]:
    """A list of selectors, at the commas that stand in no parentheses."""
    found, depth = [""], 0
    for character in selectors:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return [one.strip() for one in found]


def meant(selector: str) -> Iterator[str]:
    """What a selector with `:is(…)` stands for, each by itself."""
    begin = selector.find(":is(")
    if begin < 0:
        yield selector
        return
    depth, end = 1, begin + 4
    while depth:
        depth += {"(": 1, ")": -1}.get(selector[end], 0)
        end += 1
    for one in apart(selector[begin + 4 : end - 1]):
        yield from meant(selector[:begin] + one + selector[end:])
