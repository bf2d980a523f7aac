"""Brings a translation up to date: adds what it lacks, and marks it as current.

Only what is missing is added, empty and with the original beside it; what somebody wrote stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from glossary.authoring.diff import moves
from glossary.authoring.scaffold import asked, listed, named, pieces, plot_texts
from glossary.errors import Place, Problem, Problems
from glossary.model.fields import TRANSLATION
from glossary.model.glossary import Glossary
from glossary.model.term import LISTS, MAPPINGS, Term
from glossary.model.translation import fingerprint
from glossary.sources import editor
from glossary.sources.document import find
from glossary.sources.parser import compose, read_text
from glossary.utils import files


def accept(glossary: Glossary, slug: str, language: str) -> None:
    """Writes the fingerprint of the original into the translation; all or nothing."""
    document = glossary.document(slug, language)
    digest = fingerprint(glossary.terms[slug])
    text = read_text(document.path, document.shown)
    files.write_all({document.path: fingerprinted(text, document.compose(), digest)})


def fingerprinted(text: str, root: object, digest: str) -> str:
    """The text of a translation with another fingerprint in it."""
    pairs = root.value  # type: ignore[attr-defined]
    value = next((value for key, value in pairs if key.value == "of"), None)
    if value is None:
        return editor.apply(text, [editor.entry(text, root, [f"of: {digest}"], ())])
    return editor.apply(text, [editor.respelled(text, value, digest)])


def completed(
    glossary: Glossary, slug: str, language: str, old: Term | None = None
) -> tuple[str, tuple[str, ...]]:
    """The text of the translation with what it lacked, and what that was. Raises `Problems`.

    `old` is the original that was translated, where that is known: only then is it certain which
    questions and sources are new.
    """
    document = glossary.document(slug, language)
    text, root = read_text(document.path, document.shown), document.compose()
    if not isinstance(root, yaml.MappingNode):
        message = "the file must hold a mapping, found something else"
        raise Problems([Problem(Place(document.shown), message, "begin again: remove it")])
    has = {key.value for key, _ in root.value}
    keys = [*TRANSLATION.fields]
    pairs, entries, added = [], [], []
    for key, lines in pieces(glossary, slug).items():
        if key not in has and key not in ("of", "aliases", "forms"):
            entries.append(editor.entry(text, root, lines, keys[: keys.index(key)]))
            added.append(key)
    for key, originals in _maps(glossary, slug).items():
        node = find(root, key)[1]
        if key in has and isinstance(node, yaml.MappingNode):
            names = {name.value for name, _ in node.value}
            for name in originals:
                if name not in names:
                    pairs.append(editor.pair(text, node, originals[name]))
                    added.append(f"{key} {name}")
    for key, at, number, lines in _come(old, glossary.terms[slug]) if old else ():
        name, node = find(root, key)
        plain_list = isinstance(node, yaml.SequenceNode) and not node.flow_style
        if key in has and plain_list and len(node.value) == len(getattr(old, key)):
            pairs.append(editor.items(text, name, node, at, lines))
            added.append(f"{key} {number}")
    # Where a mapping ends and a new key begins at one place, the mapping's own pairs come first.
    changed = editor.apply(text, [*pairs, *entries])
    _verify(changed, root, document.shown)
    return changed, tuple(added)


def _maps(glossary: Glossary, slug: str) -> dict[str, dict[str, list[str]]]:
    """Key → name → the lines of its entry, for the keys that hold entries by name."""
    term = glossary.terms[slug]
    maps: dict[str, dict[str, list[str]]] = {}
    for key in MAPPINGS:
        originals: Mapping[str, str] = getattr(term, key)
        maps[key] = {name: named(name, text) for name, text in originals.items()}
    maps["plot"] = {text: [f"{editor.scalar(text)}:"] for text in plot_texts(glossary, term)}
    return maps


def _come(old: Term, new: Term) -> Iterator[tuple[str, int, int, list[str]]]:
    """What came into a list: its key, the old item before which it stands, its number, its lines.

    What may as well be a reworded item is left to the translator, who is shown it.
    """
    for key in LISTS:
        after = getattr(new, key)
        for tag, at, _, first, end in moves(getattr(old, key), after):
            for number in range(first, end) if tag == "insert" else ():
                each = after[number]
                originals = [str(getattr(each, "says", each))]
                yield key, at, number + 1, [*asked([each])] if key == "quiz" else listed(originals)


def _verify(text: str, before: yaml.MappingNode, name: str) -> None:
    """What was there is still there and says the same."""
    try:
        values = dict(editor.plain(compose(text, name)))
    except Problems:
        values = {}
    for key, value in editor.plain(before):
        now = values.get(key)
        if isinstance(value, list) and isinstance(now, list):
            rest = iter(now)
            kept = all(any(each == other for other in rest) for each in value)
        else:
            kept = now == value
        if not kept:
            message = f'what is missing cannot be added without changing "{key}"'
            hint = "write the file in the usual form, one key a line; nothing was changed"
            raise Problems([Problem(Place(name), message, hint)])
