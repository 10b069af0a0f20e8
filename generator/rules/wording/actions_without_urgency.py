"""Readers are not told how soon.

## What it checks

That each action says in `urgency` how soon: now, today, this_week or if_you_want.

## Why it matters

Nobody works through a list of equally important things. People do the first thing, if they know that it comes first.

## Instead of

    actions:
      password: Change your password.

## Write

    actions:
      password: {do: Change your password., why: They could read it., urgency: today}
"""

from collections.abc import Iterator

from generator.format.update import ACTION
from generator.inspection.context import Context
from generator.inspection.wording_language import sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import in_one_line


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """New actions that do not say how soon."""
    language = context.analysis.language(document)
    before = context.transition.before.actions if context.transition else {}
    for name, action in document.update.actions.items():
        known = before.get(name)
        if action.urgency is None and (known is None or known.action.urgency is None):
            line = in_one_line(
                ACTION,
                action,
                {"urgency": "today", "why": action.why or sentence_of(language, "WRD028", "reason", "why it helps")},
            )
            yield Finding(
                at=document.span("actions", name),
                message=sentence_of(
                    language, "WRD028", "message", "readers are not told how soon they should do `%(name)s`", name=name
                ),
                help=sentence_of(
                    language,
                    "WRD028",
                    "help",
                    "say it: `%(line)s`; `urgency` is now, today, this_week or if_you_want",
                    line=f"{name}: {line}",
                ),
            )


RULE = Rule(code="WRD028", name="actions-without-urgency", severity=Severity.ADVICE, check=check, waivable=True, doc=__doc__)
