"""What the base reads: documents of many kinds in measured proportions.

The proportions were found by trial: questions about notes need many documents with several
questions, counting needs many stories, and a token that is never seen poisons every later
fine-tuning, so echo documents cover every word, letter, digit and chat marker.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from random import Random

from demos.lab.language import world
from demos.lab.language.world import (
    CATEGORIES,
    FACTS,
    NUMBERS,
    OPPOSITES,
    PEOPLE,
    orders,
    plural,
    polish,
    replies,
    stories,
)

POLISH_LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
CHAT = ("<user>", "<assistant>", "<end>")
# Words never used as a label in pretraining: for demos about learning from the prompt alone.
HELD_OUT_LABELS = tuple(["barn", "coin", "gentle", "mouse", "Clara", "twelve", "song", "brave"])


def biography(rng: Random) -> str:
    """Some facts of one person: in sentences, in one long sentence, or as a card."""
    who = rng.choice(PEOPLE)
    kinds = rng.sample(FACTS, rng.randint(2, 5))
    style = rng.random()
    if style < 0.2:
        labels = {"colour": "house"}
        card = ", ".join(f"{labels.get(kind, kind)} {who.fact(kind)}" for kind in kinds)
        return f"{who.name}: {card}."
    if style < 0.45:
        said = [
            form.format(N=who.name, **{kind: who.fact(kind) for kind in FACTS})
            for form in rng.sample(world.JOINT, rng.randint(1, 2))
        ]
        return " ".join(said)
    said = [world.state(rng, who.name, kinds[0], who.fact(kinds[0]))]
    said += [world.state(rng, who.name, k, who.fact(k), rng.random() < 0.4) for k in kinds[1:]]
    return " ".join(said)


def questions(rng: Random) -> str:
    """One to three questions that only memory answers, about one or several people."""
    same = rng.choice(PEOPLE)
    said = []
    for _ in range(rng.randint(1, 3)):
        who = same if rng.random() < 0.5 else rng.choice(PEOPLE)
        said.append(" ".join(world.closed_book(rng, who, rng.choice(FACTS))))
    return " ".join(said)


def note(rng: Random) -> str:
    made = world.note(rng, rng.randint(1, 4), rng.randint(1, 3))
    asked = " ".join(
        f"Question: {question} Answer: {answer}." for question, answer in made.questions
    )
    return f"Note: {made.text} {asked}"


@cache
def words() -> tuple[str, ...]:
    """Every word of the world, collected from the documents themselves, plus single characters."""
    rng = Random(0)
    makers = [maker for kind, (maker, _) in MIX.items() if kind not in ("echo", "label")]
    seen = {
        word
        for maker in makers
        for _ in range(4000)
        for word in re.findall(r"[^\W\d_]+", maker(rng))
    }
    seen |= {word for values in CATEGORIES.values() for word in values} | set(world.NAMES)
    singles = set(string.ascii_letters + string.digits + POLISH_LETTERS) | set("+-=>.,:;?!'\"()")
    return tuple(sorted(seen | singles | set(NUMBERS) | {"->", "Again", "Echo"})) + CHAT


def echo(rng: Random) -> str:
    """A random list said twice: it teaches copying, and leaves no word unseen."""
    items = [rng.choice(words()) for _ in range(rng.randint(3, 10))]
    return f"Echo: {' '.join(items)} Again: {' '.join(items)}."


def labelled(rng: Random, shots: int, labels: tuple[str, ...], count: int = 2) -> tuple[str, str]:
    """Items of `count` categories, each category with an arbitrary label: prompt and answer.

    The item asked about is not among the shots; every category that can be is among them.
    """
    kinds = rng.sample(sorted(CATEGORIES), count)
    label = dict(zip(kinds, rng.sample(labels, count), strict=True))
    items = {kind: rng.sample(CATEGORIES[kind], min(len(CATEGORIES[kind]), shots + 1))
             for kind in kinds}  # fmt: skip
    order = kinds[: min(count, shots)] + [rng.choice(kinds) for _ in range(shots - count)]
    rng.shuffle(order)
    asked = rng.choice(kinds)
    lines = []
    for kind in order:
        item = items[kind].pop() if len(items[kind]) > 1 else items[kind][0]
        lines.append(f"{item} -> {label[kind]}.")
    return " ".join([*lines, f"{items[asked].pop()} ->"]), f"{label[asked]}."


@cache
def label_words() -> tuple[str, ...]:
    """Words that may be a label in pretraining: any English word but the held-out ones."""
    plain = (word for word in words() if word.isalpha() and word.isascii() and len(word) > 1)
    return tuple(word for word in plain if word not in HELD_OUT_LABELS)


def label_document(rng: Random) -> str:
    kinds = 2 if rng.random() < 0.75 else 3
    return " ".join(labelled(rng, rng.randint(3, 12), label_words(), kinds))


def mapping(rng: Random, task: str) -> tuple[str, str]:
    """One line of a list that maps words to words by a rule of the world."""
    if task == "plural":
        word = rng.choice(world.FRUITS + world.GOODS + world.TOOLS + CATEGORIES["animal"])
        return word, plural(word)
    if task == "opposite":
        pair = rng.choice(OPPOSITES)
        return (pair[0], pair[1]) if rng.random() < 0.5 else (pair[1], pair[0])
    if task == "next":
        start = rng.randrange(18)
        return NUMBERS[start], NUMBERS[start + 1]
    kind = rng.choice(sorted(CATEGORIES))
    return rng.choice(CATEGORIES[kind]), kind


TASKS = ("plural", "opposite", "category", "next")


def few_shot(rng: Random) -> str:
    task = rng.choice(TASKS)
    lines = [mapping(rng, task) for _ in range(rng.randint(2, 8))]
    return " ".join(f"{left} -> {right}." for left, right in lines)


def sums(rng: Random) -> str:
    """Several sums, most of them additions of two digits."""
    said = []
    for _ in range(rng.randint(3, 8)):
        one, two = rng.randint(0, 9), rng.randint(0, 9)
        style = rng.random()
        if style < 0.65:
            said.append(f"{one} + {two} = {one + two}.")
        elif style < 0.8:
            said.append(f"{one + two} - {two} = {one}.")
        elif style < 0.9:
            said.append(f"{NUMBERS[one + two]} minus {NUMBERS[two]} is {NUMBERS[one]}.")
        else:
            said.append(f"{NUMBERS[one]} plus {NUMBERS[two]} is {NUMBERS[one + two]}.")
    return " ".join(said)


def _joined(make: Callable[[Random], tuple[str, str]]) -> Callable[[Random], str]:
    return lambda rng: " ".join(make(rng))


# Kind → maker and share (normalised below).
MIX: dict[str, tuple[Callable[[Random], str], float]] = {
    "biography": (biography, 0.13),
    "question": (questions, 0.11),
    "note": (note, 0.21),
    "echo": (echo, 0.09),
    "label": (label_document, 0.08),
    "story": (_joined(stories.counting), 0.19),
    "tale": (stories.tale, 0.02),
    "review": (_joined(stories.review), 0.04),
    "list": (few_shot, 0.05),
    "dialogue": (_joined(replies.dialogue), 0.03),
    "reaction": (stories.reaction, 0.04),
    "sums": (sums, 0.04),
    "recipe": (stories.recipe, 0.015),
    "flow": (orders.document, 0.08),
    "polish": (polish.document_pl, 0.03),
    "long story": (_joined(lambda rng: stories.counting(rng, two=1.0)), 0.0),  # second stage only
}


def documents(rng: Random, more: Mapping[str, float] | None = None) -> Iterator[tuple[str, str]]:
    """Endless documents with their kind; `more` gives some kinds another share."""
    kinds = list(MIX)
    shares = [(more or {}).get(kind, MIX[kind][1]) for kind in kinds]
    while True:
        kind = rng.choices(kinds, shares)[0]
        yield kind, MIX[kind][0](rng)


def fingerprint(seed: int, count: int = 5000) -> str:
    """A hash of the first documents: it changes when the corpus does, not with its comments."""
    made = hashlib.sha256()
    for kind, text in islice(documents(Random(seed)), count):
        made.update(f"{kind}: {text}\n".encode())
    return made.hexdigest()
