"""Of a hard incident with people in several countries and states, `deadlines` names every authority whose condition is met by the counts, and no other."""

import json
from datetime import UTC, datetime
from functools import cache

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.adapters.site_files import read_site
from generator.deadlines import report
from generator.deadlines.model import Answer, ClockState, Deadline
from generator.model.notice_profile import Output
from generator.model.source import RawFile
from generator.pipeline import checking, exporting, publishing, reporting
from tests.render.sites import theme
from tests.whole.test_hard_case import HERE

#: The morning after the ninth update, in which all counts stand.
NOW = datetime(2027, 5, 1, 8, 0, tzinfo=UTC)
CASE = "content/incidents/dispensary"
PROFILES = "[uk-gdpr, gdpr-33, gdpr-34, hipaa, glba, us-ca, us-co, us-fl, us-ny, us-tx, us-vt, us-wa]"
#: What is written into a copy of the case: where people live, what kinds of data belong to, and what the law asks of us.
WRITTEN = {
    f"{CASE}/07-children.md": (
        "patients: {unit: people, exact: 4380,",
        "patients: {unit: people, exact: 4380, residents: {GB: 3200, IE: 240, US-CA: 520, US-NY: 312, US-TX: 108},",
    ),
    f"{CASE}/09-payslips.md": (
        "staff: {unit: people, exact: 228}",
        "staff: {unit: people, exact: 228, residents: {GB: 226, US-FL: 2}}",
    ),
    f"{CASE}/incident.md": (
        "impact: critical",
        (
            "impact: critical\nrisk: high\n"
            "categories: {visit: [health, children], name-and-address: contact, card-number: payment-card, payslip: [social-security-number, financial-account],"
            " invoice: financial-account}"
        ),
    ),
    "site_config.yml": ("systems:", f"profiles: {PROFILES}\nsystems:"),
}


@cache
def _checked() -> checking.Checked:
    files: list[RawFile] = []
    left = dict(WRITTEN)
    for file in read_site(HERE, 1 << 20):
        if was := left.pop(file.path, None):
            text = file.data.decode().replace(*was, 1)
            assert text != file.data.decode(), file.path
            files.append(RawFile(path=file.path, data=text.encode(), size=len(text.encode())))
        else:
            files.append(file)
    assert not left
    return checking.check(files, NOW)


@cache
def _clocks() -> dict[str, Deadline]:
    found = reporting.deadlines(_checked(), NOW, ("dispensary",))
    return {one.name: one for one in found.incidents["dispensary"]}


def test_every_authority_that_the_counts_call_for_and_no_other() -> None:
    """4,608 people: 520 live in California, 312 in New York, 108 in Texas and 2 in Florida."""
    answers = {answer: {name for name, one in _clocks().items() if one.condition.answer is answer} for answer in Answer}
    assert answers[Answer.MET] == {
        "uk-gdpr.ico",
        "uk-gdpr.people",
        "gdpr-33",
        "gdpr-33.further",
        "gdpr-34",
        "hipaa.individuals",
        "hipaa.hhs",
        # More than 500 people of one state: the 520 in California.
        "hipaa.media",
        "us-ca.residents",
        "us-ca.attorney-general",
        "us-fl.individuals",
        "us-ny",
        "us-ny.attorney-general",
        "us-ny.department-of-state",
        "us-ny.state-police",
        "us-tx.people",
    }
    # What only people can answer.
    assert answers[Answer.OPEN] == {"glba", "us-ny.attorney-general-after-hhs"}
    assert {name for name, one in _clocks().items() if one.state is ClockState.NOT_ASKED} == answers[Answer.NOT_MET]
    assert {
        "us-fl.legal-affairs",
        "us-tx.attorney-general",
        "us-ny.credit-bureaus",
        "us-ny.financial-services",
        "hipaa.hhs-yearly",
    } < answers[Answer.NOT_MET]


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("us-ca.attorney-general", "520 of them live in California"),
        ("us-fl.legal-affairs", "2 of them live in Florida"),
        ("us-tx.attorney-general", "108 of them live in Texas"),
        ("us-wa.residents", "0 of them live in Washington"),
        ("hipaa.media", "520 of them live in California"),
        # The 38 businesses are no people.
        ("hipaa.hhs", "4,608 people are affected"),
    ],
)
def test_it_says_why(name: str, because: str) -> None:
    """Each clock says which count decides it."""
    assert because in _clocks()[name].condition.because


def test_the_report() -> None:
    """The report lists whom to tell with the reason, and the others on one line each; the JSON form has both."""
    found = reporting.deadlines(_checked(), NOW, ("dispensary",))
    out = report.plain(found)
    assert "Asked for, because more than 500 residents of California are affected" in out.replace(
        "residents of California are affected and ", ""
    )
    skipped = out.partition("Not asked for:")[2].partition("\n\n")[0]
    assert "us-fl.legal-affairs: only if 500 residents of Florida or more are affected" in skipped
    assert "us-ca" not in skipped
    rows = {one["name"]: one for one in json.loads(report.json(found))["incidents"][0]["clocks"]}
    assert rows["us-wa.residents"]["state"] == "not-asked"
    assert rows["us-wa.residents"]["needed"] is False
    assert rows["us-ca.residents"]["condition"]["answer"] == "met"


def test_what_else_the_law_asks_for_here() -> None:
    """Social security numbers were read, so California's reminder of the credit bureaus counts; no log for HHS is kept of a breach of this size."""
    clocks = _clocks()
    assert "The notice names the credit bureaus and how to reach them." in clocks["us-ca.residents"].reminders
    assert clocks["hipaa.individuals"].reminders == ("HHS is told at the same time as the people affected.",)
    assert clocks["us-wa.residents"].reminders == ()
    out = report.plain(reporting.deadlines(_checked(), NOW, ("dispensary",)))
    assert "    Here too: The notice names the credit bureaus and how to reach them." in out


class _Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def test_what_the_media_are_told(snapshot: SnapshotAssertion) -> None:
    """The 520 people in California make it a press release for the media there, and for those of no other state."""
    site = publishing.publish(_checked(), NOW)
    request = exporting.NoticeRequest(key="hipaa", output=Output.PRESS_RELEASE)
    (made,) = exporting.notices(_checked(), site, site.incidents[0], request, theme())
    assert made.notice.text == snapshot(extension_class=_Text)
    assert not made.notice.printed.mark
    assert "For publication by the media in: California." in made.notice.text
    assert not {"New York", "Texas", "Florida"} & set(made.notice.text.split())
