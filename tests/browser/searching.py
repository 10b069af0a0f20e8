"""Searching as a reader does, key by key: Material reads its field when a key comes up, and answers from a worker."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

#: Counts what Material's worker is asked and what it answers.
_COUNTED = """
window.asked = [];
window.answered = 0;
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", (event) => { window.answered += event.data.type === 3 ? 1 : 0; });
  }
  postMessage(message, ...more) {
    if (message.type === 2) { window.asked.push(message.data); }
    super.postMessage(message, ...more);
  }
};
"""
_ANSWERED = "query => window.asked.at(-1) === query && window.answered === window.asked.length"


def count_searches(context: "BrowserContext") -> None:
    """Make every page of a context count its searches, so that `type_to_search` can wait for the last answer."""
    context.add_init_script(_COUNTED)


def type_to_search(page: "Page", query: str) -> None:
    """Type where the page has its focus, instead of what is there, and wait until the results are those of these words."""
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(query, delay=15)
    page.wait_for_function(_ANSWERED, arg=query)
    page.locator(".md-search-result__item").first.wait_for()
