"""The output folder: a check that a site may be written there, and the atomic exchange.

A build empties that folder, so one that holds somebody's files is refused before anything is
deleted.
The new site is written beside the old one and takes its place in one step, so that a build that is
killed, or that finds the disk full, leaves the last good site.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from glossary.errors import display_path
from glossary.model.urls import ASSETS

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]


_REMEDY: Final = "name another one: site_dir in mkdocs.yml, or --site-dir"
_MARK: Final = b'<meta name="generator" content="mkdocs-'
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def refused(site: Path, root: Path, folders: Mapping[str, Path]) -> str:
    """Why the site cannot be written into a folder, in one line; "" where it can.

    `folders` are those that the site is made from, by what they are; `root` is that of mkdocs.yml.
    """
    name, place = display_path(site), site.resolve()
    if site.exists() and not site.is_dir():
        return f'the site cannot be written to "{name}", which is not a folder; {_REMEDY}'
    if root.resolve().is_relative_to(place):
        what = "is" if root.resolve() == place else "contains"
        return f'the site cannot be written to "{name}", which {what} {_of("project", root)}'
    for kind, folder in folders.items():
        source = folder.resolve()
        relation = ""
        if source == place:
            relation = "is"
        elif source.is_relative_to(place):
            relation = "contains"
        # A folder that the whole project lies in says nothing about what lies beside its files.
        elif place.is_relative_to(source) and not root.resolve().is_relative_to(source):
            relation = "lies in"
        if relation:
            return f'the site cannot be written to "{name}", which {relation} {_of(kind, folder)}'
    if site.is_dir() and any(_visible(site)) and not _is_site(site):
        return (
            f'the site cannot be written to "{name}", which holds files that no build wrote: '
            f"empty it, or {_REMEDY}"
        )
    return ""


def refused_of(host: Any, folders: Mapping[str, Path]) -> str:
    """The same of a host's configuration; `folders` are those that it does not know of."""
    others = {"hand-written pages": Path(host.docs_dir)}
    if host.theme.custom_dir:
        others["theme"] = Path(host.theme.custom_dir)
    root = Path(host.config_file_path).parent
    return refused(Path(host.site_dir), root, {**folders, **others})


def _of(kind: str, folder: Path) -> str:
    return f'the folder of the {kind}, "{display_path(folder)}"; {_REMEDY}'


def _visible(folder: Path) -> Iterator[Path]:
    """What a build removes: MkDocs leaves hidden files where they are, such as a `.git`."""
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _is_site(folder: Path) -> bool:
    """Whether a build of ours or of MkDocs wrote into the folder, even one that was killed."""
    if (folder / ASSETS).is_dir():
        return True
    if any((folder / "assets" / "javascripts").glob("bundle.*.min.js")):
        return True
    for page in ("index.html", "404.html"):
        with suppress(OSError), (folder / page).open("rb") as file:
            if _MARK in file.read(1 << 16):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A site that is written into `new`, beside the folder `site` whose place it takes."""

    site: Path
    new: Path
    lock: int | None

    def named(self, text: str) -> str:
        """A text in which the new site has the name that it will have."""
        return text.replace(str(self.new), str(self.site))

    def finish(self) -> None:
        """The new site takes the place of the old one. Raises `OSError`."""
        # Made by tempfile for its owner alone, but a web server may have to read it.
        mask = os.umask(0)
        os.umask(mask)
        self.new.chmod(self.site.stat().st_mode & 0o7777 if self.site.exists() else 0o777 & ~mask)
        if not self.site.exists():
            self.new.rename(self.site)
        elif not _swapped(self.new, self.site):
            aside = self.new.with_name(f"{self.new.name}-old")
            self.site.rename(aside)
            self.new.rename(self.site)
            _remove(aside, self.site)
        _remove(self.new, self.site)
        self._unlock()

    def abandon(self) -> None:
        """The old site stays as it is."""
        shutil.rmtree(self.new, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        if self.lock is not None:
            os.close(self.lock)


class OutputFolder:
    """Where a build of the host writes: beside the old site, until the two are exchanged.

    `host` is the configuration that says where; `log` is the one whose lines name that folder.
    """

    def __init__(self, log: logging.Logger) -> None:
        self.log = log
        self.exchange: Exchange | None = None

    def begin(self, host: Any) -> None:
        """From now on the host and other plugins write where the new site is made."""
        self.exchange = begin(Path(host.site_dir))
        if self.exchange:
            host.site_dir = str(self.exchange.new)
            self.log.addFilter(self._rename_in_log)

    def finish(self, host: Any) -> None:
        """What was written is the site. Raises `OSError`."""
        if self.exchange:
            self.exchange.finish()
            host.site_dir = str(self.exchange.site)
            self._end()

    def failed(self, error: Exception) -> str:
        """The old site stays. Of a full disk or a closed folder the one line that says enough."""
        exchange = self.exchange
        if exchange:
            exchange.abandon()
            self._end()
        if not isinstance(error, OSError) or not error.strerror:
            return ""
        name = str(error.filename2 or error.filename or "the site")  # a copy names its target
        where = display_path(Path(exchange.named(name) if exchange else name))
        return f"{where}: {error.strerror}; the site was not built"

    def _end(self) -> None:
        self.log.removeFilter(self._rename_in_log)
        self.exchange = None

    def _rename_in_log(self, record: logging.LogRecord) -> bool:
        if self.exchange:
            record.msg = self.exchange.named(str(record.msg))
        return True


def begin(site: Path) -> Exchange | None:
    """A folder for a new site; None where it cannot be exchanged, as where a disk is mounted.

    What builds that were killed left beside the site is removed. Raises `OSError`.
    """
    site = site.resolve()
    if site.is_mount() or (site.is_dir() and not os.access(site.parent, os.W_OK)):
        if not os.access(site, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(site))
        return None
    site.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{site.name}.new-"
    for left in sorted(site.parent.glob(f"{prefix}*"), reverse=True):
        lock = _locked(left)
        if lock is None and fcntl is not None:
            continue  # another build writes it
        if left.name.endswith("-old") and not site.exists():
            left.rename(site)
        else:
            _remove(left, site)
        if lock is not None:
            os.close(lock)
    new = Path(tempfile.mkdtemp(prefix=prefix, dir=site.parent))
    return Exchange(site, new, _locked(new))


def _locked(folder: Path) -> int | None:
    """A lock on the folder that ends with the process; None where another process holds it."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove(folder: Path, site: Path) -> None:
    """Removes a site that was replaced; hidden files, which no build wrote, go to the new one."""
    for path in [*folder.iterdir()] if folder.is_dir() else ():
        target = site / path.name
        if path.name.startswith(".") and site.is_dir() and not target.exists():
            path.rename(target)
    shutil.rmtree(folder, ignore_errors=True)


def _swapped(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    with suppress(AttributeError, OSError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        names = os.fsencode(one), os.fsencode(other)
        return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
    return False
