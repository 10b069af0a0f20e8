"""Pages stay within limits of bytes, requests and layout shifts, for readers with a slow connection."""

import re
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.cli.main import run
from tests.browser.loading import wait_until_painted
from tests.fixture_types import Hosting, Once
from tests.thorough import THOROUGH
from tests.unjudged import past_the_rules

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
INCIDENT = "incidents/support-tickets/"
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifted += one.value; }).observe({type: "layout-shift", buffered: true});
"""
TOPS = (
    "[...document.querySelectorAll('.ab :is(h1, h2, p, li)')].map(one => Math.round(one.getBoundingClientRect().top + scrollY))"
)


#: Each page that says more once a promised time has passed, and when that is.
FALLING_DUE = {
    "": "2026-11-27T17:00Z",
    INCIDENT: "2026-11-27T17:00Z",
    "record/": "2026-11-27T17:00Z",
    "lessons/": "2027-01-01T00:00Z",
    "incidents/meter-portal/review/": "2027-01-01T00:00Z",
}


def _visit(browser: Browser, address: str, path: str, width: int = 360, now: datetime | None = None) -> float:
    """Open a page as on a first visit, wait for all requests, and scroll through it; return how far lines jumped."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    if now:
        page.clock.set_fixed_time(now)
    page.add_init_script(SHIFTS)
    page.goto(address + path)
    wait_until_painted(page)
    for _ in range(6):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    wait_until_painted(page)
    shifted = page.evaluate("window.shifted")
    context.close()
    return float(shifted)


@pytest.fixture(scope="module")
def sites(once: Once, built: Path, lifeboat: Path) -> dict[tuple[str, str], Path]:
    """The repository's own content in either theme, with the interface in English and in Arabic, by theme and language."""

    def make(theme: str, top: Path) -> None:
        shutil.copytree(ROOT / "content", top / "content")
        text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
        assert "  language: en\n" in text
        text = text.replace("  language: en\n", f"  language: ar\n  theme: {theme}\n")
        (top / "site_config.yml").write_text(text, encoding="utf-8")
        assert run(["build", "--root", str(top), "--now", "2026-11-23T12:00Z"]) == 0

    arabic = {(theme, "ar"): once(f"arabic-{theme}", partial(make, theme)) / "site" for theme in ("material", "lifeboat")}
    return {("material", "en"): built, ("lifeboat", "en"): lifeboat, **arabic}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["", INCIDENT], ids=["home", "incident"])
@pytest.mark.parametrize("width", [360, 1280])
def test_material(
    browser: Browser, hosting: Hosting, sites: dict[tuple[str, str], Path], language: str, path: str, width: int
) -> None:
    """With Material a first visit costs at most 120,000 bytes in at most 12 requests, neither search's index nor the site map among them."""
    with hosting(sites["material", language]) as host:
        shifted = _visit(browser, host.address, path, width)
    assert sum(size for _, size in host.sent) <= 120_000, host.sent
    assert len(host.sent) <= 12, host.sent
    assert [requests for requests, _ in host.sent if re.search("search|sitemap|bundle", requests)] == []
    assert shifted == 0


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("path", "most"), [("", 14_000), (INCIDENT, 20_000)], ids=["home", "incident"])
def test_lifeboat(
    browser: Browser, hosting: Hosting, sites: dict[tuple[str, str], Path], language: str, path: str, most: int
) -> None:
    """In the lifeboat a page is one response, styles included: at most 14,000 bytes for the home page, 20,000 for an incident."""
    with hosting(sites["lifeboat", language]) as host:
        shifted = _visit(browser, host.address, path)
    ((_, size),) = host.sent
    assert size <= most
    assert shifted == 0


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_line_moves_once_a_promise_has_passed(
    browser: Browser, hosting: Hosting, sites: dict[tuple[str, str], Path], theme: str, language: str, width: int
) -> None:
    """A reader who opens a page after a promise has passed, before the site is rebuilt, is told so without lines jumping."""
    with hosting(sites[theme, language]) as host:
        for path, due in FALLING_DUE.items():
            after = datetime.fromisoformat(due) + timedelta(minutes=1)
            assert _visit(browser, host.address, path, width, now=after) == 0, path


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_line_moves_at_the_moment(
    browser: Browser, hosting: Hosting, sites: dict[tuple[str, str], Path], theme: str, width: int
) -> None:
    """A promise that passes while a page is open is marked in the space reserved for it; the rest of the page does not move."""
    with hosting(sites[theme, "en"]) as host:
        for path, due in FALLING_DUE.items():
            context = browser.new_context(viewport={"width": width, "height": 740})
            page = context.new_page()
            page.clock.install(time=datetime.fromisoformat(due) - timedelta(minutes=1))
            page.goto(host.address + path)
            wait_until_painted(page)
            late = page.locator("[data-promise]:has([data-late]:not([hidden]))")
            before = late.count(), page.evaluate(TOPS)
            page.clock.fast_forward("03:00")
            assert late.count() > before[0], path
            assert page.evaluate(TOPS) == before[1], path
            context.close()


def test_lifeboat_publishes_pages_alone(lifeboat: Path) -> None:
    """There are no files that a page could request except pictures for link previews, and badges, which are for pages elsewhere."""
    files = [path for path in lifeboat.rglob("*") if path.is_file() and not path.name.startswith("preview-")]
    kinds = {path.suffix for path in files if path.relative_to(lifeboat).parts[0] != "badge"}
    assert kinds.isdisjoint({".css", ".js", ".png", ".svg", ".woff2"})


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_the_same_however_much_was_published(
    browser: Browser, hosting: Hosting, root: Path, capsys: pytest.CaptureFixture[str], theme: str
) -> None:
    """With 10 and with 60 earlier updates (300 in a thorough run) the home page requests the same files with the same bytes."""
    config = root / "site_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("  timezone:", f"  theme: {theme}\n  timezone:"), encoding="utf-8"
    )
    shutil.rmtree(root / "content/incidents/meter-portal")
    one = root / "content/incidents/false-alarm-login"
    weighed = []
    for earlier in (10, 300 if THOROUGH else 60):
        for number in range(earlier // 2):
            shutil.copytree(one, root / f"content/incidents/a-{number:04}", dirs_exist_ok=True)
        with past_the_rules():
            assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
        with hosting(root / "site") as host:
            _visit(browser, host.address, "")
        weighed.append(sorted(host.sent))
    capsys.readouterr()
    assert weighed[0] == weighed[1]


def _scripts(folder: Path, pattern: str) -> set[tuple[str, ...]]:
    pages = (page.read_text(encoding="utf-8") for page in folder.rglob("*.html"))
    return {tuple(re.findall(pattern, html, flags=re.DOTALL)) for html in pages}


@pytest.mark.parametrize("theme", ["built", "lifeboat"])
def test_what_is_inline_is_the_same_on_every_page(theme: str, request: pytest.FixtureRequest) -> None:
    """Inline scripts and styles are the same on all pages, so that a content security policy can allow them by hash."""
    folder = request.getfixturevalue(theme)
    assert len(_scripts(folder, r"<script>(.*?)</script>")) == 1
    assert len(_scripts(folder, r"<style>(.*?)</style>")) == 1
    assert _scripts(folder, r"\s(style|on\w+)=\"") == {()}
