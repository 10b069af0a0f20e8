"""The format as JSON Schemas, for editors: they complete keys, say what each means, and underline what cannot be understood.

One description, in the writer's words. That it says what the parser reads, no more and no less, `tests/content/test_schemas.py` sees to: it
listens to the parser. Draft 7, which yaml-language-server and remark-lint-frontmatter-schema both read.

Times are held to a pattern and not to the format `date-time`, which wants seconds. What may be a sentence or keys is one schema of two
types rather than a choice between two schemas: editors then point at the very key that is wrong. `patternErrorMessage` is what
yaml-language-server says in place of a pattern; others pass it over.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from generator.content.parse import (
    DRILL_KEYS,
    INCIDENT_KEYS,
    INCIDENT_TRANSLATION_KEYS,
    PAGE_KEYS,
    REVIEW_KEYS,
    TEMPLATE_KEYS,
    UPDATE_KEYS,
)
from generator.content.plan import CHANNEL_KEYS, PLAN_KEYS, ROLE_KEYS, TEMPLATE_APPROVAL_KEYS
from generator.content.settings import CONFIG_KEYS, OURS
from generator.model.config import DEFAULT_CADENCE, Press, WebhookKind
from generator.model.incident import Impact
from generator.model.plan import Occasion
from generator.model.update import CountForm, DataState, Nature, Status, Urgency

Part: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[Tt ]\s*[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?\s*(Z|z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})"
# A name as the parser has it: letters of any script but no capital ones of ours, digits, single hyphens or underscores.
_LETTER = r"[^\s\u0000-\u002f:-`{-\u007f]"
_NAME = f"{_LETTER}+([-_]{_LETTER}+)*"
_LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"

_SENTENCE: Part = {"type": "string", "minLength": 1}
_FLAG: Part = {"type": "boolean"}
_WHOLE: Part = {"type": "integer", "minimum": 0, "maximum": 99999}
_MOMENT: Part = {
    "type": "string",
    "pattern": f"^{_DAY}{_CLOCK}$",
    "patternErrorMessage": "Write the day, the time and its zone: 2027-03-03T02:40Z (Z is UTC; +01:00 would be an hour ahead of it).",
}
_ON: Part = {"type": "string", "pattern": f"^{_DAY}$", "patternErrorMessage": "Write the day alone: 2027-03-03."}
_WHEN: Part = {
    "type": "string",
    "pattern": f"^{_DAY}({_CLOCK})?$",
    "patternErrorMessage": "Write a day, 2027-03-03, or a time with its zone, 2027-03-03T02:40Z.",
}
_LENGTH: Part = {
    "type": "string",
    "pattern": r"^[0-9]{1,4}\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)$",
    "patternErrorMessage": "Write a length of time: 15m, 24h, 7d or 2w.",
}
_LIST: Part = {"type": ["string", "array"], "items": _SENTENCE}
_ROLE_LIST: Part = {"type": ["string", "array"], "items": {"type": "string", "pattern": f"^{_NAME}$"}}


def _said(part: Part, title: str, description: str, *examples: object) -> Part:
    """A part with its words: what it is, what to write, and how that looks."""
    return {"title": title, "description": description, **part, "examples": list(examples)}


def _keys(required: Iterable[str] = (), /, **keys: Part) -> Part:
    """Keys and no others. One that Python reserves is given with an underscore behind it."""
    return {
        "type": "object",
        "properties": {key.rstrip("_"): part for key, part in keys.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _of(known: Iterable[str], parts: Mapping[str, Part], required: Iterable[str] = ()) -> Part:
    """The keys of a file, in the parser's order."""
    return {
        "type": "object",
        "properties": {key: parts[key] for key in known},
        "required": list(required),
        "additionalProperties": False,
    }


def _sentence_or(main: str, /, **keys: Part) -> Part:
    """A sentence, or a table in which it stands under a key of its own."""
    return {**_keys((main,), **keys), "type": ["string", "object"], "minLength": 1}


def _named(part: Part) -> Part:
    """Names of the writer's own, each with its value."""
    return {
        "type": "object",
        "propertyNames": {
            "pattern": f"^{_NAME}$",
            "maxLength": 64,
            "patternErrorMessage": "A name is of small letters, digits and hyphens, such as whose-tickets. A sentence with a colon in it needs quotes.",
        },
        "additionalProperties": part,
    }


def _or_word(word: str, part: Part) -> Part:
    """One fixed word, or what usually stands there."""
    types = part["type"] if isinstance(part["type"], list) else [part["type"]]
    kept = {key: value for key, value in part.items() if key != "type"}
    if "string" in types:
        pattern = kept["pattern"].removeprefix("^").removesuffix("$")
        return {**kept, "type": types, "pattern": f"^({word}|{pattern})$", "defaultSnippets": [{"label": word, "body": word}]}
    return {
        **kept,
        "type": ["string", *types],
        "pattern": f"^{word}$",
        "patternErrorMessage": f"Write {word}, or a name, a colon and a sentence on each line below.",
        "defaultSnippets": [{"label": word, "body": word}],
    }


def _words(words: type[StrEnum], meanings: Mapping[str, str]) -> Part:
    """One of a fixed set of words, with what each means."""
    return {
        "type": "string",
        "enum": [word.value for word in words],
        "enumDescriptions": [meanings[word.value] for word in words],
    }


_STATUS = _words(
    Status,
    {
        "investigating": "We are finding out what happened.",
        "confirmed": "It happened, and we are working to stop it.",
        "contained": "It is stopped, as far as we know. Say how, under contained_by.",
        "monitoring": "It is stopped, and we watch whether it stays so. Say until when, under monitor_until.",
        "resolved": "Nothing is open. Say when the review comes, under review_by; for a false alarm, why, under because.",
        "reopened": "We thought that it was over, and it is not. Say why, under because.",
    },
)
_IMPACT = _words(
    Impact,
    {
        "none": "Nobody who relies on us is worse off.",
        "minor": "A few people, or a small thing.",
        "major": "Many people, or something that they need.",
        "critical": "Harm that is hard to undo. The plan may ask for more approvals and shorter waits.",
    },
)
_URGENCY = _words(
    Urgency,
    {
        "now": "Before anything else.",
        "today": "Before the day ends.",
        "this_week": "Within the week.",
        "if_you_want": "It helps, and nothing bad happens without it.",
    },
)
_STATE = _words(
    DataState,
    {
        "unknown": "We do not know yet.",
        "possible": "It may have been seen.",
        "accessed": "Somebody saw it who should not have.",
        "taken": "It was copied and taken.",
        "not_affected": "We looked, and it was not reached. Readers will hold us to it.",
    },
)
_NATURE = _words(
    Nature,
    {
        "unknown": "We do not know yet what kind of thing it is.",
        "malfunction": "Something of ours broke.",
        "outage_by_attack": "An attack put our systems out of order.",
        "intrusion": "Somebody got in.",
        "theft": "Somebody stole data.",
        "ransomware": "An attack locked our files to extort money.",
        "mistake": "A mistake of ours.",
        "lost_device": "A lost or stolen device.",
        "insider": "Somebody who works with us.",
        "supplier": "A break-in at a supplier of ours.",
    },
)

_TEXT_KEY = _said(_SENTENCE, "The fact", "One plain sentence.", "Whose tickets they read.")
_FROM = _said(
    _SENTENCE, "Who says so", "Where we know it from: our logs, a supplier, the police, the attackers' claim.", "our logs"
)
_SURE = _said(
    {"type": "string", "enum": ["likely"]}, "How sure we are", 'Shown as "We think". Leave it out if you are sure.', "likely"
)
_KNOWN_FACT = _said(
    _sentence_or("text", text=_TEXT_KEY, from_=_FROM, sure=_SURE),
    "A fact that we know",
    "A name that stays the same for the whole incident, a colon and one sentence; or text: with from: and sure: below it.",
    "Someone used a stolen staff password to open our support desk.",
    {"text": "They opened 1,212 customers' tickets.", "from": "our logs", "sure": "likely"},
)
_OPEN_FACT = _said(
    _sentence_or(
        "text",
        text=_TEXT_KEY,
        from_=_FROM,
        sure=_SURE,
        by=_said(_WHEN, "When we expect to know", "A promise: readers see whether it is kept.", "2027-03-09"),
        looked=_said(_SENTENCE, "What we looked at", "Where we have looked so far.", "The access log for 2 March."),
        through=_said(_WHEN, "Until when that reaches", "The last moment that what we looked at covers.", "2027-03-02T19:05Z"),
        cannot_see=_said(
            _SENTENCE, "What we cannot see", "What we have no means to find out.", "The desk keeps no record of copying."
        ),
    ),
    "Something that we do not know yet",
    "A name, a colon and one sentence. When it is answered, move the name to known. It never just goes away.",
    "Whether they copied them.",
    {
        "text": "Whether they copied them.",
        "from": "our logs",
        "sure": "likely",
        "by": "2027-03-09",
        "looked": "The access log for 2 March.",
        "through": "2027-03-02T19:05Z",
        "cannot_see": "The desk keeps no record of copying.",
    },
)
_STEP = _said(
    _sentence_or(
        "do",
        do=_said(_SENTENCE, "What we do", "One plain sentence.", "We are reading the access log."),
        by=_said(_WHEN, "By when", "A promise. A later date moves it, and readers see both.", "2027-03-09"),
        who=_said(_SENTENCE, "Who does it", "A team or a name that readers may see.", "Security team"),
        because=_said(_SENTENCE, "Why its date moved", "One sentence.", "Reading the tapes takes until then."),
    ),
    "What we do next",
    "A name, a colon and one sentence; or do: with by:, who: and because: below it. Every step that is not done, in each update.",
    "We are reading the access log.",
    {"do": "We are reading the access log.", "by": "2027-03-09", "who": "Security team", "because": "It is on tape."},
)
_ACTION = _said(
    _sentence_or(
        "do",
        do=_said(_SENTENCE, "What to do", "One plain sentence, to the reader.", "Change your password."),
        why=_said(_SENTENCE, "Why", "What it protects from.", "It was in a ticket that they read."),
        urgency=_said(_URGENCY, "How soon", "When the reader should do it.", "today"),
        for_=_said(_SENTENCE, "For whom", "If it is not for everybody.", "Customers who sent us a password"),
    ),
    "What readers should do now",
    "A name, a colon and one sentence; or do: with why:, urgency: and for: below it. In each update, for as long as it holds.",
    "Change your password if you ever sent it to us in a ticket.",
    {"do": "Change your password.", "why": "They read it.", "urgency": "today", "for": "Customers who sent us a password"},
)
_AMOUNT: Part = {
    "type": ["integer", "string"],
    "minimum": 0,
    "pattern": r"^([0-9]{1,15}|[0-9]{1,3}(\.[0-9]{1,6})?\s?%)$",
    "patternErrorMessage": "Write the digits alone, such as 1300, or a per cent, such as 1%.",
}
_COUNT = _said(
    {
        **_keys(
            ("unit",),
            unit=_said(_SENTENCE, "What is counted", "People, accounts, records, as readers would say it.", "customers"),
            exact=_said(_AMOUNT, "Exactly", "The number, if it has been counted.", 1212),
            about=_said(_AMOUNT, "About", "1300 means 1,250 to 1,350. A per cent needs of:.", 1300, "1%"),
            at_least=_said(_AMOUNT, "At least", "The number that is certain.", 1212),
            at_most=_said(_AMOUNT, "At most", "The number that cannot be exceeded.", 1300),
            between=_said(
                {"type": "array", "items": _AMOUNT, "minItems": 2, "maxItems": 2},
                "Between two numbers",
                "The smaller one first.",
                [90, 140],
            ),
            unknown=_said(
                {"type": ["string", "boolean"]},
                "Not known",
                "true, or the name of the unknown that asks for it.",
                True,
                "whose-tickets",
            ),
            of=_said({"type": "integer", "minimum": 0}, "Of how many in all", "The total.", 18400),
        ),
        "oneOf": [{"required": [form.value]} for form in CountForm],
    },
    "How many",
    "What is counted, and one of exact, about, at_least, at_most, between, unknown. A later count outside of it is a correction.",
    {"unit": "customers", "exact": 1212, "of": 18400},
    {"unit": "customers", "between": [90, 140]},
)
_AFFECTED = _said(
    _named(_COUNT),
    "How many are affected",
    "A name for each group of people or things, with its count.",
    {"customers": {"unit": "customers", "exact": 1212, "of": 18400}},
)


def _reasons(title: str, description: str, name: str, sentence: str) -> Part:
    return _said(_named(_said(_SENTENCE, title, description, sentence)), title, description, {name: sentence})


_APPROVED_BY = _reasons(
    "Who approved it", "A role of the plan, a colon and the name of who approved it. Printed on the page.", "lead", "Sam Reed"
)
_AMENDED = _said(
    _keys(
        ("when", "what"),
        when=_said(_WHEN, "When it was mended", "The day.", "2027-03-04"),
        what=_said(
            {"type": "object", "additionalProperties": _SENTENCE},
            "Which words",
            "Each word as it was published, a colon, and as it is now.",
            {"recieved": "received"},
        ),
    ),
    "Mended spelling",
    "Misspelt words of a published text that were mended. Readers see both. Anything more is a correction in a new update.",
    {"when": "2027-03-04", "what": {"recieved": "received"}},
)
_DRAFT = _said(_FLAG, "Not yet for readers", "true: it is never published as it stands. Delete the line to publish it.", True)
_TITLE = _said(
    _SENTENCE,
    "Title",
    "One plain sentence that says what happened or what is new. It is the headline in every feed reader.",
    "Someone read customer support tickets",
)
_PUBLISHED = _said(
    _MOMENT,
    "When readers see it",
    "A time with its zone, later than the update before. In the future, it is held back until then.",
    "2027-03-03T02:40Z",
)

_UPDATE: Mapping[str, Part] = {
    "title": _TITLE,
    "published": _PUBLISHED,
    "status": _said(_STATUS, "Where it stands", "One word. Each has to be earned; hover over them to see how.", "investigating"),
    "known": _said(
        _named(_KNOWN_FACT),
        "What we know",
        "What is known for certain. In later updates only what is new, changed or worth saying again.",
        {"entry": "Someone used a stolen staff password to open our support desk."},
    ),
    "unknown": _said(
        _or_word("none_left", _named(_OPEN_FACT)),
        "What we do not know yet",
        "Every question that is open, in each update. none_left only when nothing is left to find out.",
        {"whose-tickets": "Whose tickets they read."},
        "none_left",
    ),
    "next_steps": _said(
        _named(_STEP),
        "What happens next",
        "Every step that is not done yet, in each update. What is done moves to done:, what is given up to dropped:.",
        {"log": "We are reading the access log."},
    ),
    "actions": _said(
        {**_named(_ACTION), "type": ["string", "object"], "minLength": 1},
        "What readers should do now",
        "A name for each thing to do; or one honest sentence that there is nothing they can do yet.",
        {"password": "Change your password if you ever sent it to us in a ticket."},
        "There is nothing you can do yet. We will say so here when there is.",
    ),
    "next_update": _said(
        _or_word("none_planned", _MOMENT),
        "When readers hear again",
        "A promise, with its zone. Readers see whether it is kept. none_planned only when resolved.",
        "2027-03-03T09:00Z",
        "none_planned",
    ),
    "corrections": _said(
        {
            "type": "object",
            "propertyNames": {
                "pattern": rf"^(nature|window|actions|incident\.title|incident\.aware|((affected|data|action)\.)?{_NAME})$",
                "patternErrorMessage": "Name a fact, or affected.WHO, data.KIND, action.NAME, nature, window, actions, incident.title, incident.aware.",
            },
            "additionalProperties": _said(
                _SENTENCE, "Why we said it differently", "One sentence.", "We had not counted the people in attached files."
            ),
        },
        "What was wrong",
        "What is said differently now than before, a colon and why: a fact's name, affected.WHO, data.KIND, action.NAME, window, nature.",
        {"whose-tickets": "We had not counted the people in attached files."},
    ),
    "unanswerable": _reasons(
        "What we will never know",
        "The name of an unknown, a colon and why it cannot be answered.",
        "copied",
        "The desk keeps no record of copying.",
    ),
    "done": _reasons(
        "Steps that are done",
        "The name of a step, a colon and what came of it.",
        "log",
        "Finished on 4 March; the result is above.",
    ),
    "dropped": _reasons("Steps that are given up", "The name of a step, a colon and why.", "log", "The log was overwritten."),
    "withdrawn": _reasons(
        "Advice that no longer holds",
        "The name of an action, a colon and why nobody needs it any more.",
        "password",
        "We have reset every password.",
    ),
    "nature": _said(_NATURE, "What kind of thing it is", "One word.", "intrusion"),
    "affected": _AFFECTED,
    "data": _said(
        _named(_said(_STATE, "What happened to it", "One word.", "accessed")),
        "What happened to which data",
        "A kind of data, a colon and what happened to it.",
        {"names": "accessed", "passwords": "not_affected"},
    ),
    "window": _said(
        _keys(
            (),
            from_=_said(_or_word("unknown", _WHEN), "From when", "When it began, or unknown.", "2027-03-02T14:20Z", "unknown"),
            to=_said(_or_word("unknown", _WHEN), "To when", "When it ended, or unknown.", "2027-03-02T19:05Z", "unknown"),
        ),
        "When somebody had access",
        "From when to when. Either may be unknown. Moving it is a correction.",
        {"from": "2027-03-02T14:20Z", "to": "2027-03-02T19:05Z"},
    ),
    "consequences": _reasons(
        "What could follow for readers", "A name, a colon and one sentence.", "calls", "Someone may ring and pretend to be us."
    ),
    "contained_by": _said(
        _SENTENCE,
        "What contained it",
        "With status contained: the name of the known fact that says what was done and how it was tested.",
        "closed",
    ),
    "monitor_until": _said(_ON, "Watched until", "With status monitoring: the last day on which we keep watch.", "2027-04-03"),
    "monitoring": _said(
        {
            **_keys(
                (),
                what=_said(_SENTENCE, "What is watched", "One plain sentence.", "New logins to the support desk, every night."),
                looked=_said(_WHEN, "Last looked", "A day, or a time with its zone.", "2027-03-10T05:00Z"),
            ),
            "type": ["string", "object"],
            "minLength": 1,
        },
        "What is watched",
        "A sentence; or what: and looked: below it.",
        {"what": "New logins to the support desk, every night.", "looked": "2027-03-10T05:00Z"},
    ),
    "review_by": _said(
        _ON, "When the review comes", "With status resolved: the day by which the review is published.", "2027-05-03"
    ),
    "because": _said(_SENTENCE, "Why", "With status reopened, or resolved as a false alarm.", "We found a second way in."),
    "late": _said(
        _SENTENCE, "Why it comes late", "When it is published after the time that was promised.", "We waited for the log."
    ),
    "no_change": _said(
        _FLAG, "Nothing new", "true: an honest update without news. It keeps the promise, and says again all that is open.", True
    ),
    "approved_by": _APPROVED_BY,
    "template": _said(
        _SENTENCE, "Made from a template", "In a first statement: the name of the file in content/templates/.", "stolen-login"
    ),
    "waivers": _reasons(
        "Rules set aside",
        "A rule's name, a colon and why it does not fit here. Printed on the page.",
        "any-inconvenience",
        "The sentence quotes the letter that we sent.",
    ),
    "summary": _said(
        _SENTENCE,
        "Words for previews",
        "One sentence for feeds and for previews of links.",
        "Someone read 1,212 customers' tickets.",
    ),
    "draft": _DRAFT,
    "amended": _AMENDED,
}

_CONTACT_KEYS: Part = _keys(
    (),
    email=_said(
        {
            "type": "string",
            "pattern": r'^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$',
            "patternErrorMessage": "Write an e-mail address, such as help@larkfield.example.",
        },
        "E-mail address",
        "Where readers write to.",
        "incident@larkfield.example",
    ),
    phone=_said(_SENTENCE, "Telephone number", "With its country, in quotes.", "+44 20 7946 0018"),
    hours=_said(_SENTENCE, "When somebody answers", "Days, hours and whose time.", "every day from 8 to 20, UK time"),
    who=_said(_SENTENCE, "Who answers", "A name or a team.", "Sam Reed and the incident team"),
    out_of_band=_said(
        _SENTENCE,
        "When our own systems are down",
        "A way that works without them.",
        'Ring the number on your bill and say "incident".',
    ),
)
# A key with nothing behind it is a place that is left free.
for _free in _CONTACT_KEYS["properties"].values():
    _free["type"] = ["string", "null"]
_CONTACT = _said(
    _CONTACT_KEYS,
    "How to ask",
    "How readers reach somebody, and when.",
    {"email": "incident@larkfield.example", "hours": "every day from 8 to 20, UK time", "who": "Sam Reed"},
)
_BY_CLOCK = rf"^{_NAME}(\.{_NAME})?$"
_QUESTION_KEYS: dict[str, Part] = {
    "ask": _said(_SENTENCE, "What they ask", "In their words.", "Was my bank account number in a ticket?"),
    "answer": _said(_SENTENCE, "The answer", "If there is one.", "No. Tickets hold none."),
    "unknown": _said(_SENTENCE, "Waits on", "The name of the unknown that it waits on, if there is no answer yet.", "copied"),
    "since": _said(_WHEN, "Since when", "When it was first asked.", "2027-03-03"),
}
_ASKED = "Was my bank account number in a ticket?"

_INCIDENT: Mapping[str, Part] = {
    "title": _TITLE,
    "aware": _said(
        _MOMENT,
        "When we first knew",
        "When we first had good reason to believe it, with the zone. Clocks start here.",
        "2027-03-03T02:40Z",
    ),
    "impact": _said(_IMPACT, "How bad it is", "For those who rely on us.", "major"),
    "systems": _said(_LIST, "Which systems", "Names from systems: in site_config.yml.", ["Support desk"]),
    "occurred": _said(_WHEN, "When it happened", "A day, or a time with its zone.", "2027-03-02"),
    "profiles": _said(_LIST, "Which laws ask for a notice", "Names of notice profiles.", ["gdpr-33", "us-ca"]),
    "contact": _CONTACT,
    "direct_notice": _said(
        _SENTENCE,
        "How affected people are told directly",
        "Or why they are not.",
        "We wrote to all 1,212 customers on 4 March.",
    ),
    "moments": _said(
        _named(_said(_MOMENT, "When it was", "A time with its zone.", "2027-03-03T10:00Z")),
        "Other moments",
        "Moments with which clocks of profiles start.",
        {"classified": "2027-03-03T10:00Z"},
    ),
    "told": _said(
        {
            "type": "object",
            "propertyNames": {
                "pattern": _BY_CLOCK,
                "patternErrorMessage": "Write the profile's name, or profile and clock with a dot between.",
            },
            "additionalProperties": _said(
                {
                    **_keys(
                        ("at",),
                        at=_said(_MOMENT, "When", "A time with its zone.", "2027-03-04T08:00Z"),
                        because=_said(_SENTENCE, "Why late", "If it was late.", "We had classified it wrongly at first."),
                    ),
                    "type": ["string", "object"],
                    "pattern": _MOMENT["pattern"],
                    "patternErrorMessage": _MOMENT["patternErrorMessage"],
                },
                "When they were told",
                "A time with its zone; or at: and because: below it.",
                "2027-03-04T10:00Z",
                {"at": "2027-03-04T08:00Z", "because": "We had classified it wrongly at first."},
            ),
        },
        "Who was told, and when",
        "A profile's name, or profile.clock, a colon and the time.",
        {"gdpr-33": "2027-03-04T10:00Z"},
    ),
    "not_needed": _said(
        {
            "type": "object",
            "propertyNames": {
                "pattern": _BY_CLOCK,
                "patternErrorMessage": "Write the profile's name, or profile and clock with a dot between.",
            },
            "additionalProperties": _said(_SENTENCE, "Why not", "One sentence.", "312 residents of California are affected."),
        },
        "Who need not be told, and why",
        "A profile's name, or profile.clock, a colon and why.",
        {"us-ca.attorney-general": "312 residents of California are affected."},
    ),
    "delayed": _said(
        _keys(
            ("by",),
            by=_said(_SENTENCE, "Who asked us to wait", "Usually the police.", "the police"),
            from_=_said(_WHEN, "From when", "A day, or a time with its zone.", "2027-03-04"),
            to=_said(_WHEN, "To when", "A day, or a time with its zone.", "2027-03-06"),
        ),
        "We were asked to wait",
        "Who asked us to wait with telling people, and from when to when.",
        {"by": "the police", "from": "2027-03-04", "to": "2027-03-06"},
    ),
    "remedy": _said(_SENTENCE, "What we offer", "To those who are affected.", "We pay for a new identity card."),
    "related": _said(_LIST, "Related incidents", "Names of their folders.", ["meter-portal"]),
    "questions": _said(
        _named(
            _said(
                _sentence_or("ask", **_QUESTION_KEYS),
                "A customer's question",
                "A sentence; or ask: with answer:, or unknown: and since:, below it.",
                _ASKED,
                {"ask": _ASKED, "answer": "No. Tickets hold none.", "since": "2027-03-03"},
                {"ask": _ASKED, "unknown": "copied"},
            )
        ),
        "Customers' questions",
        "A name for each, with what they ask and the answer.",
        {"bank": {"ask": _ASKED, "answer": "No. Tickets hold none."}},
    ),
    "also_told": _said(
        _named(
            _said(
                _keys(
                    ("when",),
                    when=_said(_WHEN, "When", "On which day or at which time.", "2027-03-04"),
                    affected=_AFFECTED,
                    note=_said(_SENTENCE, "What it counts", "If the figures differ from those here.", "They count accounts."),
                ),
                "To whom",
                "When, and which figures.",
                {
                    "when": "2027-03-04",
                    "affected": {"customers": {"unit": "people", "exact": 1212}},
                    "note": "They count accounts.",
                },
            )
        ),
        "Figures given elsewhere",
        "To a regulator, to a newspaper, in a letter. They must agree with those given here.",
        {"regulator": {"when": "2027-03-04", "affected": {"customers": {"unit": "people", "exact": 1212}}}},
    ),
    "names": _reasons(
        "Names in words", "How readers read the name of a group or a kind of data.", "meter-readings", "Meter readings since 2025"
    ),
}

_REVIEW: Mapping[str, Part] = {
    "title": _said(_SENTENCE, "Title", "One plain sentence.", "What happened to our support desk, and what we have changed"),
    "published": _PUBLISHED,
    "cause": _said(
        _SENTENCE,
        "Why it happened",
        "The cause, not the trigger, in plain words.",
        "A staff password was used on a site that had been broken into, and it opened our desk too.",
    ),
    "response_well": _reasons(
        "What went well in the response",
        "In finding it, stopping it and mending it.",
        "closed",
        "We closed the account in 20 minutes.",
    ),
    "response_badly": _reasons(
        "What went badly in the response", "In finding it, stopping it and mending it.", "unseen", "Nothing of ours noticed it."
    ),
    "communication_well": _reasons(
        "What went well in the communication", "In telling those concerned.", "first", "We told you 90 minutes after we knew."
    ),
    "communication_badly": _reasons(
        "What went badly in the communication", "In telling those concerned.", "count", "The wrong number stood for two days."
    ),
    "lessons": _reasons("What we learnt", "A name, a colon and one sentence.", "watch", "Nobody watched that page."),
    "corrective_actions": _said(
        _named(
            _said(
                {
                    **_sentence_or(
                        "do",
                        do=_said(_SENTENCE, "What we change", "One plain sentence.", "Every login needs a second factor."),
                        owner=_said(_SENTENCE, "Who answers for it", "A role or a name.", "Security team"),
                        by=_said(_ON, "By when", "A day. Readers see whether it is kept.", "2027-06-01"),
                        moved=_said(
                            _keys(
                                ("from",),
                                from_=_said(_ON, "From which day", "The day that was promised first.", "2027-04-01"),
                                because=_said(_SENTENCE, "Why", "One sentence.", "The new desk came later than promised."),
                            ),
                            "Moved",
                            "The day before this one, and why it moved.",
                            {"from": "2027-04-01", "because": "The new desk came later than promised."},
                        ),
                        done=_said(_ON, "Done on", "The day, once it is done.", "2027-05-20"),
                        dropped=_said(_SENTENCE, "Given up because", "If it will not be done.", "We closed the desk."),
                    ),
                    # A day that moved has moved to another one.
                    "dependencies": {"moved": ["by"]},
                },
                "Something that we change",
                "A sentence; or do: with owner:, by: and, later, done:, moved: or dropped: below it. Tracked until it is done or given up.",
                "Every login needs a second factor.",
                {"do": "Every login needs a second factor.", "owner": "Security team", "by": "2027-06-01", "done": "2027-05-20"},
            )
        ),
        "What we change",
        "A name for each thing that we change because of it.",
        {"factor": {"do": "Every login needs a second factor.", "owner": "Security team", "by": "2027-06-01"}},
    ),
    "approved_by": _APPROVED_BY,
    "draft": _DRAFT,
    "amended": _AMENDED,
}

_INCIDENT_TRANSLATION: Mapping[str, Part] = {
    "title": _said(_SENTENCE, "Title", "The title of incident.md, translated.", "Jemand hat Tickets des Kundendienstes gelesen"),
    "names": _INCIDENT["names"],
    "direct_notice": _INCIDENT["direct_notice"],
    "remedy": _INCIDENT["remedy"],
    "questions": _said(
        _named(
            _said(
                _sentence_or("ask", ask=_QUESTION_KEYS["ask"], answer=_QUESTION_KEYS["answer"]),
                "A customer's question, translated",
                "Under the name that it has in incident.md.",
                {"ask": _ASKED, "answer": "No. Tickets hold none."},
            )
        ),
        "Customers' questions",
        "Each under the name that it has in incident.md.",
        {"bank": {"ask": _ASKED, "answer": "No. Tickets hold none."}},
    ),
}

_DRILL: Mapping[str, Part] = {
    "held": _said(_ON, "When it was held", "The day.", "2027-03-03"),
    "template": _said(_SENTENCE, "Which template was used", "The name of the file in content/templates/.", "stolen-login"),
    "minutes": _said(_WHOLE, "How long it took", "Minutes until the first statement could have been published.", 41),
    "took_part": _said(_LIST, "Who took part", "Their names.", ["Ines Okafor", "Tom Ash"]),
    "findings": _said(
        _LIST, "What was found in the text", "What the rules, or others, found in what they wrote.", ["vague-time"]
    ),
    "promises_made": _said(_WHOLE, "Promises made", "How many.", 3),
    "promises_kept": _said(_WHOLE, "Promises kept", "How many of them.", 2),
    "lessons": _reasons("What we learnt", "A name, a colon and one sentence.", "lead", "Nobody knew who may decide."),
}

_TEMPLATE: Mapping[str, Part] = {
    **_UPDATE,
    "title": _said(
        _SENTENCE,
        "Title",
        "One plain sentence. What is to be filled in stands in [[two brackets]].",
        "Someone got into [[which system]]",
    ),
    "next_update": _said(
        _or_word("none_planned", _LENGTH),
        "How long until readers hear again",
        "A length of time, from the first statement on.",
        "6h",
    ),
}

_ADDRESS: Part = {
    "type": "string",
    "pattern": r"^https?://[^\s@]+$",
    "patternErrorMessage": "Write the address in full, such as https://status.larkfield.example/.",
}
_PRIVATE: Part = {
    "type": "string",
    "pattern": r"^(https://[^\s@]+|http://(localhost|127\.0\.0\.1|\[::1\])[^\s@]*)$",
    "patternErrorMessage": "Write the address in full; it begins with https://.",
}
_VARIABLE: Part = {
    "type": "string",
    "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,99}$",
    "patternErrorMessage": "Write the name of an environment variable, such as CHAT_WEBHOOK, and keep its value out of this file.",
}
_TAG: Part = {
    "type": "string",
    "pattern": f"^{_LANGUAGE}$",
    "patternErrorMessage": "Write a language tag, such as en, de or pt-BR.",
}
_WAIT = {
    status.value: _said(_LENGTH, f"While {status.value}", "The longest that readers wait for the next update.", "24h")
    for status in DEFAULT_CADENCE
}
_ROLES = _said(_ROLE_LIST, "Roles", "As approved_by names them.", ["lead", "legal"])

_CONFIG: Mapping[str, Part] = {
    "organisation": _said(
        _keys(
            ("name",),
            name=_said(_SENTENCE, "Name", "As readers know it.", "Larkfield Energy"),
            url=_said({**_ADDRESS, "type": ["string", "null"]}, "Website", "In full.", "https://larkfield.example/"),
            logo=_said({**_SENTENCE, "type": ["string", "null"]}, "Logo", "Where the picture is.", "logo.svg"),
            domains=_said(
                _LIST, "Hosts that links may lead to", "Their subdomains are allowed with them.", ["larkfield.example"]
            ),
        ),
        "Who speaks",
        "The organisation.",
        {"name": "Larkfield Energy", "url": "https://larkfield.example/", "domains": ["larkfield.example"]},
    ),
    "site": _said(
        _keys(
            ("url",),
            url=_said(_ADDRESS, "Address", "Where readers find this site.", "https://status.larkfield.example/"),
            title=_said(_SENTENCE, "Title", "The name of the site.", "Larkfield Energy: security incidents"),
            language=_said(_TAG, "Language", "Of the originals.", "en"),
            languages=_said(
                {"type": ["string", "array"], "items": _TAG}, "All languages", "Into which it is translated.", ["de", "fr"]
            ),
            timezone=_said(_SENTENCE, "Time zone", "In which a day ends.", "Europe/London"),
            theme=_said(
                {
                    "type": "string",
                    "pattern": "^[a-z][a-z0-9-]*$",
                    "patternErrorMessage": "Write material or lifeboat, or the name of a folder under themes/.",
                    "defaultSnippets": [{"label": name, "body": name} for name in ("material", "lifeboat")],
                },
                "Theme",
                "material; lifeboat, for the worst day; or the name of a folder under the site's own themes/.",
                "material",
            ),
            id=_said(
                {
                    "type": "string",
                    "pattern": "^[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~%+@-]+)*$",
                    "patternErrorMessage": "Write the address at which the site first stood, without https://.",
                },
                "What ids are made of",
                "The address at which the site first stood, without https://. Feeds and calendars know everything by it; it stays when the address changes.",
                "status.larkfield.example",
            ),
            public_since=_said(
                _or_word("not_yet", _WHEN),
                "Public since",
                "When readers could first see this site. What was committed before was never published.",
                "2027-03-03",
                "not_yet",
            ),
        ),
        "The site",
        "Its address, languages and looks.",
        {"url": "https://status.larkfield.example/", "language": "en", "timezone": "Europe/London"},
    ),
    "contact": _CONTACT,
    "systems": _said(_LIST, "Systems", "What incidents may be about, as readers know it.", ["Support desk", "Billing"]),
    "policy": _said(
        _keys(
            (),
            cadence=_said(
                _keys((), **_WAIT),
                "How long readers wait at most",
                "The longest time to the next update, by status.",
                {"investigating": "24h", "contained": "7d"},
            ),
            grace=_said(_LENGTH, "Grace", "How much later than promised still counts as on time.", "15m"),
            approvals=_said(_ROLE_LIST, "Who must approve", "Roles that must stand under approved_by.", ["lead", "legal"]),
            readability=_said(
                _keys(
                    (),
                    grade_at_most=_said(
                        {"type": "number", "minimum": 0, "maximum": 99.9}, "School grade", "The highest that text may need.", 9
                    ),
                ),
                "How easy to read",
                "The school grade that text may need at most.",
                {"grade_at_most": 9},
            ),
        ),
        "What we hold ourselves to",
        "How often we speak, and who must approve.",
        {"cadence": {"investigating": "24h"}, "grace": "15m"},
    ),
    "profiles": _said(
        _LIST, "Which laws ask for a notice", "Names of notice profiles, for every incident.", ["gdpr-33", "gdpr-34"]
    ),
    "subscribe": _said(
        _keys(
            (),
            email_url=_said(_ADDRESS, "By e-mail", "Where readers subscribe.", "https://larkfield.example/status-email"),
            websub_hub=_said(_PRIVATE, "WebSub hub", "Which feed readers are told by.", "https://hub.larkfield.example/"),
            webhooks=_said(
                _named(
                    _said(
                        _keys(
                            (),
                            url=_said(_PRIVATE, "Address", "If it is no secret.", "https://partners.larkfield.example/told"),
                            url_env=_said(_VARIABLE, "Variable with the address", "If it is one.", "CHAT_WEBHOOK"),
                            kind=_said(
                                _words(WebhookKind, {"slack": "As chat programs read it.", "json": "As other programs read it."}),
                                "Form",
                                "One word.",
                                "json",
                            ),
                            secret_env=_said(
                                _VARIABLE, "Variable with the secret", "With which messages are signed.", "PARTNERS_SECRET"
                            ),
                        ),
                        "A program that is told what is new",
                        "url or url_env, and its form.",
                        {"url": "https://partners.larkfield.example/told", "kind": "json", "secret_env": "PARTNERS_SECRET"},
                        {"url_env": "CHAT_WEBHOOK", "kind": "slack"},
                    )
                ),
                "Programs that are told",
                "A name for each.",
                {"chat": {"url_env": "CHAT_WEBHOOK", "kind": "slack"}},
            ),
        ),
        "Where readers subscribe",
        "Beyond the feeds, which are there by themselves.",
        {"email_url": "https://larkfield.example/status-email"},
    ),
    "security_txt": _said(
        _keys(
            ("contact", "expires"),
            contact=_said(
                _LIST, "Where to report a weakness", "Addresses, the preferred one first.", ["security@larkfield.example"]
            ),
            expires=_said(_WHEN, "Until when it holds", "At most a year ahead.", "2027-12-01"),
            encryption=_said(_SENTENCE, "Key", "Where the key for encryption is.", "https://larkfield.example/key.asc"),
            acknowledgments=_said(_PRIVATE, "Thanks", "Where finders are thanked.", "https://larkfield.example/thanks"),
            policy=_said(_PRIVATE, "Policy", "What finders may do.", "https://larkfield.example/policy"),
            preferred_languages=_said(_LIST, "Languages", "In which you read reports.", ["en", "de"]),
        ),
        "For those who find a weakness",
        "Becomes /.well-known/security.txt.",
        {"contact": ["security@larkfield.example"], "expires": "2027-12-01"},
    ),
    "wording": _said(
        _keys(
            (),
            allow=_said(_LIST, "Phrases that are fine here", "Rules of wording pass them over.", ["outage of the meter portal"]),
            add=_said(_LIST, "Phrases to avoid", "They are pointed out.", ["valued customers"]),
        ),
        "Phrases of your own",
        "Allowed or added.",
        {"add": ["valued customers"]},
    ),
    "translations": _said(
        {
            "type": "object",
            "propertyNames": {"pattern": f"^{_LANGUAGE}$", "patternErrorMessage": _TAG["patternErrorMessage"]},
            "additionalProperties": _keys(
                (),
                title=_said(_SENTENCE, "Title", "The site's title, translated.", "Larkfield Energy: Sicherheitsvorfälle"),
                organisation=_said(_SENTENCE, "Organisation", "Its name, translated.", "Larkfield Energie"),
                contact=_said(
                    _keys((), **{key: _CONTACT_KEYS["properties"][key] for key in ("hours", "who", "out_of_band")}),
                    "How to ask",
                    "Translated.",
                    {"hours": "täglich von 8 bis 20 Uhr"},
                ),
                systems=_said(
                    {"type": "object", "additionalProperties": _SENTENCE},
                    "Systems",
                    "Each as it stands under systems:, a colon and its name in this language.",
                    {"Support desk": "Kundendienst"},
                ),
            ),
        },
        "The same in other languages",
        "A language, and below it what stands above, translated.",
        {"de": {"title": "Larkfield Energy: Sicherheitsvorfälle", "systems": {"Support desk": "Kundendienst"}}},
    ),
    "signing": _said(
        _keys(
            ("key",),
            key=_said(
                _LIST,
                "The key that signs",
                "The one line of its .pub file; or several, the one in use first.",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICLZCv2OLixoZvHummUDmlKY4DD2bMOqbVCw4n33geeW",
            ),
        ),
        "Signature",
        "With which key the list of all files is signed.",
        {"key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICLZCv2OLixoZvHummUDmlKY4DD2bMOqbVCw4n33geeW"},
    ),
    "press": _said(
        _words(
            Press,
            {
                "mkdocs": "What usually makes the pages.",
                "properdocs": "The same, kept by others. Installed by hand.",
                "zensical": "Young; with the theme lifeboat alone. Installed by hand.",
            },
        ),
        "Press",
        "What makes the pages.",
        "mkdocs",
    ),
    "drill": _said(_FLAG, "A drill", "Stands only in the scratch copy of a drill, and is written by it.", True),
    "mkdocs": _said(
        {"type": "object", "propertyNames": {"not": {"enum": sorted(OURS)}}},
        "For the press",
        "Settings that are passed on to mkdocs.yml.",
        {"copyright": "Larkfield Energy"},
    ),
}

_APPROVAL: Part = {
    **_keys(
        ("of",),
        of=_ROLES,
        at_least=_said({"type": "integer", "minimum": 1, "maximum": 99999}, "How many of them", "All, if it does not say.", 2),
    ),
    "type": ["string", "array", "object"],
    "items": _ROLE_LIST["items"],
}
_IMPACTS = [impact.value for impact in Impact]

_PLAN: Mapping[str, Part] = {
    "since": _said(_ON, "Since when it holds", "What was published before is not held to it.", "2027-02-01"),
    "roles": _said(
        _named(
            _said(
                _of(
                    ROLE_KEYS,
                    {
                        "who": _said({"type": ["string", "null"]}, "Who", "A name.", "Sam Reed"),
                        "deputy": _said({"type": ["string", "null"]}, "Who steps in", "A name.", "Ines Okafor"),
                        "phone": _said(
                            {"type": ["string", "null"]}, "Telephone", "In quotes. Never published.", "+44 20 7946 0041"
                        ),
                        "email": _said({"type": ["string", "null"]}, "E-mail", "Never published.", "sam.reed@larkfield.example"),
                        "deputy_phone": _said(
                            {"type": ["string", "null"]},
                            "The deputy's telephone",
                            "In quotes. Never published.",
                            "+44 20 7946 0042",
                        ),
                        "duties": _said(
                            {"type": ["string", "null"]}, "What the role does", "One sentence.", "Decides what is said and when."
                        ),
                    },
                ),
                "A role",
                "Who answers for something on the night.",
                {"who": "Sam Reed", "deputy": "Ines Okafor", "phone": "+44 20 7946 0041"},
            )
        ),
        "Roles",
        "A name for each role, and who holds it.",
        {"lead": {"who": "Sam Reed", "deputy": "Ines Okafor"}},
    ),
    "approvals": _said(
        _keys(
            (),
            **{
                occasion.value: _said(
                    _APPROVAL,
                    title,
                    "Roles that must approve; [] asks for none.",
                    ["lead", "legal"],
                    {"of": ["lead", "legal", "board"], "at_least": 2},
                )
                for occasion, title in zip(
                    Occasion,
                    ("A first statement", "An update", "An update without news", "A correction", "The last update", "The review"),
                    strict=True,
                )
            },
            by_impact=_said(
                _keys(
                    (),
                    **{
                        impact: _said(_APPROVAL, f"Impact {impact}", "Roles that must approve besides.", ["board"])
                        for impact in _IMPACTS
                    },
                ),
                "By impact",
                "What is asked for besides, for incidents of this impact.",
                {"critical": ["board"]},
            ),
        ),
        "Who must approve what",
        "What is to be approved, and by which roles.",
        {"update": ["lead"], "no_change": []},
    ),
    "cadence": _said(
        _keys(
            (),
            **_WAIT,
            by_impact=_said(
                _keys(
                    (),
                    **{
                        impact: _said(_keys((), **_WAIT), f"Impact {impact}", "By status.", {"investigating": "4h"})
                        for impact in _IMPACTS
                    },
                ),
                "By impact",
                "For incidents of this impact.",
                {"critical": {"investigating": "4h"}},
            ),
        ),
        "How long readers wait at most",
        "By status. Less than site_config.yml allows, never more.",
        {"investigating": "12h"},
    ),
    "channels": _said(
        _named(
            _said(
                _of(
                    CHANNEL_KEYS,
                    {
                        "how": _said(
                            {"type": ["string", "null"]}, "How it is used", "One sentence.", "From the supplier's own website."
                        ),
                        "tested": _said(_ON, "Last tried on", "The day.", "2027-02-01"),
                        "without_our_systems": _said(_FLAG, "Works when ours are down", "true, if it does.", True),
                    },
                ),
                "A way to reach people",
                "How, when it was last tried, and whether it needs our own systems.",
                {"how": "From the supplier's own website.", "tested": "2027-02-01", "without_our_systems": True},
            )
        ),
        "Channels",
        "A name for each way to reach readers or one another.",
        {"text-messages": {"how": "From the supplier's own website.", "tested": "2027-02-01"}},
    ),
    "templates": _said(
        _named(
            _said(
                _of(
                    TEMPLATE_APPROVAL_KEYS,
                    {
                        "for": _said(
                            {"type": ["string", "null"]}, "What it is for", "One sentence.", "Somebody got into a system."
                        ),
                        "approved_by": _APPROVED_BY,
                        "approved_on": _said(_ON, "Approved on", "The day.", "2027-02-01"),
                    },
                ),
                "A template",
                "The name of its file in content/templates/.",
                {"for": "Somebody got into a system.", "approved_by": {"lead": "Sam Reed"}, "approved_on": "2027-02-01"},
            )
        ),
        "Templates",
        "Which first statements were approved beforehand.",
        {
            "stolen-login": {
                "for": "Somebody got into a system.",
                "approved_by": {"lead": "Sam Reed"},
                "approved_on": "2027-02-01",
            }
        },
    ),
    "drills_every": _said(_LENGTH, "How often to rehearse", "A year, if it does not say.", "180d"),
}

# An update without news says again by itself what is open; any other one has to.
_SAYS: Part = {
    "if": {"required": ["no_change"], "properties": {"no_change": {"const": True}}},
    "else": {"required": ["unknown", "actions", "next_update"]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The schema of one kind of file.

    Attributes:
        name: what the command calls it.
        title: what the files are.
        files: patterns of their paths, relative to the site's root.
        part: the schema.
    """

    name: str
    title: str
    files: tuple[str, ...]
    part: Part

    @property
    def path(self) -> str:
        """Where it is kept beside a site, for editors."""
        return f".schemas/{self.name}.json"

    @property
    def is_front_matter(self) -> bool:
        """Whether it is about keys that stand before Markdown."""
        return self.files[0].endswith(".md")

    @property
    def text(self) -> str:
        """The file."""
        whole = {"$schema": DRAFT, "title": self.title, **self.part}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


_INCIDENTS = "content/incidents/*/"
SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        schema.name: schema
        for schema in (
            Schema(
                name="site_config",
                title="The site's configuration",
                files=("site_config.yml",),
                part=_of(CONFIG_KEYS, _CONFIG, ("organisation", "site")),
            ),
            Schema(name="plan", title="The plan", files=("content/plan.yml",), part=_of(PLAN_KEYS, _PLAN)),
            Schema(
                name="incident",
                title="What rarely changes about an incident",
                files=(f"{_INCIDENTS}incident.md",),
                part=_of(INCIDENT_KEYS, _INCIDENT, ("title", "aware")),
            ),
            Schema(
                name="incident_translation",
                title="The sentences of incident.md in another language",
                files=(f"{_INCIDENTS}incident.*.md",),
                part=_of(INCIDENT_TRANSLATION_KEYS, _INCIDENT_TRANSLATION, ("title",)),
            ),
            Schema(
                name="update",
                title="An update",
                files=(f"{_INCIDENTS}[0-9]*.md",),
                part={**_of(UPDATE_KEYS, _UPDATE, ("title", "published", "status")), **_SAYS},
            ),
            Schema(
                name="review",
                title="The review of an incident",
                files=(f"{_INCIDENTS}review.md", f"{_INCIDENTS}review.*.md"),
                part=_of(REVIEW_KEYS, _REVIEW, ("title", "published", "cause")),
            ),
            Schema(
                name="template",
                title="A first statement with blanks",
                files=("content/templates/*.md",),
                part=_of(TEMPLATE_KEYS, _TEMPLATE, ("title", "status")),
            ),
            Schema(
                name="page",
                title="A page",
                files=("content/pages/*.md",),
                part=_of(PAGE_KEYS, {"title": _said(_SENTENCE, "Title", "Of the page.", "About this site")}, PAGE_KEYS),
            ),
            Schema(
                name="drill",
                title="The record of a rehearsal",
                files=("content/drills/*.md",),
                part=_of(DRILL_KEYS, _DRILL, ("held",)),
            ),
        )
    }
)
