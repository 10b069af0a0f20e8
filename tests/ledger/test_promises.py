"""What becomes of promises, in plain cases."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.content.assembly import assemble
from generator.ledger.advice import denies_need
from generator.ledger.fold import fold
from generator.ledger.moments import end_of
from generator.ledger.promises import promises
from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.model.source import RawFile

ZONE = ZoneInfo("Europe/London")
HEAD = "title: An update\nstatus: investigating\nknown: {entry: Someone got in.}\nactions: Nothing yet.\n"


def _promises(*updates: str, now: datetime, grace: timedelta = timedelta(), review: str = "") -> tuple[Promise, ...]:
    files = [RawFile("content/incidents/x/incident.md", data := b"---\ntitle: X\naware: 2027-03-03T00:00Z\n---\n", len(data))]
    for number, update in enumerate(updates, 1):
        data = f"---\n{HEAD}{update}---\n".encode()
        files.append(RawFile(f"content/incidents/x/{number:02}-update.md", data, len(data)))
    if review:
        data = (
            f"---\ntitle: What we learned\npublished: {review}\ncause: Nobody asked.\nlessons: {{ask: We ask.}}\n---\n".encode()
        )
        files.append(RawFile("content/incidents/x/review.md", data, len(data)))
    (folder,) = assemble(files).incidents
    assert folder.understood, [document.problems for document in folder.updates]
    return promises(fold(folder, ZONE), now, grace)


def _one(found: tuple[Promise, ...], kind: PromiseKind) -> Promise:
    (promise,) = [one for one in found if one.kind is kind]
    return promise


FIRST = "published: 2027-03-03T03:00Z\nunknown: {copied: {text: Whether they copied., by: 2027-03-05}}\nnext_steps: {log: {do: We read., by: 2027-03-04}}\nnext_update: 2027-03-04T09:00Z\n"


def test_pending() -> None:
    """Before its time a promise is pending; a day lasts until its end in the site's zone."""
    states = {one.kind: one.state for one in _promises(FIRST, now=datetime(2027, 3, 4, 8, tzinfo=UTC))}
    assert states == {
        PromiseKind.UPDATE: PromiseState.PENDING,
        PromiseKind.STEP: PromiseState.PENDING,
        PromiseKind.ANSWER: PromiseState.PENDING,
    }


def test_missed_by_time_alone() -> None:
    """After its time, with nothing published, it is missed and not settled."""
    found = _promises(FIRST, now=datetime(2027, 3, 6, 8, tzinfo=UTC))
    assert {(one.state, one.settled) for one in found} == {(PromiseState.MISSED, None)}


def test_grace() -> None:
    """Within the site's grace an update is on time."""
    found = _promises(FIRST, now=datetime(2027, 3, 4, 9, 10, tzinfo=UTC), grace=timedelta(minutes=15))
    assert _one(found, PromiseKind.UPDATE).state is PromiseState.PENDING


def test_kept_moved_and_late() -> None:
    """An update on time keeps its promise; a date moved before it passes is moved, one moved afterwards was missed."""
    second = (
        "published: 2027-03-04T09:00Z\nunknown: {copied: {text: Whether they copied., by: 2027-03-09}}\n"
        "next_steps: {log: {do: We read., by: 2027-03-06, because: It is long.}}\nnext_update: 2027-03-05T09:00Z\n"
    )
    third = (
        "published: 2027-03-08T09:00Z\nlate: We were late.\nunknown: {copied: {text: Whether they copied., by: 2027-03-09}}\n"
        "next_steps: {log: {do: We read., by: 2027-03-10}}\nnext_update: 2027-03-09T09:00Z\n"
    )
    found = _promises(FIRST, second, third, now=datetime(2027, 3, 8, 10, tzinfo=UTC))
    steps = [(one.state, one.moved_to) for one in found if one.kind is PromiseKind.STEP]
    assert steps == [
        (PromiseState.MOVED, date(2027, 3, 6)),
        (PromiseState.MISSED, date(2027, 3, 10)),
        (PromiseState.PENDING, None),
    ]
    updates = [(one.state, one.because) for one in found if one.kind is PromiseKind.UPDATE]
    assert updates == [(PromiseState.KEPT, ""), (PromiseState.MISSED, "We were late."), (PromiseState.PENDING, "")]


@pytest.mark.parametrize(
    ("now", "states"),
    [
        (7, [PromiseState.PENDING]),
        (9, [PromiseState.KEPT]),
        (12, [PromiseState.KEPT]),
    ],
)
def test_a_review_that_readers_had_keeps_its_promise(now: int, states: list[PromiseState]) -> None:
    """A review that came by its day is kept, and stays so when an update gives another day after that: one review does not keep two promises."""
    first = "published: 2027-03-05T09:00Z\nreview_by: 2027-03-10\n"
    second = "published: 2027-03-11T09:00Z\nreview_by: 2027-03-20\n"
    found = _promises(first, second, now=datetime(2027, 3, now, 12, tzinfo=UTC), review="2027-03-08T09:00Z")
    assert [one.state for one in found if one.kind is PromiseKind.REVIEW] == states


def test_a_review_that_comes_after_its_day_was_moved() -> None:
    """A day that was moved before the review came was moved, or missed; the review keeps the last one alone."""
    first = "published: 2027-03-05T09:00Z\nreview_by: 2027-03-10\n"
    second = "published: 2027-03-09T09:00Z\nreview_by: 2027-03-20\n"
    third = "published: 2027-03-21T09:00Z\nreview_by: 2027-03-25\n"
    found = _promises(first, second, third, now=datetime(2027, 3, 24, tzinfo=UTC), review="2027-03-23T09:00Z")
    reviews = [one.state for one in found if one.kind is PromiseKind.REVIEW]
    assert reviews == [PromiseState.MOVED, PromiseState.MISSED, PromiseState.KEPT]


def test_embargoed_counts_as_not_yet() -> None:
    """Texts published after the time in question neither make nor keep a promise."""
    second = "published: 2027-03-04T09:00Z\nunknown: {copied: Whether they copied.}\ndone: {log: Done.}\nnext_steps: {other: We go on.}\nnext_update: 2027-03-05T09:00Z\n"
    found = _promises(FIRST, second, now=datetime(2027, 3, 3, 9, tzinfo=UTC))
    assert {one.made_in for one in found} == {1}
    assert {one.state for one in found} == {PromiseState.PENDING}


def test_a_day_ends_at_midnight_of_the_site() -> None:
    """In summer London's midnight is 23:00 UTC."""
    assert end_of(date(2027, 7, 1), ZONE).astimezone(UTC) == datetime(2027, 7, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "sentence",
    [
        "You do not need to do anything.",
        "No action is needed.",
        "No further action is required by customers.",
        "There are no corrective actions that need to be taken by our customers.",
        "Nothing is required of you.",
        "You don't have to change your password.",
        "You need do nothing.",
    ],
)
def test_denials(sentence: str) -> None:
    """Readers will rely on a sentence that says they need do nothing."""
    assert denies_need(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "There is nothing you can do yet.",
        "There is nothing you can do yet. We will say so here when there is.",
        "We know of no step that would help you. If you saw readings that are not yours, please tell us and delete them.",
        "We do not know of a step that would help yet.",
        "",
    ],
)
def test_not_denials(sentence: str) -> None:
    """Not knowing what would help is not the same as saying that nothing is needed."""
    assert not denies_need(sentence)


STEP = "published: 2027-03-03T03:00Z\nunknown: {{copied: Whether they copied.}}\nnext_steps: {{log: {{do: We read., by: {by}}}}}\nnext_update: 2027-03-09T09:00Z\n"
DONE = "published: 2027-03-08T03:00Z\nunknown: {{copied: Whether they copied.}}\nnext_steps: {{ask: We ask.}}\ndone: {{log: {{on: {on}, what: We have read it.}}}}\nnext_update: 2027-03-09T09:00Z\n"


@pytest.mark.parametrize(
    ("by", "on", "late_by"),
    [
        ("2027-03-04", "2027-03-04", None),
        ("2027-03-04", "2027-03-05", timedelta(days=1)),
        # Where one of the two is a day, days are compared.
        ("2027-03-04T09:00Z", "2027-03-04", None),
        ("2027-03-04T09:00Z", "2027-03-05", timedelta(days=1)),
        ("2027-03-04", "2027-03-04T23:59Z", None),
        ("2027-03-04", "2027-03-05T00:00Z", timedelta()),
        ("2027-03-04", "2027-03-05T00:10Z", timedelta(minutes=10)),
        # Two times are compared as they are, with the grace.
        ("2027-03-04T09:00Z", "2027-03-04T09:15Z", None),
        ("2027-03-04T09:00Z", "2027-03-04T09:16Z", timedelta(minutes=16)),
    ],
)
def test_kept_by_the_day_it_was_done(by: str, on: str, late_by: timedelta | None) -> None:
    """A step that readers hear of days later is kept, or late, by when it was done."""
    now, grace = datetime(2027, 3, 8, 8, tzinfo=UTC), timedelta(minutes=15)
    found = _promises(STEP.format(by=by), DONE.format(on=on), now=now, grace=grace)
    promise = _one(found, PromiseKind.STEP)
    assert promise.state is (PromiseState.KEPT if late_by is None else PromiseState.MISSED)
    assert promise.late_by == (late_by or timedelta())
    assert promise.told_later
    assert promise.settled == datetime(2027, 3, 8, 3, tzinfo=UTC)


def test_an_overdue_step_can_turn_out_to_be_done() -> None:
    """Until readers hear that it was done in time, it is overdue."""
    first = STEP.format(by="2027-03-04")
    assert _one(_promises(first, now=datetime(2027, 3, 7, tzinfo=UTC)), PromiseKind.STEP).state is PromiseState.MISSED
    found = _promises(first, DONE.format(on="2027-03-04"), now=datetime(2027, 3, 9, tzinfo=UTC))
    assert _one(found, PromiseKind.STEP).state is PromiseState.KEPT


def test_a_day_that_was_passed_and_moved_is_missed_whenever_it_was_done() -> None:
    """Who moved a promise after its day said that it was not kept, and a day that comes to light later keeps only the new one."""
    moved = STEP.format(by="2027-03-12").replace("03T03:00Z", "06T03:00Z")
    corrected = DONE.format(on="2027-03-04") + "corrections: {step.log: We had read it before we moved it.}\n"
    found = _promises(STEP.format(by="2027-03-04"), moved, corrected, now=datetime(2027, 3, 9, tzinfo=UTC))
    assert [one.state for one in found if one.kind is PromiseKind.STEP] == [PromiseState.MISSED, PromiseState.KEPT]


TELLS = (
    "published: {at}\naffected: {{customers: {{unit: people, exact: 12}}}}\nunknown: {{copied: Whether they copied.}}\n"
    "next_steps: {{log: We read.}}\nnext_update: {next}\ndirect_notice: {{customers: {{{notice}}}}}\n"
)


@pytest.mark.parametrize(
    ("on", "state", "late"),
    [
        ("", PromiseState.MISSED, timedelta(days=2, hours=12)),
        ("2027-03-05", PromiseState.KEPT, timedelta()),
        ("2027-03-07", PromiseState.MISSED, timedelta(days=2)),
        # An update still said that some had not been told, or it is yet to come: readers were told on the day of the update.
        ("2027-03-03", PromiseState.MISSED, timedelta(days=2, hours=12)),
        ("2027-03-09", PromiseState.MISSED, timedelta(days=2, hours=12)),
    ],
)
def test_all_were_told_before_readers_heard_of_it(on: str, state: PromiseState, late: timedelta) -> None:
    """That all are told by a day is kept by when the last of them was told, where an update says so and none has said otherwise since."""
    first = TELLS.format(at="2027-03-02T12:00Z", next="2027-03-04T12:00Z", notice="how: by letter, by: 2027-03-05")
    second = TELLS.format(at="2027-03-04T12:00Z", next="2027-03-08T12:00Z", notice="how: by letter, sent: 5")
    day = f", on: {on}" if on else ""
    third = TELLS.format(
        at="2027-03-08T12:00Z", next="2027-03-09T12:00Z", notice=f"how: by letter, sent: 12, complete: true{day}"
    )
    promise = _one(_promises(first, second, third, now=datetime(2027, 3, 8, 13, tzinfo=UTC)), PromiseKind.NOTICE)
    assert (promise.state, promise.late_by) == (state, late)
    assert (promise.done_on is not None) is (on in {"2027-03-05", "2027-03-07"})
