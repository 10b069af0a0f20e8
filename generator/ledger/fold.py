"""Folds an incident's updates, in order, into its ledger.

Folding cannot fail on documents that were understood. A change that needs a correction and comes without one is not applied: the earlier value
stays, and the transition records a violation, which the continuity rules report. Therefore four invariants hold for any input:

1. No fact leaves the ledger.
2. A known fact's text changes only with a correction.
3. An open unknown ends only by being answered or declared unanswerable.
4. Every promise with a date is kept, moved in public, or shown as missed.

Windows, counts and data are folded before facts, because the end of a fact and the kind of a correction depend on which of them were corrected
and which windows are new.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.ledger.advice import denies_need
from generator.ledger.claims import fold_claims, fold_fakes
from generator.ledger.comforts import (
    STORY,
    ComfortCheck,
    comfort_of,
    denies_reach,
    is_comfort,
    is_reopened,
    matching,
    worsened,
)
from generator.ledger.counted import Figures, figures_of
from generator.ledger.endings import given_as_unknown, is_closed, outcome_of, reason_for, still_unknown
from generator.ledger.folding import Admitted, Folding, is_same_text, with_event
from generator.ledger.intervals import is_inside, is_same, is_worse, total
from generator.ledger.lazy_sequence import LazySequence
from generator.ledger.moments import day_of, end_of, is_before, is_to_come, is_within, start_of
from generator.ledger.records import (
    FIRST_WINDOW,
    ActionEntry,
    ActionState,
    Change,
    ClaimState,
    ConsequenceEntry,
    ConsequenceState,
    CountEntry,
    DataEntry,
    DoneRefusal,
    EndRefusal,
    Event,
    FactEntry,
    FactState,
    FakeState,
    Ledger,
    NatureEntry,
    NeverKnown,
    NewEvent,
    RemedyState,
    State,
    StepEntry,
    StepState,
    Transition,
    ViolationKind,
    WindowEntry,
    worst,
)
from generator.ledger.remedies import as_of_incident, fold_notices, fold_remedies
from generator.ledger.sentences import Move, Naming, about, fact_counts, moved_figures, moved_inside
from generator.ledger.services import fold_services, said_services, take_back_service
from generator.ledger.terms import first_seals, terms_of
from generator.ledger.words import Comfort, Value
from generator.model.document import IncidentFolder
from generator.model.history import PromiseSettings
from generator.model.update import (
    Action,
    Consequence,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    End,
    Fact,
    Nature,
    Status,
    Step,
    Update,
    Watch,
    When,
    Window,
)
from generator.prose.denial import denies_taking_alone
from generator.prose.reach import reaching

#: The number of the format that first had ends and kinds of corrections. What was sealed under an older one is held to what that one asked.
TRUTH = 2
_CONSEQUENCE = "consequence."
#: Keys under which what stands is said.
_SAYING = frozenset(
    {
        "known",
        "unknown",
        "still_true",
        "affected",
        "data",
        "actions",
        "consequences",
        "window",
        "nature",
        "claims",
        "fakes",
        "remedies",
        "direct_notice",
        "services",
    }
)
#: What a consequence says that should never have been named.
_NONE = "none"


def fold(
    folder: IncidentFolder,
    zone: ZoneInfo,
    terms: tuple[PromiseSettings, ...] = (),
    language: str = "en",
    systems: tuple[str, ...] = (),
) -> Ledger:
    """The ledger of an incident whose updates were all understood.

    Args:
        folder: the incident; updates that were not understood are passed over.
        zone: the site's time zone.
        terms: the settings over time, where version control knows them.
        language: the site's own, in which updates are written.
        systems: the names of the site's systems.
    """
    incident = folder.document.incident
    naming = Naming(
        language=language,
        zone=zone,
        called=incident.names if incident else MappingProxyType({}),
        systems=tuple(dict.fromkeys((*systems, *(incident.systems if incident else ())))),
    )
    # The first line of a file says under which format it came out; one that is not sealed yet is held to what is asked now.
    seals = first_seals(folder)
    state = as_of_incident(incident)
    transitions: list[Transition] = []
    drafts: list[Transition] = []
    for document in folder.updates:
        if document.parsed is None:
            continue
        line = seals.get(document.source.path.rpartition("/")[2])
        is_older = line is not None and line.format < TRUTH
        # What was settled in one time zone is not unsettled by another.
        then = zone if document.parsed.draft else terms_of(line, document.parsed.published, terms, zone).zone
        named = naming if then is zone else replace(naming, zone=then)
        transition = _Updating(folder, document, state, named, is_older=is_older).transition()
        if errors := _partly_refused(transition):
            transition = _Updating(folder, document, state, named, is_older=is_older, errors=errors).transition()
        if document.parsed.draft:
            drafts.append(transition)
        else:
            transitions.append(transition)
            state = transition.after
    return Ledger(folder=folder, zone=zone, transitions=tuple(transitions), drafts=tuple(drafts), terms=terms)


def _as_corrected(events: Sequence[Event], update: Update) -> tuple[Event, ...]:
    """The events with the corrections in the order in which the update gives them; everything else keeps its place."""
    order = list(update.corrections)
    corrected = iter(sorted((one for one in events if one.kind), key=lambda event: order.index(event.corrected_as)))
    return tuple(next(corrected) if event.kind else event for event in events)


def _partly_refused(transition: Transition) -> frozenset[str]:
    """The corrections of several things whose kind was refused for one of them and accepted for another. A correction has one kind."""
    refused = {one.path[1] for one in transition.violations if one.kind is ViolationKind.KIND_REFUSED}
    return frozenset(
        event.corrected_as for event in transition.events if event.kind and event.kind is not CorrectionKind.OUR_ERROR
    ) & frozenset(refused)


class _Updating(Folding):
    """Apply one update, section by section."""

    def transition(self) -> Transition:
        update = self.update
        # Windows, counts and data come first: if one of them got worse, the answer to an unknown with `looked` needs a correction.
        self._all_windows()
        if update.nature is not None:
            self._nature(update.nature)
        for population, count in update.affected.items():
            self._count(population, count)
        for kind, told in update.data.items():
            self._data(kind, told)
        fold_claims(self)
        fold_services(self)
        for subject in sorted(update.never):
            self._take_back(subject)
        for event in self.events:
            if event.kind is not None:
                # A correction for one population is also one of the kind of data.
                for subject in {event.subject, ".".join(event.subject.split(".")[:2])}:
                    self._subjects_corrected.setdefault(subject, event.kind)
                    if event.kind is not CorrectionKind.NEW_EVENT:
                        self._subjects_corrected[subject] = event.kind
        self._forget_what_is_known()
        self._worse = worsened(self.before, update, self.events, self.violations)
        for name, fact in update.known.items():
            self._known(name, fact)
        for name, fact in update.unknown.items():
            self._unknown(name, fact)
        for name, because in update.unanswerable.items():
            if is_value(name) and name not in self.facts:
                self._never_known(name, because)
            else:
                self._unanswerable(name, because)
        self._unknowns_left_out()
        for name, end in update.ended.items():
            if "." not in name:
                self._end_fact(name, end)
        for name, looked in update.still_true.items():
            self._still_true(name, looked)
        self._facts_corrected_alone()
        self._steps()
        self._actions()
        for name, consequence in update.consequences.items():
            self._consequence(name, consequence)
        for name, end in update.ended.items():
            if name.startswith(_CONSEQUENCE):
                self._end_consequence(name, end)
        fold_fakes(self)
        fold_remedies(self)
        fold_notices(self)
        self._new_events_that_came_before()
        self._corrections_left_over()
        reopened = update.status is Status.REOPENED
        after = self._after(reopened=reopened)
        outcome = outcome_of(update, self.before, after)
        after = after if outcome is after.outcome else replace(after, outcome=outcome)
        events, violations = _as_corrected(self.events, self.update), tuple(self.violations)
        comforts = ComfortCheck(
            before=self.before,
            after=after,
            update=update,
            events=events,
            violations=violations,
            worse=self._worse,
            naming=self.naming,
            reopened=after.reopened,
        )
        return Transition(
            document=self.document,
            before=self.before,
            after=after,
            events=events,
            violations=violations,
            # Rules ask for it; pages do not.
            asked_about=LazySequence(comforts.asked_about),
        )

    def _after(self, *, reopened: bool) -> State:
        update = self.update
        return State(
            status=update.status,
            facts=MappingProxyType(self.facts),
            steps=MappingProxyType(self.steps),
            actions=MappingProxyType(self.actions),
            no_action=self.no_action,
            what_happened=update.what_happened or self.before.what_happened,
            consequences=MappingProxyType(self.consequences),
            affected=MappingProxyType(self.affected),
            data=MappingProxyType(self.data),
            windows=MappingProxyType(self.windows),
            claims=MappingProxyType(self.claims),
            remedies=MappingProxyType(self.remedies),
            direct_notice=MappingProxyType(self.direct_notice),
            fakes=MappingProxyType(self.fakes),
            nature=self.nature,
            services=MappingProxyType(self.services),
            next_update=None if update.none_planned else update.next_update or self.before.next_update,
            contained_by=update.contained_by or ("" if reopened else self.before.contained_by),
            monitor_until=update.monitor_until or (None if reopened else self.before.monitor_until),
            monitoring=_watch(None if reopened else self.before.monitoring, update.monitoring),
            review_by=update.review_by or self.before.review_by,
            passed=self.before.passed | {update.status},
            none_left=update.none_left or (update.no_change and self.before.none_left),
            never_known=MappingProxyType(self.never_known),
            taken_back=MappingProxyType(self.taken_back),
            said=self._said(),
            new_events=tuple(self.new_events),
            worsened=MappingProxyType(
                {**self.before.worsened, **{one.subject: (update.published, one) for one in self._worse if one.worse}}
            ),
            reopened=is_reopened(self.before, update),
        )

    # Recording events and violations.

    # Facts.

    def _known(self, name: str, fact: Fact) -> None:
        entry = self.facts.get(name)
        now = self.update.published
        if entry is None:
            event = self.event(Change.STATED, name, after=fact)
            self.facts[name] = FactEntry(name=name, state=FactState.KNOWN, fact=fact, stated=now, changed=now, history=(event,))
            return
        fact = _grown(fact, entry.fact)
        if entry.state is FactState.OPEN:
            self._answer(entry, fact)
        elif entry.state is FactState.UNANSWERABLE:
            if admitted := self.admits(name, entry.because, fact):
                event = self.event(Change.CORRECTED, name, before=entry.because, after=fact, correction=admitted)
                self.facts[name] = with_event(
                    entry, event, state=FactState.KNOWN, fact=fact, changed=now, settled=now, because=""
                )
            else:
                self.violation(
                    ViolationKind.NAME_REUSED, name, ("known", name), before=entry.fact.text, after=fact, since=entry.changed
                )
        elif entry.state is FactState.ENDED:
            self._known_again(entry, fact)
        else:
            self._still_known(entry, fact)

    def _known_again(self, entry: FactEntry, fact: Fact) -> None:
        """State a fact again that had ended."""
        now = self.update.published
        if self.narrows(entry.name, ("known", entry.name, "for"), entry.fact.for_whom, fact.for_whom, entry.changed):
            fact = replace(fact, for_whom=entry.fact.for_whom)
        change, admitted = Change.STATED, self.admits(entry.name, entry.fact, fact)
        if admitted:
            change = Change.CORRECTED
        elif denies_reach(fact, self.language) or fact_counts(fact, self.language, self._figures()):
            self.violation(
                ViolationKind.END_UNDONE, entry.name, ("known", entry.name), before=entry.fact, after=fact, since=entry.changed
            )
            return
        before = entry.fact if admitted else ""
        event = self.event(change, entry.name, before=before, after=fact, correction=admitted)
        self.facts[entry.name] = with_event(
            entry, event, state=FactState.KNOWN, fact=fact, changed=now, end=None, looked_again=None, looked_at=""
        )

    def _still_known(self, entry: FactEntry, fact: Fact) -> None:
        name, now, old = entry.name, self.update.published, entry.fact
        narrower = self.leaves_out(old.for_whom, fact.for_whom)
        if self.narrows(name, ("known", name, "for"), old.for_whom, fact.for_whom, entry.changed):
            narrower, fact = False, replace(fact, for_whom=old.for_whom)
        # Keys that a restatement leaves out keep their values.
        kept = replace(
            fact,
            sources=fact.sources or old.sources,
            when=fact.when or old.when,
            looked=fact.looked or old.looked,
            found=fact.found or old.found,
            through=fact.through or old.through,
            cannot_see=fact.cannot_see or old.cannot_see,
        )
        other_time = old.when is not None and kept.when is not None and not is_within(kept.when, old.when, self.zone)
        less_sure = fact.likely and not old.likely
        if is_same_text(old.text, fact.text) and not less_sure and not other_time and not narrower:
            # The words in which it was first said stay.
            kept = replace(kept, text=old.text)
            if old.likely and not fact.likely:
                event = self.event(Change.REFINED, name, before=old, after=kept)
                self.facts[name] = with_event(entry, event, fact=kept, changed=now)
            elif kept != old:
                self.facts[name] = replace(entry, fact=kept)
            return
        # What another sentence does not say of where we looked does not hold for it.
        new = fact if not is_same_text(old.text, fact.text) and name in self.update.corrections else kept
        moves = self._moves(old, fact) if not less_sure and not other_time else ()
        if admitted := self.admits(name, old, new, moves):
            event = self.event(Change.CORRECTED, name, before=old, after=new, correction=admitted)
            self.facts[name] = with_event(entry, event, fact=new, changed=now, looked_again=None, looked_at="")
        elif moved_inside(old.text, fact.text, self.language, moves):
            event = self.event(Change.REFINED, name, before=old, after=kept)
            self.facts[name] = with_event(entry, event, fact=kept, changed=now, looked_again=None, looked_at="")
        else:
            self.violation(ViolationKind.FACT_CHANGED, name, ("known", name), before=old, after=kept, since=entry.changed)

    def _figures(self) -> Figures:
        return figures_of(self.affected, self.data, self.folder.document.incident)

    def _moves(self, old: Fact, new: Fact) -> tuple[Move, ...]:
        before = figures_of(self.before.affected, self.before.data, self.folder.document.incident)
        return moved_figures(old.text, new.text, self.language, before, self._figures())

    def _answer(self, entry: FactEntry, fact: Fact) -> None:
        now = self.update.published
        # An unknown at which nothing was found reassured readers. If its answer comes with something worse on its subject, they are told why.
        worse = entry.comfort is not None and self._is_worse_on(entry, entry.comfort.fact, fact)
        if entry.comfort and (worse or entry.name in self.update.corrections):
            if admitted := self.admits(entry.name, entry.comfort, fact):
                event = self.event(
                    Change.CORRECTED, entry.name, before=entry.comfort, after=fact, correction=admitted, adverse=True
                )
                self.facts[entry.name] = with_event(
                    entry, event, state=FactState.KNOWN, fact=fact, changed=now, settled=now, comfort=None
                )
                return
            self.violation(
                ViolationKind.COMFORT_WITHDRAWN,
                entry.name,
                ("known", entry.name),
                before=entry.comfort,
                after=fact,
                since=entry.changed,
                adverse=True,
            )
        asked = entry.fact.for_whom
        if self.narrows(entry.name, ("known", entry.name, "for"), asked, fact.for_whom, entry.changed):
            # Whoever read the question reads the answer.
            fact = replace(fact, for_whom=asked)
        narrower = self.leaves_out(asked, fact.for_whom)
        if narrower and (admitted := self.admits(entry.name, entry.fact, fact)):
            event = self.event(Change.CORRECTED, entry.name, before=entry.fact, after=fact, correction=admitted)
        else:
            event = self.event(Change.ANSWERED, entry.name, before=entry.fact.text, after=fact)
        self.facts[entry.name] = with_event(entry, event, state=FactState.KNOWN, fact=fact, changed=now, settled=now)

    def _unknown(self, name: str, fact: Fact) -> None:
        entry = self.facts.get(name)
        now = self.update.published
        if entry is None:
            event = self.event(Change.STATED, name, after=fact.text)
            self.facts[name] = FactEntry(
                name=name,
                state=FactState.OPEN,
                fact=fact,
                stated=now,
                changed=now,
                first_unknown=now,
                comfort=comfort_of(fact, self.language),
                history=(event,),
            )
            return
        fact = _grown(fact, entry.fact)
        if entry.state is FactState.OPEN:
            self._still_open(entry, fact)
            return
        if entry.state is FactState.KNOWN and self.update.status is Status.REOPENED and name not in self.update.corrections:
            self._doubt(entry, fact)
            return
        before: Value = entry.because if entry.state is FactState.UNANSWERABLE else entry.fact
        if admitted := self.admits(name, before, fact.text):
            event = self.event(Change.CORRECTED, name, before=before, after=fact.text, correction=admitted)
            self.facts[name] = with_event(
                entry,
                event,
                state=FactState.OPEN,
                fact=fact,
                changed=now,
                first_unknown=entry.first_unknown or now,
                settled=None,
                because="",
                end=None,
                looked_again=None,
                looked_at="",
            )
        else:
            kind = ViolationKind.NAME_REUSED if entry.state is FactState.UNANSWERABLE else ViolationKind.FACT_CHANGED
            self.violation(kind, name, ("unknown", name), before=before, after=fact.text, since=entry.changed)

    def _doubt(self, entry: FactEntry, fact: Fact) -> None:
        """A known fact of which nobody is certain any more, now that the incident is reopened. What it denied stays a comfort."""
        now, old = self.update.published, entry.fact
        if self.narrows(entry.name, ("unknown", entry.name, "for"), old.for_whom, fact.for_whom, entry.changed):
            fact = replace(fact, for_whom=old.for_whom)
        comfort = Comfort(old) if denies_reach(old, self.language) else entry.comfort
        event = self.event(Change.DOUBTED, entry.name, before=old, after=fact.text)
        self.facts[entry.name] = with_event(
            entry,
            event,
            state=FactState.OPEN,
            fact=fact,
            changed=now,
            first_unknown=now,
            settled=None,
            comfort=comfort_of(fact, self.language) or comfort,
            looked_again=None,
            looked_at="",
        )

    def _still_open(self, entry: FactEntry, fact: Fact) -> None:
        now = self.update.published
        old = entry.fact
        if self.narrows(entry.name, ("unknown", entry.name, "for"), old.for_whom, fact.for_whom, entry.changed):
            fact = replace(fact, for_whom=old.for_whom)
        # Keys that a restatement leaves out keep their values: a promised date, `looked`.
        merged = replace(
            fact,
            sources=fact.sources or old.sources,
            when=fact.when or old.when,
            by=fact.by or old.by,
            looked=fact.looked or old.looked,
            found=fact.found or old.found,
            through=fact.through or old.through,
            cannot_see=fact.cannot_see or old.cannot_see,
        )
        updated = replace(entry, fact=merged, comfort=comfort_of(merged, self.language) or entry.comfort)
        narrower = self.leaves_out(old.for_whom, fact.for_whom)
        if narrower and (admitted := self.admits(entry.name, old, merged)):
            event = self.event(Change.CORRECTED, entry.name, before=old, after=merged, correction=admitted)
            updated = with_event(updated, event, changed=now)
        elif is_comfort(old, self.language) and not is_comfort(merged, self.language):
            # Someone looked further, and no longer says that nothing was found.
            event = self.event(Change.DOUBTED, entry.name, before=Comfort(old), after=merged)
            updated = with_event(updated, event, changed=now)
        elif not is_same_text(old.text, fact.text):
            event = self.event(Change.REFINED, entry.name, before=old.text, after=fact.text)
            updated = with_event(updated, event, changed=now)
        if old.by is not None and merged.by is not None and end_of(merged.by, self.zone) != end_of(old.by, self.zone):
            event = self.event(Change.MOVED, entry.name, before=old.by, after=merged.by)
            updated = with_event(updated, event, changed=now)
        elif merged != old and updated.changed != now:
            updated = replace(updated, changed=now)
        self.facts[entry.name] = updated

    def _unanswerable(self, name: str, because: str) -> None:
        entry = self.facts.get(name)
        again = entry is not None and entry.state is FactState.UNANSWERABLE and is_same_text(entry.because, because)
        if again:
            return
        listed = name in self.update.known or name in self.update.unknown
        if entry is None or entry.state is not FactState.OPEN or listed:
            before = entry.fact.text if entry else ""
            self.violation(ViolationKind.NOTHING_TO_CLOSE, name, ("unanswerable", name), before=before, after=because)
            return
        now = self.update.published
        event = self.event(Change.UNANSWERABLE, name, before=entry.fact.text, after=because, because=because)
        self.facts[name] = with_event(entry, event, state=FactState.UNANSWERABLE, changed=now, settled=now, because=because)

    def _now(self) -> State:
        """What is said of values so far, and why some of them will never be known."""
        return State(
            facts=self.facts,
            affected=self.affected,
            data=self.data,
            windows=self.windows,
            nature=self.nature,
            services=self.services,
            never_known=self.never_known,
        )

    def _never_known(self, subject: str, because: str) -> None:
        """Why a value that is given as unknown will never be known."""
        state = self._now()
        if is_same_text(reason_for(state, subject), because):
            return
        found = [one for one in still_unknown(state) if one.is_under(self._named(subject))]
        if not found:
            known = next((one.words for one in given_as_unknown(state) if one.is_under(self._named(subject))), "")
            self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, ("unanswerable", subject), before=known, after=because)
            return
        for one in found:
            before = self._value_of(one.subject)
            self.event(Change.UNANSWERABLE, one.subject, before=before, after=because, because=because)
            said = f"window.{FIRST_WINDOW}" if one.subject == "window" else one.subject
            self.never_known[said] = NeverKnown(subject=one.subject, because=because, said=self.update.published)

    def _named(self, subject: str) -> str:
        """The name of a value that is unknown: the window that was given without a name has none while it is the only one."""
        alone = subject == f"window.{FIRST_WINDOW}" and len(self.windows) == 1
        return "window" if alone else subject

    def _value_of(self, subject: str) -> Value:
        """What stands of a value that is given as unknown."""
        kind, _, name = subject.partition(".")
        if kind == "nature" and self.nature is not None:
            return self.nature.nature
        if kind == "affected":
            return self.affected[name].count
        if kind == "services":
            return self.services[name].service
        if kind == "window":
            return self.windows[name or FIRST_WINDOW].window
        of, _, whose = name.partition(".")
        return next(one for one in self.data[of].told if not whose or one.population == whose)

    def _was_closed(self, subject: str) -> bool:
        """Whether readers were told that a value will never be known."""
        return is_closed(self.before, subject)

    def _forget_what_is_known(self) -> None:
        """A reason why a value will never be known goes when the value is known, which was corrected."""
        unknown = tuple(given_as_unknown(self._now()))
        for subject in tuple(self.never_known):
            if not any(one.is_under(self._named(subject)) for one in unknown):
                del self.never_known[subject]

    def _unknowns_left_out(self) -> None:
        if self.update.no_change:
            return
        for entry in self.before.open_unknowns:
            name = entry.name
            if name not in self.update.known and name not in self.update.unknown and name not in self.update.unanswerable:
                self.violation(ViolationKind.UNKNOWN_DROPPED, name, ("unknown",), before=entry.fact.text, since=entry.stated)

    def _is_worse_on(self, entry: FactEntry, comfort: Fact, answer: Fact) -> bool:
        """Whether anything has become worse, since readers were comforted, on what an unknown and its answer are about.

        Where neither names anything, an answer that something was reached is about whatever was. An answer that denies is good, unless just
        that has happened.
        """
        since = entry.stated if entry.first_unknown is None else entry.first_unknown
        worse = [one for one in self._worse if one.worse]
        worse += [one for when, one in self.before.worsened.values() if when > since]
        told = frozenset(
            (*answer.about, *(one for text in (comfort.text, entry.fact.text, answer.text) for one in self._about(text)))
        )
        if denies_reach(answer, self.language):
            only_taking = denies_taking_alone(answer.text, self.language)
            worse = [one for one in worse if one.reached and (one.taken or not only_taking)]
        if told:
            return any(matching(one.subject, told) for one in worse)
        reached = bool(reaching(answer.text, self.language)) and not denies_reach(answer, self.language)
        return reached and any(one.reached for one in worse)

    def _about(self, text: str) -> frozenset[str]:
        return about(text, self.naming, self.affected, self.data)

    def _still_true(self, name: str, looked: str) -> None:
        """A known fact that someone looked at again, and that holds."""
        entry = self.before.facts.get(name)
        now = self.facts.get(name)
        same = (
            now is not None
            and entry is not None
            and now.state is FactState.KNOWN
            and is_same_text(now.fact.text, entry.fact.text)
        )
        otherwise = name in self.update.corrections or name in self.update.ended or name in self.update.unknown
        if entry is None or now is None or entry.state is not FactState.KNOWN or not same or otherwise:
            before = entry.fact.text if entry else ""
            self.violation(ViolationKind.NOT_STILL_TRUE, name, ("still_true", name), before=before, after=looked)
            return
        event = self.event(Change.STILL_TRUE, name, before=now.fact, after=looked)
        self.facts[name] = with_event(now, event, looked_again=self.update.published, looked_at=looked)

    # What ends.

    def _end_fact(self, name: str, end: End) -> None:
        entry = self.before.facts.get(name)
        path = ("ended", name)
        still = name in self.facts and self.facts[name].state is FactState.ENDED
        if still and entry is not None and entry.end is not None and is_same_text(entry.end.what, end.what):
            return
        if entry is None or entry.state is not FactState.KNOWN:
            before = entry.fact.text if entry else ""
            self.violation(ViolationKind.NOTHING_TO_CLOSE, name, path, before=before, after=end.what)
            return
        refused = self._refuses_end(entry, end)
        if refused is not None:
            reason, subject = refused
            since = self.before.said.get(name, entry.changed)
            self.violation(
                ViolationKind.END_REFUSED,
                name,
                path,
                before=entry.fact,
                after=end.what,
                since=since,
                reason=reason,
                about=subject,
            )
            return
        if window := self._new_window_for(entry):
            said = self.before.said.get(name, entry.changed)
            self.new_events.append(NewEvent(subject=name, window=window, said=said, was=entry.fact))
        event = self.event(Change.ENDED, name, before=entry.fact, after=end.what)
        now = self.update.published
        self.facts[name] = with_event(entry, event, state=FactState.ENDED, changed=now, end=end)

    def _refuses_end(self, entry: FactEntry, end: End) -> tuple[EndRefusal, str] | None:
        """Why the end of a known fact is refused, and the subject that is the reason; None when it is accepted."""
        update, fact, name = self.update, entry.fact, entry.name
        if name in update.corrections:
            self.admitted.add(name)
            return EndRefusal.CORRECTED, name
        if name in update.known or name in update.unknown:
            return EndRefusal.SAID_AS_WELL, name
        if fact.when is not None:
            return EndRefusal.HAPPENED, name
        if not self._new_window_for(entry):
            if denies_reach(fact, self.language):
                return EndRefusal.DENIES, name
            if fact_counts(fact, self.language, self._figures()):
                return EndRefusal.COUNTS, name
        for subject in sorted({*fact.about, *self._about(fact.text)}):
            if self._subjects_corrected.get(subject, CorrectionKind.NEW_EVENT) is not CorrectionKind.NEW_EVENT:
                return EndRefusal.SUBJECT_CORRECTED, subject
        if name == self.before.contained_by and update.status is not Status.REOPENED:
            return EndRefusal.CONTAINED_BY, name
        return self.refuses_day(name, entry.changed, end.since)

    def _new_window_for(self, entry: FactEntry) -> str:
        """The window of a `new_event` correction in this update that allows a denying or counting fact to end; empty when there is none."""
        said = self.before.said.get(entry.name, entry.changed)
        named = (event.window for event in self.events if event.kind is CorrectionKind.NEW_EVENT)
        return next((window for window in named if self.refuses_event(window, said) is None), "")

    def _facts_corrected_alone(self) -> None:
        """Apply corrections of facts that ended: they were never true, and no new text replaces them."""
        for name in self.update.corrections:
            entry = self.before.facts.get(name)
            if entry is None or entry.state is not FactState.ENDED or name in self.admitted:
                continue
            if admitted := self.admits(name, entry.fact, ""):
                event = self.event(Change.CORRECTED, name, before=entry.fact, correction=admitted)
                self.facts[name] = with_event(entry, event, changed=self.update.published, end=None)

    def _end_consequence(self, subject: str, end: End) -> None:
        name = subject.removeprefix(_CONSEQUENCE)
        entry = self.before.consequences.get(name)
        path = ("ended", subject)
        still = name in self.consequences and self.consequences[name].state is ConsequenceState.ENDED
        if still and entry is not None and entry.end is not None and is_same_text(entry.end.what, end.what):
            return
        if entry is None or entry.state is not ConsequenceState.STANDING:
            self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, path, before=entry.text if entry else "", after=end.what)
            return
        if event := self.ended(subject, entry.text, entry.changed, end, said_as_well=name in self.update.consequences):
            now = self.update.published
            self.consequences[name] = with_event(entry, event, state=ConsequenceState.ENDED, changed=now, settled=now, end=end)

    def _new_events_that_came_before(self) -> None:
        """Report what was corrected or ended as `new_event` if its window turns out to have begun before the old value was last said.

        Only a correction of the kind `our_error` made since then settles it. One made earlier corrected the value in between.
        """
        owned = {part for event in self.events if event.kind is CorrectionKind.OUR_ERROR for part in self._parts(event.subject)}
        confessed = {(event.subject, event.was) for event in self.events if event.kind is CorrectionKind.OUR_ERROR}
        names = {
            part: correction
            for name, correction in self.update.corrections.items()
            if correction.kind in {None, CorrectionKind.OUR_ERROR}
            for part in self._parts(name)
        }
        for new in self.before.new_events:
            begun = self.window_start(new.window)
            is_early = begun is not None and not is_before(new.said, begun, self.zone)
            parts = self._parts(new.subject)
            if (new.subject, new.was) in confessed or (is_early and parts <= owned):
                self.new_events.remove(new)
            elif is_early and parts <= owned | names.keys():
                self.new_events.remove(new)
                given = [names[part] for part in sorted(parts) if part in names]
                self.admitted |= {correction.name for correction in given}
                admitted = Admitted(given[0].name, given[0].because, CorrectionKind.OUR_ERROR)
                event = self.event(Change.CORRECTED, new.subject, before=new.was, correction=admitted)
                owned |= parts
                entry = self.facts.get(new.subject)
                if entry is not None:
                    # An ended fact that was never true is no longer listed as ended.
                    self.facts[new.subject] = with_event(entry, event, end=None)
            elif is_early:
                self.violation(
                    ViolationKind.EVENT_TOO_EARLY,
                    new.subject,
                    ("corrections", new.subject),
                    before=new.was,
                    after=begun or "",
                    since=new.said,
                    about=new.window,
                )

    def _said_of(self, kind: str, told: tuple[Data, ...]) -> frozenset[str]:
        """The subjects that a statement about a kind of data states: the kind, and each population meant."""
        subject = f"data.{kind}"
        named = {f"{subject}.{one.population}" for one in told if one.population}
        return frozenset({subject, *(named or self._parts(subject))})

    def _parts(self, subject: str) -> frozenset[str]:
        """The subjects that one covers: a kind of data covers each population for which it is given."""
        section, _, kind = subject.partition(".")
        told = self.data[kind].told if section == "data" and kind in self.data else ()
        return frozenset(f"{subject}.{one.population}" if one.population else subject for one in told) or frozenset({subject})

    # Steps.

    def _steps(self) -> None:
        update = self.update
        for name, step in update.next_steps.items():
            self._step(name, step)
        for name, done in update.done.items():
            self._close_step(name, done.what, "done", Change.DONE, StepState.DONE, done.on)
        for name, because in update.dropped.items():
            self._close_step(name, because, "dropped", Change.DROPPED, StepState.DROPPED)
        if update.no_change:
            return
        for name, entry in self.before.steps.items():
            mentioned = (
                name in update.next_steps or name in update.done or name in update.dropped or f"step.{name}" in update.never
            )
            if entry.state is StepState.OPEN and not mentioned:
                self.violation(
                    ViolationKind.STEP_DROPPED, f"step.{name}", ("next_steps",), before=entry.step.do, since=entry.stated
                )

    def _step(self, name: str, step: Step) -> None:
        entry = self.steps.get(name)
        subject = f"step.{name}"
        if entry is None:
            event = self.event(Change.STATED, subject, after=step.do)
            self.steps[name] = StepEntry(
                name=name,
                state=StepState.OPEN,
                step=step,
                stated=self.update.published,
                listed=self.update.written,
                history=(event,),
            )
            return
        if entry.state is not StepState.OPEN:
            self.violation(
                ViolationKind.NAME_REUSED, subject, ("next_steps", name), before=entry.step.do, after=step.do, since=entry.settled
            )
            return
        old = entry.step
        merged = replace(step, by=step.by or old.by, who=step.who or old.who)
        updated = replace(entry, step=merged)
        if not is_same_text(old.do, step.do):
            event = self.event(Change.REFINED, subject, before=old.do, after=step.do)
            updated = with_event(updated, event)
        if old.by is not None and merged.by is not None and end_of(merged.by, self.zone) != end_of(old.by, self.zone):
            event = self.event(Change.MOVED, subject, before=old.by, after=merged.by, because=step.because)
            updated = with_event(updated, event, moved_from=(*entry.moved_from, old.by))
        self.steps[name] = updated

    def _close_step(self, name: str, outcome: str, key: str, change: Change, state: StepState, on: When | None = None) -> None:
        entry = self.steps.get(name)
        subject = f"step.{name}"
        if entry is not None and entry.state is state and is_same_text(entry.outcome, outcome) and on in {None, entry.done_on}:
            return
        if entry is None or entry.state is not StepState.OPEN or name in self.update.next_steps:
            before = entry.step.do if entry else ""
            self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, (key, name), before=before, after=outcome)
            return
        if on is not None and not self._was_done(entry, outcome, on):
            return
        because = outcome if state is StepState.DROPPED else ""
        event = self.event(change, subject, before=entry.step.do, after=outcome, because=because)
        self.steps[name] = with_event(
            self.steps[name], event, state=state, settled=self.update.published, outcome=outcome, done_on=on
        )

    def _was_done(self, entry: StepEntry, outcome: str, on: When) -> bool:
        """Whether a step can have been done then; an update that listed it as open later was untrue, and is corrected."""
        subject = f"step.{entry.name}"
        listed = self.before.said.get(subject, entry.listed)
        reason = None
        if is_to_come(on, self.update.written, self.zone):
            reason = DoneRefusal.TO_COME
        elif is_before(on, entry.listed, self.zone):
            reason, listed = DoneRefusal.BEFORE_PROMISE, entry.listed
        elif is_before(on, listed, self.zone):
            if admitted := self.admits(subject, entry.step.do, outcome):
                event = self.event(Change.CORRECTED, subject, before=entry.step.do, after=outcome, correction=admitted)
                self.steps[entry.name] = with_event(entry, event)
                return True
            reason = DoneRefusal.STILL_OPEN
        if reason is None:
            return True
        # Whatever its correction says, it is not what is wrong here.
        self.admitted |= {subject} & set(self.update.corrections)
        self.violation(
            ViolationKind.DONE_REFUSED,
            subject,
            ("done", entry.name, "on"),
            before=entry.step.do,
            after=on,
            since=listed,
            reason=reason,
        )
        return False

    # Actions.

    def _actions(self) -> None:
        update = self.update
        if update.actions and denies_need(self.before.no_action):
            after = tuple(update.actions.values())
            if admitted := self.admits("actions", self.before.no_action, after):
                self.event(Change.CORRECTED, "actions", before=self.before.no_action, after=after, correction=admitted)
            else:
                self.violation(ViolationKind.ACTION_CHANGED, "actions", ("actions",), before=self.before.no_action, after=after)
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
            mentioned = name in update.actions or name in update.withdrawn or f"action.{name}" in update.never
            if entry.state is ActionState.STANDING and not mentioned:
                self.violation(
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
            event = self.event(Change.STATED, subject, after=action)
            self.actions[name] = ActionEntry(
                name=name, state=ActionState.STANDING, action=action, stated=now, changed=now, history=(event,)
            )
            return
        before = entry.action
        if entry.state is ActionState.WITHDRAWN:
            self.violation(
                ViolationKind.NAME_REUSED, subject, ("actions", name), before=before, after=action, since=entry.settled
            )
            return
        if self.narrows(subject, ("actions", name, "for"), before.for_whom, action.for_whom, entry.changed):
            action = replace(action, audience=before.audience, for_whom=before.for_whom)
        narrower = self.leaves_out(before.for_whom, action.for_whom)
        # Free words are part of what it says.
        if narrower or not is_same_text(f"{before.words}: {before.do}", f"{action.words}: {action.do}"):
            if admitted := self.admits(subject, before, action):
                event = self.event(Change.CORRECTED, subject, before=before, after=action, correction=admitted)
                self.actions[name] = with_event(entry, event, action=action, changed=now)
            else:
                self.violation(
                    ViolationKind.ACTION_CHANGED, subject, ("actions", name), before=before, after=action, since=entry.changed
                )
            return
        self._check_dates(entry)
        merged = replace(
            action,
            why=action.why or entry.action.why,
            urgency=action.urgency or entry.action.urgency,
            about=tuple(dict.fromkeys((*entry.action.about, *action.about))),
        )
        if merged != entry.action:
            self.actions[name] = replace(entry, action=merged)

    def _check_dates(self, entry: ActionEntry) -> None:
        """Report an action that names the day on which a window began or ended, if that end has moved to another day."""
        for was, moved in self._moved_ends():
            day = day_of(was, self.zone)
            if re.search(rf"(?<![\d.,]){day.day}(?![\d%])|\b{day.isoformat()}\b", entry.action.do):
                self.violation(
                    ViolationKind.ACTIONS_NOT_RESTATED,
                    f"action.{entry.name}",
                    ("actions", entry.name),
                    before=was,
                    after=moved,
                    since=entry.changed,
                )
                return

    def _moved_ends(self) -> Iterator[tuple[When, When]]:
        """Every end of a window that this update moved, before and now."""
        for given, new in self.update.windows.items():
            name = self._window_name(given)
            if name is None or name not in self.before.windows:
                continue
            old = self.before.windows[name].window
            for was, moved in ((old.start, new.start), (old.end, new.end)):
                if was is not None and moved is not None and not is_within(moved, was, self.zone):
                    yield was, moved

    def _withdraw(self, name: str, because: str) -> None:
        entry = self.actions.get(name)
        subject = f"action.{name}"
        if entry is not None and entry.state is ActionState.WITHDRAWN and is_same_text(entry.because, because):
            return
        if entry is None or entry.state is not ActionState.STANDING or name in self.update.actions:
            before = entry.action if entry else ""
            self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, ("withdrawn", name), before=before, after=because)
            return
        now = self.update.published
        event = self.event(Change.WITHDRAWN, subject, before=entry.action, after=because, because=because)
        self.actions[name] = with_event(entry, event, state=ActionState.WITHDRAWN, changed=now, settled=now, because=because)

    # Consequences, counts, kinds of data, the window.

    def _consequence(self, name: str, told: Consequence) -> None:
        entry, text = self.consequences.get(name), told.text
        subject = f"{_CONSEQUENCE}{name}"
        now = self.update.published
        path = ("consequences", name)
        narrower = (
            entry is not None
            and entry.state is ConsequenceState.STANDING
            and text != _NONE
            and self.leaves_out(entry.for_whom, told.for_whom)
        )
        if entry and narrower and self.narrows(subject, (*path, "for"), entry.for_whom, told.for_whom, entry.changed):
            narrower, told = False, replace(told, for_whom=entry.for_whom)
        if text == _NONE and (entry is None or entry.state is not ConsequenceState.STANDING):
            if entry is None or entry.state is not ConsequenceState.TAKEN_BACK:
                self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, path, before=entry.text if entry else "", after=text)
        elif entry is None:
            event = self.event(Change.STATED, subject, after=text)
            self.consequences[name] = ConsequenceEntry(
                name=name, text=text, stated=now, changed=now, about=told.about, for_whom=told.for_whom, history=(event,)
            )
        elif entry.state is not ConsequenceState.STANDING or narrower or not is_same_text(entry.text, text):
            self._consequence_changed(entry, text)
        if name in self.consequences:
            held = self.consequences[name]
            for_whom = held.for_whom if text == _NONE else told.for_whom
            self.consequences[name] = replace(held, about=tuple(dict.fromkeys((*held.about, *told.about))), for_whom=for_whom)

    def _consequence_changed(self, entry: ConsequenceEntry, text: str) -> None:
        subject, now = f"{_CONSEQUENCE}{entry.name}", self.update.published
        state = ConsequenceState.TAKEN_BACK if text == _NONE else ConsequenceState.STANDING
        after = "" if state is ConsequenceState.TAKEN_BACK else text
        stood = entry.state is ConsequenceState.STANDING
        if admitted := self.admits(subject, entry.text, after):
            event = self.event(Change.CORRECTED, subject, before=entry.text, after=after, correction=admitted)
        elif not stood:
            event = self.event(Change.STATED, subject, after=text)
        elif self.is_older:
            event = self.event(Change.REFINED, subject, before=entry.text, after=text)
        else:
            self.violation(
                ViolationKind.CONSEQUENCE_CHANGED,
                subject,
                ("consequences", entry.name),
                before=entry.text,
                after=text,
                since=entry.changed,
            )
            return
        self.consequences[entry.name] = with_event(
            entry, event, text=after or entry.text, state=state, changed=now, settled=None if after else now, end=None
        )

    def _count(self, population: str, count: Count) -> None:
        entry = self.affected.get(population)
        subject = f"affected.{population}"
        now = self.update.published
        if entry is None:
            event = self.event(Change.STATED, subject, after=count)
            self.affected[population] = CountEntry(population=population, count=count, stated=now, changed=now, history=(event,))
            return
        old = entry.count
        if count.of is None and old.of is not None:
            # A total that was given keeps its value, and a count cannot exceed the total.
            count = replace(count, of=old.of, high=old.of if count.high is None else count.high)
        count = replace(
            count,
            part_of=count.part_of or old.part_of,
            audience=count.audience or old.audience,
            parts=count.parts or old.parts,
            # Where they live stands until it is said anew, or until there are fewer people than would live somewhere.
            residents=count.residents or old.residents_within(count.high),
        )
        # One that has its audience's name belongs to it without a word.
        narrower = count.audience != (old.audience or (population if count.audience == population else ""))
        if narrower and subject not in self.update.corrections:
            # Everything that is for this population would be for other readers.
            self.violation(
                ViolationKind.AUDIENCE_NARROWED,
                subject,
                ("affected", population, "audience"),
                before=old.audience,
                after=count.audience,
                since=entry.changed,
            )
            narrower, count = False, replace(count, audience=old.audience)
        switched = not is_same_text(old.unit.lower(), count.unit.lower())
        was = self.with_total_of_now(old, count, count.part_of)
        adverse = not switched and is_worse(count, was)
        closed = count.form is not CountForm.UNKNOWN and self._was_closed(subject)
        if closed or narrower or _contradicts(count, was):
            if admitted := self.admits(subject, old, count, adverse=adverse):
                event = self.event(Change.CORRECTED, subject, before=old, after=count, correction=admitted, adverse=adverse)
                self.affected[population] = with_event(entry, event, count=count, changed=now)
            else:
                kind = ViolationKind.UNIT_SWITCHED if switched else ViolationKind.COUNT_CONTRADICTED
                self.violation(
                    kind,
                    subject,
                    ("affected", population),
                    before=old,
                    after=count,
                    since=entry.changed,
                    adverse=adverse,
                )
        elif not is_same(count, old) or count.likely is not old.likely:
            # How far we can see stands until something else is said of it.
            count = replace(count, through=count.through or old.through, cannot_see=count.cannot_see or old.cannot_see)
            event = self.progress(Change.REFINED, subject, before=old, after=count)
            self.affected[population] = with_event(entry, event, count=count, changed=now)
        else:
            # What is said again keeps what was said beside it.
            beside = replace(
                count,
                form=old.form,
                stated=old.stated,
                unit=old.unit,
                through=count.through or old.through,
                cannot_see=count.cannot_see or old.cannot_see,
            )
            self.affected[population] = replace(entry, count=beside)

    def _data(self, kind: str, given: tuple[Data, ...]) -> None:
        entry = self.data.get(kind)
        now = self.update.published
        given = tuple(self._counted(one) for one in given)
        if entry is None:
            told = {one.population: one for one in given}
            events = [self.event(Change.STATED, _data_subject(kind, one, told), after=one) for one in given]
            comfort = now if worst(given) is DataState.NOT_AFFECTED else None
            self.data[kind] = DataEntry(kind=kind, told=given, stated=now, changed=now, comfort=comfort, history=tuple(events))
            return
        old = {one.population: one for one in entry.told}
        if len(given) == 1 and not given[0].population and "" not in old:
            # It does not say whose data it means. Where it is said of one group, that is meant.
            if len(old) > 1:
                if given[0].state is not entry.state or given[0].count is not None:
                    self.violation(
                        ViolationKind.DATA_UNCLEAR,
                        f"data.{kind}",
                        ("data", kind),
                        before=", ".join(old),
                        after=given[0],
                        since=entry.changed,
                        adverse=_is_adverse(entry.state, given[0].state),
                    )
                return
            (population,) = old
            given = (self._counted(replace(given[0], population=population)),)
        if "" in old and any(one.population for one in given):
            self._data_by_population(entry, old[""], given)
            return
        told = {**old, **{one.population: one for one in given}}
        for one in given:
            self._data_of(kind, one, told)

    def _counted(self, told: Data) -> Data:
        """Add the missing unit of a count: that of the population, else people."""
        if told.count is None or (told.count.unit and told.count.population == told.population):
            return told
        of = self.affected.get(told.population)
        unit = told.count.unit or (of.count.unit if of else "people")
        return replace(told, count=replace(told.count, unit=unit, population=told.population))

    def _data_by_population(self, entry: DataEntry, old: Data, given: tuple[Data, ...]) -> None:
        """Replace a statement for everyone by one for each population; their total is compared with the old statement."""
        state = worst(given)
        told = {one.population for one in given}
        if old.state is state is DataState.NOT_AFFECTED and not told >= {*self.affected}:
            # It comforted everyone, and stands until it is corrected: what is said of some again takes nothing back from the others.
            return
        counts = [one.count for one in given if one.count is not None]
        whole = replace(
            given[0] if len(given) == 1 else Data(kind=entry.kind, state=state, likely=all(one.likely for one in given)),
            state=state,
            count=total(counts) if len(counts) == len(given) else None,
        )
        subject = f"data.{entry.kind}"
        by = tuple(f"{subject}.{one.population}" for one in given)
        moved = self._move(entry, subject, old, whole, by=by, said=given if len(given) > 1 else ())
        if moved is None:
            return
        self.data[entry.kind] = moved if len(given) == 1 else replace(moved, told=given)

    def _data_of(self, kind: str, new: Data, told: Mapping[str, Data]) -> None:
        """Apply what an update says of a kind of data for one population."""
        entry = self.data[kind]
        subject = _data_subject(kind, new, told)
        old = next((one for one in entry.told if one.population == new.population), None)
        if old is None:
            event = self.event(Change.STATED, subject, after=new, adverse=_is_adverse(entry.state, worst((*entry.told, new))))
            self.data[kind] = with_event(entry, event, told=(*entry.told, new), changed=self.update.published)
            return
        by = (f"data.{kind}.{new.population}", f"data.{kind}") if new.population else (f"data.{kind}",)
        moved = self._move(entry, subject, old, new, by=by)
        if moved is not None:
            self.data[kind] = moved

    def _move(
        self, entry: DataEntry, subject: str, old: Data, new: Data, *, by: tuple[str, ...], said: tuple[Data, ...] = ()
    ) -> DataEntry | None:
        """The entry after one of its statements changed; None when the change is refused, or there is none.

        Args:
            entry: the kind of data.
            subject: what the change is of.
            old: what was said.
            new: what is said now.
            by: what else a correction of it may be called.
            said: what is said now, where that is several things; `new` is then all of them together.
        """
        now = self.update.published
        dropped = False
        if new.state is old.state:
            if new.count is None:
                # A number that was said of all is not one of each: several have to say theirs.
                dropped = bool(said) and old.count is not None
                new = replace(new, count=old.count and replace(old.count, population=new.population))
            elif old.count is not None and new.count.of is None and old.count.of is not None:
                high = old.count.of if new.count.high is None else new.count.high
                new = replace(new, count=replace(new.count, of=old.count.of, high=high))
        elif new.count is None and not said and new.state is not DataState.NOT_AFFECTED:
            # Nobody can have lost more than could have been reached before.
            new = replace(new, count=_at_most(old.count, new.population))
        elif new.count is not None and new.count.high is None and old.count is not None and old.count.high is not None:
            new = replace(new, count=replace(new.count, high=max(old.count.high, new.count.low)))
        adverse = _is_adverse(old.state, new.state)
        allowed = (
            new.state is old.state
            or old.state in {DataState.UNKNOWN, DataState.POSSIBLE}
            or (old.state is DataState.ACCESSED and new.state is DataState.TAKEN)
        )
        conflict = None
        if not allowed:
            softened = old.state is DataState.NOT_AFFECTED and new.state is DataState.UNKNOWN
            conflict = ViolationKind.COMFORT_WITHDRAWN if softened else ViolationKind.DATA_REVERSED
        elif (new.state is old.state and new.likely and not old.likely) or (
            old.state is DataState.UNKNOWN is not new.state and self._was_closed(subject)
        ):
            conflict = ViolationKind.DATA_REVERSED
        elif dropped or (self._was_closed(subject) and new.count is not None and new.count.form is not CountForm.UNKNOWN):
            conflict = ViolationKind.COUNT_CONTRADICTED
        elif old.count is not None and new.count is not None:
            switched = not is_same_text(old.count.unit.lower(), new.count.unit.lower())
            was = self.with_total_of_now(old.count, new.count, new.population)
            adverse = adverse or (not switched and is_worse(new.count, was))
            if switched:
                conflict = ViolationKind.UNIT_SWITCHED
            elif _contradicts(new.count, was) if new.state is old.state else _exceeds(new.count, was):
                conflict = ViolationKind.COUNT_CONTRADICTED
        same_count = (
            is_same(new.count, old.count) and is_same_text(new.count.unit.lower(), old.count.unit.lower())
            if old.count is not None and new.count is not None
            else new.count is None and old.count is None
        )
        if new.state is old.state and same_count and new.likely is old.likely and new.population == old.population and not said:
            beside = replace(
                new, count=old.count, through=new.through or old.through, cannot_see=new.cannot_see or old.cannot_see
            )
            return replace(entry, told=tuple(beside if one == old else one for one in entry.told))
        named = (self.admits(one, old, new, subject=subject, adverse=adverse) for one in (*by, subject))
        admitted = next((one for one in named if one), None)
        after: Value = said or new
        comfort = now if new.state is DataState.NOT_AFFECTED else None
        if admitted:
            event = self.event(Change.CORRECTED, subject, before=old, after=after, correction=admitted, adverse=adverse)
        elif conflict is not None:
            self.violation(conflict, subject, ("data", entry.kind), before=old, after=after, since=entry.changed, adverse=adverse)
            return None
        else:
            change = Change.ANSWERED if old.state is DataState.UNKNOWN is not new.state else Change.REFINED
            if new.state is old.state and not said:
                # As above.
                new = replace(new, through=new.through or old.through, cannot_see=new.cannot_see or old.cannot_see)
                after = new
            event = self.event(change, subject, before=old, after=after, adverse=adverse)
        return with_event(
            entry, event, told=tuple(new if one == old else one for one in entry.told), changed=now, comfort=comfort
        )

    def _nature(self, nature: Nature) -> None:
        entry = self.nature
        now = self.update.published
        if entry is None:
            event = self.event(Change.STATED, "nature", after=nature)
            self.nature = NatureEntry(nature=nature, stated=now, changed=now, history=(event,))
            return
        if entry.nature is nature:
            return
        old = entry.nature
        # Someone got in: that they also stole, locked or stopped something, or came by way of a supplier or of one of us, says it more exactly.
        exact = old is Nature.INTRUSION and nature not in {Nature.UNKNOWN, Nature.MALFUNCTION, Nature.MISTAKE}
        adverse = old in {Nature.MALFUNCTION, Nature.MISTAKE, Nature.LOST_DEVICE} and nature is not Nature.UNKNOWN
        if admitted := self.admits("nature", old, nature, adverse=adverse):
            event = self.event(Change.CORRECTED, "nature", before=old, after=nature, correction=admitted, adverse=adverse)
        elif (old is Nature.UNKNOWN and not self._was_closed("nature")) or exact:
            change = Change.ANSWERED if old is Nature.UNKNOWN else Change.REFINED
            event = self.event(change, "nature", before=old, after=nature)
        else:
            self.violation(
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

    # What should never have been named.

    def _take_back(self, subject: str) -> None:
        """Take back a count, a kind of data, a window, the nature, a step or an action: nothing stands in its place."""
        kind, _, name = subject.partition(".")
        match kind:
            case "step":
                self._take_back_step(name)
            case "action":
                self._take_back_action(name)
            case "data":
                self._take_back_data(name)
            case "affected":
                count = self.affected.get(name)
                if event := self._taken_back(subject, ("affected", name), count.count if count else None, count):
                    self.taken_back[subject] = with_event(self.affected.pop(name), event)
            case "window":
                self._take_back_window(name)
            case "claims" | "fakes" | "remedies" | "direct_notice":
                pass  # `claims.py` and `remedies.py` do this.
            case "services":
                take_back_service(self, name)
            case _:
                of = self.nature
                if (event := self._taken_back(subject, ("nature",), of.nature if of else None, of)) and of:
                    self.taken_back[subject] = replace(of, history=(*of.history, event))
                    self.nature = None

    def _take_back_window(self, given: str) -> None:
        name = self._window_name(given)
        if name is None:
            self.violation(ViolationKind.WINDOW_UNCLEAR, "window", ("window",), before=", ".join(self.before.windows))
            return
        alone = len(self.before.windows) == 1
        subject = "window" if name == FIRST_WINDOW and alone else f"window.{name}"
        entry = self.windows.get(name)
        path = ("window", given) if given else ("window",)
        also = (f"window.{name}", *(("window",) if alone else ()))
        if event := self._taken_back(subject, path, entry.window if entry else None, entry, *also):
            self.taken_back[f"window.{name}"] = with_event(self.windows.pop(name), event)

    def _take_back_data(self, name: str) -> None:
        """Take back a kind of data, or what is said of it for one group."""
        kind, _, whose = name.partition(".")
        entry = self.data.get(kind)
        gone = tuple(one for one in entry.told if not whose or one.population == whose) if entry else ()
        before: Value | None = None if not gone else gone[0] if len(gone) == 1 else gone
        # That something was not affected is a comfort, which nobody takes away lightly.
        adverse = any(one.state is DataState.NOT_AFFECTED for one in gone)
        event = self._taken_back(f"data.{name}", ("data", kind), before, entry, f"data.{kind}", adverse=adverse)
        if event is None or entry is None:
            return
        left = tuple(one for one in entry.told if one not in gone)
        if left:
            self.data[kind] = with_event(entry, event, told=left, changed=self.update.published)
        else:
            self.taken_back[f"data.{kind}"] = with_event(self.data.pop(kind), event)

    def _take_back_step(self, name: str) -> None:
        entry = self.steps.get(name)
        is_open = entry is not None and entry.state is StepState.OPEN
        event = self._taken_back(f"step.{name}", ("next_steps", name), entry.step.do if entry and is_open else None, entry)
        if event and entry:
            now = self.update.published
            self.steps[name] = with_event(entry, event, state=StepState.TAKEN_BACK, settled=now, outcome=event.because)

    def _take_back_action(self, name: str) -> None:
        entry = self.actions.get(name)
        stands = entry is not None and entry.state is ActionState.STANDING
        event = self._taken_back(f"action.{name}", ("actions", name), entry.action if entry and stands else None, entry)
        if event and entry:
            now = self.update.published
            self.actions[name] = with_event(entry, event, state=ActionState.TAKEN_BACK, settled=now, because=event.because)

    def _taken_back(
        self,
        subject: str,
        path: tuple[str, ...],
        before: Value | None,
        entry: CountEntry | DataEntry | WindowEntry | NatureEntry | StepEntry | ActionEntry | None,
        *also: str,
        adverse: bool = False,
    ) -> Event | None:
        """That nothing stands in place of something; None where nothing stood there, or the update does not say why.

        Args:
            subject: what is taken back.
            path: where the update says so.
            before: what stood before; None: nothing.
            entry: what the ledger holds of it.
            also: its other names under `corrections`.
            adverse: whether readers are worse off than they were told.
        """
        if before is None or entry is None:
            of, _, name = subject.partition(".")
            steps, actions = (self.steps if of == "step" else {}), (self.actions if of == "action" else {})
            held: StepEntry | ActionEntry | None = steps.get(name) or actions.get(name)
            again = held is not None and held.state in {StepState.TAKEN_BACK, ActionState.TAKEN_BACK}
            if not again and subject not in self.before.taken_back and not {*also} & self.before.taken_back.keys():
                self.violation(ViolationKind.NOTHING_TO_CLOSE, subject, path, after=_NONE)
            return None
        for one in (subject, *also):
            if admitted := self.admits(one, before, "", adverse=adverse):
                return self.event(Change.CORRECTED, subject, before=before, correction=admitted, adverse=adverse)
        since = entry.stated if isinstance(entry, StepEntry) else entry.changed
        self.violation(ViolationKind.NEVER_UNEXPLAINED, subject, path, before=before, since=since, adverse=adverse)
        return None

    def _all_windows(self) -> None:
        """Every window of this update. A correction of `window` means the only one that moved."""
        names: dict[str, Window] = {}
        unclear = False
        for given, window in self.update.windows.items():
            name = self._window_name(given)
            unclear = unclear or name is None
            if name is not None:
                names[name] = window
        before = self.before.windows
        moved = [
            name
            for name, window in names.items()
            if name in before and not self._is_kept(before[name].window, self._merged(name, window))
        ]
        several = len(moved) > 1 and "window" in self.update.corrections
        if unclear or several:
            self.admitted.add("window")
            self.violation(
                ViolationKind.WINDOW_UNCLEAR,
                "window",
                ("window",) if unclear else ("corrections", "window"),
                before=", ".join(before if unclear else moved),
                adverse=any(_is_wider(self._merged(name, names[name]), before[name].window, self.zone) for name in moved),
            )
        alone = {*before, *names} == {FIRST_WINDOW}
        # New windows come first: a correction of another one may name them.
        for name, window in sorted(names.items(), key=lambda item: item[0] in before):
            self._window(name, window, "window" if alone else f"window.{name}", plain=not several)

    def _window_name(self, given: str) -> str | None:
        """Which window an update means; None when it could be any of several."""
        if given:
            return given
        before = self.before.windows
        return FIRST_WINDOW if not before else next(iter(before)) if len(before) == 1 else None

    def _merged(self, name: str, window: Window) -> Window:
        """A window completed from the old one: an end that the update leaves out keeps its value, one given as unknown does not."""
        old = self.before.windows[name].window
        at = ("window", name) if self.document.wrote("window", name) else ("window",)
        return replace(
            window,
            start=window.start if window.start or self.document.wrote(*at, "from") else old.start,
            end=window.end if window.end or self.document.wrote(*at, "to") else old.end,
            through=window.through or old.through,
            cannot_see=window.cannot_see or old.cannot_see,
        )

    def _is_kept(self, old: Window, new: Window) -> bool:
        """Whether a window says no more than what was said before, or says it more exactly."""
        if new.likely and not old.likely:
            return False
        return all(
            was is None or (now_at is not None and is_within(now_at, was, self.zone))
            for was, now_at in ((old.start, new.start), (old.end, new.end))
        )

    def _window(self, name: str, window: Window, subject: str, *, plain: bool) -> None:
        entry = self.windows.get(name)
        now = self.update.published
        if entry is None:
            # Access that nobody had spoken of, beside what was spoken of, is worse than what readers were told.
            event = self.event(Change.STATED, subject, after=window, adverse=bool(self.before.windows))
            self.windows[name] = WindowEntry(name=name, window=window, stated=now, changed=now, history=(event,))
            return
        old, new = entry.window, self._merged(name, window)
        if replace(new, through=old.through, cannot_see=old.cannot_see) == old:
            self.windows[name] = replace(entry, window=new)
            return
        adverse = _is_wider(new, old, self.zone)
        named = f"window.{name}"
        answered = (old.start is None is not new.start) or (old.end is None is not new.end)
        kept = self._is_kept(old, new) and not (answered and self._was_closed(named))
        admitted = self.admits(named, old, new, adverse=adverse)
        # What only says more exactly when it was leaves the one reason to a window that moved.
        if not admitted and plain and (not kept or "window" not in self.admitted):
            admitted = self.admits("window", old, new, subject=named, adverse=adverse)
        if admitted:
            event = self.event(Change.CORRECTED, subject, before=old, after=new, correction=admitted, adverse=adverse)
        elif kept:
            event = self.event(Change.REFINED, subject, before=old, after=new)
        else:
            self.violation(
                ViolationKind.WINDOW_MOVED,
                subject,
                ("window", name) if self.document.wrote("window", name) else ("window",),
                before=old,
                after=new,
                since=entry.changed,
                adverse=adverse,
            )
            return
        self.windows[name] = with_event(entry, event, window=new, changed=now)

    def _corrections_left_over(self) -> None:
        for subject, correction in self.update.corrections.items():
            if subject in {"incident.title", "incident.aware"}:
                incident = self.folder.document.incident
                after: Value = ""
                if incident is not None:
                    after = incident.title if subject == "incident.title" else incident.aware
                self.event(Change.CORRECTED, subject, after=after, correction=self.admits(subject, "", after))
            elif subject not in self.admitted:
                self.violation(ViolationKind.NEEDLESS_CORRECTION, subject, ("corrections", subject), after=correction.because)

    def _said(self) -> Mapping[str, datetime]:
        """When each subject was last stated: now, if this update states it."""
        update = self.update
        here = {
            *update.known,
            *update.unknown,
            *update.still_true,
            *((STORY,) if update.what_happened else ()),
            *(f"affected.{population}" for population in update.affected),
            *(part for kind, told in update.data.items() for part in self._said_of(kind, told)),
            *(f"action.{name}" for name in update.actions),
            *(f"{_CONSEQUENCE}{name}" for name in update.consequences),
            *(f"claims.{name}" for name in update.claims),
            *(f"fakes.{name}" for name in update.fakes),
            *(f"remedies.{name}" for name in update.remedies),
            *(f"direct_notice.{name}" for name in update.direct_notice),
            *(("window",) if update.windows else ()),
            *(f"window.{self._window_name(name) or name}" for name in update.windows),
            *(("nature",) if update.nature is not None else ()),
            *(("actions",) if update.no_action else ()),
            *(f"step.{name}" for name in update.next_steps),
            *said_services(self),
        }
        if update.no_change:
            # It says again all that stands.
            here |= {entry.name for entry in self.facts.values() if entry.state in {FactState.KNOWN, FactState.OPEN}}
            here |= {f"affected.{population}" for population in self.affected}
            here |= {part for kind, entry in self.data.items() for part in self._said_of(kind, entry.told)}
            here |= {f"action.{name}" for name, entry in self.actions.items() if entry.state is ActionState.STANDING}
            here |= {
                f"{_CONSEQUENCE}{name}" for name, entry in self.consequences.items() if entry.state is ConsequenceState.STANDING
            }
            here |= {f"claims.{name}" for name, entry in self.claims.items() if entry.state is ClaimState.STANDING}
            here |= {f"fakes.{name}" for name, entry in self.fakes.items() if entry.state is FakeState.STANDING}
            here |= {f"remedies.{name}" for name, entry in self.remedies.items() if entry.state is RemedyState.STANDING}
            here |= {f"direct_notice.{name}" for name, entry in self.direct_notice.items() if entry.state is RemedyState.STANDING}
            here |= {"window", "nature", "actions", STORY, *(f"window.{name}" for name in self.windows)}
            here |= {f"step.{name}" for name, entry in self.steps.items() if entry.state is StepState.OPEN}
        # What was refused was not said.
        refused = {
            one.subject for one in self.violations if one.path[0] in _SAYING and one.kind is not ViolationKind.COMFORT_WITHDRAWN
        }
        here -= {*refused, *(part for subject in refused for part in self._parts(subject))}
        # What was stated or changed was said, whatever else was wrong with it.
        said = [event.subject for event in self.events if event.change is not Change.ENDED]
        here |= {*said, *(".".join(subject.split(".")[:2]) for subject in said)}
        return MappingProxyType({**self.before.said, **dict.fromkeys(sorted(here), update.written)})


def is_value(subject: str) -> bool:
    """Whether something that is unanswerable is a value, and not a fact."""
    return subject in {"nature", "window"} or subject.startswith(("affected.", "data.", "window.", "services."))


def _watch(before: Watch | None, now: Watch | None) -> Watch | None:
    """What is watched and when someone last looked; a key that an update leaves out keeps its value."""
    if before is None or now is None:
        return now or before
    return Watch(what=now.what or before.what, looked=now.looked or before.looked)


def _contradicts(count: Count, old: Count) -> bool:
    """Whether a count needs a correction: outside the old one, of another total or unit, or no longer certain."""
    switched = not is_same_text(old.unit.lower(), count.unit.lower())
    other_total = old.of is not None and count.of != old.of
    return switched or other_total or not is_inside(count, old) or (count.likely and not old.likely)


def _at_most(count: Count | None, population: str) -> Count | None:
    """The bound that a count leaves; None when it leaves none."""
    if count is None or count.high is None:
        return None
    return replace(count, population=population, form=CountForm.AT_MOST, low=0, stated=(count.high,))


def _exceeds(count: Count, old: Count) -> bool:
    """Whether a count, given with a worse state, exceeds what was possible before."""
    return old.high is not None and (count.low > old.high or (count.high is not None and count.high > old.high))


def _is_adverse(old: DataState, new: DataState) -> bool:
    """Whether a kind of data is worse off than readers were told."""
    return new is not old and (old is DataState.NOT_AFFECTED or (old is DataState.ACCESSED and new is DataState.TAKEN))


def _data_subject(kind: str, one: Data, told: Mapping[str, Data]) -> str:
    """The subject of a statement about a kind of data: with the population if there are several."""
    return f"data.{kind}.{one.population}" if len(told) > 1 and one.population else f"data.{kind}"


def _grown(fact: Fact, old: Fact) -> Fact:
    """The same fact, about everything that it was about before as well."""
    return replace(fact, about=tuple(dict.fromkeys((*old.about, *fact.about))))


def _is_wider(new: Window, old: Window, zone: ZoneInfo) -> bool:
    """Whether the window now begins earlier or ends later than before."""
    earlier = new.start is not None and old.start is not None and start_of(new.start, zone) < start_of(old.start, zone)
    later = new.end is not None and old.end is not None and end_of(new.end, zone) > end_of(old.end, zone)
    return earlier or later
