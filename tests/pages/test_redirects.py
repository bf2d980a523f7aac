"""The addresses that a term had before lead to where it is now, in every language, for ever."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from glossary.authoring.init import init
from glossary.cli import main
from glossary.i18n import catalog
from glossary.model.glossary import read_glossary
from glossary.model.urls import Urls
from glossary.pages import redirects
from glossary.pages.term_view import View
from glossary.sources.config import read_config
from tests.support import sites

TESTS = Path(__file__).parents[1]
OLD = ("yeast", "bakers-yeast")  # renamed twice; now it is leaven


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The glossary of bread, in which yeast was renamed twice."""
    root = tmp_path_factory.mktemp("renamed")
    shutil.copytree(TESTS / "fixtures/bread", root, dirs_exist_ok=True)
    config = (root / "mkdocs.yml").as_posix()
    for old, new in (("yeast", "bakers-yeast"), ("bakers-yeast", "leaven")):
        assert main.main(["rename", "-f", config, old, new]) == 0
    return root


@pytest.fixture(scope="module")
def site(renamed: Path) -> Path:
    sites.build(renamed / "mkdocs.yml", renamed / "site")
    return renamed / "site"


def files(root: Path, site: Urls) -> dict[str, bytes]:
    glossary = read_glossary(read_config(root / "mkdocs.yml"))
    data = {"terms/leaven.json": b"{}", "pl/review/leaven.json": b"[]"}
    found: dict[str, bytes] = {}
    for words in catalog.read_locales(glossary.config).values():
        for slug in glossary.terms:
            found |= redirects.of_term(View(glossary, site, words, slug), data)
    return found


def test_every_former_address_of_every_language_has_a_page_and_data_its_copy(renamed):
    wanted = {
        f"{prefix}{folder}/{old}/index.html"
        for prefix in ("", "pl/")
        for folder in ("terms", "path")
        for old in OLD
    }
    found = files(renamed, Urls())
    assert set(found) == wanted | {
        *(f"terms/{old}.json" for old in OLD),
        *(f"pl/review/{old}.json" for old in OLD),
    }
    assert found["terms/yeast.json"] == b"{}"
    flat = files(renamed, Urls(directory_urls=False))
    assert {path for path in flat if path.endswith(".html")} == {
        path.replace("/index.html", ".html") for path in wanted
    }


def test_the_page_says_where_it_leads_in_its_language(renamed):
    found = files(renamed, Urls(url="https://example.org/bread/"))
    assert (
        found["pl/terms/yeast/index.html"].decode()
        == """<!doctype html>
<html lang="pl" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Drożdże (yeast)</title>
<link rel="canonical" href="https://example.org/bread/pl/terms/leaven/">
<script>location.replace("../leaven/" + location.search + location.hash)</script>
<noscript><meta http-equiv="refresh" content="0; url=../leaven/"></noscript>
</head>
<body>
<p>Ta strona ma nowy adres: <a href="../leaven/">Drożdże (yeast)</a></p>
</body>
</html>
"""
    )
    english = found["terms/yeast/index.html"].decode()
    assert '<p>This page has moved: <a href="../leaven/">Yeast</a></p>' in english


def test_the_page_in_hebrew_reads_from_the_right(tmp_path):
    init(tmp_path / "knots", ["en"])
    shutil.copytree(TESTS / "fixtures/rtl", tmp_path / "knots", dirs_exist_ok=True)
    config = read_config(tmp_path / "knots/mkdocs.yml")
    page = redirects._page(catalog.read_locales(config)["he"], "חבל", "../rope/", "")
    assert '<html lang="he" dir="rtl">' in page


def test_a_hostile_name_cannot_leave_its_place(renamed):
    page = redirects._page(
        catalog.read_locales(read_config(renamed / "mkdocs.yml"))["en"],
        '</title><script>alert("x")</script>',
        '"></script>',
        "",
    )
    assert page.count("<script>") == page.count("</script>") == 1
    assert page.count("</title>") == 1


@pytest.mark.site
def test_the_pages_are_built_and_lists_search_and_the_sitemap_ignore_them(site):
    for prefix in ("", "pl/"):
        for folder in ("terms", "path"):
            for old in OLD:
                page = site / prefix / folder / old / "index.html"
                assert "leaven" in page.read_text()
        for old in OLD:
            for folder in ("terms", "review"):
                new = site / prefix / folder / "leaven.json"
                assert (site / prefix / folder / f"{old}.json").read_bytes() == new.read_bytes()
    assert sites.broken_links(site) == []
    assert "terms/yeast" not in (site / "sitemap.xml").read_text()
    former = re.compile(r"(?:terms|path)/(?:yeast|bakers-yeast)\b")
    for path in site.rglob("*.html"):
        if path.parent.name not in OLD:
            assert not former.search(path.read_text()), path
    for path in site.rglob("*.json"):
        assert not former.search(path.read_text()), path


@pytest.mark.browser
@pytest.mark.parametrize("scripting", [True, False])
@pytest.mark.parametrize("prefix", ["/", "/pl/"])
def test_a_browser_arrives_and_keeps_the_part_after_the_hash(
    site: Path, browser: Browser, scripting: bool, prefix: str
) -> None:
    with sites.served(site) as address:
        context = browser.new_context(java_script_enabled=scripting)
        page = context.new_page()
        page.goto(f"{address}{prefix}terms/yeast/#quiz")
        page.wait_for_url(lambda url: "leaven" in url)
        kept = "#quiz" if scripting else ""
        assert page.url == f"{address}{prefix}terms/leaven/{kept}"
        assert page.locator("#quiz").count() == 1
        page.go_back()  # the old address is not in the way
        assert page.url == "about:blank"
        context.close()


@pytest.mark.browser
def test_what_was_learned_under_a_former_slug_counts_under_the_present_one(
    site: Path, browser: Browser
) -> None:
    def record(score: int) -> dict[str, object]:
        return {"seed": 1, "answers": {}, "score": score, "of": 3, "wrong": []}

    stored = {
        "version": 1,
        "learned": {"yeast": True, "flour": True},
        "quiz": {"bakers-yeast": record(2), "flour": record(1)},
        "switches": {},
    }
    with sites.served(site) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/terms/flour/")
        page.evaluate("text => localStorage.setItem('glossary:/', text)", json.dumps(stored))
        page.goto(f"{address}/pl/terms/leaven/")
        page.wait_for_function("localStorage.getItem('glossary:/').includes('leaven')")
        kept = json.loads(page.evaluate("localStorage.getItem('glossary:/')"))
        assert kept["learned"] == {"flour": True, "leaven": True}
        assert kept["quiz"] == {"flour": record(1), "leaven": record(2)}
        assert page.locator("[aria-pressed=true]").count() == 1
        context.close()
