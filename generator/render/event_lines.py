"""An event as iCalendar (RFC 5545) writes it: a large site has one for each promise, and the library takes a dozen objects and a look at every character."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from generator.render.markup import clean, flat

#: How many bytes a line has at most; what goes on in the next one begins there behind a space.
_LONGEST: Final = 74
#: What begins what belongs together, so that a line does not end there: programs may read line by line.
_ESCAPES: Final = b"\\^"


def event(
    *,
    uid: str,
    created: datetime,
    changed: datetime,
    start: date,
    revision: int,
    summary: str,
    lines: Iterable[str],
    address: str,
    categories: Iterable[str],
) -> bytes:
    """Return an event, its properties in the order of the calendar library.

    Args:
        uid: its id.
        created: when it was first made.
        changed: when it was last changed.
        start: when it begins; of a day without a time, it is that day.
        revision: how often it was changed.
        summary: its title.
        lines: its description.
        address: where more is said of it.
        categories: what kind of event it is.
    """
    begins = f":{_stamp(start)}" if isinstance(start, datetime) else f";VALUE=DATE:{start.year:04}{start.month:02}{start.day:02}"
    stamp = _stamp(changed)
    properties = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(flat(summary))}",
        f"DTSTART{begins}",
        # Without METHOD, DTSTAMP is the time of the event's last revision.
        f"DTSTAMP:{stamp}",
        f"UID:{_text(uid)}",
        f"SEQUENCE:{revision}",
        f"CATEGORIES:{','.join(map(_text, categories))}",
        f"CREATED:{_stamp(created)}",
        f"DESCRIPTION:{_text(clean(chr(10).join(lines)))}",
        f"LAST-MODIFIED:{stamp}",
        # Calendars hide cancelled events, but a broken promise must stay visible.
        "STATUS:CONFIRMED",
        # The event does not make anybody busy.
        "TRANSP:TRANSPARENT",
        f"URL:{address}",
        "END:VEVENT",
    )
    return b"".join(_folded(one.encode()) + b"\r\n" for one in properties)


def _stamp(when: datetime) -> str:
    when = when.astimezone(UTC)
    return f"{when.year:04}{when.month:02}{when.day:02}T{when.hour:02}{when.minute:02}{when.second:02}Z"


def _text(said: str) -> str:
    said = said.replace(r"\N", "\n").replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
    return said.replace("\r\n", r"\n").replace("\n", r"\n").replace("\r", r"\n")


def _folded(line: bytes) -> bytes:
    if len(line) <= _LONGEST:
        return line
    parts, at = [], 0
    while len(line) - at > _LONGEST:
        end = at + _LONGEST
        # Not within a character.
        while line[end] & 0xC0 == 0x80:  # what UTF-8 has in all bytes of a character but the first
            end -= 1
        if line[end - 1] in _ESCAPES:
            end -= 1
        parts.append(line[at:end])
        at = end
    return b"\r\n ".join([*parts, line[at:]])
