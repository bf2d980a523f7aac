"""While serving: an edited term is a fresh page within a second, at any number of terms.

MkDocs watches the files and would build the whole site again. Where nothing but terms changed, only
the pages that became other ones are rendered, by the functions with which MkDocs renders a page, so
that every file is what a whole build would have written. Search follows when nobody is waiting.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from glossary.errors import Place, Problem, Problems
from glossary.i18n.catalog import Locale
from glossary.integrations.mkdocs import error_overlay
from glossary.integrations.mkdocs.pages import MkDocsSite
from glossary.pages.page import Page
from glossary.pipeline import search_index
from glossary.pipeline.builder import SiteFiles
from glossary.sources.config import Config, read_config
from glossary.utils.snapshot import snapshot

log = logging.getLogger("mkdocs.plugins.glossary")

IDLE: Final = 1.0  # seconds without an edit until search is brought up to date


class Plugin(Protocol):
    """The plugin, as far as it is needed here."""

    hosted: MkDocsSite | None
    last: Config | None
    broken: tuple[Problem, ...]
    searching: bool
    built: SiteFiles
    ours: dict[str, Page]
    words: dict[str, Locale]
    renamed: dict[str, str]

    def make(self, config: Any, *, files: bool = True) -> None:
        """Reads, checks and renders, or raises `Problems`."""

    def report(self, problems: Problems) -> None:
        """Shows problems."""

    def join(self) -> None:
        """Brings `ours` up to what was made."""

    def indexed(self) -> search_index.Index:
        """What search needs."""


class Live:
    """The builder of a server that is serving."""

    def __init__(
        self,
        plugin: Plugin,
        server: Any,
        builder: Callable[..., None],
        plain: tuple[type[BaseException], ...] = (SystemExit,),
    ) -> None:
        """`plain` are the exceptions that say all there is to say: no traceback is needed."""
        self.plugin, self.server, self.whole, self.plain = plugin, server, builder, plain
        self.wrong: tuple[Problem, ...] = ()
        self.busy = threading.RLock()  # who writes into the folder that is served
        self.rendered: set[str] = set()  # those that waited since the last edit
        self.waiting: dict[str, Any] = {}  # pages to be rendered, by the address of their file
        self.later: threading.Timer | None = None
        self.terms: Mapping[str, object] = {}
        self.others: Mapping[str, object] = {}
        server.builder = self.build
        server.set_app(
            error_overlay.overlay_errors(self.answer, self.problems, lambda: plugin.words)
        )
        self._look()
        _settle()

    def stop(self) -> None:
        """Nothing more is written."""
        if self.later:
            self.later.cancel()
            self.later = None

    def problems(self) -> tuple[Problem, ...]:
        """What keeps the files from being what is served."""
        return self.wrong or self.plugin.broken

    def build(self) -> None:
        """Called when files changed; never raises, or MkDocs would answer nothing any more."""
        self.stop()
        with self.busy:
            terms, others = self.terms, self.others
            self._look()
            hosted = self.plugin.hosted
            if others != self.others or hosted is None or not hosted.simple:
                self._build_whole()
            elif terms != self.terms:
                try:
                    self._renew(hosted)
                except Exception:
                    log.exception("What changed cannot be told, so all is built")
                    self._build_whole()

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """What MkDocs answers; a page that is waiting has no file until it is asked for."""
        held: list[Any] = []
        body = self.server.serve_request(environ, lambda *start: held.extend(start))
        if held[0].startswith("404"):
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            path = path.removeprefix(self.server.mount_path.rstrip("/")).strip("/")
            if any([self._render(each) for each in (path, f"{path}/index.html".lstrip("/"))]):
                return self.server.serve_request(environ, start_response)
        start_response(*held)
        return body

    def _render(self, path: str) -> bool:
        """Renders a page that may be waiting; whether it was."""
        with self.busy:
            file, hosted = self.waiting.get(path), self.plugin.hosted
            if file is None or hosted is None:
                return path in self.rendered
            hosted.render(file, self.plugin.ours.get(file.src_uri))
            del self.waiting[path]
            self.rendered.add(path)
            return True

    def _look(self) -> None:
        """What the watched files are like now."""
        last = self.plugin.last
        folder = str(last.terms.absolute()) if last else ""
        # What MkDocs watches it tells nobody; whatever can change is below one of these.
        watched = getattr(self.server, "_watched_paths", {}).keys() | {*self._watched()}
        self.terms = snapshot([folder]) if folder else {}
        self.others = snapshot(path for path in sorted(watched) if path != folder)

    def _watched(self) -> Iterator[str]:
        config = self.plugin.hosted.config if self.plugin.hosted else None
        if config:
            yield from (str(Path(path).absolute()) for path in config.watch)
            yield str(Path(config.docs_dir).absolute())
            yield str(Path(config.config_file_path).absolute())

    def _build_whole(self) -> None:
        last = self.plugin.last
        try:  # MkDocs would say less about it, and without the place
            if last:
                read_config(last.file)
        except Problems as problems:
            self.wrong = ()
            self.plugin.report(problems)
            return
        said = _Said()
        logging.getLogger("mkdocs").addHandler(said)
        try:
            self.waiting.clear()
            self.whole()
            self.wrong = ()
            for path in self._watched():  # folders that mkdocs.yml names since
                if path not in self.server._watched_paths:
                    self.server.watch(path)
            _settle()
        except (Exception, SystemExit) as error:
            if not isinstance(error, self.plain):
                traceback.print_exc()
            messages = said.messages or [str(error) or type(error).__name__]
            self.wrong = tuple(Problem(Place("mkdocs.yml"), message) for message in messages)
            log.error(str(error))
        finally:
            logging.getLogger("mkdocs").removeHandler(said)

    def _renew(self, hosted: MkDocsSite) -> None:
        plugin = self.plugin
        start, before, ours = time.perf_counter(), plugin.built, plugin.ours
        renamed, last = plugin.renamed, plugin.last
        try:
            plugin.make(hosted.config, files=False)
        except Problems as problems:
            plugin.report(problems)
            return
        if plugin.last != last:  # it changed before, but its terms were broken until now
            self._build_whole()
            return
        plugin.join()
        fresh = [source for source, page in plugin.ours.items() if ours.get(source) != page]
        if renamed != plugin.renamed:  # scripts on every page know it
            fresh = [*plugin.ours]
        if other := ours.keys() != plugin.ours.keys():
            gone = [hosted.files.src_uris[source] for source in ours.keys() - plugin.ours.keys()]
            hosted.rearrange(plugin.ours, gone)
            for file in gone:
                self.waiting.pop(file.dest_uri, None)
        if other or renamed != plugin.renamed:  # pages by hand may link to what came or went
            all_pages = hosted.files.documentation_pages()
            fresh += [file.src_uri for file in all_pages if file.src_uri in hosted.by_hand]
        hosted.write(before, plugin.built)  # a redirect may stand where a page was
        self.rendered.clear()
        for source in fresh:
            file = hosted.files.src_uris[source]
            Path(file.abs_dest_path).unlink(missing_ok=True)
            self.waiting[file.dest_uri] = file
        if other:
            hosted.sitemap()
        number = f"{len(fresh)} page{'' if len(fresh) == 1 else 's'}"
        log.info(f"Renewed {number} in {time.perf_counter() - start:.2f} seconds")
        self.later = threading.Timer(IDLE, self._rest)
        self.later.daemon = True
        self.later.start()

    def _rest(self) -> None:
        """What nobody waits for; a new edit comes first."""
        timer, hosted, built = self.later, self.plugin.hosted, self.plugin.built
        while self.waiting and timer is self.later:
            with self.busy:
                path = next(iter(self.waiting), "")
                try:
                    self._render(path)
                except Exception:
                    log.exception(f"{path} could not be rendered")
                    self.waiting.pop(path, None)
        if not self.plugin.searching or timer is not self.later:
            return
        index = self.plugin.indexed()
        with self.busy:
            if hosted and hosted is self.plugin.hosted and built is self.plugin.built:
                search_index.write(index, hosted.folder())
                log.info("Search is up to date")


class _Said(logging.Handler):
    """The errors that MkDocs logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _settle() -> None:
    """What is kept until the end need not be looked at whenever memory is cleaned up."""
    gc.collect()
    gc.freeze()
