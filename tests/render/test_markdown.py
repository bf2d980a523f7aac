from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from glossary.render import markdown as text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
        ("<!-- hidden -->", "<p>&lt;!-- hidden --&gt;</p>"),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](&#106;avascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](JaVaScRiPt:alert(1))", "<p><a>x</a></p>"),
        ("[x](data:text/html,x)", "<p><a>x</a></p>"),
        ("[r]\n\n[r]: javascript:alert(1)", "<p><a>r</a></p>"),
        ("![a picture](https://example.org/x.png)", "<p><em>a picture</em></p>"),
        ("[x](https://example.org/a:b)", '<p><a href="https://example.org/a:b">x</a></p>'),
        ("[x](../lora/)", '<p><a href="../lora/">x</a></p>'),
        ("A & B &lt; C", "<p>A &amp; B &lt; C</p>"),
        (
            '[x](http://e.test/$a" onfocus="f" autofocus b$)',
            '<p><a href="http://e.test/$a&quot; onfocus=&quot;f&quot; autofocus b$">x</a></p>',
        ),
        (
            '[x](<http://e.test/ $a" b$> "t $q" r$")',
            '<p><a href="http://e.test/ $a&quot; b$" title="t $q&quot; r$">x</a></p>',
        ),
        ('![a $x" y$](http://e.test/$b$)', '<p><em>a $x" y$</em></p>'),
        ("[x](http://e.test/[@1])", '<p><a href="http://e.test/[1]">x</a></p>'),
        (
            '[x]\n\n[x]: http://e.test/$a"onfocus="f"$',
            '<p><a href="http://e.test/$a&quot;onfocus=&quot;f&quot;$">x</a></p>',
        ),
        (
            '[x](http://e.test/`a" b`)',
            '<p><a href="http://e.test/a&quot; b">x</a></p>',
        ),
        (
            "```{.python prestyles='a\" onfocus=f' cssstyles='\"' hl_lines=\"1\"}\nx\n```",
            '<div class="highlight"><pre><code tabindex="0"><span class="hll">'
            '<span class="n">x</span>\n</span></code></pre></div>',
        ),
        ("\x02wzxhzdk:0\x03 &#2;wzxhzdk:0&#3;", "<p>wzxhzdk:0 &#2;wzxhzdk:0&#3;</p>"),
    ],
)
def test_what_is_written_is_shown_and_never_run(markdown: str, expected: str) -> None:
    assert text.html(markdown, sources=1) == expected


ALLOWED = {
    *("p", "a", "em", "strong", "code", "pre", "div", "span", "ul", "ol", "li", "blockquote"),
    *("h3", "h4", "h5", "h6", "hr", "br", "table", "thead", "tbody", "tr", "th", "td"),
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt", "mroot"),
    *("mtable", "mtr", "mtd", "menclose"),
}
PIECES = [
    *("<", ">", '"', "'", "`", "```", "$", "$$", "[", "]", "(", ")", "javascript:", "&#106;"),
    *("<script>", "<img onerror=x>", "[@1]", "\\", "|", "\n", "\n\n", "    ", "# ", "- "),
    *("](http://e.org/$", '{.python prestyles="', " autofocus ", "<http://e.org/$", "[r]: "),
    *("x", "http://e.org", "onload=", "style=", "\\frac{a}{b}", "&lt;", "=", "*", "_", "!"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_text_makes_an_element_or_attribute_that_could_do_harm(parts: list[str]) -> None:
    html = text.html("".join(parts), sources=2)
    for tag, attributes in re.findall(r"<([a-z0-9]+)((?:\s[^>]*)?)>", html):
        assert tag in ALLOWED, html
        assert not re.search(r"\s(on\w+|style|src)\s*=", re.sub(r'"[^"]*"', '""', attributes)), html
        for address in re.findall(r'href="([^"]*)"', attributes):  # as a browser reads it
            scheme = re.sub(r"[\x00-\x20]", "", unescape(address)).lower().partition(":")[0]
            assert scheme not in ("javascript", "data", "vbscript"), html


def test_tables_scroll_in_a_box_that_the_keyboard_reaches() -> None:
    html = text.html("| a | b |\n|---|---|\n| 1 | 2 |")
    assert html.startswith('<div class="g-scroll" tabindex="0"><table class="g-table">')
    assert html.endswith("</table></div>")


def test_fenced_code_is_highlighted_and_shown_literally() -> None:
    html = text.html("```python\nprint('<b>')  # $x$\n```")
    assert '<span class="nb">print</span>' in html
    assert "&lt;b&gt;" in html
    assert "<math" not in html


def test_headings_stay_below_those_of_the_page() -> None:
    assert text.html("# One\n\n###### Six") == "<h3>One</h3>\n<h6>Six</h6>"


def test_citations_lead_to_their_source_and_unknown_ones_stay_text() -> None:
    assert text.inline("so it is [@2]", sources=2) == (
        'so it is <a class="g-cite" href="#source-2">[2]</a>'
    )
    assert text.inline("so it is [@3]", sources=2) == "so it is [@3]"
    assert text.inline("`[@1]`", sources=2) == "<code>[@1]</code>"


def test_plain_text_is_what_a_tooltip_shows() -> None:
    assert text.plain("a **b** `c` $x^2$ <i> & [d](../d/)\n\ne") == "a b c x^2 <i> & d e"


PLAIN = st.text("ab Zę1.,:;!?()/-+–'\"%\n", max_size=40)
MARKED = st.text("ab Zę1.,:;!?()-+\n*_`[]<>&$\\#|~=@\t{}", max_size=40)


@settings(max_examples=2000, deadline=None)
@given(PLAIN | MARKED)
def test_the_short_way_for_texts_without_markup_gives_what_the_converter_gives(words: str) -> None:
    # A text that begins with an empty line is the same text, but never takes the short way.
    assume(not words[:1].isspace())
    assert text.html(words) == text.html(f"\n{words}")
    assert text.inline(words) == text.inline(f"\n{words}")
    assert text.plain(words) == text.plain(f"\n{words}")


def test_texts_without_markup_take_no_time_that_anybody_notices() -> None:
    texts = [f"Reason {n} for a reader\nwho does not know the term yet." for n in range(20_000)]
    start = time.process_time()
    assert text.html(texts[-1]) == f"<p>{texts[-1]}</p>"
    assert all(map(text.html, texts))
    assert time.process_time() - start < 1, "the converter would take ten times as long"
