"""Completion, in the shells themselves: keys are typed at a terminal, and Tab is pressed."""

from __future__ import annotations

import os
import pty
import resource
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary.cli import main

TESTS = Path(__file__).parents[1]
SHELLS = ("bash", "zsh", "fish")


def there(shell: str) -> str:
    """The shell's path. Where it is missing, the test fails in CI and is skipped elsewhere."""
    found = shutil.which(shell)
    if not found:
        hint = f"{shell} is missing: bash .ci/shells"
        assert not os.environ.get("CI"), hint
        pytest.skip(hint)
    return found


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A glossary, and in the path the command `glossary` of this environment alone."""
    shutil.copytree(TESTS / "fixtures/bread", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@pytest.fixture
def answer(bread):
    """What the command answers to the words typed so far, asked as the script of fish asks it."""

    def answered(*words: str) -> list[str]:
        line, told = " ".join(["glossary", *words]), bread / ".told"
        asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": "fish", "_ARGCOMPLETE_DFS": "\t"}
        asked |= {"_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_STDOUT_FILENAME": str(told)}
        asked |= {"_ARGCOMPLETE_SUPPRESS_SPACE": "1"}
        asked |= {"COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_TYPE": ""}
        done = subprocess.run(["glossary"], env=os.environ | asked, capture_output=True, check=True)
        assert (done.stdout, done.stderr) == (b"", b"")
        return told.read_text("utf-8").splitlines()

    return answered


def names(lines: list[str]) -> list[str]:
    return [line.split("\t")[0] for line in lines]


def test_commands_complete_with_what_they_do(answer):
    assert names(answer("")) == [command.name for command in main.COMMANDS]
    assert answer("st") == ["status\tshow what is missing, stale or unreached, as a table"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["path", ""], ["fermentation", "flour", "gluten", "sourdough", "yeast"]),
        (["path", "f"], ["fermentation", "flour"]),
        (["path", "flour", "f"], ["fermentation"]),
        (["path", "gluten", "--known", "flour,f"], ["flour,fermentation"]),
        (["path", "gluten", "y"], ["yeast"]),
        (["path", "gluten", "--known", "flour", "y"], []),  # no more is taken there
        (["path", "x", "--language", ""], ["en", "pl"]),
        (["rename", "so"], ["sourdough"]),
        (["rename", "sourdough", ""], []),
        (["translate", ""], ["pl"]),
        (["translate", "pl", "g"], ["gluten"]),
        (["translate", "pl", "--accept", "gluten", "y"], ["yeast"]),
        (["translate", "pl", "--accept", "gluten", "g"], []),
        (["new", "x", "--topic", ""], ["ingredients", "dough"]),
        (["new", ""], []),
        (["check", "--format", ""], ["text", "json", "github"]),
        (["check", "--advice", ""], []),
        (["check", "--f"], ["--format"]),
        (["graph", "gluten", "--"], ["--help", "--config", "--format", "--language"]),
        (["completion", "-"], ["-h", "--help", "-f", "--config"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["check", "--config", ""], ["docs/", "mkdocs.yml", "terms/"]),
        (["check", "-f", "mk"], ["mkdocs.yml"]),
        (["check", "--config=terms/y"], ["--config=terms/yeast.yml"]),
        (["check", "--format=j"], ["--format=json"]),
        (["export", "markdown", "d"], ["docs/"]),
        (["path", "--config", "nowhere.yml", ""], []),
        (["no-such-command", "gr"], ["graph"]),
    ],
)
def test_the_last_word_completes_as_what_is_expected_there(answer, words, wanted):
    assert names(answer(*words)) == wanted


def test_demos_complete(answer, bread):
    shutil.copytree(TESTS / "golden/base", bread, dirs_exist_ok=True)
    (bread / "demos/_lab.py").touch()
    assert names(answer("run", "")) == ["tide"]
    assert names(answer("run", "-f", "mkdocs.yml", "t")) == ["tide"]


@pytest.mark.parametrize("words", [["path", ""], None], ids=["answers", "help"])
def test_answers_and_help_come_while_one_types(bread, answer, words):
    """In seconds of the processor, which do not depend on who else is at work."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        if words:
            assert "yeast" in names(answer(*words))
        else:
            subprocess.run(["glossary", "--help"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent / 3 < 0.3  # 0.06 on the machine this was written on


def typed(shell: list[str], lines: list[str], keys: str, wanted: str, seconds: float = 20) -> str:
    """What a terminal shows after the keys, as soon as that is wanted, or when time is up."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "dumb", "PS1": "> ", "INPUTRC": os.devnull}
        os.execv(shell[0], shell)
    shown, ready = "", "READY"
    try:
        for line in [*lines, f"echo {ready[:2]}''{ready[2:]}"]:
            os.write(terminal, f"{line}\n".encode())
        until, sent = time.monotonic() + seconds, False
        while time.monotonic() < until and not (sent and wanted in plain(shown)):
            if select.select([terminal], [], [], 0.2)[0]:
                shown += os.read(terminal, 4096).decode("utf-8", "replace")
            if not sent and ready in shown:
                shown, sent = "", True
                os.write(terminal, keys.encode())
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)
    return plain(shown)


def plain(shown: str) -> str:
    """What one sees of it in one line; zsh goes back and writes a word again."""
    return " ".join(shown.replace("\b", "").split()) + " "


TYPED = [
    ("glossary transl\t", "glossary translate "),
    ("glossary path sourd\t", "glossary path sourdough"),
    ("glossary path sourdough --kn\tgl\t", "--known gluten"),
    ("glossary translate pl --accept y\t", "--accept yeast"),
]


@pytest.mark.parametrize(("keys", "wanted"), TYPED)
def test_tab_completes_in_bash(bread, keys, wanted):
    shell = [there("bash"), "--norc", "--noprofile", "-i"]
    shown = typed(shell, ['eval "$(glossary completion bash)"'], keys, wanted)
    assert wanted in shown


@pytest.mark.parametrize(("keys", "wanted"), TYPED)
def test_tab_completes_in_zsh(bread, keys, wanted):
    lines = ["autoload -U compinit", "compinit -u -D", 'eval "$(glossary completion zsh)"']
    shown = typed([there("zsh"), "-f", "-i"], lines, keys, wanted)
    assert wanted in shown


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("glossary transl", ["translate"]),
        ("glossary path f", ["fermentation", "flour"]),
        ("glossary path sourdough --known flour,g", ["flour,gluten"]),
        ("glossary check --format ", ["github", "json", "text"]),
    ],
)
def test_fish_offers_the_same(bread, line, wanted):
    script = f"glossary completion fish | source; complete -C '{line}'"
    done = subprocess.run(
        [there("fish"), "--no-config", "-c", script], capture_output=True, text=True, check=True
    )
    assert sorted(names(done.stdout.splitlines())) == wanted, done.stderr


def test_the_shell_in_use_is_guessed(bread, capsys, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert main.main(["completion"]) == 0
    assert "compdef _python_argcomplete glossary" in capsys.readouterr().out
    monkeypatch.setenv("SHELL", "/bin/sh")
    assert main.main(["completion"]) == 2
    assert capsys.readouterr().err == "glossary: which shell? glossary completion bash|zsh|fish\n"
