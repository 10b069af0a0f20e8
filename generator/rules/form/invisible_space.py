"""A space or a mark that cannot be told from a plain one stands where the file needs plain ones.

## What it checks

That indents, keys and names, what follows a colon or a hyphen, brackets, times, numbers and the lines of `---` hold plain spaces and nothing
that cannot be seen: no no-break space (U+00A0 and its kind), no mark without width (U+200B and its kind), no soft hyphen. Sentences may
have them.

## Why it matters

Word processors, web pages and chats write them, and nobody sees the difference. To YAML they are letters: the key is another key, and the
list no list. `validate --fix` writes plain ones.

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
