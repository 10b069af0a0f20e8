"""A translation says something that its original does not.

## What it checks

That a translation has no name, and no further sentence under a name, that its original lacks. Names are not translated: they match the
parts of the two files.

## Why it matters

A fact that only some readers are told is either not a fact or one that the others should have been told too.

## Instead of

    # 02-scope.md                                 # 02-scope.de.md
    unknown:                                      unknown:
      copied: Whether they copied them.             kopiert: Ob sie die Tickets kopiert haben.

## Write

    unknown:
      copied: Ob sie die Tickets kopiert haben.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Names and sentences that the original does not have."""
    found = context.analysis.compared(pair)
    for section, name, meant in found.names.changed:
        yield Finding(
            at=pair.document.span(section, name),
            message=f"`{name}` is not a name in {found.original_name}",
            help=f"write `{meant}:`, since only sentences are translated, not names",
        )
    for section, name in found.names.added:
        yield Finding(
            at=pair.document.span(section, name),
            message=f"`{name}` is not under `{section}` in {found.original_name}",
            help="delete it here, or tell the readers of the original too, in the next update",
        )
    for path in found.theirs.sentences:
        is_name = len(path) == 2 and path[0] in found.theirs.names
        if path not in found.ours.sentences and path != ("summary",) and not is_name and found.is_shared(path):
            yield Finding(
                at=found.span(path),
                message=f"{found.original_name} has no `{path[-1]}`{f' under `{path[-2]}`' if len(path) > 1 else ''}",
                help="delete it here, or tell the readers of the original too, in the next update",
            )


RULE = Rule(
    code="TRA002",
    name="added-in-translation",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
