from __future__ import annotations

import json
import re
from dataclasses import replace

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages import reader_data
from glossary.pages.quiz import question_id
from glossary.pages.term_view import View
from glossary.pipeline.builder import build_site
from glossary.utils.resources import PACKAGE

SITE = Urls(name="Bread, explained")


def test_a_question_has_the_same_id_in_every_language_and_another_when_it_is_rewritten(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    for slug, term in bread.terms.items():
        ids = [
            [question.id for question in View(bread, SITE, words[language], slug).quiz]
            for language in bread.languages
        ]
        assert ids[0] == ids[1]
        assert len(set(ids[0])) == len(term.quiz) > 0
        assert all(re.fullmatch("[0-9a-f]{8}", id) for id in ids[0])
    question = bread.terms["yeast"].quiz[0]
    other = replace(question, answers=tuple(reversed(question.answers)))
    assert question_id(other) != question_id(question)
    explained = replace(
        question, answers=tuple(replace(a, why="It is so.") for a in question.answers)
    )
    assert question_id(explained) == question_id(question)


def test_the_quiz_of_every_term_can_be_fetched_in_every_language(bread: Glossary) -> None:
    built = build_site(bread, SITE)
    for slug, term in bread.terms.items():
        for prefix, language in (("", "en"), ("pl/", "pl")):
            data = json.loads(built.files[f"{prefix}review/{slug}.json"])
            assert data["href"] == f"../terms/{slug}/#quiz"
            assert bread.term(slug, language).name in data["name"]
            assert [[a["correct"] for a in q["answers"]] for q in data["questions"]] == [
                [a.correct for a in q.answers] for q in term.quiz
            ]


def test_the_review_page_finds_the_quizzes_from_wherever_it_stands(
    words: dict[str, Locale],
) -> None:
    def base(site: Urls, language: str) -> str:
        found = re.search('data-base="([^"]+)"', reader_data.review(site, words[language]).parts[0])
        assert found
        return found[1]

    assert base(SITE, "en") == base(SITE, "pl") == "./"
    assert base(replace(SITE, directory_urls=False), "pl") == "review/"


def test_without_scripting_both_pages_say_what_they_need(words: dict[str, Locale]) -> None:
    for spoken in words.values():
        for page in (reader_data.review(SITE, spoken), reader_data.settings(SITE, spoken)):
            html = page.parts[0]
            need = spoken[f"{page.key}_noscript"]
            assert need in html.split('g-unscripted"')[1].split("</div>")[0]
            assert re.search(rf'<div class="g-{page.key}" hidden', html)


def test_every_fault_of_the_store_has_words_in_every_language(words: dict[str, Locale]) -> None:
    assets = PACKAGE / "assets" / "js"
    scripts = ("progress/marks", "toast", "quiz/quiz", "quiz/review", "progress/settings")
    ours = "".join((assets / f"{name}.js").read_text("utf-8") for name in scripts)
    used = set(re.findall(r"\bwords\.(\w+)", ours)) - {"js"}
    used |= {f"fault_{fault}" for fault in ("corrupt", "newer", "full", "forbidden")}
    for spoken in words.values():
        assert used <= reader_data.script_words(spoken).keys()


def test_the_words_of_the_settings_page_cover_what_its_script_says(
    words: dict[str, Locale],
) -> None:
    scripts = PACKAGE / "assets" / "js"
    script = (scripts / "progress" / "settings.js").read_text("utf-8")
    html = reader_data.settings(SITE, words["pl"]).parts[0]
    for name in {*re.findall(r"\bsay\.(\w+)", script), "importcorrupt", "importnewer"}:
        assert f"data-{name}=" in html
    for part in re.findall(r'(?:find|said)\("([\w-]+)"', script):
        assert f'data-part="{part}"' in html
