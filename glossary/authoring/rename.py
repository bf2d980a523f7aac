"""Another slug for a term: every file that names it, worked out and checked before any is written.

The old slug is remembered once, under `formerly` in the term's own file; from there the generator
leaves a page at the old address, and the rules keep the slug from being used again. What people
wrote in running text is theirs and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from glossary.errors import Place, Problem, Problems, display_path
from glossary.model.fields import TERM
from glossary.model.glossary import Glossary
from glossary.model.term import KINDS, Term
from glossary.model.translation import Translation, fingerprint
from glossary.sources import editor
from glossary.sources.parser import compose, read_text


@dataclass(frozen=True, slots=True)
class Renaming:
    """Path → its text, None for one that goes; and where demos still name the old address."""

    changes: Mapping[Path, str | None]
    mentions: tuple[Place, ...]


def rename(glossary: Glossary, old: str, new: str) -> Renaming:
    """What has to change; nothing is written. Raises `Problems` if an edit would say anything else.

    Expects that `old` is a term and `new` a free slug. A file that is not finished is no hindrance,
    one that is no YAML is: an edge in it would be overlooked.
    """
    texts: dict[Path, str | None] = {}
    removed: dict[Path, str | None] = {}
    # Somebody used a former slug again, and this mends it: the address leads to the first one.
    claimed = any(old in term.formerly for term in glossary.terms.values())
    for (language, slug), document in glossary.loaded.documents.items():
        original = language == glossary.default
        values = glossary.terms if original else glossary.translations[language]
        value = values.get(slug)
        digest = _fresh(glossary, value, old, new) if isinstance(value, Translation) else ""
        unsure = value is None or (language, slug) in glossary.loaded.faulty
        if not (slug == old or digest or unsure or _names(value, old)):
            continue
        text, root = read_text(document.path, document.shown), document.compose()
        if not isinstance(root, yaml.MappingNode):
            raise Problems(p for p in glossary.unread if p.place.file == document.shown)
        edits = [editor.respelled(text, key, new) for key in _keys(root, old)]
        if digest:
            of_node = next(value for key, value in root.value if key.value == "of")
            edits.append(editor.respelled(text, of_node, digest))
        remembers = slug == old and original and not claimed
        if remembers:
            edits.append(_remember(text, root, old))
        if not edits and slug != old:
            continue
        changed = editor.apply(text, edits)
        wanted = _wanted(root, old, new, digest)
        if remembers:
            wanted["formerly"] = [*(wanted.get("formerly") or ()), old]
        _verify(changed, wanted, document.shown, old)
        if slug == old:
            removed[document.path] = None
            texts[document.path.with_name(f"{new}.yml")] = changed
        else:
            texts[document.path] = changed
    # What is new first: a term that stands twice for a moment is better than one that is nowhere.
    texts |= _links(glossary, old, new)
    return Renaming(texts | removed, tuple(_mentions(glossary, old)))


def renamed(term: Term, old: str, new: str) -> Term:
    """The term as it is once `old` is called `new`."""
    return replace(
        term,
        slug=new if term.slug == old else term.slug,
        prerequisites=_mapped(term.prerequisites, old, new),
        children=_mapped(term.children, old, new),
        related=_mapped(term.related, old, new),
    )


def _mapped(edges: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    return {new if slug == old else slug: reason for slug, reason in edges.items()}


def _names(value: Term | Translation | None, slug: str) -> bool:
    term = value.texts if isinstance(value, Translation) else value
    return term is not None and any(slug in getattr(term, key) for key in KINDS.values())


def _fresh(glossary: Glossary, translation: Translation, old: str, new: str) -> str:
    """The fingerprint that keeps a current translation current, where the renaming alone would
    make it stale; a stale one stays stale."""
    term = glossary.terms.get(translation.slug)
    if term is None or translation.of != fingerprint(term):
        return ""
    fresh = fingerprint(renamed(term, old, new))
    return fresh if fresh != translation.of else ""


def _keys(root: Any, slug: str) -> Iterator[Any]:
    """The nodes of the keys that name a term under the three kinds of edges."""
    for key, value in root.value:
        if key.value in KINDS.values() and isinstance(value, yaml.MappingNode):
            yield from (name for name, _ in value.value if name.value == slug)


def _remember(text: str, root: Any, old: str) -> editor.Edit:
    node = next((value for key, value in root.value if key.value == "formerly"), None)
    if isinstance(node, yaml.SequenceNode) and node.value:
        return editor.item(text, node, old)
    if node is not None:  # empty, or what was not readable and is caught when it is read again
        return editor.Edit(node.start_mark.index, node.end_mark.index, f"[{old}]")
    keys = [*TERM.fields]
    before = keys[: keys.index("formerly")]
    return editor.entry(text, root, [f"formerly: [{old}]"], before)


def _wanted(root: Any, old: str, new: str, digest: str) -> dict[str, Any]:
    """What the file has to say: what it said, but for the slug and the fingerprint."""
    wanted: dict[str, Any] = dict(editor.plain(root))
    for key in KINDS.values():
        if isinstance(wanted.get(key), list):
            wanted[key] = [(new if slug == old else slug, reason) for slug, reason in wanted[key]]
    return wanted | ({"of": digest} if digest else {})


def _verify(text: str, wanted: Mapping[str, Any], name: str, old: str) -> None:
    try:
        values = dict(editor.plain(compose(text, name)))
    except Problems:
        values = {}
    if values != wanted:
        message = f'"{old}" cannot be replaced here without changing what the file says'
        hint = "write the file in the usual form, one key a line; nothing was changed"
        raise Problems([Problem(Place(name), message, hint)])


def _links(glossary: Glossary, old: str, new: str) -> Iterator[tuple[Path, str]]:
    """Pages by hand and the menu, where a link to a page that is gone would stop the build."""
    root = glossary.config.root
    for file in sorted([*(root / "docs").rglob("*.md"), Path(glossary.config.file)]):
        if file.is_file():
            text = file.read_bytes().decode("utf-8", "surrogateescape")
            changed = _address(old).sub(rf"\1/{new}", text)
            if changed != text:
                yield file, changed


def _mentions(glossary: Glossary, old: str) -> Iterator[Place]:
    """Where demos name the old address: it still works, and a changed demo would have no result."""
    demos = glossary.config.demos
    for file in sorted(demos.source.rglob("*.py")) if demos else ():
        for number, line in enumerate(file.read_text("utf-8", "replace").split("\n"), start=1):
            if match := _address(old).search(line):
                yield Place(display_path(file), number, match.start() + 1)


def _address(slug: str) -> re.Pattern[str]:
    return re.compile(rf"\b(terms|path)/{re.escape(slug)}(?![\w-])")
