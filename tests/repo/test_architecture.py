"""ARCHITECTURE.md tells the way of a term function by function; a traced build goes that way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "ARCHITECTURE.md"
# Prints the functions of the package in the order of their calls, by one process.
TRACE = """
import json, sys
from pathlib import Path
import glossary
from mkdocs.__main__ import cli
package = str(Path(glossary.__file__).parent)
calls = []
def profile(frame, event, _):
    code = frame.f_code
    if event == "call" and code.co_filename.startswith(package):
        module = ".".join(Path(code.co_filename).relative_to(package).with_suffix("").parts)
        calls.append(f"{module}:{code.co_qualname}")
sys.setprofile(profile)
try:
    cli(["build", "-q", "-f", sys.argv[1], "-d", sys.argv[2]], standalone_mode=False)
finally:
    sys.setprofile(None)
print(json.dumps(calls))
"""


def steps() -> list[str]:
    text = MAP.read_text("utf-8").split("## One term", 1)[1]
    lines = re.findall(r"^\d+\. .*$", text, re.M)
    return [name for line in lines for name in re.findall(r"`([\w.]+:[\w.]+)`", line)]


def test_a_build_calls_the_functions_of_the_map_in_its_order(tmp_path: Path) -> None:
    bread = ROOT / "tests" / "fixtures" / "bread" / "mkdocs.yml"
    command = [sys.executable, "-c", TRACE, str(bread), str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    calls = iter(json.loads(done.stdout))
    # Each is called after the one before it: what is left of the calls must still hold it.
    assert [step for step in steps() if step not in calls] == []


def test_the_map_has_the_layers_of_the_import_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    rows = re.findall(r"^\| (\d) \| (.*?):", MAP.read_text("utf-8"), re.M)
    assert [int(number) for number, _ in rows] == [*range(1, len(layers) + 1)]
    for layer, (_, named) in zip(layers, rows, strict=True):
        assert {name.strip() for name in re.split("[|:]", layer)} == set(
            re.findall(r"`(\w+)`", named)
        )
