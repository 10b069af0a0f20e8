"""Generated git histories of a site whose readers have read a number, and whose authors then change their mind about it.

Each history is written by one `git fast-import`, so that any date, any parent and any branch is possible and nothing is slow. The judgement is
the real one: the adapter reads the repository, and the site is checked as `aboveboard validate` does it.
"""

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from generator.adapters import git
from generator.model.source import RawFile
from generator.pipeline import checking, sealing
from tests.history.lost_laptop import FOLDER, first_update, incident

NUMBER = "1,212"
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONFIG = (
    "organisation: {name: Larkfield Energy}\n"
    "site: {url: https://status.larkfield.example/, id: status.larkfield.example}\n"
    "contact: {email: a@larkfield.example, hours: always, who: Sam Reed}\n"
    "policy: {cadence: {investigating: 900d, confirmed: 900d, contained: 900d}}\n"
)
FIRST, SECOND, LOCK = f"{FOLDER}/01-first.md", f"{FOLDER}/02-second.md", f"{FOLDER}/ledger.lock"
TEXT = first_update("2026-03-02T09:00Z", "2026-03-20T09:00Z").replace("a train.", f"a train with {NUMBER} records on it.")


@dataclass
class Generated:
    """A repository in the making.

    Attributes:
        stream: what `git fast-import` is given.
        tree: the files of the newest commit.
        when: the true time of the newest commit, whatever it says of itself.
        head: the mark of the newest commit.
        marks: how many commits there are.
    """

    stream: list[bytes] = field(default_factory=list)
    tree: dict[str, str] = field(default_factory=dict)
    when: datetime = BEGUN - timedelta(days=1)
    head: int = 0
    marks: int = 0
    told: list[str] = field(default_factory=list)

    def commit(
        self, tree: dict[str, str], *, dated: datetime | None = None, parents: tuple[int, ...] | None = None, ref: str = "trunk"
    ) -> int:
        """Add a commit and return its mark."""
        self.marks += 1
        parents = parents if parents is not None else (self.head,) if self.head else ()
        seconds = int((dated or self.when).timestamp())
        self.stream.append(f"commit refs/heads/{ref}\nmark :{self.marks}\n".encode())
        self.stream.append(f"committer A <a@larkfield.example> {seconds} +0000\ndata 1\nx\n".encode())
        self.stream += [f"{'merge' if index else 'from'} :{parent}\n".encode() for index, parent in enumerate(parents)]
        self.stream.append(b"deleteall\n")
        for path, text in sorted(tree.items()):
            data = text.encode()
            self.stream.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        self.head, self.tree = self.marks, dict(tree)
        return self.marks

    def later(self, passed: timedelta) -> None:
        """Let time pass."""
        self.when += passed

    def branch(self, name: str, mark: int) -> None:
        """Create a branch, or move it."""
        self.stream.append(f"reset refs/heads/{name}\nfrom :{mark}\n\n".encode())


def published(rng: Random, *, sealed: bool) -> Generated:
    """Return a history in which readers have read the number for days."""
    made = Generated()
    base = {"site_config.yml": CONFIG, f"{FOLDER}/incident.md": incident("2026-03-02T06:00Z")}
    made.commit(base)
    made.when = BEGUN + timedelta(minutes=1)
    made.commit({**base, FIRST: TEXT})
    made.later(timedelta(hours=rng.randint(1, 40)))
    if sealed:
        made.commit({**made.tree, LOCK: lock_of(made.tree, made.when)})
        made.later(timedelta(hours=rng.randint(1, 40)))
    return made


def files_of(tree: dict[str, str]) -> tuple[RawFile, ...]:
    """Return a tree as the files that a check is given."""
    return tuple(RawFile(path, text.encode(), len(text.encode())) for path, text in sorted(tree.items()))


def lock_of(tree: dict[str, str], now: datetime) -> str:
    """Return what `aboveboard seal` makes of a tree."""
    checked = checking.check(files_of(tree), now)
    return next((text for path, text, _ in sealing.seals(checked, now) if path == LOCK), tree.get(LOCK, ""))


def blocking(made: Generated, folder: Path, branch: str = "trunk") -> set[str]:
    """Write a history into a folder, and return the codes of what stops its newest state from being published."""
    subprocess.run(["git", "init", "-q", "-b", "trunk", str(folder)], check=True, capture_output=True)
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"], input=b"".join(made.stream), check=True, capture_output=True
    )
    now = made.when + timedelta(days=1)
    history = git.history(folder, branch, branch)
    found = {one.code for one in checking.check(files_of(made.tree), now, history).diagnostics if one.blocks}
    return found if history.known else {*found, "unknown"}


def owns_up(tree: dict[str, str]) -> bool:
    """Whether what readers read is still there, or is named as wrong."""
    shown = [
        text for path, text in tree.items() if path.startswith(FOLDER) and path.endswith(".md") and "draft: true" not in text
    ]
    there = any(NUMBER in text for text in shown) and f"{FOLDER}/incident.md" in tree
    return there and "published: 2099" not in "".join(shown)


# What may be done to the history. Each works on the newest state, and most leave a trace that a careless reader of histories misses.


def _edit(tree: dict[str, str], rng: Random) -> dict[str, str]:
    changed = dict(tree)
    match rng.randrange(6):
        case 0 | 1:
            changed[FIRST] = tree[FIRST].replace(NUMBER, rng.choice(("12", "1,21", "121,2", "some")))
        case 2:
            changed.pop(FIRST)
        case 3:
            changed[f"{FOLDER}/01-other.md"] = changed.pop(FIRST).replace(NUMBER, "12")
        case 4:
            changed = {path: text for path, text in tree.items() if not path.startswith(FOLDER)}
        case _:
            changed[FIRST] = tree[FIRST].replace("status:", rng.choice(("draft: true\nstatus:",)))
    return changed


def _settings(tree: dict[str, str], rng: Random) -> dict[str, str]:
    line = rng.choice(("public_since: not_yet, ", "public_since: 2099-01-01, ", "language: de, ", "timezone: Asia/Tokyo, "))
    return {**tree, "site_config.yml": CONFIG.replace("site: {", f"site: {{{line}")}


def _relocked(tree: dict[str, str], rng: Random, when: datetime) -> dict[str, str]:
    without = {path: text for path, text in tree.items() if path != LOCK}
    if rng.random() < 0.5 or FIRST not in without:
        return without
    made = lock_of(without, when)
    return {**without, LOCK: made} if made else without


def _date(made: Generated, rng: Random) -> datetime | None:
    return rng.choice(
        (None, None, datetime(1970, 1, 2, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), made.when - timedelta(days=9))
    )


def attacked(seed: int) -> Generated:
    """Return the history of a seed: a number is published and read, and then is gone, by whatever way."""
    rng = Random(seed)
    sealed = rng.random() < 0.6
    made = published(rng, sealed=sealed)
    edited = _edit(made.tree, rng)
    for _ in range(rng.randrange(3)):
        match rng.randrange(3):
            case 0:
                edited = _settings(edited, rng)
            case 1 if sealed:
                edited = _relocked(edited, rng, made.when)
            case _:
                made.commit({**made.tree, "content/about.md": "---\ntitle: About\n---\nWe.\n"}, dated=_date(made, rng))
                edited = {**edited, "content/about.md": made.tree["content/about.md"]}
                made.later(timedelta(hours=rng.randint(1, 9)))
    if rng.random() < 0.3:
        made.branch("main", 1)
    main = made.head
    if rng.random() < 0.4:
        side = made.commit({**_base(made), "content/side.md": "---\ntitle: Side\n---\nWe.\n"}, parents=(1,), ref="side")
        # The side branch comes first among the parents, so that the published line is beside it.
        if rng.random() < 0.5:
            made.commit(edited, parents=(side, main), dated=_date(made, rng))
        else:
            both = made.commit({**edited, **_old(made, main)}, parents=(side, main), dated=_date(made, rng))
            made.commit(edited, parents=(both,), dated=_date(made, rng))
    else:
        made.commit(edited, dated=_date(made, rng))
    made.later(timedelta(hours=rng.randint(1, 9)))
    return made


def _base(made: Generated) -> dict[str, str]:
    return {path: text for path, text in made.tree.items() if path in {"site_config.yml", f"{FOLDER}/incident.md"}}


def _old(made: Generated, _mark: int) -> dict[str, str]:
    return {FIRST: TEXT, f"{FOLDER}/incident.md": incident("2026-03-02T06:00Z")}
