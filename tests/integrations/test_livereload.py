"""Editing while the site is served: what is served is what a whole build of the files would be."""

from __future__ import annotations

import hashlib
import html
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from benchmarks import synthetic
from glossary.errors import Problems
from glossary.i18n import catalog
from glossary.model import fields
from glossary.sources.config import read_config
from tests.support.random_edits import Editor

pytestmark = pytest.mark.site

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"
GOLDEN = Path(__file__).parents[1] / "golden"
URL = "http://127.0.0.1:8000/"


class Served:
    """A glossary as `mkdocs serve` has it, without its threads: `save` stands for the watcher."""

    def __init__(self, config: Path, folder: Path) -> None:
        self.config, self.folder = config, folder
        first = self._configured()
        first.plugins.on_startup(command="serve", dirty=False)
        self.state = first.plugins["glossary"].state
        self.whole = 0
        self._whole(first)
        self.server = LiveReloadServer(self._whole, "127.0.0.1", 8000, str(folder))
        self.server.watch(first.docs_dir)
        self.server.watch(str(config))
        first.plugins.on_serve(self.server, config=first, builder=self._whole)
        for path in first.watch:
            self.server.watch(path)

    def _configured(self) -> Any:
        config = load_config(
            config_file=str(self.config), site_dir=str(self.folder), dev_addr="127.0.0.1:0"
        )
        config.site_url = URL
        return config

    def _whole(self, config: Any = None) -> None:
        self.whole += 1
        mkdocs_build(config or self._configured(), serve_url=URL)

    def save(self) -> None:
        """What happens after files were written, up to where nobody waits any more."""
        self.server.builder()

    def rest(self) -> None:
        """Until search is up to date."""
        builder = self.server.builder.__self__
        if builder.later:
            builder.later.join()

    def answer(self, path: str) -> str:
        """The page as a browser gets it."""
        said: list[Any] = []
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
        body = self.server.get_app()(environ, lambda *start: said.extend(start))
        page = b"".join(body)
        assert dict(said[1]).get("Content-Length", str(len(page))) == str(len(page))
        return page.decode()


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Serves a glossary in a folder of its own."""
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.chdir(tmp_path)

    def served(config: Path) -> Served:
        return Served(config, tmp_path / "served")

    return served


def fresh(config: Path, folder: Path) -> dict[str, bytes]:
    """What a whole build gives, in a process of its own, because MkDocs keeps plugins."""
    script = f"import sys; from {__name__} import Path, Served; Served(*map(Path, sys.argv[1:]))"
    command = [sys.executable, "-c", script, str(config), str(folder)]
    where = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "sitemap.xml.gz"  # it has the time of the build in it
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_served_folder_is_a_whole_build_of_the_files(
    serve, tmp_path: Path, seed: int
) -> None:
    config = synthetic.write(tmp_path / "source", 24)
    (tmp_path / "source/docs/about.md").write_text("# About\n\nBy [hand](a-z.md).\n", "utf-8")
    served, editor, done = serve(config), Editor(config, random.Random(seed)), []
    for step in range(12):
        done.append(editor.one())
        served.save()
        assert served.state.problems == (), done
        if step % 6 == 5:
            served.rest()
            other = fresh(config, tmp_path / f"fresh-{step}")
            assert differing(contents(tmp_path / "served"), other) == [], done
    assert served.whole == 1, "an edit of a term built the whole site"


@pytest.fixture
def bread(serve, tmp_path: Path):
    return serve(shutil.copytree(BREAD, tmp_path / "bread") / "mkdocs.yml")


def test_a_page_is_fresh_for_whoever_asks_before_the_others_are(bread: Served) -> None:
    term = bread.config.parent / "terms/yeast.yml"
    good = term.read_text("utf-8")
    assert "A NEW NAME" not in bread.answer("/terms/yeast/")
    term.write_text(good.replace("name: ", "name: A NEW NAME ", 1), "utf-8")
    bread.save()
    served = bread.server.builder.__self__
    assert len(served.waiting) > 5
    for path in ("/terms/yeast/", "/a-z/", "/terms/fermentation/", "/pl/a-z/"):
        assert "A NEW NAME" in bread.answer(path)
    assert "404" in bread.answer("/terms/no-such-term/")
    bread.rest()
    assert served.waiting == {}
    term.write_text(good, "utf-8")
    bread.save()
    assert "A NEW NAME" not in bread.answer("/terms/yeast/")
    bread.rest()


EN = """<strong>2 problems keep this page from being up to date.</strong> \
Below is the last good page; it follows as soon as the files are mended.<ul>\
<li><code>bread/terms/yeast.yml:1:1</code> missing key &quot;name&quot;\
<small>The name, singular, as in a heading.</small></li>\
<li><code>bread/terms/yeast.yml:1:1</code> unknown key &quot;nome&quot;; \
did you mean &quot;name&quot;?<small>keys: KEYS</small></li></ul></section>"""
PL = EN.replace(
    "2 problems keep this page from being up to date.",
    "2 problemy nie pozwalają zaktualizować tej strony.",
).replace(
    "Below is the last good page; it follows as soon as the files are mended.",
    "Poniżej widać jej ostatnią dobrą wersję; "
    "odświeży się sama, gdy tylko pliki zostaną poprawione.",
)


def test_a_broken_file_shows_its_problems_above_the_last_good_pages(
    bread: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    term = bread.config.parent / "terms/yeast.yml"
    good, before = term.read_text("utf-8"), contents(bread.folder)
    pages = {path: bread.answer(path) for path in ("/terms/yeast/", "/pl/a-z/")}
    term.write_text(good.replace("name:", "nome:", 1), "utf-8")
    bread.save()
    keys = ", ".join(fields.TERM.fields)
    for path, said in (("/terms/yeast/", EN), ("/pl/a-z/", PL)):
        page = bread.answer(path)
        found = page[page.index("<strong>", page.index('id="glossary-broken"')) :]
        found = found[: found.index("</section>") + 10]
        assert found == said.replace("KEYS", keys)
        start, end = page.index('<section id="glossary-broken"'), page.index(found) + len(found)
        assert without_script(page[:start] + page[end:]) == without_script(pages[path])
    assert capsys.readouterr().err.endswith(
        f'bread/terms/yeast.yml:1:1: missing key "name"\n  hint: The name, singular, as in a '
        f'heading.\nbread/terms/yeast.yml:1:1: unknown key "nome"; did you mean "name"?\n'
        f"  hint: keys: {keys}\n2 problems; nothing was written\n"
    )
    assert contents(bread.folder) == before
    assert "glossary-broken" not in bread.answer("/assets/glossary/glossary.css")
    term.write_text(good, "utf-8")
    bread.save()
    assert "glossary-broken" not in bread.answer("/terms/yeast/")
    bread.rest()
    assert contents(bread.folder) == before


def without_script(page: str) -> str:
    """What MkDocs puts in has numbers in it that nobody knows beforehand."""
    return re.sub(r"<script>\s*var livereload.*?</script>", "", page, flags=re.S)


def test_a_broken_mkdocs_yml_is_named_above_the_pages_and_mending_it_builds_all(
    bread: Served,
) -> None:
    good = bread.config.read_text("utf-8")
    bread.config.write_text(good + "\nstrict: perhaps\n", "utf-8")
    bread.save()
    page = bread.answer("/terms/yeast/")
    said = "Config value 'strict': Expected type: <class 'bool'> but received: <class 'str'>"
    assert f"<li><code>mkdocs.yml:1:1</code> {html.escape(said)}</li></ul>" in page
    bread.config.write_text(good.replace("site_name: ", "site_name: Another "), "utf-8")
    bread.save()
    page = bread.answer("/terms/yeast/")
    assert "glossary-broken" not in page
    assert "Another " in page
    assert bread.whole == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"plugins:", b"plugins: ["),
        (b"site_name:", b"\tsite_name:"),
        (b"site_name:", b"# \xb3\nsite_name:"),
        (b"languages:", b"langages:"),
        (b"- glossary:", b"- glosary:"),
        (b"", None),
    ],
    ids=["not YAML", "tab", "not UTF-8", "unknown key", "not ours", "gone"],
)
def test_what_is_wrong_in_mkdocs_yml_is_said_as_check_says_it_and_mending_it_builds_all(
    bread: Served, capsys: pytest.CaptureFixture[str], old: bytes, new: bytes | None
) -> None:
    good = bread.config.read_bytes()
    if new is None:
        bread.config.unlink()
    else:
        assert old in good
        bread.config.write_bytes(good.replace(old, new, 1))
    with pytest.raises(Problems) as wrong:
        read_config("bread/mkdocs.yml")
    capsys.readouterr()
    bread.save()
    said = capsys.readouterr().err
    assert said == f"{wrong.value}\n1 problem; nothing was written\n"
    shown = str(wrong.value.problems[0].place)
    assert f"<li><code>{shown}</code> " in bread.answer("/terms/yeast/")
    bread.config.write_bytes(good)
    bread.save()
    assert "glossary-broken" not in bread.answer("/terms/yeast/")
    assert bread.whole == 2


def test_a_language_that_was_added_with_mistakes_is_served_once_they_are_mended(
    bread: Served,
) -> None:
    config, good = bread.config, bread.config.read_text("utf-8")
    pages, words = config.parent / "terms/cs", config.parent / "words"
    words.mkdir()
    shipped = Path(catalog.__file__).parent / "locales/en.yml"
    text = re.sub(r"(?<=\{)one: (\"[^\"]*\")", r"one: \1, few: \1", shipped.read_text("utf-8"))
    (words / "cs.yml").write_text(text.replace("home: Home", "home: Domů"), "utf-8")
    text = re.sub(r"(en: \w+, pl: \w+)", r"\1, cs: Čeština", good)
    config.write_text(text.replace("Čeština}", "Čeština}\n      locale: words", 1), "utf-8")
    bread.save()  # no term is there yet in that language
    assert bread.state.problems
    shutil.copytree(config.parent / "terms/pl", pages)
    bread.save()
    assert bread.state.problems == ()
    assert ">Domů</a>" in bread.answer("/cs/terms/yeast/")
    assert 'hreflang="cs"' in bread.answer("/terms/yeast/")
    assert {str(words), str(pages.parent)} <= bread.server._watched_paths.keys()
    bread.rest()
    assert bread.whole == 3


def test_a_mistake_of_a_program_is_shown_whole(bread: Served, capsys, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(bread.state, "build", broken)
    (bread.config.parent / "docs/about.md").write_text("# About us\n", "utf-8")
    bread.save()
    assert "in broken\n" in capsys.readouterr().err
    assert "<code>mkdocs.yml:1:1</code> a mistake of ours</li>" in bread.answer("/terms/yeast/")


def test_a_link_to_nothing_and_a_folder_in_place_of_a_term_are_told_at_once(
    bread: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = bread.config.parent / "terms"
    (terms / "dangling.yml").symlink_to("nowhere.yml")
    (terms / "folder.yml").mkdir()
    bread.save()
    said = capsys.readouterr().err
    assert said == (
        "bread/terms/dangling.yml:1:1: the file cannot be read: No such file or directory\n"
        "  hint: it is a link: lead it to a file, or remove it\n"
        "bread/terms/folder.yml:1:1: this is a directory, not a file\n"
        "  hint: rename it or remove it\n2 problems; nothing was written\n"
    )
    (terms / "dangling.yml").unlink()
    (terms / "folder.yml").rmdir()
    bread.save()
    assert bread.state.problems == ()


def test_a_page_by_hand_is_built_by_mkdocs(bread: Served) -> None:
    (bread.config.parent / "docs/about.md").write_text("# About us\n", "utf-8")
    bread.save()
    assert "About us" in bread.answer("/about/")
    assert bread.whole == 2


def test_a_changed_weight_file_is_served_with_its_list(serve, tmp_path: Path) -> None:
    for case in ("base", "widget-that-is-right"):
        shutil.copytree(GOLDEN / case, tmp_path / "tides", dirs_exist_ok=True)
    config = tmp_path / "tides/mkdocs.yml"
    text = (
        config.read_text("utf-8").partition("markdown_extensions:")[0].replace("  - search\n", "")
    )
    config.write_text(f"site_name: Tides\n{text}", "utf-8")
    (tmp_path / "tides/docs").mkdir(exist_ok=True)
    served = serve(config)
    assert (served.folder / "assets/kept/sea.txt").read_text() == "wet\n"
    salt, kept = b"salt\n", tmp_path / "tides/kept"
    listed = json.loads((kept / "tide.json").read_bytes())
    listed["files"]["sea.txt"] = {"bytes": 5, "sha256": hashlib.sha256(salt).hexdigest()}
    (kept / "sea.txt").write_bytes(salt)
    (kept / "tide.json").write_text(json.dumps(listed))
    served.save()
    assert served.state.problems == ()
    assert (served.folder / "assets/kept/sea.txt").read_bytes() == salt
    assert json.loads((served.folder / "assets/kept/tide.json").read_bytes()) == listed
    assert served.whole == 2


def test_a_term_that_goes_before_anybody_saw_it_leaves_nothing(bread: Served) -> None:
    before, terms = contents(bread.folder), bread.config.parent / "terms"
    for folder in ("", "pl"):
        text = (terms / folder / "flour.yml").read_text("utf-8")
        text = re.sub(r"^(name: )", r"\1Other ", text, flags=re.M)
        text = re.sub(r"^(?:children|prerequisites|related):\n(?:  .*\n)+", "", text, flags=re.M)
        (terms / folder / "other.yml").write_text(text, "utf-8")
    bread.save()
    assert bread.state.problems == ()
    assert "terms/other/index.html" in bread.server.builder.__self__.waiting
    for folder in ("", "pl"):
        (terms / folder / "other.yml").unlink()
    bread.save()
    assert bread.answer("/terms/other/") == bread.answer("/no/such/page/")
    bread.rest()
    assert (bread.whole, differing(contents(bread.folder), before)) == (1, [])


def test_whoever_saves_without_a_change_waits_for_nothing(bread: Served) -> None:
    before = contents(bread.folder)
    (bread.config.parent / "terms/yeast.yml").touch()
    bread.save()
    bread.save()
    assert bread.server.builder.__self__.waiting == {}
    assert (bread.whole, contents(bread.folder)) == (1, before)
