"""Making a chat message short enough: whole lines first, then lines that end where a sentence ends, and what was wrong and what is not known last.

No sentence is cut: what is behind the cut might be its "not". What was wrong is not shortened at all, but said whole or pointed to.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.model.notifications import ChatMessage, Part, Section
from generator.prose.clauses import sentences
from generator.render.post_limits import each_grapheme, graphemes

_CUT = "…"
#: At the end of a sentence: a word or a number, and no initial, abbreviation or number of a list.
_WORD_LAST = re.compile(r"(?:[^\W\d_]{2}|\d\d|\d\))\W*$")
#: What does not end what is said: a question, and somebody's words.
_OPEN_ENDS = (*"?؟\"'”“»«’‘", "\N{FULLWIDTH QUESTION MARK}")
#: What is given up, in this order, and how many lines of each part stay.
_GIVEN_UP = ((Part.KNOWN, 0), (Part.ACTIONS, 1), (Part.UNKNOWN, 1))
#: How long each line may still be where whole lines were not enough, in graphemes.
_LENGTHS = (1000, 500, 250, 120, 60)
#: What goes as a whole where even that was not enough.
_LAST = (Part.BRIEF, Part.ACTIONS, Part.NEXT, Part.UNKNOWN, Part.CORRECTED)


def shortened(message: ChatMessage, fits: Callable[[ChatMessage], bool]) -> ChatMessage:
    """Return a message that fits: the same, or the one that has lost least. If none fits, the one without any lines."""
    return next((one for one in _ever_shorter(message) if fits(one)), replace(message, sections=(), is_shortened=True))


def _ever_shorter(message: ChatMessage) -> Iterator[ChatMessage]:
    """Yield a message, and then what is left of it when more and more is given up."""
    yield message
    whole = replace(message, is_shortened=True)
    corrected = _section(whole, Part.CORRECTED)
    for number, first in enumerate(_rounds(corrected)):
        message = _with(whole, Part.CORRECTED, first)
        if number:
            yield message
        for part, stay in _GIVEN_UP:
            while len(lines := _section(message, part).lines) > stay:
                message = _with(message, part, lines[:-1])
                yield message
        for left in range(len(corrected.lines) - 1, 0, -1) if not number else ():
            message = _with(message, Part.CORRECTED, (*corrected.lines[:left], *_named(corrected.instead)))
            yield message
        for length in _LENGTHS:
            message = _with_sentences(message, length)
            yield message
    for part in _LAST:
        message = _with(message, part, ())
        yield message


def _rounds(corrected: Section) -> Iterator[tuple[str, ...]]:
    """Yield what is said of corrections: all of it, and, where with that too much of the rest would be lost, only that there are some."""
    yield corrected.lines
    if corrected.instead and corrected.lines != (corrected.instead,):
        yield (corrected.instead,)


def _named(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _section(message: ChatMessage, part: Part) -> Section:
    return next((section for section in message.sections if section.part is part), Section(part, "", ()))


def _with(message: ChatMessage, part: Part, lines: tuple[str, ...]) -> ChatMessage:
    sections = (replace(one, lines=lines) if one.part is part else one for one in message.sections)
    return replace(message, sections=tuple(section for section in sections if section.lines))


def _with_sentences(message: ChatMessage, length: int) -> ChatMessage:
    """Return a message in which each line has only the sentences that are within a length; one whose first is not is left out."""
    for section in message.sections:
        if section.part is not Part.CORRECTED:
            lines = (cut(line, length, graphemes, message.language) for line in section.lines)
            message = _with(message, section.part, tuple(line for line in lines if line))
    return message


def title_within(message: ChatMessage, room: int, measure: Callable[[str], int] = len) -> str:
    """Return the title of a message within a measure; where not even its first sentence fits, the incident's name."""
    return cut(message.title, room, measure, message.language) or name_within(message.incident, room, measure)


def cut(text: str, room: int, measure: Callable[[str], int] = len, language: str = "en") -> str:
    """Return a text that is no longer than a measure allows, cut where a sentence ends; empty where even the first one is too long.

    Args:
        text: the text.
        room: how long it may be; at least one for the sign that something is left out.
        measure: counts the length of a text.
        language: in which it is written.
    """
    if measure(text) <= room:
        return text
    kept = ""
    for _, end in sentences(text, language):
        longer = text[:end].strip()
        if measure(f"{longer} {_CUT}") > room:
            break
        if _can_end(longer, text[end:]):
            kept = longer
    return f"{kept} {_CUT}" if kept else ""


def _can_end(kept: str, rest: str) -> bool:
    """Whether a text can end there: not with an abbreviation, a question whose answer follows, or somebody's words of which we say what we think."""
    return bool(_WORD_LAST.search(kept)) and not kept.endswith(_OPEN_ENDS) and not rest.lstrip()[:1].islower()


def name_within(text: str, room: int, measure: Callable[[str], int] = len) -> str:
    """Return a name that is no longer than a measure allows: one that is too long ends after a word."""
    return text if measure(text) <= room else f"{_beginning(text, room, lambda one: measure(one + _CUT))}{_CUT}"


def pieces(text: str, room: int, measure: Callable[[str], int] = len) -> Iterator[str]:
    """Yield a text in pieces of which none is longer than a measure allows: all of it, parted between words."""
    while measure(text) > room:
        # A single character of very many signs is parted too.
        piece = _beginning(text, room, measure) or text[: max(1, room // 4)]
        yield piece
        text = text[len(piece) :].lstrip()
    if text:
        yield text


def _beginning(text: str, room: int, measure: Callable[[str], int]) -> str:
    """Return as many words of a text as a measure allows; a word that alone is longer than half of the room is cut in two."""
    seen = each_grapheme(text)
    low, high = 0, len(seen)
    while low < high:
        middle = (low + high + 1) // 2
        if measure("".join(seen[:middle]).rstrip()) <= room:
            low = middle
        else:
            high = middle - 1
    kept = "".join(seen[:low]).rstrip()
    words, space, _ = kept.rpartition(" ")
    return (words if space and len(words) > len(kept) // 2 else kept).rstrip()
