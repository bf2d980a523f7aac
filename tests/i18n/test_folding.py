"""Folded spellings: what the script types is what the index holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.i18n.folding import fold, spellings
from glossary.model.glossary import Glossary, read_glossary
from glossary.sources.config import read_config

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Dostrajać", "dostrajac"), ("ŁÓDŹ", "lodz"), ("Ærø", "aero"), ("naïve Bayes", "naive bayes")],
)
def test_folding_leaves_no_mark(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_a_name_is_spelled_with_its_parts_apart_and_together() -> None:
    assert spellings("Fine-tuning") == ("fine-tuning", "fine tuning", "finetuning")
    assert spellings("uczący się") == ("uczący się", "uczacy sie", "uczacysie")
    assert spellings("LoRA") == ("lora",)
    assert spellings("C++") == ("c++", "c")
