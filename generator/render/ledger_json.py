"""/api/ledger.json, which gives programs everything that was said and what became of it, and its JSON Schema.

It contains only what is published: no drafts, nothing embargoed, nothing from the plan, and no legal clocks.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from generator.format.counts import POPULATION
from generator.format.incident import INCIDENT, QUESTION
from generator.format.review import REVIEW
from generator.format.update import ACTION, DATA, END, OPEN_FACT, STEP, UPDATE, WINDOW
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
    Transition,
    WindowEntry,
)
from generator.ledger.statuses import is_false_alarm
from generator.ledger.words import Comfort, Value
from generator.model.artifact import Artifact, Theme
from generator.model.incident import Review
from generator.model.update import Action, Count, Data, Fact, Nature, Window
from generator.render.calendar import promise_id
from generator.render.dates import exact
from generator.render.feeds import item_id
from generator.render.ledger_parts import Thing, json_values, text, when
from generator.render.ledger_schema import OF_FACT, OF_INCIDENT, OF_UPDATE, SCHEMA, STANDING, VERSION
from generator.render.markup import flat
from generator.render.site import PublicIncident, Site

_LEDGER = "api/ledger.json"
_SCHEMA = "api/ledger.schema.json"
#: Things without a name in the ledger that can be corrected.
_OF_THE_INCIDENT = frozenset({"incident.title", "incident.aware", "actions"})


def write(site: Site, _theme: Theme) -> Iterator[Artifact]:
    """Yield the ledger and its schema."""
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
        "incidents": [_incident(site, incident) for incident in site.incidents],
    }
    yield Artifact(f"docs/{_LEDGER}", _bytes(ledger))
    yield Artifact(f"docs/{_SCHEMA}", _bytes({"$schema": SCHEMA["$schema"], "$id": schema_address, **SCHEMA}, indent=2))


def _bytes(thing: Thing, indent: int | None = None) -> bytes:
    return (json.dumps(thing, ensure_ascii=False, indent=indent) + "\n").encode()


def _incident(site: Site, public_incident: PublicIncident) -> Thing:
    incident = public_incident.folder.incident
    state = public_incident.ledger.state
    transitions = public_incident.ledger.transitions
    address = f"{site.config.site.url}incidents/{public_incident.slug}/"
    review = public_incident.folder.review.review if public_incident.folder.review else None
    return {
        "id": public_incident.slug,
        "url": address,
        **json_values(INCIDENT, incident, *OF_INCIDENT),
        **json_values(UPDATE, state, *STANDING),
        "open": transitions[-1].document.update.is_open,
        "false_alarm": is_false_alarm(transitions),
        "no_action": text(state.no_action),
        "facts": [_fact(entry) for entry in state.facts.values()],
        "steps": [_step(entry) for entry in state.steps.values()],
        "actions": [_action(entry) for entry in state.actions.values()],
        "consequences": [_consequence(entry) for entry in state.consequences.values()],
        "affected": [
            _changing(entry, name=entry.population, **json_values(POPULATION, entry.count)) for entry in state.affected.values()
        ],
        "data": [
            _changing(entry, name=entry.kind, state=entry.state, told=[json_values(DATA, one) for one in entry.told])
            for entry in state.data.values()
        ],
        "window": _window(only) if (only := next(iter(state.windows.values()), None)) and len(state.windows) == 1 else None,
        "windows": [{"name": name, **_window(entry)} for name, entry in state.windows.items()],
        "nature": _changing(state.nature, nature=state.nature.nature) if state.nature else None,
        "history": [
            {"subject": event.subject, **_event(event)}
            for event in public_incident.ledger.events
            if event.subject in _OF_THE_INCIDENT
        ],
        "promises": [_promise(site, public_incident, promise) for promise in public_incident.promises],
        "questions": [{"name": question.name, **json_values(QUESTION, question)} for question in incident.questions.values()],
        "updates": [_update(site, public_incident, transition, address) for transition in transitions],
        "review": _review(site, public_incident, review, address) if review else None,
    }


def _fact(entry: FactEntry) -> Thing:
    return {
        "name": entry.name,
        "state": entry.state,
        **json_values(OPEN_FACT, entry.fact),
        "because": text(entry.because),
        "end": json_values(END, entry.end) if entry.end else None,
        "stated": exact(entry.stated),
        "asked": when(entry.first_unknown),
        "changed": exact(entry.changed),
        "settled": when(entry.settled),
        "history": _history(entry.history),
    }


def _step(entry: StepEntry) -> Thing:
    return {
        "name": entry.name,
        "state": entry.state,
        **json_values(STEP, entry.step),
        "outcome": text(entry.outcome),
        "moved_from": [exact(moved) for moved in entry.moved_from],
        "stated": exact(entry.stated),
        "settled": when(entry.settled),
        "history": _history(entry.history),
    }


def _action(entry: ActionEntry) -> Thing:
    return {
        "name": entry.name,
        "state": entry.state,
        **json_values(ACTION, entry.action),
        "because": text(entry.because),
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "settled": when(entry.settled),
        "history": _history(entry.history),
    }


def _consequence(entry: ConsequenceEntry) -> Thing:
    return {
        "name": entry.name,
        "text": flat(entry.text),
        "state": entry.state,
        "end": json_values(END, entry.end) if entry.end else None,
        "stated": exact(entry.stated),
        "changed": exact(entry.changed),
        "settled": when(entry.settled),
        "history": _history(entry.history),
    }


def _window(entry: WindowEntry) -> Thing:
    return _changing(entry, **json_values(WINDOW, entry.window))


def _changing(entry: CountEntry | DataEntry | WindowEntry | NatureEntry, **what: Any) -> Thing:
    """Return something that exists once, with its present value and its history."""
    return {**what, "stated": exact(entry.stated), "changed": exact(entry.changed), "history": _history(entry.history)}


def _promise(site: Site, incident: PublicIncident, promise: Promise) -> Thing:
    return {
        "id": promise_id(site, incident, promise),
        "kind": promise.kind,
        "name": promise.subject or None,
        "due": exact(promise.due),
        "due_at": exact(promise.due_at),
        "made": exact(promise.made),
        "made_in": promise.made_in,
        "state": promise.state,
        "settled": when(promise.settled),
        "settled_in": promise.settled_in,
        "moved_to": when(promise.moved_to),
        "because": text(promise.because),
    }


def _update(site: Site, incident: PublicIncident, transition: Transition, address: str) -> Thing:
    number = transition.document.number
    return {
        "id": item_id(site, incident, number),
        "number": number,
        "url": f"{address}{number}/",
        **json_values(UPDATE, transition.document.update, *OF_UPDATE),
    }


def _review(site: Site, incident: PublicIncident, review: Review, address: str) -> Thing:
    return {"id": item_id(site, incident, 0), "url": f"{address}review/", **json_values(REVIEW, review)}


def _history(events: Iterable[Event]) -> list[Thing]:
    return [_event(event) for event in events]


def _event(event: Event) -> Thing:
    return {
        "change": event.change,
        "when": exact(event.when),
        "update": event.update,
        "before": _json_value(event.was),
        "after": _json_value(event.becomes),
        "because": text(event.because),
        "kind": event.kind,
        "window": text(event.window),
        "worse": event.adverse,
    }


def _json_value(given: Value) -> Any:
    match given:
        # A nature is also a string, so it comes first.
        case Nature():
            return given
        case str():
            return text(given)
        case Fact():
            return json_values(OPEN_FACT, given, *OF_FACT)
        case Comfort(fact):
            return json_values(OPEN_FACT, fact, *OF_FACT)
        case Action():
            return json_values(ACTION, given)
        case tuple():
            return [_json_value(one) for one in given]
        case Data():
            # A state alone is what it was before more could be said.
            return given.state if given == Data(kind=given.kind, state=given.state) else json_values(DATA, given)
        case Count():
            return json_values(POPULATION, given)
        case Window():
            return json_values(WINDOW, given)
        case date():
            return exact(given)
