"""An approval was given for an earlier text.

## What it checks

That a text that was changed after it was approved was approved again. Version control shows whether the name was already there when the
text was different. Only what readers are told is compared; the time of publication and the layout of the file do not matter. Published
texts are not checked.

## Why it matters

People approve the sentences that they read. A number that is changed afterwards was approved by nobody, although the page says that it
was.

## Instead of

    approved_by: {lead: Sam Reed}     # and then a new sentence under `known`

## Write

    approved_by: {lead: Sam Reed}     # read again 2027-03-03T08:40Z
"""

from collections.abc import Iterator, Mapping

from generator.format.strict_yaml import flow
from generator.history.approved_texts import Outdated, outdated
from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ReviewDocument, UpdateDocument, Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Approvals that were there when the text said something else."""
    document = written.document
    versions = context.analysis.earlier.get(document.source.path, ())
    # A translation repeats who approved the original; whether it says the same, other rules see.
    if not versions or not isinstance(document, UpdateDocument | ReviewDocument) or document.language:
        return
    said = document.parsed if isinstance(document, UpdateDocument) else document.review
    was = context.analysis.past.get(written.folder.slug) if written.folder else None
    if said is None or not said.approved_by or (was is not None and document.source.path in was.texts):
        return  # What was public is brought back, and not approved again.
    found = outdated(document, versions)
    for role, one in found.items():
        yield Finding(
            at=document.span("approved_by", role),
            message=f"{said.approved_by[role]} approved this as `{role}` before it was changed: {_what(one, context)}",
            help=f"{_again(found, said.approved_by)}, `approved_by: {flow(said.approved_by)}   # read again {context.now:%Y-%m-%dT%H:%MZ}`",
        )


def _what(one: Outdated, context: Context) -> str:
    when = when_words(one.version.since, context.zone)
    return f"`{one.key}` has changed since {when}" if one.key else f"the text below the keys has changed since {when}"


def _again(found: Mapping[str, Outdated], given: Mapping[str, str]) -> str:
    people = list(dict.fromkeys(given[role] for role in found))
    who = " and ".join(([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else people)
    return f"ask {who} to read it again as it is now, then update the line and its comment"


RULE = Rule(code="PLN021", name="outdated-approval", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
