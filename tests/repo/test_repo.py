"""The repository keeps its promises: the tree, the commands, import contracts, no host names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

README = "README.md"


def git_files(root: Path) -> list[str]:
    out = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    return [name for name in out.split("\0") if name and (root / name).exists()]


def tree_block(text: str) -> str:
    found = re.search(r"^## The tree\n+```\n(.*?)```", text, re.S | re.M)
    assert found, "the README has a section 'The tree' with a fenced block"
    return found[1]


def test_the_readme_tree_equals_the_real_tree(root: Path) -> None:
    told = {
        line.split()[0].rstrip("/") for line in tree_block((root / README).read_text()).splitlines()
    }
    real = {name.split("/")[0] for name in git_files(root)}
    assert told == real


def test_every_make_target_of_the_readme_exists_and_every_target_is_documented(root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (root / "Makefile").read_text(), re.M)) - {"help"}
    told = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)", (root / README).read_text(), re.M))
    told = {word for pair in told for word in pair if word}
    assert told == targets


def test_every_command_of_the_cli_is_in_the_readme_or_the_docs(root: Path) -> None:
    out = subprocess.run(
        [sys.executable, "-m", "glossary", "--help"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = re.findall(r"^    ([a-z-]+)\b", out, re.M)
    assert "check" in found, out
    told = (root / README).read_text()
    missing = [name for name in found if f"glossary {name}" not in told]
    assert missing == []


def test_import_contracts_hold(root: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module",
    [
        "glossary",
        "glossary.cli.main",
        "glossary.checks.runner",
        "glossary.pages.page",
        "glossary.pipeline.builder",
    ],
)
def test_importing_the_site_generator_loads_no_training_library_and_no_mkdocs(
    module: str, root: Path
) -> None:
    code = f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    loaded = set(json.loads(out))
    assert (
        loaded & {"torch", "transformers", "peft", "numpy", "matplotlib", "sklearn", "mkdocs"}
        == set()
    )


def test_the_light_install_carries_no_demo_or_test_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=;\[ ]", spec)[0].lower() for spec in project["dependencies"]}
    extras = {
        re.split(r"[<>=;\[ ]", spec)[0].lower()
        for specs in project["optional-dependencies"].values()
        for spec in specs
    }
    assert names & extras == set()


def test_every_dependency_is_locked_in_the_constraints(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    locked = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (root / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    wanted = {
        re.split(r"[<>=;\[ ]", spec)[0].lower()
        for specs in [project["dependencies"], *project["optional-dependencies"].values()]
        for spec in specs
    }
    assert wanted - locked == set()


def test_the_second_engine_is_told_of_in_the_version_that_the_tests_passed_with(root: Path) -> None:
    extras = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    (spec,) = [s for s in extras["optional-dependencies"]["dev"] if s.startswith("zensical")]
    version = spec.removeprefix("zensical==")
    told = (root / "ENGINES.md").read_text("utf-8")
    assert re.findall(r"pip install (zensical\S+)", told) == [spec]
    assert re.findall(r"Zensical (\d+\.\d\S*)", told) == [version]
    assert f"{spec}\n" in (root / "constraints.txt").read_text()


def test_constraints_and_build_files_name_no_host(root: Path) -> None:
    for name in ["constraints.txt", "pyproject.toml", "Makefile", ".ci/run", ".ci/browser"]:
        text = (root / name).read_text()
        assert not re.search(r"https?://(?!\$\(HOST\))|index-url|file:/", text), name


def test_no_module_is_longer_than_a_reader_can_hold(root: Path) -> None:
    """Python, JavaScript and CSS alike."""
    sources = [
        name
        for name in git_files(root)
        if name.startswith(("glossary/", "demos/", "benchmarks/", "docs/"))
        and Path(name).suffix in {".py", ".js", ".mjs", ".css"}
    ]
    lines = {name: len((root / name).read_text("utf-8").splitlines()) for name in sources}
    assert {name: count for name, count in lines.items() if count > 250} == {}
