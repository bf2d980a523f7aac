"""The settings of a demo as options of its command line: each field of its `Config`.

They are read from the text, because the reason beside a field is its help, and `--help` must not
pay for an import.
"""

from __future__ import annotations

import argparse
import ast
import io
import math
import tokenize
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demos.lab.script import Source

_METAVARS = {"int": "N", "float": "X", "str": "TEXT", "model": "PATH_OR_HUB_ID", "device": "D"}


@dataclass(frozen=True)
class Setting:
    """One field of a `Config`: its name, its annotation, its default, the reason beside it."""

    name: str
    kind: str
    default: Any
    reason: str

    @property
    def option(self) -> str:
        return f"--{self.name.replace('_', '-')}"


def of(source: Source) -> list[Setting]:
    """The fields of the demo's `Config`, in its order."""
    reasons = _comments(source.text)
    return [
        Setting(
            ast.unparse(field.target),
            ast.unparse(field.annotation),
            ast.literal_eval(field.value) if field.value else None,
            " ".join(
                reasons[line]
                for line in range(field.lineno, (field.end_lineno or field.lineno) + 1)
                if line in reasons
            ),
        )
        for node in ast.parse(source.text).body
        if isinstance(node, ast.ClassDef) and node.name == "Config"
        for field in node.body
        if isinstance(field, ast.AnnAssign)
    ]


def _comments(text: str) -> dict[int, str]:
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }


def add(parser: argparse.ArgumentParser, settings: list[Setting]) -> None:
    """An option for each setting; what is not given stays absent from the namespace."""
    group = parser.add_argument_group("settings of this demo")
    for setting in settings:
        shown = _shown(setting.default)
        text = f"{setting.reason} (default: {shown})".replace("%", "%%")
        more: dict[str, Any] = {"dest": setting.name, "default": argparse.SUPPRESS, "help": text}
        if setting.kind == "bool":
            group.add_argument(setting.option, action=argparse.BooleanOptionalAction, **more)
        else:
            metavar = _METAVARS.get(setting.name) or _METAVARS.get(setting.kind, "N,N,…")
            group.add_argument(setting.option, type=_reader(setting), metavar=metavar, **more)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _reader(setting: Setting) -> Callable[[str], Any]:
    positive = isinstance(setting.default, int) and setting.default > 0
    match setting.kind:
        case "str":
            return str
        case "int":
            return _count if positive else _whole
        case "float":
            return _number
        case "tuple[int, ...]":
            return lambda text: tuple(map(_count, text.split(",")))
    raise TypeError(f"{setting.name}: no option can be made of {setting.kind}")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, not {text!r}")
    return int(text)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a whole number, not {text!r}") from None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"expected a number, not {text!r}")
    return number
