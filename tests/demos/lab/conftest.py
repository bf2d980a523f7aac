"""The fixture that writes the demo of coin.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demos.lab.coin import COIN, IMPORT, Make


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a demo into a repository of its own: `make(body=…, old=new, …)`."""

    def made(body: str = "", name: str = "coin", swap: tuple[str, str] = ("", "")) -> Path:
        lab = tmp_path / "demos" / "lab" / "tabular"
        lab.mkdir(parents=True, exist_ok=True)
        (lab / "world.py").write_text(
            "from demos.lab import cli\nfrom demos.lab.tabular import town\n"
        )
        (lab / "town.py").write_text("from .street import house\n")
        (lab / "street.py").write_text("house = 1\n")
        (lab / "unrelated.py").write_text("")
        (lab / "VERSION").write_text("1\n")
        path = tmp_path / "demos" / "tabular" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        text = COIN.replace(IMPORT, "").replace("BODY", body or "pass")
        path.write_text(text.replace(*swap) if swap[0] else text)
        return path

    return made
