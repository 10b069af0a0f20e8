"""An unusual space or an invisible character is in a place where it does no harm yet.

## What it checks

That a value does not begin with a no-break space, that nothing but plain spaces follows `---`, and that there is no zero-width character
inside a word of a script that has no use for one.

## Why it matters

The file is understood, and readers see nothing. But a search of the page does not find the word, and the next person who edits the line
is puzzled. `validate --fix` removes them.

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
