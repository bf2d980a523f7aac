"""Mermaid's own script, for platforms where diagrams cannot be drawn while the site is built.

Three megabytes that nobody needs who has merman, so it is fetched when it is first needed, with the
client of the registry that publishes it, and then lies in the documentation folder.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Final

from glossary.utils import files

SCRIPT: Final = "assets/javascripts/mermaid.min.js"
_PACKAGE: Final = "mermaid@11.12.0"


def fetch(docs: Path) -> bool:
    """Puts the script into the documentation folder unless it is there; whether it is there now."""
    target = docs / SCRIPT
    if target.is_file():
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", _PACKAGE, "--silent", "--pack-destination", folder]
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            return False
        archive = next(Path(folder).glob("*.tgz"), None)
        if archive is None:
            return False
        with tarfile.open(archive) as package:
            script = package.extractfile("package/dist/mermaid.min.js")
            if script is None:
                return False
            files.write(target, script.read())
    return True
