"""An incident's page answers on the first screens of a phone what a frightened reader asks, in every state and in both themes."""

import contextlib
import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pypdf  # noqa: TID251  # reads back what was printed
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import violations, violations_in_both
from tests.browser.reader_states import NOW, STATES, build_states
from tests.content.films import MARKER
from tests.each import hold_each
from tests.fixture_types import Once, Serving

pytestmark = pytest.mark.browser

THEMES = ("lifeboat", "material")
#: States in which nobody has anything to do, so that nothing has to lead there.
CALM = frozenset({"first", "false-alarm", "nothing-reached", "mistake"})
#: States in which something was corrected.
CORRECTED = frozenset({"confirmed", "contained", "monitoring", "resolved", "reopened", "overdue"})
SCREEN = 844
#: The pages of all states: each incident's own, that of an update which newer ones have replaced, and that of one audience.
PAGES = (*STATES, "contained/1", "contained/for/staff")
#: The lines of running text that are longer than a measure: text, and how many characters it has.
_LONG_LINES = r"""most => {
    const found = [];
    for (const block of document.querySelectorAll('#statement p, #statement li, #statement dd, #statement .ab-note, #statement summary')) {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), lines = new Map();
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!node.parentElement.checkVisibility() || node.parentElement.closest('p, li, dd, .ab-note, summary') !== block) continue;
            const range = document.createRange();
            for (let at = 0; at < node.length; at++) {
                range.setStart(node, at); range.setEnd(node, at + 1);
                const [box] = range.getClientRects();
                if (box && box.width) { const key = Math.round(box.bottom / 6); lines.set(key, (lines.get(key) || '') + node.data[at]); }
            }
        }
        for (const line of lines.values()) if (line.trim().length > most) found.push(line.trim());
    }
    return found;
}"""


class _Addresses(dict[tuple[str, str], str]):
    """The addresses of the site with every state, by theme and language: each is built and served when a test first asks for it."""

    def __init__(self, once: Once, serving: Serving, stack: contextlib.ExitStack) -> None:
        super().__init__()
        self._once, self._serving, self._stack = once, serving, stack

    def __missing__(self, key: tuple[str, str]) -> str:
        folder = self._once(f"states-{'-'.join(key)}", partial(_build, *key))
        self[key] = self._stack.enter_context(self._serving(folder))
        return self[key]


@pytest.fixture(scope="module")
def states(once: Once, serving: Serving) -> Iterator[dict[tuple[str, str], str]]:
    """The addresses of the site with every state, by theme and language."""
    with contextlib.ExitStack() as stack:
        yield _Addresses(once, serving, stack)


def _build(theme: str, language: str, top: Any) -> None:
    build_states(top, theme, language)


@contextlib.contextmanager
def _opened(browser: Browser, address: str, width: int, height: int = SCREEN, **settings: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **settings)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    yield page
    context.close()


def _top(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("one => one.getBoundingClientRect().top + scrollY"))


def _bottom(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("one => one.getBoundingClientRect().bottom + scrollY"))


def _hold_each_state(page: Page, address: str, states: Iterable[str], check: Callable[[Page, str], None]) -> None:
    """Open the page of one state after the other, in one window: a window for each takes twice as long as the page."""

    def in_state(state: str) -> None:
        page.goto(f"{address}incidents/{state}/")
        check(page, state)

    hold_each(in_state, states)


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_phone(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """On a phone "Is this me?" begins above 760 px and what to do above 1,400 px, one tap from the first screen; so do corrections."""

    def check(page: Page, state: str) -> None:
        assert _top(page, ".ab-isthisme") < 760
        assert _top(page, "#h-act") < 1400
        if state not in CALM:
            assert _bottom(page, "a[href='#h-act']") <= SCREEN
            page.locator("a[href='#h-act']").first.click()
            assert page.locator("#h-act").evaluate("one => one.getBoundingClientRect().top") < SCREEN / 2
        if state in CORRECTED:
            assert _bottom(page, ".ab-meta a[href='#h-revised']") <= SCREEN
            assert "corrected" in page.locator(".ab-meta").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    with _opened(browser, states[theme, "en"], 390) as page:
        _hold_each_state(page, states[theme, "en"], STATES, check)


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_screen(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """On a wide screen no line of running text is wider than 75 characters, also where everything is opened."""

    def check(page: Page, _state: str) -> None:
        _open_all(page)
        assert page.evaluate(_LONG_LINES, 75) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280

    with _opened(browser, states[theme, "en"], 1280, 900) as page:
        _hold_each_state(page, states[theme, "en"], PAGES, check)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_narrow(browser: Browser, states: dict[tuple[str, str], str], language: str, theme: str) -> None:
    """At 320 px nothing scrolls sideways, in either direction of writing, without scripts, with everything opened."""

    def check(page: Page, _state: str) -> None:
        _open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    with _opened(browser, states[theme, language], 320, java_script_enabled=False) as page:
        _hold_each_state(page, states[theme, language], PAGES, check)


@pytest.mark.parametrize("theme", THEMES)
def test_accessible(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """axe-core finds no violation, on a phone, in light or in dark; with every part opened."""

    def check(page: Page, _state: str) -> None:
        _open_all(page)
        assert violations_in_both(page) == []

    with _opened(browser, states[theme, "en"], 390) as page:
        _hold_each_state(page, states[theme, "en"], STATES, check)


@pytest.mark.parametrize("theme", THEMES)
def test_an_old_update_looks_old(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """The page of a superseded update says in the first screen that there is newer advice, names the most urgent, and leads there."""
    with _opened(browser, f"{states[theme, 'en']}incidents/contained/1/", 390) as page:
        assert "out of date" in page.locator(".ab-kicker").inner_text()
        button = page.locator(".ab-button")
        assert button.count() == 1
        assert _bottom(page, ".ab-button") <= SCREEN
        assert "Now: If we e-mailed you about a password" in " ".join(page.locator(".ab-was").inner_text().split())
        assert page.locator(".ab-row:has(#h-act) del").inner_text().startswith("There is nothing you can do yet.")
        assert page.locator(".ab-act").count() == 0
        said = " ".join(page.locator("#statement").inner_text().split())
        for words in (
            "Since then: corrected on",
            "Since then: still unknown. We expect to know by",
            "Since then: done. Done on 11 November.",
        ):
            assert words in said.replace("≠ ", "")
        assert violations(page) == []
        button.click()
        page.wait_for_url("**/incidents/contained/#h-act")


@pytest.mark.parametrize("theme", THEMES)
def test_overdue(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """That the next update is late is said in the first screen; where it leads, how old the page is comes first, and whom to ring."""
    with _opened(browser, f"{states[theme, 'en']}incidents/overdue/", 390, java_script_enabled=False) as page:
        assert _bottom(page, ".ab-meta a[href='#h-late']") <= SCREEN
        said = " ".join(page.locator("#h-late").inner_text().split())
        assert said.startswith("This page shows what we knew on")
        assert "so please follow the advice on this page." in said
        assert "It is late. If you need an answer before it comes, ring +44 20 7946 0018." in said


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_long_folds(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """Of forty updates the first two and the last three stand; three unknowns stand in short, and the others one tap away."""
    with _opened(browser, f"{states[theme, 'en']}incidents/long/", 390, java_script_enabled=False) as page:
        story = page.locator(".ab-row:has(#h-updates)")
        shown = [one for one in story.locator("li").all() if one.is_visible()]
        assert [(one.locator("a").get_attribute("href") or "") for one in shown] == ["1/", "2/", "38/", "39/", "40/"]
        assert story.locator("summary").inner_text().replace("\N{NO-BREAK SPACE}", " ").startswith("35 updates between")
        short = page.locator(".ab-stillunknown")
        assert short.locator("li").count() == 4
        assert short.locator("li").last.inner_text().replace("\N{NO-BREAK SPACE}", " ") == "and 9 more"
        assert page.locator(".ab-row:has(#h-unknown) li").count() == 12


@pytest.mark.parametrize("theme", THEMES)
def test_advice_is_grouped(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """Fifteen actions for five audiences stand in five groups, everyone's first."""
    with _opened(browser, f"{states[theme, 'en']}incidents/long/", 1280) as page:
        assert page.locator(".ab-act h3").all_inner_texts() == [
            "Everyone",
            "Our customers",
            "Members of the North plan",
            "Parents of members under 18",
            "Our suppliers",
        ]
        assert page.locator(".ab-todo > li").count() == 15


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_for_some(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """An audience's page is short for them, and leads to the page for everyone and for others."""
    with _opened(browser, f"{states[theme, 'en']}incidents/contained/for/staff/", 390) as page:
        assert page.locator("#h-short").inner_text() == "In short: Our staff"
        assert "63 of 410 staff are affected." in page.locator(".ab-isthisme").inner_text()
        assert "customers" not in page.locator(".ab-isthisme").inner_text()
        assert page.locator(".ab-who a").first.get_attribute("href") == "../../"
        assert _top(page, "#h-act") < 1400
        assert violations(page) == []


@pytest.mark.parametrize("theme", THEMES)
def test_right_to_left(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """In Arabic what stands beside a text stands right of it, and axe-core finds no violation."""
    with _opened(browser, f"{states[theme, 'ar']}incidents/contained/", 1280, 900) as page:
        day, text = (page.locator(f".ab-row:has(#h-known) li:first-child > {one}").bounding_box() for one in (".ab-day", "div"))
        assert day
        assert text
        assert day["x"] > text["x"]
        assert violations(page) == []


@pytest.mark.parametrize("theme", THEMES)
def test_printed(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """On paper what is folded is open, and nothing is left that can only be tapped."""
    with _opened(browser, f"{states[theme, 'en']}incidents/contained/", 900) as page:
        page.emulate_media(media="print")
        assert page.locator("summary:has-text('Done so far') + ul").is_visible()
        assert [one for one in page.locator(".ab-button, .ab-toc, .ab-ways, .ab-who").all() if one.is_visible()] == []
        assert page.locator("#h-act").is_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_no_sheet_ends_with_a_heading(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """However long the paper, what to do stands with its heading, in one frame, and so does the first thing that we know."""
    with _opened(browser, f"{states[theme, 'en']}incidents/contained/", 900) as page:
        firsts = {
            "What you should do": "Change your password if you ever sent it",
            "What we know": "on another website as well",
        }
        for height in range(150, 300, 10):
            sheets = pypdf.PdfReader(BytesIO(page.pdf(width="210mm", height=f"{height}mm"))).pages
            texts = [" ".join(sheet.extract_text().split()) for sheet in sheets]
            for heading, first in firsts.items():
                (text,) = (one for one in texts if heading in one)
                assert first in text, (height, heading)


@pytest.mark.parametrize("theme", THEMES)
def test_every_state_printed(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """On paper every page says whose it is, at which address it stands and as of which day, above everything else."""
    with _opened(browser, states[theme, "en"], 900) as page:
        page.emulate_media(media="print")
        for state in PAGES:
            page.goto(f"{states[theme, 'en']}incidents/{state}/")
            line = page.locator(".ab-print").inner_text().replace("\N{NO-BREAK SPACE}", " ")
            assert line.startswith("Larkfield Energy"), state
            assert f"https://status.larkfield.example/incidents/{state}/" in line
            assert re.search(r"As of \d+ November 2026\.", line), line
            assert _bottom(page, ".ab-print") <= _top(page, "h1"), state
            assert page.evaluate("document.documentElement.scrollWidth") <= 900, state


@pytest.mark.parametrize("theme", THEMES)
def test_every_state_without_scripts(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """Without scripts every state answers the five questions, in the order in which they are asked, as high up as with them."""
    with _opened(browser, states[theme, "en"], 390, java_script_enabled=False) as page:
        for state in STATES:
            page.goto(f"{states[theme, 'en']}incidents/{state}/")
            answers = [".ab-isthisme", "#h-act", ".ab-promise", "#h-known", *["#h-unknown"][: page.locator("#h-unknown").count()]]
            tops = [_top(page, one) for one in answers]
            assert tops == sorted(tops), state
            assert all(page.locator(one).first.is_visible() for one in answers), state
            assert tops[0] < 760, state
            assert tops[1] < 1400, state


def test_weight(once: Once) -> None:
    """In the lifeboat the page of every state is at most 20,000 bytes as it is sent, after forty updates too."""
    folder = once("states-lifeboat-en", partial(_build, "lifeboat", "en"))
    sizes = {state: len(gzip.compress((folder / f"incidents/{state}/index.html").read_bytes(), 9)) for state in PAGES}
    assert max(sizes.values()) <= 20_000, sizes


def test_nothing_is_red(browser: Browser, states: dict[tuple[str, str], str]) -> None:
    """No text, ground or edge of a page is red: nothing is said louder than what to do."""
    with _opened(browser, f"{states['lifeboat', 'en']}incidents/overdue/", 390) as page:
        colours = page.evaluate("""() => [...new Set([...document.querySelectorAll('body *')].flatMap(one => {
            const made = getComputedStyle(one);
            return [made.color, made.backgroundColor, made.borderTopColor, made.borderLeftColor];
        }))]""")
    values = [
        [int(part) for part in one.removeprefix("rgb(").removesuffix(")").split(",")] for one in colours if one.startswith("rgb(")
    ]
    assert [one for one in values if one[0] > 2 * one[1] + 20 and one[0] > 2 * one[2] + 20 and one[1] < 60] == []


def test_what_is_old_is_still_there(browser: Browser, states: dict[tuple[str, str], str]) -> None:
    """Addresses of parts that feeds and posts lead to stay valid."""
    with _opened(browser, f"{states['lifeboat', 'en']}incidents/contained/", 390) as page:
        for anchor in (
            "h-known",
            "h-unknown",
            "h-next",
            "h-act",
            "h-updates",
            "h-ask",
            "fact-entry",
            "step-supplier",
            "action-told",
            "h-who",
            "h-when",
        ):
            assert page.locator(f"#{anchor}").count() == 1, anchor


#: The smallest type of any text that is shown, in pixels.
_SMALLEST = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), sizes = [];
    while (walker.nextNode()) {
        const above = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE', 'VIDEO'].includes(above.tagName) || above.closest('svg, .ab-hidden, .skip, .md-skip, .md-search')) continue;
        if (above.checkVisibility({contentVisibilityAuto: true})) sizes.push([parseFloat(getComputedStyle(above).fontSize), walker.currentNode.data.trim()]);
    }
    return sizes.sort((one, other) => one[0] - other[0])[0];
}"""
#: Has the video and its captions fetched, and waits for both.
_ONCE_LOADED = """async one => {
    one.textTracks[0].mode = 'showing';
    one.preload = 'auto';
    const waits = [[one, 'loadeddata', () => one.readyState > 1], [one.querySelector('track'), 'load', () => one.querySelector('track').readyState === 2]];
    one.load();
    for (const [what, event, done] of waits) if (!done()) await new Promise(on => what.addEventListener(event, on, {once: true}));
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_other_forms(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """The easy form, the signed one and large print are one tap from the first screen. The player has captions, waits to be asked, plays, and axe is silent."""
    with _opened(browser, f"{states[theme, 'en']}incidents/forms/", 390) as page:
        for target in ("#h-easy", "#recording-signed", "#large-print"):
            assert _bottom(page, f".ab-head a[href='{target}']") <= SCREEN
        assert page.locator(".ab-easy p").count() == 6
        assert page.locator("video").evaluate("one => [one.controls, one.autoplay, one.preload, one.paused]") == [
            *(True, False, "none", True),
        ]
        assert page.locator("track").evaluate("one => [one.kind, one.srclang, one.label]") == ["captions", "en", "English"]
        page.locator("video").evaluate(_ONCE_LOADED)
        assert page.locator("video").evaluate("one => [one.videoWidth, one.textTracks[0].cues.length]") == [16, 2]
        assert "Please change your password." in (page.locator("details:has-text('What is said in it')").text_content() or "")
        assert MARKER not in page.request.get(page.locator("source").evaluate("one => one.src")).body()
        policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
        assert "media-src 'self'" in policy
        assert violations(page) == []
    with _opened(browser, f"{states[theme, 'en']}incidents/mistake/", 390) as page:
        assert page.locator(".ab-head a[href='1/#h-easy']").count() == 1
        assert "media-src" not in (page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or "")


@pytest.mark.parametrize("theme", THEMES)
def test_large_print(browser: Browser, states: dict[tuple[str, str], str], theme: str) -> None:
    """In large print no text is smaller than 18 points (24 px), on a screen or on paper, nothing scrolls sideways, and there is a way back."""
    with _opened(browser, f"{states[theme, 'en']}incidents/forms/", 390) as page:
        page.locator(".ab-head a[href='#large-print']").click()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate(_SMALLEST)[0] >= 24, page.evaluate(_SMALLEST)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.emulate_media(media="print")
        assert page.evaluate(_SMALLEST)[0] >= 24, page.evaluate(_SMALLEST)
        page.emulate_media(media="screen")
        page.locator(".ab-head a[href='#statement']").click()
        assert page.evaluate(_SMALLEST)[0] < 24
