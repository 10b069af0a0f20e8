"""Texts published later than they claim: the promises that appear kept because of it, and the correct line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.inspection.context import Context
from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.ledger.terms import first_seals
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding
from generator.model.document import IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.incident import Review
from generator.model.moment import in_file
from generator.model.update import Update
from generator.model.visibility import said_in

_WHAT = {
    PromiseKind.UPDATE: "the next update",
    PromiseKind.STEP: "the step `{}`",
    PromiseKind.ANSWER: "the answer to `{}`",
    PromiseKind.REVIEW: "the review",
    PromiseKind.NOTICE: "the direct notice to `{}`",
}


@dataclass(frozen=True, slots=True)
class BackdatedUpdate:
    """An update or review that readers cannot have read at the time it claims.

    Attributes:
        held: promises that were kept in time by its claimed time, but not by the time that counts.
    """

    finding: Finding
    held: tuple[Promise, ...]


def backdated(folder: IncidentFolder, context: Context) -> Iterator[BackdatedUpdate]:
    """Yield an incident's updates and review that are counted from a later time than they claim (`history/readable_since.py`)."""
    ledger = context.ledger
    if ledger is None or not context.analysis.arrived:
        return
    grace = context.config.policy.grace if context.config else timedelta()
    made = context.analysis.promises(ledger, context.now, grace)
    counted = {one.source.path: said_in(one) for one in (*ledger.folder.updates, ledger.folder.review) if one}
    first = next((one for one in folder.updates if one.parsed and not one.parsed.draft), None)
    for document in (*folder.updates, *((folder.review,) if folder.review else ())):
        said = counted.get(document.source.path)
        if said is None or said.dated is None:
            continue
        number = document.number if isinstance(document, UpdateDocument) else None
        held = tuple(
            promise
            for promise in made
            if promise.settled_in == number
            and promise.settled is not None
            and promise.state is PromiseState.MISSED
            and promise.done_on is None
            and said.written <= promise.due_at + promise.grace
        )
        yield BackdatedUpdate(_finding(document, said, held, context, is_first=document is first), held)


def _finding(
    document: UpdateDocument | ReviewDocument,
    said: Update | Review,
    held: tuple[Promise, ...],
    context: Context,
    *,
    is_first: bool,
) -> Finding:
    zone, came = context.zone, said.published
    line = f"published: {in_file(came, zone)}"
    shown = ""
    if held:
        names = [_WHAT[one.kind].format(one.subject) + f", promised by {when_words(one.due, zone)}" for one in held]
        shown = f", so a missed promise looks kept here ({'; '.join(names)})"
    elif is_first:
        shown = ", so the time between finding out and telling looks shorter than it was"
    missed = isinstance(said, Update) and not said.late and any(one.kind is PromiseKind.UPDATE for one in held)
    late = ", and add `late: why it is later than promised`" if missed else ""
    also = " (in its translations too)" if _is_translated(document, context) else ""
    return Finding(
        at=document.span("published"),
        message=f"this says that it was published on {when_words(said.written, zone)}, but {_where(document, came, context)}{shown}",
        help=f"write `{line}`{also}{late}",
        if_published=f"it was published, so the text stays as it is; pages and promises count it from {when_words(came, zone)}",
    )


def _where(document: UpdateDocument | ReviewDocument, came: datetime, context: Context) -> str:
    """Say from when on there is a proof that readers could read it, and what would have been an earlier one."""
    arrival = context.analysis.arrived[document.source.path]
    at = when_words(came, context.zone)
    if not arrival.committed:
        return f"`aboveboard seal` first saw it on {at}" if arrival.sealed else "it is not committed to the published branch yet"
    seals = first_seals(context.ledger.folder) if context.ledger else {}
    line = seals.get(document.source.path.rpartition("/")[2])
    before = ""
    if line is not None and line.seen is not None and line.seen < came:
        sealed = when_words(line.seen, context.zone)
        before = f" (it was sealed on {sealed}, which does not show that readers could read it)"
    return f"the published branch has it only since {at}{before}"


def _is_translated(document: UpdateDocument | ReviewDocument, context: Context) -> bool:
    if context.ledger is None:
        return False
    folder = context.ledger.folder
    if isinstance(document, ReviewDocument):
        return bool(folder.review_translations)
    return any(one.number == document.number for one in folder.translations)
