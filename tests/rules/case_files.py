"""Case files: what a communicator could have written, with the findings expected of it.

A case file is Markdown. Each `## Fires:` or `## Silent:` section holds the files of one small site between lines of `~~~~`, the first with
the file's path and, if need be, how it is stored (`utf-16`, `link`, `size=N`), or when git had it so (`committed=TIME`; `removed=TIME` when
it was taken away; `proposed=TIME` when it was committed on a branch that leads here; `misdated=TIME` for a commit whose date cannot be right;
`kept=TAG` for the ends of chains in a tag; `guessed=yes` where nothing tells which branch is published): such a file is in the history and not in
the folder. An expectation is a comment on its line (`# expect: CODE`,
`<!-- expect: CODE -->`), a comment on the line before (`# expect-next: CODE`), or a line of prose (`expect: CODE at PATH:LINE`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha1
from pathlib import Path

from generator.adapters.outside_files import kept_text
from generator.model.diagnostic import Diagnostic
from generator.model.history import ChainEnd, History, OddCommit, Version
from generator.model.source import RawFile
from generator.pipeline import checking

CASES = Path(__file__).parent / "cases"
NOW = datetime(2027, 3, 3, 8, 58, tzinfo=UTC)

CONFIG = """organisation: {name: Larkfield Energy, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, id: status.larkfield.example}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
policy: {cadence: {investigating: 5w, confirmed: 5w, contained: 5w, monitoring: 5w}}
"""
INCIDENT = """---
title: Someone read customer support tickets
aware: 2027-03-03T02:40Z
---
"""

#: Invisible characters, by their notation in case files.
_SIGNS = {"<TAB>": "\t", "<RLO>": "\u202e", "<NBSP>": "\u00a0", "<ZWSP>": "\u200b", "<ZWNJ>": "\u200c"}

_FENCE = re.compile(r"^~~~~ (\S+)(?: (.+))?$")
_INLINE = re.compile(r"(?:#|<!--) expect: ([A-Z]{3}\d{3}(?:, [A-Z]{3}\d{3})*)")
_NEXT = re.compile(r"# expect-next: ([A-Z]{3}\d{3}(?:, [A-Z]{3}\d{3})*)")
_PROSE = re.compile(r"^expect: ([A-Z]{3}\d{3}) at (\S+):(\d+)$")


@dataclass
class Case:
    """One section."""

    file: Path
    title: str
    fires: bool
    now: datetime = NOW
    files: list[RawFile] = field(default_factory=list)
    versions: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))
    proposed: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))
    expected: set[tuple[str, int, str]] = field(default_factory=set)
    odd: list[OddCommit] = field(default_factory=list)
    ends: list[ChainEnd] = field(default_factory=list)
    guessed: bool = False

    @cached_property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is found in it, worked out once for all tests that ask."""
        return checking.check(self.files, self.now, self.history).diagnostics

    @property
    def history(self) -> History | None:
        """What git remembers; None where a case says nothing of it."""
        if not (self.versions or self.proposed or self.odd or self.ends or self.guessed):
            return None
        files = {path: tuple(sorted(versions, key=lambda one: one.since)) for path, versions in self.versions.items()}
        earlier = {
            path: tuple(sorted(versions, key=lambda one: one.since, reverse=True)) for path, versions in self.proposed.items()
        }
        return History(
            known=True,
            queried_at=self.now,
            files=files,
            earlier=earlier,
            odd=tuple(self.odd),
            ends=tuple(self.ends),
            guessed=self.guessed,
        )

    @property
    def code(self) -> str:
        """The rule that the file is about."""
        return self.file.name.partition("-")[0]

    def __str__(self) -> str:
        """The case's name in pytest's output."""
        return f"{self.file.stem}: {self.title}"


def read_cases(file: Path) -> list[Case]:
    """Every section of a case file."""
    cases: list[Case] = []
    lines = iter(enumerate(file.read_text(encoding="utf-8").split("\n"), 1))
    for _, line in lines:
        if line.startswith("## "):
            kind, _, title = line[3:].partition(": ")
            assert kind in {"Fires", "Silent"}, f"{file}: {line}"
            cases.append(Case(file=file, title=title, fires=kind == "Fires"))
        elif not cases:
            continue
        elif line.startswith("now: "):
            cases[-1].now = datetime.fromisoformat(line[5:])
        elif found := _PROSE.match(line):
            cases[-1].expected.add((found.group(2), int(found.group(3)), found.group(1)))
        elif found := _FENCE.match(line):
            text = []
            for _, inner in lines:
                if inner == "~~~~":
                    break
                text.append(inner)
            _add_file(cases[-1], found.group(1), found.group(2) or "", text)
    for case in cases:
        _supply(case)
    return cases


def _add_file(case: Case, path: str, stored: str, lines: list[str]) -> None:
    how, _, when = stored.partition("=")
    if how == "proposed":
        proposed = "".join(f"{line}\n" for line in lines).encode()
        case.proposed[path].append(Version(_commit(when), datetime.fromisoformat(when), proposed))
        return
    if how == "misdated":
        case.odd.append(OddCommit(_commit(when), datetime.fromisoformat(when), path))
        return
    if how == "kept":
        case.ends += (ChainEnd(when, *line.split()) for line in lines)
        return
    if how == "guessed":
        case.guessed = True
        return
    if how in {"committed", "removed"}:
        data = "".join(f"{line}\n" for line in lines).encode() if how == "committed" else None
        case.versions[path].append(Version(_commit(when), datetime.fromisoformat(when), data))
        return
    for number, line in enumerate(lines, 1):
        for found, at in ((_INLINE.search(line), number), (_NEXT.search(line), number + 1)):
            if found:
                case.expected |= {(path, at, code) for code in found.group(1).split(", ")}
    text = "".join(f"{line}\n" for line in lines)
    for sign, written in _SIGNS.items():
        text = text.replace(sign, written)
    data = text.encode("utf-16" if stored == "utf-16" else "utf-8")
    size = int(stored.removeprefix("size=")) if stored.startswith("size=") else len(data)
    if path.startswith("content/elsewhere/") and not path.endswith(".yml"):
        case.files.append(kept_text(path, data))
        return
    case.files.append(RawFile(path=path, data=b"" if stored == "link" else data, size=size, link=stored == "link"))


def _commit(when: str) -> str:
    """The commit of a time: what was committed at once was one."""
    return sha1(datetime.fromisoformat(when).isoformat().encode(), usedforsecurity=False).hexdigest()


def _supply(case: Case) -> None:
    """Add what the case leaves out because it is not about it, unless it says `nothing else`."""
    paths = {file.path for file in case.files}
    if "nothing else" in case.title:
        return
    if "site_config.yml" not in paths:
        case.files.append(RawFile(path="site_config.yml", data=CONFIG.encode(), size=len(CONFIG)))
    _supply_history(case)
    for folder in {"/".join(path.split("/")[:3]) for path in paths if path.startswith("content/incidents/")}:
        if f"{folder}/incident.md" not in paths:
            case.files.append(RawFile(path=f"{folder}/incident.md", data=INCIDENT.encode(), size=len(INCIDENT)))


def _supply_history(case: Case) -> None:
    """Commit what a case leaves out together with the first thing that it commits of the same incident."""
    folders = {"/".join(path.split("/")[:3]): INCIDENT for path in case.versions if path.startswith("content/incidents/")}
    left_out = {f"{folder}/incident.md": (folder, text) for folder, text in folders.items()}
    if folders:
        own = next((file.data.decode() for file in case.files if file.path == "site_config.yml"), CONFIG)
        left_out["site_config.yml"] = ("content", own)
    for path, (top, text) in left_out.items():
        if path not in case.versions:
            first = min(one.since for below, versions in case.versions.items() if below.startswith(f"{top}/") for one in versions)
            case.versions[path].append(Version(_commit(first.isoformat()), first, text.encode()))


ALL_CASES = [case for file in sorted(CASES.glob("*.md")) for case in read_cases(file)]
#: The families of the rules: the letters of their codes.
FAMILIES = sorted({case.code[:3] for case in ALL_CASES})


def cases_of(family: str) -> list[Case]:
    """Every case of a family's rules."""
    return [case for case in ALL_CASES if case.code.startswith(family)]
