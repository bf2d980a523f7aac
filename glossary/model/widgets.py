"""Widgets: what a reader can try on the page of a term, without this package knowing what it is.

A widget is a script, `widgets/<name>.js` in the configured folder, whose words are in
`words/<language>.json` beside it. The page holds a button and addresses; the script, its words and
what it loads are fetched when the button is pressed. What a demo's widget loads is listed, with the
hash of each file, in `<demo>.json` of another folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.errors import Place, Problem, Problems, display_path
from glossary.model.glossary import Glossary
from glossary.model.results import digest, unchanged
from glossary.sources.config import Widgets
from glossary.sources.parser import read_text


@dataclass(frozen=True, slots=True)
class WidgetFiles:
    """What the widget of a demo loads (name → bytes and hash), and what decided its content."""

    path: Path
    sizes: Mapping[str, int]
    hashes: Mapping[str, str]
    inputs: Mapping[str, str]

    def wrong(self) -> tuple[str, ...]:
        """The files that are missing or are not the ones that are listed."""
        folder = self.path.parent
        return tuple(n for n, hashed in sorted(self.hashes.items()) if digest(folder / n) != hashed)

    def changed(self, root: Path) -> tuple[str, ...]:
        """The inputs that are no longer what the files were made from."""
        return tuple(
            n for n, known in sorted(self.inputs.items()) if not unchanged(root / n, known)
        )


def names(widgets: Widgets) -> frozenset[str]:
    """The widgets there are."""
    return frozenset(path.stem for path in (widgets.source / "widgets").glob("*.js"))


def words_file(widgets: Widgets, language: str) -> Path:
    """The words that the widgets say in a language."""
    return widgets.source / "words" / f"{language}.json"


def labels_file(widgets: Widgets, language: str, demo: str) -> Path:
    """What a widget says of one demo, if it says more there than elsewhere."""
    return widgets.source / "words" / language / f"{demo}.json"


def lead(widgets: Widgets, language: str, widget: str, demo: str) -> str:
    """The sentence beside the button: one for the demo if there is one, else one for the widget.

    Raises `Problems` where there is none.
    """
    labels, path = labels_file(widgets, language, demo), words_file(widgets, language)
    sentences = [_object(labels).get("lead")] if labels.is_file() else []
    leads = _object(path).get("lead")
    sentences += [leads.get(widget)] if isinstance(leads, dict) else []
    for sentence in sentences:
        if isinstance(sentence, str) and sentence.strip():
            return sentence
    message = f'the widget "{widget}" has no lead in "{language}"'
    hint = f'add under "lead": "{widget}", one sentence that says what can be tried'
    hint += f', or write {display_path(labels)}: {{"lead": "…"}}'
    raise Problems([Problem(Place(display_path(path)), message, hint)])


def widget_files(widgets: Widgets, demo: str) -> WidgetFiles:
    """What the widget of a demo loads. Raises `Problems`: no list, or not of this shape."""
    path = widgets.data / f"{demo}.json"
    hint = f"run: {widgets.refresh_command(demo)}"
    if not path.is_file():
        message = f'there is no list of what the widget of demo "{demo}" loads'
        raise Problems([Problem(Place(display_path(path)), message, hint)])
    try:
        told = _json(path)
        both = [*told["files"].items(), *told.get("exam", {}).items()]
        sizes = {str(name): int(file["bytes"]) for name, file in told["files"].items()}
        hashes = {str(name): str(file["sha256"]) for name, file in both}
        inputs = {str(name): str(hashed) for name, hashed in told["inputs"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        message = "the list is of another shape"
        raise Problems([Problem(Place(display_path(path)), message, hint)]) from None
    if outside := [name for name in sorted(hashes) if not _is_file_name(name)]:
        message = f"the list may name files beside it only, not: {', '.join(outside)}"
        raise Problems([Problem(Place(display_path(path)), message, hint)])
    return WidgetFiles(path, sizes, hashes, inputs)


def _is_file_name(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set("/\\")


def _object(path: Path) -> dict[str, Any]:
    content = _json(path)
    if isinstance(content, dict):
        return content
    raise Problems([Problem(Place(display_path(path)), "not a JSON object")])


def _json(path: Path) -> Any:
    name = display_path(path)
    try:
        return json.loads(read_text(path, name))
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise Problems([Problem(place, f"not JSON: {error.msg}")]) from None


def folder(path: Path) -> str:
    """Where a folder stands on the site."""
    return f"assets/{path.name}"


def site_files(glossary: Glossary) -> dict[str, Path]:
    """The scripts and their words, and whatever the widgets of the terms load, to be copied."""
    widgets = glossary.config.widgets
    used = {term.demo for term in glossary.terms.values() if term.widget}
    if widgets is None or not used:
        return {}
    sources = [path for path in sorted(widgets.source.rglob("*")) if path.is_file()]
    files = {
        f"{folder(widgets.source)}/{path.relative_to(widgets.source).as_posix()}": path
        for path in sources
        if not any(part.startswith(".") for part in path.relative_to(widgets.source).parts)
    }
    for demo in sorted(used):
        for name in (f"{demo}.json", *widget_files(widgets, demo).hashes):
            files[f"{folder(widgets.data)}/{name}"] = widgets.data / name
    return files
