"""Third-party programs: found, or reported as missing."""

import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

#: The first is Chromium without windows, profiles and extensions: the same engine opens a page in a third of the processor time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def missing(what: str, target: str = "make judges") -> NoReturn:
    """Skip the test; under CI=true that fails it (tests/skipped.py).

    Args:
        what: the program, as people call it.
        target: what installs it.
    """
    pytest.skip(f"{what} is not on this computer ({target})")


def program(*names: str, target: str = "make judges") -> str:
    """The path of the first of some programs that is there, beside Python or anywhere else."""
    beside = [str(Path(sys.executable).parent / name) for name in names]
    return next((found for name in (*beside, *names) if (found := shutil.which(name))), "") or missing(names[0], target)
