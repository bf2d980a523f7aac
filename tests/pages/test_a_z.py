"""A to Z: the order of each alphabet, and every term."""

from __future__ import annotations

from glossary.i18n import collation
from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages import a_z, topics

SITE = Urls(name="Bread, explained")


def test_polish_letters_sort_where_polish_dictionaries_have_them(words: dict[str, Locale]) -> None:
    names = ["Zakwas", "Żyto", "Łamanie", "Mąka", "Lód", "Ćma", "Cień", "Ąb", "Azot"]
    assert sorted(names, key=lambda name: collation.collation_key(name, words["pl"])) == [
        *("Azot", "Ąb", "Cień", "Ćma", "Lód", "Łamanie", "Mąka", "Zakwas", "Żyto")
    ]


def test_a_z_and_topics_name_every_term_in_both_languages(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    for language in bread.languages:
        for page in (
            a_z.a_z(bread, SITE, words[language]),
            topics.overview(bread, SITE, words[language]),
        ):
            html = "".join(page.parts)
            for slug in bread.terms:
                assert f'href="../terms/{slug}/"' in html
