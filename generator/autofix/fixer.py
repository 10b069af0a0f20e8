"""Fixing files: takes files and their findings, returns fixed files. Nothing is guessed, and nothing an author wrote is lost.

Every finding that can be fixed without a judgement carries its edits. They are applied in passes, because one fix may reveal further
problems, and the files are judged again after each pass: an edit that makes its file worse is undone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from generator.autofix.model import Fix, FixResult, Unfixed
from generator.content import frontmatter
from generator.content.assembly import UPDATE
from generator.content.update_numbers import duplicate_numbers
from generator.format import yaml_files
from generator.format.strict_yaml import Node, Table, Text
from generator.format.text_edit import FileLines, spelled
from generator.format.times import zoned
from generator.format.update import UPDATE as UPDATE_RECORD
from generator.history.maybe_published import due_of, incident_file_of, names_in_lock
from generator.model.diagnostic import Diagnostic, Edit, Severity
from generator.model.source import BYTE_ORDER_MARK, RawFile, Source, Span, with_newlines

#: Each pass fixes at least one problem; a file that needs more passes than this should be looked at by a person.
PASSES = 100

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_NOT_ASKED = "this needs to be confirmed: run it in a terminal, or with --yes"

Judge = Callable[[tuple[RawFile, ...]], Sequence[Diagnostic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What may be changed.

    Attributes:
        sealed: why a file must not be changed, by path.
        confirm: asks the writer: True for yes, False for no, None when nobody can be asked.
        zone: the site's time zone, if known.
        chosen: whether a file was selected for fixing.
    """

    sealed: Mapping[str, str]
    confirm: Callable[[str, Edit], bool | None]
    zone: Callable[[], ZoneInfo | None] = lambda: None
    chosen: Callable[[str], bool] = lambda _path: True


@dataclass(frozen=True, slots=True)
class _Offer:
    """The edits of one finding."""

    finding: Diagnostic
    edits: tuple[Edit, ...]


@dataclass(slots=True)
class _State:
    """The state of the process."""

    files: dict[str, RawFile]
    judge: Judge
    permission: Permission
    diagnostics: Sequence[Diagnostic] = ()
    done: list[Fix] = field(default_factory=list)
    answers: dict[tuple[str, str], bool | None] = field(default_factory=dict)
    seen: dict[str, set[bytes]] = field(default_factory=dict)
    refused: dict[tuple[str, bytes, tuple[Edit, ...]], str] = field(default_factory=dict)
    closed: list[Unfixed] = field(default_factory=list)


def fix_files(files: Iterable[RawFile], judge: Judge, permission: Permission) -> FixResult:
    """Fix what can be fixed without a judgement.

    Args:
        files: every file of the site.
        judge: returns the findings in files.
        permission: what may be changed.
    """
    original = {file.path: file for file in files}
    bench = _State(dict(original), judge, permission)
    bench.diagnostics = judge(tuple(bench.files.values()))
    for _ in range(PASSES):
        if not _pass(bench):
            break
    _order(bench)
    renamed = _renumber(bench)
    return FixResult(
        files={path: file.data for path, file in bench.files.items() if path in original and file.data != original[path].data},
        renamed=renamed,
        done=tuple(sorted(bench.done, key=lambda one: (one.path, one.line))),
        left=tuple(sorted(set(_left(bench)), key=lambda one: (one.path, one.line, one.message))),
    )


def text_of(file: RawFile) -> str:
    """Return a file's text as on disk, without byte-order mark; empty when it is not text."""
    try:
        return file.data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def with_text(file: RawFile, text: str) -> RawFile:
    """Return the file with another text, keeping its byte-order mark."""
    data = (BYTE_ORDER_MARK if file.data.startswith(BYTE_ORDER_MARK) else b"") + text.encode("utf-8")
    return replace(file, data=data, size=len(data))


def _pass(bench: _State) -> bool:
    """Fix what can be fixed now; return False when nothing was."""
    offers: dict[str, list[_Offer]] = {}
    # Conflicting versions are joined before anything in them is fixed: a fix in one version would make them differ more.
    for diagnostic in sorted(bench.diagnostics, key=lambda one: one.name != "duplicate-key"):
        offer = _Offer(diagnostic, _edits(bench, diagnostic))
        if offer.edits and not _why_not(bench, offer):
            offers.setdefault(diagnostic.span.path, []).append(offer)
    # All files at once, because judging is what takes time.
    batches = {path: kept for path, several in offers.items() if (kept := _not_touching(several))}
    if not batches:
        return False
    if _try(bench, batches):
        return True
    progress = False
    for path, batch in batches.items():
        if len(batches) > 1 and _try(bench, {path: batch}):
            progress = True
            continue
        for offer in batch:
            # An earlier edit may have moved this one; it returns in the next pass.
            if offer.finding not in bench.diagnostics:
                continue
            if _try(bench, {path: [offer]}):
                progress = True
            else:
                file = bench.files[path]
                bench.refused[path, file.data, offer.edits] = "fixing it this way would make the file worse"
    return progress or any(
        _edits(bench, one) and not _why_not(bench, _Offer(one, _edits(bench, one)))
        for one in bench.diagnostics
        if one.span.path in batches
    )


def _try(bench: _State, batches: Mapping[str, Sequence[_Offer]]) -> bool:
    """Apply edits and judge the result; keep all of them or none."""
    fixed = dict(bench.files)
    blocks: dict[str, list[int]] = {}
    for path, offers in batches.items():
        file = bench.files[path]
        text = text_of(file)
        applied = apply(text, [edit for offer in offers for edit in offer.edits])
        if applied is None or not _keeps(text, [edit for offer in offers for edit in offer.edits]):
            return False
        fixed[path] = with_text(file, applied[0])
        blocks[path] = applied[1]
        if fixed[path].data in bench.seen.get(path, set()) | {file.data}:
            return False
    diagnostics = bench.judge(tuple(fixed.values()))
    if any(not _is_better(bench, batches[path], fixed[path], blocks[path], diagnostics) for path in batches):
        return False
    for path, offers in batches.items():
        bench.seen.setdefault(path, set()).add(bench.files[path].data)
        _note(bench, path, offers, blocks[path], fixed[path])
    bench.files, bench.diagnostics = fixed, diagnostics
    return True


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, list[int]] | None:
    """Apply edits to a text; return it, with the line (from 1) at which each edit begins in the result, in order.

    Args:
        text: the text as on disk, with line ends of any kind.
        edits: edits placed in the text with newlines as line ends; identical ones count once.

    Returns:
        None when edits overlap, or when the line ends of the text would be changed.
    """
    lines = [found.group() for found in _LINE.finditer(text)][:-1] or [""]
    if lines[-1].endswith(("\r", "\n")):
        lines.append("")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    newline = next((line[len(line.rstrip("\r\n")) :] for line in lines if line.endswith(("\r", "\n"))), "\n")
    plain = with_newlines(text)
    plain_starts = [0, *(found.end() for found in re.finditer("\n", plain))]

    def offset(line: int, column: int, among: Sequence[int]) -> int:
        line = min(max(line, 1), len(lines))
        return among[line - 1] + min(max(column - 1, 0), len(lines[line - 1].rstrip("\r\n")))

    ordered = sorted(dict.fromkeys(edits), key=lambda edit: (edit.at.line, edit.at.column, edit.at.end_line, edit.at.end_column))
    wanted, parts, end, shift, begun = plain, [], len(text), 0, {}
    at = 0
    last = Span("", 0, 0, 0, 0)
    for edit in ordered:
        if (edit.at.line, edit.at.column) < (last.end_line, last.end_column) or edit.at == last:
            return None
        start, stop = offset(edit.at.line, edit.at.column, starts), offset(edit.at.end_line, edit.at.end_column, starts)
        if start < at or stop < start:
            return None
        parts += [text[at:start], edit.text.replace("\n", newline)]
        begun[edit] = edit.at.line + shift
        shift += edit.text.count("\n") - (edit.at.end_line - edit.at.line)
        at, last = stop, edit.at
    for edit in reversed(ordered):
        start, stop = (
            offset(edit.at.line, edit.at.column, plain_starts),
            offset(edit.at.end_line, edit.at.end_column, plain_starts),
        )
        wanted = wanted[:start] + edit.text + wanted[stop:]
    result = "".join((*parts, text[at:end]))
    return (result, [begun[edit] for edit in ordered]) if with_newlines(result) == wanted else None


def _not_touching(offers: Sequence[_Offer]) -> list[_Offer]:
    """Return the offers that do not touch, giving the first ones precedence; the others follow in the next pass."""
    kept: list[_Offer] = []
    taken: set[Edit] = set()
    for offer in offers:
        new = [edit for edit in offer.edits if edit not in taken]
        if not new and kept:
            kept.append(offer)
        elif not any(_touch(edit.at, other.at) for edit in new for other in taken):
            kept.append(offer)
            taken.update(new)
    return kept


def _touch(one: Span, other: Span) -> bool:
    return (one.line, one.column) <= (other.end_line, other.end_column) and (other.line, other.column) <= (
        one.end_line,
        one.end_column,
    )


def _edits(bench: _State, diagnostic: Diagnostic) -> tuple[Edit, ...]:
    """Return the edits that fix a finding. The time zone comes from the configuration and is known only here."""
    file = bench.files.get(diagnostic.span.path)
    if file is None or diagnostic.name != "time-without-zone":
        return diagnostic.edits
    zone = bench.permission.zone()
    lines = FileLines(file.path, tuple(with_newlines(text_of(file)).split("\n")))
    start, end = lines.start(diagnostic.span), lines.end(diagnostic.span)
    written = lines.between(start, end)
    bare = written.strip("\"'")
    new = zoned(bare, zone) if zone else ""
    if not new:
        return ()
    place = (start[0], start[1] + written.index(bare) + len(bare.rstrip()))
    asks = f"Is {bare.strip()} the time in {zone}? Then it becomes {new}"
    return (lines.put(place, new.removeprefix(bare.strip()), asks),)


def _why_not(bench: _State, offer: _Offer) -> str:
    """Return why an offer must not be applied; empty when it may be. Asks the writer where necessary."""
    path = offer.finding.span.path
    file = bench.files.get(path)
    if file is None or not text_of(file) or not bench.permission.chosen(path):
        return "you did not want it fixed"
    if path in bench.permission.sealed:
        return bench.permission.sealed[path]
    if why := _sealed_part(bench, path, offer.edits):
        return why
    if why := bench.refused.get((path, file.data, offer.edits), ""):
        return why
    for edit in offer.edits:
        if edit.asks and (path, edit.asks) not in bench.answers:
            bench.answers[path, edit.asks] = bench.permission.confirm(path, edit)
        answer = bench.answers.get((path, edit.asks), True) if edit.asks else True
        if answer is None:
            return _NOT_ASKED
        if not answer:
            return "you said no"
    return ""


def _sealed_part(bench: _State, path: str, edits: Iterable[Edit]) -> str:
    """Return why edits of incident.md must not be applied: its title and `aware` are published with the first update."""
    folder, name = incident_file_of(path)
    if name != "incident.md":
        return ""
    public = names_in_lock(bench.files.get(f"{folder}/ledger.lock"), name) or any(
        one.startswith(f"{folder}/") and not one.endswith("/review.md") for one in bench.permission.sealed
    )
    if not public:
        return ""
    lines = with_newlines(text_of(bench.files[path])).split("\n")
    key = ""
    of: list[str] = []
    for line in lines:
        if line.strip() and not line[0].isspace():
            key = re.split(r"[\s:]", line.strip("\"'? \t"), maxsplit=1)[0].strip("\"'").lower()
        of.append(key)
    words = ("title", "aware")
    for edit in edits:
        stretch = range(edit.at.line - 1, min(edit.at.end_line, len(of)))
        if edit.asks or any(of[number] in words or spelled(of[number], words) for number in stretch):
            return "the published title and times of an incident stay as they are: write a correction in a new update"
    return ""


def _keeps(text: str, edits: Iterable[Edit]) -> bool:
    """Whether none of the author's letters and digits is lost."""
    lines = FileLines("", tuple(with_newlines(text).split("\n")))
    return all(_holds(lines.between(lines.start(edit.at), lines.end(edit.at)), edit.text) for edit in edits)


def _holds(old: str, new: str) -> bool:
    # Lines that were moved or duplicated are not lost.
    if "\n" in old and {line.strip() for line in old.split("\n")} <= {line.strip() for line in new.split("\n")} | {""}:
        return True
    signs = iter(one for one in new if one.isalnum())
    if all(one in signs for one in old if one.isalnum()):
        return True
    # `- name: entry` becomes `entry:`: the name stays, and the key `name` was not the author's text.
    called = re.fullmatch(r"\s*-\s+(?:name|id|key)\s*:\s*([\"']?)(\S+)\1", old)
    if called and new.strip() == f"{called.group(2)}:":
        return True
    # A misspelt word of the format, or lower case for a name: neither is the author's sentence.
    return bool(re.fullmatch(r"[^\W_A-Z]+(?:[-_][^\W_A-Z]+)*", new)) and (
        spelled(old.strip("\"' "), (new,)) == new
        or old.strip("\"' ").lower() == new
        or (new == "true" and old.lower() in {"yes", "on", "y", "ja", "oui", "si", "true"})
        or spelled(old.strip("\"' ."), ("none_left",)) == new
    )


def _stage(file: RawFile) -> int:
    """Return how far parsing gets: 0 the file cannot be split, 1 its keys cannot be read, 2 they can."""
    text = with_newlines(text_of(file))
    if file.path.endswith(".md"):
        parts, _ = frontmatter.split(Source(file.path, text))
        if parts is None:
            return 0
        text = parts.front
    node, _ = yaml_files.read(text, file.path)
    return 2 if isinstance(node, Table) else 1


def _is_better(
    bench: _State, offers: Sequence[_Offer], fixed: RawFile, begun: Sequence[int], diagnostics: Sequence[Diagnostic]
) -> bool:
    """Whether a file is not worse than before.

    It is worse when parsing does not get as far, or when there are more errors outside the blocks with fixes, apart from the errors to be
    fixed. Inside such a block, a key that can be read at last may reveal errors that were there before.
    """
    path = fixed.path
    old = bench.files[path]
    before, after = (_understood(file, found) for file, found in ((old, bench.diagnostics), (fixed, diagnostics)))
    if before != after:
        return after > before
    inside = _blocks(with_newlines(text_of(fixed)).split("\n"), begun)
    aims = [offer.finding for offer in offers if offer.finding.severity is Severity.ERROR]
    errors = [one for one in bench.diagnostics if one.span.path == path and one.severity is Severity.ERROR]
    new = [one for one in diagnostics if one.span.path == path and one.severity is Severity.ERROR and one.span.line not in inside]
    # One finding may cover several errors, of which only some could be fixed.
    still = min(len(aims), sum(one.code in {aim.code for aim in aims} for one in new))
    return len(new) - still <= len(errors) - len(aims)


def _blocks(lines: Sequence[str], begun: Iterable[int]) -> set[int]:
    """Return the lines (from 1) of the blocks that begin at some lines, each with the deeper-indented lines below it."""
    inside: set[int] = set()
    for at in begun:
        inside.add(at)
        indent = _indent(lines[at - 1]) if at <= len(lines) else 0
        while at < len(lines) and (not lines[at].strip() or _indent(lines[at]) > indent):
            at += 1  # noqa: PLW2901  # it walks down the block
            inside.add(at)
    return inside


def _understood(file: RawFile, diagnostics: Sequence[Diagnostic]) -> int:
    stage = _stage(file)
    form = any(
        one.span.path == file.path and one.severity is Severity.ERROR and one.code.startswith("FRM") for one in diagnostics
    )
    return stage + (stage == 2 and not form)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _note(bench: _State, path: str, offers: Sequence[_Offer], begun: Sequence[int], fixed: RawFile) -> None:
    """Record what was fixed, and shift the line numbers of earlier records."""
    before, after = (with_newlines(text_of(file)).split("\n") for file in (bench.files[path], fixed))
    _move(bench, path, before, after)
    ordered = sorted(
        {edit for offer in offers for edit in offer.edits},
        key=lambda edit: (edit.at.line, edit.at.column, edit.at.end_line, edit.at.end_column),
    )
    line_of = dict(zip(ordered, begun, strict=True))
    said: set[tuple[Edit, ...]] = set()
    for offer in offers:
        first = min(edit.at.line for edit in offer.edits)
        last = max(edit.at.end_line for edit in offer.edits)
        start = min(line_of[edit] for edit in offer.edits)
        stop = max(line_of[edit] + edit.text.count("\n") for edit in offer.edits)
        shown = offer.edits not in said
        said.add(offer.edits)
        line = start if shown else offer.finding.span.line + start - first
        bench.done.append(
            Fix(
                path,
                line,
                offer.finding.message,
                tuple(before[first - 1 : last]) if shown else (),
                tuple(after[start - 1 : stop]) if shown else (),
            )
        )


def _move(bench: _State, path: str, before: Sequence[str], after: Sequence[str]) -> None:
    """Give earlier fixes their present line numbers."""
    if not any(one.path == path for one in bench.done):
        return
    now: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for at in range(i1, i2):
            now[at + 1] = (j1 + at - i1 if tag == "equal" else min(j1 + at - i1, max(j1, j2 - 1))) + 1
    bench.done = [replace(one, line=now.get(one.line, one.line)) if one.path == path else one for one in bench.done]


def _left(bench: _State) -> Iterable[Unfixed]:
    yield from bench.closed
    for one in bench.diagnostics:
        if not bench.permission.chosen(one.span.path):
            continue
        edits = _edits(bench, one)
        if edits:
            why = _why_not(bench, _Offer(one, edits)) or "fixing it this way would make the file worse"
        elif one.name == "time-without-zone" and one.span.path not in bench.permission.sealed:
            why = (
                "on that day, clocks show this time twice or not at all"
                if bench.permission.zone()
                else "site_config.yml does not say in which time zone you write; add `timezone:` under `site:`, or the zone here"
            )
        else:
            continue
        yield Unfixed(one.span.path, one.span.line, one.message, why)


def _order(bench: _State) -> None:
    """Put the keys of updates that were understood into the format's order."""
    found: dict[str, tuple[Edit, RawFile]] = {}
    for path, file in bench.files.items():
        permitted = bench.permission.chosen(path) and path not in bench.permission.sealed
        if not permitted or not UPDATE.fullmatch(incident_file_of(path)[1]) or _understood(file, bench.diagnostics) < 3:
            continue
        edit = ordering(Source(path, with_newlines(text_of(file))))
        applied = apply(text_of(file), [edit]) if edit else None
        if edit is not None and applied is not None:
            found[path] = (edit, with_text(file, applied[0]))
    for paths in ([*found], *([path] for path in found)):
        fixed = {path: found[path][1] for path in paths}
        if not fixed or bench.files.items() >= fixed.items():
            continue
        diagnostics = bench.judge(tuple((bench.files | fixed).values()))
        if _messages(diagnostics) != _messages(bench.diagnostics):
            continue
        for path in paths:
            edit = found[path][0]
            _follow(bench, path, fixed[path])
            bench.done.append(Fix(path, edit.at.line, "the keys are not in the order of the format"))
        bench.files, bench.diagnostics = bench.files | fixed, diagnostics


def _follow(bench: _State, path: str, fixed: RawFile) -> None:
    """Give earlier fixes the line numbers to which their keys moved."""
    before, after = (with_newlines(text_of(one)).split("\n") for one in (bench.files[path], fixed))
    places = {line: number for number, line in reversed(list(enumerate(after, 1)))}
    bench.done = [
        replace(one, line=places.get(before[one.line - 1], one.line)) if one.path == path and one.line <= len(before) else one
        for one in bench.done
    ]


def _renumber(bench: _State) -> dict[str, str]:
    """Rename files of updates that share a number; return their new paths."""
    renamed: dict[str, str] = {}
    for one in [one for one in bench.diagnostics if one.name == "clashing-names"]:
        folder, name = incident_file_of(one.span.path)
        if not UPDATE.fullmatch(name) or any(path.startswith(f"{folder}/") for path in renamed):
            continue
        names = {path.rpartition("/")[2]: path for path in bench.files if incident_file_of(path)[0] == folder}
        public = {name for name, path in names.items() if path in bench.permission.sealed}
        times = {name: due_of(bench.files[path]) for name, path in names.items()}
        due = {name: when if when.year > 1 else None for name, when in times.items()}
        for violation in duplicate_numbers(names, due, public):
            if not violation.files:
                bench.closed.append(
                    Unfixed(f"{folder}/{violation.goes}", 1, one.message, "both were published, and public numbers do not change")
                )
            elif all(bench.permission.chosen(f"{folder}/{old}") for old in violation.files):
                renamed |= {f"{folder}/{old}": f"{folder}/{new}" for old, new in violation.files.items()}
                bench.done += [
                    Fix(f"{folder}/{old}", 1, f"{violation.stays} has this number too, so this was renamed to {new}")
                    for old, new in violation.files.items()
                ]
    return renamed


def _messages(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, str, str]]:
    return sorted((one.span.path, one.code, one.message) for one in diagnostics)


def ordering(source: Source) -> Edit | None:
    """Return the edit that puts an update's keys into the format's order, each with the comments above it.

    None when they are in order.

    Front matter that is not a plain sequence of keys is left alone.
    """
    parts, _ = frontmatter.split(source)
    if parts is None:
        return None
    table, problems = yaml_files.read(parts.front, source.path)
    if not isinstance(table, Table) or problems or table.flow or not set(table.entries) <= set(UPDATE_RECORD.names):
        return None
    lines = parts.front.split("\n")
    if not lines[-1]:
        lines = lines[:-1]
    entries = list(table.entries.values())
    if any(entry.key_at.column != 1 for entry in entries):
        return None
    firsts = [entry.key_at.line - 1 for entry in entries]
    lasts = [_last_line(entry.value, lines, first) for entry, first in zip(entries, firsts, strict=True)]
    # Comments and empty lines before a key move with it, except comments separated from it by an empty line.
    begins = []
    for number, first in enumerate(firsts):
        above, begin = (lasts[number - 1] + 1 if number else 0), first
        while begin > above and lines[begin - 1].startswith("#"):
            begin -= 1
        if begin > above and number and not lines[begin - 1].strip():
            begin -= 1
        begins.append(begin)
    chunks = [lines[begin:end] for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True)]
    trailing = chunks[-1][lasts[-1] + 1 - begins[-1] :]
    chunks[-1] = chunks[-1][: lasts[-1] + 1 - begins[-1]]
    ranks = [UPDATE_RECORD.names.index(entry.key) for entry in entries]
    if ranks == sorted(ranks):
        return None
    order = sorted(range(len(entries)), key=lambda number: ranks[number])
    new = [line for number in order for line in chunks[number]] + trailing
    again, problems = yaml_files.read("\n".join(lines[: begins[0]] + new) + "\n", source.path)
    if problems or not isinstance(again, Table) or _values(again) != _values(table):
        return None
    last = parts.front_line + len(lines) - 1
    return Edit(Span(source.path, parts.front_line + begins[0], 1, last, len(lines[-1]) + 1), "\n".join(new))


def _last_line(node: Node, lines: Sequence[str], first: int) -> int:
    """Return the last line (from 0) of a key: its value, and comments indented more deeply."""
    if isinstance(node, Text) or node.flow:
        last = max(first, node.at.end_line - 1)
        if isinstance(node, Text) and lines[node.at.line - 1][node.at.column - 1 : node.at.column] in {"|", ">"}:
            while last > first and (lines[last].startswith("#") or not lines[last].strip()):
                last -= 1
    else:
        inner = node.items if not isinstance(node, Table) else tuple(entry.value for entry in node.entries.values())
        last = max((_last_line(one, lines, first) for one in inner), default=first)
    while last + 1 < len(lines) and (lines[last + 1][:1].isspace() and lines[last + 1].strip().startswith("#")):
        last += 1
    return last


def _values(node: Node) -> object:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Table):
        return {key: _values(entry.value) for key, entry in node.entries.items()}
    return [_values(item) for item in node.items]
