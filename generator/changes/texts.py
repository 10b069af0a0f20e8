"""The content of a file as texts by part and name: what `diff` compares, and the words it uses.

The parts are the keys of the declaration (`generator/format/`), so new keys are included automatically. Only words that differ from a key's
value are defined here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from generator.format.config import LanguageTag, LanguageTags, Phrases
from generator.format.counts import COUNT, NOTICES, POPULATION
from generator.format.incident import INCIDENT, INCIDENT_TRANSLATION, QUESTION
from generator.format.kinds import NEVER, FileName, Flag, Kind, Map, Named, NameOf, OrNever, OrWord, Sentence
from generator.format.page import PAGE
from generator.format.places import Residents
from generator.format.plan import APPROVAL
from generator.format.record import Key, Record
from generator.format.review import CORRECTIVE_ACTION, REVIEW
from generator.format.shared import AMENDMENT, CONTACT, Grade
from generator.format.update import ACTION, DATA, KNOWN_FACT, OPEN_FACT, STEP, UPDATE, WINDOW, ByPopulation
from generator.ledger.words import (
    action_words,
    count_words,
    fact_words,
    length_words,
    occasion_words,
    part_words,
    told_words,
    when_words,
    window_words,
)
from generator.model.config import ALWAYS
from generator.model.incident import Impact
from generator.model.plan import Approval
from generator.model.update import (
    CorrectionKind,
    Count,
    DataState,
    Found,
    Month,
    Nature,
    Outcome,
    PartsRelation,
    ServiceState,
    Status,
    Urgency,
)
from generator.render import words
from generator.render.language import english_name
from generator.render.words import CORRECTION, IMPACT, NATURE, STATUS, URGENCY, as_heading

#: Texts by part and name.
Texts: TypeAlias = Mapping[tuple[str, str], str]

#: The label of each part for readers of its page, by key.
PART: Mapping[str, str] = {
    **{key.name: key.label for record in (PAGE, REVIEW, INCIDENT, UPDATE) for key in record.keys},
    "body": "Text",
}
#: The labels of the ways to contact the organisation.
WAYS: Mapping[str, str] = {key.name: key.shown for key in CONTACT.keys}

#: The meaning of fixed words that replace a value.
_FIXED = {"none_left": "Nothing is left to find out", "none_planned": "none is planned", "not_yet": "not yet"}
_CHOICES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Status: STATUS,
    Nature: NATURE,
    DataState: words.DATA,
    ServiceState: words.SERVICE,
    Urgency: URGENCY,
    CorrectionKind: CORRECTION,
    Found: {Found.NOTHING: "nothing"},
    Impact: IMPACT,
    Outcome: {
        Outcome.FALSE_ALARM: "A false alarm: it was not what it seemed",
        Outcome.NOTHING_REACHED: "It happened, and no data was reached",
        Outcome.PART_OF_ANOTHER: "It is part of another incident, and goes on there",
    },
    PartsRelation: {
        PartsRelation.COMPLETE: "they are together all of it",
        PartsRelation.OVERLAP: "someone may be in several of them",
    },
}
#: The keys that say how a number is to be read.
_BESIDE = frozenset({"part_of", "audience", "parts", "residents", "through", "cannot_see"})
#: Records that are described as a whole.
_WHOLE: Mapping[Record, Callable[[Any, ZoneInfo], str]] = {
    WINDOW: lambda window, zone: "\n".join((window_words(window, zone), *_beside(WINDOW, window, zone))),
    COUNT: lambda count, _zone: "\n".join((count_words(count), *_asked(count))),
    NOTICES: lambda count, _zone: "\n".join((count_words(count).strip(), *_asked(count))),
    POPULATION: lambda count, zone: "\n".join((count_words(count), *_asked(count), *_beside(POPULATION, count, zone))),
    DATA: lambda told, zone: "\n".join((told_words(told), *_asked(told.count), *_beside(DATA, told, zone))),
    APPROVAL: lambda approval, _zone: _approval_words(approval),
}
#: The beginning of a record's description, and the keys that it covers.
_FIRST: Mapping[Record, tuple[Callable[[Any], str], frozenset[str]]] = {
    KNOWN_FACT: (fact_words, frozenset({"text", "sure", "through"})),
    OPEN_FACT: (fact_words, frozenset({"text", "sure", "through"})),
    ACTION: (action_words, frozenset({"do", "for"})),
}
#: Names printed as written because readers never see them: profiles, their clocks, and recipients of notices.
_AS_WRITTEN = frozenset({"told", "not_needed", "moments", "also_told"})


def texts(record: Record, said: Any, zone: ZoneInfo, *leave: str) -> dict[tuple[str, str], str]:
    """Return the texts of a file without the keys in `leave`; empty without a file. Times are shown in `zone`."""
    if said is None:
        return {}
    rows: dict[tuple[str, str], str] = {}
    for key in record.keys:
        if "diff" in key.apart or key.name in leave:
            continue
        value, kind = key.get(said), key.kind.inner
        if isinstance(kind, Map) and isinstance(value, Mapping):
            call = str if key.name in _AS_WRITTEN else as_heading
            # What is listed without a sentence is said to hold all the same.
            rows |= {(key.name, call(name)): _described(kind.of, one, zone) or "still so" for name, one in value.items()}
        elif kind is WINDOW and isinstance(value, Mapping):
            rows |= {(key.name, as_heading(name)): _described(kind, one, zone) for name, one in value.items()}
        elif kind is CONTACT:
            rows |= {(key.name, WAYS[way]): text for way, text in ways(value).items()}
        elif kind is AMENDMENT:
            rows |= {
                (key.name, was): f"{now} ({when_words(value.when, zone)})" for was, now in (value.what if value else {}).items()
            }
        elif text := _value_words(key, value, zone):
            rows[key.name, ""] = text
    if said.body:
        rows["body", ""] = said.body
    return rows


def settings(record: Record, said: Any, zone: ZoneInfo, *, quiet: bool = False) -> Texts:
    """Return the settings of site_config.yml or the plan, by what they decide and for whom; empty without a file.

    Args:
        record: the kind of file.
        said: the values as read.
        zone: the time zone of the times shown.
        quiet: whether to return the settings that decide nothing, instead of those that do.
    """
    rows: dict[tuple[str, str], str] = {}
    for label, about, text in _setting_rows(record, said, zone, "", quiet=quiet) if said is not None else ():
        if text:
            before = rows.get((label, about))
            rows[label, about] = f"{before}\n{text}" if before else text
    return rows


def _setting_rows(record: Record, said: Any, zone: ZoneInfo, about: str, *, quiet: bool) -> Iterator[tuple[str, str, str]]:
    for key in record.keys:
        if "diff" in key.apart:
            continue
        value, kind, label = key.get(said), key.kind.inner, key.label
        if isinstance(kind, Record) and kind.words_of is None:
            inner = _setting_rows(kind, value, zone, about, quiet=quiet)
            # A record with a label of its own is one thing; its inner keys belong to it.
            yield from ((label, one, text) for one, _, text in inner) if key.shown else inner
        elif isinstance(kind, Map) and isinstance(kind.of, Record) and not key.shown:
            for name, one in value.items():
                found = [row for row in _setting_rows(kind.of, one, zone, name, quiet=quiet) if row[2]]
                yield from found or ([] if quiet else [(label, name, "nothing is said of it")])
        elif key.quiet is not quiet:
            continue
        elif isinstance(kind, Record):
            yield from _by_word(kind, value, zone, label)
        elif isinstance(kind, Map):
            yield from ((label, name, _described(kind.of, one, zone)) for name, one in value.items())
        elif isinstance(value, Mapping):
            yield from ((label, name, json.dumps(one, ensure_ascii=False)) for name, one in value.items())
        elif isinstance(kind, Flag):
            yield label, about, "yes" if value else ""
        else:
            # A private value is reported only as changed, so the texts must differ, whichever key changed.
            text = _value_words(key, value, zone) or key.unsaid
            yield label, about, f"{key.name}: {text}" if key.private and text else text


def _by_word(record: Record, value: Any, zone: ZoneInfo, label: str, before: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the text for each word of a fixed set, and for each impact where those have texts too."""
    beside = record.by_name.get("by_impact")
    by_word, by_impact = value if beside else (value, {})
    for word, one in by_word.items():
        kind, about = record.by_name[word.value].kind, f"{before}{word.value}"
        if isinstance(kind, Record) and isinstance(one, Mapping):
            yield from _by_word(kind, one, zone, label, f"{about}, ")
        else:
            yield label, about, _described(kind, one, zone)
    if beside and isinstance(beside.kind, Record):
        yield from _by_word(beside.kind, by_impact, zone, beside.shown or label)


def ways(contact: Any) -> Mapping[str, str]:
    """Return the given ways of contact, by key."""
    said = {key.name: key.get(contact) for key in CONTACT.keys} if contact else {}
    return {key: text for key, text in said.items() if text}


def fact_lines(fact: Any, zone: ZoneInfo) -> str:
    """Describe a fact and its keys, one line each."""
    return _record_words(OPEN_FACT, fact, zone)


def step_lines(step: Any, zone: ZoneInfo) -> str:
    """Describe a step and its keys, one line each."""
    return _record_words(STEP, step, zone)


def action_lines(action: Any, zone: ZoneInfo) -> str:
    """Describe an action and its keys, one line each."""
    return _record_words(ACTION, action, zone)


def question_lines(question: Any, zone: ZoneInfo) -> str:
    """Describe a customer's question and its keys, one line each."""
    return _record_words(QUESTION, question, zone)


def corrective_lines(action: Any, zone: ZoneInfo) -> str:
    """Describe a corrective action and its keys, one line each."""
    return _record_words(CORRECTIVE_ACTION, action, zone)


def _beside(record: Record, said: Any, zone: ZoneInfo) -> Iterator[str]:
    """What stands beside a count, a kind of data or a window: a line each."""
    for key in record.keys:
        if key.name in _BESIDE and (value := key.get(said)):
            yield f"{key.shown}{_described(key.kind.inner, value, zone)}"


def _asked(count: Count | None) -> Iterator[str]:
    """The unknown that asks for a number."""
    if count is not None and count.asked_by:
        yield f"The unknown that asks for it: {as_heading(count.asked_by)}"


def _value_words(key: Key, value: Any, zone: ZoneInfo) -> str:
    if isinstance(key.kind, Flag):
        return key.label if value else ""
    if isinstance(key.kind, OrNever) and value == NEVER:
        return "none: it should never have been named"
    if isinstance(key.kind, OrWord) and value == key.kind.word:
        return _FIXED.get(key.kind.word, key.kind.word)
    return _described(key.kind.inner, value, zone)


def _described(kind: Kind, value: Any, zone: ZoneInfo) -> str:
    """Describe a value in words; empty when there is none."""
    if value is None:
        return ""
    if type(value) is str and value == NEVER and not isinstance(kind, Sentence):
        return "none: it should never have been named"
    if isinstance(kind, ByPopulation):
        if len(value) == 1:
            return _described(kind.record, value[0], zone)
        return "\n".join("\n".join((part_words(one), *_beside(kind.record, one, zone))) for one in value)
    if isinstance(kind, Record):
        whole = _WHOLE.get(kind)
        return whole(value, zone) if whole else _record_words(kind, value, zone)
    match kind:
        case FileName():
            return str(value)
        case NameOf():
            return as_heading(value)
        case LanguageTag():
            return english_name(value)
        case LanguageTags():
            return ", ".join(map(english_name, value))
        case Phrases():
            return "\n".join(value)
        case Grade():
            return f"grade {value:g}"
        case Named(what="name"):
            return ", ".join(f"{person} ({role})" for role, person in value.items())
        case _:
            return _plain_words(kind, value, zone)


def _plain_words(kind: Kind, value: Any, zone: ZoneInfo) -> str:
    match value:
        # A word of a fixed set is also a string, so it comes first.
        case StrEnum():
            return _CHOICES.get(type(value), {}).get(value, value.value)
        case str():
            return str(value)
        case tuple() if isinstance(kind, Residents):
            return ", ".join(f"{place} {number:,}" for place, number in value)
        case tuple():
            return ", ".join(_plain_words(kind, one, zone) for one in value)
        case date():
            return "always" if value == ALWAYS else when_words(value, zone)
        case Month():
            return occasion_words(value, zone)
        case timedelta():
            return length_words(value) if value else ""
        case Mapping() if isinstance(kind, Map):
            return "\n".join(f"{as_heading(name)}: {_described(kind.of, one, zone)}" for name, one in value.items())
        case _:
            return str(value)


def _approval_words(approval: Approval) -> str:
    if not approval.roles:
        return "nobody"
    listed = ", ".join(approval.roles)
    return listed if approval.at_least == len(approval.roles) else f"{approval.at_least} of {listed}"


def _record_words(record: Record, said: Any, zone: ZoneInfo) -> str:
    return "\n".join(_statement_lines(record, said, zone))


def _statement_lines(record: Record, said: Any, zone: ZoneInfo) -> Iterator[str]:
    """Yield the main sentence and its keys, a line each."""
    first, within = _FIRST.get(record, (None, frozenset[str]()))
    if first:
        yield first(said)
    for key in record.keys:
        text = "" if key.name in within else _value_words(key, key.get(said), zone)
        lead = "" if isinstance(key.kind, Flag) else key.shown
        if record in {OPEN_FACT, KNOWN_FACT} and key.name == "looked" and said.through:
            until = when_words(said.through, zone)
            lead, text = (f"We looked here (up to {until}): ", text) if text else ("Checked up to ", until)
        if text:
            yield lead + text


def update_texts(said: Any, zone: ZoneInfo) -> Texts:
    """Return the texts of an update."""
    return texts(UPDATE, said, zone)


def review_texts(said: Any, zone: ZoneInfo) -> Texts:
    """Return the texts of a review without its corrective actions, which change for years."""
    return texts(REVIEW, said, zone, "corrective_actions")


def incident_texts(said: Any, zone: ZoneInfo) -> Texts:
    """Return the texts of incident.md for readers, without the questions."""
    return texts(INCIDENT, said, zone, "questions")


def incident_translation_texts(said: Any, zone: ZoneInfo) -> Texts:
    """Return the texts of a translation of incident.md."""
    return texts(INCIDENT_TRANSLATION, said, zone)


def page_texts(said: Any, zone: ZoneInfo) -> Texts:
    """Return the texts of a page."""
    return texts(PAGE, said, zone)
