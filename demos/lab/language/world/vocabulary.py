"""The words of the world: names, things, numbers, and what belongs together."""

from __future__ import annotations

# fmt: off
WOMEN = [
    "Anna", "Bella", "Clara", "Dora", "Emma", "Flora", "Greta", "Hanna", "Ida", "Julia", "Kate",
    "Lena", "Maria", "Nina", "Olga", "Paula", "Rosa", "Sara", "Tina", "Vera", "Wanda", "Zoe",
    "Alice", "Ella", "Mona",
]
MEN = [
    "Adam", "Boris", "Conrad", "David", "Erik", "Felix", "George", "Hugo", "Ivan", "Jack", "Karl",
    "Leo", "Max", "Noah", "Oscar", "Peter", "Robert", "Simon", "Tom", "Victor", "Walter", "Ben",
    "Dan", "Frank", "Henry",
]
NAMES = tuple(WOMEN + MEN)

TOWNS = (
    "Elmport", "Ashford", "Millbrook", "Stonehill", "Riverton", "Oakdale", "Fairview", "Westbay",
)
JOBS = (
    "doctor", "baker", "teacher", "farmer", "sailor", "painter", "tailor", "miller", "gardener",
    "singer",
)
PETS = ("cat", "dog", "horse", "rabbit", "parrot", "goat", "hen", "duck")
COLOURS = ("red", "blue", "green", "white", "yellow", "black", "brown", "grey")
DISHES = (
    "soup", "bread", "pie", "cake", "stew", "salad", "pancakes", "rice", "noodles", "pizza",
    "porridge", "dumplings", "curry", "pasta", "toast", "pudding", "cheese", "fish", "beans",
    "waffles", "sausages", "jam", "muffins", "pickles",
)
FRUITS = ("plum", "pear", "apple", "cherry", "lemon", "peach", "melon", "fig")
TOOLS = (
    "hammer", "ladder", "lamp", "basket", "blanket", "bucket", "rope", "map", "key", "chair",
    "kettle", "broom",
)
BEASTS = ("fox", "bear", "wolf", "owl", "mouse", "frog")
GOODS = ("shell", "stone", "coin", "egg", "nut", "button", "flower", "ribbon")
NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
)
CATEGORIES: dict[str, tuple[str, ...]] = {
    "animal": PETS + BEASTS,
    "fruit": FRUITS,
    "tool": TOOLS,
    "colour": COLOURS,
    "job": JOBS,
    "town": TOWNS,
    "dish": DISHES,
    "number": NUMBERS[:13],
}
OPPOSITES = tuple(tuple(pair.split("-")) for pair in (
    "hot-cold", "big-small", "old-young", "happy-sad", "fast-slow", "early-late", "wet-dry",
    "rich-poor", "strong-weak", "light-dark", "good-bad", "kind-cruel", "loud-quiet", "clean-dirty",
))
IRREGULAR = {"fox": "foxes", "wolf": "wolves", "mouse": "mice", "cherry": "cherries",
             "peach": "peaches", "potato": "potatoes", "tomato": "tomatoes"}
FACTS = ("town", "job", "dish", "pet", "colour")
# fmt: on


def plural(word: str) -> str:
    return IRREGULAR.get(word, word + "s")


def counted(number: int, word: str) -> str:
    """ "nine plums", "one plum"."""
    return f"{NUMBERS[number]} {word if number == 1 else plural(word)}"
