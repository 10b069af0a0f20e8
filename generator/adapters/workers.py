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
import traceback
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, cast

from generator.errors import AboveboardError, EnvironmentFailedError

_T = TypeVar("_T")

#: More processes than these are no faster: one reads what all of them send.
_MOST: Final = 8
#: Bytes asked for at once.
_CHUNK: Final = 1 << 20
_LENGTH: Final = struct.Struct("<Q")
_NUMBER: Final = struct.Struct("<I")
#: How many numbers of tasks are put where workers take them: with four bytes each, they fit in the smallest pipe that Linux makes. A number stands
#: for every so-manieth task.
_OFFERED: Final = 1000
#: What a worker sends instead of the number of a task when it ends because it did as many as it may.
_ENOUGH: Final = -1


def processors() -> int:
    """Return how many workers are of use on this computer: 1 where there can be no other process."""
    if not sys.platform.startswith("linux"):
        return 1
    return max(1, min(_MOST, len(os.sched_getaffinity(0))))


def share(
    tasks: Sequence[Callable[[], _T]],
    workers: int,
    done: Callable[[_T], None] = lambda _result: None,
    *,
    each: int | None = None,
    here: int = 0,
) -> list[_T]:
    """Do tasks, and return their results in order.

    Args:
        tasks: what to do. None may depend on another, or change anything but files.
        workers: among how many processes.
        done: given each result as soon as it is there.
        each: how many tasks a worker does. Then it ends, and another one takes its place, so that memory is that of so many tasks, whatever they
            leave there. None: as many as there are.
        here: how many tasks are done by this process before it starts any: what they load and compile, all workers have then.

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
    first = [task() for task in tasks[:here]]
    for one in first:
        done(one)
    return [*first, *_by_workers(tasks[here:], workers, done, each)]


def _by_workers(tasks: Sequence[Callable[[], _T]], workers: int, done: Callable[[_T], None], each: int | None) -> list[_T]:
    # What is there already is not looked through, nor copied for it, in any worker.
    gc.freeze()
    started: dict[int, int] = {}
    # Each worker takes the next task from here when it is done with one, so that none waits for another.
    waiting, put = os.pipe()

    def start() -> int:
        reading, writing = os.pipe()
        # Until a worker has its own way with it: otherwise one that is interrupted at once would end the others, as the command does.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            worker = os.fork()
            if not worker:
                _work(tasks, waiting, writing, [*started.values(), reading, *([put] if put >= 0 else [])], each)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(writing)
        started[worker] = reading
        return reading

    try:
        for _ in range(min(workers, len(tasks))):
            start()
        os.write(put, b"".join(_NUMBER.pack(number) for number in range(min(len(tasks), _OFFERED))))
        os.close(put)
        put = -1
        found = _read(tuple(started.values()), len(tasks), done, start)
    finally:
        for left in (waiting, put):
            if left >= 0:
                os.close(left)
        for worker, reading in started.items():
            os.close(reading)
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
        gc.unfreeze()
    results = []
    for at in range(len(tasks)):
        if at not in found:
            raise next((error for _, (well, error) in sorted(found.items()) if not well), None) or EnvironmentFailedError(
                "a process that did part of the work was ended by the system",
                "see whether there is enough memory; nothing was changed",
            )
        well, result = found[at]
        if not well:
            raise result
        results.append(cast("_T", result))
    return results


def _work(tasks: Sequence[Callable[[], Any]], waiting: int, to: int, close: Sequence[int], each: int | None) -> None:
    """Do tasks in a worker as long as there are any and it may, and never return."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The command ends its workers itself.
        for other in close:
            os.close(other)
        did = 0
        while taken := os.read(waiting, _NUMBER.size):
            for at in range(_NUMBER.unpack(taken)[0], len(tasks), _OFFERED):
                try:
                    said = pickle.dumps((at, True, tasks[at]()), pickle.HIGHEST_PROTOCOL)
                except BaseException as error:  # noqa: BLE001  # it is raised again by the command, which handles it
                    _send(to, _failed(at, error))
                    return
                _send(to, said)
                did += 1
            if each is not None and did >= each:
                _send(to, pickle.dumps((_ENOUGH, True, None), pickle.HIGHEST_PROTOCOL))
                return
    finally:
        os._exit(0)


def _failed(at: int, error: BaseException) -> bytes:
    """Return what is sent of an error: itself, with the place where it was raised; where it cannot be sent, what it says."""
    where = traceback.format_exc()
    if not isinstance(error, AboveboardError):
        error.add_note(where)
    try:
        said = pickle.dumps((at, False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(said)  # noqa: S301  # what was written in the line before
    except Exception:  # noqa: BLE001  # whatever the error's class does then
        return pickle.dumps((at, False, RuntimeError(where)), pickle.HIGHEST_PROTOCOL)
    return said


def _send(to: int, said: bytes) -> None:
    rest = memoryview(_LENGTH.pack(len(said)) + said)
    while rest:
        rest = rest[os.write(to, rest) :]


def _read(
    pipes: Sequence[int], expected: int, done: Callable[[Any], None], another: Callable[[], int]
) -> dict[int, tuple[bool, Any]]:
    """Return what the workers sent, by task: whether it went well, and its result or what it raised.

    Args:
        pipes: where the workers send it.
        expected: how many results there will be.
        done: given each result as soon as it is there.
        another: starts a worker in the place of one that did what it may, and returns where it sends its results.
    """
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
                    if at == _ENOUGH:
                        if len(found) < expected:
                            open_pipes.register(another(), selectors.EVENT_READ, bytearray())
                        continue
                    found[at] = well, result
                    if well:
                        done(result)
                if not came:
                    open_pipes.unregister(key.fd)
    return found
