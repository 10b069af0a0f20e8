"""As what an incident ended, and what still stands in the way of an end that is true.

The ledger, the rules, `new update` and the pages ask here, so that what is refused is also what is not printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from generator.ledger.moments import is_to_come
from generator.ledger.records import FIRST_WINDOW, DataEntry, FactState, Ledger, State, Transition
from generator.ledger.words import WITHOUT_INTRUDER
from generator.model.incident import Question
from generator.model.update import Count, CountForm, Data, DataState, Nature, Outcome, ServiceState, Status, Update

#: What says that data was stolen, whatever is said of each kind.
_STOLEN: Final = frozenset({Nature.THEFT})
#: After one of these an incident cannot be a false alarm.
REAL: Final = frozenset({Status.CONTAINED, Status.MONITORING, Status.REOPENED})
_REACHED: Final = frozenset({DataState.ACCESSED, DataState.TAKEN})
_MAYBE: Final = frozenset({DataState.POSSIBLE, *_REACHED})


# Without an intruder.


def natures(state: State) -> frozenset[Nature]:
    """Everything that it was ever said to be."""
    held = (state.nature, state.taken_back.get("nature"))
    values = (value for entry in held if entry for event in entry.history for value in (event.was, event.becomes))
    return frozenset(value for value in values if isinstance(value, Nature))


def is_without_intruder(state: State) -> bool:
    """Whether nobody broke in, as far as was ever said: such an incident is neither contained nor watched.

    What was taken was taken by someone, and what was reopened has to earn its end.
    """
    return (
        state.nature is not None
        and state.nature.nature in WITHOUT_INTRUDER
        and natures(state) <= WITHOUT_INTRUDER | {Nature.UNKNOWN}
        and all(entry.state is not DataState.TAKEN for entry in state.data.values())
        and Status.REOPENED not in state.passed
    )


def may_say_none_left(state: State) -> bool:
    """Whether an incident has come so far that nothing may be left to find out."""
    if state.status is Status.CONFIRMED:
        return is_without_intruder(state)
    return state.status in {Status.CONTAINED, Status.MONITORING, Status.RESOLVED}


# What is still unknown.


@dataclass(frozen=True, slots=True)
class StillUnknown:
    """A value that is given as unknown, and of which nobody has said why it will never be known.

    Attributes:
        subject: as `unanswerable` calls it.
        path: where an update says it.
        words: what is not known, in the writer's words.
    """

    subject: str
    path: tuple[str, ...]
    words: str

    def is_under(self, subject: str) -> bool:
        """Whether a reason under this name is one for it."""
        return self.subject == subject or self.subject.startswith(f"{subject}.")


def still_unknown(state: State) -> Iterator[StillUnknown]:
    """Every nature, count, kind of data, end of a window and system that is given as unknown without a reason."""
    return (one for one in given_as_unknown(state) if not is_closed(state, one.subject))


def given_as_unknown(state: State) -> Iterator[StillUnknown]:
    """The same, whether or not there is a reason."""
    if state.nature is not None and state.nature.nature is Nature.UNKNOWN:
        yield StillUnknown("nature", ("nature",), "`nature` is unknown")
    for population, counted in state.affected.items():
        if counted.count.form is CountForm.UNKNOWN:
            yield StillUnknown(f"affected.{population}", ("affected", population), f"nobody has counted `{population}`")
    for entry in state.data.values():
        for one in entry.told:
            if what := _not_known(one):
                yield StillUnknown(data_subject(entry, one), ("data", entry.kind), what)
    for name, held in state.windows.items():
        ends = [key for key, end in (("from", held.window.start), ("to", held.window.end)) if end is None]
        if ends:
            subject = "window" if name == FIRST_WINDOW and len(state.windows) == 1 else f"window.{name}"
            path = ("window",) if subject == "window" else ("window", name)
            yield StillUnknown(subject, path, f"`{'` and `'.join(ends)}` of `{subject}` {_are(ends)} unknown")
    for system, works in state.services.items():
        if works.service.state is ServiceState.UNKNOWN:
            yield StillUnknown(f"services.{system}", ("services", system), f"nobody knows whether `{system}` works")


def _are(ends: list[str]) -> str:
    return "are" if len(ends) > 1 else "is"


def _not_known(told: Data) -> str:
    whose = f" of `{told.population}`" if told.population else ""
    if told.state is DataState.UNKNOWN:
        return f"`{told.kind}`{whose} is unknown"
    if told.count is not None and told.count.form is CountForm.UNKNOWN:
        return f"nobody has counted for how many `{told.kind}`{whose} is {told.state}"
    return ""


def data_subject(entry: DataEntry, one: Data) -> str:
    """What is said of a kind of data, as `corrections` calls it: with the population where there are several."""
    return f"data.{entry.kind}.{one.population}" if len(entry.told) > 1 and one.population else f"data.{entry.kind}"


def is_closed(state: State, subject: str) -> bool:
    """Whether it was said why a value will never be known: of itself, or of the unknown that asks for its number."""
    if reason_for(state, subject):
        return True
    kind, _, name = subject.partition(".")
    count = None
    if kind == "affected" and name in state.affected:
        count = state.affected[name].count
    elif kind == "data":
        of, _, whose = name.partition(".")
        told = state.data[of].told if of in state.data else ()
        count = next((one.count for one in told if not whose or one.population == whose), None)
    return count is not None and _is_asked_in_vain(state, count)


def _is_asked_in_vain(state: State, count: Count) -> bool:
    asked = state.facts.get(count.asked_by) if count.form is CountForm.UNKNOWN and count.asked_by else None
    return asked is not None and asked.state is FactState.UNANSWERABLE


def reason_for(state: State, subject: str) -> str:
    """Why a value will never be known; empty when nobody has said so."""
    return next((state.never_known[name].because for name in _names_of(state, subject) if name in state.never_known), "")


def _names_of(state: State, subject: str) -> tuple[str, ...]:
    """What a reason for a value may stand under: its own name, or that of the kind of data for all populations."""
    if subject == "window":
        return tuple(f"window.{name}" for name in state.windows) if len(state.windows) == 1 else ()
    if subject.startswith("services."):
        return (subject,)
    parts = subject.split(".")
    return tuple(".".join(parts[:end]) for end in range(len(parts), 1, -1)) or (subject,)


class AskedCount(NamedTuple):
    """A number that is not known, and that names the unknown which asks for it.

    Attributes:
        subject: as `unanswerable` calls it.
        path: where an update says it.
        of: the group or kind of data that is counted.
        asked_by: the unknown.
    """

    subject: str
    path: tuple[str, str]
    of: str
    asked_by: str


def asked_counts(state: State) -> Iterator[AskedCount]:
    """Every number that is given as unknown with the name of what asks for it."""
    for population, counted in state.affected.items():
        if counted.count.form is CountForm.UNKNOWN and counted.count.asked_by:
            yield AskedCount(f"affected.{population}", ("affected", population), population, counted.count.asked_by)
    for entry in state.data.values():
        for one in entry.told:
            if one.count is not None and one.count.form is CountForm.UNKNOWN and one.count.asked_by:
                yield AskedCount(data_subject(entry, one), ("data", entry.kind), entry.kind, one.count.asked_by)


def is_settled(state: State) -> bool:
    """Whether every question that the updates ask is answered, or it is said why it never will be."""
    return not state.open_unknowns and next(still_unknown(state), None) is None


def left_unanswered(ledger: Ledger, transition: Transition | None = None) -> Iterator[Question]:
    """The public questions without an answer when the incident was called resolved, by the update that says how it stands now.

    Args:
        ledger: the incident's.
        transition: the update that is asked about; by default the newest. An older one is judged by its successor.
    """
    newest = ledger.transitions[-1] if ledger.transitions else None
    transition = transition or newest
    if transition is None or transition.after.status is not Status.RESOLVED:
        return iter(())
    if newest is not None and transition.document.number < newest.document.number:
        return iter(())
    published, zone = transition.document.update.published, ledger.zone
    asked = ledger.folder.incident.questions.values()
    return unanswered(transition.after, (one for one in asked if one.since is None or not is_to_come(one.since, published, zone)))


def unanswered(state: State, questions: Iterable[Question]) -> Iterator[Question]:
    """The public questions that have neither an answer nor a reason why there is none.

    What an unknown answers may wait for it where the incident goes on as part of another one, which asks it (CON100).
    """
    goes_on = state.outcome is Outcome.PART_OF_ANOTHER
    for question in questions:
        entry = state.facts.get(question.unknown)
        waits = entry is None or (entry.state is FactState.OPEN and not goes_on)
        if not question.answer and not question.because and waits:
            yield question


# Outcomes.


class OutcomeRefusal(StrEnum):
    """Why an incident did not end as an update says."""

    NOT_RESOLVED = "it has not ended"
    ANOTHER = "it ended otherwise"
    CONTAINED = "it was contained or reopened"
    REACHED = "something was reached"
    NOT_UNAFFECTED = "a kind of data is not unaffected"
    COUNTED = "someone was affected"
    STOLEN = "data was stolen"


class Refused(NamedTuple):
    """Why an outcome is refused, and what stands against it, as `corrections` names it."""

    reason: OutcomeRefusal
    subject: str = ""


def reached(state: State) -> tuple[str, ...]:
    """What the attackers reached as far as readers were told, as `corrections` names it: data opened or taken, and people affected."""
    kinds = [data_subject(entry, one) for entry in state.data.values() for one in entry.told if one.state in _REACHED]
    return (*kinds, *(f"affected.{name}" for name, entry in state.affected.items() if entry.count.low > 0))


def refused_outcome(outcome: Outcome, before: State, after: State) -> Iterator[Refused]:
    """Everything because of which an incident did not end like that; nothing where it did, as far as was said."""
    if after.status is not Status.RESOLVED:
        yield Refused(OutcomeRefusal.NOT_RESOLVED)
    elif before.status is Status.RESOLVED and (before.outcome not in {None, outcome} or _happened(before, outcome)):
        yield Refused(OutcomeRefusal.ANOTHER)
    elif outcome is Outcome.PART_OF_ANOTHER:
        # Whatever happened, and whatever is still unknown, goes on in the other incident.
        return
    elif outcome is Outcome.FALSE_ALARM:
        if after.passed & REAL:
            yield Refused(OutcomeRefusal.CONTAINED)
        for subject in reached(after):
            yield Refused(OutcomeRefusal.REACHED, subject)
    else:
        for entry in after.data.values():
            for one in entry.told:
                if one.state is not DataState.NOT_AFFECTED:
                    yield Refused(OutcomeRefusal.NOT_UNAFFECTED, data_subject(entry, one))
        for name, counted in after.affected.items():
            if counted.count.high != 0:
                yield Refused(OutcomeRefusal.COUNTED, f"affected.{name}")
        if after.nature is not None and after.nature.nature in _STOLEN:
            yield Refused(OutcomeRefusal.STOLEN, "nature")


def _happened(before: State, outcome: Outcome) -> bool:
    """Whether an incident that is called a false alarm was resolved as one that happened: confirmed, and without an intruder."""
    really = Status.CONFIRMED in before.passed and is_without_intruder(before)
    return outcome is Outcome.FALSE_ALARM and before.outcome is None and really


def is_accepted(outcome: Outcome, before: State, after: State) -> bool:
    """Whether an incident ended like that, as far as was said."""
    return next(refused_outcome(outcome, before, after), None) is None


def doubt(state: State) -> str:
    """What leaves open whether it was a false alarm, where nobody has said so, as `corrections` names it; empty when nothing does."""
    gone = (entry for entry in state.taken_back.values() if isinstance(entry, DataEntry))
    for entry in (*state.data.values(), *gone):
        values = (value for event in entry.history for value in (event.was, event.becomes))
        said = [one for value in values for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Data)]
        if any(one.state in _MAYBE for one in (*said, *entry.told)):
            return f"data.{entry.kind}"
    for name, counted in state.affected.items():
        if counted.count.form is not CountForm.UNKNOWN and counted.count.high != 0:
            return f"affected.{name}"
    # Whoever was told that someone broke in is not told by silence that nobody did.
    return "nature" if state.nature is not None and state.nature.nature is not Nature.UNKNOWN else ""


def _ends_unwatched(before: State, after: State) -> bool:
    """Whether an incident is resolved that was never more than confirmed."""
    unwatched = before.status in {Status.INVESTIGATING, Status.CONFIRMED}
    return after.status is Status.RESOLVED and unwatched and not after.passed & REAL


def asks_for_outcome(update: Update, before: State, after: State) -> bool:
    """Whether nobody can tell if an incident that is resolved, with a reason, was a false alarm: its outcome has to be said."""
    if update.outcome is not None or not update.because or not _ends_unwatched(before, after):
        return False
    if before.status is Status.CONFIRMED and is_without_intruder(after):
        return False
    return bool(doubt(after)) and not reached(after)


def outcome_of(update: Update, before: State, after: State) -> Outcome | None:
    """As what an incident has ended; None while it goes on, and where it ended as any other does."""
    if after.status is not Status.RESOLVED:
        return None
    said = update.outcome or (before.outcome if before.status is Status.RESOLVED else None)
    if said is None and update.because and _ends_unwatched(before, after) and not doubt(after):
        said = Outcome.FALSE_ALARM
    # What is refused leaves what stood before, for as long as that is true.
    stood = before.outcome if before.status is Status.RESOLVED else None
    return next((one for one in (said, stood) if one is not None and is_accepted(one, before, after)), None)
