"""What notices say in circumstances that differ: whom they go to, which report they are, what the law wants in them, and what it forbids there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import click
import pytest

from generator.cli.commands.notice import command
from generator.content.known_profiles import shipped
from generator.deadlines.condition_words import place_name
from generator.errors import UsageError
from generator.model.notice_profile import Output
from generator.model.source import RawFile
from generator.pipeline import checking, exporting, publishing
from generator.pipeline.exporting import NoticeRequest, WrittenNotice
from tests.render.sites import theme

CONFIG = """organisation: {name: Larkfield Energy, url: https://larkfield.example/OFFICER}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, timezone: ZONE, language: LANGUAGE}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
"""
UPDATE = """---
title: Someone read customer support tickets
published: 2027-03-03T03:10Z
status: investigating
what_happened: Someone used a stolen staff password to read support tickets.
known: {entry: They opened 40 tickets with a stolen password.}
unknown: {copied: Whether they copied them.}
next_steps: {log: We are reading the access log.}
actions: {watch: {do: Look at your account., why: They read account numbers., urgency: today}}
data: {ssn: taken}
consequences: {fraud: Someone may open an account in your name.}
affected: {customers: {unit: people, exact: 900, of: 18400RESIDENTS}}
nature: intrusion
next_update: 2027-03-04T02:00Z
---
"""
BUREAUS = "Credit bureaus, with toll-free telephone numbers, addresses and websites"
EQUIFAX = "P.O. Box 105788"
PARENT = "The parent or affiliated corporation, or that there is none"


def _notices(
    key: str,
    incident: str = "",
    *,
    now: str = "2027-03-03T12:00Z",
    residents: str = "",
    officer: str = "",
    data: str = "taken",
    people: int = 900,
    more: str = "",
    zone: str = "UTC",
    own: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
    **wanted: Any,
) -> tuple[WrittenNotice, ...]:
    """The notices of a profile for an incident that it is named for; `incident` is more of its incident.md."""
    texts = {
        "site_config.yml": CONFIG.replace("OFFICER", officer and f', data_protection_officer: "{officer}"')
        .replace("ZONE", zone)
        .replace("LANGUAGE", language),
        "content/incidents/tickets/incident.md": (
            f"---\ntitle: Someone read customer support tickets\naware: 2027-03-03T02:40Z\nprofiles: [{key}]\n"
            f"names: {{ssn: Social Security numbers}}\ncategories: {{ssn: social-security-number}}\n{incident}---\n"
        ),
        "content/incidents/tickets/01-first.md": UPDATE.replace("RESIDENTS", residents and f", residents: {residents}")
        .replace("ssn: taken", f"ssn: {data}")
        .replace("exact: 900", f"exact: {people}")
        .replace("nature:", f"{more}nature:"),
        **{f"content/profiles/{name}.yml": text for name, text in own.items()},
    }
    moment = datetime.fromisoformat(now).astimezone(UTC)
    files = [RawFile(path=path, data=text.encode(), size=len(text.encode())) for path, text in texts.items()]
    checked = checking.check(files, moment)
    assert [one.message for one in checked.diagnostics if one.severity.value == "error"] == []
    site = publishing.publish(checked, moment)
    request = NoticeRequest(key=key, given=MappingProxyType(dict(wanted.pop("given", {}))), **wanted)
    return exporting.notices(checked, site, site.incidents[0], request, theme())


def _text(key: str, output: Output, incident: str = "", **wanted: Any) -> str:
    (made,) = _notices(key, incident, output=output, **wanted)
    return made.notice.text


def _to(text: str) -> str:
    return next(line.removeprefix("To: ") for line in text.split("\n") if line.startswith("To: "))


# To whom.


@pytest.mark.parametrize(
    ("key", "incident", "to"),
    [
        ("au-ndb", "risk: high\n", "the Information Commissioner"),
        ("sg-pdpa", "risk: high\n", "the Personal Data Protection Commission"),
        ("hipaa", "", "the Secretary of Health and Human Services (HHS)"),
        ("gdpr-33", "", "the data protection authority"),
        ("gdpr-33", "roles: [processor]\n", "the controller"),
        (
            "us-ny",
            "",
            "the Attorney General of New York, the Department of State of New York, the Division of State Police of New York",
        ),
        ("us-ma", "", "the Attorney General of Massachusetts, the Office of Consumer Affairs and Business Regulation (OCABR)"),
        # Whoever need not tell may tell all the same, and tells the same authority.
        ("gdpr-33", "risk: unlikely\n", "the data protection authority"),
    ],
)
def test_to_whom_a_notification_goes(key: str, incident: str, to: str) -> None:
    """It names the authorities that are told the same in the same time, and nobody inside the organisation or told in another way."""
    assert _to(_text(key, Output.NOTIFICATION, incident)) == to


def test_the_command_knows_every_output() -> None:
    """`--as` takes each output that a profile can have."""
    option = next(one for one in command.params if "--as" in one.opts)
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == [output.value for output in Output]


def test_both_are_written() -> None:
    """A law that wants people and an authority told has both; options of letters, or one output, ask for one of them."""
    assert [one.output for one in _notices("hipaa")] == [Output.LETTER, Output.NOTIFICATION, Output.PRESS_RELEASE]
    assert [one.output for one in _notices("hipaa", merge=True)] == [Output.LETTER]
    assert [one.output for one in _notices("hipaa", output=Output.NOTIFICATION)] == [Output.NOTIFICATION]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"output": Output.DISCLOSURE}, "`hipaa` has no disclosure: it is a letter, a notification and a press release"),
        (
            {"output": Output.NOTIFICATION, "merge": True},
            "`--merge` is for letters to people, and a notification is none",
        ),
        ({"given": {"Safeguard in place": "Yes."}}, "the form of `hipaa` has no field called Safeguard in place"),
        ({"output": Output.LETTER, "given": {"A": "b"}}, "`hipaa` is a letter and has no fields to fill in"),
    ],
)
def test_what_does_not_fit(wanted: Mapping[str, Any], said: str) -> None:
    """An output that the law does not ask for, an option that fits no output, and a field that none has are refused."""
    with pytest.raises(UsageError) as refused:
        _notices("hipaa", **wanted)
    assert refused.value.message == said


# The media.

#: Parts of a press release in the order of 45 CFR 164.404(c)(1)(A) to (E), each in words that only that part has.
FOR_THE_MEDIA = (
    "They opened 40 tickets",
    "We found out",
    "Social Security numbers: copied",
    "Look at your account",
    "reading the access log",
    "incident@",
)


def test_the_media_of_each_state_are_told() -> None:
    """The media of each state in which more than 500 people live are told the five things that the rule asks for, and nobody is spoken to."""
    text = _text("hipaa", Output.PRESS_RELEASE, residents="{US-TX: 300, US-CA: 501, US-NY: 99}")
    assert "For publication by the media in: California." in text
    assert "Texas" not in text
    assert not text.startswith("DRAFT")
    places = [text.find(part) for part in FOR_THE_MEDIA]
    assert -1 not in places, places
    assert places == sorted(places)
    assert "Whether they copied them." in text
    assert "https://status.larkfield.example/" in text
    assert "You may be affected" not in text
    both = _text("hipaa", Output.PRESS_RELEASE, residents="{US-TX: 300, US-CA: 501, US-PR: 600}", people=1401)
    assert "For publication by the media in: Puerto Rico, California." in both


@pytest.mark.parametrize(
    ("residents", "outputs", "because"),
    [
        ("{US-CA: 501, US-TX: 399}", 3, ""),
        ("{US-CA: 500, US-TX: 400}", 2, "500 of them live in California"),
        # The other 450 may all live in California.
        ("{US-CA: 450}", 3, ""),
        ("{US-CA: 50, GB: 850}", 2, "50 of them live in California"),
        ("", 3, ""),
    ],
)
def test_whether_the_media_are_told(residents: str, outputs: int, because: str) -> None:
    """It is more than 500 of one state: below, no press release is written; where it is not known, it is a draft that asks where people live."""
    made = _notices("hipaa", residents=residents)
    assert len(made) == outputs
    assert made[0].skipped == because
    if outputs == 3 and residents != "{US-CA: 501, US-TX: 399}":
        assert "DRAFT: the media of which states are told" in made[2].notice.text
        assert made[2].notice.printed.mark.endswith("in which states the media are told is missing")
    if because:
        (asked,) = _notices("hipaa", residents=residents, output=Output.PRESS_RELEASE)
        assert asked.notice.printed.mark.startswith(f"DRAFT: not asked for: {because}")
        assert asked.unasked == because


@pytest.mark.parametrize(
    ("key", "delayed", "waits"),
    [
        ("hipaa", "delayed: {by: the police, from: 2027-03-03}\n", ("the police",) * 3),
        ("hipaa", "delayed: {by: the police, from: 2027-03-03, to: 2027-03-03}\n", ("", "", "")),
        ("hipaa", "", ("", "", "")),
        # No request of the police stops the clock of article 33.
        ("gdpr-33", "delayed: {by: the police, from: 2027-03-03}\n", ("",)),
    ],
)
def test_whether_somebody_asked_you_to_wait(key: str, delayed: str, waits: tuple[str, ...]) -> None:
    """While a request to wait stops the clock, whoever writes the notice is told not to send it, and a press release is a draft."""
    made = _notices(key, delayed, residents="{US-CA: 900}", now="2027-03-04T12:00Z")
    assert tuple(one.waits for one in made) == waits
    if key == "hipaa":
        assert made[2].notice.printed.mark == ("DRAFT: the police asked you to wait" if any(waits) else "")


def test_one_person_lives_there() -> None:
    """A single person is spoken of as one."""
    assert (
        _notices("us-wa", residents="{US-WA: 1, US-CA: 899}", output=Output.NOTIFICATION)[0].unasked
        == "1 of them lives in Washington"
    )


def test_a_business_associate_tells_no_media() -> None:
    """Whoever holds the data for a covered entity tells that one; letter, form and press release are the covered entity's own."""
    made = _notices("hipaa", "roles: [business-associate]\n", residents="{US-CA: 900}")
    assert [one.output for one in made] == [Output.LETTER, Output.NOTIFICATION]
    assert {one.unasked for one in made} == {made[0].skipped} != {""}


# Which report, and whether it is late.


@pytest.mark.parametrize(
    ("key", "incident", "now", "report", "due"),
    [
        ("nis2", "", "2027-03-03T12:00Z", "early warning", "The next report comes by Saturday 6 March, 2:40 am."),
        (
            "nis2",
            "told: {nis2.early-warning: 2027-03-03T11:00Z}\n",
            "2027-03-03T12:00Z",
            "incident notification",
            "We publish our next update by Thursday 4 March, 2 am.",
        ),
        (
            "nis2",
            "told: {nis2.early-warning: 2027-03-03T10:00Z, nis2.notification: 2027-03-03T11:00Z}\n",
            "2027-03-03T12:00Z",
            "progress report",
            "The next report comes by",
        ),
        (
            "dora",
            "moments: {classified: 2027-03-03T11:00Z}\n",
            "2027-03-03T12:00Z",
            "initial report",
            "We publish our next update",
        ),
        (
            "dora",
            "moments: {classified: 2027-03-03T08:00Z}\ntold: {dora.initial: 2027-03-03T11:00Z}\n",
            "2027-03-03T12:00Z",
            "intermediate report",
            "We publish our next update",
        ),
    ],
)
def test_which_report_it_is(key: str, incident: str, now: str, report: str, due: str) -> None:
    """It says which of the reports it is, and when the next one comes; where the law gives that no day, only what the public was promised."""
    text = _text(key, Output.NOTIFICATION, incident, now=now)
    assert f"\nReport: {report}\n" in text
    assert due in text


LATE = "Why this report is late"


def test_a_late_report_says_why_whatever_its_form() -> None:
    """NIS2 has no field for it: the report gets one, is a draft until it is filled in, and says nothing of it where it is in time."""
    assert LATE not in _text("nis2", Output.NOTIFICATION)
    (late,) = _notices("nis2", now="2027-03-04T03:00Z")
    assert f"why this report is late, in the field “{LATE}”" in late.notice.printed.mark
    filled = _text("nis2", Output.NOTIFICATION, now="2027-03-04T03:00Z", given={LATE: "We had no access."})
    assert f"{LATE}\n\nWe had no access." in filled


def test_what_was_late_once_is_late_in_the_next_report() -> None:
    """A first report that came late says why in those that follow: with the reason that is recorded, or as a draft."""
    told = "told: {gdpr-33: {at: 2027-03-07T10:00Z, because: Our own log was locked.}}\n"
    text = _text("gdpr-33", Output.NOTIFICATION, told, now="2027-03-08T10:00Z")
    assert "Reasons for the delay (if later than 72 hours)\n\nOur own log was locked." in text
    silent = _text("gdpr-33", Output.NOTIFICATION, "told: {gdpr-33: 2027-03-07T10:00Z}\n", now="2027-03-08T10:00Z")
    assert "why this report is late" in silent.partition("\n")[0]
    assert "This report is not late." not in silent


def test_the_classification_is_in_the_report() -> None:
    """The moment at which the incident was classified as major starts the clock, and stands in DORA's field for it."""
    text = _text("dora", Output.NOTIFICATION, "moments: {classified: 2027-03-03T11:00Z}\n")
    assert "Date and time of classification\n\n3 March, 11 am" in text
    assert "the field “Date and time of classification”" in _text("dora", Output.NOTIFICATION).partition("\n")[0]


def test_only_the_people_whom_the_authority_asks_for() -> None:
    """An attorney general is told how many live in the state, and of no other place."""
    text = _text("us-tx", Output.NOTIFICATION, residents="{US-TX: 300, US-CA: 200}")
    assert "Number of residents of Texas affected at the time of notification\n\n- Texas: 300" in text
    assert "California" not in text
    lacks = _notices("us-tx", output=Output.NOTIFICATION, residents="{US-CA: 200}")[0].missing
    assert any(
        "`affected: {customers: {unit: people, exact: 900, of: 18400, residents: {US-CA: 200, US-TX: 700}}}`" in line
        for _, line in lacks
    )


FIELD = "Number of affected residents that have been sent a disclosure at the time of notification"


@pytest.mark.parametrize(
    ("residents", "told", "sent"),
    [
        ("{US-TX: 300, US-CA: 600}", "{customers: {how: by letter, sent: 900, complete: true}}", "300"),
        ("{US-TX: 300, US-CA: 600}", "{customers: {how: by letter, sent: 0}}", "0"),
        ("{US-TX: 300, US-CA: 600}", "{everyone: {how: by letter, sent: 900}}", "300"),
        ("{US-TX: 900}", "{customers: {how: by letter, sent: 412}}", "412"),
        ("{US-CA: 900}", "{customers: {how: by letter, sent: 412}}", "0"),
        # 412 letters went out, and nobody says where to.
        ("{US-TX: 300, US-CA: 600}", "{customers: {how: by letter, sent: 412}}", ""),
        # Of 300 nobody says where they live.
        ("{US-TX: 600}", "{customers: {how: by letter, sent: 900, complete: true}}", ""),
        ("{US-TX: 300, US-CA: 600}", "", ""),
        ("", "{customers: {how: by letter, sent: 900, complete: true}}", ""),
    ],
)
def test_how_many_of_a_state_were_sent_a_notice(residents: str, told: str, sent: str) -> None:
    """It is computed from what `direct_notice` and `residents` say where that follows from them, and else filled in by hand."""
    (made,) = _notices("us-tx", output=Output.NOTIFICATION, residents=residents, more=told and f"direct_notice: {told}\n")
    if sent:
        assert f"{FIELD}\n\nTexas: {sent}\n" in made.notice.text
    else:
        assert any(f'--fill "{FIELD}=…"' in line for what, line in made.missing if FIELD in what)
    (filled,) = _notices("us-tx", output=Output.NOTIFICATION, given={FIELD: "120"})
    assert f"{FIELD}\n\n120\n" in filled.notice.text


def test_an_authority_is_not_spoken_to_like_the_people() -> None:
    """What people were told of advice and consequences is given as what they were told; nobody is told that they may be affected."""
    told = "direct_notice: We write to everyone.\n"
    text = _text("gdpr-33", Output.NOTIFICATION, told)
    assert "We have told people what this could mean for them:\n\n- Someone may open an account in your name." in text
    assert "You may be affected" not in _text("us-ny", Output.NOTIFICATION, told)


def test_it_is_dated_on_the_day_of_writing() -> None:
    """A notice bears the day on which it is written, in the site's zone, and says up to which update it goes."""
    text = _text("gdpr-33", Output.NOTIFICATION, now="2027-03-04T01:00Z", zone="Asia/Tokyo")
    assert "\n4 March 2027\n" in text
    assert "as of update 1, published 3 March, 12:10 pm." in text
    assert "\n3 March 2027\n" in _text("gdpr-34", Output.LETTER, now="2027-03-04T01:00Z", zone="America/New_York")


# What the law wants in a letter.

#: Parts of each letter in the order of the law, each in words that only that part has.
CONTENTS: Mapping[str, tuple[str, ...]] = {
    # 45 CFR 164.404(c)(1)(A) to (E).
    "hipaa": ("They opened 40 tickets", "We found out", "Social Security numbers: copied", "Look at your account", "reading the access log", "incident@"),
    # SOR/2018-64, section 3(a) to (f).
    "ca-pipeda": ("They opened 40 tickets", "It happened", "Social Security numbers: copied", "reading the access log", "Look at your account", "incident@", "complain"),
    # Article 34(2) with 33(3)(b), (c) and (d), in the order that readers need.
    "gdpr-34": ("They opened 40 tickets", "open an account in your name", "reading the access log", "Data protection officer: Ines Farrow", "incident@"),
    "uk-gdpr": ("They opened 40 tickets", "open an account in your name", "Look at your account", "Data protection officer: Ines Farrow", "Information Commissioner's Office: ico.org.uk"),
    # Resolução CD/ANPD 15/2024, article 9, items I to III and V to VII.
    "br-lgpd": ("We found out", "Social Security numbers: copied", "open an account in your name", "reading the access log", "Data protection officer: Ines Farrow", "incident@"),
    # Section 26WK(3)(b) to (d), and (a).
    "au-ndb": ("They opened 40 tickets", "Social Security numbers: copied", "Look at your account", "incident@"),
    "sg-pdpa": ("We found out", "Social Security numbers: copied", "open an account in your name", "reading the access log", "Look at your account", "incident@"),
    "ca-qc": ("Social Security numbers: copied", "They opened 40 tickets", "reading the access log", "Look at your account", "incident@"),
    "us-vt": ("They opened 40 tickets", "Social Security numbers: copied", "reading the access log", "incident@", "free credit reports"),
    "us-ny": ("Social Security numbers: copied", "incident@", "ag.ny.gov", "dos.ny.gov", "identitytheft.gov"),
    "us-ca": ("Notice of Data Breach", "What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do", "For More Information", EQUIFAX),
    "us-co": ("Social Security numbers: copied", "incident@", EQUIFAX, "identitytheft.gov", "security freeze"),
    "us-wa": ("We found out", "Social Security numbers: copied", "incident@", EQUIFAX, "identitytheft.gov"),
    "us-fl": ("It happened", "Social Security numbers: copied", "incident@"),
}  # fmt: skip


@pytest.mark.parametrize("key", CONTENTS)
def test_each_law_has_its_contents(key: str) -> None:
    """Each law's letter has what that law asks for, in its order."""
    text = _text(key, Output.LETTER, "occurred: 2027-03-02\n", officer="Ines Farrow, dpo@larkfield.example")
    body = text.partition("Larkfield Energy")[2]
    places = [body.find(part) for part in CONTENTS[key]]
    assert -1 not in places, [part for part in CONTENTS[key] if part not in body]
    assert places == sorted(places)


def test_no_two_laws_have_the_same_letter() -> None:
    """Where laws ask for other things, their letters differ by more than a title."""
    letters = {key: _text(key, Output.LETTER) for key, profile in shipped().items() if Output.LETTER in profile.outputs}
    bodies = {key: text.partition("Larkfield Energy")[2] for key, text in letters.items()}
    assert len(set(bodies.values())) == len(bodies)


def test_what_the_law_forbids_is_left_out() -> None:
    """Massachusetts forbids the nature of the breach and the number of residents: its letter has neither, nor the page's address, nor why advice helps."""
    text = _text("us-ma", Output.LETTER, residents="{US-MA: 317}")
    for said in (
        "Someone",
        "stolen",
        "tickets",
        "40",
        "900",
        "317",
        "copied",
        "status.larkfield.example",
        "account numbers",
        "break-in",
    ):
        assert said not in text, said
    for said in (
        "Notice of Data Breach",
        "police report",
        "There is no charge",
        "Look at your account.",
        "incident@larkfield.example",
    ):
        assert said in text
    told = _text("us-ma", Output.NOTIFICATION, residents="{US-MA: 317}")
    assert "They opened 40 tickets" in told
    assert "Massachusetts: 317" in told


#: What a law prescribes word for word, in English.
PRESCRIBED = {
    "Notice of Data Breach",
    "What Happened",
    "What Information Was Involved",
    "What We Are Doing",
    "What You Can Do",
    "For More Information",
}
LETTERS = [key for key, profile in shipped().items() if Output.LETTER in profile.outputs]


@pytest.mark.parametrize("tag", ["ar", "de", "es", "fr"])
@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_in_another_language_has_no_english_of_ours(key: str, tag: str) -> None:
    """Of our words only those that a law prescribes, the names of its places, and what nobody has filled in stay English."""
    (made,) = _notices(key, output=Output.LETTER, language=tag, given={PARENT: "-"} if key == "us-ma" else {})
    runs = [run for block in made.notice.printed.blocks for run in block.runs]
    english = {run.text.strip() for run in runs if run.language == "en"} - PRESCRIBED
    place = made.profile.only_if.residents if made.profile.only_if else ""
    assert {text for text in english if "DRAFT" not in text} <= ({place_name(place)} if place else set())
    said = made.notice.text
    assert [text.say for text in made.profile.letter_says.values() if text.say and text.say in said] == []


def test_a_blank_is_filled_in_by_hand() -> None:
    """What only whoever sends it knows is a blank: it makes a draft until it is filled in, and what is filled in has no markup."""
    (blank,) = _notices("us-ma", output=Output.LETTER)
    assert f"the blank “{PARENT}”" in blank.notice.printed.mark
    assert f"DRAFT: to be filled in: {PARENT}" in blank.notice.text
    assert any(f'--fill "{PARENT}=…"' in line for _, line in blank.missing)
    remedy = "remedy: 18 months of credit monitoring.\n"
    (filled,) = _notices("us-ma", remedy, output=Output.LETTER, given={PARENT: "Larkfield & <sons>"})
    assert not filled.notice.printed.mark
    assert "Larkfield &amp; &lt;sons&gt;" in filled.notice.html


def test_what_may_have_changed_can_be_replaced() -> None:
    """Telephone numbers of others stand in the letter as they were read, with where and when to look them up again; what is filled in replaces them."""
    (read,) = _notices("us-ca")
    assert EQUIFAX in read.notice.text
    ((fill, source, month),) = [(one.fill, one.source, one.text_checked) for one in read.look_up]
    assert (fill, month) == (BUREAUS, "2026-11")
    assert "mass.gov" in source
    (replaced,) = _notices("us-ca", given={BUREAUS: "Equifax & <others>"})
    assert EQUIFAX not in replaced.notice.text
    assert "Equifax &amp; &lt;others&gt;" in replaced.notice.html
    assert replaced.look_up == ()


def test_what_depends_on_the_data() -> None:
    """Credit bureaus stand in California's letter where Social Security numbers were taken; where nobody knows whether they were, the writer is told."""
    (taken,) = _notices("us-ca")
    assert taken.unsettled == ()
    (possible,) = _notices("us-ca", data="possible")
    ((what, when, why),) = possible.unsettled
    assert (what, why) == (BUREAUS, "whether `ssn` was reached is not known")
    assert when == "social security numbers or other government identity numbers were reached"
    assert EQUIFAX not in possible.notice.text
    assert EQUIFAX in taken.notice.text


def test_what_is_not_asked_for_is_said() -> None:
    """Where nobody lives in the state, the letter is written and its writer is told that the law does not ask for it."""
    (made, _) = _notices("us-wa", residents="{GB: 900}")
    assert made.unasked == "0 of them live in Washington"
    assert _notices("us-wa")[0].unasked == ""


def test_a_profile_of_your_own() -> None:
    """A site's own profile can have several outputs, each with its recipients, and texts of its own."""
    own = {
        "partners": """title: Notice to our partners
tells: partners
source: framework contract
text_checked: 2026-11
output: [letter, notification]
clocks:
  first: {tell: each partner, within: 12 hours, from: aware}
  board: {tell: the board, within: 3 days, from: aware, told_by: notification, report: note to the board}
  lawyers: {tell: our lawyers, within: 3 days, from: aware, told_by: other}
letter_says:
  leave: {say: You may leave the contract.}
  manager: {fill: Your account manager}
"""
    }
    letter, note = _notices("partners", own=own, given={"Your account manager": "Mara Quist looks after you."})
    assert "You may leave the contract.\n\nMara Quist looks after you." in letter.notice.text
    assert _to(note.notice.text) == "the board"
    assert "Report: note to the board" in note.notice.text
    assert "Mara Quist" not in note.notice.text
