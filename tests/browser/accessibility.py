"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
    found = Axe().run(page, options={**_OPTIONS, "runOnly": _OF_COLOURS} if colours_alone else _OPTIONS).response
    assert found["passes"], "axe-core has looked at nothing"
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]
