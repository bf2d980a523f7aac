"""Stylesheets that can be found, that touch nothing of a host's, and that say things once."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from glossary.pipeline import targets
from glossary.utils.resources import PACKAGE
from tests.support import stylesheets

CSS = PACKAGE / "assets" / "css"
FILES = {path.stem: path.read_text("utf-8") for path in sorted(CSS.glob("*.css"))}
OURS = re.compile(r"\.g-|meta\[name=\"glossary-kind\"\]")

# What may be styled without our prefix, and why.
ELSEWHERE = {
    "fonts": ("@font-face", "a font has a name, not a selector"),
    "tokens": (r":root|\[data-md-color-scheme=\"\w+\"\]", "variables, ours and the theme's"),
    "material": (
        r"(\[data-md-[^ ]+ ~ )?\.md-[\w-]+.*|\*",
        "the theme's type, column and menus look as ours do; motion that a reader declined stops"
        " everywhere",
    ),
    "material_header": (
        r"(\[dir=\"rtl\"\] )?(\[data-md-[^ ]+( ~ )?)?(\.md-.*)?",
        "the theme's header and its search",
    ),
    "base": ("@keyframes g-late", "a name of ours"),
    "hovercard": ("@keyframes g-appear", "a name of ours"),
    "progress": (
        r"\.js \[data-learned-links\] a(\[data-learned\])?::after",
        "a list of anybody's asks for the marks with this attribute",
    ),
    "term": (
        r"math\[alttext\].*",
        "a formula of ours names its LaTeX; it has no class, so that no author can give it one",
    ),
    "map": (r"\.md-main__inner|\.md-content", "the map takes the window; its page alone loads it"),
    "print": (
        r"\.md-[\w-]+.*|\.headerlink|tr",
        "on paper, the theme leaves out what can only be pressed, and no row is cut in two",
    ),
}


WIDGETS = Path(__file__).resolve().parents[2] / "docs" / "assets" / "lab"


def test_each_widget_has_a_stylesheet_beside_those_that_all_share() -> None:
    styles = {path.stem: path.read_text("utf-8") for path in (WIDGETS / "css").glob("*.css")}
    widgets = {path.stem for path in (WIDGETS / "widgets").glob("*.js")}
    assert set(styles) == {*widgets, "base", "results"}
    assert {name: n for name, css in styles.items() if (n := css.count("\n")) > 250} == {}
    for widget in widgets:
        script = (WIDGETS / "widgets" / f"{widget}.js").read_text("utf-8")
        assert f'await open(given, "{widget}")' in script


def test_the_files_are_those_that_are_joined_each_once() -> None:
    joined = [name for names in targets.STYLESHEETS.values() for name in names]
    assert sorted(joined) == sorted(FILES)
    css = targets.assets()["assets/glossary/glossary.css"].decode()
    starts = [css.index(FILES[name]) for name in targets.STYLESHEETS["glossary.css"]]
    assert starts == sorted(starts)
    assert len(css) == sum(len(FILES[n]) + 1 for n in targets.STYLESHEETS["glossary.css"]) - 1


@pytest.mark.parametrize("name", FILES)
def test_a_stylesheet_can_be_read_at_one_sitting_and_says_what_it_is_for(name: str) -> None:
    assert FILES[name].count("\n") <= 250
    assert re.match(r"/\* [A-Z][^*]+\. \*/\n\n", FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_every_selector_is_ours_or_has_a_reason(name: str) -> None:
    """Also every alternative of `:is(…)`: one without our prefix would reach a host's page."""
    selectors = {
        selector
        for rule in stylesheets.rules(FILES[name])
        for listed in rule.selectors
        for selector in stylesheets.meant(listed)
        if not OURS.search(selector)
    }
    allowed, reason = ELSEWHERE.get(name, ("(?!)", ""))
    assert {one for one in selectors if not re.fullmatch(allowed, one)} == set(), reason
    assert selectors or name not in ELSEWHERE, "nothing needs a reason here any more"


def test_no_block_of_three_declarations_or_more_stands_twice() -> None:
    places = defaultdict(list)
    for name, css in FILES.items():
        for rule in stylesheets.rules(css):
            if len(rule.declarations) > 2:
                places[rule.media, frozenset(rule.declarations)].append((name, rule.selectors))
    assert [stand for stand in places.values() if len(stand) > 1] == []
    assert len(places) > 200


def test_a_variable_of_a_scheme_is_given_in_both_and_what_both_share_once() -> None:
    given = {
        rule.selectors: {one.split(":")[0] for one in rule.declarations}
        for rule in stylesheets.rules(FILES["tokens"])
    }
    root, light, dark, shared = given.values()
    assert list(given)[1:] == [
        (":root", '[data-md-color-scheme="default"]'),
        ('[data-md-color-scheme="slate"]',),
        (":root", '[data-md-color-scheme="default"]', '[data-md-color-scheme="slate"]'),
    ]
    assert light == dark
    assert not root & light and not shared & light and not root & shared


def test_only_one_rule_hides_what_is_for_those_who_listen() -> None:
    hiding = [
        (name, rule.selectors)
        for name, css in FILES.items()
        for rule in stylesheets.rules(css)
        if "clip-path: inset(50%)" in rule.declarations
    ]
    assert hiding == [("base", (".g-visually-hidden",))]
