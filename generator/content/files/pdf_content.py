"""What a page of a PDF draws: its commands without anything else, and words that it draws over.

ISO 32000-2 (2020), annex A, lists the commands. A box over words hides them from the eye alone: whoever selects the text has it.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
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
_NUMBER = re.compile(rb"[+-]*[\d.]+[\d.-]*")
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
#: With what a word begins that is an operand, if it is no other number, and the words that are some.
_FIRST_OF_OPERANDS = frozenset(b"/(<>[]")
_WORDS = frozenset({b"true", b"false", b"null"})
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
_NOWHERE: _Box = (0, 0, 0, 0)


@dataclass(slots=True)
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


@dataclass(frozen=True)
class Drawn:
    """A page's commands, and what they draw.

    Attributes:
        commands: the commands, without comments and what no reader draws.
        covered: whether words are drawn that a dark box covers.
        words: how many words the commands had before: what following them costs.
    """

    commands: bytes
    covered: bool
    words: int


def drawn(content: bytes, most: int) -> Drawn:
    """Follow the commands of a page, of at most so many words.

    Raises:
        DamagedError: a command has more numbers than any takes, or the page has more words.
    """
    written = bytearray()
    operands: list[bytes] = []
    page = _Page()
    at = count = 0
    while True:
        for word, _start, end in words(content, at):
            count += 1
            if count > most:
                raise DamagedError("it draws too much")
            if word in _COMMANDS:
                if word == b"BI":
                    operands.clear()
                    continue
                bare = _bare_operands(word, operands)
                operands.clear()
                for operand in bare:
                    written += operand
                    written += b" "
                written += word
                written += b"\n"
                if word in _FOLLOWED:
                    _FOLLOWED[word](page, bare)
            elif word[0] in _FIRST_OF_OPERANDS or _NUMBER.fullmatch(word) or word in _WORDS:
                operands.append(word)
                if len(operands) > _OPERANDS * 100:
                    raise DamagedError("a command without end")
            elif word[0] == ord("%"):
                continue
            elif word != b"ID":
                operands.clear()
            else:
                found = _END_OF_PICTURE.search(content, end)
                at = found.end() if found else len(content)
                written += b" ".join((b"BI", *_bare_picture(operands), content[end - 2 : at]))
                written += b"\n"
                operands.clear()
                break
        else:
            break
    return Drawn(bytes(written).removesuffix(b"\n"), page.is_covered(), count)


class _Page:
    """A page while its commands are followed: where it draws words, and where boxes.

    Attributes:
        places: of each line of words, the box that they fill, and whether they are dark.
        boxes: each box, whether it is dark, and how many lines of words are drawn before it.
    """

    def __init__(self) -> None:
        self.places: list[tuple[_Box, bool]] = []
        self.boxes: list[tuple[_Box, bool, int]] = []
        self._state = _State()
        self._saved: list[_State] = []
        self._path: list[tuple[float, float]] = []
        self._rectangles: list[_Box] = []
        self._at_line = self._at = _SAME
        self._leading = 0.0

    def save(self, _operands: list[bytes]) -> None:
        self._saved.append(self._state.saved())

    def restore(self, _operands: list[bytes]) -> None:
        self._state = self._saved.pop() if self._saved else self._state

    def change_matrix(self, operands: list[bytes]) -> None:
        if len(numbers := _numbers(operands)) == 6:
            self._state.matrix = _times(_matrix(numbers), self._state.matrix)

    def colour(self, operands: list[bytes]) -> None:
        self._state.dark = _is_dark(_numbers(operands))

    def colour_lines(self, operands: list[bytes]) -> None:
        self._state.dark_lines = _is_dark(_numbers(operands))

    def choose_space(self, _operands: list[bytes]) -> None:
        self._state.dark = True

    def choose_space_of_lines(self, _operands: list[bytes]) -> None:
        self._state.dark_lines = True

    def set_graphics(self, _operands: list[bytes]) -> None:
        self._state.clear = True

    def set_width(self, operands: list[bytes]) -> None:
        if numbers := _numbers(operands):
            self._state.width = numbers[0]

    def rectangle(self, operands: list[bytes]) -> None:
        if len(numbers := _numbers(operands)) == 4:
            left, low, across, up = numbers
            self._rectangles.append(_box(self._state.matrix, left, low, left + across, low + up))

    def line(self, operands: list[bytes]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self._path.append((numbers[0], numbers[1]))

    def curve(self, _operands: list[bytes]) -> None:
        self._path.append((math.nan, math.nan))

    def end(self, _operands: list[bytes]) -> None:
        self._path.clear()
        self._rectangles.clear()

    def fill(self, operands: list[bytes]) -> None:
        state, path = self._state, self._path
        if not state.clear:
            if 4 <= len(path) <= 5 and _is_upright(path):
                self._rectangles.append(_box_around(state.matrix, path))
            self.boxes += [(box, state.dark, len(self.places)) for box in self._rectangles]
        self.end(operands)

    def stroke(self, operands: list[bytes]) -> None:
        state, path = self._state, self._path
        if len(path) == 2 and state.dark_lines and not state.clear and _is_upright(path):
            half = state.width / 2
            (x0, y0), (x1, y1) = sorted(path)
            level = y0 == y1
            ends = [(x0, y0 - half), (x1, y1 + half)] if level else [(x0 - half, min(y0, y1)), (x1 + half, max(y0, y1))]
            self.boxes.append((_box_around(state.matrix, ends), True, len(self.places)))
        self.end(operands)

    def begin_words(self, _operands: list[bytes]) -> None:
        self._at = self._at_line = _SAME

    def font(self, operands: list[bytes]) -> None:
        if numbers := _numbers(operands):
            self._state.size = numbers[-1]

    def set_leading(self, operands: list[bytes]) -> None:
        if numbers := _numbers(operands):
            self._leading = numbers[0]

    def move(self, operands: list[bytes]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self._at = self._at_line = _times((1, 0, 0, 1, numbers[0], numbers[1]), self._at_line)

    def move_and_lead(self, operands: list[bytes]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self._leading = -numbers[1]
            self.move(operands)

    def place(self, operands: list[bytes]) -> None:
        if len(numbers := _numbers(operands)) == 6:
            self._at = self._at_line = _matrix(numbers)

    def next_line(self, _operands: list[bytes]) -> None:
        self._at = self._at_line = _times((1, 0, 0, 1, 0, -self._leading), self._at_line)

    def show(self, operands: list[bytes]) -> None:
        count = _letters(operands)
        size = self._state.size
        wide = 0.45 * size * count
        if count:
            self.places.append((_box(_times(self._at, self._state.matrix), 0, 0.2 * size, wide, 0.5 * size), self._state.dark))
        self._at = _times((1, 0, 0, 1, wide, 0), self._at)

    def show_on_next_line(self, operands: list[bytes]) -> None:
        self.next_line(operands)
        self.show(operands)

    def is_covered(self) -> bool:
        """Whether any words have a dark box over them, or are dark on a dark one; as far as that can be told in a limited number of steps."""
        boxes = self.boxes
        if not any(dark for _, dark, _ in boxes):
            return False
        steps = _STEPS
        rows: dict[int, list[int]] = {}
        tall: list[int] = []
        for place, (box, _, _) in enumerate(boxes):
            first, last = int(box[1] // _ROW), int(box[3] // _ROW)
            if last - first > _TALL:
                tall.append(place)
            else:
                steps -= last - first
                if steps < 0:
                    return False
                for row in range(first, last + 1):
                    rows.setdefault(row, []).append(place)
        for number, (place_of_words, dark_words) in enumerate(self.places):
            near = sorted({*tall, *rows.get(int((place_of_words[1] + place_of_words[3]) / 2 // _ROW), ())})
            steps -= len(near)
            if steps < 0:
                return False
            over = [boxes[place] for place in near if _covers(boxes[place][0], place_of_words)]
            if over and over[-1][1] and (dark_words or over[-1][2] > number):
                return True
        return False


#: What follows a command, of those that change what is drawn where.
_FOLLOWED: dict[bytes, Callable[[_Page, list[bytes]], None]] = {
    b"q": _Page.save,
    b"Q": _Page.restore,
    b"cm": _Page.change_matrix,
    **dict.fromkeys((b"g", b"rg", b"k", b"sc", b"scn"), _Page.colour),
    **dict.fromkeys((b"G", b"RG", b"K", b"SC", b"SCN"), _Page.colour_lines),
    b"cs": _Page.choose_space,
    b"CS": _Page.choose_space_of_lines,
    b"gs": _Page.set_graphics,
    b"w": _Page.set_width,
    b"re": _Page.rectangle,
    **dict.fromkeys((b"m", b"l"), _Page.line),
    **dict.fromkeys((b"c", b"v", b"y"), _Page.curve),
    b"n": _Page.end,
    **dict.fromkeys((b"f", b"F", b"f*", b"b", b"B", b"b*", b"B*"), _Page.fill),
    **dict.fromkeys((b"s", b"S"), _Page.stroke),
    b"BT": _Page.begin_words,
    b"Tf": _Page.font,
    b"TL": _Page.set_leading,
    b"Td": _Page.move,
    b"TD": _Page.move_and_lead,
    b"Tm": _Page.place,
    b"T*": _Page.next_line,
    **dict.fromkeys((b"Tj", b"TJ"), _Page.show),
    **dict.fromkeys((b"'", b'"'), _Page.show_on_next_line),
}


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
    if len(operands) < _OPERANDS:
        try:
            numbers = list(map(float, operands))
        except ValueError:
            pass
        else:
            if math.isfinite(sum(numbers)):
                return numbers
    made = []
    for word in operands[:_OPERANDS]:
        try:
            made.append(float(word))
        except ValueError:
            continue
    return [number for number in made if math.isfinite(number)]


def _letters(shown: list[bytes]) -> int:
    """Return about how many letters a command shows, given its operands."""
    count = 0
    for word in shown:
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


def _box_around(matrix: _Matrix, points: list[tuple[float, float]]) -> _Box:
    """Return the smallest upright box around points, as they are on the page; an empty one if any has no place."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _box(matrix, min(xs), min(ys), max(xs), max(ys)) if all(map(math.isfinite, (*xs, *ys))) else _NOWHERE


def _box(matrix: _Matrix, x0: float, y0: float, x1: float, y1: float) -> _Box:
    """Return the smallest upright box around two corners of a rectangle, as they are on the page; an empty one if they have no place."""
    a, b, c, d, e, f = matrix
    # The sum of numbers is one, unless they are too large: only then is each looked at.
    if not math.isfinite(x0 + y0 + x1 + y1 + a + b + c + d + e + f) and not all(map(math.isfinite, (x0, y0, x1, y1, *matrix))):
        return _NOWHERE
    # An upright box, scaled or turned, reaches from the least of what each side adds to the most.
    left, right = (a * x0, a * x1) if a * x0 <= a * x1 else (a * x1, a * x0)
    low, high = (d * y0, d * y1) if d * y0 <= d * y1 else (d * y1, d * y0)
    if b or c:
        first, last = sorted((c * y0, c * y1))
        left, right = left + first, right + last
        first, last = sorted((b * x0, b * x1))
        low, high = low + first, high + last
    return max(-_FAR, left + e), max(-_FAR, low + f), min(_FAR, right + e), min(_FAR, high + f)


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
