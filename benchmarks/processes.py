"""What a process and all that it starts cost: seconds by the clock, seconds of the processor, and the most memory that all have together."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

#: Seconds between two looks at the memory. A look at ten processes takes a millisecond.
EVERY = 0.05


@dataclass(frozen=True)
class Figure:
    """What one process cost: seconds by the clock, seconds of the processor, and MiB."""

    wall: float
    cpu: float
    mebibytes: float


def median(figures: Iterable[Figure]) -> Figure:
    """Return the median of each figure."""
    several = list(figures)
    return Figure(
        statistics.median(one.wall for one in several),
        statistics.median(one.cpu for one in several),
        statistics.median(one.mebibytes for one in several),
    )


def measure(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Figure:
    """Return what a command costs; exit with what it printed when it fails."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        peak = _Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        shared = peak.stop()
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} (in {cwd})\n{said.read().decode(errors='replace')}")
    alone = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Figure(wall, usage.ru_utime + usage.ru_stime, max(alone, shared))


class _Peak:
    """Looks again and again at the memory of a process and of those that it started, where there are several; what they share is counted once."""

    def __init__(self, pid: int) -> None:
        self._most = 0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, args=(pid,), daemon=True)
        self._looking.start()

    def _look(self, pid: int) -> None:
        with contextlib.suppress(psutil.Error):
            top = psutil.Process(pid)
            while not self._over.wait(EVERY):
                # Of a process alone, the system itself keeps the most that it had.
                if several := top.children(recursive=True):
                    self._most = max(self._most, sum(map(_bytes, [top, *several])))

    def stop(self) -> float:
        """Return the most MiB that were seen."""
        self._over.set()
        self._looking.join()
        return self._most / (1 << 20)


def _bytes(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", memory.uss))
    return 0
