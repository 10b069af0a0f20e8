"""What keys said of the ones after them and does not stand in content/keys/ any more, according to version control."""

from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.document import Content
from generator.model.history import History, Version
from generator.model.key_change import KeyAnnouncement
from generator.seals.key_changes import FOLDER, read_announcement

#: How many are looked at.
_MOST = 100


def former_announcements(history: History, content: Content) -> tuple[KeyAnnouncement, ...]:
    """Return the announcements that were committed and are not here any more, the newest first. Nobody has looked at their signatures.

    A key that announced another cannot have its word forgotten by whoever takes the file away.

    Args:
        history: every version of each file.
        content: the site at the time of judgement.
    """
    if not history.known:
        return ()

    def versions(path: str) -> list[Version]:
        every = (*history.files.get(path, ()), *history.ahead.get(path, ()))
        return [one for one in every if one.data and len(one.data) <= MARKDOWN_LIMIT]

    here = {(one.text, one.signature) for one in content.key_announcements}
    paths = {*history.files, *history.ahead}
    found: dict[tuple[bytes, bytes], KeyAnnouncement] = {}
    for path in sorted(path for path in paths if path.startswith(f"{FOLDER}/") and path.endswith(".txt")):
        for text in reversed(versions(path)):
            for signature in reversed(versions(f"{path}.sig")):
                one = read_announcement(path, text.data or b"", signature.data or b"")
                if one is not None and (one.text, one.signature) not in here and len(found) < _MOST:
                    found.setdefault((one.text, one.signature), one)
    return tuple(found.values())
