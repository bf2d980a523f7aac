"""What the plugin does to each page while MkDocs renders it: menus, languages, escaped texts.

Everything that it shows was made before; see `plugin`.
"""

from __future__ import annotations

import copy
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from glossary.i18n.catalog import Locale
from glossary.integrations import escaping
from glossary.integrations.mkdocs import theme
from glossary.integrations.mkdocs.options import GlossaryConfig
from glossary.integrations.mkdocs.pages import MkDocsSite
from glossary.model.urls import Urls
from glossary.pages import reader_data, search_records
from glossary.pages.page import Page as GlossaryPage
from glossary.sources.config import Config


class PageHooks(BasePlugin[GlossaryConfig]):  # type: ignore[no-untyped-call]
    """The events of rendering; what they show is what was made last."""

    browser = searching = False
    last: Config | None = None
    hosted: MkDocsSite | None = None
    name: str
    site: Urls
    known: dict[str, GlossaryPage]
    ours: dict[str, GlossaryPage]
    by_hand: dict[str, search_records.SearchRecord]
    words: dict[str, Locale]
    renamed: dict[str, str]
    menus: dict[str, Navigation]

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """One menu a language, each with that language's pages only."""
        assert self.hosted is not None
        self.hosted.nav = nav
        self.menus = {
            language: self._menu(nav, files, locale) for language, locale in self.words.items()
        }
        return self.menus[self.site.default]

    def _menu(self, nav: Navigation, files: Files, locale: Locale) -> Navigation:
        others = nav.items if locale.language == self.site.default else []
        items = theme.menu(files, self.site, locale, others)
        return Navigation(items, [item for item in items if isinstance(item, Page)])

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Diagrams of pages by hand are drawn; ours are filled later, since this is kept of all."""
        if page.file.src_uri in self.ours:
            return html
        language = theme.language(page.file.src_uri, self.words, self.site)
        by_hand = search_records.by_hand(page.file.url, language, escaping.title(page), html)
        self.by_hand[page.file.src_uri] = by_hand
        return theme.draw_fences(html, self.browser)

    @event_priority(100)  # who looks at a page that is rendered sees all of it
    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Our HTML goes between the headings, and the theme speaks the language of the page."""
        if ours := self.ours.get(page.file.src_uri):
            page.content = ours.fill(page.content or "")
        language = theme.language(page.file.src_uri, self.words, self.site)
        locale = self.words[language]
        config.theme["language"] = theme.spoken(language, tuple(config.theme.dirs))
        if "palette" in config.theme:
            schemes = theme.palette(copy.deepcopy(config.theme["palette"]), locale)
            config.theme["palette"] = escaping.palette(schemes)
        assert self.last is not None
        config.site_name = self.last.named(language, self.name)
        config.extra["homepage"] = self.site.address("index", language) or "."
        config.extra["alternate"] = theme.alternates(
            self.known.get(page.file.src_uri), self.site, self.words, self.languages()
        )
        escaping.settings(config)
        escaping.page(page)
        context["nav"] = self.menus[language]
        context["glossary_locale"] = locale
        context["glossary_words"] = reader_data.script_words(locale, self.renamed)
        context["glossary_az"] = self.site.address("a-z", language) if self.searching else ""
        context["glossary_links"] = reader_data.footer_links(self.site, language)
        return context

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
        """What the theme cannot be told by its options is mended in its output."""
        if page.file.src_uri in self.ours:
            page.content = None
        escaping.restore(config)
        language = theme.language(page.file.src_uri, self.words, self.site)
        return theme.finish(output, self.words[language], config.site_url or "")

    def languages(self) -> dict[str, str]:
        """Language → what it calls itself."""
        assert self.last is not None
        return {language: self.last.languages.get(language, language) for language in self.words}
