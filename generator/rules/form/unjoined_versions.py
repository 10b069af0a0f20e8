"""A merge conflict was not resolved.

## What it checks

That no file contains the markers that a merge leaves where two people changed the same place: lines that begin with seven `<`, `|` or
`>`, and the line of `=` between them. They are found among keys, in comments and in the text, and also when only some of them are left. A
line of `=` under a heading does not count.

## Why it matters

Readers would see both versions, one below the other, and could not know which is true. Most often the two contradict each other.

## Instead of

    <<<<<<< HEAD
    They read 1,212 tickets.
    =======
    They read 1,412 tickets.
    >>>>>>> the-new-count

## Write

    They read 1,412 tickets.
"""

from generator.format.merge_conflicts import UNJOINED
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(code="FRM029", name=UNJOINED, severity=Severity.ERROR, check=parser_problems(UNJOINED), waivable=False, doc=__doc__)
