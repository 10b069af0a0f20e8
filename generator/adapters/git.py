"""Version control: what was committed. A git that is missing or fails is an answer too: nothing is known."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from generator.model.mending import Committed

#: How long git may take for one answer, in seconds: a disk that hangs must not hang us.
_PATIENCE = 60

# Variables with which git tells its hooks where they are: they would lead us to another repository than the site's.
_HOOKS = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES"),
)


def committed(root: Path, paths: Iterable[str]) -> Committed:
    """The bytes of files as they were last committed.

    Args:
        root: the site's folder.
        paths: the files, relative to it.
    """
    try:
        inside = _git(root, "rev-parse", "--is-inside-work-tree")
        if inside.returncode or inside.stdout.strip() != b"true":
            return Committed(known=False, why=_why(inside.stderr), files={})
        ignored = _git(root, "check-ignore", "-q", "content")
        if ignored.returncode != 1:
            return Committed(known=False, why="git is told to ignore this folder", files={})
        if _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode:
            # A repository without a commit is fine; a HEAD that points nowhere in another one is not.
            refs = _git(root, "for-each-ref", "--count=1", "--format=%(refname)")
            unborn = not refs.returncode and not refs.stdout and not _git(root, "symbolic-ref", "--quiet", "HEAD").returncode
            return Committed(known=unborn, why="" if unborn else "git cannot find the last commit", files={})
        listed = _git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "content")
        if listed.returncode:
            return Committed(known=False, why="git failed", files={})
        names = {name.decode("utf-8", "surrogateescape") for name in listed.stdout.split(b"\0")}
        wanted = [path for path in paths if path in names]
        shown = _git(root, "cat-file", "--batch", input="".join(f"HEAD:./{path}\n" for path in wanted).encode())
        files = _contents(shown.stdout, wanted) if not shown.returncode else None
    except (OSError, subprocess.SubprocessError) as error:
        return Committed(known=False, why="there is no git" if isinstance(error, FileNotFoundError) else "git failed", files={})
    if files is None:
        return Committed(known=False, why="git failed", files={})
    return Committed(known=True, files=files)


def _git(root: Path, *arguments: str, input: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    surroundings = {name: value for name, value in os.environ.items() if name not in _HOOKS}
    return subprocess.run(  # noqa: S603  # no shell, and every argument is ours
        ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments],  # noqa: S607  # git is where the writer has it
        input=input,
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
        env={**surroundings, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"},
    )


def _why(said: bytes) -> str:
    if b"dubious ownership" in said:
        return "git does not trust this folder, because it belongs to somebody else"
    return "the folder is not in a git repository"


def _contents(answer: bytes, paths: list[str]) -> dict[str, bytes] | None:
    """What `git cat-file --batch` answered: for each path a line that ends in a size, so many bytes, and a line end."""
    files: dict[str, bytes] = {}
    at = 0
    for path in paths:
        end = answer.find(b"\n", at)
        head = answer[at:end].split(b" ")
        if end < 0 or len(head) != 3 or not head[2].isdigit():
            return None
        size = int(head[2])
        files[path] = answer[end + 1 : end + 1 + size]
        at = end + size + 2
    return files
