"""RESULTS.md: what it tells the authors of another glossary is run as they would run it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.cli import main
from tests.support import sites
from tests.support.cli import said

TESTS = Path(__file__).parents[1]


@pytest.fixture
def blocks(root: Path) -> list[str]:
    """The five blocks of code, in order: configuration, script, recorder, term, translation."""
    text = (root / "RESULTS.md").read_text("utf-8")
    return re.findall(r"^```\w+\n(.*?)^```$", text, re.M | re.S)


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: list[str]) -> Path:
    configuration, script, recorder, term, translation = blocks
    folder = shutil.copytree(TESTS / "fixtures/bread", tmp_path / "bread")
    monkeypatch.chdir(folder)
    with Path("mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(configuration)
    Path("demos").mkdir()
    Path("demos/rising.py").write_text(script, "utf-8")
    Path("demos/_run.py").write_text(recorder, "utf-8")
    for path, more in (("terms/yeast.yml", term), ("terms/pl/yeast.yml", translation)):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(more)
    return folder


@pytest.mark.site
def test_a_demo_of_another_field_is_recorded_checked_and_shown(
    bread: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (
        'terms/yeast.yml:42:7: demo "rising" has no result: no demos/results/rising.json,'
        " no demos/results/rising.svg\n  hint: run: python demos/_run.py rising --record\n"
    ) in said(["check"], capfd)[1]
    assert main.main(["run", "yeast", "--record"]) == 0
    assert re.fullmatch(
        r"rising \{'warm': [\d.]+, 'cold': [\d.]+\} holds\n", capfd.readouterr().out
    )
    main.main(["translate", "pl", "--accept", "yeast"])
    capfd.readouterr()
    assert said(["check"], capfd) == (0, "", "5 terms in en, pl: no problems\n")
    sites.build(bread / "mkdocs.yml", bread / "site")
    english = (bread / "site/terms/yeast/index.html").read_text("utf-8")
    polish = (bread / "site/pl/terms/yeast/index.html").read_text("utf-8")
    assert "Refuted, as it should be" in english
    assert ">warm</text>" in english
    assert ">ciepłe</text>" in polish
    assert (bread / "site/demos/rising.ipynb").exists()


@pytest.mark.site
def test_a_changed_script_makes_its_result_stale(
    bread: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "demos/_run.py", "rising", "--record"]
    subprocess.run(command, check=True, capture_output=True)
    main.main(["translate", "pl", "--accept", "yeast"])
    script = bread / "demos/rising.py"
    script.write_text(script.read_text("utf-8").replace("0.02", "0.03"), "utf-8")
    capfd.readouterr()
    assert said(["check"], capfd)[1] == (
        'demos/results/rising.json:1:1: the result of demo "rising" is stale: '
        "demos/rising.py changed since\n  hint: run: python demos/_run.py rising --record\n"
    )
