"""A glossary in a site that has pages, search and theme features of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from glossary.authoring.init import init
from glossary.cli import main
from tests.support import sites
from tests.support.browser import PHONE, Opener, go, settle, sideways

pytestmark = pytest.mark.browser

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"
RTL = Path(__file__).parents[1] / "fixtures" / "rtl"
INSTANT = [f"navigation.instant{part}" for part in ("", ".prefetch", ".preview", ".progress")]


@dataclass(frozen=True)
class Host:
    site: Path
    url: str
    said: str


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """English and Hebrew in a site with the theme's search, tabs and instant loading."""
    folder = tmp_path_factory.mktemp("host") / "knots"
    init(folder, ["en"])
    shutil.copytree(RTL, folder, dirs_exist_ok=True)
    config = folder / "mkdocs.yml"
    slugs = ["rope", "knot", "bowline"]
    assert main.main(["translate", "he", "--accept", *slugs, "--config", str(config)]) == 0
    (folder / "docs/guide.md").write_text("# Guide\n\nBy hand.\n", "utf-8")
    features = ", ".join([*INSTANT, "navigation.tabs", "navigation.top"])
    text = config.read_text("utf-8")
    text = text.replace("  name: material\n", f"  name: material\n  features: [{features}]\n")
    text = text.replace("plugins:\n", "plugins:\n  - search\n")
    config.write_text(f"repo_url: https://example.org/knots\n{text}", "utf-8")
    said = sites.build(config, folder / "site")
    with sites.served(folder / "site") as url:
        yield Host(folder / "site", url, said)


@pytest.fixture
def visit(browser: Browser, host: Host) -> Iterator[Opener]:
    opener = Opener(browser, host.url)
    yield opener
    opener.close()
    assert not opener.wrong, "\n".join(opener.wrong)


SYSTEM = [f"(prefers-color-scheme{state})" for state in ("", ": light", ": dark")]
SWITCH = "toggle: {icon: material/brightness-7, name: Other colours}"
PALETTES = {
    # Name → the palette, its switches, and the scheme in a light and in a dark system.
    "none": ("", 0, None, None),
    "a mapping": ("{scheme: slate}", 0, "slate", "slate"),
    "one entry without a switch": ("[{scheme: slate}]", 0, "slate", "slate"),
    "two of the system without a switch": (
        f'[{{media: "{SYSTEM[2]}", scheme: slate}}, {{media: "{SYSTEM[1]}", scheme: default}}]',
        0,
        "default",
        "slate",
    ),
    "three with a switch": (
        f'[{{media: "{SYSTEM[0]}", {SWITCH}}}, {{media: "{SYSTEM[1]}", scheme: default, {SWITCH}}},'
        f' {{media: "{SYSTEM[2]}", scheme: slate, {SWITCH}}}]',
        1,
        "default",
        "slate",
    ),
    "two with a switch": (
        f'[{{media: "{SYSTEM[1]}", scheme: default, {SWITCH}}},'
        f' {{media: "{SYSTEM[2]}", scheme: slate, {SWITCH}}}]',
        1,
        "default",
        "slate",
    ),
    "one of two with a switch": (
        f"[{{scheme: slate}}, {{scheme: default, {SWITCH}}}]",
        0,
        "slate",
        "slate",
    ),
}


@pytest.fixture
def bread(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A site whose palette the test names."""
    folder = tmp_path / "bread"
    shutil.copytree(BREAD, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    config, palette = folder / "mkdocs.yml", getattr(request, "param", "")
    text = config.read_text("utf-8")
    if palette:
        text = text.replace("  name: material\n", f"  name: material\n  palette: {palette}\n")
        assert palette in text
    config.write_text(text, "utf-8")
    sites.build(config, folder / "site")
    with sites.served(folder / "site") as url:
        yield url


@pytest.mark.parametrize(
    ("bread", "switches", "light", "dark"), PALETTES.values(), ids=PALETTES, indirect=["bread"]
)
def test_every_form_of_a_palette_shows_its_colours_and_everything_else_works(
    browser: Browser, bread: str, switches: int, light: str | None, dark: str | None
) -> None:
    opener = Opener(browser, bread)
    page = opener("/terms/yeast/", color_scheme="light")
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    assert page.evaluate(scheme) == (light or page.evaluate(scheme))
    assert page.locator("[data-md-component=palette] label:visible").count() == switches
    if switches == 0 and dark:  # what nobody can choose follows the system at once
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"{scheme} === {dark!r}")
    page.locator(".g-search input").fill("flour")
    page.locator(".g-search a", has_text="Flour").first.wait_for()
    assert page.locator(".g-quiz button").count()
    opener.close()
    dark_page = opener("/terms/yeast/", color_scheme="dark")
    assert dark_page.evaluate(scheme) == (dark or dark_page.evaluate(scheme))
    opener.close()
    assert opener.wrong == []


def test_a_part_that_fails_stops_no_other_and_is_told(browser: Browser, bread: str) -> None:
    opener = Opener(browser, bread)
    page = opener("/terms/yeast/")
    fail = "throw new Error('this part is broken');"
    page.route(
        "**/theme.js", lambda route: route.fulfill(body=fail, content_type="text/javascript")
    )
    go(page, f"{bread}/terms/flour/")
    page.locator(".g-search input").fill("yeast")
    page.locator(".g-search a", has_text="Yeast").first.wait_for()
    assert page.locator(".g-quiz button").count()
    opener.close()
    assert opener.wrong == ["script: this part is broken"]


def test_instant_loading_is_switched_off_and_the_log_says_why(host: Host) -> None:
    line = (
        f"theme.features: {', '.join(INSTANT)} switched off: instant loading cannot follow links "
        "in diagrams, nor change the menu and the scripts from page to page"
    )
    assert host.said.count(line) == 1
    for page in host.site.rglob("*.html"):
        assert '"navigation.instant' not in page.read_text("utf-8")
    assert '"navigation.top"' in (host.site / "index.html").read_text("utf-8")


def test_every_link_leads_to_its_page_in_a_site_of_another_s(visit: Opener) -> None:
    page = visit("/guide/")
    for selector, heading in (
        (".md-tabs li >> nth=0 >> a", "Knots and rope"),
        (".g-diagram a.g-node--child", "Bowline"),
        (".g-diagram a.g-node--pre", "Knot"),
        (".md-tabs a[href$='map/']", "The map of all terms"),
        (".md-tabs a[href$='a-z/']", "All terms, A–Z"),
        ("nav.g-languages a", "כל המונחים, א–ת"),
        ("nav.g-languages a", "All terms, A–Z"),
        (".md-tabs a[href$='guide/']", "Guide"),
    ):
        page.click(selector)
        settle(page)
        assert page.inner_text("h1").replace("¶", "").strip() == heading
    assert page.evaluate("document.documentElement.dir") == "ltr"


ON_SCREEN = """width => {
    const panel = document.querySelector(".md-search__scrollwrap").getBoundingClientRect();
    return panel.left >= 0 && panel.right <= width && panel.height > 100;
}"""


@pytest.mark.parametrize("path", ["/terms/knot/", "/he/terms/knot/"])
@pytest.mark.parametrize("width", [390, 960, 1220, 1280, 1440])
def test_the_theme_s_own_search_opens_on_the_screen(visit: Opener, path: str, width: int) -> None:
    phone = width == 390
    size = PHONE if phone else {"viewport": {"width": width, "height": 900}}
    page: Page = visit(path, **size)
    page.click("label.md-header__button[for=__search]" if phone else ".md-search__input")
    page.keyboard.type("knot")
    page.wait_for_selector(".md-search-result__item", state="attached")
    page.wait_for_function(ON_SCREEN, arg=width, timeout=5000)  # on a phone not at once
    assert sideways(page) <= 0
    assert page.evaluate("scrollX") == 0


@pytest.mark.parametrize("path", ["/", "/terms/knot/", "/guide/", "/he/"])
@pytest.mark.parametrize("width", [1000, 1280])
def test_the_menu_stands_once(visit: Opener, path: str, width: int) -> None:
    page = visit(path, viewport={"width": width, "height": 900})
    seen = page.evaluate(
        """[...document.querySelectorAll(":is(.md-header, .md-tabs) a")]
            .filter((link) => link.checkVisibility())
            .map((link) => link.textContent.trim())"""
    )
    menu = ["בית", "א–ת"] if "/he/" in path else ["Home", "A–Z", "Topics", "Map", "Guide"]
    assert [seen.count(name) for name in menu] == [1] * len(menu)
    line = page.evaluate("getComputedStyle(document.querySelector('.g-languages')).borderLeftWidth")
    assert line == ("0px" if width == 1280 or "/he/" in path else "1px")  # it parts two menus
