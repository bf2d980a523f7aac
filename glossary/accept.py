"""Marks a translation as current by writing `of:` into its file, and touches nothing else in it."""

from __future__ import annotations

from glossary import edit
from glossary.compose import read_text
from glossary.term import fingerprint
from glossary.whole import Glossary


def accept(glossary: Glossary, slug: str, language: str) -> None:
    """Writes the fingerprint of the original into the translation; all or nothing."""
    document = glossary.document(slug, language)
    digest = fingerprint(glossary.terms[slug])
    text = read_text(document.path, document.shown)
    edit.write({document.path: fingerprinted(text, document.compose(), digest)})


def fingerprinted(text: str, root: object, digest: str) -> str:
    """The text of a translation with another fingerprint in it."""
    pairs = root.value  # type: ignore[attr-defined]
    value = next((value for key, value in pairs if key.value == "of"), None)
    if value is None:
        return edit.apply(text, [edit.entry(text, root, [f"of: {digest}"], ())])
    return edit.apply(text, [edit.respelled(text, value, digest)])
