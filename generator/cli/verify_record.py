"""The part of `aboveboard verify` that counts the record again, from the ledgers and locks that the site itself serves."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.ledger.terms import promise_key
from generator.links.ledger_files import INDEX, RECORD, incident_file, record_year_file, year_file
from generator.model.document import LockDocument, SealLine
from generator.model.source import RawFile
from generator.render.record import Difference, differences, record, record_of_year, row
from generator.seals.integrity_list import lock_path
from generator.seals.ledger_lock import parse_lock

#: The page that says what record.json says: a site that has one has the other.
PAGE: Final = "record/index.html"
#: The most lines of a ledger.lock.
_MOST_SEALS: Final = 4000
#: The most that is read of a file that is counted, and the memory that the list of files and what is counted may fill together, in bytes.
FILE_LIMIT: Final = 4 << 20
ROOM: Final = 13 << 20


class UncountableError(Exception):
    """The record cannot be counted. The message says which file is why; `away`: that file could not be read at the moment."""

    def __init__(self, path: str, how: str, *, away: bool = False) -> None:
        super().__init__(how)
        self.path = path
        self.how = how
        self.away = away


def seals_in(data: bytes, slug: str) -> LockDocument:
    """Parse an incident's ledger.lock as a site serves it.

    Raises:
        UncountableError: it is longer than one that a build wrote can be.
    """
    path = lock_path(slug)
    if len(data) > MARKDOWN_LIMIT or data.count(b"\n") > _MOST_SEALS:
        raise UncountableError(path, "is longer than the limit for the record of an incident")
    return parse_lock(*decode(RawFile(path, data, len(data)), MARKDOWN_LIMIT), slug)


class SealsOfSite(Mapping[str, LockDocument]):
    """The seals of a site's incidents, each read when it is asked for: all of them at once may be more than fits in memory.

    Args:
        read: returns at most one byte more than so many of a file; None when it cannot be read.
    """

    def __init__(self, read: Callable[[str, int], bytes | None]) -> None:
        self._read = read
        self._chains: dict[str, str] = {}

    def keep(self, slug: str, chain: str) -> None:
        """Note the chain's end of an incident whose seals are whole."""
        self._chains[slug] = chain

    def __len__(self) -> int:
        """Return how many incidents there are."""
        return len(self._chains)

    def __iter__(self) -> Iterator[str]:
        """Return the names of the incidents."""
        return iter(self._chains)

    def __getitem__(self, slug: str) -> LockDocument:
        """Read an incident's seals."""
        chain, path = self._chains[slug], lock_path(slug)
        data = self._read(path, MARKDOWN_LIMIT)
        if data is None:
            raise UncountableError(path, "could be read once, but not again", away=True)
        lock = seals_in(data, slug)
        if not lock.lines or lock.lines[-1].chain != chain:
            raise UncountableError(path, "changes between two readings")
        return lock


def compare(read: Callable[[str], bytes], locks: Mapping[str, LockDocument], room: int = ROOM) -> Iterator[tuple[str, str]]:
    """Yield each path that does not agree with the others, and how.

    Args:
        read: returns a file of the site, at most one byte more than `FILE_LIMIT`.
        locks: the seals by incident.
        room: how many bytes of memory a file may fill; those of all incidents that are held together may fill half of it.

    Raises:
        UncountableError: a file is missing or is not what a build writes.
    """
    index = _loaded(INDEX, read(INDEX), room)
    rows: dict[str, list[dict[str, Any]]] = {INDEX: []}
    names: set[str] = set()
    held = 0
    try:
        for place, listed in _listed(index, read, room):
            path = incident_file(listed["id"])
            if listed["id"] in names:
                yield place, f"lists {listed['id']}, which is listed already"
            names.add(listed["id"])
            data = read(path)
            if sha256(data).hexdigest() != listed["sha256"]:
                yield place, f"does not have the digest of {path}"
            file = _loaded(path, data, room)
            rows.setdefault(place, []).append(_row(path, file))
            held += _weight(json.dumps(rows[place][-1]).encode())
            if held > room // 2:
                raise UncountableError(path, "it contains more than is counted here", away=True)
            lock = locks.get(listed["id"])
            if lock is not None:
                yield from ((path, how) for how in _against_seals(file, lock))
        yield from ((INDEX, f"lacks {slug}, which is sealed") for slug in sorted(set(locks) - names))
        earlier = []
        for year in index.get("earlier", ()):
            there = year_file(_year(year))
            theirs = rows.get(there, [])
            # What the index says of a list is compared where that is read.
            if year["incidents"] != len(theirs) or sha256(read(there)).hexdigest() != year["sha256"]:
                yield INDEX, f"does not have the digest of {there}, or not the number of its incidents"
            path = record_year_file(_year(year))
            data = read(path)
            counted = json.loads(json.dumps(record_of_year(index["url"], _year(year), theirs)))
            yield from ((path, _words(found)) for found in differences(_loaded(path, data, room), counted))
            named = {"year": _year(year), "url": index["url"] + path, "incidents": len(theirs)}
            earlier.append(({**named, "sha256": sha256(data).hexdigest()}, theirs))
        counted = json.loads(json.dumps(record(index, rows[INDEX], earlier)))
    except (KeyError, TypeError, AttributeError) as error:
        raise UncountableError(INDEX, "is not what a build writes") from error
    for found in differences(_loaded(RECORD, read(RECORD), room), counted):
        yield RECORD, _words(found)


def _listed(index: Any, read: Callable[[str], bytes], room: int) -> Iterator[tuple[str, Any]]:
    """Yield the row of each incident, and the path of the list that has it: the index, or the list of a year."""
    yield from ((INDEX, row) for row in index["incidents"])
    for year in index.get("earlier", ()):
        path = year_file(_year(year))
        yield from ((path, row) for row in _loaded(path, read(path), room)["incidents"])


def _year(named: Mapping[str, Any]) -> int:
    """Return the year of a list that the index names. A path is made of it."""
    year = named["year"]
    if type(year) is not int:
        raise TypeError(year)
    return year


def _row(path: str, file: Any) -> dict[str, Any]:
    try:
        return row(file)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UncountableError(path, "is not what a build writes") from error


def _loaded(path: str, data: bytes, room: int) -> Any:
    if len(data) > FILE_LIMIT or _weight(data) > room:
        raise UncountableError(path, "it contains more than is counted here", away=True)
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UncountableError(path, "is not JSON") from error


def _weight(data: bytes) -> int:
    """Return about how many bytes of memory a JSON text fills: its lists and objects many more than it has itself."""
    # One character beyond ASCII makes each of a text up to four bytes.
    text = (3 if data.isascii() and b"\\u" not in data else 6) * len(data)
    return text + 72 * sum(data.count(sign) for sign in (b"[", b"{")) + 48 * (data.count(b",") + data.count(b":"))


def _words(found: Difference) -> str:
    return f"says {found.figure}: {_as_json(found.given)}, but its ledgers give {_as_json(found.counted)}"


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=True)
    except TypeError:
        return "nothing"


# What the seals fix.


def _against_seals(file: Mapping[str, Any], lock: LockDocument) -> Iterator[str]:
    """Yield what an incident's file says otherwise than its seals: updates left out, due moments, and what became of promises."""
    first: dict[int, SealLine] = {}
    for line in lock.lines:
        number = line.name.partition("-")[0]
        # A translation has a language between its name and its ending.
        if number.isascii() and number.isdecimal() and line.name.count(".") == 1:
            first.setdefault(int(number), line)
    there = {update["number"] for update in file["updates"]}
    yield from (f"lacks update {number}, which is sealed" for number in sorted(first.keys() - there))
    for promise in file["promises"]:
        sealed = first.get(promise["made_in"])
        due = sealed.due.get(promise_key(promise["kind"], promise["name"] or "")) if sealed else None
        if sealed is None or due is None:
            continue
        if _moment(promise["due_at"]) != due:
            yield f"says that {promise['id']} was due at {promise['due_at']}, but its seal says {due:%Y-%m-%dT%H:%M:%SZ}"
        elif (state := _state(promise, due, sealed.grace)) is not None and state != promise["state"]:
            yield f"says that {promise['id']} is {promise['state']}, but its seal says {state}"


def _state(promise: Mapping[str, Any], due: datetime, grace: timedelta | None) -> str | None:
    """Return what became of a promise by its sealed terms; None where these alone do not tell."""
    settled, done = promise["settled"], promise["done_on"]
    if grace is None or settled is None or done is not None or (promise["kind"] == "step" and promise["state"] == "missed"):
        # A step that is given up counts as missed whenever that was.
        return None
    if _moment(settled) > due + grace:
        return "missed"
    return "moved" if promise["moved_to"] is not None else "kept"


def _moment(given: str) -> datetime:
    return datetime.fromisoformat(given)
