"""The outcome contradicts the ledger.

## What it checks

That `outcome` agrees with the incident's ledger. It belongs in an update whose status is `resolved`. `false_alarm` is refused once
anything was reached (data accessed or taken, someone affected), and after the incident was contained. `nothing_reached` needs every kind of
data `not_affected` and no count above 0, and no nature that says that data was stolen, and everything else that `resolved`
requires.

## Why it matters

"No data was reached" is the sentence that readers wait for, and never forgive if it was wrong.

## Instead of

    status: resolved
    outcome: nothing_reached     # and `data:` says `letter-text: possible`

## Write

    status: resolved
    outcome: nothing_reached
    data: {letter-text: not_affected}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.endings import OutcomeRefusal, Refused, refused_outcome
from generator.ledger.records import State, Transition
from generator.ledger.words import count_words, value_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Data, Outcome
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An outcome that the ledger contradicts."""
    outcome, transition = document.update.outcome, context.transition
    if outcome is None or transition is None:
        return
    for refused in refused_outcome(outcome, transition.before, transition.after):
        message, help = _message_and_help(outcome, refused, transition, context)
        yield Finding(at=document.span("outcome"), message=message, help=help)


def _message_and_help(outcome: Outcome, refused: Refused, transition: Transition, context: Context) -> tuple[str, str]:
    after, subject = transition.after, refused.subject
    match refused.reason:
        case OutcomeRefusal.NOT_RESOLVED:
            return (
                f"`{outcome}` says how the incident ended, but it is still {after.status}",
                "delete `outcome:` until it is resolved",
            )
        case OutcomeRefusal.ANOTHER:
            return (
                f"readers were told that it {_ended(transition.before)}, but this says `{outcome}`",
                "delete `outcome:`; if readers were told something wrong, reopen the incident, and say under `because:` what was found",
            )
        case OutcomeRefusal.CONTAINED:
            return (
                "this incident was contained or reopened before, so it was no false alarm",
                "delete `outcome:`, or write `nothing_reached` in its place if no data was reached",
            )
        case OutcomeRefusal.REACHED:
            return (
                f"this is called a false alarm, but readers were told that `{subject}` was reached: {_value_told(after, subject, context)}",
                "correct that if it was wrong; otherwise delete `outcome:` and continue with `contained`",
            )
        case OutcomeRefusal.NOT_UNAFFECTED:
            return (
                f"`nothing_reached` says that no data was reached, but `{subject.removeprefix('data.')}` is {_state(after, subject)}",
                f"{_unaffected(after, subject)}, or delete `outcome:`",
            )
        case OutcomeRefusal.COUNTED:
            return (
                f"`nothing_reached` says that no data was reached, but `{subject}` says {_value_told(after, subject, context)}",
                f"{_nobody(after, subject)}, or delete `outcome:`",
            )
        case OutcomeRefusal.STOLEN:
            return (
                f"`nothing_reached` says that no data was reached, but `nature` says: {_value_told(after, subject, context)}",
                "if the nature is wrong, correct it; otherwise delete `outcome:`",
            )


def _ended(state: State) -> str:
    return f"ended as `{state.outcome}`" if state.outcome else "happened, and is over"


def _one(state: State, subject: str) -> Data:
    _, kind, *whose = subject.split(".")
    return next(one for one in state.data[kind].told if not whose or one.population == whose[0])


def _state(state: State, subject: str) -> str:
    return _one(state, subject).state.value


def _unaffected(state: State, subject: str) -> str:
    """What to write of a kind of data that was not reached."""
    one = _one(state, subject)
    if subject.count(".") > 1:
        value = f"{one.kind}: {{state: not_affected, for: {one.population}}}"
        line = f"write under `data:` the line `{value}`"
    else:
        line = f"write under `data:` the line `{one.kind}: not_affected`"
    # From what was possible or not known, anything can follow; all else was said for certain.
    certain = one.state.value in {"accessed", "taken"}
    correction = line_of(subject, "Why we got it wrong.")
    return f"{line} and under `corrections:` the line `{correction}` if that is true" if certain else f"{line} if that is true"


def _nobody(state: State, subject: str) -> str:
    """What to write of a population of which nobody was affected."""
    name = subject.removeprefix("affected.")
    count = state.affected[name].count
    line = f"write under `affected:` the line `{name}: {{unit: {count.unit}, exact: 0}}`"
    if count.low == 0:
        return f"{line} if that is true"
    correction = line_of(subject, "Why we got it wrong.")
    return f"{line} and under `corrections:` the line `{correction}` if that is true"


def _value_told(state: State, subject: str, context: Context) -> str:
    kind, _, name = subject.partition(".")
    if kind == "affected":
        return count_words(state.affected[name].count)
    if kind == "data":
        return value_words(_one(state, subject), context.zone)
    return value_words(state.nature.nature, context.zone) if state.nature else ""


RULE = Rule(
    code="CON061",
    name="refused-outcome",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is, without this outcome; say in a new update what is right",
    doc=__doc__,
)
