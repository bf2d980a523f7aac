"""The sentences of stories, reviews and recipes as templates: a slot in braces is a word."""

from __future__ import annotations

import re
from functools import cache

from demos.lab.language.world import (
    BEASTS,
    COLOURS,
    DISHES,
    FRUITS,
    GOODS,
    JOBS,
    NAMES,
    NUMBERS,
    PETS,
    TOOLS,
    TOWNS,
    VALUES,
    counted,
    plural,
)

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
# What may stand in a template's braces.
SLOTS: dict[str, tuple[str, ...]] = {
    "N": NAMES, "M": NAMES, "town": TOWNS, "job": JOBS, "dish": DISHES, "pet": PETS,
    "colour": COLOURS, "thing": TOOLS, "He": ("He", "She"), "he": ("he", "she"),
    "him": ("him", "her"), "His": ("His", "Her"), "his": ("his", "her"), "n": NUMBERS,
    "beast": PETS + BEASTS, "place": PLACES, "weather": WEATHER, "kind": KIND, "unkind": UNKIND,
    "glad": GLAD, "sorry": SORRY, "trait": KIND + UNKIND, "feeling": GLAD + SORRY,
    "praise": PRAISE, "blame": BLAME, "fine": FINE, "poor": POOR,
    "thing_count": tuple(counted(n, w) for n in range(1, 13) for w in COUNTABLE),
    "things": tuple(map(plural, COUNTABLE)),
    "food_count": tuple(counted(n, w) for n in range(1, 5) for w in FOODS),
    "foods": tuple(map(plural, FOODS)),
}  # fmt: skip


@cache
def pattern(template: str, kind: str = "") -> re.Pattern[str]:
    """A template as an expression that recognises its sentences; {v} is a value of `kind`."""
    out = []
    for part in re.split(r"(\{\w+\})", template):
        if part.startswith("{") and part.endswith("}"):
            slot = part[1:-1]
            words = VALUES[kind] if slot == "v" else SLOTS[slot]
            out.append("(?:" + "|".join(map(re.escape, words)) + ")")
        else:
            out.append(re.escape(part))
    return re.compile("".join(out))


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
