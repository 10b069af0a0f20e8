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
from tests.least_time import least_seconds
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


def _mails(*mails: bytes) -> tuple[list[str], tuple[str, ...]]:
    read = read_export(ExportFile("x.mbox", messages=mails), ZONE, {})
    return [letter.body.strip() for letter in read.letters], read.notes


@pytest.mark.parametrize(
    "mail",
    [
        b"\n".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d" % (part, part) for part in range(3000)),
        b"Content-Type: message/rfc822\n\n" * 3000,
        b"Content-Type: " + b"(" * 5000 + b"\n\nIs it safe?",
        b"Content-Disposition: " + b"(" * 5000 + b"\n\nIs it safe?",
    ],
)
def test_one_message_that_cannot_be_read_is_one(mail: bytes) -> None:
    """Whoever wants nobody's questions to be read can send a message on which the library fails: all others are read, and it is counted."""
    assert _mails(b"Subject: A\n\nWho pays?", mail, b"\nIs it safe?") == (
        ["Who pays?", "Is it safe?"],
        ("Messages that could not be read: 1.",),
    )


@pytest.mark.parametrize("charset", [b"idna", b"undefined", b"\0x", b"hex", b"nonsense"])
def test_encodings_of_no_text(charset: bytes) -> None:
    """A message may name an encoding that there is not, or that is not one of texts."""
    assert _mails(b"Content-Type: text/plain; charset=" + charset + b"\n\nIs it safe?") == (["Is it safe?"], ())


def test_letters_that_there_are_not() -> None:
    """A letter by a number of thousands of digits is none."""
    ((body,), notes) = _mails(b"Content-Type: text/html\n\n<p>Is it safe? &#" + b"9" * 5000 + b";</p>")
    assert body.startswith("Is it safe?")
    assert notes == ()


_MANY = 100_000


@pytest.mark.parametrize(
    "file",
    [
        ExportFile("x.eml", messages=(b"Content-Type: text/html\n\n<p>" + b"<a b='" * (_MANY // 6),)),
        ExportFile("x.eml", messages=(b"Content-Type: text/html\n\n" + b"<p " * (_MANY // 3),)),
        ExportFile("x.eml", messages=(b"Content-Type: text/plain; " + b";" * _MANY + b"\n\nIs it safe?",)),
        ExportFile("x.eml", messages=(b"Subject: A\n\n" + b"\n" * _MANY + b"Is it safe?",)),
        ExportFile("x.eml", messages=(b"Subject: A\n\n" + b"\n " * (_MANY // 2) + b"Is it safe?",)),
        ExportFile("x.csv", b"question,date\nIs it safe?,1/1/1" + b" " * _MANY + b"UTC UTC\n"),
        ExportFile("x.txt", b" " * _MANY + b"?", text=True),
        ExportFile("x.txt", b"log " * _MANY + b"is it safe?", text=True),
        ExportFile("x.txt", b'"' + b"x," * _MANY + b"is it safe?", text=True),
    ],
)
def test_what_is_repeated_costs_little(file: ExportFile) -> None:
    """Anyone may write to a help desk: 100 kB of anything are read in a second."""
    assert least_seconds(lambda: all_questions(read_export(file, ZONE, {}).letters), 1) < 1


def test_a_table_without_rows() -> None:
    """Where there is only the line that says what parts the columns, there is no table."""
    with pytest.raises(UnreadableExportError, match="contains no table"):
        read_export(ExportFile("x.csv", b"sep=;\n"), ZONE, {})


@pytest.mark.parametrize(
    "row",
    [
        "Anna Brown,anna@mail.example,hello",
        "Anna Brown,2027-03-04,hello",
        "Anna Brown,12.3.27,hello",
        "Anna Brown,+44 20 7946 0018,hello",
        "Anna Brown,is my son safe?",
        '"Anna Brown","I cannot log in any more\nand nobody answers"',
        "Anna Brown,my son has been told by you that he",
        f"Anna Brown,{'x' * 41}",
    ],
)
@pytest.mark.parametrize("columns", [{}, {"body": "sorrow"}])
def test_a_table_without_names_shows_nobody(row: str, columns: dict[str, str]) -> None:
    """Where the first row is somebody's message, what columns there are cannot be said: it would name them."""
    table = f"{row}\n{row}\n".encode()
    with pytest.raises(UnreadableExportError) as refused:
        read_export(ExportFile("x.csv", table), ZONE, columns)
    said = refused.value.message + refused.value.help
    assert "seems to be a message already" in said
    assert "Anna" not in said


def test_columns_that_nobody_knows_are_named() -> None:
    """Names of columns are told, so that one can be given."""
    with pytest.raises(UnreadableExportError) as refused:
        read_export(ExportFile("x.csv", b"Kummer (neu),Tag,Nr. 1,Solved by\nx,1,2,3\n"), ZONE, {})
    assert "the columns are: Kummer (neu), Tag, Nr. 1, Solved by" in refused.value.help
