"""Work shared out among processes: tasks in, their results in the same order out, whoever did them.

A worker is a fork: it has what the command has read, and sends back nothing but results. It ends when the command does, even if that is killed:
nobody reads its pipe any more. Where forks are unsafe (macOS, Windows), or there is one processor, the command does everything itself.
"""

import gc
import os
import pickle
import selectors
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, cast

from generator.errors import EnvironmentFailedError

_T = TypeVar("_T")

#: More processes than these are no faster: one reads what all of them send.
_MOST: Final = 8
#: Bytes asked for at once.
_CHUNK: Final = 1 << 20
_LENGTH: Final = struct.Struct("<Q")


def processors() -> int:
    """Return how many workers are of use on this computer: 1 where there can be no other process."""
    if not sys.platform.startswith("linux"):
        return 1
    return max(1, min(_MOST, len(os.sched_getaffinity(0))))


def share(tasks: Sequence[Callable[[], _T]], workers: int, done: Callable[[_T], None] = lambda _result: None) -> list[_T]:
    """Do tasks, and return their results in order.

    Args:
        tasks: what to do. None may depend on another, or change anything but files.
        workers: among how many processes.
        done: given each result as soon as it is there.

    Raises:
        EnvironmentFailedError: a worker was killed.
        Exception: what a task raised; of several, that of the first.
    """
    if workers < 2 or len(tasks) < 2 or not hasattr(os, "fork"):
        results = []
        for task in tasks:
            results.append(task())
            done(results[-1])
        return results
    # What is there already is not looked through, nor copied for it, in any worker.
    gc.freeze()
    started: dict[int, int] = {}
    try:
        for number in range(min(workers, len(tasks))):
            reading, writing = os.pipe()
            worker = os.fork()
            if not worker:
                _work(tasks, number, workers, writing, [*started.values(), reading])
            os.close(writing)
            started[worker] = reading
        found = _read(started.values(), len(tasks), done)
    finally:
        for worker, reading in started.items():
            os.close(reading)
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
        gc.unfreeze()
    results = []
    for at in range(len(tasks)):
        if at not in found:
            raise next((error for _, (well, error) in sorted(found.items()) if not well), None) or EnvironmentFailedError(
                "a process that made part of the site was ended by the system",
                "see whether there is enough memory; nothing was changed",
            )
        well, result = found[at]
        if not well:
            raise result
        results.append(cast("_T", result))
    return results


def _work(tasks: Sequence[Callable[[], Any]], first: int, step: int, to: int, close: Sequence[int]) -> None:
    """Do every so-manieth task in a worker, and never return."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The command ends its workers itself.
        for other in close:
            os.close(other)
        for at in range(first, len(tasks), step):
            try:
                said = pickle.dumps((at, True, tasks[at]()), pickle.HIGHEST_PROTOCOL)
            except BaseException as error:  # noqa: BLE001  # it is raised again by the command, which handles it
                said = pickle.dumps((at, False, error), pickle.HIGHEST_PROTOCOL)
                _send(to, said)
                break
            _send(to, said)
    finally:
        os._exit(0)


def _send(to: int, said: bytes) -> None:
    rest = memoryview(_LENGTH.pack(len(said)) + said)
    while rest:
        rest = rest[os.write(to, rest) :]


def _read(pipes: Any, expected: int, done: Callable[[Any], None]) -> dict[int, tuple[bool, Any]]:
    """Return what the workers sent, by task: whether it went well, and its result or what it raised."""
    found: dict[int, tuple[bool, Any]] = {}
    with selectors.DefaultSelector() as open_pipes:
        for pipe in pipes:
            open_pipes.register(pipe, selectors.EVENT_READ, bytearray())
        while open_pipes.get_map() and len(found) < expected:
            for key, _ in open_pipes.select():
                came = os.read(key.fd, _CHUNK)
                held: bytearray = key.data
                held += came
                while len(held) >= _LENGTH.size and len(held) >= (end := _LENGTH.size + _LENGTH.unpack_from(held)[0]):
                    at, well, result = pickle.loads(held[_LENGTH.size : end])  # noqa: S301  # what our own fork wrote
                    del held[:end]
                    found[at] = well, result
                    if well:
                        done(result)
                if not came:
                    open_pipes.unregister(key.fd)
    return found
