"""The search index: Pagefind, run on pages made for it, one language at a time.

Pagefind holds every word of what it reads in memory, and splits its index by language anyway.
Each language is a run of its own, which halves the memory; one without changes is not run again.
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
            languages = {
                key: facts for entry in entries for key, facts in entry["languages"].items()
            }
            entry = entries[0] | {"languages": languages}
            files[_ENTRY] = json.dumps(entry, sort_keys=True).encode()
        return files


class _PagefindError(Exception):
    """Pagefind failed; the text is one line that says why."""


def index(search_records: Iterable[SearchRecord], last: Index | None = None) -> Index:
    """The index of the pages; the parts of `last` again that are made of the same pages.

    Never raises: where there is no Pagefind, the site does without search.
    """
    program = executable()
    if program is None:
        return Index(problem=MISSING)
    by_language: dict[str, list[SearchRecord]] = {}
    for page in search_records:
        by_language.setdefault(page.language, []).append(page)
    parts: dict[str, LanguageIndex] = {}
    for language, records in by_language.items():
        digest = _digest(records)
        former = last.parts.get(language) if last else None
        try:
            parts[language] = (
                former
                if former and former.digest == digest
                else LanguageIndex(digest, _run(program, records))
            )
        except _PagefindError as problem:
            return Index(problem=f"no search: {problem}")
    return last if last and last.parts == parts else Index(parts)


def _digest(search_records: Iterable[SearchRecord]) -> str:
    digest = hashlib.sha256()
    for record in search_records:
        digest.update(repr(record).encode())
    return digest.hexdigest()


def _run(program: Path, search_records: Iterable[SearchRecord]) -> dict[str, bytes]:
    """The files of one language, all by way of Pagefind's input and output.

    Its own Python module asks for an answer ten times a second, once for each page. Pages in files
    would be twice as slow, and thousands of deleted files slow down whoever creates some next.
    """
    with tempfile.TemporaryFile() as errors:
        try:
            with subprocess.Popen(
                [str(program), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            ) as process:
                late = threading.Timer(_LIMIT, process.kill)
                late.start()
                try:
                    return _indexed(process, search_records)
                finally:
                    late.cancel()
                    process.kill()
        except (OSError, EOFError) as error:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            why = lines[-1] if lines else str(error)
            raise _PagefindError(f"Pagefind failed: {why}") from None


def _indexed(
    process: subprocess.Popen[bytes], search_records: Iterable[SearchRecord]
) -> dict[str, bytes]:
    index = _ask(process, {"type": "NewIndex", "config": {}})["index_id"]
    for record in sorted(
        search_records, key=lambda record: record.address
    ):  # it numbers them as they come
        url, html = f"/{record.address}", record.html()
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
    reply = bytearray()
    while not reply.endswith(b","):
        more = process.stdout.read1(1 << 20)
        if not more:
            raise EOFError("it ended before it was done")
        reply += more
    answer: dict[str, Any] = json.loads(base64.b64decode(reply[:-1]))["payload"]
    if answer["type"] == "Error":
        raise _PagefindError(f"Pagefind failed: {answer['message']}")
    return answer


def executable() -> Path | None:
    """Pagefind's program, if this platform has one."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return None
    return get_executable()


def write(index: Index, folder: Path) -> None:
    """The index into the folder of the built site, and nothing of an earlier one."""
    files = index.files()
    for path, content in files.items():
        file = folder / FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for file in (folder / FOLDER).rglob("*"):
        if file.is_file() and file.relative_to(folder / FOLDER).as_posix() not in files:
            file.unlink()
