"""The works that a term cites, ready to be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from glossary.model.term import Source, Term
from glossary.pages.quiz import Inline


@dataclass(frozen=True, slots=True)
class Citation:
    """A source; `href` is empty where its identifier leads nowhere on the web."""

    source: Source
    says: Markup
    label: str
    href: str


def sources(term: Term, inline: Inline) -> tuple[Citation, ...]:
    """What a term cites."""
    return tuple(
        Citation(source, inline(source.says), *cited(source.id)) for source in term.sources
    )


def cited(identifier: str) -> tuple[str, str]:
    """What an identifier of a source is called, and its address on the web, if it has one."""
    if match := re.fullmatch(r"arXiv:\s*(\S+)", identifier, re.I):
        return f"arXiv:{match[1]}", f"https://arxiv.org/abs/{match[1]}"
    if match := re.fullmatch(r"doi:\s*(\S+)", identifier, re.I):
        return f"doi:{match[1]}", f"https://doi.org/{match[1]}"
    if match := re.fullmatch(r"(?:url:\s*)?(https?://([^/\s]+)\S*)", identifier, re.I):
        return match[2].removeprefix("www."), match[1]
    return identifier, ""
