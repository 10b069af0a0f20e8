"""Whether a published site is older than the seals that someone keeps: signed once, genuine, and put back in place of a newer one.

Whoever serves a site can do that without any key. Only the ends of the chains are compared: they stand in the signed list, every text that
is sealed lengthens one, and nobody can make an end that a longer chain holds in its middle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from generator.model.document import LockDocument, SealLine
from generator.seals.integrity_list import LIST, PAGE_LOCK, lock_path
from generator.seals.page_words import PAGE_LOCK as OWN_PAGE_LOCK

#: How many of the names that are missing are given.
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the site's own folder keeps of what was published.

    Attributes:
        locks: the seals by incident.
        pages: the seals of free pages and of how to ask, if there are any.
        newest: of each incident, the path of the newest of its texts that are sealed, and when it was published.
    """

    locks: Mapping[str, LockDocument] = field(default_factory=lambda: MappingProxyType({}))
    pages: LockDocument | None = None
    newest: Mapping[str, tuple[str, datetime]] = field(default_factory=lambda: MappingProxyType({}))


def behind(own: Mapping[str, LockDocument], published: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each published lock that ends before the one that was kept, by path, and how.

    A published chain with an end that the kept one does not have either goes on from it or is another; that takes its lines to tell.

    Args:
        own: the locks that were kept, by incident.
        published: the last link of every published incident, by incident; empty where nothing is sealed.
    """
    for slug, lock in sorted(own.items()):
        # Before a folder was renamed the site had the chain under the former name.
        said = next((published[name] for name in (slug, *reversed(lock.former)) if name in published), None)
        if missing := _missing(lock, said):
            yield lock_path(slug), _words(f"content/incidents/{slug}/ledger.lock", missing)


def pages_behind(own: LockDocument | None, published: str) -> Iterator[tuple[str, str]]:
    """Yield the same of the seals of free pages and of how to ask.

    Args:
        own: the lock that was kept.
        published: the last link of the published one; empty where there is none.
    """
    if own is not None and (missing := _missing(own, published)):
        yield PAGE_LOCK, _words(OWN_PAGE_LOCK, missing)


def newest_behind(own: Mapping[str, tuple[str, datetime]], newest: datetime | None) -> Iterator[tuple[str, str]]:
    """Yield the list if the newest statement in it came before one that is sealed here.

    Args:
        own: of each incident, the path of the newest of its texts that are sealed and may be read, and when it was published.
        newest: when the newest statement on the site was published; None where there is none.
    """
    if not own:
        return
    path, when = max(own.values(), key=lambda one: (one[1], one[0]))
    if newest is None or newest < when:
        there = f"its newest statement is from {newest:%Y-%m-%d, %H:%M} UTC" if newest else "there is no statement in it"
        how = f"is from an older site: {there}, but {path} is from {when:%Y-%m-%d, %H:%M} UTC and sealed here. If that was already published, someone has restored an old copy of the site"
        yield LIST, how


def _missing(lock: LockDocument, end: str | None) -> tuple[SealLine, ...]:
    """Return the lines that follow on an end; all of them where there is none, and none where it is not an end of this lock."""
    ends = [line.chain for line in lock.lines]
    if not end:
        return lock.lines
    return lock.lines[ends.index(end) + 1 :] if end in ends else ()


def _words(path: str, missing: tuple[SealLine, ...]) -> str:
    names = list(dict.fromkeys(line.name for line in missing))
    shown = ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
    lines, are, they_were = (f"{len(missing)} lines", "are", "they were") if len(missing) > 1 else ("line", "is", "it was")
    return f"is older than {path}: the last {lines} of that {are} not published ({shown}). If {they_were} already, someone has restored an old copy of the site"
