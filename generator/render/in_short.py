"""What a frightened reader asks first, in the same words everywhere: what happened, is this me, what was seen, what nobody knows yet.

`InShort` holds it as the ledger has it; the functions say its parts. Pages, feeds, letters and e-mails show it through the macro in
`themes/partials/in_short.html`; pictures and posts, which have no templates, take the parts themselves. What hearing nothing means is never
inferred: only the author says it, under `silence`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from generator.ledger.endings import is_without_intruder
from generator.ledger.populations import populations
from generator.ledger.records import Change, CountEntry, Event, FactEntry, NoticeEntry, State
from generator.model.update import CorrectionKind, Count, CountForm, Data, DataState, DirectNotice
from generator.render import dates, words
from generator.render.language import Language, message
from generator.render.markup import Html
from generator.render.plain_text import plain_text

#: How many open unknowns stand in it; the others are counted.
MOST_UNKNOWNS = 3
#: A notice to all who are affected, whatever they are.
EVERYONE = "everyone"
#: The worst comes first.
_WORST_FIRST = (DataState.TAKEN, DataState.ACCESSED, DataState.POSSIBLE, DataState.UNKNOWN)
_REACHED = frozenset({DataState.TAKEN, DataState.ACCESSED})

#: What happened to data, as the label before the kinds of it.
SEEN = {
    DataState.TAKEN: message("Copied"),
    DataState.ACCESSED: message("Seen"),
    DataState.POSSIBLE: message("Possibly seen"),
    DataState.UNKNOWN: message("Not known yet"),
    DataState.NOT_AFFECTED: message("Not affected"),
}
#: The same once nobody looks into it any more.
_NEVER_KNOWN = message("Not known")
_THEY_SAW = message("What they saw")
_WAS_SEEN = message("What was seen")
_MAY_BE_SEEN = message("What may have been seen")
# By whether it is only what we think, whether it is over, and whether it is one.
_AFFECTED = {
    (False, False, False): message("<b>%(count)s</b> are affected."),
    (False, False, True): message("<b>%(count)s</b> is affected."),
    (False, True, False): message("<b>%(count)s</b> were affected."),
    (False, True, True): message("<b>%(count)s</b> was affected."),
    (True, False, False): message("We think that <b>%(count)s</b> are affected."),
    (True, False, True): message("We think that <b>%(count)s</b> is affected."),
    (True, True, False): message("We think that <b>%(count)s</b> were affected."),
    (True, True, True): message("We think that <b>%(count)s</b> was affected."),
}
#: How such a sentence begins where the number comes first; in French, it does not.
_BEGINS = "<b>%(count)s"
#: What is said of who is affected where nobody has counted anybody.
WHO_UNKNOWN = message("We do not know yet who is affected.")
WHO_UNSAID = message("We have not said who was affected.")
#: The same of an incident that goes on in another one.
WHO_ELSEWHERE = message("What we know about who is affected is on the page of the other incident.")
#: The same on the page of one audience, since others may have been counted.
YOU_UNKNOWN = message("We have not said yet whether you are affected.")
YOU_UNSAID = message("We have not said whether you were affected.")
UNTOLD = message("You may be affected even if you have not heard from us.")
FALSE_ALARM = message("No. It was a false alarm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One population: how many, and how they are told.

    Attributes:
        entry: how many of whom.
        notice: how they are told directly; None: nothing of the kind is said.
        may_be_untold: whether somebody may be affected who has not heard from us.
        corrected: as what the number was last corrected; None: it never was.
        notice_corrected: the same of what was said of the notice.
    """

    entry: CountEntry
    notice: NoticeEntry | None = None
    may_be_untold: bool = False
    corrected: CorrectionKind | None = None
    notice_corrected: CorrectionKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of data, and as what that which was said of it was last corrected; None: it never was."""

    name: str
    corrected: CorrectionKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Kinds of data of which the same is said, for the same people.

    Attributes:
        said: what is said of each of them: the first stands for all.
        kinds: the kinds, in the order first named.
        whose: the populations of which it is said; none: it is said of everyone, or of a number.
    """

    said: Data
    kinds: tuple[Kind, ...]
    whose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InShort:
    """The answers to what a reader asks first, as of one update.

    Attributes:
        story: what happened, in a sentence.
        story_likely: whether that is what we think.
        story_corrected: of a fact: as what it was last corrected; None: it never was.
        affected: who, wholes alone: their parts stand below, on the page.
        notices: how people are told directly of whom `affected` has no count.
        parts: the counts of those of them who are part of a population.
        seen: what happened to data, the worst first.
        not_affected: the kinds of which we say that nothing happened to them.
        unknown: the open unknowns that it names.
        more_unknown: how many more there are.
        never: what will never be known, of an incident that is over.
        is_over: whether the incident is closed.
        is_false_alarm: whether it was none.
        nothing_reached: the sentence that no data was reached; empty where that is not said.
        without_intruder: whether nobody broke in.
        nothing_left: whether nothing is left to find out, and that is said.
        may_be_untold: whether somebody who is in no count may be affected and not have heard from us.
        for_all: whether there is something to do for everyone.
        for_some: whether there is something to do for some.
        for_audience: whether it is told to one audience alone.
        goes_on_elsewhere: whether it turned out to be part of another incident.
    """

    story: str
    story_likely: bool = False
    story_corrected: CorrectionKind | None = None
    affected: tuple[Affected, ...] = ()
    notices: tuple[NoticeEntry, ...] = ()
    parts: Mapping[str, Count] = field(default_factory=lambda: MappingProxyType({}))
    seen: tuple[Seen, ...] = ()
    not_affected: tuple[Kind, ...] = ()
    unknown: tuple[FactEntry, ...] = ()
    more_unknown: int = 0
    never: tuple[FactEntry, ...] = ()
    is_over: bool = False
    is_false_alarm: bool = False
    nothing_reached: str = ""
    without_intruder: bool = False
    nothing_left: bool = False
    may_be_untold: bool = False
    for_all: bool = False
    for_some: bool = False
    for_audience: bool = False
    goes_on_elsewhere: bool = False

    @property
    def nobody_counted(self) -> str:
        """What is said of who is affected where nobody is counted, as a message."""
        if self.goes_on_elsewhere:
            return WHO_ELSEWHERE
        if self.for_audience:
            return YOU_UNSAID if self.is_over else YOU_UNKNOWN
        return WHO_UNSAID if self.is_over else WHO_UNKNOWN

    @property
    def is_uncounted(self) -> bool:
        """Whether nobody knows yet who is affected: nobody is counted, or nobody knows how many."""
        if self.is_false_alarm or self.nothing_reached:
            return False
        return all(one.entry.count.form is CountForm.UNKNOWN for one in self.affected)

    @property
    def seen_heading(self) -> str:
        """The heading over the data, as a message: no stronger than what is known."""
        if any(one.said.state in _REACHED and not one.said.likely for one in self.seen):
            return _WAS_SEEN if self.without_intruder else _THEY_SAW
        return _MAY_BE_SEEN if self.seen else _WAS_SEEN

    @property
    def names_groups(self) -> bool:
        """Whether each count is said with the name of those counted: where there are several, nobody else knows which is theirs."""
        return len(self.affected) > 1 or bool(self.affected and self.notices)

    @property
    def may_all_be_untold(self) -> bool:
        """Whether that holds for each population alike, so that it is said once."""
        return self.may_be_untold and all(one.may_be_untold for one in self.affected)


def in_short(
    state: State,
    *,
    known: tuple[FactEntry, ...],
    otherwise: str,
    events: Iterable[Event],
    notices: tuple[NoticeEntry, ...],
    may_be_untold: Callable[[NoticeEntry], bool],
    is_open: bool,
    is_false_alarm: bool,
    nothing_reached: str,
    nothing_left: bool,
    for_audience: bool,
    goes_on_elsewhere: bool,
) -> InShort:
    """Take from a state what stands in it.

    Args:
        state: the incident after one of its updates.
        known: what is known, in the order in which it happened.
        otherwise: what happened, where nothing is known yet; what it was, where it was a false alarm.
        events: what its updates changed so far.
        notices: how people are told directly.
        may_be_untold: whether somebody to be told so may be affected who has not heard from us.
        is_open: whether the incident is open.
        is_false_alarm: whether it was a false alarm.
        nothing_reached: as in `InShort`.
        nothing_left: as in `InShort`.
        for_audience: as in `InShort`.
        goes_on_elsewhere: as in `InShort`.
    """
    corrected = {event.subject: event.kind for event in events if event.change is Change.CORRECTED}
    harmless = is_false_alarm or bool(nothing_reached)
    # What concerns some alone is not told to everyone as what happened.
    first = next((entry for entry in known if not entry.fact.for_whom), known[0] if known else None)
    # What was thought to have happened is no answer once it has turned out that it did not.
    happened = "" if is_false_alarm else state.what_happened
    first = None if is_false_alarm else first
    told = {entry.name: entry for entry in notices}
    to_all = told.get(EVERYONE)

    def untold(notice: NoticeEntry | None, count: Count | None = None) -> bool:
        if harmless or (count is not None and count.high == 0):
            return False
        notice = notice or to_all
        return is_open if notice is None else may_be_untold(notice)

    affected = tuple(
        Affected(
            entry=one.entry,
            notice=told.get(one.entry.population),
            may_be_untold=untold(told.get(one.entry.population), one.entry.count),
            corrected=corrected.get(f"affected.{one.entry.population}"),
            notice_corrected=corrected.get(f"direct_notice.{one.entry.population}"),
        )
        for one in populations({} if harmless else state.affected)
    )
    counted = {one.entry.population for one in affected}
    others = tuple(entry for entry in notices if entry.name not in counted)
    open_now = () if is_false_alarm else state.open_unknowns
    return InShort(
        story=happened or (first.fact.text if first else otherwise),
        story_likely=not happened and first is not None and first.fact.likely,
        story_corrected=corrected.get(first.name) if first is not None and not happened else None,
        affected=affected,
        notices=() if harmless else others,
        parts=MappingProxyType(
            {entry.name: state.affected[entry.name].count for entry in others if entry.name in state.affected and not harmless}
        ),
        seen=() if is_false_alarm else _seen(state, corrected),
        not_affected=()
        if is_false_alarm
        else tuple(
            Kind(name=entry.kind, corrected=_corrected(corrected, entry.kind))
            for entry in state.data.values()
            if entry.state is DataState.NOT_AFFECTED
        ),
        unknown=open_now[:MOST_UNKNOWNS],
        more_unknown=len(open_now[MOST_UNKNOWNS:]),
        never=() if is_open or open_now else tuple(entry for entry in state.facts.values() if entry.state == "unanswerable"),
        is_over=not is_open,
        is_false_alarm=is_false_alarm,
        nothing_reached=nothing_reached,
        without_intruder=is_without_intruder(state),
        nothing_left=nothing_left,
        may_be_untold=any(one.may_be_untold for one in affected) if affected else untold(next(iter(others), None)),
        for_all=any(not entry.action.for_whom for entry in state.standing_actions),
        for_some=any(entry.action.for_whom for entry in state.standing_actions),
        for_audience=for_audience,
        goes_on_elsewhere=goes_on_elsewhere,
    )


def _seen(state: State, corrected: Mapping[str, CorrectionKind | None]) -> tuple[Seen, ...]:
    """The kinds of data to which something happened or may have, grouped by what and for whom."""
    groups: dict[Data, list[Kind]] = {}
    for entry in state.data.values():
        for told in entry.told:
            if told.state is not DataState.NOT_AFFECTED:
                alike = replace(told, kind="", through=None, cannot_see="")
                kind = Kind(name=entry.kind, corrected=_corrected(corrected, entry.kind, told.population))
                groups.setdefault(alike, []).append(kind)
    # What is said alike of several populations is said once, with the names of all.
    together: dict[tuple[Data, tuple[Kind, ...]], list[str]] = {}
    for said, kinds in groups.items():
        alike = replace(said, population="") if said.population and not said.count else said
        whose = together.setdefault((alike, tuple(kinds)), [])
        whose += [said.population] if said.population and not said.count else []
    found = [Seen(said=said, kinds=kinds, whose=tuple(whose)) for (said, kinds), whose in together.items()]
    return tuple(sorted(found, key=lambda one: _WORST_FIRST.index(one.said.state)))


def _corrected(corrected: Mapping[str, CorrectionKind | None], kind: str, population: str = "") -> CorrectionKind | None:
    """As what that which is said of a kind of data was last corrected: of all of it, or of what one population has."""
    subject = f"data.{kind}"
    if population:
        return corrected.get(f"{subject}.{population}") or corrected.get(subject)
    return next((how for one, how in corrected.items() if one == subject or one.startswith(f"{subject}.")), None)


def affected_words(language: Language, count: Count, mark: Callable[[str], Html], *, is_over: bool = False) -> Html:
    """Say how many are affected, as a sentence: `1,212 of 18,400 customers are affected`."""
    unit = mark(count.unit)
    if count.form is CountForm.UNKNOWN or not count.stated:
        if count.of is None and is_over:
            return language.html("We do not know how many %(unit)s were affected.", unit=unit)
        if count.of is None:
            return language.html("We do not know yet how many %(unit)s are affected.", unit=unit)
        if is_over:
            return language.html("We do not know how many of %(total)s %(unit)s were affected.", total=count.of, unit=unit)
        return language.html("We do not know yet how many of %(total)s %(unit)s are affected.", total=count.of, unit=unit)
    # That it is only likely is said of the whole sentence.
    said = words.count(language, replace(count, likely=False) if count.likely else count, mark)
    message = _AFFECTED[count.likely, is_over, count.stated[-1] == 1]
    begins = language.gettext(message).startswith(_BEGINS)
    return language.html(message, count=words.raised(said) if begins else said)


def counted_words(language: Language, one: Affected, short: InShort, mark: Callable[[str], Html], name: Html) -> Html:
    """Say how many of a group are affected, with its name where there are several: `Patients: 4,380 people are affected`.

    Args:
        language: the reader's.
        one: the group.
        short: what it is part of.
        mark: makes HTML of an author's word.
        name: the group's name, at the start of a line. It is not said before a count of things with the same name.
    """
    said = affected_words(language, one.entry.count, mark, is_over=short.is_over)
    is_clear = not short.names_groups or plain_text(name).casefold() == plain_text(mark(one.entry.count.unit)).casefold()
    return said if is_clear else language.html("%(name)s: %(value)s", name=name, value=said)


def seen_words(
    language: Language, seen: Seen, mark: Callable[[str], Html], named: Callable[[str], Html], *, is_over: bool
) -> Html:
    """Label kinds of data with what happened to them, and for how many or whom: `Seen, for 41 people`.

    Args:
        language: the reader's.
        seen: the kinds, and what is said of them.
        mark: makes HTML of an author's word.
        named: makes HTML of the name of a population inside a line.
        is_over: whether nobody looks into it any more.
    """
    labels = {**SEEN, DataState.UNKNOWN: _NEVER_KNOWN} if is_over else SEEN
    whose = Html(language.listed([named(name) for name in seen.whose])) if seen.whose else None
    return words.told(language, seen.said, mark, whose, labels=labels)


def notice_words(language: Language, given: DirectNotice, mark: Callable[[str], Html]) -> Html:
    """Say how people are told directly, how far that has come, and what hearing nothing means, if the author says so; without counts."""
    return words.notice(language, given, mark, counts=False, named=True)


def until(language: Language, entry: FactEntry) -> Html:
    """Say until when an unknown should be known; empty where that is not promised."""
    return (
        language.html("We expect to know by %(when)s.", when=dates.time(language, entry.fact.by)) if entry.fact.by else Html("")
    )
