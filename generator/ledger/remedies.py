"""What those who are affected are owed: what is offered to them, and how they are told directly.

Both stand until an update says otherwise, and less of either needs a correction. That all have been told is accepted only where that is known: the
population is counted exactly, and as many notices have been sent. What it means to have heard nothing is never inferred: it is said only where all
have been reached and nothing about them is open, and falls when that no longer holds.
"""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from generator.ledger.folding import Folding, is_same_text, with_event
from generator.ledger.moments import end_of, is_before, is_to_come
from generator.ledger.records import (
    Change,
    CountEntry,
    DoneRefusal,
    FactState,
    NoticeEntry,
    NoticeRefusal,
    RemedyEntry,
    RemedyState,
    State,
    ViolationKind,
)
from generator.ledger.sentences import about
from generator.model.incident import Incident
from generator.model.update import Count, CountForm, DirectNotice, Remedy, Status, When

REMEDIES: Final = "remedies."
NOTICE: Final = "direct_notice."
#: Everyone who is affected, of whatever population.
EVERYONE: Final = "everyone"
#: The name of what incident.md offers without a name.
REMEDY: Final = "remedy"


def as_of_incident(incident: Incident | None) -> State:
    """The state before the first update: what incident.md offers, and how it says that people are told, are first statements."""
    if incident is None:
        return State()
    remedies, notices = {}, {}
    if incident.remedy:
        remedy = Remedy(name=REMEDY, what=incident.remedy)
        remedies[REMEDY] = RemedyEntry(
            name=REMEDY, remedy=remedy, stated=incident.aware, changed=incident.aware, of_incident=True
        )
    if incident.direct_notice:
        notice = DirectNotice(name=EVERYONE, how=incident.direct_notice)
        notices[EVERYONE] = NoticeEntry(
            name=EVERYONE, notice=notice, stated=incident.aware, changed=incident.aware, of_incident=True
        )
    return State(remedies=MappingProxyType(remedies), direct_notice=MappingProxyType(notices))


# Remedies.


def fold_remedies(folding: Folding) -> None:
    """Apply what an update offers, and what it takes back."""
    for name, remedy in folding.update.remedies.items():
        _remedy(folding, name, remedy)
    for subject in sorted(folding.update.never):
        if subject.startswith(REMEDIES):
            _take_back_remedy(folding, subject)


def _remedy(folding: Folding, name: str, remedy: Remedy) -> None:
    entry, now, subject = folding.remedies.get(name), folding.update.published, f"{REMEDIES}{name}"
    if entry is None:
        event = folding.event(Change.STATED, subject, after=remedy)
        folding.remedies[name] = RemedyEntry(name=name, remedy=remedy, stated=now, changed=now, history=(event,))
        return
    old = entry.remedy
    new = replace(
        remedy,
        provider=remedy.provider or old.provider,
        how=remedy.how or old.how,
        enrol_by=remedy.enrol_by or old.enrol_by,
        months=remedy.months or old.months,
        cost=remedy.cost or old.cost,
    )
    stands = entry.state is RemedyState.STANDING
    if stands and new == old:
        folding.remedies[name] = replace(entry, of_incident=False) if entry.of_incident else entry
        return
    less = stands and (_is_less(old, new) or folding.leaves_out(old.for_whom, new.for_whom))
    if less and (admitted := folding.admits(subject, old, new, adverse=True)):
        event = folding.event(Change.CORRECTED, subject, before=old, after=new, correction=admitted, adverse=True)
    elif less:
        folding.violation(
            ViolationKind.REMEDY_REDUCED, subject, ("remedies", name), before=old, after=new, since=entry.changed, adverse=True
        )
        return
    elif not stands:
        event = folding.event(Change.STATED, subject, after=new)
    else:
        event = folding.progress(Change.REFINED, subject, before=old, after=new)
    folding.remedies[name] = with_event(entry, event, remedy=new, changed=now, state=RemedyState.STANDING, of_incident=False)


def _is_less(old: Remedy, new: Remedy) -> bool:
    """Whether readers are offered less than they were, or something else."""
    fewer = old.months is not None and new.months is not None and new.months < old.months
    dearer = bool(new.cost) and not is_same_text(old.cost.lower(), new.cost.lower())
    earlier = new.enrol_by is not None and (
        new.enrol_by < old.enrol_by if old.enrol_by is not None else bool(old.what) and _was_open(old)
    )
    return fewer or dearer or earlier or not is_same_text(old.what, new.what)


def _was_open(old: Remedy) -> bool:
    """Whether a remedy without a last day was offered for no time in particular, so that a day now ends it."""
    return old.months is None


def _take_back_remedy(folding: Folding, subject: str) -> None:
    name = subject.removeprefix(REMEDIES)
    entry = folding.remedies.get(name)
    event = folding.took_back(
        subject,
        ("remedies", name),
        entry.remedy if entry else None,
        entry.changed if entry else None,
        is_gone=entry is not None and entry.state is RemedyState.TAKEN_BACK,
        adverse=True,
    )
    if entry and event:
        folding.remedies[name] = with_event(entry, event, state=RemedyState.TAKEN_BACK, changed=folding.update.published)


# Direct notice.


def fold_notices(folding: Folding) -> None:
    """Apply how an update says that populations are told, and what no longer holds of what was said before."""
    for name, notice in folding.update.direct_notice.items():
        _notice(folding, name, notice)
    for subject in sorted(folding.update.never):
        if subject.startswith(NOTICE):
            _take_back_notice(folding, subject)
    for name, entry in tuple(folding.direct_notice.items()):
        if name not in folding.update.direct_notice and entry.state is RemedyState.STANDING:
            _still_holds(folding, entry)


def _notice(folding: Folding, name: str, given: DirectNotice) -> None:
    entry, now, subject = folding.direct_notice.get(name), folding.update.published, f"{NOTICE}{name}"
    old = entry.notice if entry is not None and entry.state is RemedyState.STANDING else None
    notice = given
    if old is not None:
        notice = replace(
            given,
            by=given.by or old.by,
            sent=given.sent or old.sent,
            returned=given.returned or old.returned,
            complete=given.complete or old.complete,
            on=given.on or old.on,
            silence=given.silence or old.silence,
        )
    withdrawn = (
        old is not None and old.complete and not given.complete and folding.document.wrote("direct_notice", name, "complete")
    )
    unit = _unit_of(folding, name)
    notice = replace(notice, sent=_with_unit(notice.sent, unit), returned=_with_unit(notice.returned, unit))
    fell = _fallen(folding, replace(old, sent=notice.sent, returned=notice.returned), was=old) if old is not None else None
    if fell or subject in folding.update.corrections:
        # What hearing nothing means is said anew where it is corrected, or not at all.
        notice = replace(notice, silence=given.silence)
    if withdrawn:
        notice = replace(notice, complete=False, on=None, silence="")
    if notice.complete and (refused := _not_complete(folding, notice)):
        if given.complete:
            folding.violation(
                ViolationKind.NOTICE_INCOMPLETE, subject, ("direct_notice", name, "complete"), after=notice, reason=refused
            )
        notice = replace(notice, complete=False)
    notice = replace(notice, on=_told_on(folding, entry, given, notice))
    if notice.silence and (refused := _not_silent(folding, notice)):
        if given.silence:
            folding.violation(
                ViolationKind.SILENCE_REFUSED, subject, ("direct_notice", name, "silence"), after=notice, reason=refused
            )
        notice = replace(notice, silence="")
    if entry is None or old is None:
        event = folding.event(Change.STATED, subject, after=notice)
        stated = entry.stated if entry else now
        history = (*entry.history, event) if entry else (event,)
        folding.direct_notice[name] = NoticeEntry(name=name, notice=notice, stated=stated, changed=now, history=history)
        return
    if notice == old:
        folding.direct_notice[name] = replace(entry, of_incident=False) if entry.of_incident else entry
        return
    fewer = old.sent is not None and notice.sent is not None and notice.sent.low < old.sent.low
    moved_back = withdrawn or (bool(old.silence) and bool(notice.silence) and not is_same_text(old.silence, notice.silence))
    silent = bool(old.silence) and not notice.silence
    if (fewer or fell or moved_back or silent) and (admitted := folding.admits(subject, old, notice, adverse=True)):
        event = folding.event(Change.CORRECTED, subject, before=old, after=notice, correction=admitted, adverse=True)
    elif fewer or fell or moved_back:
        folding.violation(
            ViolationKind.NOTICE_FELL if fell and not fewer else ViolationKind.NOTICE_REDUCED,
            subject,
            ("direct_notice", name),
            before=old,
            after=notice,
            since=entry.changed,
            adverse=True,
            reason=fell,
        )
        if fewer or moved_back:
            # What is refused leaves what stood before, so far as that still holds.
            if _fallen(folding, old, was=old):
                complete = old.complete and _not_complete(folding, old) is None
                folding.direct_notice[name] = replace(
                    entry, notice=replace(old, complete=complete, on=old.on if complete else None, silence="")
                )
            return
        # Whatever the update says, it is not true any more.
        folding.direct_notice[name] = replace(entry, notice=replace(notice, silence=""))
        return
    else:
        event = folding.progress(Change.REFINED, subject, before=old, after=notice)
    moved = old.by is not None and notice.by is not None and end_of(old.by, folding.zone) != end_of(notice.by, folding.zone)
    folding.direct_notice[name] = with_event(
        entry,
        event,
        notice=notice,
        changed=now,
        of_incident=False,
        moved_from=(*entry.moved_from, old.by) if moved else entry.moved_from,
    )


def _told_on(folding: Folding, entry: NoticeEntry | None, given: DirectNotice, notice: DirectNotice) -> When | None:
    """When the last of a population was told, as far as an update may say so: readers were not told otherwise since."""
    subject, on = f"{NOTICE}{given.name}", given.on
    old = entry.notice if entry is not None and entry.state is RemedyState.STANDING else None
    if on is None or not notice.complete:
        # Why they were not all told is reported of `complete`, where that is said.
        if on is not None and not given.complete:
            _refuse_day(folding, given, on, DoneRefusal.NOT_COMPLETE, None)
        return notice.on if notice.complete else None
    said = folding.before.said.get(subject, entry.changed) if entry is not None else None
    reason = None
    if is_to_come(on, folding.update.written, folding.zone):
        reason = DoneRefusal.TO_COME
    elif old is not None and old.complete and on != old.on:
        reason = DoneRefusal.TOLD_BEFORE
    elif old is not None and not old.complete and said is not None and is_before(on, said, folding.zone):
        reason = DoneRefusal.STILL_OPEN
    if reason is None:
        return on
    _refuse_day(folding, given, on, reason, said)
    return old.on if old is not None and old.complete else None


def _refuse_day(folding: Folding, given: DirectNotice, on: When, reason: DoneRefusal, since: datetime | None) -> None:
    folding.violation(
        ViolationKind.DONE_REFUSED,
        f"{NOTICE}{given.name}",
        ("direct_notice", given.name, "on"),
        before=given.how,
        after=on,
        since=since,
        reason=reason,
    )


def _still_holds(folding: Folding, entry: NoticeEntry) -> None:
    """Take down what no longer holds of a notice that this update does not mention."""
    old = entry.notice
    subject = f"{NOTICE}{entry.name}"
    reason = _fallen(folding, old, was=old)
    if reason is None and not (old.silence and subject in folding.update.corrections):
        return
    complete = old.complete and _not_complete(folding, old) is None
    notice = replace(old, complete=complete, on=old.on if complete else None, silence="")
    if admitted := folding.admits(subject, old, notice, adverse=True):
        event = folding.event(Change.CORRECTED, subject, before=old, after=notice, correction=admitted, adverse=True)
        folding.direct_notice[entry.name] = with_event(entry, event, notice=notice, changed=folding.update.published)
        return
    folding.violation(
        ViolationKind.NOTICE_FELL,
        subject,
        _path_of_worsening(folding, entry.name),
        before=old,
        since=entry.changed,
        adverse=True,
        reason=reason,
    )
    # What is not true is not shown, whatever the update leaves out.
    folding.direct_notice[entry.name] = replace(entry, notice=notice)


def _path_of_worsening(folding: Folding, name: str) -> tuple[str, ...]:
    if folding.update.status is Status.REOPENED and not folding.update.affected:
        return ("status",)
    return ("affected", name) if name in folding.update.affected else ("affected",) if folding.update.affected else ("unknown",)


def _fallen(folding: Folding, notice: DirectNotice, *, was: DirectNotice) -> NoticeRefusal | None:
    """Why it does not hold any more that all have been told, or what hearing nothing means; None where it does, or neither was said."""
    if was.complete and (refused := _not_complete(folding, notice)) is not None:
        return refused
    if not was.silence:
        return None
    if (refused := _not_silent(folding, notice)) is not None:
        return refused
    before, now = (people_of(dict(affected), was.name) for affected in (folding.before.affected, folding.affected))
    # Those who are more than was said were told that they are not affected, also where they have been told by now.
    return NoticeRefusal.RISEN if before is not None and now is not None and now > before else None


def _take_back_notice(folding: Folding, subject: str) -> None:
    name = subject.removeprefix(NOTICE)
    entry = folding.direct_notice.get(name)
    event = folding.took_back(
        subject,
        ("direct_notice", name),
        entry.notice if entry else None,
        entry.changed if entry else None,
        is_gone=entry is not None and entry.state is RemedyState.TAKEN_BACK,
        adverse=True,
    )
    if entry and event:
        folding.direct_notice[name] = with_event(entry, event, state=RemedyState.TAKEN_BACK, changed=folding.update.published)


def _unit_of(folding: Folding, name: str) -> str:
    """What a population is counted in; of all together, where that is the same."""
    units = {entry.count.unit for one, entry in folding.affected.items() if name in {EVERYONE, one}}
    return units.pop() if len(units) == 1 else "people"


def _with_unit(count: Count | None, unit: str) -> Count | None:
    return replace(count, unit=count.unit or unit) if count else None


# What is certain.


def people_of(affected: dict[str, CountEntry], name: str) -> int | None:
    """How many there are in a population, or in all together, where that is known exactly; None where it is not."""
    if name != EVERYONE:
        entry = affected.get(name)
        return entry.count.low if entry is not None and _is_exact(entry.count) else None
    wholes = [entry.count for entry in affected.values() if entry.count.part_of not in affected]
    return sum(count.low for count in wholes) if wholes and all(map(_is_exact, wholes)) else None


def _is_exact(count: Count) -> bool:
    return count.form is CountForm.EXACT and not count.likely


def _not_complete(folding: Folding, notice: DirectNotice) -> NoticeRefusal | None:
    """Why it is not certain that all have been told; None when it is."""
    number = people_of(folding.affected, notice.name)
    if number is None:
        return NoticeRefusal.NOT_COUNTED
    if notice.sent is None:
        return NoticeRefusal.NOT_SENT
    if not _in_one_unit(folding, notice):
        return NoticeRefusal.OTHER_UNIT
    return None if notice.sent.low >= number else NoticeRefusal.NOT_COVERED


def _not_silent(folding: Folding, notice: DirectNotice) -> NoticeRefusal | None:
    """Why it is not certain what hearing nothing means; None when it is."""
    if folding.update.status is Status.REOPENED:
        return NoticeRefusal.REOPENED
    if (refused := _not_complete(folding, notice)) is not None:
        return refused
    if not notice.complete:
        return NoticeRefusal.INCOMPLETE
    number, sent = people_of(folding.affected, notice.name), notice.sent
    if notice.returned is not None and number is not None and sent is not None:
        lost = notice.returned.high
        if lost is None or sent.low - lost < number:
            return NoticeRefusal.RETURNED
    names = set(folding.affected) if notice.name == EVERYONE else _with_parts(folding.affected, notice.name)
    names |= _wholes(folding.affected, notice.name)
    subjects = {f"affected.{name}" for name in names}
    for entry in folding.facts.values():
        if entry.state is not FactState.OPEN:
            continue
        theirs = {*entry.fact.about, *about(entry.fact.text, folding.naming, set(folding.affected), set(folding.data))}
        of_kinds = {one.rpartition(".")[2] for one in theirs if one.count(".") == 2}
        if theirs & subjects or of_kinds & names or set(entry.fact.for_whom) & names:
            return NoticeRefusal.OPEN
    return None


def _with_parts(affected: dict[str, CountEntry], name: str) -> set[str]:
    """A population and its parts, however deep."""
    found = {name}
    while more := {one for one, entry in affected.items() if entry.count.part_of in found} - found:
        found |= more
    return found


def _wholes(affected: dict[str, CountEntry], name: str) -> set[str]:
    """The populations that one is a part of, however high."""
    found: set[str] = set()
    while name in affected and (name := affected[name].count.part_of) in affected and name not in found:
        found.add(name)
    return found


def _in_one_unit(folding: Folding, notice: DirectNotice) -> bool:
    """Whether what was sent and what came back is counted in what the population is counted in: letters are not people."""
    named = [folding.affected[notice.name]] if notice.name in folding.affected else folding.affected.values()
    counts = [*(entry.count for entry in named), *(one for one in (notice.sent, notice.returned) if one is not None)]
    return len({" ".join(count.unit.lower().split()) for count in counts}) == 1
