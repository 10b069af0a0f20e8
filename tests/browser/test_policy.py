"""The content security policy in a real Chromium: it does not break the site's own code, and it blocks everything else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.loading import wait_until_painted
from tests.browser.searching import count_searches, type_to_search
from tests.each import hold_each
from tests.fixture_types import Serving

pytestmark = pytest.mark.browser

PAGES = [
    *("", "incidents/", "incidents/support-tickets/", "incidents/support-tickets/3/", "incidents/meter-portal/"),
    *("incidents/meter-portal/review/", "corrections/", "subscribe/", "about/", "no/such/page"),
]
LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", one => window.broken.push(one.effectiveDirective + " " + one.blockedURI + " " + one.sample));
"""
both = pytest.mark.parametrize("theme", ["built", "lifeboat"], ids=["material", "lifeboat"])


@pytest.fixture(params=["header", "page"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Path]:
    """Serve a built site from a host that uses `_headers` and from one that does not, where only the page states its policy."""

    def make(theme: str) -> Path:
        folder = tmp_path / "site"
        shutil.copytree(request.getfixturevalue(theme), folder)
        if request.param == "page":
            (folder / "_headers").unlink()
        return folder

    return make


def _listening(browser: Browser, **options: object) -> tuple[BrowserContext, list[str]]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_init_script(LISTEN)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    return context, said


@both
def test_no_page_breaks_it(browser: Browser, serving: Serving, copy: Callable[[str], Path], theme: str) -> None:
    """On every kind of page, in light and dark, the browser has nothing to refuse."""
    with serving(copy(theme)) as address:
        for scheme in ("light", "dark"):
            context, said = _listening(browser, color_scheme=scheme)
            page = context.new_page()
            for path in PAGES:
                page.goto(address + path, wait_until="load")
                wait_until_painted(page)
                assert page.evaluate("window.broken") == [], path
                # A blocked style sheet would leave the page in the browser's default font.
                assert "Times" not in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily"), path
            context.close()
            assert said == []


@both
def test_a_late_promise_still_shows(browser: Browser, serving: Serving, copy: Callable[[str], Path], theme: str) -> None:
    """The script that sees a promised hour pass runs under the policy."""
    context, said = _listening(browser)
    page = context.new_page()
    page.clock.set_fixed_time("2027-03-01T12:00:00Z")
    with serving(copy(theme)) as address:
        page.goto(address + "incidents/support-tickets/")
        expect(page.locator("[data-late]").first).to_be_visible()
    context.close()
    assert said == []


def test_search_and_dark_switch_still_work(browser: Browser, serving: Serving, copy: Callable[[str], Path]) -> None:
    """Material's search (a worker, an index, marked hits) and the switch of colours work under the policy."""
    context, said = _listening(browser, viewport={"width": 1280, "height": 900}, color_scheme="light")
    count_searches(context)
    page = context.new_page()
    with serving(copy("built")) as address:
        page.goto(address)
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.locator(".ab-switch").click()
        expect(page.locator(".ab-switch")).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(ground) != light
        page.locator(".md-search__input").click()
        type_to_search(page, "password")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        assert page.locator(".md-search-result__item mark").count() > 0
        first = str(page.locator(".md-search-result__link").first.get_attribute("href"))
        with page.expect_navigation():
            page.locator(".md-search__input").press("Enter")
        assert page.evaluate("window.broken") == []
        assert page.url == first.partition("?")[0]
    context.close()
    assert said == []


SMUGGLED = [
    "<script>window.bad = 1</script>",
    '<img src="x" onerror="window.bad = 1">',
    '<script src="data:text/javascript,window.bad=1"></script>',
    '<script src="http://127.0.0.1:9/x.js"></script>',
    '<p style="position: fixed">over everything</p>',
    "<style>body { display: none }</style>",
    '<iframe src="/"></iframe>',
    '<object data="/"></object>',
    '<img src="http://127.0.0.1:9/x.png">',
]


@both
def test_what_was_smuggled_in_is_refused(browser: Browser, serving: Serving, copy: Callable[[str], Path], theme: str) -> None:
    """A script, style or frame injected into a page does nothing, whatever headers the host sends."""
    folder = copy(theme)
    html = (folder / "about/index.html").read_text(encoding="utf-8")
    for number, smuggled in enumerate(SMUGGLED):
        # The host sends a page again as it sent it first, so each has an address of its own.
        file = folder / f"smuggled-{number}/index.html"
        file.parent.mkdir()
        file.write_text(html.replace("</main>", f"{smuggled}</main>"), encoding="utf-8")
        assert smuggled in file.read_text(encoding="utf-8")
    context, _ = _listening(browser)
    page = context.new_page()

    def check(number: int) -> None:
        page.goto(f"{address}smuggled-{number}/")
        page.wait_for_function("window.broken.length > 0")
        wait_until_painted(page)
        assert page.evaluate("window.bad") is None
        assert page.locator("body").is_visible()

    with serving(folder) as address:
        hold_each(check, range(len(SMUGGLED)), SMUGGLED.__getitem__)
    context.close()
