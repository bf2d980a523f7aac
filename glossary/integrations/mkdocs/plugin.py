"""The MkDocs plugin: each hook unpacks what MkDocs hands over and calls a function of ours.

Only this package imports MkDocs. Everything is read, checked and rendered in
`on_pre_build`, when no other plugin changes the configuration any more and MkDocs has not emptied
the site's folder yet: a broken term leaves the last good site.
"""

from __future__ import annotations

import logging
import math
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files

from glossary.checks.runner import check
from glossary.errors import Problem, Problems
from glossary.i18n import catalog
from glossary.integrations import escaping
from glossary.integrations.markdown.settings import read_settings
from glossary.integrations.mkdocs import theme
from glossary.integrations.mkdocs.livereload import Live
from glossary.integrations.mkdocs.page_hooks import PageHooks
from glossary.integrations.mkdocs.pages import MkDocsSite
from glossary.model.urls import ASSETS, Urls
from glossary.pages import redirects
from glossary.pipeline import search_index, site_folder
from glossary.pipeline.builder import SiteFiles, Wording, build_site
from glossary.pipeline.incremental import IncrementalBuilder
from glossary.pipeline.targets import Context
from glossary.sources.config import Config, read_config
from glossary.utils.spool import Content

log = logging.getLogger("mkdocs.plugins.glossary")
_BUILDING = logging.getLogger("mkdocs.commands.build")

_TEMPLATES = Path(__file__).parent / "theme"


class GlossaryPlugin(PageHooks):  # type: ignore[no-untyped-call]
    """Adds every page of the glossary to the site; it has no state but that of the last build."""

    serving = dirty = False
    index: search_index.Index | None = None
    indexer: Future[search_index.Index]
    broken: tuple[Problem, ...] = ()
    built: SiteFiles

    def __init__(self) -> None:
        self.builder, self.writing = IncrementalBuilder(), site_folder.Writing(_BUILDING)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Because this hook is there, MkDocs keeps this object while it serves."""
        self.serving, self.dirty = command == "serve", dirty

    @event_priority(-math.inf)  # what a hook or another plugin makes of the configuration counts
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """The last event before anything is deleted: here everything of ours can fail."""
        if self.serving and self.last is None and (taken := theme.taken(*config.dev_addr)):
            raise Abort(taken)
        self.hosted, self.name = None, config.site_name
        if not self.serving:
            self._refuse(config)
        ours = self._ours(config)
        watched = [str(folder) for folder in ours.folders if folder.is_dir()]
        config.watch += [path for path in watched if path not in config.watch]
        config.theme.dirs.insert(0, str(_TEMPLATES))
        config.extra_css.insert(0, f"{ASSETS}/glossary.css")
        config.extra_javascript.append(script := c.ExtraScriptValue(f"{ASSETS}/js/main.js"))
        script.type = "module"
        # A site that keeps the theme's own search gets no second box.
        self.searching = not {"search", "material/search"} & set(config.plugins)
        if self.searching and search_index.executable() is None:
            log.info(search_index.MISSING)
            self.searching = False
        kept, off = theme.unhurried(config.theme.get("features"))
        if off:
            config.theme["features"] = kept
            log.info(theme.switched_off(off))
        for extension in ("attr_list", "toc"):
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
        if not self.serving and not self.dirty:
            self.writing.begin(config)

    def _refuse(self, config: MkDocsConfig) -> None:
        folders: dict[str, Path] = {}
        with suppress(Problems):  # they are told next, and nothing is deleted
            folders = read_config(config.config_file_path).named_folders
        if refused := site_folder.refused_of(config, folders):
            raise Abort(f"{refused}; nothing was written")

    def _ours(self, config: MkDocsConfig) -> Config:
        """Everything of ours, made, or an abort with everything that is wrong.

        While serving, MkDocs would answer nothing more after a failed build: the last good pages
        are shown again instead, and the problems stand in the terminal and above every page.
        """
        try:
            self.make(config)
        except Problems as problems:
            if not self.serving or self.last is None:
                raise Abort(f"{problems}\n{theme.summary(problems)}") from None
            self.report(problems)
        assert self.last is not None
        return self.last

    def report(self, problems: Problems) -> None:
        """Problems found while serving."""
        self.broken = problems.problems
        print(f"{problems}\n{theme.summary(problems)}", file=sys.stderr, flush=True)

    def make(self, config: MkDocsConfig, *, files: bool = True) -> None:
        """Reads, checks and renders everything, or raises `Problems`; `files` is false where
        nothing but terms changed since the last time."""
        ours = read_config(config.config_file_path)
        site = Urls(
            name=self.name,
            url=config.site_url or "",
            repository=config.repo_url or "",
            edit=config.edit_uri or "",
            directory_urls=config.use_directory_urls,
            default=ours.default,
        )
        whole = self.builder.read(ours)
        found = [p for p in check(whole) if p.severity != "advice"]
        if wrong := [p for p in found if p.severity == "error" or not self.serving]:
            raise Problems(wrong)
        for problem in found:
            log.info(str(problem))
        words = catalog.read_locales(ours)
        browser = theme.browser_draws(config.plugins, Path(config.docs_dir))
        home = theme.home(config.extra, read_settings(Path(config.config_file_path), "").home)
        if self.serving:
            self.built = self.builder.build(whole, Context(site, words, home, browser), files=files)
        else:
            self.built = build_site(whole, site, Wording(home), browser_draws=browser)
        self.site, self.words, self.browser, self.last = site, words, browser, ours
        self.renamed = dict(redirects.addresses(whole))
        self.broken = ()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Our pages join the files; one that the author wrote by hand at the same place wins."""
        self.by_hand = {}
        self.hosted = MkDocsSite(config, files, frozenset(files.src_uris))
        self.join()
        made: dict[str, Callable[[], str | Content]] = {
            path: page.skeleton for path, page in self.ours.items()
        }
        made |= {path: partial(self.built.files.__getitem__, path) for path in self.built.files}
        for path, make in made.items():
            if path not in files.src_uris:
                files.append(self.hosted.file(path, make))
        return files

    def join(self) -> None:
        """Which pages of ours the site has, as of what was made last."""
        assert self.hosted is not None
        self.known = {page.source: page for page in self.built.pages}
        self.ours = {s: page for s, page in self.known.items() if s not in self.hosted.by_hand}

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """The page for a wrong address belongs to no language, so it speaks all of them."""
        assert self.hosted is not None
        if self.searching:  # all pages are known now: Pagefind reads them while they are written
            self.indexer = ThreadPoolExecutor(1).submit(self.indexed)
        self.hosted.env = env
        env.globals["glossary_locales"] = self.words
        env.globals["glossary_homes"] = {
            language: self.site.address("index", language) for language in self.words
        }
        for file in files.documentation_pages():
            escaping.page(file.page)
        for menu in (self.hosted.nav, *self.menus.values()):
            escaping.menu(menu.items)
        return env

    def _search(self, *, config: MkDocsConfig) -> None:
        """When every page is written, because it belongs to none."""
        if self.searching:
            search_index.write(self.indexer.result(), Path(config.site_dir))
        if self.hosted:
            self.hosted.whole = True

    @event_priority(-math.inf)
    def _exchange(self, *, config: MkDocsConfig) -> None:
        """When the other plugins have written what they write, too."""
        self.writing.finish(config)

    on_post_build = CombinedEvent(_search, _exchange)

    @event_priority(-math.inf)
    def on_build_error(self, *, error: Exception) -> None:
        """The last good site stays; of a full disk or a closed folder one line says enough."""
        line = self.writing.failed(error)
        if line and not self.serving:
            raise Abort(line) from None

    def indexed(self) -> search_index.Index:
        """What search needs, the same again where no page changed."""
        pages = (*self.built.searched, *self.by_hand.values())
        self.index = search_index.index(pages, self.index)
        if self.index.problem:
            log.log(logging.INFO if self.serving else logging.WARNING, self.index.problem)
        return self.index

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Callable[..., None]) -> Any:
        """An edited term is a fresh page at once; whatever else changed, MkDocs builds."""
        Live(self, server, builder, (Abort, MkDocsException))
        return server
