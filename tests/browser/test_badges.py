"""Badges and the banner in a browser: no word is cut off, in any language, font and scheme; and a page that embeds them stays accessible."""

import re
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.render.badges import Badge, draw
from generator.render.language import language_for
from tests.browser.accessibility import violations
from tests.fixture_types import Scheme, Serving
from tests.render.sites import BEGAN, CONFIG, theme
from tests.site_lists import listed

pytestmark = pytest.mark.browser

#: Names that nobody chooses lightly: long words, words without spaces, other directions and scripts.
TITLES = {
    "en": "Someone read customer support tickets",
    "de": "Unbefugter Zugriff auf die Kraftfahrzeughaftpflichtversicherungsdatenbank der Straßenverkehrszulassungsbehörde",
    "fr": "Quelqu’un a consulté des demandes d’assistance de nos clients pendant plusieurs semaines",
    "es": "Alguien leyó las consultas de atención al cliente",
    "ar": "قرأ شخص غير مصرح له رسائل الدعم الخاصة بالعملاء واستعمل كلمات المرور لاستخدامها في الاستفسارات",
    "long": "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "wide": "顧客サポートのチケットが第三者に読まれ、パスワードの一部がコピーされた可能性がある",
    "emoji": "👩‍👩‍👧‍👦" * 30,
}
FONTS = (
    "system-ui, sans-serif",
    "'DejaVu Sans'",
    "'IBM Plex Sans', 'Rubik', sans-serif",
    "'Liberation Sans', 'Noto Sans', sans-serif",
)
#: Every text that is not within the badge, with its left and right side.
OUTSIDE = """svg => {
  const all = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => box.left < all.left + 4 || box.right > all.right - 4 || box.bottom > all.bottom)
    .map(([words, box]) => `${words} (${Math.round(box.left - all.left)} to ${Math.round(box.right - all.left)})`);
}"""


def _badge(name: str) -> str:
    tag = name if name in {"en", "de", "fr", "es", "ar"} else "en"
    badge = Badge(
        organisation="Larkfield Energy",
        status=language_for(tag, theme()).gettext("Contained"),
        role="next",
        title=TITLES[name],
        title_language=tag,
        following=language_for(tag, theme(), CONFIG.site.timezone).gettext(
            "Next update by %(when)s", when=language_for(tag, theme(), CONFIG.site.timezone).due_in_zone(BEGAN)
        ),
        until=BEGAN,
        as_of=BEGAN,
        address="https://status.larkfield.example/incidents/support-tickets/",
    )
    return draw(badge, language_for(tag, theme(), CONFIG.site.timezone)).decode()


@pytest.mark.parametrize("font", FONTS)
def test_no_word_is_cut_off(browser: Browser, font: str) -> None:
    """In any font that a system may have, every line of every badge ends within it, and in a language written from the right too."""
    page = browser.new_page()
    inline = "\n".join(re.sub(r'font-family="[^"]*"', f'font-family="{escape(font)}"', _badge(name)) for name in TITLES)
    page.set_content(f"<!doctype html><title>Badges</title>{inline}")
    assert page.locator("svg").count() == len(TITLES)
    found = [words for each in page.locator("svg").all() for words in each.evaluate(OUTSIDE)]
    page.close()
    assert found == []


def test_the_measure_can_fail(browser: Browser) -> None:
    """A badge with a line that is too long is seen to have one."""
    page = browser.new_page()
    page.set_content(_badge("en").replace(">Larkfield Energy<", f">{'Larkfield Energy ' * 9}<"))
    assert page.locator("svg").evaluate(OUTSIDE)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["built", "lifeboat"])
def test_on_a_page_of_others(
    browser: Browser, request: pytest.FixtureRequest, serving: Serving, where: str, scheme: Scheme
) -> None:
    """Another site's page shows both in both schemes, in the colours of that scheme, without a request beyond them and without fault."""
    folder: Path = request.getfixturevalue(where)
    with serving(folder) as address:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        banner = (folder / "badge/banner.txt").read_text(encoding="utf-8")
        page.set_content(
            f'<!doctype html><html lang="en"><head><title>Larkfield Energy</title><link rel="stylesheet" href="{address}badge/banner.css"></head>'
            f'<body><main><h1>Larkfield Energy</h1>{banner}<p><a href="https://status.larkfield.example/"><img src="{address}badge/site.svg"'
            ' alt="Security incidents at Larkfield Energy"></a></p></main></body></html>',
            wait_until="load",
        )
        assert page.locator("img").evaluate("img => img.complete && img.naturalWidth") == 360
        assert _colours(page) == (
            ("rgb(255, 255, 255)", "rgb(20, 33, 61)") if scheme == "light" else ("rgb(17, 22, 29)", "rgb(232, 236, 241)")
        )
        assert violations(page) == []
        assert {one.removeprefix(address) for one in asked} == {"badge/banner.css", "badge/site.svg"}
        context.close()


def _colours(page: Page) -> tuple[str, str]:
    """The colours of the paper and of the letters of the banner."""
    style = page.locator(".aboveboard-banner").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    )
    return style[0], style[1]


def test_opened_by_itself(browser: Browser, serving: Serving, lifeboat: Path) -> None:
    """A badge that is opened by itself has a name for screen readers, and heeds the site's policy: what that refuses is only the look in the dark."""
    with serving(lifeboat) as address:
        page = browser.new_page()
        page.goto(f"{address}badge/site.svg")
        assert page.locator("svg").get_attribute("role") == "img"
        assert page.locator("svg > title").text_content() == "Larkfield Energy: Contained"
        assert page.locator("svg").evaluate(OUTSIDE) == []
        assert page.locator("text").first.evaluate("one => getComputedStyle(one).fill") == "rgb(69, 80, 106)"
        page.close()


@pytest.mark.parametrize("where", ["built", "lifeboat"])
def test_they_are_listed(request: pytest.FixtureRequest, where: str) -> None:
    """Each theme's site has them, in the list of its files, like any other file."""
    folder: Path = request.getfixturevalue(where)
    badges = {path.relative_to(folder).as_posix() for path in (folder / "badge").iterdir()}
    assert {"badge/site.svg", "badge/site.de.svg", "badge/support-tickets.svg", "badge/banner.txt", "badge/banner.css"} <= badges
    assert badges <= set(listed(folder))
