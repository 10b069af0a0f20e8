"""Texts published later than they claim: the promises that appear kept because of it, and the correct line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from generator.inspection.context import Context
from generator.ledger.promises import promises
from generator.ledger.records import Promise, PromiseKind, PromiseState
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding
from generator.model.document import IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.moment import in_file

#: Committing and publishing take time: a delay this much beyond the site's grace is tolerated unless a promise depends on it.
_ROUTINE = timedelta(minutes=10)

_WHAT = {
    PromiseKind.UPDATE: "the next update",
    PromiseKind.STEP: "the step `{}`",
    PromiseKind.ANSWER: "the answer to `{}`",
    PromiseKind.REVIEW: "the review",
}


@dataclass(frozen=True, slots=True)
class BackdatedUpdate:
    """An update or review that readers cannot have read at the time it claims.

    Attributes:
        held: promises that were kept in time by its claimed time, but not by the time in version control.
    """

    finding: Finding
    held: tuple[Promise, ...]


def backdated(folder: IncidentFolder, context: Context) -> Iterator[BackdatedUpdate]:
    """Yield an incident's updates and review that came later than they claim, by more than the site's grace."""
    if context.ledger is None or not context.analysis.arrived:
        return
    grace = context.config.policy.grace if context.config else timedelta()
    made = promises(context.ledger, context.now, grace)
    reviews = (folder.review,) if folder.review else ()
    documents: tuple[UpdateDocument | ReviewDocument, ...] = (*folder.updates, *reviews)
    first = next((one for one in folder.updates if one.parsed and not one.parsed.draft), None)
    for document in documents:
        arrival = context.analysis.arrived.get(document.source.path)
        held = document.parsed if isinstance(document, UpdateDocument) else document.review
        if arrival is None or held is None:
            continue
        # Times are written to the minute.
        came = arrival.at.astimezone(UTC).replace(second=0, microsecond=0)
        allowed = context.ledger.grace_at(held.published, grace)
        number = document.number if isinstance(document, UpdateDocument) else None
        broken = tuple(
            promise
            for promise in made
            if promise.state in {PromiseState.KEPT, PromiseState.MOVED}
            and promise.settled_in == number
            and came > promise.due_at + allowed
        )
        late = came - held.published
        if late <= allowed or (not broken and late <= max(allowed, _ROUTINE)):
            continue
        yield BackdatedUpdate(
            _finding(document, held.published, came, broken, context, committed=arrival.committed, first=first), broken
        )


def _finding(
    document: UpdateDocument | ReviewDocument,
    published: datetime,
    came: datetime,
    broken: tuple[Promise, ...],
    context: Context,
    *,
    committed: bool,
    first: UpdateDocument | None,
) -> Finding:
    zone = context.zone
    line = f"published: {in_file(came, zone)}"
    where = (
        f"the published branch has it from {when_words(came, zone)} on"
        if committed
        else "it is not committed to the published branch yet"
    )
    shown = ""
    if broken:
        names = [_WHAT[one.kind].format(one.subject) + f", promised by {when_words(one.due, zone)}" for one in broken]
        shown = f"; it would make a promise look kept that was missed ({'; '.join(names)})"
    elif document is first:
        shown = "; the page would say that less time passed between knowing and telling than did"
    missed = (
        isinstance(document, UpdateDocument)
        and not document.update.late
        and any(one.kind is PromiseKind.UPDATE for one in broken)
    )
    late = ", and add `late: why it comes later than promised`" if missed else ""
    also = " (in its translations too)" if _is_translated(document, context) else ""
    return Finding(
        at=document.span("published"),
        message=f"this says that it was published on {when_words(published, zone)}, and {where}{shown}",
        help=f"write `{line}`{also}{late}",
        if_published=f"it was published, so the text stays as it is; say in a new update that readers could first read it on {when_words(came, zone)}",
    )


def _is_translated(document: UpdateDocument | ReviewDocument, context: Context) -> bool:
    if context.ledger is None:
        return False
    folder = context.ledger.folder
    if isinstance(document, ReviewDocument):
        return bool(folder.review_translations)
    return any(one.number == document.number for one in folder.translations)
