"""Something that a notice must say is missing.

## What it checks

That what readers can see now contains everything that the incident's notice profiles require. All updates are judged together, and a
false alarm or an incident with `impact: none` is not judged. These are reminders, not legal advice.

## Why it matters

Laws require much the same: what happened, which data, what this could mean, what you are doing, what people can do. That is also what
people need, and someone will compare.

## Instead of

    profiles: [gdpr-34]       # and no update says what this could mean for people

## Write

    consequences:
      phishing: Someone may write to you and know what you asked us.
"""

from collections.abc import Iterator

from generator.deadlines.lines_to_write import line_for
from generator.deadlines.requested_profiles import ELEMENTS, facts_of, in_public, lacks, requesters, required_of, setting_of
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.notice_profile import Element
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Elements that a profile in force requires and the incident lacks."""
    state, requested = in_public(folder, context)
    if state is None or context.ledger is None:
        return
    setting = setting_of(context.ledger, context.config, context.now)
    asked = {one.profile.key: required_of(one.profile, folder.incident, setting) for one in requested}
    for element in Element:
        those = [one for one in requested if element in asked[one.profile.key]]
        # How people are told directly has a rule of its own, because it is not stated in updates.
        if those and element is not Element.DIRECT_NOTICE and lacks(element, folder, state, context.config):
            line = line_for(element, facts_of(folder, state, context))
            yield Finding(
                at=those[0].at,
                message=f"nothing in {folder.slug} says {ELEMENTS[element]}, which {requesters(those)} for",
                help=f"add {line} (a reminder, not legal advice)",
            )


RULE = Rule(code="NOT002", name="missing-element", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
