"""Safety: what the rules share that look for what must not stand in a text at all.

A rule gives a check that is cheap and finds every text worth a closer look, and a function that looks closer. Most files hold nothing of
the kind, and an update restates much of the one before it, so that almost nothing is looked at closely twice.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from generator.inspection.context import Context
from generator.inspection.text_spans import TextSpan
from generator.model.config import SiteConfig
from generator.model.document import Written

#: Where something stands in a text, and what it is, in the writer's words.
Hit = tuple[int, int, str]


def hits(
    written: Written, context: Context, worth: Callable[[str], object], closer: Callable[[str], tuple[Hit, ...]]
) -> Iterator[tuple[TextSpan, Hit]]:
    """What is found in a file.

    Args:
        written: the file.
        context: what the rule was given.
        worth: whether there may be something in a text, told quickly.
        closer: what there is in a text; kept, so it may depend on nothing else.
    """
    text = written.document.source.text
    # Escapes in front matter can spell anything.
    if not worth(text) and "\\" not in text:
        return
    for span in context.analysis.spans(written):
        if worth(span.text):
            for hit in _kept(closer, span.text):
                yield span, hit


@lru_cache(maxsize=4096)
def _kept(closer: Callable[[str], tuple[Hit, ...]], text: str) -> tuple[Hit, ...]:
    return closer(text)


def redacted(text: str) -> str:
    """What a message may show of something secret: that it is meant, not what it is."""
    return f"{text[:2]}…" if len(text) > 5 else "…"


def contact_texts(written: Written, config: SiteConfig | None) -> tuple[str, ...]:
    """What stands in the site's contact and the incident's: how readers are meant to reach us."""
    own = written.folder.document.incident.contact if written.folder and written.folder.document.incident else None
    contacts = [contact for contact in (own, config.contact if config else None) if contact]
    texts = [text for one in contacts for text in (one.email, one.phone, one.hours, one.who, one.out_of_band) if text]
    return (*texts, *(config.security_txt.contact if config else ()))


def windows(text: str, spots: Iterable[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text round some spots, so that many patterns need not be tried on all of it.

    Args:
        text: the text, white space folded.
        spots: where there may be something: starts and ends, in any order.
        reach: how many characters before and after a spot may belong to it; a stretch goes on to the next white space.
    """
    until = -1
    begun = 0
    for first, last in sorted(spots):
        start = text.rfind(" ", 0, max(0, first - reach)) + 1
        end = text.find(" ", min(last + reach, len(text)))
        end = len(text) if end < 0 else end
        if start > until:
            if until >= 0:
                yield begun, until
            begun = start
        until = max(until, end)
    if until >= 0:
        yield begun, until
