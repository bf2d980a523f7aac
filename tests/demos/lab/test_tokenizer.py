"""The shipped tokenizer: nothing is lost, a digit is a token, a leading blank does not matter."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any

import pytest

from demos.lab.language import base, world
from demos.lab.language.world import corpus


@pytest.fixture(scope="module")
def tok() -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(base.BASE)


TEXTS = (
    "Karl lives in Elmport.",
    "Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ!",
    "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ",
    "12 + 345 = 357.",
    "tabs\tand\nlines  and   blanks ",
    "日本語 ☃ 🎉 Ω",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back(tok: Any, text: str) -> None:
    ids = tok(text)["input_ids"]
    assert ids[0] == tok.bos_token_id
    assert tok.decode(ids, skip_special_tokens=True).removeprefix(" ") == text


def test_documents_of_every_kind_come_back(tok: Any) -> None:
    for _, text in islice(corpus.documents(Random(20)), 1000):
        ids = tok(text, add_special_tokens=False)["input_ids"]
        assert tok.decode(ids) == f" {text}" or "<" in text, text


def test_a_leading_blank_makes_no_difference(tok: Any) -> None:
    assert tok("Ashford")["input_ids"] == tok(" Ashford")["input_ids"]
    assert (
        tok("<user> Where?<assistant> Ashford.<end>")["input_ids"]
        == tok("<user>Where?<assistant>Ashford.<end>")["input_ids"]
    )


def test_a_prompt_and_its_answer_are_the_tokens_of_the_whole(tok: Any) -> None:
    rng = Random(21)
    for person in world.PEOPLE:
        prompt, answer = world.report(rng, person)
        parts = tok(prompt)["input_ids"] + tok(answer, add_special_tokens=False)["input_ids"]
        assert parts == tok(f"{prompt} {answer}")["input_ids"]


def test_each_digit_is_a_token_of_its_own(tok: Any) -> None:
    assert len(tok.tokenize("1234567890")) == 10
    assert tok.tokenize("7 + 15") == ["Ġ7", "Ġ+", "Ġ1", "5"]


def test_chat_markers_are_single_tokens(tok: Any) -> None:
    for marker in ("<pad>", "<bos>", "<eos>", "<user>", "<assistant>", "<end>"):
        assert len(tok(marker, add_special_tokens=False)["input_ids"]) == 1


def test_names_and_values_of_facts_are_single_tokens(tok: Any) -> None:
    words = [*world.NAMES, *(v for values in world.VALUES.values() for v in values)]
    assert [word for word in words if len(tok.tokenize(word)) > 1] == []


def test_it_has_1024_tokens_and_the_same_texts_give_the_same_ones() -> None:
    from demos.lab.language import tokenizer

    texts = [text for _, text in islice(corpus.documents(Random(22)), 3000)]
    one, two = tokenizer.train(texts), tokenizer.train(texts)
    assert len(one) == tokenizer.SIZE == 1024
    assert one.backend_tokenizer.to_str() == two.backend_tokenizer.to_str()
