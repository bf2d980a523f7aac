"""Functions between our values and the theme: menus, languages, corrections of its output.

No import of MkDocs here: its objects are used by their attributes, so this can be tested alone.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urljoin

import yaml

from glossary.errors import Problems
from glossary.i18n.catalog import Locale
from glossary.integrations.escaping import printed
from glossary.model.urls import Urls
from glossary.pages.page import Page
from glossary.pages.registry import MENU
from glossary.render.diagrams.mermaid_js import SCRIPT, fetch
from glossary.render.diagrams.merman import available
from glossary.render.diagrams.neighbourhood import draw_any

_INSTANT: Final = "navigation.instant"


def without_instant_loading(features: Any) -> tuple[list[str], list[str]]:
    """The theme's features without those of instant loading, and the names of those left out.

    Instant loading fails at links in diagrams, starts a page's scripts once for all pages and
    keeps the menu of the language that it came from.
    """
    names = [str(name) for name in features] if isinstance(features, list | tuple) else []
    instant = [name for name in names if name == _INSTANT or name.startswith(f"{_INSTANT}.")]
    return [name for name in names if name not in instant], instant


def switched_off(features: Iterable[str]) -> str:
    """What the log says of features that are not used."""
    return (
        f"theme.features: {', '.join(features)} switched off: instant loading cannot follow links "
        "in diagrams, nor change the menu and the scripts from page to page"
    )


def summary(problems: Problems) -> str:
    """The last line of an abort."""
    number = len(problems.problems)
    return f"{number} problem{'s' if number > 1 else ''}; nothing was written"


def unusable_address(address: str, port: int) -> str:
    """Why nothing can be served at an address, told before anything is built; empty if it can."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError as error:
        another = f"{address}:{port + 1 if port < 65535 else 8000}"
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        return f"{address}:{port} cannot be served at ({reason}); name another: -a {another}"
    return ""


def home(
    extra: Mapping[str, Any], written: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """The words of the first page by language, where `written` is what stands in mkdocs.yml.

    What a hook changed counts, and what YAML made of `no` or `2024` is what was written.
    """
    section = extra.get("glossary")
    words = section.get("home") if isinstance(section, dict) else None
    texts_by_language: dict[str, dict[str, str]] = {}
    for key, texts in words.items() if isinstance(words, dict) else ():
        language = key if isinstance(key, str) else _as_written(key, written)
        own = written.get(language, {})
        texts_by_language[language] = {
            name: text if isinstance(text, str) else _as_written(text, [own.get(name) or ""])
            for name, text in (texts.items() if isinstance(texts, dict) else ())
            if text is not None
        }
    return texts_by_language


def _as_written(value: object, candidates: Iterable[str]) -> str:
    """The text that YAML reads as the value; the value as text where it is none of them."""
    fitting = (text for text in candidates if text and yaml.safe_load(text) == value)
    return next(fitting, str(value))


def browser_draws(plugins: Mapping[str, Any], docs: Path) -> bool:
    """Whether the browser can draw what we cannot: mermaid2 is on and has its script.

    Where we draw, the script is used if it is there, but never fetched.
    """
    if "mermaid2" not in plugins:
        return False
    return (docs / SCRIPT).is_file() or (not available() and fetch(docs))


def language(source: str, languages: Iterable[str], site: Urls) -> str:
    """The language of a page, which the first part of its path tells."""
    first = source.split("/", 1)[0]
    return first if "/" in source and first in languages and first != site.default else site.default


def alternates(
    page: Page | None,
    site: Urls,
    locales: Mapping[str, Locale],
    names: Mapping[str, str],
) -> list[dict[str, str]]:
    """The same page in every language; of a page by hand, which is none of ours, the home pages."""
    key = page.key if page else "index"
    return [
        {
            "name": printed(names[code]),
            "link": quote(site.address(key, code)) or ".",
            "lang": printed(code),
        }
        for code in locales
    ]


def menu(files: Any, site: Urls, locale: Locale, others: Iterable[Any] = ()) -> list[Any]:
    """The entries of the menu in one language: home, A–Z, then what the author wrote by hand."""
    entries = []
    for key, name in MENU:
        file = files.get_file_from_path(site.source(key, locale.language))
        if file is not None and file.page is not None:
            file.page.title = locale[name]
            entries.append(file.page)
    return entries + [item for item in others if item not in entries]


@cache
def theme_language(language: str, folders: tuple[str, ...]) -> str:
    """The language of what the theme says by itself: English where it has no words in ours."""
    translated = any(
        Path(f, "partials", "languages", f"{language}.html").is_file() for f in folders
    )
    return language if translated else "en"


def palette(schemes: Any, locale: Locale) -> Any:
    """The colour switch with its labels in the page's language."""
    for scheme in schemes if isinstance(schemes, list) else ():
        if isinstance(toggle := scheme.get("toggle"), dict):
            media = str(scheme.get("media", ""))
            # A switch is called by what it switches to: system → light → dark → system.
            turn = "dark" if "light" in media else "auto" if "dark" in media else "light"
            toggle["name"] = locale[f"scheme_{turn}"]
    return schemes


def draw_fences(html: str, browser: bool) -> str:
    """Diagrams of hand-written pages, drawn; what we cannot draw is left to the browser.

    Where the browser cannot draw either, the text of the diagram is shown.
    """

    def drawn(match: re.Match[str]) -> str:
        if svg := draw_any(unescape(match[1])):
            return f'<figure class="g-diagram"><div class="g-scroll">{svg}</div></figure>'
        return match[0] if browser else f"<pre><code>{match[1]}</code></pre>"

    fence = (
        r'<pre(?: class="mermaid"><code|><code class="(?:language-)?mermaid")>(.*?)</code></pre>'
    )
    return re.sub(fence, drawn, html, flags=re.S)


def _tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", html)


def correct_page(html: str, locale: Locale, site_url: str) -> str:
    """A page of the theme, corrected where the theme has no option for it.

    Its search dialog has no name, its links to other languages are relative, which search engines
    do not follow, and its templates leave blank lines around what they say.
    """
    before, opened, rest = html.partition("<article")
    article, closed, after = rest.partition("</article>")
    if closed and "<article" not in after:
        html = f"{_tight(before)}{opened}{article}{closed}{_tight(after)}"
    # In the article `role="dialog"` may be a text.
    head, opened, rest = html.partition("<article")
    label = f'role="dialog" aria-label="{escape(locale["search_dialog"])}"'
    html = head.replace('role="dialog"', label) + opened + rest
    # The theme may not know the language, and puts its direction on the body alone.
    begin = f'<html lang="{escape(locale.language)}" dir="{locale.direction}"'
    html = re.sub(r'<html lang="[^"]*"', lambda _: begin, html, count=1)
    html = re.sub(r'<body dir="[^"]*"', f'<body dir="{locale.direction}"', html, count=1)
    if not site_url:
        return html
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', html)
    base = canonical[1] if canonical else site_url

    def absolute(match: re.Match[str]) -> str:
        return f'<link rel="alternate" href="{urljoin(base, match[1])}" hreflang='

    return re.sub(r'<link rel="alternate" href="([^"]+)" hreflang=', absolute, html)
