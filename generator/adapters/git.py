"""Version control: what was committed. Asking it never checks anything out, and never touches the index.

For `validate --fix`, a git that is missing or fails is an answer too: nothing is known. For `diff` it is the end.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import heappop, heappush
from pathlib import Path

from generator.adapters import clock
from generator.adapters.safe_open import NotAFileError, read_below
from generator.errors import EnvironmentFailedError, UsageError
from generator.model.commit_times import CommitTime, commit_times
from generator.model.history import Base, ChainEnd, ChangedFile, Committed, History, OddCommit, Version
from generator.model.source import RawFile

_FETCH = "in a workflow, give actions/checkout `fetch-depth: 0`; on your computer, run `git fetch --unshallow`"
_FETCH_TEXTS = "run `git fetch --refetch --no-filter`"
_BRANCHES = "in a workflow, give actions/checkout `fetch-depth: 0`; on your computer, run `git fetch origin`"
_CLONE = "clone the repository with git instead of copying its files"
_ASK = "run `git log` in the site's folder to see why"
_INSTALL = "install git before the files are fetched, so that they come with their history"
_TRUST = "run `git config --global --add safe.directory {}` if you trust its owner"
_UNFILTER = "take content/ and site_config.yml out of the filters in .gitattributes, run `git add --renormalize .`, and commit: they are to be public"

#: How files begin that filters leave in git in the place of a text: of Git LFS, and of git-crypt.
_STAND_INS = (b"version https://git-lfs.github.com/spec/", b"\0GITCRYPT\0")

#: The last moment of the year 9999, in seconds: git keeps dates of any size.
_LAST_SECOND = 253402300799

#: How long git may take for one answer, in seconds: a disk that hangs must not hang us.
_PATIENCE = 60

# Variables with which git tells its hooks where they are: they would lead us to another repository than the site's.
_HOOKS = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES"),
)


def committed(root: Path, paths: Iterable[str]) -> Committed:
    """Return the bytes of files as they were last committed.

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


_GIT_NEEDED = "what changes for readers can only be found with git: put the site's folder into a git repository and commit it"
_WHOLE = "fetch the whole history: `git fetch --unshallow`, or under GitHub Actions `with: {fetch-depth: 0}` of actions/checkout"


def base(root: Path, revision: str | None, branch: str) -> Base:
    """Return the commit with which the files are to be compared.

    Args:
        root: the site's folder.
        revision: what was asked for, as git names revisions; with three dots behind it, the commit at which this branch left it.
        branch: the branch that a pull request is to be merged into; empty when there is none. Without a revision it is the commit at which
            the pull request left it, or else the last commit.

    Raises:
        EnvironmentFailedError: there is no git here, or it does not have the commit.
        UsageError: it is not a revision's name.
    """
    inside = _run(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode or inside.stdout.strip() != b"true":
        trusted = f"if it is yours, run `git config --global --add safe.directory {_distrusted(root, inside.stderr)}`"
        raise EnvironmentFailedError(_why(inside.stderr), trusted if b"dubious ownership" in inside.stderr else _GIT_NEEDED)
    if _run(root, "check-ignore", "-q", "content").returncode == 0:
        raise EnvironmentFailedError("git is told to ignore this folder", "remove content/ from .gitignore, and commit it")
    if revision is None and not branch:
        commit = _commit(root, "HEAD")
        if commit:
            return Base(words=f"the last commit ({commit[:10]})", commit=commit)
        # Before the first commit everything is new; a HEAD that points nowhere in another repository is no such case.
        if _run(root, "for-each-ref", "--count=1").stdout:
            raise EnvironmentFailedError(
                "git cannot find the last commit", "name the commit to compare with, such as `aboveboard diff main`"
            )
        return Base(words="nothing: there is no commit yet")
    if revision is None:
        return _parting(root, f"origin/{branch}", f"the branch {branch}")
    if revision.startswith("-") or not revision.strip(". ") or "\n" in revision or "\0" in revision:
        raise UsageError(f"{revision} is not a commit, branch or tag", "write one such as main, v1.2 or HEAD~3")
    if revision.endswith("..."):
        return _parting(root, revision[:-3], revision[:-3])
    commit = _commit(root, revision)
    if not commit:
        raise _not_here(root, revision)
    return Base(words=revision if commit.startswith(revision) else f"{revision} ({commit[:10]})", commit=commit)


def _parting(root: Path, branch: str, words: str) -> Base:
    commit = _commit(root, branch)
    if not commit:
        raise _not_here(root, branch)
    # In a shallow clone the commit at which two branches parted may be missing, and git then finds none.
    parted = _run(root, "merge-base", commit, "HEAD")
    if parted.returncode or not parted.stdout.strip():
        raise _not_here(root, f"the commit where this branch left {branch}")
    found = parted.stdout.decode("ascii", "replace").strip()
    return Base(words=f"{words}, where this branch left it ({found[:10]})", commit=found)


def _commit(root: Path, revision: str) -> str:
    found = _run(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return "" if found.returncode else found.stdout.decode("ascii", "replace").strip()


def _not_here(root: Path, what: str) -> EnvironmentFailedError:
    shallow = _run(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    if shallow:
        return EnvironmentFailedError(f"{what} is not in this copy of the repository, which has only the latest commits", _WHOLE)
    return EnvironmentFailedError(
        f"git knows nothing called {what}",
        "check its name (`git log --oneline` lists commits, `git branch --all` branches), or fetch it first with `git fetch`",
    )


def files_at(root: Path, commit: str, limit: int) -> tuple[RawFile, ...]:
    """Return the site as it is in a commit: site_config.yml and everything under content/, ordered by path. Nothing is checked out.

    Args:
        root: the site's folder.
        commit: the commit's full name; empty: there is none, and no file.
        limit: the most bytes of a file that is read; a larger one, and one that updates link to, has its size alone.

    Raises:
        EnvironmentFailedError: git fails, or a part of the commit is not in this copy of the repository.
    """
    found: list[RawFile] = []
    wanted: dict[str, str] = {}
    for path, (mode, name, size) in _tree(root, commit).items():
        if mode == "120000":
            found.append(RawFile(path=path, data=b"", size=0, link=True))
        elif "/files/" in path or size > limit:
            # One byte over the limit is what "too large" is told by.
            found.append(RawFile(path=path, data=b"", size=size))
        else:
            wanted[path] = name
    shown = _run(root, "cat-file", "--batch", input="".join(f"{name}\n" for name in wanted.values()).encode())
    contents = _contents(shown.stdout, list(wanted)) if not shown.returncode else None
    if contents is None:
        raise EnvironmentFailedError("git does not have every file of that commit", _WHOLE)
    if any(data.startswith(_STAND_INS) for path, data in contents.items() if _is_read(path)):
        raise EnvironmentFailedError(_filtered("Git LFS or git-crypt"), _UNFILTER)
    found += [RawFile(path=path, data=data, size=len(data)) for path, data in contents.items()]
    return tuple(sorted(found, key=lambda file: file.path))


def attachments_changed(root: Path, commit: str, paths: Iterable[str]) -> Mapping[str, bool | None]:
    """Return how the files that updates link to changed, by path: True: added, False: removed, None: changed.

    Args:
        root: the site's folder.
        commit: as in `files_at`.
        paths: the attachments that are there now.

    Raises:
        EnvironmentFailedError: git fails.
    """
    now = [path for path in paths if "\n" not in path]
    old = {path: name for path, (mode, name, _) in _tree(root, commit).items() if "/files/" in path and mode != "120000"}
    # Git says what it would call each file: it knows what it does to line ends, and what it keeps elsewhere. It writes nothing.
    same = [path for path in now if path in old]
    # It takes such paths from the top of the repository, wherever it is called; there it cannot be otherwise.
    top, prefix = _run(root, "rev-parse", "--show-toplevel"), _run(root, "rev-parse", "--show-prefix")
    within = prefix.stdout.removesuffix(b"\n")
    rows = b"".join(within + path.encode("utf-8", "surrogateescape") + b"\n" for path in same)
    folder = Path(top.stdout.removesuffix(b"\n").decode("utf-8", "surrogateescape"))
    hashed = _run(folder, "hash-object", "--stdin-paths", input=rows)
    names = hashed.stdout.decode("ascii", "replace").split()
    if hashed.returncode or len(names) != len(same):
        raise EnvironmentFailedError("git cannot read the files that updates link to", "run `git status` to see why")
    changed: dict[str, bool | None] = {path: True for path in now if path not in old}
    changed |= {path: False for path in old if path not in now}
    changed |= {path: None for path, name in zip(same, names, strict=True) if name != old[path]}
    return changed


#: The most bytes of a file beside the content that is looked into; of a larger one it is said that it changed.
_BESIDE_LIMIT = 16 << 20


def beside_changed(root: Path, commit: str) -> Mapping[str, ChangedFile]:
    """Return every file outside the content that differs from a commit, by path relative to the site's folder.

    Where the site lies further down in its repository, what lies beside it is there as well, such as `../.github/workflows/publish.yml`.

    Args:
        root: the site's folder.
        commit: as in `files_at`; without one nothing is told, since all is new.

    Raises:
        EnvironmentFailedError: git fails.
    """
    if not commit:
        return {}
    top, prefix = _run(root, "rev-parse", "--show-toplevel"), _run(root, "rev-parse", "--show-prefix")
    folder = Path(top.stdout.removesuffix(b"\n").decode("utf-8", "surrogateescape"))
    within = prefix.stdout.removesuffix(b"\n").decode("utf-8", "surrogateescape")
    told = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "--name-only", "-z")
    changed = _run(folder, "diff", *told, commit, "--")
    new = _run(folder, "ls-files", "--others", "--exclude-standard", "-z")
    if top.returncode or prefix.returncode or changed.returncode or new.returncode:
        raise EnvironmentFailedError("git cannot compare the files beside the content", "run `git status` to see why")
    names = {name.decode("utf-8", "surrogateescape") for name in (*changed.stdout.split(b"\0"), *new.stdout.split(b"\0")) if name}
    ours = tuple(f"{within}{part}" for part in ("content/", "site_config.yml", "site/", ".aboveboard"))
    host = f"{within}content/static/"  # what the host is given beside the pages
    paths = sorted(name for name in names if (not name.startswith(ours) or name.startswith(host)) and "\n" not in name)
    old = _blobs(folder, commit, paths)
    found: dict[str, ChangedFile] = {}
    for path in paths:
        was, now, note = old.get(path), None, ""
        try:
            now = read_below(folder, path, _BESIDE_LIMIT)
        except NotAFileError as error:
            note = error.kind.value
        except OSError as error:
            # What is gone, and another repository inside this one, have no bytes.
            note = "" if isinstance(error, FileNotFoundError) else f"not to be read: {error.strerror or error}"
        shown = os.path.relpath(path, within or ".").replace(os.sep, "/")
        found[shown.encode("utf-8", "replace").decode("utf-8")] = ChangedFile(was=was, now=now, note=note)
    return found


def _blobs(folder: Path, commit: str, paths: list[str]) -> dict[str, bytes]:
    """Return the bytes of files in a commit, at most as many of each as are inspected."""
    listed = _run(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
    if listed.returncode:
        raise EnvironmentFailedError("git cannot read that commit", _WHOLE)
    wanted, found = set(paths), dict[str, bytes]()
    names: dict[str, str] = {}
    for row in listed.stdout.split(b"\0"):
        head, _, name = row.partition(b"\t")
        parts = head.decode("ascii", "replace").split()
        path = name.decode("utf-8", "surrogateescape")
        if len(parts) != 4 or path not in wanted or parts[1] != "blob":
            continue
        if parts[0] == "120000" or not parts[3].isdigit() or int(parts[3]) > _BESIDE_LIMIT:
            found[path] = b""
        else:
            names[path] = parts[2]
    shown = _run(folder, "cat-file", "--batch", input="".join(f"{name}\n" for name in names.values()).encode())
    contents = _contents(shown.stdout, list(names)) if not shown.returncode else None
    if contents is None:
        raise EnvironmentFailedError("git does not have every file of that commit", _WHOLE)
    return found | contents


def _tree(root: Path, commit: str) -> dict[str, tuple[str, str, int]]:
    """Return every file of a site in a commit, by path relative to the site's folder: its mode, its name in git, its size in bytes."""
    if not commit:
        return {}
    listed = _run(root, "ls-tree", "-r", "-z", "-l", commit, "--", "site_config.yml", "content")
    if listed.returncode:
        raise EnvironmentFailedError("git cannot read that commit", _WHOLE)
    files: dict[str, tuple[str, str, int]] = {}
    for row in listed.stdout.split(b"\0"):
        head, _, path = row.partition(b"\t")
        parts = head.decode("ascii", "replace").split()
        # Another repository inside this one (160000) is no file.
        if len(parts) != 4 or parts[1] != "blob":
            continue
        if not parts[3].isdigit():
            raise EnvironmentFailedError("git does not have every file of that commit", _WHOLE)
        files[path.decode("utf-8", "replace")] = (parts[0], parts[2], int(parts[3]))
    return files


def _run(root: Path, *arguments: str, input: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run git and return its output.

    Raises:
        EnvironmentFailedError: there is no git, or it does not answer.
    """
    try:
        return _git(root, *arguments, input=input)
    except FileNotFoundError as error:
        raise EnvironmentFailedError(
            "there is no git on this computer", "install it (https://git-scm.com), then try again"
        ) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise EnvironmentFailedError("git does not answer", "try `git status` in the site's folder") from error


def history(root: Path, published: str = "", here: str = "") -> History:
    """Return every version of the site's texts on the branch that is published.

    That is the repository's default branch, as far as this copy stands on it: what was committed here and not pushed yet was not public, and
    what others pushed meanwhile is not missing here. Of merges only what they brought to that branch counts, at the time of the merge.

    Args:
        root: the site's folder; it may lie below the repository's.
        published: the name of the branch that is published, where the host of the repository tells; empty: it is found by the names that are usual.
        here: the branch that stands here, where the host tells.
    """
    queried_at = clock.now()
    try:
        inside = _git(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
        if inside.returncode or not inside.stdout.startswith(b"true"):
            trusted = b"dubious ownership" not in inside.stderr
            return History(
                known=False,
                queried_at=queried_at,
                why=_why(inside.stderr),
                help=_CLONE if trusted else _TRUST.format(_distrusted(root, inside.stderr)),
                outside=trusted,
            )
        tips = _published_tips(root, published, here)
        tip = tips.proof
        if tip is None:
            return History(
                known=False, queried_at=queried_at, why=f"{published}, the branch that is published, is not here", help=_BRANCHES
            )
        if not tip:
            return History(known=True, queried_at=queried_at)
        if inside.stdout.split()[-1] == b"true":
            return History(known=False, queried_at=queried_at, why="git has only the latest commits here", help=_FETCH)
        merged = _merged(root, tips.public)
        # Without merges, what leads to the tip is the line of first parents itself, and git need not list it twice.
        straight = tips.public == tip and not _git(root, "rev-list", "--merges", "--max-count=1", tip).stdout.strip()
        changes = _timed(merged, queried_at) if straight and merged is not None else _logged(root, tip, queried_at)
        # On the branch that is published itself, what was not pushed yet is not public, but it was written.
        unpushed = _logged(root, f"{tip}..HEAD", queried_at) if _is_published(root) else ()
        ahead = _logged(root, f"{tip}..{tips.public}", queried_at) if tips.public != tip else ()
        if changes is None or unpushed is None or ahead is None or merged is None:
            return History(known=False, queried_at=queried_at, why="git failed", help=_ASK)
        times = {one.commit: one.time.latest for one in (*changes, *unpushed, *ahead)}
        dropped = [(one, times.get(one.commit, queried_at)) for one in _dropped(root, tips.public, merged)]
        locks = [one for one in merged if one.path.endswith(_LOCKS) and one.blob]
        wanted = list(
            dict.fromkeys(
                blob
                for path, blob in (
                    *((one.path, one.blob) for one in (*changes, *unpushed, *ahead)),
                    *((one.path, one.was) for one, _ in dropped),
                    *((one.path, one.blob) for one in locks),
                )
                if blob and _is_read(path)
            )
        )
        shown = _git(root, "cat-file", "--batch", input="".join(f"{blob}\n" for blob in wanted).encode())
        ends = _chain_ends(root)
        filtered = _filter_of_texts(root)
    except (OSError, subprocess.SubprocessError) as error:
        if isinstance(error, FileNotFoundError):
            return History(known=False, queried_at=queried_at, why="there is no git here", help=_INSTALL, outside=True)
        return History(known=False, queried_at=queried_at, why="git failed", help=_ASK)
    texts = _contents(shown.stdout, wanted) if not shown.returncode else None
    if texts is None:
        return History(
            known=False, queried_at=queried_at, why="git has not fetched everything that was committed", help=_FETCH_TEXTS
        )
    # A text that git keeps in another form was not seen to change by anybody here; it must not count as one that was never published.
    newest = {one.path: one.blob for one in (*changes, *unpushed, *ahead) if _is_read(one.path)}
    if not filtered and any(texts.get(blob, b"").startswith(_STAND_INS) for blob in newest.values()):
        filtered = "Git LFS or git-crypt"
    if filtered:
        return History(known=False, queried_at=queried_at, why=_filtered(filtered), help=_UNFILTER)
    first = _first_written(merged)
    odd = {one.commit: OddCommit(one.commit, one.date, one.path) for one in (*changes, *unpushed, *ahead) if one.time.reported}
    return History(
        known=True,
        queried_at=queried_at,
        files=_versions(changes, texts, first),
        unpushed=_versions(unpushed, texts, first),
        ahead=_versions(ahead, texts, first),
        dropped=_grouped(
            (
                one.path,
                Version(one.commit, min(first.get((one.path, one.was), until), until), texts.get(one.was, b""), latest=until),
            )
            for one, until in dropped
        ),
        locks=_grouped((one.path, Version(one.commit, one.date, texts.get(one.blob, b""))) for one in locks),
        odd=tuple(odd.values()),
        ends=ends,
        guessed=tips.guessed,
    )


@dataclass(frozen=True, slots=True)
class _Changed:
    """What a commit made of a file.

    Attributes:
        commit: the commit.
        parents: those that it follows.
        date: its own date.
        path: the file.
        was: what the file held before, compared with the parent at `parent`; empty: nothing.
        blob: what it holds since; empty: nothing.
        time: when the commit was made, as far as its date can be believed.
        parent: with which of the parents it is compared.
    """

    commit: str
    parents: tuple[str, ...]
    date: datetime
    path: str
    was: str
    blob: str
    time: CommitTime
    parent: int = 0


_RAW = ("--raw", "--no-abbrev", "--no-renames", "--relative", "-z", "--no-show-signature", "--no-color", "--format=%x01%H %ct %P")


def _logged(root: Path, revisions: str, now: datetime) -> tuple[_Changed, ...] | None:
    """Return every change of the site's files in some revisions, oldest first; None when git fails."""
    logged = _git(
        root,
        *("-c", "log.showRoot=true", "log", "--first-parent", "-m", "--reverse", *_RAW, revisions, "--"),
        *("content", "site_config.yml"),
    )
    if logged.returncode:
        return None
    return _timed(_changes(logged.stdout), now)


def _timed(changed: Iterable[_Changed], now: datetime) -> tuple[_Changed, ...]:
    """Return changes, in the order of their commits, with the times that can be believed."""
    changes = tuple(changed)
    dates = {one.commit: one.date for one in changes}
    times = dict(zip(dates, commit_times(tuple(dates.values()), now), strict=True))
    return tuple(replace(one, time=times[one.commit]) for one in changes)


def _merged(root: Path, tip: str) -> tuple[_Changed, ...] | None:
    """Return every change in any commit that leads to one, whichever branch it was made on; None when git fails.

    The first parents of a merge say which side it was made on, and that is for whoever merges to choose: what was published may stand on the other.
    """
    logged = _git(
        root,
        *("-c", "log.showRoot=true", "log", "--topo-order", "-m", "--reverse", *_RAW, tip, "--"),
        *("content", "site_config.yml"),
    )
    return None if logged.returncode else tuple(_changes(logged.stdout))


def _dropped(root: Path, tip: str, merged: Iterable[_Changed]) -> tuple[_Changed, ...]:
    """Return the texts that were lost in merges.

    They are those that one side had changed and the merge did not keep; those that no side had changed, so that the merge alone did; and of
    incident.md and its translations those on a side that the merge takes the updates of an incident from: readers can have seen
    these texts only there, beside those updates, although they are as old as both sides.
    """
    merged = tuple(merged)
    sides: dict[tuple[str, str], list[str]] = {}
    for one in merged:
        sides.setdefault((one.commit, one.path), []).append(one.was)
    brought = {
        (one.commit, one.path.rpartition("/")[0])
        for one in merged
        if len(one.parents) > 1 and not one.parent and not one.was and one.path.endswith(".md") and not _STANDING.search(one.path)
    }
    lost = [
        one
        for one in merged
        if len(one.parents) > 1
        and one.was
        and one.was != one.blob
        and _is_read(one.path)
        and one.path.startswith("content/incidents/")
    ]
    if not lost:
        return ()
    listed = _git(root, "rev-list", "--topo-order", "--parents", tip)
    bases = _Bases(tuple(line.split()) for line in listed.stdout.decode().splitlines())
    parted = {parents: bases.of(parents) for parents in {one.parents for one in lost}}
    # A line for each name, whatever is in it: none may take the place of another.
    asked = list(dict.fromkeys((base, one.path) for one in lost if one.path.isprintable() for base in parted[one.parents]))
    names = "".join(f"{base}:./{path}\n" for base, path in asked)
    told = _git(root, "cat-file", "--batch-check", input=names.encode("utf-8", "surrogateescape")).stdout.splitlines()
    before = {key: row.split(b" ")[0].decode() for key, row in zip(asked, told, strict=True) if not row.endswith(b" missing")}
    return tuple(
        one
        for one in lost
        if not (found := parted[one.parents])
        or any(before.get((base, one.path)) != one.was for base in found)
        or sides[one.commit, one.path] == [one.was] * len(one.parents)
        or (one.parent and _STANDING.search(one.path) and (one.commit, one.path.rpartition("/")[0]) in brought)
    )


class _Bases:
    """Where lines of commits parted: their newest common ancestors, found as git does, without asking it of each merge.

    Args:
        listed: each commit with its parents, none before one that follows it.
    """

    def __init__(self, listed: Iterable[tuple[str, ...]]) -> None:
        self._parents: dict[str, tuple[str, ...]] = {}
        self._place: dict[str, int] = {}
        for number, (commit, *parents) in enumerate(listed):
            self._parents[commit], self._place[commit] = tuple(parents), number

    def of(self, tips: tuple[str, ...]) -> tuple[str, ...]:
        """Return the newest commits that all of some commits follow."""
        if any(tip not in self._place for tip in tips):
            return ()
        all_of_them = (1 << len(tips)) - 1
        passed = 1 << len(tips)
        marks: dict[str, int] = {}
        queue: list[tuple[int, str]] = []
        for number, tip in enumerate(tips):
            marks[tip] = marks.get(tip, 0) | 1 << number
            heappush(queue, (self._place[tip], tip))
        found = []
        while any(not marks[commit] & passed for _, commit in queue):
            _, commit = heappop(queue)
            mark = marks[commit]
            if mark & all_of_them == all_of_them:
                if not mark & passed:
                    found.append(commit)
                mark |= passed
            for parent in self._parents[commit]:
                if parent in self._place and marks.get(parent, 0) | mark != marks.get(parent, 0):
                    if parent not in marks:
                        heappush(queue, (self._place[parent], parent))
                    marks[parent] = marks.get(parent, 0) | mark
        return tuple(found)


def _first_written(merged: Iterable[_Changed]) -> Mapping[tuple[str, str], datetime]:
    """Return when any commit first had some bytes under a name."""
    first: dict[tuple[str, str], datetime] = {}
    for one in merged:
        if one.blob:
            key = one.path, one.blob
            first[key] = min(one.date, first.get(key, one.date))
    return first


def _grouped(versions: Iterable[tuple[str, Version]]) -> Mapping[str, tuple[Version, ...]]:
    files: dict[str, list[Version]] = {}
    for path, version in versions:
        files.setdefault(path, []).append(version)
    return {path: tuple(those) for path, those in files.items()}


def _versions(
    changes: Iterable[_Changed], texts: Mapping[str, bytes], first: Mapping[tuple[str, str], datetime]
) -> Mapping[str, tuple[Version, ...]]:
    return _grouped(
        (
            one.path,
            Version(
                one.commit,
                one.time.earliest,
                texts.get(one.blob, b"") if one.blob else None,
                one.time.proved,
                one.time.latest,
                min(first.get((one.path, one.blob), one.time.earliest), one.time.earliest),
            ),
        )
        for one in changes
    )


#: Where the ends of chains are kept: tags that a rule of the host lets nobody move or delete.
_ENDS = "refs/tags/seals/"


def _chain_ends(root: Path) -> tuple[ChainEnd, ...]:
    """Return the ends of chains in the messages of tags: a line each, the incident's folder (or pages.lock) and the last link."""
    told = _git(root, "for-each-ref", "--format=%(refname)%00%(contents)%00%01", _ENDS)
    if told.returncode:
        return ()
    found: list[ChainEnd] = []
    for part in told.stdout.split(b"\0\x01"):
        name, _, message = part.decode("utf-8", "replace").strip("\n").partition("\0")
        for line in message.splitlines():
            ended = re.fullmatch(r"(pages\.lock|[a-z0-9]+(?:-[a-z0-9]+)*) ([0-9a-f]{64})", line.strip())
            if ended:
                found.append(ChainEnd(name.removeprefix("refs/tags/"), ended.group(1), ended.group(2)))
    return tuple(found)


def _is_published(root: Path) -> bool:
    """Whether the branch that is checked out is the one that is published."""
    here = _git(root, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.decode().strip()
    there = _git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD").stdout.decode().strip()
    return bool(here) and here in ({there.removeprefix("origin/")} if there else {"main", "master"})


@dataclass(frozen=True, slots=True)
class _Tips:
    """The newest commits that this copy shares with the published branch.

    Attributes:
        proof: of what is certainly published: when a text came is proved by it. Empty without commits, None without that branch.
        public: of what may be published: what it holds must not change without a word.
        guessed: whether nothing told which branch is published.
    """

    proof: str | None
    public: str
    guessed: bool = False


def _published_tips(root: Path, published: str, here: str) -> _Tips:
    """Find the published branch: the one that the host names, or the remote's HEAD.

    Names are not believed: whoever can make a branch can call it `main`. Where nothing tells, a branch with a usual name proves when a text came,
    and all that was committed here counts as public.
    """
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head.returncode:
        return _Tips("", "")
    whole = head.stdout.decode().strip()
    remotes = _git(root, "remote").stdout.decode().split()
    if published:
        shared = _shared(root, (*(f"refs/remotes/{remote}/{published}" for remote in remotes), f"refs/heads/{published}"))
        tip = shared or (None if published != here else whole)
        return _Tips(tip, tip or "")
    remote = "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""
    if remote and (told := _shared(root, (f"refs/remotes/{remote}/HEAD",))):
        return _Tips(told, told)
    usual = [f"refs/{where}{name}" for where in (f"remotes/{remote}/", "heads/") for name in ("main", "master")]
    proof = _shared(root, usual) or whole
    return _Tips(proof, whole, guessed=bool(remotes) or proof != whole)


def _shared(root: Path, names: Iterable[str]) -> str:
    """Return the newest commit that this copy shares with the first of some branches that it has; empty when it has none."""
    for name in names:
        shared = _git(root, "merge-base", "HEAD", name)
        if not shared.returncode:
            return shared.stdout.decode().strip()
    return ""


_LOCKS = ("/ledger.lock", "/pages.lock")
#: What holds for an incident as a whole, in the site's language and in others.
_STANDING = re.compile(r"/incident(\.[A-Za-z0-9-]+)?\.md$")


def _is_read(path: str) -> bool:
    return (path.endswith((".md", ".yml", *_LOCKS)) and "/files/" not in path) or path.startswith("content/keys/")


def _changes(answer: bytes) -> Iterator[_Changed]:
    """Parse the output of `git log --raw -z`; of a merge there is a part for each parent, in their order."""
    commit, parents, parent = "", tuple[str, ...](), 0
    date = datetime.min.replace(tzinfo=UTC)
    parts = iter(answer.split(b"\0"))
    for part in parts:
        text = part.lstrip(b"\n")
        if text.startswith(b"\x01"):
            name, seconds, *followed = text[1:].decode().split()
            parent = parent + 1 if name == commit else 0
            commit, parents = name, tuple(followed)
            date = datetime.fromtimestamp(min(max(int(seconds), 0), _LAST_SECOND), UTC)
        elif text.startswith(b":"):
            before, mode, was, blob = text[1:].split(b" ")[:4]
            path = next(parts, b"").decode("utf-8", "surrogateescape")
            # A link (120000) or another repository (160000) is no file, and was never published as one.
            old, new = (one.decode() if kind.startswith(b"100") else "" for kind, one in ((before, was), (mode, blob)))
            time = CommitTime(date, date, date, believed=True, reported=False)
            yield _Changed(commit, parents, date, path, old, new, time, parent)


def _git(root: Path, *arguments: str, input: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    surroundings = {name: value for name, value in os.environ.items() if name not in _HOOKS}
    return subprocess.run(  # noqa: S603  # no shell, and every argument is ours
        ["git", "-c", "core.fsmonitor=false", "-c", "diff.autoRefreshIndex=false", "-C", str(root), *arguments],  # noqa: S607  # git is where the writer has it
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


def _filter_of_texts(root: Path) -> str:
    """Return a filter that git runs over texts of the site before it keeps them; empty where it keeps them as they are."""
    told = _git(root, "config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$")
    drivers = {name.rpartition(b".")[0].removeprefix(b"filter.") for name in told.stdout.split(b"\0") if name}
    if not drivers:
        return ""
    listed = _git(root, "ls-files", "-z", "--", "content", "site_config.yml")
    texts = [name for name in listed.stdout.split(b"\0") if _is_read(name.decode("utf-8", "surrogateescape"))]
    if not texts:
        return ""
    told = _git(root, "check-attr", "-z", "--stdin", "filter", input=b"".join(name + b"\0" for name in texts))
    used = set(told.stdout.split(b"\0")[2::3]) & drivers
    return min(used).decode("utf-8", "replace") if used else ""


def _filtered(name: str) -> str:
    return f"git does not have the texts of this site as they are, because of a filter in .gitattributes ({name})"


def _distrusted(root: Path, said: bytes) -> str:
    """Return the folder that git does not trust, as it wants to be told: it may lie above the site's."""
    found = re.search(rb"--add safe\.directory (.+)$", said, re.MULTILINE)
    return found.group(1).decode("utf-8", "replace").strip() if found else str(root.resolve())


def _why(said: bytes) -> str:
    if b"dubious ownership" in said:
        return "git does not trust this folder, because it belongs to someone else"
    return "the folder is not in a git repository"


def _contents(answer: bytes, paths: list[str]) -> dict[str, bytes] | None:
    """Parse the output of `git cat-file --batch`: for each path a line that ends in a size, that many bytes, and a newline."""
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


#: The name of a commit, in full: the host's answer is not given to git as it comes.
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
#: The most commits that are looked into for earlier versions.
_MOST_COMMITS = 500


def earlier(root: Path, paths: Sequence[str]) -> Mapping[str, tuple[Version, ...]]:
    """Return what files were in each commit that led to this one, the newest first, also under former names; empty where git does not tell.

    Unlike `history`, this looks into every branch that was merged: a text is approved on a branch of its own.

    Args:
        root: the site's folder.
        paths: the files, relative to it.
    """
    if not paths:
        return {}
    folders = sorted({path.rpartition("/")[0] for path in paths})
    shown = (
        "--no-show-signature",
        "--no-color",
        "--topo-order",
        "-m",
        "-M",
        "--name-status",
        "--relative",
        "-z",
        "--format=%x01%H %ct",
    )
    try:
        logged = _git(
            root,
            *("log", *shown, f"--max-count={_MOST_COMMITS}", "HEAD", "--"),
            *(f":(literal){folder}" for folder in folders),
        )
        if logged.returncode:
            return {}
        asked = list(_names_by_commit(logged.stdout, paths))
        names = "".join(f"{commit}:./{name}\n" for _, name, commit, _ in asked)
        answer = _git(root, "cat-file", "--batch", input=names.encode("utf-8", "surrogateescape")).stdout
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}
    found: dict[str, list[Version]] = {}
    at = 0
    for path, _, commit, seconds in asked:
        end = answer.find(b"\n", at)
        head = answer[at:end].split(b" ")
        if end < 0:
            return {}
        at = end + 1
        if len(head) == 3 and head[1] == b"blob" and head[2].isdigit():
            data = answer[at : at + int(head[2])]
            at += int(head[2]) + 1
            versions = found.setdefault(path, [])
            if not versions or versions[-1].data != data:
                versions.append(Version(commit, datetime.fromtimestamp(seconds, UTC), data))
    return {path: tuple(versions) for path, versions in found.items()}


def _names_by_commit(answer: bytes, paths: Sequence[str]) -> Iterator[tuple[str, str, str, int]]:
    """Yield each file with its name in each commit that changed it, and the commit with its time, from `git log --name-status -z`."""
    now = {path: path for path in paths}
    commit, seconds = "", 0
    parts = iter(answer.split(b"\0"))
    for part in parts:
        text = part.lstrip(b"\n")
        if text.startswith(b"\x01"):
            commit, _, written = text[1:].decode().strip().partition(" ")
            seconds = int(written)
        elif text:
            names = [next(parts, b"").decode("utf-8", "surrogateescape") for _ in range(2 if text[:1] in b"RC" else 1)]
            for path, name in now.items():
                if name == names[-1] and "\n" not in name:
                    yield path, name, commit, seconds
                    # Before this commit it had another name.
                    now[path] = names[0]


def text_at(root: Path, commit: str, path: str) -> bytes | None:
    """Return a file as it was in a commit; None where it was not there, or the commit is not here."""
    if not _COMMIT.fullmatch(commit) or "\n" in path:
        return None
    try:
        answer = _git(root, "cat-file", "blob", f"{commit}:./{path}")
    except (OSError, subprocess.SubprocessError):
        return None
    return None if answer.returncode else answer.stdout
