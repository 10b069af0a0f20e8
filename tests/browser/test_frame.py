"""The frame of every page: whose site it is and what it is, where one is, the ways to other pages, and what a printed page carries."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdf  # noqa: TID251  # reads back what was printed
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.loading import wait_until_painted
from tests.fixture_types import Serving

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "incidents/",
    "subscribe/",
    "incidents/support-tickets/",
    "corrections/",
    "record/",
    "lessons/",
    "verify/",
    "verify/by-hand/",
    "about/",
)


@pytest.fixture(scope="module", params=["lifeboat", "material"])
def address(request: pytest.FixtureRequest, serving: Serving, built: Path, lifeboat: Path) -> Iterator[str]:
    """The address of the example in each theme."""
    with serving({"lifeboat": lifeboat, "material": built}[request.param]) as served:
        yield served


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an empty page."""
    contexts = []

    def page(width: int = 1280, *, script: bool = True) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script))
        return contexts[-1].new_page()

    yield page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_header_says_what_the_site_is(opened: Callable[..., Page], address: str, script: bool) -> None:
    """Organisation and site are named in full at any width, beside four links that can be seen, the open one marked and told apart."""
    page = opened(script=script)
    for path in PAGES[:3]:
        page.goto(address + path)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            _the_header_is_whole(page, width, home=not path)


def _the_header_is_whole(page: Page, width: int, *, home: bool) -> None:
    name = page.locator("header p a").first
    assert name.inner_text().replace("\n", " ") == "Larkfield Energy Security incidents"
    cut = "(() => { const one = document.querySelector('header p a'); return one.scrollWidth > one.parentElement.clientWidth + 1; })()"
    assert not page.evaluate(cut)
    links = page.locator("nav[aria-label='This site'] a")
    assert links.all_inner_texts() == ["Home", "All incidents", "Get updates", "Deutsch"]
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    here = page.locator("nav[aria-label='This site'] a[aria-current=page]")
    assert here.count() == 1
    look = "one => [getComputedStyle(one).fontWeight, getComputedStyle(one).textDecorationLine]"
    assert here.evaluate(look) == ["700", "none"]
    assert links.nth(1 if home else 0).evaluate(look) != ["700", "none"]


def test_the_footer_leads_to_the_other_pages(opened: Callable[..., Page], address: str) -> None:
    """Every page's footer leads to the pages that are not in the header, each link at least 24 px high."""
    page = opened(390)
    for path in PAGES:
        page.goto(address + path)
        links = page.locator("footer nav a")
        assert {"Corrections", "Our record", "What we learnt", "Is this page genuine?", "About this site"} <= set(
            links.all_inner_texts()
        )
        for link in page.locator("footer a:visible").all():
            box = link.bounding_box()
            assert box is not None
            assert box["height"] >= 24, link.inner_text()


#: How far the stop behind a long name in the footer is above or below the last line of that name.
_STOP = """() => {
    const link = document.querySelector('footer p a'), range = document.createRange();
    link.textContent = 'Harbour Swimming and Rowing Association';
    range.setStart(link.nextSibling, 0);
    range.setEnd(link.nextSibling, 1);
    const [one, other] = [range.getBoundingClientRect(), [...link.getClientRects()].at(-1)];
    return Math.abs(one.top + one.bottom - other.top - other.bottom) / 2;
}"""


def test_no_line_of_the_footer_begins_with_a_stop(opened: Callable[..., Page], address: str) -> None:
    """However wide the screen, and however long the name, the stop behind it stands at the end of its line."""
    page = opened(320)
    page.goto(f"{address}lessons/")
    for width in range(260, 420, 8):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(_STOP) < 6, width


#: From the name of each audience to the words below it, and from these to the next name.
_GAPS = """() => {
    const box = one => { const range = document.createRange(); range.selectNodeContents(one); return range.getBoundingClientRect(); };
    const items = [...document.querySelectorAll('.ab-who li')].map(one => [box(one.querySelector('a')), box(one.querySelector('.ab-note'))]);
    return items.slice(1).map((next, place) => [items[place][1].top - items[place][0].bottom, next[0].top - items[place][1].bottom]);
}"""


def test_the_words_on_an_audience_stand_with_its_name(opened: Callable[..., Page], address: str) -> None:
    """Who looks for themselves among the audiences sees which words belong to which name, and each link can be touched."""
    page = opened(390)
    page.goto(f"{address}incidents/support-tickets/")
    gaps = page.evaluate(_GAPS)
    assert gaps
    for below, before in gaps:
        assert below + 4 < before
    for link in page.locator(".ab-who a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24


def test_the_same_page_in_another_language(opened: Callable[..., Page], address: str) -> None:
    """The header leads to the same page in the other language, and back."""
    page = opened()
    for path in ("", "incidents/support-tickets/", "subscribe/"):
        page.goto(address + path)
        with page.expect_navigation():
            page.locator("header a[hreflang=de], nav a[hreflang=de]").first.click()
        assert page.url.rstrip("/") == f"{address}de/{path}".rstrip("/")
        with page.expect_navigation():
            page.locator("header a[hreflang=en], nav a[hreflang=en]").first.click()
        assert page.url.rstrip("/") == f"{address}{path}".rstrip("/")


@pytest.mark.parametrize("path", PAGES)
def test_printed(opened: Callable[..., Page], address: str, path: str) -> None:
    """A printed page begins with the organisation, its address and the day, each sheet has a number, and no menus are printed."""
    page = opened()
    page.goto(address + path)
    wait_until_painted(page)
    sheets = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.emulate_media(media="print")
    line = page.locator(".ab-print").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert line.startswith("Larkfield Energy")
    assert f"https://status.larkfield.example/{path}" in line
    assert re.search(r"As of \d+ [A-Z][a-z]+ 2026\.", line), line
    assert "+44 20 7946 0018" in line
    assert page.locator("nav[aria-label='This site']").is_hidden()
    for number, sheet in enumerate(sheets, 1):
        assert f"{number} / {len(sheets)}" in sheet.extract_text()


@pytest.mark.parametrize("path", ["incidents/", "corrections/", "de/incidents/"])
def test_no_day_is_broken(opened: Callable[..., Page], address: str, path: str) -> None:
    """In lists by day, each day is on one line: no digit of its year falls onto the next."""
    page = opened(width=1280)
    page.goto(address + path)
    wait_until_painted(page)
    lines = page.locator(".ab-dated .ab-day").evaluate_all(
        "all => all.map(day => { const range = document.createRange(); range.selectNodeContents(day);"
        " return new Set([...range.getClientRects()].map(one => Math.round(one.bottom))).size; })"
    )
    assert lines
    assert set(lines) == {1}


def test_no_statement_is_split(opened: Callable[..., Page], address: str) -> None:
    """On paper no piece of advice, no unknown and no promise runs from one sheet onto the next."""
    page = opened()
    page.goto(address + "incidents/support-tickets/")
    page.emulate_media(media="print")
    for selector in (".ab-todo li", ".ab-promise", ".ab-list li"):
        kept = page.locator(selector).evaluate_all("all => all.every(one => getComputedStyle(one).breakInside === 'avoid')")
        assert page.locator(selector).count() > 0
        assert kept, selector
