"""Pages in Material work in light and dark, on a phone, with a keyboard, without scripts and printed."""

import contextlib
import itertools
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.adapters import builder
from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.pipeline import building, checking, publishing
from tests.browser.accessibility import colour_behind, opens_dark, violations, violations_in_both
from tests.browser.loading import wait_until_painted
from tests.browser.searching import count_searches, type_to_search
from tests.each import hold_each
from tests.fixture_types import Hosting, Scheme, Serving

pytestmark = pytest.mark.browser

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
    "missing": "404.html",
}


def test_accessible(browser: Browser, served: str) -> None:
    """axe-core finds no violation, in light or in dark."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()

    def check(name: str) -> None:
        page.goto(served + PAGES[name])
        wait_until_painted(page)
        assert violations_in_both(page) == []

    hold_each(check, PAGES)
    context.close()
    assert opens_dark(browser, served)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_fits(browser: Browser, served: str, width: int) -> None:
    """No page scrolls sideways, fails to load something, sends a request to another host or logs a script error."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def check(name: str) -> None:
        requests.clear()
        complaints.clear()
        page.goto(served + PAGES[name])
        wait_until_painted(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert requests
        assert [url for url in requests if not url.startswith((served, "data:"))] == []
        assert complaints == []

    hold_each(check, PAGES)
    context.close()


def test_fits_without_scripts(browser: Browser, served: str) -> None:
    """Without scripts nothing scrolls sideways on a phone either."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()

    def check(name: str) -> None:
        page.goto(served + PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    hold_each(check, PAGES)
    context.close()


@pytest.mark.parametrize("name", ["incident", "update"])
def test_without_scripts(browser: Browser, served: str, name: str) -> None:
    """Every fact, date, correction and promise is readable without scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + PAGES[name])
    text = page.locator("#statement").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    context.close()
    for words in (
        "12 November, 4:30 pm" if name == "incident" else "Thursday 12 November 2026, 4:30 pm UK time",
        "1,212 of 18,400 customers",
        "41 people had pasted a password",
        "We watch every login",
    ):
        assert words in text
    assert ("Next update by Friday 27 November, 5 pm" in text) == (name == "incident")


def test_a_passed_promise_shows_itself(browser: Browser, served: str) -> None:
    """When the promised hour passes, the page says so without being built again."""
    for now, late in (("2026-11-27T16:59:00Z", False), ("2026-11-27T17:01:00Z", True)):
        context = browser.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(now)
        page.goto(served + PAGES["incident"])
        wait_until_painted(page)
        assert page.locator("[data-late]").is_visible() == late
        context.close()


def test_by_keyboard(browser: Browser, served: str) -> None:
    """The first Tab stop skips the menus, and every later stop is visible."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(served + PAGES["incident"])
    wait_until_painted(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#statement"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return null;"
            " const b = e.getBoundingClientRect(); return [e.tagName + '.' + e.className + ' ' + (e.getAttribute('href') || ''), b.width * b.height]; })()"
        )
        if box is None:
            break
        seen.append(box)
    context.close()
    assert any("feed.xml" in name for name, _ in seen)
    assert [name for name, area in seen if area == 0] == []


def test_printed(browser: Browser, served: str, tmp_path: Path) -> None:
    """A printed statement is complete and has no menus."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(served + PAGES["incident"])
    page.emulate_media(media="print")
    assert page.locator(".md-header").is_hidden()
    assert page.locator("#h-unknown").is_visible()
    assert len(page.pdf(path=tmp_path / "page.pdf")) > 10_000
    context.close()


def test_search(browser: Browser, served: str) -> None:
    """Search finds an incident by a word of its statement."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    count_searches(context)
    page = context.new_page()
    page.goto(served)
    wait_until_painted(page)
    page.locator(".md-search__input").first.click()
    type_to_search(page, "supplier")
    found = page.locator(".md-search-result__list").inner_text()
    context.close()
    assert "Someone read customer support tickets" in found


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[dict[tuple[str, str], str]]:
    """The addresses of a site in German and one in Arabic, in either theme, by language and theme."""
    sites = Path(__file__).parents[1] / "render/speaking"
    with contextlib.ExitStack() as stack:
        addresses = {}
        for language, theme in itertools.product(("de", "ar"), ("material", "lifeboat")):
            root = tmp_path_factory.mktemp(language)
            shutil.copytree(sites / language, root, dirs_exist_ok=True)
            config = root / "site_config.yml"
            text = config.read_text(encoding="utf-8")
            config.write_text(text.replace("site: {", f"site: {{theme: {theme}, "), encoding="utf-8")
            assert run(["build", "--root", str(root), "--now", "2026-11-13T12:00Z"]) == 0
            addresses[language, theme] = stack.enter_context(serving(root / "site"))
        yield addresses


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
@pytest.mark.parametrize("theme", ["material", "lifeboat"])
@pytest.mark.parametrize(("language", "direction", "here"), [("de", "ltr", "bei Ihnen"), ("ar", "rtl", "بتوقيتك المحلي")])
def test_other_languages(
    *,
    browser: Browser,
    speaking: dict[tuple[str, str], str],
    language: str,
    direction: str,
    here: str,
    theme: str,
    scheme: Scheme,
    width: int,
) -> None:
    """Pages say their language and direction, fit a phone and a screen, break none of axe-core's rules, and hold their text inside its card."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in ("", "incidents/tickets/", "incidents/tickets/1/", "subscribe/", "404.html"):
        page.goto(speaking[language, theme] + path)
        wait_until_painted(page)
        assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
            language,
            direction,
        ]
        assert all(here in (time.get_attribute("title") or "") for time in page.locator(".ab time[title]").all()), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        outside = page.evaluate(
            "[...document.querySelectorAll('.ab-card')].filter(card => card.scrollWidth > card.clientWidth + 1).map(card => card.innerText)"
        )
        assert outside == [], path
        assert violations(page) == [], path
    context.close()


def test_search_by_keyboard(browser: Browser, hosting: Hosting, built: Path) -> None:
    """Search's script and index are fetched when it is opened, not before; a key opens it, arrows choose, Enter follows, Escape closes."""
    with hosting(built) as host:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        count_searches(context)
        page = context.new_page()
        page.goto(host.address)
        wait_until_painted(page)
        assert [path for path, _ in host.sent if "search" in path or "bundle" in path] == []
        page.keyboard.press("/")
        type_to_search(page, "supplier")
        assert page.locator(".md-search__input").input_value() == "supplier"
        assert any("search_index.json" in path for path, _ in host.sent)
        page.keyboard.press("ArrowDown")
        chosen = str(page.evaluate("document.activeElement.href"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == chosen
        page.keyboard.press("/")
        assert page.locator("#__search").is_checked()
        page.locator(".md-search-result__meta").wait_for()
        wait_until_painted(page)
        page.keyboard.press("Escape")
        assert not page.locator("#__search").is_checked()
        context.close()


def test_on_a_phone(browser: Browser, served: str) -> None:
    """On a phone the menu and the footer lead to every page, and search opens and finds pages."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    count_searches(context)
    page = context.new_page()
    page.goto(served)
    page.locator(".md-tabs__link", has_text="All incidents").click()
    page.wait_for_url("**/incidents/")
    page.locator("footer a", has_text="Corrections").click()
    page.wait_for_url("**/corrections/")
    page.locator("label.md-header__button[for=__search]").click()
    type_to_search(page, "supplier")
    context.close()


def test_switch_of_colours(browser: Browser, served: str) -> None:
    """Light and dark follow the reader's system, with scripts and without; the switch overrules it, and the choice is kept on other pages."""
    light, dark = "rgb(255, 255, 255)", "rgb(17, 22, 29)"
    grounds: dict[Scheme, str] = {"light": light, "dark": dark}
    for scheme, ground in grounds.items():
        for scripts in (True, False):
            context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts, reduced_motion="reduce")
            page = context.new_page()
            page.goto(served)
            assert colour_behind(page) == ground
            assert page.locator(".ab-switch").is_visible() == scripts
            context.close()
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(served)
    switch = page.locator(".ab-switch")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.click()
    assert (colour_behind(page), switch.get_attribute("aria-pressed")) == (dark, "true")
    page.goto(served + "incidents/")
    assert (colour_behind(page), switch.get_attribute("aria-pressed")) == (dark, "true")
    page.emulate_media(media="print")
    assert colour_behind(page) == light
    page.emulate_media(media="screen")
    switch.click()
    assert (colour_behind(page), switch.get_attribute("aria-pressed")) == (light, "false")
    context.close()


HOSTILE = (
    "<script>window.hit=1</script> <img src=x onerror=window.hit=1> <svg onload=window.hit=1> [a](javascript:window.hit=1) "
    "<![><img src=\"]><img src=x onerror=window.hit=1> <iframe srcdoc='<script>parent.hit=1</script>'></iframe> {{ 7 * 7 }} {% raw %} "
    "--> <!-- <style>*{display:none}</style> <form action=https://evil.example><input name=x></form> https://evil.example/x ![x](https://evil.example/y.png)"
)


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_hostile_content(browser: Browser, root: Path, serving: Serving, theme: str) -> None:
    """The rules refuse it; and were they silent, no script in an author's field or body would run, and nothing would ask another host."""
    folder = root / "content/incidents/support-tickets"
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    for file in folder.glob("0*.md"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^title: .*$", lambda _: f"title: {quoted}", text, flags=re.MULTILINE)
        text = re.sub(
            r"^( +(?:why|because|from|who|looked|cannot_see)): .*$",
            lambda found: f"{found[1]}: {quoted}",
            text,
            flags=re.MULTILINE,
        )
        file.write_text(f"{text}\n{HOSTILE}\n\n```\n{HOSTILE}\n```\n\n> {HOSTILE}\n", encoding="utf-8")
    incident = folder / "incident.md"
    incident.write_text(
        incident.read_text(encoding="utf-8").replace("title: Someone read customer support tickets", f"title: {quoted}"),
        encoding="utf-8",
    )
    (root / "content/pages/hostile.md").write_text(f"---\ntitle: {quoted}\n---\n{HOSTILE}\n", encoding="utf-8")
    config = root / "site_config.yml"
    text = config.read_text(encoding="utf-8")
    for name in (
        "name: Larkfield Energy",
        'title: "Larkfield Energy: security incidents"',
        "who: Sam Reed and the incident team",
    ):
        assert name in text
        text = text.replace(name, f"{name.partition(':')[0]}: {quoted}")
    config.write_text(text, encoding="utf-8")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    checked = checking.check(read_site(root, 1 << 20), now)
    assert checked.blocked
    site = publishing.publish(checked, now)
    builder.build(
        building.render(site, read_theme(theme, root)), root / "site", publishing.last_changed(site), building.finish(site)
    )
    with serving(root / "site") as address:
        context = browser.new_context()
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        for path in (
            "",
            "incidents/support-tickets/",
            "incidents/support-tickets/1/",
            "incidents/support-tickets/3/",
            "corrections/",
            "record/",
            "lessons/",
            "verify/",
            "hostile/",
            "404.html",
        ):
            page.goto(address + path)
            wait_until_painted(page)
            assert page.evaluate("window.hit") is None, path
            assert (
                page.locator("#statement form, #statement iframe, #statement svg:not(.ab-line), #statement script").count() == 0
            )
            assert page.locator("#h-ask, h1").first.is_visible()
            # The head ends where we end it: what it says of the page is still in it, and nothing else.
            assert (
                page.locator("body meta, body link, body title:not(.ab-line > title), head img, head form, head iframe").count()
                == 0
            )
            if path != "404.html":
                assert page.locator("head meta[property='og:title']").count() == 1
                data = page.locator("head script[type='application/ld+json']").text_content() or ""
                assert page.evaluate("text => JSON.parse(text).every(thing => thing['@context'] === 'https://schema.org')", data)
        assert [url for url in requests if not url.startswith((address, "data:"))] == []
        context.close()


def test_names_of_systems_are_not_broken(browser: Browser, served: str) -> None:
    """On a phone a short word in the name of a system stands on one line in the list of what works."""
    context = browser.new_context(viewport={"width": 390, "height": 740})
    page = context.new_page()
    page.goto(f"{served}incidents/support-tickets/")
    lines = page.evaluate(r"""[...document.querySelectorAll('.ab-works .ab-day')].flatMap(cell => {
        const found = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            if (word[0].length < 10) found.push(range.getClientRects().length);
        }
        return found;
    })""")
    assert lines
    assert set(lines) == {1}
    context.close()
