"""Order flow: who bought and sold what, in which order, and whether somebody was sandwiched.

A sandwich: a trader buys, then somebody else buys (and pays a price already pushed up), then the
first trader sells into it.
Windows with and without one are built to look alike in every word and pair of words, so that only
a reader who keeps track of who did what can tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

TRADERS = tuple("ABCDEFGH")
BUYS, SELLS = "buys", "sells"


@dataclass(frozen=True)
class Order:
    trader: str
    side: str
    amount: int

    def __str__(self) -> str:
        return f"{self.trader} {self.side} {self.amount}"


def is_sandwich(orders: list[Order]) -> bool:
    """Some trader bought, then another one bought, then the first one sold."""
    for i, first in enumerate(orders):
        for j in range(i + 1, len(orders)):
            for k in range(j + 1, len(orders)):
                bread = first.trader == orders[k].trader != orders[j].trader
                sides = (first.side, orders[j].side, orders[k].side)
                if bread and sides == (BUYS, BUYS, SELLS):
                    return True
    return False


def window_text(orders: list[Order]) -> str:
    return "Flow: " + "; ".join(map(str, orders)) + "."


def window(rng: Random, sandwich: bool, length: int = 6) -> list[Order]:
    """A window of three to eight orders, with or without a sandwich.

    Both kinds hold the same three key orders, with sides buys, buys, sells and equal amounts at
    both ends, among orders of other traders, each of whom trades once.
    With a sandwich the seller is the first buyer.
    Without one the seller is somebody else, or the second buyer, or sells before the other buys.
    """
    attacker, victim, other, *rest = rng.sample(TRADERS, len(TRADERS))
    while True:
        key = i, j, k = sorted(rng.sample(range(length), 3))
        others = iter(rng.sample(rest, length - 3))
        orders = [
            Order(
                attacker if at in key else next(others),
                rng.choice((BUYS, SELLS)),
                rng.randint(1, 9),
            )
            for at in range(length)
        ]
        amount = rng.randint(1, 9)
        orders[i] = Order(attacker, BUYS, amount)
        orders[j] = Order(victim, BUYS, rng.randint(1, 9))
        orders[k] = Order(attacker, SELLS, amount)
        if not sandwich:
            kind = rng.randrange(3)
            if kind < 2:
                orders[k] = Order((other, victim)[kind], SELLS, amount)
            else:
                orders[j], orders[k] = orders[k], orders[j]
        if is_sandwich(orders) == sandwich:
            return orders


def labelled(rng: Random, count: int, length: int = 6) -> list[tuple[str, int]]:
    """`count` windows as text, half of them (in random order) with a sandwich, label 1."""
    marks = [n % 2 for n in range(count)]
    rng.shuffle(marks)
    return [(window_text(window(rng, bool(mark), length)), mark) for mark in marks]


def flow(rng: Random, length: int) -> list[Order]:
    """Unlabelled flow as pretraining has it: few traders, so that they come back."""
    few = rng.sample(TRADERS, rng.randint(2, 5))
    return [
        Order(rng.choice(few), rng.choice((BUYS, SELLS)), rng.randint(1, 9)) for _ in range(length)
    ]


def book(orders: list[Order]) -> str:
    """The same orders, kept by trader: what makes a model look for a trader's earlier orders."""
    kept: dict[str, list[str]] = {}
    for order in orders:
        kept.setdefault(order.trader, []).append(f"{order.side} {order.amount}")
    return "Book: " + "; ".join(f"{name} {', '.join(did)}" for name, did in kept.items()) + "."


def ledger(rng: Random, orders: list[Order]) -> str:
    """The flow with notes in it: what this trader did last, and how the price moved since then.

    Notes are left out at random, so a reader never knows whether the next one has to be known.
    """
    price = 0  # a buy raises it by one, a sale lowers it by one
    last: dict[str, tuple[str, int]] = {}
    said = []
    for order in orders:
        words = [order.trader]
        if rng.random() < 0.7:
            side, then = last.get(order.trader, ("new", price))
            words.append({BUYS: "bought", SELLS: "sold"}.get(side, side))
            if side != "new":
                words.append("up" if price > then else "down" if price < then else "level")
        said.append(" ".join([*words, order.side, str(order.amount)]))
        price += 1 if order.side == BUYS else -1
        last[order.trader] = (order.side, price)
    return "Flow: " + "; ".join(said) + "."


def document(rng: Random) -> str:
    """Unlabelled flow with book-keeping: mostly a ledger, else the orders kept by trader."""
    if rng.random() < 0.75:
        return ledger(rng, flow(rng, rng.randint(4, 9)))
    orders = flow(rng, rng.randint(3, 6))
    return f"{window_text(orders)} {book(orders)}"
