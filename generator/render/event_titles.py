"""Titles of calendar events for promises: each says what became of it, so that nobody waits for what has come."""

from collections.abc import Mapping
from typing import Final

from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.render import dates
from generator.render.language import Language, Value, message

_NEXT: Final = "next"
_MOVED: Final = "moved"
_LATE: Final = "late"
_KEPT: Final = "kept"
_KEPT_MOVED: Final = "kept-moved"
_CAME_LATE: Final = "came-late"
_TRIED: Final = "tried"
_TRIED_MOVED: Final = "tried-moved"
_TRIED_LATE: Final = "tried-late"
#: What a notice became of which some came back: nobody is said to have been contacted who may not have been.
_TRIED_FOR = {_KEPT: _TRIED, _KEPT_MOVED: _TRIED_MOVED, _CAME_LATE: _TRIED_LATE}

# An update's promise does not move: another update ends it.
_TITLES: Mapping[tuple[PromiseKind, str], str] = {
    (PromiseKind.UPDATE, _NEXT): message("%(organisation)s: next update on “%(incident)s”"),
    (PromiseKind.UPDATE, _LATE): message("%(organisation)s: the promised update on “%(incident)s” is late"),
    (PromiseKind.UPDATE, _KEPT): message("%(organisation)s: update %(number)s on “%(incident)s” came on %(day)s, as promised"),
    (PromiseKind.UPDATE, _CAME_LATE): message("%(organisation)s: update %(number)s on “%(incident)s” came late, on %(day)s"),
    (PromiseKind.REVIEW, _NEXT): message("%(organisation)s: review of “%(incident)s”"),
    (PromiseKind.REVIEW, _MOVED): message("%(organisation)s: review of “%(incident)s”, first promised for %(first)s"),
    (PromiseKind.REVIEW, _LATE): message("%(organisation)s: the promised review of “%(incident)s” is late"),
    (PromiseKind.REVIEW, _KEPT): message("%(organisation)s: the review of “%(incident)s” came on %(day)s, as promised"),
    (PromiseKind.REVIEW, _KEPT_MOVED): message(
        "%(organisation)s: the review of “%(incident)s” came on %(day)s, first promised for %(first)s"
    ),
    (PromiseKind.REVIEW, _CAME_LATE): message("%(organisation)s: the review of “%(incident)s” came late, on %(day)s"),
    (PromiseKind.NOTICE, _NEXT): message("%(organisation)s: deadline for contacting people affected by “%(incident)s”"),
    (PromiseKind.NOTICE, _MOVED): message(
        "%(organisation)s: deadline for contacting people affected by “%(incident)s”, first promised for %(first)s"
    ),
    (PromiseKind.NOTICE, _LATE): message("%(organisation)s: contacting people affected by “%(incident)s” is late"),
    (PromiseKind.NOTICE, _KEPT): message(
        "%(organisation)s: people affected by “%(incident)s” were contacted by %(day)s, as promised"
    ),
    (PromiseKind.NOTICE, _KEPT_MOVED): message(
        "%(organisation)s: people affected by “%(incident)s” were contacted by %(day)s, first promised for %(first)s"
    ),
    (PromiseKind.NOTICE, _CAME_LATE): message(
        "%(organisation)s: people affected by “%(incident)s” were contacted late, by %(day)s"
    ),
    (PromiseKind.NOTICE, _TRIED): message(
        "%(organisation)s: we tried to contact people affected by “%(incident)s” by %(day)s, as promised"
    ),
    (PromiseKind.NOTICE, _TRIED_MOVED): message(
        "%(organisation)s: we tried to contact people affected by “%(incident)s” by %(day)s, first promised for %(first)s"
    ),
    (PromiseKind.NOTICE, _TRIED_LATE): message(
        "%(organisation)s: we tried too late, by %(day)s, to contact people affected by “%(incident)s”"
    ),
}


def title(
    language: Language, promises: tuple[Promise, ...], organisation: str, incident: str, whom: str = "", *, lost: bool = False
) -> str:
    """Return the title of an event.

    Args:
        language: the calendar's.
        promises: the promise as first made, and again for each time that its date moved.
        organisation: whose promise it is.
        incident: the title of the incident.
        whom: the group that is told; empty: everyone, or nobody.
        lost: whether some of them could not be reached.
    """
    first, last = promises[0], promises[-1]
    values: dict[str, Value] = {"organisation": organisation, "incident": incident}
    if len(promises) > 1:
        values["first"] = dates.day(language, first.due, full=True)
    if last.settled is not None:
        values |= {"day": dates.day(language, last.settled, full=True), "number": last.settled_in or 0}
    became = _became(last, moved=len(promises) > 1)
    if lost and last.kind is PromiseKind.NOTICE:
        became = _TRIED_FOR.get(became, became)
    said = language.gettext(_TITLES[last.kind, became], **values)
    # Of several groups, some may have been told in time and others not.
    return language.gettext("%(name)s (%(whose)s)", name=said, whose=whom) if whom else said


def _became(last: Promise, *, moved: bool) -> str:
    if last.settled is None:
        return _LATE if last.state is PromiseState.MISSED else _MOVED if moved else _NEXT
    if last.state is not PromiseState.KEPT:
        return _CAME_LATE
    return _KEPT_MOVED if moved else _KEPT
