"""A term's Markdown as HTML: tables, highlighted code, formulas as MathML, and nothing that runs.

Terms are written by many hands, so HTML in them is shown as text and an address that is not plainly
an address is dropped; what this module returns may stand on any page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any, Final
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from glossary.render.math import mathml

# Pandoc's rule: `$5 and $10` is money, because no formula begins or ends with white space
# and no digit follows one.
_INLINE_MATH: Final = r"(?<![\\$])(\$\$?)(?!\s)((?:\\.|[^\\$])+?)(?<!\s)\1(?![\d$])"
_BLOCK_MATH: Final = re.compile(r"^([ \t]*)\$\$(.+?)\$\$([.,;:]?)[ \t]*$", re.M | re.S)
_CITATION: Final = r"\[@(\d+)\]"
# Most texts are paragraphs without markup, which need no converter: lines that begin with a letter,
# end without a blank, and hold no character that means something to Markdown.
_LINE: Final = r"[^\W\d_](?:[^\W_]|[,.;:?!()/%'\"’„”“–—…+-]| (?! *(?:\n|\Z)))*"
_PLAIN: Final = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_FORMULA: Final = "formula"  # no element of HTML
_SAFE_ADDRESS: Final = re.compile(r"(?:https?:|mailto:|[#./?]|[^:]*$)", re.I)


def html(markdown: str, *, sources: int = 0) -> str:
    """The text as block-level HTML. `[@n]` links to source n if there are at least n `sources`."""
    return _html(markdown, sources)


def inline(markdown: str, *, sources: int = 0) -> str:
    """The text as HTML for the inside of a paragraph, where it is one paragraph."""
    if _PLAIN.fullmatch(markdown):
        return markdown
    body = _html(markdown, sources)
    only = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", body, re.S)
    return only[1] if only else body


def plain(markdown: str) -> str:
    """The text without markup, on one line, for titles, tooltips and descriptions."""
    if _PLAIN.fullmatch(markdown):
        return " ".join(markdown.split())
    body = re.sub(r'<math alttext="([^"]*)".*?</math>', r"\1", _html(markdown, 0), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


@lru_cache(maxsize=8192)
def _html(markdown: str, sources: int) -> str:
    if all(map(_PLAIN.fullmatch, paragraphs := markdown.split("\n\n"))):
        return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    converter = _converter(sources)
    converter.reset()
    body = str(converter.convert(markdown))
    # What is wide scrolls in a box of its own, which the keyboard can reach.
    body = body.replace("<pre><span></span><code>", '<pre><code tabindex="0">')
    body = body.replace("<table", '<div class="g-scroll" tabindex="0"><table')
    return body.replace("</table>", "</table></div>")


@cache
def _converter(sources: int) -> Markdown:
    return Markdown(
        extensions=[
            "fenced_code",
            "codehilite",
            "tables",
            "sane_lists",
            _GlossaryMarkdown(sources),
        ],
        extension_configs={
            "codehilite": {
                "guess_lang": False,
                "css_class": "highlight",
                "pygments_style": "default",
            }
        },
        output_format="html",
    )


class _GlossaryMarkdown(Extension):  # type: ignore[misc]  # python-markdown has no types
    def __init__(self, sources: int) -> None:
        super().__init__()
        self.sources = sources

    def extendMarkdown(self, md: Any) -> None:
        # Without these two, "<" is a character like any other and is written as "&lt;".
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.ESCAPED_CHARS.append("$")
        md.preprocessors.register(_BlockMath(md), "block_math", 24)  # after fenced code
        md.inlinePatterns.register(_Math(_INLINE_MATH, md), "math", 185)  # after code, before "\"
        md.inlinePatterns.register(_Citation(_CITATION, md, self.sources), "citation", 175)
        md.preprocessors.register(_Fences(md, {"lang_prefix": ""}), "fenced_code_block", 25)
        md.treeprocessors.register(_Safe(md), "safe", -5)  # what it sees is what is written


def _formula(latex: str, display: bool) -> str:
    return mathml(latex, display) or f'<code class="g-latex">{escape(latex, quote=False)}</code>'


class _BlockMath(Preprocessor):  # type: ignore[misc]  # python-markdown has no types
    """`$$…$$` on lines of its own, before Markdown takes a line of it for a list or a heading."""

    def run(self, lines: list[str]) -> list[str]:
        def stash(match: re.Match[str]) -> str:
            if "\n\n" in match[2]:
                return match[0]
            body = f'<div class="g-formula" tabindex="0">{_formula(match[2], True)}</div>'
            # Punctuation after a display belongs into it, or it would begin the next line.
            if match[3] and "</math>" in body:
                body = body.replace("</math>", f"<mtext>{match[3]}</mtext></math>")
            return f"\n{match[1]}{self.md.htmlStash.store(body)}\n"

        return _BLOCK_MATH.sub(stash, "\n".join(lines)).split("\n")


class _Fences(FencedBlockPreprocessor):  # type: ignore[misc]  # python-markdown has no types
    """Keeps language and marked lines of a fence: Pygments writes other options as they are."""

    def handle_attrs(
        self, attrs: Iterable[tuple[str, str | None]]
    ) -> tuple[str, list[str], dict[str, Any]]:
        _, classes, options = super().handle_attrs(attrs)
        return "", classes, {k: v for k, v in options.items() if k == "hl_lines"}


class _Math(InlineProcessor):  # type: ignore[misc]  # python-markdown has no types
    """A formula stays an element until the tree is finished, when `_Safe` makes MathML of it.

    An address or a title takes the text of the elements in it, which is what was typed.
    """

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int | None, int | None]:
        formula = ElementTree.Element(_FORMULA, {"latex": self.unescape(m[2]), "marks": m[1]})
        formula.text = AtomicString(self.unescape(m[0]))
        return formula, m.start(0), m.end(0)


class _Citation(InlineProcessor):  # type: ignore[misc]  # python-markdown has no types
    def __init__(self, pattern: str, md: Any, sources: int) -> None:
        super().__init__(pattern, md)
        self.sources = sources

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        if not 1 <= int(m[1]) <= self.sources:
            return None, None, None
        link = ElementTree.Element("a", {"class": "g-cite", "href": f"#source-{int(m[1])}"})
        link.text = AtomicString(f"[{int(m[1])}]")
        return link, m.start(0), m.end(0)


class _Safe(Treeprocessor):  # type: ignore[misc]  # python-markdown has no types
    """Formulas as MathML, no address that runs, nothing loaded, headings below the page's own."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag == _FORMULA:
                body = _formula(element.attrib["latex"], element.attrib["marks"] == "$$")
                # Without a tag, its text alone is written.
                element.tag, element.text = None, self.md.htmlStash.store(body)  # type: ignore[assignment]
            elif element.tag == "a" and not _SAFE_ADDRESS.match(_folded(element.attrib)):
                element.attrib.clear()
            elif element.tag == "img":
                alt = element.get("alt", "")
                element.tag, element.text = "em", AtomicString(alt)
                element.attrib.clear()
            elif re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + 2)}"
            elif element.tag == "table":
                element.set("class", "g-table")


def _folded(attributes: Mapping[str, str]) -> str:
    """The address as a browser reads it: without control characters, entities resolved."""
    return re.sub(r"[\x00-\x20\u200b]", "", unescape(attributes.get("href", "")))
