"""The kind of incident has changed without a correction.

## What it checks

That the kind of incident given to readers (`nature`: malfunction, outage_by_attack, intrusion, theft, ransomware, mistake,
lost_device, insider, supplier) stays the same, or is corrected. `unknown` may become anything; an `intrusion` may turn out to be a theft,
ransomware, or turn out to have come from an insider or through a supplier.

## Why it matters

"An issue" that becomes ransomware on the fourth day was an attack on the first. Readers who were told of a fault did not protect
themselves.

## Instead of

    nature: ransomware     # it was `malfunction` before

## Write

    nature: ransomware
    corrections:
      nature: We thought that it was a fault in our systems until we found their note on a server.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Another nature, and no correction."""
    for violation in violations(context, ViolationKind.NATURE_CHANGED):
        yield Finding(
            at=document.span(*violation.path),
            message=f"`nature` has changed from {violation.before} to {violation.after}",
            help="add under `corrections:` the line `nature: why we took it for something different`",
        )


RULE = Rule(
    code="CON015",
    name="changed-nature",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NATURE_CHANGED}),
    waivable=False,
    doc=__doc__,
)
