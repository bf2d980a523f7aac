"""The MkDocs plugin: each hook unpacks what MkDocs hands over and calls a function of ours.

Only this package imports MkDocs.
Everything is read, checked and rendered in `on_pre_build`: no other plugin changes the
configuration any more, and MkDocs has not emptied the site's folder yet, so a broken term leaves
the last good site.
"""

from __future__ import annotations

import copy
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
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from glossary.errors import Problems
from glossary.i18n.catalog import Locale
from glossary.integrations import escaping
from glossary.integrations.mkdocs import theme
from glossary.integrations.mkdocs.livereload import LiveBuilder
from glossary.integrations.mkdocs.options import GlossaryConfig
from glossary.integrations.mkdocs.pages import MkDocsSite
from glossary.integrations.mkdocs.state import BuildState
from glossary.model.urls import ASSETS
from glossary.pages import reader_data, search_records
from glossary.pipeline import search_index, site_folder
from glossary.sources.config import read_config
from glossary.utils.spool import Content

log = logging.getLogger("mkdocs.plugins.glossary")
_MKDOCS_LOG = logging.getLogger("mkdocs.commands.build")

_TEMPLATES = Path(__file__).parent / "theme"


class GlossaryPlugin(BasePlugin[GlossaryConfig]):  # type: ignore[no-untyped-call]
    """Adds every page of the glossary to the site; all that it knows is that of the last build."""

    dirty = False
    pending_index: Future[search_index.Index]
    menus: dict[str, Navigation]

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

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """One menu a language, each with that language's pages only."""
        assert self.state.mkdocs_site is not None
        self.state.mkdocs_site.nav = nav
        self.menus = {
            language: self._menu(nav, files, locale)
            for language, locale in self.state.locales.items()
        }
        return self.menus[self.state.urls.default]

    def _menu(self, nav: Navigation, files: Files, locale: Locale) -> Navigation:
        urls = self.state.urls
        others = nav.items if locale.language == urls.default else []
        items = theme.menu(files, urls, locale, others)
        return Navigation(items, [item for item in items if isinstance(item, Page)])

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Diagrams of hand-written pages are drawn; ours are filled later, page by page, because
        MkDocs keeps what this returns of all pages at once."""
        source = page.file.src_uri
        if source in self.state.generated_pages:
            return html
        self.state.handwritten[source] = search_records.by_hand(
            page.file.url, self.state.language_of(source), escaping.title(page), html
        )
        return theme.draw_fences(html, self.state.browser_draws)

    @event_priority(100)  # who looks at a page that is rendered sees all of it
    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Our HTML goes between the headings, and the theme speaks the language of the page."""
        state, source = self.state, page.file.src_uri
        if generated := state.generated_pages.get(source):
            page.content = generated.fill(page.content or "")
        language = state.language_of(source)
        locale = state.locales[language]
        config.theme["language"] = theme.theme_language(language, tuple(config.theme.dirs))
        if "palette" in config.theme:
            schemes = theme.palette(copy.deepcopy(config.theme["palette"]), locale)
            config.theme["palette"] = escaping.palette(schemes)
        assert state.config is not None
        config.site_name = state.config.named(language, state.site_name)
        config.extra["homepage"] = state.urls.address("index", language) or "."
        config.extra["alternate"] = theme.alternates(
            state.pages_by_source.get(source), state.urls, state.locales, state.language_names()
        )
        escaping.settings(config)
        escaping.page(page)
        context["nav"] = self.menus[language]
        context["glossary_locale"] = locale
        context["glossary_words"] = reader_data.script_words(locale, state.redirects)
        context["glossary_az"] = state.urls.address("a-z", language) if state.searching else ""
        context["glossary_links"] = reader_data.footer_links(state.urls, language)
        return context

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

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """The page for a wrong address prints the configuration as every page does."""
        if template_name.endswith(".html"):
            escaping.settings(config)
            if "palette" in config.theme:
                config.theme["palette"] = escaping.palette(config.theme["palette"])
        return context

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """What the theme has printed is text again."""
        escaping.restore(config)
        return output

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """What the theme cannot be told by its options is corrected in its output."""
        source = page.file.src_uri
        if source in self.state.generated_pages:
            page.content = None
        escaping.restore(config)
        locale = self.state.locales[self.state.language_of(source)]
        return theme.correct_page(output, locale, config.site_url or "")

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
