"""What a build uses again of the site that it replaces, and what it writes anew."""

from hashlib import sha256
from pathlib import Path
from time import sleep

import pytest

from generator.adapters.builder import MARKER
from generator.adapters.kept_results import KeptResults
from generator.adapters.previous_site import PreviousSite, SiteSignatures, previous_site
from generator.cli.main import run
from generator.model.kept import Kind, NothingKept
from tests.adapters.tampering import SEEN, Tampering, folder_above_elsewhere
from tests.whole.generated_changes import begun

DATA = b"<p>As it was.</p>"


def _site(folder: Path) -> tuple[PreviousSite, Path]:
    """Return a site with one page, and that page."""
    page = folder / "out/incidents/one/index.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(DATA)
    (folder / "out" / MARKER).write_bytes(b"")
    before = previous_site(folder / "out", MARKER, folder, SiteSignatures(NothingKept(), folder / "out"))
    assert before is not None
    return before, page


def _gives(before: PreviousSite, target: Path) -> bool:
    digest = len(DATA), sha256(DATA).hexdigest()
    return before.gives("incidents/one/index.html", digest, lambda: DATA, str(target))


def test_same_bytes(tmp_path: Path) -> None:
    """A file with the same bytes is one file in both folders, in the place of what was there."""
    before, page = _site(tmp_path)
    target = tmp_path / "made/incidents/one/index.html"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"another")
    assert _gives(before, target)
    assert target.read_bytes() == DATA
    assert target.samefile(page)


def _outside(folder: Path) -> Path:
    made = folder / "outside"
    made.mkdir()
    return made


@pytest.mark.parametrize("change", [*SEEN, folder_above_elsewhere])
def test_what_is_written_anew(tmp_path: Path, change: Tampering) -> None:
    """A file that was changed, or that somebody else could change later, is not used again, and nothing is left of the attempt."""
    before, page = _site(tmp_path)
    change(page, _outside(tmp_path))
    target = tmp_path / "made/incidents/one/index.html"
    assert not _gives(before, target)
    assert not target.exists()


def test_a_folder_that_no_build_made(tmp_path: Path) -> None:
    """Where there is no site, none is used again."""
    (tmp_path / "out").mkdir()
    assert previous_site(tmp_path / "out", MARKER, tmp_path, SiteSignatures(NothingKept(), tmp_path / "out")) is None


def _noted(folder: Path, before: PreviousSite) -> PreviousSite:
    """Return the same site, with what the system says of its page noted."""
    kept = KeptResults(folder / "results")
    noted = SiteSignatures(kept, before.folder)
    scratch = folder / "scratch"
    scratch.mkdir()
    # The clock of some disks goes on only a few hundred times in a second.
    sleep(0.02)
    noted.close(scratch, before.folder / MARKER)
    noted.keep({"incidents/one/index.html": (len(DATA), sha256(DATA).hexdigest())}, {})
    found = previous_site(before.folder, MARKER, scratch, SiteSignatures(kept, before.folder))
    assert found is not None
    assert found.noted
    return found


def _never() -> bytes:
    raise AssertionError("the bytes were asked for")


def test_what_is_noted_is_not_read(tmp_path: Path) -> None:
    """A file of which the system says what was noted is used again for the digest that was noted, without reading it, and for no other."""
    before, page = _site(tmp_path)
    before = _noted(tmp_path, before)
    for digest, is_used in ((sha256(DATA.upper()).hexdigest(), False), (sha256(DATA).hexdigest(), True)):
        target = tmp_path / "made/incidents/one/index.html"
        read = _never if is_used else DATA.upper
        assert before.gives("incidents/one/index.html", (len(DATA), digest), read, str(target)) == is_used
    assert target.samefile(page)


@pytest.mark.parametrize("change", [*SEEN, folder_above_elsewhere])
def test_what_was_changed_since_it_was_noted(tmp_path: Path, change: Tampering) -> None:
    """A file that was changed since it was noted is not used again, even if its time says that it was not."""
    before, page = _site(tmp_path)
    before = _noted(tmp_path, before)
    change(page, _outside(tmp_path))
    target = tmp_path / "made/incidents/one/index.html"
    assert not _gives(before, target)
    assert not target.exists()


def test_what_was_written_to_before_it_was_noted(tmp_path: Path) -> None:
    """A file that somebody wrote to between the build and the note has nothing noted of it."""
    before, page = _site(tmp_path)
    kept = KeptResults(tmp_path / "results")
    noted = SiteSignatures(kept, before.folder)
    sleep(0.02)
    noted.close(tmp_path, before.folder / MARKER)
    page.write_bytes(DATA.replace(b"was", b"WAS"))
    noted.keep({"incidents/one/index.html": (len(DATA), sha256(DATA).hexdigest())}, {})
    assert not SiteSignatures(kept, before.folder).held


def test_another_build_was_faster(tmp_path: Path) -> None:
    """Where another build has put its site in the place before the note was made, nothing is noted of its files as if they were those of this one."""
    before, _ = _site(tmp_path)
    kept = KeptResults(tmp_path / "results")
    noted = SiteSignatures(kept, before.folder)
    # The other one was written before this one was closed, and its page is as long.
    other = tmp_path / "other"
    (other / "incidents/one").mkdir(parents=True)
    (other / "incidents/one/index.html").write_bytes(DATA.upper())
    (other / MARKER).write_bytes(b"")
    sleep(0.02)
    noted.close(tmp_path, before.folder / MARKER)
    before.folder.rename(tmp_path / "old")
    other.rename(before.folder)
    noted.keep({"incidents/one/index.html": (len(DATA), sha256(DATA).hexdigest())}, {})
    assert not SiteSignatures(kept, before.folder).held


@pytest.mark.parametrize("text", [b"{}", b"[[1]]", b"null", b"7", b"\xff"])
def test_notes_of_another_kind(tmp_path: Path, text: bytes) -> None:
    """Notes that were not written as this program writes them say nothing."""
    before, _ = _site(tmp_path)
    kept = KeptResults(tmp_path / "results")
    _noted(tmp_path, before)
    (entry,) = (tmp_path / "results" / Kind.SITES).iterdir()
    kept.put(Kind.SITES, entry.name, text)
    assert not SiteSignatures(kept, before.folder).held


def _is_also(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)


def test_a_build_over_a_site_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build over its own site keeps the files that are right, mends those that were changed, and takes away what was added."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    life, root, out = begun(2), tmp_path / "site", tmp_path / "made"
    for path, text in life.tree.items():
        for place in [path, *(path.replace("/case-0/", f"/more-{number}/") for number in range(9) if "/case-0/" in path)]:
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).write_text(text, encoding="utf-8")

    def build() -> dict[str, bytes]:
        assert run(["build", "--root", str(root), "--out", str(out), "--now", f"{life.now:%Y-%m-%dT%H:%MZ}"]) == 0
        return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}

    fresh = build()
    pages = sorted(path for path in fresh if path.startswith("incidents/more-") and path.endswith("index.html"))
    numbers = {path: (out / path).stat().st_ino for path in pages}
    (out / pages[0]).write_bytes(fresh[pages[0]].replace(b"<", b">"))
    (out / "incidents/added.html").write_bytes(b"added")
    assert build() == fresh
    assert {path for path in pages if (out / path).stat().st_ino != numbers[path]} == {pages[0]}
    # Beside its name in the site, a file has one in the folder that the site replaced, and no other.
    (aside,) = (tmp_path / "cache/aboveboard/results/earlier").iterdir()
    assert all((out / path).stat().st_nlink == 1 + _is_also(aside / path, out / path) for path in fresh)
