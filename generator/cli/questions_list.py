"""The list of customers' questions, as printed by `aboveboard questions` without subcommand."""

import sys
from pathlib import Path

from generator.cli.judging import judge, time_of
from generator.cli.output import say, write
from generator.pipeline import reporting
from generator.questions import report


def show(form: str, root: Path, now: str | None) -> None:
    """List the questions, for people (plain) or programs (json)."""
    when = time_of(now, root)
    checked = judge(root, when).checked
    found = reporting.questions(checked, when)
    said = report.json(found) if form == "json" else report.plain(found, colours=sys.stdout.isatty())
    write(said)
    unread = [folder.slug for folder in checked.content.incidents if folder.slug not in checked.ledgers]
    if unread:
        say(f"Left out, because some of their files cannot be understood: {', '.join(unread)}.", err=True)
