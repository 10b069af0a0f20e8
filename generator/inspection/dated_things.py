"""What the ledger has a day of, and the sentences of a text elsewhere that name another day for it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.content.sentences import statement_of
from generator.inspection.outside import OutsideSentence, OutsideStatement
from generator.model.update import Month, Occasion
from generator.prose.clause_kinds import ClauseKind, clause_at, clause_kinds
from generator.prose.days import Day, NamedDay, named_days
from generator.prose.lexicon import lexicon
from generator.prose.number_words import lowered_same_length
from generator.prose.reach import reaching

#: How like a step, an answer or an offer a sentence has to be for its day to be that thing's.
_ABOUT = 0.5
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day of a text that is not the one of the ledger.

    Attributes:
        sentence: where it is named.
        day: where in the sentence, and what it can mean.
        what: what it is a day of, for the writer.
        own: what the ledger says, for the writer.
        key: where that is said: `window`, `aware`, `next_update`, `step.<name>` …
    """

    sentence: OutsideSentence
    day: NamedDay
    what: str
    own: str
    key: str

    @property
    def quote(self) -> str:
        """The day as it is written."""
        return self.sentence.text[self.day.start : self.day.end]


def other_days(said: OutsideStatement) -> Iterator[OtherDay]:
    """Yield the days on which a text says that something happened or was found, where the ledger has other ones."""
    words = _words(said.language)
    windows = tuple(entry.window for entry in said.state.windows.values())
    occurred = said.ledger.folder.incident.occurred
    zone = said.ledger.zone
    starts = [_first(one.start, zone) for one in windows if one.start is not None] + (
        [_first(occurred, zone)] if occurred else []
    )
    ends = [_last(one.end or one.start, zone) for one in windows if one.end or one.start] + (
        [_last(occurred, zone)] if occurred else []
    )
    if any(one.start is not None and one.end is None for one in windows):
        ends.append(said.when.astimezone(zone).date())
    aware = said.ledger.folder.incident.aware.astimezone(zone).date()
    told = frozenset(_told_days(said))
    for sentence, days in _with_days(said):
        named = _said_of(sentence, days, words, said.language)
        for day in days:
            clause = _clause(sentence, day, said.language)
            if clause in {ClauseKind.CONDITIONAL, ClauseKind.ORDER}:
                continue
            what = named.get(day)
            near = what.name if what else None
            # "On 10 February we found that bank details were in the letters": that is another thing than the incident.
            is_incident = (
                len(days) == 1
                and what is not None
                and not _that_follows(sentence.text[what.start :], what.end - what.start, said.language)
            )
            if near == "found" and not _is(day, [aware]) and (is_incident or not _among(day, told)):
                yield OtherDay(sentence, day, "when it was found", f"`aware` is {aware}", "aware")
            elif (near == "happened" or (near is None and _speaks_of_reach(sentence, day, said.language))) and starts:
                first, last = min(starts), max([*ends, min(starts)])
                if (
                    not _is_to_come(day, said.when.astimezone(zone).date())
                    and not _between(day, first, last)
                    and not _among(day, told)
                ):
                    own = f"it was on {first}" if first == last else f"it was from {first} to {last}"
                    yield OtherDay(sentence, day, "when it happened", f"in the ledger {own}", "window")


def other_promises(said: OutsideStatement) -> Iterator[OtherDay]:
    """Yield the days by which a text promises something, where the ledger promises it by another one."""
    words = _words(said.language)
    zone = said.ledger.zone
    state = said.state
    promised: dict[str, tuple[str, date]] = {}
    for step in state.open_steps:
        if step.step.by is not None:
            promised[f"step.{step.name}"] = (f"the step `{step.name}`", _last(step.step.by, zone))
    for unknown in state.open_unknowns:
        if unknown.fact.by is not None:
            promised[unknown.name] = (f"the answer to `{unknown.name}`", _last(unknown.fact.by, zone))
    for remedy in state.standing_remedies:
        if remedy.remedy.enrol_by is not None:
            promised[f"remedies.{remedy.name}"] = (f"the remedy `{remedy.name}`", remedy.remedy.enrol_by)
    for sentence, days in _with_days(said):
        named = _said_of(sentence, days, words, said.language)
        for day in days:
            if state.next_update is not None and (what := named.get(day)) is not None and what.name == "next":
                own = state.next_update.astimezone(zone).date()
                if not _is(day, [own]):
                    yield OtherDay(sentence, day, "the next update", f"`next_update` is {own}", "next_update")
                continue
            if len(days) > 1:
                continue
            about = [one.subject for one in said.sayings.about(sentence.text, _ABOUT) if one.subject in promised]
            if about:
                thing, own = promised[about[0]]
                if _is(day, [own]):
                    continue
                yield OtherDay(sentence, day, thing, f"the ledger has {own}", about[0])


def _with_days(said: OutsideStatement) -> Iterator[tuple[OutsideSentence, tuple[NamedDay, ...]]]:
    today = said.when.astimezone(said.ledger.zone).date()
    for sentence in said.sentences:
        days = named_days(sentence.text, said.language, today)
        if days:
            yield sentence, days


def _told_days(said: OutsideStatement) -> Iterator[Day]:
    """Yield every day that the ledger holds, whatever it is a day of: what readers were told cannot be new to them."""
    zone = said.ledger.zone
    folder = said.ledger.folder
    for transition in said.ledger.seen(said.when):
        update = transition.document.update
        yield _day(update.published.astimezone(zone).date())
        documents = [transition.document, *(one for one in folder.translations if one.number == update.number and one.parsed)]
        for document in documents:
            language = document.language or ("" if document is not transition.document else said.language)
            statement = statement_of(document)
            for text in (*statement.sentences.values(), statement.body):
                for named in named_days(text, language or said.language):
                    yield from named.meant
            for value in statement.values.values():
                if isinstance(value, date):
                    yield _day(value.astimezone(zone).date() if isinstance(value, datetime) else value)
    yield _day(folder.incident.aware.astimezone(zone).date())


def _day(day: date) -> Day:
    return Day(day.month, day.day, day.year)


def _first(when: Occasion, zone: ZoneInfo) -> date:
    if isinstance(when, Month):
        return date(when.year, when.month, 1)
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def _last(when: Occasion | None, zone: ZoneInfo) -> date:
    if isinstance(when, Month):
        return date(when.year + when.month // 12, when.month % 12 + 1, 1) - timedelta(days=1)
    return _first(when, zone) if when is not None else date.min


def _is(day: NamedDay, own: Iterable[date]) -> bool:
    return any(meant.is_same(_day(one)) for meant in day.meant for one in own)


def _among(day: NamedDay, told: frozenset[Day]) -> bool:
    return any(meant.is_same(one) for meant in day.meant for one in told)


def _between(day: NamedDay, first: date, last: date) -> bool:
    for meant in day.meant:
        for year in (meant.year,) if meant.year is not None else range(first.year, last.year + 1):
            try:
                if first <= date(year, meant.month, meant.day) <= last:
                    return True
            except ValueError:
                continue
    return False


def _is_to_come(day: NamedDay, today: date) -> bool:
    """Whether a day lies ahead; without a year, the nearest one is meant."""
    for meant in day.meant:
        for year in (meant.year,) if meant.year is not None else (today.year, today.year + 1):
            try:
                ahead = date(year, meant.month, meant.day) - today
            except ValueError:
                continue
            if timedelta() < ahead and (meant.year is not None or ahead < _HALF_A_YEAR):
                return True
    return False


def _clause(sentence: OutsideSentence, day: NamedDay, language: str) -> ClauseKind | None:
    clause = clause_at(clause_kinds(sentence.text, language), day.start)
    return clause.kind if clause else None


def _speaks_of_reach(sentence: OutsideSentence, day: NamedDay, language: str) -> bool:
    """Whether the clause with a day says that something was reached."""
    return any(one.clause.start <= day.start < one.clause.end for one in reaching(sentence.text, language))


@dataclass(frozen=True, slots=True)
class _Named:
    """Words of a sentence that tell what a day is a day of.

    Attributes:
        name: what it is: `found`, `happened` or `next`.
        start: where the words begin in the sentence.
        end: one past their last character.
    """

    name: str
    start: int
    end: int

    def away(self, day: NamedDay) -> int:
        """How far they are from a day."""
        return min(abs(self.start - day.end), abs(day.start - self.end))


def _said_of(
    sentence: OutsideSentence, days: tuple[NamedDay, ...], words: Mapping[str, re.Pattern[str]], language: str
) -> Mapping[NamedDay, _Named]:
    """Return what each day of a sentence is a day of, by the words nearest to it; nothing of a day that other words speak of.

    "The police opened a case on 9 February, a day after we found it": a word of another clause than its day says nothing of it, and a word speaks
    of the day that is nearest to it, where one is.
    """
    small = lowered_same_length(sentence.text)
    found = [_Named(name, one.start(), one.end()) for name, pattern in words.items() for one in pattern.finditer(small)]
    breaks = [part.start for part in clause_kinds(sentence.text, language) if part.kind is not ClauseKind.MAIN and part.start > 0]
    told: dict[NamedDay, _Named] = {}
    for day in days:
        near = [
            one
            for one in found
            if not any(min(day.end, one.end) <= cut < max(day.start, one.start) for cut in breaks)
            and not any(other is not day and one.away(other) < one.away(day) for other in days)
        ]
        if near:
            told[day] = min(near, key=lambda one: one.away(day))
    return MappingProxyType(told)


def _that_follows(rest: str, length: int, language: str) -> bool:
    """Whether what was found is told in a clause of its own, which begins in the words of finding or right after them: "found that …"."""
    said = lexicon(language).clause_kinds.words("said")
    words = [word.replace("’", "'") for word in re.findall(r"[^\W_]+['’]?", rest[:length].lower())[-1:]]
    words += [word.replace("’", "'") for word in re.findall(r"^\W*([^\W_]+['’]?)", rest[length:].lower())]
    return any(word in said for word in words)


@cache
def _words(language: str) -> Mapping[str, re.Pattern[str]]:
    written = tomllib.loads(files("generator.inspection").joinpath("dated_words.toml").read_text(encoding="utf-8"))
    patterns = written.get(language, {})
    return MappingProxyType({name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for name, pattern in patterns.items()})
