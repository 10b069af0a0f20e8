"""A video has no captions.

## What it checks

That each video (.mp4) for readers is under `recordings` in an update, with a captions file (.vtt) under `captions`, and that both files are in
`files/`. Without `recordings`, a link leads to a bare file: no player, no captions, no transcript.

## Why it matters

People who cannot hear have no other way to follow it. The captions are also the transcript on the page, used by search, by translation programs
and by people with a slow connection.

## Instead of

    recordings:
      spoken: {what: The statement, read aloud, video: statement.mp4}

## Write

    recordings:
      spoken: {what: "The statement, read aloud", video: statement.mp4, captions: statement.vtt}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.links.linked_files import linking_texts
from generator.model.allowed import CAPTIONS, VIDEO
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, IncidentFolder, UpdateDocument
from generator.model.source import Span
from generator.model.update import Recording
from generator.rules.rule import Rule

_KEY = "recordings"


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Recordings without captions or files, and videos that are only linked to."""
    for folder in content.incidents:
        if not folder.files and not folder.may_say("recordings"):
            continue
        captioned: set[str] = set()
        for document in (*folder.updates, *folder.translations):
            for recording in document.parsed.recordings.values() if document.parsed else ():
                video, captions = recording.links
                captioned |= {video} if captions else set()
                yield from _of_recording(document, recording, folder)
        yield from _bare(content, context, folder, captioned)


def _of_recording(document: UpdateDocument, recording: Recording, folder: IncidentFolder) -> Iterator[Finding]:
    there = {f"{folder.document.source.path.rpartition('/')[0]}/{href}" for href in recording.links if href} & set(folder.files)
    names = {path.rpartition("/files/")[2] for path in there}
    called = recording.what or recording.name
    for key, given, ending in (("video", recording.video, VIDEO), ("captions", recording.captions, CAPTIONS)):
        name = given.removeprefix("files/")
        if not name:
            if key == "captions" and recording.video:
                yield Finding(
                    at=document.span(_KEY, recording.name),
                    message=f"“{called}” has no captions, so people who cannot hear cannot follow it",
                    help=f"put a {CAPTIONS} file with every spoken word into files/, and name it after `captions:` below `{recording.name}:`",
                )
        elif not name.lower().endswith(ending):
            yield Finding(
                at=document.span(_KEY, recording.name, key),
                message=f"`{name}` is not a {ending} file",
                help=f"put the {'video' if key == 'video' else 'captions'} into files/ as a {ending} file, and name that",
            )
        elif name not in names:
            yield Finding(
                at=document.span(_KEY, recording.name, key),
                message=f"there is no `{name}` in this incident's files/",
                help="put it there, or write the file's real name",
            )


def _bare(content: Content, context: Context, folder: IncidentFolder, captioned: set[str]) -> Iterator[Finding]:
    videos = [path for path in folder.files if path.lower().endswith(VIDEO)]
    if not videos or context.config is None:
        return
    linked = linking_texts(content, context.config, videos)
    for path in videos:
        name = path.rpartition("/files/")[2]
        if path in linked and f"files/{name}" not in captioned and not _is_named(folder, name):
            yield Finding(
                at=Span(path, 1, 1, 1, 1),
                message="a text links to this video, but nothing gives readers its captions",
                help="name it under `recordings:` of an update, with its captions, in place of the link",
            )


def _is_named(folder: IncidentFolder, name: str) -> bool:
    """Whether an update has it under `recordings`: then the finding is there."""
    documents = (document.parsed for document in (*folder.updates, *folder.translations) if document.parsed)
    return any(recording.links[0] == f"files/{name}" for update in documents for recording in update.recordings.values())


RULE = Rule(code="HON020", name="uncaptioned-video", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
