"""The hard incident, read aloud by those who get it: each sentence is about the one it names, said once, and no more than is true."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from generator.adapters.site_files import read_site
from generator.model.addressee import Addressee
from generator.model.notice_profile import Output
from generator.model.pdf_document import BlockKind
from generator.pipeline import checking, exporting, publishing
from generator.pipeline.exporting import NoticeRequest
from generator.render import calendar, emails, exports, feeds, pages
from generator.render.exports import Form
from generator.render.plain_text import plain_text
from generator.render.site import Site
from tests.render.sites import files_of, theme
from tests.whole.test_hard_case import AUDIENCES, HERE, LAST, UPDATE, _checked, _page, _pages, _site, _told
from tests.whole.test_hard_case_notices import _notice

TAGS = ("en", "de", "fr", "es", "ar")
#: The update in which four groups are affected, and three of them have been told, or have not.
SECOND = 8


@cache
def _said(number: int, tag: str, audience: str = "") -> dict[str, str]:
    """Every text that is sent or read out after an update, as lines, by its name."""
    site = _site(number)
    view, texts = exports.view_of(site, site.incidents[0], None, tag, theme(), audience)
    forms = [form for form in Form if not audience or form is not Form.POST]
    made = exports.write(view, texts, theme(), forms)
    return {
        one.path: one.data.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        for one in made
        if one.path.endswith(".txt")
    }


@cache
def _written_in(number: int, languages: str) -> Site:
    """The site after an update, as if its settings said this of its languages."""
    files = [file for file in read_site(HERE, 1 << 20) if int((UPDATE.match(file.path) or [0, 0])[1]) <= number]
    files = [replace(file, data=file.data.replace(b"language: en", languages.encode())) for file in files]
    now = _checked(number)[1]
    return publishing.publish(checking.check(files, now), now)


#: A site in which every author's word is marked as running from right to left, and one in which those of some pages are of another language.
MARKED = ("language: ar", "language: en\n  languages: [en, de, ar]")


@pytest.mark.parametrize("languages", MARKED)
def test_no_markup_is_read_out(languages: str) -> None:
    """What marks an author's word for screens and screen readers is never among the words themselves."""
    made = files_of(_written_in(SECOND, languages), pages.write, feeds.write)
    # A feed holds its items as HTML: what is escaped in that would be read.
    seen = {
        path: found
        for path, data in made.items()
        for text in (ET.fromstring(data).itertext() if data.startswith(b"<?xml") else (data.decode(),))
        if (found := re.findall(r"&lt;/?\w[^&]{,20}", text))
    }
    assert seen == {}


@pytest.mark.parametrize("tag", TAGS)
def test_how_people_are_told_stands_by_whom(tag: str) -> None:
    """How children's parents are told does not follow the number of businesses, as if those were meant."""
    for name, text in _said(SECOND, tag).items():
        if name.startswith("post"):
            continue
        line = next(line for line in text.splitlines() if "by letter to the parents" in line)
        assert re.search(r"Children ?:", line[: line.index("by letter to the parents")]), (tag, name)
        assert "Practices and suppliers" not in line, (tag, name)
        assert re.search(r"Practices and suppliers ?:", text), (tag, name)


def test_each_number_says_whose_it_is() -> None:
    """Where several groups are counted, no number of people stands alone: not even in a text message that has room for one of them."""
    for name, text in _said(SECOND, "en").items():
        for line in text.splitlines():
            for found in re.finditer(r"[\d,]+ (?:people|businesses) are affected", line):
                before = line[: found.start()].removesuffix("About ").removesuffix("about ")
                assert before.endswith(": "), (name, line)
    assert "Patients: 4,380 people are affected." in _page(SECOND)
    # Where only one group reads it, everybody knows.
    assert "Is this me? 310 people are affected." in _said(SECOND, "en", "guardians")["letter-guardians.txt"]


def test_whom_nobody_could_reach_has_not_been_contacted() -> None:
    """Where letters came back, nothing says that all have been told."""
    for place, text in _told(LAST, "members").items():
        told = text.replace("\N{NO-BREAK SPACE}", " ")
        assert "All of them have been contacted." not in told, place
        assert "We have tried to contact all of them." in told or place == "letter.txt", place
    assert "All of them have been contacted." in _page(LAST, "guardians")


def test_nobody_is_sent_a_conversation() -> None:
    """Staff are told in person, and suppliers by telephone: neither is sent."""
    page = _page(LAST)
    assert "In person at each branch. Contacted: 228 people." in page
    assert "By telephone. Contacted: 38 businesses." in page
    assert "Sent:" not in page
    assert "Contacted so far: 2,900 people." in _page(7)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_letter_speaks_to_whoever_reads_it(audience: str) -> None:
    """What one audience should do is one list, the most urgent first, without a heading that speaks of them as of others."""
    title = _site(SECOND).config.audiences[audience].title
    for name, text in _said(SECOND, "en", audience).items():
        lines = text.splitlines()
        assert title not in lines, name
        assert "Everyone" not in lines, name
        urgent = [line for line in lines if line.startswith(("- This week:", "- From now on:"))]
        assert urgent == sorted(urgent, key=lambda line: line.startswith("- From now on:")), name


def test_what_is_alike_for_several_is_said_once() -> None:
    """What was copied of patients and of children is one line, with both names."""
    page = _page(SECOND)
    assert "Copied, for patients, children: what was noted at visits, names and addresses" in page
    assert "Copied, for patients:" not in page


def test_why_it_is_open_again_was_so_on_that_day() -> None:
    """It was reopened on 24 April, for what was found then; what happened on 25 April comes after it."""
    assert (
        "Open again since 24 April: We found one folder more that they copied."
        " Someone used a second account of the engineer's company on 25 April." in _page(SECOND).replace(" :", ":")
    )


def test_whom_an_offer_is_for_is_said_where_that_has_changed() -> None:
    """The offer that now is for children too does not read the same before and after."""
    site = _site(7)
    view, _ = exports.view_of(site, site.incidents[0], None, "", theme())
    page = _page_of_update(7)
    assert view.number == 7
    assert "You can ask for it until 31 July. For: patients." in page
    assert "You can ask for it until 31 July. For: patients, children." in page


def _page_of_update(number: int) -> str:
    """What the page of an update says once the incident is over; until the second break-in, of the seventh."""
    site = number if number == 7 else LAST
    return _text(_pages(site)[f"incidents/dispensary/{number}/index.md"])


def _text(data: bytes) -> str:
    text = re.sub(r"<[^>]+>", " ", data.decode().replace("<!--", "").replace("-->", ""))
    return re.sub(r" +([.:،])", r"\1", " ".join(unescape(text).replace("\N{NO-BREAK SPACE}", " ").split()))


def test_newer_advice_is_newer() -> None:
    """The page of an older update names what it did not say itself."""
    text = files_of(_site(SECOND), pages.write)["incidents/dispensary/7/index.md"].decode()
    first = text[text.index("There is newer advice.") :].partition("</p>")[0]
    assert "Check your bank details on your next payslip." in first


def test_a_calendar_says_who_was_told_late() -> None:
    """Suppliers were told late, patients and children in time: no event says either of all of them."""
    text = files_of(_site(LAST), calendar.write)["incidents/dispensary/calendar.ics"].decode().replace("\r\n ", "")
    titles = [line.partition(":")[2] for line in text.splitlines() if line.startswith("SUMMARY:") and "contact" in line]
    assert [(title.rpartition(" (")[2], "late" in title) for title in titles] == [
        ("practices and suppliers)", True),
        ("patients)", False),
        ("children)", False),
    ]
    assert "no later than Wednesday 5\N{NO-BREAK SPACE}May (practices and suppliers: by telephone)" in text.replace("\\,", ",")


def test_a_figure_that_is_quoted_ends_like_a_sentence() -> None:
    """`We said: about 210 people Now: 228 people` reads as one number."""
    text = _said(9, "en", "staff")["email-staff.txt"]
    assert "We said: about 210 people. Now: 228 people. Why: Two branches" in text


@pytest.mark.parametrize("tag", TAGS)
def test_a_call_script_tells_what_happened_once(tag: str) -> None:
    """Those who answer read what happened in short, and not again below it."""
    text = _said(SECOND, tag)["script.txt"]
    assert text.count("Someone copied files of our booking system and locked our systems in April") == 1


@pytest.mark.parametrize("number", [1, 4, SECOND, LAST])
def test_french_spaces_its_colons(number: int) -> None:
    """In French a colon has a space before it, also after an urgency, a group's name and whoever sends a text message."""
    for audience in ("", *AUDIENCES):
        for name, text in _said(number, "fr", audience).items():
            for line in text.splitlines():
                bare = re.sub(r"https?:\S+|\d\d:\d\d", "", line)
                assert not re.search(r"\w:(?:\s|$)", bare), (name, line)


def test_feeds_have_one_colon_before_the_advice() -> None:
    """When and for whom stand together, as in posts."""
    item = files_of(_site(SECOND), feeds.write)["incidents/dispensary/feed.json"].decode()
    assert "<b>This week (Our staff):</b> Check your bank details" in item
    assert "This week (Parents and guardians): If your child visited" in _said(SECOND, "en")["post-sms.txt"]


def test_who_does_a_step_is_said_in_words() -> None:
    """A name between two sentences is no sentence."""
    assert (
        "We rebuild the systems from copies that were not connected. Responsible: IT operations. By 12 April."
        in _said(1, "en")["letter.txt"]
    )
    assert datetime(2027, 4, 5, tzinfo=UTC) < _site(1).as_of


def test_an_answer_that_was_corrected_later_was_not_late() -> None:
    """Whose files they copied was answered on 12 April, as promised; on 24 April the answer was corrected."""
    text = _page_of_update(4)
    assert "We expected to know by 12 April. Since then: answered on 12 April. ≠ Corrected on 24 April. They copied" in text
    assert "answered on 24 April" not in text


def test_a_reason_for_a_new_date_stands_by_the_date_that_it_replaces() -> None:
    """`There are two accounts to follow now.` says nothing to those who do not read what had been promised."""
    assert "By 6 May. First promised for 29 April. There are two accounts to follow now." in _page_of_update(8)


def test_old_advice_is_quoted_without_those_whom_it_was_for() -> None:
    """What is quoted is what we said, and nobody said a list of audiences."""
    text = _page_of_update(1)
    assert "Old advice, no longer right: Today: If you need medicine today" in text
    assert "For: Patients and customers, Parents and guardians." in text


def test_a_new_number_says_of_whom_it_is_one() -> None:
    """`New: 310 people` leaves open who they are."""
    text = _text(_pages(7)["incidents/dispensary/7/index.md"])
    assert "New: Children: 310 people" in text
    assert not re.search(r"New: (?:about )?[\d,]+ (?:people|businesses)", text)


def test_a_quoted_figure_ends_like_a_sentence_in_posts() -> None:
    """`We said: "4,100 people" In fact: "4,380 people" Why` reads as one sentence that is none."""
    post = _said(7, "en")["post-linkedin.txt"]
    assert 'We said: "4,100 people." In fact: "4,380 people." Why we got it wrong:' in post


def test_of_whom_some_were_not_reached_nothing_counts_all_as_told() -> None:
    """Twenty letters came back: neither the calendar nor our record says that all patients were told."""
    site = _site(LAST)
    calendars = files_of(site, calendar.write)["incidents/dispensary/calendar.ics"].decode().replace("\r\n ", "")
    titles = [line for line in calendars.splitlines() if line.startswith("SUMMARY:") and "contact" in line]
    assert [title for title in titles if "(patients)" in title] == [title for title in titles if "we tried to contact" in title]
    assert len([title for title in titles if "were contacted" in title]) == 2
    assert "3 of 4 groups contacted in full" in _text(files_of(site, pages.write)["record/index.md"])


def test_a_deadline_that_is_a_day_is_said_as_a_day() -> None:
    """What is due by the end of 29 February is not due `by Wednesday 1 March 2028, 00:00`."""
    for tag, day in (
        ("en", "by Tuesday 29 February 2028."),
        ("es", "el martes 29 de febrero de 2028."),
        ("ar", "29 فبراير 2028."),
    ):
        assert day in _notice("hipaa", 1, output=Output.NOTIFICATION, tag=tag).notice.text.replace("\N{NO-BREAK SPACE}", " ")


def test_arabic_has_its_own_commas() -> None:
    """Ways to ask are a list in Arabic, though none of them is an Arabic word."""
    site = _written_in(1, "language: ar")
    item = _text(files_of(site, feeds.write)["incidents/dispensary/feed.json"])
    assert "+44 20 7946 0555، incident@brackenfell.example، every day" in item
    assert "Atom، JSON Feed" in _text(files_of(site, pages.write)["subscribe/index.md"])


def test_a_list_says_once_that_an_incident_is_open() -> None:
    """`Open. Open again since 24 April` says it twice."""
    text = _text(_pages(7)["incidents/index.md"])
    assert "Open again since 24 April" in text
    assert "Open. Open" not in text
    assert "Open. It has happened." in _text(_pages(4)["incidents/index.md"])


@pytest.mark.parametrize("number", [1, 3, LAST])
def test_a_telephone_number_keeps_its_order_in_arabic_text(number: int) -> None:
    """In plain text that runs from right to left, `+44 20 7946 0555` would be read as `0555 7946 20 44+`; an address stays one that can be opened."""
    for name, text in _said(number, "ar").items():
        for found in re.finditer(r"\+44[\d \N{WORD JOINER}]+", text):
            before, after = text[found.start() - 1], text[found.end() : found.end() + 1]
            assert (before, after) == ("\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"), (name, found[0])
        assert not re.search(r"https?://[^\s\N{POP DIRECTIONAL ISOLATE}]*\N{POP DIRECTIONAL ISOLATE}", text), name
    assert any("\N{LEFT-TO-RIGHT ISOLATE}+44 20" in text for text in _said(number, "ar").values())
    assert not any("\N{LEFT-TO-RIGHT ISOLATE}" in text for text in _said(number, "es").values())


#: The eighth update in easy words, as somebody may have written them.
EASY = b"""easy_read: |
  Someone came back into our computers on 25 April.
  They read payslips of our staff.
  We do not know yet if they copied them.
"""


@pytest.mark.parametrize("tag", ["en", "es", "ar"])
def test_an_easy_letter_says_what_it_is_once(tag: str) -> None:
    """The letter in easy words begins with what it is, says so once, and says in which language the rest is where nobody has translated it."""
    files = [file for file in read_site(HERE, 1 << 20) if int((UPDATE.match(file.path) or [0, 0])[1]) <= SECOND]
    files = [
        replace(file, data=file.data.replace(b"next_update: ", EASY + b"next_update: ")) if "/08-" in file.path else file
        for file in files
    ]
    now = _checked(SECOND)[1]
    checked = checking.check(files, now)
    site = publishing.publish(checked, now)
    request = NoticeRequest(key="gdpr-34", audience="staff", tag=tag, easy_read=True)
    (made,) = exporting.notices(checked, site, site.incidents[0], request, theme())
    paragraphs = made.notice.text.split("\n\n")
    first = paragraphs.index("Someone came back into our computers on 25 April.")
    words = {"en": "easy words", "es": "palabras fáciles", "ar": "بكلمات سهلة"}[tag]
    assert [words in paragraph for paragraph in paragraphs[:first]].count(True) == 1
    assert {"es": "inglés", "ar": "الإنجليزية"}.get(tag, "This is our letter") in "".join(paragraphs[first - 2 : first])


@cache
def _pages_of(number: int, *tags: str) -> dict[str, str]:
    """The pages of a site after an update, in the site's languages."""
    _, now = _checked(number)
    beside = f"\n  languages: [{', '.join(tags)}]" if tags else ""
    files = [
        replace(file, data=file.data.replace(b"language: en", f"language: en{beside}".encode()))
        for file in read_site(HERE, 1 << 20)
        if int((UPDATE.match(file.path) or [0, 0])[1]) <= number
    ]
    site = publishing.publish(checking.check(files, now), now)
    return {path: data.decode() for path, data in files_of(site, pages.write).items() if path.endswith(".md")}


def _lines(page: str) -> list[str]:
    """The blocks of a page as somebody hears them."""
    text = re.sub(r"<(?!/?(?:a|b|bdi|del|ins|span|time|code)\b)[^>]+>", "\n", page)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in text.splitlines() if line.strip()]


def test_no_page_shows_its_own_markup() -> None:
    """A group's name that nobody has translated is marked as of its language; the reader sees the name alone."""
    made = _pages_of(SECOND, "en", "de")
    assert "(practices and suppliers)" in " ".join(_lines(made["de/incidents/dispensary/index.md"]))
    assert [path for path, page in made.items() if "&lt;bdi" in page or "&lt;time" in page] == []


@pytest.mark.parametrize("number", range(4, LAST + 1))
def test_a_new_number_says_whose_it_is(number: int) -> None:
    """What is new names the group that is counted: `New: 38 businesses` could be anybody."""
    told = [line for line in _lines(_pages_of(number)["incidents/dispensary/index.md"]) if line.startswith("New: ")]
    assert [line for line in told if re.match(r"New: (?:about )?[\d,]+ (?:people|businesses)", line)] == []
    if number == SECOND:
        assert "New: Practices and suppliers: 38 businesses" in told


def test_whose_data_it_is_is_said_once() -> None:
    """In a message to a list, what was said of children's data does not name the children twice."""
    site = _site(7)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    mail = emails.of_update(view, texts, theme())
    said = mail.text(mail.bodies[0]).replace("\N{NO-BREAK SPACE}", " ")
    assert "- New: Names and addresses (children): copied\n" in said
    assert "- New: Children: 310 people\n" in said


def test_letters_sent_are_no_clarification() -> None:
    """That more have been written to, more is offered, or a claim was checked makes nothing clearer: it has changed."""
    lines = _lines(_pages_of(10)["incidents/dispensary/index.md"])
    assert [line for line in lines if line.startswith(("Clarified: How we contact", "Clarified: What others say"))] == []
    assert any(line.startswith("Changed: How we contact people affected: children") for line in lines)


def test_how_people_are_told_ends_before_the_promise() -> None:
    """The author's `by telephone` is no sentence, and the promise that stands behind it is one."""
    assert "by telephone. Promised by 5 May" in _page(10)
    assert "by telephone Promised" not in _page(10)


def test_old_advice_says_first_that_it_is_old() -> None:
    """Whoever hears the page of an older update read out hears that before what to do, and one colon before the advice."""
    page = _pages_of(10)["incidents/dispensary/8/index.md"]
    old = [line for line in _lines(page) if "Old advice" in line]
    assert "Old advice, no longer right: This week: Check your bank details on your next payslip." in old
    assert all(line.startswith("Old advice") for line in old)


def test_a_post_quotes_whole_sentences() -> None:
    """In a post as everywhere else, a figure that is quoted ends like a sentence."""
    assert 'We said: "4,100 people." In fact: "4,380 people."' in _said(7, "en")["post-linkedin.txt"]


def _letter(number: int, audience: str, addressee: Addressee | None = None, *, merge: bool = False) -> str:
    checked, _ = _checked(number)
    site = _site(number)
    request = NoticeRequest(key="gdpr-34", audience=audience, addressee=addressee, merge=merge)
    (made,) = exporting.notices(checked, site, site.incidents[0], request, theme())
    return made.notice.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("number", "audience", "correction", "is_first"),
    [
        # Nobody has written to suppliers yet, and staff are told for the first time by this update.
        (SECOND, "providers", "Something new has happened", False),
        (9, "staff", "We found out more", False),
        # 600 patients have a letter that gives a number which was wrong.
        (7, "members", "We got this wrong", True),
    ],
)
def test_a_first_letter_begins_with_what_happened(number: int, audience: str, correction: str, is_first: bool) -> None:
    """Whoever hears of it for the first time does not read first what was wrong in what they were never told; others do."""
    for text in (_letter(number, audience), _said(number, "en", audience)[f"letter-{audience}.txt"]):
        lines = text.splitlines()
        assert (lines.index(correction) < lines.index("What happened")) == is_first, audience
        # A part of what happened, and no postscript.
        assert lines.index(correction) < lines.index("Who is affected, and what was seen"), audience


#: To whom, and from which update on a letter with fields says that the data is affected: since each group of its readers is told directly.
SAYS_AFFECTED = {
    ("members", Addressee.ADULT, "Your data is affected."): 5,
    ("guardians", Addressee.GUARDIAN, "Your child's data is affected."): 7,
    ("members", Addressee.NEXT_OF_KIN, "Data about this person is affected."): 5,
    ("staff", Addressee.STAFF, "Your data is affected."): 9,
    ("providers", Addressee.ADULT, "Your data is affected."): 9,
}


@pytest.mark.parametrize("case", SAYS_AFFECTED)
def test_a_letter_says_that_its_reader_is_affected(case: tuple[str, Addressee, str]) -> None:
    """A letter that is made for each of those affected says so, once it is sent to them; one that may go to others never does."""
    audience, addressee, said = case
    told = [number for number in range(1, LAST + 1) if f"\n{said}\n" in _letter(number, audience, addressee, merge=True)]
    assert told == list(range(SAYS_AFFECTED[case], LAST + 1))
    assert said not in _letter(LAST, audience, addressee)


def test_a_report_without_a_name_has_no_line_for_it() -> None:
    """Where a law does not name its reports, no language has `Report:` with nothing behind it."""
    checked, _ = _checked(SECOND)
    site = _site(SECOND)
    for tag in TAGS:
        (made,) = exporting.notices(
            checked, site, site.incidents[0], NoticeRequest(key="au-ndb", output=Output.NOTIFICATION, tag=tag), theme()
        )
        lines = [line.strip() for line in made.notice.text.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
        assert [
            line for line in lines if line.removesuffix(":").strip() in {"Report", "Bericht", "Rapport", "Informe", "التقرير"}
        ] == []


def test_the_end_of_a_day_is_that_day() -> None:
    """A report that is due sixty days after the year, until the last of these is over, is due by 29 February, not by midnight of 1 March."""
    checked, _ = _checked(2)
    site = _site(2)
    (made,) = exporting.notices(checked, site, site.incidents[0], NoticeRequest(key="hipaa", output=Output.NOTIFICATION), theme())
    text = made.notice.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "The next report comes by Tuesday 29 February 2028." in text
    assert "midnight" not in text


def test_a_group_of_which_data_was_copied_is_named_once() -> None:
    """`What was noted at visits (children): copied without permission, for children` names them twice."""
    view, texts = exports.view_of(_site(7), _site(7).incidents[0], None, "", theme())
    mail = plain_text(emails.of_update(view, texts, theme()).bodies[0])
    lines = [line for line in mail.splitlines() if line.startswith("- New: What was noted")]
    assert [line.count("children") for line in lines] == [1]


@pytest.mark.parametrize("audience", ["", "staff"])
def test_what_was_not_affected_comes_last(audience: str) -> None:
    """Staff do not hear of card numbers that nobody touched before they hear of their payslips."""
    for name, text in _said(SECOND, "en", audience).items():
        if "Card numbers: not affected" in text:
            listed = [
                line
                for line in text.splitlines()
                if line.startswith("- ") and re.search(r"\): (?:copied|seen)|: not affected", line)
            ]
            assert [line for line in listed if ": not affected" in line] == listed[-1:], name
    page = _page(SECOND, audience)
    assert page.index("Payslips Seen without permission") < page.index("Card numbers Not affected")


@pytest.mark.parametrize("tag", TAGS)
def test_a_report_without_a_name_has_no_line_for_one(tag: str) -> None:
    """A law that asks for one report does not name it, and `Report:` alone is no line."""
    paragraphs = _notice("gdpr-33", tag=tag).notice.text.split("\n\n")
    to = next(place for place, one in enumerate(paragraphs) if "the data protection authority" in one)
    assert "Our booking and prescription systems were locked" in paragraphs[to + 1]


def test_the_day_of_an_answer_that_has_not_come_is_said_once() -> None:
    """`We expected to know by 9 April. Since then: still unknown. We expect to know by 9 April.` says it twice, and first as if it were over."""
    text = _text(_pages(2)["incidents/dispensary/1/index.md"])
    assert "We expect to know by 9 April. Since then: still unknown. How they got in." in text
    assert "We expected to know by 9 April." not in text
    assert "We expected to know by 9 April. Where we looked" in _text(_pages(4)["incidents/dispensary/3/index.md"])


def test_data_is_not_among_the_people() -> None:
    """On paper two lists in a row are one, so what stands between the groups and the kinds of data says that these begin."""
    site = _site(SECOND)
    checked, _ = _checked(SECOND)
    (made,) = exporting.notices(checked, site, site.incidents[0], NoticeRequest(key="gdpr-34", audience="members"), theme())
    blocks = ["".join(run.text for run in block.runs).strip() for block in made.notice.printed.blocks]
    kinds = [block.kind for block in made.notice.printed.blocks]
    place = next(number for number, text in enumerate(blocks) if text.startswith("What was noted at visits"))
    assert blocks[place - 1] == "What they saw:"
    assert kinds[place - 1] is BlockKind.PARAGRAPH
    for name in ("email.txt", "letter.txt"):
        assert "What they saw:\n\n- What was noted at visits" in _said(SECOND, "en")[name]


def test_what_was_reached_comes_first() -> None:
    """Staff who ask which of their data is affected hear of their payslips, and then that card numbers are not."""
    text = _said(SECOND, "en", "staff")["script-staff.txt"]
    told = text[text.index("Which of my data is affected?") :]
    assert told.index("Payslips (staff): seen without permission") < told.index("Card numbers: not affected")
    page = _pages_of(SECOND)["incidents/dispensary/index.md"]
    table = page[page.index("<table>") : page.index("</table>")]
    assert table.index("Invoices") < table.index("Card numbers")


@pytest.mark.parametrize(
    ("tag", "said"), [("en", "people"), ("de", "Personen"), ("fr", "personnes"), ("es", "personas"), ("ar", "أشخاص")]
)
def test_people_are_counted_in_the_language_of_the_reader(tag: str, said: str) -> None:
    """`people` is what is counted where a writer gives no unit, so no language has the English word behind a number."""
    for name, text in _said(SECOND, tag).items():
        counted = [line for line in text.splitlines() if re.search(r"\b(?:4[,. ]?380|120) ", line) and "They copied" not in line]
        if not name.startswith("post"):
            assert counted, name
        assert [line for line in counted if said not in line] == [], name
