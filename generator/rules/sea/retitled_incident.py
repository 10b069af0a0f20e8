"""The incident's title, or when you first knew, has changed in silence.

## What it checks

That `title` and `aware` in incident.md are those that were published, unless a later update corrects `incident.title` or `incident.aware`.

## Why it matters

The title is what people remember of an incident, and the time from knowing to telling is counted from `aware`. Both are facts like any
other.

## Instead of

    title: A technical issue in customer support     # it was “Someone read customer support tickets”

## Write

    # in a new update
    corrections:
      incident.title: We called it tickets; they read the invoices in them as well.
"""

from collections.abc import Iterator

from generator.content.seals import INCIDENT, digest_of_incident, name_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Context, Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A title or a time that differs from the sealed one, and no correction that has not been sealed with it."""
    del context  # Only the lock and the files matter.
    line = folder.lock.last(INCIDENT) if folder.lock else None
    if folder.lock is None or line is None or digest_of_incident(folder.incident) == line.digest:
        return
    # An update that came after the sealed title and corrects it stands after that line, or is not in the lock yet.
    at = folder.lock.lines.index(line)
    before = {one.name for one in folder.lock.lines[:at]}
    for document in folder.updates:
        corrects = {"incident.title", "incident.aware"} & set(document.parsed.corrections if document.parsed else ())
        if corrects and name_of(folder, document.source.path) not in before:
            return
    yield Finding(
        at=folder.document.span("title"),
        message="`title` or `aware` is not what was published",
        help="bring both back, or say why in a new update, under `corrections:` (`incident.title: …`, `incident.aware: …`)",
    )


RULE = Rule(code="SEA003", name="retitled-incident", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
