"""What somebody gets who installs the package: a glossary of any field and direction, from nothing.

The wheel is built and installed as a stranger would, into an environment of its own that finds the
dependencies of this one but not this checkout, and in which no training library can be imported.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support import sites

pytestmark = pytest.mark.site

RTL = Path(__file__).parents[1] / "fixtures" / "rtl"
_BARRED = "raise ImportError('the site needs no training library')\n"


@pytest.fixture(scope="session")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder]
    run([*pip, "wheel", *options, root], folder)
    (wheel,) = folder.glob("*.whl")
    run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], folder)
    python = folder / "env" / "bin" / "python"
    run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], folder)
    (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
    # A path in a .pth is searched, but the .pth files there, this checkout's among them, are not.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name in ("torch", "transformers"):
        (packages / f"{name}.py").write_text(_BARRED)
    where = run([python, "-c", "import glossary; print(glossary.__file__)"], folder)
    assert Path(where.strip()).is_relative_to(packages)
    return python.parent


def run(command: list[str | Path], folder: Path) -> str:
    """Runs it outside of the checkout; what it printed."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def begun(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `glossary init` makes of an empty folder, built."""
    folder = tmp_path_factory.mktemp("knots")
    run([installed / "glossary", "init", "--name", "Knots"], folder)
    assert run([installed / "glossary", "check"], folder) == "3 terms in en: no problems\n"
    assert "WARNING" not in run([installed / "glossary", "build"], folder)
    return folder


def read(folder: Path, address: str) -> str:
    return (folder / "site" / address / "index.html").read_text("utf-8")


def test_an_empty_folder_becomes_a_site_whose_links_resolve(begun: Path) -> None:
    assert sites.broken_links(begun / "site") == []
    assert sites.loaded_from_elsewhere(begun / "site") == []
    assert 'class="g-svg"' in read(begun, "terms/knot")
    assert "demo" not in re.sub(r"<script.*?</script>", "", read(begun, "terms/knot"), flags=re.S)


def test_one_language_needs_no_switch_and_no_page_promises_a_demo(begun: Path) -> None:
    for address in ("", "terms/knot", "a-z", "about"):
        page = read(begun, address)
        assert "g-languages" not in page, address
    assert "proves its claim" not in read(begun, "")
    assert "<title>Knots</title>" in read(begun, "")
    assert "Every term says what to know first and why it matters." in read(begun, "")


def test_it_can_be_exported_from_the_wheel_too(begun: Path, installed: Path) -> None:
    said = run([installed / "glossary", "export", "markdown", "out"], begun)
    assert re.fullmatch(r"(\d+) files in out: \1 written, 0 removed\n", said), said
    assert (begun / "out/theme/partials/language.html").is_file()


def test_it_is_served(begun: Path, installed: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [installed / "glossary", "serve", "-a", f"127.0.0.1:{port}"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(
        command, cwd=begun, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as server:
        try:
            status = answered(f"http://127.0.0.1:{port}/terms/knot/")
        finally:
            os.killpg(server.pid, 15)
    assert status == 200


def answered(address: str) -> int:
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return int(answer.status)
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < end, "nothing is served"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def hebrew(begun: Path, installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same glossary with a language from right to left, words and colours of its own."""
    folder = tmp_path_factory.mktemp("rtl") / "knots"
    shutil.copytree(begun, folder, ignore=shutil.ignore_patterns("site", "out"))
    shutil.copytree(RTL, folder, dirs_exist_ok=True)
    run([installed / "glossary", "translate", "he", "--accept", "rope", "knot", "bowline"], folder)
    assert run([installed / "glossary", "check"], folder) == "3 terms in en, he: no problems\n"
    assert "WARNING" not in run([installed / "glossary", "build"], folder)
    return folder


def test_pages_from_right_to_left_say_so_and_read_so(hebrew: Path) -> None:
    assert sites.broken_links(hebrew / "site") == []
    page = read(hebrew, "he/terms/knot")
    assert '<html lang="he" dir="rtl"' in page
    assert '<body dir="rtl"' in page
    assert "graph RL" in page
    assert "עריכת הדף" in page or "הדף הזה נוצר מ־" in page
    assert "תוכן העניינים" in page, "the theme speaks another language"
    english = read(hebrew, "terms/knot")
    assert '<html lang="en" dir="ltr"' in english
    assert "graph LR" in english
    assert '<a href="../../he/terms/knot/" hreflang="he" lang="he">עברית</a>' in english


def test_the_drawing_is_mirrored(hebrew: Path) -> None:
    def middle(address: str, kind: str) -> float:
        node = re.search(
            rf'class="g-node g-node--{kind}".*?<rect x="([-\d.]+)"', read(hebrew, address), re.S
        )
        assert node
        return float(node[1])

    assert middle("terms/knot", "pre") < middle("terms/knot", "main")
    assert middle("he/terms/knot", "pre") > middle("he/terms/knot", "main")


def test_topics_words_and_colours_come_from_the_configuration(hebrew: Path) -> None:
    page = read(hebrew, "he/topics")
    assert "קשירה" in page
    assert "- קשרים</title>" in page
    assert "<title>קשרים וחבלים - קשרים</title>" in read(hebrew, "he")
    assert "- Knots</title>" in read(hebrew, "topics")
    assert "חומר" in page
    assert "קשרים וחבלים" in read(hebrew, "he")
    css = (hebrew / "site/assets/glossary/glossary.css").read_text("utf-8")
    assert "--g-accent: #0f766e;" in css
    assert "classDef main fill:#0f766e" in read(hebrew, "he/terms/knot")


def test_no_page_in_hebrew_has_an_english_word_of_the_theme(hebrew: Path) -> None:
    words = re.compile(r"\b(Home|Topics|Search|Definition|Previous|Next|Level|Review|Settings)\b")
    for path in (hebrew / "site/he").rglob("index.html"):
        text = re.sub(r"<(script|style)\b.*?</\1>", "", path.read_text("utf-8"), flags=re.S)
        assert not words.findall(re.sub(r"<[^>]+>", " ", text)), path
