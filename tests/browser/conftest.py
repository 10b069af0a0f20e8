"""Fixtures that serve the built site from this computer to a real Chromium."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixture_types import Hosting, Serving


@pytest.fixture(scope="session")
def serving(hosting: Hosting) -> Serving:
    """Serves a folder for as long as a `with` lasts; gives its address, which ends in a slash."""

    @contextlib.contextmanager
    def address(folder: Path) -> Iterator[str]:
        with hosting(folder) as host:
            yield host.address

    return address


@pytest.fixture(scope="session")
def served(serving: Serving, built: Path) -> Iterator[str]:
    """The built site's address."""
    with serving(built) as address:
        yield address
