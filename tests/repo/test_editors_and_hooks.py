"""What other tools read: editors the schemas, pre-commit its manifest, GitHub the workflow."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from glossary.cli import main

TESTS = Path(__file__).parents[1]
SCHEMA = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def test_every_term_file_names_the_schema_of_its_kind(root: Path) -> None:
    for file in [*root.glob("terms/*.yml"), *root.glob("terms/*/*.yml")]:
        kind = "term" if file.parent.name == "terms" else "translation"
        named = SCHEMA.match(file.read_text("utf-8"))
        assert named, file
        assert (file.parent / named[1]).resolve() == root / f"glossary/model/{kind}.schema.json"


def test_vs_code_is_told_the_schema_of_every_file(root: Path) -> None:
    """Also of one whose first line says nothing; a pattern is read from the root of the folder."""
    schemas = json.loads((root / ".vscode/settings.json").read_text())["yaml.schemas"]
    matched: dict[Path, list[str]] = {}
    for schema, pattern in schemas.items():
        assert (root / schema).is_file()
        for file in root.glob(pattern.lstrip("/")):
            matched.setdefault(file, []).append(Path(schema).name)
    assert {file: names for file, names in matched.items() if len(names) > 1} == {}
    files = {*root.glob("terms/*.yml"), *root.glob("terms/*/*.yml")}
    assert set(matched) == files
    assert {Path(file).parent.name: names for file, names in matched.items()} == {
        "terms": ["term.schema.json"],
        "pl": ["translation.schema.json"],
    }
    extensions = json.loads((root / ".vscode/extensions.json").read_text())["recommendations"]
    assert extensions == ["redhat.vscode-yaml"]


def test_vs_code_finds_the_problems_in_what_check_prints(root: Path) -> None:
    (task,) = json.loads((root / ".vscode/tasks.json").read_text())["tasks"]
    assert main.parser().parse_args(task["args"]).command.name == "check"
    pattern = task["problemMatcher"]["pattern"]
    for golden in (TESTS / "golden").glob("*/problems.txt"):
        for line in golden.read_text("utf-8").split("\n"):
            told = re.search(pattern["regexp"], line)
            problem = bool(line) and line[0] != " " and not re.match(r"\d+ terms in", line)
            assert bool(told) == problem, line
            if told:
                assert (told[pattern["line"]] + told[pattern["column"]]).isdecimal()


@pytest.fixture
def hooked(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose commits pass our hook, run from this environment, not a fresh one."""
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    local = hook | {"language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    for name, value in {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": f"{tmp_path}/.cache",
        "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    ran("git", "init", "-q")
    ran("git", "add", "mkdocs.yml", "docs", "terms")
    ran("git", "commit", "-qm", "x")
    ran("pre-commit", "install")
    return tmp_path


def ran(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_hooks_manifest_is_what_pre_commit_expects(root: Path) -> None:
    program = Path(sys.executable).with_name("pre-commit")
    assert ran(str(program), "validate-manifest", str(root / ".pre-commit-hooks.yaml")) == (0, "")
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    command = shlex.split(hook["entry"])
    assert command[0] == "glossary"
    assert main.parser().parse_args(command[1:])


def test_a_commit_with_a_problem_is_stopped_and_one_without_passes(hooked: Path) -> None:
    flour = hooked / "terms/flour.yml"
    flour.write_text(flour.read_text().replace("topic: ingredients", "topic: doug"))
    ran("git", "add", "terms")
    code, out = ran("git", "commit", "-m", "wrong")
    assert code == 1
    assert 'terms/flour.yml:4:8: unknown topic "doug"; did you mean "dough"?' in out
    flour.write_text(flour.read_text().replace("topic: doug", "topic: dough"))
    ran("git", "add", "terms")
    code, out = ran("git", "commit", "-m", "right")
    assert (code, "Passed" in out) == (0, True), out


def test_a_commit_that_touches_no_term_is_not_checked(hooked: Path) -> None:
    (hooked / "notes.txt").write_text("x")
    ran("git", "add", "notes.txt")
    code, out = ran("git", "commit", "-m", "notes")
    assert (code, "Skipped" in out) == (0, True), out


def test_the_workflow_checks_a_pull_request_with_annotations(root: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/check.yml").read_text())
    assert "pull_request" in workflow[True]  # "on", as YAML 1.1 reads it
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+(\.\d+)*", action) for action in actions)
    commands = [shlex.split(step["run"]) for step in job["steps"] if "run" in step]
    assert commands[-1] == ["glossary", "check", "--format", "github"]
    options = main.parser().parse_args(commands[-1][1:])
    assert options.format == "github"
