"""`aboveboard verify`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(name="verify", short_help="check a site or a folder against its list of files and its signature")
@click.argument("target", required=False, metavar="[URL or DIR]")
@click.option(
    "--key",
    type=PathType(exists=True, dir_okay=False),
    help="The publisher's public key, or several in one file.",
)
@click.option("--fingerprint", metavar="SHA256:…", help="The fingerprint of the publisher's key.")
@click.option("--all", "everything", is_flag=True, help="Name every file that differs, not only the first.")
@click.option(
    "--budget",
    type=click.FloatRange(min=1, max=86_400),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long everything may take. Anything not read by then is not checked.",
)
@shared(ROOT, NOW)
@run_by("generator.cli.verify")
def command() -> None:
    """Check every file of a site against the lists that integrity.json names, these against it, it against its signature, and the record of what was published.

    A key or a fingerprint must come from somewhere else than the site: a copy that someone else made is signed as well, with their key.
    Without either, a site can only be found to agree with itself.

    Without URL or DIR, the site at the address in site_config.yml is checked with the key that stands there.

    Exits with 0 when all is as it was published, with 1 when something differs, with 4 when that cannot be known.
    """
