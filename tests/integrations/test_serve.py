"""`glossary serve`, started on a glossary that is broken."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.cli import said

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"
PATIENCE = 60  # seconds
WAITING = "waiting until this is mended (Ctrl-C ends)\n"
GLOSSARY = Path(sys.executable).with_name("glossary")


def until(log: Path, process: subprocess.Popen[bytes], words: str) -> str:
    end = time.monotonic() + PATIENCE
    while words not in (text := log.read_text("utf-8")):
        assert process.poll() is None, text
        assert time.monotonic() < end, text
        time.sleep(0.05)
    return text


@contextmanager
def served(folder: Path, address: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`glossary serve` in a folder; what it says is in `log`."""
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [GLOSSARY, "serve", "-a", address],
            cwd=folder,
            stdout=out,
            stderr=out,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            start_new_session=True,  # so that all of it can be ended
        ) as process,
    ):
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def problems(folder: Path) -> str:
    """What `check` says; the tests of `check` hold that whole."""
    done = subprocess.run(
        [GLOSSARY, "check"], cwd=folder, capture_output=True, text=True, check=False
    )
    lines = f"{done.stdout}{done.stderr}".splitlines(keepends=True)
    return "".join(line for line in lines if " terms in en, pl: " not in line)


@pytest.mark.site
def test_it_waits_until_what_is_wrong_is_mended_and_then_serves(tmp_path: Path) -> None:
    shutil.copytree(BREAD, tmp_path / "bread")
    term, config = tmp_path / "bread/terms/yeast.yml", tmp_path / "bread/mkdocs.yml"
    good, settings = term.read_text("utf-8"), config.read_text("utf-8")
    term.write_text(good.replace("name:", "nome:", 1), "utf-8")
    config.write_text(settings.replace("languages:", "langages:", 1), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = tmp_path / "log"
    with served(tmp_path / "bread", address, log) as process:
        first = f"{problems(config.parent)}{WAITING}"
        assert first.startswith('mkdocs.yml:8:7: unknown key "langages"; did you mean')
        assert until(log, process, WAITING) == first
        config.write_text(settings, "utf-8")
        second = f"{problems(config.parent)}{WAITING}"
        assert 'terms/yeast.yml:1:1: unknown key "nome"; did you mean "name"?\n' in second
        assert until(log, process, second) == first + second
        term.write_text(good, "utf-8")
        until(log, process, "Serving on")
        with urllib.request.urlopen(f"http://{address}/terms/yeast/") as page:
            assert page.status == 200


@pytest.mark.site
@pytest.mark.skipif(os.name != "posix", reason="elsewhere MkDocs is a process of its own")
def test_whoever_ends_it_ends_the_server(tmp_path: Path) -> None:
    shutil.copytree(BREAD, tmp_path / "bread")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    with served(tmp_path / "bread", f"127.0.0.1:{port}", log) as process:
        until(log, process, "Serving on")
        process.terminate()
        process.wait(PATIENCE)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 5)


@pytest.mark.site
def test_an_address_that_is_taken_is_told_in_a_line_before_anything_is_built(
    tmp_path: Path,
) -> None:
    shutil.copytree(BREAD, tmp_path / "bread")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [GLOSSARY, "serve", "-q", "-a", f"127.0.0.1:{port}"],
            cwd=tmp_path / "bread",
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            timeout=PATIENCE,
        )
    assert (done.returncode, done.stderr) == (1, "")
    another = port + 1 if port < 65535 else 8000
    assert done.stdout == (
        f"\n127.0.0.1:{port} cannot be served at (Address already in use);"
        f" name another: -a 127.0.0.1:{another}\n"
    )


def test_where_there_is_no_configuration_nothing_is_waited_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    message = "mkdocs.yml:1:1: there is no such file\n  hint: name another one with --config\n"
    assert said(["serve"], capsys) == (1, "", message)
