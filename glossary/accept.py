"""Marks a translation as current by writing `of:` into its file, and touches nothing else in it.

The text is spliced, not dumped: a person's comments, order and line breaks are theirs.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from glossary.compose import read_text
from glossary.term import fingerprint
from glossary.whole import Glossary


def accept(glossary: Glossary, slug: str, language: str) -> None:
    """Writes the fingerprint of the original into the translation; all or nothing."""
    document = glossary.document(slug, language)
    digest = fingerprint(glossary.terms[slug])
    text = read_text(document.path, document.shown)
    root = document.compose()
    value = next((value for key, value in root.value if key.value == "of"), None)
    if value is None:
        start = root.start_mark.index
        text = f"{text[:start]}of: {digest}\n{text[start:]}"
    else:
        start, end = value.start_mark.index, value.end_mark.index
        space = "" if text[start - 1 : start].isspace() else " "  # `of:` without a value
        text = f"{text[:start]}{space}{digest}{text[end:]}"
    _write(document.path, text)


def _write(path: Path, text: str) -> None:
    """Beside and then over it, so that a full disk leaves the old file."""
    path = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
