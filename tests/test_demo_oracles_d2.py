"""The arithmetic of four demos against something slower and simpler."""

from __future__ import annotations

import math
import random

import pytest
import torch

from demos.lab.language import base
from demos.language import inference, language_model, pretraining


@pytest.fixture(scope="module")
def small() -> object:
    """The base's architecture with random weights: counts and caches do not depend on training."""
    from transformers import AutoModelForCausalLM

    torch.manual_seed(0)
    return AutoModelForCausalLM.from_config(base.config()).eval()


@pytest.fixture
def prompts() -> torch.Tensor:
    return torch.randint(3, 1024, (4, 8), generator=torch.Generator().manual_seed(1))


def test_a_cache_changes_no_token_and_the_loop_writes_what_the_library_writes(
    small: object, prompts: torch.Tensor
) -> None:
    reread, *_ = inference.write(small, prompts, 12, cache=False)
    cached, *_ = inference.write(small, prompts, 12, cache=True)
    library = small.generate(  # type: ignore[attr-defined]
        prompts,
        attention_mask=torch.ones_like(prompts),
        max_new_tokens=12,
        min_new_tokens=12,
        do_sample=False,
        eos_token_id=-1,
    )
    assert torch.equal(cached, reread)
    assert torch.equal(cached, library)


def test_each_token_is_the_likeliest_after_all_tokens_before_it(
    small: object, prompts: torch.Tensor
) -> None:
    text, *_ = inference.write(small, prompts, 12, cache=True)
    with torch.no_grad():
        logits = small(text).logits  # type: ignore[operator]
    assert torch.equal(logits[:, 7:-1].argmax(-1), text[:, 8:])


def test_the_tokens_read_are_those_the_formula_gives(small: object, prompts: torch.Tensor) -> None:
    _, reread, nothing = inference.write(small, prompts, 12, cache=False)
    _, cached, kept = inference.write(small, prompts, 12, cache=True)
    assert reread == [4.0 * (8 + written) for written in range(12)]
    assert cached == [4.0 * 8] + [4.0] * 11
    assert nothing is None
    assert kept.layers[0].keys.shape == (4, 4, 8 + 11, 32)  # readers, heads, tokens, numbers


def brute_force(train: list[list[int]], size: int, before: list[int], word: int) -> float:
    """Witten–Bell by walking through all texts again for each single probability."""
    shorter = brute_force(train, size, before[1:], word) if before else 1 / size
    follow = []
    for text in train:
        padded = [0, 0, *text, 0]
        for place in range(2, len(padded)):
            if padded[place - len(before) : place] == before:
                follow.append(padded[place])
    kinds = len(set(follow))
    return (follow.count(word) + kinds * shorter) / (len(follow) + kinds) if follow else shorter


def test_trigram_surprise_is_that_of_a_brute_force_count() -> None:
    rng = random.Random(0)
    train = [[rng.randint(1, 6) for _ in range(rng.randint(2, 9))] for _ in range(20)]
    unread = [[rng.randint(1, 7) for _ in range(6)] for _ in range(5)]
    for order in (1, 2, 3):
        slow = []
        for text in unread:
            padded = [0, 0, *text, 0]
            slow.append(
                -sum(
                    math.log(brute_force(train, 8, padded[i - order + 1 : i], padded[i]))
                    for i in range(2, len(padded))
                )
            )
        assert language_model.count(train, 8, order)(unread) == pytest.approx(slow)


def test_counts_do_not_care_for_order_when_they_look_at_single_words() -> None:
    unigram = language_model.count([[1, 2, 3], [3, 3]], 4, 1)
    assert unigram([[1, 2, 3]]) == pytest.approx(unigram([[3, 1, 2]]))


def test_words_to_be_judged_are_never_among_those_practised() -> None:
    practised, new = pretraining.words(seed=5)
    assert len(new) == 24
    assert not {prompt for prompt, _ in practised} & {prompt for prompt, _ in new}
    assert {kind for _, kind in new} == {kind for _, kind in practised}


def test_held_out_texts_are_never_among_those_read() -> None:
    config = language_model.Config(texts=100, held_out=50)
    train, held_out, words = language_model.texts(config, seed=5)
    assert len(train) == 100
    assert len(held_out) == 50
    assert not {tuple(text) for text in train} & {tuple(text) for text in held_out}
    assert max(max(text) for text in train + held_out) < len(words)
