"""Work shared out among processes: the results do not tell who did it."""

import os
import signal
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from generator.adapters import workers
from generator.errors import EnvironmentFailedError, UsageError

MANY = pytest.mark.skipif(workers.processors() == 1 and not hasattr(os, "fork"), reason="no forks on this computer")


def _refuse(name: str) -> int:
    raise UsageError(f"{name} is refused", "rename it")


def _one() -> int:
    return 1


def _end() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@MANY
@pytest.mark.parametrize("number", [1, 2, 7])
def test_the_order_of_results(number: int) -> None:
    """Results come in the order of the tasks, whatever their size, and each is told as soon as it is there."""
    told: list[bytes] = []
    sizes = [0, 5, 3_000_000, 1, 70_000, 2, 9, 4, 100]
    found = workers.share([partial(bytes, size) for size in sizes], number, told.append)
    assert [len(one) for one in found] == sizes
    assert sorted(map(len, told)) == sorted(sizes)


@MANY
def test_more_tasks_than_fit_in_a_pipe() -> None:
    """However many tasks there are, each is done once."""
    assert workers.share([partial(int, number) for number in range(2500)], 3) == list(range(2500))


@MANY
def test_others_do_the_work() -> None:
    """With several workers no task is done by the command's own process, and they are gone when it goes on."""
    did = set(workers.share([os.getpid] * 4, 2))
    assert 1 <= len(did) <= 2
    assert os.getpid() not in did
    for one in did:
        with pytest.raises(ProcessLookupError):
            os.kill(one, 0)


@MANY
@pytest.mark.parametrize("number", [1, 3])
def test_what_a_task_raises(number: int) -> None:
    """An error of a task is the command's, with its help; of several it is that of the first task."""
    tasks: list[Callable[[], int]] = [_one, partial(_refuse, "a"), partial(_refuse, "b"), _one]
    with pytest.raises(UsageError) as raised:
        workers.share(tasks, number)
    assert (raised.value.message, raised.value.help) == ("a is refused", "rename it")


@MANY
def test_a_worker_that_is_ended() -> None:
    """If the system ends a worker, the command fails and says why that may be, instead of going on without its part."""
    with pytest.raises(EnvironmentFailedError, match="ended by the system"):
        workers.share([_one, _end, _one], 2)


class _OddError(Exception):
    """An error that cannot be sent as it is."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def _break(kind: type[Exception], *words: str) -> int:
    raise kind(*words)


@MANY
def test_an_error_says_where_it_was_raised() -> None:
    """A bug in a task is reported with the lines that led to it; so is one whose error cannot be sent."""
    for kind, words in ((ValueError, ("odd",)), (_OddError, ("this", "that"))):
        tasks: list[Callable[[], int]] = [_one, partial(_break, kind, *words)]
        with pytest.raises((ValueError, RuntimeError)) as raised:
            workers.share(tasks, 2)
        said = "".join(traceback.format_exception(raised.value))
        assert "in _break" in said
        assert f"{kind.__name__}: {' and '.join(words)}" in said


def _children() -> set[int]:
    """The processes that this one has started and not waited for."""
    return {int(number) for file in Path("/proc/self/task").glob("*/children") for number in file.read_text().split()}


@MANY
def test_an_interruption_ends_all() -> None:
    """Ctrl-C, which reaches the command and its workers, is the command's to handle; none of them goes on."""

    def interrupt(_result: object) -> None:
        raise KeyboardInterrupt

    tasks: list[Callable[[], object]] = [_one, *[partial(sleep, 60)] * 3]
    # Other tests in this process may have left children of their own.
    before = _children()
    with pytest.raises(KeyboardInterrupt):
        workers.share(tasks, 2, interrupt)
    assert _children() <= before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def _count(number: int) -> tuple[int, int]:
    return number, os.getpid()


@MANY
@pytest.mark.parametrize("number", [2, 7])
def test_workers_that_are_relieved(number: int) -> None:
    """After so many tasks another worker goes on, with what nobody has done yet."""
    done = workers.share([partial(_count, at) for at in range(50)], number, each=3)
    assert [at for at, _ in done] == list(range(50))
    did = [by for _, by in done]
    assert max(map(did.count, did)) == 3
    assert _children().isdisjoint(did)


@MANY
def test_a_relieved_worker_that_is_ended() -> None:
    """Where workers take turns, one that the system ends is still told from one that did what it may."""
    with pytest.raises(EnvironmentFailedError, match="ended by the system"):
        workers.share([_one, _one, _one, _end, _one, _one], 2, each=1)
