"""`aboveboard serve`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="serve", short_help="show the site while you write, with the findings on it")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 uses any free port.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Only this computer can see the preview unless you change it."
)
@shared(ROOT, NOW)
@run_by("generator.cli.serve")
def command() -> None:
    """Show the site in the browser while you write.

    Drafts and embargoed updates are shown and marked; findings stand on the page they are about; the page reloads by itself when a file
    changes. Each page can be seen in either theme, and says of which time it is when you give one with --now.
    """
