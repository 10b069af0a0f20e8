"""What version control remembers of a site, and what of it was public."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Version:
    """What a file held from one commit on.

    Attributes:
        commit: the commit, in full.
        since: when it was committed, at the earliest; never before the commit that it follows.
        data: its bytes; None when the commit took the file away, and empty for a kind of file that is not read.
        dated: when it was committed as far as that proves anything: the commit's date, or the latest possible moment where its date cannot be
            right; None: same as `since`.
        latest: when it was committed, at the latest; None: same as `since`.
        written: when any commit that leads here first had the same bytes under this name; None: same as `since`.
    """

    commit: str
    since: datetime
    data: bytes | None
    dated: datetime | None = None
    latest: datetime | None = None
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class OddCommit:
    """A commit whose date cannot be right.

    Attributes:
        commit: the commit, in full.
        date: what it says.
        path: a file that it changed.
    """

    commit: str
    date: datetime
    path: str


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The end of an incident's chain of seals, as it was kept in a tag.

    Attributes:
        tag: the tag.
        slug: the incident's folder at that time; `pages.lock` for the free pages.
        chain: the last link of its lock.
    """

    tag: str
    slug: str
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The history of the branch that is published, as far as this copy of the site stands on it.

    Attributes:
        known: whether the whole history is there; if not, nothing can be said of it.
        why: why it is not there.
        help: what the writer can do about that.
        outside: no history exists: the site is not in a repository, or git is missing.
        queried_at: when git was queried; nothing in the history was public later than that.
        files: every version of each file of the site, by path relative to its root, oldest first.
        unpushed: the versions that followed on this copy's own published branch and were not pushed yet, likewise.
        earlier: the versions of files that are to be published, in every commit that led here, the newest first; not only on the published
            branch.
        ahead: the versions that followed where nothing told which branch is published: they may be public, and prove nothing.
        dropped: by path, the versions that were lost in a merge: changed on one side, while the other side's text was kept.
        locks: by path, every ledger.lock of any commit that leads here, whichever branch it was made on.
        odd: the commits whose dates cannot be right.
        ends: the ends of chains that were kept in tags.
        guessed: whether nothing told which branch is published, so that all that was committed here counts.
    """

    known: bool
    why: str = ""
    help: str = ""
    outside: bool = False
    queried_at: datetime
    files: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unpushed: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    earlier: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    ahead: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    dropped: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    locks: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    odd: tuple[OddCommit, ...] = ()
    ends: tuple[ChainEnd, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText:
    """A text that was public.

    Attributes:
        commit: the commit that brought it.
        since: when readers could first see it.
        text: as it is sealed: newlines as line ends, no byte-order mark.
    """

    commit: str
    since: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerIdentity:
    """What a site's permanent ids were made of before.

    Attributes:
        identity: the former identity.
        until: when it was last in use.
    """

    identity: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastIncident:
    """What of one incident was public, as far as history tells.

    Attributes:
        texts: by path, of updates, translations and reviews that no line of today's ledger.lock speaks of: the text that was published, and
            after it each with fixed words that says so in its `amended`.
        sealed_texts: the same of those that a line of today's ledger.lock speaks of.
        lost: by path, texts that readers can have seen on a branch, and that a merge did not keep.
        incident: incident.md as it was published, and each that followed, oldest first; empty when ledger.lock speaks of it.
        locks: every ledger.lock that was committed, oldest first.
        standing: by path, incident.md and its translations each time that readers saw them, oldest first, whatever the lock speaks of.
        other_locks: every ledger.lock of any commit that leads here, whichever branch it was made on.
    """

    texts: Mapping[str, tuple[PublicText, ...]] = field(default_factory=lambda: MappingProxyType({}))
    sealed_texts: Mapping[str, tuple[PublicText, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lost: Mapping[str, tuple[PublicText, ...]] = field(default_factory=lambda: MappingProxyType({}))
    incident: tuple[PublicText, ...] = ()
    locks: tuple[PublicText, ...] = ()
    standing: Mapping[str, tuple[PublicText, ...]] = field(default_factory=lambda: MappingProxyType({}))
    other_locks: tuple[PublicText, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseSettings:
    """The settings by which promises are judged from a given time on: the site's time zone, in which days end, and its grace."""

    since: datetime
    zone: ZoneInfo
    grace: timedelta


@dataclass(frozen=True, slots=True)
class Arrival:
    """When readers can first have read a text.

    Attributes:
        at: the earliest moment for which there is a proof.
        committed: whether it is in the history; if not, and it is not sealed either, `at` is now.
        sealed: whether ledger.lock is the proof.
    """

    at: datetime
    committed: bool
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """A file beside the content that changed: a theme's, a workflow, what workflows install.

    Attributes:
        was: its bytes before; None when there was none, or when it was no file.
        now: its bytes now, likewise.
        note: what it is now, where it is no file: `a link to another place, not a file`.
    """

    was: bytes | None
    now: bytes | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the files were compared with.

    Attributes:
        words: for people: `the last commit`, `the branch main`.
        commit: its full name in git; empty when there is none yet.
    """

    words: str
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What version control knows of a site.

    Attributes:
        known: whether version control could be queried; if not, it is unknown what was published.
        why: why it could not be queried.
        files: the bytes of each file as last committed, by path relative to the site's root; a file that is absent was never
            committed, or is no longer.
    """

    known: bool
    why: str = ""
    files: Mapping[str, bytes]
