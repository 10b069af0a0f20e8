"""Results of earlier runs on the disk: what is got is what was put, or nothing, whatever happened to them. Of those in packs, tests/adapters/test_packs.py."""

import os
import sys
from pathlib import Path

import pytest

from generator.adapters.kept_results import KeptResults, own_results, program_stamp
from generator.model.kept import Kind
from tests.adapters.killed import kill_at

KEY = "1a" * 32
OTHER = "2b" * 32


def entry(folder: Path, key: str = KEY) -> Path:
    """Return the file of an entry."""
    return folder / "results" / "pictures" / key


@pytest.fixture
def kept(tmp_path: Path) -> KeptResults:
    """A place with one result."""
    made = KeptResults(tmp_path / "results")
    made.put(Kind.PICTURES, KEY, b"some pages")
    return made


def test_what_is_put_is_got(tmp_path: Path, kept: KeptResults) -> None:
    """Another run gets the same bytes, under the same key and kind alone, and only the person who runs the program can read them."""
    again = KeptResults(tmp_path / "results")
    assert again.get(Kind.PICTURES, KEY) == b"some pages"
    assert again.get(Kind.PICTURES, OTHER) is None
    assert again.get(Kind.HEADS, KEY) is None
    again.put(Kind.PICTURES, KEY, b"others")
    assert kept.get(Kind.PICTURES, KEY) == b"others"
    assert (tmp_path / "results").stat().st_mode & 0o077 == 0
    assert [file.name for file in entry(tmp_path).parent.iterdir()] == [KEY]


def test_every_byte_counts(tmp_path: Path, kept: KeptResults) -> None:
    """An entry of which a byte is another, or the end is missing, or which belongs under another key, counts as not there."""
    file = entry(tmp_path)
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert kept.get(Kind.PICTURES, KEY) is None
        file.write_bytes(whole[:at])
        assert kept.get(Kind.PICTURES, KEY) is None
    file.write_bytes(whole + b"x")
    assert kept.get(Kind.PICTURES, KEY) is None
    file.rename(entry(tmp_path, OTHER))
    assert kept.get(Kind.PICTURES, OTHER) is None
    entry(tmp_path, OTHER).rename(file)
    file.write_bytes(whole)
    assert kept.get(Kind.PICTURES, KEY) == b"some pages"


@pytest.mark.parametrize("what", ["folder", "link", "pipe", "unreadable"])
def test_what_is_no_entry(tmp_path: Path, kept: KeptResults, what: str) -> None:
    """A folder, a link, a pipe, or a file that cannot be read counts as not there; nothing is waited for and nothing is raised."""
    file = entry(tmp_path)
    whole = file.read_bytes()
    file.unlink()
    if what == "folder":
        file.mkdir()
    elif what == "link":
        (tmp_path / "elsewhere").write_bytes(whole)
        file.symlink_to(tmp_path / "elsewhere")
    elif what == "pipe":
        os.mkfifo(file)
    else:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o000))
    assert kept.get(Kind.PICTURES, KEY) is None
    kept.put(Kind.PICTURES, KEY, b"new")
    kept.prune()
    assert kept.get(Kind.PICTURES, KEY) == (None if what == "folder" else b"new")


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_of_others_is_not_used(tmp_path: Path, kept: KeptResults, mode: int) -> None:
    """Where others can write, nothing is believed: what they put there could become a page."""
    (tmp_path / "results/pictures").chmod(mode)
    again = KeptResults(tmp_path / "results")
    assert again.get(Kind.PICTURES, KEY) is None
    again.put(Kind.PICTURES, OTHER, b"more")
    assert not entry(tmp_path, OTHER).exists()
    assert kept.get(Kind.PICTURES, KEY) == b"some pages"


def test_a_place_of_others_is_not_used(tmp_path: Path, kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others can put another folder in place of the results, nothing is believed either; nor where the folder above is another person's."""
    kept.put(Kind.PICTURES, KEY, b"some pages")
    tmp_path.chmod(0o707)
    again = KeptResults(tmp_path / "results")
    assert again.get(Kind.PICTURES, KEY) is None
    tmp_path.chmod(0o700)
    assert KeptResults(tmp_path / "results").get(Kind.PICTURES, KEY) == b"some pages"
    stat = Path.stat

    def of_another(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        told = stat(path, follow_symlinks=follow_symlinks)
        return os.stat_result((*told[:4], os.getuid() + 1, *told[5:])) if path == tmp_path else told

    monkeypatch.setattr(Path, "stat", of_another)
    assert KeptResults(tmp_path / "results").get(Kind.PICTURES, KEY) is None


def test_no_place(tmp_path: Path) -> None:
    """Where no folder can be made, nothing is kept, and nothing is raised."""
    (tmp_path / "file").write_bytes(b"")
    nowhere = KeptResults(tmp_path / "file/results")
    nowhere.put(Kind.PICTURES, KEY, b"some")
    assert nowhere.get(Kind.PICTURES, KEY) is None
    nowhere.prune()


def test_what_nobody_uses_goes(tmp_path: Path) -> None:
    """Entries that were not used for two days go; and when there is too much, those that were not used for the longest time."""
    kept = KeptResults(tmp_path / "results", most=10_000)
    for number in range(20):
        kept.put(Kind.PICTURES, f"{number:064x}", bytes(1000))
        os.utime(entry(tmp_path, f"{number:064x}"), (1e9 + number * 60, 1e9 + number * 60))
    kept.put(Kind.HEADS, KEY, b"")
    os.utime(tmp_path / "results/heads" / KEY, (1e9 + 1200, 1e9 + 1200))
    kept.prune()
    assert [number for number in range(20) if entry(tmp_path, f"{number:064x}").exists()] == list(range(11, 20))
    kept.put(Kind.PICTURES, KEY, b"new")
    kept.prune()
    assert [file.name for file in entry(tmp_path).parent.iterdir()] == [KEY]


def test_how_often_it_is_looked(tmp_path: Path, kept: KeptResults) -> None:
    """What is to go is looked for once an hour; each time where there is much, where a clock was wrong, and where nobody knows when it was last done."""
    looked = tmp_path / "results/looked"

    def is_looked_for(most: int = 10_000) -> bool:
        kept.put(Kind.PICTURES, OTHER, b"more")
        os.utime(entry(tmp_path, OTHER), (1e9, 1e9))
        KeptResults(tmp_path / "results", most=most).prune_at_times()
        return not entry(tmp_path, OTHER).exists()

    assert is_looked_for()
    assert not is_looked_for()
    size = int(looked.read_text())
    assert size == entry(tmp_path).stat().st_size
    assert not is_looked_for(most=2 * size + 1)
    assert is_looked_for(most=2 * size)
    now = looked.stat().st_mtime
    for when, is_late in ((now - 3000, False), (now - 4000, True), (now + 1000, True)):
        os.utime(looked, (when, when))
        assert is_looked_for() == is_late
    for text in ("", "much", "-"):
        looked.write_text(text)
        assert is_looked_for()
    looked.unlink()
    assert is_looked_for()
    # Where others can write, nothing is written.
    looked.unlink()
    (tmp_path / "results").chmod(0o707)
    KeptResults(tmp_path / "results").prune_at_times()
    assert not looked.exists()


def test_a_clock_that_was_wrong(tmp_path: Path, kept: KeptResults) -> None:
    """What was used by a clock that was years ahead goes, and makes nothing else look unused for long."""
    kept.put(Kind.PICTURES, OTHER, b"more")
    os.utime(entry(tmp_path), (4e9, 4e9))
    kept.prune()
    assert [file.name for file in entry(tmp_path).parent.iterdir()] == [OTHER]


def test_after_a_long_time(tmp_path: Path, kept: KeptResults) -> None:
    """What was used last is still there for whoever comes back after a month."""
    kept.put(Kind.PICTURES, OTHER, b"more")
    used = entry(tmp_path).stat().st_mtime - 30 * 86_400
    os.utime(entry(tmp_path), (used, used))
    os.utime(entry(tmp_path, OTHER), (used - 3 * 86_400, used - 3 * 86_400))
    kept.prune()
    assert [file.name for file in entry(tmp_path).parent.iterdir()] == [KEY]


def test_using_keeps(tmp_path: Path, kept: KeptResults) -> None:
    """What a run gets counts as used."""
    os.utime(entry(tmp_path), (1e9, 1e9))
    assert kept.get(Kind.PICTURES, KEY) is not None
    kept.put(Kind.PICTURES, OTHER, b"new")
    kept.prune()
    assert kept.get(Kind.PICTURES, KEY) == b"some pages"


def test_killed_at_any_moment(tmp_path: Path, kept: KeptResults) -> None:
    """Killed each time it is about to touch the disk, a run leaves the entry as it was or the new one, never half of it."""
    folder = tmp_path / "results"
    seen = set()
    for moment in range(1, 100):
        child = os.fork()
        if not child:
            kill_at(moment, str(folder))
            run = KeptResults(folder)
            run.get(Kind.PICTURES, KEY)
            run.put(Kind.PICTURES, KEY, b"other pages")
            run.prune()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        found = kept.get(Kind.PICTURES, KEY)
        seen.add(found)
        assert found in {b"some pages", b"other pages"}
        kept.put(Kind.PICTURES, KEY, b"some pages")
        if not status:
            break
    assert seen == {b"some pages", b"other pages"}
    assert 5 < moment < 99


def test_two_at_once(tmp_path: Path) -> None:
    """Two runs that keep and remove the same results at the same time get what was put, or nothing."""
    folder = tmp_path / "results"
    texts = {f"{number:064x}": bytes([number]) * 3000 for number in range(5)}
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            run = KeptResults(folder, most=9000)
            wrong = 0
            for _ in range(60):
                for key, text in texts.items():
                    wrong += run.get(Kind.PICTURES, key) not in {None, text}
                    run.put(Kind.PICTURES, key, text)
                run.prune()
            os._exit(bool(wrong))
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert all(KeptResults(folder).get(Kind.PICTURES, key) in {None, text} for key, text in texts.items())


def test_a_changed_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another release of the program or of Python, another package beside it or elsewhere on its path, and a changed file of the program each make another stamp."""
    from generator.adapters import kept_results

    packages, program = tmp_path / "packages", tmp_path / "packages/generator"
    (program / "rules").mkdir(parents=True)
    (program / "rules/one.py").write_text("ONE = 1\n")
    monkeypatch.setattr(kept_results, "_PACKAGE", program)
    stamps = [program_stamp()]
    assert program_stamp() == stamps[0]
    (packages / "jinja2-3.1.6.dist-info").mkdir()
    stamps.append(program_stamp())
    (packages / "jinja2-3.1.6.dist-info").rename(packages / "jinja2-3.1.7.dist-info")
    stamps.append(program_stamp())
    (program / "rules/one.py").write_text("ONE = 22\n")
    stamps.append(program_stamp())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.syspath_prepend(elsewhere)
    assert program_stamp() == stamps[-1]
    (elsewhere / "markdown-3.9.dist-info").mkdir()
    stamps.append(program_stamp())
    monkeypatch.setattr(kept_results, "__version__", "99")
    stamps.append(program_stamp())
    monkeypatch.setattr(sys, "version", "4.0")
    stamps.append(program_stamp())
    assert len(set(stamps)) == len(stamps)


def test_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results are in the cache folder of the person, and never in the site's folder, which others may write to."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    own_results().put(Kind.PICTURES, KEY, b"some")
    found = [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()]
    assert sorted(found) == ["cache/aboveboard/results/looked", f"cache/aboveboard/results/pictures/{KEY}"]


def test_what_is_of_use_stays(tmp_path: Path, kept: KeptResults) -> None:
    """What is said to be of use counts as used, though nobody gets it."""
    os.utime(entry(tmp_path), (1e9, 1e9))
    kept.use(Kind.PICTURES, [KEY])
    kept.put(Kind.PICTURES, OTHER, b"new")
    kept.prune()
    assert kept.get(Kind.PICTURES, KEY) == b"some pages"
    kept.use(Kind.PICTURES, [])
    kept.use(Kind.ROWS, [KEY])
    assert kept.get(Kind.ROWS, KEY) is None
