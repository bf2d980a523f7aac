"""The up-to-date check: a site is not built again while its inputs and its files are unchanged.

Files are compared by time, size and inode.
Where something may read other inputs (a plugin that is neither ours nor the host's, a hook, a tag),
the site is always built.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from glossary import errors
from glossary.errors import Problems
from glossary.sources import mkdocs_yml
from glossary.sources.config import Config, read_config
from glossary.utils import files
from glossary.utils.resources import PACKAGE
from glossary.utils.snapshot import snapshot

_PLUGINS: Final = {"glossary", "mermaid2", "search", "material/search"}
_FILE_READING: Final = {
    "pymdownx.b64",
    "pymdownx.snippets",
}  # extensions that put files into a page
_OPTIONS: Final = ("-s", "--strict", "-q", "--quiet", "-c", "--clean")
_ENVIRONMENT: Final = ("SOURCE_DATE_EPOCH", "TZ", "NO_MKDOCS_2_WARNING")


def build_once(config: Path, options: Sequence[str], build: Callable[[], int]) -> int:
    """Builds unless the site is known to be what it would become. Returns the exit code."""
    site = site_of(config, options)
    inputs_before = inputs(config, options) if site else ""
    if not site or not inputs_before:
        return build()
    name = hashlib.sha256(f"{config.resolve()}\n{site.resolve()}".encode()).hexdigest()[:16]
    stamp = config.parent / ".cache" / "glossary" / f"{name}.stamp"
    if stamp.is_file() and stamp.read_text("utf-8") == f"{inputs_before}\n{outputs(site)}\n":
        up_to_date = f"nothing changed since {errors.display_path(site)} was built"
        print(f"{up_to_date} (--force builds anyway)", file=sys.stderr)
        return 0
    stamp.unlink(missing_ok=True)  # until the end the site is neither the old nor the new one
    if (code := build()) == 0 and inputs(config, options) == inputs_before:
        with suppress(OSError):  # where nothing can be written, the next build is a whole one
            files.write(stamp.parent / ".gitignore", "*\n")
            files.write(stamp, f"{inputs_before}\n{outputs(site)}\n")
    return code


def site_of(config: Path, options: Sequence[str]) -> Path | None:
    """Where the site is written to; None where the options say more than is known here."""
    with suppress(Problems):
        site = config.parent / str(mkdocs_yml.values(config).get("site_dir") or "site")
        rest = list(options)
        while rest:
            option = rest.pop(0)
            if option in ("-d", "--site-dir") and rest:
                site = Path(rest.pop(0))
            elif option.startswith("--site-dir="):
                site = Path(option.partition("=")[2])
            elif option not in _OPTIONS:
                return None
        return site
    return None


def inputs(config: Path, options: Sequence[str] = ()) -> str:
    """A hash of everything that the site is made of; "" where that cannot be told."""
    try:
        glossary_config, values = read_config(config), mkdocs_yml.values(config)
    except Problems:
        return ""
    if mkdocs_yml.has_tags(config) or "INHERIT" in values or not _inputs_are_known(values):
        return ""
    docs, theme = values.get("docs_dir") or "docs", values.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    folders = [*glossary_config.folders, PACKAGE, config.parent / docs]
    folders += [config.parent / custom] if custom else []
    # The sitemap names the day of the build, and links are shown as from the working directory.
    environment_facts = [str(datetime.now(UTC).date()), str(Path.cwd()), sys.version, *options]
    for folder in sys.path:  # every package with its version, which the name of its folder tells
        environment_facts += sorted(map(str, Path(folder).glob("*.dist-info")))
    environment = [(name, os.environ.get(name)) for name in _ENVIRONMENT]
    paths = [config, *folders, *_demo_inputs(config.parent, glossary_config)]
    return hashlib.sha256(
        repr((environment_facts, environment, outputs(*paths))).encode()
    ).hexdigest()


def outputs(*paths: Path) -> str:
    """A hash of what lies below the paths, without reading it."""
    below = sorted(snapshot(map(str, paths)).items())
    counted = [item for item in below if "__pycache__" not in item[0]]
    return hashlib.sha256(repr(counted).encode()).hexdigest() if counted else ""


def _inputs_are_known(values: dict[str, Any]) -> bool:
    """Whether the site reads nothing but what is looked at here."""
    theme = values.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    return (
        "hooks" not in values
        and find_spec("merman") is not None  # without it, what can be fetched is another story
        and {*mkdocs_yml.names(values.get("plugins"))} <= _PLUGINS
        and all(map(_reads_no_file, mkdocs_yml.names(values.get("markdown_extensions"))))
        and name in (None, "material", "mkdocs")
    )


def _reads_no_file(extension: str) -> bool:
    """Whether an extension makes a page of its Markdown alone, as those of two packages do."""
    markdown = find_spec("markdown")
    shipped = Path(markdown.origin or "").parent / "extensions" if markdown else Path()
    own = (shipped / f"{extension.removeprefix('markdown.extensions.')}.py").is_file()
    return own or (extension.startswith("pymdownx.") and extension not in _FILE_READING)


def _demo_inputs(root: Path, glossary_config: Config) -> Iterator[Path]:
    """The files that results and widgets were made from: `check` says if one changed since."""
    folders = [glossary_config.demos.results] if glossary_config.demos else []
    folders += [glossary_config.widgets.data] if glossary_config.widgets else []
    for file in sorted(file for folder in folders for file in folder.glob("*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):  # `check` says so
            yield from (root / name for name in json.loads(file.read_bytes())["inputs"])
