"""The Markdown export: a folder with pages, files, a theme and a configuration for another engine.

    FOLDER/mkdocs.yml   inherits from the glossary's own
    FOLDER/docs/        every page and file
    FOLDER/theme/       our templates, and what the plugin would tell them

A page is a folder with an `index.md`, because engines that read links in HTML read them from the
file, browsers from the address: so both see the same. What is not changed is not written, and only
what an earlier export wrote is ever replaced or removed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from glossary.checks.runner import check
from glossary.errors import Problems
from glossary.i18n import catalog
from glossary.i18n.catalog import Locale
from glossary.integrations.escaping import META, printed
from glossary.integrations.markdown.settings import SiteSettings, read_settings
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages import reader_data
from glossary.pages.page import Page
from glossary.pages.registry import MENU
from glossary.pipeline import search_index
from glossary.pipeline.builder import SiteFiles, Wording, build_site
from glossary.render.diagrams.neighbourhood import draw_any
from glossary.sources.config import Config
from glossary.utils.resources import PACKAGE
from glossary.utils.spool import Content
from glossary.utils.sync import Written, sync

_INTEGRATIONS: Final = PACKAGE / "integrations"
_FENCE: Final = re.compile(r"^```[ ]*mermaid[^\n]*\n(.*?)^```[ ]*$", re.M | re.S)


def export(glossary: Glossary, folder: Path) -> Written:
    """Writes the whole glossary. Raises `Problems` for one that has any, `Refused` for a folder."""
    problems = [problem for problem in check(glossary) if problem.severity != "advice"]
    if problems:
        raise Problems(problems)
    config = glossary.config
    settings = read_settings(config.root / Path(config.file).name, config.default)
    site_files = build_site(glossary, settings.site, Wording(settings.home))
    files = documents(site_files, settings, config)
    files |= theme(settings)
    files["mkdocs.yml"] = configuration(site_files, settings, glossary, folder)
    return sync(folder, files)


def documents(site_files: SiteFiles, settings: SiteSettings, config: Config) -> dict[str, Content]:
    """Everything below `docs/`; a file that the author wrote by hand goes before ours."""
    site = settings.site
    by_hand = {
        path.relative_to(settings.docs).as_posix(): path
        for path in (sorted(settings.docs.rglob("*")) if settings.docs.is_dir() else ())
        if path.is_file() and not any(part.startswith(".") for part in path.parts)
    }
    index = search_index.index(site_files.searched)
    generated: dict[str, Content] = {
        place(page, site): page_text(page, site, config).encode()
        for page in site_files.pages
        if page.source not in by_hand
    }
    generated |= site_files.files
    generated |= {
        f"{search_index.FOLDER}/{path}": content for path, content in index.files().items()
    }
    handwritten = {path: _by_hand(file) for path, file in by_hand.items()}
    return {f"docs/{path}": content for path, content in (generated | handwritten).items()}


def place(page: Page, site: Urls) -> str:
    """Where the Markdown of a page stands: at its address, so that links in it mean the same."""
    if not site.directory_urls:
        return page.source
    return f"{site.address(page.key, page.language)}index.md"


def page_text(page: Page, site: Urls, config: Config) -> str:
    """The page as Markdown; its head says which language it is in, and where it is in others.

    The engine prints the texts of the head as they are.
    """
    meta = {
        **{key: printed(value) if key in META else value for key, value in page.meta.items()},
        "language": page.language,
        "alternates": _alternates(page.key, site, config),
    }
    return replace(page, meta=meta).markdown()


def _alternates(key: str, site: Urls, config: Config) -> list[dict[str, str]]:
    return [
        {"name": name, "link": site.address(key, code) or ".", "lang": code}
        for code, name in _languages(config).items()
    ]


def _languages(config: Config) -> dict[str, str]:
    order = (config.default, *config.translations)
    return {code: config.languages[code] for code in order}


def _by_hand(file: Path) -> Content:
    """A hand-written file; its diagrams are drawn, for no plugin will do it."""
    if file.suffix != ".md" or b"mermaid" not in (content := file.read_bytes()):
        return file

    def drawn(match: re.Match[str]) -> str:
        svg = draw_any(match[1])
        return (
            f'<figure class="g-diagram"><div class="g-scroll">{svg}</div></figure>'
            if svg
            else (match[0].replace("mermaid", "text", 1))
        )

    return _FENCE.sub(drawn, content.decode("utf-8")).encode()


def theme(settings: SiteSettings) -> dict[str, bytes]:
    """Everything below `theme/`: ours, and over it what the author's `custom_dir` has."""
    templates = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in (_INTEGRATIONS / "mkdocs" / "theme", _INTEGRATIONS / "markdown" / "theme")
        for path in sorted(folder.rglob("*.html"))
    }
    templates["glossary-main.html"] = (
        _INTEGRATIONS / "mkdocs" / "theme" / "main.html"
    ).read_bytes()
    if settings.theme and settings.theme.is_dir():
        for path in sorted(settings.theme.rglob("*")):
            if path.is_file():
                templates[path.relative_to(settings.theme).as_posix()] = path.read_bytes()
    return {f"theme/{path}": content for path, content in templates.items()}


def configuration(
    site_files: SiteFiles, settings: SiteSettings, glossary: Glossary, folder: Path
) -> bytes:
    """The mkdocs.yml of the export: JSON, which is YAML, over the one that it inherits from."""
    config = glossary.config
    locales = catalog.read_locales(config)
    inherited = config.root / Path(config.file).name
    values: dict[str, Any] = {
        "INHERIT": os.path.relpath(inherited.resolve(), folder.resolve()),
        "docs_dir": "docs",
        "site_dir": "site",
        "plugins": [{"search": {"enabled": False}}],  # ours comes with the pages
        "theme": {
            "custom_dir": "theme",
            "variant": "classic",  # Zensical's name for the look of Material
            "language": config.default,
        },
        "nav": ["index.md", *_hand_written(settings, site_files)],
        "extra": {
            # True shows the switch; the links in it are those of each page.
            "alternate": True,
            "glossary_pages": _told(locales, settings.site, config, site_files),
        },
    }
    values |= {
        key: printed(text) for key, text in settings.printed.items() if printed(text) != text
    }
    extensions = [name for name in ("attr_list", "toc") if name not in settings.extensions]
    if extensions:
        values["markdown_extensions"] = extensions
    head = f"# Written by `glossary export markdown`, from {values['INHERIT']}.\n"
    return (head + json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _hand_written(settings: SiteSettings, site_files: SiteFiles) -> list[str]:
    """Pages of the author's own, which belong into the menu."""
    generated = {page.source for page in site_files.pages}
    pages = sorted(settings.docs.rglob("*.md")) if settings.docs.is_dir() else []
    names = [path.relative_to(settings.docs).as_posix() for path in pages]
    return [name for name in names if name not in generated]


def _told(
    locales: Mapping[str, Locale], site: Urls, config: Config, site_files: SiteFiles
) -> dict[str, Any]:
    """What the plugin tells the templates about each page, by language."""
    keys = {page.key for page in site_files.pages}
    searched = search_index.executable() is not None
    return {
        "default": config.default,
        "locales": {
            code: {**locale.texts, "texts": locale.texts, "language": code}
            for code, locale in locales.items()
        },
        "homes": {code: site.address("index", code) for code in locales},
        "words": {code: reader_data.script_words(locale) for code, locale in locales.items()},
        "links": {code: reader_data.footer_links(site, code) for code in locales},
        "az": {code: site.address("a-z", code) if searched else "" for code in locales},
        "alternates": _alternates("index", site, config),
        "menus": {
            code: [
                {"url": site.address(key, code) or ".", "title": locale[name]}
                for key, name in MENU
                if key in keys
            ]
            for code, locale in locales.items()
        },
    }
