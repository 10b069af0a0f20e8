"""The home page in each state, measured on a phone and a desktop: nothing published, none, one, two, five and two hundred incidents, and late."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import violations, violations_in_both
from tests.browser.home_states import NOW, build, write_site
from tests.each import hold_each
from tests.fixture_types import Hosting, Once, Serving

pytestmark = pytest.mark.browser

STATES: dict[str, dict[str, Any]] = {
    "unpublished": {},
    "closed": {"closed": 7},
    "one": {"open_now": 1, "urgent": (0,)},
    "calm": {"open_now": 1},
    "late": {"open_now": 1, "urgent": (0,), "late": 1},
    "two": {"open_now": 2, "urgent": (0,)},
    "five": {"open_now": 5, "closed": 3, "urgent": (0, 2), "late": 1},
    "twelve": {"open_now": 12, "urgent": (3, 7), "late": 1},
    "many": {"open_now": 5, "closed": 195, "urgent": (1,)},
}
#: The longest line of running text, in characters, as it is broken on the screen.
LONGEST_LINE = """() => { let longest = "";
for (const one of document.querySelectorAll("#statement :is(p, dd, li)")) {
  if (one.querySelector("p, div, ul, ol, li, dl") || !one.checkVisibility()) continue;
  const lines = {}, walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text; text = walker.nextNode();) if (text.parentElement.checkVisibility({visibilityProperty: true})) for (let at = 0; at < text.length; at++) {
    range.setStart(text, at); range.setEnd(text, at + 1);
    const box = range.getClientRects()[0];
    if (box && box.width) { const key = Math.round(box.bottom / 8); lines[key] = (lines[key] || "") + text.data[at]; }
  }
  for (const line of Object.values(lines)) if (line.trim().length > longest.length) longest = line.trim();
} return longest; }"""


def _made(once: Once, state: str, theme: str) -> Path:
    def make(top: Path) -> None:
        write_site(top, theme, **STATES[state])
        build(top)

    return once(f"home-{state}-{theme}", make) / "site"


@pytest.fixture(params=["lifeboat", "material"])
def theme(request: pytest.FixtureRequest) -> str:
    """Each theme."""
    return str(request.param)


@pytest.fixture
def opened(browser: Browser, serving: Serving, once: Once, theme: str) -> Iterator[Callable[..., Page]]:
    """Opens the home page of a site in a state."""
    contexts = []
    hosts = []

    def home(
        state: str, width: int = 390, scheme: Any = "light", path: str = "", *, script: bool = True, window: Page | None = None
    ) -> Page:
        host = serving(_made(once, state, theme))
        address = host.__enter__()
        hosts.append(host)
        if window is not None:
            window.goto(address + path)
            return window
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 800 else 900},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        if script:
            page.clock.set_fixed_time(NOW)
        page.goto(address + path)
        return page

    yield home
    for context in contexts:
        context.close()
    for host in hosts:
        host.__exit__(None, None, None)


def _top(page: Page, text: str) -> float:
    box = page.get_by_text(text, exact=True).first.bounding_box()
    assert box is not None, text
    return box["y"]


def _heading(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def _text(page: Page) -> str:
    return page.locator("#statement").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_accessible(opened: Callable[..., Page]) -> None:
    """axe-core finds nothing, in either theme, in light or in dark."""
    window = opened("one")

    def check(state: str) -> None:
        assert violations_in_both(opened(state, window=window)) == []

    hold_each(check, [name for name in STATES if name not in {"twelve", "many"}])


def test_fits(opened: Callable[..., Page]) -> None:
    """At 320 px nothing scrolls sideways, and on a desktop no line of running text is longer than 75 characters."""
    window = opened("one")

    def check(state: str) -> None:
        window.set_viewport_size({"width": 320, "height": 844})
        page = opened(state, window=window)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 1280, "height": 900})
        longest = page.evaluate(LONGEST_LINE)
        assert len(longest) <= 75, longest

    hold_each(check, STATES)


def test_one_open_incident(opened: Callable[..., Page]) -> None:
    """One incident stands in full: who is affected in the first screen, what to do with its reasons, the next update, and one button."""
    page = opened("one")
    assert _heading(page) == "1 open incident"
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") < 20
    assert page.locator("h2").first.inner_text() == "Someone read letters of district 0"
    assert _top(page, "Is this me?") < 760
    assert _top(page, "What you should do") < 1400
    text = _text(page)
    for words in (
        "It has happened. We cannot say yet that it is stopped.",
        "1,212 of 18,400 customers are affected.",
        "Still unknown",
        "Change your password.",
        "They could read it in a letter.",
        "Next update by",
        "Ring us:",
    ):
        assert words in text, words
    assert page.get_by_role("link", name="Read everything we know").count() == 1
    assert page.get_by_role("link", name="Read everything we know").get_attribute("href") == "incidents/open-0/"


def test_what_to_do_stands_beside_on_a_desktop(opened: Callable[..., Page]) -> None:
    """Where there is room, what to do stands beside the answers, in the first screen."""
    page = opened("one", 1280)
    short, act = page.locator(".ab-short").bounding_box(), page.locator(".ab-act").bounding_box()
    assert short is not None
    assert act is not None
    assert act["x"] >= short["x"] + short["width"]
    assert act["y"] < 600


def test_nothing_to_do_is_not_loud(opened: Callable[..., Page]) -> None:
    """Where there is nothing to do, that is a plain sentence on the ground of the page."""
    page = opened("calm")
    assert "There is nothing you can do yet." in _text(page)
    ground = "getComputedStyle(document.querySelector('.ab-act')).backgroundColor"
    assert page.evaluate(ground) == "rgba(0, 0, 0, 0)"
    assert opened("one").evaluate(ground) != "rgba(0, 0, 0, 0)"


def test_late(opened: Callable[..., Page]) -> None:
    """An overdue incident says so in the first screen, says what it shows, and gives the telephone number."""
    page = opened("late")
    link = page.get_by_role("link", name="The next update is late")
    box = link.bounding_box()
    assert box is not None
    assert box["y"] < 400
    assert link.get_attribute("href") == "#h-late"
    text = _text(page)
    assert "This page shows what we knew on 11 May 2027." in text
    assert "We promised an update by" in text
    assert page.locator("#h-late a[href^='tel:']").is_visible()


def test_two_open_incidents(opened: Callable[..., Page]) -> None:
    """Two stand in brief, the one in which readers have something to do first though it is the older one."""
    page = opened("two")
    assert _heading(page) == "2 open incidents"
    assert "Those where you need to act come first." in _text(page)
    assert page.locator(".ab-inc h2").all_inner_texts() == [
        "Someone read letters of district 0",
        "Someone read letters of district 1",
    ]


@pytest.mark.parametrize("state", ["five", "twelve", "many"])
def test_three_at_most_in_full(opened: Callable[..., Page], state: str) -> None:
    """Of five or twelve open incidents three stand in brief and the others have a line each; no id stands twice."""
    number = STATES[state]["open_now"]
    page = opened(state)
    assert _heading(page) == f"{number} open incidents"
    urgent = {"five": ["2", "0"], "twelve": ["7", "3"], "many": ["1"]}[state]
    titles = [title.rpartition(" ")[2] for title in page.locator(".ab-inc h2").all_inner_texts()]
    assert len(titles) == 3
    assert titles[: len(urgent)] == urgent
    others = page.locator("section:has(> #h-others) li")
    assert others.count() == number - 3
    assert {title.rpartition(" ")[2] for title in others.locator("a").all_inner_texts()} | set(titles) == set(
        map(str, range(number))
    )
    for part in page.locator(".ab-inc").all():
        text = part.inner_text()
        assert "Is this me?" in text
        assert "What you should do" in text
        assert "update by" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert page.locator(".ab-inc").first.locator(".ab-todo li").count() == 3
    assert page.locator(".ab-inc").first.get_by_text("and 1 more").is_visible()
    twice = page.evaluate(
        "() => { const all = [...document.querySelectorAll('[id]')].map(one => one.id); return all.filter((one, at) => all.indexOf(one) < at); }"
    )
    assert twice == []


def test_a_late_one_among_several(opened: Callable[..., Page]) -> None:
    """Among several, an overdue incident says what its part shows, in brief too."""
    page = opened("five")
    late = page.locator("#incident-open-0")
    assert "It is late." in late.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert page.locator("#incident-open-2").get_by_text("It is late.").count() == 0


def test_none_open(opened: Callable[..., Page]) -> None:
    """Where none is open, the page does not say that all is well, and asks readers what they have noticed."""
    page = opened("closed")
    assert _heading(page) == "No open incidents"
    text = _text(page)
    assert "does not mean that nothing has happened" in text
    assert "Have you noticed something?" in text
    assert "The last update was published on" in text
    assert page.locator("section:has(> #h-closed) li").count() == 5
    assert page.locator("section:has(> #h-seen) a[href^='tel:']").is_visible()


def test_nothing_published(opened: Callable[..., Page]) -> None:
    """A site on which nothing has been published says what will stand there, and that silence means nothing."""
    page = opened("unpublished")
    assert _heading(page) == "Nothing has been published here yet"
    assert "does not mean that nothing has happened" in _text(page)
    assert page.locator("section:has(> #h-closed)").count() == 0


@pytest.mark.parametrize("state", ["one", "five", "closed"])
def test_without_scripts(opened: Callable[..., Page], state: str) -> None:
    """Without scripts the page is the same, and fits on a phone."""
    page = opened(state, script=False)
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_list_by_year(opened: Callable[..., Page]) -> None:
    """Two hundred incidents are listed by year, fifty on a page, newest first, each once, and each page leads to the next."""
    page = opened("many", path="incidents/")
    seen: list[str] = []
    years: list[str] = []
    for number in range(1, 5):
        assert page.get_by_text(f"Page {number} of 4").is_visible()
        found = page.locator(".ab-list a[href*='-']").evaluate_all("all => all.map(one => one.pathname.split('/').at(-2))")
        assert len(found) == 50
        seen += found
        years += page.locator("section > h2").all_inner_texts()
        if number < 4:
            with page.expect_navigation():
                page.get_by_role("link", name="Older incidents").click()
    assert page.get_by_role("link", name="Older incidents").count() == 0
    assert len(set(seen)) == 200
    assert seen[0] == "open-4"
    assert years == sorted(years, reverse=True)
    assert len(set(years)) > 4


@pytest.mark.parametrize("path", ["incidents/", "incidents/page_2/"])
def test_the_list_is_accessible(opened: Callable[..., Page], path: str) -> None:
    """axe-core finds nothing in the list of incidents, and it fits."""
    page = opened("many", 320, path=path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("state", ["one", "late", "five", "many", "closed"])
def test_weight(browser: Browser, hosting: Hosting, once: Once, state: str) -> None:
    """In the lifeboat the home page is one response of at most 14,000 bytes, in every state and however much was ever published."""
    with hosting(_made(once, state, "lifeboat")) as host:
        page = browser.new_page()
        page.goto(host.address)
        page.close()
        ((_, size),) = host.sent
    assert size <= 14_000
