"""Results in packs: what is got is what was put, or nothing, whatever happened to the packs and whoever else is at work."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from generator.adapters import packs
from generator.adapters.kept_results import KeptResults
from generator.model.kept import Kind
from tests.adapters.killed import kill_at

KEY = "1a" * 32
OTHER = "2b" * 32
PARTS = Kind.PARTS


def file(folder: Path, name: str) -> Path:
    """Return a file of a pack."""
    return folder / "results" / "parts" / name


def got(folder: Path, key: str = KEY) -> bytes | None:
    """Return what another run gets."""
    return KeptResults(folder / "results").get(PARTS, key)


def names(folder: Path) -> list[str]:
    """Return the names of all files of packs."""
    return sorted(one.name for one in (folder / "results/parts").iterdir())


@pytest.fixture
def kept(tmp_path: Path) -> KeptResults:
    """A place with one result."""
    made = KeptResults(tmp_path / "results")
    made.put(PARTS, KEY, b"some pages")
    return made


def test_what_is_put_is_got(tmp_path: Path, kept: KeptResults) -> None:
    """The process and the next run get what was put last, under the same key and kind alone, and many results are in two files."""
    for number in range(50):
        kept.put(PARTS, f"{number:064x}", bytes([number]) * number)
    assert [kept.get(PARTS, f"{number:064x}") for number in range(50)] == [bytes([number]) * number for number in range(50)]
    again = KeptResults(tmp_path / "results")
    assert [again.get(PARTS, f"{number:064x}") for number in range(50)] == [bytes([number]) * number for number in range(50)]
    assert again.get(PARTS, OTHER) is None
    assert again.get(Kind.FINDINGS, KEY) is None
    assert names(tmp_path) == ["1.entries", "1.index"]
    assert file(tmp_path, "1.entries").stat().st_mode & 0o077 == 0
    again.put(PARTS, KEY, b"others")
    assert again.get(PARTS, KEY) == got(tmp_path) == b"others"
    assert names(tmp_path) == ["1.entries", "1.index", "2.entries", "2.index"]


def test_every_byte_counts(tmp_path: Path, kept: KeptResults) -> None:
    """An entry of which a byte or the place in the index is another, or the end is missing, counts as not there."""
    assert kept.get(PARTS, KEY) == b"some pages"
    for name in ("1.entries", "1.index"):
        whole = file(tmp_path, name).read_bytes()
        for at in range(len(whole)):
            for spoilt in (
                whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :],
                whole[:at] + b"\xff" + whole[at + 1 :],
                whole[:at],
            ):
                file(tmp_path, name).write_bytes(spoilt)
                assert got(tmp_path) is None
        file(tmp_path, name).write_bytes(whole + b"x")
        assert got(tmp_path) == b"some pages"
        file(tmp_path, name).write_bytes(whole)
    assert got(tmp_path) == b"some pages"


@pytest.mark.parametrize("name", ["1.entries", "1.index"])
@pytest.mark.parametrize("what", ["folder", "link", "pipe", "unreadable", "gone"])
def test_what_is_no_pack(tmp_path: Path, kept: KeptResults, name: str, what: str) -> None:
    """A folder, a link, a pipe or a file that cannot be read is no part of a pack; nothing is waited for, nothing is raised, and what is put anew is got."""
    assert kept.get(PARTS, KEY)
    one = file(tmp_path, name)
    whole = one.read_bytes()
    one.unlink()
    if what == "folder":
        one.mkdir()
    elif what == "link":
        (tmp_path / "elsewhere").write_bytes(whole)
        one.symlink_to(tmp_path / "elsewhere")
    elif what == "pipe":
        os.mkfifo(one)
    elif what == "unreadable":
        os.close(os.open(one, os.O_CREAT | os.O_WRONLY, 0o000))
    assert got(tmp_path) is None
    again = KeptResults(tmp_path / "results")
    again.put(PARTS, KEY, b"new")
    again.prune()
    assert got(tmp_path) == b"new"


def test_names_of_others(tmp_path: Path, kept: KeptResults) -> None:
    """Files of an earlier release and others are no packs, and a key that is none is there as no entry."""
    for name in (KEY, "x.index", "1.index.old", "01.index", ".2.index", "٣.index", f"{10**30}.index"):
        file(tmp_path, name).write_bytes(b"x" * 100)
    again = KeptResults(tmp_path / "results")
    assert again.get(PARTS, KEY) == b"some pages"
    for key in ("", "../1.index", "1", "é"):
        assert again.get(PARTS, key) is None
        again.use(PARTS, [key])
        again.put(PARTS, key, b"odd")
    again.put(PARTS, OTHER, b"more")
    assert got(tmp_path, OTHER) == b"more"


def test_a_folder_of_others_is_not_used(tmp_path: Path, kept: KeptResults) -> None:
    """Where others can write, nothing is believed, and nothing is written."""
    assert kept.get(PARTS, KEY)
    (tmp_path / "results/parts").chmod(0o707)
    again = KeptResults(tmp_path / "results")
    assert again.get(PARTS, KEY) is None
    again.put(PARTS, OTHER, b"more")
    again.use(PARTS, [KEY])
    assert names(tmp_path) == ["1.entries", "1.index"]


def test_a_pack_that_is_removed(tmp_path: Path, kept: KeptResults) -> None:
    """What is put after somebody has removed the pack is in another one; and where another pack has taken its place, nothing of that is taken for what was there."""
    for name in names(tmp_path):
        file(tmp_path, name).unlink()
    KeptResults(tmp_path / "results").put(PARTS, OTHER, b"other pages")
    assert names(tmp_path) == ["1.entries", "1.index"]
    assert kept.get(PARTS, KEY) is None
    kept.put(PARTS, KEY, b"some pages")
    assert (got(tmp_path), got(tmp_path, OTHER)) == (b"some pages", b"other pages")


def test_a_full_disk(tmp_path: Path, kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the disk does not take, or takes only in part, is not there, and the disk is not asked again; what was there is."""
    write = os.write
    asked = []

    def part(handle: int, data: bytes) -> int:
        asked.append(handle)
        return write(handle, data[:9])

    def none(handle: int, _data: bytes) -> int:
        asked.append(handle)
        raise OSError(errno.ENOSPC, "No space left on device")

    for refuse in (part, none):
        again = KeptResults(tmp_path / "results")
        monkeypatch.setattr(os, "write", refuse)
        again.put(PARTS, OTHER, b"more")
        monkeypatch.setattr(os, "write", write)
        again.put(PARTS, OTHER, b"more")
        assert again.get(PARTS, OTHER) is None
        assert (got(tmp_path), got(tmp_path, OTHER)) == (b"some pages", None)
    assert len(asked) == 2
    assert kept.get(PARTS, KEY) == b"some pages"


def test_what_others_add(tmp_path: Path, kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others put is got: at once where they have begun a pack since, after a second where they have added to one."""
    clock = [0.0]
    monkeypatch.setattr(packs, "monotonic", lambda: clock[0])
    other = KeptResults(tmp_path / "results")
    assert other.get(PARTS, OTHER) is None
    begun = KeptResults(tmp_path / "results")
    begun.put(PARTS, OTHER, b"more")
    # So that its time is another, whatever the clock of the disk.
    os.utime(tmp_path / "results/parts", (1e9, 1e9))
    assert other.get(PARTS, OTHER) == b"more"
    begun.put(PARTS, "3c" * 32, b"still more")
    kept.put(PARTS, "4d" * 32, b"the last")
    assert other.get(PARTS, "3c" * 32) is None
    clock[0] = 1.5
    assert other.get(PARTS, "3c" * 32) == b"still more"
    assert other.get(PARTS, "4d" * 32) == b"the last"
    assert other.get(PARTS, KEY) == b"some pages"


@pytest.mark.forks
def test_a_fork_has_a_pack_of_its_own(tmp_path: Path, kept: KeptResults) -> None:
    """A fork gets what its parent has put, and both put more at once, of which the next run gets all."""
    child = os.fork()
    if not child:
        for number in range(100):
            kept.put(PARTS, f"{number:064x}", b"child %d" % number)
        os._exit(kept.get(PARTS, KEY) != b"some pages")
    for number in range(100, 200):
        kept.put(PARTS, f"{number:064x}", b"parent %d" % number)
    assert os.waitpid(child, 0)[1] == 0
    assert names(tmp_path) == ["1.entries", "1.index", "2.entries", "2.index"]
    assert all(got(tmp_path, f"{number:064x}") == b"child %d" % number for number in range(100))
    assert all(got(tmp_path, f"{number:064x}") == b"parent %d" % number for number in range(100, 200))


def test_a_pack_has_an_end(tmp_path: Path, kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is much in a pack, another one is begun."""
    monkeypatch.setattr(packs, "_MOST", 1000)
    for number in range(20):
        kept.put(PARTS, f"{number:064x}", bytes(400))
    assert len(names(tmp_path)) == 2 * 7
    assert all(got(tmp_path, f"{number:064x}") == bytes(400) for number in range(20))


def _written(folder: Path, when: float) -> None:
    for name in names(folder):
        os.utime(file(folder, name), (when, when))


def test_what_nobody_uses_goes(tmp_path: Path, kept: KeptResults) -> None:
    """Packs go two days after they were written, and of what is in them only that stays which was got or said to be of use when they were old."""
    results, third, now = tmp_path / "results", "3c" * 32, file(tmp_path, "1.index").stat().st_mtime
    kept.put(PARTS, third, b"unused")
    KeptResults(results).put(PARTS, OTHER, b"more")
    for days, packs_then in ((0.9, 2), (1.1, 3)):
        _written(tmp_path, now - days * 86_400)
        again = KeptResults(results)
        assert again.get(PARTS, KEY) == b"some pages"
        again.use(PARTS, [OTHER, "4d" * 32])
        assert again.get(PARTS, KEY) == b"some pages"
        assert len(names(tmp_path)) == 2 * packs_then
        again.prune()
        assert len(names(tmp_path)) == 2 * packs_then
    for name in ("1.index", "1.entries", "2.index", "2.entries"):
        os.utime(file(tmp_path, name), (now - 2.1 * 86_400, now - 2.1 * 86_400))
    again.prune()
    assert names(tmp_path) == ["3.entries", "3.index"]
    assert [got(tmp_path, key) for key in (KEY, OTHER, third)] == [b"some pages", b"more", None]


def test_what_is_damaged_is_not_put_elsewhere(tmp_path: Path, kept: KeptResults) -> None:
    """An entry of an old pack that is damaged is put into no other."""
    assert kept.get(PARTS, KEY)
    whole = file(tmp_path, "1.entries").read_bytes()
    file(tmp_path, "1.entries").write_bytes(whole[:-1] + b"x")
    _written(tmp_path, 1e9)
    again = KeptResults(tmp_path / "results")
    assert again.get(PARTS, KEY) is None
    again.use(PARTS, [KEY])
    assert names(tmp_path) == ["1.entries", "1.index"]


def test_a_process_that_goes_on_for_days(tmp_path: Path, kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a day, a process begins another pack, and puts what it uses there."""
    clock = [0.0]
    monkeypatch.setattr(packs, "monotonic", lambda: clock[0])
    run = KeptResults(tmp_path / "results")
    for hours, packs_then in ((0, 2), (23, 2), (25, 3), (26, 3), (51, 4)):
        clock[0] = hours * 3600
        assert run.get(PARTS, KEY) == b"some pages"
        run.put(PARTS, OTHER, b"more")
        assert len(names(tmp_path)) == 2 * packs_then, hours
    assert kept.get(PARTS, KEY) == got(tmp_path) == b"some pages"


@pytest.mark.forks
def test_killed_at_any_moment(tmp_path: Path, kept: KeptResults) -> None:
    """Killed each time it is about to touch the disk, or half way through writing, a run leaves the entry as it was or the new one, never half of it."""
    results, before = tmp_path / "results", tmp_path / "before"
    assert kept.get(PARTS, KEY)
    shutil.copytree(results, before)
    seen = set()
    for moment in range(1, 100):
        child = os.fork()
        if not child:
            kill_at(moment, str(results))
            run = KeptResults(results)
            run.get(PARTS, KEY)
            run.put(PARTS, KEY, b"other pages")
            run.put(PARTS, OTHER, b"more")
            run.prune()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        seen.add((got(tmp_path), got(tmp_path, OTHER)))
        # Whatever is left, the next run gets what it puts.
        again = KeptResults(results)
        again.put(PARTS, KEY, b"new pages")
        assert again.get(PARTS, KEY) == got(tmp_path) == b"new pages"
        shutil.rmtree(results)
        shutil.copytree(before, results)
        if not status:
            break
    assert seen == {(b"some pages", None), (b"other pages", None), (b"other pages", b"more")}
    assert 12 < moment < 99


@pytest.mark.forks
def test_two_at_once(tmp_path: Path) -> None:
    """Two runs that keep and remove the same results at the same time get what was put, or nothing."""
    folder = tmp_path / "results"
    texts = {f"{number:064x}": bytes([number]) * 3000 for number in range(5)}
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            wrong = 0
            for turn in range(60):
                if turn % 10 == 0:
                    run = KeptResults(folder, most=9000)
                for key, text in texts.items():
                    wrong += run.get(PARTS, key) not in {None, text}
                    run.put(PARTS, key, text)
                run.prune()
            os._exit(bool(wrong))
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert all(got(tmp_path, key) in {None, text} for key, text in texts.items())
