"""What on the site answers a question. Whatever else can answer, remedies or services, is one more line in `answerers`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from generator.deadlines.requested_profiles import ending, newest_public
from generator.inspection.analysis import Analysis
from generator.ledger.records import ActionState, FactState, State
from generator.model.customer_message import Answerer, QuestionGroup
from generator.questions.subjects import Subject, subject_of
from generator.questions.vocabulary import meaning_of

#: As many answers are shown; more would hide the one that is meant.
_MOST = 2
#: The part of a question's words that a sentence must have, where the question is none of the usual ones.
_SHARED = 0.6
_KINDS = {FactState.KNOWN: "known", FactState.OPEN: "unknown"}


def answerers(analysis: Analysis, now: datetime) -> tuple[Answerer, ...]:
    """Return everything that readers see at a time and that may answer a question."""
    found: list[Answerer] = []
    for folder in analysis.content.incidents:
        ledger = analysis.ledgers.get(folder.slug)
        # What is over answers nothing about what goes on.
        transition = newest_public(ledger, now) if ledger and not ending(ledger, now) else None
        if transition:
            found += (Answerer(kind, folder.slug, name, text) for kind, name, text in _answering_entries(transition.after))
    return tuple(found)


def _answering_entries(state: State) -> Iterator[tuple[str, str, str]]:
    yield from ((_KINDS[one.state], one.name, one.fact.text) for one in state.facts.values() if one.state in _KINDS)
    yield from (("action", one.name, one.action.do) for one in state.actions.values() if one.state is ActionState.STANDING)


def with_answers(groups: Sequence[QuestionGroup], known: Sequence[Answerer]) -> tuple[QuestionGroup, ...]:
    """Return groups with what answers each: what has most of its words first, and what is unknown after what is known."""
    return tuple(replace(group, answers=tuple(_answers(group.example, group.subject, known))[:_MOST]) for group in groups)


def _answers(example: str, name: str, known: Sequence[Answerer]) -> list[Answerer]:
    asked = subject_of(example)
    fits = [one for one in known if _answered(asked, one) or (not name and _shares(example, one.text))]
    words = meaning_of(example).concepts | set(meaning_of(example).rest)
    return sorted(
        fits,
        key=lambda one: (-len(words & (meaning_of(one.text).concepts | set(meaning_of(one.text).rest))), one.kind == "unknown"),
    )


def _answered(asked: Subject | None, by: Answerer) -> bool:
    if asked is None:
        return False
    said = meaning_of(by.text)
    if not asked.things <= said.concepts | said.own | set(said.rest):
        return False
    if asked.name == "act":
        return by.kind == "action"
    return any(several <= said.concepts for several in asked.answered)


def _shares(example: str, text: str) -> bool:
    asked = set(meaning_of(example).rest)
    return len(asked) > 1 and len(asked & set(meaning_of(text).rest)) >= _SHARED * len(asked)
