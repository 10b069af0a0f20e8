"""What writers make."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol, Self

from generator.model.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site or of the builder's project.

    Attributes:
        path: relative to the output, with forward slashes.
        data: the bytes.
    """

    path: str
    data: bytes

    @property
    def digest(self) -> tuple[int, str]:
        """Its size in bytes, and its SHA-256 digest in hexadecimal."""
        return len(self.data), sha256(self.data).hexdigest()


class UnreadArtifact(StandIn, Artifact):
    """A file that was kept, of which the digest is known: its bytes are read when they are asked for."""

    __slots__ = ("_digest", "_read")
    _digest: tuple[int, str]
    _read: Callable[[], bytes]

    @classmethod
    def of(cls, path: str, digest: tuple[int, str], read: Callable[[], bytes]) -> Self:
        """Return a file.

        Args:
            path: relative to the output.
            digest: its size in bytes, and its SHA-256 digest in hexadecimal.
            read: returns its bytes.
        """
        made = cls.__new__(cls)
        # Of each of some thirty thousand files after a change of one: a loop takes twice as long.
        put = object.__setattr__
        put(made, "path", path)
        put(made, "_digest", digest)
        put(made, "_read", read)
        return made

    def _asked(self, name: str) -> Any:
        if name != "data":
            raise LookupError(name)
        return self._read()

    @property
    def digest(self) -> tuple[int, str]:
        """Its size in bytes, and its SHA-256 digest in hexadecimal."""
        return self._digest


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a file that is in a store.

    Attributes:
        path: relative to the output, with forward slashes.
        digest: its size in bytes, and its SHA-256 digest in hexadecimal.
        at: where it begins there.
    """

    path: str
    digest: tuple[int, str]
    at: int


class FileStore(Protocol):
    """Where files wait that are made and not written yet. What one process puts there, all of them can read."""

    def put(self, data: bytes) -> int:
        """Put bytes there; return where they begin."""

    def get(self, at: int, length: int) -> bytes:
        """Return so many bytes that begin somewhere."""

    def put_files(self, files: Sequence[Artifact]) -> tuple[StoredFile, ...]:
        """Put files there; return what is known of each."""

    def file(self, stored: StoredFile) -> Artifact:
        """Return a file that was put there."""


class StoredArtifact(StandIn, Artifact):
    """A file in a store. Its bytes are read whenever they are asked for, and not held: all files of a site would fill the memory."""

    __slots__ = ("_get", "stored")
    stored: StoredFile
    _get: Callable[[int, int], bytes]

    @classmethod
    def of(cls, stored: StoredFile, get: Callable[[int, int], bytes]) -> Self:
        """Return a file.

        Args:
            stored: what is known of it.
            get: returns what begins somewhere in the store and has so many bytes.
        """
        made = cls.__new__(cls)
        for name, value in (("path", stored.path), ("stored", stored), ("_get", get)):
            object.__setattr__(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        """Read it, each time: only its bytes are not known."""
        if name != "data":
            raise AttributeError(name)
        return self._get(self.stored.at, self.stored.digest[0])

    @property
    def digest(self) -> tuple[int, str]:
        """Its size in bytes, and its SHA-256 digest in hexadecimal."""
        return self.stored.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineParts:
    """The scripts and style sheets in a page that a content security policy has to name.

    Attributes:
        scripts: the hashes of the scripts in it, as a policy writes them.
        styles: those of its style sheets.
        asks: whether it loads a script or a style sheet from a separate file.
        plays: whether it plays a video of the site.
    """

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    asks: bool = False
    plays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """What is done to the pages when the builder has made them.

    Attributes:
        look: reads from a page what must be known before any page can be finished.
        join: combines that for all pages.
        page: makes a page as it is published, given what is in every page, and whether this one plays a video (None: look).
        found_by: how many characters of the beginning of a page the search has, by the page's address; None: all that is in it, 0: the page is not found.
        other: makes any other file of the builder's, by its path, as it is published.
        files: makes the files that depend on all pages, given the paths of all files.
        last: makes the files that depend on all others, given each one's size in bytes and SHA-256 digest in hexadecimal, by path. The last of them is the
            one that is signed.
    """

    look: Callable[[bytes], InlineParts]
    join: Callable[[Iterable[InlineParts]], InlineParts]
    page: Callable[[bytes, InlineParts, bool | None], bytes]
    other: Callable[[str, bytes], bytes]
    files: Callable[[Iterable[str], InlineParts], Iterable[Artifact]]
    last: Callable[[Mapping[str, tuple[int, str]]], Iterable[Artifact]]
    found_by: Callable[[str], int | None] = lambda _address: None


@dataclass(frozen=True, slots=True)
class Theme:
    """How the site looks.

    Attributes:
        name: the theme's name: the wrapper folder to use.
        files: every file under `themes/` that it needs (`pages/`, `partials/`, `shared/`, `locales/` and its own wrapper folder), by path
            relative to `themes/`, such as `pages/home.html` or `locales/de/LC_MESSAGES/aboveboard.po`.
        fonts: TrueType or OpenType files for the letters in pictures, the preferred one first.
        own: those of `files` that come from the site, not from the program.
    """

    name: str
    files: Mapping[str, bytes]
    fonts: tuple[bytes, ...] = ()
    own: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        """Hash the name and the number of files: results are cached by theme, and two themes of one name are rare."""
        return hash((self.name, len(self.files)))
