"""What the easy form of a statement says, against the statement: its numbers and days, what it denies, and whether the worst is in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from generator.inspection.context import Context
from generator.ledger.records import DataEntry, Transition
from generator.ledger.sentences import Naming
from generator.model.document import UpdateDocument
from generator.model.moment import local
from generator.model.update import DataState, Month
from generator.prose.clauses import clauses
from generator.prose.denial import denials, denies_taking_alone
from generator.prose.number_words import NumericExpression, Reading, numeric_expressions, readings
from generator.prose.reach import reaching
from generator.prose.subjects import SubjectNames

KEY = "easy_read"
#: What was said before and is not said any more, and the easy form itself.
_NOT_SAID = frozenset({"history", "moved_from", "was", KEY, "recordings", "template", "approved_by", "waivers", "amended"})
_WORST = (DataState.TAKEN, DataState.ACCESSED)
#: The most letters between a month and its day: "9. März", "9th of March".
_APART = 6


@dataclass(frozen=True, slots=True)
class EasyForm:
    """The easy form of an update.

    Attributes:
        text: it.
        language: of its words.
        transition: what the update did.
        naming: how sentences call what the ledger holds.
    """

    text: str
    language: str
    transition: Transition
    naming: Naming

    def kinds(self) -> SubjectNames[str]:
        """The names of the kinds of data."""
        return SubjectNames({kind: self.naming.words(kind) for kind in self.transition.after.data}, self.language)


def easy_form(document: UpdateDocument, context: Context) -> EasyForm | None:
    """Return the easy form of an update; None where there is none, or the incident was not folded."""
    text, transition, ledger = document.update.easy_read, context.transition, context.ledger
    if not text or transition is None or ledger is None:
        return None
    incident = ledger.folder.document.incident
    language = context.analysis.language(document)
    naming = Naming(language=language, zone=context.zone, called=incident.names if incident else {}, systems=())
    return EasyForm(text, language, transition, naming)


# Numbers and days.


def strange_numbers(form: EasyForm, statement: Iterable[object], zone: ZoneInfo) -> tuple[str, ...]:
    """Return the numbers, days and times in the easy form that stand nowhere in the statement, as they are written.

    Args:
        form: the easy form.
        statement: what the update and the ledger say, at any depth.
        zone: the site's.
    """
    said: set[Reading] = set()
    days: set[tuple[int, int]] = set()
    for value in _values(statement, zone):
        if isinstance(value, str):
            said |= readings(value, form.language) | readings(value, form.language, in_words=True)
            days |= {day for _, day in _days(value, form.language)}
        else:
            said.add(("number", value))
    found: list[str] = []
    text = form.text
    dated = _days(text, form.language)
    for (start, end), day in dated:
        if day not in days:
            found.append(text[start:end])
    inside = [span for span, _ in dated]
    for number in numeric_expressions(text, form.language):
        if any(start <= number.start and number.end <= end for start, end in inside):
            continue
        # Small numbers in words count what the sentence itself lists; counts of people are compared with the ledger elsewhere.
        if number.counts and re.search(r"\d", text[number.start : number.end]) and not number.readings & said:
            found.append(text[number.start : number.end])
    return tuple(dict.fromkeys(found))


def _days(text: str, language: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the days that a text names, each with its place: the day of the month, and the month."""
    told = numeric_expressions(text, language)
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for month in told:
        name = _month(month)
        if name is None:
            continue
        for day in told:
            apart = max(month.start - day.end, day.start - month.end)
            number = _day(day)
            if day is not month and number and 0 <= apart <= _APART:
                between = text[min(month.end, day.end) : max(month.start, day.start)]
                if not re.search(r"[,;:!?]\s|\band\b", between):
                    found.append(((min(month.start, day.start), max(month.end, day.end)), (number, name)))
                    break
    return found


def _month(number: NumericExpression) -> int | None:
    """The month that an expression can only be: its name, or the month of an ISO date."""
    return (
        next((int(str(value)) for kind, value in number.readings if kind == "month"), None) if len(number.readings) == 1 else None
    )


def _day(number: NumericExpression) -> int:
    return next(
        (
            int(str(value))
            for kind, value in number.readings
            if kind == "number" and str(value).isdigit() and 0 < int(str(value)) < 32
        ),
        0,
    )


def _values(said: object, zone: ZoneInfo) -> Iterator[str | int]:
    """Yield every text and number in a value, at any depth; days and times as texts."""
    match said:
        case None | bool() | Enum():
            return
        case str() | int():
            yield said
        case datetime():
            yield f"{local(said, zone):%Y-%m-%d %H:%M}"
        case date():
            yield said.isoformat()
        case Month():
            yield str(said)
        case Mapping():
            for value in said.values():
                yield from _values(value, zone)
        case tuple() | list() | frozenset():
            for value in said:
                yield from _values(value, zone)
        case _ if is_dataclass(said):
            for one in fields(said):
                if one.name not in _NOT_SAID:
                    yield from _values(getattr(said, one.name), zone)
        case _:
            return


# Kinds of data.


def denied_kinds(form: EasyForm) -> Iterator[DataEntry]:
    """Yield the kinds of data of which the easy form says that nothing was reached, although the ledger says otherwise."""
    names, only_taking = form.kinds(), denies_taking_alone(form.text, form.language)
    for denial in denials(form.text, form.language):
        for mention in names.mentions(denial.clause.text):
            entry = form.transition.after.data[mention.subject]
            if all(one.state in _WORST for one in entry.told) and (not only_taking or entry.state is DataState.TAKEN):
                yield entry


def claimed_kinds(form: EasyForm) -> Iterator[DataEntry]:
    """Yield the kinds of data of which the easy form says that they were reached, although the ledger says that they were not."""
    names = form.kinds()
    denied = {denial.clause.start for denial in denials(form.text, form.language)}
    reached = {one.clause.start for one in reaching(form.text, form.language)}
    for clause in clauses(form.text, form.language):
        if clause.start in reached and clause.start not in denied:
            for mention in names.mentions(clause.text):
                entry = form.transition.after.data[mention.subject]
                if all(one.state is DataState.NOT_AFFECTED for one in entry.told):
                    yield entry


def worst_unsaid(form: EasyForm) -> tuple[DataEntry, ...]:
    """Return the kinds of data in the worst state of all that the easy form does not name."""
    data = form.transition.after.data.values()
    worst = next((state for state in _WORST if any(entry.state is state for entry in data)), None)
    named = form.kinds().subjects(form.text)
    return tuple(entry for entry in data if entry.state is worst and entry.kind not in named)
