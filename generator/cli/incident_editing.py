"""An incident's incident.md: as it stands on the disk, and put back with something new in it."""

from datetime import datetime
from pathlib import Path

from generator.adapters.files import read_site, rewrite_file
from generator.cli.prompts import finish
from generator.errors import EnvironmentFailedError, UsageError
from generator.format.reader import MARKDOWN_LIMIT
from generator.model.document import IncidentFolder
from generator.model.source import RawFile


def incident_file(root: Path, folder: IncidentFolder) -> RawFile:
    """An incident's incident.md, as it stands on the disk."""
    return next(file for file in read_site(root, MARKDOWN_LIMIT) if file.path == folder.document.source.path)


def put(root: Path, when: datetime, folder: IncidentFolder, file: RawFile, new: RawFile | None, lines: str) -> None:
    """Put a new incident.md in the place of the old one, and say what in it, or in its translations, still needs the writer.

    Args:
        root: the site's folder.
        when: the time of judgement.
        folder: the incident's.
        file: incident.md as it was read.
        new: the same with what is new in it; None when that could not be written for certain.
        lines: what the writer can write themselves then.

    Raises:
        UsageError: there is nothing new for certain.
        EnvironmentFailedError: the file changed meanwhile, or may not be written.
    """
    if new is None:
        raise UsageError(
            f"{file.path} is laid out so that this cannot be done for certain", f"write it there yourself:\n\n{lines}"
        )
    if why := rewrite_file(root, file.path, file.data, new.data):
        raise EnvironmentFailedError(f"{file.path} was left as it was: {why}", "see to that, then run this again")
    finish(root, when, (file.path,), also=tuple(one.source.path for one in folder.incident_translations))
