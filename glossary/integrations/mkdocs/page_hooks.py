"""The plugin's hooks of rendering: menus, languages and escaped texts of each page.

What they show was built before; see `state`.
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
from glossary.integrations.mkdocs.state import BuildState
from glossary.pages import reader_data, search_records


class PageHooks(BasePlugin[GlossaryConfig]):  # type: ignore[no-untyped-call]
    """The events of rendering; all that they know is the state of the last build."""

    state: BuildState
    menus: dict[str, Navigation]

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
