"""/api/ledger.json: everything that was said, and what became of it, for programs; and the JSON Schema that it keeps to.

What is not published is not in it: no draft, nothing embargoed, nothing of the plan, and not the clocks of the law.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from generator.ledger.records import (
    ActionEntry,
    ConsequenceEntry,
    CountEntry,
    DataEntry,
    Event,
    FactEntry,
    NatureEntry,
    Promise,
    StepEntry,
    Turn,
    WindowEntry,
)
from generator.ledger.statuses import is_false_alarm
from generator.ledger.words import Comfort, Value
from generator.model.artifact import Artifact, Theme
from generator.model.incident import Question, Review
from generator.model.update import Action, Count, DataState, Fact, Nature, When, Window
from generator.render.calendar import promise_id
from generator.render.dates import exact
from generator.render.feeds import item_id
from generator.render.ledger_schema import SCHEMA, VERSION
from generator.render.markup import flat
from generator.render.site import Case, Site

Thing: TypeAlias = dict[str, Any]

_LEDGER = "api/ledger.json"
_SCHEMA = "api/ledger.schema.json"
#: What is corrected without a name of its own in the ledger.
_OF_THE_INCIDENT = frozenset({"incident.title", "incident.aware", "actions"})


def write(site: Site, _theme: Theme) -> Iterator[Artifact]:
    """The ledger and its schema."""
    config = site.config
    schema_address = config.site.url + _SCHEMA
    ledger = {
        "$schema": schema_address,
        "schema": VERSION,
        "organisation": flat(config.organisation.name),
        "url": config.site.url,
        "language": config.site.language,
        "time_zone": config.site.timezone.key,
        "updated": exact(site.changed),
        "incidents": [_incident(site, case) for case in site.cases],
    }
    yield Artifact(f"docs/{_LEDGER}", _bytes(ledger))
    yield Artifact(f"docs/{_SCHEMA}", _bytes({"$schema": SCHEMA["$schema"], "$id": schema_address, **SCHEMA}, indent=2))


def _bytes(thing: Thing, indent: int | None = None) -> bytes:
    return (json.dumps(thing, ensure_ascii=False, indent=indent) + "\n").encode()


def _incident(site: Site, case: Case) -> Thing:
    incident = case.folder.incident
    state = case.ledger.state
    turns = case.ledger.turns
    address = f"{site.config.site.url}incidents/{case.slug}/"
    review = case.folder.review.review if case.folder.review else None
    return {
        "id": case.slug,
        "url": address,
        "title": flat(incident.title),
        "aware": exact(incident.aware),
        "occurred": _when(incident.occurred),
        "impact": incident.impact,
        "systems": [flat(system) for system in incident.systems],
        "related": list(incident.related),
        "status": state.status,
        "open": turns[-1].document.update.is_open,
        "false_alarm": is_false_alarm(turns),
        "next_update": _when(state.next_update),
        "monitor_until": _when(state.monitor_until),
        "monitoring": {"what": _text(state.monitoring.what), "looked": _when(state.monitoring.looked)}
        if state.monitoring
        else None,
        "review_by": _when(state.review_by),
        "contained_by": state.contained_by or None,
        "no_action": _text(state.no_action),
        "facts": [_fact(entry) for entry in state.facts.values()],
        "steps": [_step(entry) for entry in state.steps.values()],
        "actions": [_action(entry) for entry in state.actions.values()],
        "consequences": [_consequence(entry) for entry in state.consequences.values()],
        "affected": [_affected(entry) for entry in state.affected.values()],
        "data": [_data(entry) for entry in state.data.values()],
        "window": _window(state.window) if state.window else None,
        "nature": _nature(state.nature) if state.nature else None,
        "history": [
            {"subject": event.subject, **_event(event)} for event in case.ledger.events if event.subject in _OF_THE_INCIDENT
        ],
        "promises": [_promise(site, case, promise) for promise in case.promises],
        "questions": [_question(question) for question in incident.questions.values()],
        "updates": [_update(site, case, turn, address) for turn in turns],
        "review": _review(site, case, review, address) if review else None,
    }


def _fact(entry: FactEntry) -> Thing:
    fact = entry.fact
    return {
        "name": entry.name,
        "state": entry.state,
        "text": flat(fact.text),
        "likely": fact.likely,
        "from": _text(fact.source),
        "by": _when(fact.by),
        "looked": _text(fact.looked),
        "through": _when(fact.through),
        "cannot_see": _text(fact.cannot_see),
        "because": _text(entry.because),
        "stated": exact(entry.stated),
        "asked": _when(entry.asked),
        "changed": exact(entry.changed),
        "settled": _when(entry.settled),
        "history": _history(entry.history),
    }


def _step(entry: StepEntry) -> Thing:
    step = entry.step
    return {
        "name": entry.name,
        "state": entry.state,
        "do": flat(step.do),
        "by": _when(step.by),
        "who": _text(step.who),
        "because": _text(step.because),
        "outcome": _text(entry.outcome),
        "moved_from": [exact(when) for when in entry.moved_from],
        "stated": exact(entry.stated),
        "settled": _when(entry.settled),
        "history": _history(entry.history),
    }


def _action(entry: ActionEntry) -> Thing:
    return {
        "name": entry.name,
        "state": entry.state,
        **_advice(entry.action),
        "because": _text(entry.because),
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "settled": _when(entry.settled),
        "history": _history(entry.history),
    }


def _consequence(entry: ConsequenceEntry) -> Thing:
    return {
        "name": entry.name,
        "text": flat(entry.text),
        "stated": exact(entry.stated),
        "history": _history(entry.history),
    }


def _affected(entry: CountEntry) -> Thing:
    return {
        "name": entry.population,
        **_count(entry.count),
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "history": _history(entry.history),
    }


def _data(entry: DataEntry) -> Thing:
    return {
        "name": entry.kind,
        "state": entry.state,
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "history": _history(entry.history),
    }


def _window(entry: WindowEntry) -> Thing:
    return {
        **_span(entry.window),
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "history": _history(entry.history),
    }


def _nature(entry: NatureEntry) -> Thing:
    return {
        "nature": entry.nature,
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "history": _history(entry.history),
    }


def _promise(site: Site, case: Case, promise: Promise) -> Thing:
    return {
        "id": promise_id(site, case, promise),
        "kind": promise.kind,
        "name": promise.subject or None,
        "due": exact(promise.due),
        "due_at": exact(promise.due_at),
        "made": exact(promise.made),
        "made_in": promise.made_in,
        "state": promise.state,
        "settled": _when(promise.settled),
        "settled_in": promise.settled_in,
        "moved_to": _when(promise.moved_to),
        "because": _text(promise.because),
    }


def _question(question: Question) -> Thing:
    return {
        "name": question.name,
        "ask": flat(question.ask),
        "answer": _text(question.answer),
        "unknown": question.unknown or None,
        "since": _when(question.since),
    }


def _update(site: Site, case: Case, turn: Turn, address: str) -> Thing:
    update = turn.document.update
    number = turn.document.number
    return {
        "id": item_id(site, case, number),
        "number": number,
        "url": f"{address}{number}/",
        "title": flat(update.title),
        "published": exact(update.published),
        "status": update.status,
        "no_change": update.no_change,
        "late": _text(update.late),
        "because": _text(update.because),
        "next_update": _when(update.next_update),
        "waivers": _texts(update.waivers.items()),
    }


def _review(site: Site, case: Case, review: Review, address: str) -> Thing:
    return {
        "id": item_id(site, case, 0),
        "url": f"{address}review/",
        "title": flat(review.title),
        "published": exact(review.published),
        "cause": flat(review.cause),
        "response_well": _texts(review.response_well.items()),
        "response_badly": _texts(review.response_badly.items()),
        "communication_well": _texts(review.communication_well.items()),
        "communication_badly": _texts(review.communication_badly.items()),
        "lessons": _texts(review.lessons.items()),
        "corrective_actions": [
            {
                "name": action.name,
                "do": flat(action.do),
                "owner": _text(action.owner),
                "by": _when(action.by),
                "first_by": _when(action.moved.start) if action.moved else None,
                "because": _text(action.moved.because) if action.moved else None,
                "done": _when(action.done),
                "dropped": _text(action.dropped),
            }
            for action in review.corrective_actions.values()
        ],
    }


def _history(events: Iterable[Event]) -> list[Thing]:
    return [_event(event) for event in events]


def _event(event: Event) -> Thing:
    return {
        "change": event.change,
        "when": exact(event.when),
        "update": event.update,
        "before": _value(event.was),
        "after": _value(event.becomes),
        "because": _text(event.because),
        "worse": event.adverse,
    }


def _value(given: Value) -> Any:
    match given:
        # A state is text as well, so it comes first.
        case DataState() | Nature():
            return given
        case str():
            return _text(given)
        case Fact():
            return _said(given)
        case Comfort(fact):
            return _said(fact)
        case Action():
            return _advice(given)
        case tuple():
            return [_advice(action) for action in given]
        case Count():
            return _count(given)
        case Window():
            return _span(given)
        case date():
            return exact(given)


def _said(fact: Fact) -> Thing:
    return {
        "text": flat(fact.text),
        "likely": fact.likely,
        "from": _text(fact.source),
        "looked": _text(fact.looked),
        "through": _when(fact.through),
    }


def _advice(action: Action) -> Thing:
    return {
        "do": flat(action.do),
        "why": _text(action.why),
        "urgency": action.urgency,
        "for": _text(action.audience),
    }


def _count(count: Count) -> Thing:
    return {
        "unit": flat(count.unit),
        "form": count.form,
        "given": list(count.stated),
        "low": count.low,
        "high": count.high,
        "of": count.of,
    }


def _span(window: Window) -> Thing:
    return {"from": _when(window.start), "to": _when(window.end)}


def _when(when: When | None) -> str | None:
    return None if when is None else exact(when)


def _text(text: str) -> str | None:
    return flat(text) or None


def _texts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {flat(name): flat(text) for name, text in pairs}
