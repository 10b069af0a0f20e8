"""The incident's title, or the time you found out, has silently changed.

## What it checks

That `title` and `aware` in incident.md are those that were published according to ledger.lock, or to git's full history, unless a later
update corrects `incident.title` or `incident.aware`.

## Why it matters

People remember an incident by its title, and measure from `aware` how long you took to tell them. Both are facts like any other.

## Instead of

    title: A technical issue in customer support     # it was “Someone read customer support tickets”

## Write

    # in a new update
    corrections:
      incident.title: We called it tickets; they read the invoices in them as well.
"""

from collections.abc import Iterator
from datetime import datetime

from generator.history.publication import digest
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, LockDocument, UpdateDocument
from generator.model.history import PastIncident
from generator.rules.rule import Rule
from generator.seals.ledger_lock import INCIDENT, digest_of_incident, name_of


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A title or a time that differs from the sealed one, without a later correction."""
    correcting = [document for document in folder.updates if _corrects(document)]
    line = folder.lock.last(INCIDENT) if folder.lock else None
    if folder.lock is not None and line is not None:
        if digest_of_incident(folder.incident) == line.digest and not _passed_over(folder, folder.lock, correcting):
            return
        # An update that came after the sealed title and corrects it stands after that line, or is not in the lock yet.
        at = folder.lock.lines.index(line)
        before = {one.name for one in folder.lock.lines[:at]}
        if digest_of_incident(folder.incident) != line.digest and any(
            name_of(folder, document.source.path) not in before for document in correcting
        ):
            return
    elif _followed(folder, context.analysis.past.get(folder.slug, PastIncident()), [one.update.published for one in correcting]):
        return
    yield Finding(
        at=folder.document.span("title"),
        message="`title` or `aware` differs from what was published",
        help="restore both, or say why in a new update, under `corrections:` (`incident.title: …`, `incident.aware: …`)",
    )


def _passed_over(folder: IncidentFolder, lock: LockDocument, correcting: list[UpdateDocument]) -> bool:
    """Whether another title or time was sealed without an update, sealed since the earlier one, that corrects it."""
    names = {name_of(folder, document.source.path) for document in correcting}
    digest, corrected = "", False
    for line in lock.lines:
        if line.name != INCIDENT:
            corrected = corrected or line.name in names
            continue
        if digest not in {"", line.digest} and not corrected and not line.redaction:
            return True
        digest, corrected = line.digest, False
    return False


def _corrects(document: UpdateDocument) -> bool:
    return bool({"incident.title", "incident.aware"} & set(document.parsed.corrections if document.parsed else ()))


def _followed(folder: IncidentFolder, past: PastIncident, corrected: list[datetime]) -> bool:
    """Whether the present title and time are the public ones, or followed them with a correction."""
    if not past.incident:
        return True
    said, since = digest(past.incident[0], folder), past.incident[0].since
    for public in past.incident[1:]:
        if digest(public, folder) != said and any(when > since for when in corrected):
            said, since = digest(public, folder), public.since
    return digest_of_incident(folder.incident) == said or any(when > since for when in corrected)


RULE = Rule(code="SEA003", name="retitled-incident", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
