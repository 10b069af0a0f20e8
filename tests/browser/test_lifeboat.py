"""The theme lifeboat works without scripts, on a phone, in dark mode, by keyboard and on paper."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.cli.main import run
from tests.browser.accessibility import opens_dark, violations_in_both
from tests.browser.loading import wait_until_painted
from tests.each import hold_each
from tests.fixture_types import Serving

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]

PAGES = {
    "home": "",
    "incident": "incidents/support-tickets/",
    "update": "incidents/support-tickets/3/",
    "resolved": "incidents/meter-portal/",
    "review": "incidents/meter-portal/review/",
    "archive": "incidents/",
    "corrections": "corrections/",
    "record": "record/",
    "lessons": "lessons/",
    "subscribe": "subscribe/",
    "verify": "verify/",
    "free": "about/",
    "missing": "nowhere/at/all/",
}


@pytest.fixture(scope="module")
def afloat(serving: Serving, lifeboat: Path) -> Iterator[str]:
    """The lifeboat's address."""
    with serving(lifeboat) as address:
        yield address


def test_accessible(browser: Browser, afloat: str) -> None:
    """axe-core finds no violation, in light or in dark."""
    context = browser.new_context()
    page = context.new_page()

    def check(name: str) -> None:
        page.goto(afloat + PAGES[name])
        assert violations_in_both(page) == []

    hold_each(check, PAGES)
    context.close()
    assert opens_dark(browser, afloat)


def test_fits(browser: Browser, afloat: str) -> None:
    """Nothing scrolls sideways on a phone, a tablet, a screen, and at 200 % (a screen of half the width)."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def check(name: str) -> None:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(afloat + PAGES[name])
        for width in (320, 360, 640, 768, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert complaints == []

    hold_each(check, PAGES)
    context.close()


@pytest.mark.parametrize("address", ["incidents/meter-portal/review/", "de/incidents/meter-portal/review/"])
def test_what_is_overdue_fits(browser: Browser, afloat: str, address: str) -> None:
    """A promise that became overdue after the build says so without making the page wider than a small telephone."""
    page = browser.new_page(viewport={"width": 320, "height": 740})
    page.clock.set_fixed_time("2028-02-29T12:00:00Z")
    page.goto(afloat + address)
    assert page.locator(".ab-tag[data-late]").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_what_matters_is_seen_first(browser: Browser, afloat: str) -> None:
    """On a phone, without scripts and scrolling, readers see what it is about, how things stand, that something was corrected, and who is affected."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(afloat)
    for words in ("Someone read customer support tickets", "Stopped, as far as we know.", "2 things corrected", "Is this me?"):
        box = page.get_by_text(words).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 740, words
    context.close()


def test_without_scripts(browser: Browser, afloat: str) -> None:
    """Every fact, date, correction and promise is readable without scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(afloat + PAGES["incident"])
    text = page.locator("#statement").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    context.close()
    for words in (
        "Friday 20 November 2026, 4:40 pm UK time",
        "12 November, 4:30 pm",
        "1,212 of 18,400 customers",
        "41 people had pasted a password",
        "We watch every login",
        "Next update by Friday 27 November, 5 pm",
    ):
        assert words in text


def test_a_passed_promise_shows_itself(browser: Browser, afloat: str) -> None:
    """When the promised hour passes, the page says so without being built again."""
    for now, late in (("2026-11-27T16:59:00Z", False), ("2026-11-27T17:01:00Z", True)):
        context = browser.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(now)
        page.goto(afloat)
        assert page.locator("[data-late]").is_visible() == late
        context.close()


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_an_example_is_never_late(browser: Browser, serving: Serving, root: Path, theme: str) -> None:
    """What `make site` builds opens without a warning on any day: its pages keep to the time that they say they show."""
    config = root / "site_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("  timezone:", f"  theme: {theme}\n  timezone:"), encoding="utf-8"
    )
    moment = re.search(r"^EXAMPLE := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert moment
    assert run(["build", "--root", str(root), "--as-of", moment.group(1)]) == 0
    with serving(root / "site") as address:
        for year in (2026, 2028, 2031):
            context = browser.new_context()
            page = context.new_page()
            page.clock.set_fixed_time(datetime(year, 12, 31, tzinfo=UTC))
            for path in ("", "incidents/support-tickets/", "record/", "lessons/", "incidents/meter-portal/review/"):
                page.goto(address + path)
                wait_until_painted(page)
                expect(page.get_by_text("An example, shown as of")).to_be_visible()
                assert [one for one in page.locator("[data-late]").all() if one.is_visible()] == [], (year, path)
            context.close()


@pytest.mark.parametrize(
    ("name", "what", "before", "after"),
    [
        ("record", "An answer: Whether they copied", "2026-12-04T23:59:00Z", "2026-12-05T00:01:00Z"),
        ("review", "The incident team can send letters", "2026-12-31T23:59:00Z", "2027-01-01T00:01:00Z"),
    ],
)
def test_what_falls_due_later_shows_itself(browser: Browser, afloat: str, name: str, what: str, before: str, after: str) -> None:
    """A promise for a day, and a corrective action, become overdue at the end of that day without the site being built again."""
    for now, late in ((before, False), (after, True)):
        context = browser.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(now)
        page.goto(afloat + PAGES[name])
        line = page.locator("li[data-promise]", has_text=what)
        assert line.locator("[data-late]").is_visible() == late
        assert line.get_by_text("Due by").is_visible() == (name == "review" and not late)
        context.close()


def test_where_the_reader_is(browser: Browser, afloat: str) -> None:
    """The promised time is also shown in the reader's own zone if it differs, else how far away it is; without scripts, no space is kept."""
    context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-GB")
    page = context.new_page()
    page.goto(afloat)
    own = page.locator(".ab-promise [data-own]")
    assert own.inner_text().replace("\N{NARROW NO-BREAK SPACE}", " ") == "Sat 28 Nov, 2:00 your time"
    assert (page.locator(".ab-promise time").get_attribute("title") or "").endswith("your time")
    context.close()
    context = browser.new_context(timezone_id="Europe/Jersey", locale="en-GB")
    page = context.new_page()
    for now, said in (
        ("2026-11-24T16:00Z", "In 3 days"),
        ("2026-11-26T08:00Z", "In 33 hours"),
        ("2026-11-27T16:18Z", "In 42 minutes"),
        ("2026-11-27T17:01Z", ""),
    ):
        page.clock.set_fixed_time(datetime.fromisoformat(now))
        page.goto(afloat)
        assert page.locator(".ab-promise [data-own]").text_content() == said
    assert page.locator(".ab-promise time").get_attribute("title") is None
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(afloat)
    assert page.locator(".ab-promise [data-own]").is_hidden()
    context.close()


def test_by_keyboard(browser: Browser, afloat: str) -> None:
    """The first Tab stop skips the menus, and every stop is visible and has a focus ring."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(afloat + PAGES["incident"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#statement"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return null; const b = e.getBoundingClientRect();"
            " return [e.getAttribute('href') || e.tagName, b.width * b.height, parseFloat(getComputedStyle(e).outlineWidth)]; })()"
        )
        if stop is None:
            break
        seen.append(stop)
    context.close()
    assert any("feed.xml" in name for name, _, _ in seen)
    assert [stop for stop in seen if stop[1] == 0 or stop[2] < 2] == []


def test_printed(browser: Browser, afloat: str) -> None:
    """A printed statement is complete, with everything expanded and without menus."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    page = context.new_page()
    page.goto(afloat + PAGES["incident"])
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("header nav").is_hidden()
    assert page.locator("#h-unknown").is_visible()
    answer = page.locator("details:not([open]) > p").first
    assert (answer.bounding_box() or {"height": 0})["height"] > 0
    # Dark ink on white paper, whatever the screen's colour scheme.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    context.close()


def test_right_to_left(browser: Browser, serving: Serving, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a language that runs from right to left everything turns round: the page's direction, and the mark before each piece of advice."""
    config = root / "site_config.yml"
    text = config.read_text(encoding="utf-8").replace("language: en", "language: ar\n  theme: lifeboat")
    config.write_text(text, encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
    capsys.readouterr()
    with serving(root / "site") as address:
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        style = page.evaluate(
            "(one => [one.paddingRight, one.paddingLeft])(getComputedStyle(document.querySelector('.ab-todo li')))"
        )
        assert float(style[0].removesuffix("px")) >= 20
        assert style[1] == "0px"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        context.close()


def test_many_languages_leave_room(browser: Browser, serving: Serving, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On a phone the links to five languages cover neither each other nor the other links of the header."""
    config = root / "site_config.yml"
    text = re.sub(r"(?m)^  languages: .*\n", "", config.read_text(encoding="utf-8"))
    config.write_text(
        text.replace("language: en", "language: en\n  languages: [en, de, fr, es, ar]\n  theme: lifeboat"), encoding="utf-8"
    )
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
    capsys.readouterr()
    with serving(root / "site") as address:
        context = browser.new_context(viewport={"width": 390, "height": 740})
        page = context.new_page()
        for language in ("", "fr/", "ar/"):
            page.goto(f"{address}{language}")
            boxes = page.evaluate("""[...document.querySelectorAll('header a')].filter(one => one.offsetParent)
                .map(one => one.getBoundingClientRect()).map(one => [one.left, one.top, one.right, one.bottom])""")
            assert len(boxes) > 6
            for number, (left, top, right, bottom) in enumerate(boxes):
                for other in boxes[number + 1 :]:
                    apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                    assert apart, (language, boxes)
        context.close()
