"""The ways to get updates: all three within one phone screen, and a field to copy from that needs no script."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.home_states import build, write_site
from tests.browser.loading import wait_until_painted
from tests.fixture_types import Once, Serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["lifeboat", "material"])
def address(request: pytest.FixtureRequest, serving: Serving, built: Path, lifeboat: Path) -> Iterator[str]:
    """The address of the example in each theme."""
    with serving({"lifeboat": lifeboat, "material": built}[request.param]) as served:
        yield served


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page of a site at an address."""
    contexts = []

    def page_of(address: str, *, script: bool = True, width: int = 390) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script))
        page = contexts[-1].new_page()
        page.goto(address + "subscribe/")
        if script:
            wait_until_painted(page)
        return page

    yield page_of
    for context in contexts:
        context.close()


def _bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None, selector
    return box["y"] + box["height"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["", "de/"])
def test_three_ways_in_one_screen(opened: Callable[..., Page], address: str, language: str, script: bool) -> None:
    """On a phone, e-mail, calendar and one feed are whole in the first screen, in this order, and each is as large as a finger."""
    page = opened(address + language, script=script)
    ways = ("#h-mail + p > a", "#h-calendar + p > a", "#feed-address")
    bottoms = [_bottom(page, way) for way in ways]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] <= 844
    for way in ways:
        box = page.locator(way).bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_the_calendar_is_of_the_language(opened: Callable[..., Page], address: str) -> None:
    """The button opens a calendar program with the calendar in the language of the page."""
    for language in ("", "de/"):
        page = opened(address + language)
        assert (
            page.locator("#h-calendar + p > a").get_attribute("href")
            == f"webcal://status.larkfield.example/{language}calendar.ics"
        )
        assert page.locator("#feed-address").input_value() == f"https://status.larkfield.example/{language}feed.xml"


def test_the_address_can_be_copied(opened: Callable[..., Page], address: str) -> None:
    """The button copies the address and says so; the field alone is marked as a whole when it takes focus, and can be read without a script."""
    page = opened(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.reload()
    page.locator("[data-copy]").click()
    page.get_by_text("Address copied", exact=True).wait_for(state="visible")
    assert page.evaluate("navigator.clipboard.readText()") == "https://status.larkfield.example/feed.xml"
    page.locator("#feed-address").focus()
    assert page.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart") == len(
        "https://status.larkfield.example/feed.xml"
    )
    page = opened(address, script=False)
    assert page.locator("[data-copy]").is_hidden()
    assert page.locator("#feed-address").is_visible()
    assert page.locator("#feed-address").get_attribute("readonly") is not None


def test_the_rest_is_folded(opened: Callable[..., Page], address: str) -> None:
    """Feeds of one incident, one system, another language and for programs are folded, and each is there once it is opened."""
    page = opened(address, script=False)
    folded = page.locator("#statement details")
    assert folded.count() >= 4
    assert page.locator("#statement details[open]").count() == 0
    page.get_by_text("Addresses for status tools and scripts").click()
    for words in ("https://status.larkfield.example/api/v2/summary.json", "https://status.larkfield.example/atom.xml"):
        assert page.get_by_text(words).is_visible()
    page.get_by_text("Only one incident").click()
    assert page.get_by_text("https://status.larkfield.example/incidents/support-tickets/feed.xml").is_visible()


def test_fits_and_is_accessible_when_all_is_open(opened: Callable[..., Page], address: str) -> None:
    """With everything opened, nothing scrolls sideways at 320 px."""
    page = opened(address, width=320)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_e_mail(opened: Callable[..., Page], serving: Serving, once: Once) -> None:
    """Where updates cannot be had by e-mail, the calendar is the first way, and nothing speaks of e-mail."""

    def make(top: Path) -> None:
        write_site(top, "lifeboat", open_now=1)
        config = top / "site_config.yml"
        config.write_text(
            config.read_text(encoding="utf-8").replace("subscribe: {email_url: https://stonebridge.example/updates}\n", ""),
            encoding="utf-8",
        )
        build(top)

    with serving(once("no-mail", make) / "site") as served:
        page = opened(served)
        assert page.locator("#h-mail").count() == 0
        assert page.locator("#statement h2").first.inner_text() == "In your calendar"
        assert _bottom(page, "#feed-address") <= 844
