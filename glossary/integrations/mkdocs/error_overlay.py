"""The error overlay: the problems, above every page that is served while files are broken.

It stands in the answer only, never in a file, so the mended page has no trace of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from glossary.errors import Problem
from glossary.i18n.catalog import Locale

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# Its own colours and its own style: it must be readable whatever else is broken.
_STYLE: Final = (
    "#glossary-broken{position:sticky;top:0;z-index:9;max-height:60vh;overflow:auto;margin:0;"
    "padding:12px 20px;background:#5c0a14;color:#fff;font:15px/1.5 system-ui,sans-serif}"
    "#glossary-broken ul{margin:8px 0 0;padding-inline-start:20px}"
    "#glossary-broken code{font:14px/1.5 ui-monospace,monospace;color:#ffd7d7;background:none}"
    "#glossary-broken small{display:block;font-size:14px;color:#ffd7d7}"
    "@media print{#glossary-broken{display:none}}"
)


def overlay_errors(
    app: App, problems: Callable[[], Sequence[Problem]], locales: Callable[[], Mapping[str, Locale]]
) -> App:
    """The WSGI application with a panel on every page while there are problems."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response: list[Any] = []
        body = app(environ, lambda *start: response.extend(start))
        current_problems = problems()
        status, headers = response[:2]
        if current_problems and dict(headers).get("Content-Type", "").startswith("text/html"):
            page = b"".join(body)
            if hasattr(body, "close"):
                body.close()
            page = with_overlay(
                page.decode("utf-8", "replace"), current_problems, locales()
            ).encode()
            headers = [pair for pair in headers if pair[0] != "Content-Length"]
            headers.append(("Content-Length", str(len(page))))
            body = [page]
        start_response(status, headers)
        return body

    return serve


def with_overlay(page: str, problems: Sequence[Problem], locales: Mapping[str, Locale]) -> str:
    """The page with the panel, in the page's language, as the first that is read."""
    named = re.search(r'<html[^>]*\slang="([^"]+)"', page)
    locale = locales.get(named[1] if named else "") or next(iter(locales.values()))
    items = "".join(
        f"<li><code>{escape(str(problem.place))}</code> {escape(problem.message)}"
        + (f"<small>{escape(problem.hint)}</small>" if problem.hint else "")
        + "</li>"
        for problem in problems
    )
    panel = (
        f'<section id="glossary-broken" role="alert"><style>{_STYLE}</style>'
        f"<strong>{escape(locale.count('broken_title', len(problems)))}</strong> "
        f"{escape(locale['broken_text'])}<ul>{items}</ul></section>"
    )
    body = re.search(r"<body\b[^>]*>", page)
    end = body.end() if body else 0
    return f"{page[:end]}{panel}{page[end:]}"
