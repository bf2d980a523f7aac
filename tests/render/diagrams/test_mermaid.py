from __future__ import annotations

from pathlib import Path

import pytest

from glossary.render.diagrams.mermaid import Node, diagram, label, tooltip

GOLDEN = Path(__file__).parents[2] / "fixtures" / "diagrams" / "fine-tuning.mmd"

NEIGHBOURS = (
    Node("machine-learning", "Uczenie maszynowe", "pre", "/pl/terms/machine-learning/", "Pętla."),
    Node(
        "large-language-model", "Duży model językowy", "pre", "/pl/terms/large-language-model/", ""
    ),
    Node("lora", "LoRA", "child", "/pl/terms/lora/", 'Uczy się tylko "poprawka".'),
    Node("rlhf", "RLHF", "child", "/pl/terms/rlhf/", "Sygnałem jest ocena."),
    Node("inference", "Wnioskowanie", "related", "/pl/terms/inference/", "Koszt."),
    Node("front-running", "Front-running", "related", "/pl/terms/front-running/", "Wykrywanie."),
)


def test_the_text_has_the_shape_that_readers_know(update: bool) -> None:
    text = diagram("Dostrajanie (fine-tuning)", NEIGHBOURS)
    if update:
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


def test_a_parent_that_is_no_prerequisite_points_at_the_centre_in_the_colour_of_children() -> None:
    text = diagram("RLHF", [Node("ml", "Machine learning", "parent", "../ml/", "why")])
    assert 'Parent_ml["Machine learning"]:::parent --> Center\n' in text
    assert "classDef parent fill:#ecfdf5,stroke:#10b981" in text
    assert "classDef child" not in text


def test_a_term_alone_is_a_diagram_of_one_node_that_no_link_style_breaks() -> None:
    assert diagram("Alone", []).splitlines()[:2] == ["graph LR", 'Center["Alone"]:::main']
    assert "linkStyle" not in diagram("Alone", [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dostrajanie (fine-tuning)", "Dostrajanie (fine-tuning)"),
        ('say "no"', "say #quot;no#quot;"),
        ("<script>alert(1)</script>", "#60;script#62;alert(1)#60;/script#62;"),
        ("#quot;", "#35;quot;"),
        ("`code` *i* _u_ $$x$$", "#96;code#96; #42;i#42; #95;u#95; #36;#36;x#36;#36;"),
        ("%%{init: {}}%%", "#37;#37;#123;init: #123;#125;#125;#37;#37;"),
        ("two\nlines", "two lines"),
        ("1. a list", "1#46; a list"),
        ("- a list", "#45; a list"),
        ("GPT-4.1", "GPT-4.1"),
    ],
)
def test_nothing_in_a_name_is_read_as_markup(name: str, expected: str) -> None:
    assert label(name) == expected


def test_a_tooltip_cannot_end_its_quotes() -> None:
    assert tooltip('a "b" c" <i>\n`d`') == "a “b” c” ‹i›\n’d’".replace("\n", " ")


def test_an_address_cannot_end_its_quotes() -> None:
    text = diagram("x", [Node("y", "y", "pre", '/a"b c/', "")])
    assert 'click Pre_y "/a%22b%20c/" ""' in text


def test_identifiers_are_words_even_for_slugs_that_are_keywords() -> None:
    assert Node("end", "End", "pre", "").id == "Pre_end"
    assert Node("k-means", "k-means", "related", "").id == "Rel_k_means"
