"""What a page shows, worked out before any template runs: small values, texts already HTML.

A template may choose a tag, never a fact, so everything that can be wrong is tested here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from markupsafe import Markup

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.graph import Neighbour
from glossary.model.term import Term
from glossary.model.urls import Urls
from glossary.pages.citations import Citation, sources
from glossary.pages.links import Link, link_to, title
from glossary.pages.quiz import QuizQuestion, questions
from glossary.render import markdown as text
from glossary.render.colours import styles
from glossary.render.diagrams.mermaid import Node, Role, diagram
from glossary.render.diagrams.neighbourhood import draw

_ROLES: Final[Mapping[str, Role]] = {
    "prerequisite": "pre",
    "child": "child",
    "parent": "parent",
    "related": "related",
}
_GROUPS: Final = ("prerequisite", "parent", "child", "related", "unlocks")


@dataclass(frozen=True, slots=True)
class Group:
    """The neighbours of one kind; `key` is the kind, and the locale knows it."""

    key: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The neighbourhood: drawn, or as Mermaid text for the browser to draw; never both."""

    svg: Markup
    fallback: str
    source: str
    left_out: int
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class View:
    """A term in one language, seen from its page, or from another one that shows parts of it."""

    glossary: Glossary
    site: Urls
    locale: Locale
    slug: str
    seen_from: str = ""

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.locale.language

    @property
    def key(self) -> str:
        """The page of the term, whatever the language."""
        return f"terms/{self.slug}"

    @cached_property
    def term(self) -> Term:
        """The texts of the term in this language."""
        return self.glossary.term(self.slug, self.language)

    @cached_property
    def address(self) -> str:
        """The address that links start from."""
        return self.site.address(self.seen_from or self.key, self.language)

    @cached_property
    def title(self) -> str:
        """What the page is called."""
        return title(self.glossary, self.slug, self.language)

    @cached_property
    def description(self) -> str:
        """What search engines and link previews show."""
        return text.plain(self.term.definition)

    @cached_property
    def reading(self) -> str:
        """The same as text."""
        return self.locale.count("reading_minutes", self.glossary.minutes(self.slug, self.language))

    @cached_property
    def level(self) -> int:
        """The longest chain of prerequisites below the term."""
        return self.glossary.level(self.slug)

    @cached_property
    def topic(self) -> str:
        """The name of the topic."""
        return self.glossary.topic(self.slug, self.language)

    @cached_property
    def stale(self) -> bool:
        """Whether the original changed since this text was translated."""
        return self.glossary.is_stale(self.slug, self.language)

    @cached_property
    def untranslated(self) -> bool:
        """Whether the text is still in the default language."""
        return not self.glossary.is_translated(self.slug, self.language)

    def html(self, markdown: str) -> Markup:
        """Markdown of a section of this term as HTML; other terms in it are links."""
        body = text.html(markdown, sources=len(self.term.sources))
        concepts = self.glossary.concepts(self.language)
        return Markup(concepts.link(body, self.slug, lambda slug: self.link(slug).href))

    def inline(self, markdown: str) -> Markup:
        """Markdown of this term for the inside of a paragraph."""
        return Markup(text.inline(markdown, sources=len(self.term.sources)))

    def link(self, slug: str, markdown: str = "") -> Link:
        """Another term, as seen from this page."""
        name, html = self.glossary.term(slug, self.language).name, self.inline(markdown)
        seen = (self.address, self.glossary, self.site, self.language)
        return link_to(slug, *seen, html=html, name=name)

    def file(self, path: str) -> str:
        """The way from this page to a file of the site."""
        return self.site.href(self.address, path)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every edge with its reason; what a term unlocks is every term that needs it."""
        neighbours = self.glossary.neighbours(self.slug, self.language)
        groups = (
            Group(key, tuple(self.link(n.slug, n.reason) for n in neighbours if n.kind == key))
            for key in _GROUPS
        )
        return tuple(group for group in groups if group.links)

    @cached_property
    def diagram(self) -> Diagram:
        """The neighbourhood, drawn where that is possible."""
        around = self.glossary.neighbourhood(self.slug, self.language)
        near = [self._node(neighbour, relative=True) for neighbour in around.shown]
        absolute = [self._node(neighbour, relative=False) for neighbour in around.shown]
        heading = self.locale("diagram_title", name=self.title)
        said, flow = self._described(near), self.locale.flow
        svg = draw(self.title, near, id="diagram", title=heading, description=said, flow=flow)
        classes = styles(self.glossary.config.colours)
        return Diagram(
            svg=Markup(svg or ""),
            fallback="" if svg else diagram(self.title, near, flow, classes),
            source=diagram(self.title, absolute, flow, classes),
            left_out=around.left_out,
            roles=tuple(dict.fromkeys(node.role for node in near)),
        )

    def _node(self, neighbour: Neighbour, *, relative: bool) -> Node:
        link, key = self.link(neighbour.slug), f"terms/{neighbour.slug}"
        href = link.href if relative else self.site.absolute(key, self.language)
        reason = text.plain(neighbour.reason)
        return Node(neighbour.slug, link.name, _ROLES[neighbour.kind], href, reason)

    def _described(self, nodes: Sequence[Node]) -> str:
        """The diagram in words, for those who cannot see it."""
        keys = {
            "pre": "diagram_before",
            "parent": "diagram_parents",
            "child": "diagram_children",
            "related": "diagram_related",
        }
        names = {role: [n.name for n in nodes if n.role == role] for role in keys}
        sentences = [self.locale(keys[role], names=", ".join(n)) for role, n in names.items() if n]
        return " ".join(sentences) or self.locale["diagram_alone"]

    @cached_property
    def quiz(self) -> tuple[QuizQuestion, ...]:
        """The questions as HTML."""
        return questions(self.term, self.glossary.terms[self.slug], self.inline)

    @cached_property
    def sources(self) -> tuple[Citation, ...]:
        """The sources with their addresses."""
        return sources(self.term, self.inline)

    @cached_property
    def previous(self) -> Link | None:
        """The term before this one in learning order."""
        slug = self.glossary.previous(self.slug)
        return self.link(slug) if slug else None

    @cached_property
    def next(self) -> Link | None:
        """The term after this one in learning order."""
        slug = self.glossary.next(self.slug)
        return self.link(slug) if slug else None

    @cached_property
    def site_name(self) -> str:
        """The name of the site in the language of the page."""
        return self.glossary.config.named(self.language, self.site.name)

    @cached_property
    def citation(self) -> str:
        """BibTeX of the page; it has no date, because a page is as old as its last edit."""
        url = self.site.canonical(self.key, self.language)
        return (
            f"@misc{{{self.slug}-{self.language},\n  title = {{{self.title}}},\n"
            f"  howpublished = {{{self.site_name}}},\n  url = {{{url}}}\n}}"
        )
