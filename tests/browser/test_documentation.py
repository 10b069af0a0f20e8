"""The documentation site in a real Chromium: on a phone and on a screen, in light and in dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import violations
from tests.browser.loading import wait_until_painted
from tests.fixture_types import Scheme, Serving

pytestmark = pytest.mark.browser

#: A page of each kind: the front page, prose, tables, a rule, a command, code, pictures, what docstrings say, and what is not there.
PAGES = [
    "",
    "install/",
    "refused/",
    "rules/",
    "rules/con001/",
    "commands/new/",
    "comparison/",
    "plugins/",
    "pictures/",
    "python-api/",
    "no/such/",
]


@pytest.fixture(scope="module")
def address(serving: Serving, documentation: Path) -> Iterator[str]:
    """The front page's address."""
    with serving(documentation.parent) as top:
        yield f"{top}docs/"


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("light", 1280), ("dark", 1280)])
def test_pages(browser: Browser, address: str, scheme: Scheme, width: int) -> None:
    """No page breaks one of axe-core's rules, scrolls sideways, logs a script error or asks another host for anything."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in PAGES:
        page.goto(address + path)
        wait_until_painted(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page, colours_alone=scheme == "dark") == [], path
    context.close()
    assert errors == []
    assert [one for one in asked if not one.startswith(address)] == []


def test_search(browser: Browser, address: str) -> None:
    """The name of a rule, typed into the search, finds the rule's page first."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    wait_until_painted(page)
    page.get_by_placeholder("Search").click()
    page.keyboard.type("dropped-unknown", delay=15)
    found = page.locator("a.md-search-result__link").first
    expect(found).to_have_attribute("href", re.compile(r"/docs/rules/con001/"))
    expect(found).to_contain_text("CON001")
    context.close()
