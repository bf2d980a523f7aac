from __future__ import annotations

import json
import random
import re
from pathlib import Path

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from benchmarks import synthetic
from glossary.i18n import catalog
from glossary.model import graph
from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pages.paths import Paths
from glossary.sources.config import read_config
from tests.support.browser import DESKTOP, PHONE, Opener, go, sideways

REAL = Path(__file__).parents[2] / "mkdocs.yml"


@pytest.fixture(scope="module")
def real() -> Glossary:
    return read_glossary(read_config(REAL))


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    return read_glossary(read_config(synthetic.write(tmp_path_factory.mktemp("paths"), 250)))


def ways(glossary: Glossary, language: str = "en") -> Paths:
    return Paths(glossary, Urls(), catalog.read_locales(glossary.config)[language])


def test_the_steps_of_every_page_are_those_of_the_glossary(
    real: Glossary, invented: Glossary
) -> None:
    for glossary in (real, invented):
        found = ways(glossary)
        for slug in glossary.terms:
            assert found.steps(slug) == tuple(step.slug for step in glossary.path(slug))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_page_has_every_step_with_its_reasons_and_what_comes_next(
    real: Glossary, language: str
) -> None:
    page = ways(real, language).page("rlhf").markdown()
    steps = real.path("rlhf", language=language)
    assert re.findall(r'<div class="g-path-step"><a href="\.\./\.\./terms/([a-z-]+)/">', page) == [
        step.slug for step in steps
    ]
    assert page.count('class="g-path-why"') == sum(len(step.reasons) for step in steps)
    assert page.count("g-path-goal") == 1
    first = ways(real, language).page("machine-learning")
    unlocks = [n for n in real.neighbours("machine-learning") if n.kind == "unlocks"]
    assert first.markdown().count('class="g-reason"') == len(unlocks)


def test_time_is_told_in_minutes_and_beyond_ninety_in_hours(invented: Glossary) -> None:
    found = ways(invented, "pl")
    slugs = tuple(invented.terms)
    assert found.time(slugs[:1]) == "1 minuta"
    assert found.time(slugs[:89]) == "89 minut"
    assert found.time(slugs[:90]) == "1 godz. 30 min"


def test_the_data_has_every_edge_with_its_reason_in_the_page_s_language(real: Glossary) -> None:
    for language in ("en", "pl"):
        rows = json.loads(ways(real, language).data())
        slugs = [row[0] for row in rows]
        assert slugs == sorted(real.terms)
        edges = {(slugs[before], row[0]) for row in rows for before, _ in row[4]}
        assert edges == set(graph.learning(real.graph).edges)
        assert all(why for row in rows for _, why in row[4])


# In the browser.


def ready(page: Page) -> Page:
    page.wait_for_selector(".g-path-chooser[data-ready]", state="attached")
    return page


def steps(page: Page) -> list[str]:
    return page.locator(".g-path-steps > li .g-path-step > a").all_inner_texts()


@pytest.mark.browser
def test_the_script_finds_the_same_paths_and_frontiers_as_the_generator(
    opened: Opener, real: Glossary, invented: Glossary
) -> None:
    page = opened("/path/")
    chance = random.Random(11)
    for glossary in (real, invented):
        slugs = sorted(glossary.terms)
        number = {slug: n for n, slug in enumerate(slugs)}
        edges = graph.learning(glossary.graph)
        needs = [sorted(number[b] for b in edges.pred[slug]) for slug in slugs]
        cases, wanted = [], []
        for _ in range(150):
            known = {s for s in slugs if chance.random() < chance.choice((0, 0.1, 0.5, 0.9))}
            targets = chance.sample(slugs, chance.choice((1, 1, 2, 3)))
            needed = set(targets).union(*(nx.ancestors(edges, t) for t in targets)) - known
            way = list(nx.lexicographical_topological_sort(edges.subgraph(needed)))
            if len(targets) == 1:
                assert way == [step.slug for step in glossary.path(targets[0], known)]
            cases.append([[number[t] for t in targets], [number[k] for k in sorted(known)]])
            wanted.append([way, list(glossary.frontier(known))])
        found = page.evaluate(
            """async ([needs, cases]) => {
                 const way = await import("../assets/glossary/js/paths/topological.js");
                 return cases.map(([targets, known]) => [
                   way.path(needs, targets, new Set(known)),
                   way.frontier(needs, new Set(known)),
                 ]);
               }""",
            [needs, cases],
        )
        assert [[[slugs[n] for n in part] for part in both] for both in found] == wanted


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/path/?to=rlhf", "/pl/path/", "/path/rlhf/", "/pl/path/lora/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_paths_are_accessible_and_fit_the_screen(
    opened: Opener, path: str, scheme: str, size: dict[str, object]
) -> None:
    page = opened(path, color_scheme=scheme, **size)
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in found]
    assert sideways(page) <= 0


@pytest.mark.browser
def test_a_reader_chooses_goals_marks_what_is_known_and_shares_the_address(
    opened: Opener, real: Glossary
) -> None:
    page = ready(opened("/path/"))
    page.get_by_role("searchbox", name="Filter terms").fill("lora")
    page.get_by_role("checkbox", name="LoRA").check()
    names = {slug: real.terms[slug].name for slug in real.terms}
    assert steps(page) == [names[step.slug] for step in real.path("lora")]
    expect(page.locator(".g-path-total")).to_contain_text("9 steps · about")
    assert page.url.endswith("/path/?to=lora")
    page.get_by_role("button", name="I know it: Machine learning").click()
    known = ["machine-learning"]
    assert steps(page) == [names[step.slug] for step in real.path("lora", known)]
    assert page.url.endswith("?to=lora&known=machine-learning")
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == f"I know it: {steps(page)[0]}"
    ready_next = page.locator(".g-path-ready a").all_inner_texts()
    path = {step.slug for step in real.path("lora")}
    assert ready_next == [names[s] for s in real.frontier(known) if s in path]
    other = ready(opened(page.url.removeprefix(opened.address)))
    assert steps(other) == steps(page)
    page.locator(".g-path-known summary").click()
    page.get_by_role("button", name="I do not know it yet: Machine learning").click()
    assert len(steps(page)) == 9


@pytest.mark.browser
def test_several_goals_make_one_path_in_polish_too(opened: Opener) -> None:
    page = ready(opened("/pl/path/?to=lora,rlhf"))
    found = steps(page)
    assert {"LoRA", "RLHF"} <= set(found)
    assert len(found) == len(set(found)) == 12
    expect(page.locator(".g-path-total")).to_contain_text("12 kroków")
    page.locator(".g-path-steps > li .g-path-step > a").first.click()
    page.wait_for_url("**/pl/terms/machine-learning/")


@pytest.mark.browser
def test_what_is_learned_elsewhere_is_known_here_and_the_other_way_round(opened: Opener) -> None:
    page = ready(opened("/path/?to=transformer"))
    assert len(steps(page)) == 4
    page.get_by_role("button", name="I know it: Machine learning").click()
    go(page, opened.address + "/pl/path/?to=transformer")
    assert len(steps(ready(page))) == 3
    go(page, opened.address + "/terms/machine-learning/")
    expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "true")


@pytest.mark.browser
def test_an_address_with_nonsense_is_an_empty_choice(opened: Opener) -> None:
    page = ready(opened("/path/?to=nothing,,%3Cb%3E&known=x"))
    assert steps(page) == []
    expect(page.locator(".g-path-total")).to_contain_text("Choose one or several terms")


@pytest.mark.browser
def test_without_scripting_every_path_is_a_link(opened: Opener, real: Glossary) -> None:
    page = opened("/path/", java_script_enabled=False)
    expect(page.locator(".g-path-yours")).to_be_hidden()
    assert page.locator(".g-path-list a:visible").count() == len(real.terms)
    page.locator(".g-path-list [data-slug=lora] a").click()
    page.wait_for_url("**/path/lora/")
    assert len(steps(page)) == 9


@pytest.mark.browser
def test_a_term_links_to_its_path_and_the_path_to_the_map(opened: Opener) -> None:
    page = opened("/terms/lora/")
    page.get_by_role("link", name="How to get here").click()
    page.wait_for_url("**/path/lora/")
    page.get_by_role("link", name="See it on the map").click()
    page.wait_for_url("**/map/#lora")
    expect(page.locator(".g-map-said")).to_contain_text("LoRA")
