"""An incident's updates, folded in order into its ledger.

The fold never fails on documents that were understood, and it never believes a change that the format does not allow to happen in
silence: the earlier value stays, and the transition holds a violation that the continuity rules report. So the four invariants hold for any input:

1. No fact leaves the ledger.
2. A known fact's text changes only with a correction.
3. An open unknown ends only by being answered or declared unanswerable.
4. Every promise with a date is kept, moved in public, or shown as missed.
"""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from generator.ledger.intervals import is_inside, is_same, is_worse
from generator.ledger.records import (
    ActionEntry,
    ActionState,
    Change,
    ConsequenceEntry,
    CountEntry,
    DataEntry,
    Event,
    FactEntry,
    FactState,
    Ledger,
    NatureEntry,
    State,
    StepEntry,
    StepState,
    Transition,
    Violation,
    ViolationKind,
    WindowEntry,
)
from generator.ledger.words import Comfort, Value, action_words, value_words
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.history import PromiseSettings
from generator.model.update import Action, Count, DataState, Fact, Nature, Status, Step, Watch, When, Window

#: A sentence that denies any need to act, which readers rely on, as opposed to one that says there is nothing to be done yet. English:
#: in other languages the writer must say by hand that advice was withdrawn.
_NOTHING_NEEDED = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}(?:actions?|steps?)\b.{0,40}\b(?:need(?:s|ed)?|required|necessary)\b"
    r"|\b(?:do not|don.t|does not|doesn.t)\s+(?:need|have)\s+to\b"
    r"|\bneed(?:s)?\s+(?:to\s+)?(?:do|take|change)\s+(?:nothing|no\b)"
    r"|\bneed(?:s)?\s+not\b|\bneedn.t\b"
    r"|\bnothing\b.{0,30}\b(?:needed|required|necessary|you (?:need|have) to do)\b",
    re.IGNORECASE,
)

_Entry = TypeVar("_Entry", FactEntry, StepEntry, ActionEntry, ConsequenceEntry, CountEntry, DataEntry)


def denies_need(sentence: str) -> bool:
    """Whether a sentence under `actions` tells readers that they do not have to do anything."""
    return bool(_NOTHING_NEEDED.search(sentence))


def end_of(when: When, zone: ZoneInfo) -> datetime:
    """The moment something due then falls due: a day ends at midnight in the site's time zone."""
    if isinstance(when, datetime):
        return when
    following = when + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone)


def fold(folder: IncidentFolder, zone: ZoneInfo, terms: tuple[PromiseSettings, ...] = ()) -> Ledger:
    """The ledger of an incident whose updates were all understood.

    Args:
        folder: the incident; updates that were not understood are passed over.
        zone: the site's time zone.
        terms: by what promises were judged over time, where that is known.
    """
    state = State()
    transitions: list[Transition] = []
    drafts: list[Transition] = []
    for document in folder.updates:
        if document.parsed is None:
            continue
        transition = _Folding(folder, document, state, zone).transition()
        if document.parsed.draft:
            drafts.append(transition)
        else:
            transitions.append(transition)
            state = transition.after
    return Ledger(folder=folder, zone=zone, transitions=tuple(transitions), drafts=tuple(drafts), terms=terms)


class _Folding:
    """Apply one update to the state before it."""

    def __init__(self, folder: IncidentFolder, document: UpdateDocument, before: State, zone: ZoneInfo) -> None:
        self.folder = folder
        self.document = document
        self.update = document.update
        self.before = before
        self.zone = zone
        self.events: list[Event] = []
        self.violations: list[Violation] = []
        self.admitted: set[str] = set()
        self.facts = dict(before.facts)
        self.steps = dict(before.steps)
        self.actions = dict(before.actions)
        self.consequences = dict(before.consequences)
        self.affected = dict(before.affected)
        self.data = dict(before.data)
        self.window = before.window
        self.nature = before.nature
        self.no_action = before.no_action

    def transition(self) -> Transition:
        update = self.update
        # Data, counts and window come first: whether they got worse decides whether an answered "we found nothing" needs a correction.
        for population, count in update.affected.items():
            self._count(population, count)
        for kind, state in update.data.items():
            self._data(kind, state)
        if update.window is not None:
            self._window(update.window)
        if update.nature is not None:
            self._nature(update.nature)
        for name, fact in update.known.items():
            self._known(name, fact)
        for name, fact in update.unknown.items():
            self._unknown(name, fact)
        for name, because in update.unanswerable.items():
            self._unanswerable(name, because)
        self._unknowns_left_out()
        self._steps()
        self._actions()
        for name, text in update.consequences.items():
            self._consequence(name, text)
        self._corrections_left_over()
        reopened = update.status is Status.REOPENED
        after = State(
            status=update.status,
            facts=MappingProxyType(self.facts),
            steps=MappingProxyType(self.steps),
            actions=MappingProxyType(self.actions),
            no_action=self.no_action,
            consequences=MappingProxyType(self.consequences),
            affected=MappingProxyType(self.affected),
            data=MappingProxyType(self.data),
            window=self.window,
            nature=self.nature,
            next_update=None if update.none_planned else update.next_update or self.before.next_update,
            contained_by=update.contained_by or ("" if reopened else self.before.contained_by),
            monitor_until=update.monitor_until or (None if reopened else self.before.monitor_until),
            monitoring=_watch(None if reopened else self.before.monitoring, update.monitoring),
            review_by=update.review_by or self.before.review_by,
        )
        return Transition(
            document=self.document, before=self.before, after=after, events=tuple(self.events), violations=tuple(self.violations)
        )

    # Recording events and violations.

    def _event(
        self, change: Change, subject: str, *, before: Value = "", after: Value = "", because: str = "", adverse: bool = False
    ) -> Event:
        event = Event(
            change=change,
            subject=subject,
            update=self.update.number,
            when=self.update.published,
            was=before,
            becomes=after,
            because=because,
            adverse=adverse,
        )
        self.events.append(event)
        return event

    def _violation(
        self,
        kind: ViolationKind,
        subject: str,
        path: tuple[str, ...],
        *,
        before: Value = "",
        after: Value = "",
        since: datetime | None = None,
        adverse: bool = False,
    ) -> None:
        self.violations.append(
            Violation(
                kind=kind,
                subject=subject,
                path=path,
                before=value_words(before, self.zone),
                after=value_words(after, self.zone),
                since=since,
                adverse=adverse,
            )
        )

    def _admits(self, subject: str) -> str:
        """The reason given for correcting `subject`; empty when none was. What is asked for here has something to correct."""
        because = self.update.corrections.get(subject, "")
        if because:
            self.admitted.add(subject)
        return because

    def _progress(self, change: Change, subject: str, *, before: Value, after: Value, adverse: bool = False) -> Event:
        """A move that needs no correction. A writer who makes one all the same says more than they must: it is shown as such."""
        because = self._admits(subject)
        change = Change.CORRECTED if because else change
        return self._event(change, subject, before=before, after=after, because=because, adverse=adverse)

    # Facts.

    def _known(self, name: str, fact: Fact) -> None:
        entry = self.facts.get(name)
        now = self.update.published
        if entry is None:
            event = self._event(Change.STATED, name, after=fact)
            self.facts[name] = FactEntry(name=name, state=FactState.KNOWN, fact=fact, stated=now, changed=now, history=(event,))
            return
        before, after = entry.fact, fact
        if entry.state is FactState.OPEN:
            self._answer(entry, fact)
        elif entry.state is FactState.UNANSWERABLE:
            if because := self._admits(name):
                event = self._event(Change.CORRECTED, name, before=entry.because, after=after, because=because)
                self.facts[name] = _with(entry, event, state=FactState.KNOWN, fact=fact, changed=now, settled=now, because="")
            else:
                self._violation(
                    ViolationKind.NAME_REUSED, name, ("known", name), before=entry.fact.text, after=after, since=entry.changed
                )
        elif _same(entry.fact.text, fact.text) and not (fact.likely and not entry.fact.likely):
            if entry.fact.likely and not fact.likely:
                event = self._event(Change.REFINED, name, before=before, after=after)
                self.facts[name] = _with(entry, event, fact=fact, changed=now)
            elif fact.source and fact.source != entry.fact.source:
                self.facts[name] = replace(entry, fact=replace(entry.fact, source=fact.source))
        elif because := self._admits(name):
            event = self._event(Change.CORRECTED, name, before=before, after=after, because=because)
            self.facts[name] = _with(entry, event, fact=fact, changed=now)
        else:
            self._violation(ViolationKind.FACT_CHANGED, name, ("known", name), before=before, after=after, since=entry.changed)

    def _answer(self, entry: FactEntry, fact: Fact) -> None:
        now = self.update.published
        # An unknown with `looked` reassured readers. If its answer comes with something worse, they must be told why.
        # Data found to be accessed or taken in the same breath is worse than "we looked and found nothing", whatever was known of it before.
        reached = any(
            state in {DataState.ACCESSED, DataState.TAKEN}
            and (kind not in self.before.data or self.before.data[kind].state is not state)
            for kind, state in self.update.data.items()
        )
        worse = reached or any(event.adverse for event in self.events) or any(violation.adverse for violation in self.violations)
        if entry.comfort and (worse or entry.name in self.update.corrections):
            if because := self._admits(entry.name):
                event = self._event(Change.CORRECTED, entry.name, before=entry.comfort, after=fact, because=because, adverse=True)
                self.facts[entry.name] = _with(
                    entry, event, state=FactState.KNOWN, fact=fact, changed=now, settled=now, comfort=None
                )
                return
            self._violation(
                ViolationKind.COMFORT_WITHDRAWN,
                entry.name,
                ("known", entry.name),
                before=entry.comfort,
                after=fact,
                since=entry.changed,
                adverse=True,
            )
        event = self._event(Change.ANSWERED, entry.name, before=entry.fact.text, after=fact)
        self.facts[entry.name] = _with(entry, event, state=FactState.KNOWN, fact=fact, changed=now, settled=now)

    def _unknown(self, name: str, fact: Fact) -> None:
        entry = self.facts.get(name)
        now = self.update.published
        if entry is None:
            event = self._event(Change.STATED, name, after=fact.text)
            self.facts[name] = FactEntry(
                name=name,
                state=FactState.OPEN,
                fact=fact,
                stated=now,
                changed=now,
                asked=now,
                comfort=_comfort(fact),
                history=(event,),
            )
            return
        if entry.state is FactState.OPEN:
            self._still_open(entry, fact)
            return
        before: Value = entry.fact if entry.state is FactState.KNOWN else entry.because
        if because := self._admits(name):
            event = self._event(Change.CORRECTED, name, before=before, after=fact.text, because=because)
            self.facts[name] = _with(
                entry, event, state=FactState.OPEN, fact=fact, changed=now, asked=entry.asked or now, settled=None, because=""
            )
        else:
            kind = ViolationKind.FACT_CHANGED if entry.state is FactState.KNOWN else ViolationKind.NAME_REUSED
            self._violation(kind, name, ("unknown", name), before=before, after=fact.text, since=entry.changed)

    def _still_open(self, entry: FactEntry, fact: Fact) -> None:
        now = self.update.published
        old = entry.fact
        # Keys that a restatement leaves out keep their values: a promised date, `looked`.
        merged = replace(
            fact,
            source=fact.source or old.source,
            by=fact.by or old.by,
            looked=fact.looked or old.looked,
            through=fact.through or old.through,
            cannot_see=fact.cannot_see or old.cannot_see,
        )
        updated = replace(entry, fact=merged, comfort=_comfort(merged) or entry.comfort)
        if not _same(old.text, fact.text):
            event = self._event(Change.REFINED, entry.name, before=old.text, after=fact.text)
            updated = _with(updated, event, changed=now)
        if old.by is not None and merged.by is not None and end_of(merged.by, self.zone) != end_of(old.by, self.zone):
            event = self._event(Change.MOVED, entry.name, before=old.by, after=merged.by)
            updated = _with(updated, event, changed=now)
        elif merged != old and updated.changed != now:
            updated = replace(updated, changed=now)
        self.facts[entry.name] = updated

    def _unanswerable(self, name: str, because: str) -> None:
        entry = self.facts.get(name)
        again = entry is not None and entry.state is FactState.UNANSWERABLE and _same(entry.because, because)
        if again:
            return
        listed = name in self.update.known or name in self.update.unknown
        if entry is None or entry.state is not FactState.OPEN or listed:
            before = entry.fact.text if entry else ""
            self._violation(ViolationKind.NOTHING_TO_CLOSE, name, ("unanswerable", name), before=before, after=because)
            return
        now = self.update.published
        event = self._event(Change.UNANSWERABLE, name, before=entry.fact.text, after=because, because=because)
        self.facts[name] = _with(entry, event, state=FactState.UNANSWERABLE, changed=now, settled=now, because=because)

    def _unknowns_left_out(self) -> None:
        if self.update.no_change:
            return
        for name, entry in self.before.facts.items():
            mentioned = name in self.update.known or name in self.update.unknown or name in self.update.unanswerable
            if entry.state is FactState.OPEN and not mentioned:
                self._violation(ViolationKind.UNKNOWN_DROPPED, name, ("unknown",), before=entry.fact.text, since=entry.stated)

    # Steps.

    def _steps(self) -> None:
        update = self.update
        for name, step in update.next_steps.items():
            self._step(name, step)
        for name, outcome in update.done.items():
            self._close_step(name, outcome, "done", Change.DONE, StepState.DONE)
        for name, because in update.dropped.items():
            self._close_step(name, because, "dropped", Change.DROPPED, StepState.DROPPED)
        if update.no_change:
            return
        for name, entry in self.before.steps.items():
            mentioned = name in update.next_steps or name in update.done or name in update.dropped
            if entry.state is StepState.OPEN and not mentioned:
                self._violation(
                    ViolationKind.STEP_DROPPED, f"step.{name}", ("next_steps",), before=entry.step.do, since=entry.stated
                )

    def _step(self, name: str, step: Step) -> None:
        entry = self.steps.get(name)
        subject = f"step.{name}"
        if entry is None:
            event = self._event(Change.STATED, subject, after=step.do)
            self.steps[name] = StepEntry(
                name=name, state=StepState.OPEN, step=step, stated=self.update.published, history=(event,)
            )
            return
        if entry.state is not StepState.OPEN:
            self._violation(
                ViolationKind.NAME_REUSED, subject, ("next_steps", name), before=entry.step.do, after=step.do, since=entry.settled
            )
            return
        old = entry.step
        merged = replace(step, by=step.by or old.by, who=step.who or old.who)
        updated = replace(entry, step=merged)
        if not _same(old.do, step.do):
            event = self._event(Change.REFINED, subject, before=old.do, after=step.do)
            updated = _with(updated, event)
        if old.by is not None and merged.by is not None and end_of(merged.by, self.zone) != end_of(old.by, self.zone):
            event = self._event(Change.MOVED, subject, before=old.by, after=merged.by, because=step.because)
            updated = _with(updated, event, moved_from=(*entry.moved_from, old.by))
        self.steps[name] = updated

    def _close_step(self, name: str, outcome: str, key: str, change: Change, state: StepState) -> None:
        entry = self.steps.get(name)
        if entry is not None and entry.state is state and _same(entry.outcome, outcome):
            return
        if entry is None or entry.state is not StepState.OPEN or name in self.update.next_steps:
            before = entry.step.do if entry else ""
            self._violation(ViolationKind.NOTHING_TO_CLOSE, f"step.{name}", (key, name), before=before, after=outcome)
            return
        because = outcome if state is StepState.DROPPED else ""
        event = self._event(change, f"step.{name}", before=entry.step.do, after=outcome, because=because)
        self.steps[name] = _with(entry, event, state=state, settled=self.update.published, outcome=outcome)

    # Actions.

    def _actions(self) -> None:
        update = self.update
        if update.actions and denies_need(self.before.no_action):
            after = tuple(update.actions.values())
            if because := self._admits("actions"):
                self._event(Change.CORRECTED, "actions", before=self.before.no_action, after=after, because=because)
            else:
                self._violation(ViolationKind.ACTION_CHANGED, "actions", ("actions",), before=self.before.no_action, after=after)
        for name, action in update.actions.items():
            self._action(name, action)
        for name, because in update.withdrawn.items():
            self._withdraw(name, because)
        if update.actions:
            self.no_action = ""
        elif update.no_action:
            self.no_action = update.no_action
        if update.no_change:
            return
        for name, entry in self.before.actions.items():
            mentioned = name in update.actions or name in update.withdrawn
            if entry.state is ActionState.STANDING and not mentioned:
                self._violation(
                    ViolationKind.ACTION_DROPPED,
                    f"action.{name}",
                    ("actions",),
                    before=entry.action,
                    after=update.no_action,
                    since=entry.stated,
                )

    def _action(self, name: str, action: Action) -> None:
        entry = self.actions.get(name)
        subject = f"action.{name}"
        now = self.update.published
        if entry is None:
            event = self._event(Change.STATED, subject, after=action)
            self.actions[name] = ActionEntry(
                name=name, state=ActionState.STANDING, action=action, stated=now, changed=now, history=(event,)
            )
            return
        before = entry.action
        if entry.state is ActionState.WITHDRAWN:
            self._violation(
                ViolationKind.NAME_REUSED, subject, ("actions", name), before=before, after=action, since=entry.settled
            )
            return
        if not _same(action_words(before), action_words(action)):
            if because := self._admits(subject):
                event = self._event(Change.CORRECTED, subject, before=before, after=action, because=because)
                self.actions[name] = _with(entry, event, action=action, changed=now)
            else:
                self._violation(
                    ViolationKind.ACTION_CHANGED, subject, ("actions", name), before=before, after=action, since=entry.changed
                )
            return
        self._check_dates(entry)
        merged = replace(action, why=action.why or entry.action.why, urgency=action.urgency or entry.action.urgency)
        if merged != entry.action:
            self.actions[name] = replace(entry, action=merged)

    def _check_dates(self, entry: ActionEntry) -> None:
        """An action that names a day on which the window began or ended, when the window has moved away from that day."""
        old = self.before.window.window if self.before.window else None
        new = self.update.window
        if old is None or new is None:
            return
        for was, moved in ((old.start, new.start), (old.end, new.end)):
            if was is None or moved is None or _is_within(moved, was, self.zone):
                continue
            day = _day(was, self.zone)
            if re.search(rf"(?<![\d.,]){day.day}(?![\d%])|\b{day.isoformat()}\b", entry.action.do):
                self._violation(
                    ViolationKind.ACTIONS_NOT_RESTATED,
                    f"action.{entry.name}",
                    ("actions", entry.name),
                    before=was,
                    after=moved,
                    since=entry.changed,
                )
                return

    def _withdraw(self, name: str, because: str) -> None:
        entry = self.actions.get(name)
        subject = f"action.{name}"
        if entry is not None and entry.state is ActionState.WITHDRAWN and _same(entry.because, because):
            return
        if entry is None or entry.state is not ActionState.STANDING or name in self.update.actions:
            before = entry.action if entry else ""
            self._violation(ViolationKind.NOTHING_TO_CLOSE, subject, ("withdrawn", name), before=before, after=because)
            return
        now = self.update.published
        event = self._event(Change.WITHDRAWN, subject, before=entry.action, after=because, because=because)
        self.actions[name] = _with(entry, event, state=ActionState.WITHDRAWN, changed=now, settled=now, because=because)

    # Consequences, counts, kinds of data, the window.

    def _consequence(self, name: str, text: str) -> None:
        entry = self.consequences.get(name)
        subject = f"consequence.{name}"
        if entry is None:
            event = self._event(Change.STATED, subject, after=text)
            self.consequences[name] = ConsequenceEntry(name=name, text=text, stated=self.update.published, history=(event,))
        elif not _same(entry.text, text):
            event = self._event(Change.REFINED, subject, before=entry.text, after=text)
            self.consequences[name] = _with(entry, event, text=text)

    def _count(self, population: str, count: Count) -> None:
        entry = self.affected.get(population)
        subject = f"affected.{population}"
        now = self.update.published
        if entry is None:
            event = self._event(Change.STATED, subject, after=count)
            self.affected[population] = CountEntry(population=population, count=count, stated=now, changed=now, history=(event,))
            return
        old = entry.count
        if count.of is None and old.of is not None:
            # A total that was given keeps its value, and a count cannot exceed the total.
            count = replace(count, of=old.of, high=old.of if count.high is None else count.high)
        switched = not _same(old.unit.lower(), count.unit.lower())
        other_total = old.of is not None and count.of != old.of
        adverse = not switched and is_worse(count, old)
        if switched or other_total or not is_inside(count, old):
            if because := self._admits(subject):
                event = self._event(Change.CORRECTED, subject, before=old, after=count, because=because, adverse=adverse)
                self.affected[population] = _with(entry, event, count=count, changed=now)
            else:
                kind = ViolationKind.UNIT_SWITCHED if switched else ViolationKind.COUNT_CONTRADICTED
                self._violation(
                    kind,
                    subject,
                    ("affected", population),
                    before=old,
                    after=count,
                    since=entry.changed,
                    adverse=adverse,
                )
        elif not is_same(count, old):
            event = self._progress(Change.REFINED, subject, before=old, after=count)
            self.affected[population] = _with(entry, event, count=count, changed=now)

    def _data(self, kind: str, state: DataState) -> None:
        entry = self.data.get(kind)
        subject = f"data.{kind}"
        now = self.update.published
        comfort = now if state is DataState.NOT_AFFECTED else None
        if entry is None:
            event = self._event(Change.STATED, subject, after=state)
            self.data[kind] = DataEntry(kind=kind, state=state, stated=now, changed=now, comfort=comfort, history=(event,))
            return
        if entry.state is state:
            return
        old = entry.state
        adverse = old is DataState.NOT_AFFECTED or (old is DataState.ACCESSED and state is DataState.TAKEN)
        allowed = old in {DataState.UNKNOWN, DataState.POSSIBLE} or (old is DataState.ACCESSED and state is DataState.TAKEN)
        if allowed:
            change = Change.ANSWERED if old is DataState.UNKNOWN else Change.REFINED
            event = self._progress(change, subject, before=old, after=state, adverse=adverse)
            self.data[kind] = _with(entry, event, state=state, changed=now, comfort=comfort)
        elif because := self._admits(subject):
            event = self._event(Change.CORRECTED, subject, before=old, after=state, because=because, adverse=adverse)
            self.data[kind] = _with(entry, event, state=state, changed=now, comfort=comfort)
        else:
            softened = old is DataState.NOT_AFFECTED and state is DataState.UNKNOWN
            conflict = ViolationKind.COMFORT_WITHDRAWN if softened else ViolationKind.DATA_REVERSED
            self._violation(conflict, subject, ("data", kind), before=old, after=state, since=entry.changed, adverse=adverse)

    def _nature(self, nature: Nature) -> None:
        entry = self.nature
        now = self.update.published
        if entry is None:
            event = self._event(Change.STATED, "nature", after=nature)
            self.nature = NatureEntry(nature=nature, stated=now, changed=now, history=(event,))
            return
        if entry.nature is nature:
            return
        old = entry.nature
        # Somebody got in: that they also stole, locked or stopped something, or came by way of a supplier or of one of us, says it more exactly.
        exact = old is Nature.INTRUSION and nature not in {Nature.UNKNOWN, Nature.MALFUNCTION, Nature.MISTAKE}
        adverse = old in {Nature.MALFUNCTION, Nature.MISTAKE, Nature.LOST_DEVICE} and nature is not Nature.UNKNOWN
        if because := self._admits("nature"):
            event = self._event(Change.CORRECTED, "nature", before=old, after=nature, because=because, adverse=adverse)
        elif old is Nature.UNKNOWN or exact:
            change = Change.ANSWERED if old is Nature.UNKNOWN else Change.REFINED
            event = self._event(change, "nature", before=old, after=nature)
        else:
            self._violation(
                ViolationKind.NATURE_CHANGED,
                "nature",
                ("nature",),
                before=old,
                after=nature,
                since=entry.changed,
                adverse=adverse,
            )
            return
        self.nature = NatureEntry(nature=nature, stated=entry.stated, changed=now, history=(*entry.history, event))

    def _window(self, window: Window) -> None:
        entry = self.window
        now = self.update.published
        if entry is None:
            event = self._event(Change.STATED, "window", after=window)
            self.window = WindowEntry(window=window, stated=now, changed=now, history=(event,))
            return
        old = entry.window
        # An end that is left out keeps its value; one that is given as unknown does not.
        wrote = self.document.wrote
        new = Window(
            start=window.start if window.start or wrote("window", "from") else old.start,
            end=window.end if window.end or wrote("window", "to") else old.end,
        )
        if new == old:
            return
        kept = all(
            was is None or (now_at is not None and _is_within(now_at, was, self.zone))
            for was, now_at in ((old.start, new.start), (old.end, new.end))
        )
        adverse = _is_wider(new, old, self.zone)
        if kept:
            event = self._progress(Change.REFINED, "window", before=old, after=new)
        elif because := self._admits("window"):
            event = self._event(Change.CORRECTED, "window", before=old, after=new, because=because, adverse=adverse)
        else:
            self._violation(
                ViolationKind.WINDOW_MOVED, "window", ("window",), before=old, after=new, since=entry.changed, adverse=adverse
            )
            return
        self.window = replace(entry, window=new, changed=now, history=(*entry.history, event))

    def _corrections_left_over(self) -> None:
        for subject, because in self.update.corrections.items():
            if subject in {"incident.title", "incident.aware"}:
                incident = self.folder.document.incident
                after: Value = ""
                if incident is not None:
                    after = incident.title if subject == "incident.title" else incident.aware
                self._event(Change.CORRECTED, subject, after=after, because=because)
            elif subject not in self.admitted:
                self._violation(ViolationKind.NEEDLESS_CORRECTION, subject, ("corrections", subject), after=because)


def _with(entry: _Entry, event: Event, **changes: object) -> _Entry:
    return replace(entry, history=(*entry.history, event), **changes)  # type: ignore[arg-type]  # the callers name fields of their entry


def _watch(before: Watch | None, now: Watch | None) -> Watch | None:
    """What is watched and when somebody last looked; a key that an update leaves out keeps its value."""
    if before is None or now is None:
        return now or before
    return Watch(what=now.what or before.what, looked=now.looked or before.looked)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same after folding white space."""
    return " ".join(one.split()) == " ".join(other.split())


def _comfort(fact: Fact) -> Comfort | None:
    return Comfort(fact) if fact.looked else None


def _day(when: When, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def _is_within(new: When, old: When, zone: ZoneInfo) -> bool:
    """Whether a time is the same one, or a moment on the day that was named before."""
    if isinstance(old, datetime):
        return isinstance(new, datetime) and new == old
    return _day(new, zone) == old


def _is_wider(new: Window, old: Window, zone: ZoneInfo) -> bool:
    """Whether the window now begins earlier or ends later than before."""

    def first(when: When) -> datetime:
        return when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=zone)

    earlier = new.start is not None and old.start is not None and first(new.start) < first(old.start)
    later = new.end is not None and old.end is not None and end_of(new.end, zone) > end_of(old.end, zone)
    return earlier or later
