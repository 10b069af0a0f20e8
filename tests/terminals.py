"""Keys that stop a program, pressed on a terminal when it waits for them."""

import time
from pathlib import Path

import pexpect

#: How long a program may take for what it says next, in seconds: other programs may have the processors.
PATIENCE = 300


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
