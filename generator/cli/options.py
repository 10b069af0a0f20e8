"""The options that verbs share, and reading a site with them."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.errors import UsageError

_Function = TypeVar("_Function", bound=Callable[..., Any])

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="The site's folder: the one with site_config.yml and content/.",
)
NOW = click.option("--now", metavar="TIME", help="Act as if it were this time, such as 2027-03-03T09:00Z.")
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json", "github", "sarif"]),
    help="The form of the findings. [default: plain; github under GitHub Actions]",
)


def shared(*options: Callable[[_Function], _Function]) -> Callable[[_Function], _Function]:
    """Several options at once, in the order given."""

    def add(function: _Function) -> _Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def time_of(now: str | None) -> datetime:
    """The time that `--now` gives, or the machine's.

    Raises:
        UsageError: it is not a time with its zone.
    """
    from generator.adapters import clock  # noqa: PLC0415  # imported when used: `--help` must not wait for it

    if now is None:
        return clock.now()
    written = re.sub(r"[zZ]$", "+00:00", now.strip())
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None:
        raise UsageError(f"--now {now} is not a time with its zone", "write it like 2027-03-03T09:00Z")
    return when.astimezone(UTC)


def form_of(form: str | None) -> str:
    """The form of the findings: what was asked for, else what the surroundings read."""
    return form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "plain")


@dataclass(frozen=True, slots=True)
class Judged:
    """A site that was read and judged, and the text of its files."""

    checked: Any
    texts: dict[str, str]


def judge(root: Path, now: datetime) -> Judged:
    """Read and judge the site in a folder."""
    from generator import pipeline  # noqa: PLC0415  # as above
    from generator.adapters.files import read_site  # noqa: PLC0415  # as above
    from generator.content.attachments import look  # noqa: PLC0415  # as above
    from generator.content.reading import MARKDOWN_LIMIT  # noqa: PLC0415  # as above

    files = read_site(root, MARKDOWN_LIMIT, look)
    if not any(file.path.startswith("content/") for file in files):
        from generator.errors import NoContentError  # noqa: PLC0415  # as above

        raise NoContentError("content/ is empty", "write a first incident with `aboveboard new incident`")
    checked = pipeline.check(files, now)
    return Judged(checked, texts_of(files))


def texts_of(files: Iterable[Any]) -> dict[str, str]:
    """The texts of files by path, as findings show them."""
    return {file.path: file.data.decode("utf-8", "replace").replace("\r\n", "\n").lstrip("\ufeff") for file in files}


def settings(root: Path) -> Any:
    """The site's configuration; None when it cannot be understood.

    Raises:
        NoContentError: the folder is no site.
    """
    from generator.adapters.files import read_settings  # noqa: PLC0415  # as above
    from generator.content.assemble import assemble  # noqa: PLC0415  # as above
    from generator.content.reading import SETTINGS_LIMIT  # noqa: PLC0415  # as above

    return assemble((read_settings(root, SETTINGS_LIMIT),)).config.config


def plan(root: Path) -> Any:
    """The site's plan; None when there is none or it cannot be understood.

    Raises:
        EnvironmentFailedError: it cannot be read.
    """
    from generator.adapters.files import read_plan  # noqa: PLC0415  # as above
    from generator.content.assemble import assemble  # noqa: PLC0415  # as above
    from generator.content.reading import SETTINGS_LIMIT  # noqa: PLC0415  # as above

    document = assemble(read_plan(root, SETTINGS_LIMIT)).plan
    return document.plan if document else None


def report(judged: Judged, form: str, *, colours: bool, paths: tuple[str, ...] = ()) -> str:
    """The findings as text.

    Args:
        judged: the site.
        form: plain, json, github or sarif.
        colours: whether the terminal shows them.
        paths: only findings in these files or folders (relative to the root); all when empty.
    """
    diagnostics = selected(judged, paths)
    if form == "json":
        from generator.report.json import json  # noqa: PLC0415  # as above

        return json(diagnostics)
    if form == "github":
        from generator.report.github import github  # noqa: PLC0415  # as above

        return github(diagnostics)
    if form == "sarif":
        from generator import __version__  # noqa: PLC0415  # as above
        from generator.report.sarif import sarif  # noqa: PLC0415  # as above

        return sarif(diagnostics, __version__)
    from generator.report.plain import plain  # noqa: PLC0415  # as above

    return plain(diagnostics, judged.texts, colours=colours)


def incident_named(judged: Judged, incident: str | None, likely: Iterable[str], verb: str) -> tuple[str, Any]:
    """The incident that a command is about: its name and its ledger.

    Args:
        judged: the site.
        incident: what was written; None when nothing was.
        likely: the incidents that can be meant where nothing was written; one alone is taken.
        verb: the command, for what it says.

    Raises:
        UsageError: it cannot be told which one, there is none of that name, or its files cannot be understood.
    """
    checked = judged.checked
    folders = {folder.slug: folder for folder in checked.content.incidents}
    if incident is None:
        candidates = list(likely)
        if len(candidates) != 1:
            listed = ", ".join(candidates or folders) or "none yet"
            raise UsageError("say of which incident", f"aboveboard {verb} INCIDENT; there is: {listed}")
        incident = candidates[0]
    incident = incident.rstrip("/").rpartition("/")[2]
    if incident not in folders:
        from difflib import get_close_matches  # noqa: PLC0415  # as above

        near = get_close_matches(incident, folders, n=1)
        raise UsageError(
            f"there is no incident called {incident}",
            f"did you mean {near[0]}?" if near else "write it with `aboveboard new incident`",
        )
    if incident not in checked.ledgers:
        raise UsageError(
            f"the files of {incident} cannot all be understood",
            f"mend what `aboveboard validate content/incidents/{incident}` finds, then try again",
        )
    return incident, checked.ledgers[incident]


def selected(judged: Judged, paths: tuple[str, ...]) -> tuple[Any, ...]:
    """The findings in the given files or folders; all when none are given."""
    return tuple(
        one
        for one in judged.checked.diagnostics
        if not paths or any(path in {"", "."} or one.span.path == path or one.span.path.startswith(f"{path}/") for path in paths)
    )


def exit_code(diagnostics: tuple[Any, ...]) -> int:
    """0 when nothing blocks; 2 when the configuration does; 1 when something else does."""
    blocking = [one for one in diagnostics if one.blocks]
    if not blocking:
        return 0
    return 2 if any(one.span.path == "site_config.yml" for one in blocking) else 1
