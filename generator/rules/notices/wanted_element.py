"""Something is missing that a notice must say if it is known.

## What it checks

That what readers can see now contains what the incident's notice profiles require "if known" or "where possible". These are reminders,
not legal advice.

## Why it matters

You may not know it yet. If you do, people should too; and if you do not, that is an unknown to list.

## Instead of

    profiles: [hipaa]         # and nothing says when it happened

## Write

    occurred: 2027-03-02
"""

from collections.abc import Iterator

from generator.deadlines.lines_to_write import line_for
from generator.deadlines.requested_profiles import ELEMENTS, facts_of, in_public, lacks, requesters
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.notice_profile import Element
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Elements that a profile in force wants if known, no profile requires, and the incident lacks."""
    state, requested = in_public(folder, context)
    if state is None:
        return
    required = {element for one in requested for element in one.profile.require}
    for element in Element:
        those = [one for one in requested if element in one.profile.want]
        if those and element not in required and lacks(element, folder, state, context.config):
            line = line_for(element, facts_of(folder, state, context))
            yield Finding(
                at=those[0].at,
                message=f"nothing in {folder.slug} says {ELEMENTS[element]}, which {requesters(those)} for if it is known",
                help=f"if you know it, add {line} (a reminder, not legal advice)",
            )


RULE = Rule(code="NOT003", name="wanted-element", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
