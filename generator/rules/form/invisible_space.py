"""An unusual space or an invisible character is in a place where the file needs plain spaces.

## What it checks

That indentation, keys and names, the space after a colon or a hyphen, brackets, times, numbers and the lines of `---` contain plain
spaces and nothing invisible: no no-break space (U+00A0 and the like), no zero-width character (U+200B and the like), no soft hyphen.
Sentences may contain them.

## Why it matters

Word processors, web pages and chat programs write them, and nobody sees the difference. YAML treats them as letters: a key becomes
another key, and a list is no longer a list. `validate --fix` writes plain ones.

## Instead of

`status:` and "confirmed" with a no-break space between them, as it is pasted from a word processor.

## Write

```yaml
status: confirmed
```
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM040",
    name="invisible-space",
    severity=Severity.ERROR,
    check=parser_problems("invisible-space"),
    waivable=False,
    doc=__doc__,
)
