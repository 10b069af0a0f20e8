"""Comforts that fall, and facts that may no longer hold.

A comfort is data that is not affected, a count of 0 or a maximum that was lowered, and a fact or an unknown at which nothing was found. When an
update takes one back, or makes anything worse, the facts that deny just that stand beside it as if nothing had happened. So the update is asked
about each of them, and answers: it was wrong, it has ended, it is so still, or nobody knows any more.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from typing import Final

from generator.ledger.intervals import is_inside
from generator.ledger.moments import day_of
from generator.ledger.records import (
    Answer,
    Asked,
    AskedBecause,
    Change,
    ClaimEntry,
    ClaimState,
    Event,
    FactEntry,
    FactState,
    State,
    Violation,
    ViolationKind,
    Worse,
)
from generator.ledger.sentences import Naming, count_population, subject_names
from generator.ledger.words import Comfort
from generator.model.moment import local
from generator.model.update import (
    Claim,
    Count,
    CountForm,
    Data,
    DataState,
    Fact,
    Found,
    Month,
    Service,
    ServiceState,
    Status,
    Update,
    Window,
)
from generator.prose.denial import comforts, denies, denies_since_alone, denies_taking_alone, says_down
from generator.prose.figures import Amount, gives, may_mean
from generator.prose.subjects import SubjectNames

#: The name under which the story so far is asked about.
STORY: Final = "what_happened"

#: How bad it is for data; what is not known is no worse than what was not affected.
_RANK: Final[Mapping[DataState, int]] = {
    DataState.NOT_AFFECTED: 0,
    DataState.UNKNOWN: 0,
    DataState.POSSIBLE: 1,
    DataState.ACCESSED: 2,
    DataState.TAKEN: 3,
}


# What comforts.


def is_comfort(fact: Fact, language: str) -> bool:
    """Whether a fact says that somebody looked and found nothing: by `found`, or in words. That somebody looked comforts nobody."""
    return fact.found is Found.NOTHING or (bool(fact.looked) and comforts(fact.looked, language))


def comfort_of(fact: Fact, language: str) -> Comfort | None:
    """The comfort that an unknown is; None when it is none."""
    return Comfort(fact) if is_comfort(fact, language) else None


def denies_reach(fact: Fact, language: str) -> bool:
    """Whether a fact says that something was not reached, or that nothing was found where somebody looked."""
    return denies(fact.text, language) or is_comfort(fact, language)


def lowest_maximum(history: Iterable[Event], population: str = "") -> int | None:
    """The count above which a comfort falls: 0, or a maximum that was lowered; None when nobody was comforted.

    Args:
        history: what was said of a population, or of a kind of data, oldest first.
        population: of a kind of data: whose count it is.
    """
    least: int | None = None
    before: Count | None = None
    for event in history:
        count = _count_in(event, population)
        if count is None:
            continue
        if count.high == 0:
            least = 0
        elif least is not None and (count.high is None or count.high > least):
            least = None
        elif before is not None and _lowers(count, before):
            least = count.high
        before = count
    return least


def _count_in(event: Event, population: str) -> Count | None:
    if event.change in {Change.ENDED, Change.STILL_TRUE}:
        return None
    for one in event.becomes if isinstance(event.becomes, tuple) else (event.becomes,):
        if isinstance(one, Count):
            return one
        if isinstance(one, Data) and one.population == population:
            return one.count
    return None


def _lowers(new: Count, old: Count) -> bool:
    bounded = old.form not in {CountForm.UNKNOWN, CountForm.AT_LEAST} and old.high is not None
    return bounded and new.high is not None and old.high is not None and new.high < old.high


# What gets worse.


def worsened(before: State, update: Update, events: Iterable[Event], violations: Iterable[Violation]) -> tuple[Worse, ...]:
    """Everything that an update says to be worse than what stood, accepted or not, and every comfort that it takes back.

    Args:
        before: what stood.
        update: what it says.
        events: what it did to windows, counts and data.
        violations: what of that was refused.
    """
    moved: list[Event | Violation] = [*events, *violations]
    windows = [one.subject for one in moved if one.adverse and one.subject.partition(".")[0] == "window"]
    return (
        *(Worse(subject) for subject in dict.fromkeys(windows)),
        *(found for name, count in update.affected.items() if (found := _count_worse(before, name, count))),
        *(found for kind, told in update.data.items() for found in _data_worse(before, kind, told)),
    )


def _count_worse(before: State, name: str, count: Count) -> Worse | None:
    entry = before.affected.get(name)
    subject = f"affected.{name}"
    if entry is None:
        return Worse(subject, population=name, reached=count.low > 0) if count.low > 0 else None
    least = lowest_maximum(entry.history)
    comfort = least is not None and (count.high is None or count.high > least)
    risen = _has_risen(count, entry.count)
    return Worse(subject, comfort, worse=risen, population=name, reached=risen and count.low > 0) if comfort or risen else None


def _has_risen(new: Count, old: Count) -> bool:
    """Whether the least or the most has risen. What lies between two ends and is narrowed down has not: its most has fallen."""
    most = old.high is not None and (new.high is None or new.high > old.high)
    narrowed = old.high is not None and new.high is not None and new.high < old.high and is_inside(new, old)
    return most or (new.low > old.low and not narrowed)


def _data_worse(before: State, kind: str, told: tuple[Data, ...]) -> Iterator[Worse]:
    entry = before.data.get(kind)
    old = {one.population: one for one in entry.told} if entry else {}
    for one in told:
        population = one.population
        if not population and "" not in old and len(old) == 1:
            (population,) = old
        was = old.get(population) or old.get("")
        if was is None and entry is not None and not population:
            was = max(old.values(), key=lambda each: _RANK[each.state])
        subject = f"data.{kind}.{population}" if population and len({*old, population} - {""}) > 1 else f"data.{kind}"
        state = was.state if was else DataState.UNKNOWN
        comfort = state is DataState.NOT_AFFECTED and one.state is not DataState.NOT_AFFECTED
        risen = _RANK[one.state] > _RANK[state]
        if was is not None and was.count is not None and one.count is not None:
            least = lowest_maximum(entry.history, population) if entry else None
            comfort = comfort or (least is not None and (one.count.high is None or one.count.high > least))
            risen = risen or (_RANK[one.state] == _RANK[state] and _has_risen(one.count, was.count))
        if comfort or risen:
            reached = risen and one.state in {DataState.ACCESSED, DataState.TAKEN}
            taken = reached and one.state is DataState.TAKEN
            yield Worse(subject, comfort, worse=risen, population=population, reached=reached, taken=taken)


def matching(subject: str, subjects: Iterable[str]) -> bool:
    """Whether a subject is among others, or is a part of one or the whole of one: `data.letters` and `data.letters.staff`."""
    return any(subject == one or subject.startswith(f"{one}.") or one.startswith(f"{subject}.") for one in subjects)


# What is asked.


@dataclass(frozen=True)
class ComfortCheck:
    """What an update did, for the question which facts may no longer hold.

    Attributes:
        before: what stood before it.
        after: what stands after it.
        update: what it says.
        events: what it did.
        violations: what of it was refused.
        worse: what it makes worse.
        naming: how populations, kinds of data and systems are called.
        reopened: when the incident was reopened, if it is; None: it is not.
    """

    before: State
    after: State
    update: Update
    events: tuple[Event, ...]
    violations: tuple[Violation, ...]
    worse: tuple[Worse, ...]
    naming: Naming
    reopened: datetime | None

    def asked_about(self) -> tuple[Asked, ...]:
        """The facts of which the update does not say whether they still hold, in the order in which they were stated."""
        corrected = [(event.subject, event) for event in self.events if event.kind is not None]
        if not self._may_ask(corrected):
            return ()
        facts = (self._of_fact(entry, corrected) for entry in self.before.known)
        claims = (self._of_claim(entry, corrected) for entry in self.before.claims.values() if entry.is_denied)
        return tuple(one for one in (*facts, self._of_story(corrected), *claims) if one is not None)

    def _may_ask(self, corrected: list[tuple[str, Event]]) -> bool:
        """Whether the update did anything that there is a question after; most do not, and the facts of a long incident are many."""
        works_again = any(isinstance(event.becomes, Service) for event in self.events)
        return bool(corrected or self.worse or works_again) or self.reopened is not None or any(self._claims_left())

    def _of_fact(self, entry: FactEntry, corrected: list[tuple[str, Event]]) -> Asked | None:
        fact = entry.fact
        subjects = frozenset((*fact.about, *self._subjects(fact.text)))
        denying = cache(lambda: denies_reach(fact, self.naming.language))
        why = self._why(entry.name, fact.text, fact.about, subjects, corrected, denying=denying)
        if why is None:
            return None
        answer, is_answered = self._answer(entry)
        happened = self._happened(fact, subjects) if denying() else ""
        # It may only end where a new event is named for it, of which this is the news.
        refused = answer if happened and answer is not Answer.ENDED else None
        if is_answered and refused is None:
            return None
        return Asked(
            name=entry.name,
            text=fact.text,
            since=entry.changed,
            because=why[0],
            subject=happened or why[1],
            happened=bool(happened),
            refused=refused,
        )

    def _of_story(self, corrected: list[tuple[str, Event]]) -> Asked | None:
        text = self.before.what_happened
        if not text:
            return None
        language = self.naming.language
        told = " ".join(self.update.what_happened.split())
        if told and told != " ".join(text.split()):
            return None
        fact = Fact(name=STORY, text=text)
        subjects = self._subjects(text)
        denying = cache(lambda: denies(text, language))
        why = self._why(STORY, text, (), subjects, corrected, denying=denying)
        if why is None:
            return None
        happened = self._happened(fact, subjects) if denying() else ""
        if told and not happened:
            return None
        return Asked(
            name=STORY,
            text=text,
            since=self.before.said.get(STORY) or self.update.published,
            because=why[0],
            subject=happened or why[1],
            happened=bool(happened),
            refused=Answer.RESTATED if told else None,
        )

    def _of_claim(self, entry: ClaimEntry, corrected: list[tuple[str, Event]]) -> Asked | None:
        """What is asked about a claim that we call false: that denies what it is about."""
        name, claim = f"claims.{entry.name}", entry.claim
        subjects = self._subjects_of(claim)
        why = self._why(name, claim.in_fact, claim.about, subjects, corrected, denying=lambda: True)
        if why is None:
            return None
        happened = self._happened(Fact(name=name, text=claim.in_fact), subjects, only_taking=True)
        answer, is_answered = self._answer_to_claim(entry)
        refused = answer if happened else None
        if is_answered and refused is None:
            return None
        return Asked(
            name=name,
            text=claim.says,
            since=entry.changed,
            because=why[0],
            subject=happened or why[1],
            happened=bool(happened),
            refused=refused,
        )

    def _answer_to_claim(self, entry: ClaimEntry) -> tuple[Answer | None, bool]:
        name = f"claims.{entry.name}"
        if any(event.subject == name and event.kind is not None for event in self.events):
            return None, True
        if any(one.subject == name and one.kind is ViolationKind.CLAIM_CHANGED for one in self.violations):
            return None, True
        said = entry.name in self.update.claims or self.update.no_change
        return (Answer.RESTATED, True) if said else (None, False)

    def _subjects_of(self, claim: Claim) -> frozenset[str]:
        return frozenset((*claim.about, *self._subjects(claim.says), *self._subjects(claim.in_fact)))

    def _claims_left(self) -> Iterator[str]:
        """The claims that we called false and do not any more, and what they are about."""
        for entry in self.before.claims.values():
            now = self.after.claims.get(entry.name)
            if entry.is_denied and now is not None and (now.state is not ClaimState.STANDING or not now.is_denied):
                yield f"claims.{entry.name}"
                yield from sorted(self._subjects_of(entry.claim))

    def _subjects(self, text: str) -> frozenset[str]:
        return self._names.subjects(text)

    @cached_property
    def _names(self) -> SubjectNames[str]:
        """What any of the texts may be about, worked out once for all of them."""
        return subject_names(self.naming, {*self.before.affected, *self.after.affected}, {*self.before.data, *self.after.data})

    def _why(
        self,
        name: str,
        text: str,
        named: tuple[str, ...],
        subjects: frozenset[str],
        corrected: list[tuple[str, Event]],
        *,
        denying: Callable[[], bool],
    ) -> tuple[AskedBecause, str] | None:
        """The first reason to ask about a fact, and what of the update it is; None when there is none.

        Whether it denies anything is told by reading it word by word, which is done last: of most facts, nothing that changed is what they are about.
        """
        moved = [subject for subject, _ in corrected if subject != name] + [one.subject for one in self.worse if one.worse]
        if subject := next((one for one in moved if matching(one, named)), None):
            return AskedBecause.ABOUT, subject
        left = [*(one.subject for one in self.worse if one.comfort), *(one for one in self._claims_left() if one != name)]
        if (
            subject := next((one for one in left if matching(one, subjects)), None) or self._fallen(name, subjects)
        ) and denying():
            return AskedBecause.COMFORT, subject
        if subject := next((subject for subject, event in corrected if self._gives_old(text, subject, event)), None):
            return AskedBecause.FIGURE, subject
        if self.reopened is not None and not self._said_since(name, self.reopened):
            if name == self.before.contained_by:
                return AskedBecause.CONTAINED_BY, ""
            if denying():
                return AskedBecause.REOPENED, ""
        if subject := self._works_again(text, subjects):
            return AskedBecause.SERVICE, subject
        grown = [one.subject for one in self.worse if one.worse]
        if (
            (subject := next((one for one in grown if matching(one, subjects)), None))
            and not self._is_of_time_after(text)
            and denying()
        ):
            return AskedBecause.WORSE, subject
        return None

    def _works_again(self, text: str, subjects: frozenset[str]) -> str:
        """The system that works since this update, and does not by a text that is about it; empty when there is none."""
        for event in self.events:
            works, was = event.becomes, event.was
            if not isinstance(works, Service) or works.state is not ServiceState.WORKING:
                continue
            if isinstance(was, Service) and was.state is ServiceState.WORKING:
                continue
            # What a system's own words said before is about it, whether or not it names it.
            own = isinstance(was, Service) and bool(was.what) and was.what.split() == text.split()
            if own or (matching(event.subject, subjects) and says_down(text, self.naming.language)):
                return event.subject
        return ""

    def _said_since(self, name: str, moment: datetime) -> bool:
        said = self.before.said.get(name)
        return said is not None and said >= moment

    def _fallen(self, name: str, subjects: frozenset[str]) -> str:
        """An unknown that was a comfort about the same, and that this update corrects; empty when there is none."""
        for event in self.events:
            if isinstance(event.was, Comfort) and event.kind is not None and event.subject != name:
                theirs = {*event.was.fact.about, *self._subjects(event.was.fact.text)}
                if isinstance(event.becomes, Fact):
                    theirs |= {*event.becomes.about, *self._subjects(event.becomes.text)}
                if any(matching(one, subjects) for one in theirs):
                    return event.subject
        return ""

    def _gives_old(self, text: str, subject: str, event: Event) -> bool:
        """Whether a text gives a figure of a count or a kind that was corrected, and that holds no more."""
        for old in event.was if isinstance(event.was, tuple) else (event.was,):
            count = old.count if isinstance(old, Data) else old
            if not isinstance(count, Count) or not count.stated:
                continue
            population = count_population(count, subject, self.naming)
            if not gives(text, self.naming.language, population, Amount.of(count)):
                continue
            new = self.after.affected.get(count.population) if subject.startswith("affected.") else None
            now = Amount.of(new.count) if new is not None else None
            if now is None or not (
                gives(text, self.naming.language, population, now) or may_mean(text, self.naming.language, population, now)
            ):
                return True
        return False

    # What is answered.

    def _answer(self, entry: FactEntry) -> tuple[Answer | None, bool]:
        """What the update says of a fact, None where that it was wrong or where another finding says what to do; and whether it says anything."""
        name = entry.name
        if any(event.subject == name and event.kind is not None for event in self.events):
            return None, True
        if any(one.subject == name and one.kind in _OTHERWISE for one in self.violations):
            return None, True
        after = self.after.facts[name]
        if after.state is FactState.ENDED:
            return Answer.ENDED, True
        if after.state is FactState.OPEN:
            return Answer.DOUBTED, True
        if name in self.update.known:
            return Answer.RESTATED, True
        if name in self.update.still_true:
            return Answer.STILL_TRUE, True
        if self.update.no_change:
            return Answer.RESTATED, True
        return None, False

    def _happened(self, fact: Fact, subjects: frozenset[str], *, only_taking: bool = False) -> str:
        """What the update says to be accessed or taken, or to be more, although a fact denies just that; empty when it says no such thing."""
        if self._is_of_time_after(fact.text):
            return ""
        only_taking = only_taking or denies_taking_alone(fact.text, self.naming.language)
        for one in self.worse:
            if not one.reached or not matching(one.subject, subjects):
                continue
            if only_taking and one.subject.startswith("data.") and not one.taken:
                continue
            if self._is_of_others(subjects, one) or self._is_of_another_system(subjects) or self._is_of_another_day(fact):
                continue
            return one.subject
        return ""

    def _is_of_others(self, subjects: frozenset[str], worse: Worse) -> bool:
        """Whether a fact names another population than is worse off."""
        named = {one.removeprefix("affected.") for one in subjects if one.startswith("affected.")}
        # Whose letters a fact is about does not say whose passwords it denies to be read.
        kind = ".".join(worse.subject.split(".")[:2])
        named |= {one.split(".")[2] for one in subjects if one.startswith(f"{kind}.") and one.count(".") == 2}
        if not named or not worse.population:
            return False
        return all(
            one != worse.population and not self._is_part(one, worse.population) and not self._is_part(worse.population, one)
            for one in named
        )

    def _is_part(self, part: str, whole: str) -> bool:
        seen: set[str] = set()
        while part in self.after.affected and part not in seen:
            seen.add(part)
            part = self.after.affected[part].count.part_of
            if part == whole:
                return True
        return False

    def _is_of_another_system(self, subjects: frozenset[str]) -> bool:
        named = {one for one in subjects if one.startswith("services.")}
        return bool(named) and bool(self._systems_told) and named.isdisjoint(self._systems_told)

    @property
    def _systems_told(self) -> frozenset[str]:
        """The systems that the new sentences of the update name."""
        return frozenset(one for text in self._new_texts() for one in self._subjects(text) if one.startswith("services."))

    def _new_texts(self) -> Iterator[str]:
        yield self.update.title
        yield self.update.what_happened
        for name, fact in self.update.known.items():
            old = self.before.facts.get(name)
            if old is None or " ".join(old.fact.text.split()) != " ".join(fact.text.split()):
                yield fact.text

    def _is_of_another_day(self, fact: Fact) -> bool:
        told = {day for text in self._new_texts() for day in _days_named(text)}
        told |= {day for name, one in self.update.known.items() if name != fact.name and (day := self._day(one))}
        for window in self.update.windows.values():
            told |= {
                (when.month, when.day)
                for when in (window.start, window.end)
                if when is not None
                for when in ([local(when, self.naming.zone)] if isinstance(when, datetime) else [when])
            }
        own = _days_named(fact.text) | ({day} if (day := self._day(fact)) else set())
        if any(self._is_within(day, window) for day in own for window in self.update.windows.values()):
            return False
        return bool(own) and bool(told) and own.isdisjoint(told)

    def _is_within(self, day: tuple[int, int], window: Window) -> bool:
        """Whether a month and day may lie in a window: one whose beginning or end nobody knows is open there."""
        start, end = (
            None if when is None else local(when, self.naming.zone).date() if isinstance(when, datetime) else when
            for when in (window.start, window.end)
        )
        for year in {one.year for one in (start, end) if one is not None}:
            try:
                there = date(year, *day)
            except ValueError:  # 29 February
                continue
            if (start is None or start <= there) and (end is None or there <= end):
                return True
        return False

    def _is_of_time_after(self, text: str) -> bool:
        """Whether all that a text denies is of the time since a moment that it names, and every window had ended by then."""
        days, times = _days_named(text), _TIME.findall(text)
        ends = [window.window.end for window in self.after.windows.values()]
        if len(days) != 1 or len(times) > 1 or not ends or not denies_since_alone(text, self.naming.language):
            return False
        zone = UTC if "UTC" in text else self.naming.zone
        last = day_of(self.update.published, self.naming.zone)
        ((month, day),) = days
        try:
            since = date(last.year, month, day)
            since = since if since <= last else since.replace(year=last.year - 1)
        except ValueError:  # 29 February
            return False
        moment = datetime.combine(since, time.fromisoformat(times[0].zfill(5)), zone) if times else None
        return all(
            end is not None
            and (end <= moment if moment and isinstance(end, datetime) else day_of(end, self.naming.zone) <= since)
            for end in ends
        )

    def _day(self, fact: Fact) -> tuple[int, int] | None:
        when = fact.when
        if when is None or isinstance(when, Month):
            return None
        when = local(when, self.naming.zone) if isinstance(when, datetime) else when
        return when.month, when.day


#: What has a finding of its own that says what to write.
_OTHERWISE: Final = frozenset({ViolationKind.FACT_CHANGED, ViolationKind.END_REFUSED, ViolationKind.NAME_REUSED})

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_OF_MONTH: Final = re.compile(
    rf"(?<![\w.,:])(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<month>{'|'.join(_MONTHS)})[a-z]*|(?P<first>{'|'.join(_MONTHS)})[a-z]* (?P<after>[0-3]?\d)(?:st|nd|rd|th)?)(?![\w:])",
    re.IGNORECASE,
)
_TIME: Final = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])")
_ISO_DAY: Final = re.compile(r"(?<!\d)\d{4}-(\d{2})-(\d{2})(?!\d)")


def _days_named(text: str) -> set[tuple[int, int]]:
    """The days that a text names, each as its month and its day."""
    found = {(int(one.group(1)), int(one.group(2))) for one in _ISO_DAY.finditer(text)}
    for one in _DAY_OF_MONTH.finditer(text):
        month, day = (one["month"], one["day"]) if one["day"] else (one["first"], one["after"])
        found.add((_MONTHS.index(month.lower()) + 1, int(day)))
    return {(month, day) for month, day in found if 1 <= day <= date.max.day}


def in_doubt(state: State, language: str) -> tuple[FactEntry, ...]:
    """The known facts that are asked about when an incident is reopened: what denies, and what was said to contain it."""
    return tuple(entry for entry in state.known if entry.name == state.contained_by or denies_reach(entry.fact, language))


def is_reopened(before: State, update: Update) -> datetime | None:
    """When the incident was reopened that an update still calls reopened; None when it does not."""
    if update.status is not Status.REOPENED:
        return None
    return before.reopened or update.published
