"""order.lock: the order in which updates and reviews were published, independent of their own dates.

When `aboveboard seal` seals an update or review, it adds a line: the moment, the incident's folder, and the update's number (or `review`).
Feeds use this order: an incident published months after the dates of its updates is new to subscribers all the same. Nothing else in the
content records it, since two sites with the same texts may have published them in different orders.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from generator.format.merge_conflicts import UNJOINED
from generator.format.names import SLUG
from generator.format.reader import Reader
from generator.model.diagnostic import Finding
from generator.model.document import OrderDocument, OrderEntry
from generator.model.source import Place, Source, Span

PATH = "content/order.lock"

_LINE = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ({SLUG.pattern})/([1-9][0-9]{{0,3}}|review)")


def parse_order(source: Source, problems: tuple[Finding, ...]) -> OrderDocument:
    """Parse order.lock; of a repeated item, the first line counts."""
    reader = Reader(source.path)
    # In an unresolved merge conflict, both sides are kept, and only the markers are removed.
    unjoined = [problem for problem in problems if problem.rule == UNJOINED]
    reader.problems += (problem for problem in problems if problem.rule != UNJOINED)
    reader.problems += (replace(problem, help="keep the lines of both, and delete the markers") for problem in unjoined)
    entries: dict[tuple[str, int], OrderEntry] = {}
    for number, text in enumerate(source.text.split("\n"), 1):
        if not text.strip():
            continue
        at = Span(source.path, number, 1, number, len(text) + 1)
        entry = _entry(text.strip())
        if entry is None and unjoined and re.match(r"[<|=>]{7}", text):
            continue
        if entry is None:
            reader.problem(
                "broken-seal",
                at,
                "this line does not say when an update came out",
                "restore order.lock: `git log -p content/order.lock` shows it",
            )
            continue
        entries.setdefault((entry.slug, entry.number), entry)
    return OrderDocument(
        source=source,
        places=MappingProxyType({(): Place(Span(source.path, 1, 1, 1, 1), Span(source.path, 1, 1, 1, 1))}),
        problems=tuple(reader.problems),
        entries=tuple(entries.values()),
    )


def _entry(text: str) -> OrderEntry | None:
    found = _LINE.fullmatch(text)
    try:
        when = datetime.strptime(found.group(1), "%Y-%m-%dT%H:%M:%S%z") if found else None
    except ValueError:
        return None
    if found is None or when is None:
        return None
    return OrderEntry(slug=found.group(2), number=0 if found.group(3) == "review" else int(found.group(3)), when=when)


def order_text(order: OrderDocument | None, new: Iterable[OrderEntry]) -> str:
    """Return the file's text with entries added at the end."""
    before = order.source.text if order else ""
    if before and not before.endswith("\n"):
        before += "\n"
    return before + "".join(_lock_lines(new))


def _lock_lines(entries: Iterable[OrderEntry]) -> Iterator[str]:
    for one in entries:
        yield f"{one.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {one.slug}/{one.number or 'review'}\n"
