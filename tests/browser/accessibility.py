"""What axe-core finds on a page."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.loading import wait_until_painted

#: Every rule runs, and what breaks one is described in full; the elements that keep it are not listed, which are 300 KB on a page.
_OPTIONS = {"resultTypes": ["violations"]}
#: The rules that look at colours: what they find is all that can differ between a light and a dark page.
_OF_COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, *, colours_alone: bool = False) -> list[tuple[str, list[str]]]:
    """Each rule that an open page breaks, and how the elements that break it begin.

    Args:
        page: what is looked at, as it is shown now.
        colours_alone: whether only colours are looked at, where the same page has been looked at in others.
    """
    if page.evaluate("typeof window.axe?.run !== 'function'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", {**_OPTIONS, "runOnly": _OF_COLOURS} if colours_alone else _OPTIONS)
    assert found["passes"], "axe-core has looked at nothing"
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]


def violations_in_both(page: Page) -> list[tuple[str, list[str]]]:
    """The same of a page that is open in light, and what is wrong with its colours once its reader's system has gone dark.

    To load a page and axe-core in the dark once more takes longer than all that is looked at there: see `opens_dark`.
    """
    found, light = violations(page), colour_behind(page)
    page.emulate_media(color_scheme="dark")
    try:
        wait_until_painted(page)
        assert colour_behind(page) != light, "it has stayed light"
        found += violations(page, colours_alone=True)
    finally:
        page.emulate_media(color_scheme="light")
    return found


def opens_dark(browser: Browser, address: str) -> bool:
    """Whether a page that is opened in the dark has the colours from the start that it has when the system goes dark later."""
    grounds = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(address)
        if scheme == "light":
            page.emulate_media(color_scheme="dark")
        wait_until_painted(page)
        grounds.append(colour_behind(page))
        context.close()
    return grounds[0] == grounds[1]


def colour_behind(page: Page) -> str:
    """The colour behind everything on an open page."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
