"""The schema of the configuration: the keys of `glossary:` in mkdocs.yml and their kinds."""

from __future__ import annotations

from glossary.sources.schema import (
    LANGUAGE,
    SLUG,
    Map,
    Record,
    SchemaKind,
    Text,
)


def _colour(says: str) -> SchemaKind:
    return Text(f"{says} As in #7c3aed.", r"#[0-9a-fA-F]{6}", "a colour such as #7c3aed")


_LANGUAGE = Text("It names the folder of the language.", LANGUAGE, "a language code such as pl")
_TOPIC = Text(
    "It is part of the topic's address: lower-case letters, digits and single hyphens.",
    SLUG,
    "a slug such as fine-tuning",
)

CONFIG = Record(
    {
        "terms": Text("Folder of the term files.", one_line=True),
        "languages": Map(
            Text(one_line=True), "Code of each language: its own name for itself.", _LANGUAGE
        ),
        "default": Text(
            "The language of the term files themselves.",
            LANGUAGE,
            "a language code",
        ),
        "names": Map(Text(one_line=True), "Language: the name of the site in it."),
        "topics": Map(
            Map(Text(one_line=True)), "Slug of each topic: its name in each language.", _TOPIC
        ),
        "colours": Record(
            {
                "accent": _colour("Links, buttons and marks."),
                "term": _colour("The term itself in its diagram."),
                "prerequisite": _colour("What comes before it."),
                "child": _colour("Its kinds and parts, and what it is part of."),
                "related": _colour("Its neighbours that are neither."),
            },
            says="Colours of the site and of its diagrams; what is left out stays as shipped.",
        ),
        "locale": Text("Folder of further <language>.yml files with the words of the pages."),
        "demos": Record(
            {
                "source": Text("Folder of the demos, one <name>.py each."),
                "results": Text("Folder of what they recorded, <name>.json and <name>.svg."),
                "run": Text("Command that runs the demos whose names are appended."),
                "refresh": Text("Command that records {demo} anew."),
            },
            required=frozenset({"source", "results", "run", "refresh"}),
        ),
        "widgets": Record(
            {
                "source": Text("Folder with widgets/<name>.js and words/<language>.json."),
                "data": Text("Folder of what widgets load: <demo>.json lists it."),
                "refresh": Text("Command that writes the data of {demo} anew."),
            },
            required=frozenset({"source", "data", "refresh"}),
            says="Scripts that let a reader try what a term names, fetched when asked for.",
        ),
    },
    says="The `glossary:` section of mkdocs.yml.",
)


EXTRA = Record(
    {
        "home": Map(
            Record(
                {
                    "title": Text("The heading of the first page.", one_line=True),
                    "lead": Text("What stands below it."),
                }
            ),
            "Language: its words of the first page.",
        )
    },
    says="What may stand under `extra: glossary:` in mkdocs.yml.",
)
