"""Inspecting attachments: whether the content matches the name, whether anything could be executed, and what it holds that is not seen.

Each kind has its module in `files/`. Inspection raises on no content and unpacks no more than necessary, so a bomb of any kind costs no more than
its own size. What is published is written anew by the same modules, with nothing but what they know.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from generator.content.files import captions, icon, message, office, packed, pdf, pictures, plain, table, video
from generator.content.files.found import SAVE_AGAIN, DamagedError, Found, unsafe
from generator.content.files.table import text_of
from generator.errors import UsageError
from generator.format.merge_conflicts import conflicts
from generator.model.allowed import ATTACHMENT_LIMIT, IMAGES, SAFE_FILES, is_safe_file
from generator.model.diagnostic import Finding
from generator.model.document import Attachment
from generator.model.source import RawFile, Span, with_newlines

#: How many archives may be inside one another.
ARCHIVES = 3
#: The most bytes of a signature.
SIGNATURE = 64 << 10
#: The most findings of one file that are shown.
FINDINGS = 50

_MAGIC = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods"), (b"PK\x03\x04", b"PK\x05\x06")),
}
_TEXTS = frozenset(".asc .csv .eml .ics .json .txt .vtt".split())
#: Formats that people write and git merges; deeply nested replies (.eml) quote with as many `>` as a conflict marker.
_MERGED = frozenset(".csv .ics .json .txt .vtt".split())
#: Signatures with which text never begins: programs, archives, documents, pictures.
_NO_TEXT = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"PK\x03\x04",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"#!",
    b"\x1f\x8b",
)
_OFFICE = frozenset({".docx", ".xlsx", ".pptx"})
_ODF = frozenset({".odt", ".ods"})


def look(file: RawFile) -> Attachment:
    """Inspect an attachment. The bytes of a file that is too large may be omitted; then only its name and size are judged."""
    found: list[Finding] = []
    at = Span(file.path, 1, 1, 1, 1)
    for number, (rule, said, help) in enumerate(_judge(file.path, file.size, file.data)):
        if number == FINDINGS:
            break
        found.append(Finding(rule=rule, at=at, message=said, help=help))
    digest = sha256(file.data).hexdigest() if len(file.data) == file.size and not file.link else ""
    return Attachment(path=file.path, data=b"", size=file.size, link=file.link, problems=tuple(found), digest=digest)


def _judge(path: str, size: int, data: bytes, archives: int = 0) -> Iterator[Found]:
    kind = PurePosixPath(path).suffix.lower()
    if not is_safe_file(path):
        shown = f"`{kind}` files" if re.fullmatch(r"\.[a-z0-9]{1,10}", kind) else "files without a known extension"
        yield unsafe(
            f"{shown} are not published, because such files can run programs",
            f"put it here as one of {' '.join(sorted(SAFE_FILES))}, or delete it",
        )
        return
    if size > ATTACHMENT_LIMIT:
        yield unsafe(
            f"the file has {size:,} bytes; the limit is {ATTACHMENT_LIMIT:,}",
            "make it smaller; readers may have a slow connection",
        )
        return
    if size == 0:
        yield unsafe("the file is empty", "put the right one here, or delete it")
        return
    if not data:
        return  # The file was not read.
    if not _has_signature(kind, data):
        yield unsafe(
            f"this is not a {kind[1:].upper()} file, although its name ends in {kind}",
            "save it again in the format that its name says, or give it the right extension",
        )
        return
    if kind in _MERGED and b"<<<<<<<" in data:
        text = with_newlines(data.decode("utf-8", "replace"))
        yield from (unsafe(one.message, one.help) for one in conflicts(path, text))
    try:
        if kind == ".zip":
            yield from _archive(data, archives)
        else:
            yield from _inspector(kind)(data)
    except Exception:  # noqa: BLE001  # whatever these libraries say of a broken file, it is that
        yield unsafe("the file is damaged, so it cannot be checked", SAVE_AGAIN)


def _has_signature(kind: str, data: bytes) -> bool:
    if kind in _MAGIC:
        return data.startswith(_MAGIC[kind])
    if kind == ".webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if kind == ".avif":
        return data[4:8] == b"ftyp" and b"avif" in data[8:64]
    if kind == ".mp4":
        return data[4:8] == b"ftyp"
    if kind == ".vtt" and not text_of(data[:64]).removeprefix("\ufeff").startswith(captions.BEGIN):
        return False
    if kind in _TEXTS:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 is full of zeros.
        return not data.startswith(_NO_TEXT) and (wide or b"\x00" not in data[:4096])
    # A signature (.sig) may contain any bytes, but few.
    return len(data) <= SIGNATURE and not data.startswith(_NO_TEXT)


def _inspector(kind: str) -> Callable[[bytes], Iterator[Found]]:
    if kind in IMAGES:
        return lambda data: pictures.inspect(kind, data)
    if kind in _OFFICE or kind in _ODF:
        return lambda data: office.inspect(kind, data)
    own: Mapping[str, Callable[[bytes], Iterator[Found]]] = {
        ".pdf": pdf.inspect,
        ".csv": _table,
        ".eml": _mail,
        ".ics": _calendar,
        ".sig": _nothing,
        ".mp4": video.inspect,
        ".vtt": captions.inspect,
    }
    return own.get(kind, plain.inspect)


def _nothing(_data: bytes) -> Iterator[Found]:
    yield from ()


def _table(data: bytes) -> Iterator[Found]:
    yield from plain.inspect(data)
    yield from table.inspect(data)


def _calendar(data: bytes) -> Iterator[Found]:
    yield from plain.inspect(data)
    yield from plain.inspect_calendar(data)


def _mail(data: bytes) -> Iterator[Found]:
    yield from plain.inspect(data)
    yield from message.inspect(data)


def _archive(data: bytes, archives: int) -> Iterator[Found]:
    """Yield what is found in an archive, and in each file within it."""
    try:
        archive = packed.Packed(data)
    except packed.TooMuchError:
        yield packed.TOO_MUCH
        return
    if archive.locked:
        yield unsafe("the archive is locked, so its contents cannot be checked", "pack it again without a password")
        return
    for name in archive.names:
        path = PurePosixPath(name.replace("\\", "/"))
        shown = re.sub(r"[^\w .()-]", "?", path.name)[:60]
        if path.is_absolute() or ".." in path.parts or ":" in name:
            yield unsafe("unpacking it would write a file outside its folder", "pack it again")
        elif not is_safe_file(str(path)):
            yield unsafe(f"`{shown}` in it is a kind of file that is not published", "leave it out, and pack the rest again")
        elif archives + 1 >= ARCHIVES:
            yield unsafe("it contains archives inside archives", "put the files here by themselves")
            return
        else:
            content = archive.read(name)
            for rule, said, help in _judge(str(path), len(content), content, archives + 1):
                yield rule, f"`{shown}` in it: {said}", help


def without_traces(path: str, data: bytes) -> bytes:
    """Return a file as published: written anew with what readers see. Plain texts, and signatures, are unchanged; captions lose their notes.

    A picture looks as before: rotation by metadata and a profile of colours are applied; animation is kept.

    Args:
        path: the attachment's path.
        data: its bytes.

    Raises:
        UsageError: the file cannot be written anew, so it cannot be published.
    """
    try:
        return _written_anew(PurePosixPath(path).suffix.lower(), data, 0)
    except Exception as error:
        raise UsageError(
            f"the hidden contents of {path} cannot be removed",
            "save it again (a picture as PNG, a document as PDF, a video as MP4), and put that here",
        ) from error


def _written_anew(kind: str, data: bytes, archives: int) -> bytes:
    if kind in IMAGES:
        return pictures.bare(kind, data)
    if kind == ".pdf":
        return pdf.written_anew(data)
    if kind in _OFFICE or kind in _ODF:
        return office.written_anew(kind, data)
    if kind == ".eml":
        return message.written_anew(data)
    if kind == ".mp4":
        return video.Mp4(data).write()
    if kind == ".vtt":
        return captions.written_anew(data)
    if kind != ".zip":
        return data
    archive = packed.Packed(data)
    if archives >= ARCHIVES or archive.locked or not all(is_safe_file(name) for name in archive.names):
        raise DamagedError("it contains something that may not be published")
    return packed.packed(
        (name, _written_anew(PurePosixPath(name).suffix.lower(), archive.read(name), archives + 1)) for name in archive.names
    )


def is_icon(data: bytes) -> bool:
    """Whether a file is exactly an icon (ICO): every picture in it can be decoded, and nothing is between or behind them."""
    return icon.is_icon(data)
