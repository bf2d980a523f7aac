"""Reading: what a file system can put in the way, and where values stand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary import Problems, load
from glossary.model.loader import load_terms
from glossary.sources.config import Config
from glossary.sources.document import Document

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


@pytest.fixture
def terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The terms of the bread glossary in a folder of their own, in one language."""
    shutil.copytree(BREAD / "terms", tmp_path / "terms", ignore=shutil.ignore_patterns("pl"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "terms"


def messages() -> list[str]:
    return [str(problem) for problem in load_terms(Config(Path(), "", Path("terms"))).problems]


def test_a_glossary_of_another_field_loads():
    glossary = load(BREAD / "terms")
    assert list(glossary.terms) == ["fermentation", "flour", "gluten", "sourdough", "yeast"]
    assert glossary.languages == ("en", "pl")
    assert glossary.term("sourdough", "pl").name == "Zakwas"
    assert glossary.topic("flour", "pl") == "Składniki"


def test_a_folder_without_mkdocs_yml_is_a_glossary_in_one_language(terms: Path):
    assert load("terms").languages == ("en",)


def test_loading_raises_every_problem_at_once(terms: Path):
    (terms / "flour.yml").write_text("name: [x]\n")
    (terms / "yeast.yml").write_text("")
    with pytest.raises(Problems) as raised:
        load("terms")
    assert len(raised.value.problems) == 8
    assert str(raised.value).startswith('terms/flour.yml:1:1: missing key "definition"\n')


def test_a_link_that_leads_to_itself_is_named(terms: Path):
    (terms / "loop.yml").symlink_to("loop.yml")
    reason = os.strerror(40) if sys.platform == "linux" else ""
    said = f"terms/loop.yml:1:1: the file cannot be read: {reason}"
    assert messages() == [f"{said}\n  hint: it is a link: lead it to a file, or remove it"]


def test_a_link_that_leads_nowhere_is_named(terms: Path):
    (terms / "gone.yml").symlink_to("nowhere.yml")
    said = "terms/gone.yml:1:1: the file cannot be read: No such file or directory"
    assert messages() == [f"{said}\n  hint: it is a link: lead it to a file, or remove it"]


def test_a_folder_of_a_language_that_links_to_its_parent_is_not_descended(terms: Path):
    (terms / "pl").symlink_to(".")
    assert messages() == [
        'terms/pl:1:1: no language "pl" is configured\n'
        "  hint: add it to languages in , or move the folder away"
    ]


def test_a_pipe_is_refused_instead_of_waited_for(terms: Path):
    os.mkfifo(terms / "pipe.yml")
    assert messages() == [
        "terms/pipe.yml:1:1: this is not a regular file\n  hint: replace it by one"
    ]


def test_a_file_over_256_kib_is_refused_before_it_is_read(terms: Path):
    (terms / "flour.yml").write_text("name: " + "x" * 256 * 1024)
    assert messages() == [
        "terms/flour.yml:1:1: the file has 256 KiB, but 256 KiB is the most\n"
        "  hint: split the term in two"
    ]


def test_a_quarter_megabyte_of_brackets_is_refused_without_taking_the_process_down(terms: Path):
    (terms / "flour.yml").write_text("name: " + "[" * 250_000)
    assert messages() == [
        "terms/flour.yml:1:30: values nested more than 24 deep\n  hint: a term file needs 5 levels"
    ]


def test_the_folder_itself_may_be_missing():
    problems = load_terms(Config(Path(), "", Path("/nowhere"))).problems
    assert [str(p) for p in problems] == [
        "/nowhere:1:1: the folder cannot be read: No such file or directory"
    ]


def test_scalars_stay_the_text_that_was_written(terms: Path):
    (terms / "flour.yml").write_text("name: no\naliases: [012, 1e-4, ~, 2021-01-01, true]\n")
    flour = load_terms(Config(Path(), "", Path("terms"))).terms["flour"]
    assert flour.name == "no"
    assert flour.aliases == ("012", "1e-4", "~", "2021-01-01", "true")


def test_space_at_the_beginning_of_a_text_may_be_code_and_stays(terms: Path):
    (terms / "flour.yml").write_text('explanation: "    x = 1\\n\\nend\\n\\n"\n')
    flour = load_terms(Config(Path(), "", Path("terms"))).terms["flour"]
    assert flour.explanation == "    x = 1\n\nend"


def test_windows_line_ends_are_line_ends(terms: Path):
    text = (terms / "flour.yml").read_text()
    before = load_terms(Config(Path(), "", Path("terms"))).terms["flour"]
    (terms / "flour.yml").write_bytes(text.replace("\n", "\r\n").encode())
    assert load_terms(Config(Path(), "", Path("terms"))).terms["flour"] == before


def test_every_value_has_a_place(tmp_path: Path):
    file = tmp_path / "x.yml"
    file.write_text("a: one\nb:\n  c: two\n  d: [three, {e: four}]\n")
    document = Document(file, "x.yml")
    assert str(document.place("a")) == "x.yml:1:4"
    assert str(document.key("b", "c")) == "x.yml:3:3"
    assert str(document.place("b", "d", 0)) == "x.yml:4:7"
    assert str(document.place("b", "d", 1, "e")) == "x.yml:4:18"
    assert str(document.place("b", "nothing", "below")) == "x.yml:3:3"


def test_a_snippet_is_found_inside_a_folded_and_a_literal_text(tmp_path: Path):
    file = tmp_path / "x.yml"
    file.write_text("a: >\n  one [@1]\n  two [@1]\nb: |\n  three\n  ą [@1]\n")
    document = Document(file, "x.yml")
    assert str(document.within("[@1]", "a")) == "x.yml:2:7"
    assert str(document.within("[@1]", "a", nth=1)) == "x.yml:3:7"
    assert str(document.within("[@1]", "b")) == "x.yml:6:5"
    assert str(document.within("[@2]", "b")) == "x.yml:4:4"


def test_a_file_that_vanished_since_has_its_first_line_as_place(tmp_path: Path):
    assert str(Document(tmp_path / "gone.yml", "gone.yml").place("a")) == "gone.yml:1:1"


SLOW = """
import sys
sys.modules["yaml._yaml"] = None  # as on a platform without libyaml
from glossary import load
from glossary.sources.parser import Composer
assert not any("CParser" in base.__name__ for base in Composer.__mro__)
glossary = load(sys.argv[1])
print([glossary.terms, glossary.translations])
"""


def test_the_parser_in_python_reads_the_same(tmp_path: Path):
    ran = subprocess.run(
        [sys.executable, "-c", SLOW, BREAD / "terms"], capture_output=True, text=True, check=True
    )
    glossary = load(BREAD / "terms")
    assert ran.stdout == f"{[glossary.terms, glossary.translations]}\n"
