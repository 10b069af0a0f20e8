"""`aboveboard questions read`: the questions of an export, put together."""

from pathlib import Path

import click

from generator.adapters.letters import read_letters
from generator.cli.extras import of_extra
from generator.cli.judging import prepared
from generator.cli.options import ROOT, Place, shared
from generator.content.letters import all_questions, read_export
from generator.errors import UsageError
from generator.model.letter import Unreadable
from generator.report.questions import groups, groups_json


@click.command(name="read", short_help="group the questions of an export, without keeping any of it")
@click.argument("file", type=Place(exists=True))
@click.option("--question", metavar="COLUMN", help="The column that holds what they wrote, if it is not found by itself.")
@click.option("--subject", metavar="COLUMN", help="The column of the subject.")
@click.option("--date", metavar="COLUMN", help="The column of the day on which it came.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Whether 03/04/2027 is 3 April (dmy) or 4 March (mdy).")
@click.option(
    "--at-least",
    "least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Show only what is asked in so many messages.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json"]),
    default="plain",
    show_default=True,
    help="plain for people, json for programs.",
)
@shared(ROOT)
def command(
    file: Path,
    question: str | None,
    subject: str | None,
    date: str | None,
    dates: str | None,
    least: int,
    form: str,
    root: Path,
) -> None:
    """Group the questions in FILE: a help desk's export (CSV), a mailbox (.mbox), a message (.eml), a folder of messages, or plain text.

    In plain text a paragraph is a question; where there is no empty line, or in a list, a line is one.

    It is read where it lies, on this machine, and nothing of it is written anywhere. A FILE within the site's folder is refused: customers'
    names and data must not be committed. What is shown has e-mail addresses, telephone numbers and long numbers masked; names cannot be told
    from other words, so write each question in your own words (`aboveboard questions add`).
    """
    with of_extra("questions", "grouping questions"):
        from generator.content.alike import grouped  # noqa: PLC0415  # its library comes with an extra

    config = prepared(root).config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    columns = {what: name for what, name in (("body", question), ("subject", subject), ("date", date)) if name}
    try:
        found = read_export(read_letters(file, root), config.site.timezone, columns, dates or "")
    except Unreadable as reason:
        raise UsageError(f"{file}: {reason.message}", reason.help) from None
    together = grouped(all_questions(found.letters))
    show = groups_json if form == "json" else groups
    click.echo(show(together, len(found.letters), least), nl=False)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(
        "Names and addresses may still stand in it: publish your own words, and delete the file when you are done.", err=True
    )
