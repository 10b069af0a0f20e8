"""One update that is applied to the state before it: what the folding of every section records, and asks of its corrections.

Each section (facts, steps, counts …) reads what stands from here, and records events and violations here.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from generator.ledger.audiences import Audiences
from generator.ledger.comforts import denies_reach, lowest_maximum
from generator.ledger.correction_kinds import left_open
from generator.ledger.intervals import is_figure
from generator.ledger.moments import is_before, is_to_come
from generator.ledger.records import (
    Change,
    DoneRefusal,
    EndRefusal,
    Event,
    KindRefusal,
    NewEvent,
    NoticeRefusal,
    ServiceRefusal,
    State,
    Violation,
    ViolationKind,
    Worse,
)
from generator.ledger.sentences import Move, Naming
from generator.ledger.words import Comfort, Value, value_words
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.update import (
    Claim,
    ClaimView,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    DirectNotice,
    End,
    Fact,
    When,
)


class WithHistory(Protocol):
    """An entry of the ledger."""

    @property
    def history(self) -> tuple[Event, ...]:
        """Every event, oldest first."""


EntryT = TypeVar("EntryT", bound=WithHistory)


def with_event(entry: EntryT, event: Event, **changes: object) -> EntryT:
    """The entry with one event more, and with these fields changed."""
    changed: EntryT = replace(entry, history=(*entry.history, event), **changes)  # type: ignore[type-var]  # entries are dataclasses, and callers name their fields
    return changed


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are the same after folding white space."""
    return " ".join(one.split()) == " ".join(other.split())


class Admitted(NamedTuple):
    """A correction of something that changed, with its name under `corrections` and the kind that it counts as."""

    subject: str
    because: str
    kind: CorrectionKind
    window: str = ""
    left_open: bool = False


class Folding:
    """Apply one update to the state before it.

    `errors` are the corrections that count as `our_error` whatever kind they give.
    """

    def __init__(
        self,
        folder: IncidentFolder,
        document: UpdateDocument,
        before: State,
        naming: Naming,
        *,
        is_older: bool,
        errors: frozenset[str] = frozenset(),
    ) -> None:
        self.folder = folder
        self.document = document
        self.update = document.update
        self.before = before
        self.naming = naming
        self.zone = naming.zone
        self.language = naming.language
        self.is_older = is_older
        self.errors = errors
        self.events: list[Event] = []
        self.violations: list[Violation] = []
        self.admitted: set[str] = set()
        self.facts = dict(before.facts)
        self.steps = dict(before.steps)
        self.actions = dict(before.actions)
        self.consequences = dict(before.consequences)
        self.affected = dict(before.affected)
        self.data = dict(before.data)
        self.windows = dict(before.windows)
        self.claims = dict(before.claims)
        self.fakes = dict(before.fakes)
        self.remedies = dict(before.remedies)
        self.direct_notice = dict(before.direct_notice)
        self.services = dict(before.services)
        self.nature = before.nature
        self.no_action = before.no_action
        self.new_events = list(before.new_events)
        self.never_known = dict(before.never_known)
        self.taken_back = dict(before.taken_back)
        #: The counts, kinds and times that this update corrects, each with the kind of its correction.
        self._subjects_corrected: dict[str, CorrectionKind] = {}
        #: What this update makes worse, or no longer says to be harmless.
        self._worse: tuple[Worse, ...] = ()

    def event(
        self,
        change: Change,
        subject: str,
        *,
        before: Value = "",
        after: Value = "",
        because: str = "",
        adverse: bool = False,
        correction: "Admitted | None" = None,
    ) -> Event:
        """Record a change of a subject, as `corrections` would call it, and return it."""
        event = Event(
            change=change,
            subject=subject,
            update=self.update.number,
            when=self.update.published,
            was=before,
            becomes=after,
            because=correction.because if correction else because,
            adverse=adverse,
            kind=correction.kind if correction else None,
            window=correction.window if correction else "",
            corrected_as=correction.subject if correction else "",
            left_open=correction.left_open if correction else False,
            comfort=correction is not None and self.comforted(subject, before, after),
        )
        self.events.append(event)
        return event

    def comforted(self, subject: str, before: Value, after: Value) -> bool:
        """Whether what stood before was a comfort that a correction takes back."""
        match before:
            case Comfort():
                return True
            case Fact():
                return denies_reach(before, self.language)
            case Count():
                entry = self.before.affected.get(subject.removeprefix("affected."))
                least = lowest_maximum(entry.history) if entry else None
                return least is not None and isinstance(after, Count) and (after.high is None or after.high > least)
            case Claim():
                return before.we_say is ClaimView.FALSE and not (isinstance(after, Claim) and after.we_say is ClaimView.FALSE)
            case DirectNotice():
                return bool(before.silence) and not (isinstance(after, DirectNotice) and after.silence)
            case Data():
                now = after if isinstance(after, tuple) else (after,)
                return before.state is DataState.NOT_AFFECTED and any(
                    isinstance(one, Data) and one.state is not DataState.NOT_AFFECTED for one in now
                )
        return False

    def violation(
        self,
        kind: ViolationKind,
        subject: str,
        path: tuple[str, ...],
        *,
        before: Value = "",
        after: Value = "",
        since: datetime | None = None,
        adverse: bool = False,
        reason: EndRefusal | DoneRefusal | KindRefusal | NoticeRefusal | ServiceRefusal | None = None,
        about: str = "",
    ) -> None:
        """Record a change that the format does not allow, with the key path to point at."""
        self.violations.append(
            Violation(
                kind=kind,
                subject=subject,
                path=path,
                before=value_words(before, self.zone),
                after=value_words(after, self.zone),
                since=since,
                adverse=adverse,
                reason=reason,
                about=about,
            )
        )

    def admits(
        self,
        name: str,
        before: Value,
        after: Value,
        moves: tuple[Move, ...] = (),
        *,
        subject: str = "",
        adverse: bool = False,
    ) -> "Admitted | None":
        """How the update corrects something under one of its names; None when it does not.

        Args:
            name: the name under `corrections` that is looked for.
            before: what stood before.
            after: what stands now.
            moves: of a fact: the counts whose figures are all that changed in it.
            subject: what the event is of, if `corrections` may call it by another name too.
            adverse: whether a refusal of its kind makes the picture worse.
        """
        correction = self.update.corrections.get(name)
        if correction is None:
            return None
        self.admitted.add(name)
        subject = subject or name
        was_open = left_open(self.of_now(before, after), after, self.zone, moves)
        refused: KindRefusal | None = None
        if correction.kind is CorrectionKind.FOUND_MORE and not was_open:
            refused = KindRefusal.CERTAIN
        elif correction.kind is CorrectionKind.NEW_EVENT:
            refused = self.refuses_event(correction.window, self.last_said(subject))
        if refused is not None:
            # The correction still counts, as `our_error`.
            self.violation(
                ViolationKind.KIND_REFUSED,
                name,
                ("corrections", name, "window" if refused is KindRefusal.SAID_AFTER else "kind"),
                before=before,
                after=after,
                since=self.last_said(subject),
                adverse=adverse,
                reason=refused,
                about=correction.window,
            )
            return Admitted(name, correction.because, CorrectionKind.OUR_ERROR, left_open=was_open)
        if name in self.errors:
            return Admitted(name, correction.because, CorrectionKind.OUR_ERROR, left_open=was_open)
        if correction.kind is CorrectionKind.NEW_EVENT:
            said = self.last_said(subject) or self.update.written
            self.new_events.append(NewEvent(subject=subject, window=correction.window, said=said, was=before))
            return Admitted(name, correction.because, correction.kind, correction.window, left_open=was_open)
        return Admitted(name, correction.because, correction.kind or CorrectionKind.OUR_ERROR, left_open=was_open)

    def refuses_event(self, window: str, said: datetime | None) -> KindRefusal | None:
        """Why `new_event` with a window is refused for something last said at a time; None when it is accepted."""
        if window not in self.opened():
            return KindRefusal.NO_WINDOW
        begun = self.window_start(window)
        # As long as the beginning is unknown, the correction is accepted.
        before = begun is None or (said is not None and is_before(said, begun, self.zone))
        return None if before else KindRefusal.SAID_AFTER

    def last_said(self, subject: str) -> datetime | None:
        """When a subject was last stated; for one population of a kind of data, else when the kind was."""
        said = self.before.said
        return said.get(subject) or said.get(".".join(subject.split(".")[:2]))

    def opened(self) -> frozenset[str]:
        """The names of the windows that this update opens."""
        return frozenset(self.windows) - frozenset(self.before.windows)

    def window_start(self, name: str) -> When | None:
        """When the window with a name began; None when that is not known, or there is none."""
        return self.windows[name].window.start if name in self.windows else None

    def progress(self, change: Change, subject: str, *, before: Value, after: Value, adverse: bool = False) -> Event:
        """Record a change that needs no correction. If the update corrects it nevertheless, it is recorded as corrected."""
        admitted = self.admits(subject, before, after)
        change = Change.CORRECTED if admitted else change
        return self.event(change, subject, before=before, after=after, correction=admitted, adverse=adverse)

    def follows(self, total: int | None, old: int | None, group: str) -> bool:
        """Whether a total is still that of its group, whose number has changed."""
        before, after = self.before.affected.get(group), self.update.affected.get(group) or self.held(group)
        if total is None or old is None or before is None or after is None:
            return False
        return is_figure(old, before.count) and is_figure(total, after) and not is_figure(old, after)

    def of_now(self, before: Value, after: Value) -> Value:
        """The old value with the total of now, where that total follows its group and so was not stated for itself."""
        if isinstance(before, Count) and isinstance(after, Count):
            return self.with_total_of_now(before, after, after.part_of)
        if isinstance(before, Data) and isinstance(after, Data) and before.count is not None and after.count is not None:
            return replace(before, count=self.with_total_of_now(before.count, after.count, after.population))
        return before

    def with_total_of_now(self, old: Count, count: Count, group: str) -> Count:
        """A count with the total of now, where that total follows its group and so was not stated for itself."""
        if not self.follows(count.of, old.of, group):
            return old
        # A count without an upper bound of its own is bounded by its total.
        unbounded = old.form in {CountForm.AT_LEAST, CountForm.UNKNOWN}
        return replace(old, of=count.of, high=count.of if unbounded and old.high == old.of else old.high)

    def held(self, group: str) -> Count | None:
        """What is said now of how many of a group are affected."""
        entry = self.affected.get(group)
        return entry.count if entry else None

    def refuses_day(self, subject: str, said: datetime, since: When | None) -> tuple[EndRefusal, str] | None:
        """Why a day cannot be that since which something is otherwise than was said: it is to come, or an update said the opposite later."""
        if since is None:
            return None
        if is_to_come(since, self.update.written, self.zone):
            return EndRefusal.TO_COME, ""
        # That update was untrue, so what it said is corrected.
        too_early = is_before(since, self.before.said.get(subject, said), self.zone)
        return (EndRefusal.TOO_EARLY, "") if too_early else None

    def took_back(
        self,
        subject: str,
        path: tuple[str, ...],
        said: Value | None,
        since: datetime | None,
        *,
        is_gone: bool,
        adverse: bool = False,
    ) -> Event | None:
        """Record that something should never have been named; None where it was not, goes without a reason, or has gone already.

        Args:
            subject: what is taken back.
            path: where the update says so.
            said: what stands; None: nothing was ever said.
            since: when that was said.
            is_gone: whether it was taken back before.
            adverse: whether readers are worse off than they were told.
        """
        if said is None:
            self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, path, after="none")
        elif not is_gone:
            if admitted := self.admits(subject, said, "", adverse=adverse):
                return self.event(Change.CORRECTED, subject, before=said, correction=admitted, adverse=adverse)
            self.violation(ViolationKind.NEVER_UNEXPLAINED, subject, path, before=said, since=since, adverse=adverse)
        return None

    def ended(self, subject: str, said: Value, since: datetime, end: End, *, said_as_well: bool) -> Event | None:
        """Record that something with a name of its own has ended; None where the update corrects it, says it as well, or gives a wrong day.

        Args:
            subject: what ends.
            said: what it said.
            since: when that last changed.
            end: what is true now.
            said_as_well: whether the update says it as well.
        """
        refused: tuple[EndRefusal, str] | None
        if subject in self.update.corrections:
            self.admitted.add(subject)
            refused = EndRefusal.CORRECTED, subject
        elif said_as_well:
            refused = EndRefusal.SAID_AS_WELL, subject
        else:
            refused = self.refuses_day(subject, since, end.since)
        if refused is None:
            return self.event(Change.ENDED, subject, before=said, after=end.what)
        self.violation(
            ViolationKind.END_REFUSED,
            subject,
            ("ended", subject),
            before=said,
            after=end.what,
            since=self.before.said.get(subject, since),
            reason=refused[0],
            about=refused[1],
        )
        return None

    def leaves_out(self, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
        """Whether someone whom a text was for is left out now."""
        return Audiences.among((), {name: entry.count for name, entry in self.affected.items()}).is_narrower(before, after)

    def narrows(
        self, subject: str, path: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...], since: datetime
    ) -> bool:
        """Whether a text is for fewer readers now, and the update does not correct it, which is recorded."""
        if not self.leaves_out(before, after) or subject in self.update.corrections:
            return False
        self.violation(
            ViolationKind.AUDIENCE_NARROWED, subject, path, before=", ".join(before), after=", ".join(after), since=since
        )
        return True
