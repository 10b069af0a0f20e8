"""A site in three languages, one of them from right to left and partly translated, works for its readers in both themes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import violations_in_both
from tests.browser.loading import wait_until_painted
from tests.fixture_types import Serving

pytestmark = pytest.mark.browser

INCIDENT = "incidents/support-tickets/"
PAGES = (
    *(
        "",
        INCIDENT,
        f"{INCIDENT}3/",
        f"{INCIDENT}5/",
        "incidents/meter-portal/review/",
        "incidents/",
        "corrections/",
        "record/",
        "lessons/",
    ),
    *("subscribe/", "verify/", "about/"),
)


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, serving: Serving, three_languages: dict[str, Path]) -> Iterator[str]:
    """The address of the site in a theme."""
    with serving(three_languages[request.param]) as served:
        yield served


IN_BOTH = pytest.mark.parametrize("address", ["material", "lifeboat"], indirect=True)


# Left-to-right pages are checked in tests/browser/test_pages.py.
@IN_BOTH
def test_accessible(browser: Browser, address: str) -> None:
    """axe-core finds no violation on any kind of page from right to left, in light or dark."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 360, "height": 740})
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}ar/{path}")
        wait_until_painted(page)
        assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == ["ar", "rtl"]
        assert violations_in_both(page) == [], path
    context.close()


@pytest.mark.parametrize("language", ["de", "ar"])
@IN_BOTH
def test_fits(browser: Browser, address: str, language: str) -> None:
    """Nothing scrolls sideways and no text leaves its card on a phone, a screen, and a screen of 1280 at 200 % (half as wide)."""
    wide = "[...document.querySelectorAll('.ab-card')].filter(card => card.scrollWidth > card.clientWidth + 1).length"
    context = browser.new_context()
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{language}/{path}")
        for width in (360, 640, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert page.evaluate(wide) == 0, (path, width)
    context.close()


@IN_BOTH
def test_without_scripts(browser: Browser, address: str) -> None:
    """Every fact, date, correction and promise of a translation is readable without scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}de/{INCIDENT}")
    text = page.locator("#statement").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    context.close()
    for words in (
        "Freitag, 20. November 2026 um 16:40 Uhr (Britische Zeit)",
        "12. November um 16:30 Uhr",
        "1.212 Kundinnen und Kunden von insgesamt 18.400",
        "41 Menschen hatten ein Passwort",
        "Wir sehen uns jede Anmeldung",
        "Nächste Mitteilung bis Freitag, 27. November um 17 Uhr",
    ):
        assert words in text, words


@IN_BOTH
def test_the_switch_by_keyboard(browser: Browser, address: str) -> None:
    """With the keyboard alone a reader reaches the other languages in the header, and goes to the page in one of them and back."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{INCIDENT}3/")
    for language, place in (("de", "de/"), ("ar", "ar/"), ("en", "")):
        wait_until_painted(page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#statement"
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.hreflang") == language:
                break
        assert page.evaluate("document.activeElement.hreflang") == language
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert outline[0] != "none"
        assert outline[1] != "0px"
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.partition("#")[0] == f"{address}{place}{INCIDENT}3/"
        assert page.evaluate("document.documentElement.lang") == language
    context.close()


@pytest.mark.parametrize("language", ["de", "ar"])
@IN_BOTH
def test_everything_by_keyboard(browser: Browser, address: str, language: str) -> None:
    """The Tab key reaches every link of a statement in reading order, and the focused link is visible."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{language}/{INCIDENT}")
    wait_until_painted(page)
    inside = page.evaluate(
        "[...document.querySelectorAll('#statement a[href], #statement button, #statement summary')].filter(e => e.checkVisibility()).length"
    )
    place = (
        "(() => { const e = document.activeElement; if (e === document.body) return null; const b = e.getBoundingClientRect();"
        " return [e.closest('#statement') !== null, b.width * b.height, [...document.querySelectorAll('*')].indexOf(e)]; })()"
    )
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(place)
        if stop is None:
            break
        stops.append(stop)
    context.close()
    assert sum(within for within, _, _ in stops) == inside > 10
    assert all(area for _, area, _ in stops)
    order = [at for within, _, at in stops if within]
    assert order == sorted(order)
