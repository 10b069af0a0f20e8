"""What a message loses where there is no room: what is known first, and what was wrong and what is not known last."""

import pytest

from generator.model.notifications import ChatMessage, Part, Section
from generator.notifications.shortening import cut, shortened
from generator.render.post_limits import graphemes, utf16

MESSAGE = ChatMessage(
    incident="Someone read letters",
    title="Larkfield: Someone read letters",
    dateline="Contained.",
    sections=(
        Section(Part.CORRECTED, "We got this wrong", ("We said ten. It was twelve.", "We said May. It was June.")),
        Section(Part.BRIEF, "", ("It is worse than we said.",)),
        Section(Part.ACTIONS, "What you should do", ("Change your password.", "Ring us.")),
        Section(Part.KNOWN, "What we know", ("They read letters.", "They came from abroad.")),
        Section(Part.UNKNOWN, "What we do not know yet", ("Whose letters.", "Whether they copied them.")),
        Section(Part.NEXT, "", ("Next update by Friday.",)),
    ),
    link="https://status.larkfield.example/",
    link_text="Read",
    shortened="This message is shortened.",
)


def _length(message: ChatMessage) -> int:
    return sum(len(line) for section in message.sections for line in section.lines)


def test_what_goes_first() -> None:
    """Line by line: what is known, further advice, further unknowns, further corrections; one of each of these stays longest."""
    order = []
    room = _length(MESSAGE)
    before = {line for section in MESSAGE.sections for line in section.lines}
    while room:
        room -= 1
        left = shortened(MESSAGE, lambda one, room=room: _length(one) <= room)  # type: ignore[misc]
        now = {line for section in left.sections for line in section.lines}
        order += sorted(before - now)
        before = now
    assert order == [
        "They came from abroad.",
        "They read letters.",
        "Ring us.",
        "Whether they copied them.",
        "We said May. It was June.",
        "It is worse than we said.",
        "Change your password.",
        "Next update by Friday.",
        "Whose letters.",
        "We said ten. It was twelve.",
    ]


def test_what_fits_stays() -> None:
    """A message that fits is the same."""
    assert shortened(MESSAGE, lambda _one: True) is MESSAGE


def test_nothing_fits() -> None:
    """If not even a message without lines fits, that one is it, and it says so."""
    left = shortened(MESSAGE, lambda _one: False)
    assert left.sections == ()
    assert left.is_shortened


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("One. Two three.", 15, "One. Two three."),
        ("One. Two three.", 14, "One. …"),
        ("We met on 3. March. Then we left.", 24, "We met on 3. March. …"),
        ("Several words without an end", 20, "Several words…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("فتح شخص التذاكر. لا نعرف المزيد.", 20, "فتح شخص التذاكر. …"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, "👩‍👩‍👧‍👦…"),
    ],
)
def test_cut(text: str, room: int, expected: str) -> None:
    """A text ends where a sentence ends; else after a word; a word that fills the room is cut between two characters as readers see them."""
    assert cut(text, room, graphemes, "de" if "March" in text else "en") == expected


def test_cut_by_another_measure() -> None:
    """Nothing is longer than the measure allows, and no character is cut in two."""
    assert cut("👋🏽" * 10, 9, utf16) == "👋🏽👋🏽…"
