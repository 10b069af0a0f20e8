"""The record: how those concerned were told, in figures that are counted from the published ledgers and from nothing else.

`aboveboard verify` counts them again from the files that readers have, so everything here takes an incident's file of the ledger as it is
published. The page shows the same figures. A figure is a line in a description: it is in the file and its schema, and is compared.

A share is never given as a percentage: of four promises, three were kept. A time that was not in the future when it was given is no length:
it is null, and no median counts it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any, Final, TypeAlias

from generator.links.ledger_files import INDEX, LATEST, RECORD, RECORD_NEWEST, RECORD_SCHEMA, RECORD_YEAR_SCHEMA, incident_file
from generator.model.update import CorrectionKind, Outcome
from generator.render.ledger_entries import ADDRESS, EARLIER, ID, MOMENT, Description, Line
from generator.render.ledger_parts import MAYBE, NAME, TEXT, WHOLE, Part, Thing, described, many, or_null

File: TypeAlias = Mapping[str, Any]

SECONDS: Part = described(WHOLE, "in seconds")
MAYBE_SECONDS: Part = described(or_null(WHOLE), "in seconds; null: there is none")
#: The lists of an incident's file whose entries have a history.
_NAMED: Final = (
    "facts",
    "steps",
    "actions",
    "consequences",
    "services",
    "remedies",
    "direct_notice",
    "claims",
    "fakes",
    "affected",
    "data",
    "windows",
    "taken_back",
)
_PROMISES: Final = ("due", "kept", "late", "missed", "moved", "coming", "overdue")


# Of one incident.


def events(file: File) -> Iterator[Mapping[str, Any]]:
    """Yield everything that happened to the names of an incident."""
    entries = [entry for group in _NAMED for entry in file[group]]
    for entry in (*entries, *([file["nature"]] if file["nature"] else []), file):
        yield from entry["history"]


def outcome(file: File, promise: Mapping[str, Any]) -> str:
    """Return what became of a promise.

    `late`: it came, later than promised. `missed`: it did not come as promised and will not, or its time was moved only after it had passed.
    `overdue`: nothing has come of it so far.
    """
    if promise["state"] != "missed":
        return {"pending": "coming", "kept": "kept", "moved": "moved"}[promise["state"]]
    if promise["settled"] is None:
        return "overdue"
    return "missed" if promise["moved_to"] is not None or is_given_up(file, promise) else "late"


def is_given_up(file: File, promise: Mapping[str, Any]) -> bool:
    """Whether a step was given up, or taken back, by the update that settled its promise."""
    if promise["kind"] != "step":
        return False
    steps = [step for step in file["steps"] if step["name"] == promise["name"]]
    return any(
        event["update"] == promise["settled_in"]
        and (event["change"] == "dropped" or (event["change"] == "corrected" and event["after"] is None))
        for step in steps
        for event in step["history"]
    )


def _promises(file: File) -> Thing:
    found = [outcome(file, promise) for promise in file["promises"]]
    number = {name: found.count(name) for name in _PROMISES}
    number["missed"] += number["overdue"]
    return {**number, "due": number["kept"] + number["late"] + number["missed"]}


def _first_statement(file: File) -> Thing:
    first = file["updates"][0]
    waited = _between(file["aware"], first["published"])
    return {
        "aware": file["aware"],
        "published": first["published"],
        "waited": waited if waited >= 0 else None,
        "url": first["url"],
    }


def _corrections(file: File) -> Thing:
    kinds = [event["kind"] for event in events(file)]
    return {kind.value: kinds.count(kind.value) for kind in CorrectionKind}


@dataclass(frozen=True, slots=True)
class UnknownPeriod:
    """A time during which something was not known. `until` is when it was answered; None: it has not been."""

    name: str
    since: str
    until: str | None


def unknown_periods(name: str, history: Iterable[Mapping[str, Any]]) -> Iterator[UnknownPeriod]:
    """Yield each time during which a fact was not known.

    That nobody will ever know it answers nothing, so the stretch goes on. What is not known stands in a history as a sentence, and what is
    known as the whole fact.
    """
    since: str | None = None
    for event in history:
        if event["change"] in {"moved", "still-true"}:
            continue
        unknown = isinstance(event["after"], str) and event["change"] != "ended"
        if unknown or event["change"] in {"doubted", "unanswerable"}:
            since = since or event["when"]
        elif since is not None:
            yield UnknownPeriod(name, since, event["when"])
            since = None
    if since is not None:
        yield UnknownPeriod(name, since, None)


def _unknowns(file: File) -> Thing:
    state = {fact["name"]: fact for fact in file["facts"]}
    found = [one for fact in file["facts"] for one in unknown_periods(fact["name"], fact["history"])]
    lasting = [one for one in found if one.until is None]
    never = [
        {"subject": one.name, "because": state[one.name]["because"], "said": state[one.name]["settled"]}
        for one in lasting
        if state[one.name]["state"] == "unanswerable"
    ]
    place = f"{file['url']}#fact-"
    # What goes on in another incident is asked, and counted, there.
    is_asked = file.get("outcome") != Outcome.PART_OF_ANOTHER.value
    return {
        "open": [
            {"name": one.name, "asked": one.since, "url": place + one.name}
            for one in lasting
            if is_asked and state[one.name]["state"] == "open"
        ],
        "answered": [
            {
                "name": one.name,
                "asked": one.since,
                "answered": one.until,
                "took": _between(one.since, one.until),
                "url": place + one.name,
            }
            for one in found
            if one.until is not None
        ],
        "never_known": [*never, *({key: one[key] for key in ("subject", "because", "said")} for one in file["never_known"])],
    }


def _review(file: File) -> Thing | None:
    """Return where the review stands: held, promised or overdue. None: none is promised."""
    promised = [promise for promise in file["promises"] if promise["kind"] == "review"]
    last = promised[-1] if promised else None
    if file["review"] is None and last is None:
        return None
    state = "held" if file["review"] else ("overdue" if last and last["state"] == "missed" else "promised")
    return {
        "state": state,
        "due": last["due"] if last else None,
        "published": file["review"]["published"] if file["review"] else None,
        "url": file["review"]["url"] if file["review"] else file["url"],
    }


def _owed(file: File) -> Thing:
    """Return what those affected are owed: how much is offered, and how many groups have been told.

    A group is counted where it is followed by a day, a number or its end; words alone say nothing of how far it has come.
    """
    followed = [
        one
        for one in file["direct_notice"]
        if one["state"] == "standing" and (one["by"] is not None or one["sent"] is not None or one["complete"])
    ]
    return {
        "remedies": sum(one["state"] == "standing" for one in file["remedies"]),
        "groups": len(followed),
        "told": sum(bool(one["complete"]) and not _has_lost(one["returned"]) for one in followed),
    }


def _has_lost(returned: Thing | None) -> bool:
    """Whether some of a group could not be reached: then not all of it has been told."""
    return returned is not None and returned["high"] != 0


def _between(begin: str, end: str | None) -> int:
    """Return the seconds between two moments."""
    return int((datetime.fromisoformat(str(end)) - datetime.fromisoformat(begin)).total_seconds())


# Of all incidents.


@dataclass(frozen=True, slots=True)
class Counted:
    """A site's record before it is written.

    Attributes:
        site: what the site is.
        rows: the parts of all incidents.
        listed: those that stand in it, the newest update first.
        earlier: what names the files of the others.
        found: the values at the places that were asked for, and at those above them: many figures have their place below the same one.
    """

    site: File
    rows: tuple[Thing, ...]
    listed: tuple[Thing, ...] = ()
    earlier: tuple[Thing, ...] = ()
    found: dict[tuple[str, ...], Sequence[Any]] = field(default_factory=dict)

    def all(self, *path: str) -> Sequence[Any]:
        """Return the value at a place of every row; those of lists one after the other."""
        if not path:
            return self.rows
        found = self.found.get(path)
        if found is None:
            *above, key = path
            values = [one[key] for one in self.all(*above)]
            has_lists = any(isinstance(value, list) for value in values)
            found = (
                [each for value in values for each in (value if isinstance(value, list) else (value,))] if has_lists else values
            )
            self.found[path] = found
        return found

    def middle(self, *path: str) -> int | None:
        """Return the median of lengths, in whole seconds."""
        lengths = self._lengths(path)
        return int(median(lengths)) if lengths else None

    def longest(self, *path: str) -> int | None:
        """Return the longest of lengths."""
        return max(self._lengths(path), default=None)

    def _lengths(self, path: tuple[str, ...]) -> list[int]:
        return [one for one in self.all(*path) if one is not None]


def _sum(*path: str) -> Callable[[Counted], int]:
    return lambda counted: sum(counted.all(*path))


def _number(*path: str) -> Callable[[Counted], int]:
    return lambda counted: sum(one is not None for one in counted.all(*path))


def _reviews(state: str) -> Callable[[Counted], int]:
    return lambda counted: sum(row["review"] is not None and row["review"]["state"] == state for row in counted.rows)


def _plain(name: str, part: Part) -> Line:
    return Line(name, part, lambda held: held[name])


def _sums(group: str, words: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(Line(name, described(WHOLE, said), _sum(group, name)) for name, said in words.items())


_PROMISE_WORDS: Final = {
    "due": "have fallen due: `kept`, `late` and `missed` together",
    "kept": "kept in time",
    "late": "came, later than promised",
    "missed": "did not come: dropped, moved only after their time had passed, or overdue",
    "moved": "moved before their time had come; the new promise counts for itself",
    "coming": "not due yet",
    "overdue": "of those missed: past their time, with nothing settled so far",
}
_CORRECTION_WORDS: Final = {
    CorrectionKind.OUR_ERROR.value: "what was said was untrue: only this is a fault",
    CorrectionKind.FOUND_MORE.value: "what was said had left open what was found then",
    CorrectionKind.NEW_EVENT.value: "what was said was true until something new happened",
}


def _counts(words: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(_plain(name, described(WHOLE, said)) for name, said in words.items())


_OWED_WORDS: Final = {
    "remedies": "what is offered to the people affected",
    "groups": "groups that are told directly, by a day or with a number",
    "told": "of those groups, the ones of which all have been told",
}


# fmt: off
FIRST_STATEMENT = Description("From when we found out to the first statement that readers could read.", (
    _plain("aware", MOMENT),
    _plain("published", MOMENT),
    _plain("waited", described(or_null(WHOLE), "in seconds; null: we found out later than that")),
    _plain("url", described(ADDRESS, "of the first statement")),
))
OPEN = Description("Something that is not known.", (
    _plain("name", NAME),
    _plain("asked", described(MOMENT, "since when it has been open: after a reopening, since then")),
    _plain("url", ADDRESS),
))
ANSWERED = Description("Something that was not known, and is.", (
    _plain("name", NAME),
    _plain("asked", MOMENT),
    _plain("answered", MOMENT),
    _plain("took", SECONDS),
    _plain("url", ADDRESS),
))
NEVER = Description("Something that will never be known.", (
    _plain("subject", described(NAME, "the name of an unknown, or a value as a correction calls it")),
    _plain("because", MAYBE),
    _plain("said", MOMENT),
))
UNKNOWNS = Description("What was not known.", (
    _plain("open", many(OPEN.part())),
    _plain("answered", described(many(ANSWERED.part()), "each time that it was open counts for itself")),
    _plain("never_known", many(NEVER.part())),
))
REVIEW = Description("The status of the review.", (
    _plain("state", {"enum": ["held", "promised", "overdue"]}),
    _plain("due", described({"type": ["string", "null"]}, "the day or moment by which it was last promised; null: it was published unpromised")),
    _plain("published", or_null(MOMENT)),
    _plain("url", described(ADDRESS, "the review, or the incident's page until it is there")),
))
ROW_OF = Description("An incident's part.", (
    Line("id", ID, lambda file: file["id"]),
    Line("url", described(ADDRESS, "its page"), lambda file: file["url"]),
    Line("ledger", described(ADDRESS, "the file from which this is counted"),
        lambda file: file["index"].removesuffix(INDEX) + incident_file(file["id"])),
    Line("first_statement", FIRST_STATEMENT.part(), _first_statement),
    Line("promises", Description("How many promises with a date.", _counts(_PROMISE_WORDS)).part(), _promises),
    Line("overdue", described(many(NAME), "the ids of the promises that are overdue"),
        lambda file: [promise["id"] for promise in file["promises"] if outcome(file, promise) == "overdue"]),
    Line("corrections", Description("How many corrections, by kind.", _counts(_CORRECTION_WORDS)).part(), _corrections),
    Line("unknowns", UNKNOWNS.part(), _unknowns),
    Line("owed", Description("What the people affected are owed.", _counts(_OWED_WORDS)).part(), _owed),
    Line("review", described(or_null(REVIEW.part()), "null: none is promised"), _review),
))
FIRST_STATEMENTS = Description("From when we found out to each first statement.", (
    Line("incidents", described(WHOLE, "how many are counted"), _number("first_statement", "waited")),
    Line("median", described(MAYBE_SECONDS, "the middle one, in seconds; of an even number, half way between two; null: there is none"),
        lambda counted: counted.middle("first_statement", "waited")),
    Line("longest", MAYBE_SECONDS, lambda counted: counted.longest("first_statement", "waited")),
))
ALL_PROMISES = Description("How many promises with a date.", _sums("promises", _PROMISE_WORDS))
ALL_CORRECTIONS = Description("How many corrections, by kind.", _sums("corrections", _CORRECTION_WORDS))
ALL_UNKNOWNS = Description("What was not known.", (
    Line("open", WHOLE, _number("unknowns", "open")),
    Line("oldest", described(or_null(MOMENT), "since when the oldest of those has been open; null: none is open"),
        lambda counted: min((one["asked"] for one in counted.all("unknowns", "open")), default=None)),
    Line("answered", WHOLE, _number("unknowns", "answered")),
    Line("median", described(MAYBE_SECONDS, "how long it took to answer, the middle one, in seconds; null: none was answered"),
        lambda counted: counted.middle("unknowns", "answered", "took")),
    Line("longest", MAYBE_SECONDS, lambda counted: counted.longest("unknowns", "answered", "took")),
    Line("never_known", WHOLE, _number("unknowns", "never_known")),
))
ALL_OWED = Description("What the people affected are owed.", _sums("owed", _OWED_WORDS))
ALL_REVIEWS = Description("How many reviews.", (
    Line("held", described(WHOLE, "published"), _reviews("held")),
    Line("promised", described(WHOLE, "still to come"), _reviews("promised")),
    Line("overdue", described(WHOLE, "not published by the day promised"), _reviews("overdue")),
))
RECORD_OF = Description("How a site has told of its incidents, counted from its ledgers alone.", (
    Line("$schema", ADDRESS, lambda counted: counted.site["url"] + RECORD_SCHEMA),
    Line("schema", described({"const": RECORD_NEWEST}, "raised when a key goes away or changes its meaning"), lambda _: RECORD_NEWEST),
    Line("organisation", TEXT, lambda counted: counted.site["organisation"]),
    Line("url", described(ADDRESS, "the page that shows it"), lambda counted: counted.site["url"] + PAGE),
    Line("index", described(ADDRESS, "the list of the ledgers from which it is counted"), lambda counted: counted.site["url"] + INDEX),
    Line("updated", described(MOMENT, "when something was last published"), lambda counted: counted.site["updated"]),
    Line("first_statements", FIRST_STATEMENTS.part(), FIRST_STATEMENTS.of),
    Line("promises", ALL_PROMISES.part(), ALL_PROMISES.of),
    Line("corrections", ALL_CORRECTIONS.part(), ALL_CORRECTIONS.of),
    Line("unknowns", ALL_UNKNOWNS.part(), ALL_UNKNOWNS.of),
    Line("owed", ALL_OWED.part(), ALL_OWED.of),
    Line("reviews", ALL_REVIEWS.part(), ALL_REVIEWS.of),
    Line("incidents", described(many(ROW_OF.part()), f"of every open incident and of the {LATEST} with the newest updates, the newest first"),
        lambda counted: list(counted.listed)),
    Line("earlier", described(many(EARLIER.part()), "of all others, a file for each year, the newest first"),
        lambda counted: [EARLIER.of(each) for each in counted.earlier]),
))
RECORD_YEAR_OF = Description("The parts of a year's incidents in the record.", (
    Line("$schema", ADDRESS, lambda of: of["site"] + RECORD_YEAR_SCHEMA),
    Line("schema", described({"const": RECORD_NEWEST}, "raised when a key goes away or changes its meaning"), lambda _: RECORD_NEWEST),
    Line("record", described(ADDRESS, "the record that names this file"), lambda of: of["site"] + RECORD),
    Line("year", described(WHOLE, "in which readers first heard of them, in the site's time zone"), lambda of: of["year"]),
    Line("incidents", described(many(ROW_OF.part()), "the newest update first"), lambda of: of["incidents"]),
))
# fmt: on

#: The page's address relative to the site's.
PAGE: Final = "record/"


def row(file: File) -> Thing:
    """Return an incident's part of the record, given its file of the ledger."""
    return ROW_OF.of(file)


def record(site: File, rows: Iterable[Thing], earlier: Iterable[tuple[Thing, Iterable[Thing]]] = ()) -> Thing:
    """Return the record.

    Args:
        site: the index of the ledgers, or the keys of it that say whose it is: `organisation`, `url`, `updated`.
        rows: the parts of the incidents that the index lists, in its order.
        earlier: the parts of the others, by year, each with what names their file.
    """
    listed, others = tuple(rows), [(named, tuple(some)) for named, some in earlier]
    every = (*listed, *(one for _, some in others for one in some))
    return RECORD_OF.of(Counted(site, every, listed, tuple(named for named, _ in others)))


def record_of_year(site: str, year: int, rows: Iterable[Thing]) -> Thing:
    """Return the file of a year's parts of the record; `site` is the site's address."""
    return RECORD_YEAR_OF.of({"site": site, "year": year, "incidents": list(rows)})


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what it should be: its place, what is given, and what was counted. What is not there is `ABSENT`."""

    figure: str
    given: Any
    counted: Any


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


#: Stands for a value that is not there; null is a value.
ABSENT: Final = _Absent()


def differences(given: Any, counted: Any, at: str = "") -> Iterator[Difference]:
    """Yield every place in which a record differs from what was counted. Incidents are named by their ids, other entries of lists by number."""
    if isinstance(given, Mapping) and isinstance(counted, Mapping):
        for key in dict.fromkeys((*counted, *given)):
            yield from differences(given.get(key, ABSENT), counted.get(key, ABSENT), f"{at}.{key}" if at else str(key))
    elif isinstance(given, list) and isinstance(counted, list):
        if at == "incidents":
            yield from _of_incidents(given, counted)
            return
        for number in range(max(len(given), len(counted))):
            one, other = (each[number] if number < len(each) else ABSENT for each in (given, counted))
            yield from differences(one, other, f"{at}.{number + 1}")
    elif type(given) is not type(counted) or given != counted:
        yield Difference(at, given, counted)


def _of_incidents(given: list[Any], counted: list[Any]) -> Iterator[Difference]:
    by_id = [{str(one.get("id") if isinstance(one, Mapping) else one): one for one in each} for each in (given, counted)]
    found = False
    for name in dict.fromkeys((*by_id[1], *by_id[0])):
        for one in differences(by_id[0].get(name, ABSENT), by_id[1].get(name, ABSENT), f"incidents.{name}"):
            found = True
            yield one
    if not found and given != counted:
        # The same ones, in another order or twice.
        yield Difference("incidents", *([str(one["id"]) for one in each] for each in (given, counted)))
