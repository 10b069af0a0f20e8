"""Grouping questions that ask the same in different words. Only this module uses RapidFuzz."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz, process  # noqa: TID251  # this module is its home

from generator.model.customer_message import QuestionGroup
from generator.questions.redaction import redacted

#: The similarity (of 100) from which two questions count as one, found with pairs such as those in tests/questions/test_exports.py.
SIMILAR = 75

#: Words common to all questions, which say nothing about the subject.
_EMPTY = frozenset(
    "a an and any anybody anyone are as at be been but by can could did do does even for from get going had has have how i if in into is it its"
    " just me my myself need now of on or our please should so some somebody someone still that the their them then there they this to us was"
    " we were will with would you your attackers criminals hackers thieves"
    " aber bitte das dem den der die ein eine einen er es hat haben ich ihr ihre im in ist mein meine meinen mir mich muss müssen noch nun oder"
    " sie sind soll und von was wer werden wird wurde wurden wir zu"
    " au aux avez ce de des du elle est et il ils je la le les ma mes mon nous on ont ou par que qui sont un une vous"
    " al con el ella es esto han la las los me mi mis o por que se si son su sus un una y".split()
)


def grouped(questions: Sequence[tuple[int, str, date | None]]) -> tuple[QuestionGroup, ...]:
    """Group questions; those asked in most messages come first, then those asked earliest.

    Args:
        questions: the index of each question's message, the question, and the day it came.
    """
    by_words: dict[str, list[tuple[int, str, date | None]]] = {}
    for one in questions:
        by_words.setdefault(_comparable(one[1]), []).append(one)
    # The most frequent wording starts a group; others join the group most similar to them.
    order = sorted(by_words, key=lambda words: (-len(by_words[words]), len(words), words))
    groups: dict[str, list[tuple[int, str, date | None]]] = {}
    for words in order:
        groups.setdefault(_nearest(words, groups) or words, []).extend(by_words[words])
    found = [_group(several) for several in groups.values()]
    return tuple(sorted(found, key=lambda group: (-group.letters, group.first or date.max, group.example)))


def _nearest(words: str, groups: Iterable[str]) -> str:
    """Return the group that a question belongs to; empty when it starts a new one."""
    # The full score never exceeds its first component, which the library computes for all groups at once.
    near = process.extract(words, list(groups), scorer=fuzz.token_set_ratio, score_cutoff=SIMILAR, limit=None)
    best = max((name for name, _, _ in near), key=lambda name: _similarity(words, name), default="")
    return best if best and _similarity(words, best) >= SIMILAR else ""


def _group(several: Sequence[tuple[int, str, date | None]]) -> QuestionGroup:
    days = [on for _, _, on in several if on is not None]
    texts = Counter(redacted(text) for _, text, _ in several)
    # The most frequent wording, and the shortest of those: long ones tell a story.
    example = min(texts, key=lambda text: (-texts[text], len(text), text))
    # The least similar wording is shown too, so that a person can see whether it is the same question.
    other = min(texts, key=lambda text: (_similarity(_comparable(text), _comparable(example)), len(text), text))
    return QuestionGroup(
        example=example,
        other=other if _comparable(other) != _comparable(example) else "",
        letters=len({number for number, _, _ in several}),
        first=min(days, default=None),
    )


def _similarity(one: str, other: str) -> float:
    # The first score compares what both have in common; the second penalises what only one says.
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _comparable(text: str) -> str:
    """Return the words to compare: without accents, signs, personal data and words common to all questions."""
    folded = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", " ", redacted(text)).casefold())
    words = re.findall(r"[^\W_]+", "".join(character for character in folded if not unicodedata.combining(character)))
    return " ".join(word for word in words if word not in _EMPTY) or " ".join(words)
