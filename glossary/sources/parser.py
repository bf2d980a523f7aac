"""The YAML parser: from a file to nodes, without anchors, aliases, tags and tabs.

Nodes are composed, not constructed, so `no`, `012` and `1e-4` stay the text that was written, and a
duplicate key is seen.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from glossary.errors import Place, Problem, Problems

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # a platform without libyaml: the same grammar, about ten times slower
    _Parser = None  # type: ignore[assignment, misc]


LARGEST = 256 * 1024  # bytes; the longest term file that was ever useful is a tenth of it
DEEPEST = 24  # brackets within brackets; the term file itself needs 5

# What may be an anchor, an alias or a tag; the parser then says whether it is. The sign comes first
# and what precedes it is looked back at, which scans twenty times as fast as the other way round.
_SUSPICIOUS = re.compile(
    r"[&*!](?<![^\s\[{,].)"
    r"(?:(?<=&)[\w-]+(?=\s)|(?<=\*)[\w-]+(?=\s*(?:$|[,\]}#]|:\s))|(?<=!)[\w<!])",
    re.MULTILINE,
)
_OPENERS = ("[", "{", "- ", "? ")  # each may begin a level
_FEW = 400  # openers that composing can nest without harm
_WRITE_OUT = "write the text out in each place"
_QUOTE = "text with a colon, a hash or a quote in it needs quotes around it or a block (key: |)"


class _Plain(yaml.resolver.BaseResolver):
    """Resolves nothing: every scalar is text, without the search for what else it might be."""

    def descend_resolver(self, *_: object) -> None:
        """Nothing to keep track of."""

    def ascend_resolver(self) -> None:
        """Nothing to keep track of."""

    def resolve(self, *_: object) -> str:
        """The tag of every node: nobody asks for it, the class of the node says what it is."""
        return ""


if _Parser is not None:

    class Composer(_Parser, _Plain):
        """The nodes of a text, parsed by libyaml."""

        def __init__(self, text: str) -> None:
            _Parser.__init__(self, text)
            _Plain.__init__(self)

else:
    from yaml.composer import Composer as _Composer
    from yaml.parser import Parser as _SlowParser
    from yaml.reader import Reader as _Reader
    from yaml.scanner import Scanner as _Scanner

    class Composer(_Reader, _Scanner, _SlowParser, _Composer, _Plain):  # type: ignore[no-redef]
        """The nodes of a text, parsed in Python."""

        def __init__(self, text: str) -> None:
            _Reader.__init__(self, text)
            _Scanner.__init__(self)
            _SlowParser.__init__(self)
            _Composer.__init__(self)
            _Plain.__init__(self)


def compose(text: str, shown: str, *, strict: bool = True) -> Any:
    """The root node of a text. Raises `Problems`.

    Not strict is for files of other programs, `mkdocs.yml` above all: there tags, anchors and
    tabs are their owner's business.
    """
    if strict and (problems := _forbidden(text, shown)):
        raise Problems(problems)
    try:
        node = Composer(text).get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        raise Problems([_malformed(error, text, shown)]) from None
    if node is None:
        raise Problems([Problem(Place(shown), "the file is empty", "fill it or remove it")])
    return node


def at(node: Any, shown: str) -> Place:
    """The place of a node of the file shown as `shown`."""
    return Place(shown, node.start_mark.line + 1, node.start_mark.column + 1)


def read_text(path: Path, shown: str) -> str:
    """The text of a UTF-8 file. Raises `Problems`, whatever the path turns out to be."""

    def refuse(message: str, hint: str = "", place: Place | None = None) -> Problems:
        return Problems([Problem(place or Place(shown), message, hint)])

    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse("this is a directory, not a file", "rename it or remove it")
        if not stat.S_ISREG(status.st_mode):
            raise refuse("this is not a regular file", "replace it by one")
        if status.st_size > LARGEST:
            size = f"{status.st_size / 1024:.0f} KiB"
            raise refuse(f"the file has {size}, but 256 KiB is the most", "split the term in two")
        data = path.read_bytes()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        link = "it is a link: lead it to a file, or remove it" if path.is_symlink() else ""
        raise refuse(f"the file cannot be read: {reason}", link) from None
    if data.startswith(b"\xef\xbb\xbf"):
        raise refuse("the file begins with a byte order mark", "save it as UTF-8 without BOM")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        place = Place(shown, line, column)
        byte = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise refuse(byte, "save the file as UTF-8", place) from None


def _forbidden(text: str, shown: str) -> list[Problem]:
    """Tabs, anchors, aliases and tags: YAML that a person editing a term never needs."""
    if "\t" in text:
        return [
            Problem(Place(shown, number, line.index("\t") + 1), "a tab character", "use spaces")
            for number, line in enumerate(text.split("\n"), start=1)
            if "\t" in line
        ]
    if _SUSPICIOUS.search(text) or sum(map(text.count, _OPENERS)) > _FEW:
        return [*_refused_events(text, shown)]
    return []


def _refused_events(text: str, shown: str) -> Iterator[Problem]:
    """The exact places, from the parser itself. Nesting is counted here because composing recurses
    on the C stack, where 256 KiB of brackets would end the process instead of raising."""
    parser, depth = Composer(text), 0
    try:
        while (event := parser.get_event()) is not None:
            place = at(event, shown)
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if isinstance(event, yaml.AliasEvent):
                yield Problem(place, f'a YAML alias "*{anchor}"', _WRITE_OUT)
            elif anchor:
                yield Problem(place, f'a YAML anchor "&{anchor}"', _WRITE_OUT)
            if tag:
                yield Problem(place, f'a YAML tag "{tag}"', "leave it out: a value is text")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                deep = f"values nested more than {DEEPEST} deep"
                yield Problem(place, deep, "a term file needs 5 levels")
                return
    except yaml.YAMLError:
        return  # composing says what is wrong, and where


def _malformed(error: Exception, text: str, shown: str) -> Problem:
    """What the parser could not read, in its words."""
    place, message, hint = Place(shown), "the values are nested too deep", _QUOTE
    if isinstance(error, yaml.reader.ReaderError):
        before = text.encode()[: error.position].decode("utf-8", "replace")
        place = Place(shown, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message, hint = error.reason, "remove the character"
    elif isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else place
        message = ", ".join(part for part in (error.context, error.problem) if part)
        if isinstance(error, yaml.composer.ComposerError):
            hint = "one file is one document"
        elif "escape" in message:
            hint = "text with a backslash is written without double quotes"
    return Problem(place, f"not YAML: {message}", hint)
