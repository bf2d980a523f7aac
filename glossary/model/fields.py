"""What a term file and a translation may say, as the schema of each, made of the keys of `Term`.

To add a key to the format, add a field to `Term`; reading, the check of its type and the JSON
Schema follow.
"""

from __future__ import annotations

import json
from typing import Final

from glossary.model.term import KEYS
from glossary.sources.schema import Map, Record, Text, describe

TERM: Final = Record(
    {name: key.kind for name, key in KEYS.items() if not key.recorded},
    required=frozenset(name for name, key in KEYS.items() if key.required),
    says="A term of the glossary. The file name is its slug.",
    elsewhere={name: key.recorded for name, key in KEYS.items() if key.recorded},
)

TRANSLATION: Final = Record(
    {
        "of": Text("Fingerprint of the text that was translated; `glossary translate` writes it."),
        **{name: key.in_translation for name, key in KEYS.items() if key.in_translation},
        "plot": Map(Text(one_line=True), "Text in the recorded plot: its translation."),
    },
    required=frozenset(n for n, key in KEYS.items() if key.required and key.in_translation),
    says="The translation of a term: its texts, not its facts.",
)


def json_schema(kind: Record = TERM) -> str:
    """The JSON Schema (draft-07, what editors understand) of a kind of file, as committed."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": kind.says.split(".")[0]}
    return json.dumps(head | describe(kind), indent=2, ensure_ascii=False) + "\n"
