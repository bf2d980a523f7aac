"""A demo's script as a page and a notebook show it: read as text, never imported.

A script in the `# %%` format falls into cells; the one that a reader should see first is the idea.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_MARKER = re.compile(r"^# %%[ \t]*(.*)$", re.M)
_GUARD = re.compile(r'^if __name__ == "__main__":\n(?:[ \t]+.*\n?)+', re.M)
_IDEA = "The idea"


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a script: the title behind its `# %%` (empty before the first one) and its text."""

    title: str
    text: str


def cells(script: str) -> tuple[Cell, ...]:
    """The script in parts, which joined are the script without its `# %%` lines."""
    head, *rest = _MARKER.split(script)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return (Cell("", head), *(Cell(title.strip(), text) for title, text in pairs))


def idea(script: str) -> str:
    """The lines to read first: the cell called "The idea", else the first cell, else everything."""
    head, *rest = cells(script)
    chosen = next((cell for cell in rest if cell.title == _IDEA), rest[0] if rest else head)
    return chosen.text.strip("\n") + "\n"


def notebook(script: str, repository: str = "") -> str:
    """The script as Jupyter JSON (nbformat 4.5).

    What the script imports lies in its repository: where that is known, the first cell fetches it.
    """
    book: list[dict[str, Any]] = []

    def add(kind: str, text: str) -> None:
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{len(book)}", "metadata": {}}
        cell["source"] = text.strip("\n").splitlines(keepends=True)
        book.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))

    if repository:
        folder = repository.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
        add("code", f"!git clone --depth 1 {repository}\n%cd {folder}\n%pip install -q -e .[demos]")
    for cell in cells(script):
        text = _GUARD.sub("", cell.text)
        prose = re.match(r"\n?((?:#.*\n)+)", text) if cell.title else None
        if cell.title:
            about = re.sub(r"^# ?", "", prose[1], flags=re.M) if prose else ""
            add("markdown", f"## {cell.title}\n\n{about}")
        code = text[prose.end() :] if prose else text
        if code.strip():
            add("code", code)
    add("code", "run = measure(Config(), seed=0)\nprint('holds:', holds([run]))\nrun")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": book, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
