"""The result of fetching a file of a published site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The result of fetching one file.

    Attributes:
        data: its bytes, decompressed, at most one more than the limit; None when the fetch failed.
        why: why the fetch failed, in words that can follow the file's address.
        away: whether the site could not be reached, so that nothing is known about the file.
    """

    data: bytes | None
    why: str = ""
    away: bool = False
