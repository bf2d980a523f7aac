"""The values a glossary is made of.

Small frozen values instead of dicts, and no positions inside them: where a value stands in its file
is asked of its `Document` when something is wrong with it, so a term is only what a reader sees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

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

    title: str
    authors: str
    year: str
    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A declared edge: `source`'s file names `target` under the key of `kind`, for `reason`."""

    kind: EdgeKind
    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term in one language.

    In the default language it is what `terms/<slug>.yml` says; `Glossary.term(slug, language)`
    gives the same shape with the texts of the translation, so one template serves all languages.
    The three edge mappings are slug → reason and hold what this file declares, nothing derived.
    A text that the file lacks is empty, never None.
    `formerly` lists the slugs that the term had before; their addresses lead to it.
    """

    slug: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    topic: str = ""
    formerly: tuple[str, ...] = ()
    definition: str = ""
    explanation: str = ""
    eli5: str = ""
    expert: str = ""
    prerequisites: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)
    quiz: tuple[Question, ...] = ()
    demo: str = ""
    claim: str = ""
    refuted_if: str = ""
    control: str = ""
    tried: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    widget: str = ""
    sources: tuple[Source, ...] = ()

    def edges(self) -> tuple[Edge, ...]:
        """What this file declares, in the order of the file."""
        return tuple(
            Edge(kind, self.slug, target, reason)
            for kind, key in KINDS.items()
            for target, reason in getattr(self, key).items()
        )


@dataclass(frozen=True, slots=True)
class Translation:
    """What `terms/<language>/<slug>.yml` says: the texts of a term, without its facts.

    `of` is the fingerprint of the text that was translated; `plot` maps each text of the recorded
    plot to its translation; `sources` holds only what each source says, in the order of the term.
    """

    slug: str
    language: str
    of: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    definition: str = ""
    explanation: str = ""
    eli5: str = ""
    expert: str = ""
    prerequisites: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)
    quiz: tuple[Question, ...] = ()
    claim: str = ""
    refuted_if: str = ""
    control: str = ""
    tried: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    plot: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


def translated(term: Term, translation: Translation) -> Term:
    """The term with the texts of the translation, text by text, and its own facts.

    What the translation lacks stays in the original language, so that a half-finished translation
    can be looked at; `glossary check` names what is missing.
    """

    def edges(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
        return {slug: theirs.get(slug) or reason for slug, reason in ours.items()}

    same_number = len(translation.sources) == len(term.sources)
    says = translation.sources if same_number else [source.says for source in term.sources]
    return replace(
        term,
        name=translation.name or term.name,
        aliases=translation.aliases,
        forms=translation.forms,
        definition=translation.definition or term.definition,
        explanation=translation.explanation or term.explanation,
        eli5=translation.eli5 or term.eli5,
        expert=translation.expert or term.expert,
        prerequisites=edges(term.prerequisites, translation.prerequisites),
        children=edges(term.children, translation.children),
        related=edges(term.related, translation.related),
        quiz=translation.quiz or term.quiz,
        claim=translation.claim or term.claim,
        refuted_if=translation.refuted_if or term.refuted_if,
        control=translation.control or term.control,
        tried=translation.tried or term.tried,
        measures=edges(term.measures, translation.measures),
        sources=tuple(
            replace(source, says=text or source.says)
            for source, text in zip(term.sources, says, strict=True)
        ),
    )


def fingerprint(term: Term) -> str:
    """16 hex digits that change when a text worth translating changes.

    White space is folded first: re-wrapping a paragraph makes no translation stale.
    Aliases and inflected forms are not part of it: each language has its own.
    """
    texts = [
        *(term.name, term.definition, term.explanation, term.eli5, term.expert),
        *(f"{e.kind} {e.target} {e.reason}" for e in sorted(term.edges(), key=repr)),
        *(
            part
            for q in term.quiz
            for part in (q.question, *(a.text + "|" + a.why for a in q.answers))
        ),
        *(term.claim, term.refuted_if, term.control, *term.tried),
        *(f"{key} {label}" for key, label in term.measures.items()),
        *(source.says for source in term.sources),
    ]
    folded = "\n".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]
