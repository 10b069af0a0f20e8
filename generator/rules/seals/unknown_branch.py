"""It is not clear which branch is published.

## What it checks

That the published branch is known if there is more than one: the CI host names it, or git knows the remote's default branch.

## Why it matters

What was published is compared with what is there now. The name `main` proves nothing: anyone can make such a branch. While the published branch is
not known, everything committed here counts as published, and only a branch with a usual name proves when a text came out.

## Instead of

    git remote add origin … && git fetch origin

## Write

    git remote set-head origin --auto
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A history of which nobody says what of it is published."""
    if context.analysis.guessed:
        yield Finding(
            at=Span(content.config.source.path, 1, 1, 1, 1),
            message="it is not clear which branch is published, so everything committed here counts as published",
            help="run `git remote set-head origin --auto`; in CI, use the workflows that `aboveboard init` writes",
        )


RULE = Rule(code="SEA011", name="unknown-branch", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
