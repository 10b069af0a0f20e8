"""What each message of an export asks: its questions and requests, without threats, advertising and courtesy."""

from collections.abc import Sequence
from dataclasses import replace

from generator.model.customer_message import CustomerMessage, SortedMessages
from generator.questions.exports import questions_in, sentences_in
from generator.questions.subjects import parts_of, subject_of
from generator.questions.unwanted import is_advertising, is_threat
from generator.questions.vocabulary import meaning_of

#: As much of a sentence and a message is read: a pasted log says nothing more.
_LONGEST = 400
_MOST = 200
_WHOLE = 6_000


def sort(messages: Sequence[CustomerMessage]) -> SortedMessages:
    """Return the questions of messages, and how many are threats or advertising."""
    found = []
    threats = advertising = 0
    for number, full in enumerate(messages):
        message = replace(full, subject=full.subject[:_LONGEST], body=full.body[:_WHOLE])
        whole = f"{message.subject}\n{message.body}"
        if is_threat(whole):
            threats += 1
            continue
        asked = _asked(message)
        if is_advertising(whole) and not any(subject_of(text) for text in asked):
            advertising += 1
            continue
        found += [(number, text, message.on) for text in asked]
    return SortedMessages(questions=tuple(found), threats=threats, advertising=advertising)


def _asked(message: CustomerMessage) -> tuple[str, ...]:
    sentences = [one[:_LONGEST] for one in sentences_in(message)[:_MOST]]
    if not any(sentences):
        # "Hello was I affected" is a greeting and a question in one line.
        sentences = [line for line in message.body.split("\n")[:_MOST] if subject_of(line[:_LONGEST])]
    marked = tuple(one for one in questions_in(message)[:_MOST] if one.endswith(("?", "؟")))
    told = [one for one in sentences if not one.endswith(("?", "؟")) and subject_of(one)]
    if marked:
        # Beside questions, a statement tells what happened, but a request asks.
        told = [one for one in told if "request" in meaning_of(one).concepts]
    parts = [part for one in (*marked, *told) for part in parts_of(one) if not is_threat(part)]
    known = [part for part in parts if subject_of(part)]
    if known:
        # "Can you help me?" beside a question is courtesy.
        parts = [part for part in parts if subject_of(part) or _says_something(part)]
    return tuple(dict.fromkeys(parts)) or tuple(one for one in questions_in(message) if not is_threat(one))


def _says_something(part: str) -> bool:
    said = meaning_of(part)
    return len(said.rest) > 1 or bool(said.own)
