"""The product's own words outside the templates.

Fixed words are marked as messages and translated where they are shown. Phrases with values (counts, windows, an event's old and new value) are
made here in the reader's language; `ledger/words.py` makes the same phrases in English for writers.
"""

from collections.abc import Callable
from datetime import date

from generator.ledger.records import Change
from generator.ledger.words import Comfort, Value
from generator.model.incident import Impact
from generator.model.update import Action, Count, CountForm, DataState, Fact, Nature, Status, Urgency, Window
from generator.render import dates
from generator.render.language import Language, message, same_language
from generator.render.markup import Html

STATUS = {
    Status.INVESTIGATING: message("Investigating"),
    Status.CONFIRMED: message("Confirmed"),
    Status.CONTAINED: message("Contained"),
    Status.MONITORING: message("Monitoring"),
    Status.RESOLVED: message("Resolved"),
    Status.REOPENED: message("Reopened"),
}
#: Shown on every page of a drill.
DRILL = message("This is a drill. None of this has happened.")
FALSE_ALARM = message("False alarm")
FALSE_ALARM_MEANING = message("We looked into it, and it was not what it seemed.")

#: The statuses explained for somebody who has never seen one.
MEANING = {
    Status.INVESTIGATING: message("We are finding out what happened."),
    Status.CONFIRMED: message("It happened. We are working to stop it."),
    Status.CONTAINED: message("We have stopped it, as far as we know. We are still finding out what was reached."),
    Status.MONITORING: message("We have stopped it and are watching whether it stays stopped."),
    Status.RESOLVED: message("We have finished, and every question that can be answered is answered."),
    Status.REOPENED: message("We thought that it was over. It is not."),
}

URGENCY = {
    Urgency.NOW: message("Now"),
    Urgency.TODAY: message("Today"),
    Urgency.THIS_WEEK: message("This week"),
    Urgency.IF_YOU_WANT: message("If you want"),
}

DATA = {
    DataState.UNKNOWN: message("not known"),
    DataState.POSSIBLE: message("possibly seen"),
    DataState.ACCESSED: message("seen by somebody who should not have seen it"),
    DataState.TAKEN: message("copied and taken"),
    DataState.NOT_AFFECTED: message("not affected"),
}

NATURE = {
    Nature.UNKNOWN: message("not known"),
    Nature.MALFUNCTION: message("something of ours broke"),
    Nature.OUTAGE_BY_ATTACK: message("an attack that put our systems out of order"),
    Nature.INTRUSION: message("somebody got in"),
    Nature.THEFT: message("somebody stole data"),
    Nature.RANSOMWARE: message("an attack that locked our files to extort money"),
    Nature.MISTAKE: message("a mistake of ours"),
    Nature.LOST_DEVICE: message("a lost or stolen device"),
    Nature.INSIDER: message("somebody who works with us"),
    Nature.SUPPLIER: message("a break-in at a supplier of ours"),
}

IMPACT = {
    Impact.NONE: message("No impact"),
    Impact.MINOR: message("Minor impact"),
    Impact.MAJOR: message("Major impact"),
    Impact.CRITICAL: message("Critical impact"),
}

TAG = {
    Change.STATED: message("New"),
    Change.ANSWERED: message("Answered"),
    Change.CORRECTED: message("Corrected"),
    Change.REFINED: message("More exact"),
    Change.UNANSWERABLE: message("No answer possible"),
    Change.DONE: message("Done"),
    Change.MOVED: message("Moved"),
    Change.DROPPED: message("Given up"),
    Change.WITHDRAWN: message("No longer needed"),
}

SUBJECT = {
    "actions": message("What to do"),
    "nature": message("What kind of thing it is"),
    "window": message("When it happened"),
    "incident.title": message("What we called it"),
    "incident.aware": message("When we first knew"),
}
SUBJECT_OF = {
    "affected": message("How many: %(name)s"),
    "data": message("Data: %(name)s"),
    "action": message("What to do: %(name)s"),
    "step": message("What happens next: %(name)s"),
    "consequence": message("What could follow: %(name)s"),
}

#: The words in pictures for shared links and in linked data.
CARD_NEXT = message("Next update by %(when)s")
CARD_LATE = message("The next update was due by %(when)s")
CARD_NONE = message("No further update is planned")
CARD_LAST = message("Update %(number)s, published %(when)s")
CARD_LAST_OF_ALL = message("Last update published %(when)s")
CARD_OPEN = message("Open now")
CARD_HEADING = message("Security incidents")
CARD_PROMISE = message("What we know, what we do not know, and what happens next")
CONTACT_TYPE = message("Questions about security incidents")


def frame(language: Language) -> dict[str, str]:
    """Return the words and text direction of the builder's frame, by the names that the theme's wrapper uses."""
    return {
        "direction": language.direction,
        "drill": language.gettext(DRILL),
        "skip": language.gettext("Skip to the statement"),
        "menu": language.gettext("Menu"),
        "search": language.gettext("Search"),
        "unchanged": language.gettext(
            "What is published here is not changed afterwards; what was wrong is corrected in a new update."
        ),
        "site": language.gettext("Site"),
        "dark": language.gettext("Dark colours"),
        "all_pages": language.gettext("All pages"),
        "feed": language.gettext("Feed (RSS)"),
        # Translators: %s is a date and time in the reader's own time zone.
        "here": language.gettext("%s where you are"),
        "not_found": language.gettext("Not found"),
    }


def changed(language: Language, change: Change, number: int) -> str:
    """Say how often an update made one kind of change, for its summary: `2 answered`."""
    match change:
        case Change.CORRECTED:
            return language.ngettext("%(number)s corrected", "%(number)s corrected", number)
        case Change.ANSWERED:
            return language.ngettext("%(number)s answered", "%(number)s answered", number)
        case Change.UNANSWERABLE:
            return language.ngettext("%(number)s we will never know", "%(number)s we will never know", number)
        case Change.STATED:
            return language.ngettext("%(number)s new", "%(number)s new", number)
        case Change.REFINED:
            return language.ngettext("%(number)s more exact", "%(number)s more exact", number)
        case Change.DONE:
            return language.ngettext("%(number)s done", "%(number)s done", number)
        case Change.MOVED:
            return language.ngettext("%(number)s moved to another date", "%(number)s moved to another date", number)
        case Change.DROPPED:
            return language.ngettext("%(number)s given up", "%(number)s given up", number)
        case Change.WITHDRAWN:
            return language.ngettext("%(number)s no longer needed", "%(number)s no longer needed", number)


#: The order of changes in an update's summary.
SUMMED = (
    Change.CORRECTED,
    Change.ANSWERED,
    Change.UNANSWERABLE,
    Change.STATED,
    Change.REFINED,
    Change.DONE,
    Change.MOVED,
    Change.DROPPED,
    Change.WITHDRAWN,
)


def raised(text: str) -> str:
    """Capitalise the first letter of words that begin a line, where the script has capitals."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return words that begin a line in the form for the inside of one. They must not begin with a noun, which German capitalises."""
    return text[:1].lower() + text[1:]


def as_heading(name: str) -> str:
    """Return a name in words: `card-numbers` becomes `Card numbers`."""
    return raised(name.replace("-", " ").replace("_", " ").strip())


def in_sentence(text: str, tag: str) -> str:
    """Return a name in words for the inside of a line: `card numbers`. In German, nouns keep their capital letter.

    Args:
        text: the words.
        tag: their language.
    """
    return text if same_language(tag, "de") else lowered(text)


def subject(language: Language, of: str, named: Callable[[str, bool], Html]) -> Html:
    """Name the subject of an event for readers.

    Args:
        language: the reader's language.
        of: the event's `subject`.
        named: turns an author's name into HTML, given whether it is inside a line.
    """
    if of in SUBJECT:
        return language.html(SUBJECT[of])
    kind, dot, name = of.partition(".")
    if not dot or kind not in SUBJECT_OF:
        return named(name or of, False)  # one of two places
    return language.html(SUBJECT_OF[kind], name=named(name, True))  # as above


def count(language: Language, given: Count, mark: Callable[[str], Html]) -> Html:
    """Format a count with its interval: `at most 1,300 of 18,400 customers`.

    Args:
        language: the reader's language.
        given: the count.
        mark: turns the author's word for the unit into HTML.
    """
    # Translators: in these sentences %(unit)s is what is counted, such as "customers", as the author wrote it.
    unit = mark(given.unit)
    first, last = (given.stated[0], given.stated[-1]) if given.stated else (0, 0)
    if given.of is None:
        match given.form if given.stated else CountForm.UNKNOWN:
            case CountForm.UNKNOWN:
                return language.html("not known how many %(unit)s", unit=unit)
            case CountForm.BETWEEN:
                return language.html("between %(low)s and %(high)s %(unit)s", low=first, high=last, unit=unit)
            case CountForm.ABOUT:
                return language.html("about %(number)s %(unit)s", number=first, unit=unit)
            case CountForm.AT_LEAST:
                return language.html("at least %(number)s %(unit)s", number=first, unit=unit)
            case CountForm.AT_MOST:
                return language.html("at most %(number)s %(unit)s", number=first, unit=unit)
            case CountForm.EXACT:
                # Translators: a number and what is counted, such as "1,212 customers".
                return language.html("%(number)s %(unit)s", number=first, unit=unit)
    match given.form if given.stated else CountForm.UNKNOWN:
        case CountForm.UNKNOWN:
            return language.html("not known how many of %(total)s %(unit)s", total=given.of, unit=unit)
        case CountForm.BETWEEN:
            return language.html(
                "between %(low)s and %(high)s of %(total)s %(unit)s", low=first, high=last, total=given.of, unit=unit
            )
        case CountForm.ABOUT:
            return language.html("about %(number)s of %(total)s %(unit)s", number=first, total=given.of, unit=unit)
        case CountForm.AT_LEAST:
            return language.html("at least %(number)s of %(total)s %(unit)s", number=first, total=given.of, unit=unit)
        case CountForm.AT_MOST:
            return language.html("at most %(number)s of %(total)s %(unit)s", number=first, total=given.of, unit=unit)
        case CountForm.EXACT:
            return language.html("%(number)s of %(total)s %(unit)s", number=first, total=given.of, unit=unit)


def window(language: Language, given: Window) -> Html:
    """Format the window of access, with each end as a `<time>` element; an unknown end is stated as unknown."""
    if given.start and given.end:
        start, end = dates.time(language, given.start), dates.time(language, given.end)
        return language.html("from %(start)s to %(end)s", start=start, end=end)
    if given.start:
        return language.html("from %(start)s to a time we do not know", start=dates.time(language, given.start))
    if given.end:
        return language.html("from a time we do not know to %(end)s", end=dates.time(language, given.end))
    return language.html("from a time we do not know to a time we do not know")


def action(language: Language, given: Action, mark: Callable[[str], Html]) -> Html:
    """Format an action and whom it is for."""
    if not given.audience:
        return mark(given.do)
    # Translators: whom advice is for, and the advice.
    return language.html("%(whom)s: %(what)s", whom=mark(given.audience), what=mark(given.do))


def value(language: Language, given: Value, mark: Callable[[str], Html]) -> Html:
    """Format an event's old or new value.

    Args:
        language: the reader's language.
        given: the value.
        mark: turns an author's words into HTML.
    """
    match given:
        # A state and a nature are also strings, so they come first.
        case DataState():
            return language.html(DATA[given])
        case Nature():
            return language.html(NATURE[given])
        case str():
            return mark(given)
        case Fact():
            return language.html("We think: %(what)s", what=mark(given.text)) if given.likely else mark(given.text)
        case Comfort(fact):
            if fact.through is None:
                return language.html("%(unknown)s We looked here: %(looked)s", unknown=mark(fact.text), looked=mark(fact.looked))
            return language.html(
                "%(unknown)s We looked here (up to %(when)s): %(looked)s",
                unknown=mark(fact.text),
                looked=mark(fact.looked),
                when=dates.time(language, fact.through),
            )
        case Action():
            return action(language, given, mark)
        case tuple():
            return Html(" ").join([action(language, one, mark) for one in given])
        case Count():
            return count(language, given, mark)
        case Window():
            return window(language, given)
        case date():
            return dates.time(language, given)
