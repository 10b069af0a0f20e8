"""The product's own words, other than those that stand in the templates: one place, so that they can be translated."""

from generator.ledger.records import Change
from generator.ledger.words import data_words
from generator.model.incident import Impact
from generator.model.update import DataState, Status, Urgency

STATUS = {
    Status.INVESTIGATING: "Investigating",
    Status.CONFIRMED: "Confirmed",
    Status.CONTAINED: "Contained",
    Status.MONITORING: "Monitoring",
    Status.RESOLVED: "Resolved",
    Status.REOPENED: "Reopened",
}
FALSE_ALARM = "False alarm"
FALSE_ALARM_MEANING = "We looked into it, and it was not what it seemed."

#: What a status means to somebody who has never seen one.
MEANING = {
    Status.INVESTIGATING: "We are finding out what happened.",
    Status.CONFIRMED: "It happened. We are working to stop it.",
    Status.CONTAINED: "We have stopped it, as far as we know. We are still finding out what was reached.",
    Status.MONITORING: "We have stopped it and are watching whether it stays stopped.",
    Status.RESOLVED: "We have finished, and every question that can be answered is answered.",
    Status.REOPENED: "We thought that it was over. It is not.",
}

URGENCY = {Urgency.NOW: "Now", Urgency.TODAY: "Today", Urgency.THIS_WEEK: "This week", Urgency.IF_YOU_WANT: "If you want"}

DATA = {state: words[:1].upper() + words[1:] for state in DataState if (words := data_words(state))}

IMPACT = {
    Impact.NONE: "No impact",
    Impact.MINOR: "Minor impact",
    Impact.MAJOR: "Major impact",
    Impact.CRITICAL: "Critical impact",
}

#: One event, several events; `{}` is the number. In the order in which they are summed up.
CHANGES = {
    Change.CORRECTED: ("{} corrected", "{} corrected"),
    Change.ANSWERED: ("{} answered", "{} answered"),
    Change.UNANSWERABLE: ("{} we will never know", "{} we will never know"),
    Change.STATED: ("{} new", "{} new"),
    Change.REFINED: ("{} more exact", "{} more exact"),
    Change.DONE: ("{} done", "{} done"),
    Change.MOVED: ("{} moved to another date", "{} moved to another date"),
    Change.DROPPED: ("{} given up", "{} given up"),
    Change.WITHDRAWN: ("{} no longer needed", "{} no longer needed"),
}

TAG = {
    Change.STATED: "New",
    Change.ANSWERED: "Answered",
    Change.CORRECTED: "Corrected",
    Change.REFINED: "More exact",
    Change.UNANSWERABLE: "No answer possible",
    Change.DONE: "Done",
    Change.MOVED: "Moved",
    Change.DROPPED: "Given up",
    Change.WITHDRAWN: "No longer needed",
}

SUBJECT = {
    "actions": "What to do",
    "window": "When it happened",
    "incident.title": "What we called it",
    "incident.aware": "When we first knew",
}
SUBJECT_OF = {
    "affected": "How many: {}",
    "data": "Data: {}",
    "action": "What to do: {}",
    "step": "What happens next: {}",
    "consequence": "What could follow: {}",
}

#: What pictures of shared links say, and what machines are told. `{}` is filled with a number, a time, or both.
CARD_NEXT = "Next update by {}"
CARD_LATE = "The next update was due by {}"
CARD_NONE = "No further update is planned"
CARD_LAST = "Update {}, published {}"
CARD_LAST_OF_ALL = "Last update published {}"
CARD_OPEN = "Open now"
CARD_SEVERAL = "{} security incidents are open"
CARD_HEADING = "Security incidents"
CARD_PROMISE = "What we know, what we do not know, and what happens next"
CONTACT_TYPE = "Questions about security incidents"


def spoken(name: str) -> str:
    """A name as a reader would say it: `card-numbers` becomes `Card numbers`."""
    plain = name.replace("-", " ").replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def subject(of: str) -> str:
    """What an event is about, as a reader would say it."""
    if of in SUBJECT:
        return SUBJECT[of]
    kind, dot, name = of.partition(".")
    if not dot:
        return spoken(of)
    return SUBJECT_OF.get(kind, "{}").format(spoken(name) if kind not in SUBJECT_OF else spoken(name).lower())
