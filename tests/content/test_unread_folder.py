"""A folder that is read when it is asked for more than its outline."""

from copy import copy
from dataclasses import replace

import pytest

from generator.content.assembly import assemble
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.source import RawFile
from generator.model.unread_folder import UnreadFolder, outline_of
from generator.seals.ledger_lock import digest_of_incident

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

    texts = {document.source.path: document.source.text for document in (whole.document, *whole.updates)}
    return UnreadFolder.of(whole.slug, outline, (), load, texts.__getitem__, lambda: None)


def test_read_once_and_only_when_asked() -> None:
    """Its outline is known without reading it; it is read once, whole, when anything else is asked for."""
    read: list[str] = []
    folder = _unread(read)
    whole = _folder()
    assert (folder.slug, folder.former, list(folder.moved), folder.files, folder.understood) == ("letters", (), [], (), True)
    assert folder.may_say("related")
    assert not folder.may_say("draft", "profiles")
    assert not folder.may_be_sealed
    (first,), (there,) = folder.updates, whole.updates
    assert (first.source, first.number, first.slug, first.language, first.problems) == (there.source, 1, "first", "", ())
    assert (first.update.published, first.update.draft) == (there.update.published, False)
    assert digest_of_incident(folder.incident) == digest_of_incident(whole.incident)
    assert (folder.lock, folder.review, folder.translations) == (None, None, ())
    assert read == []
    assert first.update.known == there.update.known
    assert folder.updates == whole.updates
    assert folder.document == whole.document
    assert read == ["letters"]
    assert not hasattr(folder, "nothing")


def test_documents_like_any_other() -> None:
    """Its documents, and what they say, equal those of the folder that was read, from either side; copies are those; each stays the same object."""
    whole, folder = _folder(), _unread([])
    (first,), (there,) = folder.updates, whole.updates
    assert there == first
    assert hash(there.source) == hash(first.source)
    assert first.parsed == there.parsed
    assert there.parsed == first.parsed
    assert folder.document.incident == whole.document.incident
    assert isinstance(first, UpdateDocument)
    assert type(replace(first)) is UpdateDocument
    assert copy(folder.document) == whole.document
    assert folder.updates[0] is first
    assert folder == whole
    with pytest.raises(AttributeError, match="nothing"):
        first.nothing  # type: ignore[attr-defined]  # noqa: B018  # that is what is tested


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
