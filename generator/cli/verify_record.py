"""The part of `aboveboard verify` that counts the record again, from the ledgers and locks that the site itself serves."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from generator.ledger.terms import promise_key
from generator.links.ledger_files import INDEX, RECORD, incident_file
from generator.model.document import LockDocument, SealLine
from generator.render.record import Difference, differences, record, row

#: The page that says what record.json says: a site that has one has the other.
PAGE: Final = "record/index.html"


class UncountableError(Exception):
    """The record cannot be counted. The message says which file is why; `away`: that file could not be read at the moment."""

    def __init__(self, path: str, how: str, *, away: bool = False) -> None:
        super().__init__(how)
        self.path = path
        self.how = how
        self.away = away


def compare(read: Callable[[str], bytes], locks: Mapping[str, LockDocument]) -> Iterator[tuple[str, str]]:
    """Yield each path that does not agree with the others, and how.

    Args:
        read: returns a file of the site.
        locks: the seals by incident.

    Raises:
        UncountableError: a file is missing or is not as a build wrote it.
    """
    index = _loaded(INDEX, read(INDEX))
    rows = []
    try:
        for listed in index["incidents"]:
            path = incident_file(listed["id"])
            data = read(path)
            if sha256(data).hexdigest() != listed["sha256"]:
                yield INDEX, f"does not have the digest of {path}"
            file = _loaded(path, data)
            rows.append(_row(path, file))
            lock = locks.get(listed["id"])
            if lock is not None:
                yield from ((path, how) for how in _against_seals(file, lock))
        missing = sorted(set(locks) - {each["id"] for each in index["incidents"]})
        yield from ((INDEX, f"lacks {slug}, which is sealed") for slug in missing)
        counted = json.loads(json.dumps(record(index, rows)))
    except (KeyError, TypeError, AttributeError) as error:
        raise UncountableError(INDEX, "is not as a build wrote it") from error
    for found in differences(_loaded(RECORD, read(RECORD)), counted):
        yield RECORD, _words(found)


def _row(path: str, file: Any) -> dict[str, Any]:
    try:
        return row(file)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UncountableError(path, "is not as a build wrote it") from error


def _loaded(path: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UncountableError(path, "is not JSON") from error


def _words(found: Difference) -> str:
    return f"says {found.figure}: {_said(found.given)}, and its ledgers give {_said(found.counted)}"


def _said(value: Any) -> str:
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
            yield f"says that {promise['id']} was due at {promise['due_at']}, and its seal says {due:%Y-%m-%dT%H:%M:%SZ}"
        elif (state := _state(promise, due, sealed.grace)) is not None and state != promise["state"]:
            yield f"says that {promise['id']} is {promise['state']}, and by its seal it is {state}"


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
