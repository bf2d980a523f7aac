"""What the demos recorded: read from JSON, and held against the files it was measured with.

The two halves of the project meet in these files only. A result names the hash of every file that
could change its numbers; when one of them differs now, the result is stale.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from glossary.errors import Place, Problem, Problems, display_path
from glossary.sources.config import Demos
from glossary.sources.parser import read_text


@dataclass(frozen=True, slots=True)
class Run:
    """One run with one seed: its numbers, and its curves for the plot."""

    seed: int
    measured: Mapping[str, float]
    seconds: float = 0.0
    curves: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Control:
    """The same with one ingredient removed; `config` is what differs, and the claim must fail."""

    config: Mapping[str, Any]
    runs: tuple[Run, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What `demos/results/<demo>.json` says. Every path in `inputs` is relative to the root."""

    demo: str
    file: Path
    svg: Path
    title: str
    claim: str
    refuted_if: str
    takes: str
    tried: tuple[str, ...]
    config: Mapping[str, Any]
    model: str | None
    runs: tuple[Run, ...]
    holds: bool
    control: Control
    units: Mapping[str, str]
    seconds: float
    machine: str
    versions: Mapping[str, str]
    inputs: Mapping[str, str]

    @property
    def measures(self) -> frozenset[str]:
        """The numbers that every run measured."""
        return frozenset.intersection(*(frozenset(run.measured) for run in self.runs))


def scripts(demos: Demos) -> dict[str, Path]:
    """Every demo by name: the scripts in the folder of demos and in its folders, one level deep.

    What begins with an underscore, and the folder `lab`, is what demos share.
    """
    return {
        file.stem: file
        for folder in reversed(_folders(demos))  # where two have one name, the upper one counts
        for file in sorted(folder.glob("[!_]*.py"))
    }


def script(demos: Demos, name: str) -> Path:
    """The script of one demo; where there is none, the place where it could be written."""
    files = (folder / f"{name}.py" for folder in _folders(demos))
    return next((file for file in files if file.is_file()), demos.source / f"{name}.py")


def _folders(demos: Demos) -> list[Path]:
    inside = [folder for folder in sorted(demos.source.glob("[!_]*/")) if folder.name != "lab"]
    return [demos.source, *inside]


def read_results(demo: str, demos: Demos) -> Result:
    """The recorded result of a demo. Raises `Problems`: not JSON, or not of this shape."""
    file = demos.results / f"{demo}.json"
    svg = demos.results / f"{demo}.svg"
    refresh = f"run: {demos.refresh_command(demo)}"
    name = display_path(file)
    text = read_text(file, name)
    try:
        return _result(demo, file, svg, json.loads(text))
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise Problems([Problem(place, f"not JSON: {error.msg}", refresh)]) from None
    except KeyError as error:
        message = f"the result lacks {str(error).replace(chr(39), chr(34))}"
        raise Problems([Problem(Place(name), message, refresh)]) from None
    except (TypeError, ValueError, AttributeError) as error:
        message = f"the result is of another shape: {error}"
        raise Problems([Problem(Place(name), message, refresh)]) from None


def _result(demo: str, file: Path, svg: Path, data: Any) -> Result:
    if not isinstance(data, dict):
        raise TypeError("an object is expected")
    control = data["control"]
    runs = _runs(data["runs"])
    if not runs:
        raise ValueError("no runs")
    return Result(
        demo=demo,
        file=file,
        svg=svg,
        title=str(data["title"]),
        claim=str(data["claim"]),
        refuted_if=str(data["refuted_if"]),
        takes=str(data.get("takes", "")),
        tried=tuple(map(str, data.get("tried", ()))),
        config=dict(data["config"]),
        model=data.get("model"),
        runs=runs,
        holds=bool(data["holds"]),
        control=Control(dict(control["config"]), _runs(control["runs"]), bool(control["holds"])),
        units={str(key): str(unit) for key, unit in data["units"].items()},
        seconds=float(data["seconds"]),
        machine=str(data["machine"]),
        versions={str(key): str(version) for key, version in data["versions"].items()},
        inputs={str(key): str(digest) for key, digest in data["inputs"].items()},
    )


def _runs(data: Any) -> tuple[Run, ...]:
    return tuple(
        Run(
            seed=int(run["seed"]),
            measured={str(key): float(value) for key, value in run["measured"].items()},
            seconds=float(run.get("seconds", 0.0)),
            curves={key: tuple(map(float, curve)) for key, curve in run.get("curves", {}).items()},
        )
        for run in data
    )


def changed_inputs(result: Result, root: Path) -> tuple[str, ...]:
    """The inputs that are no longer what the result was measured with; empty when it is current."""
    return tuple(
        name for name, known in sorted(result.inputs.items()) if not unchanged(root / name, known)
    )


def unchanged(path: Path, known: str) -> bool:
    """Whether a file is still what was hashed: its bytes, or after `syntax:` what they mean."""
    if not known.startswith("syntax:"):
        return digest(path) == known
    try:
        status = path.stat()
        return _meaning(path, status.st_mtime_ns, status.st_size) == known
    except (OSError, ValueError, SyntaxError, RecursionError):
        return False


@cache
def _meaning(path: Path, _modified: int, _size: int) -> str:
    return hashed(path)


def hashed(file: Path) -> str:
    """sha256 of a file's bytes; of Python its syntax alone, which is marked by `syntax:`.

    What a comment, a docstring or a line break says changes no number. `demos.lab.inputs.hashed`
    is the same function: the site and the demos may not import each other.
    """
    if file.suffix != ".py":
        return hashlib.sha256(file.read_bytes()).hexdigest()
    syntax = _syntax(ast.parse(file.read_text(encoding="utf-8")))
    return f"syntax:{hashlib.sha256(syntax.encode()).hexdigest()}"


def _syntax(node: object) -> str:
    """The tree as text, the same in every version of Python, without docstrings."""
    if isinstance(node, ast.Constant):
        return repr(node.value)
    if isinstance(node, list):
        return f"[{','.join(map(_syntax, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = {key: value for key, value in ast.iter_fields(node) if value not in (None, [])}
    body = fields.get("body")
    if (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and body
    ):
        first = body[0].value if isinstance(body[0], ast.Expr) else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            fields["body"] = body[1:]
    if isinstance(node, ast.JoinedStr):  # some versions of Python 3.12 end it with an empty text
        fields["values"] = [v for v in node.values if _syntax(v) != "''"]
    return f"{type(node).__name__}({','.join(f'{k}={_syntax(v)}' for k, v in fields.items())})"


def digest(path: Path) -> str:
    """The sha256 of a file; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return _hashed(path, status.st_mtime_ns, status.st_size)


@cache
def _hashed(path: Path, _modified: int, _size: int) -> str:
    """Every demo that starts from the base names its weights, so they are hashed once a process."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def texts_of_plot(svg: Path) -> tuple[str, ...]:
    """The texts of a recorded plot that need translating: all but numbers, each once, in order.

    Raises `Problems` for a file that is no SVG.
    """
    name = display_path(svg)
    try:
        root = ElementTree.fromstring(read_text(svg, name))
    except ElementTree.ParseError as error:
        line, column = error.position
        raise Problems([Problem(Place(name, line, column + 1), f"not SVG: {error}")]) from None
    texts = (" ".join("".join(node.itertext()).split()) for node in root.iter(f"{_SVG}text"))
    return tuple(dict.fromkeys(text for text in texts if not _is_number(text)))


_SVG = "{http://www.w3.org/2000/svg}"


def _is_number(text: str) -> bool:
    """Also `10⁻³`, `50%`, `−1.5` and `1e-3`: whatever has no letters but an exponent's."""
    return not any(character.isalpha() for character in re.sub(r"(?<=\d)[eE](?=[-+−\d])", "", text))
