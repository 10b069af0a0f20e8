"""The product's own words outside the templates.

Fixed words are marked as messages and translated where they are shown. Phrases with values (counts, windows, an event's old and new value) are
made here in the reader's language; `ledger/words.py` makes the same phrases in English for writers.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from html import unescape
from typing import overload

from generator.ledger.endings import is_settled, is_without_intruder
from generator.ledger.records import FIRST_WINDOW, Change, Event, State
from generator.ledger.words import WITHOUT_INTRUDER, Comfort, Value
from generator.model.incident import Impact
from generator.model.update import (
    Action,
    Claim,
    ClaimView,
    CorrectionKind,
    Count,
    CountForm,
    Data,
    DataState,
    DirectNotice,
    Fact,
    Fake,
    Nature,
    Outcome,
    Remedy,
    Service,
    ServiceState,
    Status,
    Urgency,
    Window,
)
from generator.render import dates
from generator.render.language import Language, message, same_language
from generator.render.markup import Html, html_of, unlinked

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
PART_OF_ANOTHER = message("Part of another incident")
#: As what an incident ended, where that is said.
OUTCOME = {
    Outcome.FALSE_ALARM: message("We looked into it, and it was not what it seemed."),
    Outcome.NOTHING_REACHED: message("No data was reached."),
    Outcome.PART_OF_ANOTHER: message("This is part of another incident. We report on it there."),
}

#: The statuses explained for somebody who has never seen one.
MEANING = {
    Status.INVESTIGATING: message("We are finding out what happened."),
    Status.CONFIRMED: message("It has happened, and we are working to stop it."),
    Status.CONTAINED: message("We have stopped it, as far as we know. We are still finding out what was seen or taken."),
    Status.MONITORING: message("We have stopped it and are watching in case it starts again."),
    Status.RESOLVED: message("Our work is done, and every question that can be answered has been answered."),
    Status.REOPENED: message("We thought that it was over. It is not."),
}
#: The same where nobody broke in, so that there is nobody to stop.
_MEANING_WITHOUT_INTRUDER = {
    Status.CONFIRMED: message("It has happened. We are finding out what it means."),
}
#: The same where nothing is left to find out.
_MEANING_SETTLED = {
    Status.CONFIRMED: message("It has happened, and every question that can be answered has been answered."),
    Status.CONTAINED: message(
        "We have stopped it, as far as we know, and every question that can be answered has been answered."
    ),
}
#: The same of an end that came before everything was answered or done.
_UNANSWERED = message("Our work is done, but not every question has been answered.")
_UNFINISHED = message("We have closed this incident, but not everything we announced has been done.")

#: How things stand, at the head of a page. Where a date or a reason belongs to it, the page says so.
_STATE = {
    Status.INVESTIGATING: MEANING[Status.INVESTIGATING],
    Status.CONFIRMED: message("It has happened. We cannot say yet that it is stopped."),
    Status.CONTAINED: message("Stopped, as far as we know."),
    Status.MONITORING: message("Stopped, as far as we know. We are watching."),
    Status.RESOLVED: message("Closed."),
    Status.REOPENED: message("Open again."),
}
_STATE_WITHOUT_INTRUDER = message("It has happened, and we are putting it right.")

URGENCY = {
    Urgency.NOW: message("Now"),
    Urgency.TODAY: message("Today"),
    Urgency.THIS_WEEK: message("This week"),
    Urgency.IF_YOU_WANT: message("If you like"),
    Urgency.FROM_NOW_ON: message("From now on"),
}

DATA = {
    DataState.UNKNOWN: message("not known"),
    DataState.POSSIBLE: message("possibly seen"),
    DataState.ACCESSED: message("seen without permission"),
    DataState.TAKEN: message("copied"),
    DataState.NOT_AFFECTED: message("not affected"),
}

NATURE = {
    Nature.UNKNOWN: message("not known"),
    Nature.MALFUNCTION: message("a fault in our systems"),
    Nature.OUTAGE_BY_ATTACK: message("an attack that took our systems down"),
    Nature.INTRUSION: message("a break-in"),
    Nature.THEFT: message("a theft of data"),
    Nature.RANSOMWARE: message("an attack that locked our files to extort money"),
    Nature.MISTAKE: message("a mistake we made"),
    Nature.LOST_DEVICE: message("a lost or stolen device"),
    Nature.INSIDER: message("someone who works with us"),
    Nature.SUPPLIER: message("a break-in at one of our suppliers"),
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
    Change.REFINED: message("Clarified"),
    Change.UNANSWERABLE: message("Cannot be answered"),
    Change.DONE: message("Done"),
    Change.MOVED: message("Delayed"),
    Change.DROPPED: message("Dropped"),
    Change.WITHDRAWN: message("No longer needed"),
    Change.ENDED: message("No longer the case"),
    Change.DOUBTED: message("No longer certain"),
    Change.STILL_TRUE: message("Checked again"),
    Change.CHANGED: message("Changed"),
}

#: More words than these are a sentence on how people are told, unless they begin small.
_MOST_OF_A_PHRASE = 3
#: What is told, offered or said goes on: nothing that readers knew has become clearer by that.
_GOES_ON = ("direct_notice.", "remedies.", "claims.", "fakes.")


def tag(change: Change, subject: str) -> str:
    """Return the label of a change of a subject, as a message."""
    return TAG[Change.CHANGED if change is Change.REFINED and subject.startswith(_GOES_ON) else change]


#: Of what is now promised for an earlier day than before.
SOONER = message("New date")

#: What a correction says of what stood before, as its heading.
CORRECTION = {
    CorrectionKind.OUR_ERROR: message("We got this wrong"),
    CorrectionKind.FOUND_MORE: message("We found out more"),
    CorrectionKind.NEW_EVENT: message("Something new has happened"),
}

#: The same before the title of an update; only a mistake of ours is called a correction.
CORRECTION_TITLE = {
    CorrectionKind.OUR_ERROR: message("Correction: %(title)s"),
    CorrectionKind.FOUND_MORE: message("We found out more: %(title)s"),
    CorrectionKind.NEW_EVENT: message("Something new has happened: %(title)s"),
}
#: The same as the mark of a thing.
CORRECTION_TAG = {
    CorrectionKind.OUR_ERROR: message("Corrected"),
    CorrectionKind.FOUND_MORE: message("We found out more"),
    CorrectionKind.NEW_EVENT: message("Something new has happened"),
}
#: What those who answer the telephone say of it.
CORRECTION_SAID = {
    CorrectionKind.OUR_ERROR: message("Say this first: we got something wrong"),
    CorrectionKind.FOUND_MORE: message("Say this: we found out more"),
    CorrectionKind.NEW_EVENT: message("Say this: something new has happened"),
}

SUBJECT = {
    "actions": message("What to do"),
    "nature": message("Kind of incident"),
    "window": message("When it happened"),
    "incident.title": message("Name of the incident"),
    "incident.aware": message("When we found out"),
}
#: By kind. The names of what is said in sentences are the writer's own, so readers are not shown them.
SUBJECT_OF = {
    "affected": message("How many: %(name)s"),
    "action": message("What to do"),
    "window": message("When it happened"),
    "step": message("What happens next"),
    "consequence": message("What this could mean for you"),
    "remedies": message("What you are entitled to"),
    "direct_notice": message("How we contact people affected: %(name)s"),
    "claims": message("What others say"),
    "fakes": message("Not from us"),
    "services": message("What works now: %(name)s"),
}

#: What we say of what others say.
WE_SAY = {
    ClaimView.TRUE: message("This is true."),
    ClaimView.PARTLY: message("This is partly true."),
    ClaimView.FALSE: message("This is false."),
    ClaimView.NOT_CHECKED: message("We have not checked this yet."),
    ClaimView.CANNOT_SAY: message("We cannot say whether this is true."),
}

#: Whether a system works, alone in a table or behind its name.
SERVICE = {
    ServiceState.WORKING: message("Working"),
    ServiceState.LIMITED: message("Partly working"),
    ServiceState.DOWN: message("Not working"),
    ServiceState.UNKNOWN: message("We do not know whether it is working"),
    ServiceState.RETIRED: message("Shut down for good"),
}
#: The same with the day or the time since when that is so.
SERVICE_SINCE = {
    ServiceState.WORKING: message("Working since %(when)s"),
    ServiceState.LIMITED: message("Partly working since %(when)s"),
    ServiceState.DOWN: message("Not working since %(when)s"),
    ServiceState.UNKNOWN: message("We have not known since %(when)s whether it is working"),
    ServiceState.RETIRED: message("Shut down for good on %(when)s"),
}
#: The title of what tells subscribers of a system that its state has changed.
SERVICE_NEWS = {
    ServiceState.WORKING: message("%(system)s: working again"),
    ServiceState.LIMITED: message("%(system)s: partly working"),
    ServiceState.DOWN: message("%(system)s: not working"),
    ServiceState.UNKNOWN: message("%(system)s: we do not know whether this is working"),
    ServiceState.RETIRED: message("%(system)s: shut down for good"),
}
#: The same where nobody was told before that it did not work.
SERVICE_WORKS = message("%(system)s: working")

#: What a window is, to a reader of a false alarm.
_THOUGHT_ACCESS = message("We thought that there was unauthorised access")
_THOUGHT_OPEN = message("We thought that there was an exposure")
#: What an incident seemed to be, where it was a false alarm.
SEEMED = message("What it seemed to be")
# Translators: behind a number, a state or a time of which we are not sure, such as "41 people, we think".
THOUGHT = message("%(value)s, we think")
#: What a window is, to a reader.
HAD_ACCESS = message("Unauthorised access")
LAY_OPEN = message("Exposed")

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
        "skip": language.gettext("Skip to the content"),
        "menu": language.gettext("Menu"),
        "search": language.gettext("Search"),
        "unchanged": language.gettext(
            "We never change what we have published here. If something was wrong, a new update says so and shows the old words beside the right ones."
        ),
        "times": dates.zone_of_all(language, key=True),
        "site": language.gettext("This site"),
        "larger": language.gettext("Large print"),
        "smaller": language.gettext("Normal print"),
        "dark": language.gettext("Dark colours"),
        "more": language.gettext("More on this site"),
        "feed": language.gettext("Feed (RSS)"),
        # Translators: %s is a date and time in the reader's own time zone.
        "here": language.gettext("%s your time"),
        "not_found": language.gettext("Not found"),
    }


def changed(language: Language, change: Change, number: int) -> str:
    """Say how often an update made one kind of change, for its summary: `2 answered`."""
    match change:
        case Change.CORRECTED:
            return corrected(language, CorrectionKind.OUR_ERROR, number)
        case Change.ANSWERED:
            return language.ngettext("%(number)s answered", "%(number)s answered", number)
        case Change.UNANSWERABLE:
            return language.ngettext("%(number)s that cannot be answered", "%(number)s that cannot be answered", number)
        case Change.STATED:
            return language.ngettext("%(number)s new", "%(number)s new", number)
        case Change.REFINED:
            return language.ngettext("%(number)s clarified", "%(number)s clarified", number)
        case Change.CHANGED:
            return language.ngettext("%(number)s changed", "%(number)s changed", number)
        case Change.DONE:
            return language.ngettext("%(number)s done", "%(number)s done", number)
        case Change.MOVED:
            return language.ngettext("%(number)s moved to a new date", "%(number)s moved to a new date", number)
        case Change.DROPPED:
            return language.ngettext("%(number)s dropped", "%(number)s dropped", number)
        case Change.WITHDRAWN:
            return language.ngettext("%(number)s no longer needed", "%(number)s no longer needed", number)
        case Change.ENDED:
            return language.ngettext("%(number)s no longer the case", "%(number)s no longer the case", number)
        case Change.DOUBTED:
            return language.ngettext("%(number)s no longer certain", "%(number)s no longer certain", number)
        case Change.STILL_TRUE:
            return language.ngettext("%(number)s checked again", "%(number)s checked again", number)


def corrected(language: Language, kind: CorrectionKind, number: int) -> str:
    """How many corrections of a kind an update makes, for its summary: `2 corrected`."""
    match kind:
        case CorrectionKind.OUR_ERROR:
            return language.ngettext("%(number)s corrected", "%(number)s corrected", number)
        case CorrectionKind.FOUND_MORE:
            return language.ngettext(
                "%(number)s thing we found out more about", "%(number)s things we found out more about", number
            )
        case CorrectionKind.NEW_EVENT:
            return language.ngettext("%(number)s overtaken by events", "%(number)s overtaken by events", number)


#: The order of changes in an update's summary.
SUMMED = (
    Change.CORRECTED,
    Change.DOUBTED,
    Change.ANSWERED,
    Change.UNANSWERABLE,
    Change.STATED,
    Change.CHANGED,
    Change.REFINED,
    Change.DONE,
    Change.MOVED,
    Change.DROPPED,
    Change.WITHDRAWN,
    Change.ENDED,
    Change.STILL_TRUE,
)


#: What stands before the first letter: the tags around it, of an author's word that is marked as being of another language or direction.
_BEFORE_THE_FIRST = re.compile(r"(?:<[^>]*>)*")


@overload
def raised(text: Html) -> Html: ...
@overload
def raised(text: str) -> str: ...
def raised(text: str) -> str:
    """Capitalise the first letter of words that begin a line, where the script has capitals. HTML stays HTML."""
    return _first_letter(text, str.upper)


@overload
def lowered(text: Html) -> Html: ...
@overload
def lowered(text: str) -> str: ...
def lowered(text: str) -> str:
    """Return words that begin a line in the form for the inside of one. They must not begin with a noun, which German capitalises."""
    return _first_letter(text, str.lower)


def _first_letter(text: str, change: Callable[[str], str]) -> str:
    """Change the first letter. Of text that is no HTML, a bracket is one of its characters."""
    if not isinstance(text, Html):
        return change(text[:1]) + text[1:]
    start = found.end() if (found := _BEFORE_THE_FIRST.match(text)) else 0
    return Html(f"{text[:start]}{change(text[start : start + 1])}{text[start + 1 :]}")


def as_heading(name: str) -> str:
    """Return a name in words: `card-numbers` becomes `Card numbers`."""
    return raised(name.replace("-", " ").replace("_", " ").strip())


#: What ends a sentence, in any of the product's languages, and what may follow it.
_ENDS = re.compile(r"[.!?…؟。]['\"”’»)\]\s]*$")


def stopped(said: Html) -> Html:
    """End words as a sentence: a figure that is quoted beside another has no stop of its own."""
    return said if not said or is_stopped(unescape(re.sub(r"<[^>]*>", "", said))) else Html(f"{said}.")


def is_stopped(text: str) -> bool:
    """Whether plain text ends as a sentence does, in any of the product's languages."""
    return _ENDS.search(text) is not None


def in_sentence(text: str, tag: str) -> str:
    """Return a name in words for the inside of a line: `card numbers`. In German, nouns keep their capital letter.

    Args:
        text: the words.
        tag: their language.
    """
    return text if same_language(tag, "de") else lowered(text)


def subject(language: Language, of: str, named: Callable[[str, bool], Html], system: Callable[[str], Html] = html_of) -> Html:
    """Name the subject of an event for readers.

    Args:
        language: the reader's language.
        of: the event's `subject`.
        named: turns an author's name into HTML, given whether it is inside a line.
        system: turns the name of a system into HTML, which is a name of its own and keeps its capitals.
    """
    if of in SUBJECT:
        return language.html(SUBJECT[of])
    kind, dot, name = of.partition(".")
    if kind == "data" and dot:
        data, _, whose = name.partition(".")
        if not whose:
            return named(data, False)  # one of two places
        # Translators: a kind of data and whose it is, such as "Passwords (customers)".
        return language.html("%(name)s (%(whose)s)", name=named(data, False), whose=named(whose, True))  # as above
    if not dot or kind not in SUBJECT_OF:
        return named(name or of, False)  # one of two places
    if kind == "services":
        return language.html(SUBJECT_OF[kind], name=system(name))
    if kind == "window" and name == FIRST_WINDOW:
        return language.html("When it happened: the first time")
    return language.html(SUBJECT_OF[kind], name=named(name, True))  # as above


def has_words(of: str) -> bool:
    """Whether readers understand the subject of an event by its name.

    The name of a fact, such as `whose-tickets`, is the writer's own: readers are shown what was said instead.
    """
    return of in SUBJECT or "." in of


def works(language: Language, given: Service) -> Html:
    """Say whether a system works, and since when."""
    if given.since is None:
        return language.html(SERVICE[given.state])
    return language.html(SERVICE_SINCE[given.state], when=dates.time(language, given.since))


def service_news(language: Language, event: Event, system: str) -> str:
    """Return the title of a change of a system, for those who follow it alone."""
    now, was = event.becomes, event.was
    if not isinstance(now, Service):
        said = system
    elif now.state is ServiceState.WORKING and not (isinstance(was, Service) and not was.is_in_order):
        said = language.gettext(SERVICE_WORKS, system=system)
    else:
        said = language.gettext(SERVICE_NEWS[now.state], system=system)
    return language.gettext(CORRECTION_TITLE[event.kind], title=said) if event.kind else said


def sentence_of(language: Language, given: Service) -> Html:
    """Say whether a system works, as a sentence."""
    # Translators: what is said of a system, such as "Not working", as a sentence of its own.
    return language.html("%(said)s.", said=works(language, given))


def count(language: Language, given: Count, mark: Callable[[str], Html]) -> Html:
    """Format a count with its interval: `at most 1,300 of 18,400 customers`.

    Args:
        language: the reader's language.
        given: the count.
        mark: turns the author's word for the unit into HTML.
    """
    said = _count_words(language, given, mark)
    return _thought(language, said) if given.likely else said


def _thought(language: Language, said: Html) -> Html:
    """A number, a state or a time of which we are not sure."""
    return language.html(THOUGHT, value=said)


def told(
    language: Language,
    given: Data,
    mark: Callable[[str], Html],
    whose: Html | None = None,
    labels: Mapping[DataState, str] = DATA,
) -> Html:
    """What is said of a kind of data, and for how many: `copied and taken, for 41 people`.

    Args:
        language: the reader's.
        given: what is said.
        mark: makes HTML of an author's word.
        whose: the population's name, where a reader has to be told which it is; None where that stands beside it, or none is named.
        labels: what each state is called, as messages.
    """
    said = language.html(labels[given.state])
    if given.count is not None and given.count.form is CountForm.UNKNOWN:
        said = _for_how_many(language, said, given.count, mark)
    elif given.count is not None:
        # Translators: what happened to data, and for how many people or for which group, such as "copied and taken, for 41 people".
        said = language.html("%(value)s, for %(whom)s", value=said, whom=count(language, given.count, mark))
    elif whose is not None:
        said = language.html("%(value)s, for %(whom)s", value=said, whom=whose)
    return _thought(language, said) if given.likely else said


def _for_how_many(language: Language, said: Html, given: Count, mark: Callable[[str], Html]) -> Html:
    unit = mark(given.unit)
    if given.of is None:
        # Translators: what happened to data, and what is counted, such as "people".
        return language.html("%(value)s; we do not know for how many %(unit)s", value=said, unit=unit)
    # Translators: as above; %(total)s is how many there are in all.
    return language.html("%(value)s; we do not know for how many of %(total)s %(unit)s", value=said, total=given.of, unit=unit)


#: The question that a fact becomes when nobody is certain of it any more. The answer stands for all that was said.
DOUBTED = message("Whether this is still true: %(what)s")


def meaning(state: State, *, questions: bool = True) -> str:
    """What a status means for an incident, as a message: no more than is true of this one.

    Args:
        state: the incident after one of its updates.
        questions: whether every public question is answered, or says why not.
    """
    status = state.status or Status.INVESTIGATING
    settled = is_settled(state)
    if status is Status.RESOLVED:
        if state.outcome in {Outcome.FALSE_ALARM, Outcome.PART_OF_ANOTHER}:
            return OUTCOME[state.outcome]
        if state.open_steps:
            return _UNFINISHED
        if not settled or not questions:
            return _UNANSWERED
        return MEANING[status]
    if settled and state.none_left and status in _MEANING_SETTLED:
        return _MEANING_SETTLED[status]
    return _MEANING_WITHOUT_INTRUDER.get(status, MEANING[status]) if is_without_intruder(state) else MEANING[status]


def state(status: Status, *, is_without_intruder: bool) -> str:
    """How things stand, as a message.

    Args:
        status: the status.
        is_without_intruder: whether nobody broke in.
    """
    return _STATE_WITHOUT_INTRUDER if status is Status.CONFIRMED and is_without_intruder else _STATE[status]


def access(state: State) -> str:
    """What readers are told a window is, as a message: without an intruder, it is when things lay open."""
    open_ = state.nature is not None and state.nature.nature in WITHOUT_INTRUDER
    if state.outcome is Outcome.FALSE_ALARM:
        return _THOUGHT_OPEN if open_ else _THOUGHT_ACCESS
    return LAY_OPEN if open_ else HAD_ACCESS


def nature_label(state: State) -> str:
    """What the nature of an incident is called, as a message: of a false alarm, that somebody broke in is what it seemed to be."""
    nature = state.nature.nature if state.nature else None
    seemed = state.outcome is Outcome.FALSE_ALARM and nature not in {*WITHOUT_INTRUDER, Nature.UNKNOWN, None}
    return SEEMED if seemed else SUBJECT["nature"]


def _count_words(language: Language, given: Count, mark: Callable[[str], Html]) -> Html:
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
    said = _window_words(language, given)
    return _thought(language, said) if given.likely else said


def _window_words(language: Language, given: Window) -> Html:
    if given.start and given.end:
        start, end = dates.time(language, given.start), dates.time(language, given.end)
        return language.html("from %(start)s to %(end)s", start=start, end=end)
    if given.start:
        return language.html("from %(start)s (end not known)", start=dates.time(language, given.start))
    if given.end:
        return language.html("until %(end)s (start not known)", end=dates.time(language, given.end))
    return language.html("start and end not known")


def value_of(language: Language, of: str, given: Value, mark: Callable[[str], Html], value: Callable[[Value], Html]) -> Html:
    """Format an event's old or new value beside the name of its subject: whose data it is, where that name says so, is not said again.

    Args:
        language: the reader's language.
        of: the event's `subject`.
        given: the value.
        mark: turns an author's words into HTML.
        value: formats a value that stands alone.
    """
    if not isinstance(given, Data) or of != f"data.{given.kind}.{given.population}":
        return value(given)
    return told(language, given, mark)


def action(language: Language, given: Action, mark: Callable[[str], Html], readers: Callable[[str, bool], Html]) -> Html:
    """Format an action and whom it is for: in free words, or by the names of readers."""
    if given.for_whom:
        whom = language.listed([readers(name, place > 0) for place, name in enumerate(given.for_whom)])
    elif given.audience:
        whom = mark(given.audience)
    else:
        return mark(given.do)
    # Translators: whom advice is for, and the advice.
    return language.html("%(whom)s: %(what)s", whom=whom, what=mark(given.do))


def our_view(language: Language, given: Claim, mark: Callable[[str], Html]) -> Html:
    """Say what we say of a claim, and what is so."""
    parts: list[str] = [language.html(WE_SAY[given.we_say or ClaimView.NOT_CHECKED])]
    parts += [mark(text) for text in (given.in_fact, given.because) if text]
    return Html(" ").join(parts)


def remedy(language: Language, given: Remedy, mark: Callable[[str], Html]) -> Html:
    """Say what is offered, and on what terms."""
    parts: list[str] = [mark(given.what)]
    if given.months:
        parts.append(language.html_several("For %(number)s month.", "For %(number)s months.", given.months))
    if given.how:
        parts.append(mark(given.how))
    if given.provider:
        parts.append(language.html("Provided by %(whom)s.", whom=mark(given.provider)))
    if given.cost:
        parts.append(language.html("Cost: %(what)s.", what=mark(given.cost.removesuffix("."))))
    if given.enrol_by:
        parts.append(language.html("You can ask for it until %(when)s.", when=dates.time(language, given.enrol_by)))
    return Html(" ").join(parts)


def how_told(given: DirectNotice) -> str:
    """How people are told, as a sentence of its own, such as `By letter.`."""
    return raised(given.how.removesuffix(".") + ".")


def told_in_words(given: DirectNotice) -> str:
    """How people are told, behind words that say what it is about."""
    return given.how.removesuffix(".")


def _is_phrase(how: str) -> bool:
    """Whether how people are told is a few words, such as `by letter`, and no sentence that says who does it."""
    return how[:1].islower() or len(how.split()) <= _MOST_OF_A_PHRASE


def notice(
    language: Language, given: DirectNotice, mark: Callable[[str], Html], *, counts: bool = True, named: bool = False
) -> Html:
    """Say how people are told directly, and how far that has come. Of whom some could not be reached, it is not said that all have been.

    Args:
        language: the reader's.
        given: what is said of it.
        mark: makes HTML of an author's words.
        counts: whether in numbers too.
        named: whether it says what it is about, where no heading does.
    """
    parts: list[str] = [
        language.html("How we contact them: %(how)s.", how=mark(told_in_words(given)))
        if named and _is_phrase(given.how)
        else mark(how_told(given))
    ]
    if counts and given.sent:
        sent = count(language, given.sent, mark)
        parts.append(
            language.html("Contacted: %(count)s.", count=sent)
            if given.complete
            else language.html("Contacted so far: %(count)s.", count=sent)
        )
    if counts and given.returned:
        parts.append(language.html("Could not be reached: %(count)s.", count=count(language, given.returned, mark)))
    if given.complete and given.returned:
        parts.append(language.html("We have tried to contact all of them."))
    elif given.complete:
        parts.append(
            language.html("All of them were contacted by %(when)s.", when=dates.time(language, given.on))
            if given.on
            else language.html("All of them have been contacted.")
        )
    elif given.by:
        parts.append(language.html("We promised to contact all of them by %(when)s.", when=dates.time(language, given.by)))
    if given.silence:
        parts += [mark(given.silence), language.html("If your address has changed, ask us.")]
    return Html(" ").join(parts)


def quoted(language: Language, text: str, mark: Callable[[str], Html]) -> Html:
    """Quote somebody else's words, in the language's own quotation marks."""
    # Translators: what somebody else says, in the quotation marks of your language.
    return language.html("“%(what)s”", what=mark(text))


def _part(language: Language, given: Data, mark: Callable[[str], Html], named: Callable[[str, bool], Html]) -> Html:
    """Format what is said of a kind of data for one of several populations."""
    said = told(language, given, mark)
    return language.html("%(name)s: %(value)s", name=named(given.population, False), value=said) if given.population else said


def value(
    language: Language,
    given: Value,
    mark: Callable[[str], Html],
    named: Callable[[str, bool], Html],
    of_others: Callable[[str], Html] = unlinked,
    readers: Callable[[str, bool], Html] | None = None,
) -> Html:
    """Format an event's old or new value.

    Args:
        language: the reader's language.
        given: the value.
        mark: turns an author's words into HTML.
        named: formats an author's name, given whether it stands inside a line.
        of_others: turns somebody else's words into HTML, which has no links.
        readers: formats the name of readers, given the same; by default as `named` does.
    """
    readers = readers or named
    match given:
        # A nature is also a string, so it comes first.
        case Nature():
            return language.html(NATURE[given])
        case str():
            return mark(given)
        case Fact():
            said = language.html("We think: %(what)s", what=mark(given.text)) if given.likely else mark(given.text)
            if given.when is None:
                return said
            # Translators: a fact, and the month, the day or the time at which it happened.
            return language.html("%(what)s (%(when)s)", what=said, when=dates.occasion(language, given.when))
        case Comfort(fact):
            if not fact.looked:
                said = mark(fact.text)
                return language.html("%(what)s We looked and found nothing.", what=said) if fact.found else said
            if fact.through is None:
                said = language.html("%(unknown)s We looked here: %(looked)s", unknown=mark(fact.text), looked=mark(fact.looked))
            else:
                said = language.html(
                    "%(unknown)s We looked here (up to %(when)s): %(looked)s",
                    unknown=mark(fact.text),
                    looked=mark(fact.looked),
                    when=dates.time(language, fact.through),
                )
            return Html(" ").join((said, language.html("We found nothing there."))) if fact.found else said
        case Claim():
            return Html(" ").join((quoted(language, given.says, of_others), our_view(language, given, mark)))
        case Remedy():
            said = remedy(language, given, mark)
            if not given.for_whom:
                return said
            # Whom it is for may be all that has changed.
            whom = Html(language.listed([readers(name, True) for name in given.for_whom]))
            return Html(" ").join((said, language.html("For: %(whom)s.", whom=whom)))
        case DirectNotice():
            return notice(language, given, mark)
        case Fake():
            if not given.seen:
                return mark(given.what)
            seen = language.listed([unlinked(one) for one in given.seen])
            # Translators: what a message that is not from us does, and what people see of it.
            return language.html("%(what)s (%(seen)s)", what=mark(given.what), seen=seen)
        case Action():
            return action(language, given, mark, readers)
        case tuple():
            parts: list[str] = [
                _part(language, one, mark, named) if isinstance(one, Data) else action(language, one, mark, readers)
                for one in given
            ]
            return Html("; " if given and isinstance(given[0], Data) else " ").join(parts)
        case Count():
            return count(language, given, mark)
        case Data():
            return told(language, given, mark, named(given.population, True) if given.population else None)
        case Window():
            return window(language, given)
        case Service():
            more = (mark(one) for one in (given.what, given.instead, given.because) if one)
            return Html(" ").join((sentence_of(language, given), *more))
        case date():
            return dates.time(language, given)
