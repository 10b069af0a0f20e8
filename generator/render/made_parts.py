"""The parts of incidents that this run has made: in a store, so that of each no more is in memory than where it is."""

import json
from hashlib import sha256
from typing import Any, Final, TypeAlias

from generator.model.artifact import Artifact, FileStore, StoredFile

#: Where what is told of a part begins in the store, and how many bytes it has.
Place: TypeAlias = tuple[int, int]
_FILES: Final = "files"
_BESIDE: Final = "beside"


class MadeParts:
    """Such parts of a site. Without a store there are none."""

    def __init__(self) -> None:
        self._store: FileStore | None = None
        self._places: dict[str, Place] = {}
        self._new: dict[str, Place] = {}

    def keep_in(self, store: FileStore) -> None:
        """Keep the parts that are made from now on in a store; those in another one are none any more.

        Args:
            store: where.
        """
        self._store = store
        self._places, self._new = {}, {}

    @property
    def are_stored(self) -> bool:
        """Whether there is a store, as there is for a large site."""
        return self._store is not None

    def get(self, what: str, slug: str, language: str, beside: Any) -> tuple[tuple[Artifact, ...], Any] | None:
        """Return a part, as it was made; None where it was not.

        Args:
            what: what it is called among all parts of an incident.
            slug: the incident.
            language: in which language.
            beside: what it depends on that is in no site.
        """
        place = self._places.get(_name(what, slug, language, beside)) if self._store and self._places else None
        if place is None or self._store is None:
            return None
        told = json.loads(self._store.get(*place))
        files = (StoredFile(path, (size, digest), at) for path, size, digest, at in told[_FILES])
        return tuple(map(self._store.file, files)), told[_BESIDE]

    def note(self, what: str, slug: str, language: str, beside: Any, part: tuple[tuple[Artifact, ...], Any]) -> None:
        """Put a part in the store, if there is one.

        Args:
            what: as for `get`.
            slug: likewise.
            language: likewise.
            beside: likewise.
            part: its files, and what is told beside them.
        """
        if self._store is None:
            return
        files, said = part
        stored = [(one.path, *one.digest, one.at) for one in self._store.put_files(files)] if files else []
        told = json.dumps({_FILES: stored, _BESIDE: said}).encode()
        self._new[_name(what, slug, language, beside)] = self._store.put(told), len(told)

    def taken(self) -> dict[str, Place]:
        """Return where the parts are that were noted since this was asked the last time."""
        new, self._new = self._new, {}
        return new

    def add(self, places: dict[str, Place]) -> None:
        """Add parts, whoever has made them."""
        self._places |= places


def _name(what: str, slug: str, language: str, beside: Any) -> str:
    return f"{what} {language} {slug} {sha256(repr(beside).encode('utf-8', 'surrogatepass')).hexdigest()}"
