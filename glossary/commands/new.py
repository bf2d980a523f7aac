"""`glossary new`: the skeleton of a term, which teaches what each key is for."""

from __future__ import annotations

import argparse

from glossary.commands import OK, Command, Misuse, read, unknown
from glossary.commands.naming import free_slug


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("slug", metavar="SLUG", help="the file's name and the address of its page")
    parser.add_argument("--topic", metavar="TOPIC", help="one of the topics of the configuration")
    parser.add_argument("--name", metavar="NAME", help="default: made of the slug")


def run(options: argparse.Namespace) -> int:
    """Writes one file; translations are begun when there is something to translate."""
    from glossary import edit, skeleton
    from glossary.config import shown

    glossary = read(options)
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
    text = skeleton.term(config, slug, name, topic)
    edit.write({path: text})
    print(f"{shown(path)}: fill it in; glossary check names what is missing")
    if "$schema=" not in text:
        beside = shown(config.root / "term.schema.json")
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
