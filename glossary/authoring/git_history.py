"""What a term said when it was translated: looked up in git by the fingerprint it had then.

Nothing of an old text is stored beside the new one, so a translation costs one line; where there is
no git, or the version was never committed, this says so and the rest still works.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import Problems, display_path
from glossary.model.glossary import Glossary
from glossary.model.loader import term_in
from glossary.model.term import Term, fingerprint


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
    try:
        _git(folder, "rev-parse", "--git-dir")
    except FileNotFoundError:
        return CommittedVersion(None, why_not="git is not installed")
    except subprocess.CalledProcessError:
        return CommittedVersion(None, why_not=f"{display_path(folder)} is in no git repository")
    try:
        for commit, text in _versions(folder, names):
            try:
                term = term_in(text, slug)
            except Problems:
                continue  # it was broken then, so nobody translated it
            if fingerprint(term) == digest:
                return CommittedVersion(term, commit)
    except subprocess.CalledProcessError:
        pass  # a repository without a commit
    return CommittedVersion(
        None, why_not=f"no commit has the version with the fingerprint {digest}"
    )


def _versions(folder: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    """Commit and text of every version of the files, the newest first."""
    log = _git(folder, "log", "--format=%h", "--", *names)
    for commit in log.decode().split():
        for name in names:
            try:
                data = _git(folder, "show", f"{commit}:./{name}")
                yield commit, data.decode("utf-8")
            except (subprocess.CalledProcessError, UnicodeDecodeError):
                continue  # the file had another name then


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout
