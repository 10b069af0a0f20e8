"""Other forms of a statement: recordings of it with what a player needs, and the lines of its easy form."""

from dataclasses import dataclass
from functools import lru_cache

from generator.content.files.captions import transcript
from generator.content.files.table import text_of
from generator.content.files.video import size_of
from generator.links.link_targets import LinkKind, composed
from generator.prose.clauses import sentences
from generator.render.language import Language, direction
from generator.render.markup import Links
from generator.render.site import Site
from generator.render.views import IncidentView

_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecording:
    """A recording as a page plays it.

    Attributes:
        name: its name.
        what: what readers choose it by, as its author wrote it.
        video: the address of the video.
        captions: the address of its captions.
        language: of the captions, as a BCP 47 tag.
        label: the name of that language, in the reader's.
        direction: of the captions' writing.
        width: of the pictures, in pixels.
        height: likewise.
        megabytes: how large the file is, in words.
        transcript: what is said, line by line.
    """

    name: str
    what: str
    video: str
    captions: str
    language: str
    label: str
    direction: str
    width: int
    height: int
    megabytes: str
    transcript: tuple[str, ...]


def recordings(site: Site, view: IncidentView, links: Links, language: Language) -> tuple[ShownRecording, ...]:
    """Return the recordings of an update of which both files are published, in the order in which they are written."""
    by_name = {composed(path): path for path in site.attachments}
    found: list[ShownRecording] = []
    for name, recording in view.update.recordings.items():
        video, captions = (links.known.lead(href, links.base) if href else None for href in recording.links)
        if video is None or captions is None or not video.kind is captions.kind is LinkKind.FILE:
            continue
        data, said = (site.attachments.get(by_name.get(f"content/{lead.address}", ""), b"") for lead in (video, captions))
        tag = recording.language or site.config.site.language
        width, height = _size(data)
        found.append(
            ShownRecording(
                name=name,
                what=recording.what,
                video=links.root(video.address),
                captions=links.root(captions.address),
                language=tag,
                label=language.name_of(tag),
                direction=direction(tag),
                width=width or 640,
                height=height or 360,
                # Translators: the size of a file, in megabytes.
                megabytes=language.gettext("%(number)s MB", number=language.decimal(max(len(data) / _MEGABYTE, 0.1))),
                transcript=transcript(text_of(said)),
            )
        )
    return tuple(found)


@lru_cache(maxsize=8)
def _size(data: bytes) -> tuple[int, int]:
    return size_of(data)


def easy_lines(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of an easy form, which stands with one sentence to a line."""
    whole = " ".join(text.split())
    return tuple(line for start, end in sentences(whole, language) if (line := whole[start:end].strip()))
