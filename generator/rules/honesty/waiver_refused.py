"""A waiver cannot be granted.

## What it checks

That every rule named in `waivers` exists and may be waived. A waiver needs a reason, and readers see it on the page.

## Why it matters

The most important rules cannot be switched off: if a dropped unknown could be waived, someone would waive it when it
matters most.

## Instead of

    waivers: {dropped-unknown: We would rather not say.}

## Write

    unknown:
      copied: Whether they copied them.
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A waiver of an unknown rule, or of one that may not be waived."""
    for name in document.update.waivers:
        if name not in context.waivable and name.upper() not in context.waivable:
            near = get_close_matches(name, context.waivable, n=1)
            yield Finding(
                at=document.span("waivers", name),
                message=f"there is no rule called `{name}`",
                help=f"write `{near[0]}`" if near else "use the name of a rule, as findings show it, such as `empty-update`",
            )
        elif not context.waivable.get(name, context.waivable.get(name.upper(), False)):
            yield Finding(
                at=document.span("waivers", name),
                message=f"`{name}` cannot be waived",
                help="fix the finding, and delete the waiver",
            )


RULE = Rule(
    code="HON015",
    name="waiver-refused",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    translations=True,
    if_published="it was published, so the text stays as it is, waiver and all",
    doc=__doc__,
)
