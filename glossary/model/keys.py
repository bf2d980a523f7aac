"""What is known of a key of the term files, beside the type of its value.

The fields of `Term` carry a `Key` each, and they are the only list of keys: schema, translation,
fingerprint, diff, scaffold, advice, reading time, search and JSON are loops over them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from glossary.sources.schema import Flag, Many, Map, Record, SchemaKind, Text


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the term files.

    `kind` is its value in the file of a term, `in_translation` that in the file of a translation;
    without one the key is a fact, the same in every language. `per_language` marks names that each
    language has its own of: nothing is a translation of them, so no change makes one stale.
    `recorded` says where a text of the default language comes from instead of the file of the term.
    `prose` is read from top to bottom: its words count, are searched, lead to other terms, and are
    given to programs. `cites` may name sources. `with_demo` belongs to a demo and nothing else.
    `block` and `example` are how a new file begins it.
    """

    kind: SchemaKind
    in_translation: SchemaKind | None = None
    required: bool = False
    per_language: bool = False
    recorded: str = ""
    prose: bool = False
    cites: bool = False
    with_demo: bool = False
    block: str = ""
    example: tuple[str, ...] | None = None

    @property
    def is_translated(self) -> bool:
        """Whether a change of its text makes a translation stale."""
        return self.in_translation is not None and not self.per_language


def fact(kind: SchemaKind, default: Any = "", **more: Any) -> Any:
    """A field that is the same in every language."""
    return _field(Key(kind, **more), default)


def text(kind: SchemaKind, default: Any = "", **more: Any) -> Any:
    """A field that is translated; the schema of a translation says the same of it."""
    return _field(Key(kind, **{"in_translation": kind, **more}), default)


def _field(key: Key, default: Any) -> Any:
    metadata = {"key": key}
    if isinstance(default, type):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def reasons(says: str) -> SchemaKind:
    """Slug of another term: why the edge is there."""
    reason = Text("Why: one sentence for a reader who does not know the term yet.")
    return Map(reason, f"{says} Slug of the other term: the reason.")


EDGE_EXAMPLE: Final = "  some-term: One sentence that says why."

QUIZ: Final = Many(
    Record(
        {
            "question": Text("What is asked, in Markdown."),
            "answers": Many(
                Record(
                    {
                        "text": Text("The answer, about as long as the others."),
                        "correct": Flag("true on the one right answer; left out on the others."),
                        "why": Text("What is right or wrong about it; shown after answering."),
                    },
                    required=frozenset({"text", "why"}),
                ),
                "3 or 4 answers, exactly one of them correct.",
            ),
        },
        required=frozenset({"question", "answers"}),
    ),
    "At least 3 questions that cannot be answered without having understood the text.",
)

SOURCE: Final = Record(
    {
        "title": Text("Title of the work.", one_line=True),
        "authors": Text("Authors, as the work names them.", one_line=True),
        "year": Text("Year of publication.", r"[12]\d{3}", "a year such as 2021"),
        "id": Text("arXiv:2106.09685, doi:10.1000/x, ISBN 978… or a web address.", one_line=True),
        "says": Text("What it is cited for."),
    },
    required=frozenset({"title", "authors", "year", "id", "says"}),
)
