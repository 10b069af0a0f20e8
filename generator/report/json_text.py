"""JSON for programs, printed where a terminal or a CI host may read it as well: what either would act on is escaped, as JSON can."""

import json
from collections.abc import Mapping

from generator.report.terminal import OLD_COMMAND, Block, is_unsafe


def json_text(data: Mapping[str, object]) -> Block:
    """Return a JSON object, ending in a newline."""
    return escaped_json(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def escaped_json(written: str) -> Block:
    """Return JSON with the same meaning in which no character does anything. Characters outside of ASCII stand in JSON only inside a string."""
    safe = "".join(
        "".join(f"\\u{unit:04x}" for unit in _units(sign)) if sign != "\n" and is_unsafe(sign) else sign for sign in written
    )
    return Block(OLD_COMMAND.sub(r"\\u0023", safe))


def _units(sign: str) -> tuple[int, ...]:
    """Return a character's code units in UTF-16, as JSON escapes them."""
    number = ord(sign)
    return (number,) if number < 0x10000 else (0xD800 + (number - 0x10000 >> 10), 0xDC00 + (number - 0x10000 & 0x3FF))
