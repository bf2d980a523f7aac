"""The values a glossary is made of.

Small frozen values instead of dicts, and no positions inside them: where a value stands in its file
is asked of its `Document` when something is wrong with it, so a term is only what a reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal

from glossary.model.keys import EDGE_EXAMPLE, QUIZ, SOURCE, Key, fact, reasons, text
from glossary.sources.schema import SLUG, Many, Map, Text

EdgeKind = Literal["prerequisite", "child", "related"]
"""The three kinds of edge that a term file declares."""

KINDS: Mapping[EdgeKind, str] = {
    "prerequisite": "prerequisites",
    "child": "children",
    "related": "related",
}
"""Each kind with the key of the term file (and the attribute of `Term`) that declares it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question; `why` says what is right or wrong about it."""

    text: str
    why: str
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz; exactly one of its answers is correct."""

    question: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A work that the expert text cites as `[@n]`, n counting from 1.

    `id` is one of `arXiv:2106.09685`, `doi:10.1000/x`, `ISBN 978…` or a web address.
    """

    title: str = ""
    authors: str = ""
    year: str = ""
    id: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A declared edge: `source`'s file names `target` under the key of `kind`, for `reason`."""

    kind: EdgeKind
    source: str
    target: str
    reason: str


_RECORDED: Final = "it is read from what the demo recorded: write it into the demo's docstring"
_DEMO_NAME: Final = (r"[a-z0-9_-]+", "a demo's name")
_WIDGET_NAME: Final = (r"[a-z0-9_-]+", "a widget's name")


@dataclass(frozen=True, slots=True)
class Term:
    """A term in one language, and the one list of the keys of its files.

    In the default language it is what `terms/<slug>.yml` says, with the texts that its demo
    recorded; `Glossary.term(slug, language)` gives the same shape with the texts of the
    translation, so one template serves all languages.
    The three edge mappings are slug → reason and hold what this file declares, nothing derived.
    A text that the file lacks is empty, never None.
    `formerly` lists the slugs that the term had before; their addresses lead to it.
    """

    slug: str
    name: str = text(Text("The name, singular, as in a heading.", one_line=True), required=True)
    aliases: tuple[str, ...] = text(
        Many(Text(one_line=True), "Other names and abbreviations."),
        (),
        per_language=True,
        example=("aliases: [another name, AN]",),
    )
    forms: tuple[str, ...] = text(
        Many(Text(one_line=True), "Plural and inflected forms, so that mentions are linked."),
        (),
        per_language=True,
        example=("forms: [names, other names]",),
    )
    topic: str = fact(Text("One of the topics of the configuration.", one_line=True), required=True)
    formerly: tuple[str, ...] = fact(
        Many(
            Text("", SLUG, "a slug such as fine-tuning"),
            "Slugs that the term had before; `glossary rename` writes them, never used again.",
        ),
        (),
        example=(),  # `glossary rename` writes it, nobody begins it
    )
    definition: str = text(
        Text("One sentence of 10 to 40 words that says what it is."),
        required=True,
        prose=True,
        block=">",
    )
    explanation: str = text(
        Text("Markdown: how it works and why it matters, for a curious engineer."),
        required=True,
        prose=True,
        block="|",
    )
    eli5: str = text(
        Text("Markdown: the same for a five-year-old, at most 160 words."),
        required=True,
        prose=True,
        block="|",
    )
    expert: str = text(
        Text("Markdown with $mathematics$ and citations [@1]: what a practitioner looks up."),
        required=True,
        prose=True,
        cites=True,
        block="|",
    )
    prerequisites: Mapping[str, str] = text(
        reasons("Terms to understand first."), dict, example=("prerequisites:", EDGE_EXAMPLE)
    )
    children: Mapping[str, str] = text(
        reasons("Kinds or parts of this term."), dict, example=("children:", EDGE_EXAMPLE)
    )
    related: Mapping[str, str] = text(
        reasons("Neighbours that are neither; declared in one of the two files only."),
        dict,
        example=("related:", EDGE_EXAMPLE),
    )
    quiz: tuple[Question, ...] = text(QUIZ, (), required=True)
    demo: str = fact(
        Text("Name of the demo that proves it.", *_DEMO_NAME), example=("demo: name_of_the_script",)
    )
    claim: str = text(
        Text("What the demo shows: the claim that it recorded."), recorded=_RECORDED, block=">"
    )
    refuted_if: str = text(
        Text("What would refute it, as the demo recorded it."), recorded=_RECORDED, block=">"
    )
    control: str = text(
        Text("Which ingredient the control removes, and what then happens."),
        with_demo=True,
        block=">",
        example=("control: >", "  One sentence."),
    )
    tried: tuple[str, ...] = text(
        Many(Text(), "What was tried and did not work, one sentence each, as the demo recorded."),
        (),
        recorded=_RECORDED,
    )
    measures: Mapping[str, str] = text(
        Map(Text(one_line=True), "Measured number: its label in the table, in order."),
        dict,
        with_demo=True,
        example=("measures:", "  name_of_the_number: what the table calls it"),
    )
    widget: str = fact(
        Text("What a reader can try on the page.", *_WIDGET_NAME),
        example=("widget: name_of_a_widget",),
    )
    sources: tuple[Source, ...] = text(
        Many(SOURCE, "The works that the expert text cites, [@1] being the first."),
        (),
        in_translation=Many(Text(), "What each source says, in the order of the original."),
        example=(
            "sources:",
            "  - title: A Work",
            "    authors: A. Person, B. Person",
            "    year: 2021",
            "    id: doi:10.1000/182",
            "    says: One sentence.",
        ),
    )

    def edges(self) -> tuple[Edge, ...]:
        """What this file declares, in the order of the file."""
        return tuple(
            Edge(kind, self.slug, target, reason)
            for kind, key in KINDS.items()
            for target, reason in getattr(self, key).items()
        )


KEYS: Final[Mapping[str, Key]] = {
    each.name: each.metadata["key"] for each in fields(Term) if "key" in each.metadata
}
"""Every key of the term files, in their order."""

PROSE: Final = tuple(name for name, key in KEYS.items() if key.prose)
RECORDED: Final = tuple(name for name, key in KEYS.items() if key.recorded)
TRANSLATED: Final = tuple(name for name, key in KEYS.items() if key.is_translated)
MAPPINGS: Final = tuple(name for name in TRANSLATED if isinstance(KEYS[name].kind, Map))
LISTS: Final = tuple(name for name in TRANSLATED if isinstance(KEYS[name].kind, Many))
"""Keys by what they have in common; `MAPPINGS` and `LISTS` are those whose entries are translated
one by one."""
