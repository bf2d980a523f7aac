"""What decides a demo's numbers is hashed by what it means, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from demos.lab import inputs, script
from demos.lab.script import Unusable
from glossary.model import results
from tests.demos.lab.coin import COIN, IMPORT, Make

MODEL = "demos/lab/tabular/base"


def test_the_script_the_bench_s_version_and_the_model_are_inputs(
    make: Make, tmp_path: Path
) -> None:
    path = make(swap=("UNITS =", f"{IMPORT}UNITS ="))
    base = tmp_path / MODEL
    base.mkdir()
    (base / "model.safetensors").write_bytes(b"weights")
    (base / "README.md").write_text("words")
    before = inputs.hash_inputs(script.read(path), MODEL)
    version, weights = "demos/lab/tabular/VERSION", f"{MODEL}/model.safetensors"
    assert list(before) == ["demos/tabular/coin.py", version, weights]
    (base / "model.safetensors").write_bytes(b"weightz")
    (tmp_path / version).write_text("2\n")
    (tmp_path / "demos/lab/tabular/street.py").write_text("house = 2\n")
    after = inputs.hash_inputs(script.read(path), MODEL)
    assert [key for key in before if before[key] != after[key]] == [version, weights]


def test_a_bench_without_a_version_is_one_line(make: Make) -> None:
    path = make()
    version = path.parents[1] / "lab" / "tabular" / "VERSION"
    version.unlink()
    with pytest.raises(Unusable) as caught:
        inputs.hash_inputs(script.read(path), None)
    rule = "every bench has a version, which begins at 1"
    assert str(caught.value) == f"{version}: no such file; {rule}"


SAME = {
    "a comment": ("# Throw it.", "# Throw it high."),
    "a reason": ("# a bent coin", "# a coin that somebody bent"),
    "a docstring": ("Tried: two coins.", "Tried: three coins."),
    "a function's docstring": ("    # not prose\n", '    """Heads or tails."""\n'),
    "a line break": ("return config.heads +", "return (config.heads\n        +"),
    "quotes": ('"share", "tails"', "'share', \"tails\""),
    "a blank line": ("def holds", "\n\ndef holds"),
}
OTHER = {
    "a number": ("0.75", "0.76"),
    "a text": ('"share"', '"count"'),
    "an operator": ("1 - heads", "1 + heads"),
    "a name": ("heads = throw(config, seed)", "tails = throw(config, seed)"),
    "an entry": ('"share", "tails": "share"', '"share"'),
    "a type": ("1e9", "1000000000"),
    "an import": ("replace\n", "replace as other\n"),
    "a text that is no docstring": ('"tails": 1 - heads', '"tails": "1 - heads"'),
}


def both(tmp_path: Path, text: str) -> str:
    """The hash of a script, which the demos and the site have to give alike."""
    file = tmp_path / "coin.py"
    file.write_text(text, encoding="utf-8")
    assert inputs.hashed(file) == results.hashed(file)
    assert inputs.hashed(file).startswith("syntax:")
    return inputs.hashed(file)


def text_with(change: tuple[str, str]) -> str:
    plain = COIN.replace("BODY", "pass").replace("  # a bent coin", "").replace("  # throws", "")
    if "bent coin" in change[0]:
        plain = COIN.replace("BODY", "pass")
    text = plain.replace(*change, 1)
    assert text != plain
    wrapped = "(config.heads\n        + seed / 1e9 / 3"
    return text.replace(wrapped, f"{wrapped})")


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_what_changes_no_number_makes_no_result_stale(
    change: tuple[str, str], tmp_path: Path
) -> None:
    assert both(tmp_path, text_with(change)) == both(tmp_path, COIN.replace("BODY", "pass"))


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER.keys())
def test_what_may_change_a_number_makes_a_result_stale(
    change: tuple[str, str], tmp_path: Path
) -> None:
    assert both(tmp_path, text_with(change)) != both(tmp_path, COIN.replace("BODY", "pass"))


def test_the_site_finds_a_syntax_hash_unchanged_and_changed(tmp_path: Path) -> None:
    known = both(tmp_path, COIN)
    file = tmp_path / "coin.py"
    assert results.unchanged(file, known)
    file.write_text(COIN.replace("0.75", "0.76"), encoding="utf-8")
    assert not results.unchanged(file, known)
    file.write_text("def broken(:", encoding="utf-8")
    assert not results.unchanged(file, known)
    file.unlink()
    assert not results.unchanged(file, known)


def test_every_script_of_ours_has_the_same_hash_on_both_sides() -> None:
    files = sorted((Path(inputs.__file__).parents[1]).rglob("*.py"))
    assert len(files) > 30
    for file in files:
        assert inputs.hashed(file) == results.hashed(file), file
