"""Text that a terminal, and the log of a CI host, can show safely. Nothing else is ever printed.

Names of files, branches and people, and whatever a server or a library says, may hold anything: escape sequences that rewrite the screen, marks that
turn the direction of writing, line ends that add a line of their own, and commands to the host that runs a workflow (`::error …`, `##[…]`). Here all of it is
made visible and does nothing.
"""

import re
import unicodedata
from typing import Final, NewType

#: Lines that are ready to be printed. Only this module, `json_text.py` and `github.py` make them; `cli/output.py` prints nothing else.
Block = NewType("Block", str)

#: Control and format characters, halves of pairs, private and unassigned characters, line and paragraph separators.
_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: Letters and marks that cannot be seen: fillers, joiners, selectors of variants. The one that emoji are written with is left.
_UNSEEN: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0e\uffa0\U000e0100-\U000e01ef]")
#: Shown only at the end of a line; typographers write it.
_SOFT_HYPHEN: Final = "\u00ad"
_REPLACED: Final = "\ufffd"
#: The colours of our own reports.
_COLOUR: Final = re.compile(r"(\x1b\[(?:0|1|31|33|36|1;3[136])m)")
#: A workflow command at the start of a line.
_COMMAND: Final = re.compile(r"^(\s*):(?=:)")
#: One in the older form, anywhere in a line.
OLD_COMMAND: Final = re.compile(r"#(?=#[\w.-]*\[)")
#: What stands before the host in an address: a name and a password, or a token.
_LOGIN: Final = re.compile(r"(?<=://)[^\s/?#@]+@")
#: Bytes of a file's name that are no UTF-8, as Python keeps them.
_RAW_BYTES: Final = range(0xDC80, 0xDD00)


def shown(text: object) -> str:
    """Return a name, a path or a message as one line in which nothing is hidden: what a terminal would act on is written as an escape.

    The name and the password in an address (`https://name:password@host`), as a git remote may have them, are left out.
    """
    open_text = _LOGIN.sub("…@", str(text))
    if open_text.isascii() and open_text.isprintable():
        return _without_commands(open_text)
    return _without_commands("".join(_escape(sign) if is_unsafe(sign) else sign for sign in open_text))


def visible(text: str) -> str:
    """Return an excerpt as one line of the same length: each character that a terminal would act on is replaced by a mark."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_REPLACED if is_unsafe(sign) else sign for sign in text)


def block(text: str) -> Block:
    """Return a report of several lines, in which our own colours are left.

    Its author's words must have gone through `shown` or `visible` before: here nobody can tell their line ends from ours.
    """
    return Block("\n".join(_safe_line(line) for line in text.split("\n")))


def is_unsafe(sign: str) -> bool:
    """Whether a character does something, or hides something, instead of being seen."""
    if " " <= sign <= "~" or sign == _SOFT_HYPHEN:
        return False
    return unicodedata.category(sign) in _UNSAFE or _UNSEEN.match(sign) is not None


def _escape(sign: str) -> str:
    number = ord(sign)
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(sign)
    if named:
        return named
    if number in _RAW_BYTES:
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _without_commands(line: str) -> str:
    if "::" not in line and "##" not in line:
        return line  # Nearly every line.
    return OLD_COMMAND.sub(r"#\\", _COMMAND.sub(r"\1\\:", line))


def _safe_line(line: str) -> str:
    if line.isascii() and line.isprintable():
        return _without_commands(line)
    parts = [part if _COLOUR.fullmatch(part) else visible(part.replace("\t", "    ")) for part in _COLOUR.split(line)]
    bare = "".join(part for part in parts if not _COLOUR.fullmatch(part))
    if _COMMAND.match(bare) or OLD_COMMAND.search(bare):
        return _without_commands(bare)
    return "".join(parts)
