"""What a term said when it was translated: looked up in git by the fingerprint it had then.

Nothing of an old text is stored beside the new one, so a translation costs one line; where there is
no git, or the version was never committed, this says so and the rest still works.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import Problems, display_path
from glossary.model.glossary import Glossary
from glossary.model.loader import term_in
from glossary.model.recorded import with_recorded_json
from glossary.model.term import Term
from glossary.model.translation import fingerprint


@dataclass(frozen=True, slots=True)
class CommittedVersion:
    """The term as it was, and the short name of its commit; or why it is not known."""

    term: Term | None
    commit: str = ""
    why_not: str = ""


def committed_version(glossary: Glossary, slug: str, digest: str) -> CommittedVersion:
    """The newest committed version of a term whose fingerprint is `digest`."""
    if not digest:
        return CommittedVersion(None, why_not="it does not say which version it translates")
    folder = glossary.config.terms
    names = [f"{name}.yml" for name in (slug, *glossary.terms[slug].formerly)]
    demos, demo = glossary.config.demos, glossary.terms[slug].demo
    result = [os.path.relpath(demos.results / f"{demo}.json", folder)] if demos and demo else []
    try:
        _git(folder, "rev-parse", "--git-dir")
    except FileNotFoundError:
        return CommittedVersion(None, why_not="git is not installed")
    except subprocess.CalledProcessError:
        return CommittedVersion(None, why_not=f"{display_path(folder)} is in no git repository")
    try:
        for commit, text, recorded in _versions(folder, names, result):
            try:
                term = with_recorded_json(term_in(text, slug), recorded)
            except Problems:
                continue  # it was broken then, so nobody translated it
            if fingerprint(term) == digest:
                return CommittedVersion(term, commit)
    except subprocess.CalledProcessError:
        pass  # a repository without a commit
    return CommittedVersion(
        None, why_not=f"no commit has the version with the fingerprint {digest}"
    )


def _versions(folder: Path, names: list[str], result: list[str]) -> Iterator[tuple[str, str, str]]:
    """Commit, text and recorded result of every version of the files, the newest first."""
    log = _git(folder, "log", "--format=%h", "--", *names, *result)
    for commit in log.decode().split():
        recorded = next((text for name in result if (text := _shown(folder, commit, name))), "")
        for name in names:  # the file may have had another name then
            if text := _shown(folder, commit, name):
                yield commit, text, recorded


def _shown(folder: Path, commit: str, name: str) -> str:
    """A file as it was; empty where there was none, or none that is text."""
    place = name if name.startswith("../") else f"./{name}"
    try:
        return _git(folder, "show", f"{commit}:{place}").decode("utf-8")
    except (subprocess.CalledProcessError, UnicodeDecodeError):
        return ""


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout
