"""Grouping questions that ask the same in different words and languages. Only this module compares whole questions with RapidFuzz."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz  # noqa: TID251  # this module is its home

from generator.model.customer_message import QuestionGroup
from generator.questions.redaction import redacted
from generator.questions.subjects import Subject, subject_of
from generator.questions.unwanted import unfit_for_a_title, without_insults
from generator.questions.vocabulary import meaning_of, words_of

#: The similarity (of 100) from which two unusual questions count as one, found with pairs such as those in tests/questions/test_exports.py.
SIMILAR = 75

#: An unusual question is compared with the groups that share its rarest words, and with as many as this.
_RAREST = 4
_COMPARED = 100

_Asked = tuple[int, str, date | None]


def grouped(questions: Sequence[_Asked]) -> tuple[QuestionGroup, ...]:
    """Group questions; those asked in most messages come first, then those asked earliest.

    Args:
        questions: the index of each question's message, the question, and the day it came.
    """
    usual: dict[Subject, list[_Asked]] = defaultdict(list)
    unusual: dict[str, list[_Asked]] = defaultdict(list)
    for one in questions:
        subject = subject_of(one[1])
        if subject is None:
            unusual[_comparable(one[1])].append(one)
        else:
            usual[subject].append(one)
    found = [_group(several, subject) for subject, several in usual.items()]
    found += [_group(several, None) for several in _alike(unusual)]
    return tuple(sorted(found, key=lambda group: (-group.letters, group.first or date.max, group.example)))


def _alike(by_words: dict[str, list[_Asked]]) -> list[list[_Asked]]:
    # The most frequent wording starts a group; others join the group most similar to them.
    order = sorted(by_words, key=lambda words: (-len(by_words[words]), len(words), words))
    frequent = Counter(word for words in order for word in set(words.split()))
    with_word: dict[str, list[str]] = defaultdict(list)
    groups: dict[str, list[_Asked]] = {}
    for words in order:
        rarest = sorted(set(words.split()), key=lambda word: (frequent[word], word))[:_RAREST]
        near = dict.fromkeys(name for word in rarest for name in with_word[word][:_COMPARED])
        best = max(near, key=lambda name: _similarity(words, name), default="")
        if best and _similarity(words, best) >= SIMILAR:
            groups[best].extend(by_words[words])
            continue
        groups[words] = list(by_words[words])
        for word in set(words.split()):
            with_word[word].append(words)
    return list(groups.values())


def _group(several: Sequence[_Asked], subject: Subject | None) -> QuestionGroup:
    days = [on for _, _, on in several if on is not None]
    texts = Counter(redacted(text) for _, text, _ in several)
    example = min(texts, key=lambda text: (*_plainness(text), -texts[text], len(text), text))
    # The least similar fit wording is shown too, so that a person can see whether it is the same question.
    fit = [text for text in texts if not unfit_for_a_title(text)] or [example]
    compared = _wording(example)
    other = min(fit[:_COMPARED], key=lambda text: (_similarity(_wording(text), compared), len(text), text))
    return QuestionGroup(
        example=without_insults(example),
        other=other if _wording(other) != compared else "",
        letters=len({number for number, _, _ in several}),
        first=min(days, default=None),
        subject=subject.name if subject else "",
        unknown=subject.unknown if subject else "",
    )


def _plainness(text: str) -> tuple[bool, bool, bool, bool]:
    """Return what makes a wording less fit for a title, the worst first."""
    return (unfit_for_a_title(text), not text.endswith(("?", "؟")), text.isupper(), len(words_of(text)) < 3)  # "who pays?"


def _similarity(one: str, other: str) -> float:
    # The first score compares what both have in common; the second penalises what only one says.
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _wording(text: str) -> str:
    return " ".join(sorted(meaning_of(redacted(text)).words)) or " ".join(words_of(text))


def _comparable(text: str) -> str:
    """Return the stems to compare: without accents, signs, personal data and words common to all questions."""
    said = meaning_of(redacted(text))
    return " ".join(sorted({*said.rest, *said.concepts})) or " ".join(words_of(text))
