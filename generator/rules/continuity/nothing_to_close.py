"""Something is closed that was not open.

## What it checks

That every name under `done`, `dropped`, `withdrawn`, `unanswerable` and `ended` is an open step, a current action, an open unknown (or a value
that is unknown), a known fact or a consequence of an earlier update, and is not listed as open in the same update.

## Why it matters

A step that was never announced cannot be "done", and a step that is done is not still open.

## Instead of

    next_steps: {log: We are reading the access log.}
    done: {log: Finished on 4 March.}

## Write

    done: {log: Finished on 4 March.}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.fold import is_value
from generator.ledger.records import Violation, ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Ends of what is not open."""
    for violation in violations(context, ViolationKind.NOTHING_TO_CLOSE):
        key, name = violation.path if len(violation.path) > 1 else (violation.path[0], violation.subject)
        section = _SECTION.get(key, "unknown")
        if name.startswith("consequence.") or key == "consequences":
            section = "consequences"
        elif name.startswith(("fakes.", "claims.")):
            section = name.partition(".")[0]
        if violation.after == _NONE and key not in {"unanswerable", "consequences"}:
            yield Finding(
                at=document.span(*violation.path),
                message=f"there is nothing under `{violation.subject}` to withdraw",
                help="delete the line, or compare the name with the earlier updates",
            )
            continue
        if key == "unanswerable" and is_value(name):
            yield _value(document, violation)
            continue
        twice = (
            name.removeprefix("consequence.").removeprefix("fakes.").removeprefix("claims.") in getattr(document.update, section)
            and key != section
        )
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{name}` is both under `{key}` and under `{section}`"
            if twice
            else f"there is no open `{name}` to put under `{key}`",
            help=f"remove it from `{section}:` if it has ended, or from `{key}:` if it has not"
            if twice
            else f"compare the name with the earlier updates; only what was under `{section}:` before can end here",
        )


def _value(document: UpdateDocument, violation: Violation) -> Finding:
    """A reason why a value will never be known, where it is known, or was never spoken of."""
    name = violation.subject
    why = f"`{name}` has a reason already" if violation.before else f"`{name}` is not unknown"
    return Finding(
        at=document.span(*violation.path),
        message=f"{why}, so it does not belong under `unanswerable`",
        help="delete the line; only a value that is `unknown` under `data:`, `affected:`, `window:` or `nature:` can be unanswerable",
    )


#: What stands in place of something that should never have been named.
_NONE = "none"
_SECTION = {"done": "next_steps", "dropped": "next_steps", "withdrawn": "actions", "ended": "known"}


RULE = Rule(
    code="CON023",
    name="nothing-to-close",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NOTHING_TO_CLOSE}),
    waivable=False,
    doc=__doc__,
)
