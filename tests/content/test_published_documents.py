"""A document that is written anew is the same to its readers: pages, links, headings, what screen readers say, and how it looks."""

import io
import zipfile
import zlib
from typing import Any

import pytest
from pypdf import PdfReader  # noqa: TID251  # reads what its home wrote

from generator.content.attachments import look, without_traces
from generator.model.source import RawFile
from tests.adversary.marked_documents import docx, pdf_of, pptx, xlsx, zip_of
from tests.adversary.marked_files import plain_pictures

_JPEG = dict(plain_pictures())["colour.jpg"]


def _stream(said: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (said, len(data), data)


def _messages(name: str, data: bytes) -> list[tuple[str, str]]:
    found = look(RawFile(f"content/incidents/x/files/{name}", data, len(data))).problems
    return [(one.rule, one.message) for one in found]


def _rich_pdf() -> bytes:
    points = zlib.compress(bytes(range(12)))
    predicted = zlib.compress(b"".join(b"\1" + bytes([row] * 4) for row in range(3)))
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Lang(de-CH)/MarkInfo<</Marked true>>/StructTreeRoot 20 0 R/Outlines 22 0 R"
            b"/PageLabels<</Nums[0<</S/r/P(A-)>>]>>/Names<</Dests<</Names[(end)[3 0 R/Fit]]>>>>/AcroForm<</Fields[30 0 R]/DA(/F1 0 Tf)>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]>>",
            3: b"<</Type/Page/Parent 2 0 R/Contents[4 0 R 5 0 R]/StructParents 0/Annots[24 0 R 25 0 R 26 0 R 30 0 R]/Resources 6 0 R>>",
            4: _stream(b"/Filter/ASCIIHexDecode", b"BT /F1 12 Tf 20 100 Td".hex().encode() + b">"),
            5: _stream(b"", b"(Hello) Tj ET /I1 Do /I2 Do /I3 Do /I4 Do /X1 Do /C1 cs 0.5 scn /P1 scn /S1 sh /G1 gs"),
            6: b"<</Font<</F1 7 0 R/F2 31 0 R>>/XObject<</I1 8 0 R/I2 9 0 R/I3 10 0 R/I4 11 0 R/X1 12 0 R>>/ColorSpace<</C1[/Separation/Spot/DeviceCMYK 13 0 R]"
            b"/C2[/ICCBased 14 0 R]/C3[/Indexed[/ICCBased 14 0 R] 1(\1\2\3\4\5\6)]>>/Pattern<</P1<</PatternType 2/Shading 15 0 R>>>>"
            b"/Shading<</S1 15 0 R>>/ExtGState<</G1<</ca .5/SMask<</S/Luminosity/G 12 0 R>>>>>>/Properties<</M1<</MCID 0>>>>>>",
            7: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/A]>>/ToUnicode 16 0 R>>",
            8: _stream(
                b"/Type/XObject/Subtype/Image/Width 40/Height 24/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", _JPEG
            ),
            9: _stream(
                b"/Subtype/Image/Width 4/Height 3/ColorSpace[/Indexed/DeviceRGB 12(%s)]/BitsPerComponent 8/Filter/FlateDecode"
                % (b"abc" * 13),
                points,
            ),
            10: _stream(
                b"/Subtype/Image/Width 4/Height 3/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
                b"/DecodeParms<</Predictor 15/Columns 4>>/SMask 11 0 R",
                predicted,
            ),
            11: _stream(
                b"/Subtype/Image/Width 4/Height 3/ImageMask true/Filter[/ASCIIHexDecode/FlateDecode]",
                zlib.compress(b"\xf0\xf0\xf0").hex().encode() + b">",
            ),
            12: _stream(b"/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency/CS/DeviceRGB>>/Resources<<>>", b"0 0 5 5 re f"),
            13: _stream(b"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1 0 1]", b"{ % tint\n dup 0 exch 0 exch 0 exch }"),
            14: _stream(b"/N 3", b"profile"),
            15: b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0]/C1[1 1 1]>>>>",
            16: _stream(b"", b"%!PS\n1 beginbfchar <41> <0041> endbfchar"),
            20: b"<</Type/StructTreeRoot/K[21 0 R]/ParentTree<</Nums[0[21 0 R]]>>/RoleMap<</Para/P>>>>",
            21: b"<</Type/StructElem/S/Para/P 20 0 R/Pg 3 0 R/Alt(A greeting)/K[0]/A<</O/Layout/Placement/Block>>>>",
            22: b"<</Type/Outlines/First 23 0 R/Last 23 0 R/Count 1>>",
            23: b"<</Title(Start)/Parent 22 0 R/Dest[3 0 R/XYZ 0 0 0]>>",
            24: b"<</Type/Annot/Subtype/Link/Rect[1 1 9 9]/BS<</W 0>>/A<</S/URI/URI(https://a.example/)>>>>",
            25: b"<</Type/Annot/Subtype/Link/Rect[1 1 9 9]/A<</S/GoTo/D[3 0 R/Fit]>>>>",
            26: b"<</Type/Annot/Subtype/Link/Rect[1 1 9 9]/Dest(end)>>",
            30: b"<</Type/Annot/Subtype/Widget/FT/Btn/T(secret)/TU(Yes, tell me)/Rect[1 1 9 9]/P 3 0 R/V/Off/AS/Off/AP<</N<</On 12 0 R/Off 12 0 R>>>>/MK<</CA(x)>>>>",
            31: b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/F"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[0[500 600]]/FontDescriptor 32 0 R>>]>>",
            32: b"<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/CapHeight 1/StemV 1/FontFile2 33 0 R>>",
            33: _stream(b"/Length1 4", b"font"),
        }
    )


def test_a_pdf_stays_what_it_is() -> None:
    """Pages, words, links, headings, labels, names, forms and descriptions for screen readers are still there."""
    data = _rich_pdf()
    assert _messages("a.pdf", data) == []
    made = without_traces("a.pdf", data)
    reader = PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    page: Any = reader.pages[0]
    assert len(reader.pages) == 1
    assert "Hello" in page.extract_text()
    assert reader.page_labels == ["A-i"]
    assert [one["/Title"] for one in reader.outline] == ["Start"]  # type: ignore[call-overload]  # a list of headings
    assert root["/Lang"] == "de-CH"
    assert root["/StructTreeRoot"]["/K"][0]["/Alt"] == "A greeting"
    assert root["/StructTreeRoot"]["/K"][0]["/Pg"]["/StructParents"] == 0
    web, inside, named, box = (one.get_object() for one in page["/Annots"])
    assert web["/A"]["/URI"] == "https://a.example/"
    assert inside["/A"]["/D"][0].get_object()["/StructParents"] == 0
    assert named["/Dest"] == "end"
    assert reader.named_destinations["end"].page == reader.pages[0].indirect_reference
    assert box["/TU"] == "Yes, tell me"
    assert box["/T"] == "field 1"
    assert root["/AcroForm"]["/Fields"][0].get_object() == box
    resources = page["/Resources"]
    assert resources["/XObject"].keys() == {"/I1", "/I2", "/I3", "/I4", "/X1"}
    assert resources["/XObject"]["/I1"]._data == _JPEG  # as it is in the file
    assert resources["/XObject"]["/I3"].get_data() == bytes(
        number for row in range(3) for number in (row, 2 * row, 3 * row, 4 * row)
    )
    assert resources["/XObject"]["/I4"].get_data() == b"\xf0\xf0\xf0"
    assert resources["/ColorSpace"]["/C2"] == "/DeviceRGB"
    assert resources["/ColorSpace"]["/C3"][1] == "/DeviceRGB"
    assert b"tint" not in resources["/ColorSpace"]["/C1"][3].get_data()
    assert resources["/Font"]["/F2"]["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data() == b"font"
    assert reader.metadata is None


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        (b"javascript:app.alert(1)", "unsafe-file"),
        (b" JavaScript:x", "unsafe-file"),
        (b"file:///C:/x", "unsafe-file"),
        (b"data:text/html,x", "unsafe-file"),
        (b"other.pdf", "file-with-metadata"),
        (b"ftp://a.example/", "file-with-metadata"),
    ],
)
def test_links_of_a_pdf(address: bytes, rule: str) -> None:
    """A link that is a command keeps a document back; one that does not lead to a page of the web is left out, and said."""
    data = _rich_pdf().replace(b"https://a.example/", address.ljust(18).replace(b"(", b"\\(").replace(b")", b"\\)"))
    ((found, _said),) = _messages("a.pdf", data)
    assert found == rule
    if rule == "file-with-metadata":
        page: Any = PdfReader(io.BytesIO(without_traces("a.pdf", data))).pages[0]
        assert "/A" not in page["/Annots"][0]


def test_office_documents_stay_what_they_are() -> None:
    """Words, cells, links and pictures of a document are still there, and nothing that it lists is missing."""
    link = '<Relationship Id="l" Type="x/hyperlink" TargetMode="External" Target="https://a.example/"/>'
    for name, parts in {
        "a.docx": docx(
            '<w:p><w:r><w:t xml:space="preserve"> two  &amp; &lt;b&gt; </w:t></w:r></w:p>'
            '<w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/>',
            parts={"word/media/a.jpg": _JPEG, "word/styles.xml": "<s/>"},
            related=(("image", "media/a.jpg"), ("styles", "/word/styles.xml")),
            external=link,
        ),
        "a.xlsx": xlsx('<row r="2"><c><f>SUM(A1)</f><v>12</v></c></row>'),
        "a.pptx": pptx("<a:t>More</a:t>", notes='<a:fld type="slidenum"><a:t>1</a:t></a:fld>'),
    }.items():
        data = zip_of(parts)
        assert _messages(name, data) == []
        with zipfile.ZipFile(io.BytesIO(without_traces(name, data))) as archive:
            assert set(archive.namelist()) == parts.keys() - {"docProps/core.xml"}
            whole = b"".join(archive.read(part) for part in archive.namelist()).decode("latin-1")
            assert all(one.date_time == (1980, 1, 1, 0, 0, 0) for one in archive.infolist())
        for said in {
            "a.docx": ("> two  &amp; &lt;b&gt; <", "https://a.example/", " PAGE ", "Hello"),
            "a.xlsx": ("SUM(A1)", ">12<", "Hello"),
            "a.pptx": ("Hello", "More"),
        }[name]:
            assert said in whole


@pytest.mark.parametrize(
    ("name", "parts", "says"),
    [
        (
            "a.docx",
            docx(external='<Relationship Type="x/hyperlink" TargetMode="External" Target="\\\\server\\x"/>'),
            "on a computer",
        ),
        ("a.docx", docx(parts={"word/settings.xml": "<w:settings xmlns:w='w'><w:mailMerge/></w:settings>"}), "loads data"),
        ("a.docx", docx("<w:instrText>INCLUDETEXT x</w:instrText>"), "a field that loads"),
        ("a.docx", docx('<w:fldSimple w:instr=" QUOTE 68 68 69"/>'), "a field that loads"),
        ("a.docx", docx("<w:commentReference/>"), "comments"),
        ("a.docx", docx("<o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office'/>"), "embedded files"),
        ("a.docx", docx(related=(("aFChunk", "a.html"),)), "embedded files"),
        ("a.xlsx", xlsx('<row><c><f>IMPORTXML("x")</f></c></row>'), "starts a program"),
        ("a.xlsx", xlsx(book="<ddeLink/>"), "starts a program"),
    ],
)
def test_what_documents_could_do(name: str, parts: dict[str, bytes | str], says: str) -> None:
    """What a document could do, or hides, keeps it back."""
    found = _messages(name, zip_of(parts))
    assert len(found) == 1
    assert found[0][0] in {"unsafe-file", "hidden-in-file"}
    assert says in found[0][1]
