"""Letters and notices, read back from paper by another program: what they say, under which headings, in how large letters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import Any

import html5lib
import pytest
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DictionaryObject, IndirectObject

from generator.adapters.pdf import print_pdf
from generator.adapters.site_files import read_site
from generator.adapters.theme_files import font_folders
from generator.content.known_profiles import shipped
from generator.errors import UsageError
from generator.model.config import Contact
from generator.model.incident import Delay
from generator.model.notice_profile import Element, Output
from generator.model.pdf_document import Block, BlockKind, PdfDocument
from generator.model.update import Consequence, Correction, Data, DataState, DirectNotice
from generator.pipeline import checking, exporting, publishing
from generator.pipeline.exporting import WrittenNotice
from generator.render import exports, letters
from generator.render.site import Site
from tests.render.sites import (
    BEGAN,
    CONFIG,
    HARD,
    NOW,
    ROOT,
    UNFIT,
    incident,
    site_of,
    theme,
    update,
)

CALIFORNIA = (
    "What Happened",
    "What Information Was Involved",
    "What We Are Doing",
    "What You Can Do",
    "For More Information",
)


@cache
def _checked() -> checking.Checked:
    return checking.check(read_site(ROOT, 1 << 20), NOW)


@cache
def _notice(key: str, tag: str = "", output: Output | None = None) -> WrittenNotice:
    checked = _checked()
    site = publishing.publish(checked, NOW)
    public_incident = next(public_incident for public_incident in site.incidents if public_incident.slug == "support-tickets")
    wanted = exporting.NoticeRequest(key=key, output=output, tag=tag)
    (made, *_) = exporting.notices(checked, site, public_incident, wanted, theme())
    return made


def _of(site: Site, key: str = "us-ca", missing: dict[Element, str] | None = None, tag: str = "") -> letters.Notice:
    view, texts = exports.view_of(site, site.incidents[0], None, tag, theme())
    return letters.notice(view, texts, theme(), shipped()[key], missing or {})


def _pdf(printed: PdfDocument) -> PdfReader:
    return PdfReader(BytesIO(print_pdf(printed, font_folders(ROOT))))


def _text(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def _letters(text: str) -> str:
    """Letters and digits alone: where a line is broken and how a list is marked is not what a letter says."""
    return "".join(re.findall(r"\w+", text))


def _sizes(reader: PdfReader) -> dict[float, str]:
    """Every size in points in which there is any text, with some of it."""
    sizes: dict[float, str] = {}

    def see(text: str, _cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            sizes.setdefault(round(abs(size * (tm[3] or tm[0])), 2), text.strip())

    for page in reader.pages:
        page.extract_text(visitor_text=see)
    return sizes


def _structure(reader: PdfReader) -> Iterator[str]:
    """The names of a document's elements, in the order in which they are read aloud."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, DictionaryObject):
            if "/S" in node and node.get("/Type", "/StructElem") == "/StructElem":
                yield str(node["/S"]).removeprefix("/")
            yield from walk(node.get("/K"))
        elif isinstance(node, list):
            for one in node:
                yield from walk(one)

    yield from walk(_root(reader)["/StructTreeRoot"])


def _inside(thing: DictionaryObject, key: str) -> DictionaryObject:
    found = thing[key].get_object()
    assert isinstance(found, DictionaryObject)
    return found


def _is_true(value: object) -> bool:
    return isinstance(value, BooleanObject) and bool(value == True)  # noqa: E712  # it has no truth of its own


def _root(reader: PdfReader) -> DictionaryObject:
    return _inside(reader.trailer, "/Root")


def _headings(reader: PdfReader) -> list[str]:
    found: list[str] = []
    for one in reader.outline:
        items = one if isinstance(one, list) else [one]
        found += [item.title or "" for item in items if not isinstance(item, list)]
    return found


def test_california() -> None:
    """The notice for California bears its title, its five headings in their order, and no letters below ten points."""
    made = _notice("us-ca")
    reader = _pdf(made.notice.printed)
    assert made.missing == ()
    assert reader.metadata is not None
    assert reader.metadata.title == "Notice of Data Breach"
    assert reader.metadata.author == "Larkfield Energy"
    assert [heading for heading in _headings(reader) if heading in CALIFORNIA] == list(CALIFORNIA)
    assert min(_sizes(reader)) >= 10
    headings = [block.text for block in made.notice.printed.blocks if block.kind is BlockKind.HEADING]
    assert headings == list(CALIFORNIA)


@pytest.mark.no_cover
@pytest.mark.parametrize("tag", ["", "de", "ar"])
@pytest.mark.parametrize("key", ["us-ca", "gdpr-34"])
def test_paper_says_what_the_page_says(key: str, tag: str) -> None:
    """A PDF has the words of the HTML, no more and no fewer, and its language; it can be read aloud."""
    made = _notice(key, tag).notice
    reader = _pdf(made.printed)
    root = _root(reader)
    assert str(root["/Lang"]) == (tag or "en")
    assert _is_true(_inside(root, "/MarkInfo")["/Marked"])
    assert _is_true(_inside(root, "/ViewerPreferences")["/DisplayDocTitle"])
    names = list(_structure(reader))
    assert names.count("H1") == 1
    assert {"H2", "P", "L", "LI"} <= set(names)
    page = html5lib.parse(made.html, namespaceHTMLElements=False).find("body")
    for items in page.iter("ol"):
        for number, item in enumerate(items.iter("li"), 1):
            item.text = f"{number}. {item.text or ''}"
    # What keeps a program from making a link of a number is not on paper, where there are none.
    said = "".join(page.itertext()).replace("\N{WORD JOINER}", "")
    if tag == "ar":
        # Letters are joined on paper, and stand in the order of the eye; figures run from left to right in both.
        assert set(re.findall(r"\d+", said)) <= set(re.findall(r"\d+", _text(reader)))
    else:
        # Both break addresses and lines where they like.
        pages = (re.sub(r"\s*\d+ / \d+\s*$", "", page.extract_text()) for page in reader.pages)
        assert _letters("\n".join(pages)) == _letters(said)


@pytest.mark.no_cover
@pytest.mark.parametrize(("key", "output"), [(key, output) for key, one in shipped().items() for output in one.outputs])
def test_every_profile(key: str, output: Output) -> None:
    """Every profile's notices can be printed, in letters of ten points or larger, and say everything that it requires or name it."""
    made = _notice(key, output=output)
    reader = _pdf(made.notice.printed)
    assert min(_sizes(reader)) >= 10
    assert bool(made.missing) == ("DRAFT" in _text(reader))
    assert "legal advice" not in _text(reader)


def test_the_same_bytes() -> None:
    """The same notice is the same file, with the time of its update."""
    made = _notice("hipaa")
    first, second = (print_pdf(made.notice.printed, font_folders(ROOT)) for _ in range(2))
    assert first == second
    metadata = PdfReader(BytesIO(first)).metadata
    assert metadata is not None
    assert metadata.creation_date == made.view.update.published


def test_what_is_missing() -> None:
    """What a profile requires and nothing says is a blank in its place, and every page is marked as a draft."""
    long = {f"step-{number}": one for number in range(60) for one in update(1, BEGAN).next_steps.values()}
    site = site_of([incident(update(1, BEGAN, next_steps=MappingProxyType(long)))], BEGAN)
    made = _of(site, missing={Element.DATA: "which kinds of data are affected", Element.CONTACT: "whom to ask"})
    reader = _pdf(made.printed)
    assert len(reader.pages) >= 2
    for page in reader.pages:
        assert "DRAFT: which kinds of data are affected and whom to ask are missing" in " ".join(page.extract_text().split())
    assert "What Information Was Involved\nDRAFT: which kinds of data are affected is missing here" in _text(reader)
    assert made.html.count("DRAFT: which kinds of data are affected is missing here") == 1
    assert '<p class="draft" lang="en" dir="ltr">DRAFT: which kinds' in made.html
    assert "@top-left{content:" in made.html


@pytest.mark.parametrize("size", [letters.SIZE, letters.LARGE])
def test_why_it_is_a_draft_is_on_paper_whole(size: int) -> None:
    """However much is missing, each page says that it is a draft, and the first says why, below the upper edge of the paper."""
    site = site_of([incident(update(1, BEGAN))], BEGAN)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    why = {element: f"what nobody has written about {element.value} in any of the updates so far" for element in Element}
    made = letters.notice(view, texts, theme(), shipped()["us-ca"], why)
    reader = _pdf(replace(made.printed, size=size))
    tops: list[float] = []
    told = [
        page.extract_text(visitor_text=lambda text, _, at, *__: tops.append(at[5]) if text.strip() else None)
        for page in reader.pages
    ]
    assert max(tops) < float(reader.pages[0].mediabox.height) - 20
    assert all("DRAFT: not to be sent" in page for page in told)
    whole = " ".join(told[0].split())
    assert all(one in " ".join(" ".join(told).split()) for one in why.values())
    assert next(iter(why.values())) in whole


def test_what_must_not_be_said() -> None:
    """A letter that repeats what it must not say stays a draft, and says what is to be struck out; one that leaves it out need not."""
    site = site_of([incident(update(1, BEGAN))], BEGAN)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    profile = shipped()["us-ma"]
    whole = letters.notice(view, texts, theme(), replace(profile, leaves_out=()), {})
    assert whole.printed.mark == (
        "DRAFT: strike out the nature of the breach and the number of residents affected, which this letter must not say"
    )
    assert letters.notice(view, texts, theme(), profile, {}).printed.mark == ""


def test_nothing_is_missing() -> None:
    """A notice with everything in it has no mark."""
    made = _notice("us-ca")
    assert "DRAFT" not in made.notice.html
    assert "DRAFT" not in _text(_pdf(made.notice.printed))
    assert made.notice.printed.mark == ""


def test_what_a_profile_does_not_place() -> None:
    """Elements without a heading in the profile go with related ones: counts with data, a delay by law enforcement with what happened."""
    said = update(
        1,
        BEGAN,
        consequences={"phishing": Consequence(name="phishing", text="Someone may write to you.")},
        data={"card-number": (Data(kind="card-number", state=DataState.POSSIBLE),)},
    )
    site = site_of([incident(said, remedy="Free watching of your account.", delayed=Delay(by="the police"))], BEGAN)
    text = _text(_pdf(_of(site).printed))
    order = [
        *("What Happened", "We were asked to wait: by the police", "What we do not know yet", "What Information Was Involved"),
        *("Card numbers: possibly seen", "What this could mean for you", "What You Can Do", "Free watching of your account."),
    ]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)


def test_headings_of_a_law_in_another_language() -> None:
    """Headings that a law gives stay as it gives them, with the reader's own words beside them."""
    blocks = _notice("us-ca", "de").notice.printed.blocks
    assert [block.text for block in blocks if block.kind is BlockKind.TITLE] == [
        "Notice of Data Breach / Mitteilung über eine Datenschutzverletzung"
    ]
    assert "What Happened / Was geschehen ist" in [block.text for block in blocks]


def test_larger_letters() -> None:
    """A profile that asks for larger letters gets them, everywhere."""
    profile = replace(shipped()["gdpr-34"], type_size=14.0)
    site = site_of([incident(update(1, BEGAN))], BEGAN)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    made = letters.notice(view, texts, theme(), profile, {})
    assert min(_sizes(_pdf(made.printed))) >= 14
    assert "font:14pt" in made.html


def test_large_print() -> None:
    """In large print nothing on paper is smaller than 18 points: in notices, and in a letter that no law asks for, which says so in its name."""
    said = update(1, BEGAN, easy_read="Someone got into our help desk. Please change your password.")
    site = site_of([incident(said)], BEGAN)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    made = letters.notice(view, texts, theme(), shipped()["us-ca"], {}, letters.Wanted(large_print=True))
    assert min(_sizes(_pdf(made.printed))) >= 18
    assert "font:18pt" in made.html
    assert "<p>Someone got into our help desk.</p>\n<p>Please change your password.</p>" in made.html
    files = {file.path: file.data for file in exports.write(view, texts, theme(), [exports.Form.LETTER], large_print=True)}
    assert sorted(files) == ["letter-large-print.html", "letter-large-print.txt"]
    assert b"font:18pt" in files["letter-large-print.html"]


@pytest.mark.parametrize("tag", ["", "ar"])
def test_what_authors_write_stays_text(tag: str) -> None:
    """Markup and commands of any kind are printed as they were written; what no font has is replaced where all can see, and named."""
    text = f"<b>bold</b> {HARD}{UNFIT} #strong[x] *x* $x^2$ @x // `raw` \\n \u200f\u200d日本"
    site = site_of([incident(update(1, BEGAN, text), title=text)], BEGAN, replace(CONFIG, contact=Contact(email="a@b.example")))
    made = _of(site, tag=tag)
    assert {"😀", "日", "本"} <= set(made.undrawable)
    printed = _text(_pdf(made.printed))
    assert "#strong[x] *x* $x^2$" in printed
    assert "[?][?]" in printed
    assert "DRAFT: [?] is in place of what cannot be printed" in printed
    assert "<b>bold</b>" in printed


def test_corrections_are_in_a_notice() -> None:
    """A correction of what people were told directly comes first, with the old text struck through and in quotation marks."""
    told = {"everyone": DirectNotice(name="everyone", how="We have written to everyone.")}
    first = update(1, BEGAN, direct_notice=told, data={"password": (Data(kind="password", state=DataState.NOT_AFFECTED),)})
    second = update(
        2,
        BEGAN,
        data={"password": (Data(kind="password", state=DataState.TAKEN),)},
        corrections={"data.password": Correction(name="data.password", because="We had not looked.")},
    )
    blocks = _of(site_of([incident(first, second)], BEGAN)).printed.blocks
    texts = [block.text for block in blocks]
    at = texts.index("We got this wrong")
    assert texts[at + 1].endswith('We said: "not affected." In fact: "copied." Why we got it wrong: We had not looked.')
    assert at < texts.index("What Happened")
    assert any(run.struck and run.text == "not affected." for run in blocks[at + 1].runs)


def test_an_unknown_profile() -> None:
    """A profile that does not exist is refused, with those that do."""
    with pytest.raises(UsageError) as error:
        _notice("us-xx")
    assert "us-ca" in error.value.help


def test_blocks() -> None:
    """A letter's HTML is converted to blocks: lists to items, language marks unchanged."""
    html = '<h1>T &amp; t</h1>\n<p>One <b>two</b>\n three</p><ol><li>a <bdi lang="de" dir="ltr">b</bdi></li></ol><ul><li>c</li></ul><p> </p>'
    blocks = letters.blocks_of(html)
    assert [(block.kind.value, block.text) for block in blocks] == [
        ("title", "T & t"),
        ("paragraph", "One two three"),
        ("numbered", "a b"),
        ("item", "c"),
    ]
    assert isinstance(blocks[0], Block)
    assert [run.language for run in blocks[2].runs] == ["", "de"]
    assert [run.strong for run in blocks[1].runs] == [False, True, False]
