"""`aboveboard questions`: the state of customers' questions, and the commands that add and answer them."""

from pathlib import Path

import click
from click.core import ParameterSource

from generator.cli.lazy_group import LazyGroup
from generator.cli.options import NOW, PLAIN_OR_JSON, ROOT, shared


@click.group(
    cls=LazyGroup,
    name="questions",
    short_help="take in customers' questions, group them, answer them",
    lazy_commands={
        "read": ("generator.cli.commands.questions_read", "group the questions in an export, without keeping any of it"),
        "add": ("generator.cli.commands.questions_add", "add a question to an incident, in your words"),
        "answer": ("generator.cli.commands.questions_answer", "answer a question of an incident"),
    },
    invoke_without_command=True,
)
@shared(PLAIN_OR_JSON, ROOT, NOW)
@click.pass_context
def command(context: click.Context, form: str, root: Path, now: str | None) -> None:
    """List customers' questions: which can be answered, which are open, which wait on something that is not known yet.

    The questions stand in incident.md and on the page, in your words. What customers wrote stays where it is: it is read, and never copied.
    """
    if context.invoked_subcommand is not None:
        given = [name for name in ("form", "root", "now") if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
        if given:
            raise click.UsageError(f"Write the options after the command: aboveboard questions {context.invoked_subcommand} …")
        return

    from generator.cli.questions_list import show  # noqa: PLC0415  # whoever asks which commands there are must not wait for it

    show(form, root, now)
