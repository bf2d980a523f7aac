"""Incremental builds while serving: an edited term is a fresh page within a second.

MkDocs watches the files and would build the whole site again.
Where nothing but terms changed, only the pages that differ are rendered, by the functions with
which MkDocs renders a page, so that every file is what a whole build would have written.
The search index follows when nobody is waiting.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from glossary.errors import Place, Problem, Problems
from glossary.integrations.mkdocs import error_overlay
from glossary.integrations.mkdocs.pages import MkDocsSite, watched_paths
from glossary.integrations.mkdocs.state import BuildState
from glossary.pipeline import search_index
from glossary.sources.config import read_config
from glossary.utils.snapshot import snapshot

log = logging.getLogger("mkdocs.plugins.glossary")

IDLE: Final = 1.0  # seconds without an edit until search is brought up to date


class LiveBuilder:
    """What MkDocs' development server calls when files changed."""

    def __init__(
        self,
        state: BuildState,
        server: Any,
        builder: Callable[..., None],
        plain: tuple[type[BaseException], ...] = (SystemExit,),
    ) -> None:
        """`plain` are the exceptions whose message is enough, without a traceback."""
        self.state, self.server, self.build_all, self.plain = state, server, builder, plain
        self.build_problems: tuple[Problem, ...] = ()
        self.lock = threading.RLock()  # held while the folder that is served is written
        self.rendered: set[str] = set()  # those that waited since the last edit
        self.waiting: dict[str, Any] = {}  # pages to be rendered, by the address of their file
        self.later: threading.Timer | None = None
        self.terms: Mapping[str, object] = {}
        self.others: Mapping[str, object] = {}
        server.builder = self.build
        server.set_app(
            error_overlay.overlay_errors(self.answer, self.problems, lambda: state.locales)
        )
        self._take_snapshot()
        _freeze()

    def stop(self) -> None:
        """Nothing more is written."""
        if self.later:
            self.later.cancel()
            self.later = None

    def problems(self) -> tuple[Problem, ...]:
        """What keeps the files from being what is served."""
        return self.build_problems or self.state.problems

    def build(self) -> None:
        """Called when files changed; never raises, or MkDocs would answer nothing any more."""
        self.stop()
        with self.lock:
            terms, others = self.terms, self.others
            self._take_snapshot()
            hosted = self.state.mkdocs_site
            if others != self.others or hosted is None or not hosted.simple:
                self._build_everything()
            elif terms != self.terms:
                try:
                    self._build_changed(hosted)
                except Exception:
                    log.exception("What changed cannot be told, so all is built")
                    self._build_everything()

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """What MkDocs answers; a page that is waiting has no file until it is asked for."""
        response: list[Any] = []
        body = self.server.serve_request(environ, lambda *start: response.extend(start))
        if response[0].startswith("404"):
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            path = path.removeprefix(self.server.mount_path.rstrip("/")).strip("/")
            if any([self._render(each) for each in (path, f"{path}/index.html".lstrip("/"))]):
                return self.server.serve_request(environ, start_response)
        start_response(*response)
        return body

    def _render(self, path: str) -> bool:
        """Renders a page that may be waiting; whether it was."""
        with self.lock:
            file, hosted = self.waiting.get(path), self.state.mkdocs_site
            if file is None or hosted is None:
                return path in self.rendered
            hosted.render(file, self.state.generated_pages.get(file.src_uri))
            del self.waiting[path]
            self.rendered.add(path)
            return True

    def _take_snapshot(self) -> None:
        """The time and size of every watched file now."""
        last = self.state.config
        folder = str(last.terms.absolute()) if last else ""
        # Whatever can change is below one of these.
        watched = set(watched_paths(self.server)) | {*self._watched()}
        self.terms = snapshot([folder]) if folder else {}
        self.others = snapshot(path for path in sorted(watched) if path != folder)

    def _watched(self) -> Iterator[str]:
        config = self.state.mkdocs_site.config if self.state.mkdocs_site else None
        if config:
            yield from (str(Path(path).absolute()) for path in config.watch)
            yield str(Path(config.docs_dir).absolute())
            yield str(Path(config.config_file_path).absolute())

    def _build_everything(self) -> None:
        last = self.state.config
        try:  # MkDocs would say less about it, and without the place
            if last:
                read_config(last.file)
        except Problems as problems:
            self.build_problems = ()
            self.state.report(problems)
            return
        errors = _ErrorLog()
        logging.getLogger("mkdocs").addHandler(errors)
        try:
            self.waiting.clear()
            self.build_all()
            self.build_problems = ()
            for path in self._watched():  # folders that mkdocs.yml names since
                if path not in watched_paths(self.server):
                    self.server.watch(path)
            _freeze()
        except (Exception, SystemExit) as error:
            if not isinstance(error, self.plain):
                traceback.print_exc()
            messages = errors.messages or [str(error) or type(error).__name__]
            self.build_problems = tuple(
                Problem(Place("mkdocs.yml"), message) for message in messages
            )
            log.error(str(error))
        finally:
            logging.getLogger("mkdocs").removeHandler(errors)

    def _build_changed(self, hosted: MkDocsSite) -> None:
        state = self.state
        start, files_before, pages_before = (
            time.perf_counter(),
            state.site_files,
            state.generated_pages,
        )
        redirects, config = state.redirects, state.config
        try:
            state.build(hosted.config, files=False)
        except Problems as problems:
            state.report(problems)
            return
        if state.config != config:  # it changed before, but its terms were broken until now
            self._build_everything()
            return
        state.update_pages()
        sources = [
            source
            for source, page in state.generated_pages.items()
            if pages_before.get(source) != page
        ]
        if redirects != state.redirects:  # scripts on every page know it
            sources = [*state.generated_pages]
        if pages_differ := pages_before.keys() != state.generated_pages.keys():
            removed = [
                hosted.files.src_uris[source]
                for source in pages_before.keys() - state.generated_pages.keys()
            ]
            hosted.rearrange(state.generated_pages, removed)
            for file in removed:
                self.waiting.pop(file.dest_uri, None)
        if (
            pages_differ or redirects != state.redirects
        ):  # pages by hand may link to what came or went
            all_pages = hosted.files.documentation_pages()
            sources += [file.src_uri for file in all_pages if file.src_uri in hosted.by_hand]
        hosted.write(files_before, state.site_files)  # a redirect may stand where a page was
        self.rendered.clear()
        for source in sources:
            file = hosted.files.src_uris[source]
            Path(file.abs_dest_path).unlink(missing_ok=True)
            self.waiting[file.dest_uri] = file
        if pages_differ:
            hosted.sitemap()
        number = f"{len(sources)} page{'' if len(sources) == 1 else 's'}"
        log.info(f"Renewed {number} in {time.perf_counter() - start:.2f} seconds")
        self.later = threading.Timer(IDLE, self._finish_later)
        self.later.daemon = True
        self.later.start()

    def _finish_later(self) -> None:
        """What nobody waits for; a new edit comes first."""
        timer, hosted, built = self.later, self.state.mkdocs_site, self.state.site_files
        while self.waiting and timer is self.later:
            with self.lock:
                path = next(iter(self.waiting), "")
                try:
                    self._render(path)
                except Exception:
                    log.exception(f"{path} could not be rendered")
                    self.waiting.pop(path, None)
        if not self.state.searching or timer is not self.later:
            return
        index = self.state.update_index()
        with self.lock:
            if hosted and hosted is self.state.mkdocs_site and built is self.state.site_files:
                search_index.write(index, hosted.folder())
                log.info("Search is up to date")


class _ErrorLog(logging.Handler):
    """The errors that MkDocs logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _freeze() -> None:
    """Freezes long-lived objects, so that the garbage collector skips them."""
    gc.collect()
    gc.freeze()
