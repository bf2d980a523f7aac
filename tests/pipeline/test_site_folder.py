"""The site's folder: which ones are refused, and that it always holds one whole site."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary import Problems
from glossary.cli import main
from glossary.pipeline import site_folder
from glossary.pipeline.builder import join_outputs
from glossary.pipeline.targets import Output
from tests.support import sites

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "-q"]
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
REMEDY = "name another one: site_dir in mkdocs.yml, or --site-dir"


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bread"
    shutil.copytree(BREAD, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("site", "why"),
    [
        ("terms", 'which is the folder of the terms, "terms"'),
        ("terms/pl", 'which lies in the folder of the terms, "terms"'),
        ("demos", 'which contains the folder of the results, "demos/results"'),
        ("demos/results/x", 'which lies in the folder of the results, "demos/results"'),
        (".", 'which is the folder of the project, "."'),
        ("..", None),
        ("mkdocs.yml", "which is not a folder"),
        ("link", 'which is the folder of the terms, "terms"'),
    ],
)
def test_a_folder_that_the_site_is_made_from_is_refused(
    bread: Path, site: str, why: str | None
) -> None:
    (bread / "demos/results").mkdir(parents=True)
    (bread / "link").symlink_to("terms")
    folders = {"terms": Path("terms"), "results": Path("demos/results")}
    if why is None:
        why = 'which contains the folder of the project, "."'
    name = Path(site).as_posix()
    expected = f'the site cannot be written to "{name}", {why}; {REMEDY}'
    assert site_folder.refused(Path(site), Path(), folders) == expected


def test_a_folder_beside_them_is_not_refused_wherever_the_project_keeps_them(bread: Path) -> None:
    folders = {"terms": Path("terms"), "demos": Path(), "words": Path("..")}
    for site in ("site", "../elsewhere", "new/site"):
        assert site_folder.refused(Path(site), Path(), folders) == ""


def test_a_folder_that_no_build_wrote_is_refused_while_anything_is_in_it(bread: Path) -> None:
    mine = bread / "mine"
    mine.mkdir()
    (mine / ".git").mkdir()
    assert site_folder.refused(Path("mine"), Path(), {}) == "", "MkDocs leaves hidden files"
    (mine / "index.html").write_text("<html><head><title>Mine</title>", "utf-8")
    assert site_folder.refused(Path("mine"), Path(), {}) == (
        'the site cannot be written to "mine", which holds files that no build wrote: '
        f"empty it, or {REMEDY}"
    )


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("assets/glossary/glossary.css", ""),
        ("assets/javascripts/bundle.0123abcd.min.js", ""),
        ("404.html", '<head><meta name="generator" content="mkdocs-1.6.1">'),
        ("index.html", '<head><meta name="generator" content="mkdocs-1.6.1">'),
    ],
)
def test_what_a_build_left_is_the_site_s_even_if_it_was_killed(
    bread: Path, path: str, content: str
) -> None:
    file = bread / "site" / path
    file.parent.mkdir(parents=True)
    file.write_text(content, "utf-8")
    assert site_folder.refused(Path("site"), Path(), {}) == ""


@pytest.mark.site
@pytest.mark.parametrize("said_in", ["an option", "the configuration"])
def test_a_refused_build_deletes_nothing_and_ends_with_one_line(
    bread: Path, capfd: pytest.CaptureFixture[str], said_in: str
) -> None:
    before = files(bread / "terms")
    options = ["--site-dir", "terms"]
    if said_in == "the configuration":
        with (bread / "mkdocs.yml").open("a", encoding="utf-8") as config:
            config.write("site_dir: terms\n")
        options = []
    assert main.main(["build", "-q", *options]) == 1
    assert [line for line in "".join(capfd.readouterr()).splitlines() if line] == [
        'the site cannot be written to "terms", which is the folder of the terms, "terms"; '
        f"{REMEDY}; nothing was written"
    ]
    assert files(bread / "terms") == before


@pytest.mark.site
@pytest.mark.skipif(os.name != "posix", reason="processes are killed another way elsewhere")
def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one(bread: Path) -> None:
    config = bread / "mkdocs.yml"
    text = config.read_text("utf-8")
    texts = [text, text.replace("site_name: Bread, explained", "site_name: Rye, explained")]
    whole, seconds = [], 0.0
    for text in texts:
        config.write_text(text, "utf-8")
        start = time.monotonic()
        subprocess.run(MKDOCS, env=QUIET, check=True)
        seconds = time.monotonic() - start
        whole.append(sites.contents(bread / "site"))
    assert whole[0] != whole[1]
    (bread / "site/.htaccess").write_text("mine", "utf-8")
    moments = random.Random(0)
    cut_short = 0
    for number in range(10):
        config.write_text(texts[number % 2], "utf-8")
        with subprocess.Popen(MKDOCS, env=QUIET) as process:
            time.sleep(seconds * moments.uniform(0.5, 1.0))
            process.send_signal(signal.SIGKILL)
        cut_short += process.returncode == -signal.SIGKILL
        visible = sites.contents(bread / "site")
        visible.pop(".htaccess", None)
        assert visible in whole, f"build {number}"
    assert cut_short, "no build was killed before its end"
    subprocess.run(MKDOCS, env=QUIET, check=True)
    assert (bread / "site/.htaccess").read_text("utf-8") == "mine"
    left = sorted(path.name for path in bread.iterdir())
    assert left == ["docs", "mkdocs.yml", "site", "terms"], "what was killed is cleaned up"


def test_what_was_killed_between_two_renames_is_put_back_by_the_next_build(bread: Path) -> None:
    aside = bread / ".site.new-x-old"
    aside.mkdir()
    (aside / "index.html").write_text("good", "utf-8")
    (bread / ".site.new-x").mkdir()
    begun = site_folder.begin(Path("site"))
    assert begun is not None
    begun.abandon()
    assert (bread / "site/index.html").read_text("utf-8") == "good"
    assert [*bread.glob(".site*")] == []


def test_a_build_that_is_going_on_is_left_alone_by_another(bread: Path) -> None:
    first = site_folder.begin(Path("site"))
    assert first is not None
    (first.new / "index.html").write_text("first", "utf-8")
    second = site_folder.begin(Path("site"))
    assert second is not None
    (second.new / "index.html").write_text("second", "utf-8")
    for begun, text in ((first, "first"), (second, "second")):
        begun.finish()
        assert (bread / "site/index.html").read_text("utf-8") == text
    assert [*bread.glob(".site*")] == []


def test_where_folders_cannot_be_swapped_they_are_renamed_one_after_the_other(
    bread: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "another")
    (bread / "site").mkdir()
    (bread / "site/.built").touch()
    begun = site_folder.begin(Path("site"))
    assert begun is not None
    (begun.new / "index.html").write_text("new", "utf-8")
    begun.finish()
    assert sorted(path.name for path in (bread / "site").iterdir()) == [".built", "index.html"]
    assert [*bread.glob(".site*")] == []


@pytest.mark.parametrize(
    "path", ["../x", "/x", "terms/../../x", "a//b", "..\\x", "C:/x", "./x", ""]
)
def test_nothing_is_written_outside_the_site_whatever_a_rule_let_pass(path: str) -> None:
    with pytest.raises(Problems) as raised:
        join_outputs([Output(files={"good.json": b"", path: b""})])
    assert str(raised.value) == f"{path}:1:1: a page or a file would be written outside the site"


def _little_space() -> None:
    """Files of more than 30 kB cannot be written: Python ignores the signal and gets an error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))


@pytest.mark.site
def test_where_there_is_no_space_one_line_says_so_and_the_old_site_stays(bread: Path) -> None:
    subprocess.run(MKDOCS, env=QUIET, check=True)
    before = files(bread / "site")
    done = subprocess.run(
        MKDOCS,
        env=QUIET,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_little_space,
    )
    said = [line for line in f"{done.stdout}{done.stderr}".splitlines() if line]
    assert done.returncode == 1
    assert len(said) == 1, said
    assert said[0].startswith("site/")
    assert said[0].endswith(": File too large; the site was not built")
    assert files(bread / "site") == before
    assert [*bread.glob(".site*")] == []


@pytest.mark.site
def test_what_other_plugins_write_at_the_end_is_in_the_site(bread: Path) -> None:
    (bread / "hook.py").write_text(
        "from pathlib import Path\n"
        "from mkdocs.plugins import event_priority\n"
        "@event_priority(-100)\n"
        "def on_post_build(config):\n"
        "    folder = Path(config.site_dir)\n"
        "    pages = sorted(path.name for path in folder.glob('*.html'))\n"
        "    (folder / 'late.txt').write_text(' '.join(pages))\n",
        "utf-8",
    )
    with (bread / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    (bread / "gh.py").write_text(
        "from mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\n"
        "config = load_config('mkdocs.yml')\n"
        "build(config)\n"
        "print(config.site_dir)  # where gh-deploy takes the site from\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "gh.py"], env=QUIET, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{bread / 'site'}\n"
    assert (bread / "site/late.txt").read_text("utf-8") == "404.html index.html"
