"""What the tests of the commands share."""

from __future__ import annotations

import pytest

from glossary.cli import main


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    code = main.main(arguments)
    out, err = capsys.readouterr()
    return code, out, err
