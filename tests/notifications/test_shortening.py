"""What a message loses where there is no room: what is known first, and what was wrong and what is not known last."""

from dataclasses import replace

import pytest

from generator.model.notifications import ChatMessage, Part, Section
from generator.notifications.shortening import cut, name_within, pieces, shortened, title_within
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
        ("Rufen Sie uns an. Sie lasen z. B. keine Kontonummern von Ihnen.", 35, "Rufen Sie uns an. …"),
        ("Ring us. Did they take your data? No, they did not take any of it.", 40, "Ring us. …"),
        ("They say: “We have all of your data.” That is not true, as we know.", 50, ""),
        ("They say: “We have all of your data.” is what they say, and it is wrong.", 50, ""),
        ("Ihre Passwörter hat dabei niemand gelesen, und Ihre Kontonummer auch nicht.", 60, ""),
        ("فتح شخص التذاكر. لا نعرف المزيد.", 20, "فتح شخص التذاكر. …"),
    ],
)
def test_cut(text: str, room: int, expected: str) -> None:
    """A text ends where a sentence ends. No sentence is cut, since its "not" may be behind the cut: one that is too long is not there at all."""
    assert cut(text, room, graphemes, "de" if "March" in text or "Sie" in text else "en") == expected


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("Several words without an end", 20, "Several words…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, "👩‍👩‍👧‍👦…"),
    ],
)
def test_a_long_name(text: str, room: int, expected: str) -> None:
    """A name ends after a word; a word that fills the room is cut between two characters as readers see them."""
    assert name_within(text, room, graphemes) == expected


def test_a_name_by_another_measure() -> None:
    """Nothing is longer than the measure allows, and no character is cut in two."""
    assert name_within("👋🏽" * 10, 9, utf16) == "👋🏽👋🏽…"


@pytest.mark.parametrize("text", ["word " * 3000 + "end", "a" * 7000, "👋🏽" * 3000, "e" + "\u0301" * 9000])
def test_pieces(text: str) -> None:
    """A text that is parted is all there, and no part is longer than the measure allows."""
    found = list(pieces(text, 3000, utf16))
    assert all(0 < utf16(one) <= 3000 for one in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_a_title_that_does_not_fit() -> None:
    """Of a title that is too long the first sentence is there, or else the incident's name."""
    long = replace(
        MESSAGE, title="Larkfield: Someone read letters (update 2). We found out that the passwords of all are not among them"
    )
    assert title_within(long, 60) == "Larkfield: Someone read letters (update 2). …"
    assert title_within(long, 40) == "Someone read letters"


def test_a_wrong_statement_is_never_said_alone() -> None:
    """A correction is there as a whole, or a sentence says that there is one; whatever else there is room for stays."""
    wrong = (
        'Correction (passwords). We said: "Nobody has read your password." In fact: "They were read." Why we got it wrong: '
        + "we looked " * 60
    )
    instead = "Correction: we got 2 things wrong. The link says what is right."
    corrected = Section(Part.CORRECTED, "We got this wrong", (wrong, wrong.replace("passwords", "letters")), instead)
    message = replace(MESSAGE, sections=(corrected, *MESSAGE.sections[1:]))
    for room in range(_length(message)):
        left = shortened(message, lambda one, room=room: _length(one) <= room)  # type: ignore[misc]
        lines = next((section.lines for section in left.sections if section.part is Part.CORRECTED), ())
        assert lines in {corrected.lines, (wrong, instead), (instead,), ()}
        if room > len(instead):
            assert lines
        if lines == (instead,) and room > _length(MESSAGE):
            assert "Change your password." in {line for section in left.sections for line in section.lines}


def test_no_sentence_is_cut() -> None:
    """Whatever the room, every line that is there ends where one of its sentences ends."""
    long = "Your card numbers are among what they have read, as the papers write, but this, as far as anyone can tell, is not so. Ring us."
    message = replace(MESSAGE, sections=tuple(replace(section, lines=(long,)) for section in MESSAGE.sections))
    for room in range(0, _length(message), 7):
        left = shortened(message, lambda one, room=room: _length(one) <= room)  # type: ignore[misc]
        assert {line for section in left.sections for line in section.lines} <= {long, f"{long[:-9]} …"}
