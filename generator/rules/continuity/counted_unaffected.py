"""Data that is not affected has a count.

## What it checks

That a kind of data with the state `not_affected` has no count, whether for a group or in total.

## Why it matters

"Not affected, for 41 people" can be read in two ways, and one of them is a danger.

## Instead of

    data:
      password: {state: not_affected, exact: 41, for: customers}

## Write

    data:
      password: {state: accessed, exact: 41, for: customers}
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.inspection.context import Context
from generator.ledger.words import count_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Data, DataState
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A count beside `not_affected`."""
    del context  # The update says all of it.
    for kind, told in document.update.data.items():
        for index, one in enumerate(told):
            if one.state is not DataState.NOT_AFFECTED or one.count is None:
                continue
            count = replace(one.count, unit=one.count.unit or "people")
            listed = ("data", kind, str(index))
            yield Finding(
                at=document.span(*(listed if document.wrote(*listed) else ("data", kind))),
                message=f"`{kind}` is not affected, but you count {count_words(count)} for it",
                help=_without_count(kind, one)
                if len(told) == 1
                else "delete the count, or say under `state:` what happened to the data",
            )


def _without_count(kind: str, told: Data) -> str:
    left = f"{{state: not_affected, for: {told.population}}}" if told.population else "not_affected"
    return f"delete the count: `{kind}: {left}`; or write what happened to the data in place of `not_affected`"


RULE = Rule(code="CON040", name="counted-unaffected", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
