"""What the windows give away without their order: nothing."""

from __future__ import annotations

import numpy as np
import pytest

from demos.language import front_running

pytestmark = pytest.mark.demos


def test_ngrams_cannot_tell_sandwiches_apart() -> None:
    lessons, exam = front_running.windows(2000, seed=0), front_running.windows(500, seed=1)
    marks = np.array([mark for _, mark in exam])
    right = float(np.mean(front_running.ngrams(lessons, exam) == marks))
    assert right < 0.62
