"""When a page has loaded: `networkidle` waits for half a second without a connection, which a busy machine may never see."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Two frames after the last font: what scripts changed while the page loaded has been laid out and painted.
_PAINTED = """() => document.fonts.ready.then(() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))"""


def wait_until_painted(page: "Page") -> None:
    """Wait until a page, its deferred scripts and its fonts have loaded and what they changed is painted.

    Frames are those of the browser, so a page whose clock is installed (`page.clock.install`) must have it run.
    """
    page.wait_for_load_state("load")
    page.evaluate(_PAINTED)
