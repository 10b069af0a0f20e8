"""The plan's private telephone numbers, addresses and accounts, however they are spelled."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from generator.model.person import EMAIL, PHONE
from generator.model.plan import Plan

#: An account (`@larkfield_status`), and a web address.
_ACCOUNT = re.compile(r"(?<![\w@.])@[\w.-]*\w(?:@[\w.-]*\w)?")
_PLACE = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s,;]*)?", re.IGNORECASE)
#: A run of digits with separators between them.
DIGITS = re.compile(r"\+?\(?\d(?:(?:[\s().\-/·*_`~\u2010-\u2015]|&#?\w{1,8};|</?\w{1,8}>){0,6}\d){5,40}")
#: Markup within such a run, which may hold digits of its own.
_MARKUP = re.compile(r"&#?\w{1,8};|</?\w{1,8}>")
#: The fewest digits of a telephone number, without country code and leading 0.
_LEAST = 6


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the telephone numbers in a text as digits, without country code and leading 0."""
    return tuple(number for found in DIGITS.finditer(text) if len(number := _bare(found.group())) >= _LEAST)


def _without_markup(text: str) -> str:
    text = _MARKUP.sub(" ", text)
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)


@lru_cache(maxsize=4096)
def _bare(written: str) -> str:
    """Reduce a number to the digits that are the same in every notation."""
    plain = _without_markup(written)
    digits = re.sub(r"\D", "", plain.replace("(0)", ""))
    if plain.lstrip("( ").startswith("+") or digits.startswith("00"):
        from phonenumbers import NumberParseException, parse  # noqa: PLC0415, TID251  # few texts need it

        try:
            return str(
                parse(f"+{digits.removeprefix('00') if not plain.lstrip('( ').startswith('+') else digits}").national_number
            )
        except NumberParseException:
            return digits.removeprefix("00")
    return digits.lstrip("0")


def matched(written: str, private: dict[str, str]) -> str:
    """Return the key of the plan that holds a number; empty when the plan does not contain it."""
    plain = re.sub(r"\D", "", _without_markup(written).replace("(0)", ""))
    bare = _bare(written)
    for number, where in private.items():
        # A country code may precede the number without a sign, and an extension may follow it.
        if bare == number or (len(number) >= 7 and number in plain and len(plain) - len(number) <= 9):
            return where
    return ""


def private_numbers(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield a plan's telephone numbers, in the form of `numbers_in`, with their keys."""
    for name, role in plan.roles.items():
        for key, text in (("phone", role.phone), ("deputy_phone", role.deputy_phone), ("who", role.who), ("deputy", role.deputy)):
            yield from ((number, f"`roles: {name}: {key}`") for number in numbers_in(text))
    for name, channel in plan.channels.items():
        yield from ((number, f"`channels: {name}`") for number in numbers_in(channel.how))


def private_texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the plan's addresses and accounts, case-folded."""
    for name, role in plan.roles.items():
        for key, text in (("email", role.email), ("who", role.who), ("deputy", role.deputy)):
            yield from ((found.group().casefold(), f"`roles: {name}: {key}`") for found in EMAIL.finditer(text))
    for name, channel in plan.channels.items():
        without = PHONE.sub(" ", channel.how)
        for pattern in (EMAIL, _ACCOUNT, _PLACE):
            for found in pattern.finditer(without):
                text = found.group().casefold().rstrip(".")
                # An account is also recognised without its sign.
                yield text[1:] if pattern is _ACCOUNT and len(text) > 6 and "@" not in text[1:] else text, f"`channels: {name}`"
            without = pattern.sub(" ", without)


def is_private(said: str, plan: Plan) -> bool:
    """Whether a number or an address in a text belongs to the plan."""
    if "@" in said:
        return any(text == said.casefold() for text, _ in private_texts(plan))
    return bool(matched(said, dict(private_numbers(plan))))
