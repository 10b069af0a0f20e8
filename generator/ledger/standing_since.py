"""Since when something had been said, in the words in which it stood, when an event changed it."""

from collections.abc import Sequence
from datetime import datetime

from generator.ledger.intervals import is_same
from generator.ledger.records import Event, FactState, State, Transition
from generator.ledger.words import Comfort, Value
from generator.model.update import Action, Claim, Count, Data, DirectNotice, Fact, Fake, Nature, Remedy, Service, Window


def standing_since(transitions: Sequence[Transition], event: Event) -> datetime:
    """Return when what an event changed was first said as it then stood.

    Args:
        transitions: those that readers see, oldest first; the event's own among them.
        event: the event.
    """
    before = [transition for transition in transitions if transition.document.number < event.update]
    since = event.when
    for transition in reversed(before):
        if not _stands(transition.after, event.subject, event.was):
            break
        since = transition.document.update.published
    # What stands before an event stood in the update before it, in whatever form.
    return since if since != event.when or not before else before[-1].document.update.published


def last_said(transitions: Sequence[Transition], event: Event) -> datetime:
    """Return when what an event changed was last said before that; an update without news says all that stands."""
    transition = next(each for each in transitions if each.document.number == event.update)
    said, subject = transition.before.said, event.subject
    # What is said of a kind of data for one population is said of the kind; a window of which there was only one had no name.
    names = (subject, ".".join(subject.split(".")[:2]), subject.partition(".")[0])
    return max(
        next((said[name] for name in names if name in said), standing_since(transitions, event)),
        standing_since(transitions, event),
    )


def _stands(state: State, subject: str, was: Value) -> bool:
    """Whether a value stands under a subject, in the same words."""
    kind, _, name = subject.partition(".")
    match was:
        # A nature is also a string, so it comes first.
        case Nature():
            return state.nature is not None and state.nature.nature is was
        case Fact() | Comfort():
            return _fact_stands(state, subject, was)
        case Count():
            entry = state.affected.get(name)
            return entry is not None and is_same(entry.count, was) and entry.count.likely is was.likely
        case Data():
            data = state.data.get(name.partition(".")[0])
            return data is not None and any(
                told.state is was.state
                and told.likely is was.likely
                and (told.count is None) is (was.count is None)
                and (told.count is None or was.count is None or is_same(told.count, was.count))
                for told in data.told
            )
        case Window():
            window = state.windows.get(name or next(iter(state.windows), ""))
            return window is not None and (window.window.start, window.window.end) == (was.start, was.end)
        case Claim():
            claim = state.claims.get(name)
            return claim is not None and (claim.claim.we_say, claim.claim.says) == (was.we_say, was.says)
        case Remedy():
            offered = state.remedies.get(name)
            return offered is not None and offered.remedy == was
        case DirectNotice():
            notice = state.direct_notice.get(name)
            return notice is not None and notice.notice == was
        case Fake():
            fake = state.fakes.get(name)
            return fake is not None and fake.fake.what == was.what
        case Service():
            works = state.services.get(name)
            return works is not None and works.service == was
        case Action():
            action = state.actions.get(name)
            return action is not None and action.action.do == was.do
        case str():
            return _sentence_stands(state, kind, name, subject, was)
        case _:
            return False


def _fact_stands(state: State, name: str, was: Fact | Comfort) -> bool:
    entry = state.facts.get(name)
    if entry is None:
        return False
    if isinstance(was, Comfort):
        # An unknown at which "we looked" stands since then.
        return entry.state is FactState.OPEN and entry.comfort == was
    said = (entry.fact.text, entry.fact.likely, entry.fact.when)
    return entry.state is FactState.KNOWN and said == (was.text, was.likely, was.when)


def _sentence_stands(state: State, kind: str, name: str, subject: str, was: str) -> bool:
    if kind == "consequence":
        return name in state.consequences and state.consequences[name].text == was
    if subject == "actions":
        return state.no_action == was
    entry = state.facts.get(subject)
    return entry is not None and was in {entry.because, entry.fact.text}
