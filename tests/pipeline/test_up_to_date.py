"""A build is left out only where it would change nothing: every kind of input is touched once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import glossary
from glossary.cli import main
from glossary.pipeline.up_to_date import inputs, outputs, site_of

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


@pytest.fixture
def bread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(BREAD, tmp_path / "bread", ignore=shutil.ignore_patterns(".cache"))
    monkeypatch.chdir(folder)
    return folder


def write(path: str, text: str = "x") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


@pytest.mark.parametrize(
    "change",
    [
        write("terms/yeast.yml"),
        write("terms/pl/yeast.yml"),
        write("terms/new.yml"),
        lambda folder: (folder / "terms/yeast.yml").unlink(),
        lambda folder: (folder / "terms/yeast.yml").rename(folder / "terms/leaven.yml"),
        write("mkdocs.yml", "\n# a comment\n"),
        write("docs/about.md"),
        write("docs/assets/picture.png"),
    ],
)
def test_each_input_counts(bread: Path, change: Callable[[Path], None]) -> None:
    before = inputs(Path("mkdocs.yml"))
    assert before == inputs(Path("mkdocs.yml")) != ""
    change(bread)
    assert inputs(Path("mkdocs.yml")) not in ("", before)


@pytest.mark.parametrize(
    "path",
    [
        *("demos/oven.py", "demos/lab/heat.py", "results/oven.json", "own/en.yml"),
        *("theme/main.html", "try/widgets/oven.js", "try/words/pl.json", "weights/oven.bin"),
    ],
)
def test_demos_results_words_widgets_and_the_theme_count(bread: Path, path: str) -> None:
    for folder in ("demos", "results", "own", "theme", "try/widgets", "try/words", "weights"):
        (bread / folder).mkdir(parents=True, exist_ok=True)
    (bread / "results/oven.json").write_text(json.dumps({"inputs": {"oven.txt": "0"}}), "utf-8")
    (bread / "mkdocs.yml").write_text(
        "site_name: Bread\ntheme: {name: material, custom_dir: theme}\nplugins:\n  - glossary:\n"
        "      languages: {en: English, pl: Polski}\n      locale: own\n"
        "      demos: {source: demos, results: results, run: python -m demos, refresh: x}\n"
        "      widgets: {source: try, data: weights, refresh: x}\n"
        "      topics:\n        ingredients: {en: Ingredients, pl: Składniki}\n",
        "utf-8",
    )
    before = inputs(Path("mkdocs.yml"))
    write(path, " ")(bread)
    assert inputs(Path("mkdocs.yml")) not in ("", before)


def test_what_a_result_was_measured_with_counts_wherever_it_lies(bread: Path) -> None:
    test_demos_results_words_widgets_and_the_theme_count(bread, "demos/oven.py")
    before = inputs(Path("mkdocs.yml"))
    write("oven.txt")(bread)
    assert inputs(Path("mkdocs.yml")) not in ("", before)


def test_options_the_environment_the_folder_and_the_day_count(
    bread: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {inputs(Path("mkdocs.yml")), inputs(Path("mkdocs.yml"), ["--strict"])}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    seen.add(inputs(Path("mkdocs.yml")))
    monkeypatch.chdir(bread.parent)
    seen.add(inputs(Path("bread/mkdocs.yml")))
    assert len(seen) == 4
    assert "" not in seen


def test_our_own_code_and_what_is_installed_count(bread: Path, tmp_path: Path) -> None:
    package = Path(glossary.__file__).parent
    copy = shutil.copytree(package, tmp_path / "path" / "glossary")

    def told() -> str:
        script = "from glossary.pipeline.up_to_date import *; print(inputs(Path('mkdocs.yml')))"
        where = os.environ | {"PYTHONPATH": str(tmp_path / "path")}
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=where, capture_output=True, text=True, check=True).stdout

    seen = [told(), told()]
    assert seen[0] == seen[1] != "\n"
    write("pages/templates/term.md.j2")(copy)
    seen.append(told())
    write("assets/glossary.css")(copy)
    seen.append(told())
    info = tmp_path / "path" / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n", "utf-8")
    seen.append(told())
    assert len(set(seen)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "hooks: [hook.py]\n",
        "extra: {secret: !ENV SECRET}\n",
        "INHERIT: other.yml\n",
        "markdown_extensions: [pymdownx.snippets]\n",
    ],
)
def test_a_site_that_reads_what_is_not_known_here_is_always_built(bread: Path, text: str) -> None:
    write("mkdocs.yml", f"\n{text}")(bread)
    assert inputs(Path("mkdocs.yml")) == ""


@pytest.mark.parametrize(
    ("extension", "known"),
    [
        *(("toc", True), ("markdown.extensions.tables", True), ("pymdownx.tabbed", True)),
        *(("pymdownx.b64", False), ("mdx_include", False), ("other.snippets", False)),
    ],
)
def test_extensions_count_as_known_by_the_package_that_they_come_from(
    bread: Path, extension: str, known: bool
) -> None:
    write("mkdocs.yml", f"\nmarkdown_extensions: [{extension}]\n")(bread)
    assert bool(inputs(Path("mkdocs.yml"))) == known


def test_a_site_with_a_plugin_that_is_not_known_is_always_built(bread: Path) -> None:
    config = bread / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - glossary", "  - tags\n  - glossary"))
    assert inputs(Path("mkdocs.yml")) == ""


def test_the_folder_of_the_site_is_known_only_from_options_that_are(bread: Path) -> None:
    config = Path("mkdocs.yml")
    assert site_of(config, []) == Path("site")
    assert site_of(config, ["-q", "-d", "/x"]) == site_of(config, ["--site-dir=/x"]) == Path("/x")
    assert site_of(config, ["--dirty"]) is None


@pytest.mark.site
def test_a_build_that_would_change_nothing_is_left_out(
    bread: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = "nothing changed since site was built (--force builds anyway)\n"

    def built(*options: str) -> str:
        assert main.main(["build", "-q", *options]) == 0
        return capfd.readouterr().err

    assert said not in built()
    first = outputs(bread / "site")
    assert built() == said
    assert built("--config-file", "mkdocs.yml") == said, "as MkDocs spells it"
    assert outputs(bread / "site") == first != ""
    (bread / "site/terms/yeast/index.html").unlink()
    assert said not in built(), "a file of the site is gone"
    assert (bread / "site/terms/yeast/index.html").is_file()
    assert built() == said
    (bread / "site/terms/yeast/index.html").write_text("", "utf-8")
    assert said not in built(), "a file of the site is another"
    for stamp in (bread / ".cache/glossary").glob("*.stamp"):
        stamp.write_text(stamp.read_text("utf-8")[:-9], "utf-8")
    assert said not in built(), "the stamp is broken"
    assert said not in built("--force")
    edit = bread / "terms/yeast.yml"
    edit.write_text(edit.read_text("utf-8").replace("name:", "nome:"), "utf-8")
    for _ in range(2):  # a failed build is never taken for one that was done
        assert main.main(["build", "-q"]) == 1
        assert 'unknown key "nome"' in "".join(capfd.readouterr())
