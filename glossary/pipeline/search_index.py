"""The search index: Pagefind, run on pages made for it, one language at a time.

It holds every word of what it reads in memory, and splits its index by language anyway. So each
language is a run of its own, which halves its memory, and one that did not change is not run again.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from glossary.pages.search_records import SearchRecord

FOLDER: Final = "pagefind"
MISSING: Final = "no search: Pagefind has no program for this platform"
_ENTRY: Final = "pagefind-entry.json"
# What the reader's browser loads; the rest of what Pagefind writes is its own search boxes.
_NEEDED: Final = re.compile(r"(.*/)?(pagefind\.js|[^/]*\.(json|pagefind|pf_\w+))")
_LIMIT: Final = 300.0  # seconds for one language


@dataclass(frozen=True, slots=True)
class LanguageIndex:
    """The files of one language; `digest` tells what they were made of."""

    digest: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Index:
    """The index by language, or why there is none."""

    parts: Mapping[str, LanguageIndex] = field(default_factory=dict)
    problem: str = ""

    def files(self) -> dict[str, bytes]:
        """Everything below `FOLDER`."""
        files: dict[str, bytes] = {}
        entries = []
        for part in self.parts.values():
            files |= part.files
            entries.append(json.loads(part.files[_ENTRY]))
        if entries:
            languages = {key: said for entry in entries for key, said in entry["languages"].items()}
            entry = entries[0] | {"languages": languages}
            files[_ENTRY] = json.dumps(entry, sort_keys=True).encode()
        return files


class _Failed(Exception):
    """Pagefind did not do it; the text says why, in a line."""


def index(pages: Iterable[SearchRecord], last: Index | None = None) -> Index:
    """The index of the pages; the parts of `last` again that are made of the same pages.

    Never raises: where there is no Pagefind, the site does without search.
    """
    program = executable()
    if program is None:
        return Index(problem=MISSING)
    by_language: dict[str, list[SearchRecord]] = {}
    for page in pages:
        by_language.setdefault(page.language, []).append(page)
    parts: dict[str, LanguageIndex] = {}
    for language, own in by_language.items():
        digest = _digest(own)
        known = last.parts.get(language) if last else None
        try:
            parts[language] = (
                known
                if known and known.digest == digest
                else LanguageIndex(digest, _run(program, own))
            )
        except _Failed as problem:
            return Index(problem=f"no search: {problem}")
    return last if last and last.parts == parts else Index(parts)


def _digest(pages: Iterable[SearchRecord]) -> str:
    digest = hashlib.sha256()
    for page in pages:
        digest.update(repr(page).encode())
    return digest.hexdigest()


def _run(program: Path, pages: Iterable[SearchRecord]) -> dict[str, bytes]:
    """The files of one language, all by way of Pagefind's input and output.

    Its own Python module asks for an answer ten times a second, once for each page. Pages in files
    would be twice as slow, and thousands of deleted files slow down whoever creates some next.
    """
    with tempfile.TemporaryFile() as said:
        try:
            with subprocess.Popen(
                [str(program), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            ) as process:
                late = threading.Timer(_LIMIT, process.kill)
                late.start()
                try:
                    return _indexed(process, pages)
                finally:
                    late.cancel()
                    process.kill()
        except (OSError, EOFError) as error:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            why = lines[-1] if lines else str(error)
            raise _Failed(f"Pagefind failed: {why}") from None


def _indexed(process: subprocess.Popen[bytes], pages: Iterable[SearchRecord]) -> dict[str, bytes]:
    index = _ask(process, {"type": "NewIndex", "config": {}})["index_id"]
    for page in sorted(pages, key=lambda page: page.address):  # it numbers them as they come
        url, html = f"/{page.address}", page.html()
        _ask(process, {"type": "AddFile", "index_id": index, "url": url, "file_contents": html})
    files = _ask(process, {"type": "GetFiles", "index_id": index})["files"]
    return {
        file["path"]: base64.b64decode(file["content"])
        for file in files
        if _NEEDED.fullmatch(file["path"])
    }


def _ask(process: subprocess.Popen[bytes], payload: Mapping[str, Any]) -> dict[str, Any]:
    """One answer to one question; both are JSON, in Base64, with a comma at the end."""
    assert process.stdin is not None
    assert isinstance(process.stdout, io.BufferedReader)
    message = json.dumps({"message_id": 1, "payload": payload})
    process.stdin.write(base64.b64encode(message.encode()) + b",")
    process.stdin.flush()
    said = bytearray()
    while not said.endswith(b","):
        more = process.stdout.read1(1 << 20)
        if not more:
            raise EOFError("it ended before it was done")
        said += more
    answer: dict[str, Any] = json.loads(base64.b64decode(said[:-1]))["payload"]
    if answer["type"] == "Error":
        raise _Failed(f"Pagefind failed: {answer['message']}")
    return answer


def executable() -> Path | None:
    """Pagefind's program, if this platform has one."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return None
    return get_executable()


def write(found: Index, folder: Path) -> None:
    """The index into the folder of the built site, and nothing of an earlier one."""
    files = found.files()
    for path, content in files.items():
        file = folder / FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for file in (folder / FOLDER).rglob("*"):
        if file.is_file() and file.relative_to(folder / FOLDER).as_posix() not in files:
            file.unlink()
