"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Every rule runs, and what breaks one is described in full; the elements that keep it are not listed, which are 300 KB on a page.
_OPTIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Each rule that an open page breaks, and how the elements that break it begin."""
    found = Axe().run(page, options=_OPTIONS).response
    assert found["passes"], "axe-core has looked at nothing"
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]
