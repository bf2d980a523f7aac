"""Texts that try to be markup, through MkDocs, beside other plugins, in an export and a browser."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser

from glossary.integrations import escaping
from tests.support import sites
from tests.support.browser import Opener
from tests.support.hostile import EVERYTHING, NAMES, PAYLOADS, Inventory, inventories, project

TEXTS = (*PAYLOADS, *NAMES)
FEW = (PAYLOADS[0], PAYLOADS[2], NAMES[0])


def built(config: Path, plugins: list[Any] | None = None) -> Path:
    """The site of a project; `plugins` are others, and None among them stands for ours."""
    values = json.loads(config.read_text("utf-8"))
    ours = values["plugins"]
    values["plugins"] = [p or ours[0] for p in plugins] if plugins else ours
    config.write_text(json.dumps(values), "utf-8")
    sites.build(config, config.parent / "site")
    return config.parent / "site"


def harm(site: Path, harmless: Path) -> list[str]:
    """What pages have that those of plain words have not, each with its file."""
    before, after = inventories(harmless), inventories(site)
    assert before.keys() == after.keys()
    return [f"{page}: {found}" for page in before for found in after[page].harm(before[page])]


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    return built(project(folder, ["word"] * len(TEXTS), "word"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(project(tmp_path_factory.mktemp("hostile"), TEXTS, EVERYTHING))


@pytest.mark.site
def test_no_text_makes_an_element_an_attribute_or_an_address_that_runs(
    plain: Path, hostile: Path
) -> None:
    assert harm(hostile, plain) == []


@pytest.mark.site
@pytest.mark.parametrize("prefix", ["", "pl/"])
def test_every_name_is_shown_whole_in_the_title_and_the_description(
    hostile: Path, prefix: str
) -> None:
    site = f"{'Strona' if prefix else 'Site'} {EVERYTHING}"
    for number, text in enumerate(TEXTS):
        name = f"{text} inaczej {number} ({text} {number})" if prefix else f"{text} {number}"
        page = Inventory((hostile / f"{prefix}terms/s{number}/index.html").read_text("utf-8"))
        assert page.title == f"{name} - {site}"
        assert page.heading == name
        topic = f"{text} {'temat' if prefix else 'topic'} {number}"
        page = Inventory((hostile / f"{prefix}topics/t{number}/index.html").read_text("utf-8"))
        assert page.title == f"{topic} - {site}"
    for number, text in list(enumerate(TEXTS))[-len(NAMES) : -1]:
        page = Inventory((hostile / f"{prefix}terms/s{number}/index.html").read_text("utf-8"))
        assert page.meta["description"] == (
            f"ten plain words stand here before the text that {text} is"
        )


@pytest.mark.site
def test_a_title_from_the_heading_of_a_page_by_hand_is_escaped_once(hostile: Path) -> None:
    html = (hostile / "guide" / "index.html").read_text("utf-8")
    page = Inventory(html)
    assert page.title == f"R&D of List<T> - Site {EVERYTHING}"
    assert page.heading == "R&D of List<T>"
    assert html.count("R&amp;D of List&lt;T&gt;") > 3
    assert "&amp;amp;" not in html


@pytest.mark.site
def test_the_page_for_a_wrong_address_prints_the_configuration_as_text(hostile: Path) -> None:
    assert Inventory((hostile / "404.html").read_text("utf-8")).title == f"Site {EVERYTHING}"


@pytest.mark.site
def test_the_theme_s_own_search_is_told_of_text_and_not_of_markup(tmp_path: Path) -> None:
    harmless = built(project(tmp_path / "plain", ["word"] * len(FEW), "word"), ["search", None])
    site = built(project(tmp_path / "hostile", FEW, EVERYTHING), ["search", None])
    assert harm(site, harmless) == []
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    titles = {entry["location"]: entry["title"] for entry in index["docs"]}
    assert titles["terms/s2/"] == "List&lt;T&gt; 2"
    assert not [title for title in titles.values() if "<script" in title or "<img" in title]


@pytest.mark.site
@pytest.mark.parametrize("plugins", [["macros", None], [None, "macros"]])
def test_pages_are_the_same_beside_a_plugin_that_reads_pages_as_templates(
    tmp_path: Path, plugins: list[Any]
) -> None:
    texts = ["{{ 7 * 7 }}", "{% if %}", "{# comment"]
    alone = sites.contents(built(project(tmp_path / "alone", texts, "word")))
    beside = sites.contents(built(project(tmp_path / "beside", texts, "word"), plugins))
    assert [path for path in alone if beside.get(path) != alone[path]] == []
    page = Inventory((tmp_path / "beside/site/terms/s0/index.html").read_text("utf-8"))
    assert page.heading == "{{ 7 * 7 }} 0"


@pytest.mark.site
def test_an_export_shows_the_same_texts_in_another_engine(tmp_path: Path) -> None:
    def exported(name: str, texts: tuple[str, ...], everything: str) -> Path:
        # Menus and colour schemes of mkdocs.yml are the engine's own affair.
        project(tmp_path / name, texts, everything, theme="word")
        export = [sys.executable, "-m", "glossary", "export", "markdown", "out"]
        subprocess.run(export, cwd=tmp_path / name, check=True, capture_output=True)
        zensical = [Path(sys.executable).with_name("zensical"), "build", "--strict"]
        subprocess.run(zensical, cwd=tmp_path / name / "out", check=True, capture_output=True)
        return tmp_path / name / "out" / "site"

    site = exported("hostile", FEW, EVERYTHING)
    assert harm(site, exported("plain", ("word",) * len(FEW), "word")) == []
    page = Inventory((site / "terms/s2/index.html").read_text("utf-8"))
    assert page.title == f"List<T> 2 - Site {EVERYTHING}"
    assert page.meta["description"] == (
        "ten plain words stand here before the text that List<T> is"
    )


@pytest.mark.browser
def test_nothing_runs_in_a_browser_and_the_text_is_read(browser: Browser, hostile: Path) -> None:
    with sites.served(hostile) as url:
        opener = Opener(browser, url)
        page = opener("/")
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        numbers = range(0, len(TEXTS), 6)
        terms = [f"{prefix}/terms/s{n}/" for n in numbers for prefix in ("", "/pl")]
        for path in ["/", "/pl/", "/a-z/", "/map/", "/path/", "/guide/", "/404.html", *terms]:
            page.goto(url + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("typeof window.ran") == "undefined", path
        page.goto(f"{url}/terms/s{TEXTS.index('List<T>')}/")
        assert page.locator("h1").inner_text().startswith("List<T>")
        assert page.title().startswith("List<T> ")
        opener.close()
        assert dialogs == []


@pytest.mark.parametrize("text", [*TEXTS, EVERYTHING, "", "plain", "It's"])
def test_what_is_escaped_is_escaped_once_and_comes_back(text: str) -> None:
    once = escaping.printed(text)
    assert escaping.printed(once) == once
    assert escaping.plain(once) == text
    assert once.count("'") == text.count("'")


def test_the_title_of_a_page_is_text_wherever_it_comes_from() -> None:
    heading = _Page({}, "R&amp;D")
    written = _Page({"title": "a &amp; b"}, "a &amp; b")
    listed = _Page({}, "R&amp;D")
    listed.title = "R&D <b>"  # type: ignore[method-assign, assignment]
    assert [escaping.title(page) for page in (heading, written, listed)] == [
        "R&D",
        "a &amp; b",
        "R&D <b>",
    ]
    for page in (heading, listed):
        escaping.page(page)
        escaping.page(page)
    assert (heading.title, listed.title) == ("R&amp;D", "R&amp;D &lt;b&gt;")
    assert [escaping.title(page) for page in (heading, listed)] == ["R&D", "R&D <b>"]


class _Title:
    """MkDocs' way: worked out, until somebody sets another."""

    def __get__(self, page: Any, owner: Any) -> str:
        return str(page.rendered)


class _Page(SimpleNamespace):
    title = _Title()

    def __init__(self, meta: dict[str, Any], rendered: str) -> None:
        super().__init__(meta=meta, rendered=rendered, canonical_url=None, edit_url=None)


def test_titles_of_menus_are_escaped_at_every_depth() -> None:
    link = SimpleNamespace(title="a & b", children=None)
    section = SimpleNamespace(title="<i>", children=[link])
    escaping.menu([section])
    assert (section.title, link.title) == (Markup("&lt;i&gt;"), Markup("a &amp; b"))
