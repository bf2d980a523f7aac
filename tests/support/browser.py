"""Chromium for the tests that drive it: the built site, and pages on which nothing may go wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support import sites

# Colours that fade would be measured half-way.
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
# Chromium of a distribution, run as root, must not ask for updates or accounts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browsed")
    sites.build(root / "mkdocs.yml", folder)
    with sites.served(folder) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "Debian's chromium is missing: bash .ci/browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opener]:
    opener = Opener(browser, address)
    yield opener
    opener.close()
    assert not opener.wrong, "\n".join(opener.wrong)


def settle(page: Page) -> None:
    """Waits until what is scripted works: on a busy machine the network can be idle before it."""
    page.wait_for_load_state("networkidle")
    if page.evaluate("document.documentElement.classList.contains('js')"):
        page.wait_for_selector("html[data-ready]", state="attached")


def sideways(page: Page) -> int:
    """By how much the page is wider than the screen; on a phone `innerWidth` would grow with it."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wide))


def go(page: Page, url: str) -> None:
    """To another address in the same tab."""
    page.goto(url)
    settle(page)


def again(page: Page) -> None:
    """The same page, loaded anew."""
    page.reload()
    settle(page)


class Opener:
    """Opens pages and remembers what went wrong on them: every test fails on any of it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.wrong: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(self, path: str, slow: int = 1, **options: object) -> Page:
        """The page in a browser profile of its own; `options` are Playwright's.

        With `slow`, the page's processor has that fraction of its speed.
        """
        context = self.browser.new_context(**(DESKTOP | options))  # type: ignore[arg-type]
        self.contexts.append(context)
        return self.tab(context, path, slow)

    def tab(self, context: BrowserContext, path: str, slow: int = 1) -> Page:
        """The page in another tab of a profile."""
        page = context.new_page()
        if slow > 1:
            session = context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        page.on("console", lambda m: m.type == "error" and self.wrong.append(f"console: {m.text}"))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("response", lambda r: r.status >= 400 and self.wrong.append(f"{r.status} {r.url}"))
        page.on("request", lambda request: self._host(request.url))
        go(page, self.address + path)
        return page

    def _host(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"another host: {url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
