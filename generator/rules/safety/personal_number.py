"""The text contains a person's card, account or identity number.

## What it checks

That no text contains the number of a payment card, an account (IBAN) or a person (social security and identity numbers of several
countries). Only numbers in their usual form and with a correct check digit count. The finding does not show the number.

## Why it matters

It belongs to someone who has already been harmed once.

## Instead of

    One of the cards was 4111 1111 1111 1111.

## Write

    312 of the tickets held a card number.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from generator.inspection.context import Context
from generator.inspection.unsafe_text import Hit, hits, redacted, shape, windows
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule

_CARD = re.compile(r"(?<![\w.,-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3\d{3}([ -])\d{6}\2\d{5})(?![\w-]|[.,]\d)", re.ASCII)
# The numbers that issuers of cards begin with, and how long theirs are (ISO/IEC 7812).
_ISSUED = re.compile(r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7]|35|6[045]|81)\d{14}|3[47]\d{13}|3[068]\d{12}", re.ASCII)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}(?!\w)", re.ASCII)
#: What a person's number looks like as it is usually written, which part of `stdnum` checks it, and what it is.
_PERSONS = (
    (r"\d{3}-\d{2}-\d{4}", "us.ssn", "social security number of the United States"),
    (r"\d{3}-\d{3}-\d{3}", "ca.sin", "Canadian social insurance number"),
    (r"756\.\d{4}\.\d{4}\.\d{2}", "ch.ssn", "Swiss social security number"),
    (r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", "fr.nir", "French social security number"),
    (r"\d{8}-?[A-Z]", "es.dni", "Spanish identity number"),
    (r"[XYZ]-?\d{7}-?[A-Z]", "es.nie", "Spanish identity number"),
    (r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", "it.codicefiscale", "Italian tax number"),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf", "Brazilian tax number"),
    (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", "be.nn", "Belgian national number"),
    (r"\d{6}[-+]\d{4}", "se.personnummer", "Swedish personal number"),
    (r"\d{6}-\d{4}", "dk.cpr", "Danish personal number"),
    (r"\d{6}[-+A]\d{3}[0-9A-Y]", "fi.hetu", "Finnish personal number"),
    (r"[1-9]\d{10}", "de.idnr", "German tax number"),
)
#: A long run of digits that is not a date, or capital letters before digits.
_RUN = re.compile(r"\d(?:[ .+-]?[\dA-Z]){6,40}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d)?", re.ASCII)
_LETTERED = re.compile(r"[A-Z]{2}\d\d|[XYZ]-?\d{7}", re.ASCII)
#: One of these is in the shape of each text that it matches.
_IN_LETTERED = (b"AA00", b"0000000")
#: How far a number may extend from the place where it was noticed, in characters.
_REACH = 40


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Numbers of cards, accounts and people."""
    for span, (start, end, what) in hits(written, context, _worth, _numbers):
        yield Finding(
            at=span.span(start, end),
            message=f"this looks like a {what} ({redacted(span.text[start:end])})",
            help="delete it: say how many such numbers were read, not which",
            hides=span.text[start:end],
        )


def _spots(text: str) -> Iterator[tuple[int, int]]:
    yield from (run.span() for run in _RUN.finditer(text) if _RUN.search(_DAY.sub(",", run.group())))
    if any(part in shape(text) for part in _IN_LETTERED):
        yield from (found.span() for found in _LETTERED.finditer(text))


def _worth(text: str) -> bool:
    return next(_spots(text), None) is not None


@cache
def _checker(module: str) -> Any:
    return import_module(f"stdnum.{module}")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(rf"(?<![\w.,-]){shape}(?![\w-]|[.,]\d)", re.ASCII), module, what) for shape, module, what in _PERSONS
    )


def _numbers(text: str) -> tuple[Hit, ...]:
    found = {
        (start + first, start + last): what
        for start, end in windows(text, _spots(text), _REACH)
        for (first, last), what in _numbers_in(text[start:end]).items()
    }
    return tuple((start, end, what) for (start, end), what in sorted(found.items()))


def _numbers_in(text: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for card in _CARD.finditer(text):
        digits = re.sub(r"[ -]", "", card.group())
        if _ISSUED.fullmatch(digits) and _checker("luhn").is_valid(digits):
            found[card.span()] = "payment card number"
    for iban in _IBAN.finditer(text):
        # The text after an account number may look like part of it.
        words = iban.group().rstrip().split(" ")
        for count in range(len(words), 0, -1):
            written = " ".join(words[:count])
            if _checker("iban").is_valid(written):
                found[iban.start(), iban.start() + len(written)] = "bank account number (IBAN)"
                break
    for pattern, module, what in _patterns():
        for number in pattern.finditer(text):
            if number.span() not in found and _checker(module).is_valid(number.group()):
                found[number.span()] = what
    return found


RULE = Rule(
    code="SAF035",
    name="personal-number",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; tell the person it belongs to, and ask your data protection officer whether it must be removed",
    doc=__doc__,
)
