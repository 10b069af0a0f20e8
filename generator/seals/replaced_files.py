"""What incident.md says of linked files that were replaced: `changed: {files/letter.pdf: {on, because, was}}`, with the sealed digest as `was`."""

import re
from collections.abc import Iterator, Mapping

from generator.model.incident import Incident, IncidentTranslation
from generator.model.update import StandingChange

#: What begins the key of a note for a file.
FILES = "files/"
#: A further change of the same file.
_FURTHER = re.compile(r"\.[2-9]$")


def is_of_file(key: str) -> bool:
    """Whether the key of a note is that of a file."""
    return key.startswith(FILES)


def notes_of_files(held: Incident | IncidentTranslation) -> Mapping[str, StandingChange]:
    """Return the notes of replaced files, by their keys."""
    return {key: note for key, note in held.changed.items() if is_of_file(key)}


def file_of_note(key: str, files: frozenset[str]) -> str:
    """Return the file that a note is about: `files/letter.pdf` of `files/letter.pdf.2`, where no file has that name itself."""
    return key if key in files else _FURTHER.sub("", key)


def notes_of(held: Incident, name: str, files: frozenset[str]) -> Iterator[tuple[str, StandingChange]]:
    """Yield what incident.md says of the replacements of one file, in its order."""
    yield from ((key, note) for key, note in notes_of_files(held).items() if file_of_note(key, files) == name)
