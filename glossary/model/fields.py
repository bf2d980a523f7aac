"""What a term file and a translation may say: keys, kinds, and the words an editor shows on hover.

To add a key to the format, add it here and to `Term`; reading, the check of its type and the JSON
Schema follow.
"""

from __future__ import annotations

import json

from glossary.sources.schema import (
    SLUG,
    Flag,
    Many,
    Map,
    Record,
    SchemaKind,
    Text,
    describe,
)

_PARAGRAPHS = Text("Markdown.")


def _edges(says: str) -> SchemaKind:
    reason = Text("Why: one sentence for a reader who does not know the term yet.")
    return Map(reason, f"{says} Slug of the other term: the reason.")


_QUIZ = Many(
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

_NAMES: dict[str, SchemaKind] = {
    "name": Text("The name, singular, as in a heading.", one_line=True),
    "aliases": Many(Text(one_line=True), "Other names and abbreviations."),
    "forms": Many(Text(one_line=True), "Plural and inflected forms, so that mentions are linked."),
}
_BODY: dict[str, SchemaKind] = {
    "definition": Text("One sentence of 10 to 40 words that says what it is."),
    "explanation": Text("Markdown: how it works and why it matters, for a curious engineer."),
    "eli5": Text("Markdown: the same for a five-year-old, at most 160 words."),
    "expert": Text("Markdown with $mathematics$ and citations [@1]: what a practitioner looks up."),
    "prerequisites": _edges("Terms to understand first."),
    "children": _edges("Kinds or parts of this term."),
    "related": _edges("Neighbours that are neither; declared in one of the two files only."),
    "quiz": _QUIZ,
}
_CLAIM: dict[str, SchemaKind] = {
    "claim": Text("What the demo shows, word for word as in its docstring."),
    "refuted_if": Text("What would refute it, word for word as in the demo's docstring."),
    "control": Text("Which ingredient the control removes, and what then happens."),
    "tried": Many(Text(), "What was tried and did not work, one sentence each."),
    "measures": Map(Text(one_line=True), "Measured number: its label in the table, in order."),
}
_REQUIRED = frozenset({"name", "definition", "explanation", "eli5", "expert", "quiz"})

_SOURCE = Record(
    {
        "title": Text("Title of the work.", one_line=True),
        "authors": Text("Authors, as the work names them.", one_line=True),
        "year": Text("Year of publication.", r"[12]\d{3}", "a year such as 2021"),
        "id": Text("arXiv:2106.09685, doi:10.1000/x, ISBN 978… or a web address.", one_line=True),
        "says": Text("What it is cited for."),
    },
    required=frozenset({"title", "authors", "year", "id", "says"}),
)

TERM = Record(
    {
        **_NAMES,
        "topic": Text("One of the topics of the configuration.", one_line=True),
        "formerly": Many(
            Text("", SLUG, "a slug such as fine-tuning"),
            "Slugs that the term had before; `glossary rename` writes them, never used again.",
        ),
        **_BODY,
        "demo": Text("Name of the demo that proves it.", r"[a-z0-9_-]+", "a demo's name"),
        **_CLAIM,
        "widget": Text("What a reader can try on the page.", r"[a-z0-9_-]+", "a widget's name"),
        "sources": Many(_SOURCE, "The works that the expert text cites, [@1] being the first."),
    },
    required=_REQUIRED | {"topic"},
    says="A term of the glossary. The file name is its slug.",
)

TRANSLATION = Record(
    {
        "of": Text("Fingerprint of the text that was translated; `glossary translate` writes it."),
        **_NAMES,
        **_BODY,
        **_CLAIM,
        "plot": Map(Text(one_line=True), "Text in the recorded plot: its translation."),
        "sources": Many(Text(), "What each source says, in the order of the original."),
    },
    required=_REQUIRED,
    says="The translation of a term: its texts, not its facts.",
)


def json_schema(kind: Record = TERM) -> str:
    """The JSON Schema (draft-07, what editors understand) of a kind of file, as committed."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": kind.says.split(".")[0]}
    return json.dumps(head | describe(kind), indent=2, ensure_ascii=False) + "\n"
