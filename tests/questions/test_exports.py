"""What customers wrote: read in any form, without what they quote and who they are, masked, and put together."""

import contextlib
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.customer_message import CustomerMessage, ExportFile, UnreadableExportError
from generator.questions.exports import all_questions, own_words, questions_in, read_export
from generator.questions.redaction import redacted
from generator.questions.similarity import grouped
from tests.thorough import examples

ZONE = ZoneInfo("Europe/London")


def _days(*written: str, order: str = "") -> list[date | None]:
    table = "question;created\n" + "".join(f'Is it safe?;"{one}"\n' for one in written)
    return [letter.on for letter in read_export(ExportFile("x.csv", table.encode()), ZONE, {}, order).letters]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2027-03-04",
            "2027-03-04 09:15:00",
            "2027-03-04T09:15:00Z",
            "2027-03-04 09:15:00 UTC",
            "2027/03/04 9:15",
            "4.3.2027 09:15",
        ),
        *(
            "4 March 2027",
            "4 Mar 2027 09:15",
            "March 4, 2027",
            "Mar 4th, 2027 9:15 AM",
            "Thu, 4 Mar 2027 09:15:00 +0000",
            "4. März 2027",
        ),
        *("4 mars 2027", "4 de marzo de 2027", "04.03.27"),
    ],
)
def test_days(written: str) -> None:
    """Days as help desks and spreadsheets write them."""
    assert _days(written) == [date(2027, 3, 4)]


def test_the_order_of_numbers_is_what_the_column_shows() -> None:
    """One day above twelve settles the order for the whole column; both ways in one column settle nothing."""
    assert _days("03/04/2027", "13/04/2027") == [date(2027, 4, 3), date(2027, 4, 13)]
    assert _days("03/04/2027", "03/13/2027") == [date(2027, 3, 4), date(2027, 3, 13)]
    assert _days("13/04/2027", "03/13/2027") == [None, None]
    assert _days("03/04/2027", order="mdy") == [date(2027, 3, 4)]
    assert _days("31/02/2027", "soon", "", "45/45/2027", order="dmy") == [None] * 4
    assert _days("2027-03-03T23:30:00-05:00") == [date(2027, 3, 4)]


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Dear Sam,\n\nIs it safe?\n\nKind regards,\nAnna Brown\n0123", "Is it safe?"),
        ("Guten Tag Frau Reed,\nIst es sicher?\nMit freundlichen Grüßen\nAnna Braun", "Ist es sicher?"),
        ("Bonjour,\nEst-ce sûr ?\nCordialement\nAnne", "Est-ce sûr ?"),
        ("Hola Sam,\n¿Es seguro?\nSaludos\nAna", "¿Es seguro?"),
        ("Is it safe?\n> Old words?\nOn Mon, 9 Nov 2026 Larkfield wrote:\nAny questions?", "Is it safe?"),
        ("Is it safe?\r\n-----Original Message-----\r\nOld?", "Is it safe?"),
        ("Is it safe?\n\nSent from my phone\nAnna", "Is it safe?"),
        ("Hi, is it safe?", "Hi, is it safe?"),
        ("", ""),
    ],
)
def test_own_words(body: str, own: str) -> None:
    """Greetings, signatures and what was quoted are not what somebody asks."""
    assert own_words(body) == own


def test_what_is_asked() -> None:
    """The sentences that ask; else the subject, else the first sentence; and nothing of a reply's marks."""
    assert questions_in(CustomerMessage("RE: AW: [#12] Notice", "I am afraid. Is it safe? Who pays?")) == (
        "Is it safe?",
        "Who pays?",
    )
    assert questions_in(CustomerMessage("Re: Delete my data", "")) == ("Delete my data",)
    assert questions_in(CustomerMessage("", "Please delete my data. Thank you.")) == ("Please delete my data.",)
    assert questions_in(CustomerMessage("?", "??? Hi")) == ()
    (long,) = questions_in(CustomerMessage("", f"{'log ' * 300}is it safe?"))
    assert len(long) == 400
    assert long.endswith("is it safe?")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to a.b@mail.example, please", "Write to [e-mail address], please"),
        ("Ring +44 20 7946 0018 or (020) 7946-0018", "Ring [number] or [number]"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [number]"),
        ("contract 1234567", "contract [number]"),
        ("see https://x.example/?token=1", "see [link]"),
        ("on 2026-11-20 at 14:20, 312 of 18,400 people", "on 2026-11-20 at 14:20, 312 of 18,400 people"),
        ("on 20.11.2026", "on 20.11.2026"),
        ("٠١٢٣٤٥٦٧", "[number]"),
    ],
)
def test_masks(text: str, shown: str) -> None:
    """Addresses and numbers that are somebody's are masked; days, hours and amounts are not."""
    assert redacted(text) == shown


SAME = (
    ("Did they copy my data?", "Have the attackers copied my data?"),
    ("Did they copy my data?", "Was my data copied?"),
    ("Will you pay if somebody misuses my data?", "Who pays if someone misuses my data?"),
    ("Must I change my password now?", "Do I have to change my password?"),
    ("Do I need a new card?", "Should I get a new bank card?"),
    ("When will you know more?", "When do you know more about this?"),
    ("Haben sie meine Daten kopiert?", "Wurden meine Daten kopiert?"),
    ("IST MEIN KONTO SICHER??", "Ist mein Bankkonto noch sicher?"),
)
OTHER = (
    ("Did they copy my data?", "Can I delete my data?"),
    ("Must I change my password now?", "Did they read my password?"),
    ("When will you know more?", "When will you write to me?"),
    ("Do I need a new card?", "Do I need a new password?"),
    ("Was my meter touched?", "Was my password touched?"),
    ("Did they read my ticket?", "Did they read my bank details?"),
)


@pytest.mark.parametrize("pair", SAME)
def test_the_same_in_other_words(pair: tuple[str, str]) -> None:
    """One question in two wordings is one group, whichever comes first; both are shown if they differ in more than small words."""
    for one, other in (pair, pair[::-1]):
        (group,) = grouped([(0, one, date(2027, 3, 5)), (1, other, date(2027, 3, 4))])
        assert (group.letters, group.first) == (2, date(2027, 3, 4))
        assert {group.example, group.other or other, group.other or one} == {one, other}


@pytest.mark.parametrize("pair", OTHER)
def test_other_questions(pair: tuple[str, str]) -> None:
    """Two questions that share words are two groups."""
    assert len(grouped([(0, pair[0], None), (1, pair[1], None)])) == 2


def test_one_letter_counts_once() -> None:
    """The same question twice in one message counts as one message."""
    letters = [CustomerMessage("Is my data safe?", "Is my data safe? Is my data SAFE??"), CustomerMessage("", "is my data safe?")]
    (group,) = grouped(all_questions(letters))
    assert group.letters == 2


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Whatever a file holds, it is read or refused, as a table and as a message."""
    with contextlib.suppress(UnreadableExportError):
        grouped(all_questions(read_export(ExportFile("x.csv", data), ZONE, {}).letters))
    for head in (
        b"",
        b"Subject: =?utf-8?q?",
        b"Date: ",
        b"Content-Type: text/html; charset=nonsense\n\n<p>",
        b"Content-Type: multipart/mixed\n\n",
    ):
        mail = read_export(ExportFile("x.mbox", messages=(head + data,)), ZONE, {})
        grouped(all_questions(mail.letters))
