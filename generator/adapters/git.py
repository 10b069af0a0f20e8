"""Version control: what was committed. A git that is missing or fails is an answer too: nothing is known."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from generator.adapters.clock import now
from generator.model.history import History, Version
from generator.model.mending import Committed

_FETCH = "in a workflow, give actions/checkout `fetch-depth: 0`; on your computer, run `git fetch --unshallow`"
_FETCH_TEXTS = "run `git fetch --refetch --no-filter`"
_TRUST = "run `git config --global --add safe.directory {}` if you trust its owner"

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


def history(root: Path) -> History:
    """Every version of the site's texts on the branch that is published.

    That is the repository's default branch, as far as this copy stands on it: what was committed here and not pushed yet was not public, and
    what others pushed meanwhile is not missing here. Of merges only what they brought to that branch counts, at the time of the merge.

    Args:
        root: the site's folder; it may lie below the repository's.
    """
    asked = now()
    try:
        inside = _git(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
        if inside.returncode or not inside.stdout.startswith(b"true"):
            trusted = b"dubious ownership" not in inside.stderr
            return History(known=False, asked=asked, why="" if trusted else _why(inside.stderr), help=_TRUST.format(root))
        tip = _published_tip(root)
        if not tip:
            return History(known=True, asked=asked)
        if inside.stdout.split()[-1] == b"true":
            return History(known=False, asked=asked, why="git has only the latest part of the history here", help=_FETCH)
        logged = _git(
            root,
            *(
                "-c",
                "log.showRoot=true",
                "log",
                "--first-parent",
                "-m",
                "--reverse",
                "--raw",
                "--no-abbrev",
                "--no-renames",
                "--relative",
                "-z",
            ),
            *("--no-show-signature", "--no-color", "--format=%x01%H %ct", tip, "--", "content", "site_config.yml"),
        )
        if logged.returncode:
            return History(known=False, asked=asked, why="git failed")
        changes = tuple(_changes(logged.stdout))
        wanted = list(dict.fromkeys(blob for _, _, path, blob in changes if blob and _is_read(path)))
        shown = _git(root, "cat-file", "--batch", input="".join(f"{blob}\n" for blob in wanted).encode())
    except (OSError, subprocess.SubprocessError) as error:
        return History(known=False, asked=asked, why="" if isinstance(error, FileNotFoundError) else "git failed")
    texts = _contents(shown.stdout, wanted) if not shown.returncode else None
    if texts is None:
        return History(known=False, asked=asked, why="git has not fetched all that was committed", help=_FETCH_TEXTS)
    files: dict[str, list[Version]] = {}
    for commit, since, path, blob in changes:
        data = texts.get(blob, b"") if blob else None
        files.setdefault(path, []).append(Version(commit, since, data))
    return History(known=True, asked=asked, files={path: tuple(versions) for path, versions in files.items()})


def _published_tip(root: Path) -> str:
    """The newest commit that this copy shares with the branch that is published; empty when nothing was committed."""
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head.returncode:
        return ""
    for name in ("origin/HEAD", "origin/main", "origin/master", "main", "master"):
        where = "refs/heads/" if "/" not in name else "refs/remotes/"
        shared = _git(root, "merge-base", "HEAD", f"{where}{name}")
        if not shared.returncode:
            return shared.stdout.decode().strip()
    return head.stdout.decode().strip()


def _is_read(path: str) -> bool:
    return path.endswith((".md", ".yml", "/ledger.lock")) and "/files/" not in path


def _changes(answer: bytes) -> Iterator[tuple[str, datetime, str, str]]:
    """What `git log --raw -z` answered: for each change its commit, its time, the path, and what the path holds then (empty: nothing)."""
    commit, since = "", datetime.min.replace(tzinfo=UTC)
    parts = iter(answer.split(b"\0"))
    for part in parts:
        text = part.lstrip(b"\n")
        if text.startswith(b"\x01"):
            commit, _, seconds = text[1:].decode().strip().partition(" ")
            # Clocks differ: nothing that comes later in history was there earlier.
            since = max(since, datetime.fromtimestamp(int(seconds), UTC))
        elif text.startswith(b":"):
            mode, blob = text.split(b" ")[1], text.split(b" ")[3]
            path = next(parts, b"").decode("utf-8", "surrogateescape")
            # A link (120000) or another repository (160000) is no file, and was never published as one.
            yield commit, since, path, blob.decode() if mode.startswith(b"100") else ""


def _git(root: Path, *arguments: str, input: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    surroundings = {name: value for name, value in os.environ.items() if name not in _HOOKS}
    return subprocess.run(  # noqa: S603  # no shell, and every argument is ours
        ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments],  # noqa: S607  # git is where the writer has it
        input=input,
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
        env={
            **surroundings,
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        },
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
