"""A space that is none, or a mark that cannot be seen, stands where it does no harm yet.

## What it checks

That a value does not begin with a no-break space, that nothing but plain spaces follows `---`, and that no mark without width stands inside
a word of a script that has no use for it.

## Why it matters

The file is understood, and a reader sees nothing. Whoever searches the page for the word does not find it, and the next person who edits the
line wonders. `validate --fix` takes them out.

## Instead of

"pass" and "word" with a space without width (U+200B) between them.

## Write

The word, typed again: password.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM041",
    name="stray-space",
    severity=Severity.WARNING,
    check=parser_problems("stray-space"),
    waivable=False,
    doc=__doc__,
)
