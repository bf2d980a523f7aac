"""What a demo rests on: the modules it imports, and the hash of all that decides its numbers."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from demos.lab.script import Source, Unusable


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
    """The hash of all that decides what is measured: the script, its bench's version, its base.

    Who changes numbers in the bench's part of the lab raises the version; the bench's canary, a few
    steps of two demos held against six digits on file, says when that was forgotten.
    """
    version = source.root / "demos" / "lab" / source.bench / "VERSION"
    if not version.is_file():
        raise Unusable(f"{version}: no such file; every bench has a version, which begins at 1")
    files = [source.path, version]
    if model and (source.root / model).is_dir():
        weights = (source.root / model).iterdir()
        files += sorted(p for p in weights if p.suffix in {".json", ".safetensors"})
    return {file.relative_to(source.root).as_posix(): hashed(file) for file in files}


def hashed(file: Path) -> str:
    """sha256 of a file's bytes; of Python its syntax alone, which is marked by `syntax:`.

    What a comment, a docstring or a line break says changes no number. The site has the same
    function, `glossary.model.results.hashed`: site and demos may not import each other.
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
