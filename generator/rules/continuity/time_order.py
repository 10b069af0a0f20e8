"""Times are in an impossible order.

## What it checks

That each update is published after the one before it, that `occurred` is not later than `aware`, that the window does not end before it
begins, that nothing is published before you found out, and that `aware` is not in the future. Also that nothing in an update reaches past its own
publication: up to when you looked (`through`, and `looked` under `monitoring`), and since when others say something or a fake is about (`since`).

## Why it matters

Dates are what regulators, journalists and customers check first, and a typing error in one of them looks like a lie.

## Instead of

    # 01: published: 2027-03-03T08:55Z
    # 02: published: 2027-03-03T03:10Z

## Write

    # 01: published: 2027-03-03T03:10Z
    # 02: published: 2027-03-03T08:55Z
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.ledger.moments import end_of, is_before
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.update import When
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Everything about one incident that stands in the wrong order of time."""
    zone = context.ledger.zone if context.ledger else ZoneInfo("UTC")
    incident = folder.incident
    if incident.occurred is not None and _as_moment(incident.occurred, zone) > incident.aware:
        yield Finding(
            at=folder.document.span("occurred"),
            message="`occurred` is later than `aware`: you cannot know of an incident before it happens",
            help=f"check both; `aware` is {when_words(incident.aware, context.zone)}",
        )
    if incident.aware > context.now:
        yield Finding(
            at=folder.document.span("aware"),
            message=f"`aware` is {when_words(incident.aware, context.zone)}, which is in the future",
            help=f"write when you found out, such as `aware: {_on_clocks(context.now, zone)}`",
        )
    previous: UpdateDocument | None = None
    for document in folder.updates:
        update = document.update
        if previous is None and update.published < incident.aware:
            yield Finding(
                at=document.span("published"),
                message="the first update is published before you became aware of the incident",
                help=f"check both; `aware` in incident.md is {when_words(incident.aware, context.zone)}",
            )
        if previous is not None and update.published <= previous.update.published:
            yield Finding(
                at=document.span("published"),
                message=f"this update is not published after update {previous.number} ({when_words(previous.update.published, context.zone)})",
                help=f"write a later time, such as `published: {_later(previous.update.published, context.now)}`, or number the files in the"
                " order in which they are published",
            )
        if not update.draft:
            previous = document
        for name, window in update.windows.items():
            path = ("window", name) if name else ("window",)
            if window.start is not None and window.end is not None and _as_moment(window.start, zone) > end_of(window.end, zone):
                yield Finding(
                    at=document.span(*path), message="the time of access ends before it begins", help="check `from:` and `to:`"
                )
            for key, when in (("from", window.start), ("to", window.end)):
                if when is not None and _as_moment(when, zone) > update.published:
                    yield _reaches_past(document, (*path, key), "give the time up to which you know of access, or `unknown`")
        for place, when in _up_to_when(document):
            if when is not None and is_before(update.published, when, zone):
                yield _reaches_past(
                    document, place, f"write the right time, not later than {when_words(update.published, context.zone)}"
                )


def _reaches_past(document: UpdateDocument, path: tuple[str, ...], help: str) -> Finding:
    return Finding(at=document.span(*path), message="this is later than the time at which the update is published", help=help)


def _up_to_when(document: UpdateDocument) -> Iterator[tuple[tuple[str, ...], When | None]]:
    """Yield the times up to which we looked, and since when others say something, with where they are written."""
    update = document.update
    for section in ("known", "unknown", "affected"):
        for name, one in getattr(update, section).items():
            yield (section, name, "through"), one.through
    for kind, told in update.data.items():
        for data in told:
            own = ("data", kind, data.population, "through")
            yield own if own in document.places else ("data", kind, "through"), data.through
    for name, window in update.windows.items():
        yield ("window", *filter(None, (name,)), "through"), window.through
    for section in ("claims", "fakes"):
        for name, other in getattr(update, section).items():
            yield (section, name, "since"), other.since
    if update.monitoring is not None:
        yield ("monitoring", "looked"), update.monitoring.looked


def _later(than: datetime, now: datetime) -> str:
    return format_in_full(max(now, than + timedelta(minutes=1)).astimezone(than.tzinfo).replace(second=0, microsecond=0))


def _on_clocks(when: datetime, zone: ZoneInfo) -> str:
    return format_in_full(when.astimezone(zone).replace(second=0, microsecond=0))


def _as_moment(when: When, zone: ZoneInfo) -> datetime:
    return when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=zone)


RULE = Rule(
    code="CON019",
    name="time-order",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say the right time in a new update, and correct there what had the wrong one",
    doc=__doc__,
)
