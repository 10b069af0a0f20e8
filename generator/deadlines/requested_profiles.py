"""The requirements of the notice profiles in force for an incident."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from generator.content.known_profiles import BASE, in_force
from generator.deadlines.clocks import Setting, judge_part, judge_profile, read_clocks
from generator.deadlines.condition_words import conditions_words
from generator.deadlines.lines_to_write import LineFacts
from generator.deadlines.model import Answer, ClockReading, ClockState
from generator.inspection.context import Context
from generator.ledger.records import Ledger, State, StepState, Transition
from generator.model.config import SiteConfig
from generator.model.document import IncidentFolder
from generator.model.incident import Impact, Incident
from generator.model.notice_profile import LAST_TOLD, TOLD, Element, Profile, TextSource
from generator.model.source import Span
from generator.model.update import Outcome, Status
from generator.model.visibility import is_public

#: How long after the end of an incident and of its clock they are still mentioned: the longest time that a law requires a page to stay up
#: (HIPAA's substitute notice).
RELEVANT_FOR = timedelta(days=90)

#: How a profile's text was obtained, as an addition to a sentence; empty for a text that was read.
TEXT_SOURCES: Mapping[TextSource, str] = MappingProxyType(
    {
        TextSource.READ: "",
        TextSource.SECOND_HAND: "; this is second-hand, so have a lawyer confirm it",
        TextSource.RECALLED: "; this is from memory, so have a lawyer confirm it",
    }
)


@dataclass(frozen=True, slots=True)
class RequestedProfile:
    """A profile in force, and the place that requests it."""

    profile: Profile
    at: Span


def requested_profiles(folder: IncidentFolder, context: Context) -> tuple[RequestedProfile, ...]:
    """Return the profiles in force for an incident except `base`.

    Each has the place in incident.md or site_config.yml that requests it.
    """
    own = list(folder.incident.profiles)
    by_site = list(context.config.profiles) if context.config else []

    def place(key: str) -> Span:
        if key in own:
            return folder.document.span("profiles", str(own.index(key)))
        return context.settings.span("profiles", str(by_site.index(key)))

    requested = in_force(folder.incident, context.config, context.profiles)
    return tuple(RequestedProfile(profile, place(profile.key)) for profile in requested if profile.key != BASE)


def newest_public(ledger: Ledger, now: datetime) -> Transition | None:
    """Return the transition of the newest update that readers can see; None when they see none yet."""
    for one in reversed(ledger.transitions):
        if is_public(one.document.update, now):
            return one
    return None


def ending(ledger: Ledger, now: datetime) -> Transition | None:
    """Return the transition of the update that ended the incident for readers; None while it continues."""
    found: Transition | None = None
    for transition in ledger.seen(now):
        if transition.after.status is not Status.RESOLVED:
            found = None
        elif found is None:
            found = transition
    return found


def needs_no_notice(folder: IncidentFolder, ledger: Ledger, now: datetime) -> bool:
    """Whether nobody was affected: the incident says `impact: none`, or readers know that it was a false alarm."""
    newest = newest_public(ledger, now)
    return (newest is not None and newest.after.outcome is Outcome.FALSE_ALARM) or folder.incident.impact is Impact.NONE


def is_long_over(ledger: Ledger, now: datetime, due: datetime | None = None) -> bool:
    """Whether an incident ended, and a clock of it ran out, so long ago that nothing remains to be done."""
    end = ending(ledger, now)
    return end is not None and now > max(end.document.update.published, due or end.document.update.published) + RELEVANT_FOR


def in_public(folder: IncidentFolder, context: Context) -> tuple[State | None, tuple[RequestedProfile, ...]]:
    """Return the state that readers see and the profiles that it must satisfy: not those whose law does not ask for anything here.

    No profiles while readers see nothing or no notice is needed.
    """
    ledger, now = context.ledger, context.now
    if ledger is None:
        return None, ()
    return context.analysis.asked_once("in public", ledger, now, lambda: _in_public(folder, ledger, context))


def _in_public(folder: IncidentFolder, ledger: Ledger, context: Context) -> tuple[State | None, tuple[RequestedProfile, ...]]:
    now = context.now
    transition = newest_public(ledger, now)
    if transition is None or needs_no_notice(folder, ledger, now) or is_long_over(ledger, now):
        return None, ()
    setting = setting_of(ledger, context.config, now)
    counted = (
        one
        for one in requested_profiles(folder, context)
        if judge_profile(folder.incident, one.profile, setting).answer is not Answer.NOT_MET
    )
    return transition.after, tuple(counted)


def clocks_that_count(folder: IncidentFolder, context: Context) -> tuple[tuple[RequestedProfile, ClockReading], ...]:
    """Return every clock of the requested profiles, the first to run out first.

    Empty when no notice is needed; clocks with nothing left to do are omitted.
    """
    ledger, now = context.ledger, context.now
    if ledger is None or needs_no_notice(folder, ledger, now):
        return ()
    requested = {one.profile.key: one for one in requested_profiles(folder, context)}
    readings = clocks_of(folder, context, requested.values())
    return tuple(
        (requested[one.profile.key], one)
        for one in readings
        if one.state is not ClockState.NOT_ASKED and not is_long_over(ledger, now, one.due)
    )


def setting_of(ledger: Ledger, config: SiteConfig | None, now: datetime) -> Setting:
    """Return where and when the clocks of an incident are read, with the counts of the newest update.

    While readers see none, what is written counts all the same: the clocks of the law do not wait for a publication.
    """
    newest = newest_public(ledger, now) or next(reversed(ledger.transitions or ledger.drafts), None)
    return Setting(
        zone=ledger.zone,
        now=now,
        state=newest.after if newest is not None else None,
        country=config.organisation.country if config else "",
    )


def clocks_of(folder: IncidentFolder, context: Context, requested: Iterable[RequestedProfile]) -> tuple[ClockReading, ...]:
    """Return every clock of some profiles for an incident that has a ledger, the first to run out first."""
    if context.ledger is None:
        return ()
    setting = setting_of(context.ledger, context.config, context.now)
    return read_clocks(folder.incident, [one.profile for one in requested], setting)


def required_of(profile: Profile, incident: Incident, setting: Setting) -> frozenset[Element]:
    """Return what a profile requires of a notice: always, and in the circumstances that are given. What may be required is not.

    Where nobody knows whether the profile counts, it may.
    """
    counts = judge_profile(incident, profile, setting).answer is not Answer.NOT_MET
    computed = (
        element
        for element, condition in profile.require_if.items()
        if counts and judge_part(incident, profile, setting, condition).answer is Answer.MET
    )
    return frozenset((*profile.require, *computed))


def unrecorded(reading: ClockReading, incident: Incident) -> tuple[str, ...]:
    """Return the moments that may start a clock and that incident.md could record but does not."""
    starts = reading.clock.limit.starts
    return tuple(name for name in starts if not name.startswith((TOLD, LAST_TOLD)) and name not in incident.moments)


def open_condition(reading: ClockReading) -> str:
    """Return the circumstances on which a clock depends and that are not settled, as a clause after "if"; empty where it counts for certain."""
    if reading.condition.answer is not Answer.OPEN:
        return ""
    return conditions_words(reading.profile.only_if, reading.clock.only_if)


def requesters(requested: Iterable[RequestedProfile]) -> str:
    """Return profiles with a verb: "`hipaa` asks", "`gdpr-34` and `uk-gdpr` ask"."""
    keys = [f"`{one.profile.key}`" for one in requested]
    return f"{', '.join(keys[:-1])} and {keys[-1]} ask" if len(keys) > 1 else f"{keys[0]} asks"


def facts_of(folder: IncidentFolder, state: State, context: Context) -> LineFacts:
    """Return what the lines are made from that supply what an incident lacks; what they promise comes after its newest update.

    The same files give the same lines, whenever they are checked.
    """
    published = [one.update.published for one in folder.updates]
    return LineFacts(incident=folder.incident, state=state, config=context.config, after=max((folder.incident.aware, *published)))


def lacks(element: Element, folder: IncidentFolder, state: State, config: SiteConfig | None) -> bool:
    """Whether the incident's files say nothing that satisfies an element."""
    incident = folder.incident
    contact = incident.contact or (config.contact if config else None)
    held = {
        Element.KNOWN: state.known,
        Element.UNKNOWN: True,  # required in every update, and `none_left` is an answer
        Element.NEXT_STEPS: state.steps,
        Element.ACTIONS: state.standing_actions or state.no_action,
        Element.NEXT_UPDATE: True,  # required in every update, and `none_planned` is an answer
        Element.CONTACT: contact is not None and contact.usable,
        Element.AWARE: True,
        Element.OCCURRED: incident.occurred or state.windows,
        Element.WINDOW: state.windows,
        Element.DATA: state.data,
        Element.AFFECTED: state.affected,
        Element.CONSEQUENCES: state.standing_consequences,
        Element.DIRECT_NOTICE: state.standing_notices,
        Element.REMEDY: state.standing_remedies,
        Element.DELAYED: incident.delayed,
        Element.DONE: any(entry.state is StepState.DONE for entry in state.steps.values()),
    }
    return not held[element]


def missing_from(
    profile: Profile, folder: IncidentFolder, state: State, config: SiteConfig | None, setting: Setting
) -> tuple[Element, ...]:
    """Return what a notice lacks: the elements that the profile requires, and those under its headings.

    How people are notified directly is not included: the notice itself does that.
    """
    required = required_of(profile, folder.incident, setting)
    bare = {
        element
        for elements in profile.headings.values()
        if all(lacks(one, folder, state, config) for one in elements)
        for element in elements
    }
    return tuple(
        element
        for element in Element
        if element is not Element.DIRECT_NOTICE
        and (element in required or element in bare)
        and lacks(element, folder, state, config)
    )


#: Each element in a communicator's words.
ELEMENTS: Mapping[Element, str] = MappingProxyType(
    {
        Element.KNOWN: "what happened",
        Element.UNKNOWN: "what is not known yet",
        Element.NEXT_STEPS: "what you are doing about it",
        Element.ACTIONS: "what people can do themselves",
        Element.NEXT_UPDATE: "when people hear again",
        Element.CONTACT: "whom to ask",
        Element.AWARE: "when you became aware",
        Element.OCCURRED: "when it happened",
        Element.WINDOW: "when they had access",
        Element.DATA: "which kinds of data are affected",
        Element.AFFECTED: "how many are affected",
        Element.CONSEQUENCES: "what this could mean for people",
        Element.DIRECT_NOTICE: "how people are told directly",
        Element.REMEDY: "what you offer the people affected",
        Element.DONE: "what you have done about it",
        Element.DELAYED: "who asked you to wait",
    }
)
