"""`aboveboard drill`: a drill in the terminal, or one command at a time."""

import sys
from typing import Any

import click

from generator.cli.lazy_group import LazyGroup
from generator.cli.options import BEGINNING, shared
from generator.errors import UsageError


@click.group(
    name="drill",
    cls=LazyGroup,
    short_help="rehearse a timed practice incident that nobody can mistake for a real one",
    lazy_commands={
        "start": ("generator.cli.commands.drill_start", "make the scratch copy, and start with the first event"),
        "publish": ("generator.cli.commands.drill_publish", "publish what is ready, and show what is not"),
        "next": ("generator.cli.commands.drill_next", "let the next event happen, or let minutes pass"),
        "end": ("generator.cli.commands.drill_end", "end the drill, and write the record"),
    },
    invoke_without_command=True,
)
@shared(*BEGINNING)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Rehearse: a practice incident that unfolds while you write, in a scratch copy of the site.

    Every page of it says that it is a drill, and it cannot be built or sent to anyone. Things happen as time passes: a journalist rings, a
    number turns out wrong. You write, and press Enter to publish. At the end you see how long everything took, and the record goes into
    content/drills/. Your site does not change before.

    The commands below do the same one step at a time.
    """
    if ctx.invoked_subcommand is not None:
        if any(ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT for name in given):
            raise click.UsageError(f"Write the options after the command: aboveboard drill {ctx.invoked_subcommand} --root …")
        return
    if not sys.stdin.isatty():
        raise UsageError(
            "a drill needs a terminal",
            "run it step by step: `aboveboard drill start`, then next, publish, end",
        )
    from generator.cli.drill_live import run  # noqa: PLC0415  # whoever asks which commands there are must not wait for it

    run(**given)
