"""A file is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.utils import files


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target.name)
    files.write(link, "new")
    assert link.is_symlink()
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_new_file_has_the_mode_that_any_other_would_have(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    files.write(tmp_path / "below" / "new", b"\0")
    assert (tmp_path / "below" / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert (tmp_path / "below" / "new").read_bytes() == b"\0"


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        files.write(old, "\ud800")
    (tmp_path / "folder" / "full").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        files.write(tmp_path / "folder", "a folder is not replaced")
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "old"]
