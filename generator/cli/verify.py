"""`aboveboard verify`: checks whether a served site, or a folder, is what its publisher listed and signed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import click

from generator import __version__
from generator.adapters import signing
from generator.adapters.built_site import list_built, read_served
from generator.adapters.network import Host, refuse_address
from generator.cli.judging import prepared, time_of
from generator.cli.options import at_home
from generator.cli.verify_record import PAGE, UncountableError, compare
from generator.content.host_files import KEPT_BY_HOSTS
from generator.errors import EnvironmentFailedError, UsageError
from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.links.ledger_files import RECORD
from generator.model.config import SigningKey
from generator.model.document import LockDocument
from generator.model.fetch_result import FetchResult
from generator.model.source import RawFile
from generator.seals import integrity_list
from generator.seals.integrity_list import (
    FILE_LIMIT,
    KEYS,
    LIST,
    NAMESPACE,
    SIGNATURE,
    SMALL_LIMIT,
    allowed_signers,
    fingerprint,
    lock_path,
    read_keys,
)
from generator.seals.ledger_lock import LOCK, parse_lock

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


def run(target: str | None, key: Path | None, fingerprint: str | None, root: Path, now: str | None, *, everything: bool) -> None:
    """Run the command; its help describes it."""
    time_of(now)  # Nothing here depends on it, but an invalid time is reported.
    if key is not None and fingerprint is not None:
        raise click.UsageError("--key and --fingerprint say the same thing in two ways; give one of them.")
    trusted = _trusted(key, fingerprint)
    own: dict[str, LockDocument] = {}
    if target is None:
        own = _own_locks(root)
        config = prepared(root).config.config
        if config is None:
            raise UsageError("site_config.yml could not be understood", "run `aboveboard validate`, or say which site to check")
        target = config.site.url
        if trusted is None and config.signing:
            trusted = _Trusted(config.signing, "stands in site_config.yml")
    check = _Check(_source(target), trusted, everything=everything, own_locks=own)
    raise click.exceptions.Exit(check.run())


def _own_locks(root: Path) -> dict[str, LockDocument]:
    """Return the seals in a site's folder that can be read, by incident."""
    found: dict[str, LockDocument] = {}
    for path in sorted(root.glob(f"content/incidents/*/{LOCK}")):
        slug, name = path.parent.name, path.relative_to(root).as_posix()
        got = read_served(root, name, MARKDOWN_LIMIT)
        if got.data is not None:
            found[slug] = parse_lock(*decode(RawFile(name, got.data, len(got.data)), MARKDOWN_LIMIT), slug)
    return found


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


@dataclass(frozen=True, slots=True)
class _Source:
    """The source of a site's files. `extra` returns the names of its files, where that is possible."""

    name: str
    get: Callable[[str, int], FetchResult]
    many: Callable[[Iterable[tuple[str, int]]], Iterator[tuple[str, FetchResult]]]
    address_of: Callable[[str], str]
    there: Callable[[], tuple[str, ...]] | None
    served: bool


def _source(target: str) -> _Source:
    if re.match(r"https?://", target, re.IGNORECASE):
        if why := refuse_address(target):
            raise UsageError(f"{target} cannot be checked: {why}")
        host = Host(target, f"aboveboard/{__version__}")
        return _Source(host.address, host.get, host.many, host.address_of, None, served=True)

    folder = Path(at_home(target))
    if not folder.is_dir():
        raise UsageError(f"there is no folder {target}", "give the address of a site, beginning with https://, or a folder")

    def many(wanted: Iterable[tuple[str, int]]) -> Iterator[tuple[str, FetchResult]]:
        return ((path, read_served(folder, path, limit)) for path, limit in wanted)

    return _Source(
        str(folder),
        lambda path, limit: read_served(folder, path, limit),
        many,
        lambda path: path,
        lambda: list_built(folder),
        False,
    )


@dataclass
class _Check:
    """One verification and its results so far: what differs, and what could not be determined."""

    source: _Source
    trusted: _Trusted | None
    everything: bool
    different: int = 0
    unknown: int = 0
    own_locks: Mapping[str, LockDocument] = field(default_factory=dict)
    locks: dict[str, LockDocument] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    maker: str = ""

    def run(self) -> int:
        """Check everything, report the results, and return the exit code."""
        got = self.source.get(integrity_list.LIST, integrity_list.LIST_LIMIT)
        if got.data is None:
            self._fault(integrity_list.LIST, got)
            self.lines.append("Without that list nothing else can be checked.")
        elif self._signature(got.data):
            try:
                listed = integrity_list.read(got.data)
            except integrity_list.UnreadableError as error:
                self._differs(integrity_list.LIST, f"is not as a build wrote it: {error}")
            else:
                self._files(listed)
                self._chains(listed)
                self._extra(listed)
                self._record(listed)
                self._agrees(listed)
        for line in self.lines:
            click.echo(line)
        if self.different:
            self._warn()
            return 1
        return 4 if self.unknown else 0

    def _differs(self, path: str, how: str) -> None:
        self.different += 1
        if self.everything or self.different == 1:
            click.echo(f"{self.source.address_of(path)} {how}")

    def _fault(self, path: str, got: FetchResult) -> None:
        if got.away:
            self.unknown += 1
            click.echo(f"{self.source.address_of(path)} could not be read: {got.why}", err=True)
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
                    "It is not signed. A copy that somebody else made would agree with itself as well: compare the site's address with one"
                    " that you got elsewhere."
                )
            return not self._enough
        try:
            maker = signing.signer(data, got.data, NAMESPACE)
            if not maker:
                self._differs(SIGNATURE, f"is no signature of {LIST}: one of the two was changed")
            elif self.trusted is None:
                self.maker = maker
            elif maker not in self.trusted.fingerprints or (
                self.trusted.keys and not signing.is_signed_by(data, got.data, NAMESPACE, allowed_signers(self.trusted.keys))
            ):
                wanted = " or ".join(self.trusted.fingerprints)
                self._differs(
                    SIGNATURE, f"was made with another key, {maker}, and not with {wanted}: this is not the publisher's site"
                )
            else:
                self.lines.append(f"The signature is good, and its key {self.trusted.how}: {maker}")
        except EnvironmentFailedError as error:
            self.unknown += 1
            self.lines.append(f"The signature was not checked: {error.message}; {error.help}.")
        return not self._enough

    def _names_keys(self) -> bool:
        return self.source.get(KEYS, SMALL_LIMIT).data is not None

    def _files(self, listed: integrity_list.Integrity) -> None:
        for path, got in self.source.many((path, min(one.size, FILE_LIMIT)) for path, one in listed.files.items()):
            one = listed.files[path]
            if got.data is None:
                if path in KEPT_BY_HOSTS and self.source.served:
                    self.lines.append(f"{path} is for the host alone, which keeps it to itself; it was not compared.")
                    continue
                self._fault(path, got)
            elif len(got.data) != one.size or sha256(got.data).hexdigest() != one.digest:
                self._differs(path, "is not what was published")
            if self._enough:
                return

    def _chains(self, listed: integrity_list.Integrity) -> None:
        for slug, chain in listed.chains.items():
            path = lock_path(slug)
            if self._enough or not chain:
                continue
            got = self.source.get(path, MARKDOWN_LIMIT)
            if got.data is None:
                if path not in listed.files:
                    self._fault(path, got)
                continue
            lock = parse_lock(*decode(RawFile(path, got.data, len(got.data)), MARKDOWN_LIMIT), slug)
            if lock.problems:
                self._differs(path, f"is broken in line {lock.problems[0].at.line}: it does not follow from the line before")
            elif not lock.lines or lock.lines[-1].chain != chain:
                self._differs(path, f"does not end as {LIST} says")
            else:
                self.locks[slug] = lock
                self._follows(path, slug, lock)

    def _follows(self, path: str, slug: str, lock: LockDocument) -> None:
        """Hold a lock against the one in the site's own folder: one of the two goes on where the other ends."""
        own = self.own_locks.get(slug)
        if own is not None and any(one.chain != other.chain for one, other in zip(own.lines, lock.lines, strict=False)):
            self._differs(path, f"is not the record in content/incidents/{slug}/ledger.lock: one does not follow from the other")

    def _record(self, listed: integrity_list.Integrity) -> None:
        """Count the record again. Every figure that differs is named, also where the file is not what was published."""
        if RECORD not in listed.files:
            if PAGE in listed.files:
                self._differs(RECORD, "is missing from the list, and there is a page of it")
            return
        before = self.different
        try:
            for path, how in compare(self._read, self.locks):
                self.different += 1
                click.echo(f"{self.source.address_of(path)} {how}")
            if self.different == before:
                self.lines.append("The record, counted again from the ledgers here, is what record.json says.")
        except UncountableError as error:
            if error.away:
                self.unknown += 1
                click.echo(f"{self.source.address_of(error.path)} could not be read: {error.how}", err=True)
            else:
                self._differs(error.path, error.how)

    def _read(self, path: str) -> bytes:
        got = self.source.get(path, FILE_LIMIT)
        if got.data is None:
            raise UncountableError(path, got.why, away=got.away)
        return got.data

    def _extra(self, listed: integrity_list.Integrity) -> None:
        if self.source.there is None or self._enough:
            return
        for path in self.source.there():
            if path not in listed.files and path not in {LIST, SIGNATURE, ".aboveboard"} and not self._enough:
                self._differs(path, "is not in the list: nobody published it")

    def _agrees(self, listed: integrity_list.Integrity) -> None:
        """If everything agrees, say so, with what else a reader should know about the list."""
        if not self.different and not self.unknown:
            sealed = sum(bool(chain) for chain in listed.chains.values())
            chains = f", and the record of {sealed} incident{'s' if sealed != 1 else ''} is whole" if sealed else ""
            self.lines.insert(0, f"{self.source.name}: all {len(listed.files)} files are as {listed.site} listed them{chains}.")
            if self.maker:
                self.lines.append(
                    "It agrees with itself. That alone proves little: a copy that somebody else made would as well. Compare this fingerprint with"
                    f" one that you got elsewhere, on paper or by telephone: {self.maker}"
                )
        if listed.newest:
            newest = listed.newest.removesuffix(":00Z").replace("T", ", ")
            self.lines.append(f"The newest statement in it is of {newest} UTC. If you know of a newer one, this is an old copy.")
        if self.source.served and not self.source.name.startswith(listed.site):
            self.lines.append(f"It was published for {listed.site}, and you asked at {self.source.name}: be careful.")

    def _warn(self) -> None:
        if self.everything:
            click.echo(f"This is not as it was published: {self.different} differ{'s' if self.different == 1 else ''}.")
        else:
            click.echo("This is not as it was published. `--all` names everything that differs.")
        if self.source.served:
            click.echo(
                "A host that compresses what it sends changes nothing. One that adds scripts to pages, hides addresses or makes pages smaller"
                " does, and whoever publishes here has to switch that off.",
                err=True,
            )
