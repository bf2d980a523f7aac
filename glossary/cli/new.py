"""`glossary new`: the scaffold of a term, which teaches what each key is for."""

from __future__ import annotations

import argparse

from glossary.cli.arguments import free_slug
from glossary.cli.base import OK, Command, open_glossary, unknown
from glossary.errors import Misuse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("slug", metavar="SLUG", help="the file's name and the address of its page")
    parser.add_argument("--topic", metavar="TOPIC", help="one of the topics of the configuration")
    parser.add_argument("--name", metavar="NAME", help="default: made of the slug")


def run(options: argparse.Namespace) -> int:
    """Writes one file; translations are begun when there is something to translate."""
    from glossary.authoring import scaffold
    from glossary.errors import display_path
    from glossary.utils import files

    glossary = open_glossary(options)
    config = glossary.config
    slug = free_slug(glossary, options.slug)
    topic = options.topic or (next(iter(config.topics)) if len(config.topics) == 1 else "")
    if options.topic and config.topics and topic not in config.topics:
        raise Misuse(unknown("topic", topic, config.topics))
    name = slug.replace("-", " ").capitalize() if options.name is None else options.name
    name = " ".join(name.split())
    if not name:
        raise Misuse("the name is empty; leave --name out to have it made of the slug")
    path = config.terms / f"{slug}.yml"
    text = scaffold.term(config, slug, name, topic)
    files.write_all({path: text})
    print(f"{display_path(path)}: fill it in; glossary check names what is missing")
    if "$schema=" not in text:
        beside = display_path(config.root / "term.schema.json")
        print(f"an editor completes keys in the next one after: glossary schema > {beside}")
    for language in config.translations:
        print(f"then: glossary translate {language} {slug}")
    return OK


COMMAND = Command(
    "new",
    "begin a term: a file that teaches every key",
    "glossary new low-rank-adaptation --topic tuning --name LoRA",
    run,
    arguments,
)
