"""Random glossaries that are valid by construction, as folders of files."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from glossary.term import Answer, Question, Term

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
