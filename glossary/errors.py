"""What is wrong, where, and what to do about it.

A `Problem` is a value that rules yield; `Problems` is the exception that carries them, and the
command line and the MkDocs plugin turn it into an exit code or an abort.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple


class GlossaryError(Exception):
    """What a person can mend; its text is the whole message."""


class Problems(GlossaryError):
    """Everything that was found wrong in one run, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class Refused(GlossaryError):
    """The folder holds what we did not write; its text is the whole message."""


class Misuse(GlossaryError):
    """The command asks for something that does not exist; its text is the whole message."""


Severity = Literal["error", "stale", "advice"]
"""How much a problem stops.

error   nothing is written: `check` and `build` exit 1, `serve` keeps the last good page
stale   a recorded result or a translation is older than what it belongs to: `check` and `build`
        exit 1 as well, but `serve` goes on and the page says so, because somebody who is editing a
        text cannot have re-run its demo and translated it before seeing it
advice  shown by `check --advice`, stops nothing
"""


class Place(NamedTuple):
    """A place in a file; line and column count from 1, and the file as a whole is its 1:1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and the remedy where there is one to name."""

    place: Place
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """`file:line:column: message`, and the hint on a line of its own."""
        return f"{self.place}: {self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


def display_path(path: Path) -> str:
    """Relative to the working directory when inside it, otherwise as given; with `/` everywhere."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def or_else(guess: str, remedy: str) -> str:
    """The hint beside a message that may end in a guess."""
    return f"or {remedy}" if guess else remedy


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "fine-tuning"?`, or nothing where nothing is near."""
    import difflib  # here, because only a mistake needs it

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
