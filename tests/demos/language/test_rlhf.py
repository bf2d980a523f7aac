"""The policy loss by hand against GRPO, REINFORCE and the exact divergence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from demos.language import rlhf

pytestmark = pytest.mark.demos


def reference_grpo(config: rlhf.Config, now: Any, then: Any, ref: Any, advantage: Any) -> Any:
    """Per-token loss of GRPO (arXiv:2402.03300, equations 3 and 4), as TRL computes it."""
    ratio = np.exp(now - then)
    kept = np.clip(ratio, 1 - config.clip, 1 + config.clip)
    surrogate = np.where(ratio * advantage < kept * advantage, ratio * advantage, kept * advantage)
    kl = np.exp(ref) / np.exp(now) - np.log(np.exp(ref) / np.exp(now)) - 1
    return -(surrogate - config.kl * kl)


def test_the_policy_loss_is_that_of_grpo() -> None:
    config = rlhf.Config()
    rng = np.random.default_rng(0)
    now, then, ref = -rng.exponential(size=(3, 8, 12))
    advantage = rng.normal(size=(8, 1))
    expected = reference_grpo(config, now, then, ref, advantage)
    ours = rlhf.loss_of(config, *map(torch.tensor, (now, then, ref, advantage)))
    np.testing.assert_allclose(ours.numpy(), expected, rtol=1e-10)


def test_the_penalty_is_on_average_the_kl_divergence_and_never_negative() -> None:
    rng = torch.Generator().manual_seed(0)
    policy, reference = torch.randn(2, 50, generator=rng, dtype=torch.float64).log_softmax(-1)
    config = replace(rlhf.Config(), kl=1.0)
    penalty = rlhf.loss_of(config, policy, policy, reference, torch.zeros(1, dtype=torch.float64))
    exact = nn.functional.kl_div(reference, policy, log_target=True, reduction="sum")
    torch.testing.assert_close((policy.exp() * penalty).sum(), exact)
    assert bool((penalty >= 0).all())


def test_before_anything_moved_the_gradient_is_that_of_reinforce() -> None:
    config = replace(rlhf.Config(), kl=0.0)
    now = torch.tensor([[-1.0, -2.0], [-0.5, -3.0]], requires_grad=True)
    advantage = torch.tensor([[1.5], [-0.5]])
    rlhf.loss_of(config, now, now.detach(), now.detach(), advantage).sum().backward()
    torch.testing.assert_close(now.grad, -advantage.expand(2, 2))


def test_what_moved_beyond_the_clip_has_no_gradient_left() -> None:
    config = replace(rlhf.Config(), kl=0.0)
    then = torch.full((2, 1), -2.0)
    now = torch.tensor([[-1.0], [-3.0]], requires_grad=True)  # up and down by a factor of e
    rlhf.loss_of(config, now, then, then, torch.tensor([[1.0], [-1.0]])).sum().backward()
    assert now.grad is not None
    assert now.grad.abs().max() == 0
