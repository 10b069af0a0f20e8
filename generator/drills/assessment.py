"""What the public would have seen in a drill: which updates went out and, at the end, the results.

An update's time is that at which it went out on the drill's clock, whatever time its file gives.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Change, Ledger, PromiseState, Transition
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.drill import (
    Attempt,
    Drill,
    DrillReport,
    HeldUpUpdate,
    Inject,
    InjectResponse,
    MissedPromise,
    Scenario,
    WantedResponse,
)
from generator.model.visibility import is_public

#: Separators between groups of three digits.
_BETWEEN = "[,. '\u2019\u00a0\u2009\u202f]?"


def attempts(drill: Drill, folder: IncidentFolder, diagnostics: Iterable[Diagnostic], now: datetime) -> tuple[Attempt, ...]:
    """Return attempts to publish the updates that are due: each is published, or held back together with all later ones.

    Args:
        drill: the drill's present state.
        folder: the practice incident.
        diagnostics: all findings in the site.
        now: the drill's time.
    """
    found = tuple(diagnostics)
    out = {one.path for one in drill.published}
    blocked = False
    made: list[Attempt] = []
    for document in folder.updates:
        update = document.parsed
        if document.source.path in out or (update and not is_public(update, now)):
            continue
        about = [one for one in found if one.span.path in {document.source.path, folder.document.source.path}]
        blocked = blocked or update is None or any(one.blocks for one in about)
        shown = [one for one in about if one.blocks] if blocked else about
        made.append(
            Attempt(
                path=document.source.path,
                number=document.number,
                at=now,
                written=update.published if update else None,
                findings=tuple(dict.fromkeys(f"{one.code} {one.name}" for one in shown)),
                blocked=blocked,
            )
        )
    return tuple(made)


def after(drill: Drill, folder: IncidentFolder, made: tuple[Attempt, ...], now: datetime) -> Drill:
    """Return the drill after the publishable updates went out."""
    drill = replace(drill, attempts=(*drill.attempts, *made))
    newest = next((document for document in reversed(folder.updates) if _is_out(drill, document)), None)
    if newest is None or any(one.blocked for one in made):
        return drill
    incident = folder.document.incident
    answered = [name for name, one in (incident.questions if incident else {}).items() if one.answer or one.unknown]
    questions = dict.fromkeys(answered, now) | dict(drill.questions)
    return replace(drill, promised=newest.update.next_update, questions=questions)


def _is_out(drill: Drill, document: UpdateDocument) -> bool:
    return document.parsed is not None and any(one.path == document.source.path for one in drill.published)


def assess(
    drill: Drill,
    scenario: Scenario,
    folder: IncidentFolder,
    ended: datetime,
    *,
    zone: ZoneInfo,
    grace: timedelta,
    before: int | None = None,
) -> DrillReport:
    """Return the results of a drill.

    Args:
        drill: the drill's final state.
        scenario: its scenario.
        folder: the practice incident.
        ended: the drill's time at its end.
        zone: the site's time zone.
        grace: how much later than promised still counts as on time.
        before: how many minutes the first statement took in the previous drill.
    """
    ledger = _as_it_went_out(drill, folder, zone)
    all_promises = promises(ledger, ended, grace)
    settled = [one for one in all_promises if one.state is not PromiseState.PENDING]
    kept = [one for one in settled if one.state is PromiseState.KEPT]
    missed = tuple(
        MissedPromise(
            text=one.text, due=one.due_at, late=one.settled - one.due_at if one.settled and one.settled > one.due_at else None
        )
        for one in settled
        if one.state is PromiseState.MISSED
    )
    out = drill.published
    return DrillReport(
        drill=drill,
        scenario=scenario,
        ended=ended,
        first=out[0].at - drill.began if out else None,
        made=len(settled),
        kept=len(kept),
        pending=len(all_promises) - len(settled),
        missed=missed,
        answers=tuple(_answered(drill, inject, ledger, ended) for inject in scenario.injects),
        held_up=tuple(_held_up(drill, ended)),
        redated=tuple(one.number for one in out if one.written and abs(one.at - one.written) > max(grace, timedelta(minutes=5))),
        before=before,
    )


def _as_it_went_out(drill: Drill, folder: IncidentFolder, zone: ZoneInfo) -> Ledger:
    """Return the ledger of the published updates, each at the moment when it went out."""
    times = {one.path: one.at for one in drill.published}
    shown = tuple(
        replace(document, parsed=replace(document.update, published=times[document.source.path]))
        for document in folder.updates
        if document.parsed and document.source.path in times
    )
    return fold(replace(folder, updates=shown, translations=()), zone)


def _answered(drill: Drill, inject: Inject, ledger: Ledger, ended: datetime) -> InjectResponse:
    at = next((arrival.at for arrival in drill.arrivals if arrival.name == inject.name), None)
    if at is None or inject.wants is WantedResponse.NOTHING:
        return InjectResponse(inject=inject, at=at)
    if inject.wants is WantedResponse.QUESTION:
        answered_at = min((when for when in drill.questions.values() if when >= at), default=None)
        if answered_at is not None:
            return InjectResponse(inject=inject, at=at, after=answered_at - at)
    said = [transition for transition in ledger.transitions if inject.figure is not None and _says(transition, inject.figure)]
    later = [transition for transition in ledger.transitions if _when(transition) >= at and (not said or _corrects(transition))]
    answer = later[0] if later else None
    return InjectResponse(
        inject=inject,
        at=at,
        number=answer.document.number if answer else None,
        after=_when(answer) - at if answer else None,
        said=bool(said),
        stood=max((_when(answer) if answer else ended) - _when(said[0]), timedelta()) if said else None,
    )


def _when(transition: Transition) -> datetime:
    return transition.document.update.published


def _corrects(transition: Transition) -> bool:
    """Whether an update retracts a number, with a correction or a narrower count."""
    return any(
        event.change is Change.CORRECTED or (event.change is Change.REFINED and event.subject.startswith("affected."))
        for event in transition.events
    )


def _says(transition: Transition, figure: int) -> bool:
    """Whether an update contains a number, however its digits are grouped."""
    groups = f"{figure:,}".replace(",", _BETWEEN)
    return re.search(rf"(?<!\d)(?<!\d[.,]){groups}(?![.,]?\d)", transition.document.source.text) is not None


def _held_up(drill: Drill, ended: datetime) -> Iterator[HeldUpUpdate]:
    for path in dict.fromkeys(one.path for one in drill.attempts if one.blocked):
        tries = [one for one in drill.attempts if one.path == path]
        out = next((one for one in tries if not one.blocked), None)
        kept_back = [one for one in tries if one.blocked]
        yield HeldUpUpdate(
            number=kept_back[0].number,
            since=kept_back[0].at,
            lasted=(out.at if out else ended) - kept_back[0].at,
            findings=tuple(dict.fromkeys(finding for one in kept_back for finding in one.findings)),
            out=out is not None,
        )
