"""Counts: how many are affected, as an interval of whole numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, ClassVar

from generator.format.kinds import Choice, DayOrMoment, Kind, Leaf, Named, NameOf, OrNever, Part, Path, Sentence, TranslationMode
from generator.format.places import RESIDENTS
from generator.format.reader import Reader
from generator.format.record import Key, Record, needs
from generator.format.strict_yaml import Entry, Items, Node, Table, Text, quoted
from generator.model.diagnostic import Edit, Finding
from generator.model.update import Count, CountForm, PartsRelation

_NUMBER = re.compile(r"[0-9]{1,15}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s?%")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,._'\s][0-9]{3})+")
_EXAMPLE = "write it like {unit: people, exact: 1212, of: 18400}"


def read_count(reader: Reader, name: str, node: Node, record: Record | None = None) -> Count | None:
    """Return a population's count; None when it cannot be understood (which is reported).

    exact N is [N, N]; at_least N [N, ∞); at_most N [0, N]; between as given; about N is half a unit of the last significant digit on
    either side. A per cent is a share of `of`; about a per cent is half a unit of its last digit on either side.
    """
    table = reader.table(node, f"the count of {name}", _EXAMPLE)
    if table is None:
        return None
    if torn := torn_number(reader, name, table):
        reader.problems.append(torn)
        return None
    given = reader.keys(table, (record or POPULATION).names, "a count")
    if "unit" not in given:
        reader.problem(
            "bad-count", node.at, f"the count of {name} does not say what is counted", "add the unit, as in `unit: people`"
        )
    count = count_of(reader, name, node, given)
    beside = {
        key.attribute: key.kind.read(reader, given[key.name], key.kind.called(key.name), ())
        for key in _BESIDE
        if key.name in given
    }
    if count is None:
        return None
    lives = sum(number for _, number in beside.get("residents", ()))
    if count.high is not None and lives > count.high:
        reader.problem(
            "bad-count",
            given["residents"].at,
            f"{lives:,} people live somewhere by `residents`, and {name} are {count.high:,} at most",
            "check both numbers",
        )
        return None
    return replace(count, **beside)


def count_of(reader: Reader, name: str, node: Node, given: Mapping[str, Node]) -> Count | None:
    """The numbers of a count and what they count, out of what was written by key; None when they cannot be understood."""
    unit = reader.text(given["unit"], "the unit") if "unit" in given else ""
    of = _whole(reader, given["of"], "of") if "of" in given else None
    forms = [form for form in CountForm if form.value in given]
    if len(forms) != 1:
        both = {CountForm.AT_LEAST, CountForm.AT_MOST} == set(forms)
        reader.problem(
            "bad-count",
            node.at,
            f"the count of {name} is given in {len(forms)} ways" if forms else f"the count of {name} has no number",
            _both(name, given, unit) if both else f"use only one of these: {', '.join(form.value for form in CountForm)}",
        )
        return None
    (form,) = forms
    if form is CountForm.UNKNOWN:
        # `true`, or the name of the unknown that asks for the number; the interval is the same.
        asked = reader.text(given["unknown"], "unknown")
        return Count(
            population=name, unit=unit, form=form, low=0, high=of, of=of, asked_by="" if asked in {"true", "false"} else asked
        )
    bounds = _bounds(reader, form, given[form.value], of)
    if bounds is None or ("of" in given and of is None):
        return None
    low, high, stated = bounds
    if of is not None and low > of:
        reader.problem("bad-count", given[form.value].at, f"this is more than the {of:,} there are in all", "check both numbers")
        return None
    if of is not None and high is not None and high > of:
        if form is not CountForm.ABOUT:
            reader.problem(
                "bad-count", given[form.value].at, f"this is more than the {of:,} there are in all", "check both numbers"
            )
            return None
        high = of
    return Count(population=name, unit=unit, form=form, low=low, high=high, stated=stated, of=of)


def _both(name: str, given: Mapping[str, Node], unit: str) -> str:
    """Return the line for a count that has a minimum and a maximum."""
    ends = [node.value.strip() for key in ("at_least", "at_most") if isinstance(node := given[key], Text)]
    ends = ends if len(ends) == 2 and all(_NUMBER.fullmatch(end) for end in ends) else ["90", "140"]
    of = f", of: {total.value.strip()}" if isinstance(total := given.get("of"), Text) else ""
    return f"give both at once: `{name}: {{unit: {quoted(unit or 'people', flow=True)}, between: [{', '.join(ends)}]{of}}}`"


def _bounds(reader: Reader, form: CountForm, node: Node, of: int | None) -> tuple[int, int | None, tuple[int, ...]] | None:
    if form is CountForm.BETWEEN:
        if not isinstance(node, Items) or len(node.items) != 2:
            reader.problem(
                "bad-count",
                node.at,
                "`between` needs two numbers",
                "write it like between: [90, 140]",
                _two_numbers(reader, node),
            )
            return None
        ends = [_amount(reader, item, "between", of) for item in node.items]
        if ends[0] is None or ends[1] is None:
            return None
        low, high = ceil(ends[0][0]), floor(ends[1][0])
        if low > high:
            reader.problem("bad-count", node.at, "the first number is larger than the second", "write the smaller one first")
            return None
        return low, high, (low, high)
    amount = _amount(reader, node, form.value, of)
    if amount is None:
        return None
    value, half, percent = amount
    if percent and form is CountForm.EXACT:
        reader.problem(
            "bad-count", node.at, "a percentage is never exact", "write `about` instead of `exact`, or give the number itself"
        )
        return None
    if form is CountForm.ABOUT:
        return max(0, ceil(value - half)), floor(value + half), (round(value),)
    if form is CountForm.AT_LEAST:
        return ceil(value), None if of is None else of, (ceil(value),)
    if form is CountForm.AT_MOST:
        return 0, floor(value), (floor(value),)
    return int(value), int(value), (int(value),)


def _amount(reader: Reader, node: Node, key: str, of: int | None) -> tuple[Fraction, Fraction, bool] | None:
    """Return a number or a per cent: its value, half a unit of its last significant digit, and whether it is a per cent."""
    if isinstance(node, Text) and (found := _PERCENT.fullmatch(node.value.strip())):
        if of is None:
            reader.problem(
                "bad-count", node.at, f"{node.value.strip()} of how many?", "add the total, as in `of: 18400`, or give the number"
            )
            return None
        written = found.group(1)
        digits = len(written.partition(".")[2])
        half = Fraction(1, 2 * 10**digits)
        return Fraction(written) * of / 100, half * of / 100, True
    number = _whole(reader, node, key)
    if number is None:
        return None
    text = str(number)
    zeros = len(text) - len(text.rstrip("0")) if number else 0
    return Fraction(number), Fraction(10**zeros, 2), False


def _whole(reader: Reader, node: Node, key: str) -> int | None:
    written = node.value.strip() if isinstance(node, Text) else ""
    if _NUMBER.fullmatch(written):
        return int(written)
    if _GROUPED.fullmatch(written):
        bare = re.sub(r"[^0-9]", "", written)
        # One point may be a decimal point in any locale; several cannot be.
        asks = f"Is `{written}` the whole number {int(bare):,}?" if written.count(".") == 1 else ""
        reader.problem(
            "bad-count",
            node.at,
            f"`{written}` can be read in more than one way",
            f"write only the digits: {reader.shown(node.at, bare)}",
            reader.instead(node.at, bare, asks),
        )
    else:
        reader.problem(
            "bad-count",
            node.at,
            f"`{key}` needs a whole number",
            f"write only the digits, such as {reader.shown(node.at, '1300')}",
        )
    return None


def torn_number(reader: Reader, name: str, table: Table) -> Finding | None:
    """Return the problem of `{exact: 1,212}`, in which the comma ends the number and starts another key; None when there is none."""
    before: Entry | None = None
    for entry in table.entries.values():
        if before and table.flow and re.fullmatch(r"[0-9]{3}", entry.key) and before.key in COUNT.names:
            start = reader.lines.start(before.value.at)
            written = reader.lines.lines[start[0]][start[1] :] if start[0] < len(reader.lines.lines) else ""
            found = re.match(r"[0-9]{1,3}(?:,[0-9]{3})+(?=\s*[,}])", written)
            bare = found.group().replace(",", "") if found else ""
            return Finding(
                rule="bad-count",
                at=before.value.at,
                message=f"there is a comma inside a number in the count of {name}",
                help=f"write only the digits: `{before.key}: {bare or '1212'}`",
                edits=(reader.lines.edit(start, (start[0], start[1] + found.end()), bare),) if found else (),
            )
        before = entry
    return None


def _two_numbers(reader: Reader, node: Node) -> tuple[Edit, ...]:
    # `[1,000, 2,000]`: a comma inside a number is not followed by a space.
    if not isinstance(node, Items):
        return ()
    start, end = reader.lines.start(node.at), reader.lines.end(node.at)
    found = re.fullmatch(r"\[\s*([0-9]{1,3}(?:,[0-9]{3})*),\s+([0-9]{1,3}(?:,[0-9]{3})*)\s*\]", reader.lines.between(start, end))
    if not found:
        return ()
    least, most = (number.replace(",", "") for number in found.groups())
    return (reader.lines.edit(start, end, f"[{least}, {most}]"),)


# The declaration. `read_count` reads a count as a whole, because the meaning of one key depends on the others.


class _Amount(Kind):
    """A number, or a per cent."""

    PART: ClassVar[Part] = {
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": r"^([0-9]{1,15}|[0-9]{1,3}(\.[0-9]{1,6})?\s?%)$",
        "patternErrorMessage": "Write only the digits, such as 1300, or a percentage, such as 1%.",
    }
    FORM = "a number, or a percentage"


class _TwoAmounts(Kind):
    PART: ClassVar[Part] = {"type": "array", "items": _Amount().part(), "minItems": 2, "maxItems": 2}
    FORM = "a list of two numbers"


class _NotKnown(Kind):
    PART: ClassVar[Part] = {"type": ["string", "boolean"]}
    FORM = "true, or the name of an unknown"


class _Total(Kind):
    PART: ClassVar[Part] = {"type": "integer", "minimum": 0}
    FORM = "a whole number"


class CountRecord(Record):
    """A count."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Count | None:
        return read_count(reader, path[-1], node, self)

    def leaves(self, value: Count, leaf: Leaf) -> Iterator[Leaf]:
        if leaf.language is not TranslationMode.OWN:
            unit = self.by_name["unit"].language
            yield Leaf((*leaf.path, "unit"), value.unit, unit, leaf.at_use)
        yield Leaf((*leaf.path, value.form.value), (value.stated, value.low), leaf.language, leaf.at_use)
        if value.of is not None:
            # A total of 0 is still a statement.
            yield Leaf((*leaf.path, "of"), (value.of,), leaf.language, leaf.at_use)
        for key in _BESIDE:
            if said := key.get(value):
                yield from key.kind.leaves(said, Leaf((*leaf.path, key.name), said, key.language, leaf.at_use))


class Likely(Kind):
    """`likely`, or nothing at all."""

    PART: ClassVar[Part] = {"type": "string", "enum": ["likely"]}
    FORM = "likely"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> bool:
        likely = isinstance(node, Text) and node.value.strip() == "likely"
        if not likely:
            reader.problem(
                "wrong-type", node.at, "`sure` can only be `likely`", "write `sure: likely`, or delete the line if you are sure"
            )
        return likely

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        yield Leaf(leaf.path, "likely" if value else None, leaf.language, leaf.at_use)


class NoticeCount(CountRecord):
    """How many notices: a number alone, or a count of which the population gives the unit."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Count | None:
        if isinstance(node, Text):
            number = _whole(reader, node, path[-1])
            form = CountForm.EXACT
            return None if number is None else Count(population="", unit="", form=form, low=number, high=number, stated=(number,))
        table = reader.table(node, f"`{path[-1]}`", "write only the number, such as `sent: 500`")
        if table is None:
            return None
        if torn := torn_number(reader, path[-1], table):
            reader.problems.append(torn)
            return None
        count = count_of(reader, path[-1], node, reader.keys(table, self.names, "a count"))
        return replace(count, population="") if count else None

    def leaves(self, value: Count, leaf: Leaf) -> Iterator[Leaf]:
        # A unit that is left out is the population's, and so is its translation's.
        yield from (one for one in CountRecord.leaves(self, value, leaf) if one.path[-1] != "unit" or value.unit)

    def part(self) -> Part:
        return {**CountRecord.part(self), "type": ["object", "integer"]}


# fmt: off
PARTS = Choice(PartsRelation, "word",
    ("Together they are the whole group, and nobody is in two of them.", "Someone may be in several of them."))
#: How sure we are of a count, a kind of data or a window, and how far we can see.
SURENESS = (
    Key("sure", Likely(), "How sure we are", 'Shown as "We think". Leave it out if you are sure.', "likely", attr="likely",
        ledger="whether we only think so", ledger_name="likely"),
    Key("through", DayOrMoment(), "Checked up to", "The last moment covered by what we looked at.",
        "2027-03-02T19:05Z", shown="Checked up to ", ledger="the last moment covered by what we looked at"),
    Key("cannot_see", Sentence(), "What we cannot see", "What we have no way to find out.",
        "The desk keeps no record of copying.", shown="We cannot see: ", ledger="what we have no way to find out"),
)
#: The numbers of a count: one of the forms, and of how many in all.
FORMS = (
    Key("exact", _Amount(), "Exactly", "The number, if it has been counted.", 1212),
    Key("about", _Amount(), "About", "1300 means 1,250 to 1,350. A percentage needs of:.", 1300, ("1%",)),
    Key("at_least", _Amount(), "At least", "The number that is certain.", 1212),
    Key("at_most", _Amount(), "At most", "The number that cannot be exceeded.", 1300),
    Key("between", _TwoAmounts(), "Between two numbers", "The smaller one first.", [90, 140]),
    Key("unknown", _NotKnown(), "Not known", "true, or the name of the unknown that asks for it.", True, ("whose-tickets",)),
    Key("of", _Total(), "Of how many in all", "The total.", 18400, ledger="the total; null: not given"),
)
COUNT = CountRecord(of="a count",
    keys=(
        Key("unit", Sentence(), "What is counted", "People, accounts or records, as readers would say it.", "customers",
            required=needs("the count of {name} does not say what is counted", "add the unit, as in `unit: people`"),
            # Only a word or two: the rules on sentences cannot check a translation of it.
            translation=TranslationMode.OWN),
        *FORMS,
    ),
    also={"oneOf": [{"required": [form.value]} for form in CountForm]}, title="How many",
    words="What is counted, and one of exact, about, at_least, at_most, between, unknown.",
    examples=({"unit": "customers", "exact": 1212, "of": 18400},))
NOTICES = NoticeCount(of="a count",
    keys=(
        Key("unit", Sentence(), "What is counted", "If it is not the unit of the group.", "customers", translation=TranslationMode.OWN),
        *FORMS,
    ),
    also={"if": {"type": "object"}, "then": {"oneOf": [{"required": [form.value]} for form in CountForm]}}, title="How many",
    words="A number alone; or one of exact, about, at_least, at_most, between, unknown.", examples=(500, {"at_least": 500}))
POPULATION = CountRecord(of="a count",
    keys=(
        *COUNT.keys,
        Key("part_of", NameOf("another group"), "Part of", "The group that this one is part of, counted in the same unit.",
            "customers", shown="Part of: ", ledger="the group that this one is part of"),
        Key("audience", NameOf("an audience"), "Which readers they are", "A name under audiences in site_config.yml, if this group has a different name.",
            "staff", since=2, shown="Readers: ", ledger="the audience that it belongs to; null: the one with the same name, if there is one"),
        Key("parts", PARTS, "How its parts add up", "If other groups are parts of this one.", "complete",
            shown="Its parts: ", ledger="whether its parts together are the whole group; null: not said"),
        Key("residents", RESIDENTS, "Where they live", "A place's code and how many of them live there: a country's two letters, or with a state or province. Laws count by it.",
            {"US-NY": 312, "US-CA": 900}, since=2, translation=TranslationMode.OWN, shown="Where they live: ", ledger="how many of them live where, by the place's code"),
        *SURENESS,
    ),
    also={"oneOf": [{"required": [form.value]} for form in CountForm]}, title="How many",
    words="What is counted, and one of exact, about, at_least, at_most, between, unknown. A later count outside this range is a correction.",
    examples=({"unit": "customers", "exact": 1212, "of": 18400}, {"unit": "customers", "between": [90, 140]}))
# fmt: on
#: What stands beside the numbers of a count and does not change what they mean.
_BESIDE = tuple(key for key in POPULATION.keys if key not in COUNT.keys)
# fmt: off
AFFECTED = Key("affected", OrNever(Named(of=POPULATION, what="count"), "affected"), "How many are affected", "A name for each group of people or things, with its count.",
    {"customers": {"unit": "customers", "exact": 1212, "of": 18400}},
    docs="group → {unit, one of exact, about, at_least, at_most, between, unknown; of; part_of, audience, parts, residents; sure, through, cannot_see}", shown="How many", folded=True)
# fmt: on
