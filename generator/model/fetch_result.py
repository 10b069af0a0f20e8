"""The result of fetching a file of a published site."""

from dataclasses import dataclass


class TimeUpError(Exception):
    """The time for reading the site is up."""


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


@dataclass(frozen=True, slots=True)
class HashResult:
    """The result of reading one file for its digest alone.

    Attributes:
        digest: its hexadecimal SHA-256, decompressed; of a file that is longer than the limit, of no use.
        size: how many bytes were read; empty and zero when the reading failed.
        why: why it failed, in words that can follow the file's address; empty when it did not.
        away: whether nothing is known about the file.
    """

    digest: str = ""
    size: int = 0
    why: str = ""
    away: bool = False
