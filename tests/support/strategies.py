"""Random glossaries that are valid by construction, as folders of files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from hypothesis import strategies as st

from glossary.model.term import Answer, Question, Term
from glossary.sources.config import Config

HOSTILE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\u2028\u2029")
    | st.sampled_from("\n:#-&*!|>'\"%@`{}[],?<\\"),
    min_size=1,
).filter(lambda text: text.strip() == text and text != "")
"""Text that YAML might take for something else: `no`, `- a`, `key: value`, `<<`, `*alias`, …"""

SLUGS = st.lists(
    st.from_regex(r"[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3})?", fullmatch=True),
    min_size=1,
    max_size=9,
    unique=True,
)

QUIZ = tuple(
    Question(
        f"{ordinal} question?",
        tuple(Answer(f"answer {n}", "so it is", n == right) for n in range(3)),
    )
    for right, ordinal in enumerate(("first", "second", "third"))
)


@dataclass(frozen=True)
class Shape:
    """A glossary as edges: (earlier, later) pairs per kind, so that no ring can arise."""

    slugs: tuple[str, ...]
    prerequisites: frozenset[tuple[str, str]]
    children: frozenset[tuple[str, str]]
    related: frozenset[tuple[str, str]]

    def terms(self) -> dict[str, Term]:
        """The terms with these edges, each valid."""
        return {slug: self._term(slug) for slug in self.slugs}

    def _term(self, slug: str) -> Term:
        return Term(
            slug=slug,
            name=f"The {slug}",
            topic="any",
            definition="Ten plain words and no more of them say it all.",
            explanation="It is.",
            eli5="It is.",
            expert="It is.",
            prerequisites={a: f"{a} for {b}" for a, b in sorted(self.prerequisites) if b == slug},
            children={b: f"{b} of {a}" for a, b in sorted(self.children) if a == slug},
            related={b: f"{b} by {a}" for a, b in sorted(self.related) if a == slug},
            quiz=QUIZ,
        )


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Any valid graph of up to nine terms: edges go from an earlier to a later slug of the list."""
    slugs = draw(SLUGS)
    pairs = [(a, b) for n, a in enumerate(slugs) for b in slugs[n + 1 :]]
    some = st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())
    prerequisites = draw(some)
    return Shape(tuple(slugs), prerequisites, draw(some), draw(some) - prerequisites)


def write(folder: Path, terms: dict[str, Term]) -> Config:
    """Writes terms with a YAML library that knows nothing of ours."""
    (folder / "terms").mkdir()
    for slug, term in terms.items():
        plain = {
            "name": term.name,
            "topic": term.topic,
            "definition": term.definition,
            "explanation": term.explanation,
            "eli5": term.eli5,
            "expert": term.expert,
            "prerequisites": dict(term.prerequisites),
            "children": dict(term.children),
            "related": dict(term.related),
            "quiz": [
                {
                    "question": q.question,
                    "answers": [
                        {"text": a.text, "why": a.why} | ({"correct": True} if a.correct else {})
                        for a in q.answers
                    ],
                }
                for q in term.quiz
            ],
        }
        text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
        (folder / "terms" / f"{slug}.yml").write_text(text, encoding="utf-8")
    return Config(root=folder, file="mkdocs.yml", terms=folder / "terms")
