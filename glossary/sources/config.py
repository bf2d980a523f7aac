"""The configuration: the `glossary:` section of mkdocs.yml, validated."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from glossary.errors import (
    Place,
    Problem,
    Problems,
    did_you_mean,
    display_path,
)
from glossary.sources import mkdocs_yml
from glossary.sources.config_schema import CONFIG, EXTRA
from glossary.sources.document import find as node_of
from glossary.sources.parser import at
from glossary.sources.reserved_names import INDEX, hides_a_page
from glossary.sources.validator import Validator


class _Refreshed:
    """What a command writes anew for a demo, where what it was made from changed."""

    __slots__ = ()
    refresh: str

    def refresh_command(self, demo: str) -> str:
        """The command for `demo`: what the hint of a stale file says."""
        return self.refresh.replace("{demo}", demo)


@dataclass(frozen=True, slots=True)
class Demos(_Refreshed):
    """Where demos and their results are, and the commands that run and refresh them."""

    source: Path
    results: Path
    run: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Widgets(_Refreshed):
    """Where the scripts of widgets are and what they load, and the command that makes that anew."""

    source: Path
    data: Path
    refresh: str


@dataclass(frozen=True, slots=True)
class Config:
    """What a glossary is told about itself; `file` is the name of its mkdocs.yml in problems."""

    root: Path
    file: str
    terms: Path
    languages: Mapping[str, str] = field(default_factory=lambda: {"en": "English"})
    default: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    locale: Path | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    demos: Demos | None = None
    widgets: Widgets | None = None

    @property
    def translations(self) -> tuple[str, ...]:
        """The languages that are translated into: all but the default one, in order."""
        return tuple(language for language in self.languages if language != self.default)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where everything is that a site is made of, but its hand-written pages."""
        return tuple(self.named_folders.values())

    @property
    def named_folders(self) -> dict[str, Path]:
        """The same by what they hold."""
        folders = {"terms": self.terms}
        if self.locale:
            folders["words"] = self.locale
        if self.demos:
            folders |= {"demos": self.demos.source, "results": self.demos.results}
        if self.widgets:
            folders |= {"widgets": self.widgets.source, "data of widgets": self.widgets.data}
        return folders

    def named(self, language: str, name: str) -> str:
        """The name of the site in a language; `name` is the one that has no language."""
        return self.names.get(language) or name

    def shown(self, path: Path) -> str:
        """The name of a path in problems: as it is reached from the working directory."""
        return display_path(path)


def read_config(path: str | os.PathLike[str] = "mkdocs.yml") -> Config:
    """The configuration in an mkdocs.yml. Raises `Problems`."""
    file = Path(path)
    if not file.exists():
        raise Problems(
            [
                Problem(
                    Place(display_path(file)),
                    "there is no such file",
                    "name another one with --config",
                )
            ]
        )
    name = display_path(file)
    if file.is_dir():
        hint = f"name the file in it: --config {display_path(file / 'mkdocs.yml')}"
        raise Problems([Problem(Place(name), "this is a directory, not a file", hint)])
    node = mkdocs_yml.section(file)
    if node is None:
        message = 'no "glossary" under plugins'
        raise Problems([Problem(Place(name), message, "add it: plugins: [glossary]")])
    validator = Validator(name)
    bare = isinstance(node, yaml.ScalarNode) and node.value in ("", "glossary")
    values: dict[str, Any] = {} if bare else validator.read(CONFIG, node, "glossary")
    root = file.parent
    config = _config(root, name, values)
    extra = mkdocs_yml.extra(file)
    extra_values = validator.read(EXTRA, extra, "glossary") if extra is not None else {}
    problems = [*validator.problems]
    for language in extra_values.get("home", {}):
        if language not in config.languages:
            problems.append(
                _not_ours(config, language, "home", node_of(extra, "home", language)[0])
            )
    if not problems:
        problems = [*_inconsistent(config, node, values)]
    if problems:
        raise Problems(problems)
    return config


def place_of(config: Config, *keys: str) -> Place:
    """Where a value of the configuration stands, or the nearest around it that is there."""
    node = mkdocs_yml.section(Path(config.file)) if Path(config.file).is_file() else None
    if not _is_mapping(node):
        return Place(config.file)
    return at(node_of(node, *keys)[1], config.file)


def find(
    terms: str | os.PathLike[str] | None, config: str | os.PathLike[str] | None = None
) -> Config:
    """The configuration of a glossary known by its folder of terms, its mkdocs.yml, or both.

    A folder that no mkdocs.yml lies beside is a glossary of its own: one language, no demos.
    """
    if config is None and terms is not None:
        beside = Path(terms).parent / "mkdocs.yml"
        if not beside.exists():
            return Config(Path(terms).parent, display_path(Path(terms)), Path(terms))
        config = beside
    config_of_file = read_config(config or "mkdocs.yml")
    return replace(config_of_file, terms=Path(terms)) if terms is not None else config_of_file


def _config(root: Path, name: str, values: Mapping[str, Any]) -> Config:
    languages = values.get("languages") or {"en": "English"}
    demos, widgets = values.get("demos"), values.get("widgets")
    return Config(
        root=root,
        file=name,
        terms=root / values.get("terms", "terms"),
        languages=languages,
        default=values.get("default") or next(iter(languages)),
        names=values.get("names", {}),
        topics=values.get("topics", {}),
        locale=root / values["locale"] if "locale" in values else None,
        colours={name: colour.lower() for name, colour in values.get("colours", {}).items()},
        demos=Demos(
            source=root / demos["source"],
            results=root / demos["results"],
            run=demos["run"],
            refresh=demos["refresh"],
        )
        if demos and len(demos) == 4
        else None,
        widgets=Widgets(root / widgets["source"], root / widgets["data"], widgets["refresh"])
        if widgets and len(widgets) == 3
        else None,
    )


def _not_ours(config: Config, language: str, key: str, node: Any) -> Problem:
    guess = did_you_mean(language, config.languages)
    message = f'"{key}" has "{language}", which is not one of languages{guess}'
    return Problem(at(node, config.file), message, f"languages: {', '.join(config.languages)}")


def _is_mapping(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode)


def _inconsistent(config: Config, node: Any, values: Mapping[str, Any]) -> Iterator[Problem]:
    """What each value alone cannot show."""

    def place(*keys: str) -> Place:
        return at(node_of(node, *keys)[1], config.file)

    if config.default not in config.languages:
        guess = did_you_mean(config.default, config.languages)
        message = f'default language "{config.default}" is not one of languages{guess}'
        yield Problem(place("default"), message, f"languages: {', '.join(config.languages)}")
    for language in config.names:
        if language not in config.languages:
            yield _not_ours(config, language, "names", node_of(node, "names", language)[0])
    yield from _taken(config, node)
    for topic, names in config.topics.items():
        for language in config.languages:
            if not names.get(language):
                message = f'topic "{topic}" has no name in "{language}"'
                yield Problem(place("topics", topic), message, f"{topic}: {{{language}: …}}")
    if not config.terms.is_dir():
        message = f'the folder of terms "{display_path(config.terms)}" does not exist'
        yield Problem(place("terms"), message, "it is relative to this file")
    if config.locale and not config.locale.is_dir():
        message = f'the folder of words "{display_path(config.locale)}" does not exist'
        yield Problem(place("locale"), message, "it is relative to this file")
    if "demos" in values and config.demos and not config.demos.source.is_dir():
        message = f'the folder of demos "{display_path(config.demos.source)}" does not exist'
        yield Problem(place("demos", "source"), message, "it is relative to this file")
    if config.widgets and not config.widgets.source.is_dir():
        message = f'the folder of widgets "{display_path(config.widgets.source)}" does not exist'
        yield Problem(place("widgets", "source"), message, "it is relative to this file")


def _taken(config: Config, node: Any) -> Iterator[Problem]:
    """Names that would be the address of a page that is there already."""
    for language in config.translations:
        if hides_a_page(language):
            message = f'language "{language}" would take the place of the page at {language}/'
            hint = f"add a region or a script, as in {language}-Latn"
            yield Problem(at(node_of(node, "languages", language)[0], config.file), message, hint)
    if INDEX in config.topics:
        message = f'topic "{INDEX}" would take the place of the list of all topics'
        key = node_of(node, "topics", INDEX)[0]
        yield Problem(at(key, config.file), message, "name it otherwise")
