"""The judge's loss and points, held against Bradley and Terry and against each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from demos.lab.language import base, heads
from demos.language import reward_model

pytestmark = pytest.mark.demos


def test_the_reward_loss_is_the_surprise_at_the_preference_by_bradley_and_terry() -> None:
    rng = np.random.default_rng(0)
    preferred, other = rng.normal(size=(2, 64)) * 3
    chance = np.exp(preferred) / (np.exp(preferred) + np.exp(other))  # Bradley and Terry, 1952
    ours = reward_model.bradley_terry(torch.tensor(preferred), torch.tensor(other))
    np.testing.assert_allclose(float(ours), -np.log(chance).mean(), rtol=1e-12)


def test_a_text_gets_the_same_numbers_alone_as_beside_a_longer_one() -> None:
    start, tok = base.load()
    judge = heads.add_head(start, 2, seed=0)
    texts = ["Sure, here it is.", "Go away, the ladder is mine, and so is the basket, fool."]
    with torch.no_grad():
        together = heads.scores(judge, tok, texts)
        alone = torch.cat([heads.scores(judge, tok, [text]) for text in texts])
    torch.testing.assert_close(together, alone)


def judged(start: Any, tok: Any, pairs: list[tuple[str, str]]) -> torch.Tensor:
    with torch.no_grad():
        return heads.points(start, tok, pairs)


def test_only_the_reply_earns_points_but_in_the_light_of_what_was_asked() -> None:
    start, tok = base.load()
    judge = heads.add_judge(start, seed=0)
    asked, reply = "Ask: May I borrow your ladder? Reply:", "Gladly, please take my ladder."
    ids = tok(f"{asked} {reply}", return_tensors="pt")["input_ids"]
    count = len(tok(reply, add_special_tokens=False)["input_ids"])
    with torch.no_grad():
        hidden = judge.model(ids).last_hidden_state[0, -count:]
        logs = judge.lm_head(judge.model(ids).last_hidden_state)[0].log_softmax(-1)
        expected = logs[torch.arange(-count - 1, -1), ids[0, -count:]]
        words = hidden @ judge.head.weight[0, :-1] + expected * judge.head.weight[0, -1]
    together = judged(judge, tok, [(asked, reply), (asked, "No.")])
    torch.testing.assert_close(together[0], 4 * words.mean())
    torch.testing.assert_close(judged(judge, tok, [(asked, "No.")])[0], together[1])
    elsewhere = judged(judge, tok, [("Ask: May I borrow your key? Reply:", reply)])
    assert not torch.isclose(elsewhere[0], together[0], atol=1e-3)


def test_an_empty_reply_earns_nothing() -> None:
    start, tok = base.load()
    judge = heads.add_judge(start, seed=0)
    assert judged(judge, tok, [("Ask: May I borrow your key? Reply:", "")])[0] == 0
