"""`aboveboard init`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, PathType


@click.command(name="init", short_help="make a new site that builds once it has a name")
@click.argument("folder", metavar="[DIR]", required=False, type=PathType())
@click.option("--root", metavar="FOLDER", type=PathType(), help="The same as DIR.")
@click.option("--name", help="The name of your organisation.")
@click.option("--address", help="The address at which readers will find the site.")
@click.option(
    "--contact",
    help="Who answers customers, how and when, such as: the incident team, help@larkfield.example, on weekdays from 9 to 17.",
)
@click.option("--timezone", help="The time zone of your readers, such as Europe/London.")
@click.option(
    "--lead", help="Who decides what is said, with their telephone number for the plan, such as: Ann Lee, +44 20 7946 0018."
)
@click.option(
    "--wheel",
    type=PathType(),
    metavar="FILE",
    help="This program as one file, aboveboard-VERSION-py3-none-any.whl, for the workflows to install. In an existing site, only this file is replaced.",
)
@click.option("--yes", is_flag=True, help="Ask nothing. Anything that was not given is left to be filled in.")
@NOW
@run_by("generator.cli.init")
def command() -> None:
    """Write a new site into DIR (this folder, if none is named), with a plan, templates for first statements, and an example.

    It builds as soon as it has a name and an address. Nothing that is there already is changed.

    Its workflows install this program from a wheel in the site's own folder tool/. If this program was installed from a wheel, or `make wheel` was
    run in its source, that wheel is taken; --wheel names another.
    """
