"""Which systems work: what is news, what is a correction, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from generator.ledger.endings import still_unknown
from generator.ledger.fold import fold
from generator.ledger.moments import is_before, is_to_come
from generator.ledger.records import AskedBecause, Change, Ledger, ViolationKind
from generator.model.document import IncidentDocument, IncidentFolder, UpdateDocument
from generator.model.incident import Incident
from generator.model.source import Source
from generator.model.update import Correction, CorrectionKind, Fact, Service, ServiceState, Status, Update
from tests.ledger.generated import folders
from tests.thorough import examples

BEGAN = datetime(2027, 5, 3, 8, tzinfo=UTC)
DAY = timedelta(days=1)
SYSTEM = "St. Anne: tickets"
HISTORIES = folders()


def _update(number: int, *services: Service, **keys: object) -> Update:
    plain = Update(number=number, slug="words", title="Words", published=BEGAN + DAY * (number - 1), status=Status.INVESTIGATING)
    return replace(plain, services={one.name: one for one in services}, **keys)  # type: ignore[arg-type]


def _fold(*updates: Update) -> Ledger:
    documents = tuple(
        UpdateDocument(source=Source(f"{one.number:02}.md", ""), number=one.number, slug="words", parsed=one) for one in updates
    )
    document = IncidentDocument(source=Source("incident.md", ""), incident=Incident(title="Words", aware=BEGAN))
    folder = IncidentFolder(slug="desk", document=document, updates=documents)
    return fold(folder, ZoneInfo("UTC"), systems=(SYSTEM, "Van radio"))


def _is(state: ServiceState, **keys: object) -> Service:
    return Service(name=SYSTEM, state=state, **keys)  # type: ignore[arg-type]


DOWN, WORKS = _is(ServiceState.DOWN, what="You cannot buy a ticket.", instead="Pay on the bus."), _is(ServiceState.WORKING)


def test_a_change_is_news_and_no_correction() -> None:
    """A system that works again has changed; what was said of it before goes with its old state, and nothing is corrected."""
    ledger = _fold(_update(1, DOWN), _update(2), _update(3, WORKS))
    event = ledger.events[-1]
    assert (event.change, event.kind, event.was, event.becomes) == (Change.CHANGED, None, DOWN, WORKS)
    assert ledger.state.services[SYSTEM].service.instead == ""
    assert ledger.transitions[1].after.services[SYSTEM].service == DOWN
    assert not any(one.violations for one in ledger.transitions)


def test_what_is_left_out_still_stands() -> None:
    """In the same state, the sentences that an update leaves out still hold."""
    ledger = _fold(_update(1, DOWN), _update(2, _is(ServiceState.DOWN, instead="Pay at the desk.")))
    service = ledger.state.services[SYSTEM].service
    assert (service.what, service.instead) == (DOWN.what, "Pay at the desk.")
    assert ledger.events[-1].change is Change.CHANGED


@pytest.mark.parametrize("restates", [True, False])
def test_a_quiet_update_said_it_too(restates: bool) -> None:
    """An update without news says again that a system is down, so that it cannot have worked before then."""
    quiet = _update(3, no_change=restates)
    since = replace(WORKS, since=(BEGAN + DAY).date())
    ledger = _fold(_update(1, DOWN), _update(2), quiet, _update(4, since))
    found = [one.kind for one in ledger.transitions[-1].violations]
    assert found == ([ViolationKind.SERVICE_DAY] if restates else [])
    assert (ledger.state.services[SYSTEM].service.state is ServiceState.DOWN) is restates


def test_what_was_untrue_is_corrected() -> None:
    """With a correction a system worked although it was called down, and the correction is of our error."""
    since = replace(WORKS, since=(BEGAN - DAY).date())
    correction = Correction(name=f"services.{SYSTEM}", because="We had not asked.", kind=CorrectionKind.FOUND_MORE)
    ledger = _fold(_update(1, DOWN), _update(2, since, corrections={correction.name: correction}))
    assert [one.kind for one in ledger.transitions[-1].violations] == [ViolationKind.KIND_REFUSED]
    assert ledger.events[-1].kind is CorrectionKind.OUR_ERROR
    assert ledger.state.services[SYSTEM].service == since


def test_a_day_to_come_is_not_mended_by_a_correction() -> None:
    """What has not come yet is refused, whatever is corrected."""
    since = replace(WORKS, since=date(2027, 6, 1))
    correction = Correction(name=f"services.{SYSTEM}", because="We had not asked.")
    ledger = _fold(_update(1, DOWN), _update(2, since, corrections={correction.name: correction}))
    assert ViolationKind.SERVICE_DAY in {one.kind for one in ledger.transitions[-1].violations}
    assert ledger.state.services[SYSTEM].service == DOWN


def test_a_fact_that_it_is_down_is_asked_about() -> None:
    """Once a system works again, what is known of it and says that it does not is asked about; a new event about another one asks nothing."""
    fact = Fact(name="closed", text="The counter is closed.", about=(f"services.{SYSTEM}",))
    first = _update(1, DOWN, Service(name="Van radio", state=ServiceState.DOWN), known={"closed": fact})
    asked = _fold(first, _update(2, WORKS)).transitions[-1].asked_about
    assert [(one.name, one.because) for one in asked] == [("closed", AskedBecause.SERVICE)]
    assert not _fold(first, _update(2, Service(name="Van radio", state=ServiceState.WORKING))).transitions[-1].asked_about


def test_an_unknown_system_is_still_unknown() -> None:
    """Nothing is left to find out only once it is known whether a system works, or said why it never will be."""
    subject = f"services.{SYSTEM}"
    first = _update(1, _is(ServiceState.UNKNOWN))
    assert [one.subject for one in still_unknown(_fold(first).state)] == [subject]
    assert not list(still_unknown(_fold(first, _update(2, unanswerable={subject: "Its maker is gone."})).state))
    assert not list(still_unknown(_fold(first, _update(2, WORKS)).state))


def test_what_should_never_have_been_named() -> None:
    """A system that should never have been named goes with a correction, and stays without one."""
    subject = f"services.{SYSTEM}"
    gone = frozenset({subject})
    correction = Correction(name=subject, because="It was the ticket desk of somebody else.")
    ledger = _fold(_update(1, DOWN), _update(2, never=gone, corrections={subject: correction}))
    assert SYSTEM not in ledger.state.services
    assert subject in ledger.state.taken_back
    ledger = _fold(_update(1, DOWN), _update(2, never=gone))
    assert SYSTEM in ledger.state.services
    assert [one.kind for one in ledger.transitions[-1].violations] == [ViolationKind.NEVER_UNEXPLAINED]


@settings(max_examples=examples(40), deadline=None)
@given(HISTORIES)
def test_a_system_changes_only_in_the_open(folder: IncidentFolder) -> None:
    """Every change of a system has its event; a time that moves or that was said otherwise has a correction, and none lies ahead."""
    ledger = fold(folder, ZoneInfo("UTC"))
    for transition in ledger.transitions:
        before, after, update = transition.before.services, transition.after.services, transition.document.update
        told = {event.subject: event for event in transition.events if event.change is not Change.UNANSWERABLE}
        for name, entry in after.items():
            subject, old = f"services.{name}", before.get(name)
            if old is not None and entry.service == old.service:
                continue
            event = told[subject]
            assert event.becomes == entry.service
            since = entry.service.since
            if since is None or (old is not None and (since, entry.service.state) == (old.service.since, old.service.state)):
                continue
            assert not is_to_come(since, update.published, ledger.zone)
            if old is not None and old.service.state not in {entry.service.state, ServiceState.UNKNOWN}:
                said = transition.before.said[subject]
                assert event.kind is not None or not is_before(since, said, ledger.zone)
        for name in before.keys() - after.keys():
            assert told[f"services.{name}"].kind is not None
