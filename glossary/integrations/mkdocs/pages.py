"""Adapter of MkDocs: generated files, and single pages rendered as MkDocs renders them.

MkDocs has no public function that renders one page of a site that is built, so its private names
are used, in this module only: `File._content`, `Files._src_uris`, `_populate_page`, `_build_page`,
`_build_theme_template`, and `LiveReloadServer._watched_paths`.
None of them is promised to stay; tests/integrations/test_livereload.py compares every file with
that of a whole build, so a release of MkDocs that changes one of them fails there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage

from glossary.pages.page import Page
from glossary.pipeline.builder import SiteFiles
from glossary.utils.spool import Content

# Plugins that know one page at a time; any other may want to see all pages together.
_SIMPLE: Final = frozenset({"glossary", "mermaid2"})


class _LazyFile(File):
    """A lazy file: its content is made when MkDocs reads it, so memory never holds all of them."""

    load: Callable[[], str | Content | None]

    @property
    def _content(self) -> str | bytes | None:
        content = self.load()
        return content.read_bytes() if isinstance(content, Path) else content

    @_content.setter
    def _content(self, content: str | bytes | None) -> None:
        self.load = lambda: content


@dataclass
class MkDocsSite:
    """What MkDocs made in its last build; `complete` once it is finished."""

    config: MkDocsConfig
    files: Files
    by_hand: frozenset[str]
    nav: Any = None
    env: Any = None
    complete: bool = False
    pages: Sequence[File] = ()

    def file(self, path: str, load: Callable[[], str | Content]) -> File:
        """A file of ours. Not in the menu, since a thousand terms there help nobody."""
        inclusion = InclusionLevel.NOT_IN_NAV
        file = cast(
            _LazyFile, _LazyFile.generated(self.config, path, content="", inclusion=inclusion)
        )
        file.load = load
        file.generated_by = "glossary"
        return file

    @property
    def simple(self) -> bool:
        """Whether a page can be rendered without the others."""
        names = {name.removeprefix("material/") for name in self.config.plugins}
        return self.complete and names <= _SIMPLE and not self.config.hooks

    def folder(self) -> Path:
        """Where the site is."""
        return Path(self.config.site_dir)

    def write(self, before: SiteFiles, now: SiteFiles) -> None:
        """The files that are no pages. One that is copied has not changed while its name has not:
        it is in a folder that is watched, and MkDocs builds all where something changed there.
        """
        for path, content in now.files.items():
            if before.files.get(path) != content and path not in self.by_hand:
                target = self.folder() / path
                target.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(content, Path):
                    shutil.copyfile(content, target)
                else:
                    target.write_bytes(content)
        for path in before.files.keys() - now.files.keys() - self.by_hand:
            (self.folder() / path).unlink(missing_ok=True)

    def rearrange(self, generated: Mapping[str, Page], gone: Iterable[File]) -> None:
        """The pages that there are now, in the order in which a build would meet them."""
        for file in gone:
            target = Path(file.abs_dest_path)
            target.unlink(missing_ok=True)
            folder = target.parent
            if file.use_directory_urls and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
            self.files.remove(file)
        rest = {file.src_uri: file for file in self.files}
        for source, page in generated.items():
            file = rest.pop(source) if source in rest else self.file(source, page.skeleton)
            if file.page is None:
                HostPage(None, file, self.config)
            rest[source] = file
        self.files._src_uris = rest
        self.pages = self.files.documentation_pages()

    def render(self, file: File, page: Page | None) -> None:
        """A page: of ours, or by hand."""
        if page:
            file.content_string = page.skeleton()
        assert file.page is not None
        self.pages = self.pages or self.files.documentation_pages()
        mkdocs._populate_page(file.page, self.config, self.files)
        mkdocs._build_page(file.page, self.config, self.pages, self.nav, self.env)

    def sitemap(self) -> None:
        """The list of all pages, for search engines."""
        mkdocs._build_theme_template("sitemap.xml", self.env, self.files, self.config, self.nav)


def watched_paths(server: Any) -> Collection[str]:
    """What a development server of MkDocs watches, which it tells nobody."""
    paths: Mapping[str, int] = getattr(server, "_watched_paths", {})
    return paths.keys()
