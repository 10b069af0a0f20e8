"""Clauses: a text taken apart where one statement ends and another begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from generator.prose.grammar import has_verb
from generator.prose.lexicon import Lexicon, lexicon
from generator.prose.number_words import stops_after_a_day

#: A text without any end is cut here, at the next space: nobody reads such a sentence, and time must not grow with its square.
LONGEST = 1000

_END = re.compile(
    r"[.!?…\u061f\u3002\uff01\uff1f]+[\"'”’»)\]]*(?=\s|$)|(?<=[\u3002\uff01\uff1f])|\n\s*\n|\n(?=[ \t]{0,12}(?:[-*+#>]|\d{1,3}[.)])\s)"
)
_LAST_WORD = re.compile(r"(?:[^\W_]+\.)*[^\W_]+$")
_MARK = re.compile(
    r"(?:[;؛:](?=\s|$)|[,،](?!\d)|(?<!\d)[,،]|—|--|(?<=\s)[–\u2012-](?=\s)|(?<=[^\W\d_])–(?=[^\W\d_]))[\"'”’»)\]]{0,3}\s*"
)
_NUMBERED = re.compile(r"\d\s*$")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that says one thing.

    Attributes:
        text: with the marks and spaces that belong to it, so that all clauses together are the whole text.
        start: where it begins in the text.
        sentence: the number of the sentence that it stands in, from 0.
        verb: whether it has a verb.
    """

    text: str
    start: int
    sentence: int
    verb: bool

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


@lru_cache(maxsize=4096)
def clauses(text: str, language: str) -> tuple[Clause, ...]:
    """Split a text into clauses, in order; together they are the text.

    Args:
        text: one sentence or many, with or without Markdown.
        language: its BCP 47 tag; in one without a word list, marks alone divide it.
    """
    known = lexicon(language)
    found: list[Clause] = []
    for number, (start, end) in enumerate(sentences(text, language)):
        found += _joined(_clause_spans(text, start, end, known), text, number, known)
    return tuple(found)


@lru_cache(maxsize=1024)
def sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return where the sentences of a text begin and end; together they are the text."""
    known = lexicon(language)
    ordinal_stop = stops_after_a_day(language)
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        if mark.end() <= start or _goes_on(text, start, mark, known, ordinal_stop=ordinal_stop):
            continue
        if found and not text[start : mark.end()].strip():
            found[-1] = (found[-1][0], mark.end())
        else:
            found += _cut(text, start, mark.end())
        start = mark.end()
    if start < len(text):
        rest = (start, len(text))
        if found and not text[start:].strip():
            found[-1] = (found[-1][0], len(text))
        else:
            found += _cut(text, *rest)
    return tuple(found)


def _goes_on(text: str, start: int, mark: re.Match[str], known: Lexicon, *, ordinal_stop: bool) -> bool:
    """Whether a full stop ends an abbreviation, an initial or a number, and not the sentence."""
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return False
    last = _LAST_WORD.search(text, max(start, mark.start() - 40), mark.start())
    if last is None:
        return False
    word = last.group()
    after = text[mark.end() : mark.end() + 20].lstrip()
    if word.isdigit():
        lead = text[max(0, last.start() - 3) : last.start()]
        listed = len(word) <= 3 and (not text[start : last.start()].strip() or lead.endswith("\n"))
        return listed or (ordinal_stop and len(word) <= 2 and bool(after))
    small = word.lower()
    if small in known.abbreviations:
        # At the end of a text it ends the sentence too; so do "etc.", "a.m." and "Inc." before a capital letter.
        often_last = small in {"etc", "a.m", "p.m", "inc", "ltd", "co", "corp", "usw", "u.s", "u.k", "jr"}
        return bool(after) and not (often_last and after[:1].isupper())
    return len(word) == 1 and word.isupper() and bool(after) and word != "I"


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = space + 1 if space > start else start + LONGEST
        yield start, middle
        start = middle
    if start < end:
        yield start, end


def _clause_spans(text: str, start: int, end: int, known: Lexicon) -> list[tuple[int, int]]:
    """Split a sentence at punctuation and before words."""
    sentence = text[start:end]
    divided = {found.end() for found in _MARK.finditer(sentence)}
    splitting = _splitting(known.splits)
    for found in splitting.finditer(sentence) if splitting else ():
        before = sentence[: found.start()]
        if (
            found.group(1).lower() == known.conjunction
            and _NUMBERED.search(before[-6:])
            and sentence[found.end() : found.end() + 1].isdigit()
        ):
            continue  # between 90 and 140
        divided.add(found.start(1))
    places = sorted(place for place in divided if 0 < place < len(sentence))
    cuts = [0, *places, len(sentence)]
    return [(start + one, start + other) for one, other in pairwise(cuts)]


@cache
def _splitting(words: frozenset[str]) -> re.Pattern[str] | None:
    choices = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<![\w'’-])({choices})(?![\w'’-])[ \t\n]*", re.IGNORECASE) if choices else None


def _joined(parts: list[tuple[int, int]], text: str, sentence: int, known: Lexicon) -> Iterator[Clause]:
    """Join parts without a verb to the next one, or to the one before if they are last."""
    whole: list[tuple[int, int, bool]] = []
    waiting: int | None = None
    for index, (start, end) in enumerate(parts):
        begin = start if waiting is None else waiting
        # What waits has no verb, or it would not wait.
        verb = has_verb(text[start:end], known.language)
        following = parts[index + 1] if index + 1 < len(parts) else None
        if verb or following is None or _stands_alone(text[following[0] : following[0] + 60], known):
            alone = following is not None and not verb
            if not verb and following is None and whole:
                whole[-1] = (whole[-1][0], end, whole[-1][2])
            else:
                whole.append((begin, end, verb and not alone))
            waiting = None
        else:
            waiting = begin
    for start, end, verb in whole:
        yield Clause(text[start:end], start, sentence, verb)


def _stands_alone(following: str, known: Lexicon) -> bool:
    told = re.findall(r"[^\W_]+", following.lower())[:2]
    if told and told[0] == known.conjunction:
        told = told[1:]
    return bool(told) and told[0] in known.alone
