"""The JSON Schema (draft 2020-12) of /api/ledger.json.

Whoever reads the file may rely on every key being there. `VERSION` is raised when a key goes away or changes its meaning, not when one is added.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeAlias

from generator.ledger.records import ActionState, Change, FactState, PromiseKind, PromiseState, StepState
from generator.model.incident import Impact
from generator.model.update import CountForm, DataState, Nature, Status, Urgency

#: What stands under `schema`.
VERSION = 1

Part: TypeAlias = dict[str, Any]


def _thing(description: str, **keys: Part) -> Part:
    """An object that has all of these keys and no others. A key that Python reserves is given with an underscore behind it."""
    properties = {key.rstrip("_"): part for key, part in keys.items()}
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one(of: str) -> Part:
    return {"$ref": f"#/$defs/{of}"}


def _many(of: Part) -> Part:
    return {"type": "array", "items": of}


def _or_null(part: Part) -> Part:
    return {"anyOf": [part, {"type": "null"}]}


def _said(part: Part, description: str) -> Part:
    return {**part, "description": description}


def _words(words: Iterable[StrEnum]) -> Part:
    return {"enum": [word.value for word in words]}


_TEXT: Part = {"type": "string"}
_MAYBE: Part = {"type": ["string", "null"], "minLength": 1}
_NAME: Part = {"type": "string", "minLength": 1}
_FLAG: Part = {"type": "boolean"}
_SENTENCES: Part = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
_NUMBER: Part = {"type": "integer", "minimum": 1}
_WHOLE: Part = {"type": "integer", "minimum": 0}
_ADDRESS: Part = {"type": "string", "format": "uri"}
_MOMENT: Part = {
    "description": "RFC 3339, in UTC, to the second",
    "type": "string",
    "format": "date-time",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
}
_DAY: Part = {
    "description": "lasts until its end in the site's time zone",
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
_moment, _day, _when = _one("moment"), _one("day"), _one("when")

_ADVICE: dict[str, Part] = {
    "do": _TEXT,
    "why": _MAYBE,
    "urgency": _or_null(_words(Urgency)),
    "for_": _said(_MAYBE, "whom the advice is for; null: everybody"),
}
_COUNT: dict[str, Part] = {
    "unit": _TEXT,
    "form": _words(CountForm),
    "given": _said({**_many(_WHOLE), "maxItems": 2}, "the numbers as they were given: two for `between`, none for `unknown`"),
    "low": _said(_WHOLE, "the least it can be"),
    "high": _said({"type": ["integer", "null"], "minimum": 0}, "the most it can be; null: no upper bound"),
    "of": _said({"type": ["integer", "null"], "minimum": 0}, "the total; null: not given"),
}
_SPAN: dict[str, Part] = {"from_": _or_null(_when), "to": _or_null(_when)}
_HISTORY: dict[str, Part] = {
    "change": _words(Change),
    "when": _said(_moment, "when the update was published"),
    "update": _said(_NUMBER, "its number"),
    "before": _said(_one("value"), "what stood before; null: nothing"),
    "after": _said(_one("value"), "what stands since; null: nothing"),
    "because": _said(_MAYBE, "the reason given"),
    "worse": _said(_FLAG, "whether it made the picture worse than readers had been told"),
}
_history = _many(_one("event"))

#: Without `$id`, which is the address at which a site publishes it.
SCHEMA: Part = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The ledger of a site's incidents: what was known, unknown and promised, and what became of it",
    **_thing(
        "Every key is always there; null stands for what was not said.",
        **{"$schema": _ADDRESS},
        schema=_said({"const": VERSION}, "raised when a key goes away or changes its meaning"),
        organisation=_TEXT,
        url=_ADDRESS,
        language=_said(_TEXT, "the language of the sentences, as a BCP 47 tag"),
        time_zone=_said(_TEXT, "where a day without a time ends, as an IANA name"),
        updated=_said(_moment, "when something was last published"),
        incidents=_said(_many(_one("incident")), "the newest update first"),
    ),
    "$defs": {
        "moment": _MOMENT,
        "day": _DAY,
        "when": {"anyOf": [_one("moment"), _one("day")]},
        "incident": _thing(
            "An incident as it stands after its newest update.",
            id=_said(_NAME, "the name of its folder, which never changes"),
            url=_ADDRESS,
            title=_TEXT,
            aware=_said(_moment, "when we first had good reason to believe it"),
            occurred=_or_null(_when),
            impact=_or_null(_words(Impact)),
            systems=_many(_TEXT),
            related=_said(_many(_NAME), "ids of other incidents"),
            status=_words(Status),
            open=_said(_FLAG, "false only when its newest update says that it is resolved"),
            false_alarm=_FLAG,
            next_update=_said(_or_null(_moment), "when the next update is promised"),
            monitor_until=_or_null(_when),
            monitoring=_or_null(_thing("What is watched, and when somebody last looked.", what=_MAYBE, looked=_or_null(_when))),
            review_by=_or_null(_when),
            contained_by=_said(_MAYBE, "the name of the fact that says how it was contained"),
            no_action=_said(_MAYBE, "what was said in place of advice"),
            facts=_said(_many(_one("fact")), "in the order in which they were first stated; none is ever taken out"),
            steps=_many(_one("step")),
            actions=_many(_one("action")),
            consequences=_many(_one("consequence")),
            affected=_many(_one("affected")),
            data=_many(_one("data")),
            window=_or_null(_one("window")),
            nature=_or_null(_one("nature")),
            history=_said(
                _many(_one("own_event")), "corrections of the incident's title, of when we knew, and of advice to do nothing"
            ),
            promises=_said(_many(_one("promise")), "in the order in which they fall due"),
            questions=_many(_one("question")),
            updates=_said(_many(_one("update")), "the oldest first"),
            review=_or_null(_one("review")),
        ),
        "fact": _thing(
            "Something known, or not known.",
            name=_NAME,
            state=_words(FactState),
            text=_TEXT,
            likely=_said(_FLAG, "whether we only think so"),
            from_=_said(_MAYBE, "where we have it from"),
            by=_said(_or_null(_when), "when we expect to know"),
            looked=_said(_MAYBE, "what we looked at"),
            through=_said(_or_null(_when), "until when that reaches"),
            cannot_see=_MAYBE,
            because=_said(_MAYBE, "why it is unanswerable"),
            stated=_said(_moment, "when the name was first used"),
            asked=_said(_or_null(_moment), "when it was first listed as unknown; null: it never was"),
            changed=_moment,
            settled=_said(_or_null(_moment), "when it was answered or declared unanswerable"),
            history=_history,
        ),
        "step": _thing(
            "Something we said we would do.",
            name=_NAME,
            state=_words(StepState),
            do=_TEXT,
            by=_or_null(_when),
            who=_MAYBE,
            because=_said(_MAYBE, "why its date moved"),
            outcome=_said(_MAYBE, "what came of it, or why it was given up"),
            moved_from=_said(_many(_when), "earlier dates, the first one first"),
            stated=_moment,
            settled=_or_null(_moment),
            history=_history,
        ),
        "action": _thing(
            "Something readers should do.",
            name=_NAME,
            state=_words(ActionState),
            **_ADVICE,
            because=_said(_MAYBE, "why it is no longer needed"),
            stated=_moment,
            changed=_moment,
            settled=_or_null(_moment),
            history=_history,
        ),
        "consequence": _thing(
            "Something that could follow for readers.", name=_NAME, text=_TEXT, stated=_moment, history=_history
        ),
        "affected": _thing("How many, as an interval.", name=_NAME, **_COUNT, stated=_moment, changed=_moment, history=_history),
        "data": _thing(
            "What happened to a kind of data.",
            name=_NAME,
            state=_words(DataState),
            stated=_moment,
            changed=_moment,
            history=_history,
        ),
        "window": _thing(
            "When the intruder had access; null: not known.", **_SPAN, stated=_moment, changed=_moment, history=_history
        ),
        "nature": _thing("What kind of thing it is.", nature=_words(Nature), stated=_moment, changed=_moment, history=_history),
        "promise": _thing(
            "A promise with a date. Where the date moved, the promise with the new date follows as its own.",
            id=_said(
                _NAME, "of the update that made it and what it promised; for an update or the review also the calendar event's"
            ),
            kind=_words(PromiseKind),
            name=_said(_MAYBE, "the step or fact; null for an update or the review"),
            due=_when,
            due_at=_said(_moment, "the moment it falls due: for a day, its end"),
            made=_moment,
            made_in=_NUMBER,
            state=_said(_words(PromiseState), "`missed` is later than promised, or not at all"),
            settled=_or_null(_moment),
            settled_in=_said({"type": ["integer", "null"], "minimum": 1}, "the update that kept, moved or (late) met it"),
            moved_to=_or_null(_when),
            because=_MAYBE,
        ),
        "question": _thing(
            "A customer's question.",
            name=_NAME,
            ask=_TEXT,
            answer=_MAYBE,
            unknown=_said(_MAYBE, "the fact that it waits for"),
            since=_or_null(_when),
        ),
        "update": _thing(
            "A published update.",
            id=_said(_NAME, "as in the feeds"),
            number=_NUMBER,
            url=_ADDRESS,
            title=_TEXT,
            published=_moment,
            status=_words(Status),
            no_change=_FLAG,
            late=_said(_MAYBE, "why it came late"),
            because=_said(_MAYBE, "why it was reopened, or was a false alarm"),
            next_update=_or_null(_moment),
            waivers=_said({"type": "object", "additionalProperties": _TEXT}, "rules that were waived, and why"),
        ),
        "review": _thing(
            "The published review.",
            id=_said(_NAME, "as in the feeds"),
            url=_ADDRESS,
            title=_TEXT,
            published=_moment,
            cause=_TEXT,
            response_well=_SENTENCES,
            response_badly=_SENTENCES,
            communication_well=_SENTENCES,
            communication_badly=_SENTENCES,
            lessons=_SENTENCES,
            corrective_actions=_many(
                _thing(
                    "Something that changes because of the incident.",
                    name=_NAME,
                    do=_TEXT,
                    owner=_MAYBE,
                    by=_or_null(_when),
                    first_by=_said(_or_null(_when), "the day for which it was promised first, if it was moved"),
                    because=_said(_MAYBE, "why it was moved"),
                    done=_or_null(_when),
                    dropped=_said(_MAYBE, "why it is given up"),
                )
            ),
        ),
        "event": _thing("One change of one name.", **_HISTORY),
        "own_event": _thing(
            "One change of the incident itself.",
            subject=_said({"enum": ["incident.title", "incident.aware", "actions"]}, "what changed"),
            **_HISTORY,
        ),
        "value": {
            "description": "A sentence, a state, a day or a moment; or the whole of what changed.",
            "anyOf": [
                {"type": "null"},
                _TEXT,
                _thing("A fact.", text=_TEXT, likely=_FLAG, from_=_MAYBE, looked=_MAYBE, through=_or_null(_when)),
                _thing("Advice.", **_ADVICE),
                _many(_thing("Advice.", **_ADVICE)),
                _thing("A count.", **_COUNT),
                _thing("A stretch of time.", **_SPAN),
            ],
        },
    },
}
