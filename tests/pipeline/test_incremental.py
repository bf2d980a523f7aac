"""What is made after an edit is what a whole build makes, and nothing else is made."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import synthetic
from glossary.checks.runner import check
from glossary.i18n import catalog
from glossary.model.glossary import read_glossary
from glossary.model.urls import Urls
from glossary.pipeline.builder import build_site
from glossary.pipeline.incremental import IncrementalBuilder
from glossary.pipeline.targets import Context
from glossary.sources.config import read_config
from tests.support.random_edits import Editor

pytestmark = pytest.mark.site


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edit_what_is_made_is_what_would_be_made_of_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)
    file = synthetic.write(tmp_path / "source", 24)
    config, editor, builder = (
        read_config(file),
        Editor(file, random.Random(seed)),
        IncrementalBuilder(),
    )
    given, done = Context(Urls(), catalog.read_locales(config), {}), []
    for _ in range(25):
        glossary = builder.load(config)
        assert [p for p in check(glossary) if p.severity == "error"] == [], done
        assert builder.build(glossary, given, files=False) == build_site(
            read_glossary(config), Urls()
        ), done
        done.append(editor.one())


def test_nothing_is_made_again_of_which_nothing_changed(tmp_path: Path) -> None:
    config = read_config(synthetic.write(tmp_path, 24))
    given, builder = Context(Urls(), catalog.read_locales(config), {}), IncrementalBuilder()
    first = builder.build(builder.load(config), given)
    slug = sorted(path.stem for path in config.terms.glob("*.yml"))[0]
    path = config.terms / f"{slug}.yml"
    path.write_text(path.read_text("utf-8").replace("Imagine", "Now imagine"), "utf-8")
    second = builder.build(builder.load(config), given)
    other = [
        new.source for old, new in zip(first.pages, second.pages, strict=True) if new is not old
    ]
    assert other == [f"terms/{slug}.md", f"pl/terms/{slug}.md"], "the Polish one is now stale"
