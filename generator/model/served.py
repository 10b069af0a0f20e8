"""What a reader gets of a site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Served:
    """What came of asking for a file.

    Attributes:
        data: its bytes, unpacked, at most one more than was asked for; None when there were none.
        why: why there were none, in words that can follow the file's address.
        away: whether that says nothing of the file, since the site could not be reached.
    """

    data: bytes | None
    why: str = ""
    away: bool = False
