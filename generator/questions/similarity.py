"""Questions that ask the same in other words, put together. The only home of RapidFuzz."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz, process  # noqa: TID251  # this module is its home

from generator.model.customer_message import QuestionGroup
from generator.questions.redaction import redacted

#: How alike two questions are that are taken for one, of 100; found by trying pairs such as those in tests/questions/test_exports.py.
SIMILAR = 75

#: Words that every question has say nothing about what it asks.
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
    """Groups of questions, those asked in most letters first, then those asked earliest.

    Args:
        questions: the number of each question's letter, the question, and the day on which it came.
    """
    by_words: dict[str, list[tuple[int, str, date | None]]] = {}
    for one in questions:
        by_words.setdefault(_words(one[1]), []).append(one)
    # What is asked most often in the same words names a group; the rest joins the group that is most like it.
    order = sorted(by_words, key=lambda words: (-len(by_words[words]), len(words), words))
    groups: dict[str, list[tuple[int, str, date | None]]] = {}
    for words in order:
        groups.setdefault(_nearest(words, groups) or words, []).extend(by_words[words])
    found = [_group(several) for several in groups.values()]
    return tuple(sorted(found, key=lambda group: (-group.letters, group.first or date.max, group.example)))


def _nearest(words: str, groups: Iterable[str]) -> str:
    """The group that a question belongs to; empty when it is the first of its kind."""
    # The whole score is never above its first part, which the library compares with all groups at once.
    near = process.extract(words, list(groups), scorer=fuzz.token_set_ratio, score_cutoff=SIMILAR, limit=None)
    best = max((name for name, _, _ in near), key=lambda name: _similarity(words, name), default="")
    return best if best and _similarity(words, best) >= SIMILAR else ""


def _group(several: Sequence[tuple[int, str, date | None]]) -> QuestionGroup:
    days = [on for _, _, on in several if on is not None]
    texts = Counter(redacted(text) for _, text, _ in several)
    # The wording met most often, and of those the shortest: long ones tell a story.
    example = min(texts, key=lambda text: (-texts[text], len(text), text))
    # The wording least like it is shown too: whoever reads it sees whether it is the same question.
    other = min(texts, key=lambda text: (_similarity(_words(text), _words(example)), len(text), text))
    return QuestionGroup(
        example=example,
        other=other if _words(other) != _words(example) else "",
        letters=len({number for number, _, _ in several}),
        first=min(days, default=None),
    )


def _similarity(one: str, other: str) -> float:
    # The first sees what both say, however much one says besides; the second minds what only one of them says.
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _words(text: str) -> str:
    """What a question is compared by: its words without accents, signs, data and those that every question has."""
    folded = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", " ", redacted(text)).casefold())
    words = re.findall(r"[^\W_]+", "".join(character for character in folded if not unicodedata.combining(character)))
    return " ".join(word for word in words if word not in _EMPTY) or " ".join(words)
