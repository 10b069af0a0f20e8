"""`aboveboard questions read`: groups the questions of an export."""

from pathlib import Path

import click

from generator.adapters.mailboxes import read_messages
from generator.cli.extras import of_extra
from generator.cli.judging import prepared
from generator.errors import UsageError
from generator.model.customer_message import UnreadableExportError
from generator.questions.exports import all_questions, read_export
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
) -> None:
    """Run the command; its help describes it."""
    with of_extra("questions", "grouping questions"):
        from generator.questions.similarity import grouped  # noqa: PLC0415  # its library comes with an extra

    config = prepared(root).config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    columns = {what: name for what, name in (("body", question), ("subject", subject), ("date", date)) if name}
    try:
        found = read_export(read_messages(file, root), config.site.timezone, columns, dates or "")
    except UnreadableExportError as reason:
        raise UsageError(f"{file}: {reason.message}", reason.help) from None
    together = grouped(all_questions(found.letters))
    show = groups_json if form == "json" else groups
    click.echo(show(together, len(found.letters), least), nl=False)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(
        "Names and addresses may still stand in it: publish your own words, and delete the file when you are done.", err=True
    )
