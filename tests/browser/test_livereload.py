"""A thousand terms in two languages under `mkdocs serve`, edited while a browser looks on."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks import synthetic

pytestmark = pytest.mark.browser

BUDGET = 1.0  # seconds of the server's own time from a saved term to its fresh page; measured: 0.3
PATIENCE = 300  # seconds for what takes half a minute on a machine that does nothing else


class Serving:
    """`mkdocs serve` in a process of its own."""

    def __init__(self, config: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.config, self.log, self.address = config, log, f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "mkdocs", "serve", "-f", config, "-a", f"127.0.0.1:{port}"]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
            )
        self.until(lambda: "Serving on" in self.said())

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not happened():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

    def spent(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def term(self, slug: str, language: str = "") -> Path:
        return self.config.parent / "terms" / language / f"{slug}.yml"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("live")
    server = Serving(synthetic.write(folder / "source", 1000), folder / "log")
    yield server
    server.process.terminate()
    server.process.wait()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


def slugs(serving: Serving) -> list[str]:
    return sorted(path.stem for path in (serving.config.parent / "terms").glob("*.yml"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_an_edited_term_is_a_fresh_page_within_the_budget_built_once(
    serving: Serving, page: Page
) -> None:
    slug = slugs(serving)[500]
    page.goto(f"{serving.address}/terms/{slug}/")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    time.sleep(2)  # nobody saves at the moment in which the page begins to listen
    before, said = serving.spent(), serving.said()
    edit(serving.term(slug), "Imagine a box", "FRESHLY EDITED: imagine a box")
    page.get_by_text("FRESHLY EDITED").wait_for()
    spent = serving.spent() - before
    assert spent <= BUDGET, f"{spent:.2f} s"
    serving.until(lambda: "Search is up to date" in serving.said()[len(said) :])
    time.sleep(2)  # a loop would have begun by now
    after = serving.said()[len(said) :]
    assert [after.count(s) for s in ("Renewed 2 pages", "Reloading", "Building")] == [1, 1, 0]
    assert loads == [f"{serving.address}/terms/{slug}/"]
    page.goto(f"{serving.address}/pl/terms/{slug}/")
    assert page.get_by_text("To tłumaczenie jest w trakcie aktualizacji").is_visible()


def test_problems_stand_above_the_page_in_its_language_until_they_are_mended(
    serving: Serving, page: Page
) -> None:
    slug = slugs(serving)[10]
    page.goto(f"{serving.address}/pl/terms/{slug}/")
    time.sleep(2)
    edit(serving.term(slug), "name:", "nome:")
    panel = page.locator("#glossary-broken")
    panel.wait_for()
    assert panel.locator("strong").inner_text() == (
        "2 problemy nie pozwalają zaktualizować tej strony."
    )
    assert 'unknown key "nome"; did you mean "name"?' in panel.inner_text()
    assert page.locator("h1").is_visible()
    page.goto(f"{serving.address}/terms/{slug}/")
    assert panel.locator("strong").inner_text() == (
        "2 problems keep this page from being up to date."
    )
    time.sleep(2)
    edit(serving.term(slug), "nome:", "name:")
    panel.wait_for(state="detached")
    assert 'unknown key "nome"; did you mean "name"?' in serving.said()


def test_terms_come_move_and_go_while_the_site_is_served(serving: Serving, page: Page) -> None:
    model = slugs(serving)[20]
    page.goto(f"{serving.address}/a-z/")
    time.sleep(2)
    for language in ("pl", ""):
        text = serving.term(model, language).read_text("utf-8")
        head = text.split("prerequisites:")[0].split("children:")[0].split("related:")[0]
        quiz = text[text.index("quiz:") :]
        new = head.replace("name: ", "name: Brand new ", 1)
        serving.term("brand-new", language).write_text(new + quiz, "utf-8")
    page.locator('a[href="../terms/brand-new/"]').first.wait_for(state="attached")
    for language in ("pl", ""):
        shutil.move(serving.term("brand-new", language), serving.term("newer", language))
    page.locator('a[href="../terms/newer/"]').first.wait_for(state="attached")
    assert page.request.get(f"{serving.address}/terms/newer/").ok
    assert page.request.get(f"{serving.address}/terms/brand-new/").status == 404
    for language in ("pl", ""):
        serving.term("newer", language).unlink()
    page.locator('a[href="../terms/newer/"]').first.wait_for(state="detached")
    assert page.request.get(f"{serving.address}/pl/path/newer/").status == 404
    assert serving.said().count("Building documentation") == 1
