"""PDF: what a document could do and what it holds beside its pages; and the document written anew, with the keys that pages need.

Only this module uses pypdf. ISO 32000-2 (2020) defines the keys. Nothing is taken over that is not listed here: no description of the document, no
notes of programs, no former versions, no profile of colours (device colours take its place), no action but links to pages of the web and places in
the document.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from generator.content.files.found import DamagedError, Found, hidden, joined_list, trace, unsafe
from generator.content.files.jpeg import Jpeg
from generator.content.files.pdf_content import drawn
from generator.content.files.pdf_words import names, without_comments

#: The most bytes that the streams of a document may unpack to, at least and for each of its bytes.
UNPACKED = 64 << 20
UNPACKED_FOR_A_BYTE = 400
#: Into how many parts of that size a document may be divided: a picture is at most a half (a sheet in colours, 300 dots an inch, has 26 MB), any other
#: stream a quarter, since its words are read one by one.
_PICTURES = 2
_OTHERS = 4
#: The most objects of a document, and how deep they may be nested.
OBJECTS = 100_000
#: The most words of commands that its pages may have, at least and for each of its bytes. A file of 100 kB that is full of drawings and tables has
#: about a quarter of them.
COMMANDS = 300_000
COMMANDS_FOR_A_BYTE = 3
DEPTH = 200

#: What names in a document mean it could do.
_ACTIONS = {
    "JavaScript": "a script",
    "JS": "a script",
    "ECMAScript": "a script",
    "Launch": "a command that starts a program",
    "ImportData": "a command that loads data",
    "SubmitForm": "a command that sends what is typed to someone",
    "GoToR": "a command that opens another file",
    "GoToE": "a command that opens another file",
    "RichMediaExecute": "a script",
    "XFA": "a form of a kind that can run",
    "RichMedia": "sound, film or a scene",
    "Rendition": "sound, film or a scene",
}
#: The same, of names that mean it only after the key of an action or of the kind of a note.
_ACTIONS_AFTER = {
    ("S", "Sound"): "sound, film or a scene",
    ("S", "Movie"): "sound, film or a scene",
    ("S", "Hide"): "a command that hides parts of it",
    ("S", "ResetForm"): "a command that empties its form",
    ("S", "SetOCGState"): "a command that hides parts of it",
    ("S", "GoTo3DView"): "sound, film or a scene",
    ("S", "Thread"): "a command that opens another file",
    ("Subtype", "Sound"): "sound, film or a scene",
    ("Subtype", "Movie"): "sound, film or a scene",
    ("Subtype", "Screen"): "sound, film or a scene",
    ("Subtype", "3D"): "sound, film or a scene",
    ("Subtype", "PS"): "a program for printers",
}
_FILES = frozenset({"EmbeddedFile", "EmbeddedFiles", "EF"})
#: Kinds of notes that people put on a page.
_COMMENTS = frozenset(
    "Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup FileAttachment"
    " Projection Watermark".split()
)
_INFO = {
    "/Author": "its author",
    "/Title": "its title",
    "/Subject": "its subject",
    "/Keywords": "its keywords",
    "/Creator": "the name of the program that made it",
}
_USUAL_INFO = frozenset({*_INFO, "/Producer", "/CreationDate", "/ModDate", "/Trapped"})
_XMP = {b"creator": "its author", b"title": "its title", b"history": "who worked on it and when"}
_LINKS = ("http://", "https://", "mailto:", "tel:")
#: Addresses that are commands.
_RUN = frozenset({"javascript", "vbscript", "data", "file"})
#: The most bytes that are unpacked to be unpacked once more, or of which each follows from others: that takes a hundred times as long.
_PACKED_AGAIN = 1 << 20
#: The lowest number of a way to foretell rows, and the most rows that are looked at: a million take a quarter of a second.
_BY_ROWS = 10
_MOST_ROWS = 1_000_000
_PRINT = "print it to a new PDF, and put that here"

# How each kind of object is taken over: its keys, and the kind of each value. `value` is numbers, names and lists of them; `text` may be words
# for readers too; `*` stands for any key.
_ANY = "*"


def _keys(listed: str, **more: str) -> dict[str, str]:
    return {**{f"/{key}": "value" for key in listed.split()}, **{f"/{key}": kind for key, kind in more.items()}}


_FUNCTION = _keys("FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds", Functions="function")
_KINDS: Mapping[str, Mapping[str, str]] = {
    "catalog": _keys(
        "Type Version PageMode PageLayout",
        Pages="page",
        Lang="language",
        MarkInfo="marks",
        StructTreeRoot="tree",
        PageLabels="labels",
        Outlines="outline",
        Dests="destinations",
        Names="names",
        ViewerPreferences="marks",
        AcroForm="form",
    ),
    "page": _keys(
        "Type Count MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit StructParents Tabs",
        Parent="page",
        Kids="page",
        Resources="resources",
        Group="group",
        Annots="note",
    ),
    "marks": _keys("Marked Suspects DisplayDocTitle Direction PrintScaling"),
    "resources": _keys(
        "ProcSet",
        Font="fonts",
        XObject="xobjects",
        ExtGState="states",
        ColorSpace="colours",
        Pattern="patterns",
        Shading="shadings",
        Properties="properties",
    ),
    "fonts": {_ANY: "font"},
    "xobjects": {_ANY: "xobject"},
    "states": {_ANY: "state"},
    "colours": {_ANY: "colour"},
    "patterns": {_ANY: "pattern"},
    "shadings": {_ANY: "shading"},
    "properties": {_ANY: "property"},
    "procedures": {_ANY: "content"},
    "property": _keys("MCID", ActualText="text", Alt="text", E="text", Lang="language"),
    "content": {},
    "font": _keys(
        "Type Subtype BaseFont FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix Name",
        Encoding="encoding",
        ToUnicode="encoding",
        FontDescriptor="descriptor",
        DescendantFonts="font",
        CIDSystemInfo="system",
        CIDToGIDMap="data",
        CharProcs="procedures",
        Resources="resources",
    ),
    "system": _keys("Supplement", Registry="text", Ordering="text"),
    "encoding": _keys("Type BaseEncoding Differences CMapName WMode", CIDSystemInfo="system", UseCMap="encoding"),
    "descriptor": _keys(
        "Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth"
        " MissingWidth",
        FontFile="data",
        FontFile2="data",
        FontFile3="data",
        CIDSet="data",
    ),
    "data": _keys("Length1 Length2 Length3 Subtype"),
    "xobject": _keys(
        "Type Subtype Width Height BitsPerComponent ImageMask Decode Interpolate SMaskInData Matte Intent Name StructParent StructParents FormType"
        " BBox Matrix",
        ColorSpace="colour",
        Mask="xobject",
        SMask="xobject",
        Resources="resources",
        Group="group",
    ),
    "state": _keys(
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK",
        Font="font",
        SMask="mask",
        BG="function",
        BG2="function",
        UCR="function",
        UCR2="function",
        TR="function",
        TR2="function",
    ),
    "mask": _keys("Type S BC", G="xobject", TR="function"),
    "group": _keys("Type S I K", CS="colour"),
    "function": _FUNCTION,
    "colour": {
        **_FUNCTION,
        **_keys(
            "WhitePoint BlackPoint Gamma Matrix Range Subtype Components",
            Colorants="colours",
            Process="colour",
            ColorSpace="colour",
        ),
    },
    "pattern": _keys(
        "Type PatternType PaintType TilingType BBox XStep YStep Matrix",
        Resources="resources",
        Shading="shading",
        ExtGState="state",
    ),
    "shading": _keys(
        "ShadingType Background BBox AntiAlias Coords Domain Extend Matrix BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow",
        ColorSpace="colour",
        Function="function",
    ),
    "note": _keys(
        "Type Subtype Rect Border C H QuadPoints F StructParent FT Ff Q MaxLen AS V",
        BS="border",
        P="page",
        Dest="destination",
        A="action",
        Parent="field",
        Kids="field",
        T="label",
        TU="text",
        DA="text",
        Opt="text",
        AP="looks",
        MK="caption",
    ),
    "field": _keys("FT Ff Q MaxLen V", Parent="field", Kids="field", T="label", TU="text", DA="text", Opt="text"),
    "border": _keys("Type W S D"),
    "decoding": _keys(
        "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError"
        " ColorTransform",
        JBIG2Globals="data",
    ),
    "looks": {"/N": "look", "/R": "look", "/D": "look"},
    "look": {**_keys("Type Subtype FormType BBox Matrix", Resources="resources", Group="group"), _ANY: "xobject"},
    "caption": _keys("R BC BG TP", CA="text"),
    "form": _keys("NeedAppearances Q", Fields="field", DR="resources", DA="text"),
    "action": _keys("S", URI="text", D="destination"),
    "destination": _keys("", D="destination"),
    "destinations": {_ANY: "destination"},
    "names": {"/Dests": "destination-tree"},
    "destination-tree": {"/Kids": "destination-tree", "/Limits": "text", "/Names": "destination"},
    "labels": {"/Kids": "labels", "/Limits": "value", "/Nums": "labels", **_keys("Type S St", P="text")},
    "outline": _keys(
        "Type Count C F",
        First="outline",
        Last="outline",
        Next="outline",
        Prev="outline",
        Parent="outline",
        Title="text",
        Dest="destination",
        A="action",
    ),
    "tree": _keys("Type ParentTreeNextKey", K="element", ParentTree="parents", RoleMap="roles", ClassMap="roles"),
    "parents": {"/Kids": "parents", "/Limits": "value", "/Nums": "element"},
    "roles": {_ANY: "attribute"},
    "attribute": {_ANY: "attribute"},
    "element": _keys(
        "Type S MCID C",
        P="element",
        K="element",
        Pg="page",
        Stm="xobject",
        Obj="note",
        A="attribute",
        Lang="language",
        Alt="text",
        ActualText="text",
        E="text",
    ),
}
#: Kinds whose values may be words.
_WORDED = frozenset({"text", "destination", "colour", "language"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def _reader(data: bytes) -> Any:
    import logging  # noqa: PLC0415  # as the next line

    from pypdf import PdfReader  # noqa: PLC0415, TID251  # this module is its home; it is slow to load, and few sites have PDFs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # Problems are reported as findings here.
    return PdfReader(BytesIO(data), strict=False)


def _opened(data: bytes) -> tuple[Any, Any]:
    """Return a document's reader and catalog."""
    reader = _reader(data)
    if reader.is_encrypted:
        raise DamagedError("it is locked")
    if not reader.pages:
        raise DamagedError("it has no pages")
    return reader, reader.trailer["/Root"].get_object()


def inspect(data: bytes) -> Iterator[Found]:
    """Yield what is found in a document.

    Raises:
        Exception: it is damaged, in any way that its parser stumbles over.
    """
    written = set(names(data))
    plain = {name for name, _ in written}
    if "Encrypt" in plain:
        yield unsafe(
            "the document is locked, so its contents cannot be checked", "save a copy without a password, and put that here"
        )
        return
    could = {_ACTIONS[name] for name in plain & _ACTIONS.keys()}
    could |= {_ACTIONS_AFTER[before, name] for name, before in written if (before, name) in _ACTIONS_AFTER}
    if could:
        yield unsafe(f"the document contains {joined_list(could)}", _PRINT)
    if plain & _FILES:
        yield unsafe("the document has embedded files", "print it to a new PDF, and put the other files here separately")
    reader, root = _opened(data)
    copy = _Copy(len(data))
    _checked(copy.written(root), len(reader.pages))
    if copy.links & _RUN:
        yield unsafe("a link in the document is a command", "remove the link, or write it as https://")
        return
    unseen = {name for name, before in written if before == "Subtype"} & _COMMENTS
    found = {"comments"} if unseen or (copy.has_notes and ("Redact", "Subtype") not in written) else set()
    if ("Redact", "Subtype") in written:
        found.add("places marked for redaction, with the text still under them")
    if copy.covers:
        found.add("words with a black box over them, which can still be read")
    if _hides_layers(root):
        found.add("layers that are switched off")
    if _is_filled_in(root):
        found.add("text typed into its form, or a signature")
    if found:
        yield hidden(f"the document contains {joined_list(found)}", f"remove that; then {_PRINT}")
    said = _metadata(reader, root, data, plain)
    if copy.links:
        said.add("links that do not lead to a page of the web")
    if could or found or plain & _FILES:
        return
    if said:
        yield trace(f"the document contains {joined_list(said)}", "document")


def _got(holder: Any, key: str) -> Any:
    value = holder.get(key) if hasattr(holder, "get") else None
    return value.get_object() if value is not None else None


def _metadata(reader: Any, root: Any, data: bytes, plain: set[str]) -> set[str]:
    info = _got(reader.trailer, "/Info") or {}
    said = {name for key, name in _INFO.items() if str(_got(info, key) or "").strip()}
    if set(info) - _USUAL_INFO:
        said.add("notes from the program that made it")
    xmp = _got(root, "/Metadata")
    if hasattr(xmp, "get_data"):
        text = _unpacked(xmp, 1 << 20).lower()
        said |= {name for word, name in _XMP.items() if b":" + word + b">" in text}
    if "PieceInfo" in plain:
        said.add("notes from the program that made it")
    if "Thumb" in plain:
        said.add("a small copy of it as it once was")
    if data.count(b"startxref") > 1 and "Linearized" not in plain:
        said.add("an earlier version of it")
    if data.rpartition(b"%%EOF")[2].strip(b"\0\r\n\t "):
        said.add("data after its end")
    return said


def _hides_layers(root: Any) -> bool:
    layers = _got(root, "/OCProperties")
    if layers is None:
        return False
    shown = _got(layers, "/D")
    if _got(shown, "/OFF") or _got(shown, "/BaseState") not in {None, "/ON"}:
        return True
    for layer in _got(layers, "/OCGs") or ():
        usage = _got(layer.get_object(), "/Usage") or {}
        if any("/OFF" in {str(state) for state in (_got(usage, key) or {}).values()} for key in usage):
            return True
    return False


def _is_filled_in(root: Any) -> bool:
    left = list(_got(_got(root, "/AcroForm"), "/Fields") or ())
    seen = 0
    while left and seen < OBJECTS:
        seen += 1
        field = left.pop().get_object()
        value = _got(field, "/V")
        if value is not None and type(value).__name__ != "NameObject" and str(value).strip():
            return True
        left += list(_got(field, "/Kids") or ())
    return bool(left)


def _unpacked(stream: Any, most: int) -> bytes:
    """Return what a stream holds, which must not be more than some bytes.

    Raises:
        DamagedError: it is more, or cannot be unpacked.
    """
    filters, raw = _without_letters(_filters(stream), stream._data)  # noqa: SLF001  # what pypdf read, before unpacking; it has no public name
    settings = _got(stream, "/DecodeParms")
    while filters and filters[0] == "/FlateDecode":
        # Letters take a hundred times their size, and nobody packs much more than once.
        raw = _inflated(raw, most if len(filters) == 1 and not settings else _PACKED_AGAIN)
        if settings:
            break
        filters, raw = _without_letters(filters[1:], raw)
    if filters:
        if _rows(stream, len(raw)) > _MOST_ROWS:
            raise DamagedError("it unpacks to too much")
        raw = stream.get_data()
    if len(raw) > most:
        raise DamagedError("it unpacks to too much")
    return raw


def _rows(stream: Any, size: int) -> int:
    """Return in how many rows a stream is foretold from the row before: each of them takes its time."""
    said = _got(stream, "/DecodeParms")
    first = next(iter(said), None) if isinstance(said, list) else said
    predictor, columns = _got(first, "/Predictor"), _got(first, "/Columns")
    if not isinstance(predictor, int) or predictor < _BY_ROWS:
        return 0
    return size // (columns + 1) if isinstance(columns, int) and columns > 0 else size // 2


def _inflated(raw: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(raw, most + 1)
    except zlib.error as error:
        raise DamagedError("a part cannot be unpacked") from error
    if len(unpacked) > most:
        raise DamagedError("it unpacks to too much")
    return unpacked


def _filters(stream: Any) -> list[str]:
    found = _got(stream, "/Filter")
    if found is None:
        return []
    return [str(one) for one in found] if isinstance(found, list) else [str(found)]


def _without_letters(filters: list[str], raw: bytes) -> tuple[list[str], bytes]:
    """Return a stream's filters and bytes after those that write bytes as letters."""
    from pypdf import filters as known  # noqa: PLC0415, TID251  # as above

    while filters and filters[0] in {"/ASCII85Decode", "/ASCIIHexDecode"}:
        decoder: Any = known.ASCII85Decode if filters[0] == "/ASCII85Decode" else known.ASCIIHexDecode
        decoded = decoder.decode(raw)
        filters, raw = filters[1:], decoded if isinstance(decoded, bytes) else decoded.encode("latin-1")
    return filters, raw


def _trimmed(picture: Any, data: bytes) -> bytes:
    """Return the points of an unpacked picture, without what follows them.

    Raises:
        DamagedError: there are far fewer than it should have, or nobody knows how many that is.
    """
    numbers = [_got(picture, key) for key in ("/Width", "/Height", "/BitsPerComponent")]
    channels = 1 if _got(picture, "/ImageMask") else _channels(_got(picture, "/ColorSpace"))
    width, height, bits = (int(number or 1) for number in numbers)
    if not channels or not 0 < width < 1 << 20 or not 0 < height < 1 << 20 or bits not in {1, 2, 4, 8, 16}:
        raise DamagedError("a picture of an unknown kind")
    row = (width * channels * bits + 7) // 8
    settings = _settings(picture) if _filters(picture)[-1:] == ["/FlateDecode"] and len(_filters(picture)) == 1 else None
    row += int(_got(settings, "/Predictor") or 1) >= 10
    if len(data) < 0.9 * row * height:
        raise DamagedError("points are missing")
    return data[: row * height]


def _channels(space: Any) -> int:
    """Return how many numbers a space of colours has for a point; 0 if that is not known."""
    if isinstance(space, list) and space:
        kind = str(space[0])
        if kind == "/ICCBased" and len(space) > 1:
            return int(_got(space[1].get_object(), "/N") or 0)
        if kind == "/DeviceN" and len(space) > 1:
            return len(space[1].get_object())
        space = kind
    known = {
        **dict.fromkeys(("/DeviceGray", "/G", "/CalGray", "/Indexed", "/I", "/Separation"), 1),
        **dict.fromkeys(("/DeviceRGB", "/RGB", "/CalRGB", "/Lab"), 3),
        **dict.fromkeys(("/DeviceCMYK", "/CMYK"), 4),
    }
    return known.get(str(space), 0)


def _settings(stream: Any) -> Any:
    """Return the settings of a stream's last filter."""
    settings = _got(stream, "/DecodeParms")
    if isinstance(settings, list):
        return settings[-1].get_object() if settings else None
    return settings


class _Copy:
    """A document that is written anew from another.

    Attributes:
        links: where the links lead that are left out, up to the first colon.
        has_notes: whether notes on its pages are left out, which readers would have seen.
        covers: whether it draws dark boxes over words.
    """

    def __init__(self, size: int) -> None:
        self._most = self._left = max(UNPACKED, size * UNPACKED_FOR_A_BYTE)
        self._places: dict[tuple[int, str], Any] = {}
        self._waiting: list[tuple[Any, str]] = []
        self._labels = 0
        self._commands_left = max(COMMANDS, size * COMMANDS_FOR_A_BYTE)
        self.links: set[str] = set()
        self.has_notes = False
        self.covers = False

    def written(self, root: Any) -> bytes:
        """Return the file of a document, given its catalog."""
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        out = BytesIO()
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._waiting.append((root, "catalog"))
        places: list[int] = []
        while len(places) < len(self._waiting):
            value, kind = self._waiting[len(places)]
            places.append(out.tell())
            out.write(b"%d 0 obj\n" % len(places))
            made = value if kind == "made" else self.taken(value, kind)
            (made or generic.NullObject()).write_to_stream(out)
            out.write(b"\nendobj\n")
        at = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        for place in places:
            out.write(b"%010d 00000 n \n" % place)
        out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, at))
        return out.getvalue()

    def taken(self, value: Any, kind: str, depth: int = 0) -> Any:
        """Return a value as what its kind allows, or None."""
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        if depth > DEPTH:
            raise DamagedError("it is nested too deeply")
        if isinstance(value, generic.IndirectObject):
            return self._referred(value, kind, depth)
        if isinstance(value, generic.DictionaryObject):
            if not self._is_wanted(value, kind):
                return None
            if isinstance(value, generic.StreamObject):
                return self._stream(value, kind, depth)
            made = generic.DictionaryObject()
            self._fill(made, value, _KINDS[kind], depth)
            if kind == "page" and "/Contents" in value:
                made[generic.NameObject("/Contents")] = self._contents(value)
            return made
        if isinstance(value, generic.ArrayObject):
            return self._array(value, kind, depth)
        if kind == "label":
            # The name of a field, which nobody sees: only that there is one matters.
            self._labels += 1
            return generic.TextStringObject(f"field {self._labels}")
        if isinstance(value, generic.NameObject):
            return generic.NameObject(str(value))
        if kind == "language":
            return value if _LANGUAGE.fullmatch(str(value)) else None
        if isinstance(value, generic.TextStringObject | generic.ByteStringObject):
            return value if kind in _WORDED else None
        if isinstance(value, generic.NumberObject | generic.FloatObject | generic.BooleanObject | generic.NullObject):
            return value
        return None

    def _referred(self, value: Any, kind: str, depth: int) -> Any:
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        target = value.get_object()
        if not isinstance(target, generic.DictionaryObject):
            return self.taken(target, kind, depth + 1)
        kind = _kind_of(target, kind)
        if not self._is_wanted(target, kind):
            return None
        place = self._places.get((value.idnum, kind))
        if place is None:
            self._waiting.append((target, kind))
            if len(self._waiting) > OBJECTS:
                raise DamagedError("it has too many parts")
            place = generic.IndirectObject(len(self._waiting), 0, None)
            self._places[value.idnum, kind] = place
        return place

    def _contents(self, page: Any) -> Any:
        """Return a page's commands as one stream: they may be spread over several, and one may draw over another."""
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        given = _got(page, "/Contents")
        parts = [one.get_object() for one in given] if isinstance(given, list) else [given]
        data = b"\n".join(self._unpacked(part) for part in parts if isinstance(part, generic.StreamObject))
        made = generic.StreamObject()
        made[generic.NameObject("/Filter")] = generic.NameObject("/FlateDecode")
        made._data = zlib.compress(self._commands(data), 6)  # noqa: SLF001  # as above
        self._waiting.append((made, "made"))
        return generic.IndirectObject(len(self._waiting), 0, None)

    def _unpacked(self, stream: Any) -> bytes:
        data = _unpacked(stream, min(self._left, self._most // _OTHERS))
        self._left -= len(data)
        return data

    def _commands(self, data: bytes) -> bytes:
        page = drawn(data, self._commands_left)
        self._commands_left -= page.words
        self.covers |= page.covered
        return page.commands

    def _is_wanted(self, value: Any, kind: str) -> bool:
        """Whether an object is taken over as one of a kind: of notes only links and the fields of forms, of actions only links."""
        if kind == "note":
            sort = str(_got(value, "/Subtype"))
            self.has_notes |= sort not in {"/Link", "/Widget", "/PrinterMark", "/TrapNet"}
            return sort in {"/Link", "/Widget"}
        if kind == "action":
            sort = _got(value, "/S")
            address = str(_got(value, "/URI") or "").strip()
            if sort == "/URI" and not address.lower().startswith(_LINKS):
                self.links.add(address.partition(":")[0].lower())
                return False
            return sort in {"/GoTo", "/URI"}
        if kind == "xobject":
            return str(_got(value, "/Subtype")) in {"/Image", "/Form"}
        return kind in _KINDS

    def _array(self, value: Any, kind: str, depth: int) -> Any:
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        if kind == "colour" and (device := _device(value)):
            return generic.NameObject(device)
        made = []
        for one in value:
            taken = self.taken(one, kind, depth + 1)
            if taken is not None:
                made.append(taken)
            elif kind not in {"note", "page"}:
                made.append(generic.NullObject())
        return generic.ArrayObject(made)

    def _fill(self, made: Any, value: Any, allowed: Mapping[str, str], depth: int) -> None:
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        for key in value:
            inner = allowed.get(str(key)) or allowed.get(_ANY)
            taken = self.taken(value.raw_get(key), inner, depth + 1) if inner else None
            if taken is not None:
                made[generic.NameObject(str(key))] = taken

    def _stream(self, value: Any, kind: str, depth: int) -> Any:
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        made = generic.StreamObject()
        self._fill(made, value, {key: inner for key, inner in _KINDS[kind].items() if key != _ANY}, depth)
        is_picture = kind == "xobject" and _got(value, "/Subtype") == "/Image"
        filters, raw = _without_letters(_filters(value), value._data)  # noqa: SLF001  # as above
        if is_picture and filters and filters[-1] in {"/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"}:
            self._coded_picture(made, value, filters, raw, depth)
            return made
        if is_picture and filters == ["/FlateDecode"]:
            data = _inflated(raw, min(self._left, self._most // _PICTURES))
            self._left -= len(data)
            made[generic.NameObject("/DecodeParms")] = self.taken(_settings(value), "decoding", depth + 1) or generic.NullObject()
        else:
            data = self._unpacked(value)
        if kind in {"content", "look", "pattern"} or (kind == "xobject" and not is_picture):
            data = self._commands(data)
        else:
            data = _trimmed(value, data) if is_picture else data
            data = without_comments(data) if kind == "encoding" or _got(value, "/FunctionType") == 4 else data
        made[generic.NameObject("/Filter")] = generic.NameObject("/FlateDecode")
        made._data = zlib.compress(data, 6)  # noqa: SLF001  # as above
        return made

    def _coded_picture(self, made: Any, value: Any, filters: list[str], raw: bytes, depth: int) -> None:
        from pypdf import generic  # noqa: PLC0415, TID251  # as above

        if len(filters) > 1:
            if filters[:-1] != ["/FlateDecode"]:
                raise DamagedError("a picture packed in an unknown way")
            raw = _inflated(raw, min(self._left, self._most // _PICTURES))
            self._left -= len(raw)
        coding = filters[-1]
        if coding == "/DCTDecode":
            raw = Jpeg(raw).without_notes()
        elif coding == "/JPXDecode":
            raw = _bare_jpeg_2000(raw)
        made[generic.NameObject("/Filter")] = generic.NameObject(coding)
        if (taken := self.taken(_settings(value), "decoding", depth + 1)) is not None:
            made[generic.NameObject("/DecodeParms")] = taken
        made._data = raw  # noqa: SLF001  # as above


def _kind_of(value: Any, kind: str) -> str:
    """Return what an object that is referred to is, where its place alone does not say."""
    if kind == "destination" and _got(value, "/Type") == "/Page":
        return "page"
    if kind == "element" and _got(value, "/Type") == "/StructTreeRoot":
        return "tree"
    if kind == "field" and _got(value, "/Subtype") == "/Widget":
        return "note"
    return kind


def _device(value: Any) -> str:
    """Return the device's own colours that take the place of a profile; empty if a space of colours has none."""
    if len(value) != 2 or value[0] != "/ICCBased":
        return ""
    return {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}.get(_got(value[1].get_object(), "/N"), "")


def _bare_jpeg_2000(data: bytes) -> bytes:
    """Return a JPEG 2000 file with the boxes that its decoder needs, its notes left out (ISO/IEC 15444-1, annex I)."""
    if data.startswith(b"\xff\x4f"):
        return data
    kept = b""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        size = size or len(data) - at
        if size < 8:
            raise DamagedError("a picture in it is damaged")
        if kind in {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}:
            kept += data[at : at + size]
        at += size
    return kept


def written_anew(data: bytes) -> bytes:
    """Return a document with its pages, links, headings and what screen readers need, and nothing else.

    Raises:
        Exception: it cannot be read.
    """
    reader, root = _opened(data)
    return _checked(_Copy(len(data)).written(root), len(reader.pages))


def _checked(written: bytes, pages: int) -> bytes:
    """Return a document that was written anew, if it has as many pages as the other.

    Raises:
        DamagedError: it has not, because a page is none.
    """
    made = _opened(written)[0].pages
    if len(made) != pages or any("/MediaBox" not in page for page in made):
        raise DamagedError("a page is missing")
    return written
