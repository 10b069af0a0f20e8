"""Announcements of a new key by the one before, and which changes of a site's key were announced.

An announcement is a small text, signed with the old key by `ssh-keygen -Y sign`: whoever knows the old key can tell that its owner wanted the new
one. Which keys there were is known from the history of site_config.yml and from lines in pages.lock. Each of the two can be forged by those who may
rewrite it, so a key is the first one only if all that is there says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from generator.format.public_key import read_public_key
from generator.model.config import SigningKey, SiteSettings
from generator.model.document import LockDocument
from generator.model.identity import identity_of
from generator.model.key_change import KeyAnnouncement, KeyRecord, KeyUse
from generator.seals.integrity_list import digest_of_key, fingerprint, fingerprint_of_digest

#: Where announcements are, and where the built site has them.
FOLDER: Final = "content/keys"
PUBLISHED: Final = "keys"
#: The namespace of their signatures.
NAMESPACE: Final = "aboveboard-key"
#: What begins the name of a line of pages.lock that seals which key signs; the key's digest follows.
SEALED: Final = "site_config.yml##signing."

_STATEMENT: Final = re.compile(
    r"aboveboard key change 1\nsite: (?P<site>\S+)\n(?:address: (?P<address>\S+)\n)?old: (?P<old>\S+ \S+)\nnew: (?P<new>none|\S+ \S+)\n"
    r"on: (?P<on>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\nbecause: (?P<because>\S[^\n]*)\n"
)
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


def statement(site: SiteSettings, old: SigningKey, new: SigningKey | None, on: datetime, because: str) -> str:
    """Return the text of an announcement."""
    after = f"{new.kind} {new.blob}" if new else "none"
    # Readers know a site by its address. Where its ids are made of something else, the address has to be there too.
    address = "" if site.identity == identity_of(site.url) else f"address: {site.url}\n"
    return (
        f"aboveboard key change 1\nsite: {site.identity}\n{address}old: {old.kind} {old.blob}\nnew: {after}\n"
        f"on: {on.astimezone(UTC):{_MOMENT}}\nbecause: {' '.join(because.split())}\n"
    )


def read_announcement(path: str, text: bytes, signature: bytes) -> KeyAnnouncement | None:
    """Read an announcement; None when it is not one. What git does to line ends on some computers makes no difference."""
    text = text.replace(b"\r\n", b"\n")
    try:
        found = _STATEMENT.fullmatch(text.decode("utf-8"))
        on = datetime.strptime(found["on"], _MOMENT).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
    if found is None or on is None or not found["because"].isprintable():
        return None
    old, new = read_public_key(found["old"]), read_public_key(found["new"])
    if old is None or (new is None and found["new"] != "none"):
        return None
    return KeyAnnouncement(
        path=path,
        text=text,
        signature=signature.replace(b"\r\n", b"\n"),
        site=found["site"],
        address=found["address"] or "",
        old=old,
        new=new,
        on=on,
        because=found["because"],
    )


def sealed_key(key: SigningKey) -> str:
    """Return the name of the line of pages.lock that says that a key signs."""
    return f"{SEALED}{digest_of_key(key)}"


def vouched_for(known: Iterable[str], announcements: Iterable[KeyAnnouncement]) -> dict[str, KeyAnnouncement]:
    """Return the fingerprints of all keys that follow from known ones, each with its announcement; the empty one stands for the end of signing.

    Args:
        known: fingerprints.
        announcements: announcements whose signatures were looked at.
    """
    good = [one for one in announcements if one.signer and one.signer == fingerprint(one.old)]
    found: dict[str, KeyAnnouncement] = {}
    reached = set(known)
    while True:
        further = {fingerprint(one.new) if one.new else "": one for one in reversed(good) if fingerprint(one.old) in reached}
        if not (new := {mark: one for mark, one in further.items() if mark not in reached}):
            return found
        found |= new
        reached |= new.keys()


def key_record(
    keys: Sequence[SigningKey],
    site: str,
    versions: Sequence[tuple[datetime, tuple[SigningKey, ...]]],
    lock: LockDocument | None,
    announcements: Iterable[KeyAnnouncement],
    told_before: Iterable[KeyAnnouncement] = (),
) -> KeyRecord:
    """Return which keys a site had, and which changes were announced.

    Args:
        keys: the keys that site_config.yml names.
        site: what the ids of the site are made of.
        versions: the keys in each version of site_config.yml that names any, the oldest first, and when it came.
        lock: pages.lock.
        announcements: whatever is in content/keys/ and can be read.
        told_before: whatever was there once; it vouches for nothing, but a key that handed over has done so.
    """
    marks = [fingerprint(key) for key in keys]
    told = sorted((one for one in announcements if one.site == site), key=lambda one: (one.on, one.path))
    sources = [_in_history(versions), _in_lock(lock)]
    since: dict[str, datetime] = {}
    for source in sources:
        for mark, when in source.items():
            since[mark] = max(when, since.get(mark, when))
    firsts = [{mark for mark, when in source.items() if when == min(source.values())} for source in sources if source]
    every = list(dict.fromkeys([*sorted(since, key=lambda mark: (since[mark], mark)), *marks]))
    # Where nothing tells what was before, the keys of today are the first.
    first = {mark for mark in every if all(mark in one for one in firsts)} if firsts else set(marks)
    said = vouched_for(first or set().union(*firsts), told)
    reached = first | set(said)
    silent: list[str] = []
    for mark in every:
        if mark not in reached:
            silent.append(mark)
            more = vouched_for((*reached, mark), told)
            said = more | said
            reached |= {mark, *more}
    ever = [*told, *(one for one in told_before if one.site == site)]
    too_late, handed = _without_a_say(versions, marks, told, ever, set(silent))
    late = {mark: when for mark, when in too_late.items() if mark in marks}
    since |= {mark: when for mark, when in late.items() if when}
    said = {mark: one for mark, one in said.items() if mark not in late}
    # What follows from a key that nobody announced, and from no other, is not better than that key.
    rooted = {*(roots := first or set().union(*firsts)), *vouched_for(roots, told)}
    doubtful = {one for one in silent if one in marks or (set(marks) - rooted) & set(vouched_for((one,), told))} | set(late)
    silent += late
    unchecked = {fingerprint(one.new) for one in told if one.new and one.signer is None}
    uses = tuple(
        KeyUse(
            mark=mark,
            since=since.get(mark),
            current=mark in marks,
            announcement=said.get(mark),
            silent=mark in silent,
            doubtful=mark in doubtful,
            unchecked=mark in unchecked and mark in silent,
        )
        for mark in every
    )
    ended = bool(since) and not marks
    # A key that has no say any more cannot say that it was the last one either.
    end = vouched_for(since.keys() - handed - too_late.keys() - set(silent), told).get("") if ended else None
    return KeyRecord(uses=uses, given_up=ended and end is None, end=end)


def _without_a_say(
    versions: Sequence[tuple[datetime, tuple[SigningKey, ...]]],
    now: Sequence[str],
    told: Sequence[KeyAnnouncement],
    ever: Sequence[KeyAnnouncement],
    silent: set[str],
) -> tuple[Mapping[str, datetime | None], set[str]]:
    """Return the keys that only keys without a say announced, or that came back without a word, each with when it came; and those that handed over.

    A key that announced another, and was then taken out, has handed over: whoever has a copy of it can neither bring it back nor announce one more.
    """
    seen: set[str] = set()
    handed: set[str] = set()
    late: dict[str, datetime | None] = {}
    before: set[str] = set()
    steps: list[tuple[datetime | None, set[str]]] = [(when, {fingerprint(key) for key in keys}) for when, keys in versions]
    for when, named in (*steps, (None, set(now))):
        if not named:
            continue
        for mark in sorted(named - before) if seen else ():
            able = seen - handed - late.keys() - {mark}
            # A key that nobody announced can vouch for no more than for what follows from it.
            if mark in vouched_for(able - silent if mark in seen else able, told):
                handed.discard(mark)
                late.pop(mark, None)
            elif mark in handed or (mark not in seen and mark in vouched_for(seen, told)):
                late[mark] = when
        handed |= {mark for mark in before - named if named & vouched_for((mark,), ever).keys()}
        seen |= named
        before = named
    return late, handed


def _in_history(versions: Sequence[tuple[datetime, tuple[SigningKey, ...]]]) -> Mapping[str, datetime]:
    found: dict[str, datetime] = {}
    for when, keys in versions:
        for key in keys:
            found.setdefault(fingerprint(key), when)
    return found


def _in_lock(lock: LockDocument | None) -> Mapping[str, datetime]:
    found: dict[str, datetime] = {}
    for line in lock.lines if lock else ():
        if (
            line.name.startswith(SEALED)
            and line.seen is not None
            and (mark := fingerprint_of_digest(line.name.removeprefix(SEALED)))
        ):
            found.setdefault(mark, line.seen)
    return found
