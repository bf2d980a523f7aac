from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model.mentions import Concepts, concepts
from glossary.model.term import Term
from glossary.render import markdown as text
from tests.support.strategies import HOSTILE


def named(name: str, *aliases: str, forms: tuple[str, ...] = ()) -> Term:
    return Term(slug="", name=name, aliases=aliases, forms=forms)


TERMS = {
    "language-model": named("Language model", "LM", forms=("language models", "LM's")),
    "large-language-model": named("Large language model", "LLM", forms=("LLMs",)),
    "fine-tuning": named("Fine-tuning", "fine tuning", forms=("fine-tuned",)),
    "dostrajanie": named(
        "Dostrajanie", forms=("dostrajania", "dostrajaniem", "LLM-a dostrojonego")
    ),
    "siec": named("Sieć neuronowa", forms=("sieci neuronowej", "siecią neuronową")),
    "adam": named("Adam (optimiser)"),
    "lora": named("LoRA"),
    "c": named("C++", "Q&A"),
    "tuning": named("tuning"),
}
LINKS = concepts(TERMS)


def linked(markdown: str, own: str = "none", found: Concepts = LINKS) -> list[tuple[str, str]]:
    """What is linked: slug and the words of the link."""
    html = found.link(text.html(markdown, sources=3), own, lambda slug: slug)
    return re.findall(r'<a class="g-concept" href="([^"]*)">(.*?)</a>', html, re.S)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A language model.", [("language-model", "language model")]),
        ("Language Models and LANGUAGE MODELS.", [("language-model", "Language Models")]),
        ("A large language model.", [("large-language-model", "large language model")]),
        ("LM, no lm", [("language-model", "LM")]),
        ("lm, llm, LLM", [("large-language-model", "LLM")]),
        ("lora, Lora", [("lora", "lora")]),
        ("fine-tuning and tuning", [("fine-tuning", "fine-tuning"), ("tuning", "tuning")]),
        ("Po dostrajaniem, SIECIĄ NEURONOWĄ",
         [("dostrajanie", "dostrajaniem"), ("siec", "SIECIĄ NEURONOWĄ")]),
        ("Adam is quick.", [("adam", "Adam")]),
        ("C++ or C; Q&A", [("c", "C++")]),
        ("a Q&A", [("c", "Q&amp;A")]),
        ("**Fine-tuned** models", [("fine-tuning", "Fine-tuned")]),
        ("a\nlanguage\nmodel", [("language-model", "language\nmodel")]),
        ("(LoRA), “LLM”.", [("lora", "LoRA"), ("large-language-model", "LLM")]),
        ("LoRA's rank", [("lora", "LoRA")]),
        ("The sieć neuronowa in NFD: sieć neuronowa", [("siec", "sieć neuronowa")]),
        ("nauka dostrajania.", [("dostrajanie", "dostrajania")]),
    ],
)  # fmt: skip
def test_the_first_mention_is_linked(markdown: str, expected: list[tuple[str, str]]) -> None:
    assert linked(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "`LoRA`",
        "```\nLoRA\n```",
        "    LoRA in indented code",
        "# LoRA",
        "$LoRA + \\text{LoRA}$ and\n\n$$LoRA$$",
        "[LoRA](x.md)",
        "[about **LoRA** here](x.md)",
        "| LoRA |\n|---|\n| x |",
        "pre-LoRA, LoRA-like, lora.py, a/lora, lora_rank, LoRAs, xLoRA, @lora, lora@x.org, #lora",
        "https://example.org/lora or www.lora.net",
        "xLo**RA** **Lo**RAs Lo*RA*",
        "&lora;",
        "large-language model",
        "a language-model",
    ],
)
def test_code_headings_links_formulas_and_parts_of_words_are_left_alone(markdown: str) -> None:
    assert linked(markdown) == []


def test_a_citation_is_no_place_for_a_link() -> None:
    found = concepts({"one": named("1")})
    assert linked("As shown [@1].", found=found) == []


def test_the_own_term_is_not_linked_nor_is_a_shorter_name_inside_its_own() -> None:
    assert linked("A large language model.", own="large-language-model") == []
    assert linked("LoRA and tuning", own="lora") == [("tuning", "tuning")]


def test_a_mention_that_the_author_linked_counts_as_the_first() -> None:
    assert linked("[LoRA](x.md) and LoRA") == []


def test_a_name_goes_before_an_alias_and_an_alias_before_a_form() -> None:
    found = concepts(
        {"a": named("x", forms=("thing",)), "b": named("y", "thing"), "c": named("thing")}
    )
    assert linked("a thing", found=found) == [("c", "thing")]


def test_the_address_of_a_link_is_inert() -> None:
    html = LINKS.link("<p>LoRA</p>", "none", lambda slug: '"><script>')
    assert html == '<p><a class="g-concept" href="&quot;&gt;&lt;script&gt;">LoRA</a></p>'


def test_broken_html_comes_back_as_it_was() -> None:
    for html in (
        "<a <a <a",
        "a < b",
        "<",
        "<!-- LoRA",
        "<!-- LoRA -->",
        "</a></a>",
        "<p><code>LoRA",
    ):
        words = re.sub("<a class=[^>]*>|(?<=LoRA)</a>", "", LINKS.link(html, "none", str))
        assert words == html


_PARTS = (
    "LoRA|language|model|large|fine-tuning|*tuning*|`LLM`|$x$|[LLM](x)|LM|dostrajania|sieć|neuronowa"
    "|[@1]|\n\n|\n# |\n- |&|<b>|**|-|C++"
)
WORDS = st.sampled_from(_PARTS.split("|"))


@settings(deadline=None)  # a busy machine is not a failure
@given(st.lists(WORDS | HOSTILE, max_size=30).map(" ".join))
def test_linking_changes_no_text_never_nests_and_is_done_once(markdown: str) -> None:
    html = text.html(markdown, sources=1)
    once = LINKS.link(html, "adam", lambda slug: f"../{slug}/")
    assert LINKS.link(once, "adam", lambda slug: f"../{slug}/") == once
    assert re.sub(r'<a class="g-concept" href="[^"]*">([^<]*)</a>', r"\1", once) == html
    assert _deepest_link(once) <= 1
    slugs = re.findall(r'class="g-concept" href="([^"]*)"', once)
    assert len(slugs) == len(set(slugs))
    assert not [s for s in slugs if s == "../adam/"]


def _deepest_link(html: str) -> int:
    depth = deepest = 0
    for end in re.findall(r"<(/?)a\b", html):
        depth += -1 if end else 1
        deepest = max(deepest, depth)
    return deepest


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(HOSTILE, max_size=5))
def test_any_text_and_any_names_are_survived(html: str, names: list[str]) -> None:
    found = concepts({f"t{n}": named(name) for n, name in enumerate(names)})
    links = found.link(html, "none", str)
    assert unescape(re.sub(r'<a class="g-concept" href="t\d">|</a>', "", links)) == unescape(
        re.sub("</a>", "", html)
    )


def test_a_thousand_terms_take_no_time_that_anybody_notices() -> None:
    terms = {
        f"t{n}": named(f"sparse filter {n}", f"SF{n}", forms=(f"filters {n}",)) for n in range(1000)
    }
    found = concepts(terms)
    section = text.html("Each sparse filter 7 meets filters 8 and an unlisted filter. " * 6)
    start = time.process_time()
    for n in range(8000):
        found.link(section, f"t{n % 1000}", str)
    assert time.process_time() - start < 3, "three times what a quiet machine needs, at most"


def test_hostile_length_takes_linear_time() -> None:
    for piece in ("<a ", "&", "lora-", "<code>", '"', "large language "):
        start = time.process_time()
        LINKS.link(piece * 20_000, "none", str)
        assert time.process_time() - start < 3, piece
