"""Search finds what people type: the open incident first, under its own title, with snippets in which no words run together."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.loading import wait_until_painted
from tests.browser.searching import count_searches, type_to_search

pytestmark = pytest.mark.browser

#: The page of the open incident, and what it is called.
OPEN = ("incidents/support-tickets/", "Someone read customer support tickets")
OPEN_GERMAN = ("de/incidents/support-tickets/", "Jemand hat Anfragen an unseren Kundendienst gelesen")


@pytest.fixture(scope="module")
def searching(browser: Browser, served: str) -> Iterator[Page]:
    """One page for every query, so that the index is fetched once."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    count_searches(context)
    page = context.new_page()
    page.goto(served)
    wait_until_painted(page)
    yield page
    context.close()


def _found(page: Page, query: str) -> list[tuple[str, str, str]]:
    """Each result's address, title and words, once the list is that of this query."""
    page.locator(".md-search__input").first.click()
    type_to_search(page, query)
    return [
        (str(item.locator("a").first.evaluate("a => a.href")), item.locator("h1").first.inner_text(), item.inner_text())
        for item in page.locator(".md-search-result__item").all()[:6]
    ]


@pytest.mark.parametrize("query", ["email", "e-mail", "hacked", "password", "am I affected", "data leak", "phone", "passcode"])
def test_the_open_incident_first(searching: Page, served: str, query: str) -> None:
    """Whatever the pages call it, what people type finds the open incident before the closed ones, Corrections and About."""
    (address, title, _), *others = _found(searching, query)
    assert address.partition("#")[0].partition("?")[0] == served + OPEN[0]
    assert title == OPEN[1]
    assert all("/corrections/" not in one[0] for one in others[:1])


@pytest.mark.parametrize(("query", "page"), [("corrections", "corrections/"), ("Korrekturen", "de/corrections/")])
def test_a_page_by_its_name(searching: Page, served: str, query: str, page: str) -> None:
    """Who looks for a page by its name finds it first, though every incident speaks of corrections."""
    assert _found(searching, query)[0][0].partition("#")[0].partition("?")[0] == served + page


@pytest.mark.parametrize("query", ["Passwort", "Kennwort", "gehackt", "bin ich betroffen", "Datenleck"])
def test_in_german(searching: Page, served: str, query: str) -> None:
    """The same in German."""
    found = [(address.partition("#")[0].partition("?")[0], title) for address, title, _ in _found(searching, query)]
    assert found[0] == (served + OPEN_GERMAN[0], OPEN_GERMAN[1])


def test_snippets(searching: Page) -> None:
    """No words run together in a result, the words that only help finding are not shown, and nothing is said that the page does not show."""
    for query in ("password", "hacked", "corrections"):
        for _, title, words in _found(searching, query):
            assert title.strip()
            assert not re.search(r"[a-z][.!?:][A-Z]", words), words
            assert "hackers breach" not in words
            assert "That time has passed" not in words
            assert "An example, shown as of" not in words


def test_results_have_the_title_of_their_page(built: Path) -> None:
    """Each entry of a whole page has the title that the page itself has, not the word of the menu."""
    index = json.loads((built / "search/search_index.json").read_text(encoding="utf-8"))
    pages = [entry for entry in index["docs"] if "#" not in entry["location"]]
    for entry in pages:
        html = (built / entry["location"] / "index.html").read_text(encoding="utf-8")
        (title,) = re.findall(r"<title>([^<]*)</title>", html)
        assert title.startswith(entry["title"]), (entry["location"], title)
    assert {entry["location"] for entry in pages} >= {"", "de/", *(page for page, _ in (OPEN, OPEN_GERMAN))}
