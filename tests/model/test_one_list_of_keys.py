"""A key of the term files is one field of `Term`: all else follows, and no translation is stale."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import glossary

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"
FIELD = '    history: str = text(Text("Markdown: who thought of it."), prose=True, block="|")\n'
# Run with the changed copy of the package, in a glossary of bread: prints what it knows.
ASK = """
import json
from dataclasses import replace
from glossary.authoring import diff, scaffold
from glossary.checks.runner import check
from glossary.i18n import catalog
from glossary.model.fields import TERM, TRANSLATION, json_schema
from glossary.model.glossary import read_glossary
from glossary.model.reading_time import count_words
from glossary.model.urls import Urls
from glossary.pages import json_data, search_records
from glossary.pages.term_view import View
from glossary.sources.config import read_config

config = read_config("mkdocs.yml")
bread = read_glossary(config)
told = "baked by Egyptians " * 300
yeast = replace(bread.loaded.terms["yeast"], history=told)
terms = {**bread.loaded.terms, "yeast": yeast}
more = replace(bread, loaded=replace(bread.loaded, terms=terms))
polish = replace(
    more.translations["pl"]["yeast"],
    texts=replace(more.translations["pl"]["yeast"].texts, history="piekli Egipcjanie"),
)
both = {"pl": {**more.translations["pl"], "yeast": polish}}
translated = replace(more, loaded=replace(more.loaded, translations=both))
locale = catalog.read_locales(config)["en"]
view = View(more, Urls(name="Bread", default="en"), locale, "yeast")
print(json.dumps({
    "problems": [str(problem) for problem in check(bread)],
    "schema": sorted(json.loads(json_schema(TERM))["properties"]),
    "translation": sorted(json.loads(json_schema(TRANSLATION))["properties"]),
    "scaffold": scaffold.term(config, "rye", "Rye", ""),
    "lacks": [str(problem) for problem in check(more)],
    "diff": [*diff.difference(bread.terms["yeast"], more.terms["yeast"])][:1],
    "polish": translated.term("yeast", "pl").history,
    "minutes": more.minutes("yeast") - bread.minutes("yeast"),
    "searched": told.strip() in search_records.of_term(view).text,
    "json": json_data.term_data(view)["history"],
}))
"""


def test_a_new_key_is_one_field_and_makes_nothing_stale(tmp_path: Path) -> None:
    package = Path(glossary.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, tmp_path / "glossary", ignore=ignored)
    shutil.copytree(BREAD, tmp_path / "bread")
    term = tmp_path / "glossary" / "model" / "term.py"
    before, after = term.read_text("utf-8").split("    prerequisites: Mapping", maxsplit=1)
    term.write_text(f"{before}{FIELD}    prerequisites: Mapping{after}", "utf-8")
    # Run in the copied glossary; the copied package comes before the installed one.
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{ASK}"],
        cwd=tmp_path / "bread",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    known = json.loads(done.stdout)
    assert known["problems"] == []  # every translation is as current as it was
    assert "history" in known["schema"] and "history" in known["translation"]
    assert "# Markdown: who thought of it.\n#history: |\n#  text\n" in known["scaffold"]
    assert [line.split(": ", 1)[1] for line in known["lacks"] if "history" in line] == [
        'missing key "history": the original has it'
    ]
    assert known["diff"] == ["history: new"]
    assert known["polish"] == "piekli Egipcjanie"
    assert known["minutes"] in (4, 5)
    assert known["searched"] is True
    assert known["json"].startswith("baked by Egyptians")
