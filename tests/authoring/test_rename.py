"""`glossary rename`: a term with another slug, everywhere at once, and its old address for ever."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import Problems, load
from glossary.authoring import rename
from glossary.checks.runner import check
from glossary.cli import main
from glossary.model.glossary import read_glossary
from glossary.utils.files import write_all
from tests.support.cli import said
from tests.support.strategies import Shape, shapes, write

TESTS = Path(__file__).parents[1]


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_edges_and_fingerprints_follow_in_every_language(bread, capsys):
    before = files(bread)
    assert said(["rename", "yeast", "bakers-yeast"], capsys) == (
        0,
        "terms/fermentation.yml\n"
        "terms/bakers-yeast.yml\n"
        "terms/pl/fermentation.yml\n"
        "terms/pl/bakers-yeast.yml\n"
        "terms/yeast.yml: removed\n"
        "terms/pl/yeast.yml: removed\n"
        '"yeast" is "bakers-yeast" now; its old address leads to the new one\n',
        "",
    )
    after = files(bread)
    remembered = b"topic: ingredients\nformerly: [yeast]\n"
    own = before.pop("terms/yeast.yml").replace(b"topic: ingredients\n", remembered)
    assert after.pop("terms/bakers-yeast.yml") == own
    assert after.pop("terms/pl/bakers-yeast.yml") == before.pop("terms/pl/yeast.yml")
    for name in ("terms/fermentation.yml", "terms/pl/fermentation.yml"):
        was = before.pop(name).replace(b"\n  yeast: ", b"\n  bakers-yeast: ")
        now = after.pop(name)
        assert now.split(b"\n")[1:] == was.split(b"\n")[1:]
    assert after == before
    assert said(["check"], capsys) == (0, "", "5 terms in en, pl: no problems\n")


def test_a_stale_translation_stays_stale_and_no_other_becomes_it(bread, capsys):
    yeast = bread / "terms/yeast.yml"
    yeast.write_text(yeast.read_text().replace("living fungus", "fungus"))
    sourdough = bread / "terms/sourdough.yml"
    sourdough.write_text(sourdough.read_text().replace("name: Sourdough", "name: Sour dough"))
    for old, new in (("yeast", "bakers-yeast"), ("fermentation", "rising"), ("flour", "meal")):
        assert main.main(["rename", old, new]) == 0
    capsys.readouterr()
    listed = "bakers-yeast: stale\nsourdough: stale\n"
    assert said(["translate", "pl"], capsys) == (0, listed, "")


def test_a_slug_is_never_used_again_not_even_after_a_second_renaming(bread, capsys):
    for old, new in (("yeast", "bakers-yeast"), ("bakers-yeast", "leaven")):
        assert main.main(["rename", old, new]) == 0
    capsys.readouterr()
    assert load("terms").terms["leaven"].formerly == ("yeast", "bakers-yeast")
    for former in ("yeast", "bakers-yeast"):
        message = (
            f'glossary: "{former}" was the slug of "leaven", whose old address leads there; '
            "a slug is never used again: choose another one, "
            "or undo a renaming with git before it is published\n"
        )
        for arguments in (
            ["rename", "leaven", former],
            ["rename", "flour", former],
            ["new", former],
        ):
            assert said(arguments, capsys) == (2, "", message)
    assert said(["rename", "yeast", "x"], capsys) == (
        2,
        "",
        'glossary: the term "yeast" is called "leaven" now\n',
    )


def test_what_cannot_be_renamed_is_said_in_one_line_and_nothing_changes(bread, capsys):
    before = files(bread)
    for (old, new), message in {
        ("yest", "x"): 'unknown term "yest"; did you mean "yeast"?',
        ("yeast", "flour"): 'there is a term "flour" already: terms/flour.yml',
        ("yeast", "yeast"): 'there is a term "yeast" already: terms/yeast.yml',
        ("yeast", "Bäcker Hefe.yml"): (
            '"Bäcker Hefe.yml" is no slug: lower-case letters, digits and single hyphens; '
            'did you mean "backer-hefe"?'
        ),
        ("yeast", "--"): "",
        ("yeast", "…"): (
            '"…" is no slug: lower-case letters, digits and single hyphens, as in fine-tuning'
        ),
    }.items():
        if message:
            assert said(["rename", old, new], capsys) == (2, "", f"glossary: {message}\n")
    (bread / "terms/pl/bran.yml").write_text("name: Otręby\n")
    message = 'glossary: there is a term "bran" already: terms/pl/bran.yml\n'
    assert said(["rename", "yeast", "bran"], capsys) == (2, "", message)
    (bread / "terms/pl/bran.yml").unlink()
    assert files(bread) == before


def test_a_file_that_is_no_yaml_stops_it_and_an_unfinished_one_does_not(bread, capsys):
    assert main.main(["new", "levain", "--topic", "dough"]) == 0
    levain = bread / "terms/levain.yml"
    levain.write_text(levain.read_text() + "prerequisites:\n  yeast:\n")
    (bread / "terms/pl/gluten.yml").write_text("- one\n")
    (bread / "terms/flour.yml").write_text("name: [\n")
    before = files(bread)
    capsys.readouterr()
    assert said(["rename", "yeast", "bakers-yeast"], capsys) == (
        1,
        "",
        "terms/flour.yml:2:1: not YAML: while parsing a flow node, "
        "did not find expected node content\n"
        "  hint: text with a colon, a hash or a quote in it needs quotes around it "
        "or a block (key: |)\n",
    )
    (bread / "terms/flour.yml").write_text("name: Flour\n")
    assert said(["rename", "yeast", "bakers-yeast"], capsys) == (
        1,
        "",
        "terms/pl/gluten.yml:1:1: the file must hold a mapping, found a list\n",
    )
    assert files(bread) == before | {"terms/flour.yml": b"name: Flour\n"}
    (bread / "terms/pl/gluten.yml").unlink()
    assert main.main(["rename", "yeast", "bakers-yeast"]) == 0
    assert levain.read_text().endswith("prerequisites:\n  bakers-yeast:\n")


def test_an_edge_is_found_in_whatever_form_of_yaml_it_is_written(bread, capsys):
    file = bread / "terms/gluten.yml"
    text = file.read_text()
    edge = next(line for line in text.split("\n") if line.startswith("  flour:"))
    for form, after in {
        '  ? "flour" # so\n  : Why.': '  ? "meal" # so\n  : Why.',
        "  'flour': Why.": "  'meal': Why.",
        '  "fl\\x6fur": Why.': '  "meal": Why.',
    }.items():
        file.write_text(text.replace(edge, form))
        assert main.main(["rename", "flour", "meal"]) == 0
        assert file.read_text() == text.replace(edge, after)
        (bread / "terms/meal.yml").unlink()
        shutil.copytree(TESTS / "fixtures/bread", bread, dirs_exist_ok=True)
        (bread / "terms/pl/meal.yml").unlink()


def test_an_edit_that_would_say_anything_else_is_not_made():
    with pytest.raises(Problems) as raised:
        rename._verify("a: b\n", {"a": "c"}, "terms/x.yml", "old")
    assert str(raised.value) == (
        'terms/x.yml:1:1: "old" cannot be replaced here without changing what the file says\n'
        "  hint: write the file in the usual form, one key a line; nothing was changed"
    )


def test_a_slug_that_somebody_used_again_is_freed_by_renaming(bread, capsys):
    assert main.main(["rename", "yeast", "bakers-yeast"]) == 0
    again = (bread / "terms/bakers-yeast.yml").read_text().replace("formerly: [yeast]\n", "")
    (bread / "terms/yeast.yml").write_text(again.replace("name: Yeast", "name: Wild yeast"))
    capsys.readouterr()
    code, out, _ = said(["check"], capsys)
    assert code == 1
    assert (
        'terms/bakers-yeast.yml:4:12: "yeast" is the slug of a term, '
        'and was that of "bakers-yeast" before\n'
        "  hint: give the new term another slug: glossary rename\n"
    ) in out
    assert main.main(["rename", "yeast", "wild-yeast"]) == 0
    assert [(t.slug, t.formerly) for t in load_all(bread) if "yeast" in t.slug] == [
        ("bakers-yeast", ("yeast",)),
        ("wild-yeast", ()),
    ]


@settings(deadline=None, max_examples=60)
@given(shapes(), st.data())
def test_any_glossary_is_the_same_graph_after_a_renaming(shape: Shape, data: st.DataObject):
    old = data.draw(st.sampled_from(shape.slugs))
    with TemporaryDirectory() as folder:
        config = write(Path(folder), shape.terms())
        before = read_glossary(config)
        write_all(rename.rename(before, old, "brand-new").changes)
        after = read_glossary(config)
        problems = check(after)
    assert problems == ()
    names = {slug: "brand-new" if slug == old else slug for slug in shape.slugs}
    edges = {
        (names[source], names[target], kind, data["reason"], data["declared"])
        for source, target, kind, data in before.graph.edges(keys=True, data=True)
    }
    found = {
        (source, target, kind, data["reason"], data["declared"])
        for source, target, kind, data in after.graph.edges(keys=True, data=True)
    }
    assert found == edges
    for slug, now in names.items():
        wanted = rename.renamed(before.terms[slug], old, "brand-new")
        formerly = (old,) if slug == old else ()
        assert after.terms[now] == replace(wanted, formerly=formerly)
        assert after.level(now) == before.level(slug)


def load_all(root: Path):
    from glossary.model import glossary
    from glossary.sources import config

    return glossary.read_glossary(config.read_config(root / "mkdocs.yml")).terms.values()


def test_links_of_pages_by_hand_follow_and_their_text_does_not(bread, capsys):
    page, config = bread / "docs/guide.md", bread / "mkdocs.yml"
    page.write_text("# Yeast\n\nFirst [yeast](terms/yeast.md#quiz), not terms/yeast-free/.\n")
    config.write_text(config.read_text() + "nav: [index.md, path/yeast.md]\n")
    code, out, _ = said(["rename", "yeast", "bakers-yeast"], capsys)
    assert code == 0
    assert out.splitlines()[4:6] == ["docs/guide.md", "mkdocs.yml"]
    assert page.read_text() == (
        "# Yeast\n\nFirst [yeast](terms/bakers-yeast.md#quiz), not terms/yeast-free/.\n"
    )
    assert config.read_text().endswith("nav: [index.md, path/bakers-yeast.md]\n")


def test_a_demo_that_names_the_old_address_is_told_and_left_alone(tmp_path, monkeypatch, capsys):
    shutil.copytree(TESTS / "golden/base", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    demo = tmp_path / "demos/tide.py"
    demo.write_text(demo.read_text() + "# see terms/moon/ and terms/moonlight/\n")
    line = demo.read_text().count("\n")
    code, out, _ = said(["rename", "moon", "luna"], capsys)
    assert code == 0
    assert out.endswith(
        f"demos/tide.py:{line}:7: names the old address, which leads to the new one\n"
    )
    assert demo.read_text().endswith("# see terms/moon/ and terms/moonlight/\n")
