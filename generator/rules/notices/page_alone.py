"""Nothing says how people are told directly.

## What it checks

That an incident has `direct_notice` in incident.md if a profile requires people to be told directly: how those affected are told, or why
not. A note on a website, a post or a press release is no such notice (HON021).

## Why it matters

A page alone does not reach people: they do not know that there is something to look for. The European Data Protection Board says so about
press releases and company blogs (Guidelines 9/2022), and most laws require a letter, an e-mail or a call first.

## Instead of

    profiles: [gdpr-34]

## Write

    profiles: [gdpr-34]
    direct_notice: We e-mail everyone whose tickets were opened by 5 March, and ring those without an e-mail address.
"""

from collections.abc import Iterator

from generator.deadlines.lines_to_write import line_for
from generator.deadlines.requested_profiles import facts_of, in_public, requesters
from generator.inspection.context import Context
from generator.inspection.direct_ways import reaches_nobody
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.notice_profile import Element
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A profile that requires telling people directly, without `direct_notice`."""
    state, requested = in_public(folder, context)
    those = [one for one in requested if Element.DIRECT_NOTICE in one.profile.require]
    config = context.config
    language = config.site.language.partition("-")[0].lower() if config else "en"
    direct = state is not None and [one for one in state.standing_notices if not reaches_nobody(one.notice.how, language)]
    if state is not None and those and not direct:
        yield Finding(
            at=those[0].at,
            message=f"a page alone does not reach people, and {requesters(those)} how the people affected by {folder.slug} are told directly",
            help=f"add {line_for(Element.DIRECT_NOTICE, facts_of(folder, state, context))}, or say there why you cannot tell them (a reminder, not legal advice)",
        )


RULE = Rule(code="NOT004", name="page-alone", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
