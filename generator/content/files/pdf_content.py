"""What a page of a PDF draws: its commands without anything else, and words that it draws over.

ISO 32000-2 (2020), annex A, lists the commands. A box over words hides them from the eye alone: whoever selects the text has it.
"""

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

from generator.content.files.found import DamagedError
from generator.content.files.pdf_words import plain_name, words

#: How many operands each command takes; None for those whose number varies.
_COMMANDS: dict[bytes, int | None] = {
    **dict.fromkeys(b"b B b* B* BT EMC ET f F f* h n q Q s S T* W W* BI".split(), 0),
    **dict.fromkeys(b"BMC cs CS Do g G gs i j J M ri sh Tc Tj TL Tr Ts Tw Tz w '".split(), 1),
    **dict.fromkeys(b"BDC d d0 K l m Td TD Tf TJ sc SC scn SCN".split(), 2),
    b"rg": 3,
    b"RG": 3,
    b'"': 3,
    b"k": 4,
    b"K": 4,
    b"re": 4,
    b"v": 4,
    b"y": 4,
    b"c": 6,
    b"cm": 6,
    b"d1": 6,
    b"Tm": 6,
    **dict.fromkeys(b"BDC d TJ sc SC scn SCN".split()),
}
#: Those whose numbers say where and how something is drawn.
_MEASURED = frozenset(b"cm g rg k sc scn G RG K SC SCN w re m l Tf TL Td TD Tm".split())
_FILLS = frozenset({b"f", b"F", b"f*", b"b", b"B", b"b*", b"B*"})
_ENDS = frozenset({*_FILLS, b"s", b"S", b"n"})
_NUMBER = re.compile(rb"[+-]*[\d.]+[\d.-]*")
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_END_OF_PICTURE = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r /]|$)")
#: What the properties of a marked part may say: its number for screen readers, and words for them.
_PROPERTIES = frozenset({"MCID", "ActualText", "Alt", "E", "Lang"})
#: What a picture among the commands may say of itself, in short and in full.
_PICTURE = frozenset(
    "BPC CS D DP F H IM I W L BitsPerComponent ColorSpace Decode DecodeParms Filter Height ImageMask Interpolate Width Length Intent".split()
)
#: The most numbers and words that one command takes.
_OPERANDS = 1_000
#: Boxes are looked up by rows of this height; those over more rows are looked at for all words. And the most boxes looked at on a page.
_ROW, _TALL, _STEPS = 16.0, 60, 300_000
#: Less than this of the light of white is black to the eye.
_DARK = 0.3

#: No page is as large.
_FAR = 1e6

_Matrix = tuple[float, float, float, float, float, float]
_Box = tuple[float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass
class _State:
    """What `q` saves: the place and scale, whether the colours of areas and lines are dark, whether anything may shine through, and line width."""

    matrix: _Matrix = _SAME
    dark: bool = True
    dark_lines: bool = True
    clear: bool = False
    width: float = 1
    size: float = 0

    def saved(self) -> "_State":
        return _State(self.matrix, self.dark, self.dark_lines, self.clear, self.width, self.size)


@dataclass
class Drawn:
    """A page's commands, and what they draw.

    Attributes:
        commands: the commands, without comments and what no reader draws.
        covered: whether words are drawn that a dark box covers.
    """

    commands: bytes = b""
    covered: bool = False
    _words: list[tuple[_Box, bool]] = field(default_factory=list)
    _boxes: list[tuple[_Box, bool, int]] = field(default_factory=list)


def drawn(content: bytes) -> Drawn:  # one state, followed through the commands
    """Follow the commands of a page.

    Raises:
        DamagedError: a command has more numbers than any takes.
    """
    page = Drawn()
    written: list[bytes] = []
    operands: list[bytes] = []
    state = _State()
    saved: list[_State] = []
    path: list[tuple[float, float]] = []
    rectangles: list[_Box] = []
    at_line = at = _SAME
    leading = 0.0
    start_at = 0
    while True:
        for word, start, end in words(content, start_at):
            if word.startswith(b"%"):
                continue
            if word not in _COMMANDS:
                if word.isdigit() or word[:1] in b"/(<>[]" or _NUMBER.fullmatch(word) or word in {b"true", b"false", b"null"}:
                    operands.append(word)
                    if len(operands) > _OPERANDS * 100:
                        raise DamagedError("a command without end")
                elif word != b"ID":
                    operands.clear()
                else:
                    found = _END_OF_PICTURE.search(content, end)
                    stop = found.end() if found else len(content)
                    written.append(b" ".join((b"BI", *_bare_picture(operands), content[start:stop])))
                    operands.clear()
                    start_at = stop
                    break
                continue
            if word == b"BI":
                operands.clear()
                continue
            operands = _bare_operands(word, operands)
            written.append(b" ".join((*operands, word)))
            numbers = _numbers(operands) if word in _MEASURED else []
            operands.clear()
            if word == b"q":
                saved.append(state.saved())
            elif word == b"Q":
                state = saved.pop() if saved else state
            elif word == b"cm" and len(numbers) == 6:
                state.matrix = _times(_matrix(numbers), state.matrix)
            elif word in {b"g", b"rg", b"k", b"sc", b"scn"}:
                state.dark = _is_dark(numbers)
            elif word in {b"G", b"RG", b"K", b"SC", b"SCN"}:
                state.dark_lines = _is_dark(numbers)
            elif word == b"cs":
                state.dark = True
            elif word == b"CS":
                state.dark_lines = True
            elif word == b"gs":
                state.clear = True
            elif word == b"w" and numbers:
                state.width = numbers[0]
            elif word == b"re" and len(numbers) == 4:
                left, low, across, up = numbers
                rectangles.append(_box(state.matrix, [(left, low), (left + across, low + up)]))
            elif word in {b"m", b"l"} and len(numbers) == 2:
                path.append((numbers[0], numbers[1]))
            elif word in {b"c", b"v", b"y"}:
                path.append((math.nan, math.nan))
            elif word in _ENDS:
                if word in _FILLS and not state.clear:
                    if 4 <= len(path) <= 5 and _is_upright(path):
                        rectangles.append(_box(state.matrix, path))
                    page._boxes += [(box, state.dark, len(page._words)) for box in rectangles]  # noqa: SLF001  # made in this function
                if word in {b"s", b"S"} and len(path) == 2 and state.dark_lines and not state.clear and _is_upright(path):
                    half = state.width / 2
                    (x0, y0), (x1, y1) = sorted(path)
                    level = y0 == y1
                    ends = [(x0, y0 - half), (x1, y1 + half)] if level else [(x0 - half, min(y0, y1)), (x1 + half, max(y0, y1))]
                    page._boxes.append((_box(state.matrix, ends), True, len(page._words)))  # noqa: SLF001  # as above
                path, rectangles = [], []
            elif word == b"BT":
                at = at_line = _SAME
            elif word == b"Tf" and numbers:
                state.size = numbers[-1]
            elif word == b"TL" and numbers:
                leading = numbers[0]
            elif word in {b"Td", b"TD"} and len(numbers) == 2:
                leading = -numbers[1] if word == b"TD" else leading
                at = at_line = _times((1, 0, 0, 1, numbers[0], numbers[1]), at_line)
            elif word == b"Tm" and len(numbers) == 6:
                at = at_line = _matrix(numbers)
            elif word == b"T*":
                at = at_line = _times((1, 0, 0, 1, 0, -leading), at_line)
            elif word in _SHOWS:
                if word in {b"'", b'"'}:
                    at = at_line = _times((1, 0, 0, 1, 0, -leading), at_line)
                count = _letters(written[-1])
                wide = 0.45 * state.size * count
                ends = [(0, 0.2 * state.size), (wide, 0.5 * state.size)]
                if count:
                    page._words.append((_box(_times(at, state.matrix), ends), state.dark))  # noqa: SLF001  # as above
                at = _times((1, 0, 0, 1, wide, 0), at)
        else:
            break
    page.commands = b"\n".join(written)
    page.covered = _is_covered(page)
    return page


def _is_covered(page: Drawn) -> bool:
    """Whether any words have a dark box over them, or are dark on a dark one; as far as that can be told in a limited number of steps."""
    boxes = page._boxes  # noqa: SLF001  # a part of the same module
    if not any(dark for _, dark, _ in boxes):
        return False
    rows: dict[int, list[int]] = {}
    tall: list[int] = []
    for place, (box, _, _) in enumerate(boxes):
        first, last = int(box[1] // _ROW), int(box[3] // _ROW)
        if last - first > _TALL:
            tall.append(place)
        else:
            for row in range(first, last + 1):
                rows.setdefault(row, []).append(place)
    steps = _STEPS
    for number, (place_of_words, dark_words) in enumerate(page._words):  # noqa: SLF001  # as above
        near = sorted({*tall, *rows.get(int((place_of_words[1] + place_of_words[3]) / 2 // _ROW), ())})
        steps -= len(near)
        if steps < 0:
            return False
        over = [boxes[place] for place in near if _covers(boxes[place][0], place_of_words)]
        if over and over[-1][1] and (dark_words or over[-1][2] > number):
            return True
    return False


def _covers(box: _Box, place: _Box) -> bool:
    """Whether a box covers a considerable part of a line of words, in its whole height."""
    if (place[2] - place[0]) >= (place[3] - place[1]):
        if box[1] > place[1] or box[3] < place[3]:
            return False
        shared = min(box[2], place[2]) - max(box[0], place[0])
        return shared > min(0.5 * (place[2] - place[0]), 3 * (place[3] - place[1]))
    if box[0] > place[0] or box[2] < place[2]:
        return False
    shared = min(box[3], place[3]) - max(box[1], place[1])
    return shared > min(0.5 * (place[3] - place[1]), 3 * (place[2] - place[0]))


def _bare_operands(command: bytes, operands: list[bytes]) -> list[bytes]:
    """Return the operands that a command takes, which are the last before it: words only where they are shown or heard."""
    count = _COMMANDS[command]
    if command == b"BDC":
        return _bare_properties(operands)
    if command == b"TJ":
        return operands[_last(operands, b"[") :]
    plain = operands if command in _SHOWS else [word for word in operands if word[:1] not in b"(<>"]
    if command == b"d":
        return plain[_last(plain, b"[") :]
    if count is None:
        return plain[-33:]
    return plain[len(plain) - count :] if count else []


def _bare_picture(operands: list[bytes]) -> list[bytes]:
    """Return the keys and values of a picture among the commands, of those keys that say how it is drawn."""
    kept: list[bytes] = []
    depth = 0
    is_key, wanted = True, False
    for word in operands:
        if is_key and not depth:
            wanted = plain_name(word) in _PICTURE
            is_key = False
        else:
            depth += (word in {b"[", b"<<"}) - (word in {b"]", b">>"})
            is_key = not depth
            if word[:1] == b"(" and not depth:
                wanted = False
                kept = kept[:-1]
        if wanted:
            kept.append(word)
    return kept


def _last(operands: list[bytes], wanted: bytes) -> int:
    return max((place for place, word in enumerate(operands) if word == wanted), default=0)


def _bare_properties(operands: list[bytes]) -> list[bytes]:
    """Return the operands of a marked part with only what its properties may say."""
    start = _last(operands, b"<<")
    if not start:
        return operands[-2:]
    kept = operands[start - 1 : start + 1]
    for key, value in zip(operands[start + 1 : -1 : 2], operands[start + 2 : -1 : 2], strict=False):
        if key.startswith(b"/") and plain_name(key) in _PROPERTIES and value not in {b"<<", b"["}:
            kept += [key, value]
    return [*kept, b">>"]


def _numbers(operands: list[bytes]) -> list[float]:
    made = []
    for word in operands[:_OPERANDS]:
        try:
            made.append(float(word))
        except ValueError:
            continue
    return [number for number in made if math.isfinite(number)]


def _letters(shown: bytes) -> int:
    """Return about how many letters a command shows."""
    count = 0
    for word, _, _ in words(shown):
        if word.startswith(b"("):
            count += len(word) - 2 - word.count(b"\\")
        elif word.startswith(b"<"):
            count += (len(word) - 2) // 4
    return count


def _matrix(numbers: list[float]) -> _Matrix:
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _box(matrix: _Matrix, points: list[tuple[float, float]]) -> _Box:
    """Return the smallest upright box around the corners of points, as they are on the page."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if not all(map(math.isfinite, (*xs, *ys, *matrix))):
        return 0, 0, 0, 0
    corners = [(x, y) for x in (min(xs), max(xs)) for y in (min(ys), max(ys))]
    a, b, c, d, e, f = matrix
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return max(-_FAR, min(across)), max(-_FAR, min(up)), min(_FAR, max(across)), min(_FAR, max(up))


def _is_upright(path: list[tuple[float, float]]) -> bool:
    """Whether all sides of a path run across or up."""
    return all((abs(x0 - x1) < 0.01 or abs(y0 - y1) < 0.01) for (x0, y0), (x1, y1) in pairwise(path))


def _is_dark(numbers: list[float]) -> bool:
    if len(numbers) == 1:
        light = numbers[0]
    elif len(numbers) == 3:
        light = 0.3 * numbers[0] + 0.59 * numbers[1] + 0.11 * numbers[2]
    elif len(numbers) == 4:
        cyan, magenta, yellow, black = numbers
        light = (1 - min(1, black)) * (1 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow))
    else:
        return False
    return light < _DARK
