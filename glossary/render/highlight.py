"""Python source as highlighted HTML."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


@lru_cache(maxsize=1024)
def highlighted(code: str) -> Markup:
    """Python with Pygments' classes; the colours are the theme's."""
    formatter = HtmlFormatter(cssclass="highlight", wrapcode=True)
    html = highlight(code, PythonLexer(), formatter)
    html = html.replace("<pre><span></span><code>", '<pre><code tabindex="0">')  # it may scroll
    # Names, signs and blanks have the colour of the text: half of the marks say nothing.
    return Markup(re.sub(r'<span class="(?:n|p|w)">([^<]*)</span>', r"\1", html))
