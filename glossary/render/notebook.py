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


def notebook(script: str, path: str, repository: str = "", seed: int = 0) -> str:
    """The script at `path` of its repository as Jupyter JSON (nbformat 4.5).

    What the script imports lies in that repository, so the first cell goes there: to the one that
    the notebook lies in or beside, else to a clone. The last cells run one seed and show its plot.
    """
    book: list[dict[str, Any]] = []

    def add(kind: str, text: str) -> None:
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{len(book)}", "metadata": {}}
        cell["source"] = text.strip("\n").splitlines(keepends=True)
        book.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))

    add("code", _setup(path, repository))
    for cell in cells(script):
        text = _GUARD.sub("", cell.text)
        prose = re.match(r"\n?((?:#.*\n)+)", text) if cell.title else None
        if cell.title:
            about = re.sub(r"^# ?", "", prose[1], flags=re.M) if prose else ""
            add("markdown", f"## {cell.title}\n\n{about}")
        code = text[prose.end() :] if prose else text
        if code.strip():
            add("code", code)
    for code in _run(script, seed):
        add("code", code)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    document = {"cells": book, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _setup(path: str, repository: str) -> str:
    """The first cell: into the repository, and its libraries installed."""
    if repository:
        folder = repository.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
        fetch = f"""\
    root = here / "{folder}"
    subprocess.run(["git", "clone", "--depth", "1", "{repository}", str(root)], check=True)"""
    else:
        fetch = f"""\
    raise FileNotFoundError(
        "{path}: put this notebook into the repository that it comes from, or clone that beside it"
    )"""
    imports = "import os\nimport subprocess\nimport sys" if repository else "import os\nimport sys"
    return f"""\
# What the demo imports lies in its repository.
{imports}
from pathlib import Path

here = Path.cwd()
near = [here, *here.parents, *sorted(here.glob("*/"))]
root = next((folder for folder in near if (folder / "{path}").is_file()), None)
if root is None:
{fetch}
os.chdir(root)
sys.path.insert(0, str(root))
%pip install -q -e .[demos]"""


def _run(script: str, seed: int) -> list[str]:
    """The last cells. A demo may return curves, lists of numbers, which only its plot reads."""
    values, measured, curves, figure = (
        _unused(name, script) for name in ("outcome", "numbers", "curves", "drawing")
    )
    run = f"""\
# The same seed gives the same numbers; another one may be tried here.
{values} = measure(Config(), seed={seed})
{measured} = {{name: value for name, value in {values}.items() if not isinstance(value, list)}}
print("holds:", holds([{measured}]))
{measured}"""
    look = f"""\
%matplotlib inline
{curves} = {{name: value for name, value in {values}.items() if isinstance(value, list)}}
{figure} = plot([{{"seed": {seed}, "measured": {measured}, "curves": {curves}}}])
{figure}.set_facecolor("white")
{figure}"""
    return [run, look] if re.search(r"^def plot\(", script, re.M) else [run]


def _unused(name: str, script: str) -> str:
    """A name that hides nothing of the script's, whose functions look theirs up when called."""
    while re.search(rf"\b{name}\b", script):
        name += "_"
    return name
