"""Whoever serves the site puts back an older one, which the publisher did sign: those who keep the seals are told."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from generator.cli.main import run
from generator.cli.verify_own import kept_in
from generator.format.decoding import MARKDOWN_LIMIT, decode
from generator.model.document import LockDocument
from generator.model.source import RawFile
from generator.seals.ledger_lock import parse_lock
from generator.seals.rollback import behind, newest_behind
from tests.fixture_types import Hosting

ROOT = Path(__file__).parents[2]
OLD, NEW = "2026-11-19T12:00Z", "2026-11-23T12:00Z"
SLUG = "support-tickets"


def _lock(top: Path) -> LockDocument:
    shutil.copytree(ROOT / "content", top / "content")
    shutil.copy(ROOT / "site_config.yml", top)
    assert run(["seal", "--root", str(top), "--now", NEW]) == 0
    data = (top / f"content/incidents/{SLUG}/ledger.lock").read_bytes()
    return parse_lock(*decode(RawFile("ledger.lock", data, len(data)), MARKDOWN_LIMIT), SLUG)


def test_every_older_end_is_found(tmp_path: Path) -> None:
    """Each end but the newest is older, and so is an incident without seals or one that is gone; one that goes on is not."""
    lock = _lock(tmp_path)
    ends = [line.chain for line in lock.lines]
    assert len(ends) > 2
    for place, end in enumerate(ends):
        found = list(behind({SLUG: lock}, {SLUG: end}))
        assert bool(found) == (place < len(ends) - 1)
        if place < len(ends) - 2:
            assert f"the last {len(ends) - 1 - place} lines of that are not published" in found[0][1]
    for published in (MappingProxyType[str, str]({}), {SLUG: ""}, {"another": ends[-1]}):
        assert f"the last {len(ends)} lines" in next(behind({SLUG: lock}, published))[1]
    assert not list(behind({SLUG: lock}, {SLUG: "0" * 64, "newer": "1" * 64}))
    assert not list(behind({}, {SLUG: ends[0]}))


def _signed_site(tmp_path: Path, address: str, mirror: str = "") -> tuple[Path, Path]:
    """A site that names a key, in its own folder, and the key."""
    top, key = tmp_path / "top", tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
    shutil.copytree(ROOT / "content", top / "content")
    config = (ROOT / "site_config.yml").read_text(encoding="utf-8").replace("https://status.larkfield.example/", address)
    config = config.replace("  timezone:", f"  mirrors: [{mirror}]\n  timezone:") if mirror else config
    public = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    (top / "site_config.yml").write_text(f"{config}\nsigning: {{key: {public}}}\n", encoding="utf-8")
    return top, key


def _publish(top: Path, key: Path, now: str, out: Path) -> None:
    assert run(["seal", "--root", str(top), "--now", now]) == 0
    assert run(["build", "--root", str(top), "--now", now, "--sign", str(key), "--out", str(out)]) == 0


@pytest.mark.no_cover
def test_an_older_signed_site(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """In the site's own folder a site of last week is an error though it is signed with the right key; today's is not."""
    with hosting(tmp_path / "old") as old, hosting(tmp_path / "new") as new:
        top, key = _signed_site(tmp_path, new.address, old.address)
        for now, out in ((OLD, "old"), (NEW, "new")):
            _publish(top, key, now, tmp_path / out)
        for target, code in (([old.address], 1), ([], 0)):
            capsys.readouterr()
            assert run(["verify", "--root", str(top), "--all", *target]) == code
            said = capsys.readouterr().out
            assert "The signature is good" in said
            assert ("someone has restored an old copy of the site" in said) == bool(code)
            if code:
                assert re.search(r"ledger.lock: the last \d+ lines of that are not published \(\S+.*\.md", said)


@pytest.mark.no_cover
def test_an_older_page(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """A site from before a free page was changed, or a way to ask, is an error, and the page is named."""
    with hosting(tmp_path / "old") as old, hosting(tmp_path / "new") as new:
        top, key = _signed_site(tmp_path, new.address, old.address)
        _publish(top, key, NEW, tmp_path / "old")
        (top / "content/pages/helpline.md").write_text("---\ntitle: Our helpline\n---\nCall us by day.\n", encoding="utf-8")
        _publish(top, key, NEW, tmp_path / "new")
        for target, code in (([old.address], 1), ([], 0)):
            capsys.readouterr()
            assert run(["verify", "--root", str(top), *target]) == code
            said = capsys.readouterr().out
            assert ("pages.lock is older than content/pages/pages.lock" in said) == bool(code)
            assert ("helpline.md" in said) == bool(code)


@pytest.mark.no_cover
def test_a_list_that_is_missing(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a list cannot be read, nothing is known of the chains in it: the site's own folder says that it is missing, not that the site is older."""
    with hosting(tmp_path / "served") as host:
        top, key = _signed_site(tmp_path, host.address)
        _publish(top, key, NEW, tmp_path / "served")
        for each in (tmp_path / "served/integrity").glob("2*.json"):
            each.unlink()
        capsys.readouterr()
        assert run(["verify", "--root", str(top), "--all"]) == 1
        said = capsys.readouterr().out
        assert "integrity/2026-1.json is missing" in said
        assert "The signature is good" in said
        assert "older than" not in said
        assert "restored" not in said


@pytest.mark.no_cover
def test_another_record_of_pages(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """A site whose record of its pages does not follow from the one here is an error: somebody has made it anew."""
    with hosting(tmp_path / "served") as host:
        top, key = _signed_site(tmp_path, host.address)
        _publish(top, key, NEW, tmp_path / "served")
        lock = top / "content/pages/pages.lock"
        lock.unlink()
        (top / "content/pages/first.md").write_text("---\ntitle: First\n---\nIt was never published.\n", encoding="utf-8")
        assert run(["seal", "--root", str(top), "--now", NEW]) == 0
        capsys.readouterr()
        assert run(["verify", "--root", str(top)]) == 1
        assert "pages.lock is not the record in content/pages/pages.lock: one does not follow" in capsys.readouterr().out


def test_the_newest_statement() -> None:
    """A site whose newest statement is older than one that is sealed here is older, whatever its chains say; nothing follows from no seal."""
    when = datetime(2026, 11, 20, 12, tzinfo=UTC)
    kept = {"a": ("content/incidents/a/02-b.md", when), "c": ("content/incidents/c/01-d.md", when - timedelta(days=2))}
    for newest, older in ((when, False), (when + timedelta(minutes=1), False), (when - timedelta(minutes=1), True), (None, True)):
        found = list(newest_behind(kept, newest))
        assert bool(found) == older
        if older:
            assert "content/incidents/a/02-b.md is from 2026-11-20, 12:00 UTC" in found[0][1]
    assert not list(newest_behind({}, None))


def test_the_newest_statement_of_the_folder(tmp_path: Path) -> None:
    """What is held against the site are the texts that are sealed, and no others."""
    _lock(tmp_path / "top")
    kept = kept_in(tmp_path / "top")
    assert kept.newest[SLUG][0].startswith(f"content/incidents/{SLUG}/")
    extra = tmp_path / f"top/content/incidents/{SLUG}/99-later.md"
    newest = tmp_path / "top" / kept.newest[SLUG][0]
    shutil.copy(newest, extra)
    assert kept_in(tmp_path / "top").newest == kept.newest
