"""Obligations as text: for people, for programs, and as an issue that reminds of what is late."""

import json as codec
import re

from generator.obligations.model import Obligation, ObligationKind, Obligations
from generator.report.plain import visible
from generator.report.times import due_words, json_time, moment_words

#: Raised when a key is removed or changes its meaning.
SCHEMA = 1

#: A workflow recognises the issue that it opened by this line, which readers do not see.
MARK = "<!-- aboveboard: what is late -->"


def plain(obligations: Obligations, *, colours: bool = False) -> str:
    """List what is late, then the next 48 hours, then later, then what has no date; the last line is one sentence.

    Args:
        obligations: the obligations.
        colours: whether the terminal supports colours.
    """
    parts: list[str] = []
    for heading, group in (
        ("LATE", obligations.late),
        ("IN THE NEXT 48 HOURS", obligations.soon),
        ("LATER", obligations.later),
        ("WITHOUT A DATE", obligations.undated),
    ):
        if group:
            code = "1;31" if heading == "LATE" else "1"
            parts.append(f"\x1b[{code}m{heading}\x1b[0m" if colours else heading)
            parts += [_obligation_lines(one, obligations) for one in group]
    return "\n\n".join((*parts, _closing(obligations))) + "\n"


def _obligation_lines(one: Obligation, obligations: Obligations) -> str:
    head = f"{one.distance}: " if one.distance else ""
    rows = [f"  {head}{_subject(one)}{visible(one.what)}"]
    if one.due_at is not None:
        rows.append(f"    {_when(one, obligations)}")
    rows.append(f"    Next: {visible(one.next)}")
    return "\n".join(rows)


def _subject(one: Obligation) -> str:
    return f"{visible(one.incident)}, " if one.incident else ""


def _when(one: Obligation, obligations: Obligations) -> str:
    return due_words(one.due, one.due_at, obligations.zone) if one.due_at is not None else ""


def _closing(obligations: Obligations) -> str:
    if obligations.late:
        first = obligations.late[0]
        things = "1 thing is late" if len(obligations.late) == 1 else f"{len(obligations.late)} things are late"
        return f"{things}. Begin with {_subject(first)}{visible(first.what)}: {visible(first.next)}."
    dated = [one for one in (*obligations.soon, *obligations.later) if one.kind is not ObligationKind.EMBARGOED]
    if dated:
        return f"Nothing is late. The first thing due is {_subject(dated[0])}{visible(dated[0].what)}, {dated[0].distance}."
    return "Nothing is late, and nothing has a date." if obligations.obligations else "Nothing is owed."


def json(obligations: Obligations) -> str:
    """Return one JSON object, ending in a newline; docs/obligations.md describes its keys. Times are in UTC."""
    rows = [
        {
            "kind": one.kind.value,
            "incident": one.incident or None,
            "subject": one.subject or None,
            "what": one.what,
            "next": one.next,
            "late": one.late,
            "due": json_time(one.due),
            "due_at": json_time(one.due_at),
            "seconds_left": int((one.due_at - obligations.as_of).total_seconds()) if one.due_at is not None else None,
            "since": json_time(one.since),
            "path": one.path or None,
            "line": one.line if one.path else None,
        }
        for one in obligations.obligations
    ]
    said = {
        "schema": SCHEMA,
        "as_of": json_time(obligations.as_of),
        "timezone": obligations.zone.key,
        "late": len(obligations.late),
        "owed": rows,
    }
    return codec.dumps(said, indent=2, ensure_ascii=False) + "\n"


def markdown(obligations: Obligations) -> str:
    """Return what is late as the title and text of one issue; empty when nothing is.

    The first line is `# ` and the title, the second is empty, the rest is the text, which ends with `MARK`.
    """
    if not obligations.late:
        return ""
    incidents = list(dict.fromkeys(one.incident for one in obligations.late if one.incident))
    things = "1 thing is late" if len(obligations.late) == 1 else f"{len(obligations.late)} things are late"
    title = f"{things}: {', '.join(incidents)}" if incidents else things
    rows = [f"# {title}", "", f"As of {moment_words(obligations.as_of, obligations.zone)}. The oldest comes first.", ""]
    for one in obligations.late:
        where = f"**{_inert(one.incident)}**, " if one.incident else ""
        head = f"**{one.distance}**: " if one.distance else ""
        rows.append(f"- {head}{where}{_inert(one.what)}")
        if one.due_at is not None:
            rows.append(f"  - Due: {_when(one, obligations)}")
        rows.append(f"  - Next: {_inert(one.next)}")
        if one.path:
            rows.append(f"  - In: `{one.path}`, line {one.line}")
    rows += ["", "`aboveboard status` shows the rest of what is owed.", "", MARK]
    return "\n".join(rows) + "\n"


def _inert(text: str) -> str:
    """Escape an author's words for Markdown so that they cannot mention (`@name`) or refer (`#12`); `code` stays code."""
    parts = re.split(r"(`[^`\n]*`)", " ".join(visible(text).split()))
    return "".join(part if index % 2 else re.sub(r"([\\*_\[\]<>#@!|~&])", _escaped, part) for index, part in enumerate(parts))


def _escaped(found: "re.Match[str]") -> str:
    sign = found.group(1)
    # A backslash does not keep GitHub from linking names and numbers; a word joiner after the sign does.
    return f"{sign}\u2060" if sign in "@#" else f"\\{sign}"
