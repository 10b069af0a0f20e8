"""`aboveboard export`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared

#: The channels, in the order of writing.
FORMS = ("email", "post", "script", "letter")


@click.command(name="export", short_help="say the same by e-mail, in short posts, on the telephone, in a letter")
@click.argument("incident", required=False)
@click.option(
    "--as", "forms", type=click.Choice(FORMS), multiple=True, help="For which channel; several if given again. [default: all]"
)
@click.option("--update", "number", type=int, metavar="N", help="As it stood after update N. [default: the newest]")
@click.option(
    "--audience",
    metavar="NAME",
    default="",
    help="For whom: what is for everyone and for them, and nothing else. [default: all of it]",
)
@click.option(
    "--language", metavar="TAG", default="", help="In which language, such as de. [default: the audience's, or the site's own]"
)
@click.option("--large-print", is_flag=True, help="The letter in type of 18 points, for those who cannot read smaller.")
@click.option("--out", type=PathType(file_okay=False), help="Write files into this folder instead of printing.")
@shared(ROOT, NOW)
@run_by("generator.cli.export")
def command() -> None:
    """Write what INCIDENT's pages say (the open one, if there is only one) for other channels.

    An e-mail to send, a post for each network within its limit, a sheet for those who answer the telephone, a letter to print. All of it comes
    from what readers can see now; drafts and what is embargoed are left out. A correction comes first everywhere. With --audience there are no
    posts, which everybody can read.
    """
