"""Hebrew beside English, with colours of the glossary's own: mirrored, readable, nothing broken.

And the same by the second engine, whose theme is another one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from glossary.authoring.init import init
from glossary.cli import main
from glossary.render import plot
from tests.support import sites
from tests.support.browser import DESKTOP, PHONE, Opener, sideways

pytestmark = pytest.mark.browser

RTL = Path(__file__).parents[1] / "fixtures" / "rtl"
KINDS = [
    "/he/",
    "/he/a-z/",
    "/he/topics/tying/",
    "/he/terms/knot/",
    "/he/path/bowline/",
    "/he/map/",
]


@pytest.fixture(scope="module")
def knots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `glossary init` writes, with Hebrew added."""
    folder = tmp_path_factory.mktemp("rtl") / "knots"
    init(folder, ["en"])
    shutil.copytree(RTL, folder, dirs_exist_ok=True)
    config = str(folder / "mkdocs.yml")
    slugs = ["rope", "knot", "bowline"]
    assert main.main(["translate", "he", "--accept", *slugs, "--config", config]) == 0
    return folder


@pytest.fixture(scope="module")
def site(knots: Path) -> Iterator[str]:
    sites.build(knots / "mkdocs.yml", knots / "site")
    with sites.served(knots / "site") as url:
        yield url


@pytest.fixture
def turned(browser: Browser, site: str) -> Iterator[Opener]:
    opener = Opener(browser, site)
    yield opener
    opener.close()
    assert not opener.wrong, "\n".join(opener.wrong)


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_mirrored_page_is_accessible_and_fits_the_screen(
    turned: Opener, path: str, scheme: str, size: dict[str, object]
) -> None:
    page = turned(path, color_scheme=scheme, **size)
    if scheme == "dark":
        page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    found = Axe().run(page).response["violations"]
    assert not found, "\n".join(
        f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes']][:4]}" for v in found
    )
    assert sideways(page) <= 0
    assert page.evaluate("scrollX") == 0


def left(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"]


def test_text_lists_and_the_diagram_begin_on_the_right(turned: Opener) -> None:
    english, hebrew = turned("/terms/knot/"), turned("/he/terms/knot/")
    title, contents = "h1", ".md-sidebar--secondary nav"
    assert left(english, title) < left(english, contents)
    assert left(hebrew, title) > left(hebrew, contents)
    before, centre = ".g-node--pre", ".g-node--main"
    assert left(english, before) < left(english, centre)
    assert left(hebrew, before) > left(hebrew, centre)
    mark = hebrew.locator(".g-definition").evaluate(
        "e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]"
    )
    assert mark == ["4px", "0px"]
    assert hebrew.locator(".g-sequence a[rel=prev] small").inner_text() == "→ הקודם"
    assert hebrew.locator(".g-sequence a[rel=next] small").inner_text() == "הבא ←"


def test_search_finds_a_word_in_hebrew(turned: Opener) -> None:
    page = turned("/he/")
    page.locator(".g-search input").fill("חבל")
    expect(page.locator("#search-results")).to_contain_text("חבל (rope)")


def test_a_switch_slides_the_other_way(turned: Opener) -> None:
    page = turned("/he/settings/")
    dot = "e => getComputedStyle(e, '::before').translate"
    switch = page.locator(".g-switch input").first
    assert switch.is_checked()
    expect(switch).to_be_visible()
    assert switch.evaluate(dot).startswith("-")
    english = turned("/settings/").locator(".g-switch input").first
    assert not english.evaluate(dot).startswith("-")


@pytest.mark.parametrize("path", ["/terms/knot/", "/he/terms/knot/"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_second_engine_s_page_works_as_well(
    browser: Browser, knots: Path, path: str, size: dict[str, object]
) -> None:
    folder = knots / "out"
    config = str(knots / "mkdocs.yml")
    assert main.main(["export", "markdown", str(folder), "--config", config]) == 0
    zensical = Path(sys.executable).with_name("zensical")
    subprocess.run([zensical, "build", "--strict"], cwd=folder, check=True, capture_output=True)
    with sites.served(folder / "site") as url:
        opener = Opener(browser, url)
        page = opener(path, **size)
        assert sideways(page) <= 0
        assert page.evaluate("getComputedStyle(document.body).direction") == (
            "rtl" if path.startswith("/he/") else "ltr"
        )
        assert page.locator(".md-search").count() == 0, "a second search box"
        page.locator(".g-learn").click()
        expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "true")
        if size is DESKTOP:
            page.locator(".g-search input").fill("bowline")
            expect(page.locator("#search-results a").first).to_be_visible()
        opener.close()
    assert not opener.wrong, "\n".join(opener.wrong)


def test_a_recorded_plot_is_not_mirrored_but_its_labels_read_from_the_right(turned: Opener) -> None:
    """The fixture has no plot: it is put where the template puts one."""
    ends = ("start", "end", "middle")
    texts = [
        f'<text x="200" y="{20 * n}" text-anchor="{end}">a</text>' for n, end in enumerate(ends)
    ]
    drawn = plot.inline(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60">{"".join(texts)}</svg>',
        title="t",
        texts={"a": "חבל rope"},
        decimal=".",
        id="p",
    )
    page = turned("/he/terms/knot/", **PHONE)
    page.locator(".md-content__inner").evaluate(
        '(e, svg) => e.innerHTML = `<figure class="g-plotbox"><div class="g-scroll">${svg}</div>`',
        drawn,
    )
    labels = page.locator(".g-plot text").evaluate_all(
        """all => all.map(text => {
             const { x, width } = text.getBBox();
             const [first, last] = [0, text.getNumberOfChars() - 1];
             const at = n => text.getStartPositionOfChar(n).x;
             return [Math.round(x) - 200, Math.round(x + width) - 200, at(first) > at(last)];
           })"""
    )
    (start, _, reads), (_, end, also), (before, after, too) = labels
    assert (start, end) == (0, 0)
    assert abs(before + after) <= 1
    assert [reads, also, too] == [True] * 3
    assert left(page, ".g-plot") == left(page, ".g-plotbox .g-scroll"), "not at its beginning"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_names_of_the_levels_stand_on_the_right_of_the_map(
    turned: Opener, size: dict[str, object]
) -> None:
    page = turned("/he/map/", **size)
    page.wait_for_selector(".g-map[data-ready]", state="attached")
    stage = page.locator(".g-map-stage").bounding_box()
    assert stage
    names = page.locator(".g-map-levels span:visible")
    assert names.count() == 3
    for name in names.all():
        box = name.bounding_box()
        assert box
        middle, right = stage["x"] + stage["width"] / 2, stage["x"] + stage["width"]
        assert middle < box["x"] < box["x"] + box["width"] < right
    zoom = page.locator(".g-map-zoom").bounding_box()
    assert zoom
    assert zoom["x"] < middle, "where the names are"


def test_colours_of_one_s_own_are_those_of_the_map_and_of_a_topic(turned: Opener) -> None:
    page = turned("/map/")
    stroke = "e => getComputedStyle(e).stroke"
    line, head = (
        page.locator(f".g-map-legend {part}") for part in (".g-map-edge--child", ".g-map-open")
    )
    assert line.evaluate(stroke) == head.evaluate(stroke) == "rgb(77, 124, 15)"
    topic = turned("/topics/tying/")
    name = topic.locator(".g-node--inside").first.evaluate("e => getComputedStyle(e).color")
    red, green, blue = (int(part) for part in re.findall(r"\d+", name))
    assert max(red, blue) < green, "not the accent's green, darkened"


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", ["/terms/knot/", "/he/terms/knot/"])
def test_beside_three_languages_the_name_of_the_site_has_room_on_a_phone(
    turned: Opener, path: str, width: int
) -> None:
    page = turned(path, **PHONE | {"viewport": {"width": width, "height": 700}})
    assert page.locator(".g-languages a").inner_text() in ("English", "עברית")
    page.evaluate(
        """() => {
             document.querySelector('.g-languages').insertAdjacentHTML(
               'beforeend', '<a href="." hreflang="cs" lang="cs">Čeština</a>');
             for (const name of document.querySelectorAll('.md-header__title .md-ellipsis'))
               name.textContent = 'Cooking';
           }"""
    )
    assert sideways(page) <= 0
    name = page.locator(".md-header__title .md-ellipsis").first
    assert name.evaluate("e => e.scrollWidth - e.clientWidth") <= 0, "cut"
    links = page.locator(".g-languages a")
    code = "e => getComputedStyle(e, '::after').content.replaceAll('\"', '')"
    assert links.last.evaluate(code).startswith("cs")
    expect(links.last).to_have_accessible_name("Čeština")
    for link in links.all():
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_a_name_in_other_letters_than_the_page_s_is_cut_at_its_own_end(turned: Opener) -> None:
    page = turned("/he/terms/knot/", **PHONE)
    name = page.locator(".md-header__title .md-ellipsis").first
    name.evaluate("e => e.textContent = 'Knots and rope of all the seven seas and harbours'")
    first = name.evaluate(
        """e => {
             const range = document.createRange();
             range.setStart(e.firstChild, 0);
             range.setEnd(e.firstChild, 5);
             const [r, box] = [range.getBoundingClientRect(), e.getBoundingClientRect()];
             return [Math.round(r.left - box.left), e.scrollWidth > e.clientWidth];
           }"""
    )
    assert first == [0, True]


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("prefix", ["/", "/he/"])
def test_a_small_diagram_fits_a_phone_and_the_term_s_own_box_is_in_sight(
    turned: Opener, prefix: str, width: int
) -> None:
    for path in ("", "terms/rope/", "terms/knot/", "terms/bowline/"):
        page = turned(prefix + path, **PHONE | {"viewport": {"width": width, "height": 700}})
        drawn, natural, shown, beyond = page.locator(".g-svg").evaluate(
            """svg => {
                 const seen = svg.closest('.g-scroll').getBoundingClientRect();
                 const own = svg.querySelector('.g-node--main').getBoundingClientRect();
                 const beyond = Math.max(seen.left - own.left, own.right - seen.right);
                 return [svg.getBoundingClientRect().width, +svg.getAttribute('width'),
                         seen.width, beyond];
               }"""
        )
        assert drawn <= natural + 1, (path, "enlarged")
        assert beyond <= 0, (path, "the own box is cut")
        assert drawn <= max(shown, 440), path
        assert drawn <= shown or natural > 440, path
