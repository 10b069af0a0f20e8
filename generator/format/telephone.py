"""Telephone numbers as people write them, and as a telephone dials them (RFC 3966). Only this module uses the telephone library.

The dialled form has digits with at most one + before them: `(0)` after a country code is dropped, letters become the digits of their keys
(ITU-T E.161), digits of other scripts become 0 to 9, and an extension becomes `;ext=`. A number without a country code gets none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

#: ITU-T E.164: the most digits of a number, including its country code.
_MOST = 15
#: The fewest digits: emergency numbers.
_LEAST = 3
#: A group with this many digits could be a number of its own.
_WHOLE = 6

#: A placeholder for invisible characters, so that every character keeps its position.
_UNSEEN = "\x01"
_BRACKETS = {"[": "(", "{": "(", "]": ")", "}": ")"}
_RUN = re.compile(r"(?<![\w*#])(?:[+(][\s\x01(+]*)?\d(?:[\d\s\x01()./-]*\d)?(?![*#]\d*[*#])")
_LETTERS = re.compile(r"\)?[\s\x01.-]?[A-Z]+(?:[\s\x01.-]?[A-Z0-9]+)*(?![a-z])")
_EXTENSION = re.compile(
    r"\)?[\s\x01,;(-]*(?:ext=|ext(?:ension|n)?\b\.?|x(?:tn?)?\b\.?|x(?=\d)|#|durchwahl\b|dw\b\.?|apparat\b|app\.|nebenstelle\b|nst\b\.?|klappe\b|poste\b"
    r"|interno\b|int\.|extensi[oó]n\b|anexo\b|ramal\b|доб\.?|تحويلة|داخلي|分机|内線|내선)[\s\x01:.#]*(\d{1,7})(?!\d)\)?",
    re.IGNORECASE,
)
_APART = re.compile(r"\s+[-/]\s*|\s*/\s+|/|\s{3,}")
#: A word of letters and digits directly after a number: most likely a typing error in the number itself.
_MIXED = re.compile(r"[\s.-]?[^\W\d_]+\d")
#: Letters that look like digits, after a number and before one; and a country code that a sign separates from its number.
_LOOKALIKE = re.compile(r"[\s\x01.-]?[OoIl]{2,}(?![^\W\d_])")
_CUT_OFF = re.compile(r"(?:(?<!\w)(?=\w*\d)[\dOoIl]*[OoIl][\dOoIl]*|(?<![\w+])\+[\s\x01(]*\d{1,3}(?:\W{1,4}0)?)\W{1,4}$")
_WORD = re.compile(r"\s*[^\W\d_]")
#: `0000/1` means two numbers, but a telephone cannot know the digits of the second one.
_ALTERNATIVE = re.compile(r"/\s*\d{1,5}$")
_TRUNK = re.compile(r"[(]\s*0\s*[)]")
#: Times of day and dates, which look like numbers.
_NO_NUMBER = re.compile(
    r"(?:[01]\d|2[0-4])[.:]?[0-5]\d\s*-\s*(?:[01]\d|2[0-4])[.:]?[0-5]\d|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}[./-]\d{1,2}"
)
#: Short numbers (emergency, police, the European 116 … helplines), after which a word does not belong to the number.
_SHORT = re.compile(r"116\d{3}|1\d\d|999|911|000|1[12]\d{2}")
#: With what a country code begins: without one, a number says nothing to whoever does not know the country.
_PLUS = re.compile("[+\N{FULLWIDTH PLUS SIGN}]")
_EMAIL_AROUND = re.compile(r"\S*@\S*")


@dataclass(frozen=True, slots=True)
class TelephoneNumber:
    """A number in a text.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        uri: the dialled form, such as `tel:+442079460018;ext=12`; empty when no telephone could dial it.
    """

    start: int
    end: int
    uri: str


@lru_cache(maxsize=1024)
def telephone_numbers(text: str) -> tuple[TelephoneNumber, ...]:
    """Return the numbers in a value given as a telephone number: one, or several with words in between."""
    folded = _ascii_folded(text)
    # An address next to the number has digits of its own.
    folded = _EMAIL_AROUND.sub(lambda found: " " * len(found.group()), folded)
    found: list[TelephoneNumber] = []
    at = 0
    while run := _RUN.search(folded, at):
        at = run.end()
        for start, end in _pieces(folded, run.start(), run.end()):
            number = _telephone_number(folded, start, end)
            if number is not None and not number.uri.startswith("tel:+") and _CUT_OFF.search(folded[max(0, start - 20) : start]):
                number = replace(number, uri="")
            if number is not None and (not found or number.start >= found[-1].end):
                found.append(number)
                at = max(at, number.end)
    return tuple(found)


def dial(text: str) -> str:
    """Return the dialled form of a text that is exactly one number; empty when it is not."""
    found = telephone_numbers(text)
    if len(found) != 1 or _letters_of(text[: found[0].start] + text[found[0].end :]):
        return ""
    return found[0].uri


def dial_link(uri: str) -> str:
    """Return the dialled form of a `tel:` URI; empty when no telephone could dial it."""
    written = re.sub(r"^(?:tel:[\s/]*)+", "", unquote(uri), flags=re.IGNORECASE)
    said, *given = written.split(";")
    parameters = {name.strip().lower(): value.strip() for name, _, value in (one.partition("=") for one in given)}
    context = parameters.get("phone-context", "")
    if context.startswith("+") and "+" not in said:
        said = f"{context} {said}"
    extension = parameters.get("ext", "")
    return dial(f"{said};ext={extension}" if extension else said)


def worldwide(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of numbers with a country code in running text."""
    if _PLUS.search(text):
        from phonenumbers import PhoneNumberMatcher  # noqa: PLC0415, TID251  # heavy, and few texts need it

        yield from ((one.start, one.end) for one in PhoneNumberMatcher(text, None))


def _ascii_folded(text: str) -> str:
    """Replace non-ASCII characters by ASCII ones of the same meaning, keeping every position."""
    return "".join(map(_fold, text))


def _fold(character: str) -> str:
    if character.isascii():
        return _BRACKETS.get(character, character)
    if unicodedata.category(character) in {"Cf", "Mn", "Cc"}:
        return _UNSEEN
    if character.isspace():
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers of one run of digits.

    Several may be separated only by a sign or a wide space. Trailing remarks in brackets are dropped.
    """
    begin = start
    for apart in _APART.finditer(text, start, end):
        before, after = _digits(text[begin : apart.start()]), _digits(text[apart.end() : end])
        # Few digits with a word after them are hours or days.
        short = _SHORT.fullmatch(before) and _SHORT.fullmatch(after)
        if short or (len(before) >= _WHOLE and (len(after) >= _WHOLE or _WORD.match(text, end))):
            yield from _without_remark(text, begin, apart.start())
            begin = apart.end()
    yield from _without_remark(text, begin, end)


def _without_remark(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for bracket in re.finditer(r"\(", text[start:end]):
        at = start + bracket.start()
        if len(_digits(text[start:at])) > _WHOLE:
            yield start, at
            yield from _without_remark(text, at + 1, end)
            return
    yield start, end


def _telephone_number(text: str, start: int, end: int) -> TelephoneNumber | None:
    said = text[start:end].rstrip()
    end = start + len(said)
    if _NO_NUMBER.fullmatch(said.strip()):
        return None
    digits = _digits(said)
    letters = _LETTERS.match(text, end)
    if letters and len(digits) <= _WHOLE and not _SHORT.fullmatch(digits) and _is_name(digits, letters.group()):
        end = letters.end()
        said = _spelt(text[start:end])
        digits = _digits(said)
    elif len(digits) < _LEAST or (len(digits) < 5 and not re.fullmatch(r"[\d\s]+|\d(?:-\d)+", said)):
        return None
    extension = _EXTENSION.match(text, end)
    slip = extension is None and (_MIXED.match(text, end) or _LOOKALIKE.match(text, end))
    if not slip and extension is None and text[end : end + 1].isalpha() and text[end - 1].isdigit():
        # The last digits belong to a word: `24h`.
        return _telephone_number(text, start, start + len(said.rstrip("0123456789").rstrip(" .-/(\x01")))
    more = ""
    if extension:
        end, more = extension.end(), f";ext={extension.group(1)}"
    elif said.count("(") > said.count(")") and text[end : end + 1] == ")":
        end += 1
    dialled = _dialled(said, digits)
    shortened = _ALTERNATIVE.search(said)
    if (
        slip
        or (shortened and len(_digits(said[: shortened.start()])) > _WHOLE)
        or (len(digits) < 5 and digits[0] == "0" and digits != "000")
    ):
        # Two numbers in one, or the beginning of a number continued in words.
        dialled = ""
    return TelephoneNumber(start, end, f"tel:{dialled}{more}" if dialled else "")


def _is_name(digits: str, letters: str) -> bool:
    """Whether capitals after digits are part of the number, as in 1-800-FLOWERS."""
    return (
        len(digits) >= _LEAST
        and len(re.sub(r"[^A-HJ-NP-Z]", "", letters)) >= 1
        and len(re.sub(r"[^A-Z]", "", letters)) >= 3
        and 7 <= len(digits + _letters_of(letters)) <= _MOST
    )


def _letters_of(text: str) -> str:
    return re.sub(r"[^\w]|_", "", text.replace(_UNSEEN, ""))


def _spelt(said: str) -> str:
    from phonenumbers import convert_alpha_characters_in_number  # noqa: PLC0415, TID251  # as above

    return str(convert_alpha_characters_in_number(said))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _dialled(said: str, digits: str) -> str:
    plain = said.replace(_UNSEEN, "")
    if re.match(r"[\s(]*\+", plain):
        return _with_country(f"+{plain.replace('+', '')}")
    trunk = _TRUNK.search(plain)
    if digits.startswith("00") and (found := _with_country(f"+{re.sub(r'^[^0-9]*0[^0-9]*0', '', plain)}")):
        # The international prefix dialled from most countries; + works in all of them.
        return found
    if trunk and _digits(plain[: trunk.start()]):
        # Only a country code can precede `(0)`.
        if found := _with_country(f"+{plain}"):
            return found
        digits = _digits(_TRUNK.sub("", plain))
    return digits if _LEAST <= len(digits) <= _MOST else ""


def _with_country(said: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse  # noqa: PLC0415, TID251  # as above

    # Where a country keeps its leading 0 (Italy), so does the library.
    for form in (said, _TRUNK.sub("", said)):
        try:
            number = parse(form, None)
        except NumberParseException:
            continue
        if is_possible_number(number):
            return str(format_number(number, PhoneNumberFormat.E164))
    return ""
