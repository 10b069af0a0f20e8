"""The frames of the wording rules: which words, by class, say together what a rule is about.

The frames are data that all languages share (`inspection/frames/frames.toml`); the classes are data of each language (`de.toml`, `en.toml` …).
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from generator.prose.clause_kinds import ClauseKind
from generator.prose.clauses import LONGEST, sentences
from generator.prose.frames import Frame
from generator.prose.word_classes import ClassedText, WordClasses, written_classes

_FILES = files("generator.inspection").joinpath("frames")


@dataclass(frozen=True, slots=True)
class FramedWords:
    """Words that fill a frame.

    Attributes:
        code: of the rule.
        start: where they begin in the sentence.
        end: one past their last character.
        reached: whether they mislead only once the ledger says that data was reached.
    """

    code: str
    start: int
    end: int
    reached: bool = False


@dataclass(frozen=True, slots=True)
class _RuleFrame:
    """A frame of a rule; of the classes of a language, each has a bit, so that most frames are passed over at the cost of a comparison.

    Attributes:
        code: of the rule.
        frame: the classes that say something together.
        reached: whether it misleads only once the ledger says that data was reached.
        answers: whether a question and the sentence after it can fill it together.
        needs: for each place of the frame, the bits of the classes that may fill it; and those of one of which the sentence must have.
        unless: the bits of the classes any of which makes it say something else.
    """

    code: str
    frame: Frame
    reached: bool
    answers: bool
    needs: tuple[int, ...]
    unless: int

    def may_be_in(self, present: int) -> bool:
        """Whether a sentence with examples of these classes can fill the frame."""
        if present & self.unless:
            return False
        # Asked of each frame for each sentence: `all` would make a generator each time.
        for need in self.needs:  # noqa: SIM110
            if not present & need:
                return False
        return True


class _Frames:
    """The frames by the bit of each class of a language that may fill their first place."""

    def __init__(self, rules: Iterable[_RuleFrame], bits: Mapping[str, int]) -> None:
        by_first: dict[int, list[_RuleFrame]] = defaultdict(list)
        for one in rules:
            for name in one.frame.slots[0]:
                if name in bits:
                    by_first[bits[name]].append(one)
        self._by_first = {bit: tuple(frames) for bit, frames in by_first.items()}
        self._first = sum(self._by_first)

    def among(self, present: int) -> Iterator[_RuleFrame]:
        """Yield the frames that a sentence with examples of these classes can fill; one of several ways more than once."""
        left = present & self._first
        while left:
            bit = left & -left
            left ^= bit
            for one in self._by_first[bit]:
                if one.may_be_in(present):
                    yield one


def framed(sentence: str, language: str) -> tuple[FramedWords, ...]:
    """Return what fills the frames of rules in a sentence; where words of one rule overlap, the longest."""
    if len(sentence) <= LONGEST:
        return _framed(sentence, language, answers=False)
    # Nobody reads such a sentence to its end, and time must not grow with its square.
    pieces = sentences(sentence, language)
    return tuple(
        replace(words, start=start + words.start, end=start + words.end)
        for start, end in pieces
        for words in _framed(sentence[start:end], language, answers=False)
    )


def framed_with_answer(question: str, answer: str, language: str) -> tuple[FramedWords, ...]:
    """Return what a question and the sentence after it say together ("No letter? Then you are safe."), as places in both, joined.

    Args:
        question: a sentence that ends with a question mark; nothing is returned for another.
        answer: what follows it.
        language: of both, without a region.
    """
    mark = question.rfind("?")
    if mark < 0 or question[mark + 1 :].strip() or len(question) + len(answer) > LONGEST:
        return ()
    both = _framed(f"{question[:mark]},{question[mark + 1 :]}{answer}", language, answers=True)
    return tuple(words for words in both if words.start < mark < words.end)


@lru_cache(maxsize=2048)
def _classed(text: str, language: str) -> ClassedText | None:
    """Return a text with the classes of its words; None in a language without any. Cached: what is framed is asked for single classes too."""
    classes = _classes(language)
    return classes.classed(text) if classes is not None else None


@lru_cache(maxsize=16384)
def _framed(sentence: str, language: str, *, answers: bool) -> tuple[FramedWords, ...]:
    """Cached: most sentences of an update recur in the next."""
    classed = _classed(sentence, language)
    if classed is None:
        return ()
    spans: dict[str, set[tuple[int, int, bool]]] = defaultdict(set)
    for one in _frames(language).among(classed.present):
        if one.answers or not answers:
            spans[one.code].update((*span, one.reached) for span in one.frame.found(sentence, classed, language))
    return tuple(words for code in sorted(spans) for words in _apart(code, sorted(spans[code])))


def _apart(code: str, spans: Iterable[tuple[int, int, bool]]) -> list[FramedWords]:
    """Return spans without those that overlap with a longer one, or with one that misleads whatever the ledger says."""
    found: list[FramedWords] = []
    for start, end, reached in spans:
        words = FramedWords(code, start, end, reached=reached)
        last = found[-1] if found else None
        if last is None or last.end <= start:
            found.append(words)
        elif (last.reached, end - start) > (reached, last.end - last.start):
            found[-1] = words
    return found


def says(text: str, language: str, name: str) -> bool:
    """Whether a text has an example of a class."""
    classes = _classes(language)
    return classes is not None and bool(_said(text, language) & classes.bits.get(name, 0))


@lru_cache(maxsize=16384)
def _said(text: str, language: str) -> int:
    """Return the bits of the classes of which a text has an example. Cached: several rules ask one after another, and texts recur."""
    classed = _classed(text, language)
    return classed.present if classed is not None else 0


def says_no_more(text: str, language: str, names: Iterable[str], spans: Iterable[tuple[int, int]]) -> bool:
    """Whether every word of a text is an example of a class, a word beside which nothing more is said, or stands within spans of it.

    Args:
        text: a sentence or a clause.
        language: its language, without a region.
        names: the classes.
        spans: what else is allowed, as places in the text.
    """
    classes = _classes(language)
    if classes is None:
        return False
    classed = classes.classed(text)
    left = {place for place, (start, end) in enumerate(classed.spans) if any(letter.isalnum() for letter in text[start:end])}
    for name in (*names, "filler"):
        for one in classed.occurrences.get(name, ()):
            left.difference_update(range(one.first, one.after))
    within = tuple(spans)
    return all(any(start <= classed.spans[place][0] < end for start, end in within) for place in left)


def has_frames(language: str) -> bool:
    """Whether the rules know words of a language."""
    return _classes(language) is not None


@cache
def _classes(language: str) -> WordClasses | None:
    source = _FILES.joinpath(f"{language}.toml")
    if not language.isalpha() or not source.is_file():
        return None
    return WordClasses(written_classes(source.read_text(encoding="utf-8")), language)


@cache
def _written() -> tuple[tuple[str, Frame, bool, bool], ...]:
    """Return the frames as all languages share them, each with the code of its rule, and whether it is about reached data, and about an answer."""
    written = tomllib.loads(_FILES.joinpath("frames.toml").read_text(encoding="utf-8"))
    return tuple(
        (code, _frame(one), bool(one.get("reached")), bool(one.get("answers")))
        for code, frames in written.items()
        for one in frames
    )


@cache
def _frames(language: str) -> _Frames:
    classes = _classes(language)
    bits = classes.bits if classes is not None else {}
    return _Frames(
        (
            _RuleFrame(
                code, frame, reached, answers, tuple(_bits(names, bits) for names in frame.slots), _bits(frame.unless, bits)
            )
            for code, frame, reached, answers in _written()
        ),
        bits,
    )


def _needed(frame: Frame, bits: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(_bits(names, bits) for names in (*frame.slots, *([frame.given] if frame.given else [])))


def _bits(names: Iterable[str], bits: Mapping[str, int]) -> int:
    """Return the bits of those classes that the language has."""
    return sum(bits.get(name, 0) for name in names)


def _frame(written: Mapping[str, Any]) -> Frame:
    values = {key: written[key] for key in ("ordered", "within", "longest", "leading", "negated") if key in written}
    if "never" in written:
        values["never"] = frozenset(ClauseKind(name) for name in written["never"])
    return Frame(
        slots=tuple(frozenset(_names(names)) for names in written["has"]),
        given=frozenset(written.get("given", ())),
        unless=frozenset(written.get("unless", ())),
        without=frozenset(written.get("without", ())),
        beside=frozenset(written.get("beside", ())),
        **values,
    )


def _names(written: str) -> Iterator[str]:
    yield from written.split("|")
