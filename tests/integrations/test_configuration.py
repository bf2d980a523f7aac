"""What MkDocs, hooks and other plugins make of the configuration, and what YAML makes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.integrations.mkdocs import theme
from glossary.utils.resources import PACKAGE
from tests.support import sites

pytestmark = pytest.mark.site

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bread"
    shutil.copytree(BREAD, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    monkeypatch.chdir(folder)
    return folder


def add(folder: Path, text: str) -> None:
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(text)


def hooked(folder: Path, changes: str, priority: int) -> Path:
    """The site where a hook changes the configuration before or after the plugin sees it."""
    lines = "".join(f"    {line}\n" for line in changes.splitlines())
    (folder / "hook.py").write_text(
        "from mkdocs.plugins import event_priority\n"
        f"@event_priority({priority})\ndef on_config(config):\n{lines}",
        "utf-8",
    )
    add(folder, "hooks: [hook.py]\n")
    sites.build(folder / "mkdocs.yml", folder / "site")
    return folder / "site"


@pytest.mark.parametrize("priority", [100, -100])
def test_what_a_hook_makes_of_the_configuration_is_what_the_site_is(
    bread: Path, priority: int
) -> None:
    (bread / "other").mkdir()
    (bread / "other/by-hand.md").write_text("# By hand\n", "utf-8")
    (bread / "own/partials").mkdir(parents=True)
    (bread / "own/partials/copyright.html").write_text("<p>my own footer</p>", "utf-8")
    site = hooked(
        bread,
        f"""\
config.use_directory_urls = False
config.site_url = "https://bread.example/book/"
config.site_name = "Rye"
config.docs_dir = {str(bread / "other")!r}
config.theme.dirs.insert(0, {str(bread / "own")!r})
config.theme["features"] = ["navigation.instant"]
config.extra_css = []
config.extra["glossary"] = {{"home": {{"en": {{"title": "All of it"}}}}}}""",
        priority,
    )
    assert sites.broken_links(site, "/book") == []
    term = (site / "terms/yeast.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://bread.example/book/terms/yeast.html">' in term
    assert "my own footer" in term
    assert "navigation.instant" not in term
    assert "assets/glossary/glossary.css" in term
    assert "Rye" in term
    assert (site / "by-hand.html").is_file()
    home = (site / "index.html").read_text("utf-8")
    assert re.search(r"<h1[^>]*>All of it</h1>", home)
    assert "https://bread.example/book/terms/yeast.html" in (site / "graph.json").read_text("utf-8")


@pytest.mark.parametrize("priority", [100, -100])
def test_a_folder_that_a_hook_chose_for_the_site_is_the_site_s(bread: Path, priority: int) -> None:
    hooked(bread, f"config.site_dir = {str(bread / 'public')!r}", priority)
    assert (bread / "public/terms/yeast/index.html").is_file()
    assert not (bread / "site").exists()


@pytest.mark.parametrize("priority", [100, -100])
def test_a_folder_of_terms_that_a_hook_chose_for_the_site_is_refused(
    bread: Path, priority: int
) -> None:
    with pytest.raises(AssertionError, match='which is the folder of the terms, "terms"'):
        hooked(bread, f"config.site_dir = {str(bread / 'terms')!r}", priority)
    assert (bread / "terms/yeast.yml").is_file()


@pytest.mark.parametrize("names", ["glossary, offline", "offline, glossary"])
def test_the_theme_s_offline_plugin_may_stand_on_either_side(bread: Path, names: str) -> None:
    config = bread / "mkdocs.yml"
    text = config.read_text("utf-8")
    offline, ours = "  - offline\n", text[text.index("  - glossary") :]
    order = [ours, offline] if names == "glossary, offline" else [offline, ours]
    config.write_text(text[: text.index("  - glossary")] + "".join(order), "utf-8")
    sites.build(config, bread / "site")
    assert (bread / "site/terms/yeast.html").is_file()
    assert sites.broken_links(bread / "site") == []


def test_a_hook_that_fails_or_a_broken_term_leaves_the_last_good_site(bread: Path) -> None:
    sites.build(bread / "mkdocs.yml", bread / "site")
    before = sites.contents(bread / "site")
    term = bread / "terms/yeast.yml"
    good = term.read_text("utf-8")
    term.write_text(good.replace("name:", "nome:", 1), "utf-8")
    with pytest.raises(AssertionError, match='unknown key "nome"'):
        sites.build(bread / "mkdocs.yml", bread / "site")
    term.write_text(good, "utf-8")
    (bread / "hook.py").write_text("def on_env(env, config, files):\n    1 / 0\n", "utf-8")
    add(bread, "hooks: [hook.py]\n")
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        sites.build(bread / "mkdocs.yml", bread / "site")
    assert sites.contents(bread / "site") == before
    assert [*bread.glob(".site*")] == []


def in_words_that_yaml_reads_otherwise(folder: Path, default: str) -> None:
    """A glossary in Norwegian, whose code YAML reads as false, with numbers and dates as names."""
    other = "en" if default == "no" else "no"
    shutil.move(folder / "terms/pl", folder / "terms" / other)
    package = PACKAGE / "i18n" / "locales" / "en.yml"
    (folder / "docs/index.md").unlink()  # the first page is ours
    (folder / "own").mkdir()
    shutil.copy(package, folder / "own/no.yml")
    (folder / "mkdocs.yml").write_text(
        f"""\
site_name: Bread
theme: {{name: material, font: false}}
plugins:
  - glossary:
      languages: {{no: 2024-11-30, en: off}}
      default: {default}
      locale: own
      names: {{no: 1.50}}
      topics:
        ingredients: {{en: yes, no: 0x10}}
        dough: {{en: 1_000, no: ~}}
extra:
  glossary:
    home:
      no: {{title: 2024, lead: on}}
""",
        "utf-8",
    )


@pytest.mark.parametrize("default", ["no", "en"])
def test_what_yaml_takes_for_something_else_is_what_was_written(bread: Path, default: str) -> None:
    in_words_that_yaml_reads_otherwise(bread, default)
    done = subprocess.run(
        [sys.executable, "-m", "glossary", "build", "-q", "--site-dir", "site"],
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    norwegian = bread / "site" / ("" if default == "no" else "no")
    home = (norwegian / "index.html").read_text("utf-8")
    assert '<html lang="no"' in home
    assert re.search(r"<h1[^>]*>2024</h1>", home)
    assert re.search(r"<p[^>]*>\s*on\s*</p>", home)
    assert "1.50" in home
    assert re.search(r'hreflang="en"[^>]*>\s*off\s*<', home)
    topics = (norwegian / "topics/index.html").read_text("utf-8")
    assert "0x10" in topics
    assert "~" in topics
    english = bread / "site" / ("en" if default == "no" else "")
    page = (english / "index.html").read_text("utf-8")
    assert re.search(r'hreflang="no"[^>]*>\s*2024-11-30\s*<', page)
    assert "yes" in (english / "topics/index.html").read_text("utf-8")
    assert "1_000" in (english / "topics/index.html").read_text("utf-8")


def test_of_the_first_page_s_words_those_of_a_hook_count_and_the_rest_as_written() -> None:
    written = {"no": {"title": "2024", "lead": "off"}, "en": {"title": "0x10"}}
    extra = {"glossary": {"home": {False: {"title": 2024, "lead": "new"}, "en": {"title": 17}}}}
    assert theme.home(extra, written) == {
        "no": {"title": "2024", "lead": "new"},
        "en": {"title": "17"},
    }
    assert theme.home({}, written) == {}
    assert theme.home({"glossary": {"home": None}}, written) == {}
