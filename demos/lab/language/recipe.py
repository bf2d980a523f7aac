"""What the page of a demo needs so that a reader can try it: weights, examples, and the exam.

A recipe is `demos/<bench>/widgets/<demo>.py` with one function, `recipe(demo, config)`, which gets
the demo's module and its settings. The weights are those of the recorded run with the first
recording seed, trained by the demo's own functions, so that what a reader sees beside a recorded
number is what was measured.
An exam is the questions of that run: a page can ask them again and must come to the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from demos.lab.language.world import stories
from demos.lab.runner import RECORD

SEED = RECORD[0]
RANK = 16  # of the differences to the base: under 200 kB a demo, and the recorded exams keep


@dataclass(frozen=True)
class Recipe:
    """`kind` says how the page is to use the tensors; what is there under it is cut to `rank`.

    An adapter is shipped as it was trained. Of other weights, the difference to the base is.
    An arm of the exam is the name of a recorded measure, the model to ask, and a list of questions.
    """

    kind: str
    tensors: dict[str, Any] = field(default_factory=dict)
    examples: Sequence[str] = ()
    exam: str = ""
    arms: Sequence[tuple[str, str, int]] = ()
    questions: Sequence[Sequence[Sequence[Any]]] = ()
    more: dict[str, Any] = field(default_factory=dict)
    rank: int = RANK


def weights(model: Any) -> dict[str, Any]:
    """Everything in the model, what is tied only once."""
    return {k: v.detach() for k, v in model.state_dict().items() if k != "lm_head.weight"}


def story(seed: int) -> str:
    """The beginning of a counting story."""
    return stories.counting(Random(seed), two=0)[0]
