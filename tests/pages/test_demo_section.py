"""The demo of a term on its page: idea, notebook and plot."""

from __future__ import annotations

import json
import re

from glossary.render import notebook, plot

SCRIPT = '''"""A demo

Claim: it holds.
"""
from demos.lab import run

# %% The data
# What is known.
data = [1, 2]

# %% The idea
# One line.
def idea(x):
    return x + 1

# %% What is measured
def measure(config, seed):
    return {"a": idea(seed)}


if __name__ == "__main__":
    run.main(__file__)
'''


def test_the_idea_of_a_script_is_its_cell_of_that_name() -> None:
    assert notebook.idea(SCRIPT) == "# One line.\ndef idea(x):\n    return x + 1\n"
    assert notebook.idea("x = 1\n# %% Setup\ny = 2\n") == "y = 2\n"
    assert notebook.idea("x = 1\n") == "x = 1\n"


def test_a_notebook_has_the_prose_as_text_and_runs_without_the_command_line() -> None:
    address = "https://example.org/me/project.git"
    book = json.loads(notebook.notebook(SCRIPT, "demos/one.py", address, seed=101))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert [cell["id"] for cell in book["cells"]] == [f"cell-{i}" for i in range(9)]
    required = {"cell_type", "id", "metadata", "source"}
    for cell in book["cells"]:
        extra = {"outputs", "execution_count"} if cell["cell_type"] == "code" else set()
        assert set(cell) == required | extra
    kinds = [cell["cell_type"] for cell in book["cells"]]
    text = ["".join(cell["source"]) for cell in book["cells"]]
    assert kinds == [
        "code",
        "code",
        "markdown",
        "code",
        "markdown",
        "code",
        "markdown",
        "code",
        "code",
    ]
    assert f'"git", "clone", "--depth", "1", "{address}"' in text[0]
    assert text[4] == "## The idea\n\nOne line."
    assert "outcome = measure(Config(), seed=101)" in text[-1], "no plot, so no cell that draws it"
    assert "__main__" not in "".join(text)


PLOT = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     width="7in" viewBox="0 0 10 10"><metadata>x</metadata><style>*{color:red}</style>
<script>alert(1)</script><defs><path id="m1" d="M0 0"/></defs>
<g clip-path="url(#c1)" onclick="alert(1)"><use xlink:href="#m1"/><use xlink:href="http://e.org"/>
<text> accuracy </text><text>0.5</text><text>12.5 %</text><text>v1.5b</text></g></svg>"""


def test_a_plot_speaks_the_page_s_language_and_has_no_effect_on_the_page() -> None:
    svg = plot.inline(PLOT, title="a < b", texts={"accuracy": "trafność"}, decimal=",", id="plot")
    assert re.findall(r"<text>([^<]*)", svg) == ["trafność", "0,5", "12,5 %", "v1.5b"]
    assert '<title id="plot-title">a &lt; b</title>' in svg
    assert 'href="#plot-m1"' in svg and "url(#plot-c1)" in svg and 'id="plot-m1"' in svg
    assert not re.search(r"script|style|metadata|onclick|http|width", svg)
