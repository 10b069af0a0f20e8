"""A hard incident, told in twelve updates: what readers see after each of them is true of what was known then.

Files are locked and data is taken under three brands; there are patients, children among them, and staff. The police ask for a delay, others say what
they have, numbers are revised because something was wrong and because more was found, the intruders come back, systems come back one by one, and what
people are owed is followed until all have been told. Patients, parents, staff, and practices each have a page, a letter and a script of their own.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.model.diagnostic import Severity
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.render import exports, feeds, pages
from generator.render.exports import Form
from generator.render.site import Site
from tests.render.sites import files_of, theme

HERE = Path(__file__).parent / "hard_case"
UPDATE = re.compile(r"content/incidents/dispensary/(\d+)-")
LAST = 12


@cache
def _checked(number: int) -> tuple[checking.Checked, datetime]:
    """The site as it was when an update came out, and none after it."""
    files: list[RawFile] = []
    now = datetime.min.replace(tzinfo=UTC)
    for file in read_site(HERE, 1 << 20):
        found = UPDATE.match(file.path)
        if found and int(found.group(1)) > number:
            continue
        if found and int(found.group(1)) == number:
            published = re.search(rb"^published: (\S+)$", file.data, re.MULTILINE)
            assert published is not None
            now = datetime.fromisoformat(published.group(1).decode())
        files.append(file)
    return checking.check(files, now), now


@cache
def _site(number: int) -> Site:
    checked, now = _checked(number)
    return publishing.publish(checked, now)


@cache
def _pages(number: int) -> Mapping[str, bytes]:
    return files_of(_site(number), pages.write)


@cache
def _page(number: int, audience: str = "") -> str:
    """What the page of the incident, or that of an audience, says after an update; empty where there is none."""
    path = f"incidents/dispensary/for/{audience}/index.md" if audience else "incidents/dispensary/index.md"
    page = _pages(number).get(path, b"").decode()
    text = unescape(re.sub(r"<[^>]+>", " ", page.partition("\n---\n")[2])).replace("\N{NO-BREAK SPACE}", " ")
    text = re.sub(r" +([.,])", r"\1", " ".join(text.split()))
    text = re.sub(r"On this page What .*? Our record in this incident", "", text)
    # What an update changed says what stood before it.
    return re.sub(r"What is new in this update .*?(?=Who is affected, and what was seen)", "", text)


@pytest.mark.parametrize("number", range(1, LAST + 1))
def test_nothing_stops_it(number: int) -> None:
    """Whoever tells it honestly is stopped by no error at any moment, and warned only of what has waited for long (PRO012)."""
    checked, _ = _checked(number)
    found = [one for one in checked.diagnostics if one.severity is not Severity.ADVICE and one.code != "PRO012"]
    assert [(one.code, one.span.path, one.message) for one in found] == []


#: What the page says from one update on, and up to which.
SAID = {
    "Booking Not working": (1, 4),
    "Booking Partly working": (5, 9),
    "Booking Working since 6 May": (10, 10),
    "Prescriptions Working since 15 April": (6, 6),
    "Working as usual: Prescriptions.": (7, 10),
    "Working as usual: Booking, Prescriptions.": (11, LAST),
    "Payroll Not working": (8, 8),
    "Whether they copied data before they locked it.": (1, 3),
    "about 4,000 people": (4, 4),
    "Patients: 4,100 people": (5, 6),
    "Patients: 4,380 people": (7, LAST),
    "Children: 310 people": (7, LAST),
    "Staff: about 210 people": (8, 8),
    "Staff: 228 people": (9, LAST),
    "Payslips Seen without permission": (8, LAST),
    "since 7 April. We have not checked this yet.": (3, 9),
    "since 7 April. This is partly true.": (10, LAST),
    "We promised to contact all of them by 30 April.": (5, 6),
    "We promised to contact all of them by 7 May.": (7, 9),
    # As long as nobody says that all have been told.
    "You may be affected even if you have not heard from us.": (1, 9),
    "If you heard nothing, your file was not copied.": (10, LAST),
    "We pay for credit monitoring.": (5, LAST),
    "Unauthorised access: from 25 April": (8, LAST),
    "We got this wrong (3) How many: patients": (7, LAST),
    "Something new has happened (1) We said": (8, LAST),
    "We found out more (1)": (9, LAST),
    "Our work is done, and every question that can be answered has been answered.": (LAST, LAST),
}


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_when(said: str) -> None:
    """Each sentence stands on the page from the update that made it true to the one that ended it, and at no other time."""
    first, last = SAID[said]
    found = [number for number in range(1, LAST + 1) if said in _page(number)]
    assert found == list(range(first, last + 1))


def test_a_fake_that_ended_warns_nobody_any_more() -> None:
    """It stood under what is not from us, and is folded under what is no longer the case."""
    assert "This is not from us." in _page(9)
    assert "This is not from us." not in _page(10)
    over = _page(10)[_page(10).index("No longer the case") :]
    assert "A caller offers to keep your file secret for a fee." in over


def test_nobody_is_said_to_have_been_wrong_where_nobody_was() -> None:
    """Of the corrections, three were mistakes; what was found later and what came later stand apart."""
    page = _page(LAST)
    wrong = page[page.index("We got this wrong (3)") : page.index("We found out more (1)")]
    assert wrong.count("Why we got it wrong:") == 3
    assert "staff" not in wrong
    assert "engineer's account is closed" not in wrong


AUDIENCES = ("members", "guardians", "staff", "providers")
PAGE, EMAIL, LETTER, SCRIPT = "page", "email.txt", "letter.txt", "script.txt"
EVERYWHERE = (PAGE, EMAIL, LETTER, SCRIPT)

#: What stands where for whom, from one update on and up to which. Whoever is not named is never told it.
FOR: dict[str, tuple[tuple[str, ...], dict[str, tuple[int, int]]]] = {
    "If you need medicine today, bring the paper": (EVERYWHERE, {"members": (1, 6), "guardians": (1, 6)}),
    "We cannot pay invoices until our systems are back.": ((EMAIL, LETTER), {"providers": (2, 5)}),
    "Someone may write to you and know about your visits.": (EVERYWHERE, {"members": (4, LAST)}),
    "Someone may write to you and know about the visits of your child.": (EVERYWHERE, {"guardians": (7, LAST)}),
    "If your child visited our dentists, open the letter": (EVERYWHERE, {"guardians": (7, 10)}),
    "They read payslips of our staff on 25 April.": ((PAGE, EMAIL, LETTER), {"staff": (8, LAST)}),
    "Whether they copied the payslips.": (EVERYWHERE, {"staff": (8, 8)}),
    "Check your bank details on your next payslip.": (EVERYWHERE, {"staff": (8, 10)}),
    "Payslips cannot be seen online.": (EVERYWHERE, {"staff": (8, 8)}),
    "Someone may ask you in our name to pay into another account.": (EVERYWHERE, {"providers": (8, LAST)}),
    "Before you change an account number of ours, ring us.": (EVERYWHERE, {"providers": (8, LAST)}),
    "If somebody asks you for money to keep your file secret, hang up": (EVERYWHERE, dict.fromkeys(AUDIENCES, (3, LAST))),
    "How they got the password": ((EMAIL, LETTER, SCRIPT), dict.fromkeys(AUDIENCES, (2, 9))),
    "Ines Farrow": (EVERYWHERE, {"staff": (1, LAST)}),
    "Mara Quist": (EVERYWHERE, {one: (1, LAST) for one in AUDIENCES if one != "staff"}),
    "Will you tell my child's school?": ((PAGE, SCRIPT), {"guardians": (1, LAST)}),
    "Booking: Working since 6 May": ((EMAIL, LETTER, SCRIPT), dict.fromkeys(AUDIENCES, (10, LAST))),
    "If you heard nothing, your file was not copied.": ((PAGE, EMAIL, SCRIPT), {"members": (10, LAST)}),
    "even if you have not heard from us.": (
        (PAGE, EMAIL, SCRIPT),
        {"members": (1, 9), "guardians": (1, 9), "staff": (1, 8), "providers": (1, 9)},
    ),
}


@cache
def _told(number: int, audience: str) -> Mapping[str, str]:
    """What an audience reads after an update, by where."""
    site = _site(number)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme(), audience)
    made = exports.write(view, texts, theme(), [Form.EMAIL, Form.LETTER, Form.SCRIPT])
    said = {one.path.replace(f"-{audience}", ""): " ".join(one.data.decode().split()) for one in made}
    return said | {PAGE: _page(number, audience)}


@pytest.mark.parametrize("said", FOR)
def test_for_whom_it_is_said_when(said: str) -> None:
    """Each sentence reaches those whom it is for, on page, e-mail, letter and script, while it stands; and nobody else, ever."""
    where, whom = FOR[said]
    for audience in AUDIENCES:
        first, last = whom.get(audience, (1, 0))
        for place in where:
            found = [
                number
                for number in range(1, LAST + 1)
                if said in _told(number, audience)[place].replace("\N{NO-BREAK SPACE}", " ")
            ]
            expected = [number for number in range(first, last + 1) if place != PAGE or _page(number, audience)]
            assert found == expected, (audience, place)


def test_an_audience_has_a_page_since_something_is_for_it_alone() -> None:
    """Members and guardians are told apart from the first update on, providers from the second, staff from the eighth; no page goes away."""
    since = {one: [number for number in range(1, LAST + 1) if _page(number, one)] for one in AUDIENCES}
    first = {"members": 1, "guardians": 1, "providers": 2, "staff": 8}
    assert since == {one: list(range(first[one], LAST + 1)) for one in AUDIENCES}


#: A writer who forgets somebody: in which update, what stands there, and what they wrote instead.
FORGOTTEN = {
    "parents": (7, "data.visit], for: guardians}", "data.visit], for: patients}", "guardians"),
    "patients": (4, "about: [data.visit], for: patients}", "about: [data.visit], for: guardians}", "members"),
    "staff": (8, "ek, for: staff}|payslip], for: staff}", "ek, for: providers}|payslip], for: providers}", "staff"),
    "practices": (
        8,
        "now_on, for: providers}|invoice], for: providers}",
        "now_on, for: staff}|invoice], for: staff}",
        "providers",
    ),
}


@pytest.mark.parametrize("case", FORGOTTEN)
def test_a_danger_missing_from_a_page_is_found(case: str) -> None:
    """Whoever is told less of a danger than somebody else stops the build, and the message names them."""
    number, right, wrong, lacking = FORGOTTEN[case]
    _, now = _checked(number)
    files = [file for file in read_site(HERE, 1 << 20) if int((UPDATE.match(file.path) or [0, 0])[1]) <= number]
    for old, new in zip(right.split("|"), wrong.split("|"), strict=True):
        assert any(old.encode() in file.data for file in files if f"/{number:02}-" in file.path)
        files = [
            replace(file, data=file.data.replace(old.encode(), new.encode())) if f"/{number:02}-" in file.path else file
            for file in files
        ]
    found = [one for one in checking.check(files, now).diagnostics if one.code == "CON078"]
    assert any(f"; `{lacking}` have none" in one.message for one in found), [one.message for one in found]


@pytest.mark.parametrize("form", [Form.EMAIL, Form.LETTER, Form.SCRIPT])
def test_without_an_audience_advice_stands_by_whom_it_is_for(form: Form) -> None:
    """Whoever sends one text to all of them has what is for everyone first, then each group under its name."""
    site = _site(8)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    said = next(one.data.decode() for one in exports.write(view, texts, theme(), [form]) if one.path.endswith(".txt"))
    parts = (
        "\nEveryone\n",
        "hang up and ring us",
        "\nParents and guardians\n",
        "open the letter",
        "\nOur staff\n",
        "next payslip",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_parts_of_parts_stand_with_what_they_are_parts_of() -> None:
    """As plain text a list has no depth, so nobody may read that the opticians' customers are among the dentists' patients."""
    site = _site(8)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    said = next(one.data.decode() for one in exports.write(view, texts, theme(), [Form.EMAIL]) if one.path.endswith(".txt"))
    parts = said[said.index("Of these:") : said.index("Of these (patients of Brackenfell Dental):")]
    assert "Customers of Oakline Optics" in parts
    assert "Children" not in parts


def test_nobody_is_told_what_concerns_others_alone_as_what_happened() -> None:
    """Where nobody has written the story so far, those who answer the telephone begin with what is for everyone."""
    files = [file for file in read_site(HERE, 1 << 20) if int((UPDATE.match(file.path) or [0, 0])[1]) <= 2]
    files = [replace(file, data=re.sub(rb"what_happened: .*\n", b"", file.data)) for file in files]
    site = publishing.publish(checking.check(files, _checked(2)[1]), _checked(2)[1])
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    said = next(one.data.decode() for one in exports.write(view, texts, theme(), [Form.SCRIPT]) if one.path.endswith(".txt"))
    brief = said[said.index("in two sentences") : said.index("What to tell them to do")]
    assert "They used the account" in brief
    assert "We cannot pay invoices" not in brief


def test_an_item_of_a_feed_says_who_may_not_have_heard() -> None:
    """What the page says of those who have not been told stands in the items of its updates as well, and in no later one.

    Not in that of an update which counts people and does not say how they are told: incident.md may say it, and an item never changes.
    """
    made = files_of(_site(LAST), feeds.write)
    items = json.loads(made["incidents/dispensary/feed.json"])["items"]
    said = {int(one["url"].rstrip("/").rpartition("/")[2]): one["content_html"] for one in items}
    told = [number for number in sorted(said) if "You may be affected even if you have not heard from us." in said[number]]
    assert told == [1, 2, 3, *range(5, 10)]
