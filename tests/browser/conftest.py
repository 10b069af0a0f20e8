"""A real Chromium, and the built site served from this computer."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system. Without one the test is skipped, and under CI=true it fails: a test that did not run proves nothing."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        message = "there is no Chromium on this computer (make chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        # The sandbox needs rights that containers do not give; nothing but our own pages is opened.
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def serving(hosting) -> Callable[[Path], contextlib.AbstractContextManager[str]]:
    """Serves a folder for as long as a `with` lasts; gives its address, which ends in a slash."""

    @contextlib.contextmanager
    def address(folder: Path) -> Iterator[str]:
        with hosting(folder) as host:
            yield host.address

    return address


@pytest.fixture(scope="session")
def served(serving, built: Path) -> Iterator[str]:
    """The built site's address."""
    with serving(built) as address:
        yield address
