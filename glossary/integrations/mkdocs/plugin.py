"""The MkDocs plugin: each hook unpacks what MkDocs hands over and calls a function of ours.

Only this package imports MkDocs.
Everything is read, checked and rendered in `on_pre_build`: no other plugin changes the
configuration any more, and MkDocs has not emptied the site's folder yet, so a broken term leaves
the last good site.
"""

from __future__ import annotations

import logging
import math
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

from glossary.errors import Problems
from glossary.integrations import escaping
from glossary.integrations.mkdocs import theme
from glossary.integrations.mkdocs.livereload import LiveBuilder
from glossary.integrations.mkdocs.page_hooks import PageHooks
from glossary.integrations.mkdocs.pages import MkDocsSite
from glossary.integrations.mkdocs.state import BuildState
from glossary.model.urls import ASSETS
from glossary.pipeline import search_index, site_folder
from glossary.sources.config import read_config
from glossary.utils.spool import Content

log = logging.getLogger("mkdocs.plugins.glossary")
_MKDOCS_LOG = logging.getLogger("mkdocs.commands.build")

_TEMPLATES = Path(__file__).parent / "theme"


class GlossaryPlugin(PageHooks):  # type: ignore[no-untyped-call]
    """Adds every page of the glossary to the site; all that it knows is that of the last build."""

    dirty = False
    pending_index: Future[search_index.Index]

    def __init__(self) -> None:
        self.state, self.output = BuildState(), site_folder.OutputFolder(_MKDOCS_LOG)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Because this hook is there, MkDocs keeps this object while it serves."""
        self.state.serving, self.dirty = command == "serve", dirty

    @event_priority(-math.inf)  # what a hook or another plugin makes of the configuration counts
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """The last event before anything is deleted, so here every check is made.

        Raises `Abort`.
        """
        state = self.state
        first = state.serving and state.config is None
        if first and (refusal := theme.unusable_address(*config.dev_addr)):
            raise Abort(refusal)
        state.mkdocs_site, state.site_name = None, config.site_name
        if not state.serving:
            _check_site_dir(config)
        folders = state.build_or_abort(config).folders
        watched = [str(folder) for folder in folders if folder.is_dir()]
        config.watch += [path for path in watched if path not in config.watch]
        self._add_theme(config)
        if not state.serving and not self.dirty:
            self.output.begin(config)

    def _add_theme(self, config: MkDocsConfig) -> None:
        """Templates, stylesheet, script, and the settings of the theme that pages rely on."""
        config.theme.dirs.insert(0, str(_TEMPLATES))
        config.extra_css.insert(0, f"{ASSETS}/glossary.css")
        config.extra_javascript.append(script := c.ExtraScriptValue(f"{ASSETS}/js/main.js"))
        script.type = "module"
        # A site that keeps the theme's own search gets no second box.
        self.state.searching = not {"search", "material/search"} & set(config.plugins)
        if self.state.searching and search_index.executable() is None:
            log.info(search_index.MISSING)
            self.state.searching = False
        features, instant = theme.without_instant_loading(config.theme.get("features"))
        if instant:
            config.theme["features"] = features
            log.info(theme.switched_off(instant))
        for extension in ("attr_list", "toc"):
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Our pages join the files; one that the author wrote by hand at the same place wins."""
        state = self.state
        state.handwritten = {}
        state.mkdocs_site = MkDocsSite(config, files, frozenset(files.src_uris))
        state.update_pages()
        contents: dict[str, Callable[[], str | Content]] = {
            path: page.skeleton for path, page in state.generated_pages.items()
        }
        site_files = state.site_files.files
        contents |= {path: partial(site_files.__getitem__, path) for path in site_files}
        for path, content in contents.items():
            if path not in files.src_uris:
                files.append(state.mkdocs_site.file(path, content))
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """The page for a wrong address belongs to no language, so it speaks all of them."""
        state = self.state
        assert state.mkdocs_site is not None
        if state.searching:  # all pages are known now: Pagefind reads them while they are written
            self.pending_index = ThreadPoolExecutor(1).submit(state.update_index)
        state.mkdocs_site.env = env
        env.globals["glossary_locales"] = state.locales
        env.globals["glossary_homes"] = {
            language: state.urls.address("index", language) for language in state.locales
        }
        for file in files.documentation_pages():
            escaping.page(file.page)
        for menu in (state.mkdocs_site.nav, *self.menus.values()):
            escaping.menu(menu.items)
        return env

    def _write_index(self, *, config: MkDocsConfig) -> None:
        """When every page is written, because the index belongs to none of them."""
        if self.state.searching:
            search_index.write(self.pending_index.result(), Path(config.site_dir))
        if self.state.mkdocs_site:
            self.state.mkdocs_site.complete = True

    @event_priority(-math.inf)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """When the other plugins have written what they write, too."""
        self.output.finish(config)

    on_post_build = CombinedEvent(_write_index, _publish)

    @event_priority(-math.inf)
    def on_build_error(self, *, error: Exception) -> None:
        """The last good site stays; of a full disk or a closed folder one line says enough."""
        line = self.output.failed(error)
        if line and not self.state.serving:
            raise Abort(line) from None

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Callable[..., None]) -> Any:
        """An edited term is a fresh page at once; whatever else changed, MkDocs builds."""
        LiveBuilder(self.state, server, builder, (Abort, MkDocsException))
        return server


def _check_site_dir(config: MkDocsConfig) -> None:
    """Raises `Abort` where the site would be written over somebody's files."""
    folders: dict[str, Path] = {}
    with suppress(Problems):  # they are told next, and nothing is deleted
        folders = read_config(config.config_file_path).named_folders
    if refusal := site_folder.refused_of(config, folders):
        raise Abort(f"{refusal}; nothing was written")
