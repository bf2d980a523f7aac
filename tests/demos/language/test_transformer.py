"""Attention by hand against torch's own; what it sees, and when."""

from __future__ import annotations

import importlib

import pytest

transformer = importlib.import_module("demos.language.transformer")


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
