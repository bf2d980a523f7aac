"""What the base must be able to do, each with a floor: `python -m demos.lab.language.evaluate`.

Every question is drawn with seeds that neither pretraining nor its validation uses.
Where a skill is trained here, the same training from random weights stands beside it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from demos.lab import progress
from demos.lab.language import base, heads, training, world
from demos.lab.language.world import corpus, orders, polish, stories

SEED = 9_000_001  # far from pretraining's 2026 and its validation's 1,002,026


@dataclass(frozen=True)
class Floor:
    """One thing the base can do: how it is measured and what it must reach."""

    name: str
    bound: float
    measure: Callable[[Any, Any, int], float]
    upper: bool = False  # the bound must not be exceeded, instead of reached

    def passes(self, value: float) -> bool:
        return value <= self.bound if self.upper else value >= self.bound


def facts(model: Any, tok: Any, seed: int) -> float:
    rng = Random(seed)
    pairs = [world.closed_book(rng, p, kind) for p in world.PEOPLE for kind in world.FACTS]
    return training.exact(model, tok, pairs)


def notes(names: tuple[str, ...], count: int = 480) -> Callable[[Any, Any, int], float]:
    def measure(model: Any, tok: Any, seed: int) -> float:
        rng = Random(seed)
        made = [world.note(rng, 1 + i % 4, 1, names).example() for i in range(count)]
        return training.exact(model, tok, made)

    return measure


def counting(two: float) -> Callable[[Any, Any, int], float]:
    """Stories with one event, or with two if `two` is 1, most of which state a running total."""

    def measure(model: Any, tok: Any, seed: int) -> float:
        make = lambda rng: stories.counting(rng, two=two)
        return training.exact(model, tok, training.draw(make, 400, seed))

    return measure


def facts_polish(model: Any, tok: Any, seed: int) -> float:
    """Where somebody lives, as a Polish sentence to be finished."""
    pairs = [(f"{p.name} mieszka w mieście", f"{p.town}.") for p in world.PEOPLE]
    return training.exact(model, tok, pairs)


def counting_polish(model: Any, tok: Any, seed: int) -> float:
    return training.exact(model, tok, training.draw(polish.counting_pl, 200, seed))


def sums(model: Any, tok: Any, seed: int) -> float:
    """All hundred additions, after one sum that shows the format."""
    pairs = [(f"2 + 2 = 4. {a} + {b} =", f"{a + b}.") for a in range(10) for b in range(10)]
    return training.exact(model, tok, pairs)


def labels(shots: int) -> Callable[[Any, Any, int], float]:
    """Two categories with arbitrary one-token words for labels; chance is one half at best."""

    def measure(model: Any, tok: Any, seed: int) -> float:
        single = [w for w in corpus.label_words() if len(tok.tokenize(w)) == 1]
        make = lambda rng: corpus.labelled(rng, shots, tuple(single))
        return training.exact(model, tok, training.draw(make, 200, seed))

    return measure


def lists(model: Any, tok: Any, seed: int) -> float:
    """Plurals, opposites, categories and next numbers after two examples."""
    rng = Random(seed)
    pairs = []
    for i in range(200):
        task = corpus.TASKS[i % len(corpus.TASKS)]
        shown = [corpus.mapping(rng, task) for _ in range(2)]
        left, right = corpus.mapping(rng, task)
        said = " ".join(f"{a} -> {b}." for a, b in shown)
        pairs.append((f"{said} {left} ->", f"{right}."))
    return training.exact(model, tok, pairs)


def reports(people: tuple[world.Person, ...], count: int, seed: int) -> list[training.Example]:
    rng = Random(seed)
    return [world.report(rng, people[i % len(people)]) for i in range(count)]


def transfer(scratch: bool, seeds: int = 1) -> Callable[[Any, Any, int], float]:
    """All four facts of people whom the fine-tuning data never mention, in a new format."""

    def measure(model: Any, tok: Any, seed: int) -> float:
        shares = []
        for n in range(seeds):
            tuned = base.fresh(model, seed + n)
            if not scratch:
                tuned.load_state_dict(model.state_dict())
            known = reports(world.TRAIN_PEOPLE, 256, seed + n)
            lr = 3e-3 if scratch else 1e-3  # the best of a few for each
            training.fit(tuned, tok, known, steps=60, lr=lr, seed=seed + n)
            asked = reports(world.HELD_OUT_PEOPLE, 100, seed + 500 + n)
            shares.append(training.exact(tuned, tok, asked))  # type: ignore[arg-type]
        return sum(shares) / len(shares)

    return measure


def sandwich(scratch: bool) -> Callable[[Any, Any, int], float]:
    """Accuracy of spotting sandwich trades after 100 steps, all weights and a head tuned."""

    def measure(model: Any, tok: Any, seed: int) -> float:
        import torch
        from torch.nn.functional import binary_cross_entropy_with_logits

        tuned = base.fresh(model, seed)
        if not scratch:
            tuned.load_state_dict(model.state_dict())
        heads.add_head(tuned, 1, seed)
        torch.nn.init.zeros_(tuned.head.weight)  # else some seeds start far off and stay there

        def score(texts: list[str]) -> Any:
            return heads.scores(tuned, tok, texts)[:, 0]

        def loss(batch: list[tuple[str, int]]) -> Any:
            marks = torch.tensor([float(mark) for _, mark in batch])
            return binary_cross_entropy_with_logits(score([text for text, _ in batch]), marks)

        seen = orders.labelled(Random(seed), 2400)
        how = {"batch_size": 64, "warmup": 15, "weight_decay": 0.1}  # steady from seed to seed
        training.loop(tuned, loss, seen, steps=100, lr=1.2e-3, seed=seed, **how)  # type: ignore[arg-type]
        test = orders.labelled(Random(seed + 1), 400)
        with torch.no_grad():
            guess = (score([text for text, _ in test]) > 0).tolist()
        return sum(g == bool(mark) for g, (_, mark) in zip(guess, test, strict=True)) / len(test)

    return measure


OPENERS = ("One morning", "It was a", "Once there was", "Note:", "Review:", "To make", "Ask:",
           "Anna", "In the", "Question:")  # fmt: skip


def samples(model: Any, tok: Any, seed: int, each: int = 6) -> list[str]:
    """Free text at temperature 0.8 from a few opening words."""
    prompts = [opener for opener in OPENERS for _ in range(each)]
    made = training.generate(model, tok, prompts, max_new=48, temperature=0.8, seed=seed)
    glue = ("'", ",", ".")
    return [a + ("" if b.startswith(glue) else " ") + b for a, b in zip(prompts, made, strict=True)]


def known_words(model: Any, tok: Any, seed: int) -> float:
    known = set(corpus.words())
    seen = [word for text in samples(model, tok, seed) for word in re.findall(r"[^\W\d_]+", text)]
    return sum(word in known for word in seen) / len(seen)


def grammar(model: Any, tok: Any, seed: int) -> float:
    """Share of finished sentences that somebody in the world could have written."""
    said = [s for text in samples(model, tok, seed) for s in stories.sentences(text)]
    return sum(map(stories.is_sentence, said)) / len(said)


FLOORS: tuple[Floor, ...] = (
    Floor("closed-book facts, exact", 0.97, facts),
    Floor("questions about a note of 1 to 4 facts", 0.93, notes(world.NAMES[:20])),
    Floor("the same, names without known facts", 0.93, notes(world.NEW_NAMES)),
    Floor("counting stories", 0.97, counting(0.0)),
    Floor("counting stories with two events", 0.80, counting(1.0)),
    Floor("facts asked for in Polish", 0.95, facts_polish),
    Floor("sums of two digits", 0.97, sums),
    Floor("arbitrary labels in context, 8 shots", 0.95, labels(8)),
    Floor("plurals, opposites, categories, numbers, 2 shots", 0.95, lists),
    Floor("facts after tuning on other people's, 60 steps", 0.50, transfer(False)),
    Floor("the same facts, tuned from scratch", 0.05, transfer(True), upper=True),
    Floor("sandwich trades after 100 steps", 0.95, sandwich(False)),
    Floor("sandwich trades, from scratch", 0.75, sandwich(True), upper=True),
    Floor("known words in samples, T = 0.8", 0.99, known_words),
    Floor("well-formed sentences in samples, T = 0.8", 0.95, grammar),
)


def measure(model: Any, tok: Any, seed: int = SEED) -> list[tuple[Floor, float]]:
    """Every floor with what this base reaches."""
    return [(f, f.measure(model, tok, seed)) for f in progress.track(FLOORS, "probing")]


def table(results: list[tuple[Floor, float]]) -> str:
    lines = ["| ability | floor | measured |", "|---|---|---|"]
    for floor, value in results:
        sign = "≤" if floor.upper else "≥"
        mark = "" if floor.passes(value) else " **below the floor**"
        lines.append(f"| {floor.name} | {sign} {floor.bound:.2f} | {value:.3f}{mark} |")
    return "\n".join(lines)


def main() -> int:
    command = "python -m demos.lab.language.evaluate"
    parser = argparse.ArgumentParser(prog=command, description=__doc__)
    parser.add_argument("--model", default=str(base.BASE), help="default: the shipped base")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--samples", action="store_true", help="print free text, measure nothing")
    asked = parser.parse_args()
    model, tok = base.load(Path(asked.model) if Path(asked.model).exists() else asked.model)
    if asked.samples:
        print("\n".join(samples(model, tok, asked.seed, 3)))
        return 0
    results = measure(model, tok, asked.seed)
    print(table(results))
    return 0 if all(floor.passes(value) for floor, value in results) else 1


if __name__ == "__main__":
    from demos.lab.cli import exit_with

    exit_with(main)
