"""The program on a terminal, and keys that stop it, pressed when it waits for them."""

import os
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NoReturn

import pexpect

from generator.adapters import clock
from generator.adapters.site_files import read_site
from generator.cli import main
from generator.pipeline import checking

ROOT = Path(__file__).parents[1]

#: How long a program may take for what it says next, in seconds: other programs may have the processors.
PATIENCE = 300


def at_terminal(
    arguments: Sequence[str],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    dimensions: tuple[int, int] = (40, 200),
) -> "pexpect.spawn[str]":
    """Start the program on a terminal of its own.

    It is a fork of these tests, which have read the program and made its patterns: that is most of what a new process does for a command. What the
    test has patched is patched in it too.

    Args:
        arguments: what follows `aboveboard`.
        cwd: the folder in which it runs; None: where the tests run.
        environment: all of its variables; None: those of the tests.
        dimensions: the lines and columns of the terminal.
    """
    _be_ready()
    return pexpect.spawn(
        sys.executable,
        ["-m", "generator.cli", *arguments],
        cwd=None if cwd is None else str(cwd),
        preexec_fn=partial(_run, arguments, environment),
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=dimensions,
    )


@cache
def _be_ready() -> None:
    """Judge a site once, so that every rule has made its patterns before the first fork."""
    checking.check(read_site(ROOT, 1 << 20), clock.now())


def _run(arguments: Sequence[str], environment: Mapping[str, str] | None) -> NoReturn:
    """Be the program, instead of becoming another by `exec`; nothing of the tests is left behind, or is written when it ends."""
    code = main.BUG
    try:
        sys.settrace(None)
        # Whoever forked waits until the child has closed all that is not its terminal, as `exec` does.
        os.closerange(3, 1 << 16)
        if environment is not None:
            os.environ.clear()
            os.environ.update(environment)
            time.tzset()
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # the terminal, which is no path
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
        sys.argv = ["aboveboard", *arguments]
        main.main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except BaseException:  # noqa: BLE001  # told on the terminal, where the test looks
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def wait_until_asking(child: "pexpect.spawn[str]", seconds: float = PATIENCE) -> None:
    """Return when the program sleeps in its read of the terminal; TimeoutError if it never does.

    A question is on the screen a moment before the program reads. A signal that arrives between Python's last look at its signals and that
    read is noticed only with the next key: a person presses Ctrl-C once more, a test would wait for ever.
    """
    state = Path(f"/proc/{child.pid}/stat")
    until = time.monotonic() + seconds
    asleep = 0
    while asleep < 3:
        if time.monotonic() > until:
            msg = "the program never waited for a key"
            raise TimeoutError(msg)
        time.sleep(0.05)
        # The third field; the second, in brackets, may contain spaces.
        asleep = asleep + 1 if state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "S" else 0


def interrupt(child: "pexpect.spawn[str]", key: str = "c") -> None:
    """Press Ctrl and a key at a question."""
    wait_until_asking(child)
    child.sendcontrol(key)
