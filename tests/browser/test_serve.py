"""The live preview: a change is on the screen within a second, with its findings."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

NEWEST = "content/incidents/support-tickets/05-password-source.md"
#: The budget is one second on a computer that does nothing else; a machine that runs tests on every core gets more before it counts as broken.
PATIENCE = 8_000


@pytest.fixture
def preview(root: Path) -> Iterator[str]:
    """The address of a running preview."""
    command = [sys.executable, "-m", "generator.cli", "serve", "--port", "0", "--root", str(root), "--now", "2026-11-23T12:00Z"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    line = running.stderr.readline()
    found = re.search(r"http://\S+/", line)
    assert found, line + running.stderr.read()
    yield found[0]
    running.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
    assert running.wait(timeout=10) in {0, 130}
    running.stderr.close()


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_changes_and_findings(browser: Browser, root: Path, preview: str) -> None:
    """A saved change appears by itself; a mistake stands on the page as a finding and goes away when it is mended; drafts are marked."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{preview}incidents/support-tickets/")
    page.wait_for_timeout(500)
    file = root / NEWEST

    def appears(text: str) -> float:
        started = time.perf_counter()
        page.wait_for_function(f"document.body.innerText.includes({text!r})", timeout=PATIENCE, polling=20)
        return time.perf_counter() - started

    _edit(file, "from there in August", "from there in early August")
    appears("from there in early August")
    _edit(file, "unknown:", "unknwon:")
    appears("unknown-key: `unknwon` is not a key of an update")
    _edit(file, "unknwon:", "unknown:")
    appears("from there in early August")
    page.wait_for_function("!document.body.innerText.includes('Only you see this')", timeout=PATIENCE, polling=20)
    _edit(file, "status: contained", "status: contained\ndraft: true")
    appears("Readers do not see this yet.")
    assert "Draft" in page.locator(".ab-mark").first.inner_text()
    context.close()


def test_a_configuration_that_cannot_be_read(browser: Browser, root: Path, preview: str) -> None:
    """The preview says what is wrong with the configuration, and comes back when it is mended."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(preview)
    page.wait_for_timeout(500)
    _edit(root / "site_config.yml", "organisation:", "organization:")
    page.wait_for_function("document.body.innerText.includes('`organization` is not a key')", timeout=PATIENCE, polling=20)
    _edit(root / "site_config.yml", "organization:", "organisation:")
    page.wait_for_function("document.body.innerText.includes('This is happening now')", timeout=PATIENCE, polling=20)
    context.close()
