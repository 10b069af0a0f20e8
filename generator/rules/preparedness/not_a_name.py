"""A value under `approved_by` is not a person's name.

## What it checks

That each value under `approved_by`, in updates, reviews and their translations, is the name of a person, and not a telephone number, an
e-mail or postal address, a placeholder (`…`, `TBD`, `?`), the role itself or a team.

## Why it matters

Readers are shown who approved what they read. A private number that slips in there becomes known to every angry reader, and a dash in
place of a name claims an approval that nobody gave.

## Instead of

    approved_by: {lead: "Sam Reed, +44 7700 900123", legal: …}

## Write

    approved_by: {lead: Sam Reed, legal: Priya Shah}
"""

from collections.abc import Iterator, Mapping

from generator.format.strict_yaml import quoted, short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ReviewDocument, UpdateDocument, Written
from generator.model.person import not_a_name, person_of
from generator.rules.rule import Rule

_PRIVATE = frozenset({"a telephone number", "an address", "a postal address", "an account number"})


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Values that are not names."""
    for role, value in _given(written).items():
        said = not_a_name(value, role)
        if not said:
            continue
        at = written.document.span("approved_by", role)
        name = person_of(value).name
        if said in _PRIVATE and name and not not_a_name(name, role):
            # The message does not repeat private data.
            yield Finding(
                at=at,
                message=f"the name of `{role}` includes {said}, but `approved_by` is published",
                help=f"write only the name: `{role}: {quoted(name, flow=True)}`; how to reach them belongs in content/plan.yml",
                hides=value,
            )
        elif said in _PRIVATE:
            yield Finding(
                at=at,
                message=f"the name of `{role}` is {said}, but `approved_by` is published",
                help=f"write who approved it, such as {_example(role, context)}; how to reach them belongs in content/plan.yml",
                hides=value,
            )
        else:
            yield Finding(
                at=at,
                message=f"`{short(value)}` is {said}, so nobody has approved this as `{role}`",
                help=f"write who approved it, such as {_example(role, context)}, or delete the line until someone has",
            )


def _given(written: Written) -> Mapping[str, str]:
    document = written.document
    if isinstance(document, UpdateDocument) and document.parsed:
        return document.parsed.approved_by
    return document.review.approved_by if isinstance(document, ReviewDocument) and document.review else {}


def _example(role: str, context: Context) -> str:
    known = context.plan.roles.get(role) if context.plan else None
    name = person_of(known.who).name if known else ""
    return f"`{role}: {quoted(name, flow=True) if name and not not_a_name(name, role) else 'Sam Reed'}`"


RULE = Rule(code="PLN019", name="not-a-name", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
