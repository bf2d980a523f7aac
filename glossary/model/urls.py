"""Where everything stands on the site, and how one page links to another.

Links are relative, so that the site works from a sub-path, a folder on an intranet, or a preview.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

ASSETS = "assets/glossary"


def stays_inside(path: str) -> bool:
    """Whether a path such as `terms/lora.md` leads out of no folder, on any system."""
    parts = path.split("/")
    return not ("\\" in path or ":" in parts[0] or {"", ".", ".."} & {*parts})


@dataclass(frozen=True, slots=True)
class Urls:
    """What the pages must know of their host: `url` and `repository` may be empty."""

    name: str = "Glossary"
    default: str = "en"
    url: str = ""
    repository: str = ""
    edit: str = ""
    directory_urls: bool = True

    def source(self, key: str, language: str) -> str:
        """The Markdown file of a page; `key` is `index`, `a-z` or `terms/<slug>`."""
        return f"{self.prefix(language)}{key}.md"

    def prefix(self, language: str) -> str:
        """`pl/`; nothing for the default language."""
        return "" if language == self.default else f"{language}/"

    def address(self, key: str, language: str) -> str:
        """The address of a page relative to the root of the site, as in `pl/terms/lora/`."""
        page = f"{self.prefix(language)}{key}"
        if not self.directory_urls:
            return f"{page}.html"
        return re.sub(r"(^|/)index/$", r"\1", f"{page}/")

    def absolute(self, key: str, language: str) -> str:
        """The address from the root of the host, as in `/glossary/pl/terms/lora/`."""
        return posixpath.join(urlsplit(self.url).path or "/", self.address(key, language))

    def canonical(self, key: str, language: str) -> str:
        """The whole address, or the one from the root of the host while `url` is not known."""
        address = self.address(key, language)
        return posixpath.join(self.url, address) if self.url else f"/{address}"

    def href(self, start: str, target: str) -> str:
        """The link from the page at one address of the site to a page or file at another."""
        above, below = _folders(start), target.split("/")
        same = 0
        while same < len(above) and same < len(below) - 1 and above[same] == below[same]:
            same += 1
        path = "../" * (len(above) - same) + "/".join(below[same:])
        return _quoted(path or "./")

    def edit_link(self, path: str) -> str:
        """Where the repository edits a file, if it is known."""
        if not self.repository:
            return ""
        return posixpath.join(self.repository, self.edit or "edit/main/", path)


@lru_cache(maxsize=4096)
def _folders(address: str) -> tuple[str, ...]:
    """The folders that an address lies in; one that ends in a slash is a folder itself."""
    return tuple(address.split("/")[:-1])


# A page links where its neighbours link, so the same paths come again and again.
_quoted = lru_cache(maxsize=65536)(quote)
