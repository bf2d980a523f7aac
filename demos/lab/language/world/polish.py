"""A small Polish corner of the world, in correct Polish, so that the base knows its letters."""

from __future__ import annotations

from random import Random

from demos.lab.language.world import MEN, PEOPLE, WOMEN, Person, is_woman

NUMBERS_PL = [
    "zero",
    "jeden",
    "dwa",
    "trzy",
    "cztery",
    "pięć",
    "sześć",
    "siedem",
    "osiem",
    "dziewięć",
    "dziesięć",
]
# One, two to four, five and more; and the feminine or neuter forms of one and two.
NOUNS: dict[str, tuple[str, str, str, str, str]] = {
    "jabłko": ("jedno", "dwa", "jabłko", "jabłka", "jabłek"),
    "jajko": ("jedno", "dwa", "jajko", "jajka", "jajek"),
    "orzech": ("jeden", "dwa", "orzech", "orzechy", "orzechów"),
    "grzyb": ("jeden", "dwa", "grzyb", "grzyby", "grzybów"),
    "gruszka": ("jedną", "dwie", "gruszkę", "gruszki", "gruszek"),
    "śliwka": ("jedną", "dwie", "śliwkę", "śliwki", "śliwek"),
}
COLOURS_PL = dict(
    red="czerwony", blue="niebieski", green="zielony", white="biały", yellow="żółty",
    black="czarny", brown="brązowy", grey="szary",
)  # fmt: skip
PETS_PL = dict(
    cat="kota", dog="psa", horse="konia", rabbit="królika", parrot="papugę", goat="kozę",
    hen="kurę", duck="kaczkę",
)  # fmt: skip


def counted_pl(number: int, noun: str) -> str:
    """ "dwie śliwki", "pięć śliwek": the accusative, which all sentences here ask for."""
    one, two, single, few, many = NOUNS[noun]
    word = {1: one, 2: two}.get(number, NUMBERS_PL[number])
    return f"{word} {single if number == 1 else few if number in (2, 3, 4) else many}"


def counting_pl(rng: Random) -> tuple[str, str]:
    """A Polish counting story: everything before the last amount, and that amount."""
    name = rng.choice(WOMEN + MEN)
    noun = rng.choice(list(NOUNS))
    she = is_woman(name)
    start = rng.randint(1, 8)
    gain = start == 1 or (start < 8 and rng.random() < 0.5)
    change = rng.randint(1, 10 - start) if gain else rng.randint(1, start - 1)
    end = start + change if gain else start - change
    had = "miała" if she else "miał"
    did = ("Dostała" if she else "Dostał") if gain else ("Zgubiła" if she else "Zgubił")
    story = f"{name} {had} {counted_pl(start, noun)}. {did} {counted_pl(change, noun)}. Teraz ma"
    return story, f"{counted_pl(end, noun)}."


def biography_pl(rng: Random, person: Person | None = None) -> str:
    """The same facts as in English, so that the two languages never disagree."""
    who = person or rng.choice(PEOPLE)
    told = [
        f"{who.name} mieszka w mieście {who.town}.",
        f"{who.name} ma {PETS_PL[who.pet]}.",
        f"Dom, w którym mieszka {who.name}, jest {COLOURS_PL[who.colour]}.",
    ]
    rng.shuffle(told)
    return " ".join(told)


def document_pl(rng: Random) -> str:
    return " ".join(counting_pl(rng)) if rng.random() < 0.6 else biography_pl(rng)
