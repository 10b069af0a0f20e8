"""What is kept of a run for the next one."""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Kind(StrEnum):
    """What kind of result is kept; each has its folder."""

    FINDINGS = "findings"
    OUTLINES = "outlines"
    FOLDERS = "folders"
    PARTS = "parts"
    HEADS = "heads"
    INCIDENTS = "incidents"
    FRAMES = "frames"
    STAMPED = "stamped"
    ROWS = "rows"
    WORDS = "words"
    SITES = "sites"
    PICTURES = "pictures"
    EARLIER = "earlier"


class Kept(Protocol):
    """A place where results are kept, each under a digest of everything that it depends on.

    What is got is what was put, or nothing: what is damaged or of another kind counts as not there. Nothing is raised.
    """

    @property
    def stamp(self) -> str:
        """What stands for the program, its libraries and Python in every key."""

    def get(self, kind: Kind, key: str) -> bytes | None:
        """Return a result; None where there is none."""

    def put(self, kind: Kind, key: str, data: bytes) -> None:
        """Keep a result."""

    def use(self, kind: Kind, keys: Collection[str]) -> None:
        """Say that results are of use without getting them, so that they stay."""

    def folder(self, kind: Kind, key: str) -> Path | None:
        """Return where a folder can be kept, which is moved there and taken from there by whoever asks; None where none can."""


class NothingKept:
    """A place in which nothing is kept."""

    stamp = ""

    def get(self, _kind: Kind, _key: str) -> bytes | None:
        """Return None."""
        return None

    def put(self, _kind: Kind, _key: str, _data: bytes) -> None:
        """Do nothing."""

    def use(self, _kind: Kind, _keys: Collection[str]) -> None:
        """Do nothing."""

    def folder(self, _kind: Kind, _key: str) -> Path | None:
        """Return None."""
        return None
