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


def _promises(*updates: str, now: datetime, grace: timedelta = timedelta()) -> tuple[Promise, ...]:
    files = [RawFile("content/incidents/x/incident.md", data := b"---\ntitle: X\naware: 2027-03-03T00:00Z\n---\n", len(data))]
    for number, update in enumerate(updates, 1):
        data = f"---\n{HEAD}{update}---\n".encode()
        files.append(RawFile(f"content/incidents/x/{number:02}-update.md", data, len(data)))
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
