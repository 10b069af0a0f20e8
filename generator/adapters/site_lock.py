"""Letting one run of the program at a time write to a site."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from generator.adapters.site_files import unreadable


@contextlib.contextmanager
def exclusive_access(root: Path, folder: str = "content") -> Iterator[None]:
    """Wait until no other run of the program writes to a site, or to another folder, and prevent others until this one ends.

    A run that is killed holds up nobody. Where the system has no such locks (Windows), nobody is waited for.

    Raises:
        EnvironmentFailedError: the folder cannot be read.
    """
    try:
        from fcntl import LOCK_EX, flock  # noqa: PLC0415  # not on every system
    except ImportError:
        yield
        return
    try:
        handle = os.open(root / folder, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        # Nothing to write to: whoever reads says so.
        yield
        return
    except OSError as error:
        raise unreadable(folder, error) from error
    try:
        # Some network disks know no locks; then it is as on systems without.
        with contextlib.suppress(OSError):
            flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)
