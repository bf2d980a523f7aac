"""Term files as people write them: any style of YAML, comments wherever one may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

from glossary.errors import Problems
from glossary.sources.editor import plain
from glossary.sources.parser import compose

REASONS = ("Why: it comes first.", "Bo tak, „po prostu”", "no", "1e-4", "# no comment", "a'b")


@dataclass(frozen=True)
class Written:
    """A text and the comments in it, each unlike any other, in their order."""

    text: str
    comments: tuple[str, ...]


def comments(text: str) -> tuple[str, ...]:
    """The comments that `written` put into a text, where YAML still takes them for comments."""
    return tuple(re.findall(r"(?:^|(?<=\s))#§\d+ \w+", text, re.M))


@st.composite
def written(draw: st.DrawFn, edges: dict[str, tuple[str, ...]], **more: list[str]) -> Written:
    """A term file with these edges, and `more` entries by key, each a list of lines."""
    quote = st.sampled_from(["{}", '"{}"', "'{}'"])
    entries = {
        "name": [f"name: {draw(st.sampled_from(['Thing', 'Źdźbło', '{!r}'.format('x: y')]))}"],
        "topic": [f"topic: {draw(st.sampled_from(['t', chr(34) + 't' + chr(34)]))}"],
        "definition": ["definition: >", "  Ten plain words # and", "", "  no more."],
        "explanation": [f"explanation: |{draw(st.sampled_from(['', '-', '+']))}", "  It is.", ""],
        "eli5": ["eli5: 'It is.'"],
        "expert": ['expert: "It', '  is: so."'],
    }
    for key, slugs in edges.items():
        pairs = [(draw(quote).format(slug), draw(st.sampled_from(REASONS))) for slug in slugs]
        pairs = [(slug, f'"{reason}"') for slug, reason in pairs]
        flow = draw(st.booleans())
        indent = " " * draw(st.integers(1, 4))
        if flow:
            joint = draw(st.sampled_from([", ", ",\n  "]))
            inside = joint.join(f"{slug}: {reason}" for slug, reason in pairs)
            entries[key] = f"{key}: {{{inside}}}".split("\n")
        else:
            entries[key] = [f"{key}:", *(f"{indent}{slug}: {reason}" for slug, reason in pairs)]
    entries["quiz"] = ["quiz:", "- question: Q?", "  answers:", "  - {text: A, why: B}"]
    lines = [line for key in [*more, *entries] for line in (more | entries)[key]]
    text = "\n".join(lines)
    for number in range(draw(st.integers(0, 12))):
        # What YAML takes for text there, or what breaks the file, is no comment.
        at = draw(st.integers(0, len(lines) - 1))
        comment = f"#§{number} żółć"
        match draw(st.sampled_from(["above", "beside", "blank"])):
            case "beside":
                tried = [f"{lines[at]}  {comment}"]
            case "above":
                tried = [" " * draw(st.integers(0, 6)) + comment, lines[at]]
            case _:
                tried = ["", lines[at]]
        tried = [*lines[:at], *tried, *lines[at + 1 :]]
        if _same("\n".join(tried), text):
            lines = tried
    whole = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# end\n"]))
    if draw(st.booleans()):
        whole = whole.replace("\n", "\r\n")
    return Written(whole, comments(whole))


def _same(one: str, other: str) -> bool:
    try:
        return bool(plain(compose(one, "")) == plain(compose(other, "")))
    except Problems:
        return False
