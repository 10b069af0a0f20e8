"""What is told of all kept parts of a site, or of all its incidents, in one entry: a run that uses nearly all of them opens no other."""

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from typing import Final

from generator.model.kept import Kept, Kind

_DIGITS: Final = 64


class KeptHeads:
    """What is told of each part, by its name among what is kept: a line of JSON.

    Args:
        kept: where results are kept.
        of: what tells one site from another.
        kind: the kind of the entry.
    """

    def __init__(self, kept: Kept, of: tuple[str, ...], kind: Kind = Kind.HEADS) -> None:
        self._kept = kept
        self._kind = kind
        self._key = sha256(repr((kept.stamp, kind.value, of)).encode()).hexdigest()
        self._used: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}

    @cached_property
    def _held(self) -> dict[str, bytes]:
        lines = (self._kept.get(self._kind, self._key) or b"").split(b"\n")
        return {line[:_DIGITS].decode("latin-1"): line[_DIGITS:] for line in lines}

    def __contains__(self, key: str) -> bool:
        """Whether anything is told of a part."""
        return key in self._held

    def get(self, key: str) -> bytes | None:
        """Return what is told of a part; None where nothing is."""
        return self._held.get(key)

    def use(self, key: str, line: bytes) -> None:
        """Say that a part is used, so that what is told of it stays."""
        self._used[key] = self._new[key] = line

    def taken(self) -> dict[str, bytes]:
        """Return what was used since this was asked the last time."""
        new, self._new = self._new, {}
        return new

    def add(self, used: dict[str, bytes]) -> None:
        """Add what was used in another process."""
        self._used |= used

    def write(self) -> None:
        """Keep what is told of the parts of this run, and the parts themselves."""
        if self._kind is Kind.HEADS:
            self._kept.use(Kind.PARTS, self._used)
        if self._used and self._used != self._held:
            self._kept.put(self._kind, self._key, _joined(self._used.items()))


def _joined(lines: Iterable[tuple[str, bytes]]) -> bytes:
    return b"\n".join(key.encode() + line for key, line in lines)
