"""What an incident's files answer to the fields of a form: facts, what is not known yet, and what nobody has written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from generator.deadlines.condition_words import PEOPLE
from generator.deadlines.phases import Phase
from generator.ledger.remedies import EVERYONE
from generator.model.notice_profile import FormField, FormSource, Output
from generator.model.places import is_within
from generator.model.update import Count, CountForm, DataState, DirectNotice, Nature
from generator.render.language import message
from generator.render.views import IncidentView


class AnswerState(StrEnum):
    """What there is to write in a field."""

    SAID = "said"
    OPEN = "open"  # the files say that it is not known yet
    SILENT = "silent"  # the files say nothing of it
    BY_HAND = "by-hand"  # no file holds it, and nobody has given it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is written in a field.

    Attributes:
        field: the field.
        state: what there is to write.
        parts: what is said, in order: names of `FormSource`.
        given: what was given by hand; empty: nothing.
        owed: whether it must be said, whatever the form says: a late report says why it is late.
    """

    field: FormField
    state: AnswerState
    parts: tuple[str, ...] = ()
    given: str = ""
    owed: bool = False

    @property
    def lacks(self) -> bool:
        """Whether the form is refused for want of it."""
        return (self.field.required or self.owed) and self.state in {AnswerState.SILENT, AnswerState.BY_HAND}


def _field(name: str, *sources: FormSource, required: bool = True) -> FormField:
    return FormField(name=name, sources=sources, required=required)


#: The form of a profile that gives none: for authorities, in the order of article 33(3) of the GDPR, which most others contain; for markets, item 1.05
#: of Form 8-K. The media are told what 45 CFR 164.404(c)(1)(A) to (E) asks for, whatever form the authority has.
FORMS: Mapping[Output, tuple[FormField, ...]] = MappingProxyType(
    {
        Output.NOTIFICATION: (
            _field(message("Who reports"), FormSource.ORGANISATION),
            _field(message("Nature of the incident"), FormSource.WHAT_HAPPENED, FormSource.KNOWN, FormSource.NATURE),
            _field(message("When it happened and when it was found"), FormSource.OCCURRED, FormSource.WINDOW, FormSource.AWARE),
            _field(message("People and records affected"), FormSource.AFFECTED, FormSource.RESIDENTS, FormSource.DATA),
            _field(message("Likely consequences"), FormSource.CONSEQUENCES, required=False),
            _field(message("Measures taken and planned"), FormSource.DONE, FormSource.NEXT_STEPS),
            _field(message("How the people affected are told"), FormSource.DIRECT_NOTICE, required=False),
            _field(message("What is not known yet"), FormSource.UNKNOWN, required=False),
            _field(message("Who else was told"), FormSource.TOLD, required=False),
            _field(message("Why this report is late"), FormSource.LATE, required=False),
            _field(message("Contact"), FormSource.CONTACT),
        ),
        Output.DISCLOSURE: (
            _field(message("Nature of the incident"), FormSource.WHAT_HAPPENED, FormSource.KNOWN, FormSource.NATURE),
            _field(message("Scope of the incident"), FormSource.AFFECTED, FormSource.DATA, FormSource.SYSTEMS),
            _field(message("Timing of the incident"), FormSource.OCCURRED, FormSource.WINDOW, FormSource.AWARE),
            _field(message("Material impact, or reasonably likely material impact")),
        ),
        Output.PRESS_RELEASE: (
            _field(
                message("What happened"),
                FormSource.WHAT_HAPPENED,
                FormSource.KNOWN,
                FormSource.OCCURRED,
                FormSource.WINDOW,
                FormSource.AWARE,
            ),
            _field(message("What information was involved"), FormSource.DATA),
            _field(message("What people can do"), FormSource.ACTIONS),
            _field(message("What we have done, and what we will do"), FormSource.DONE, FormSource.NEXT_STEPS),
            _field(message("Whom to ask"), FormSource.CONTACT),
        ),
    }
)

#: What a late report says, whatever its form: every authority asks why.
LATENESS = _field(message("Why this report is late"), FormSource.LATE)


def answers(form: Iterable[FormField], view: IncidentView, phase: Phase, given: Mapping[str, str]) -> tuple[Answer, ...]:
    """Return what is written in each field of a form, in its order.

    Args:
        form: the fields.
        view: the incident, as the public sees it.
        phase: which report this is.
        given: what was given by hand, by the name of the field.
    """
    return tuple(_answer(field, view, phase, given.get(field.name, "")) for field in form)


def _answer(field: FormField, view: IncidentView, phase: Phase, given: str) -> Answer:
    states = {source: _state(source, view, phase) for source in field.sources}
    parts = tuple(source.value for source in field.sources if states[source] is not AnswerState.SILENT)
    if given or AnswerState.SAID in states.values():
        state = AnswerState.SAID
    elif parts:
        state = AnswerState.OPEN
    else:
        state = AnswerState.SILENT if field.sources else AnswerState.BY_HAND
    owed = FormSource.LATE in field.sources and phase.late
    return Answer(field=field, state=state, parts=parts, given=given, owed=owed)


def _state(source: FormSource, view: IncidentView, phase: Phase) -> AnswerState:
    said, is_open = _FOUND[source](view, phase)
    return AnswerState.OPEN if is_open else AnswerState.SAID if said else AnswerState.SILENT


Found = tuple[object, bool]


def _nature(view: IncidentView, _: Phase) -> Found:
    nature = view.state.nature
    return nature, nature is not None and nature.nature is Nature.UNKNOWN


def _cause(view: IncidentView, phase: Phase) -> Found:
    nature, is_open = _nature(view, phase)
    return nature or view.review, is_open and view.review is None


def _supplier(view: IncidentView, _: Phase) -> Found:
    nature = view.state.nature
    return nature is not None and nature.nature in {Nature.SUPPLIER, Nature.UNKNOWN}, nature is not None and (
        nature.nature is Nature.UNKNOWN
    )


def _affected(view: IncidentView, _: Phase) -> Found:
    counts = [entry.count for entry in view.state.affected.values()]
    return counts, bool(counts) and all(count.form is CountForm.UNKNOWN for count in counts)


def _data(view: IncidentView, _: Phase) -> Found:
    kinds = view.state.data.values()
    return kinds, bool(kinds) and all(entry.state is DataState.UNKNOWN for entry in kinds)


def _contact(view: IncidentView, _: Phase) -> Found:
    return (view.incident.folder.incident.contact or view.site.config.contact).usable, False


def _moment(view: IncidentView, name: str) -> object:
    return view.incident.folder.incident.moments.get(name)


def residents(view: IncidentView, place: str = "") -> tuple[tuple[str, int], ...]:
    """Return how many of those affected live where: each place's code and the number, those of parts with their whole where it says nothing.

    Args:
        view: the incident, as the public sees it.
        place: the place that is asked for, with what lies within it; empty: every place.
    """
    counts = {name: entry.count for name, entry in view.state.affected.items()}
    found: dict[str, int] = {}
    for count in counts.values():
        if count.part_of in counts and counts[count.part_of].residents:
            continue
        for code, number in count.residents:
            found[code] = found.get(code, 0) + number
    wanted = {code: number for code, number in found.items() if not place or is_within(code, place)}
    return tuple(sorted(wanted.items(), key=lambda one: (-one[1], one[0])))


def sent(view: IncidentView, place: str = "") -> int | None:
    """Return how many of those affected who live in a place were sent a notice; None where the files do not say.

    Notices are counted by population, not by place: how many went to one place follows only where all, none, or the people of that place alone were
    sent one.

    Args:
        view: the incident, as the public sees it.
        place: the place that is asked for, with what lies within it; empty: every place.
    """
    counts = [entry.count for entry in view.state.affected.values() if not entry.count.part_of and entry.count.unit == PEOPLE]
    notices = {entry.name: entry.notice for entry in view.state.standing_notices}
    together = notices.get(EVERYONE)
    if (
        together is not None
        and len(counts) > 1
        and together.sent is not None
        and together.sent.high != 0
        and not together.complete
    ):
        # How many of each population they were, nobody says.
        together = None
    found = [_sent_of(count, notices.get(count.population, together), place) for count in counts]
    return sum(number for number in found if number is not None) if found and None not in found else None


def _sent_of(count: Count, notice: DirectNotice | None, place: str) -> int | None:
    here = sum(number for code, number in count.residents if is_within(code, place)) if place else count.low
    placed = sum(number for _, number in count.residents) if place else count.low
    if count.low != count.high or placed != count.low:
        # Some of whom nobody says where they live may live there.
        return None
    if not here:
        return 0
    if notice is None:
        return None
    if notice.complete:
        return here
    if notice.sent is None or notice.sent.form is not CountForm.EXACT or notice.sent.unit not in {"", count.unit}:
        return None
    if notice.sent.low in {0, count.low}:
        return here if notice.sent.low else 0
    return notice.sent.low if here == count.low else None


_FOUND: Mapping[FormSource, Callable[[IncidentView, Phase], Found]] = MappingProxyType(
    {
        FormSource.ORGANISATION: lambda _view, _phase: (True, False),
        FormSource.CONTACT: _contact,
        FormSource.TITLE: lambda _view, _phase: (True, False),
        FormSource.STATUS: lambda _view, _phase: (True, False),
        FormSource.IMPACT: lambda view, _: (view.impact, False),
        FormSource.WHAT_HAPPENED: lambda view, _: (view.state.what_happened, False),
        FormSource.KNOWN: lambda view, _: (view.known, False),
        FormSource.UNKNOWN: lambda view, _: (
            view.state.open_unknowns or view.nothing_left or view.unanswerable or view.never_known,
            False,
        ),
        FormSource.NATURE: _nature,
        FormSource.CAUSE: _cause,
        FormSource.SUPPLIER: _supplier,
        FormSource.CLASSIFIED: lambda view, _: (_moment(view, "classified"), False),
        FormSource.AWARE: lambda _view, _phase: (True, False),
        FormSource.OCCURRED: lambda view, _: (view.incident.folder.incident.occurred, False),
        FormSource.WINDOW: lambda view, _: (view.windows, False),
        FormSource.DATA: _data,
        FormSource.AFFECTED: _affected,
        FormSource.RESIDENTS: lambda view, phase: (residents(view, phase.place), False),
        FormSource.SENT: lambda view, phase: (sent(view, phase.place) is not None, False),
        FormSource.CONSEQUENCES: lambda view, _: (view.state.standing_consequences, False),
        FormSource.NEXT_STEPS: lambda view, _: (view.state.open_steps or view.steps_over, False),
        FormSource.DONE: lambda view, _: (view.finished_steps, False),
        FormSource.ACTIONS: lambda view, _: (view.actions or view.state.no_action, False),
        FormSource.REMEDY: lambda view, _: (view.remedies, False),
        FormSource.DIRECT_NOTICE: lambda view, _: (view.notices, False),
        FormSource.SYSTEMS: lambda view, _: (view.incident.folder.incident.systems, False),
        FormSource.SERVICES: lambda view, _: (view.services, False),
        FormSource.DELAYED: lambda view, _: (view.incident.folder.incident.delayed, False),
        FormSource.TOLD: lambda _, phase: (phase.told, False),
        FormSource.LATE: lambda _, phase: (phase.because or not phase.late, False),
        FormSource.NEXT_UPDATE: lambda _, phase: (phase.goes_on, False),
    }
)
