"""`aboveboard verify`: checks whether a served site, or a folder, is what its publisher listed and signed."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import click

from generator.adapters import clock, signing
from generator.adapters.built_site import read_served
from generator.adapters.safe_open import FileKind
from generator.adapters.site_files import SETTINGS
from generator.cli.output import say
from generator.cli.verify_record import FILE_LIMIT, PAGE, ROOM, SealsOfSite, UncountableError, compare, seals_in
from generator.cli.verify_source import MARKER, MARKER_LIMIT, Source, source_of
from generator.content.host_files import KEPT_BY_HOSTS
from generator.errors import EnvironmentFailedError, UsageError
from generator.format.decoding import MARKDOWN_LIMIT, SETTINGS_LIMIT
from generator.links.ledger_files import RECORD
from generator.model.config import SigningKey
from generator.model.document import LockDocument
from generator.model.fetch_result import FetchResult, HashResult, TimeUpError
from generator.model.identity import identity_of
from generator.model.key_change import KeyAnnouncement
from generator.seals import integrity_list
from generator.seals.integrity_list import (
    KEYS,
    LIST,
    NAMESPACE,
    SIGNATURE,
    SMALL_LIMIT,
    Part,
    allowed_signers,
    fingerprint,
    is_one_of,
    lock_path,
    read_keys,
)
from generator.seals.key_changes import NAMESPACE as ANNOUNCED
from generator.seals.key_changes import read_announcement, vouched_for
from generator.seals.ledger_lock import LOCK
from generator.seals.listed_files import KnownPaths, Listed, UnreadableError
from generator.seals.page_words import PAGE_LOCK as OWN_PAGE_LOCK
from generator.seals.page_words import PAGES
from generator.seals.rollback import Kept, behind, newest_behind, pages_behind

#: How far the clock of the one who published may be ahead of this one.
_AHEAD = timedelta(hours=1)

#: How many figures that differ are named without --all.
_MOST_NAMED = 20

#: The most incidents of a site.
_MOST_INCIDENTS = 20_000

#: How many announcements of keys are read, and what they are called.
_MOST_ANNOUNCEMENTS = 50
_ANNOUNCEMENT = re.compile(r"keys/[a-z0-9]+(?:-[a-z0-9]+)*\.txt")

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


def run(
    target: str | None,
    key: Path | None,
    fingerprint: str | None,
    root: Path,
    now: str | None,
    *,
    everything: bool,
    budget: float = 60.0,
) -> None:
    """Run the command; its help describes it."""
    when = clock.now()
    if now is not None:
        from generator.cli.judging import time_of  # noqa: PLC0415  # whoever checks a site at an address needs none of it, and its memory

        when = time_of(now)
    if key is not None and fingerprint is not None:
        raise click.UsageError("--key and --fingerprint do the same; give one of them.")
    trusted = _trusted(key, fingerprint)
    own, identity = Kept(), ""
    if target is None or _may_be_ours(target, root):
        from generator.cli.verify_own import config_of, doubts_about_keys, kept_in  # noqa: PLC0415  # as above

        config = config_of(root)
        if target is None and config is None:
            raise UsageError("site_config.yml could not be understood", "run `aboveboard validate`, or say which site to check")
        if config is not None and (target is None or is_one_of(target, (config.site.url, *config.site.mirrors))):
            own, identity = kept_in(root), config.site.identity
            target = target or config.site.url
            if trusted is None and config.signing.keys:
                trusted = _Trusted(config.signing.keys, "is in site_config.yml")
            for line in doubts_about_keys(root, when):
                say(line, err=True, lead="warning")
    source = source_of(target or "", budget)
    try:
        code = _Check(source, trusted, everything=everything, own=own, identity=identity, budget=budget, now=when).run()
    finally:
        source.close()
    raise click.exceptions.Exit(code)


def _may_be_ours(target: str, root: Path) -> bool:
    """Whether an address may be that of the site in a folder: its settings name the host. Reading them whole takes memory that others need not spend."""
    host = urlsplit(target).hostname if re.match(r"https?://[^\s\[\]]+$", target, re.IGNORECASE) else None
    said = read_served(root, SETTINGS, SETTINGS_LIMIT).data if host else None
    # A name in another script is written in more than one way.
    several = re.compile(rb"://[^\s/]*(?:[^\x00-\x7f]|xn--)", re.IGNORECASE)
    return bool(host and said and (host.rstrip(".").encode() in said.lower() or several.search(said)))


def _identity(address: str) -> str:
    """Return the identity that a site at an address has, where it sets none; empty for what is no address."""
    try:
        return identity_of(address)
    except ValueError:
        return ""


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d, %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class _Trusted:
    """Keys known to belong to the publisher, or only a fingerprint."""

    keys: tuple[SigningKey, ...]
    how: str
    fingerprint: str = ""

    @property
    def fingerprints(self) -> tuple[str, ...]:
        return (self.fingerprint,) if self.fingerprint else tuple(fingerprint(key) for key in self.keys)


def _trusted(key: Path | None, fingerprint: str | None) -> _Trusted | None:
    if key is not None:
        try:
            with key.open("rb") as stream:
                text = stream.read(SMALL_LIMIT).decode("utf-8", "replace")
        except OSError as error:
            raise EnvironmentFailedError(f"{key} cannot be read: {error.strerror or error}") from error
        keys = read_keys(text)
        if not keys:
            raise UsageError(f"there is no public key in {key}", "give the file whose name ends in .pub")
        return _Trusted(keys, "is the one that you gave")
    if fingerprint is not None:
        given = fingerprint.strip().rstrip("=")
        given = given if given.startswith("SHA256:") else f"SHA256:{given}"
        if not _FINGERPRINT.fullmatch(given):
            raise UsageError(f"{fingerprint} is not a fingerprint", "it looks like SHA256: and 43 letters and digits")
        return _Trusted((), "is the one that you gave", given)
    return None


@dataclass
class _Check:
    """One verification and its results so far: what differs, and what could not be determined; whether every list was read, and what they list."""

    source: Source
    trusted: _Trusted | None
    everything: bool
    now: datetime
    different: int = 0
    unknown: int = 0
    own: Kept = field(default_factory=Kept)
    identity: str = ""
    locks: SealsOfSite = field(init=False)
    lines: list[str] = field(default_factory=list)
    maker: str = ""
    signed: bool = False
    elsewhere: bool = False
    budget: float = 60.0
    listed_size: int = 0
    whole: bool = True
    ends: dict[str, str] = field(default_factory=dict)
    paths: KnownPaths = field(default_factory=KnownPaths)

    def __post_init__(self) -> None:
        self.locks = SealsOfSite(lambda path, limit: self.source.get(path, limit).data)

    def run(self) -> int:
        """Check everything within the time there is, report the results, and return the exit code."""
        try:
            self._run()
        except TimeUpError:
            self.unknown += 1
            self.lines.append(
                f"{self.source.name} could not be read completely in {self.budget:g} seconds, so the rest was not checked. Allow more time with --budget, or ask whether the host is slow on purpose."
            )
        for line in self.lines:
            say(line)
        if self.different:
            if not self.elsewhere or self.different > 1:
                self._warn()
            return 1
        return 4 if self.unknown else 0

    def _run(self) -> None:
        got = self.source.get(integrity_list.LIST, integrity_list.LIST_LIMIT)
        if got.data is None:
            self._fault(integrity_list.LIST, got)
            self.lines.append("Without that list nothing else can be checked.")
        elif len(got.data) > integrity_list.LIST_LIMIT:
            self._differs(integrity_list.LIST, f"is longer than {integrity_list.LIST_LIMIT >> 20} MB, the limit for a list")
        elif self._signature(got.data):
            try:
                listed = integrity_list.read(got.data)
            except UnreadableError as error:
                self._differs(integrity_list.LIST, f"is not what a build writes: {error}")
            else:
                self.listed_size = len(got.data)
                self._lists(listed)
                self._rolled_back(listed)
                self._extra()
                self._record()
                self._address(listed)
                self._time(listed)
                self._agrees(listed)

    def _differs(self, path: str, how: str) -> None:
        self.different += 1
        if self.everything or self.different == 1:
            say(f"{self.source.address_of(path)} {how}")

    def _fault(self, path: str, got: FetchResult | HashResult) -> None:
        if got.away:
            self.unknown += 1
            say(f"{self.source.address_of(path)} could not be read: {got.why}", err=True)
        else:
            self._differs(path, got.why)

    @property
    def _enough(self) -> bool:
        return self.different > 0 and not self.everything

    def _signature(self, data: bytes) -> bool:
        """Check the signature; return whether to continue."""
        got = self.source.get(SIGNATURE, SMALL_LIMIT)
        if got.data is None:
            if got.away or self.trusted is not None or self._names_keys():
                self._fault(SIGNATURE, got)
            else:
                self.lines.append(
                    "It is not signed. A copy made by someone else would pass this check too: compare the site's address with one that you got elsewhere."
                )
            return not self._enough
        try:
            maker = signing.signer(data, got.data, NAMESPACE)
            self.signed = bool(maker)
            if not maker:
                self._differs(SIGNATURE, f"is not a signature of {LIST}: one of the two was changed")
            elif self.trusted is None:
                self.maker = maker
            elif maker not in self.trusted.fingerprints and (told := self._announced(data, maker)):
                self.lines.append(
                    f"The signature is good. Its key, {maker}, is not the one that you know, but that one has announced it for {told.address or told.site} ({_said(told.on)}): {told.because}"
                )
            elif maker not in self.trusted.fingerprints or (
                self.trusted.keys and not signing.is_signed_by(data, got.data, NAMESPACE, allowed_signers(self.trusted.keys))
            ):
                wanted = " or ".join(self.trusted.fingerprints)
                self._differs(
                    SIGNATURE,
                    f"was made with a different key, {maker}, not with {wanted}, which has not announced it for this site: this is not the publisher's site",
                )
            else:
                self.lines.append(f"The signature is good, and its key {self.trusted.how}: {maker}")
        except EnvironmentFailedError as error:
            self.unknown += 1
            self.lines.append(f"The signature was not checked: {error.message}; {error.help}.")
        return not self._enough

    def _announced(self, data: bytes, maker: str) -> KeyAnnouncement | None:
        """Return the announcement of the key that made the signature, if the trusted key vouches for it, perhaps by way of others."""
        if self.trusted is None:
            return None
        try:
            listed = integrity_list.read(data)
            paths = deque((path for path in listed.files if _ANNOUNCEMENT.fullmatch(path)), maxlen=_MOST_ANNOUNCEMENTS)
        except UnreadableError:
            return None
        # Whoever uses a key for several sites may give away one of them.
        ours = (self.identity, _identity(listed.site))
        told = []
        for path in paths:
            text, signature = (self.source.get(name, SMALL_LIMIT).data for name in (path, f"{path}.sig"))
            one = read_announcement(path, text, signature) if text and signature else None
            if one is not None and (one.site in ours or (one.address and is_one_of(one.address, (listed.site,)))):
                told.append(replace(one, signer=signing.signer(one.text, one.signature, ANNOUNCED)))
        return vouched_for(self.trusted.fingerprints, told).get(maker)

    def _names_keys(self) -> bool:
        return self.source.get(KEYS, SMALL_LIMIT).data is not None

    def _lists(self, listed: integrity_list.Integrity) -> None:
        """Read one list after another, and compare what is in it with what is there. None is believed that the signed one does not name."""
        if self._not_twice(LIST, (LIST, SIGNATURE, *listed.lists)):
            self._part(LIST, Part(chains=listed.chains, files=listed.files))
        for path, one in listed.lists.items():
            if self._enough:
                return
            part = self._listed_in(path, one)
            if part is not None:
                self._part(path, part)
        if listed.pages and not self._enough:
            self._chain(PAGES, listed.pages, listed=integrity_list.PAGE_LOCK in self.paths)

    def _listed_in(self, path: str, one: Listed) -> Part | None:
        """Return what a list says that the signed one names, if it is that list."""
        known = self.different + self.unknown
        if one.size > integrity_list.PART_LIMIT:
            self._differs(path, f"is longer than {integrity_list.PART_LIMIT >> 20} MB, the limit for a list in {LIST}")
        elif (got := self.source.get(path, one.size)).data is None:
            self._fault(path, got)
        elif (len(got.data), sha256(got.data).hexdigest()) != (one.size, one.digest):
            self._differs(path, f"is not the list that {LIST} names: it was changed, or is from another day")
        else:
            try:
                return integrity_list.read_part(got.data)
            except UnreadableError as error:
                self._differs(path, f"is not what a build writes: {error}")
        if self.different + self.unknown > known:
            self.whole = False
            if self.everything or self.different + self.unknown == 1:
                say(f"Without {path}, the files that it lists were not compared.")
        return None

    def _part(self, name: str, part: Part) -> None:
        if not self._not_twice(name, part.files):
            return
        self._files(part.files)
        for slug, chain in part.chains.items():
            if self._enough:
                return
            if slug in self.ends:
                self._differs(name, f"has {slug}, which another list has too")
            elif len(self.ends) >= _MOST_INCIDENTS:
                self._differs(name, f"is one too many: no site has more than {_MOST_INCIDENTS:,} incidents")
                return
            else:
                self.ends[slug] = chain
                if chain:
                    self._chain(slug, chain, listed=lock_path(slug) in self.paths)

    def _not_twice(self, name: str, paths: Iterable[str]) -> bool:
        """Note what is listed; return whether it was in no list before, so that none says otherwise."""
        try:
            again = next((path for path in paths if not self.paths.add(path)), None)
        except UnreadableError as error:
            self._differs(name, f"is one too many: {error}")
            self.whole = False
            return False
        if again is not None:
            self._differs(name, f"has {again}, which another list has too")
            self.whole = False
        return again is None

    def _files(self, files: Mapping[str, Listed]) -> None:
        for path, got in self.source.hashes((path, one.size) for path, one in files.items()):
            one = files[path]
            if got.why:
                if path in KEPT_BY_HOSTS and self.source.served:
                    self.lines.append(f"{path} is only for the host, which does not serve it; it was not compared.")
                    continue
                self._fault(path, got)
            elif (got.size, got.digest) != (one.size, one.digest):
                self._differs(path, "differs from what was published")
            if self._enough:
                return

    def _chain(self, slug: str, chain: str, *, listed: bool) -> None:
        """Follow an incident's seals, or those of the free pages, to the end that a list gives."""
        path = integrity_list.PAGE_LOCK if slug == PAGES else lock_path(slug)
        got = self.source.get(path, MARKDOWN_LIMIT)
        if got.data is None:
            if not listed:
                self._fault(path, got)
            return
        try:
            lock = seals_in(got.data, slug)
        except UncountableError as error:
            self._differs(path, error.how)
            return
        if lock.problems:
            self._differs(path, f"is broken in line {lock.problems[0].at.line}: it does not follow from the line before")
        elif not lock.lines or lock.lines[-1].chain != chain:
            self._differs(path, f"does not end as {LIST} says")
        elif slug == PAGES:
            self._follows(path, self.own.pages, OWN_PAGE_LOCK, lock)
        else:
            self.locks.keep(slug, chain)
            self._follows(path, self.own.locks.get(slug), f"content/incidents/{slug}/{LOCK}", lock)

    def _follows(self, path: str, own: LockDocument | None, kept: str, lock: LockDocument) -> None:
        """Hold a lock against the one in the site's own folder: one of the two goes on where the other ends."""
        if own is not None and any(one.chain != other.chain for one, other in zip(own.lines, lock.lines, strict=False)):
            self._differs(path, f"is not the record in {kept}: one does not follow from the other")

    def _rolled_back(self, listed: integrity_list.Integrity) -> None:
        """Hold the ends of the chains, and the time of the newest statement, against what is kept in the site's own folder."""
        # Of what stands in a list that could not be read nothing is known.
        own = {slug: lock for slug, lock in self.own.locks.items() if self.whole or slug in self.ends}
        found = [*behind(own, self.ends), *pages_behind(self.own.pages, listed.pages)]
        # What a chain lacks says more than a time does.
        for path, how in found or newest_behind(self.own.newest, listed.newest_at):
            if not self._enough:
                self._differs(path, how)

    def _address(self, listed: integrity_list.Integrity) -> None:
        """Hold the address that was asked for against those that the list names."""
        if not self.source.served or listed.is_for(self.source.name) or self._enough:
            return
        self.elsewhere = True
        self.different += 1
        also = f" and for {', '.join(listed.mirrors)}" if listed.mirrors else ""
        what = (
            "all files in the list are as they were published there"
            if self.different == 1 and not self.unknown
            else "it is a copy"
        )
        say(
            f"{self.source.name} is not an address of this site: its list is for {listed.site}{also}. Apart from that, {what}; but whoever runs a copy can stop updating it, or change it at any time"
        )
        say(
            f"If that address is also yours, write `mirrors: [{self.source.name}]` under `site:` in site_config.yml, then build and sign.",
            err=True,
        )

    def _time(self, listed: integrity_list.Integrity) -> None:
        """Say what the list's own times mean at the moment. None of it makes a site another than was published."""
        if not self.signed:
            return
        if listed.valid_until is None:
            self.lines.append("The list does not say until when its signature is valid: an older version of aboveboard made it.")
        elif listed.valid_until < self.now:
            say(
                f"the signature was valid until {_said(listed.valid_until)}, and has not been renewed. Either the site's regular builds have stopped, or this is an old copy: ask the publisher",
                err=True,
                lead="warning",
            )
        if listed.signed_at is not None and listed.signed_at > self.now + _AHEAD:
            say(
                f"the list is from {_said(listed.signed_at)}, which is in the future by this computer's clock: one of the two clocks is wrong",
                err=True,
                lead="warning",
            )

    def _record(self) -> None:
        """Count the record again. Every figure that differs is named, also where the file is not what was published."""
        if not self.whole:
            return
        if RECORD not in self.paths:
            if PAGE in self.paths:
                self._differs(RECORD, "is missing from the list, but there is a page of it")
            return
        before = self.different
        try:
            for path, how in compare(self._read, self.locks, ROOM - self.listed_size):
                self.different += 1
                say(f"{self.source.address_of(path)} {how}")
                if self.different > _MOST_NAMED and not self.everything:
                    return
            if self.different == before:
                self.lines.append("The record, counted again from the ledgers here, matches record.json.")
        except UncountableError as error:
            if error.away:
                self.unknown += 1
                say(f"{self.source.address_of(error.path)} could not be read: {error.how}", err=True)
            else:
                self._differs(error.path, error.how)

    def _read(self, path: str) -> bytes:
        got = self.source.get(path, FILE_LIMIT)
        if got.data is None:
            raise UncountableError(path, got.why, away=got.away)
        return got.data

    def _extra(self) -> None:
        if self.source.there is None or not self.whole:
            return
        for path, kind in self.source.there():
            if self._enough:
                return
            if kind is FileKind.FOLDER:
                self._fault(path, FetchResult(None, "it is a folder that cannot be opened, or is nested too deeply", away=True))
            elif path == MARKER:
                self._marker()
            elif path not in self.paths:
                what = "" if kind is FileKind.FILE else f"is {kind.value}, and "
                self._differs(path, f"{what}is not in the list, so it was not published")

    def _marker(self) -> None:
        """Check the file that marks a built folder, which is in no list: a build leaves it empty."""
        got = self.source.get(MARKER, MARKER_LIMIT)
        if got.data is None:
            self._fault(MARKER, got)
        elif got.data:
            self._differs(MARKER, "contains something that was not published: a build leaves it empty")

    def _agrees(self, listed: integrity_list.Integrity) -> None:
        """If everything agrees, say so, with what else a reader should know about the list."""
        if not self.different and not self.unknown:
            sealed = sum(bool(chain) for chain in self.ends.values())
            chains = f", and the record of {sealed} incident{'s' if sealed != 1 else ''} is intact" if sealed else ""
            self.lines.insert(0, f"{self.source.name}: all {len(self.paths) - 2} files are as {listed.site} listed them{chains}.")
            if self.maker:
                self.lines.append(
                    f"It is consistent. That alone proves little: a copy made by someone else would be, too. Compare this fingerprint with one that you got elsewhere, on paper or by telephone: {self.maker}"
                )
        if listed.newest:
            newest = listed.newest.removesuffix(":00Z").replace("T", ", ")
            self.lines.append(f"Its newest statement is from {newest} UTC. If you know of a newer one, this is an old copy.")

    def _warn(self) -> None:
        if self.everything:
            say(f"This is not as it was published: {self.different} differ{'s' if self.different == 1 else ''}.")
        else:
            say("This is not as it was published. `--all` names everything that differs.")
        if self.source.served:
            say(
                "Compression by the host does no harm. But a host that adds scripts to pages, hides addresses or shrinks pages changes them; the publisher has to switch that off.",
                err=True,
            )
