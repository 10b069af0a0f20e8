"""What processes put in a temporary file is read by all of them, and takes no memory."""

import os
import pickle
from functools import partial
from pathlib import Path

import pytest

from generator.adapters import workers
from generator.adapters.spool import Spool
from generator.errors import EnvironmentFailedError
from generator.model.artifact import Artifact, StoredFile

MANY = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this computer")


def _files(number: int) -> tuple[Artifact, ...]:
    return tuple(Artifact(f"docs/{number}/{at}", f"{number} {at} ".encode() * (number * 1000 + at)) for at in range(3))


def _put(spool: Spool, number: int) -> tuple[StoredFile, ...]:
    return spool.put_files(_files(number))


@MANY
@pytest.mark.parametrize("number", [1, 2, 7])
def test_files_of_several_processes(tmp_path: Path, number: int) -> None:
    """Each file is read as it was put, whoever put it and whenever it is read, and again; nothing has a name on the disk."""
    with Spool(tmp_path) as spool:
        stored = workers.share([partial(_put, spool, at) for at in range(40)], number)
        assert list(tmp_path.iterdir()) == []
        for at, several in enumerate(stored):
            for one, made in zip(map(spool.file, several), _files(at), strict=True):
                assert (one.path, one.digest, one.data, one.data) == (made.path, made.digest, made.data, made.data)
                assert isinstance(one, Artifact)
                assert pickle.loads(pickle.dumps(one)) == made


@MANY
def test_room_that_was_made_before_a_fork(tmp_path: Path) -> None:
    """What processes put there after the command did is beside it, and beside what it puts there afterwards."""
    with Spool(tmp_path) as spool:
        before = spool.put_files(_files(0))
        stored = workers.share([partial(_put, spool, at) for at in range(1, 7)], 3, each=1)
        after = spool.put_files(_files(7))
        for at, several in enumerate((before, *stored, after)):
            assert [one.data for one in map(spool.file, several)] == [one.data for one in _files(at)]


@MANY
def test_room_is_made_for_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is not alone with the file for each thing that it puts there."""
    made: list[int] = []
    real = os.ftruncate

    def watched(handle: int, length: int) -> None:
        made.append(length)
        real(handle, length)

    monkeypatch.setattr(os, "ftruncate", watched)
    with Spool(tmp_path) as spool:
        places = [(spool.put(b"%d" % number * 7), number) for number in range(1000)]
        large = spool.put(b"large" * (1 << 20))
        assert len(made) == 2
        assert all(spool.get(at, len(b"%d" % number) * 7) == b"%d" % number * 7 for at, number in places)
        assert spool.get(large, 5 << 20) == b"large" * (1 << 20)


def test_bytes_are_not_held(tmp_path: Path) -> None:
    """A file that was read is not kept in memory: its bytes are others each time."""
    with Spool(tmp_path) as spool:
        (one,) = map(spool.file, spool.put_files((Artifact("docs/a", b"said " * 100),)))
        assert one.data is not one.data


def test_a_file_that_was_stored_is_not_stored_again(tmp_path: Path) -> None:
    """A task that hands on what another one stored puts nothing more there."""
    with Spool(tmp_path) as spool:
        stored = spool.put_files(_files(2))
        end = spool.put(b"")
        assert spool.put_files(tuple(map(spool.file, stored))) == stored
        assert spool.put(b"") == end


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    """What is not there is an error, and never a shorter file."""
    with Spool(tmp_path) as spool, pytest.raises(EnvironmentFailedError, match="cut off"):
        spool.get(0, 5)


def test_a_disk_without_room(tmp_path: Path) -> None:
    """A folder that cannot be made is the environment's fault, and said so."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFailedError):
        Spool(tmp_path / "file" / "inside")


def test_a_system_with_one_position_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be read and written at any place (Windows), it is the same."""
    monkeypatch.delattr(os, "pread")
    monkeypatch.delattr(os, "pwrite")
    with Spool(tmp_path) as spool:
        first, second = spool.put(b"first"), spool.put(b"second")
        assert [spool.get(second, 6), spool.get(first, 5), spool.get(first + 1, 3)] == [b"second", b"first", b"irs"]
