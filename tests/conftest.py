"""What all tests share: the repository's root, a browser, the flag that rewrites golden files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.browser import address, browser, opened

__all__ = ["address", "browser", "opened"]  # fixtures, for every module that drives a browser

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
