"""`aboveboard notify`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared

#: The default file for the state of notifications, relative to the site's folder.
STATE = ".aboveboard/notified.json"


@click.command(name="notify", short_help="tell mailing lists, feed services and chat rooms what is new")
@click.option("--state", type=PathType(), default=STATE, show_default=True, help="The file that records who has been told what.")
@click.option(
    "--timeout", type=click.FloatRange(1, 3600), default=60, show_default=True, help="How long to wait for an answer, in seconds."
)
@click.option(
    "--since", metavar="TIME", help="Tell targets that were never told anything what was published since then. [default: 24h ago]"
)
@click.option("--all", "everything", is_flag=True, help="Tell targets that were never told anything everything.")
@click.option(
    "--published-within",
    metavar="LENGTH",
    help="Tell every target what was published in this time, such as 2h, and record nothing.",
)
@click.option(
    "--in-doubt",
    type=click.Choice(["again", "told"]),
    help="What to do with a message to a mailing list that was sent twice without an answer: send it again, or take it as told.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if a target could not be told.")
@click.option("--dry-run", is_flag=True, help="Show what would be told; send and record nothing.")
@click.option("--post", is_flag=True, help="Post on the accounts under `posts:`. Without it their posts are only shown.")
@shared(ROOT, NOW)
@run_by("generator.cli.notify")
def command() -> None:
    """Tell the hub, the webhooks and the mailing lists under `subscribe:` of every update and review that they have not been told of.

    Mailing lists and chat rooms are also told, once, that a promised update or review is late.

    Run it after a deployment, with the `--now` of its build if that had one; a time to come needs `--dry-run`. Someone who cannot be told never
    fails a deployment, and is told the next time. Drafts and what is embargoed are left out.

    What the accounts under `posts:` would post is shown; it is posted only with `--post`, and the address of each post is printed.
    """
