"""Obligations as text: for people, for programs, and as an issue that reminds of what is late."""

from generator.obligations.model import Obligation, ObligationKind, Obligations
from generator.report import host_markdown
from generator.report.host_markdown import Markdown
from generator.report.json_text import json_text
from generator.report.terminal import Block, block, visible
from generator.report.times import due_words, json_time, moment_words

#: Raised when a key is removed or changes its meaning.
SCHEMA = 1


def plain(obligations: Obligations, *, colours: bool = False) -> Block:
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
    if obligations.said:
        parts.append("\x1b[1mHOW MUCH IT SAYS\x1b[0m" if colours else "HOW MUCH IT SAYS")
        parts.append(
            "\n".join(f"  {visible(one.incident)}, update {one.update}: {visible(one.words)}" for one in obligations.said)
        )
    return block("\n\n".join((*parts, _closing(obligations))) + "\n")


def _obligation_lines(one: Obligation, obligations: Obligations) -> str:
    head = f"{visible(one.distance)}: " if one.distance else ""
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
    return "Nothing is late, and nothing has a date." if obligations.obligations else "Nothing is due."


def json(obligations: Obligations) -> Block:
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
        "said": [
            {"incident": one.incident, "update": one.update, "sentences": one.sentences, "thin": one.thin}
            for one in obligations.said
        ],
    }
    return json_text(said)


def markdown(obligations: Obligations) -> Block:
    """Return what is late as the title and text of one issue; empty when nothing is. The first line is `# ` and the title."""
    if not obligations.late:
        return block("")
    incidents = list(dict.fromkeys(one.incident for one in obligations.late if one.incident))
    things = "1 thing is late" if len(obligations.late) == 1 else f"{len(obligations.late)} things are late"
    rows: list[Markdown] = []
    for one in obligations.late:
        head = [host_markdown.bold(one.distance)] if one.distance else []
        what = host_markdown.sentence(one.what)
        where = [host_markdown.line(host_markdown.bold(one.incident), what, between=", ")] if one.incident else [what]
        rows.append(host_markdown.item(*head, *where))
        if one.due_at is not None:
            rows.append(host_markdown.item(host_markdown.escaped("Due"), host_markdown.escaped(_when(one, obligations)), depth=1))
        rows.append(host_markdown.item(host_markdown.escaped("Next"), host_markdown.sentence(one.next), depth=1))
        if one.path:
            place = host_markdown.line(host_markdown.code(one.path), host_markdown.escaped(f"line {one.line}"), between=", ")
            rows.append(host_markdown.item(host_markdown.escaped("In"), place, depth=1))
    return host_markdown.document(
        host_markdown.heading(f"{things}: {', '.join(incidents)}" if incidents else things, 1),
        host_markdown.sentence(f"As of {moment_words(obligations.as_of, obligations.zone)}. The oldest comes first."),
        host_markdown.lines(rows),
        host_markdown.sentence("`aboveboard status` shows everything else that is due."),
    )
