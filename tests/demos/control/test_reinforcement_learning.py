"""The best policy and its value by hand, against every single change and many walks."""

from __future__ import annotations

import importlib

walker = importlib.import_module("demos.control.reinforcement_learning")


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
