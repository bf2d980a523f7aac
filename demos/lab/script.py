"""A demo as text: its claim, its cells and its imports, read without running it.

Lists must not pay for `import torch`, and a demo that is broken today can still be shown, so
nothing here imports a demo.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

LABELS = ("Claim", "Refuted if", "Takes", "Tried")


class Unusable(Exception):
    """Something the person can mend; its text is the one line they get to see."""


@dataclass(frozen=True)
class Cell:
    """One `# %%` cell: its heading, the comment under it as prose, and the code."""

    title: str
    prose: str
    code: str


@dataclass(frozen=True)
class Source:
    path: Path
    text: str
    title: str
    claim: str
    refuted_if: str
    takes: str
    tried: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def bench(self) -> str:
        """The folder that the demo lies in, which says what it may import."""
        return self.path.parent.name

    @property
    def root(self) -> Path:
        """The folder above `demos/`: recorded paths are relative to it."""
        return self.path.parents[2]


def read(path: Path) -> Source:
    """The demo at `path`; a missing or incomplete one is `Unusable` with the reason."""
    path = path.resolve()
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise Unusable(f"{path.name}: cannot be read as a demo: {error}") from error
    docstring = ast.get_docstring(tree) or ""
    title, _, body = docstring.partition("\n")
    if title.partition(":")[0] in LABELS:
        title, body = "", docstring
    parts = _paragraphs(body)
    missing = [label for label in LABELS[:3] if not any(parts[label])]
    if not title.strip() or missing:
        lacking = ", ".join(f"`{label}:`" for label in missing) or "a title"
        raise Unusable(f"{path.name}: its docstring lacks {lacking}")
    repeated = [label for label in LABELS[:3] if len(parts[label]) > 1]
    if repeated:
        raise Unusable(f"{path.name}: its docstring has `{repeated[0]}:` twice")
    claim, refuted_if, takes = (parts[label][0] for label in LABELS[:3])
    tried = tuple(parts["Tried"])
    cells = _cells(text, after=tree.body[0].end_lineno or 0)
    return Source(path, text, title.strip(), claim, refuted_if, takes, tried, cells)


def discover(folder: Path) -> dict[str, Path]:
    """Every demo of a repository by name: the scripts of the benches, without an underscore."""
    paths = [path for path in folder.glob("*/[!_]*.py") if path.parent.name != "lab"]
    return {path.stem: path for path in sorted(paths, key=lambda path: path.stem)}


def find(name: str, folder: Path) -> Path:
    """The demo called `name`; a slug (`fine-tuning`) and a file name are understood too."""
    known = discover(folder)
    wanted = name.removesuffix(".py").rsplit("/", 1)[-1].replace("-", "_")
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`python -m demos list` shows all"
    raise Unusable(f'unknown demo "{name}"; {hint}')


def _paragraphs(body: str) -> dict[str, list[str]]:
    """`Label: text` paragraphs; a blank line or the next label ends one."""
    parts: dict[str, list[str]] = {label: [] for label in LABELS}
    current: list[str] | None = None
    for line in body.splitlines():
        label, colon, rest = line.strip().partition(":")
        if colon and label in LABELS:
            current = parts[label]
            current.append(rest.strip())
        elif not line.strip():
            current = None
        elif current is not None:
            current[-1] = f"{current[-1]} {line.strip()}"
    return parts


def _cells(text: str, after: int) -> tuple[Cell, ...]:
    """The cells below line `after`; what stands before the first `# %%` has no title."""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines()[after:]:
        if line.startswith("# %%"):
            blocks.append((line.removeprefix("# %%").strip(), []))
        else:
            blocks[-1][1].append(line)
    cells = []
    for title, lines in blocks:
        body = "\n".join(lines).strip("\n").splitlines()
        count = next((i for i, line in enumerate(body) if not line.startswith("#")), len(body))
        count = count if title else 0
        prose = "\n".join(line[1:].removeprefix(" ") for line in body[:count])
        code = "\n".join(body[count:]).strip("\n")
        if title or prose or code:
            cells.append(Cell(title, prose, code + "\n" if code else ""))
    return tuple(cells)
