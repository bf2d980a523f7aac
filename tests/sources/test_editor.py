"""Files that commands change keep every comment and the order of keys, however they are written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import Problems
from glossary.authoring.rename import rename
from glossary.authoring.translate import completed, fingerprinted
from glossary.model.glossary import read_glossary
from glossary.sources import editor
from glossary.sources.config import Config
from glossary.sources.parser import compose
from glossary.utils import files
from tests.support.yaml_strategies import Written, comments, written

EDGES = {"prerequisites": ("other", "old"), "related": ("old-one", "an-old", "old")}


def windows(text: str) -> bool | None:
    """Whether its lines end as on Windows; None where they end in both ways."""
    every, ours = text.count("\n"), text.count("\r\n")
    return None if 0 < ours < every else ours > 0


def said(text: str) -> dict[str, object]:
    return dict(editor.plain(compose(text, "x")))


def in_place(texts: dict[str, str], *languages: str) -> Config:
    """The texts as a glossary in the folder ROOT."""
    root = Path(texts.pop("ROOT"))
    for name, text in texts.items():
        (root / "terms" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "terms" / name).write_bytes(text.encode())
    codes = {language: language for language in ("en", *languages)}
    return Config(root=root, file="mkdocs.yml", terms=root / "terms", languages=codes)


@settings(deadline=None, max_examples=80)
@given(written(EDGES))
def test_an_edge_is_renamed_and_nothing_else(before: Written):
    with TemporaryDirectory() as root:
        texts = {"ROOT": root, "user.yml": before.text, "old.yml": before.text}
        changes = rename(read_glossary(in_place(texts)), "old", "new").changes
        after = changes[Path(root) / "terms/user.yml"]
        assert after is not None
        assert comments(after) == before.comments
        assert after.replace("new", "old") == before.text
        assert said(after)["prerequisites"] == [
            ("new" if slug == "old" else slug, why)
            for slug, why in said(before.text)["prerequisites"]  # type: ignore[attr-defined]
        ]


FORMERLY = st.sampled_from(
    [
        [],
        ["formerly: [x]"],
        ['formerly: ["x", # why', "  y]"],
        ["formerly:", "- x", "- y # why"],
        ["formerly:", "  # first", "  - x"],
        ["formerly: []"],
    ]
)


@settings(deadline=None, max_examples=80)
@given(FORMERLY.flatmap(lambda lines: written(EDGES, formerly=lines)))
def test_a_former_slug_is_remembered_after_those_before_it(before: Written):
    with TemporaryDirectory() as root:
        texts = {"ROOT": root, "old.yml": before.text}
        changes = rename(read_glossary(in_place(texts)), "old", "new").changes
        after = changes[Path(root) / "terms/new.yml"]
        assert after is not None
        assert changes[Path(root) / "terms/old.yml"] is None
        assert comments(after) == before.comments
        assert windows(after) is windows(before.text)
        assert said(after)["formerly"] == [*said(before.text).get("formerly", []), "old"]
        keys = [key for key in said(after) if key != "formerly" or key in said(before.text)]
        assert keys == [*said(before.text)]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([[], ["of: 00aa"], ['of: "00aa" # then'], ["of:"], ["of: ''"]]).flatmap(
        lambda lines: written(EDGES, of=lines)
    )
)
def test_a_fingerprint_is_written_and_nothing_else(before: Written):
    after = fingerprinted(before.text, compose(before.text, "x"), "ff")
    assert comments(after) == before.comments
    assert said(after) == {"of": "ff"} | said(before.text) | {"of": "ff"}


@settings(deadline=None, max_examples=60)
@given(written(EDGES), written({"prerequisites": ("other",), "related": ("old",)}))
def test_what_a_translation_lacks_is_added_and_nothing_else_moves(original: Written, ours: Written):
    with TemporaryDirectory() as root:
        text = original.text.rstrip() + "\nchildren: {part: It is one.}\ncontrol: So it is.\n"
        theirs = ours.text.replace("topic", "of", 1)
        config = in_place({"ROOT": root, "it.yml": text, "pl/it.yml": theirs}, "pl")
        after, added = completed(read_glossary(config), "it", "pl")
        assert comments(after) == ours.comments
        assert windows(after) is windows(theirs)
        before, now = said(theirs), said(after)
        assert [key for key in now if key in before] == [*before]
        for key in ("name", "definition", "explanation", "eli5", "expert", "quiz", "of"):
            assert now[key] == before[key]
        assert dict(now["related"]).keys() == {"old", "old-one", "an-old"}  # type: ignore[arg-type]
        assert now["related"][:1] == before["related"]  # type: ignore[index]
        assert now["children"] == [("part", "")]
        assert now["control"] == ""
        assert set(added) == {
            *("children", "control", "prerequisites old"),
            *("related old-one", "related an-old"),
        }


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1))
def test_a_text_in_one_line_comes_back_as_it_was(text: str):
    text = " ".join(text.replace("\ufeff", "").replace("\x85", "").split())
    if text:
        assert said(f"a: {editor.scalar(text)}\n") == {"a": text}
        assert said(f"{editor.scalar(text)}: b\n") == {text: "b"}


def test_a_file_in_one_pair_of_braces_is_edited_too():
    text = "{name: X, topic: t}\n"
    root = compose(text, "x")
    assert editor.apply(text, [editor.entry(text, root, ["of: ff"], ())]) == (
        "{of: ff, name: X, topic: t}\n"
    )
    assert editor.apply(text, [editor.entry(text, root, ["# why", "a: b"], ["name"])]) == (
        "{name: X, a: b, topic: t}\n"
    )


@pytest.fixture
def three(tmp_path: Path) -> dict[Path, str | None]:
    """Changes that are possible: one new file, one changed, one removed."""
    for name in ("b", "c"):
        (tmp_path / name).write_text(name)
    return {tmp_path / "a": "new", tmp_path / "b": "changed", tmp_path / "c": None}


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_all_files_of_a_change_are_written(three, tmp_path):
    (tmp_path / "b").chmod(0o640)
    files.write_all(three)
    assert contents(tmp_path) == {"a": "new", "b": "changed"}
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(three, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(Problems) as raised:
        files.write_all(three | {tmp_path / "file/d": "no folder"})
    assert str(raised.value) == (
        "file/d:1:1: the file cannot be written: File exists\n  hint: nothing was changed"
    )
    assert contents(tmp_path) == {"b": "b", "c": "c", "file": ""}


@pytest.mark.parametrize("fails", range(1, 3))
def test_a_disk_that_fails_half_way_is_undone(three, tmp_path, monkeypatch, fails):
    """The replacing itself fails, after some files have been replaced."""
    monkeypatch.chdir(tmp_path)
    done = []
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == fails:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(Problems) as raised:
        files.write_all(three)
    assert str(raised.value) == (
        f"{'ab'[fails - 1]}:1:1: the file cannot be written: No space left on device\n"
        "  hint: nothing was changed"
    )
    assert contents(tmp_path) == {"b": "b", "c": "c"}


def test_a_link_to_a_file_stays_a_link(tmp_path):
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    files.write_all({tmp_path / "link": "after"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"
