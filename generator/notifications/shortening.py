"""Making a chat message short enough: whole lines first, then lines cut where a sentence ends, and what was wrong and what is not known last."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.model.notifications import ChatMessage, Part, Section
from generator.prose.clauses import sentences
from generator.render.post_limits import first_graphemes, graphemes

_CUT = "…"
#: What is given up, in this order, and how many lines of each part stay.
_GIVEN_UP = ((Part.KNOWN, 0), (Part.ACTIONS, 1), (Part.UNKNOWN, 1), (Part.CORRECTED, 1))
#: How long each line may still be where whole lines were not enough, in graphemes.
_LENGTHS = (1000, 500, 250, 120, 60)
#: What goes as a whole where even that was not enough.
_LAST = (Part.BRIEF, Part.ACTIONS, Part.NEXT, Part.UNKNOWN, Part.CORRECTED)


def shortened(message: ChatMessage, fits: Callable[[ChatMessage], bool]) -> ChatMessage:
    """Return a message that fits: the same, or the one that has lost least. If none fits, the one without any lines."""
    return next((one for one in _ever_shorter(message) if fits(one)), replace(message, sections=(), is_shortened=True))


def with_lines_cut(message: ChatMessage, room: int, measure: Callable[[str], int]) -> ChatMessage:
    """Return a message of which no line is longer than a measure allows."""
    cut_down = tuple(
        Section(one.part, one.heading, tuple(cut(line, room, measure, message.language) for line in one.lines))
        for one in message.sections
    )
    return message if cut_down == message.sections else replace(message, sections=cut_down, is_shortened=True)


def _ever_shorter(message: ChatMessage) -> Iterator[ChatMessage]:
    """Yield a message, and then what is left of it when more and more is given up."""
    yield message
    message = replace(message, is_shortened=True)
    for part, stay in _GIVEN_UP:
        while (lines := _lines(message, part)) and len(lines) > stay:
            message = _with(message, part, lines[:-1])
            yield message
    for length in _LENGTHS:
        for section in message.sections:
            message = _with(
                message, section.part, tuple(cut(line, length, graphemes, message.language) for line in section.lines)
            )
        yield message
    for part in _LAST:
        message = _with(message, part, ())
        yield message


def _lines(message: ChatMessage, part: Part) -> tuple[str, ...]:
    return next((section.lines for section in message.sections if section.part is part), ())


def _with(message: ChatMessage, part: Part, lines: tuple[str, ...]) -> ChatMessage:
    sections = (Section(one.part, one.heading, lines) if one.part is part else one for one in message.sections)
    return replace(message, sections=tuple(section for section in sections if section.lines))


def cut(text: str, room: int, measure: Callable[[str], int] = len, language: str = "en") -> str:
    """Return a text that is no longer than a measure allows, cut where a sentence ends; where even the first one is too long, after a word.

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
        kept = longer
    return f"{kept} {_CUT}" if kept else _cut_after_word(text, room, measure)


def _cut_after_word(text: str, room: int, measure: Callable[[str], int]) -> str:
    low, high = 0, graphemes(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(first_graphemes(text, middle).rstrip() + _CUT) <= room:
            low = middle
        else:
            high = middle - 1
    kept = first_graphemes(text, low).rstrip()
    words, space, _ = kept.rpartition(" ")
    # A word that alone is longer than half of the room is cut in two.
    whole = words if space and len(words) > len(kept) // 2 else kept
    return whole.rstrip() + _CUT
