"""Profile files: from text to a notice profile, strictly. The shipped ones and a site's own are read alike."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from generator.format.reading import NAME, Reader
from generator.format.strict_yaml import Items, Node, Table, Text
from generator.model.diagnostic import Problem
from generator.model.document import ProfileDocument
from generator.model.profile import (
    AWARE,
    DISCLAIMER,
    TOLD,
    YEAR_END,
    Clock,
    Element,
    Learnt,
    Length,
    Limit,
    Paper,
    Posting,
    Profile,
    Unit,
)
from generator.model.source import Source

PROFILE_KEYS = (
    *("title", "tells", "source", "text_checked", "learnt", "unsure", "disclaimer", "require", "want", "grade_at_most", "clocks"),
    *("never", "reminders", "posting", "country", "notice_title", "headings", "type_size", "paper"),
)
_CLOCK_KEYS = ("tell", "within", "soon", "from", "cap", "warn", "only_if", "police_stops", "learnt")

_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])", re.ASCII)
_LENGTH = re.compile(r"([1-9]\d{0,2})\s+(hour|day|business day|month)s?", re.ASCII)
_UNITS = {unit.value.removesuffix("s"): unit for unit in Unit}
_GRADE = re.compile(r"\d{1,2}(?:\.\d)?", re.ASCII)
_SIZE = re.compile(r"(?:[6-9]|1\d|2[0-3])(?:\.\d)?|24", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")

_Choice = TypeVar("_Choice", bound=StrEnum)


def parse_profile(source: Source, problems: tuple[Problem, ...], key: str) -> ProfileDocument:
    """A profile; `profile` is None when anything in it could not be understood.

    Args:
        source: the file.
        problems: what was wrong with it before it was read (its encoding, its size).
        key: the profile's name: that of its file.
    """
    reader, node = Reader.opened(source, problems)
    profile = _profile(reader, node, key) if reader.understood else None
    return ProfileDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        key=key,
        profile=profile if reader.understood else None,
    )


def _profile(reader: Reader, node: Node | None, key: str) -> Profile | None:
    if not isinstance(node, Table):
        reader.problem("wrong-type", reader.places[()].whole, "a profile has no keys", "begin with `title:` and `source:`")
        return None
    reader.record_all(node)
    given = reader.keys(node, PROFILE_KEYS, "a profile")
    for needed, example in (
        ("title", "Notice to our members"),
        ("tells", "our members"),
        ("source", "our terms of membership, section 12"),
        ("text_checked", "2026-11"),
    ):
        if needed not in given:
            reader.problem(
                "missing-key", reader.places[()].whole, f"`{needed}` is missing", f"add a line such as `{needed}: {example}`"
            )
    learnt = _choice(reader, given, "learnt", Learnt, "way of having learnt it") or Learnt.READ
    clocks = _clocks(reader, given["clocks"], learnt) if "clocks" in given else MappingProxyType({})
    country = _country(reader, given["country"]) if "country" in given else ""
    if not country:
        _check_country(reader, clocks)
    return Profile(
        key=key,
        title=_text(reader, given, "title"),
        tells=_text(reader, given, "tells"),
        source=_text(reader, given, "source"),
        text_checked=_text_checked(reader, given["text_checked"]) if "text_checked" in given else "",
        learnt=learnt,
        unsure=_texts(reader, given, "unsure", "a doubt"),
        require=_elements(reader, given["require"]) if "require" in given else (),
        want=_elements(reader, given["want"]) if "want" in given else (),
        clocks=clocks,
        never=_never(reader, given["never"], clocks) if "never" in given else MappingProxyType({}),
        reminders=_texts(reader, given, "reminders", "a reminder"),
        grade_at_most=_grade(reader, given["grade_at_most"]) if "grade_at_most" in given else None,
        posting=_posting(reader, given["posting"]) if "posting" in given else None,
        country=country,
        notice_title=_text(reader, given, "notice_title"),
        headings=_headings(reader, given["headings"]) if "headings" in given else MappingProxyType({}),
        type_size=_type_size(reader, given["type_size"]) if "type_size" in given else None,
        paper=_choice(reader, given, "paper", Paper, "kind of paper") or Paper.A4,
        disclaimer=_text(reader, given, "disclaimer") or DISCLAIMER,
    )


def _text(reader: Reader, given: Mapping[str, Node], key: str) -> str:
    return reader.text(given[key], f"`{key}`") if key in given else ""


def _texts(reader: Reader, given: Mapping[str, Node], key: str, what: str) -> tuple[str, ...]:
    return reader.texts(given[key], what) if key in given else ()


def _choice(reader: Reader, given: Mapping[str, Node], key: str, choices: type[_Choice], what: str) -> _Choice | None:
    return reader.choice(given[key], choices, what) if key in given else None


def _text_checked(reader: Reader, node: Node) -> str:
    written = reader.text(node, "`text_checked`")
    if written and not _MONTH.fullmatch(written):
        day = reader.day(node, "text_checked")
        return day.isoformat() if day else ""
    return written


def _elements(reader: Reader, node: Node) -> tuple[Element, ...]:
    items = node.items if isinstance(node, Items) else (node,)
    found = (reader.choice(item, Element, "element of a notice") for item in items)
    return tuple(element for element in found if element is not None)


def _grade(reader: Reader, node: Node) -> float | None:
    if isinstance(node, Text) and _GRADE.fullmatch(node.value.strip()):
        return float(node.value)
    reader.problem("wrong-type", node.at, "`grade_at_most` needs a number", "write it like grade_at_most: 9")
    return None


def _type_size(reader: Reader, node: Node) -> float | None:
    if isinstance(node, Text) and _SIZE.fullmatch(node.value.strip()):
        return float(node.value)
    reader.problem("wrong-type", node.at, "`type_size` needs a number of points, from 6 to 24", "write it like type_size: 10")
    return None


def _country(reader: Reader, node: Node) -> str:
    written = reader.text(node, "`country`")
    if written and not _COUNTRY.fullmatch(written):
        reader.problem("wrong-type", node.at, f"`{written[:40]}` is not a country's two letters", "write them like US, GB or DE")
    return written


def _clocks(reader: Reader, node: Node, learnt: Learnt) -> Mapping[str, Clock]:
    clocks: dict[str, Clock] = {}

    def read(name: str, value: Node, _path: tuple[str, ...]) -> Clock | None:
        clock = _clock(reader, name, value, tuple(clocks), learnt)
        if clock is not None:
            clocks[name] = clock
        return clock

    return reader.named(node, "clock", read, "clocks")


def _clock(reader: Reader, name: str, node: Node, above: tuple[str, ...], learnt: Learnt) -> Clock | None:
    table = reader.table(node, f"the clock `{name}`", "write it like {tell: our members, within: 72 hours, from: aware}")
    if table is None:
        return None
    given = reader.keys(table, _CLOCK_KEYS, "a clock")
    if "tell" not in given:
        reader.problem(
            "missing-key", node.at, f"the clock `{name}` does not say who is told", "add a line such as `tell: our members`"
        )
    limit = _limit(reader, given, f"the clock `{name}`", node, above)
    if "soon" in given and "within" in given:
        reader.problem(
            "wrong-type", given["soon"].at, f"the clock `{name}` has both a number and none", "keep `within:` or `soon:`"
        )
    elif "soon" in given and "warn" not in given:
        reader.problem(
            "missing-key", node.at, f"the clock `{name}` has no number and does not say when to warn", "add `warn: 72 hours`"
        )
    elif "soon" not in given and "within" not in given:
        reader.problem(
            "missing-key",
            node.at,
            f"the clock `{name}` does not say how long it is",
            "add `within: 72 hours`, or the text's own words and when to warn: `soon: without undue delay` and `warn: 72 hours`",
        )
    cap = None
    if "cap" in given and (cap_table := reader.table(given["cap"], "`cap`", "write it like {within: 24 hours, from: aware}")):
        cap = _limit(reader, reader.keys(cap_table, ("within", "from"), "a cap"), "`cap`", given["cap"], above)
        if cap.length is None:
            reader.problem("missing-key", given["cap"].at, "`cap` does not say how long it is", "add `within: 24 hours`")
    return Clock(
        name=name,
        tell=_text(reader, given, "tell"),
        limit=limit,
        soon=_text(reader, given, "soon"),
        cap=cap,
        warn=_length(reader, given["warn"], "warn") if "warn" in given else None,
        only_if=_text(reader, given, "only_if"),
        police_stops=reader.flag(given["police_stops"], "police_stops") if "police_stops" in given else False,
        learnt=_choice(reader, given, "learnt", Learnt, "way of having learnt it") or learnt,
    )


def _limit(reader: Reader, given: Mapping[str, Node], what: str, node: Node, above: tuple[str, ...]) -> Limit:
    if "from" not in given:
        reader.problem("missing-key", node.at, f"{what} does not say what it is counted from", "add `from: aware`")
    starts = reader.texts(given["from"], "a moment") if "from" in given else ()
    for start in starts:
        clock = start.removeprefix(TOLD)
        if start.startswith(TOLD) and clock not in above:
            reader.problem(
                "wrong-type",
                given["from"].at,
                f"`{start[:60]}` is not a clock that stands above this one",
                f"use one of: {', '.join(TOLD + name for name in above)}" if above else "write `from: aware`",
            )
        elif not start.startswith(TOLD) and start not in {AWARE, YEAR_END} and not NAME.fullmatch(start):
            reader.problem(
                "bad-name",
                given["from"].at,
                f"`{start[:60]}` is not the name of a moment",
                "write `aware`, or a name of small letters",
            )
    return Limit(starts=starts, length=_length(reader, given["within"], "within") if "within" in given else None)


def _length(reader: Reader, node: Node, key: str) -> Length | None:
    if isinstance(node, Text) and (found := _LENGTH.fullmatch(" ".join(node.value.split()))):
        return Length(int(found.group(1)), _UNITS[found.group(2)])
    reader.problem(
        "wrong-type",
        node.at,
        f"`{key}` is not a length of time that a clock can have",
        "write it like 72 hours, 60 days, 4 business days or 1 month",
    )
    return None


def _check_country(reader: Reader, clocks: Mapping[str, Clock]) -> None:
    for clock in clocks.values():
        lengths = (clock.limit.length, clock.cap.length if clock.cap else None, clock.warn)
        if any(length is not None and length.unit is Unit.BUSINESS_DAYS for length in lengths):
            reader.problem(
                "missing-key",
                reader.places["clocks", clock.name].key,
                "business days are counted, and the profile does not say whose public holidays count",
                "add a line such as `country: US`",
            )
            return


def _never(reader: Reader, node: Node, clocks: Mapping[str, Clock]) -> Mapping[str, tuple[str, ...]]:
    table = reader.table(
        node, "`never`", "write the clock's name and what its letter must not say, such as `residents: [the number]`"
    )
    given = reader.keys(table, tuple(clocks), "`never`, whose keys are names of clocks") if table else {}
    return MappingProxyType({name: reader.texts(value, "what a letter must not say") for name, value in given.items()})


def _posting(reader: Reader, node: Node) -> Posting | None:
    table = reader.table(node, "`posting`", "write it like {days: 90, where: the home page}")
    if table is None:
        return None
    given = reader.keys(table, ("days", "where", "only_if"), "`posting`")
    days = given.get("days")
    if not isinstance(days, Text) or not re.fullmatch(r"[1-9]\d{0,3}", days.value.strip(), re.ASCII):
        reader.problem("wrong-type", (days or node).at, "`days` needs a number", "write it like days: 90")
        return None
    if "where" not in given:
        reader.problem("missing-key", node.at, "`posting` does not say where", "add a line such as `where: the home page`")
    return Posting(days=int(days.value), where=_text(reader, given, "where"), only_if=_text(reader, given, "only_if"))


def _headings(reader: Reader, node: Node) -> Mapping[str, tuple[Element, ...]]:
    table = reader.table(node, "`headings`", "write each heading and what stands below it, such as `What happened: [known]`")
    return MappingProxyType({entry.key: _elements(reader, entry.value) for entry in table.entries.values()} if table else {})
