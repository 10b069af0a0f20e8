"""Kills a writing process each time it is about to touch the disk, and reports what is left. Run by test_never_half.py.

A child process is forked for each such moment, and kills itself there as SIGKILL does, without running any `finally`. The builder is replaced
by a fake, because it works in a folder of its own and takes seconds; everything that writes to the site's place is the real code.
"""

import json
import os
import signal
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.adapters import builder, file_writing, generated_files
from generator.model.artifact import Artifact, Finish, InlineParts

WHEN = datetime(2026, 11, 20, tzinfo=UTC)
#: What Python says before it touches the disk (https://docs.python.org/3/library/audit_events.html); `ctypes` is how two folders are exchanged.
TOUCHES = ("open", "os.", "shutil.", "tempfile.", "ctypes.")

_countdown = [0]
_begun = [0]


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    del arguments
    if not _countdown[0] and not _begun[0]:
        return
    if event.startswith(TOUCHES):
        _begun[0] += 1
        if _begun[0] == _countdown[0]:
            os.kill(os.getpid(), signal.SIGKILL)


def kill_at(moment: int, folder: str) -> None:
    """Kill this process when it is about to touch the disk below a folder for the nth time. To write to an open file is two such times: before, and half way."""
    left = [moment]
    opened: dict[int, str] = {}
    really_open, really_write = os.open, os.write

    def touch() -> bool:
        left[0] -= 1
        return not left[0]

    def kill() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        is_below = event.startswith(("open", "os.", "tempfile.")) and any(
            folder in os.fsdecode(one) for one in arguments if isinstance(one, str | bytes | os.PathLike)
        )
        if is_below and touch():
            kill()

    # Python says nothing of what is written to a file that is open.
    def open_noted(path: str, *given: Any, **more: Any) -> int:
        handle = really_open(path, *given, **more)
        opened[handle] = os.fsdecode(path)
        return handle

    def write_noted(handle: int, data: bytes) -> int:
        if folder in opened.get(handle, ""):
            if touch():
                kill()
            if touch():
                really_write(handle, data[: len(data) // 2])
                kill()
        return really_write(handle, data)

    setattr(os, "open", open_noted)  # noqa: B010  # in this process alone
    setattr(os, "write", write_noted)  # noqa: B010  # likewise
    sys.addaudithook(listen)


def build(top: Path, text: str) -> None:
    """Like `builder.build`, with a builder that writes a dozen pages."""

    def pages(project: Path, made: Path, *_: object, **__: object) -> None:
        for number in range(12):
            (made / f"{number}").mkdir(parents=True)
            (made / f"{number}/index.html").write_bytes((project / "text").read_bytes())

    setattr(builder, "build_pages", pages)  # noqa: B010  # in this process alone
    nothing = Finish(
        look=lambda _: InlineParts(),
        join=lambda _: InlineParts(),
        page=lambda data, _shared, _plays: data,
        other=lambda _, data: data,
        files=lambda *_: (),
        last=lambda every: [Artifact("list", str(len(every)).encode())],
    )
    builder.build([Artifact("text", text.encode())], top / "site", WHEN, nothing, zipped=top / "site.zip")


def _site(top: Path) -> str:
    """Return which site is there, by the text on all of its pages; otherwise what is wrong."""
    found = sorted(path.relative_to(top / "site").as_posix() for path in (top / "site").rglob("*") if path.is_file())
    texts = {(top / "site" / path).read_text(encoding="utf-8") for path in found if path.endswith(".html")}
    whole = found == sorted([".aboveboard", "list", *(f"{number}/index.html" for number in range(12))])
    with zipfile.ZipFile(top / "site.zip") as packed:
        packs = {packed.read(name).decode() for name in packed.namelist() if name.endswith(".html")}
        whole = whole and packed.testzip() is None and len(packed.namelist()) == 13
    return " ".join([*texts, *packs]) if whole and len(texts) == len(packs) == 1 else f"half: {found}"


def _at_each_moment(act: Callable[[], None], state: Callable[[], str], prepare: Callable[[], None]) -> dict[str, Any]:
    """Return what is left after a kill at the first moment, the second, and so on, until a process finishes."""
    seen: list[str] = []
    for moment in range(1, 5000):
        prepare()
        child = os.fork()
        if not child:
            _countdown[0] = moment
            _begun[0] = 0
            act()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return {"moments": moment - 1, "code": os.waitstatus_to_exitcode(status), "seen": sorted(set(seen)), "last": state()}
        seen.append(state())
    raise AssertionError("it never ended")


def _both_at_once(top: Path, rounds: int) -> list[str]:
    """Return which site is there after two concurrent builds, for each round."""
    seen = []
    for _ in range(rounds):
        children = []
        for text in ("one", "two"):
            child = os.fork()
            if not child:
                build(top, text)
                os._exit(0)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        # The folder and the zip are replaced one after the other: each is complete, and each is from one of the two builds.
        seen.append(f"{codes} {'half' if _site(top).startswith('half') else 'whole'}")
    return sorted(set(seen))


def main(top: Path) -> None:
    """Print the observations as JSON."""
    sys.addaudithook(_listen)
    lock = top / "ledger.lock"
    said: dict[str, Any] = {"both": _both_at_once(top, 10)}
    build(top, "old")
    said["build"] = _at_each_moment(lambda: build(top, "new"), lambda: _site(top), lambda: build(top, "old"))

    def read() -> str:
        return lock.read_text(encoding="utf-8") if lock.exists() else "nothing"

    def old() -> None:
        lock.write_text("old", encoding="utf-8")

    said["replace"] = _at_each_moment(lambda: file_writing.replace_file(top, lock.name, "new"), read, old)
    said["remember"] = _at_each_moment(lambda: generated_files.write_generated(top, lock.name, "new"), read, old)
    said["rewrite"] = _at_each_moment(lambda: _rewritten(top, lock.name), read, old)
    said["new"] = _at_each_moment(
        lambda: file_writing.write_new(top, {lock.name: "new"}), read, lambda: lock.unlink(missing_ok=True)
    )
    print(json.dumps(said))  # noqa: T201  # read by the test


def _rewritten(top: Path, path: str) -> None:
    file_writing.rewrite_file(top, path, b"old", b"new")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
