"""Work by copies of a process; each test is a process of its own, for one with threads has none."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"

copied = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


def said(program: str, *arguments: str | Path) -> list[str]:
    """The lines that a program prints, on two processors however many there are."""
    start = (
        "from glossary.utils import parallel\nparallel._processors = lambda: 2\nparallel.FEW = 10\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


@copied
def test_much_work_is_done_by_others_and_comes_in_order() -> None:
    program = """
        import os
        made = [*parallel.each(100, lambda number: (number, os.getpid()))]
        print([number for number, _ in made] == [*range(100)])
        print(os.getpid() in {process for _, process in made})
    """
    assert said(program) == ["True", "False"]


def test_little_work_and_that_of_a_process_with_threads_is_done_here() -> None:
    program = """
        import os, threading
        print({*parallel.each(9, lambda number: os.getpid())} == {os.getpid()})
        end = threading.Event()
        threading.Thread(target=end.wait).start()
        print({*parallel.each(100, lambda number: os.getpid())} == {os.getpid()})
        end.set()
    """
    assert said(program) == ["True", "True"]


@pytest.mark.parametrize("count", [9, 100])
def test_what_the_work_raises_is_raised(count: int) -> None:
    program = f"""
        try:
            [*parallel.each({count}, lambda number: 1 // (number - 5))]
        except ZeroDivisionError as error:
            print(error)
    """
    assert said(program) == ["integer division or modulo by zero"]


@copied
def test_a_worker_that_is_killed_ends_the_work() -> None:
    program = """
        import os
        from concurrent.futures.process import BrokenProcessPool
        try:
            [*parallel.each(100, lambda number: os._exit(1) if number == 50 else number)]
        except BrokenProcessPool as error:
            print(type(error).__name__)
    """
    assert said(program) == ["BrokenProcessPool"]


@copied
def test_a_site_is_the_same_by_one_process_and_by_several() -> None:
    program = """
        import hashlib, os, sys
        from glossary.pipeline.builder import build_site
        from glossary.sources.config import read_config
        from glossary.model.urls import Urls
        from glossary.model.glossary import read_glossary
        for parallel.FEW in (10, 10**9):
            built = build_site(read_glossary(read_config(sys.argv[1])), Urls("Bread", url="https://x.org/"))
            made = repr((sorted(built.documents().items()), built.searched))
            print(hashlib.sha256(made.encode()).hexdigest(), "merman" in sys.modules)
    """
    several, one = (line.split() for line in said(program, BREAD))
    assert several[0] == one[0]
    assert (several[1], one[1]) == ("False", "True"), "who drew the diagrams"
