"""The live preview shows a change within a second, with its findings."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.loading import wait_until_painted

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
NEWEST = "content/incidents/support-tickets/05-password-source.md"
#: The budget is one second on an idle computer; a machine that runs tests on every core gets more time.
PATIENCE = 30_000


def _top(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]


@pytest.fixture
def preview(root: Path) -> Iterator[str]:
    """Return the address of a running preview."""
    with _serving(root) as address:
        yield address


@pytest.fixture(scope="module")
def misspelt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running preview of a site whose newest update has a misspelt key, which no test changes."""
    root = tmp_path_factory.mktemp("misspelt")
    shutil.copy(ROOT / "site_config.yml", root)
    shutil.copytree(ROOT / "content", root / "content")
    _edit(root / NEWEST, "unknown:", "unknwon:")
    with _serving(root) as address:
        yield address


@contextlib.contextmanager
def _serving(root: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "generator.cli", "serve", "--port", "0", "--root", str(root), "--now", "2026-11-23T12:00Z"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    line = running.stderr.readline()
    found = re.search(r"http://\S+/", line)
    assert found, line + running.stderr.read()
    try:
        yield found[0]
    finally:
        running.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        ended = running.wait(timeout=60)
        running.stderr.close()
    assert ended in {0, 130}


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_changes_and_findings(browser: Browser, root: Path, preview: str) -> None:
    """A saved change appears automatically; an error is shown on the page and disappears when it is fixed; drafts are marked."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{preview}incidents/support-tickets/")
    wait_until_painted(page)
    file = root / NEWEST

    def appears(text: str) -> float:
        started = time.perf_counter()
        page.wait_for_function(f"document.body?.innerText.includes({text!r})", timeout=PATIENCE, polling=100)
        return time.perf_counter() - started

    _edit(file, "from there in August", "from there in early August")
    appears("from there in early August")
    _edit(file, "unknown:", "unknwon:")
    appears("unknown-key: `unknwon` is not a key of an update")
    _edit(file, "unknwon:", "unknown:")
    appears("from there in early August")
    page.wait_for_function(
        "document.body && !document.body.innerText.includes('Only you see this')", timeout=PATIENCE, polling=100
    )
    _edit(file, "status: contained", "status: contained\ndraft: true")
    appears("Readers do not see this yet.")
    assert "Draft" in page.locator(".ab-mark").first.inner_text()
    context.close()


def test_a_configuration_that_cannot_be_read(browser: Browser, root: Path, preview: str) -> None:
    """The preview says what is wrong with the configuration, and comes back when it is fixed."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(preview)
    wait_until_painted(page)
    _edit(root / "site_config.yml", "organisation:", "organization:")
    page.wait_for_function("document.body?.innerText.includes('`organization` is not a key')", timeout=PATIENCE, polling=100)
    _edit(root / "site_config.yml", "organization:", "organisation:")
    page.wait_for_function(
        "document.body?.innerText.includes('Someone read customer support tickets')", timeout=PATIENCE, polling=100
    )
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("theme", ["", ".theme/lifeboat/"], ids=["material", "lifeboat"])
def test_findings_on_a_phone(browser: Browser, misspelt: str, theme: str, scripts: bool) -> None:
    """On a phone the page comes first, with its findings folded below it, one tap away; on a wide screen they are above it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{misspelt}{theme}incidents/support-tickets/", timeout=PATIENCE * 3)
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator(".ab-finding").locator("visible=true")).to_have_count(0)
    page.locator(".ab-findings-link").click()
    folded = page.locator("#findings")
    expect(folded).to_be_in_viewport()
    assert _top(folded) > _top(page.locator("h1"))
    folded.locator("summary").click()
    expect(folded.locator(".ab-finding").first).to_contain_text("unknown-key: `unknwon` is not a key of an update")
    expect(folded.locator(".ab-finding").first).to_be_visible()
    assert page.viewport_size is not None
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("section.ab-findings")).to_be_visible()
    expect(folded).to_be_hidden()
    assert _top(page.locator("section.ab-findings")) < _top(page.locator("h1"))
    context.close()


def test_a_drill_in_both_themes(browser: Browser, root: Path) -> None:
    """Every page of a drill says so, and its time, on a phone, in dark mode and in print, in both themes."""
    settings = root / "site_config.yml"
    settings.write_text(f"drill: true\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    with _serving(root) as address:
        context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
        page = context.new_page()
        page.goto(f"{address}incidents/support-tickets/")
        assert page.locator(".md-header").count() == 1
        _says_that_it_is_a_drill(page)
        bar = page.locator(".ab-preview")
        expect(bar).to_contain_text("Preview as of Monday 23 November 2026, noon UK time.")
        bar.get_by_role("link", name="lifeboat").click(timeout=PATIENCE * 3)
        page.wait_for_url("**/.theme/lifeboat/incidents/support-tickets/", timeout=PATIENCE * 3)
        assert page.locator(".md-header").count() == 0
        _says_that_it_is_a_drill(page)
        # A change shows there too.
        wait_until_painted(page)
        _edit(root / NEWEST, "from there in August", "from there in early August")
        page.wait_for_function("document.body?.innerText.includes('from there in early August')", timeout=PATIENCE, polling=100)
        page.locator(".ab-preview").get_by_role("link", name="material").click()
        page.wait_for_url(f"{address}incidents/support-tickets/", timeout=PATIENCE)
        context.close()


def _says_that_it_is_a_drill(page: Page) -> None:
    """The words are in the title, visible before and after scrolling, across the whole page, and on paper."""
    assert page.title().startswith("This is a drill. None of this has happened.")
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex, nofollow, noarchive"
    bar, mark = page.locator(".ab-drill"), page.locator(".ab-drill-mark")
    for top in (0, 2000):
        page.evaluate(f"window.scrollTo(0, {top})")
        expect(bar).to_be_in_viewport(ratio=1)
    whole, statement = mark.bounding_box(), page.locator("#statement").bounding_box()
    assert whole
    assert statement
    assert whole["height"] >= statement["height"] - 1
    page.emulate_media(media="print")
    expect(bar).to_be_visible()
    expect(mark).to_be_visible()
    page.emulate_media(media="screen")
