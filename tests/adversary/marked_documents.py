"""Documents, messages and archives of every kind that is published, each with a marker in one place where nobody sees it."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from tests.adversary.marked_files import MARK, Marked, pictures

_M = MARK.decode()

# PDF

_PAGES = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    4: b"<</Length 37>>stream\nBT /F1 12 Tf 20 100 Td (Hello) Tj ET  \nendstream",
    5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
}


def pdf_of(objects: Mapping[int, bytes], trailer: bytes = b"", between: bytes = b"") -> bytes:
    """Return a PDF of numbered objects, with a table of their places."""
    made = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content) + between
    at = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        made += b"%d 1\n%010d 00000 n \n" % (number, place)
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, at)
    return bytes(made)


def _stream(said: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (said, len(data), data)


def _page(more: bytes, **others: bytes) -> dict[int, bytes]:
    added = {int(number.lstrip("n")): content for number, content in others.items()}
    return {**_PAGES, 3: _PAGES[3][:-2] + more + b">>", **added}


def _catalog(more: bytes, **others: bytes) -> dict[int, bytes]:
    added = {int(number.lstrip("n")): content for number, content in others.items()}
    return {**_PAGES, 1: _PAGES[1][:-2] + more + b">>", **added}


def _pdfs() -> Iterator[Marked]:
    text = b"(" + MARK + b")"
    packed = zlib.compress(MARK)
    note = b"<</Type/Annot/Subtype/%s/Rect[1 1 9 9]/Contents" + text + b">>"
    photo = next(one.data for one in pictures() if str(one) == "colour.jpg: comment")
    profile = next(one.data for one in pictures() if str(one) == "colour.jpg: profile")
    end = pdf_of(_PAGES)
    hidden_list = b"7 0 8 42 <</A" + text + b">> <</S/J#61vaScript/JS" + text + b">>"
    for place, data in {
        **{
            key: pdf_of({**_PAGES, 6: b"<</" + key.encode() + text + b">>"}, b"/Info 6 0 R")
            for key in "Title Author Subject Keywords Creator Producer Secret".split()
        },
        "description": pdf_of(
            _catalog(
                b"/Metadata 6 0 R", n6=_stream(b"/Type/Metadata/Subtype/XML", b"<x><dc:creator>" + MARK + b"</dc:creator></x>")
            )
        ),
        "packed description": pdf_of(_catalog(b"/Metadata 6 0 R", n6=_stream(b"/Type/Metadata/Filter/FlateDecode", packed))),
        "description of a page": pdf_of(_page(b"/Metadata 6 0 R", n6=_stream(b"", MARK))),
        "piece of a program": pdf_of(_page(b"/PieceInfo<</Illustrator<</Private" + text + b">>>>")),
        "piece of a program in all": pdf_of(_catalog(b"/PieceInfo<</X<</Private" + text + b">>>>")),
        "unknown key": pdf_of(_catalog(b"/Unknown" + text)),
        "unknown key of the page": pdf_of(_page(b"/Unknown[1 2" + text + b"]")),
        "unknown key of a type": pdf_of({**_PAGES, 5: _PAGES[5][:-2] + b"/Unknown" + text + b">>"}),
        "words where a number is": pdf_of(_page(b"/Rotate" + text)),
        "small copy": pdf_of(
            _page(b"/Thumb 6 0 R", n6=_stream(b"/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", MARK))
        ),
        **{
            f"note {kind}": pdf_of(_page(b"/Annots[" + note % kind.encode() + b"]"))
            for kind in "Text FreeText Highlight Square Stamp Redact Ink Caret Popup Line Unknown".split()
        },
        "note with an escaped name": pdf_of(_page(b"/Annots[" + note % b"#54#65xt" + b"]")),
        "words of a link": pdf_of(_page(b"/Annots[" + note % b"Link" + b"]")),
        "script": pdf_of(_catalog(b"/OpenAction<</S/JavaScript/JS" + text + b">>")),
        "script with an escaped name": pdf_of(_catalog(b"/OpenAction<</S/J#61va#53cript/J#53" + text + b">>")),
        "script of the page": pdf_of(_page(b"/AA<</O<</S/JavaScript/JS" + text + b">>>>")),
        "scripts by name": pdf_of(_catalog(b"/Names<</JavaScript<</Names[" + text + b"<</S/JavaScript/JS" + text + b">>]>>>>")),
        "script in a list that is packed": pdf_of(
            {**_PAGES, 6: _stream(b"/Type/ObjStm/N 2/First 9/Filter/FlateDecode", zlib.compress(hidden_list))}
        ),
        "program": pdf_of(_catalog(b"/OpenAction<</S/Launch/F" + text + b">>")),
        "form that is sent": pdf_of(_page(b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/SubmitForm/F" + text + b">>>>]")),
        "other file": pdf_of(_page(b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F" + text + b">>>>]")),
        "link that is a script": pdf_of(
            _page(b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(javascript:" + MARK + b")>>>>]")
        ),
        "file inside": pdf_of(
            _catalog(
                b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/EF<</F 6 0 R>>>>]>>>>",
                n6=_stream(b"/Type/EmbeddedFile", MARK),
            )
        ),
        "file beside": pdf_of(_catalog(b"/AF[<</F(a)/EF<</F 6 0 R>>>>]", n6=_stream(b"", MARK))),
        "form of another kind": pdf_of(_catalog(b"/AcroForm<</XFA 6 0 R/Fields[]>>", n6=_stream(b"", MARK))),
        "typed into a form": pdf_of(_catalog(b"/AcroForm<</Fields[<</FT/Tx/T(a)/V" + text + b">>]>>")),
        "typed into a field within a field": pdf_of(
            _catalog(b"/AcroForm<</Fields[<</T(a)/Kids[<</FT/Tx/T(b)/V" + text + b">>]>>]>>")
        ),
        "set before it is typed": pdf_of(_catalog(b"/AcroForm<</Fields[<</FT/Tx/T(a)/DV" + text + b">>]>>")),
        "name of a field": pdf_of(_catalog(b"/AcroForm<</Fields[<</FT/Tx/T" + text + b">>]>>")),
        "language": pdf_of(_catalog(b"/Lang" + text)),
        "signature": pdf_of(_catalog(b"/AcroForm<</Fields[<</FT/Sig/T(a)/V<</Type/Sig/Name" + text + b">>>>]>>")),
        "layer that is off": pdf_of(
            _catalog(b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>", n6=b"<</Type/OCG/Name" + text + b">>")
        ),
        "name of a layer": pdf_of(_catalog(b"/OCProperties<</OCGs[6 0 R]/D<<>>>>", n6=b"<</Type/OCG/Name" + text + b">>")),
        "object that nothing leads to": pdf_of({**_PAGES, 9: text}),
        "stream that nothing leads to": pdf_of({**_PAGES, 9: _stream(b"/Filter/FlateDecode", packed)}),
        "page that nothing leads to": pdf_of({**_PAGES, 9: _stream(b"", b"BT (" + MARK + b") Tj ET")}),
        "between objects": pdf_of(_PAGES, between=b"% " + MARK + b"\n"),
        "before all": end.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + MARK + b"\n"),
        "after the end": end + MARK,
        "key of the trailer": pdf_of(_PAGES, b"/Secret" + text),
        "number of the file": pdf_of(_PAGES, b"/ID[" + text + text + b"]"),
        "earlier version": _changed_later({**_PAGES, 6: b"<</Author" + text + b">>"}),
        "comment on a page": pdf_of({**_PAGES, 4: _stream(b"", b"BT /F1 12 Tf % " + MARK + b"\n20 100 Td (Hello) Tj ET")}),
        **{
            f"{name} among the commands": pdf_of({**_PAGES, 4: _stream(b"", commands + b" BT /F1 12 Tf 20 100 Td (Hello) Tj ET")})
            for name, commands in {
                "words": text + b" 0 g",
                "words before others": b"BT /F1 12 Tf " + text + b" (a) Tj ET",
                "an unknown command": text + b" Mark",
                "a name": b"/" + MARK + b" 0 g",
                "properties": b"/Span <</Secret" + text + b">> BDC EMC",
                "a point": b"/Span <</Secret" + text + b">> DP",
                "what old readers skip": b"BX " + text + b" mark EX",
                "letters": MARK,
                "a key of a picture": b"BI /W 1 /H 1 /Secret " + text + b" /BPC 8 /CS /G ID x EI",
                "a key of a picture, in words": b"BI /W 1 /H 1 /CS " + text + b" /BPC 8 ID x EI",
            }.items()
        },
        "a black box over words": pdf_of(
            {**_PAGES, 4: _stream(b"", b"BT /F1 12 Tf 20 100 Td (" + MARK + b") Tj ET 0 g 10 90 150 30 re f")}
        ),
        "a black box over some words": pdf_of(
            {
                **_PAGES,
                4: _stream(b"", b"BT /F1 12 Tf 20 100 Td (Call Sam " + MARK + b" now) Tj ET q 0 0 0 rg 70 95 90 20 re f Q"),
            }
        ),
        "black words on a black box": pdf_of(
            {**_PAGES, 4: _stream(b"", b"0 g 10 90 150 30 re f BT /F1 12 Tf 20 100 Td (" + MARK + b") Tj ET")}
        ),
        "a thick line over words": pdf_of(
            {**_PAGES, 4: _stream(b"", b"BT /F1 12 Tf 1 0 0 1 20 100 Tm (" + MARK + b") Tj ET 14 w 0 G 15 104 m 170 104 l S")}
        ),
        "a black form over words": pdf_of(
            {
                **_PAGES,
                4: _stream(
                    b"", b"BT /F1 12 Tf 20 100 Td (" + MARK + b") Tj ET 0 0 0 1 k 10 90 m 170 90 l 170 120 l 10 120 l h f"
                ),
            }
        ),
        "a black box in another stream": pdf_of(
            {
                **_PAGES,
                3: _PAGES[3].replace(b"/Contents 4 0 R", b"/Contents[4 0 R 6 0 R]"),
                4: _stream(b"", b"BT /F1 12 Tf 20 100 Td (" + MARK + b") Tj ET"),
                6: _stream(b"", b"0 g 10 90 150 30 re f"),
            }
        ),
        "after a packed page": pdf_of({**_PAGES, 4: _stream(b"/Filter/FlateDecode", zlib.compress(b"BT ET") + MARK)}),
        "key of a packed page": pdf_of({**_PAGES, 4: _stream(b"/Secret" + text, b"BT ET")}),
        "title of a part": pdf_of(_catalog(b"/StructTreeRoot<</Type/StructTreeRoot/K<</S/P/T" + text + b"/ID" + text + b">>>>")),
        "looks of readers": pdf_of(_catalog(b"/ViewerPreferences<</Enforce" + text + b">>")),
        "intent of printing": pdf_of(_catalog(b"/OutputIntents[<</S/GTS_PDFX/Info" + text + b">>]")),
        "picture's notes": _pdf_with_picture(b"/ColorSpace/DeviceRGB/Filter/DCTDecode", photo),
        "picture's profile": _pdf_with_picture(b"/ColorSpace/DeviceRGB/Filter/DCTDecode", profile),
        "picture's notes, packed": _pdf_with_picture(
            b"/ColorSpace/DeviceRGB/Filter[/FlateDecode/DCTDecode]", zlib.compress(photo)
        ),
        "picture's key": _pdf_with_picture(
            b"/Secret" + text + b"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", zlib.compress(bytes(960))
        ),
        "after a packed picture": _pdf_with_picture(
            b"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", zlib.compress(bytes(960)) + MARK
        ),
        "picture of JPEG 2000": _pdf_with_picture(
            b"/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + (24 + len(MARK)).to_bytes(4) + b"uuid" + bytes(16) + MARK
        ),
        "profile of colours": _pdf_with_picture(
            b"/ColorSpace[/ICCBased 7 0 R]/BitsPerComponent 8/Filter/FlateDecode",
            zlib.compress(bytes(960 * 3)),
            _stream(b"/N 3", MARK * 20),
        ),
        "words of an action": pdf_of(
            _page(b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://a.example/)/Next<</S/Hide/T" + text + b">>>>>>]")
        ),
        "password": pdf_of(
            {**_PAGES, 6: b"<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (MARK, b"u" * 32)}, b"/Encrypt 6 0 R"
        ),
    }.items():
        yield Marked("letter.pdf", place, data)


def _pdf_with_picture(said: bytes, data: bytes, other: bytes = b"null") -> bytes:
    picture = _stream(b"/Type/XObject/Subtype/Image/Width 40/Height 24" + said, data)
    objects = {**_PAGES, 6: picture, 7: other}
    objects[3] = objects[3].replace(b"/Resources<<", b"/Resources<</XObject<</I 6 0 R>>")
    return pdf_of(objects)


def _changed_later(objects: Mapping[int, bytes]) -> bytes:
    first = pdf_of(objects, b"/Info 6 0 R")
    before = first.rindex(b"startxref") + 10
    start = int(first[before:].split()[0])
    at = len(first) + len(b"6 0 obj\n<<>>\nendobj\n")
    return (
        first
        + b"6 0 obj\n<<>>\nendobj\nxref\n6 1\n%010d 00000 n \ntrailer\n<</Size 7/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(first),
            start,
            at,
        )
    )


# Documents of office programs

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def zip_of(parts: Mapping[str, bytes | str], note: bytes = b"", extra: bytes = b"") -> bytes:
    """Return an archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            part = zipfile.ZipInfo(name)
            part.extra = extra
            archive.writestr(part, data)
        archive.comment = note
    return out.getvalue()


def _rels(*related: tuple[str, str], external: str = "") -> str:
    said = "".join(
        f'<Relationship Id="r{number}" Type="{_REL}/{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(related)
    )
    return f'<Relationships xmlns="{_RELS}">{said}{external}</Relationships>'


def docx(
    body: str = "",
    *,
    parts: Mapping[str, bytes | str] | None = None,
    related: tuple[tuple[str, str], ...] = (),
    external: str = "",
) -> dict[str, bytes | str]:
    """Return the parts of a text."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _rels(("officeDocument", "word/document.xml"), ("core-properties", "docProps/core.xml")),
        "word/document.xml": f"<w:document {_W} {_A}><w:body><w:p><w:r><w:t>Hello</w:t></w:r></w:p>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _rels(*related, external=external),
        **(parts or {}),
    }


def xlsx(
    cells: str = "", book: str = "", *, parts: Mapping[str, bytes | str] | None = None, state: str = ""
) -> dict[str, bytes | str]:
    """Return the parts of a table."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_S}><sheets><sheet name="One" sheetId="1"{state}/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": _rels(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet {_S}><sheetData><row r="1"><c t="s"><v>0</v></c></row>{cells}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f"<sst {_S}><si><t>Hello</t></si></sst>",
        **(parts or {}),
    }


def pptx(
    slide: str = "", notes: str = "", *, shown: str = "", parts: Mapping[str, bytes | str] | None = None
) -> dict[str, bytes | str]:
    """Return the parts of a presentation."""
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _rels(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {_P}><p:sldIdLst><p:sldId id="256"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _rels(("slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"<p:sld {_P} {_A}{shown}><a:t>Hello</a:t>{slide}</p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": _rels(*([("notesSlide", "../notesSlides/notesSlide1.xml")] if notes else [])),
    }
    if notes:
        made["ppt/notesSlides/notesSlide1.xml"] = f"<p:notes {_P} {_A}>{notes}</p:notes>"
    return {**made, **(parts or {})}


def odf(kind: str, body: str = "", *, parts: Mapping[str, bytes | str] | None = None) -> dict[str, bytes | str]:
    """Return the parts of a text (`text`) or table (`spreadsheet`) of OpenDocument."""
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {_O}><office:body><text:p>Hello</text:p>{body}</office:body></office:document-content>",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        **(parts or {}),
    }


def _documents() -> Iterator[Marked]:
    photo = next(one.data for one in pictures() if str(one) == "colour.jpg: EXIF")
    core = f'<x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{_M}</dc:creator></x>'
    run = f"<w:r><w:t>{_M}</w:t></w:r>"
    for place, made in {
        "author": docx(parts={"docProps/core.xml": core}),
        "company": docx(parts={"docProps/app.xml": f"<Properties><Company>{_M}</Company></Properties>"}),
        "own notes": docx(parts={"docProps/custom.xml": f"<p>{_M}</p>"}),
        "small copy": docx(parts={"docProps/thumbnail.jpeg": photo}),
        "own data": docx(parts={"customXml/item1.xml": f"<p>{_M}</p>"}),
        "label": docx(parts={"docMetadata/LabelInfo.xml": f"<p>{_M}</p>"}),
        "people": docx(parts={"word/people.xml": f"<p>{_M}</p>"}),
        "building blocks": docx(parts={"word/glossary/document.xml": f"<w:p {_W}>{run}</w:p>"}),
        "comments": docx(parts={"word/comments.xml": f"<w:p {_W}>{run}</w:p>"}),
        "comments, again": docx(parts={"word/commentsExtended.xml": f"<w:p {_W}>{run}</w:p>"}),
        "what was deleted": docx(f'<w:del w:author="a"><w:r><w:delText>{_M}</w:delText></w:r></w:del>'),
        "who added": docx(f'<w:ins w:author="{_M}"/>'),
        "who formatted": docx(f'<w:rPr><w:rPrChange w:author="{_M}"/></w:rPr>'),
        "hidden words": docx(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{_M}</w:t></w:r>"),
        "words outside of text": docx(f"<w:p>{_M}</w:p>"),
        "comment in the code": docx(f"<!-- {_M} -->"),
        "instruction in the code": docx(f"<?mark {_M}?>"),
        "element of a program": docx(f'<x:secret xmlns:x="urn:mark"><w:t>{_M}</w:t></x:secret>'),
        "attribute of a program": docx(f'<w:p xmlns:x="urn:mark" x:secret="{_M}"/>'),
        "namespace": docx(f'<w:p xmlns:x="urn:{_M}"/>'),
        "tag of a field": docx(f'<w:sdt><w:sdtPr><w:tag w:val="{_M}"/><w:alias w:val="{_M}"/></w:sdtPr></w:sdt>'),
        "revision": docx(f'<w:p w:rsidR="{_M}"/>'),
        "variables": docx(
            parts={"word/settings.xml": f'<w:settings {_W}><w:docVars><w:docVar w:val="{_M}"/></w:docVars></w:settings>'},
            related=(("settings", "settings.xml"),),
        ),
        "template": docx(
            external=f'<Relationship Id="x" Type="{_REL}/attachedTemplate" TargetMode="External" Target="file:///{_M}"/>'
        ),
        "picture from elsewhere": docx(
            external=f'<Relationship Id="x" Type="{_REL}/image" TargetMode="External" Target="https://{_M}.example/"/>'
        ),
        "link to a computer": docx(
            external=f'<Relationship Id="x" Type="{_REL}/hyperlink" TargetMode="External" Target="file:///C:/{_M}"/>'
        ),
        "field": docx(f'<w:fldSimple w:instr="DDEAUTO c {_M}"/>'),
        "field in pieces": docx(
            f'<w:fldChar w:fldCharType="begin"/><w:instrText>DD</w:instrText><w:instrText>E {_M}</w:instrText><w:fldChar w:fldCharType="end"/>'
        ),
        "macros": docx(parts={"word/vbaProject.bin": MARK}),
        "file inside": docx(parts={"word/embeddings/a.xlsx": MARK}),
        "unknown part": docx(parts={"word/mark.xml": MARK}),
        "unknown part at the top": docx(parts={"mark.txt": MARK}),
        "photograph": docx(parts={"word/media/a.jpg": photo}, related=(("image", "media/a.jpg"),)),
        "photograph that nothing shows": docx(parts={"word/media/a.jpg": photo}),
        "drawing": docx(parts={"word/media/a.emf": MARK}),
        "cut photograph": docx(f'<a:srcRect l="5000"/><!-- {_M} -->'),
        "settings of a printer": docx(parts={"word/printerSettings/printerSettings1.bin": MARK}),
    }.items():
        yield Marked("letter.docx", place, zip_of(made))
    plain = zip_of(docx())
    yield Marked("letter.docx", "note of the archive", zip_of(docx(), note=MARK))
    yield Marked(
        "letter.docx", "extra field of the archive", zip_of(docx(), extra=b"\x99\x99" + len(MARK).to_bytes(2, "little") + MARK)
    )
    yield Marked("letter.docx", "before the archive", b"PK\x03\x04" + MARK + plain)
    yield Marked("letter.docx", "after the archive", plain + MARK)
    for place, made in {
        "hidden sheet": xlsx(state=f' state="hidden" x="{_M}"'),
        "very hidden sheet": xlsx(state=f' state="veryHidden" x="{_M}"'),
        "hidden row": xlsx(f'<row hidden="1"><c><v>{_M}</v></c></row>'),
        "hidden column": xlsx(f'<cols><col hidden="true"/></cols><row><c><v>{_M}</v></c></row>'),
        "words that no cell shows": xlsx(
            parts={"xl/sharedStrings.xml": f"<sst {_S}><si><t>Hello</t></si><si><t>{_M}</t></si></sst>"}
        ),
        "where it was saved": xlsx(
            book=f'<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:/{_M}"/>'
        ),
        "who has it open": xlsx(book=f'<fileSharing userName="{_M}"/>'),
        "hidden name": xlsx(book=f'<definedNames><definedName name="a" hidden="1">"{_M}"</definedName></definedNames>'),
        "what if": xlsx(book=f'<scenarios><scenario name="a" user="{_M}"/></scenarios>'),
        "row of no height": xlsx(f'<row ht="0"><c><v>{_M}</v></c></row>'),
        "column of no width": xlsx(f'<cols><col width="0.0"/></cols><row><c><v>{_M}</v></c></row>'),
        "other table": xlsx(parts={"xl/externalLinks/externalLink1.xml": MARK}),
        "connection": xlsx(parts={"xl/connections.xml": MARK}),
        "data behind a sum": xlsx(parts={"xl/pivotCache/pivotCacheRecords1.xml": MARK}),
        "comment": xlsx(parts={"xl/comments1.xml": MARK}),
        "talk": xlsx(parts={"xl/threadedComments/threadedComment1.xml": MARK}),
        "persons": xlsx(parts={"xl/persons/person.xml": MARK}),
        "command": xlsx(f"<row><c><f>cmd|'/C {_M}'!A0</f></c></row>"),
        "call": xlsx(f'<row><c><f>WEBSERVICE("https://{_M}.example")</f></c></row>'),
        "settings of a printer": xlsx(parts={"xl/printerSettings/printerSettings1.bin": MARK}),
        "form that shows nothing": xlsx(
            parts={"xl/styles.xml": f'<styleSheet {_S}><numFmt formatCode=";;;"/><c>{_M}</c></styleSheet>'}
        ),
        "sheet that is not listed": xlsx(parts={"xl/worksheets/sheet2.xml": f"<worksheet {_S}><c><v>{_M}</v></c></worksheet>"}),
        "author": xlsx(parts={"docProps/core.xml": core}),
        "old macros": xlsx(parts={"xl/macrosheets/sheet1.xml": MARK}),
    }.items():
        yield Marked("rows.xlsx", place, zip_of(made))
    for place, made in {
        "notes": pptx(notes=f"<a:t>{_M}</a:t>"),
        "hidden shape": pptx(f'<p:cNvPr hidden="1" descr="{_M}"/>'),
        "hidden slide": pptx(f"<a:t>{_M}</a:t>", shown=' show="0"'),
        "slide that is not listed": pptx(parts={"ppt/slides/slide2.xml": f"<p:sld {_P} {_A}><a:t>{_M}</a:t></p:sld>"}),
        "comments": pptx(parts={"ppt/comments/comment1.xml": MARK}),
        "who commented": pptx(parts={"ppt/commentAuthors.xml": MARK}),
        "tags": pptx(parts={"ppt/tags/tag1.xml": MARK}),
        "film": pptx(parts={"ppt/media/a.mp4": MARK}),
        "author": pptx(parts={"docProps/core.xml": core}),
    }.items():
        yield Marked("talk.pptx", place, zip_of(made))
    for ending, kind in (("odt", "text"), ("ods", "spreadsheet")):
        for place, made in {
            "author": odf(kind, parts={"meta.xml": core}),
            "settings": odf(kind, parts={"settings.xml": f"<s>{_M}</s>"}),
            "small copy": odf(kind, parts={"Thumbnails/thumbnail.png": MARK}),
            "configuration": odf(kind, parts={"Configurations2/x.xml": MARK}),
            "unknown part": odf(kind, parts={"secret.bin.txt": MARK}),
            "version": odf(kind, parts={"Versions/Version1": MARK}),
            "macros": odf(kind, parts={"Basic/Standard/Module1.xml": MARK}),
            "object": odf(kind, parts={"Object 1/content.xml": MARK}),
            "what was deleted": odf(kind, f"<text:tracked-changes><text:p>{_M}</text:p></text:tracked-changes>"),
            "comment": odf(kind, f"<office:annotation><text:p>{_M}</text:p></office:annotation>"),
            "hidden words": odf(kind, f'<text:hidden-text text:string-value="{_M}"/>'),
            "words that are not shown": odf(kind, f'<text:span text:display="none">{_M}</text:span>'),
            "sheet that is not shown": odf(kind, f'<style:table-properties table:display="false"/><text:p>{_M}</text:p>'),
            "row that is not shown": odf(
                kind, f'<table:table-row table:visibility="collapse"><text:p>{_M}</text:p></table:table-row>'
            ),
            "command": odf(kind, f'<table:table-cell table:formula="of:=DDE(&quot;{_M}&quot;)"/>'),
            "source": odf(kind, f'<text:section-source xlink:href="file:///{_M}"/>'),
            "picture from elsewhere": odf(kind, f'<draw:image xlink:href="https://{_M}.example/a.png"/>'),
            "photograph": odf(kind, '<draw:image xlink:href="Pictures/a.jpg"/>', parts={"Pictures/a.jpg": photo}),
            "photograph that nothing shows": odf(kind, parts={"Pictures/a.jpg": photo}),
            "comment in the code": odf(kind, f"<!-- {_M} -->"),
            "attribute of a program": odf(kind, f'<text:p xmlns:x="urn:mark" x:secret="{_M}"/>'),
            "cut photograph": odf(kind, f'<style:x fo:clip="rect(1cm, 0cm, 0cm, 0cm)"/><!-- {_M} -->'),
        }.items():
            yield Marked(f"letter.{ending}", place, zip_of(made))


def _messages() -> Iterator[Marked]:
    head = b"Subject: Your ticket\nFrom: desk@a.example\nDate: Tue, 3 Mar 2027 09:00:00 +0000\n"
    for header in b"To Cc Bcc Received X-Mailer X-Originating-IP Message-ID Return-Path DKIM-Signature Reply-To Comments".split():
        yield Marked("letter.eml", header.decode(), header + b": " + MARK + b"\n" + head + b"\nDear customer\n")
    parts = (
        head
        + b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n%s\n--b\nContent-Type: text/plain%s\n\nDear customer\n%s--b--\n%s'
    )
    yield Marked("letter.eml", "before the parts", parts % (MARK, b"", b"", b""))
    yield Marked("letter.eml", "after the parts", parts % (b"", b"", b"", MARK + b"\n"))
    yield Marked("letter.eml", "header of a part", parts % (b"", b"\nContent-Description: " + MARK, b"", b""))
    yield Marked("letter.eml", "name of a part", parts % (b"", b"; name=" + MARK, b"", b""))
    yield Marked("letter.eml", "file inside", parts % (b"", b"", b"--b\nContent-Type: image/png\n\n" + MARK + b"\n", b""))
    yield Marked(
        "letter.eml", "page of the web", parts % (b"", b"", b"--b\nContent-Type: text/html\n\n<!-- " + MARK + b" -->\n", b"")
    )


def _archives() -> Iterator[Marked]:
    photo = next(one.data for one in pictures() if str(one) == "colour.jpg: EXIF")
    letter = zip_of(docx(parts={"docProps/custom.xml": f"<p>{_M}</p>"}))
    yield Marked("all.zip", "photograph", zip_of({"a.jpg": photo}))
    yield Marked("all.zip", "document", zip_of({"a/letter.docx": letter}))
    yield Marked("all.zip", "archive in it", zip_of({"more.zip": zip_of({"a.jpg": photo})}))
    yield Marked("all.zip", "archives in it", zip_of({"1.zip": zip_of({"2.zip": zip_of({"3.zip": zip_of({"a.jpg": photo})})})}))
    yield Marked("all.zip", "program", zip_of({"a.exe": MARK}))
    yield Marked("all.zip", "what a Mac adds", zip_of({"a.txt": "a", "__MACOSX/._a.txt": MARK}))
    yield Marked("all.zip", "hidden folder", zip_of({"a.txt": "a", ".git/config.txt": MARK}))
    yield Marked("all.zip", "note", zip_of({"a.txt": "a"}, note=MARK))
    yield Marked("all.zip", "extra field", zip_of({"a.txt": "a"}, extra=b"\x99\x99" + len(MARK).to_bytes(2, "little") + MARK))
    yield Marked("all.zip", "after the end", zip_of({"a.txt": "a"}) + MARK)
    yield Marked("all.zip", "before the start", b"PK\x03\x04" + MARK + zip_of({"a.txt": "a"}))
    yield Marked("all.zip", "folder", zip_of({"a.txt": "a", f"{_M}/": ""}))


def documents() -> Iterator[Marked]:
    """Yield documents, messages and archives with a marker."""
    yield from _pdfs()
    yield from _documents()
    yield from _messages()
    yield from _archives()


def plain_documents() -> Iterator[tuple[str, bytes]]:
    """Yield documents of each kind without a marker."""
    yield "letter.pdf", pdf_of(_PAGES)
    for number, commands in enumerate(
        (
            b"0 g 10 90 150 30 re f 1 g BT /F1 12 Tf 20 100 Td (White on black) Tj ET",
            b"0.9 g 10 90 150 30 re f 0 g BT /F1 12 Tf 20 100 Td (Black on grey) Tj ET",
            b"BT /F1 12 Tf 20 100 Td (Underlined) Tj ET 0 g 20 97 60 1 re f",
            b"BT /F1 12 Tf 20 100 Td (Beside) Tj ET 0 g 90 90 60 30 re f",
            b"0 g 10 90 150 30 re f 1 g 10 90 150 30 re f 0 g BT /F1 12 Tf 20 100 Td (Painted over) Tj ET",
        )
    ):
        yield f"box-{number}.pdf", pdf_of({**_PAGES, 4: _stream(b"", commands)})
    yield "letter.docx", zip_of(docx())
    yield "rows.xlsx", zip_of(xlsx())
    yield "talk.pptx", zip_of(pptx(notes="<a:fld><a:t>1</a:t></a:fld>"))
    yield "letter.odt", zip_of(odf("text"))
    yield "rows.ods", zip_of(odf("spreadsheet"))
    yield "letter.eml", b"Subject: Your ticket\nFrom: desk@a.example\n\nDear customer\n"
    yield "all.zip", zip_of({"a.txt": "a", "b/c.txt": "b"})
