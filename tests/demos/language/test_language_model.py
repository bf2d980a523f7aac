"""Counts and the network's texts, held against a brute-force count."""

from __future__ import annotations

import math
import random

import pytest

from demos.language import language_model


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


def test_held_out_texts_are_never_among_those_read() -> None:
    config = language_model.Config(texts=100, held_out=50)
    train, held_out, words = language_model.texts(config, seed=5)
    assert len(train) == 100
    assert len(held_out) == 50
    assert not {tuple(text) for text in train} & {tuple(text) for text in held_out}
    assert max(max(text) for text in train + held_out) < len(words)
