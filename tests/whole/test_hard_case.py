"""A hard incident, told in twelve updates: what readers see after each of them is true of what was known then.

Files are locked and data is taken under three brands; there are patients, children among them, and staff. The police ask for a delay, others say what
they have, numbers are revised because something was wrong and because more was found, the intruders come back, systems come back one by one, and what
people are owed is followed until all have been told.
"""

import re
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.model.diagnostic import Severity
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.render import pages
from tests.render.sites import files_of

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
def _page(number: int) -> str:
    """What the page of the incident says after an update."""
    checked, now = _checked(number)
    page = files_of(publishing.publish(checked, now), pages.write)["incidents/dispensary/index.md"].decode()
    text = unescape(re.sub(r"<[^>]+>", " ", page.partition("\n---\n")[2])).replace("\N{NO-BREAK SPACE}", " ")
    text = re.sub(r" +([.,])", r"\1", " ".join(text.split()))
    # What an update changed says what stood before it.
    return re.sub(r"What is new in this update .*?(?=What works now System)", "", text)


@pytest.mark.parametrize("number", range(1, LAST + 1))
def test_nothing_stops_it(number: int) -> None:
    """Whoever tells it honestly is stopped by no error at any moment, and warned only of what has waited for long (PRO012)."""
    checked, _ = _checked(number)
    found = [one for one in checked.diagnostics if one.severity is not Severity.ADVICE and one.code != "PRO012"]
    assert [(one.code, one.span.path, one.message) for one in found] == []


#: What the page says from one update on, and up to which.
SAID = {
    "Booking Does not work": (1, 4),
    "Booking Works in part": (5, 9),
    "Booking Works since 6 May 2027": (10, LAST),
    "Prescriptions Works since 15 April 2027": (6, LAST),
    "Payroll Does not work": (8, 8),
    "Whether they copied data before they locked it.": (1, 3),
    "about 4,000 people": (4, 4),
    "Patients: 4,100 people": (5, 6),
    "Patients: 4,380 people": (7, LAST),
    "Children: 310 people": (7, LAST),
    "Staff: about 210 people": (8, 8),
    "Staff: 228 people": (9, LAST),
    "Payslip Seen by somebody who should not have seen it": (8, LAST),
    "“We hold the files of every patient of Brackenfell.” We have not checked this yet.": (3, 9),
    "“We hold the files of every patient of Brackenfell.” This is partly true.": (10, LAST),
    "We promised to have told all of them by 30 April 2027.": (5, 6),
    "We promised to have told all of them by 7 May 2027.": (7, 9),
    "You may be affected even if you have not heard from us.": (5, 9),
    "If you heard nothing, your file was not copied.": (10, LAST),
    "We pay for credit monitoring. For 12 months.": (5, LAST),
    "Somebody had access: from 25 April 2027": (8, LAST),
    "What we got wrong before How many: patients": (8, LAST),
    "What something new has changed since Closed.": (9, LAST),
    "What we found out since How many: staff.": (10, LAST),
    "We have finished, and every question that can be answered is answered.": (LAST, LAST),
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
    assert "No longer the case A caller offers to keep your file secret for a fee." in _page(10)


def test_nobody_is_said_to_have_been_wrong_where_nobody_was() -> None:
    """Of the corrections, three were mistakes; what was found later and what came later stand apart."""
    page = _page(LAST)
    wrong = page[page.index("What we got wrong before") : page.index("What we found out since")]
    assert wrong.count("Why we said it differently") == 3
    assert "staff" not in wrong
    assert "Closed." not in wrong
