"""What a demo rests on: the modules it imports, and the hash of all that decides its numbers."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from demos.lab.script import Source


def lab_modules(source: Source) -> list[Path]:
    """The files of the demo's bench in `demos/lab/` that it imports, also through each other.

    What lies in `demos/lab/` itself serves every bench and changes no measured number.
    """
    lab = source.root / "demos" / "lab"
    found: dict[Path, None] = {}
    waiting = [source.path]
    while waiting:
        for module, names in imports(waiting.pop(), everywhere=True):
            for full in (module, *(f"{module}.{name}" for name in names)):
                place = source.root / full.replace(".", "/")
                for file in (place.with_suffix(".py"), place / "__init__.py"):
                    inside = lab in file.parents and file.parent != lab
                    if inside and file.is_file() and file not in found:
                        found[file] = None
                        waiting.append(file)
    return sorted(found)


def imports(path: Path, *, everywhere: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(module, names) of each import; optional and typing-only ones only if `everywhere`."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = _package(path, node.level) if node.level else ""
            module = ".".join(filter(None, (above, node.module)))
            yield module, tuple(alias.name for alias in node.names)
        elif everywhere or not _optional(node):
            waiting.extend(ast.iter_child_nodes(node))


def _package(path: Path, level: int) -> str:
    """What the dots of a relative import stand for."""
    parts = path.parts[: len(path.parts) - level]
    start = len(parts) - 1 - parts[::-1].index("demos")
    return ".".join(parts[start:])


def _optional(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.Try)


def hash_inputs(source: Source, model: str | None) -> dict[str, str]:
    """sha256 of all that decides what is measured: the script, its lab modules, its base."""
    files = [source.path, *lab_modules(source)]
    if model and (source.root / model).is_dir():
        weights = (source.root / model).iterdir()
        files += sorted(p for p in weights if p.suffix in {".json", ".safetensors"})
    return {
        file.relative_to(source.root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }
