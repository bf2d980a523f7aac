"""What the page of each demo needs so that a reader can try it: weights, examples, and the exam.

The weights are those of the recorded run with the first recording seed, trained by the demo's own
functions, so that what a reader sees beside a recorded number is what was measured.
An exam is the questions of that run: a page can ask them again and must come to the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from types import ModuleType
from typing import Any

from demos.lab.language import base, heads, training, world
from demos.lab.language.world import corpus, replies, stories
from demos.lab.runner import RECORD

SEED = RECORD[0]
REPLIES = 100  # of 300 asks: sampled replies vary anyway, and a reader waits for them


@dataclass(frozen=True)
class Kept:
    """`kind` says how the page is to use the tensors, which add to the base or replace it.

    An arm of the exam is the name of a recorded measure, the model to ask, and a list of questions.
    """

    kind: str
    tensors: dict[str, Any] = field(default_factory=dict)
    examples: Sequence[str] = ()
    exam: str = ""
    arms: Sequence[tuple[str, str, int]] = ()
    questions: Sequence[Sequence[Sequence[Any]]] = ()
    more: dict[str, Any] = field(default_factory=dict)


Recipe = Callable[[ModuleType, Any], Kept]


def weights(model: Any) -> dict[str, Any]:
    """Everything in the model, what is tied only once."""
    return {k: v.detach() for k, v in model.state_dict().items() if k != "lm_head.weight"}


def _story(seed: int) -> str:
    """The beginning of a counting story."""
    return stories.counting(Random(seed), two=0)[0]


def fine_tuning(demo: ModuleType, config: Any) -> Kept:
    exam = demo.reports(world.HELD_OUT_PEOPLE, config.exam, SEED + 10_000)
    old = "Question: Where does Karl live? Answer:"
    return Kept(
        "weights",
        weights(demo.tuned(config, SEED)),
        [*[prompt for prompt, _ in exam[:4]], old, _story(1)],
        "exact",
        [("untuned", "base", 0), ("tuned", "tuned", 0)],
        [exam],
        {"answers": dict(exam[:4])},
    )


def lora(demo: ModuleType, config: Any) -> Kept:
    exam = demo.reports(world.HELD_OUT_PEOPLE, config.exam, SEED + 10_000)
    learned = demo.tuned(config, SEED).state_dict()
    names = {name: name.split("base_model.model.", 1)[1] for name in learned if ".lora_" in name}
    tensors = {
        short.replace(".default.weight", ""): learned[name].detach()
        for name, short in names.items()
    }
    return Kept(
        "adapter",
        tensors,
        [*[prompt for prompt, _ in exam[:4]], "Question: Where does Karl live? Answer:"],
        "exact",
        [("untuned", "base", 0), ("lora", "tuned", 0)],
        [exam],
        {"scale": config.alpha / config.rank, "answers": dict(exam[:4])},
    )


def rlhf(demo: ModuleType, config: Any) -> Kept:
    policy, tok = base.load(config.model, config.device)
    judge = demo.learn_judge(config, tok, SEED)
    demo.practise(config, policy, judge, tok, SEED)
    asks = training.draw(replies.ask_for, config.exam, SEED + 10_000)
    return Kept(
        "weights",
        weights(policy),
        [
            replies.prompt(form.format(thing=t))
            for form, t in zip(replies.ASKS, world.TOOLS[2:7], strict=True)
        ],
        "replies",
        [("good_before", "base", 0), ("good_after", "tuned", 0)],
        [[(replies.prompt(ask), replies.thing_in(ask)) for ask in asks[:REPLIES]]],
        {
            "polite": replies.POLITE,
            "things": world.TOOLS,
            "new": 20,  # as the demo samples them
            "samples": 4,
            "temperature": 1,
        },
    )


def reward_model(demo: ModuleType, config: Any) -> Kept:
    judge, tok = base.load(config.model, config.device)
    heads.add_judge(judge, SEED)
    lessons = demo.comparisons(config.pairs, SEED)
    demo.learn(config, judge, tok, lessons, SEED)
    exam = [p for p in demo.comparisons(2 * config.exam, SEED + 10_000) if p not in set(lessons)]
    return Kept(
        "judge",
        weights(judge),
        [
            form.format(thing=thing)
            for form, thing in zip(replies.ASKS, world.TOOLS[2:7], strict=True)
        ],
        "pairs",
        [("right", "tuned", 0)],
        [exam[: config.exam]],
        {"polite": replies.POLITE, "rude": replies.RUDE, "things": world.TOOLS},
    )


def front_running(demo: ModuleType, config: Any) -> Kept:
    start, tok = base.load(config.model, config.device)
    lessons = demo.windows(config.windows, SEED)
    model = demo.detector(config, start, tok, lessons, SEED)
    known = {text for text, _ in lessons}
    exam = [w for w in demo.windows(2 * config.exam, SEED + 10_000) if w[0] not in known]
    shown = [next(text for text, mark in exam if mark == wanted) for wanted in (1, 0)]
    return Kept(
        "detector",
        weights(model),
        [*shown, *(text for text, _ in exam[2:5] if text not in shown)],
        "marks",
        [("tuned", "tuned", 0), ("precision", "tuned", 0), ("recall", "tuned", 0)],
        [exam[: config.exam]],
        {"traders": "ABCDEFGH"},
    )


def pretraining(demo: ModuleType, config: Any) -> Kept:
    asked = "Question: What is the job of Karl? Answer:"
    return Kept("untrained", examples=[_story(3), asked, "To make soup take", "3 + 4 ="])


def inference(demo: ModuleType, config: Any) -> Kept:
    openings = {" ".join(text.split()[:6]): None for text in demo.tales(3, SEED + 1)}
    return Kept("base", examples=[*openings, "One morning", "To make bread take"])


def language_model(demo: ModuleType, config: Any) -> Kept:
    review, _ = stories.review(Random(4))
    return Kept("base", examples=["Karl lives in", review, _story(5), "In the market", "The"])


def large_language_model(demo: ModuleType, config: Any) -> Kept:
    def asked(shots: int) -> list[tuple[str, str]]:
        rng = Random(SEED)  # as the demo draws them
        labels = corpus.HELD_OUT_LABELS
        return [corpus.labelled(rng, shots, labels) for _ in range(config.questions)]

    _, tok = base.load(config.model, config.device)
    none, eight = questions = [asked(shots) for shots in (0, 8)]
    # Labels of one token each, so that the first bar shows the whole word.
    plain = [prompt for prompt, answer in eight if len(tok(answer)["input_ids"]) == 3]
    return Kept(
        "base",
        {},
        [*plain[:2], none[0][0], "dog -> dogs. fig ->"],
        "exact",
        [("labels_base_0", "base", 0), ("labels_base", "base", 1)],
        questions,
    )


def transformer(demo: ModuleType, config: Any) -> Kept:
    note = world.note(Random(6), 2)
    flow = "Flow: A buys 3; B buys 5; C sells 2; A sells 3."
    prompts = [note.example()[0], "Echo: plum river Karl Again: plum", flow, _story(1)]
    return Kept("base", examples=prompts)


RECIPES: dict[str, Recipe] = {
    recipe.__name__: recipe
    for recipe in (
        fine_tuning,
        front_running,
        inference,
        language_model,
        large_language_model,
        lora,
        pretraining,
        reward_model,
        rlhf,
        transformer,
    )
}
