"""The MkDocs plugin: each hook unpacks what MkDocs hands over and calls a function of ours.

The only module that imports MkDocs. Everything is read, checked and rendered in `on_config`, which
runs before MkDocs empties the site's folder: a broken term leaves the last good site as it is.
"""

from __future__ import annotations

import copy
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as c
from mkdocs.config.base import Config as BaseConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from glossary import config as configured
from glossary import host, pages, reader, search
from glossary import locale as locales
from glossary.build import Built, Wording, build
from glossary.check import check
from glossary.locale import Locale
from glossary.problem import Problems
from glossary.site import ASSETS, Site
from glossary.whole import read

log = logging.getLogger("mkdocs.plugins.glossary")

_TEMPLATES = Path(__file__).parent / "templates" / "theme"


class GlossaryConfig(BaseConfig):  # type: ignore[no-untyped-call]
    """What may stand under `glossary:`; `glossary.config` reads and judges it, with places."""

    terms = c.Optional(c.Type(str))
    languages = c.Optional(c.Type(dict))
    default = c.Optional(c.Type(str))
    topics = c.Optional(c.Type(dict))
    locale = c.Optional(c.Type(str))
    demos = c.Optional(c.Type(dict))
    widgets = c.Optional(c.Type(dict))


class GlossaryPlugin(BasePlugin[GlossaryConfig]):  # type: ignore[no-untyped-call]
    """Adds every page of the glossary to the site; it has no state but that of the last build."""

    serving = False
    browser = False
    searching = False
    index: search.Index | None = None
    last: configured.Config | None = None
    site: Site
    built: Built
    ours: dict[str, pages.Page]
    words: dict[str, Locale]
    menus: dict[str, Navigation]

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Because this hook is there, MkDocs keeps this object while it serves."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The first hook: here everything of ours can fail before anything is deleted."""
        site = Site(
            name=config.site_name,
            url=config.site_url or "",
            repository=config.repo_url or "",
            edit=config.edit_uri or "",
            directory_urls=config.use_directory_urls,
        )
        ours = self._ours(config, site)
        watched = [ours.terms, *([ours.demos.results, ours.demos.source] if ours.demos else [])]
        watched += [ours.widgets.source, ours.widgets.data] if ours.widgets else []
        config.watch += [str(p) for p in watched if p.is_dir() and str(p) not in config.watch]
        config.theme.dirs.insert(0, str(_TEMPLATES))
        config.extra_css.insert(0, f"{ASSETS}/glossary.css")
        script = c.ExtraScriptValue(f"{ASSETS}/glossary.js")
        script.type = "module"
        config.extra_javascript.append(script)
        # A site that keeps the theme's own search gets no second box.
        self.searching = not {"search", "material/search"} & set(config.plugins)
        if self.searching and search.executable() is None:
            log.info(search.MISSING)
            self.searching = False
        for extension in ("attr_list", "toc"):
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
        return config

    def _ours(self, config: MkDocsConfig, site: Site) -> configured.Config:
        """Reads, checks and renders everything, or raises with everything that is wrong.

        While serving, MkDocs would answer nothing more after a failed build: the last good pages
        are shown again instead, and the problems stand in the terminal.
        """
        try:
            ours = configured.read(config.config_file_path)
            site = replace(site, default=ours.default)
            whole = read(ours)
            found = [p for p in check(whole) if p.severity != "advice"]
            if any(p.severity == "error" or not self.serving for p in found):
                raise Problems(found)
            for problem in found:
                log.info(str(problem))
            words = locales.read(ours)
            browser = host.browser_draws(config.plugins, Path(config.docs_dir))
            wording = Wording(config.extra.get("glossary", {}).get("home", {}))
            built = build(whole, site, wording, browser_draws=browser)
        except Problems as problems:
            if not self.serving or self.last is None:
                raise Abort(f"{problems}\n{host.summary(problems)}") from None
            print(f"{problems}\n{host.summary(problems)}", file=sys.stderr, flush=True)
            return self.last
        self.site, self.words, self.browser, self.built = site, words, browser, built
        self.last = ours
        return ours

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Our pages join the files; one that the author wrote by hand at the same place wins."""
        self.by_hand: list[search.Found] = []
        self.ours = {p.source: p for p in self.built.pages if p.source not in files.src_uris}
        contents: dict[str, str | bytes] = {p: page.skeleton() for p, page in self.ours.items()}
        for path, content in (contents | dict(self.built.files)).items():
            if path not in files.src_uris:
                inclusion = InclusionLevel.NOT_IN_NAV  # a thousand terms in a menu help nobody
                files.append(File.generated(config, path, content=content, inclusion=inclusion))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """One menu a language, each with that language's pages only."""
        self.menus = {
            language: self._menu(nav, files, locale) for language, locale in self.words.items()
        }
        return self.menus[self.site.default]

    def _menu(self, nav: Navigation, files: Files, locale: Locale) -> Navigation:
        others = nav.items if locale.language == self.site.default else []
        items = host.menu(files, self.site, locale, others)
        return Navigation(items, [item for item in items if isinstance(item, Page)])

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Our HTML goes between the headings; diagrams of hand-written pages are drawn."""
        ours = self.ours.get(page.file.src_uri)
        if ours:
            return ours.fill(html)
        language = host.language(page.file.src_uri, self.words, self.site)
        self.by_hand.append(search.by_hand(page.file.url, language, str(page.title), html))
        return host.draw_fences(html, self.browser)

    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """The theme speaks the language of the page that is about to be rendered."""
        language = host.language(page.file.src_uri, self.words, self.site)
        locale = self.words[language]
        config.theme["language"] = language
        if "palette" in config.theme:
            config.theme["palette"] = host.palette(copy.deepcopy(config.theme["palette"]), locale)
        config.extra["homepage"] = self.site.address("index", language) or "."
        config.extra["alternate"] = host.alternates(
            page.file.src_uri, self.built.pages, self.site, self.words, self.languages(config)
        )
        context["nav"] = self.menus[language]
        context["glossary_locale"] = locale
        context["glossary_words"] = reader.words(locale)
        context["glossary_az"] = self.site.address("a-z", language) if self.searching else ""
        context["glossary_links"] = reader.links(self.site, language)
        return context

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """The page for a wrong address belongs to no language, so it speaks all of them."""
        env.globals["glossary_locales"] = self.words
        env.globals["glossary_homes"] = {
            language: self.site.address("index", language) for language in self.words
        }
        return env

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """What the theme cannot be told by its options is mended in its output."""
        language = host.language(page.file.src_uri, self.words, self.site)
        return host.finish(output, self.words[language], config.site_url or "")

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """When every page is written, because it belongs to none; an unchanged one is kept."""
        if not self.searching:
            return
        self.index = search.index((*self.built.searched, *self.by_hand), self.index)
        if self.index.problem:
            log.log(logging.INFO if self.serving else logging.WARNING, self.index.problem)
        search.write(self.index, Path(config.site_dir))

    def languages(self, config: MkDocsConfig) -> dict[str, str]:
        """Language → what it calls itself."""
        declared = self.config.languages or {}
        return {language: str(declared.get(language, language)) for language in self.words}
