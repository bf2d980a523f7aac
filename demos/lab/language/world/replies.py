"""Asks and replies, with the true reward that a reward model has to guess from preferences.

A reply is good when it is polite *and* about the thing that was asked for.
Politeness can be read off single words; being about the right thing cannot be seen without the
ask, so a bag of n-grams is stuck where a model that compares the two is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from demos.lab.language.world import TOOLS

ASKS = (
    "Could you lend me your {thing}?",
    "May I borrow your {thing}?",
    "Do you have a {thing} for me?",
    "Where can I find a {thing}?",
    "Can you pass me the {thing}?",
)
POLITE = (
    "Of course, here is the {thing}.",
    "Gladly, please take my {thing}.",
    "With pleasure, the {thing} is yours.",
    "Sure, I will bring you the {thing}.",
    "You are welcome to the {thing}, my friend.",
)
RUDE = (
    "Go away, the {thing} is mine.",
    "Get your own {thing}, fool.",
    "Stop asking for the {thing}.",
    "I do not care about the {thing}.",
    "No, never touch my {thing}.",
)
_THING = "(" + "|".join(TOOLS) + ")"
_FORMS = tuple(
    (re.compile(re.escape(form).replace(r"\{thing\}", _THING)), polite)
    for forms, polite in ((POLITE, True), (RUDE, False))
    for form in forms
)


@dataclass(frozen=True)
class Verdict:
    """What the world knows about a reply; `good` is what people in it would prefer."""

    valid: bool
    polite: bool
    on_topic: bool

    @property
    def good(self) -> bool:
        return self.polite and self.on_topic

    @property
    def reward(self) -> float:
        """The true reward: a half for politeness, a half for the right thing, else nothing."""
        return (self.polite + self.on_topic) / 2 if self.valid else 0.0


def thing_in(ask: str) -> str:
    """The thing an ask is about."""
    found = re.search(rf"\b{_THING}\b", ask)
    if found is None:
        raise ValueError(f"no thing in the ask {ask!r}")
    return found[1]


def judge(ask: str, reply: str) -> Verdict:
    """Judge a reply to an ask; text that is no known reply is invalid and earns nothing."""
    text = reply.strip()
    for form, polite in _FORMS:
        found = form.fullmatch(text)
        if found:
            return Verdict(True, polite, found[1] == thing_in(ask))
    return Verdict(False, False, False)


def is_polite(reply: str) -> bool:
    return any(polite and form.fullmatch(reply.strip()) for form, polite in _FORMS)


def ask_for(rng: Random, thing: str | None = None) -> str:
    return rng.choice(ASKS).format(thing=thing or rng.choice(TOOLS))


def prompt(ask: str) -> str:
    """The text after which the base continues with a reply."""
    return f"Ask: {ask} Reply:"


def reply_to(rng: Random, ask: str, polite: bool, on_topic: bool) -> str:
    thing = thing_in(ask)
    if not on_topic:
        thing = rng.choice([other for other in TOOLS if other != thing])
    return rng.choice(POLITE if polite else RUDE).format(thing=thing)


def dialogue(rng: Random) -> tuple[str, str]:
    """A pair as pretraining has it: half of the replies are rude, three in ten miss the thing."""
    ask = ask_for(rng)
    return prompt(ask), reply_to(rng, ask, rng.random() < 0.5, rng.random() < 0.7)


def preference(rng: Random) -> tuple[str, str, str]:
    """Prompt, the reply the world prefers, the other one; their true rewards always differ."""
    ask = ask_for(rng)
    while True:
        pair = [reply_to(rng, ask, rng.random() < 0.5, rng.random() < 0.5) for _ in range(2)]
        scores = [judge(ask, reply).reward for reply in pair]
        if scores[0] != scores[1]:
            better = scores.index(max(scores))
            return prompt(ask), pair[better], pair[1 - better]
