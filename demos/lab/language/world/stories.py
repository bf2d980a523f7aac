"""Stories, reviews and recipes: the prose of the world, made of sentences that can be checked."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from demos.lab.language import world
from demos.lab.language.world import (
    DISHES,
    FRUITS,
    JOBS,
    NAMES,
    NUMBERS,
    PETS,
    TOOLS,
    TOWNS,
    replies,
)
from demos.lab.language.world.sentences import (
    BAD_REVIEWS,
    BETWEEN,
    BLAME,
    COUNTABLE,
    DISH,
    ENDINGS,
    FINE,
    GAINS,
    GLAD,
    GOOD_REVIEWS,
    INGREDIENTS,
    KIND,
    LOSSES,
    OPENINGS,
    PLACES,
    POOR,
    PRAISE,
    REACTIONS,
    RECIPES,
    REVIEWS,
    SORRY,
    STARTS,
    TALES,
    TOTALS,
    UNKIND,
    WEATHER,
    pattern,
)

_JOB = {person.name: person.job for person in world.PEOPLE}


def slots(rng: Random, name: str, other: str) -> dict[str, str]:
    """A value for every slot of the sentences above; amounts are filled in by the story."""
    few: dict[str, str] = {key: rng.choice(SLOT) for key, SLOT in (
        ("town", TOWNS), ("job", JOBS), ("dish", DISH), ("pet", PETS), ("thing", TOOLS),
        ("place", PLACES), ("weather", WEATHER), ("kind", KIND), ("unkind", UNKIND),
        ("glad", GLAD), ("sorry", SORRY), ("trait", KIND + UNKIND), ("feeling", GLAD + SORRY),
        ("praise", PRAISE), ("blame", BLAME), ("fine", FINE), ("poor", POOR),
        ("beast", PETS + world.BEASTS),
    )}  # fmt: skip
    if name in _JOB:  # no story may say what a biography denies
        few["job"] = _JOB[name]
    return {"N": name, "M": other, **world.pronouns(name), **few}


def counting(rng: Random, names: tuple[str, ...] = NAMES, two: float = 0.2) -> tuple[str, str]:
    """A story whose last number follows from the others: everything before it, and the rest."""
    name, other = rng.sample(names, 2)
    what = rng.choice(COUNTABLE)

    def say(forms: tuple[str, ...], **amounts: str) -> str:
        return rng.choice(forms).format(**slots(rng, name, other), **amounts)

    have = rng.randint(1, 10)
    said = [say(OPENINGS)] if rng.random() < 0.7 else []
    said.append(say(STARTS, thing_count=world.counted(have, what)))
    events = 1 if rng.random() < 1 - two else 2
    total = rng.random() < 0.75  # a running total after the first of two events
    losses = LOSSES if what in (*FRUITS, "egg", "nut") else LOSSES[:-1]
    for event in range(events):
        if event == 1 and total:
            said.append(say(TOTALS, n=NUMBERS[have]))
        if rng.random() < 0.25:
            said.append(say(BETWEEN))
        if have > 1 and (have > 9 or rng.random() < 0.5):
            change = rng.randint(1, have - 1)
            said.append(say(losses, n=NUMBERS[change]))
            have -= change
        else:
            change = rng.randint(1, min(9, 12 - have))
            said.append(say(GAINS, n=NUMBERS[change]))
            have += change
    end = world.counted(have, what)
    if rng.random() < 0.15:
        prompt = f"Question: How many {world.plural(what)} does {name} have now? Answer:"
        return " ".join([*said, prompt]), f"{NUMBERS[have]}."
    last = say(ENDINGS, thing_count=end)
    return " ".join([*said, last[: -len(end) - 1].rstrip()]), f"{end}."


def tale(rng: Random) -> str:
    """A story without numbers: the other's character decides how it ends."""
    name, other = rng.sample(NAMES, 2)
    given = slots(rng, name, other)
    kind = rng.random() < 0.5
    said = [rng.choice(OPENINGS), *TALES[:2], *(TALES[2:4] if kind else TALES[4:6])]
    return " ".join(form.format(**given) for form in said)


def reaction(rng: Random) -> str:
    """An ask, a reply and how it was received: what politeness and attention are good for."""
    name, other = rng.sample(NAMES, 2)
    asked = replies.ask_for(rng)
    polite, on_topic = rng.random() < 0.5, rng.random() < 0.5
    reply = replies.reply_to(rng, asked, polite, on_topic)
    given = {**slots(rng, name, other), "thing": replies.thing_in(asked)}
    end = REACTIONS[polite, on_topic].format(**given)
    return f"{name} asked: {asked} {other} said: {reply} {end}"


def review(rng: Random) -> tuple[str, str]:
    """A review and its rating; with "but" the last half decides, not the first word."""
    good = rng.random() < 0.5
    picks = rng.sample(GOOD_REVIEWS if good else BAD_REVIEWS, rng.randint(1, 3))
    said = [REVIEWS[i].format(**slots(rng, "", "Anna")) for i in picks]
    return f"Review: {' '.join(said)} Rating:", "good." if good else "bad."


def recipe(rng: Random) -> str:
    dish = rng.choice(DISHES)
    one, two = INGREDIENTS[dish]
    minutes = NUMBERS[3 + len(dish)]
    said = [f"To make {dish} take {world.counted(rng.randint(1, 4), one)} and "
            f"{world.counted(rng.randint(1, 4), two)}.",
            f"Wash the {world.plural(one)} and cut them.", RECIPES[2],
            f"Cook the {dish} for {minutes} minutes.",
            RECIPES[5 if dish in ("salad", "jam", "cheese", "pickles") else 4]]  # fmt: skip
    return " ".join(said)


@cache
def _sentences() -> re.Pattern[str]:
    facts = [
        pattern(form, kind).pattern
        for table in (world.STATEMENTS, world.SHE_STATEMENTS, world.QUESTIONS)
        for kind, forms in table.items()
        for form in forms
    ]
    prose = (
        *(world.JOINT, OPENINGS, STARTS, BETWEEN, LOSSES, GAINS, TOTALS, ENDINGS, TALES, REVIEWS),
        *(RECIPES, tuple(REACTIONS.values()), replies.ASKS, replies.POLITE, replies.RUDE),
    )
    facts += [pattern(form).pattern for forms in prose for form in forms]
    extra = (r"How many \w+ does \w+ have now\?", r"[\w-]+\.")
    return re.compile("|".join(f"(?:{form})" for form in [*facts, *extra]))


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the words before a colon."""
    bare = re.sub(
        r"\b(?:Note|Review|Question|Answer|Rating|Ask|Reply|\w+ asked|\w+ said):\s*", "", text
    )
    return [part.strip() for part in re.findall(r"[^.?]+[.?]", bare)]


def is_sentence(sentence: str) -> bool:
    """Is this a sentence that somebody in the world could have written?"""
    return _sentences().fullmatch(sentence) is not None
