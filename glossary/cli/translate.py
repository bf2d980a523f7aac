"""`glossary translate`: begins a translation, follows a changed original, or calls it current."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from glossary.cli.base import OK, Command, known_language, known_term, open_glossary, unknown
from glossary.errors import Misuse

if TYPE_CHECKING:
    from glossary.model.glossary import Glossary


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("language", metavar="LANGUAGE", help="code of the language, such as pl")
    parser.add_argument(
        "terms",
        nargs="*",
        default=[],
        metavar="TERM",
        help="begin its translation, or show what changed since and add what is missing",
    )
    parser.add_argument(
        "--accept",
        nargs="+",
        default=[],
        metavar="TERM",
        help="write the fingerprint of the original into these translations",
    )


def run(options: argparse.Namespace) -> int:
    """Without terms: lists what is missing or stale."""
    from glossary.authoring.translate import accept

    glossary = open_glossary(options)
    languages = glossary.config.translations
    if options.language in glossary.terms and {*options.terms} & {*languages}:
        first = next(word for word in options.terms if word in languages)
        command = f"glossary translate {first} {options.language}"
        raise Misuse(f"the language comes before the terms: {command}")
    language = known_language(languages, options.language)
    accepted = [_translated(glossary, slug, language) for slug in options.accept]
    slugs = [known_term(glossary, slug) for slug in options.terms]
    for slug in (*accepted, *slugs):
        _finished(glossary, slug)
    for slug in accepted:
        accept(glossary, slug, language)
    for slug in slugs:
        is_begun = (language, slug) in glossary.loaded.documents
        (_follow if is_begun else _begin)(glossary, slug, language)
    if not accepted and not slugs:
        _list(glossary, language)
    return OK


def _list(glossary: Glossary, language: str) -> None:
    for slug in glossary.terms:
        if slug not in glossary.translations[language]:
            print(f"{slug}: missing")
        elif glossary.is_stale(slug, language):
            print(f"{slug}: stale")


def _translated(glossary: Glossary, slug: str, language: str) -> str:
    """The slug, if it has a translation."""
    translations = glossary.translations[language]
    if slug not in translations and slug in glossary.terms:
        begin = f"glossary translate {language} {slug}"
        raise Misuse(f'"{slug}" has no translation in "{language}"; begin it: {begin}')
    if slug not in translations:
        raise Misuse(unknown("translation", slug, translations))
    return slug


def _finished(glossary: Glossary, slug: str) -> None:
    """An original that is not finished yet cannot be translated."""
    from glossary.errors import Problems

    if (glossary.default, slug) in glossary.loaded.faulty:
        file = glossary.document(slug).shown
        raise Problems(problem for problem in glossary.unread if problem.place.file == file)


def _begin(glossary: Glossary, slug: str, language: str) -> None:
    from glossary.authoring import scaffold
    from glossary.errors import display_path
    from glossary.utils import files

    path = glossary.config.terms / language / f"{slug}.yml"
    files.write_all({path: scaffold.translation(glossary, slug, language)})
    print(f"{slug}: begun in {display_path(path)}; replace each comment by its translation")


def _follow(glossary: Glossary, slug: str, language: str) -> None:
    """What changed since it was translated, and the keys that it lacks since then."""
    from glossary.authoring import git_history, translate
    from glossary.authoring.diff import difference
    from glossary.authoring.rename import renamed
    from glossary.utils import files

    document = glossary.document(slug, language)
    translation = glossary.translations[language].get(slug)
    stale = glossary.is_stale(slug, language)
    then = git_history.committed_version(
        glossary, slug, translation.of if translation and stale else ""
    )
    text, added = translate.completed(glossary, slug, language, then.term)
    if stale and then.term:
        print(f"{slug}: stale; since it was translated (commit {then.commit})")
        old = then.term
        for now, term in glossary.terms.items():
            for former in term.formerly:
                old = renamed(old, former, now)
        print("\n".join(f"  {line}" for line in difference(old, glossary.terms[slug])))
    elif stale:
        print(f"{slug}: stale; what changed cannot be shown: {then.why_not}")
    else:
        print(f"{slug}: current")
    if added:
        files.write_all({document.path: text})
        print(f"  added to {document.shown}, to be filled in: {', '.join(added)}")
    if stale:
        print(f"  when it is up to date: glossary translate {language} --accept {slug}")


COMMAND = Command(
    "translate",
    "list what a language lacks, begin or follow translations, or accept them as current",
    "glossary translate pl lora",
    run,
    arguments,
)
