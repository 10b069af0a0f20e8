"""Inspecting attachments: whether the content matches the name, whether anything could be executed, and what metadata it reveals.

Only this module uses Pillow and pypdf. Inspection raises on no content, decodes no pictures and unpacks no more than necessary, so a bomb of
any kind costs no more than its own size. Only pictures with metadata are decoded, when they are about to be published without it.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from generator.errors import UsageError
from generator.format.merge_conflicts import conflicts
from generator.model.allowed import ATTACHMENT_LIMIT, IMAGES, SAFE_FILES, is_safe_file
from generator.model.diagnostic import Finding
from generator.model.document import Attachment
from generator.model.source import RawFile, Span, with_newlines

#: The most pixels of a picture: twice what the largest common cameras produce, and about what a browser can show.
PIXELS = 200_000_000
#: Limits: bytes unpacked of one part of a document, parts of an archive, and its factor of expansion.
PART_LIMIT = 16 << 20
PARTS = 5_000
RATIO = 200
#: Limits: pages of a PDF, and interactive elements on them, that are inspected.
ANNOTATIONS = 5_000

_MAGIC = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods"), (b"PK\x03\x04", b"PK\x05\x06")),
}
_TEXTS = frozenset(".asc .csv .eml .ics .json .txt".split())
#: Formats that people write and git merges; deeply nested replies (.eml) quote with as many `>` as a conflict marker.
_MERGED = frozenset(".csv .ics .json .txt".split())
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

# EXIF tags (EXIF 2.32) that identify a person or device, and the block of places.
_EXIF = {
    0x010F: "the camera's maker",
    0x0110: "the camera's model",
    0x0132: "the time it was taken",
    0x013B: "its author",
    0x8298: "its owner",
    0x9C9D: "its author",
    0xA430: "its owner",
    0xA431: "the camera's number",
}
_GPS = 0x8825
_EXIF_BLOCK = 0x8769
_PDF_ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/ImportData": "a command that loads data",
}
_RAW_ACTION = re.compile(rb"/S\s*/(JavaScript|Launch|ImportData)\b")
_FORMULA = re.compile(rb'(?:^|[,;\t\n])"?[=@][A-Za-z]')

#: Data needed to show a picture (Pillow's names), which is kept.
_SHOWN = frozenset(
    {
        *(
            "icc_profile",
            "transparency",
            "gamma",
            "srgb",
            "chromaticity",
            "dpi",
            "aspect",
            "interlace",
            "jfif",
            "jfif_version",
            "jfif_unit",
        ),
        *(
            "jfif_density",
            "adobe",
            "adobe_transform",
            "progressive",
            "progression",
            "version",
            "background",
            "duration",
            "loop",
            "disposal",
        ),
        *("extension", "timestamp", "default_image", "blend", "bbox"),
    }
)
_TURNED = 0x0112
_TAKEN_OUT = (
    "readers get the picture without it; whoever can open this folder gets it all, so put a copy without it here if that is more people than should"
    " know"
)
_REMOVE = "save a copy without it and put that here; a picture of the screen, or printing to a new file, also leaves it behind"


def look(file: RawFile) -> Attachment:
    """Inspect an attachment. The bytes of a file that is too large may be omitted; then only its name and size are judged."""
    found: list[Finding] = []
    at = Span(file.path, 1, 1, 1, 1)
    for rule, message, help in _judge(file):
        found.append(Finding(rule=rule, at=at, message=message, help=help))
    return Attachment(path=file.path, data=b"", size=file.size, link=file.link, problems=tuple(found))


_Found = tuple[str, str, str]


def _unsafe(message: str, help: str) -> _Found:
    return "unsafe-file", message, help


def _trace(message: str, help: str = _REMOVE) -> _Found:
    return "file-with-metadata", message, help


def _judge(file: RawFile) -> Iterator[_Found]:
    kind = PurePosixPath(file.path).suffix.lower()
    if not is_safe_file(file.path):
        shown = f"`{kind}` files" if re.fullmatch(r"\.[a-z0-9]{1,10}", kind) else "files without a known ending"
        yield _unsafe(
            f"{shown} are not published, because some of their kind can run",
            f"put it here as one of {' '.join(sorted(SAFE_FILES))}, or delete it",
        )
        return
    if file.size > ATTACHMENT_LIMIT:
        yield _unsafe(
            f"the file has {file.size:,} bytes; the most that is published is {ATTACHMENT_LIMIT:,}",
            "make it smaller; readers may have a bad line",
        )
        return
    if file.size == 0:
        yield _unsafe("the file is empty", "put the right one here, or delete it")
        return
    data = file.data
    if not data:
        return  # The file was not read.
    if not _has_signature(kind, data):
        yield _unsafe(
            f"this is not a {kind[1:].upper()} file, although its name ends in {kind}",
            "save it again in the form that its name says, or give it the right ending",
        )
        return
    if kind in _MERGED and b"<<<<<<<" in data:
        text = with_newlines(data.decode("utf-8", "replace"))
        yield from (_unsafe(one.message, one.help) for one in conflicts(file.path, text, range(0)))
    inspect = _inspector(kind)
    try:
        yield from inspect(data)
    except Exception:  # noqa: BLE001  # whatever these libraries say of a broken file, it is that
        yield _unsafe("the file is damaged, so that it cannot be checked", "save it again from the program that made it")


def _has_signature(kind: str, data: bytes) -> bool:
    if kind in _MAGIC:
        return data.startswith(_MAGIC[kind])
    if kind == ".webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if kind == ".avif":
        return data[4:8] == b"ftyp" and b"avif" in data[8:64]
    if kind in _TEXTS:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 is full of zeros.
        return not data.startswith(_NO_TEXT) and (wide or b"\x00" not in data[:4096])
    return True  # A signature (.sig) may contain any bytes.


def _inspector(kind: str) -> Callable[[bytes], Iterator[_Found]]:
    if kind in IMAGES:
        return _picture
    if kind == ".pdf":
        return _pdf
    if kind in _OFFICE or kind in _ODF:
        return _document
    return {".zip": _archive, ".csv": _table, ".eml": _mail}.get(kind, _nothing)


def _nothing(_data: bytes) -> Iterator[_Found]:
    yield from ()


@contextmanager
def _opened_picture(data: bytes) -> Iterator[Any]:
    from PIL import Image  # noqa: PLC0415, TID251  # this module is its home; it is slow to load, and few sites have pictures

    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # The size is checked here; the library would print a warning of its own.
    try:
        with Image.open(BytesIO(data)) as picture:
            yield picture
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _picture(data: bytes) -> Iterator[_Found]:
    with _opened_picture(data) as picture:
        width, height = picture.size
        if width * height > PIXELS:
            yield _unsafe(
                f"the picture has {width:,} by {height:,} points, which stops many readers' browsers", "make it smaller"
            )
            return
        exif = picture.getexif()
        said = {name for tag, name in _EXIF.items() if exif.get(tag) or exif.get_ifd(_EXIF_BLOCK).get(tag)}
        if exif.get_ifd(_GPS):
            said.add("the place where it was taken")
        info: dict[str, Any] = {str(key).lower(): value for key, value in picture.info.items()}
        if info.get("author") or info.get("artist"):
            said.add("its author")
        if info.get("comment"):
            said.add("a comment")
        xmp = info.get("xmp") or info.get("xml:com.adobe.xmp") or b""
        text = xmp if isinstance(xmp, bytes) else str(xmp).encode()
        if b"creator" in text[:PART_LIMIT].lower() or b"gps" in text[:PART_LIMIT].lower():
            said.add("its author or place")
    if said:
        yield _trace(f"the picture holds {_joined_list(said)}", _TAKEN_OUT)


def without_traces(path: str, data: bytes) -> bytes:
    """Return a picture as published, without metadata; other files, and pictures without metadata, are unchanged.

    It looks as before: rotation by metadata is applied; colours and animation are kept.

    Args:
        path: the attachment's path.
        data: its bytes.

    Raises:
        UsageError: the metadata cannot be removed, so the picture cannot be published.
    """
    if PurePosixPath(path).suffix.lower() not in IMAGES:
        return data
    try:
        with _opened_picture(data) as picture:
            return data if set(picture.info) <= _SHOWN and not picture.getexif() else _bare(picture)
    except Exception as error:
        raise UsageError(
            f"what {path} holds beside the picture cannot be taken out", "save it again as a PNG file and put that here"
        ) from error


def _bare(picture: Any) -> bytes:
    from PIL import ImageOps, ImageSequence  # noqa: PLC0415, TID251  # as above

    written = BytesIO()
    kept = {key: value for key, value in picture.info.items() if key in _SHOWN}
    options = {
        key: kept[key] for key in ("icc_profile", "duration", "loop", "disposal", "background", "progressive") if key in kept
    }
    if getattr(picture, "n_frames", 1) > 1:
        first, *others = [frame.copy() for frame in ImageSequence.Iterator(picture)]
        # Each frame has its own duration.
        options |= {"duration": times} if any(times := [frame.info.get("duration", 0) for frame in (first, *others)]) else {}
        for frame in (first, *others):
            frame.info = {key: value for key, value in frame.info.items() if key in _SHOWN}
        first.save(written, picture.format, save_all=True, append_images=others, **options)
    elif picture.format == "JPEG" and picture.getexif().get(_TURNED, 1) in {0, 1}:
        # Without further loss: using the original quantisation tables.
        picture.save(written, "JPEG", quality="keep", exif=b"", xmp=b"", comment=b"", **options)
    else:
        # Only a picture that must be rotated, or is not a JPEG, is encoded again.
        made = ImageOps.exif_transpose(picture)
        made.info = kept
        quality = {"JPEG": 95, "WEBP": 95, "AVIF": 90}.get(picture.format)
        made.save(written, picture.format, **options, **({"quality": quality} if quality else {}))
    return written.getvalue()


def _pdf(data: bytes) -> Iterator[_Found]:
    import logging  # noqa: PLC0415  # as the next line

    from pypdf import PdfReader  # noqa: PLC0415, TID251  # this module is its home; it is slow to load, and few sites have PDFs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # Problems are reported as findings here.
    reader = PdfReader(BytesIO(data), strict=False)
    actions = {f"/{found.decode()}" for found in _RAW_ACTION.findall(data)}
    if reader.is_encrypted:
        yield _trace("the document is locked, so that what it holds cannot be checked", "save a copy without a password")
        return
    root: Any = reader.trailer["/Root"]
    names: Any = _got(root, "/Names")
    actions |= _actions_of(root)
    if _got(names, "/JavaScript"):
        actions.add("/JavaScript")
    left = ANNOTATIONS
    for page in islice(reader.pages, ANNOTATIONS):
        actions |= _actions_of(page)
        for annotation in _got(page, "/Annots") or ():
            left -= 1
            if left < 0:
                break
            actions |= _actions_of(annotation.get_object())
    if actions:
        yield _unsafe(
            f"the document holds {_joined_list({_PDF_ACTIONS[action] for action in actions})}",
            "print it to a new PDF, and put that here",
        )
    if _got(names, "/EmbeddedFiles"):
        yield _unsafe(
            "the document has other files inside it", "print it to a new PDF, and put the other files here by themselves"
        )
    said = set()
    metadata: Any = reader.metadata
    if metadata and str(metadata.get("/Author") or "").strip():
        said.add("its author")
    xmp: Any = _got(root, "/Metadata")
    if xmp is not None and b"creator>" in xmp.get_data()[:PART_LIMIT]:
        said.add("its author")
    if said:
        yield _trace(f"the document names {_joined_list(said)}")


def _got(holder: Any, key: str) -> Any:
    value = holder.get(key) if holder is not None else None
    return value.get_object() if value is not None else None


def _actions_of(holder: Any) -> set[str]:
    """Return the names of actions that run automatically or when a reader activates something."""
    found: set[str] = set()
    extra = _got(holder, "/AA")
    for action in (_got(holder, "/OpenAction"), _got(holder, "/A"), *((_got(extra, key) for key in extra) if extra else ())):
        # An action may also be a plain destination in the document, which is a list.
        kind = action.get("/S") if hasattr(action, "get") else None
        if kind in _PDF_ACTIONS:
            found.add(str(kind))
    return found


def _opened(data: bytes) -> zipfile.ZipFile | None:
    """Open an archive, unless its list of parts is too long."""
    archive = zipfile.ZipFile(BytesIO(data))
    return archive if len(archive.infolist()) <= PARTS else None


_TOO_MUCH = _unsafe("it unpacks to far more than it should", "pack it again, or put the files here by themselves")


def _is_bomb(archive: zipfile.ZipFile, size: int) -> bool:
    return sum(part.file_size for part in archive.infolist()) > max(size * RATIO, PART_LIMIT)


def _archive(data: bytes) -> Iterator[_Found]:
    archive = _opened(data)
    if archive is None or _is_bomb(archive, len(data)):
        yield _TOO_MUCH
        return
    for part in archive.infolist():
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            yield _unsafe("a file in it would be written outside the folder it is unpacked to", "pack it again")
        elif not part.is_dir() and not is_safe_file(path.name):
            yield _unsafe(f"`{path.name[:60]}` in it is of a kind that is not published", "leave it out, and pack the rest again")


def _document(data: bytes) -> Iterator[_Found]:
    archive = _opened(data)
    if archive is None or _is_bomb(archive, len(data)):
        yield _TOO_MUCH
        return
    said: set[str] = set()
    for part in archive.infolist():
        name = part.filename
        lower = name.lower()
        if lower.endswith("vbaproject.bin") or lower.startswith(("basic/", "scripts/")):
            yield _unsafe("the document holds macros: small programs that run in it", "save it again without macros, or as PDF")
            return
        if "/embeddings/" in lower or lower.endswith(".bin"):
            yield _unsafe("the document has other files inside it", "save it as PDF, and put the other files here by themselves")
            return
        if lower.endswith(("comments.xml", "commentsextended.xml")):
            said.add("comments")
        if lower.endswith(".rels") and _is_template(_read_part(archive, part)):
            yield _unsafe("the document fetches a template from elsewhere when it is opened", "save it as PDF, and put that here")
            return
        if lower in {"docprops/core.xml", "docprops/app.xml", "meta.xml"} or lower in {"word/document.xml", "content.xml"}:
            said |= _traces(_read_part(archive, part))
    if said:
        yield _trace(f"the document holds {_joined_list(said)}", f"accept or delete the changes and comments; then {_REMOVE}")


def _read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as stream:
        return stream.read(PART_LIMIT)


def _is_template(data: bytes) -> bool:
    return b"attachedTemplate" in data and b'TargetMode="External"' in data


#: What elements of a document reveal, by local name.
_ELEMENTS = {
    "creator": "its author",
    "lastModifiedBy": "who changed it last",
    "initial-creator": "its author",
    "printed-by": "who printed it",
    "Company": "a company's name",
    "Manager": "a manager's name",
}
_CHANGES = {
    "ins": "tracked changes",
    "del": "tracked changes",
    "moveFrom": "tracked changes",
    "tracked-changes": "tracked changes",
    "annotation": "comments",
}


def _traces(data: bytes) -> set[str]:
    """Return what an XML part reveals. A document type declaration, whose entities could expand without limit, is refused."""
    said: set[str] = set()
    open_elements: list[str] = []
    parser = expat.ParserCreate()

    def refuse(*_given: object) -> None:
        raise ValueError("a document type")

    def start(name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        open_elements.append(local)
        if local in _CHANGES:
            said.add(_CHANGES[local])

    def end(_name: str) -> None:
        open_elements.pop()

    def text(written: str) -> None:
        if written.strip() and open_elements and open_elements[-1] in _ELEMENTS:
            said.add(_ELEMENTS[open_elements[-1]])

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    # A part cut off at the limit is judged as far as it was read.
    parser.Parse(data, len(data) < PART_LIMIT)
    return said


def _table(data: bytes) -> Iterator[_Found]:
    if _FORMULA.search(data):
        yield _unsafe(
            "a cell begins with = or @, which a spreadsheet takes for a command", "put an apostrophe in front of it, or words"
        )


def _mail(data: bytes) -> Iterator[_Found]:
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if re.search(rb"^(?:received|to|cc|delivered-to|x-originating-ip):", head, re.IGNORECASE | re.MULTILINE):
        yield _trace("the message names who it went to and the computers on its way", "put its text here as .txt")


def _joined_list(words: set[str]) -> str:
    *most, last = sorted(words)
    return f"{', '.join(most)} and {last}" if most else last


def is_icon(data: bytes) -> bool:
    """Whether a file is exactly an icon (ICO): every picture in it can be decoded, and nothing follows the last one."""
    count = int.from_bytes(data[4:6], "little")
    entries = [data[6 + 16 * number : 22 + 16 * number] for number in range(min(count, 64))]
    if data[:4] != b"\0\0\1\0" or not 0 < count <= 64 or any(len(entry) < 16 for entry in entries):
        return False
    ends = [int.from_bytes(entry[8:12], "little") + int.from_bytes(entry[12:16], "little") for entry in entries]
    if max(ends) != len(data):
        return False
    try:
        with _opened_picture(data) as picture:
            for size in picture.info.get("sizes", ()):
                picture.size = size
                picture.load()
            return bool(picture.format == "ICO")
    except Exception:  # noqa: BLE001  # whatever its readers stumble over, it is no icon that a browser should be given
        return False
