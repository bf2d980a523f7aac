"""The step downhill by hand, against torch's own gradient."""

from __future__ import annotations

import importlib

descent = importlib.import_module("demos.tabular.gradient_descent")


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
