"""Reading and replacing an incident's incident.md."""

from datetime import datetime
from pathlib import Path

from generator.adapters.file_writing import rewrite_file
from generator.adapters.site_files import read_site
from generator.cli.prompts import finish
from generator.errors import EnvironmentFailedError, UsageError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.document import IncidentFolder
from generator.model.source import RawFile


def incident_file(root: Path, folder: IncidentFolder) -> RawFile:
    """Return an incident's incident.md as on disk."""
    return next(file for file in read_site(root, MARKDOWN_LIMIT) if file.path == folder.document.source.path)


def put(root: Path, when: datetime, folder: IncidentFolder, file: RawFile, new: RawFile | None, lines: str) -> None:
    """Replace incident.md, and list what in it or its translations still needs the writer.

    Args:
        root: the site's folder.
        when: the time of judgement.
        folder: the incident's.
        file: incident.md as read.
        new: the new version; None when it could not be made safely.
        lines: the lines that the writer can add by hand in that case.

    Raises:
        UsageError: no new version could be made safely.
        EnvironmentFailedError: the file changed in the meantime, or cannot be written.
    """
    if new is None:
        raise UsageError(f"the layout of {file.path} makes this unsafe to do automatically", "add it yourself:", lines)
    if why := rewrite_file(root, file.path, file.data, new.data):
        raise EnvironmentFailedError(f"{file.path} was left as it was: {why}", "fix that, then run this again")
    finish(root, when, (file.path,), also=tuple(one.source.path for one in folder.incident_translations))
