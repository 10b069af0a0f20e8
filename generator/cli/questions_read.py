"""`aboveboard questions read`: groups the questions of an export."""

from pathlib import Path

import click

from generator.adapters.mailboxes import read_messages
from generator.cli.extras import of_extra
from generator.cli.judging import judge, prepared, time_of
from generator.errors import UsageError
from generator.model.customer_message import UnreadableExportError
from generator.pipeline import reporting
from generator.questions.exports import read_export
from generator.questions.report import groups, groups_json


def run(
    file: Path,
    question: str | None,
    subject: str | None,
    date: str | None,
    dates: str | None,
    least: int,
    form: str,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    with of_extra("questions", "grouping questions"):
        from generator.questions.similarity import grouped  # noqa: PLC0415  # its libraries come with an extra
        from generator.questions.sorting import sort  # noqa: PLC0415  # as above

    config = prepared(root).config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    columns = {what: name for what, name in (("body", question), ("subject", subject), ("date", date)) if name}
    try:
        found = read_export(read_messages(file, root), config.site.timezone, columns, dates or "")
    except UnreadableExportError as reason:
        raise UsageError(f"{file}: {reason.message}", reason.help) from None
    sorted_ = sort(found.letters)
    when = time_of(now, root)
    together = reporting.answering(judge(root, when).checked, when, grouped(sorted_.questions))
    show = groups_json if form == "json" else groups
    click.echo(show(together, sorted_, len(found.letters), least), nl=False)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(
        "Names and addresses may still stand in it: publish your own words, and delete the file when you are done.", err=True
    )
