"""What the rules on unsafe content share.

A rule supplies a cheap test that finds every text worth a closer look, and a function that looks closer. Most files contain nothing
suspicious, and an update repeats much of the one before it, so almost no text is examined closely twice.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from generator.inspection.context import Context
from generator.inspection.text_spans import TextSpan
from generator.model.config import SiteConfig
from generator.model.document import Written

#: A match: start and end in the text, and a description in the writer's words.
Hit = tuple[int, int, str]


def hits(
    written: Written, context: Context, worth: Callable[[str], object], closer: Callable[[str], tuple[Hit, ...]]
) -> Iterator[tuple[TextSpan, Hit]]:
    """Yield what is found in a file.

    Args:
        written: the file.
        context: the rule's context.
        worth: a cheap test whether a text may contain anything.
        closer: returns the matches in a text. Results are cached, so it may depend on nothing else.
    """
    text = written.document.source.text
    # Escapes in front matter can spell anything.
    if not worth(text) and "\\" not in text:
        return
    for span in context.analysis.spans(written):
        if worth(span.text):
            for hit in _kept(closer, span.text):
                yield span, hit


@lru_cache(maxsize=16)
def shape(text: str) -> bytes:
    """Return a text with `0` for each digit, `A` for each capital letter and `_` for all but them, full stops and square brackets; of ASCII alone.

    What a number or an address cannot be without is found in it far sooner than by its pattern. Cached: several rules ask one after another.
    """
    return text.encode("ascii", "replace").translate(_SHAPES)


_SHAPES: Final = (
    bytes(
        ord("0") if chr(code).isdigit() else ord("A") if chr(code).isupper() else code if chr(code) in ".[]" else ord("_")
        for code in range(128)
    )
    + b"_" * 128
)


@lru_cache(maxsize=4096)
def _kept(closer: Callable[[str], tuple[Hit, ...]], text: str) -> tuple[Hit, ...]:
    return closer(text)


def redacted(text: str) -> str:
    """Return what a message may show of a secret: enough to identify it, not its value."""
    return f"{text[:2]}…" if len(text) > 5 else "…"


def contact_texts(written: Written, config: SiteConfig | None) -> tuple[str, ...]:
    """Return the contacts of the site and the incident, at which readers are meant to reach the organisation."""
    own = written.folder.document.incident.contact if written.folder and written.folder.document.incident else None
    contacts = [contact for contact in (own, config.contact if config else None) if contact]
    texts = [text for one in contacts for text in (one.email, one.phone, one.hours, one.who, one.out_of_band) if text]
    return (*texts, *(config.security_txt.contact if config else ()))


def windows(text: str, spots: Iterable[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text around some spots, so that many patterns need not be matched against all of it.

    Args:
        text: the text, with white space collapsed.
        spots: start and end of possible matches, in any order.
        reach: number of characters before and after a spot that may belong to it. A stretch extends to the next white space.
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
