"""Counts: what a writer says about how many, as an interval of whole things."""

import re
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from generator.format.reading import Reader
from generator.format.strict_yaml import Entry, Items, Node, Table, Text
from generator.model.diagnostic import Edit, Problem
from generator.model.update import Count, CountForm

_NUMBER = re.compile(r"[0-9]{1,15}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s?%")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,._'\s][0-9]{3})+")
_KEYS = ("unit", "exact", "about", "at_least", "at_most", "between", "unknown", "of")
_EXAMPLE = "write it like {unit: people, exact: 1212, of: 18400}"


def read_count(reader: Reader, name: str, node: Node) -> Count | None:
    """A population's count; None when it cannot be understood (which is reported).

    exact N is [N, N]; at_least N [N, ∞); at_most N [0, N]; between as given; about N half a unit around the last significant digit; a
    per cent is a share of `of`, and `about` a per cent half a unit around its last digit (research, section 5.3).
    """
    table = reader.table(node, f"the count of {name}", _EXAMPLE)
    if table is None:
        return None
    if torn := _torn_number(reader, name, table):
        reader.problems.append(torn)
        return None
    given = reader.keys(table, _KEYS, "a count")
    unit = reader.text(given["unit"], "the unit") if "unit" in given else ""
    if "unit" not in given:
        reader.problem(
            "bad-count", node.at, f"the count of {name} does not say what is counted", "add the unit, as in unit: people"
        )
    of = _whole(reader, given["of"], "of") if "of" in given else None
    forms = [form for form in CountForm if form.value in given]
    if len(forms) != 1:
        both = {CountForm.AT_LEAST, CountForm.AT_MOST} == set(forms)
        reader.problem(
            "bad-count",
            node.at,
            f"the count of {name} is given in {len(forms)} ways" if forms else f"the count of {name} has no number",
            "write between: [least, most]" if both else f"use one of: {', '.join(form.value for form in CountForm)}",
        )
        return None
    (form,) = forms
    if form is CountForm.UNKNOWN:
        # `true`, or the name of the unknown that asks for it; which of the two makes no difference to the interval.
        reader.text(given["unknown"], "unknown")
        return Count(population=name, unit=unit, form=form, low=0, high=of, of=of)
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
            "bad-count", node.at, "a per cent is never exact", "write `about` instead of `exact`, or give the number itself"
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
    """A number or a per cent: its value, half a unit of its last significant digit, and whether it is a per cent."""
    if isinstance(node, Text) and (found := _PERCENT.fullmatch(node.value.strip())):
        if of is None:
            reader.problem(
                "bad-count", node.at, f"{node.value.strip()} of how many?", "add the total, as in of: 18400, or give the number"
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
        # One point may be a decimal one, wherever the writer learnt to write numbers; several are not.
        asks = f"Is `{written}` the whole number {int(bare):,}?" if written.count(".") == 1 else ""
        reader.problem(
            "bad-count",
            node.at,
            f"`{written}` can be read in more than one way",
            f"write the digits alone: {bare}",
            reader.instead(node.at, bare, asks),
        )
    else:
        reader.problem("bad-count", node.at, f"`{key}` needs a whole number", "write the digits alone, such as 1300")
    return None


def _torn_number(reader: Reader, name: str, table: Table) -> Problem | None:
    """The problem of `{exact: 1,212}`, in which the comma ends the number and begins another key; None when there is none."""
    before: Entry | None = None
    for entry in table.entries.values():
        if before and table.flow and re.fullmatch(r"[0-9]{3}", entry.key) and before.key in _KEYS:
            start = reader.sheet.start(before.value.at)
            written = reader.sheet.lines[start[0]][start[1] :] if start[0] < len(reader.sheet.lines) else ""
            found = re.match(r"[0-9]{1,3}(?:,[0-9]{3})+(?=\s*[,}])", written)
            bare = found.group().replace(",", "") if found else ""
            return Problem(
                "bad-count",
                before.value.at,
                f"a comma stands inside a number in the count of {name}",
                f"write the digits alone: {bare or '1212'}",
                (reader.sheet.edit(start, (start[0], start[1] + found.end()), bare),) if found else (),
            )
        before = entry
    return None


def _two_numbers(reader: Reader, node: Node) -> tuple[Edit, ...]:
    # `[1,000, 2,000]`: a comma inside a number has no space after it.
    if not isinstance(node, Items):
        return ()
    start, end = reader.sheet.start(node.at), reader.sheet.end(node.at)
    found = re.fullmatch(r"\[\s*([0-9]{1,3}(?:,[0-9]{3})*),\s+([0-9]{1,3}(?:,[0-9]{3})*)\s*\]", reader.sheet.between(start, end))
    if not found:
        return ()
    least, most = (number.replace(",", "") for number in found.groups())
    return (reader.sheet.edit(start, end, f"[{least}, {most}]"),)


def population_counts(reader: Reader, node: Node, *path: str) -> Mapping[str, Count]:
    """Everything under `affected`, which stands at `path` (by default at the top)."""
    return reader.named(node, "count", lambda name, value, _path: read_count(reader, name, value), *(path or ("affected",)))
