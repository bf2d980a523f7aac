"""What a judged run leaves: `results/<demo>.json` and `.svg`, and the verdict's arithmetic.

A result is written whole or not at all, and only when the claim held and its control did not.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from demos.lab.runner import Demo
from demos.lab.script import Unusable
from demos.lab.writing import replace_files

LIMIT = 64_000  # bytes of each file: with four hundred demos readers still clone in seconds


def means(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Each measure averaged over the runs: what most `holds` start from."""
    return {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}


def finite(runs: Sequence[Mapping[str, float]]) -> bool:
    """False for no runs, and for any NaN or infinity: such runs prove nothing."""
    return bool(runs) and all(math.isfinite(value) for run in runs for value in run.values())


def write(demo: Demo, result: dict[str, Any]) -> Path:
    """Write picture and numbers beside the demo, each whole or not at all."""
    if not result["holds"]:
        raise Unusable(f"{demo.source.name}: refuted; nothing recorded")
    if result["control"]["holds"]:
        why = "the control holds as well, so the claim shows nothing"
        raise Unusable(f"{demo.source.name}: {why}; nothing recorded")
    from demos.lab import plotting

    picture = plotting.svg(demo.module.plot(result["runs"]), salt=demo.source.name)
    folder = demo.source.root / "demos" / "results"
    target = folder / f"{demo.source.name}.json"
    contents = {target.with_suffix(".svg"): picture, target: as_text(result) + "\n"}
    for file, content in contents.items():
        if len(content.encode()) > LIMIT:
            size = f"{len(content.encode()):,} bytes, over the {LIMIT:,} that a result may have"
            advice = "record fewer points of its curves, or draw fewer"
            raise Unusable(f"{file.name}: {size}; {advice}; nothing recorded")
    replace_files(contents)
    return target


def as_text(value: Any) -> str:
    """JSON with sorted keys, a line a value, but a list of numbers on one line of its own."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return re.sub(r"\[[-+.\d,\se]+\]", lambda found: " ".join(found[0].split()), text)
