"""Fixtures that serve the built site from this computer to a real Chromium."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def serving(hosting) -> Callable[[Path], contextlib.AbstractContextManager[str]]:
    """Serve a folder while a `with` lasts; yield its address, which ends in a slash."""

    @contextlib.contextmanager
    def address(folder: Path) -> Iterator[str]:
        with hosting(folder) as host:
            yield host.address

    return address


@pytest.fixture(scope="session")
def served(serving, built: Path) -> Iterator[str]:
    """Return the built site's address."""
    with serving(built) as address:
        yield address
