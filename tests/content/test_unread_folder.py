"""A folder that is read when it is asked for more than its outline."""

from dataclasses import replace

import pytest

from generator.content.assembly import assemble
from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from generator.model.unread_folder import UnreadFolder, outline_of

FIRST = (
    "---\ntitle: They read letters\npublished: 2027-03-02T09:00Z\nstatus: investigating\n"
    "known: {entry: They came in.}\nnext_update: 2027-03-03T09:00Z\n---\n"
)
INCIDENT = "---\ntitle: They read letters\naware: 2027-03-02T07:00Z\nrelated: [portal]\n---\n"


def _folder(incident: str = INCIDENT, first: str = FIRST) -> IncidentFolder:
    files = {"content/incidents/letters/incident.md": incident, "content/incidents/letters/01-first.md": first}
    (folder,) = assemble(RawFile(path, text.encode(), len(text)) for path, text in files.items()).incidents
    return folder


def _unread(read: list[str]) -> UnreadFolder:
    whole = _folder()
    outline = outline_of(whole)
    assert outline is not None

    def load() -> IncidentFolder:
        read.append(whole.slug)
        return whole

    return UnreadFolder.of(whole.slug, outline, (), load)


def test_read_once_and_only_when_asked() -> None:
    """Its outline is known without reading it; it is read once, whole, when anything else is asked for."""
    read: list[str] = []
    folder = _unread(read)
    whole = _folder()
    assert (folder.slug, folder.former, list(folder.moved), folder.files, folder.understood) == ("letters", (), [], (), True)
    assert folder.may_say("related")
    assert not folder.may_say("draft", "profiles")
    assert not folder.may_be_sealed
    assert read == []
    assert folder.updates == whole.updates
    assert folder.document == whole.document
    assert read == ["letters"]
    assert not hasattr(folder, "nothing")


def test_a_folder_like_any_other() -> None:
    """It equals the folder that it stands for, from either side; a copy of it is that folder."""
    whole = _folder()
    assert _unread([]) == whole
    assert whole == _unread([])
    assert isinstance(_unread([]), IncidentFolder)
    copied = replace(_unread([]), slug="other")
    assert type(copied) is IncidentFolder
    assert copied == replace(whole, slug="other")
    assert outline_of(_unread([])) == outline_of(whole)


@pytest.mark.parametrize(
    "wrong",
    [
        _folder(incident="---\ntitle: They read letters\n---\n"),
        _folder(first="---\ntitle: They read letters\n---\n"),
        _folder(first=FIRST.replace("status:", "colour: red\nstatus:")),
    ],
)
def test_no_outline_of_what_is_wrong(wrong: IncidentFolder) -> None:
    """An incident of which anything is wrong in its form has no outline, and is read each time."""
    assert outline_of(wrong) is None
    assert outline_of(_folder()) is not None
