"""Documents of office programs: which of their parts are taken over, and what in them readers would get without seeing it.

ISO/IEC 29500 (docx, xlsx, pptx) and ISO/IEC 26300 (odt, ods) define the parts. A part that is not listed here is no part of what is published; one
that the rest refers to and that cannot be left out without a judgement is a finding.
"""

import posixpath
import re
from collections.abc import Iterator

from generator.content.files import pictures
from generator.content.files.found import DamagedError, Found, hidden, joined_list, trace, unsafe
from generator.content.files.packed import TOO_MUCH, Packed, TooMuchError, packed
from generator.content.files.xml import local, walk
from generator.model.allowed import IMAGES

#: The most bytes of XML that a document may hold, at least and for each of its own.
XML = 2 << 20
XML_FOR_A_BYTE = 20

_ODF = frozenset({".odt", ".ods"})
_AS_PDF = "save it as PDF, and put that here"
_TAKE_OUT = "remove that, or save it as PDF and put that here"

# Parts of ISO/IEC 29500 whose XML is taken over, and embedded fonts.
_TAKEN = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels"
    r"|word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata)\.xml|xl/(?:worksheets|chartsheets)/[^/]+\.xml|xl/tables/[^/]+\.xml"
    r"|ppt/(?:presentation|presProps|viewProps|tableStyles)\.xml"
    r"|ppt/(?:slides|slideLayouts|slideMasters|notesMasters|notesSlides|handoutMasters)/[^/]+\.xml"
    r"|(?:word|xl|ppt)/(?:theme|charts|diagrams|drawings)/[^/]+\.xml"
)
_FONT = re.compile(r"(?:word|ppt)/fonts/[^/]+\.(?:odttf|fntdata)")
_MEDIA = re.compile(r"(?:word|xl|ppt)/media/[^/]+|Pictures/[^/]+")
#: What is left out, with the relation that leads to it, and what it is.
_LEFT_OUT = re.compile(
    r"docProps/.*|customXml/.*|docMetadata/.*|_xmlsignatures/.*|(?:word|xl)/printerSettings/.*|word/people\.xml|xl/persons/.*|ppt/tags/.*"
    r"|ppt/printerSettings/.*|ppt/revisionInfo\.xml|ppt/changesInfos/.*|word/glossary/.*|xl/customProperty\d*\.bin|.*/thumbnail\.(?:jpe?g|png|[ew]mf)"
    r"|userCustomization/.*|customUI/.*"
)
_WORKED = re.compile(r"word/people\.xml|xl/persons/.*|ppt/revisionInfo\.xml|ppt/changesInfos/.*")
_COMMENTS = re.compile(
    r"(?:.*/)?(?:comments[^/]*|threadedComments?[^/]*|commentAuthors|authors)\.xml|.*/(?:comments|threadedComments)/.*|.*/vmlDrawing\d*\.vml"
)
_SOURCES = re.compile(
    r"xl/(?:externalLinks/.*|connections\.xml|queryTables/.*|model/.*)|word/(?:afchunk|recipientData).*|.*/(?:webextensions?|webextension)/.*"
)
_PIVOT = re.compile(r"xl/(?:pivotCache|pivotTables|slicers?|slicerCaches|timelines?|timelineCaches)/.*")
_MACROS = re.compile(
    r".*vbaproject\.bin|.*vbadata\.xml|(?:basic|scripts|dialogs)/.*|.*/(?:macrosheets|dialogsheets|activex|ctrlprops)/.*",
    re.IGNORECASE,
)
_INSIDE = re.compile(r".*/embeddings/.*|object \d+/.*|objectreplacements/.*|.*\.bin", re.IGNORECASE)

_SLIDE = re.compile(r"ppt/slides/[^/]+\.xml|xl/(?:worksheets|chartsheets)/[^/]+\.xml")

#: Elements that only describe, by local name; they are left out with all that is in them.
_DESCRIBES = frozenset(
    "rsids docVars docId proofState attachedSchema absPath revisionPtr fileSharing customWorkbookViews custDataLst smartTagPr documentProtection"
    " writeProtection scenarios customSheetViews protectedRanges sheetProtection workbookProtection webPublishItems cellWatches customProperties"
    " modifyVerifier dataBinding alias tag".split()
)
_CHANGES = frozenset(
    "ins del moveFrom moveTo cellIns cellDel cellMerge rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange tblGridChange"
    " numberingChange tracked-changes".split()
)
#: The namespaces of both standards, by their beginning; what programs add under others is no part of a document.
_KNOWN = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/office/",
    "http://purl.oclc.org/ooxml/",
    "http://purl.org/dc/",
    "http://www.w3.org/",
    "http://openoffice.org/2",
    "urn:schemas-microsoft-com:",
    "urn:oasis:names:tc:opendocument:",
    "urn:org:documentfoundation:names:",
)
#: Elements of ISO/IEC 29500 in which words, numbers and formulas stand; elsewhere programs ignore what is written.
_WORDED = frozenset(
    "t instrText v f formula formula1 formula2 definedName oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter"
    " calculatedColumnFormula totalsRowFormula posOffset align pctWidth pctHeight pctPosHOffset pctPosVOffset col row colOff rowOff formatCode"
    " sqref separator".split()
)
#: Relations to parts that are left out, by the last word of their type.
_UNRELATED = frozenset(
    "core-properties extended-properties custom-properties thumbnail customXml customXmlProps printerSettings people person tags glossaryDocument"
    " classificationlabels revisionInfo changesInfo customProperty origin signature extensibility userCustomization".split()
)
#: Fields of a text that show what is in it, and fetch nothing.
_FIELDS = frozenset(
    "PAGE NUMPAGES SECTIONPAGES SECTION DATE TIME SAVEDATE PRINTDATE CREATEDATE TOC TOA TC XE INDEX PAGEREF REF NOTEREF STYLEREF HYPERLINK SEQ"
    " FORMTEXT FORMCHECKBOX FORMDROPDOWN SYMBOL EQ ADVANCE BIBLIOGRAPHY CITATION LISTNUM AUTHOR TITLE SUBJECT KEYWORDS COMMENTS DOCPROPERTY FILENAME"
    " NUMCHARS NUMWORDS MERGEFIELD IF =".split()
)
#: What a formula could start or fetch: another program by its channel (`program|topic`), functions that call or load.
_COMMAND = re.compile(
    r"\|\s*'|\|[^|\"]{1,60}!|\b(?:WEBSERVICE|CALL|REGISTER(?:\.ID)?|EXEC|RTD|DDE|IMPORT\w+)\s*\(", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|#|\.\.?/|[^:/\\]*$)", re.IGNORECASE)
_NOTHING = frozenset({"", "0", "false", "off", "none"})
_META = {
    "creator": "its author",
    "initial-creator": "its author",
    "lastModifiedBy": "who changed it last",
    "printed-by": "who printed it",
    "Company": "a company's name",
    "Manager": "a manager's name",
    "title": "its title",
    "subject": "its subject",
    "keywords": "its keywords",
    "keyword": "its keywords",
    "description": "a description",
}


class Office:
    """A document, taken apart.

    Attributes:
        could: what it could do, each with what to do about it.
        hides: what readers would get without seeing it.
        said: what is left out of what is published.

    Raises:
        TooMuchError: it unpacks to far more than its size.
        DamagedError: it is damaged.
    """

    def __init__(self, kind: str, data: bytes) -> None:
        self.could: dict[str, str] = {}
        self.hides: set[str] = set()
        self.said: set[str] = set()
        self._odf = kind in _ODF
        self._packed = Packed(data)
        self._left = max(XML, len(data) * XML_FOR_A_BYTE)
        self._parts: dict[str, bytes] = {}
        self._fields: list[str] = []
        self._in_notes = False
        self._strings = 0
        self._shown_strings: set[int] = set()
        self._said_strings: set[int] = set()
        self._is_shared = False
        self._slides = 0
        self._edges: dict[str, set[str]] = {}
        self._part = ""
        if self._packed.locked or "EncryptedPackage" in self._packed.names:
            self.could["the document is locked, so its contents cannot be checked"] = (
                "save a copy without a password, and put that here"
            )
            return
        main = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}.get(
            kind, "content.xml"
        )
        for name in self._packed.names:
            self._take(name)
        if main not in self._packed.names and not self.could:
            raise DamagedError("its main part is missing")
        if self._said_strings - self._shown_strings:
            self.hides.add("words that no cell shows")
        if self._slides != sum(bool(_SLIDE.fullmatch(name)) for name in self._packed.names):
            self.hides.add("slides or sheets that are not shown")

    def _take(self, name: str) -> None:
        lower = name.lower()
        if ".." in name or name.startswith("/") or "\\" in name:
            raise DamagedError("a part with an odd name")
        if _MACROS.fullmatch(lower):
            self.could["the document contains macros: small programs that run in it"] = "save it again without macros, or as PDF"
        elif _COMMENTS.fullmatch(name):
            self.hides.add("comments")
        elif _SOURCES.fullmatch(name):
            self.could["the document loads data from elsewhere when it is opened"] = _AS_PDF
        elif _PIVOT.fullmatch(name):
            self.hides.add("all the data behind a pivot table")
        elif self._odf and name.startswith(("Versions/", "VersionList")):
            self.hides.add("earlier versions of it")
        elif _MEDIA.fullmatch(name):
            self._picture(name)
        elif self._odf:
            self._take_odf(name)
        elif _LEFT_OUT.fullmatch(name):
            self._describe(name)
        elif _TAKEN.fullmatch(name):
            self._parts[name] = self._written(name)
        elif _FONT.fullmatch(name):
            self._parts[name] = self._packed.read(name)
        elif _INSIDE.fullmatch(lower):
            self._inside()
        else:
            self.hides.add(f"a part of a kind that is not known (`{_shown(name)}`)")

    def _take_odf(self, name: str) -> None:
        if name == "mimetype":
            self._parts[name] = self._packed.read(name)[:100]
        elif name in {"content.xml", "styles.xml", "META-INF/manifest.xml"}:
            self._parts[name] = self._written(name)
        elif name == "meta.xml":
            self._describe(name)
        elif _INSIDE.fullmatch(name.lower()):
            self._inside()

    def _inside(self) -> None:
        self.could["the document has embedded files"] = "save it as PDF, and put the other files here separately"

    def _describe(self, name: str) -> None:
        """Note what a part that is left out reveals."""
        if _WORKED.fullmatch(name):
            self.said.add("who worked on it")
        elif name == "docProps/custom.xml" or name.startswith(("customXml/item", "docMetadata/")):
            self.said.add("notes from the program that made it")
        elif name.startswith("word/glossary/document"):
            self.said.add("building blocks of text")
        elif name in {"docProps/core.xml", "docProps/app.xml", "meta.xml"}:

            def text(opened: list[str], said: str) -> bool:
                if said.strip() and opened[-1] in _META:
                    self.said.add(_META[opened[-1]])
                return False

            walk(self._xml(name), lambda _local, attributes: attributes, text)

    def _picture(self, name: str) -> None:
        ending = posixpath.splitext(name)[1].lower()
        if ending not in IMAGES:
            self.hides.add(f"a picture or film of a kind that cannot be checked (`{_shown(ending)}`)")
            return
        data = self._packed.read(name)
        for rule, message, _ in pictures.inspect(ending, data):
            if rule == "unsafe-file":
                raise DamagedError(message)
            self.said.add(message.removeprefix("the picture contains ") + " in a picture")
        self._parts[name] = data

    def _xml(self, name: str) -> bytes:
        data = self._packed.read(name)
        self._left -= len(data)
        if self._left < 0:
            raise TooMuchError("too much")
        return data

    def _written(self, name: str) -> bytes:
        self._part = name
        self._fields = []
        self._in_notes = name.startswith("ppt/notesSlides/") and name.endswith(".xml")
        if name.endswith(".rels"):
            return walk(self._xml(name), self._relation, lambda _opened, _said: False, _KNOWN)
        return walk(self._xml(name), self._element, self._text, _KNOWN)

    def _relation(self, name: str, attributes: dict[str, str]) -> dict[str, str] | None:
        if name != "Relationship":
            return attributes
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") == "External":
            if kind == "attachedTemplate":
                self.could["the document loads a template from elsewhere when it is opened"] = _AS_PDF
            elif kind != "hyperlink":
                self.could["the document loads something from elsewhere when it is opened"] = _AS_PDF
            elif not _ADDRESS.match(target):
                self.could["a link in the document leads to something on a computer"] = "remove the link, or write it as https://"
        elif kind in _UNRELATED:
            return None
        elif kind in {"oleObject", "package", "control", "aFChunk"}:
            self._inside()
        else:
            folder, _, source = self._part.rpartition("_rels/")
            self._edges.setdefault(folder + source.removesuffix(".rels"), set()).add(
                posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            )
        return {key: value for key, value in attributes.items() if key in {"Id", "Type", "Target", "TargetMode"}}

    def _element(self, name: str, attributes: dict[str, str]) -> dict[str, str] | None:  # as C901
        if name in _DESCRIBES:
            return None
        by_local = {local(key): value for key, value in attributes.items()}
        if name in _CHANGES:
            self.hides.add("tracked changes")
        elif name in {"annotation", "commentReference"}:
            self.hides.add("comments")
        elif name in {"vanish", "specVanish"} and self._part.startswith("word/") and "styles" not in self._part.lower():
            if by_local.get("val", "1").lower() not in _NOTHING:
                self.hides.add("hidden words")
        elif name in {"hidden-text", "hidden-paragraph"}:
            self.hides.add("hidden words")
        elif name == "srcRect":
            if any(by_local.get(side, "0") not in _NOTHING for side in "ltrb"):
                self.hides.add("cropped parts of its pictures")
        elif name == "sheet" and by_local.get("state", "visible") != "visible":
            self.hides.add("hidden sheets")
        elif name in {"row", "col"} and self._part.startswith("xl/"):
            size = by_local.get("ht" if name == "row" else "width", "")
            if by_local.get("hidden", "0").lower() not in _NOTHING or re.fullmatch(r"0+(?:\.0*)?", size):
                self.hides.add("hidden rows or columns")
        elif name in {"cNvPr", "docPr"} and by_local.get("hidden", "0").lower() not in _NOTHING:
            self.hides.add("hidden shapes")
        elif name == "definedName" and by_local.get("hidden", "0").lower() not in _NOTHING:
            if not by_local.get("name", "").startswith("_xlnm."):
                return None
        elif name == "sld" and by_local.get("show", "1").lower() in _NOTHING:
            self.hides.add("hidden slides")
        elif name == "numFmt" and re.fullmatch(r"\s*;\s*;\s*;?\s*", by_local.get("formatCode", "")):
            self.hides.add("cells that hide their contents")
        elif name == "fldSimple":
            self._field(by_local.get("instr", ""))
        elif name == "fldChar":
            if by_local.get("fldCharType") == "begin":
                self._fields.append("")
            elif self._fields and by_local.get("fldCharType") == "end":
                self._field(self._fields.pop())
        elif name in {"oleObject", "OLEObject", "object-ole"}:
            self._inside()
        elif name == "mailMerge":
            self.could["the document loads data from elsewhere when it is opened"] = _AS_PDF
        elif name == "c":
            self._is_shared = by_local.get("t") == "s"
        elif name == "ddeLink" or name.startswith("dde-"):
            self.could["the document contains a command that starts a program"] = _AS_PDF
        elif name == "si":
            self._strings += 1
        if name in {"sldId", "sheet"}:
            self._slides += 1
        if self._odf:
            return self._element_of_odf(name, attributes, by_local)
        if name == "pageSetup":
            return {key: value for key, value in attributes.items() if local(key) != "id"}
        return {key: value for key, value in attributes.items() if not local(key).startswith(("rsid", "paraId", "textId"))}

    def _element_of_odf(self, name: str, attributes: dict[str, str], by_local: dict[str, str]) -> dict[str, str] | None:
        if name == "encryption-data":
            self.could["the document is locked, so its contents cannot be checked"] = (
                "save a copy without a password, and put that here"
            )
        if by_local.get("display") == "none" or (name in {"table", "table-properties"} and by_local.get("display") == "false"):
            self.hides.add("hidden words or sheets")
        if by_local.get("visibility") in {"collapse", "filter", "hidden"}:
            self.hides.add("hidden rows or columns")
        if re.search(r"[1-9]", by_local.get("clip", "")):
            self.hides.add("cropped parts of its pictures")
        if name in {"event-listener", "script"}:
            self.could["the document contains macros: small programs that run in it"] = "save it again without macros, or as PDF"
        if _COMMAND.search(by_local.get("formula", "")):
            self.could["the document contains a command that starts a program"] = _AS_PDF
        target = by_local.get("href", "")
        self._edges.setdefault("", set()).add(target.removeprefix("./"))
        if target and name != "a" and not re.fullmatch(r"(?:\./)?Pictures/[^/]+|#.*", target):
            if re.match(r"(?:\./)?Object", target):
                self._inside()
            else:
                self.could["the document loads something from elsewhere when it is opened"] = _AS_PDF
        elif name == "a" and not _ADDRESS.match(target):
            self.could["a link in the document leads to something on a computer"] = "remove the link, or write it as https://"
        return attributes

    def _field(self, instruction: str) -> None:
        word = instruction.split(maxsplit=1)[:1]
        if word and word[0].upper().strip('"') not in _FIELDS and not word[0].startswith("="):
            self.could["the document contains a field that loads or starts something"] = _AS_PDF

    def _text(self, opened: list[str], said: str) -> bool:
        inner = opened[-1]
        if inner in {"instrText", "delInstrText"} and self._fields:
            self._fields[-1] += said
        elif inner == "instrText":
            self._field(said)
        elif inner in {"f", "formula", "formula1", "formula2", "definedName"} and self._part.startswith("xl/"):
            if _COMMAND.search(said):
                self.could["the document contains a command that starts a program"] = _AS_PDF
        elif inner == "v" and self._is_shared and said.strip().isdecimal():
            self._shown_strings.add(int(said))
        elif inner == "t" and "si" in opened and said.strip():
            self._said_strings.add(self._strings - 1)
        elif inner == "t" and self._in_notes and "fld" not in opened and said.strip():
            self.hides.add("notes for the speaker")
        return self._odf or inner in _WORDED

    def _reached(self) -> set[str]:
        """Return the parts that the document's relations lead to, and those that every document has."""
        if self._odf:
            return {"mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml", *self._edges.get("", ())}
        found: set[str] = set()
        left = [""]
        while left:
            part = left.pop()
            folder, _, name = part.rpartition("/")
            found |= {part, posixpath.join(folder, f"_rels/{name}.rels")}
            left += self._edges.get(part, set()) - found
        return found | {"[Content_Types].xml"}

    def written(self) -> bytes:
        """Return the document with the parts that are taken over and that something in it leads to."""
        reached = self._reached()
        parts = {
            name: pictures.bare(posixpath.splitext(name)[1].lower(), data) if _MEDIA.fullmatch(name) else data
            for name, data in self._parts.items()
            if name in reached
        }

        def listed(_name: str, attributes: dict[str, str]) -> dict[str, str] | None:
            by_local = {local(key): value for key, value in attributes.items()}
            part = by_local.get("PartName", "").lstrip("/") or by_local.get("full-path", "").rstrip("/")
            return attributes if not part or part in parts else None

        for name in ("[Content_Types].xml", "META-INF/manifest.xml"):
            if name in parts:
                parts[name] = walk(parts[name], listed, lambda _opened, _said: False)
        first = [name for name in ("mimetype", "[Content_Types].xml") if name in parts]
        return packed([(name, parts[name]) for name in (*first, *sorted(parts.keys() - set(first)))])


def _shown(name: str) -> str:
    return re.sub(r"[^\w./-]", "?", name.rpartition("/")[2])[:40]


def inspect(kind: str, data: bytes) -> Iterator[Found]:
    """Yield what is found in a document.

    Args:
        kind: the ending of its name.
        data: its bytes.

    Raises:
        DamagedError: it is damaged.
    """
    try:
        document = Office(kind, data)
    except TooMuchError:
        yield TOO_MUCH
        return
    for message, help in document.could.items():
        yield unsafe(message, help)
    if document.hides:
        yield hidden(f"the document contains {joined_list(document.hides)}", _TAKE_OUT)
    if document.said and not document.could and not document.hides:
        yield trace(f"the document contains {joined_list(document.said)}", "document")


def written_anew(kind: str, data: bytes) -> bytes:
    """Return a document with the parts that readers see.

    Raises:
        DamagedError: it cannot be read, or holds what may not be published.
    """
    document = Office(kind, data)
    if document.could or document.hides:
        raise DamagedError("it contains something that may not be published")
    return document.written()
