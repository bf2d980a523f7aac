"""A glossary whose every text tries to be markup, and what a page is made of, to see if one was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from glossary.i18n.catalog import SHIPPED
from glossary.model.loader import load_terms
from glossary.model.translation import fingerprint
from glossary.sources.config import read_config

PAYLOADS = (
    "</title><script>ran=1</script>",
    "<script>ran=1</script>",
    '"><img src=x onerror=ran=1>',
    "'><img src=x onerror=ran=1>",
    "<svg onload=ran=1>",
    "<svg/onload=ran=1//",
    '" onfocus="ran=1" autofocus tabindex="0',
    "' onfocus='ran=1' autofocus tabindex='0",
    "</script><script>ran=1</script>",
    "<!--<script>ran=1//",
    "--><script>ran=1</script>",
    "</style><script>ran=1</script>",
    "</textarea><script>ran=1</script>",
    "</article></main></body><script>ran=1</script>",
    "<iframe srcdoc='<script>ran=1</script>'></iframe>",
    "<iframe src=javascript:ran=1>",
    "<a href=javascript:ran=1>x</a>",
    "<base href=//e.test/>",
    "<meta http-equiv=refresh content=0;url=javascript:ran=1>",
    "<link rel=stylesheet href=//e.test/x.css>",
    "<form action=javascript:ran=1><button>x</button></form>",
    "<details open ontoggle=ran=1>",
    "<math><mtext><script>ran=1</script></mtext></math>",
    "<style>@import '//e.test/x.css';</style>",
    "<object data=javascript:ran=1></object>",
    "&lt;script&gt;ran=1&lt;/script&gt;",
    "&#60;script&#62;ran=1&#60;/script&#62;",
    "&amp;lt;b&amp;gt; &quot;&apos;",
    "[x](javascript:ran=1)",
    '[x](http://e.test/$a" onfocus="ran=1" autofocus b$)',
    "[x](http://e.test/ \"$a' onfocus='ran=1' b$\")",
    '![$a" onfocus="ran=1" b$](http://e.test/$c" onload="ran=1" d$)',
    '<http://e.test/$a"onfocus="ran=1"b$>',
    '[x](http://e.test/`" onfocus="ran=1`)',
    '$\\text{<img src=x onerror=ran=1>}$ $"><script>ran=1</script>$',
    '<div id="glossary-part-0"></div><div id="glossary-part-99"></div>',
    "&#2;wzxhzdk:0&#3; &#2;klzzwxh:0000&#3;",
    "{{ 7 * 7 }} {% raw %} {# comment",
    "{#x onclick=ran=1} {: onclick=ran=1 }",
    'role="dialog" <html lang="x"',
    "]]><script>ran=1</script>",
    "`</code><script>ran=1</script>`",
)
EVERYTHING = (
    "\"'></title></script></style></textarea></noscript>--><script>ran=1</script>"
    "<img src=x onerror=ran=1>\" onfocus=\"ran=1\" autofocus x=\"' onfocus='ran=1' x='"
)
NAMES = ("List<T>", "R&D", 'the "hook"', "the Bayes' rule", "a &lt; b")
"""Texts that people write and that markup could swallow."""


def project(
    folder: Path, texts: Sequence[str], everything: str, *, theme: str | None = None
) -> Path:
    """A glossary with a term and a topic for each text; `everything` is every other text.

    `theme` is that of the menu and the colour schemes. Returns its mkdocs.yml.
    """
    theme = everything if theme is None else theme
    config = {
        "site_name": f"Site {everything}",
        "site_description": f"About {everything}",
        "site_author": f"Author {everything}",
        "theme": {
            "name": "material",
            "font": False,
            "features": ["navigation.footer", "navigation.path", "navigation.tabs"],
            "palette": [
                {"scheme": s, "toggle": {"icon": "material/brightness-7", "name": theme}}
                for s in ("default", "slate")
            ],
        },
        "nav": [
            {f"Home {theme}": "index.md"},
            {f"Section {theme}": [{f"About {theme}": "about.md"}]},
            {f"Link {theme}": "https://e.test/"},
            "guide.md",
        ],
        "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
        "plugins": [
            {
                "glossary": {
                    "languages": {"en": f"English {everything}", "pl": f"Polski {everything}"},
                    "names": {"pl": f"Strona {everything}"},
                    "locale": "words",
                    "topics": {
                        f"t{n}": {"en": f"{text} topic {n}", "pl": f"{text} temat {n}"}
                        for n, text in enumerate(texts)
                    },
                }
            }
        ],
        "extra": {
            "glossary": {
                "home": {
                    "en": {"title": f"Home {everything}", "lead": f"Lead {everything}"},
                    "pl": {"title": f"Dom {everything}", "lead": f"Tekst {everything}"},
                }
            }
        },
    }
    _write(folder / "mkdocs.yml", config)
    for language in ("en", "pl"):
        shipped = yaml.safe_load((SHIPPED / f"{language}.yml").read_text("utf-8"))
        _write(folder / "words" / f"{language}.yml", _locale(shipped, everything))
    for number, text in enumerate(texts):
        _write(folder / "terms" / f"s{number}.yml", _term(number, text))
    loaded = load_terms(read_config(folder / "mkdocs.yml"))
    for number, text in enumerate(texts):
        path = folder / "terms" / "pl" / f"s{number}.yml"
        _write(path, _translation(number, text, fingerprint(loaded.terms[f"s{number}"])))
    (folder / "docs").mkdir(exist_ok=True)
    for name in ("about", "guide"):
        page = folder / "docs" / f"{name}.md"
        page.write_text("# R&D of List&lt;T&gt;\n\nBy hand.\n", "utf-8")
    return folder / "mkdocs.yml"


def _write(path: Path, values: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1), "utf-8")  # JSON is YAML


def _locale(shipped: dict[str, Any], text: str) -> dict[str, Any]:
    """Every word of the pages followed by the text, but for what is no word."""
    kept = {"direction", "number_thousands", "number_decimal", "number_percent"}
    return {
        key: value
        if key in kept
        else {form: f"{said} {text}" for form, said in value.items()}
        if isinstance(value, dict)
        else f"{value} {text}"
        for key, value in shipped.items()
    }


def _term(number: int, text: str) -> dict[str, Any]:
    before = {f"s{number - 1}": f"because {text}"} if number else {}
    answers = [
        {"text": f"{text} {n}", "why": f"why {text}"} | ({"correct": True} if n == 1 else {})
        for n in range(3)
    ]
    return {
        "name": f"{text} {number}",
        "aliases": [f"{text} alias"],
        "topic": f"t{number}",
        "definition": f"ten plain words stand here before the text that {text} is",
        "explanation": f"It is {text} and\n\n{text}\n\n- {text}\n\n|a|b|\n|---|---|\n|{text}|c|\n",
        "eli5": f"> {text}\n\n# {text}",
        "expert": f'{text} [@1]\n\n[r]: http://e.test/ "{text}"\n\n[r] ![r]\n\n```\n{text}\n```\n',
        "prerequisites": before,
        "quiz": [{"question": f"{text} {n}?", "answers": answers} for n in range(3)],
        "sources": [
            {
                "title": text,
                "authors": text,
                "year": "2020",
                "id": f"https://e.test/{text.replace(' ', '')}",
                "says": text,
            }
        ],
    }


def _translation(number: int, text: str, original: str) -> dict[str, Any]:
    term = _term(number, text)
    del term["topic"]
    term["name"] = f"{text} inaczej {number}"
    term["sources"] = [source["says"] for source in term["sources"]]
    return {"of": original, **term}


# What Markdown and our drawings make more or less of, depending on how long a text is.
_OF_TEXTS = frozenset(
    {"p", "a", "em", "strong", "code", "pre", "div", "span", "ul", "ol", "li", "blockquote", "cite"}
    | {
        "section",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "text",
        "tspan",
        "path",
    }
    | {"math", "mrow", "mi", "mn", "mo", "mtext", "msub", "mspace", "g", "small", "hr", "br"}
)
_OF_TEXT_ATTRIBUTES = frozenset({"title", "alttext", "stretchy", "mathvariant", "display", "start"})


class Inventory(HTMLParser):
    """The elements of a page, and everything in it that could run or load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.styles: set[str] = set()
        self.scripts: list[tuple[str, str]] = []
        self.title = self.heading = ""
        self.meta: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _OF_TEXTS:
            self.elements[tag] += 1
        values = {name: value or "" for name, value in attributes}
        self.attributes |= values.keys() - _OF_TEXT_ATTRIBUTES
        if values.get("class") != "highlight":
            self.styles |= {values["style"]} if "style" in values else set()
        self.addresses += [
            values[name]
            for name in ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc")
            if name in values
        ]
        if tag == "meta" and "name" in values:
            self.meta[values["name"]] = values["content"]
        if tag == "script":
            self.scripts.append((values.get("type", ""), ""))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        if self._open[-1] == "script":
            kind, text = self.scripts[-1]
            self.scripts[-1] = kind, text + data
        if self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if self._open[-1] == "h1":
            self.heading += data

    @property
    def programs(self) -> list[str]:
        """The scripts that are not data; data must be JSON."""
        for kind, text in self.scripts:
            if kind in {"application/json", "application/ld+json"}:
                json.loads(text)
        return [text for kind, text in self.scripts if "json" not in kind]

    def harm(self, harmless: Inventory) -> list[str]:
        """What the page has and the same page of plain words has not."""
        found = [
            f"<{tag}>: {count}, not {harmless.elements[tag]}"
            for tag, count in self.elements.items()
            if count != harmless.elements[tag]
        ]
        found += [f"attribute {name}" for name in sorted(self.attributes - harmless.attributes)]
        found += [f"style {style}" for style in sorted(self.styles - harmless.styles)]
        if self.programs != harmless.programs:
            found.append("another script")
        schemes = {_scheme(address) for address in self.addresses} - {"", "http", "https"}
        return found + [f"address {scheme}:" for scheme in sorted(schemes)]


def _scheme(address: str) -> str:
    return urlsplit("".join(c for c in address if c > " ")).scheme.lower()


def inventories(site: Path) -> dict[str, Inventory]:
    """Every page of a site by its file."""
    return {
        path.relative_to(site).as_posix(): Inventory(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if "pagefind" not in path.parts
    }
