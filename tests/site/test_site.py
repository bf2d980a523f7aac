from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import sites
from tests.support.notebooks import MAGICS

pytestmark = pytest.mark.site

BREAD = Path(__file__).parents[1] / "fixtures" / "bread"


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    log = sites.build(root / "mkdocs.yml", folder)
    assert "WARNING" not in log, log
    return folder


@pytest.fixture(scope="session")
def bread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bread")
    sites.build(BREAD / "mkdocs.yml", folder)
    return folder


def read(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text("utf-8")


def diagram(html: str) -> str:
    found = re.search(r'<svg class="g-svg[^"]*".*?</svg>', html, re.S)
    assert found, "no diagram"
    return found[0]


def test_every_internal_link_and_anchor_resolves(site: Path) -> None:
    assert sites.broken_links(site) == []


def test_every_link_of_another_field_s_glossary_resolves(bread: Path) -> None:
    assert sites.broken_links(bread) == []


def test_nothing_is_loaded_from_another_host(site: Path, bread: Path) -> None:
    assert sites.loaded_from_elsewhere(site) == []
    assert sites.loaded_from_elsewhere(bread) == []


def test_the_same_input_gives_the_same_bytes(
    root: Path, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = tmp_path_factory.mktemp("again")
    sites.build(root / "mkdocs.yml", again, seed="1")
    assert sites.contents(again) == sites.contents(site)


@pytest.mark.parametrize("prefix", ["", "pl/"])
def test_the_diagram_of_fine_tuning_links_to_its_six_neighbours(site: Path, prefix: str) -> None:
    links = re.findall(r'<a [^>]*href="([^"]+)"', diagram(read(site, f"{prefix}terms/fine-tuning")))
    assert sorted(links) == [
        "../front-running/",
        "../inference/",
        "../large-language-model/",
        "../lora/",
        "../machine-learning/",
        "../rlhf/",
    ]


def test_no_page_loads_a_script_for_diagrams(site: Path) -> None:
    for address, page in sites.pages(site).items():
        assert not [url for url in page.loaded if "mermaid" in url], address
    for path in site.rglob("*.html"):
        assert "mermaid" not in "".join(re.findall(r"<script.*?</script>", path.read_text(), re.S))


def test_the_fixed_anchors_are_there_in_both_languages(site: Path) -> None:
    wanted = ["definition", "graph", "eli5", "expert", "demo", "quiz", "sources"]
    for path in [*site.glob("terms/*/index.html"), *site.glob("pl/terms/*/index.html")]:
        ids = sites.Reader(path.read_text("utf-8")).ids
        assert [id for id in ids if id in wanted] == wanted, path


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for address, page in sites.pages(site).items():
        twice = sorted({id for id in page.ids if page.ids.count(id) > 1})
        assert not twice, f"{address}: {twice}"


def test_a_polish_page_is_polish(site: Path) -> None:
    html = read(site, "pl/terms/fine-tuning")
    assert '<html lang="pl"' in html
    assert "<h1" in html
    assert "Dostrajanie (fine-tuning)" in re.sub(r"<[^>]+>|&#40;|&#41;", "", html) or (
        "Dostrajanie (fine-tuning)" in html
    )
    assert 'placeholder="Szukaj"' in html, "the theme speaks another language"
    assert "Duży" in diagram(html)


def test_the_name_of_the_site_is_in_the_language_of_the_page(site: Path) -> None:
    for address, page in sites.pages(site).items():
        if address != "/404.html" and "http-equiv" not in page.text:  # both languages; redirects
            ours, other = "Runnable ML Glossary", "Słownik ML, który działa"
            if address.startswith("/pl/"):
                ours, other = other, ours
            assert ours in page.text, address
            assert other not in page.text, address


def test_the_language_switch_lands_on_the_same_term(site: Path) -> None:
    assert '<a href="../../pl/terms/lora/" hreflang="pl" lang="pl">' in read(site, "terms/lora")
    assert '<a href="../../../terms/lora/" hreflang="en" lang="en">' in read(site, "pl/terms/lora")


def test_alternate_links_are_reciprocal(site: Path) -> None:
    def alternates(address: str) -> dict[str, str]:
        html = read(site, address)
        base = f"/{address}/"
        found = re.findall(r'<link rel="alternate" href="([^"]+)" hreflang="([^"]+)"', html)
        return {lang: sites.urljoin(base, href) for href, lang in found}

    assert (
        alternates("terms/rlhf")
        == alternates("pl/terms/rlhf")
        == {
            "en": "/terms/rlhf/",
            "pl": "/pl/terms/rlhf/",
        }
    )


def test_each_language_has_a_search_index_of_its_own(site: Path) -> None:
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text("utf-8"))
    languages = entry["languages"]
    assert languages.keys() == {"en", "pl"}
    assert languages["en"]["page_count"] == languages["pl"]["page_count"] > 14
    assert not (site / "search").exists()


def test_the_downloads_are_there_and_the_notebooks_are_valid(site: Path) -> None:
    for path in sorted((site / "demos").glob("*.ipynb")):
        book = json.loads(path.read_text("utf-8"))
        assert book["nbformat"] == 4
        code = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
        for cell in code:  # tests/site/test_notebooks.py runs them
            assert {line for line in cell.splitlines() if line[:1] in "%!"} - {""} <= MAGICS
            compile(re.sub("^%.*$", "", cell, flags=re.M), path.name, "exec")
        assert path.with_suffix(".py").is_file()


def test_machines_can_read_the_graph_and_each_term(site: Path) -> None:
    graph = json.loads((site / "graph.json").read_text("utf-8"))
    slugs = {node["slug"] for node in graph["nodes"]}
    assert {edge["source"] for edge in graph["edges"]} <= slugs
    for slug in slugs:
        english = json.loads((site / f"terms/{slug}.json").read_text("utf-8"))
        polish = json.loads((site / f"pl/terms/{slug}.json").read_text("utf-8"))
        assert english["edges"][0].keys() == {"kind", "slug", "reason"}
        assert polish["definition"] != english["definition"]


def test_a_wrong_address_is_answered_in_both_languages(site: Path) -> None:
    html = (site / "404.html").read_text("utf-8")
    assert "This page does not exist" in html
    assert "Nie ma takiej strony" in html


def test_a_site_below_a_path_has_whole_addresses_where_machines_read_them(tmp_path: Path) -> None:
    glossary = shutil.copytree(BREAD, tmp_path / "bread")
    config = glossary / "mkdocs.yml"
    config.write_text("site_url: https://example.org/bread/\n" + config.read_text("utf-8"), "utf-8")
    sites.build(config, tmp_path / "site")
    html = read(tmp_path / "site", "pl/terms/gluten")
    assert '<link rel="canonical" href="https://example.org/bread/pl/terms/gluten/">' in html
    assert 'rel="alternate" href="https://example.org/bread/terms/gluten/" hreflang="en"' in html
    assert 'click Pre_flour "/bread/pl/terms/flour/"' in html.replace("&#34;", '"')
    assert 'href="../flour/"' in diagram(html)
    assert sites.broken_links(tmp_path / "site", below="/bread") == []


def test_files_can_be_linked_by_name_where_a_folder_is_opened_without_a_server(
    tmp_path: Path,
) -> None:
    glossary = shutil.copytree(BREAD, tmp_path / "bread")
    config = glossary / "mkdocs.yml"
    config.write_text("use_directory_urls: false\n" + config.read_text("utf-8"), "utf-8")
    sites.build(config, tmp_path / "site")
    assert 'href="flour.html"' in (tmp_path / "site/terms/gluten.html").read_text("utf-8")
    assert sites.broken_links(tmp_path / "site") == []


def test_a_broken_term_leaves_the_last_good_site(tmp_path: Path) -> None:
    glossary = shutil.copytree(BREAD, tmp_path / "bread")
    sites.build(glossary / "mkdocs.yml", tmp_path / "site")
    before = sites.contents(tmp_path / "site")
    term = glossary / "terms" / "yeast.yml"
    term.write_text(term.read_text("utf-8").replace("name:", "nome:", 1), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", tmp_path / "site"],
        cwd=glossary,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert 'terms/yeast.yml:1:1: unknown key "nome"' in done.stdout + done.stderr
    assert "nothing was written" in done.stdout + done.stderr
    assert sites.contents(tmp_path / "site") == before


def test_without_merman_the_browser_draws_the_same_text_with_a_local_script(
    tmp_path: Path,
) -> None:
    glossary = shutil.copytree(BREAD, tmp_path / "bread")
    config = glossary / "mkdocs.yml"
    plugin = "  - mermaid2: {javascript: assets/javascripts/mermaid.min.js}\n"
    config.write_text(config.read_text("utf-8") + plugin, "utf-8")
    sites.build(config, tmp_path / "site", merman=False)
    html = read(tmp_path / "site", "terms/gluten")
    assert "g-svg" not in html
    assert '<div class="mermaid">graph LR' in html
    assert '<script src="../../assets/javascripts/mermaid.min.js">' in html
    assert sites.broken_links(tmp_path / "site") == []
    assert sites.loaded_from_elsewhere(tmp_path / "site") == []


def test_importing_the_pages_imports_neither_a_training_library_nor_mkdocs() -> None:
    script = (
        "import sys, glossary.pipeline.builder;"
        "print(sorted({'torch', 'mkdocs', 'numpy', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
