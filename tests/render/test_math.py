"""Formulas become MathML that shows what was written and brings nothing else."""

from __future__ import annotations

import re

import pytest

from glossary.model import reading_time
from glossary.render import markdown as text
from glossary.render.math import mathml


def test_a_formula_in_an_autolink_is_its_text_in_the_address_and_a_formula_beside_it() -> None:
    html = text.html("<http://e.test/$a$>")
    assert html.startswith('<p><a href="http://e.test/$a$">http://e.test/<math alttext="a"')


def test_code_in_a_formula_is_its_text() -> None:
    assert 'alttext="a x b"' in text.html("$a `x` b$")


def test_money_is_no_formula_and_an_escaped_dollar_is_a_dollar() -> None:
    assert text.inline("costs $5 and $10, or \\$x\\$") == "costs $5 and $10, or $x$"


def test_a_formula_is_not_read_as_markdown() -> None:
    html = text.inline("$a_b*c*d_e$")
    assert html.startswith('<math alttext="a_b*c*d_e"')
    assert "<em>" not in html


def test_a_displayed_formula_may_span_lines_that_look_like_lists() -> None:
    html = text.html("before\n\n$$\nx\n- y\n= z\n$$\n\nafter")
    assert html.count("<math") == 1
    assert 'display="block"' in html
    assert "<li>" not in html and "<h" not in html


def test_a_formula_that_cannot_be_read_is_shown_as_code_and_reported() -> None:
    broken = "see $\\frac{a}$ and $\\nosuchcommand x$ and $x$"
    assert '<code class="g-latex">\\frac{a}</code>' in text.html(broken)
    shown = re.findall(r'<code class="g-latex">(.*?)</code>', text.html(broken))
    assert shown == ["\\frac{a}", "\\nosuchcommand x"]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"x \sim D", "<mo>∼</mo>"),
        (r"\log p", '<mi>log</mi><mspace width="0.17em" /><mi>p</mi>'),
        (r"\log(p)", '<mi>log</mi><mo stretchy="false">(</mo>'),
        (r"\operatorname{softmax} x", "<mi>softmax</mi>"),
        (r"\mathbb{E}", "<mi>𝔼</mi>"),
        (r"\bigl\| x \bigr\|^2", "<msup><mrow><mo"),
        (r"\frac{a}{b}", "<mfrac>"),
        (r"\begin{cases}1&x\\0&y\end{cases}", "<mtable>"),
        (r"\arg\max_y p", '<mi>arg</mi><mspace width="0.17em" /><msub><mi>max</mi>'),
    ],
)
def test_formulas_are_mended_where_they_looked_wrong(latex: str, expected: str) -> None:
    assert expected in (mathml(latex) or "")


def test_limits_stand_below_the_operator_when_displayed() -> None:
    assert "<munder><mi>max</mi>" in (mathml(r"\max_x f", display=True) or "")


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        "<script>",
        '"><img>',
        r"\class{a}{b}",
    ],
)
def test_a_formula_cannot_bring_links_styles_or_elements(latex: str) -> None:
    found = mathml(latex) or ""
    assert not re.search(r"<(?!/?m)", found)
    body = re.sub(r'alttext="[^"]*"', "", found)
    assert "href" not in body and "style=" not in body and "class=" not in body


def test_reading_time_counts_words_not_formulas() -> None:
    assert reading_time.count_words("one two $x + y = z$ `code here` three", "four") == 4
