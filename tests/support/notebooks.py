"""Runs a notebook as a kernel does: `python notebooks.py FILE`, in the folder it lies in.

Cells are executed from first to last in one namespace that is `__main__`; what `from __future__`
switches on holds for the cells below it, as in IPython. The values that cells end in go to stdout,
a line each, as JSON: pictures as SVG.
"""

from __future__ import annotations

import ast
import codeop
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

# Without a network nothing can be installed: what they ask for is held against pyproject.toml.
MAGICS = {"%pip install -q -e .[demos]", "%matplotlib inline"}


def main(file: Path) -> None:
    cells = [
        "".join(cell["source"])
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    here = str(Path(__file__).resolve().parents[2])  # an editable install of it is in the way
    sys.path[:] = ["", *(place for place in sys.path[1:] if place != here)]
    sys.modules["__main__"] = ModuleType("__main__")  # nothing of this runner's in the cells' way
    space = vars(sys.modules["__main__"])
    compiled = codeop.Compile()
    for number, cell in enumerate(cells):
        lines = cell.splitlines()
        unknown = {line for line in lines if line.startswith(("%", "!"))} - MAGICS
        if unknown:
            sys.exit(f"cell {number}: magics that this runner does not know: {unknown}")
        code = "\n".join("" if line in MAGICS else line for line in lines)
        body = ast.parse(code).body
        last = body[-1] if body and isinstance(body[-1], ast.Expr) else None
        if last and not isinstance(last.value, ast.Constant):  # a docstring is no value to show
            rows = code.splitlines()
            before, value = rows[: last.lineno - 1], rows[last.lineno - 1 :]
            exec(compiled("\n".join(before) + "\n", f"cell {number}", "exec"), space)
            result = eval(compiled("\n".join(value), f"cell {number}", "eval"), space)
            if result is not None:
                print(shown(result))
        else:
            exec(compiled(code + "\n", f"cell {number}", "exec"), space)


def shown(value: Any) -> str:
    if hasattr(value, "savefig"):
        picture = io.StringIO()
        value.savefig(picture, format="svg")
        value = picture.getvalue()
    return json.dumps(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
