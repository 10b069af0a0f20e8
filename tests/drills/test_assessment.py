"""The results of a drill: what was published, what was answered, and how long a wrong number stayed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.content.assembly import assemble
from generator.drills.assessment import after, assess, attempts
from generator.drills.record import exact_length_words, record_text, report_text
from generator.drills.state import drill_state_text, parse_drill_state
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.document import IncidentFolder
from generator.model.drill import Attempt, Drill, DrillReport, Inject, InjectArrival, Scenario, WantedResponse
from generator.model.source import RawFile, Span

BEGAN = datetime(2027, 3, 3, 9, tzinfo=UTC)
FOLDER = "content/incidents/practice"
FIRST, SECOND = f"{FOLDER}/01-first.md", f"{FOLDER}/02-second.md"


def _at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def _update(published: datetime, known: str, *more: str) -> str:
    lines = [
        "---",
        "title: One",
        f"published: {published:%Y-%m-%dT%H:%MZ}",
        "status: investigating",
        "known:",
        f"  many: {known}",
    ]
    return "\n".join([*lines, *more, "unknown: {how: How.}", "next_steps: {look: We look.}", "actions: None yet.", "---", ""])


def _folder(*updates: str, incident: str = "") -> IncidentFolder:
    texts = {f"{FOLDER}/incident.md": f"---\ntitle: A practice\naware: 2027-03-03T09:00Z\n{incident}---\n"}
    texts |= dict(zip((FIRST, SECOND), updates, strict=False))
    (folder,) = assemble(RawFile(path, text.encode(), len(text)) for path, text in texts.items()).incidents
    assert folder.understood
    return folder


WRONG = Inject(
    name="wrong", at=timedelta(minutes=90), source="security", says="No.", wants=WantedResponse.CORRECTION, figure=1200
)
DUE = Inject(name="due", at=timedelta(hours=6), source="The clock", says="Now.", when_promised=True)
ASKED = Inject(name="asked", at=timedelta(minutes=10), source="A customer", says="Me?", wants=WantedResponse.QUESTION)


def _drill(*out: tuple[str, float], arrived: tuple[Inject, ...] = ()) -> Drill:
    return Drill(
        site="/site",
        scenario="a",
        template="a",
        incident="practice",
        began=BEGAN,
        attempts=tuple(Attempt(path=path, number=2 if path == SECOND else 1, at=_at(at)) for path, at in out),
        arrivals=tuple(InjectArrival(name=one.name, at=BEGAN + one.at) for one in arrived),
    )


def _report(drill: Drill, folder: IncidentFolder, *injects: Inject, end: float = 300) -> DrillReport:
    scenario = Scenario(key="a", title="A", template="a", injects=injects)
    return assess(drill, scenario, folder, _at(end), zone=ZoneInfo("UTC"), grace=timedelta(minutes=5))


@pytest.mark.parametrize(
    ("known", "stands"),
    [
        ("There are 1,200 of them.", True),
        ("There are 1200.", True),
        ("There are 1 200 of them.", True),
        ("There are 11,200 of them.", False),
        ("There are 12000 of them.", False),
        ("There are 1,200,000 of them.", False),
        ("There are 1200.5 of them.", False),
        ("There are many.", False),
    ],
)
def test_whether_a_number_was_said(known: str, stands: bool) -> None:
    """A number is found however its digits are grouped, and not within another."""
    (answered,) = _report(_drill((FIRST, 30), arrived=(WRONG,)), _folder(_update(_at(0), known)), WRONG).answers
    assert answered.said is stands
    assert answered.stood == (timedelta(minutes=270) if stands else None)
    assert answered.after is None


def test_how_long_a_false_number_stood() -> None:
    """From the update that stated it to the one that corrects it, by the times of publication and not those in the files."""
    fix = ("corrections: {many: We had counted twice.}",)
    folder = _folder(_update(_at(0), "There are 1,200."), _update(_at(5), "There are 600.", *fix))
    report = _report(_drill((FIRST, 30), (SECOND, 100), arrived=(WRONG,)), folder, WRONG)
    (answered,) = report.answers
    assert (answered.number, answered.after, answered.stood) == (2, timedelta(minutes=10), timedelta(minutes=70))
    assert "corrected 10 minutes later, in update 2. The false number was public for 1 hour 10 minutes." in report_text(report)
    # An update without a correction leaves it standing.
    silent = _folder(_update(_at(0), "There are 1,200."), _update(_at(5), "There are 1,200."))
    report = _report(_drill((FIRST, 30), (SECOND, 100), arrived=(WRONG,)), silent, WRONG)
    assert report.answers[0].after is None
    assert "no correction came. The false number was public for 4 hours 30 minutes." in report_text(report)
    assert "1200 is still public as our number." in report_text(report)


def test_a_careful_count_needs_no_correction() -> None:
    """A count with "at least" states nothing wrong: a larger number is a valid answer."""
    first = _update(_at(0), "Some.", "affected: {customers: {unit: customers, at_least: 1200}}")
    second = _update(_at(95), "Some.", "affected: {customers: {unit: customers, exact: 3460}}")
    report = _report(_drill((FIRST, 30), (SECOND, 95), arrived=(WRONG,)), _folder(first, second), WRONG)
    assert report.answers[0].number == 2


def test_what_was_never_said_needs_no_correction() -> None:
    """Then any update is an answer, and the record says that the wrong number was never published."""
    folder = _folder(_update(_at(0), "Some."), _update(_at(95), "Some."))
    report = _report(_drill((FIRST, 30), (SECOND, 95), arrived=(WRONG,)), folder, WRONG)
    assert "the next update came 5 minutes later, in update 2. The false number was never public." in report_text(report)


def test_questions() -> None:
    """A question is answered under `questions`, or failing that by the next update, which the record says."""
    asked = "questions:\n  card:\n    ask: Is my card in there?\n    answer: No.\n"
    folder = _folder(_update(_at(0), "Some."), incident=asked)
    drill = after(_drill((FIRST, 5), arrived=(ASKED,)), folder, (), _at(20))
    assert dict(drill.questions) == {"card": _at(20)}
    assert after(drill, folder, (), _at(30)).questions == drill.questions
    (answered,) = _report(drill, folder, ASKED).answers
    assert (answered.number, answered.after) == (None, timedelta(minutes=10))
    plain = _folder(_update(_at(0), "Some."))
    report = _report(_drill((FIRST, 20), arrived=(ASKED,)), plain, ASKED)
    assert report.answers[0].number == 1
    assert "was not answered by name" in report_text(report)
    # Nothing is public before the first statement is.
    assert not after(_drill(), folder, (), _at(20)).questions


def test_what_goes_out() -> None:
    """In order: a draft and an embargoed update wait, a blocked one keeps back all after it, and what is out is not tried again."""
    folder = _folder(_update(_at(0), "Some."), _update(_at(60), "Some."))
    drill = _drill()
    assert [one.number for one in attempts(drill, folder, (), _at(30))] == [1]
    assert [one.number for one in attempts(drill, folder, (), _at(60))] == [1, 2]
    assert not attempts(_drill((FIRST, 10)), folder, (), _at(30))
    found = Diagnostic(
        code="HON002",
        name="missing-unknown",
        severity=Severity.ERROR,
        message="m",
        help="h",
        span=Span(FIRST, 1, 1, 1, 1),
        blocks=True,
    )
    advice = replace(found, code="WRD001", name="seriously", severity=Severity.WARNING, blocks=False)
    made = attempts(drill, folder, (found, advice), _at(60))
    assert [(one.number, one.blocked, one.findings) for one in made] == [(1, True, ("HON002 missing-unknown",)), (2, True, ())]
    assert attempts(drill, folder, (advice,), _at(30))[0].findings == ("WRD001 seriously",)
    draft = _folder(_update(_at(0), "Some.", "draft: true"))
    assert not attempts(drill, draft, (), _at(30))
    # What is kept back moves no promise.
    assert after(drill, folder, made, _at(60)).promised is None


def test_a_promise_decides_when_it_falls_due() -> None:
    """The newest public promise, and without one the scenario's own time."""
    drill = _drill()
    assert drill.when(DUE) == _at(360)
    folder = _folder(_update(_at(0), "Some.", "next_update: 2027-03-03T10:00Z"))
    drill = after(drill, folder, attempts(drill, folder, (), _at(5)), _at(5))
    assert drill.when(DUE) == _at(60)
    scenario = Scenario(key="a", title="A", template="a", injects=(WRONG, DUE))
    assert [one.name for one in drill.waiting(scenario)] == ["due", "wrong"]


def test_promises_and_what_was_held_up() -> None:
    """Promises are measured by times of publication; the record says which updates were held up, and for how long."""
    folder = _folder(
        _update(_at(0), "Some.", "next_update: 2027-03-03T10:00Z"),
        _update(_at(59), "Some.", "next_update: 2027-03-03T18:00Z"),
    )
    drill = _drill((FIRST, 1), (SECOND, 90))
    back = Attempt(path=SECOND, number=2, at=_at(58), written=_at(58), findings=("PLN003 missing-approval",), blocked=True)
    gone = Attempt(path=f"{FOLDER}/03-x.md", number=3, at=_at(100), blocked=True)
    first, second = drill.attempts
    drill = replace(drill, attempts=(first, back, replace(second, written=_at(59)), gone))
    report = _report(drill, folder, replace(DUE, name="other"), end=120)
    assert (report.made, report.kept, report.pending) == (1, 0, 1)
    assert report.missed[0].late == timedelta(minutes=30)
    assert [(one.number, one.lasted, one.out) for one in report.held_up] == [
        (2, timedelta(minutes=32), True),
        (3, timedelta(minutes=20), False),
    ]
    assert report.redated == (2,)
    text = report_text(replace(report, before=0))
    for line in (
        "The first statement was published after 1 minute. The last time it took less than a minute.",
        "did not happen; the drill ended before",
        "0 of 1 was kept.\n1 more was not due yet when the drill ended.",
        "“The next update”, promised for 2027-03-03 10:00 UTC, came 30 minutes late.",
        "Update 3 was held back by something unreadable in it; it was never published.",
        "The first statement took longer than last time.",
        "An approval was missing when the text was ready.",
        "Update 2 gave a different time from when it came out.",
    ):
        assert line in text, line
    assert "Updates 1, 2 gave a different time from when they came out." in report_text(replace(report, redated=(1, 2)))


def test_nothing_to_do_better() -> None:
    """Where no wrong number can be measured, nothing is invented."""
    report = _report(_drill((FIRST, 2)), _folder(_update(_at(2), "Some.")))
    assert "Nothing that can be measured." in report_text(report)
    assert "No promise fell due." in report_text(report)
    record = record_text(report, BEGAN.date(), (), ())
    assert record.startswith("---\nheld: 2027-03-03\ntemplate: a\nminutes: 2\npromises_made: 0\npromises_kept: 0\n---\n")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "less than a minute"), (1, "1 minute"), (65, "1 hour 5 minutes"), (1440, "1 day"), (3005, "2 days 2 hours")],
)
def test_lengths(minutes: float, words: str) -> None:
    """A length of time in words, to the minute."""
    assert exact_length_words(timedelta(minutes=minutes)) == words


def test_the_memory() -> None:
    """What is remembered comes back as it was."""
    drill = replace(
        _drill((FIRST, 2), arrived=(WRONG,)),
        speed=60,
        skipped=timedelta(minutes=7),
        promised=_at(60),
        questions={"card": _at(5)},
        recorded="content/drills/a.md",
    )
    drill = replace(drill, attempts=(replace(drill.attempts[0], written=_at(1), findings=("A b",), blocked=True),))
    assert parse_drill_state(drill_state_text(drill), "drill.json") == drill
    assert drill.clock(_at(1)) == _at(67)
