"""Valid profile files are read, and findings say clearly what is invalid in others."""

from datetime import date

import pytest

from generator.content.assembly import assemble
from generator.content.profiles import parse_profile
from generator.model.condition import Condition
from generator.model.document import ProfileDocument
from generator.model.notice_profile import DISCLAIMER, Element, FormField, FormSource, Length, Output, Paper, TextSource, Unit
from generator.model.source import RawFile, Source

LEAST = """title: Notice to our wholesale partners
tells: partners who sell our tariffs
source: framework contract, section 12
text_checked: 2026-11
"""

WHOLE = (
    LEAST
    + """learnt: second-hand
unsure: [The second section was not read.]
disclaimer: only a reminder
require: [known, data]
want: affected
grade_at_most: 8.5
country: GB
clocks:
  first: {tell: each partner, within: 24 hours, from: aware, warn: 6 hours, police_stops: true, learnt: recalled}
  report: {tell: each partner, within: 5 business days, from: [told.first, aware], cap: {within: 1 month, from: counted}}
  members: {tell: their members, soon: without undue delay, from: year_end, warn: 3 days, only_if: they are concerned}
never: {members: [the number]}
posting: {days: 30, where: the home page, only_if: they cannot be reached}
reminders: The report names the tariffs concerned.
notice_title: Notice
headings: {What happened: [known, occurred]}
type_size: 10.5
paper: us-letter
output: notification
in_force: {from: 2026-01-01, until: 2027-06-30}
form:
  - {name: What happened, from: [what_happened, known], required: true}
  - {name: Your reference}
"""
)


def _parse(text: str) -> ProfileDocument:
    return parse_profile(Source("content/profiles/partners.yml", text), (), "partners")


def test_least() -> None:
    """Four keys make a profile; it is a reminder, not legal advice, unless it says something else."""
    profile = _parse(LEAST).profile
    assert profile is not None
    assert (profile.key, profile.text_checked, profile.learnt, profile.disclaimer) == (
        "partners",
        "2026-11",
        TextSource.READ,
        DISCLAIMER,
    )
    assert not profile.clocks
    assert not profile.require


def test_whole() -> None:
    """Every key is read, and has its place."""
    document = _parse(WHOLE)
    assert document.problems == ()
    profile = document.profile
    assert profile is not None
    assert profile.require == (Element.KNOWN, Element.DATA)
    assert profile.want == (Element.AFFECTED,)
    assert profile.grade_at_most == 8.5
    first, report, members = profile.clocks.values()
    assert (first.limit.length, first.warn, first.police_stops, first.learnt) == (
        Length(24, Unit.HOURS),
        Length(6, Unit.HOURS),
        True,
        TextSource.RECALLED,
    )
    assert (report.limit.starts, report.limit.length) == (("told.first", "aware"), Length(5, Unit.BUSINESS_DAYS))
    assert report.cap is not None
    assert (report.cap.length, report.learnt, str(report.cap.length)) == (
        Length(1, Unit.MONTHS),
        TextSource.SECOND_HAND,
        "1 month",
    )
    assert (members.soon, members.limit.length, members.only_if) == (
        "without undue delay",
        None,
        Condition(words="they are concerned"),
    )
    assert profile.never == {"members": ("the number",)}
    assert profile.posting is not None
    assert (profile.posting.days, profile.posting.where) == (30, "the home page")
    assert profile.headings == {"What happened": (Element.KNOWN, Element.OCCURRED)}
    assert (profile.type_size, profile.paper) == (10.5, Paper.US_LETTER)
    assert profile.outputs == (Output.NOTIFICATION,)
    assert [
        profile.in_force.covers(date.fromisoformat(day)) for day in ("2025-12-31", "2026-01-01", "2027-06-30", "2027-07-01")
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert profile.form == (
        FormField(name="What happened", sources=(FormSource.WHAT_HAPPENED, FormSource.KNOWN), required=True),
        FormField(name="Your reference"),
    )
    assert profile.names(first) == ("partners.first",)
    assert document.span("clocks", "first").line == 13


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("titel: x", "`titel` is not a key of a profile"),
        ("text_checked: last autumn", "is not a day that can be read"),
        ("text_checked: 2026-02-31", "is not a date that exists"),
        ("require: [knwon]", "`knwon` is not an element of a notice"),
        ("learnt: heard", "is not a source of the text"),
        ("grade_at_most: easy", "needs a number"),
        ("country: Britain", "not a country's two letters"),
        ("clocks: {first: 72 hours}", "the clock `first`"),
        ("clocks: {first: {within: 72 hours, from: aware}}", "does not say who is told"),
        ("clocks: {first: {tell: x, within: 72 hours}}", "does not say what it counts from"),
        ("clocks: {first: {tell: x, from: aware}}", "does not say how long it is"),
        ("clocks: {first: {tell: x, within: soon, from: aware}}", "not a length of time"),
        ("clocks: {first: {tell: x, within: 0 hours, from: aware}}", "not a length of time"),
        ("clocks: {first: {tell: x, within: 9999 months, from: aware}}", "not a length of time"),
        ("clocks: {first: {tell: x, soon: at once, from: aware}}", "does not say when to warn"),
        ("clocks: {first: {tell: x, soon: at once, within: 1 hour, from: aware, warn: 1 hour}}", "both `within:` and `soon:`"),
        ("clocks: {first: {tell: x, within: 2 business days, from: aware}}", "whose public holidays apply"),
        ("clocks: {first: {tell: x, within: 2 days, from: told.second}}", "not a clock above"),
        ("clocks: {first: {tell: x, within: 2 days, from: told.first}}", "not a clock above"),
        ("clocks: {first: {tell: x, within: 2 days, from: When we knew}}", "not the name of a moment"),
        ("clocks: {first: {tell: x, within: 2 days, from: aware, cap: {from: aware}}}", "`cap` does not say how long it is"),
        ("clocks: {first: {tell: x, within: 2 days, from: aware, cap: 2 days}}", "`cap`"),
        ("never: {letter: [the number]}", "`letter` is not a key of `never`"),
        ("posting: 90 days", "`posting`"),
        ("posting: {days: many, where: there}", "`days` needs a number"),
        ("posting: {days: 3}", "does not say where"),
        ("headings: Notice", "`headings`"),
        ("type_size: large", "`type_size` needs a number of points"),
        ("type_size: 4", "`type_size` needs a number of points"),
        ("paper: vellum", "kind of paper"),
        ("only_if: {}", "names no circumstance"),
        ("only_if: {at_least: 5, more_than: 5}", "compares the number of people twice"),
        ("only_if: {residents: US-*, fewer_than: 500}", "which some state always has"),
        ("only_if: {residents: California}", "`California` is not the code of a place"),
        ("only_if: {residents: US-ZZ}", "`US-ZZ` is not the code of a place"),
        ("only_if: {data: gossip}", "is not a category of data"),
        ("only_if: {role: bystander}", "is not a role"),
        ("require_if: {gossip: {data: health}}", "`gossip` is not a key of `require_if`"),
        ("remind_if: {bureaus: {only_if: {data: health}}}", "the reminder `bureaus` says nothing"),
        ("remind_if: {bureaus: {say: Name them.}}", "the reminder `bureaus` does not say when"),
        ("main: first", "`first` is not a clock of this profile"),
        ("clocks: {first: {tell: x, within: 2 days, from: last_told.first}}", "not a clock above"),
        ("clocks: {first: {tell: x, within: 2 days, from: aware, weekends: closed}}", "way of treating weekends"),
        ("output: fax", "kind of output"),
        ("in_force: 2026", "`in_force`"),
        ("in_force: {from: 2026-02-31}", "not a date that exists"),
        ("in_force: {from: 2026-03-01, until: 2026-02-01}", "ends before it begins"),
        ("form: [{name: Nature, from: known}]", "a letter to people has no form"),
        ("output: notification\nform: {name: Nature}", "not a list of fields"),
        ("output: notification\nform: [{from: known}]", "has no name"),
        ("output: notification\nform: [{name: Nature, from: gossip}]", "is not a thing that the files hold"),
    ],
)
def test_wrong(wrong: str, said: str) -> None:
    """Problems say in the writer's words what a profile must not contain, and such a profile is not used."""
    text = LEAST if wrong.partition(":")[0] != "text_checked" else LEAST.replace("text_checked: 2026-11\n", "")
    document = _parse(f"{text}{wrong}\n")
    assert any(said in problem.message for problem in document.problems), document.problems
    assert document.profile is None


@pytest.mark.parametrize("key", ["title", "tells", "source", "text_checked"])
def test_missing(key: str) -> None:
    """A profile without its source, or without the source's date, is invalid."""
    text = "".join(line for line in LEAST.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    document = _parse(text)
    assert [problem.rule for problem in document.problems] == ["missing-key"]
    assert document.profile is None


@pytest.mark.parametrize("text", ["", "just words\n", "- a\n- b\n", "title: [\n"])
def test_no_keys(text: str) -> None:
    """A profile that is not a table of keys gives a problem and no exception."""
    document = _parse(text)
    assert document.problems
    assert document.profile is None


def test_assembled() -> None:
    """Files under content/profiles/ are profiles of their names; others there are reported."""
    content = assemble(
        RawFile(path=f"content/profiles/{name}", data=LEAST.encode(), size=len(LEAST))
        for name in ("partners.yml", "Our Partners.yml", "notes.md")
    )
    assert [document.key for document in content.profiles] == ["partners"]
    assert [problem.rule for problem in content.problems] == ["misnamed-file", "misnamed-file"]
    assert "profile" in content.problems[0].message


def test_undecodable() -> None:
    """A profile in another encoding gives one finding."""
    content = assemble([RawFile(path="content/profiles/partners.yml", data=LEAST.encode("utf-16"), size=300)])
    (document,) = content.profiles
    assert [problem.rule for problem in document.problems] == ["unreadable-file"]
    assert document.profile is None
