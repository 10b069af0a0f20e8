"""Every notice of the hard incident, as files that can be opened and looked at: what people, authorities and markets are told of it.

It is told on the day on which the intruders were found to have come back: two questions are open, and their answers are promised.
"""

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Any

import pikepdf
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.adapters.pdf import print_pdf
from generator.adapters.theme_files import font_folders
from generator.content.known_profiles import shipped
from generator.model.addressee import Addressee
from generator.model.notice_profile import Output
from generator.pipeline import exporting
from generator.pipeline.exporting import NoticeRequest, WrittenNotice
from generator.render.form_answers import FORMS
from tests.render.sites import ROOT, theme
from tests.whole.test_hard_case import _checked, _site

#: The update after which it is told.
SECOND = 8


class _Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@cache
def _notice(key: str, number: int = SECOND, **wanted: Any) -> WrittenNotice:
    checked, _ = _checked(number)
    site = _site(number)
    request = NoticeRequest(key=key, given=MappingProxyType(dict(wanted.pop("given", ()))), **wanted)
    (made,) = exporting.notices(checked, site, site.incidents[0], request, theme())
    return made


@cache
def _pdf(key: str, **wanted: Any) -> bytes:
    return print_pdf(_notice(key, **wanted).notice.printed, font_folders(ROOT))


#: Every output of every profile: `hipaa` has a letter and a notification.
EVERY = {
    f"{key}-{output}" if len(profile.outputs) > 1 else key: (key, output)
    for key, profile in shipped().items()
    for output in profile.outputs
}


@pytest.mark.parametrize("name", EVERY)
def test_notices(name: str, snapshot: SnapshotAssertion) -> None:
    """What each profile's notice says; what is missing is marked on the first line, and makes it a draft."""
    key, output = EVERY[name]
    made = _notice(key, output=output)
    assert made.notice.text == snapshot(extension_class=_Text)
    assert made.notice.text.startswith("DRAFT: ") == bool(made.notice.printed.mark)
    assert bool(made.notice.printed.mark) == bool(made.missing)


LETTERS: Mapping[str, Mapping[str, Any]] = {
    "adult": {"audience": "members", "merge": True},
    "guardian": {"audience": "guardians", "addressee": Addressee.GUARDIAN, "merge": True},
    "next-of-kin": {"audience": "members", "addressee": Addressee.NEXT_OF_KIN, "merge": True},
    "staff": {"audience": "staff", "addressee": Addressee.STAFF, "merge": True},
    "guardian-ar": {"audience": "guardians", "addressee": Addressee.GUARDIAN, "tag": "ar"},
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters(name: str, snapshot: SnapshotAssertion) -> None:
    """What each audience's letter says: to whom it is written comes before what happened."""
    assert _notice("gdpr-34", **LETTERS[name]).notice.text == snapshot(extension_class=_Text)


def test_nobody_gets_what_is_for_others() -> None:
    """Where addressees differ, so do their notices: no authority, market or state has the text of another."""
    # What every notice says and what article 34 asks of one are laid out alike where nothing else is asked.
    texts = {name: _notice(key, output=output).notice.text for name, (key, output) in EVERY.items()}
    assert len(texts) > 30
    assert [(one, other) for one, other in combinations(texts, 2) if texts[one] == texts[other]] == []
    staff = _notice("gdpr-34", audience="staff", addressee=Addressee.STAFF).notice.text
    assert "payslips" in staff
    assert "Someone may write to you and know about your visits." not in staff
    guardian = _notice("gdpr-34", audience="guardians", addressee=Addressee.GUARDIAN).notice.text
    assert "They read payslips of our staff" not in guardian


@pytest.mark.parametrize("name", [name for name, (_, output) in EVERY.items() if output is not Output.LETTER])
def test_forms(name: str) -> None:
    """A form's fields stand in its order and under its names, and it gives no advice of the kind that people get."""
    key, output = EVERY[name]
    made = _notice(key, output=output)
    headings = re.findall(r"<h2>(.*?)</h2>", made.notice.html)
    form = FORMS[output] if output is Output.PRESS_RELEASE else made.profile.form
    names = [field.name for field in form]
    told = [re.sub(r"<[^>]+>", "", heading).replace("&amp;", "&") for heading in headings]
    assert [heading for heading in told if heading in names] == names
    assert "What you should do" not in made.notice.text


def test_what_is_not_known_yet() -> None:
    """An open question is marked as one, and the day of the next report is said."""
    text = _notice("gdpr-33").notice.text
    assert "Whether they copied the payslips." in text
    assert "We publish our next update by Thursday 29 April" in text
    market = _notice("sec-8k").notice.text
    assert "Forward-looking statements" in market
    assert "What follows is planned." in market
    assert market.index("We expect to know by 4 May.") > market.index("Forward-looking statements")
    assert market.index("We read the logs of the engineer's company.") > market.index("Forward-looking statements")


def test_why_it_is_late() -> None:
    """A report that comes after its time is a draft until it says why."""
    assert "why this report is late" in _notice("gdpr-33").notice.printed.mark
    field = "Reasons for the delay (if later than 72 hours)"
    with_reason = _notice("gdpr-33", given=((field, "We could not open <our> own log."),)).notice
    assert with_reason.printed.mark == ""
    assert "We could not open <our> own log." in with_reason.text
    assert "We could not open &lt;our&gt; own log." in with_reason.html


# On paper, as programs read it aloud.


def _elements(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    found: list[tuple[str, pikepdf.Object]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S).removeprefix("/"), node))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot)
    return found


PRINTED: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "adult": ("gdpr-34", {"audience": "members", "merge": True}, "en"),
    "guardian": ("gdpr-34", {"audience": "guardians", "addressee": Addressee.GUARDIAN, "large_print": True}, "en"),
    "arabic": ("gdpr-34", {"audience": "guardians", "addressee": Addressee.GUARDIAN, "tag": "ar"}, "ar"),
    "german": ("us-ca", {"tag": "de"}, "de"),
    "form": ("gdpr-33", {}, "en"),
    "market": ("sec-8k", {}, "en"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_read_aloud(name: str) -> None:
    """A PDF is PDF/UA-1: title, language, headings without a gap, blocks in the order of the page, an alternative text for each figure."""
    key, wanted, tag = PRINTED[name]
    made = _notice(key, **wanted).notice
    with pikepdf.open(BytesIO(_pdf(key, **wanted))) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == made.printed.title
        assert str(pdf.Root.Lang) == tag
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        elements = _elements(pdf)
        # A page is read in the order of its structure, by the tab key too.
        assert all(str(page.get("/Tabs", "/S")) == "/S" for page in pdf.pages)
    kinds = [kind for kind, _ in elements]
    levels = [int(kind[1]) for kind in kinds if re.fullmatch(r"H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    blocks = {"title": "H1", "heading": "H2", "subheading": "H3"}
    assert [kind for kind in kinds if kind in blocks.values()] == [
        blocks[block.kind.value] for block in made.printed.blocks if block.kind.value in blocks
    ]
    assert kinds.count("LI") == sum(block.kind.value in {"item", "numbered"} for block in made.printed.blocks)
    assert [node for kind, node in elements if kind == "Figure" and not str(node.get("/Alt", ""))] == []
    assert [node for kind, node in elements if kind == "Link" and not node.get("/K")] == []


def test_sentences_of_one_language_stay_in_their_order() -> None:
    """In an Arabic letter, sentences that nobody has translated and that stand beside each other are one piece: set apart singly, they would change places."""
    blocks = _notice("gdpr-34", audience="guardians", addressee=Addressee.GUARDIAN, tag="ar").notice.printed.blocks
    beside = [
        (before.text, after.text)
        for block in blocks
        for before, between, after in zip(block.runs, block.runs[1:], block.runs[2:], strict=False)
        if not between.text.strip() and before.language == after.language == "en" and before.direction == after.direction == "ltr"
    ]
    assert beside == []
    said = [run.text for block in blocks for run in block.runs if run.direction == "ltr"]
    assert any("not connected. The booking system is rebuilt" in text for text in said)
