"""Reports on customers' questions: their states, and the groups found in an export."""

from collections.abc import Sequence

from generator.model.customer_message import QuestionGroup, SortedMessages
from generator.questions.model import Questions, QuestionState, QuestionView
from generator.report.json_text import json_text
from generator.report.terminal import Block, block, visible
from generator.report.times import day_words, json_time, moment_or_day_words

#: Raised when a key is removed or changes its meaning.
SCHEMA = 1

_HEADINGS = {
    QuestionState.ANSWERABLE: "CAN BE ANSWERED NOW",
    QuestionState.OPEN: "OPEN",
    QuestionState.WAITING: "WAITING FOR AN UNKNOWN",
    QuestionState.ANSWERED: "ANSWERED",
    QuestionState.UNANSWERABLE: "WITHOUT AN ANSWER, AND WHY",
}


def plain(found: Questions, *, colours: bool = False) -> Block:
    """List questions that can be answered first, then open, waiting and answered ones; the last line is one sentence."""
    parts: list[str] = []
    for state, heading in _HEADINGS.items():
        several = found.of(state)
        if several:
            parts.append(f"\x1b[1m{heading}\x1b[0m" if colours else heading)
            parts += [_question_lines(one, found) for one in several]
    return block("\n\n".join((*parts, _closing(found))) + "\n")


def _question_lines(one: QuestionView, found: Questions) -> str:
    rows = [f"  {visible(one.incident)}, {visible(one.name)}: {visible(one.ask)}"]
    if one.since is not None:
        since = moment_or_day_words(one.since, found.zone)
        waits = f" ({visible(one.distance)}{', too long' if one.late else ''})" if one.distance else ""
        rows.append(f"    Asked since {since}{waits}")
    match one.state:
        case QuestionState.ANSWERED:
            rows.append(f"    {visible(one.answer)}")
        case QuestionState.UNANSWERABLE:
            rows.append(f"    {visible(one.because)}")
        case QuestionState.WAITING:
            rows.append(f"    Waits for `{visible(one.unknown)}`")
        case QuestionState.ANSWERABLE:
            rows.append(f"    It waited for `{visible(one.unknown)}`, which readers already know: {visible(one.became)}")
    if one.state in {QuestionState.OPEN, QuestionState.ANSWERABLE}:
        rows.append(f"    Next: `aboveboard questions answer {visible(one.incident)} {visible(one.name)}`")
    return "\n".join(rows)


def _closing(found: Questions) -> str:
    if not found.questions:
        return "There are no questions yet; `aboveboard questions read FILE` groups those that customers sent."
    can, still = len(found.of(QuestionState.ANSWERABLE)), len(found.of(QuestionState.OPEN))
    if can or still:
        words = [f"{can} can be answered now"] * bool(can) + [f"{still} {'is' if still == 1 else 'are'} open"] * bool(still)
        return f"{' and '.join(words)}."
    waiting = len(found.of(QuestionState.WAITING))
    rest = f", but for {waiting} that {'waits' if waiting == 1 else 'wait'} for an unknown" if waiting else ""
    why = " or has a reason why not" if found.of(QuestionState.UNANSWERABLE) else ""
    return f"Every question is answered{why}{rest}."


def json(found: Questions) -> Block:
    """Return one JSON object, ending in a newline; docs/obligations.md describes its keys."""
    rows = [
        {
            "incident": one.incident,
            "name": one.name,
            "ask": one.ask,
            "state": one.state.value,
            "answer": one.answer or None,
            "because": one.because or None,
            "unknown": one.unknown or None,
            "became": one.became or None,
            "since": json_time(one.since),
            "late": one.late,
            "path": one.path,
            "line": one.line,
        }
        for one in found.questions
    ]
    said = {"schema": SCHEMA, "as_of": json_time(found.as_of), "timezone": found.zone.key, "questions": rows}
    return json_text(said)


def groups(found: Sequence[QuestionGroup], sorted_: SortedMessages, messages: int, least: int) -> Block:
    """List the questions of an export, the most frequent first.

    Args:
        found: every group.
        sorted_: what in the export is no question.
        messages: the number of messages.
        least: the number of messages in which a question must occur to be listed.
    """
    shown = [group for group in found if group.letters >= least]
    parts: list[str] = []
    for group in shown:
        first = f", first on {day_words(group.first)}" if group.first else ""
        also = f"\n    Also asked as: {visible(group.other)}" if group.other else ""
        parts.append(f"  {_messages(group.letters)}{first}\n    {visible(group.example)}{also}\n{_answer_lines(group)}")
    parts += _set_aside(sorted_)
    questions = "1 question" if len(found) == 1 else f"{len(found)} different questions"
    hidden = len(found) - len(shown)
    rest = f" {hidden} asked in fewer than {least} messages {'is' if hidden == 1 else 'are'} not shown." if hidden else ""
    parts.append(f"{_messages(messages)}, {questions}.{rest}")
    return block("\n\n".join(parts) + "\n")


def groups_json(found: Sequence[QuestionGroup], sorted_: SortedMessages, messages: int, least: int) -> Block:
    """Return the same for programs; docs/obligations.md describes its keys."""
    rows = [
        {
            "example": group.example,
            "other": group.other or None,
            "messages": group.letters,
            "first": json_time(group.first),
            "subject": group.subject or None,
            "answers": [
                {"kind": one.kind, "incident": one.incident, "name": one.name, "text": one.text} for one in group.answers
            ],
            "unknown": None if group.answers else _unknown_line(group),
        }
        for group in found
        if group.letters >= least
    ]
    return json_text(
        {
            "schema": SCHEMA,
            "messages": messages,
            "threats": sorted_.threats,
            "advertising": sorted_.advertising,
            "groups": rows,
        }
    )


_ANSWERS = {"known": "Known", "unknown": "Listed as unknown", "action": "What to do"}


def _answer_lines(group: QuestionGroup) -> str:
    if group.answers:
        return "\n".join(
            f"    {_ANSWERS[one.kind]}, {visible(one.incident)}, `{visible(one.name)}`: {visible(one.text)}"
            for one in group.answers
        )
    return f"    Nothing answers this yet. While you do not know, write under `unknown:` the line\n    `{visible(_unknown_line(group))}`"


def _unknown_line(group: QuestionGroup) -> str:
    """Return the line for `unknown:`. A customer's own words never go into it."""
    return f"{group.subject}: {group.unknown}" if group.unknown else "name: what you do not know yet, in your own words"


def _set_aside(sorted_: SortedMessages) -> list[str]:
    rows = []
    if sorted_.threats:
        rows.append(
            f"  {_messages(sorted_.threats)} with threats\n    Not shown. Keep {'it' if sorted_.threats == 1 else 'them'} for the police, and do not answer."
        )
    if sorted_.advertising:
        rows.append(
            f"  {_messages(sorted_.advertising)} that {'advertises' if sorted_.advertising == 1 else 'advertise'} something\n    Not shown."
        )
    return rows


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
