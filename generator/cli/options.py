"""Options shared by several commands."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from generator.errors import UsageError

_Function = TypeVar("_Function", bound=Callable[..., Any])


class PathType(click.Path):
    """A path for click, with `~` expanded as in a shell.

    Shells do not expand `--out=~/site`, and someone who then deletes a folder named `~` deletes their home.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(path_type=Path, **kwargs)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path with the home folder for `~`; refuse it where there is no such home."""
        return super().convert(at_home(os.fspath(value)), param, ctx)


def at_home(written: str) -> str:
    """Return a path with the home folder in place of a leading `~` or `~NAME`.

    Raises:
        UsageError: there is no such home, or a later part is just `~`.
    """
    parts = re.split(r"[/\\]" if os.name == "nt" else "/", written)
    if parts[0].startswith("~"):
        try:
            home = Path(parts[0]).expanduser()
        except RuntimeError:
            home = Path(parts[0])
        if str(home).startswith("~"):
            raise UsageError(
                f"the home folder {parts[0]} is not known",
                f"write the path in full, or ./{written} for a name that begins with ~",
            )
        written = str(home.joinpath(*parts[1:]))
    if "~" in parts[1:]:
        raise UsageError(f"{written} contains a part called ~, which means the home folder", "write the path in full")
    return written


ROOT = click.option(
    "--root",
    type=PathType(exists=True, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    show_default="this folder",
    help="The site's folder: the one with site_config.yml and content/.",
)


NOW = click.option("--now", metavar="TIME", help="Act as if it were this time, such as 2027-03-03T09:00Z or 9:00.")


FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json", "github", "sarif"]),
    help="The form of the findings. [default: plain; github under GitHub Actions]",
)


#: The output format, where it is either for people or for programs.
PLAIN_OR_JSON = click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json"]),
    default="plain",
    show_default=True,
    help="plain for people, json for programs.",
)
#: Options of both ways of starting a drill.
BEGINNING: Final = (
    click.option("--template", help="Which template to rehearse. [default: asked for; suggests the one rehearsed longest ago]"),
    click.option("--scenario", help="Which scenario to use. [default: the one for the template]"),
    click.option(
        "--fill",
        "fills",
        multiple=True,
        metavar="BLANK=WORDS",
        help="What to fill into a blank of the template. May be given more than once.",
    ),
    click.option(
        "--in",
        "place",
        type=PathType(file_okay=False),
        help="Where to put the scratch copy. [default: a temporary folder]",
    ),
    click.option(
        "--speed",
        type=click.FloatRange(1, 1440),
        default=1,
        show_default=True,
        help="How many minutes pass in the drill for each real minute; with 60, a minute takes a second.",
    ),
    ROOT,
    NOW,
)


def shared(*options: Callable[[_Function], _Function]) -> Callable[[_Function], _Function]:
    """Combine options in the given order."""

    def add(function: _Function) -> _Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def form_of(form: str | None) -> str:
    """Return the output format of findings: the requested one, otherwise one that suits the environment."""
    return form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "plain")


#: That nothing of an earlier run is used, or kept for a later one.
NO_CACHE = click.option("--no-cache", "no_cache", is_flag=True, help="Use nothing that an earlier run found, and keep nothing.")
