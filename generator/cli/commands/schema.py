"""`aboveboard schema`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import ROOT, PathType, shared


@click.command(name="schema", short_help="teach your editor the format: completion, explanations, underlining")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--out", type=PathType(file_okay=False), help="Write them to this folder.")
@click.option("--editor", is_flag=True, help="Write them, with editor settings, to the site's folder.")
@click.option("--yes", is_flag=True, help="With --editor: replace existing files without asking.")
@shared(ROOT)
@run_by("generator.cli.schema")
def command() -> None:
    """Print the JSON Schema of one kind of file (site_config, plan, incident, update, review, page …), or list all of them.

    With --editor, Visual Studio Code and every editor that uses the YAML language server or remark complete the keys, say what each means,
    and underline what cannot be understood. docs/editors.md says what to install.
    """
