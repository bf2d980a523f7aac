"""A demo as text: its docstring, its cells, what it imports."""

from __future__ import annotations

import pytest

from demos.lab import inputs, script
from demos.lab.script import Unusable
from tests.demos.lab.coin import IMPORT, Make


def test_a_demo_is_read_without_being_run(make: Make) -> None:
    read = script.read(make(swap=("UNITS =", "raise SystemExit('ran')\nUNITS =")))
    assert (read.name, read.title) == ("coin", "Coin: a demo that takes no time")
    assert read.claim == "More heads than tails."
    assert read.refuted_if == "no more heads."
    assert read.takes == "no time."
    assert read.tried == ("a coin with one side; it stood on its edge.", "two coins.")


def test_cells_begin_with_their_prose(make: Make) -> None:
    cells = script.read(make()).cells
    assert [cell.title for cell in cells] == ["", "The idea", "What is measured"]
    assert cells[1].prose == "Throw it.\nAnd again."
    assert cells[1].code.startswith("def throw(config, seed):\n    # not prose\n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Refuted if:", "Refuted:", "coin.py: its docstring lacks `Refuted if:`"),
        ("Tried: two", "Claim: two", "coin.py: its docstring has `Claim:` twice"),
        ('"""Coin: a demo that takes no time', '"""', "coin.py: its docstring lacks a title"),
        ("Takes: no time.\n", "Takes:\n\n", "coin.py: its docstring lacks `Takes:`"),
    ],
)
def test_an_incomplete_docstring_is_named(make: Make, old: str, new: str, message: str) -> None:
    path = make(swap=(old, new))
    with pytest.raises(Unusable) as caught:
        script.read(path)
    assert str(caught.value) == message


def test_lab_modules_are_found_through_each_other_without_the_harness(make: Make) -> None:
    read = script.read(make(swap=("UNITS =", f"{IMPORT}UNITS =")))
    names = [file.name for file in inputs.lab_modules(read)]
    assert names == ["street.py", "town.py", "world.py"]
