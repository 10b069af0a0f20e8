"""Every key of incident.md and review.md is read, and findings say what is wrong with invalid ones."""

from datetime import UTC, date, datetime

import pytest

from generator.content.parser import parse_incident, parse_page, parse_review, parse_update
from generator.model.incident import Impact, RecordedNotice
from generator.model.source import Source
from generator.model.update import Window

INCIDENT = """---
title: Someone read customer support tickets
aware: 2027-03-03T03:40+01:00
impact: major
systems: Support desk
occurred: 2027-03-02
profiles: [gdpr-34]
contact: {phone: "112"}
direct_notice: By e-mail.
told: {gdpr-33: 2027-03-04T10:00Z, hipaa.media: {at: 2027-03-05T10:00Z, because: We had no list.}}
moments: {classified: 2027-03-03T05:00Z}
not_needed: {gdpr-34.people: The risk is low.}
delayed: {by: the police, from: 2027-03-03, to: 2027-03-04T10:00Z}
remedy: A year of credit watch.
related: [meter-portal]
questions:
  mine: {ask: Mine too?, answer: "No."}
  when: {ask: When?, since: 2027-03-03}
---

Background.
"""


def test_incident() -> None:
    """Every key of incident.md is read; a time in another zone is the same moment."""
    document = parse_incident(Source("incident.md", INCIDENT), ())
    assert document.problems == ()
    incident = document.incident
    assert incident is not None
    assert incident.aware == datetime(2027, 3, 3, 2, 40, tzinfo=UTC)
    assert (incident.impact, incident.systems, incident.occurred) == (Impact.MAJOR, ("Support desk",), date(2027, 3, 2))
    assert incident.delayed is not None
    assert (incident.delayed.by, incident.delayed.start, incident.delayed.end) == (
        "the police",
        date(2027, 3, 3),
        datetime(2027, 3, 4, 10, tzinfo=UTC),
    )
    assert incident.told["gdpr-33"] == RecordedNotice(at=datetime(2027, 3, 4, 10, tzinfo=UTC))
    assert incident.told["hipaa.media"] == RecordedNotice(at=datetime(2027, 3, 5, 10, tzinfo=UTC), because="We had no list.")
    assert incident.moments == {"classified": datetime(2027, 3, 3, 5, tzinfo=UTC)}
    assert incident.not_needed == {"gdpr-34.people": "The risk is low."}
    assert incident.questions["when"].since == date(2027, 3, 3)
    assert incident.body == "Background."
    assert document.span("questions", "mine", "answer").line == 17
    assert document.span("questions", "mine", "nothing").line == 17


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("impact: major", "impact: huge", "`huge` is not an impact"),
        ("delayed: {by: the police,", "delayed: {", "does not say who"),
        ("delayed: {by: the police, from: 2027-03-03, to: 2027-03-04T10:00Z}", "delayed: yes", "`delayed` cannot be a sentence"),
        ('answer: "No."', 'answer: "No.", unknown: copied', "both answered and open"),
        ("{ask: When?, since: 2027-03-03}", "{since: 2027-03-03}", "does not say what"),
        ("systems: Support desk", "systems: {a: b}", "cannot have further keys"),
        ("told: {gdpr-33: 2027-03-04T10:00Z,", "told: {gdpr-33: 2027-03-04,", "needs a time as well as a day"),
        ("told: {gdpr-33:", "told: {Hipaa.media.more:", "is not the name of a clock"),
        ("{at: 2027-03-05T10:00Z, ", "{", "does not say when they were told"),
        ("{at: 2027-03-05T10:00Z, ", "{at: soon, ", "is not a time"),
        ("moments: {classified: 2027-03-03T05:00Z}", "moments: {classified: soon}", "is not a time"),
        ("not_needed: {gdpr-34.people: The risk is low.}", "not_needed: The risk is low.", "`not_needed` cannot be a sentence"),
    ],
)
def test_wrong_incident(old: str, new: str, message: str) -> None:
    """A finding names each invalid value on its line."""
    assert old in INCIDENT
    document = parse_incident(Source("incident.md", INCIDENT.replace(old, new)), ())
    assert document.incident is None
    (problem,) = document.problems
    assert message in problem.message
    assert problem.at.line == INCIDENT[: INCIDENT.index(old)].count("\n") + 1


def test_empty_clocks() -> None:
    """An empty `not_needed` names no clock."""
    text = INCIDENT.replace("not_needed: {gdpr-34.people: The risk is low.}", "not_needed:")
    document = parse_incident(Source("incident.md", text), ())
    assert document.incident is not None
    assert document.incident.not_needed == {}


def test_review() -> None:
    """Every key of a review is read."""
    text = (
        "---\ntitle: What we learnt\npublished: 2027-05-03T09:00Z\ncause: One password.\nlessons: {one: Two steps.}\n"
        "corrective_actions:\n  desk: {do: A new desk., owner: Sam, by: 2027-07-01, done: 2027-06-01}\n  plain: Another thing.\ndraft: true\n---\nMore.\n"
    )
    document = parse_review(Source("review.md", text), ())
    assert document.problems == ()
    review = document.review
    assert review is not None
    assert review.draft
    assert review.corrective_actions["desk"].done == date(2027, 6, 1)
    assert review.corrective_actions["plain"].do == "Another thing."
    assert parse_review(Source("review.md", text.replace("cause: One password.\n", "")), ()).review is None
    assert parse_review(Source("review.md", text.replace("by: 2027-07-01", "by: soon")), ()).review is None


def test_page() -> None:
    """A page with a title and a body is read."""
    page = parse_page(Source("p.md", "---\ntitle: About us\n---\n\nHello.\n"), (), "about")
    assert (page.title, page.body, page.problems) == ("About us", "Hello.", ())


UPDATE = "---\ntitle: One\npublished: 2027-03-03T03:10Z\nstatus: investigating\n{}\n---\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("window: {}", "says neither when it began nor when it ended"),
        ("window: yesterday", "cannot be a sentence"),
        ("amended: {what: {recieved: received}}", "does not say when"),
        ("amended: {when: 2027-03-04, what: {Larkfeild: Larkfield}, who: Sam}", "`who` is not a key of `amended`"),
        ("monitor_until: 2027-04-05T10:00Z", "needs a day, without a time"),
        ("corrections: {Data.Password: x}", "not the name of something that can be corrected"),
        ("corrections: x", "`corrections` cannot be a sentence"),
        ("known: Someone got in.", "needs a name before each fact"),
        ("known: {entry: {sure: likely}}", "has no text"),
        ("known: {entry: {text: X, sure: very}}", "`sure` can only be `likely`"),
        ("known: {entry: [a, b]}", "cannot be a list"),
        ("next_steps: {log: {by: 2027-03-05}}", "does not say what"),
        ("next_steps: {log: [a]}", "cannot be a list"),
        ("actions: {password: {urgency: now}}", "does not say what"),
        ("unknown: none", "does not clearly say"),
        ("no_change: sometimes", "can only be true or false"),
        ("data: {password: gone}", "is not a state of password"),
        ("data: {password: [x]}", "is not a state of password"),
        ("affected: many", "needs a name before each count"),
        ("published: 1899-03-03T03:10Z", "duplicate"),
        ("next_update: 2027-03-03T25:00Z", "not a date that exists"),
        ("next_update: 2027-03-03T10:00+99:00", "not a date that exists"),
        ("next_update:", "is empty"),
        ("late: [a]", "cannot be a list"),
        ("approved_by: {legal: }", "is empty"),
    ],
)
def test_wrong_update(line: str, message: str) -> None:
    """A finding names each invalid value on its line, and the update is not used."""
    document = parse_update(Source("01-a.md", UPDATE.format(line)), (), 1, "a")
    assert document.parsed is None
    assert any(message in problem.message or problem.rule.startswith(message) for problem in document.problems), document.problems
    assert {problem.at.line for problem in document.problems} == {5}


def test_every_form_of_a_value() -> None:
    """Empty sections, folded sentences, blocks of text and facts with keys are all understood."""
    text = UPDATE.format(
        "known: {}\nunknown:\nnext_steps: {log: 'We read.'}\nactions: {a: {do: Ring., urgency: now, for: Everyone}}\nnext_update: none_planned\n"
        "consequences:\n  one: >\n    A sentence\n    on two lines.\nwindow: {from: unknown, to: 2027-03-02}\namended: {when: 2027-03-04, what: {recieved: received}}\nno_change: false"
    )
    document = parse_update(Source("01-a.md", text), (), 1, "a")
    assert document.problems == ()
    update = document.update
    assert update.none_planned
    assert update.consequences["one"].text == "A sentence on two lines."
    assert update.windows == {"": Window(start=None, end=date(2027, 3, 2))}
    assert update.actions["a"].audience == "Everyone"
