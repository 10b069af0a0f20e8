"""`aboveboard build`: its parameters and help."""

from pathlib import Path

import click

from generator.cli.deferring import run_by
from generator.cli.options import FORMAT, NO_CACHE, NOW, ROOT, PathType, shared


@click.command(name="build", short_help="check, then write the site")
@click.option("--out", type=PathType(), default=None, show_default="site in the site's folder", help="Where to write it.")
@click.option(
    "--sign",
    "key",
    type=PathType(),
    metavar="KEYFILE",
    help="Sign the list of all files with this SSH key (docs/verification.md).",
)
@click.option(
    "--unsigned",
    is_flag=True,
    help="Build without a signature although site_config.yml names a key; /verify/ says that there is none.",
)
@click.option(
    "--sign-later",
    is_flag=True,
    help="Build for another program to sign: it signs integrity.json with the key that site_config.yml names before the site is published.",
)
@click.option(
    "--zip",
    "zipped",
    type=PathType(),
    is_flag=False,
    flag_value=Path(),
    default=None,
    metavar="[FILE]",
    help="Also write the site as one file, to take with you or give to a host. [default: beside the folder, with its name and .zip]",
)
@click.option(
    "--as-of",
    "example",
    metavar="TIME",
    help="Build an example: like --now, but every page says which time it shows, whenever it is read.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="NUMBER",
    help="How many processes make the site. [default: one for each processor, from a hundred incidents on]",
)
@NO_CACHE
@shared(ROOT, NOW, FORMAT)
@run_by("generator.cli.build")
def command() -> None:
    """Check everything, then write the site. It is refused while a finding stops it, and the site that was there stays as it was.

    The lists that integrity.json in it names have every file with its digest; with --sign it is signed, so that anyone can tell with
    `aboveboard verify` whether what they read is what you published. Where site_config.yml names a key, a build without signature is refused but for --unsigned.
    """
