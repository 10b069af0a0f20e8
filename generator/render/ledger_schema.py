"""The JSON Schema (draft 2020-12) of /api/ledger.json.

Readers of the file may rely on every key being present. `VERSION` is raised when a key is removed or changes its meaning, not when one is
added.
"""

from generator.format.counts import POPULATION
from generator.format.incident import INCIDENT, QUESTION
from generator.format.review import REVIEW
from generator.format.update import ACTION, CONSEQUENCE, DATA, END, OPEN_FACT, STEP, UPDATE, WINDOW
from generator.ledger.records import ActionState, Change, ConsequenceState, FactState, PromiseKind, PromiseState, StepState
from generator.model.update import CorrectionKind, DataState, Nature
from generator.render.ledger_parts import FLAG, MAYBE, NAME, TEXT, Part, described, many, one, or_null, parts, thing, words

#: The value of `schema`.
VERSION = 1

#: Keys of updates that are listed with the incident, with the state after the newest update.
STANDING = tuple(key.name for key in UPDATE.keys if key.standing)
#: Keys of updates that are listed with each update.
OF_UPDATE = tuple(key.name for key in UPDATE.keys if not key.folded and "ledger.json" not in key.apart)
#: Keys of incident.md that are listed with the incident; its questions have a list of their own.
OF_INCIDENT = tuple(key.name for key in INCIDENT.keys if "ledger.json" not in key.apart and key.name != "questions")
#: Keys of a fact that are listed in the history of a name.
OF_FACT = ("text", "sure", "from", "when", "looked", "found", "through")

_NUMBER: Part = {"type": "integer", "minimum": 1}
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
_moment, _day, _when = one("moment"), one("day"), one("when")

_HISTORY: dict[str, Part] = {
    "change": words(Change),
    "when": described(_moment, "when the update was published"),
    "update": described(_NUMBER, "its number"),
    "before": described(one("value"), "what stood before; null: nothing"),
    "after": described(one("value"), "what stands since; null: nothing"),
    "because": described(MAYBE, "the reason given"),
    "kind": described(
        or_null(words(CorrectionKind)), "of a correction: what it says of what stood before; null: it is no correction"
    ),
    "window": described(MAYBE, "of a correction because of something new: the name of the window in which that happened"),
    "worse": described(FLAG, "whether it made the picture worse than readers had been told"),
}
_history = many(one("event"))
_end = described(or_null(one("end")), "what is so now; null: it has not ended")

#: Without `$id`, which is the address at which a site publishes it.
SCHEMA: Part = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The ledger of a site's incidents: what was known, unknown and promised, and what became of it",
    **thing(
        "Every key is always there; null stands for what was not said.",
        **{"$schema": _ADDRESS},
        schema=described({"const": VERSION}, "raised when a key goes away or changes its meaning"),
        organisation=TEXT,
        url=_ADDRESS,
        language=described(TEXT, "the language of the sentences, as a BCP 47 tag"),
        time_zone=described(TEXT, "where a day without a time ends, as an IANA name"),
        updated=described(_moment, "when something was last published"),
        incidents=described(many(one("incident")), "the newest update first"),
    ),
    "$defs": {
        "moment": _MOMENT,
        "day": _DAY,
        "when": {"anyOf": [one("moment"), one("day")]},
        "incident": thing(
            "An incident as it stands after its newest update.",
            id=described(NAME, "the name of its folder, which never changes"),
            url=_ADDRESS,
            **parts(INCIDENT, *OF_INCIDENT),
            **parts(UPDATE, *STANDING),
            open=described(FLAG, "false only when its newest update says that it is resolved"),
            false_alarm=FLAG,
            no_action=described(MAYBE, "what was said in place of advice"),
            facts=described(many(one("fact")), "in the order in which they were first stated; none is ever taken out"),
            steps=many(one("step")),
            actions=many(one("action")),
            consequences=many(one("consequence")),
            affected=many(one("affected")),
            data=many(one("data")),
            window=described(or_null(one("window")), "null: nothing was said of it, or there are several"),
            windows=described(
                many(one("named_window")),
                "each by itself: nothing is said of the time between two of them; the one that was given without a name is `first`",
            ),
            nature=or_null(one("nature")),
            history=described(
                many(one("own_event")), "corrections of the incident's title, of when we knew, and of advice to do nothing"
            ),
            promises=described(many(one("promise")), "in the order in which they fall due"),
            questions=many(one("question")),
            updates=described(many(one("update")), "the oldest first"),
            review=or_null(one("review")),
        ),
        "fact": thing(
            "Something known, or not known.",
            name=NAME,
            state=words(FactState),
            **parts(OPEN_FACT),
            because=described(MAYBE, "why it is unanswerable"),
            end=_end,
            looked_again=described(
                or_null(_moment), "when somebody last looked at it again and it was still true; null: nobody has"
            ),
            looked_at=described(MAYBE, "what was looked at then"),
            stated=described(_moment, "when the name was first used"),
            asked=described(or_null(_moment), "when it was first listed as unknown; null: it never was"),
            changed=_moment,
            settled=described(or_null(_moment), "when it was answered or declared unanswerable"),
            history=_history,
        ),
        "step": thing(
            "Something we said we would do.",
            name=NAME,
            state=words(StepState),
            **parts(STEP),
            outcome=described(MAYBE, "what came of it, or why it was given up"),
            moved_from=described(many(_when), "earlier dates, the first one first"),
            stated=_moment,
            settled=or_null(_moment),
            history=_history,
        ),
        "action": thing(
            "Something readers should do.",
            name=NAME,
            state=words(ActionState),
            **parts(ACTION),
            because=described(MAYBE, "why it is no longer needed"),
            stated=_moment,
            changed=_moment,
            settled=or_null(_moment),
            history=_history,
        ),
        "consequence": thing(
            "Something that could follow for readers.",
            name=NAME,
            **parts(CONSEQUENCE),
            state=described(words(ConsequenceState), "`taken-back`: it should never have been named"),
            end=_end,
            stated=_moment,
            changed=_moment,
            settled=or_null(_moment),
            history=_history,
        ),
        "end": thing("That something is true no longer.", **parts(END)),
        "affected": thing(
            "How many, as an interval.", name=NAME, **parts(POPULATION), stated=_moment, changed=_moment, history=_history
        ),
        "data": thing(
            "What happened to a kind of data.",
            name=NAME,
            state=described(words(DataState), "the worst of what is told"),
            told=described(many(one("told")), "what is said of it, once or once for each population"),
            stated=_moment,
            changed=_moment,
            history=_history,
        ),
        "told": thing("What happened to a kind of data, and for how many.", **parts(DATA)),
        "named_window": thing(
            "When the intruder had access, or when things lay open; null: not known.",
            name=NAME,
            **parts(WINDOW),
            stated=_moment,
            changed=_moment,
            history=_history,
        ),
        "window": thing(
            "When the intruder had access; null: not known.", **parts(WINDOW), stated=_moment, changed=_moment, history=_history
        ),
        "nature": thing("What kind of thing it is.", nature=words(Nature), stated=_moment, changed=_moment, history=_history),
        "promise": thing(
            "A promise with a date. Where the date moved, the promise with the new date follows as its own.",
            id=described(
                NAME, "of the update that made it and what it promised; for an update or the review also the calendar event's"
            ),
            kind=words(PromiseKind),
            name=described(MAYBE, "the step or fact; null for an update or the review"),
            due=_when,
            due_at=described(_moment, "the moment it falls due: for a day, its end"),
            made=_moment,
            made_in=_NUMBER,
            state=described(words(PromiseState), "`missed` is later than promised, or not at all"),
            settled=or_null(_moment),
            settled_in=described({"type": ["integer", "null"], "minimum": 1}, "the update that kept, moved or (late) met it"),
            moved_to=or_null(_when),
            because=MAYBE,
        ),
        "question": thing(
            "A customer's question.",
            name=NAME,
            **parts(QUESTION),
        ),
        "update": thing(
            "A published update.",
            id=described(NAME, "as in the feeds"),
            number=_NUMBER,
            url=_ADDRESS,
            **parts(UPDATE, *OF_UPDATE),
        ),
        "review": thing(
            "The published review.",
            id=described(NAME, "as in the feeds"),
            url=_ADDRESS,
            **parts(REVIEW),
        ),
        "event": thing("One change of one name.", **_HISTORY),
        "own_event": thing(
            "One change of the incident itself.",
            subject=described({"enum": ["incident.title", "incident.aware", "actions"]}, "what changed"),
            **_HISTORY,
        ),
        "value": {
            "description": "A sentence, a state, a day or a moment; or the whole of what changed.",
            "anyOf": [
                {"type": "null"},
                TEXT,
                thing(
                    "A fact.",
                    **{
                        name: {word: value for word, value in part.items() if word != "description"}
                        for name, part in parts(OPEN_FACT, *OF_FACT).items()
                    },
                ),
                thing("Advice.", **parts(ACTION)),
                many(thing("Advice.", **parts(ACTION))),
                thing("A count.", **parts(POPULATION)),
                one("told"),
                many(one("told")),
                thing("A stretch of time.", **parts(WINDOW)),
            ],
        },
    },
}
