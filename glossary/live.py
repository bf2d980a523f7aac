"""While serving: an edited term is a fresh page within a second, at any number of terms.

MkDocs watches the files and would build the whole site again. Where nothing but terms changed, only
the pages that became other ones are rendered, by the functions with which MkDocs renders a page, so
that every file is what a whole build would have written. Search follows when nobody is waiting.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from glossary import pages, panel, search
from glossary.build import Built
from glossary.config import Config
from glossary.locale import Locale
from glossary.problem import Place, Problem, Problems

log = logging.getLogger("mkdocs.plugins.glossary")

IDLE: Final = 1.0  # seconds without an edit until search is brought up to date
# Plugins that know one page at a time; any other may want to see all pages together.
_SIMPLE: Final = frozenset({"glossary", "mermaid2"})


@dataclass
class Hosted:
    """What MkDocs made in its last build; `whole` once it is finished."""

    config: MkDocsConfig
    files: Files
    by_hand: frozenset[str]
    nav: Any = None
    env: Any = None
    whole: bool = False

    def file(self, path: str, content: str | bytes) -> File:
        """A file of ours. Not in the menu, since a thousand terms there help nobody."""
        inclusion = InclusionLevel.NOT_IN_NAV
        file = File.generated(self.config, path, content=content, inclusion=inclusion)
        file.generated_by = "glossary"
        return file


class Plugin(Protocol):
    """The plugin, as far as it is needed here."""

    hosted: Hosted | None
    last: Config | None
    broken: tuple[Problem, ...]
    searching: bool
    built: Built
    ours: dict[str, pages.Page]
    words: dict[str, Locale]

    def make(self, config: MkDocsConfig, *, files: bool = True) -> None:
        """Reads, checks and renders, or raises `Problems`."""

    def report(self, problems: Problems) -> None:
        """Shows problems."""

    def join(self) -> None:
        """Brings `ours` up to what was made."""

    def indexed(self) -> search.Index:
        """What search needs."""


class Live:
    """The builder of a server that is serving."""

    def __init__(self, plugin: Plugin, server: Any, builder: Callable[..., None]) -> None:
        self.plugin, self.server, self.whole = plugin, server, builder
        self.wrong: tuple[Problem, ...] = ()
        self.busy = threading.RLock()  # who writes into the folder that is served
        self.later: threading.Timer | None = None
        self.terms: Mapping[str, object] = {}
        self.others: Mapping[str, object] = {}
        server.builder = self.build
        server.set_app(panel.above(server.serve_request, self.problems, lambda: plugin.words))
        self._look()

    def problems(self) -> tuple[Problem, ...]:
        """What keeps the files from being what is served."""
        return self.wrong or self.plugin.broken

    def build(self) -> None:
        """Called when files changed; never raises, or MkDocs would answer nothing any more."""
        if self.later:
            self.later.cancel()
        with self.busy:
            terms, others = self.terms, self.others
            self._look()
            if others != self.others or not self._simple():
                self._build_whole()
            elif terms != self.terms:
                self._renew()

    def _look(self) -> None:
        """What the watched files are like now."""
        last = self.plugin.last
        folder = str(last.terms.absolute()) if last else ""
        # What MkDocs watches it tells nobody; whatever can change is below one of these.
        watched = getattr(self.server, "_watched_paths", {}).keys() | {*self._watched()}
        self.terms = _states([folder]) if folder else {}
        self.others = _states(path for path in sorted(watched) if path != folder)

    def _watched(self) -> Iterator[str]:
        config = self.plugin.hosted.config if self.plugin.hosted else None
        if config:
            yield from (str(Path(path).absolute()) for path in config.watch)
            yield str(Path(config.docs_dir).absolute())
            yield str(Path(config.config_file_path).absolute())

    def _simple(self) -> bool:
        hosted = self.plugin.hosted
        if hosted is None or not hosted.whole:
            return False
        names = {name.removeprefix("material/") for name in hosted.config.plugins}
        return names <= _SIMPLE and not hosted.config.hooks

    def _build_whole(self) -> None:
        said = _Said()
        logging.getLogger("mkdocs").addHandler(said)
        try:
            self.whole()
            self.wrong = ()
        except (Exception, SystemExit) as error:
            if not isinstance(error, SystemExit):
                traceback.print_exc()
            messages = said.messages or [str(error) or type(error).__name__]
            self.wrong = tuple(Problem(Place("mkdocs.yml"), message) for message in messages)
            log.error(str(error))
        finally:
            logging.getLogger("mkdocs").removeHandler(said)

    def _renew(self) -> None:
        plugin, hosted = self.plugin, self.plugin.hosted
        assert hosted is not None
        start, before, ours = time.perf_counter(), plugin.built, plugin.ours
        try:
            plugin.make(hosted.config, files=False)
        except Problems as problems:
            plugin.report(problems)
            return
        plugin.join()
        fresh = [source for source, page in plugin.ours.items() if ours.get(source) != page]
        _write(hosted, before, plugin.built)
        if other := ours.keys() != plugin.ours.keys():
            gone = [hosted.files.src_uris[source] for source in ours.keys() - plugin.ours.keys()]
            _rearrange(hosted, plugin, gone)
            # Pages by hand may link to what came or went.
            all_pages = hosted.files.documentation_pages()
            fresh += [file.src_uri for file in all_pages if file.src_uri in hosted.by_hand]
        _render(hosted, [hosted.files.src_uris[source] for source in fresh], plugin)
        if other:
            mkdocs._build_theme_template(
                "sitemap.xml", hosted.env, hosted.files, hosted.config, hosted.nav
            )
        number = f"{len(fresh)} page{'' if len(fresh) == 1 else 's'}"
        log.info(f"Renewed {number} in {time.perf_counter() - start:.2f} seconds")
        self._search_later()

    def _search_later(self) -> None:
        if self.plugin.searching:
            self.later = threading.Timer(IDLE, self._search)
            self.later.daemon = True
            self.later.start()

    def _search(self) -> None:
        timer, hosted, built = self.later, self.plugin.hosted, self.plugin.built
        index = self.plugin.indexed()
        with self.busy:
            if hosted and hosted is self.plugin.hosted and built is self.plugin.built:
                search.write(index, Path(hosted.config.site_dir))
                if timer is self.later:
                    log.info("Search is up to date")


class _Said(logging.Handler):
    """The errors that MkDocs logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _states(paths: Iterable[str]) -> dict[str, object]:
    """Every file below the paths, with what changes when it is written."""
    found: dict[str, object] = {}
    waiting = [Path(path) for path in paths]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if path.is_dir():
                waiting += path.iterdir()
            else:
                found[str(path)] = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:  # it went while we looked
            continue
    return found


def _write(hosted: Hosted, before: Built, now: Built) -> None:
    """The files that are no pages."""
    folder = Path(hosted.config.site_dir)
    for path, content in now.files.items():
        if before.files.get(path) != content and path not in hosted.by_hand:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    for path in before.files.keys() - now.files.keys() - hosted.by_hand:
        (folder / path).unlink(missing_ok=True)


def _rearrange(hosted: Hosted, plugin: Plugin, gone: Iterable[File]) -> None:
    """The pages that there are now, in the order in which a build would meet them."""
    for file in gone:
        target = Path(file.abs_dest_path)
        target.unlink(missing_ok=True)
        if file.use_directory_urls and not any(target.parent.iterdir()):
            target.parent.rmdir()
        hosted.files.remove(file)
    rest = {file.src_uri: file for file in hosted.files}
    for source, page in plugin.ours.items():
        file = rest.pop(source) if source in rest else hosted.file(source, page.skeleton())
        if file.page is None:
            Page(None, file, hosted.config)
        rest[source] = file
    hosted.files._src_uris = rest


def _render(hosted: Hosted, files: Iterable[File], plugin: Plugin) -> None:
    """The pages as MkDocs renders them: all are read before any is written."""
    files = tuple(files)
    config, all_pages = hosted.config, hosted.files.documentation_pages()
    for file in files:
        if file.src_uri in plugin.ours:
            file.content_string = plugin.ours[file.src_uri].skeleton()
        assert file.page is not None
        mkdocs._populate_page(file.page, config, hosted.files)
    for file in files:
        assert file.page is not None
        mkdocs._build_page(file.page, config, all_pages, hosted.nav, hosted.env)
