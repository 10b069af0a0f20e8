"""`aboveboard export`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared

#: The channels, in the order of writing.
FORMS = ("email", "post", "script", "letter")


@click.command(name="export", short_help="write an update as e-mail, short posts, call script or letter")
@click.argument("incident", required=False)
@click.option(
    "--as",
    "forms",
    type=click.Choice(FORMS),
    multiple=True,
    help="For which channel. May be given more than once. [default: all]",
)
@click.option("--update", "number", type=int, metavar="N", help="The incident as of update N. [default: the newest]")
@click.option(
    "--audience",
    metavar="NAME",
    default="",
    help="For which audience: what is for everyone and for them, and nothing else. [default: all of it]",
)
@click.option(
    "--language", metavar="TAG", default="", help="In which language, such as de. [default: the audience's, or the site's own]"
)
@click.option("--large-print", is_flag=True, help="The letter in 18-point type, for people who cannot read smaller print.")
@click.option("--out", type=PathType(file_okay=False), help="Write files to this folder instead of printing.")
@shared(ROOT, NOW)
@run_by("generator.cli.export")
def command() -> None:
    """Write what INCIDENT's pages say (the open one, if there is only one) for other channels.

    An e-mail to send, a post for each network within its limit, a sheet for those who answer the telephone, a letter to print. All of it comes
    from what readers can see now; drafts and what is embargoed are left out. A correction comes first everywhere. With --audience there are no
    posts, which everyone can read.
    """
