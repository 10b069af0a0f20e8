"""The site before the one that is replaced becomes the new one: what of it stays, and that nothing else is left of it."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import sleep

import pytest

from generator.adapters import builder
from generator.adapters.earlier_site import EarlierSite, earlier_site, keep_earlier
from generator.adapters.kept_results import KeptResults
from generator.adapters.previous_site import SiteSignatures
from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.artifact import Artifact, InlineParts
from generator.model.kept import Kept, Kind, NothingKept
from generator.pipeline import building, checking, publishing
from tests.adapters.killed import kill_at
from tests.adapters.tampering import SEEN, Tampering, also_elsewhere, exchanged_for_the_same, folder_elsewhere, folder_open_to_all
from tests.thorough import FEW
from tests.whole.generated_changes import begun

EXAMPLE = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DATA = b"<p>As it was.</p>"
DIGEST = len(DATA), sha256(DATA).hexdigest()
PAGE = "incidents/one/index.html"
OTHER = "incidents/two/index.html"


def _kept(folder: Path, also: str = "", more: tuple[str, ...] = ()) -> tuple[SiteSignatures, Path]:
    """Return what is noted of a site of two pages and more, and the folder before it, with the same files; one of them may have another name too."""
    out = folder / "out"
    for path in (PAGE, OTHER, *more):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(DATA)
    earlier = folder / "earlier"
    shutil.copytree(out, earlier, copy_function=os.link)
    if also:
        (folder / also).hardlink_to(out / PAGE)
    # The clock of some disks goes on only a few hundred times in a second.
    sleep(0.02)
    kept = KeptResults(folder / "results")
    noted = SiteSignatures(kept, out)
    (out / builder.MARKER).write_bytes(b"")
    noted.close(folder, out / builder.MARKER)
    place = noted.aside
    assert place is not None
    keep_earlier(earlier, place)
    noted.keep(dict.fromkeys((PAGE, OTHER, *more), DIGEST), {})
    return SiteSignatures(kept, out), place


def _taken(folder: Path, noted: SiteSignatures, wanted: tuple[str, ...] = (PAGE, OTHER)) -> EarlierSite | None:
    scratch = folder / "scratch"
    scratch.mkdir()
    return earlier_site(noted.aside, scratch, noted.held, wanted)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()}


def _folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()}


def test_what_is_as_it_was_stays(tmp_path: Path) -> None:
    """What is as it was noted stays the file that it is; nobody else can take the folder then."""
    noted, place = _kept(tmp_path)
    found = _taken(tmp_path, noted)
    assert found is not None
    assert not place.exists()
    assert all((found.folder / path).samefile(tmp_path / "out" / path) for path in (PAGE, OTHER))
    assert found.has(PAGE, DIGEST)
    assert not found.has(PAGE, (DIGEST[0], sha256(b"other").hexdigest()))
    assert not found.has(PAGE, (DIGEST[0] + 1, DIGEST[1]))
    assert not found.has("index.html", DIGEST)


def test_what_is_no_more_in_the_project(tmp_path: Path) -> None:
    """A file that the new site does not have goes, and its folder too."""
    noted, _ = _kept(tmp_path, more=("incidents/one/other.html", "other.html"))
    found = _taken(tmp_path, noted, (PAGE,))
    assert found is not None
    assert (_files(found.folder), _folders(found.folder)) == ({PAGE}, {"incidents", "incidents/one"})
    assert not found.has(OTHER, DIGEST)
    assert (tmp_path / "out" / OTHER).read_bytes() == DATA


def test_what_no_page_was_said_of(tmp_path: Path) -> None:
    """Where a file was to be there and nothing was written at its place, it does not stay; one that was replaced is not the earlier one any more."""
    noted, _ = _kept(tmp_path)
    found = _taken(tmp_path, noted)
    assert found is not None
    found.keep({PAGE: (3, sha256(b"new").hexdigest())})
    assert _files(found.folder) == {PAGE}
    assert not found.files


def test_moved_files_are_not_the_earlier_ones(tmp_path: Path) -> None:
    """What is moved into the folder takes the place of what was there, whose digest says nothing any more."""
    noted, _ = _kept(tmp_path)
    found = _taken(tmp_path, noted)
    assert found is not None
    made = tmp_path / "made"
    (made / PAGE).parent.mkdir(parents=True)
    (made / PAGE).write_bytes(b"of the builder")
    found.add(made, [PAGE])
    assert (found.folder / PAGE).read_bytes() == b"of the builder"
    assert (tmp_path / "out" / PAGE).read_bytes() == DATA
    assert not found.has(PAGE, DIGEST)
    assert found.has(OTHER, DIGEST)


@pytest.mark.parametrize("change", [*SEEN, exchanged_for_the_same, folder_open_to_all])
def test_what_was_changed(tmp_path: Path, change: Tampering) -> None:
    """A file to which anything was done goes, and whatever was put in its place or in that of its folder; nothing outside is touched."""
    noted, place = _kept(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    change(place / PAGE, outside)
    put_there = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    assert bool(put_there) == (change in {also_elsewhere, folder_elsewhere})
    found = _taken(tmp_path, noted)
    assert found is not None
    assert (_files(found.folder), _folders(found.folder)) == ({OTHER}, {"incidents", "incidents/two"})
    assert not found.has(PAGE, DIGEST)
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == put_there


def test_what_had_another_name(tmp_path: Path) -> None:
    """A file that had a third name already when it was noted goes: whoever has that could write to it."""
    noted, _ = _kept(tmp_path, also="elsewhere")
    found = _taken(tmp_path, noted)
    assert found is not None
    assert _files(found.folder) == {OTHER}


def test_other_rights_than_before(tmp_path: Path) -> None:
    """Where files and folders are made with other rights than they were, none stays."""
    noted, _ = _kept(tmp_path, more=("index.html",))
    before = os.umask(0o077)
    try:
        found = _taken(tmp_path, noted, (PAGE, OTHER, "index.html"))
    finally:
        os.umask(before)
    assert found is not None
    assert (_files(found.folder), _folders(found.folder)) == (set(), set())


def test_what_was_added(tmp_path: Path) -> None:
    """What somebody added goes."""
    noted, place = _kept(tmp_path)
    for path in ("added.html", "incidents/one/added.html", "incidents/three/four/index.html"):
        (place / path).parent.mkdir(exist_ok=True, parents=True)
        (place / path).write_bytes(DATA)
    found = _taken(tmp_path, noted)
    assert found is not None
    assert (_files(found.folder), _folders(found.folder)) == ({PAGE, OTHER}, {"incidents", "incidents/one", "incidents/two"})


@pytest.mark.parametrize("what", ["nothing", "file", "link", "not noted", "nowhere"])
def test_no_folder(tmp_path: Path, what: str) -> None:
    """Where no folder is kept, or another thing is, or nothing is noted, or nothing is kept at all, none is used."""
    noted, place = _kept(tmp_path)
    if what in {"nothing", "file", "link"}:
        place.rename(tmp_path / "moved")
    if what == "file":
        place.write_bytes(DATA)
    elif what == "link":
        place.symlink_to(tmp_path / "moved")
    elif what == "not noted":
        (entry,) = (tmp_path / "results" / Kind.SITES).iterdir()
        entry.unlink()
    elif what == "nowhere":
        noted = SiteSignatures(NothingKept(), tmp_path / "out")
    assert _taken(tmp_path, noted) is None
    if what == "link":
        assert _files(tmp_path / "moved") == {PAGE, OTHER}


def test_a_folder_that_is_not_used(tmp_path: Path) -> None:
    """A folder that nobody used for long is removed as any other result is, and its files stay where they have other names."""
    _, place = _kept(tmp_path)
    kept = KeptResults(tmp_path / "results")
    kept.prune()
    assert place.exists()
    os.utime(place, (0, 0))
    kept.prune()
    assert not place.exists()
    assert (tmp_path / "out" / PAGE).read_bytes() == DATA


def test_nobody_takes_what_is_being_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that comes while a folder is being removed has none; one that was a moment earlier has it whole."""
    noted, place = _kept(tmp_path)
    os.utime(place, (0, 0))
    seen = []
    real = shutil.rmtree

    def removing(path: Path) -> None:
        seen.append(_taken(tmp_path, noted))
        real(path)

    with monkeypatch.context() as context:
        context.setattr(shutil, "rmtree", removing)
        KeptResults(tmp_path / "results").prune()
    assert seen == [None]
    assert list(place.parent.iterdir()) == []


def _write(root: Path, seed: int = 2) -> str:
    """Write a site of several incidents; return the time as of which it is looked at."""
    life = begun(seed)
    for path, text in life.tree.items():
        for place in [path, *(path.replace("/case-0/", f"/more-{number}/") for number in range(9) if "/case-0/" in path)]:
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).write_text(text, encoding="utf-8")
    return f"{life.now:%Y-%m-%dT%H:%MZ}"


def _tree(out: Path) -> dict[str, bytes]:
    """Return the files of a site, and its folders, in which nothing is."""
    return {path.relative_to(out).as_posix(): b"" if path.is_dir() else path.read_bytes() for path in out.rglob("*")}


def _which(told: os.stat_result) -> tuple[int, int]:
    """Return which file it is, and when it was touched last: the number of one that was removed may be that of a new one."""
    return told.st_ino, told.st_ctime_ns


def _change(root: Path, number: int) -> None:
    """Change the words of an incident."""
    for file in (root / f"content/incidents/more-{number}").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        if "\ntitle: " in text:
            file.write_text(text.replace("\ntitle: ", f"\ntitle: {number} ", 1), encoding="utf-8")


def test_builds_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of several builds gives what a build without anything kept gives, whatever was done to the site, to the folder before it, and to the texts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root, out, aside = tmp_path / "site", tmp_path / "made", tmp_path / "cache/aboveboard/results/earlier"
    now = _write(root)

    def build() -> dict[str, bytes]:
        assert run(["build", "--root", str(root), "--out", str(out), "--now", now]) == 0
        return _tree(out)

    def fresh() -> dict[str, bytes]:
        assert run(["build", "--root", str(root), "--out", str(tmp_path / "fresh"), "--now", now, "--no-cache"]) == 0
        return _tree(tmp_path / "fresh")

    first = build()
    assert first == fresh()
    _change(root, 3)
    assert build() == fresh()
    (before,) = aside.iterdir()
    assert _tree(before) == first
    # Most files of the folder become files of the new site without being touched.
    numbers = {path: _which((before / path).stat()) for path in first if (before / path).is_file()}
    _change(root, 5)
    shutil.rmtree(root / "content/incidents/more-7")
    assert build() == fresh()
    assert sum(path in _tree(out) and _which((out / path).stat()) == numbers[path] for path in numbers) > len(numbers) / 2
    # An incident comes back; somebody wrote into a file of the site, which is one of the folder too, and added others to both.
    _write(root)
    page = out / "incidents/more-1/index.html"
    page.write_bytes(page.read_bytes().replace(b"<", b">"))
    (before,) = aside.iterdir()
    for folder in (out, before):
        (folder / "incidents/added.html").write_bytes(b"added")
        (folder / "incidents/more-2/index.html").unlink()
    assert build() == fresh()
    assert build() == fresh()
    # Without anything kept the folder is left alone, and is no danger later.
    _change(root, 1)
    assert run(["build", "--root", str(root), "--out", str(out), "--now", now, "--no-cache"]) == 0
    _change(root, 2)
    assert build() == fresh()
    assert build() == fresh()


def test_a_build_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while the folder becomes the new site, a build leaves the old site as it was or the new one, and the next one makes the new."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root, top = tmp_path / "site", tmp_path / "top"
    out = top / "made"
    now = _write(root)
    command = ["build", "--root", str(root), "--now", now]

    def fresh() -> dict[str, bytes]:
        assert run([*command, "--out", str(tmp_path / "fresh"), "--no-cache"]) == 0
        return _tree(tmp_path / "fresh")

    trees = [fresh()]
    _change(root, 3)
    trees.append(fresh())
    for number in range(3):
        _write(root) if number % 2 else _change(root, 3)
        assert run([*command, "--out", str(out)]) == 0
    seen = set()
    moment, number = 1, 3
    while True:
        # The site is changed there and back, so that each build that is killed has a folder of which nearly everything stays.
        assert len(_tree(out)) > 100
        old, new = trees[number % 2], trees[1 - number % 2]
        assert _tree(out) == old
        _write(root) if number % 2 else _change(root, 3)
        child = os.fork()
        if not child:
            kill_at(moment, str(top))
            os._exit(run([*command, "--out", str(out)]))
        _, status = os.waitpid(child, 0)
        assert _tree(out) in (old, new)
        seen.add("old" if _tree(out) == old else "new")
        if not status:
            break
        assert run([*command, "--out", str(out)]) == 0
        assert _tree(out) == new, moment
        moment = moment * 3 if FEW else moment * 2 + 1
        number += 1
    assert seen == {"old", "new"}
    assert moment > 100


def test_pages_that_are_stamped_twice(tmp_path: Path) -> None:
    """Where pages have to be stamped again, or two files of a project are one in the site, what was written last is there, whatever the folder had."""
    kept = KeptResults(tmp_path / "results")
    checked = checking.check(read_site(EXAMPLE, MARKDOWN_LIMIT), NOW)
    site = replace(publishing.publish(checked, NOW), attachments={})
    files = building.render(site, read_theme("lifeboat", EXAMPLE))
    page = next(one.path for one in files if one.path.startswith("docs/incidents/") and one.path.endswith("/index.md"))
    twice = Artifact(f"{page.removesuffix('.md')}.html", b"<!doctype html><html><head></head><body></body></html>")
    files = tuple(sorted((*files, twice), key=lambda one: one.path))
    finish = building.finish(site)

    def build(out: str, kept: Kept | None, *, is_wrong: bool) -> dict[str, bytes]:
        joined = []

        def join(parts: Iterable[InlineParts]) -> InlineParts:
            joined.append(finish.join(parts))
            return replace(joined[0], asks=not joined[0].asks) if is_wrong and len(joined) == 1 else joined[-1]

        builder.build(files, tmp_path / out, publishing.last_changed(site), replace(finish, join=join), kept=kept)
        assert len(joined) == 2
        return _tree(tmp_path / out)

    fresh = build("fresh", None, is_wrong=False)
    for is_wrong in (False, False, True, True, False):
        assert build("made", kept, is_wrong=is_wrong) == fresh
    assert list((tmp_path / "results/earlier").iterdir())
