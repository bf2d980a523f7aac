"""The glossary as it was last built: what the plugin's hooks and live reload share."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from glossary.checks.runner import check
from glossary.errors import Problem, Problems
from glossary.i18n import catalog
from glossary.i18n.catalog import Locale
from glossary.integrations.markdown.settings import read_settings
from glossary.integrations.mkdocs import theme
from glossary.integrations.mkdocs.pages import MkDocsSite
from glossary.model.urls import Urls
from glossary.pages import redirects
from glossary.pages.page import Page
from glossary.pages.search_records import SearchRecord
from glossary.pipeline import search_index
from glossary.pipeline.builder import SiteFiles, Wording, build_site
from glossary.pipeline.incremental import IncrementalBuilder
from glossary.pipeline.targets import Context
from glossary.sources.config import Config, read_config

log = logging.getLogger("mkdocs.plugins.glossary")


class BuildState:
    """The last good build, and the problems that keep the files from being built since."""

    serving = searching = browser_draws = False
    site_name: str
    config: Config | None = None
    problems: tuple[Problem, ...] = ()
    urls: Urls
    locales: dict[str, Locale]
    redirects: dict[str, str]
    site_files: SiteFiles
    pages_by_source: dict[str, Page]
    generated_pages: dict[str, Page]  # those that no hand-written page stands in for
    mkdocs_site: MkDocsSite | None = None
    index: search_index.Index | None = None

    def __init__(self) -> None:
        self.builder = IncrementalBuilder()
        self.handwritten: dict[str, SearchRecord] = {}

    def build_or_abort(self, config: MkDocsConfig) -> Config:
        """Builds everything. Raises `Abort` with everything that is wrong.

        While serving, MkDocs would answer nothing more after a failed build: the last good pages
        are shown again instead, and the problems stand in the terminal and above every page.
        """
        try:
            self.build(config)
        except Problems as problems:
            if not self.serving or self.config is None:
                raise Abort(f"{problems}\n{theme.summary(problems)}") from None
            self.report(problems)
        assert self.config is not None
        return self.config

    def report(self, problems: Problems) -> None:
        """Problems found while serving."""
        self.problems = problems.problems
        print(f"{problems}\n{theme.summary(problems)}", file=sys.stderr, flush=True)

    def build(self, config: MkDocsConfig, *, files: bool = True) -> None:
        """Reads, checks and renders everything; `files` is false where only terms changed.

        Raises `Problems`; the last good build then stays as it is.
        """
        glossary_config = read_config(config.config_file_path)
        urls = Urls(
            name=self.site_name,
            url=config.site_url or "",
            repository=config.repo_url or "",
            edit=config.edit_uri or "",
            directory_urls=config.use_directory_urls,
            default=glossary_config.default,
        )
        glossary = self.builder.load(glossary_config)
        problems = [p for p in check(glossary) if p.severity != "advice"]
        if fatal := [p for p in problems if p.severity == "error" or not self.serving]:
            raise Problems(fatal)
        for problem in problems:
            log.info(str(problem))
        locales = catalog.read_locales(glossary_config)
        browser_draws = theme.browser_draws(config.plugins, Path(config.docs_dir))
        home = theme.home(config.extra, read_settings(Path(config.config_file_path), "").home)
        if self.serving:
            context = Context(urls, locales, home, browser_draws)
            self.site_files = self.builder.build(glossary, context, files=files)
        else:
            self.site_files = build_site(glossary, urls, Wording(home), browser_draws=browser_draws)
        self.urls, self.locales, self.config = urls, locales, glossary_config
        self.browser_draws = browser_draws
        self.redirects = dict(redirects.addresses(glossary))
        self.problems = ()

    def update_pages(self) -> None:
        """Which generated pages the site has, as of the last build."""
        assert self.mkdocs_site is not None
        by_hand = self.mkdocs_site.by_hand
        self.pages_by_source = {page.source: page for page in self.site_files.pages}
        self.generated_pages = {s: p for s, p in self.pages_by_source.items() if s not in by_hand}

    def update_index(self) -> search_index.Index:
        """The search index; that of the last build where no page changed."""
        records = (*self.site_files.searched, *self.handwritten.values())
        self.index = search_index.index(records, self.index)
        if self.index.problem:
            log.log(logging.INFO if self.serving else logging.WARNING, self.index.problem)
        return self.index

    def language_of(self, source: str) -> str:
        """The language of a page, by the path of its Markdown."""
        return theme.language(source, self.locales, self.urls)

    def language_names(self) -> dict[str, str]:
        """Language → what it calls itself."""
        assert self.config is not None
        return {code: self.config.languages.get(code, code) for code in self.locales}
