"""What the practised and the judged words have in common: nothing."""

from __future__ import annotations

from demos.language import pretraining


def test_words_to_be_judged_are_never_among_those_practised() -> None:
    practised, new = pretraining.words(seed=5)
    assert len(new) == 24
    assert not {prompt for prompt, _ in practised} & {prompt for prompt, _ in new}
    assert {kind for _, kind in new} == {kind for _, kind in practised}
