"""Each bench's canary: who changes numbers in the lab raises the bench's version, or fails here."""

from __future__ import annotations

from pathlib import Path

import pytest

from demos.lab import canary, inputs, script

ROOT = Path(__file__).resolve().parents[2]
DEMOS = script.discover(ROOT / "demos")
BENCHES = sorted({path.parent.name for path in DEMOS.values()})


def test_every_bench_has_a_canary_of_two_demos_or_of_all_it_has() -> None:
    assert sorted(canary.SMALL) == BENCHES
    for bench in BENCHES:
        there = [name for name, path in DEMOS.items() if path.parent.name == bench]
        assert len(canary.SMALL[bench]) >= min(2, len(there))
        assert set(canary.SMALL[bench]) <= set(there)


def test_the_canary_of_language_rests_on_all_that_its_demos_share() -> None:
    def shared(names: list[str]) -> set[Path]:
        return {file for n in names for file in inputs.lab_modules(script.read(DEMOS[n]))}

    names = [name for name, path in DEMOS.items() if path.parent.name == "language"]
    assert shared(list(canary.SMALL["language"])) == shared(names)


@pytest.mark.parametrize(
    "bench",
    [pytest.param(b, marks=pytest.mark.demos if b == "language" else ()) for b in BENCHES],
)
def test_no_number_moved_without_a_new_version(bench: str) -> None:
    version, kept = canary.version(bench), canary.on_file(bench)["version"]
    write = "python -m demos.lab.canary, then record the bench's demos (make record)"
    assert version == kept, f"version {version} of {bench} has no canary yet: {write}"
    moved = ", ".join(canary.moved(bench))
    raise_it = f"raise demos/lab/{bench}/VERSION to {int(version) + 1}, run {write}"
    assert not moved, f"{bench}: the first numbers of {moved} changed; if that is meant, {raise_it}"


def test_a_changed_number_is_seen_and_the_last_bits_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = {**canary.SMALL["tabular"], "machine_learning": {"examples": (10, 30), "steps": 4}}
    assert canary.moved("tabular") == []
    monkeypatch.setitem(canary.SMALL, "tabular", small)
    assert canary.moved("tabular") == ["machine_learning"]
    assert not canary._differ({"loss": [0.5, 1.0]}, {"loss": [0.500004, 1.0]})
    assert canary._differ({"loss": [0.5, 1.0]}, {"loss": [0.50002, 1.0]})
    assert canary._differ({"loss": [0.5]}, {"loss": [0.5, 1.0]})
    assert canary._differ({"loss": 0.5}, {"other": 0.5})
