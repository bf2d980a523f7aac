"""The notebooks of the site, executed from first to last cell as their readers do.

Each runs in a process of its own, in a folder that is not the repository. What its last cells
show must be the numbers of the page, or, on a processor that computes otherwise than the one they
were recorded on, those of the script in the same place. The quick ones are executed by
`make check` as well, and of the others those that are judged (see `demos/lab/judging.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from demos.lab import judging, runner, script
from glossary.model import glossary
from glossary.model.urls import Urls
from glossary.pipeline.targets import scripts
from glossary.sources import config

ROOT = Path(__file__).resolve().parents[2]
DEMOS = script.discover(ROOT / "demos")
ADDRESS = "https://example.org/someone/glossary.git"
JUDGED = judging.now().reasons
QUICK = 0.9  # recorded seconds a run; the others import or train with torch


def recorded(name: str) -> dict[str, Any]:
    text = (ROOT / "demos/results" / f"{name}.json").read_text("utf-8")
    return dict(json.loads(text))


@cache
def notebooks(repository: str) -> dict[str, bytes]:
    files = scripts(
        glossary.read_glossary(config.read_config(ROOT / "mkdocs.yml")), Urls(repository=repository)
    )
    return {Path(file).stem: text for file, text in files.items() if file.endswith(".ipynb")}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as it would be pushed now, what is not committed yet included."""
    folder = tmp_path_factory.mktemp("pushed")
    listed = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    author = ["-c", "user.name=tests", "-c", "user.email=tests@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*author, "commit", "-q", "-m", "pushed"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


Execute = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def execute(project: Path) -> Execute:
    """Run a notebook in a folder; whoever clones ADDRESS gets the project."""

    def run(name: str, folder: Path, repository: str = "") -> subprocess.CompletedProcess[str]:
        book = folder / f"{name}.ipynb"
        book.write_bytes(notebooks(repository)[name])
        git = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_VALUE_0": ADDRESS}
        git["GIT_CONFIG_KEY_0"] = f"url.file://{project}.insteadOf"
        return subprocess.run(
            [sys.executable, Path(__file__).parents[1] / "support/notebooks.py", book],
            cwd=folder,
            env={**os.environ, **git, "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


def numbers(name: str, done: subprocess.CompletedProcess[str]) -> dict[str, float]:
    """What the cells showed: the verdict, the numbers and a picture, and nothing else."""
    assert done.returncode == 0, done.stderr
    verdict, measured, picture = done.stdout.splitlines()
    assert verdict == "holds: True"
    assert "<svg" in json.loads(picture)
    run = dict(json.loads(measured))
    clocks = {key for key, unit in recorded(name)["units"].items() if unit in {"s", "ms"}}
    return {key: runner._rounded(value) for key, value in run.items() if key not in clocks}


def test_every_demo_has_a_notebook() -> None:
    assert notebooks(ADDRESS).keys() == DEMOS.keys()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if recorded(name)["seconds"] < QUICK else pytest.mark.demos)
        for name in DEMOS
        if name in JUDGED or recorded(name)["seconds"] < QUICK
    ],
)
def test_the_file_alone_shows_the_numbers_of_the_page(
    name: str, execute: Execute, tmp_path: Path
) -> None:
    """In an empty folder, as on Colab: the first cell clones the repository."""
    shown = numbers(name, execute(name, tmp_path, ADDRESS))
    assert (tmp_path / "glossary/demos").is_dir(), "cloned beside the notebook"
    run = recorded(name)["runs"][0]
    if shown != {key: run["measured"][key] for key in shown}:
        command = [sys.executable, DEMOS[name], "--seed", str(run["seed"]), "--json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        measured = json.loads(done.stdout)["runs"][0]["measured"]
        assert shown == {key: measured[key] for key in shown}


@pytest.mark.site
@pytest.mark.parametrize("repository", [ADDRESS, ""], ids=["published", "not published"])
@pytest.mark.parametrize("place", ["beside", "inside"])
def test_a_repository_that_is_there_already_is_used(
    place: str, repository: str, execute: Execute, project: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "a clone"
    subprocess.run(["git", "clone", "-q", project, clone], check=True)
    folder = tmp_path if place == "beside" else clone / "docs"
    assert numbers("gradient_descent", execute("gradient_descent", folder, repository))
    assert not (folder / "glossary").exists()


def test_without_a_repository_the_first_cell_says_what_to_do(
    execute: Execute, tmp_path: Path
) -> None:
    done = execute("gradient_descent", tmp_path)
    path = DEMOS["gradient_descent"].relative_to(ROOT).as_posix()
    advice = "put this notebook into the repository that it comes from, or clone that beside it"
    assert done.stderr.splitlines()[-1] == f"FileNotFoundError: {path}: {advice}"
