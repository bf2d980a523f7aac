"""What search is told about each page.

Pagefind reads pages of our own making, not those of the site: the names, what each means, and the
text, weighted, with every spelling a reader may type, without menus, quiz answers and source code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from glossary.i18n.catalog import Locale
from glossary.i18n.folding import refolded, spellings
from glossary.model.glossary import Glossary
from glossary.model.term import PROSE
from glossary.model.urls import Urls
from glossary.pages.links import bare_links, list_topics
from glossary.pages.term_view import View
from glossary.render import markdown

_WEIGHTS: Final = {"name": 10, "also": 8, "definition": 4, "text": 1}


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A page as search knows it; `facts` come back with a result, the other texts are searched."""

    address: str
    language: str
    name: str
    also: tuple[str, ...]
    definition: str
    text: str
    facts: Mapping[str, str]

    def html(self) -> str:
        """The page that Pagefind reads."""
        blocks_by_weight = {
            "also": " · ".join(
                dict.fromkeys(s for n in (self.name, *self.also) for s in spellings(n))
            ),
            "definition": refolded(self.definition),
            "text": f"{self.text}\n{refolded(self.text)}",
        }
        metas = "".join(
            f'<i data-pagefind-meta="{key}[data-v]" data-v="{escape(value)}"></i>'
            for key, value in {"definition": self.definition, **self.facts}.items()
        )
        blocks = "".join(
            f'<div data-pagefind-weight="{_WEIGHTS[key]}">{escape(value)}</div>\n'
            for key, value in blocks_by_weight.items()
            if value.strip()
        )
        return (
            f'<!doctype html><html lang="{self.language}"><body data-pagefind-body>{metas}'
            f'<h1 data-pagefind-weight="{_WEIGHTS["name"]}">{escape(self.name)}</h1>\n'
            f'<p data-pagefind-weight="{_WEIGHTS["definition"]}">{escape(self.definition)}</p>\n'
            f"{blocks}</body></html>\n"
        )


def of_term(view: View) -> SearchRecord:
    """A term in one language."""
    glossary, term, slug, language = view.glossary, view.term, view.slug, view.language
    prose = (getattr(term, key) for key in PROSE if key != "definition")
    return SearchRecord(
        view.site.address(view.key, language),
        language,
        view.title,
        (term.name, *term.aliases, *term.forms, glossary.terms[slug].name, slug),
        view.description,
        "\n".join(markdown.plain(part) for part in prose if part),
        {
            "topic": view.topic,
            "level": f"{view.locale['level']} {view.level}",
            "slug": slug,
        },
    )


def of_topics(glossary: Glossary, site: Urls, locale: Locale) -> tuple[SearchRecord, ...]:
    """The topics in one language."""
    found, language = [], locale.language
    for topic in list_topics(glossary, language, bare_links(glossary, language)):
        names = ", ".join(link.name for link in topic.links)
        facts = {"topic": locale["topic"]}
        address = site.address(f"topics/{topic.key}", language)
        summary = names if len(names) < 200 else f"{names[:200].rpartition(',')[0]}, …"
        found.append(SearchRecord(address, language, topic.name, (), summary, "", facts))
    return tuple(found)


def by_hand(address: str, language: str, name: str, html: str) -> SearchRecord:
    """A page that the author of the site wrote, from its HTML; its code is not searched."""
    prose = re.sub(r"<(pre|script|style|svg)\b.*?</\1>", " ", html, flags=re.S)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", prose)).split())
    summary = words if len(words) < 200 else f"{words[:200].rpartition(' ')[0]} …"
    return SearchRecord(address, language, name, (), summary, words, {})
