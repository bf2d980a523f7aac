"""Sites built once for the tests that look at them, each by MkDocs in a process of its own."""

from __future__ import annotations

import functools
import gzip
import hashlib
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_HIDE = "import sys; sys.modules['merman'] = None; from mkdocs.__main__ import cli; cli()"
_PLAIN = "from mkdocs.__main__ import cli; cli()"


def build(config: Path, site: Path, *, merman: bool = True, seed: str = "0") -> str:
    """Builds strictly and returns what was logged; a failed build fails the test."""
    command = [sys.executable, "-c", _PLAIN if merman else _HIDE, "build", "--strict"]
    done = subprocess.run(
        [*command, "--config-file", config, "--site-dir", site],
        cwd=config.parent,
        env=os.environ | {"PYTHONHASHSEED": seed, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def contents(site: Path) -> dict[str, str]:
    """The hash of every file, without the two that MkDocs stamps with the time of the build."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.name.startswith("sitemap.xml")
    }


class Reader(HTMLParser):
    """What a page links to, what it loads, and where it can be linked to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.text = html
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "link" and values.get("rel") not in {"canonical", "alternate", "prev", "next"}:
            self.loaded.append(values.get("href", ""))
        elif "src" in values:
            self.loaded.append(values["src"])


def pages(site: Path) -> dict[str, Reader]:
    """Every page by its address from the root, as in `/terms/lora/`."""
    return {
        f"/{path.relative_to(site).as_posix()}".removesuffix("index.html"): Reader(
            path.read_text("utf-8")
        )
        for path in sorted(site.rglob("*.html"))
    }


def broken_links(site: Path, below: str = "") -> list[str]:
    """Every link, and every file a page loads, that leads to nothing on the site.

    `below` is the path that the site is served from, which the page for wrong addresses names.
    """
    found = pages(site)
    broken = []
    for address, page in found.items():
        for link in [*page.links, *page.loaded]:
            parts = urlsplit(urljoin(f"http://site{address}", link))
            if parts.netloc != "site" or parts.scheme not in {"http", "https"}:
                continue
            target, anchor = unquote(parts.path).removeprefix(below), unquote(parts.fragment)
            if target in found:
                if anchor and anchor not in found[target].ids:
                    broken.append(f"{address}: {link} (no such anchor)")
            elif not (site / target.lstrip("/")).is_file():
                broken.append(f"{address}: {link}")
    return broken


def loaded_from_elsewhere(site: Path) -> list[str]:
    """What a browser would load from another host, in pages, styles and scripts of ours."""
    found = [
        f"{address}: {url}"
        for address, page in pages(site).items()
        for url in page.loaded
        if urlsplit(url).netloc
    ]
    for path in site.rglob("*.css"):
        found += [
            f"{path.name}: {url}"
            for url in re.findall(r"url\([\"']?([^)\"']+)|@import", path.read_text("utf-8"))
            if urlsplit(url).netloc
        ]
    return found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class _Compressed(_Quiet):
    """As web servers do it: text is compressed, and what has a name of its own may be kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if not file.is_file():
            super().do_GET()
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header(
            "Cache-Control", "no-cache" if file.suffix == ".html" else "max-age=31536000"
        )
        self.end_headers()
        self.wfile.write(content)


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves a page drops what it had asked for; all else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def served(site: Path, *, compressed: bool = False) -> Iterator[str]:
    """The site on a port of this machine; yields its address."""
    handler = functools.partial(_Compressed if compressed else _Quiet, directory=str(site))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
