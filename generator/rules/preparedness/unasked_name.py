"""A text names someone from the plan who has approved nothing.

## What it checks

That a text names nobody listed under `roles:` in content/plan.yml, unless they have approved something that is published, or their name
is given to readers as a contact.

## Why it matters

The plan is private, and so are the names in it. People named in an incident get questions from everyone, for years; those who approve
a statement have agreed to that.

## Instead of

    next_steps: {log: {do: We are reading the access log., who: Tom Ash}}

## Write

    next_steps: {log: {do: We are reading the access log., who: our security team}}
"""

import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.unsafe_text import contact_texts
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ConfigDocument, Written
from generator.model.person import not_a_name, person_of
from generator.model.plan import Plan
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Names from the plan in a text."""
    plan = context.plan
    if plan is None or isinstance(written.document, ConfigDocument):
        return
    text = written.document.source.text
    names = {name: where for name, where in _known_names(plan) if name.casefold() in " ".join(text.casefold().split())}
    if not names:
        return
    public = " ".join((*contact_texts(written, context.config), *_approvers(written))).casefold()
    approvals = written.document.places.get(("approved_by",))
    for span in context.analysis.spans(written):
        if approvals and approvals.value.line <= span.line <= approvals.value.end_line:
            continue  # Names in these keys are those of approvers.
        for name, where in names.items():
            found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", span.text, re.IGNORECASE)
            if found and name.casefold() not in public:
                yield Finding(
                    at=span.span(*found.span()),
                    message=f"{name} is in the plan under {where} and has approved nothing here, but this text names them to readers",
                    help="name the role instead, such as `our security team`; or, if they agree, add them under `contact:`",
                )


def _known_names(plan: Plan) -> Iterator[tuple[str, str]]:
    for role, known in plan.roles.items():
        for key, written in (("who", known.who), ("deputy", known.deputy)):
            name = person_of(written).name
            # A single word may be an ordinary word of the language.
            if " " in name and not not_a_name(name, role):
                yield name, f"`roles: {role}: {key}`"


def _approvers(written: Written) -> Iterator[str]:
    """Return everyone who approved a text of the incident that readers see or will see."""
    folder = written.folder
    if folder is None:
        return
    for document in folder.updates:
        if document.parsed and not document.parsed.draft:
            yield from document.parsed.approved_by.values()
    if folder.review and folder.review.review and not folder.review.review.draft:
        yield from folder.review.review.approved_by.values()


RULE = Rule(code="PLN020", name="unasked-name", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
