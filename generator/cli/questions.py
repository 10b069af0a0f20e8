"""`aboveboard questions`: how customers' questions stand, and the verbs that take them in and answer them."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from generator import pipeline
from generator.adapters.files import read_site, rewrite_file
from generator.cli.asking import finish
from generator.cli.judging import judge, time_of
from generator.cli.main import VerbGroup
from generator.cli.options import NOW, ROOT, shared
from generator.errors import EnvironmentFailedError, UsageError
from generator.format.reading import MARKDOWN_LIMIT
from generator.report import questions


@click.group(
    cls=VerbGroup,
    name="questions",
    short_help="take in customers' questions, group them, answer them",
    verbs={
        "read": ("generator.cli.questions_read", "group the questions of an export, without keeping any of it"),
        "add": ("generator.cli.questions_add", "write a question into an incident, in your words"),
        "answer": ("generator.cli.questions_answer", "answer a question of an incident"),
    },
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json"]),
    default="plain",
    show_default=True,
    help="plain for people, json for programs.",
)
@shared(ROOT, NOW)
@click.pass_context
def command(context: click.Context, form: str, root: Path, now: str | None) -> None:
    """List customers' questions: which can be answered, which are open, which wait on something that is not known yet.

    The questions stand in incident.md and on the page, in your words. What customers wrote stays where it is: it is read, and never copied.
    """
    if context.invoked_subcommand is not None:
        given = [name for name in ("form", "root", "now") if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
        if given:
            raise click.UsageError(f"Write the options behind the verb: aboveboard questions {context.invoked_subcommand} …")
        return

    when = time_of(now, root)
    checked = judge(root, when).checked
    asked = pipeline.questions(checked, when)
    said = questions.json(asked) if form == "json" else questions.plain(asked, colours=sys.stdout.isatty())
    click.echo(said, nl=False)
    unread = [folder.slug for folder in checked.content.incidents if folder.slug not in checked.ledgers]
    if unread:
        click.echo(f"Left out, because their files cannot all be understood: {', '.join(unread)}.", err=True)


def incident_file(root: Path, folder: Any) -> Any:
    """An incident's incident.md, as it stands on the disk."""
    return next(file for file in read_site(root, MARKDOWN_LIMIT) if file.path == folder.document.source.path)


def put(root: Path, when: datetime, folder: Any, file: Any, new: Any, lines: str) -> None:
    """Put a new incident.md in the place of the old one, and say what in it, or in its translations, still needs the writer.

    Args:
        root: the site's folder.
        when: the time of judgement.
        folder: the incident's.
        file: incident.md as it was read.
        new: the same with what is new in it; None when that could not be written for certain.
        lines: what the writer can write themselves then.

    Raises:
        UsageError: there is nothing new for certain.
        EnvironmentFailedError: the file changed meanwhile, or may not be written.
    """
    if new is None:
        raise UsageError(
            f"{file.path} is laid out so that this cannot be done for certain", f"write it there yourself:\n\n{lines}"
        )
    if why := rewrite_file(root, file.path, file.data, new.data):
        raise EnvironmentFailedError(f"{file.path} was left as it was: {why}", "see to that, then run this again")
    finish(root, when, (file.path,), also=tuple(one.source.path for one in folder.incident_translations))
