"""The same pages built by two engines, and a folder in which nobody's work is lost."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from glossary.cli import main
from glossary.errors import Refused
from glossary.integrations.markdown.settings import read_settings
from glossary.utils.sync import MANIFEST, sync
from tests.support import sites
from tests.support.browser import Opener

pytestmark = pytest.mark.site

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


def zensical(folder: Path) -> Path:
    """The site that Zensical builds of an export; a warning fails it, as `--strict` says."""
    done = subprocess.run(
        [Path(sys.executable).with_name("zensical"), "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "No issues found" in said
    return folder / "site"


@pytest.fixture(scope="session")
def own(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's site, by MkDocs with our plugin."""
    folder = tmp_path_factory.mktemp("own")
    sites.build(root / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def exported(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "pages"
    done = subprocess.run(
        [sys.executable, "-m", "glossary", "export", "markdown", folder],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def second(exported: Path) -> Path:
    """The same, by Zensical from the export."""
    return zensical(exported)


def article(path: Path) -> str:
    """The words of the main part of a page, in their order."""
    found = re.search(r"<article[^>]*>(.*?)</article>", path.read_text("utf-8"), re.S)
    assert found, path
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", found[1], flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def files(site: Path) -> dict[str, Path]:
    return {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}


def test_both_engines_have_a_page_at_every_address(own: Path, second: Path) -> None:
    assert files(second).keys() == files(own).keys()
    assert {"terms/lora/index.html", "pl/terms/lora/index.html"} <= files(second).keys()


def test_every_link_and_anchor_of_the_second_engine_s_site_resolves(second: Path) -> None:
    assert sites.broken_links(second) == []
    assert sites.loaded_from_elsewhere(second) == []


def test_the_words_of_every_page_are_the_same(own: Path, second: Path) -> None:
    theirs = files(second)
    differ = [name for name, path in files(own).items() if article(path) != article(theirs[name])]
    assert differ == []


def test_anchors_and_links_of_every_page_are_the_same(own: Path, second: Path) -> None:
    def marks(path: Path) -> tuple[list[str], list[str]]:
        found = re.search(r"<article[^>]*>(.*?)</article>", path.read_text("utf-8"), re.S)
        assert found
        page = sites.Reader(found[1])
        links = [sites.urljoin("/x/x/", link) for link in page.links]
        return [id for id in page.ids if not id.startswith("__")], links

    theirs = files(second)
    differ = [name for name, path in files(own).items() if marks(path) != marks(theirs[name])]
    assert differ == []


def test_nothing_comes_between_the_parts_of_any_page(own: Path, second: Path) -> None:
    def tags(path: Path) -> list[str]:
        found = re.search(r"<article[^>]*>(.*?)</article>", path.read_text("utf-8"), re.S)
        assert found
        said = found[1].replace('<a id="__skip" tabindex="-1"></a>', "")
        return re.findall(r"</?[a-z][\w-]*", said)

    theirs = files(second)
    differ = [name for name, path in files(own).items() if tags(path) != tags(theirs[name])]
    assert differ == []


PLACES = """[
    ...document.querySelectorAll("article > :not(#__skip), .g-hero > *"),
].filter((part) => part.getClientRects().length).map((part) => {
    const from = document.querySelector("article").getBoundingClientRect();
    const { x, y, width, height } = part.getBoundingClientRect();
    const at = [x - from.x, y - from.y, width, height].map(Math.round);
    return `${part.localName}.${part.className} ${at}`;
})"""


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    ["/", "/pl/", "/a-z/", "/topics/", "/map/", "/path/", "/demos/", "/review/", "/terms/lora/"],
)
def test_every_part_of_a_page_stands_where_the_plugin_puts_it(
    own: Path, second: Path, browser: Browser, path: str
) -> None:
    found = []
    for site in (own, second):
        with sites.served(site) as url:
            opener = Opener(browser, url)
            page = opener(path)
            # One of the themes keeps the room of a scrollbar, the other does not.
            page.add_style_tag(content="html { scrollbar-gutter: auto; scrollbar-width: none }")
            found.append(page.evaluate(PLACES))
            opener.close()
            assert not opener.wrong
    assert len(found[0]) > 1
    assert found[1] == found[0]


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("pl", "pl/")])
def test_diagrams_are_inline_and_the_theme_speaks_the_page_s_language(
    second: Path, language: str, prefix: str
) -> None:
    page = (second / f"{prefix}terms/lora/index.html").read_text("utf-8")
    assert '<svg class="g-svg g-svg--small"' in page
    assert f'<html lang="{language}"' in page
    assert ("Szukaj" if language == "pl" else "Search") in page
    assert (">Ścieżki<" if language == "pl" else ">Paths<") in page
    home = (second / f"{prefix}index.html").read_text("utf-8")
    assert re.search(r'<a href="[./]*" aria-current="page">(Home|Start)</a>', home)
    found = dict(
        (lang, sites.urljoin(f"/{prefix}terms/lora/", href))
        for href, lang in re.findall(r'<link rel="alternate" href="([^"]+)" hreflang="(\w+)"', page)
    )
    assert found == {"en": "/terms/lora/", "pl": "/pl/terms/lora/"}


def test_the_same_templates_also_work_in_mkdocs_without_the_plugin(
    own: Path, exported: Path, tmp_path: Path
) -> None:
    sites.build(exported / "mkdocs.yml", tmp_path / "site")
    plain = files(tmp_path / "site")
    assert plain.keys() == files(own).keys()
    assert sites.broken_links(tmp_path / "site") == []
    differ = [name for name, path in files(own).items() if article(path) != article(plain[name])]
    assert differ == []


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(BREAD, tmp_path / "bread")
    monkeypatch.chdir(folder)
    return folder


def export(capsys: pytest.CaptureFixture[str], folder: str = "out") -> tuple[int, str]:
    code = main.main(["export", "markdown", folder])
    return code, capsys.readouterr().err


def test_an_export_writes_only_what_changed_and_removes_only_its_own(
    bread: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = export(capsys)
    total = int(said.split()[0])
    assert (code, said) == (0, f"{total} files in out: {total} written, 0 removed\n")
    assert export(capsys) == (0, f"{total} files in out: 0 written, 0 removed\n")
    mine = bread / "out" / "docs" / "terms" / "mine.md"
    mine.write_text("# Mine\n", "utf-8")
    for gone in (bread / "terms/sourdough.yml", bread / "terms/pl/sourdough.yml"):
        gone.unlink()
    for file in (bread / "terms").rglob("*.yml"):
        text = re.sub(r"^ +sourdough:.*\n(?:    .*\n)*", "", file.read_text("utf-8"), flags=re.M)
        file.write_text(re.sub(r"^\w+:\n(?=\S|\Z)", "", text, flags=re.M), "utf-8")
    assert (
        main.main(["translate", "pl", "--accept", *(f.stem for f in bread.glob("terms/*.yml"))])
        == 0
    )
    capsys.readouterr()
    code, said = export(capsys)
    assert code == 0, said
    assert not (bread / "out/docs/terms/sourdough").exists()
    assert (bread / "out/docs/terms/gluten/index.md").is_file()
    assert mine.read_text("utf-8") == "# Mine\n"


def test_a_folder_with_somebody_s_files_is_refused(
    bread: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = "glossary: docs holds files that no export wrote: name an empty folder\n"
    assert export(capsys, "docs") == (2, message)
    message = "glossary: mkdocs.yml is not a folder\n"
    assert export(capsys, "mkdocs.yml") == (2, message)
    assert sorted(path.name for path in (bread / "docs").iterdir()) == ["index.md"]


def test_a_file_changed_by_hand_stops_an_export_before_anything_is_written(tmp_path: Path) -> None:
    sync(tmp_path / "out", {"a": b"1", "b": b"1", "c": b"1"})
    (tmp_path / "out/b").write_bytes(b"mine")
    with pytest.raises(Refused) as raised:
        sync(tmp_path / "out", {"a": b"2", "b": b"2"})
    assert str(raised.value) == (
        f"{tmp_path / 'out/b'} is not what the last export wrote: move it away"
    )
    assert (tmp_path / "out/a").read_bytes() == b"1"
    assert (tmp_path / "out/c").exists()
    done = sync(tmp_path / "out", {"a": b"2"})  # b is its owner's now
    assert (done.total, done.written, done.removed) == (1, 1, 1)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [MANIFEST, "a", "b"]


def test_a_glossary_with_a_problem_is_not_exported(
    bread: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    term = bread / "terms/yeast.yml"
    term.write_text(term.read_text("utf-8").replace("name:", "nome:", 1), "utf-8")
    code, said = export(capsys)
    assert code == 1
    assert 'terms/yeast.yml:1:1: unknown key "nome"' in said
    assert not (bread / "out").exists()


def test_a_page_by_hand_goes_before_ours_joins_the_menu_and_has_its_diagrams_drawn(
    bread: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bread / "docs/about.md").write_text(
        "# About us\n\n```mermaid\ngraph LR\nA-->B\n```\n", "utf-8"
    )
    (bread / "docs/terms").mkdir()
    (bread / "docs/terms/yeast.md").write_text(
        "# Yeast {#definition}\n\nMine alone\n\n## Graph {#graph}\n\n## Quiz {#quiz}\n", "utf-8"
    )
    assert export(capsys)[0] == 0
    site = zensical(bread / "out")
    page = (site / "about/index.html").read_text("utf-8")
    assert "<svg" in page.split("<article")[1]
    assert re.search(r'<a href="[./]*" aria-current="page">About us</a>', page)
    assert 'href="../../../about/"' not in (site / "pl/terms/gluten/index.html").read_text("utf-8")
    assert "Mine alone" in (site / "terms/yeast/index.html").read_text("utf-8")
    assert not (bread / "out/docs/terms/yeast").exists()
    by_hand = (bread / "docs/index.md").read_text("utf-8")
    assert (bread / "out/docs/index.md").read_text("utf-8") == by_hand
    assert sites.broken_links(site) == []


def test_tabs_are_left_out_for_the_menu_is_in_the_header(
    bread: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = bread / "mkdocs.yml"
    text = config.read_text("utf-8")
    features = "features: [navigation.tabs, navigation.tabs.sticky, navigation.top]"
    assert "  name: material\n" in text
    text = text.replace("  name: material\n", f"  name: material\n  {features}\n")
    config.write_text(text, "utf-8")
    assert export(capsys)[0] == 0
    page = (zensical(bread / "out") / "pl/terms/gluten/index.html").read_text("utf-8")
    assert 'class="md-tabs"' not in page
    assert '<nav class="g-nav"' in page
    assert '"navigation.top"' in page


def test_a_site_below_a_path_has_whole_addresses_where_machines_read_them(
    bread: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = bread / "mkdocs.yml"
    config.write_text("site_url: https://example.org/bread/\n" + config.read_text("utf-8"), "utf-8")
    assert export(capsys)[0] == 0
    page = (zensical(bread / "out") / "pl/terms/gluten/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/bread/pl/terms/gluten/">' in page
    assert 'rel="alternate" href="https://example.org/bread/terms/gluten/" hreflang="en"' in page
    assert '"url": "https://example.org/bread/pl/terms/gluten/"' in page.replace('":"', '": "')
    assert sites.broken_links(bread / "out/site", below="/bread") == []


def test_the_site_s_own_facts_are_read_without_mkdocs(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        "site_name: Base\nsite_url: !ENV [NOWHERE, x]\nrepo_url: !ENV REPO\n"
        "theme: {name: material, custom_dir: mine}\nextra: {glossary: {home: {en: {title: T}}}}\n"
        "markdown_extensions:\n  - toc: {permalink: true}\n  - attr_list\n"
    )
    (tmp_path / "mkdocs.yml").write_text(
        "INHERIT: base.yml\nsite_name: Bread\nuse_directory_urls: false\ndocs_dir: pages\n"
    )
    found = read_settings(tmp_path / "mkdocs.yml", "en")
    assert (found.site.name, found.site.url, found.site.repository) == ("Bread", "x", "")
    assert found.site.directory_urls is False
    assert (found.docs, found.theme) == (tmp_path / "pages", tmp_path / "mine")
    assert found.extensions == ("toc", "attr_list")
    assert found.home == {"en": {"title": "T"}}
