"""The small world whose ground truth is known.

Every demo that starts from the base asks it about this world, and because all of it is made here
each answer can be checked: who lives where, what a story's arithmetic gives, which sentence is
well formed.
Nothing is random but through the `random.Random` that the caller passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from demos.lab.language.world.vocabulary import (  # noqa: F401  (the world offers all of its words)
    BEASTS,
    CATEGORIES,
    COLOURS,
    DISHES,
    FACTS,
    FRUITS,
    GOODS,
    JOBS,
    MEN,
    NAMES,
    NUMBERS,
    OPPOSITES,
    PETS,
    TOOLS,
    TOWNS,
    WOMEN,
    counted,
    plural,
)


@dataclass(frozen=True)
class Person:
    """One inhabitant; the five facts are what the base is asked without a note."""

    name: str
    town: str
    job: str
    dish: str
    pet: str
    colour: str

    def fact(self, kind: str) -> str:
        return str(getattr(self, kind))


VALUES: dict[str, tuple[str, ...]] = {
    "town": TOWNS, "job": JOBS, "dish": DISHES, "pet": PETS, "colour": COLOURS
}  # fmt: skip


def _populate() -> tuple[Person, ...]:
    rng = Random(2026)  # a fixed census: the facts are part of the base's contract
    known = [name for i in range(20) for name in (WOMEN[i], MEN[i])]
    return tuple(Person(n, *(rng.choice(VALUES[kind]) for kind in FACTS)) for n in known)


PEOPLE: tuple[Person, ...] = _populate()
# Ten people whom no fine-tuning data mention: what a tuned model says of them, it brought along.
HELD_OUT_PEOPLE: tuple[Person, ...] = PEOPLE[::8] + PEOPLE[3::8]  # five women, five men
TRAIN_PEOPLE: tuple[Person, ...] = tuple(p for p in PEOPLE if p not in HELD_OUT_PEOPLE)
# Ten names that have no facts at all: a model can only guess about them, or read a note.
NEW_NAMES: tuple[str, ...] = tuple(WOMEN[20:] + MEN[20:])

# Each fact is told in several ways, since a fact written one way only cannot be drawn on later.
# {N} is a name, {v} the value.
STATEMENTS: dict[str, tuple[str, ...]] = {
    "town": (
        "{N} lives in {v}.", "{N} has a home in {v}.", "You can find {N} in {v}.",
        "{N} comes from {v}.", "The home of {N} is in {v}.",
    ),
    "job": (
        "{N} is a {v}.", "{N} works as a {v}.", "By trade {N} is a {v}.",
        "{N} earns a living as a {v}.", "The work of {N} is that of a {v}.",
    ),
    "dish": (
        "{N} likes to eat {v}.", "The favourite dish of {N} is {v}.", "{N} loves {v}.",
        "For dinner {N} wants {v}.", "{N} often cooks {v}.",
    ),
    "pet": (
        "{N} has a {v}.", "{N} keeps a {v}.", "The pet of {N} is a {v}.",
        "{N} takes care of a {v}.", "A {v} belongs to {N}.",
    ),
    "colour": (
        "The house of {N} is {v}.", "{N} has a {v} house.", "{N} painted the house {v}.",
        "A {v} house belongs to {N}.", "{N} lives in a {v} house.",
    ),
}  # fmt: skip
SHE_STATEMENTS: dict[str, tuple[str, ...]] = {
    "town": ("{He} lives in {v}.", "{He} has a home in {v}.", "{His} home is in {v}."),
    "job": ("{He} is a {v}.", "{He} works as a {v}.", "{He} earns a living as a {v}."),
    "dish": ("{He} likes to eat {v}.", "{His} favourite dish is {v}.", "{He} loves {v}."),
    "pet": ("{He} has a {v}.", "{He} keeps a {v}.", "{His} pet is a {v}."),
    "colour": ("{His} house is {v}.", "{He} has a {v} house.", "{He} painted the house {v}."),
}
# Several facts in one sentence: {town}, {job} … stand for the values.
JOINT = (
    "{N} is a {job} from {town}.",
    "{N}, a {job} from {town}, has a {pet}.",
    "{N} the {job} keeps a {pet} in a {colour} house.",
    "In {town} lives {N}, who has a {colour} house and a {pet}.",
    "{N} has a {pet}, a {colour} house and a pot of {dish}.",
    "The {job} {N} of {town} loves {dish}.",
    "{N} lives in {town}, in a {colour} house, and works as a {job}.",
    "When {N} comes home to {town}, the {pet} gets some {dish}.",
)
QUESTIONS: dict[str, tuple[str, ...]] = {
    "town": ("Where does {N} live?", "What town does {N} live in?", "Which town is home to {N}?"),
    "job": ("What is the job of {N}?", "What does {N} do for a living?", "What work does {N} do?"),
    "dish": ("What does {N} like to eat?", "What is the favourite dish of {N}?"),
    "pet": ("What pet does {N} have?", "What animal does {N} keep?"),
    "colour": ("What colour is the house of {N}?", "In what colour did {N} paint the house?"),
}


def is_woman(name: str) -> bool:
    return name in WOMEN


def pronouns(name: str) -> dict[str, str]:
    """Slot values for the sentences in which a pronoun stands for the name."""
    if is_woman(name):
        return {"He": "She", "he": "she", "him": "her", "His": "Her", "his": "her"}
    return {"He": "He", "he": "he", "him": "him", "His": "His", "his": "his"}


def state(rng: Random, name: str, kind: str, value: str, pronoun: bool = False) -> str:
    """One sentence that tells one fact, in one of its phrasings."""
    forms = SHE_STATEMENTS if pronoun else STATEMENTS
    return rng.choice(forms[kind]).format(N=name, v=value, **pronouns(name))


def ask(rng: Random, name: str, kind: str) -> str:
    return rng.choice(QUESTIONS[kind]).format(N=name)


def closed_book(rng: Random, person: Person, kind: str) -> tuple[str, str]:
    """A question that only memory can answer: prompt and answer."""
    return f"Question: {ask(rng, person.name, kind)} Answer:", f"{person.fact(kind)}."


@dataclass(frozen=True)
class Note:
    """A few random facts, true only in this note, and questions about them."""

    text: str
    questions: tuple[tuple[str, str], ...]

    def example(self, index: int = 0) -> tuple[str, str]:
        asked, answer = self.questions[index]
        return f"Note: {self.text} Question: {asked} Answer:", f"{answer}."


def note(rng: Random, facts: int, questions: int = 1, names: tuple[str, ...] = NAMES) -> Note:
    """A note of `facts` sentences; what it says overrules what the base remembers."""
    few = rng.sample(names, min(facts, rng.randint(1, 3)))
    told: dict[tuple[str, str], str] = {}
    while len(told) < facts:
        key = (rng.choice(few), rng.choice(FACTS))
        told.setdefault(key, rng.choice(VALUES[key[1]]))
    keys = list(told)
    text = " ".join(state(rng, name, kind, told[name, kind]) for name, kind in keys)
    asked = rng.sample(keys, min(questions, len(keys)))
    return Note(text, tuple((ask(rng, name, kind), told[name, kind]) for name, kind in asked))


def report(rng: Random, person: Person) -> tuple[str, str]:
    """A sentence format absent from pretraining, built of known words: for fine-tuning.

    The answer is the arithmetic's person's house, town, pet and job, so on people who were not in
    the fine-tuning data only what pretraining left in the weights can give it.
    """
    start = rng.randint(3, 10)
    lost = rng.randint(1, start - 2)
    things = plural(rng.choice(FRUITS + GOODS))
    prompt = (
        f"Review: {person.name} found {NUMBERS[start]} {things} and lost {NUMBERS[lost]} of them. "
        f"Now {NUMBERS[start - lost]}. Answer:"
    )
    return prompt, f"{person.colour}, {person.town}, {person.pet}, {person.job}."
