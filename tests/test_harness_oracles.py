"""What the demos without a base write out by hand, against somebody else's version of it."""

from __future__ import annotations

import importlib

import pytest

transformer = importlib.import_module("demos.language.transformer")
walker = importlib.import_module("demos.control.reinforcement_learning")
descent = importlib.import_module("demos.tabular.gradient_descent")


@pytest.mark.parametrize("causal", [False, True])
def test_attention_equals_torchs_scaled_dot_product_attention(causal: bool) -> None:
    import torch

    random = torch.Generator().manual_seed(0)
    q, k, v = torch.randn(3, 2, 4, 12, 16, generator=random, dtype=torch.float64)
    mixed, weights = transformer.attend(q, k, v, causal)
    oracle = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    torch.testing.assert_close(mixed, oracle)
    torch.testing.assert_close(weights.sum(-1), torch.ones(2, 4, 12, dtype=torch.float64))
    assert bool((weights.triu(1) == 0).all()) is causal


@pytest.mark.parametrize("causal", [False, True])
def test_looking_back_only_means_that_later_symbols_change_nothing(causal: bool) -> None:
    import torch

    torch.manual_seed(0)
    config = transformer.Config()
    model = transformer.build(config, attention=True, positions=True, causal=causal)
    line = torch.randint(config.symbols, (1, config.length))
    changed = line.clone()
    changed[0, 8:] = (line[0, 8:] + 1) % config.symbols
    same = torch.isclose(model(line), model(changed)).all(-1)[0]
    assert same[:8].tolist() == [causal] * 8
    assert not same[8:].any()


def test_without_positions_the_order_of_the_line_is_invisible() -> None:
    import torch

    torch.manual_seed(0)
    config = transformer.Config()
    model = transformer.build(config, attention=True, positions=False, causal=False)
    line = torch.randint(config.symbols, (1, config.length))
    torch.testing.assert_close(model(line.flip(1)), model(line).flip(1))


def test_the_best_policy_is_worth_more_than_any_single_change_of_it() -> None:
    import numpy as np

    config = walker.Config()
    best = walker.best(config)
    top = walker.value(config, best)
    _, _, ends = walker.world(config)
    for cell in np.flatnonzero(~ends):
        for move in range(4):
            other = best.copy()
            other[cell] = np.eye(4)[move]
            assert (walker.value(config, other) <= top + 1e-12).all()


def test_the_exact_value_is_what_many_walks_average_to() -> None:
    import numpy as np

    config = walker.Config()
    leads, reward, ends = walker.world(config)
    np.testing.assert_allclose(leads.sum(2), 1)
    random = np.random.default_rng(0)
    policy = np.full((len(ends), 4), 0.25)
    cell, alive, total = np.zeros(4000, int), np.ones(4000, bool), np.zeros(4000)
    for time in range(300):
        chances = np.einsum("nm,nmt->nt", policy[cell], leads[cell]).cumsum(1)
        after = (random.random((4000, 1)) > chances[:, :-1]).sum(1)
        total += config.discount**time * reward[after] * alive
        alive, cell = alive & ~ends[after], after
    assert not alive.any()
    error = total.std() / 4000**0.5
    assert abs(total.mean() - walker.value(config, policy)[0]) < 4 * error


def test_a_step_of_descent_follows_torchs_own_gradient() -> None:
    import numpy as np
    import torch

    config = descent.Config()
    x, y, _, _ = descent.patients(config, 0)
    start, after = descent.descend(config, x, y, rate=0.1, steps=1, seed=0)
    weights = torch.tensor(start, requires_grad=True)
    loss = ((torch.tensor(x) @ weights - torch.tensor(y)) ** 2).mean() / 2
    (gradient,) = torch.autograd.grad(loss, weights)
    np.testing.assert_allclose(after, start - 0.1 * gradient.numpy())
