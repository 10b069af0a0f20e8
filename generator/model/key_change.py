"""Changes of the key that signs a site, and what the key before said of them."""

from dataclasses import dataclass
from datetime import datetime

from generator.model.config import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAnnouncement:
    """A statement of a key about the one that follows it, as it stands in content/keys/.

    Attributes:
        path: the path of the statement, relative to the site's root.
        text: the statement's bytes, which are signed.
        signature: the signature's bytes.
        site: what the ids of the site are made of.
        address: the site's address of then, where its ids are made of something else.
        old: the key that speaks.
        new: the key that follows; None: from then on the site is not signed.
        on: when it was written.
        because: why.
        signer: the fingerprint of the key that made the signature; empty for a signature of something else, None where nobody could check.
    """

    path: str
    text: bytes
    signature: bytes
    site: str
    old: SigningKey
    new: SigningKey | None
    on: datetime
    because: str
    address: str = ""
    signer: str | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """A key of a site.

    Attributes:
        mark: its fingerprint.
        since: since when it is known to have been in use; None where that is not known.
        current: whether site_config.yml names it.
        announcement: what the key before said of it; None where it said nothing, or where there was none.
        silent: whether there was a key before, and none that had a say said anything of this one.
        doubtful: whether it is silent, and a key in use is it or follows from it alone.
        unchecked: whether there is an announcement of it that nobody could check.
    """

    mark: str
    since: datetime | None
    current: bool
    announcement: KeyAnnouncement | None = None
    silent: bool = False
    doubtful: bool = False
    unchecked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """The keys with which a site was signed over time, as far as history, seals and announcements tell.

    Attributes:
        uses: the keys, the oldest first.
        given_up: whether it was signed once, is not any more, and no key said so.
        end: what the last key said of the end.
    """

    uses: tuple[KeyUse, ...] = ()
    given_up: bool = False
    end: KeyAnnouncement | None = None

    @property
    def silent(self) -> tuple[KeyUse, ...]:
        """The keys that no key before them announced, if the site is signed with them or with keys that follow from them alone."""
        return tuple(use for use in self.uses if use.doubtful and not use.unchecked)
