"""Stories, reviews and recipes: the prose of the world, made of sentences that can be checked."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from demos.lab import replies, world
from demos.lab.world import DISHES, FRUITS, GOODS, JOBS, NAMES, NUMBERS, PETS, TOOLS, TOWNS

PLACES = tuple(
    [
        "forest",
        "market",
        "valley",
        "garden",
        "harbour",
        "meadow",
        "village",
        "orchard",
        "barn",
        "park",
    ]
)
WEATHER = tuple(["sunny", "rainy", "windy", "cold", "warm", "foggy"])
KIND = tuple(["kind", "gentle", "brave", "friendly", "clever"])
UNKIND = tuple(["cruel", "greedy", "lazy", "selfish", "grumpy"])
GLAD = tuple(["happy", "glad", "cheerful", "proud"])
SORRY = tuple(["sad", "angry", "lonely", "upset"])
COUNTABLE = FRUITS + GOODS
FINE = tuple(["wonderful", "lovely", "perfect", "delightful"])
POOR = tuple(["awful", "terrible", "horrible", "dreadful"])
PRAISE = (*FINE, "tasty", "fresh")  # of food
BLAME = (*POOR, "stale", "burnt")
# What goes into each dish, always the same: knowledge that only recipes tell.
INGREDIENTS = {
    line.split()[0]: (line.split()[1], line.split()[2])
    for line in [
        "soup carrot onion",
        "bread egg nut",
        "pie apple lemon",
        "cake egg cherry",
        "stew potato carrot",
        "salad tomato pepper",
        "pancakes egg apple",
        "rice pepper onion",
        "noodles egg onion",
        "pizza tomato pepper",
        "porridge apple nut",
        "dumplings potato onion",
        "curry pepper carrot",
        "pasta tomato onion",
        "toast egg tomato",
        "pudding egg lemon",
        "cheese pepper nut",
        "fish lemon potato",
        "beans onion tomato",
        "waffles egg cherry",
        "sausages onion potato",
        "jam cherry lemon",
        "muffins egg nut",
        "pickles onion pepper",
    ]
}
FOODS = tuple(sorted({food for pair in INGREDIENTS.values() for food in pair}))
DISH = tuple(dish for dish in DISHES if not dish.endswith("s"))  # those that take "was"
world.SLOTS.update(
    place=PLACES, weather=WEATHER, kind=KIND, unkind=UNKIND, glad=GLAD, sorry=SORRY,
    trait=KIND + UNKIND, feeling=GLAD + SORRY, praise=PRAISE, blame=BLAME,
    fine=FINE, poor=POOR,
    thing_count=tuple(world.counted(n, w) for n in range(1, 13) for w in COUNTABLE),
    things=tuple(map(world.plural, COUNTABLE)),
    food_count=tuple(world.counted(n, w) for n in range(1, 5) for w in FOODS),
    foods=tuple(map(world.plural, FOODS)),
)  # fmt: skip

OPENINGS = (
    "One morning {N} went to the {place}.",
    "It was a {weather} day in {town}.",
    "Early in the day {N} walked to the {place}.",
    "In the {place} all was quiet.",
    "{N} woke up and felt {feeling}.",
    "Once there was a {trait} {job} called {N}.",
    "{N} and {M} were good friends.",
)
STARTS = (
    "{N} found {thing_count}.",
    "{N} bought {thing_count}.",
    "{N} had {thing_count}.",
    "{N} found {thing_count} near the {place}.",
    "{N} carried {thing_count} in a basket.",
    "In the {place} {N} picked {thing_count}.",
)
BETWEEN = (
    "A {trait} {beast} came along.",
    "The {beast} looked {feeling}.",
    "{He} sat down and sang a song.",
    "{He} met {M} on the way.",
    "Then the rain began.",
    "The wind was strong.",
    "{He} was {feeling} that day.",
)
LOSSES = (
    "{He} lost {n} of them.",
    "{He} gave {n} of them to {M}.",
    "{He} dropped {n} of them near the {place}.",
    "A {beast} took {n} of them.",
    "{He} sold {n} of them.",
    "{He} ate {n} of them.",  # the last one: only of what can be eaten
)
GAINS = (
    "Then {he} found {n} more.",
    "{M} gave {him} {n} more.",
    "{He} bought {n} more.",
    "Near the {place} {he} got {n} more.",
)
TOTALS = (
    "That made {n}.",
    "{He} had {n} then.",
)
ENDINGS = (
    "Now {he} has {thing_count}.",
    "In the end {he} had {thing_count}.",
    "So {he} went home with {thing_count}.",
)
TALES = (
    "{N} wanted a {thing}.",
    "{He} asked {M} for one.",
    "{M} was {kind} and gave {him} the {thing}.",
    "{N} was {glad} and said thank you.",
    "{M} was {unkind} and kept the {thing}.",
    "{N} was {sorry} and went home.",
)
REACTIONS = {  # to a reply, by whether it is polite and whether it is about the right thing
    (True, True): "{N} was {glad} and said thank you.",
    (False, True): "{N} was {sorry} and went home.",
    (True, False): "But {N} wanted a {thing}.",
    (False, False): "{N} wanted a {thing} and was {sorry}.",
}
REVIEWS = (
    "The {dish} was {praise}.",
    "The {dish} was {blame}.",
    "The {job} was {kind} and the {dish} was {praise}.",
    "The {job} was {unkind} and the {dish} was {blame}.",
    "The {dish} was {blame} but in the end the day was {fine}.",
    "The {dish} was {praise} but in the end the day was {poor}.",
    "We came home {glad}.",
    "We went home {sorry}.",
    "I will come back to {town}.",
    "I will never come back to {town}.",
)
GOOD_REVIEWS, BAD_REVIEWS = (0, 2, 4, 6, 8), (1, 3, 5, 7, 9)
RECIPES = (
    "To make {dish} take {food_count} and {food_count}.",
    "Wash the {foods} and cut them.",
    "Mix them in a big pot.",
    "Cook the {dish} for {n} minutes.",
    "Serve it hot.",
    "Serve it cold.",
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
        world.pattern(form, kind).pattern
        for table in (world.STATEMENTS, world.SHE_STATEMENTS, world.QUESTIONS)
        for kind, forms in table.items()
        for form in forms
    ]
    prose = (
        *(world.JOINT, OPENINGS, STARTS, BETWEEN, LOSSES, GAINS, TOTALS, ENDINGS, TALES, REVIEWS),
        *(RECIPES, tuple(REACTIONS.values()), replies.ASKS, replies.POLITE, replies.RUDE),
    )
    facts += [world.pattern(form).pattern for forms in prose for form in forms]
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
