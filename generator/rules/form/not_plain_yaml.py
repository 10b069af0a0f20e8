"""Something has a special meaning in YAML.

## What it checks

That no text begins with `&`, `*`, `!` or `%`, and that there is only one list of keys.

## Why it matters

These characters have a special meaning in YAML: the published text would differ from what you see in the file.

## Instead of

    scope: *entry

## Write

    scope: "*entry"
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM011",
    name="not-plain-yaml",
    severity=Severity.ERROR,
    check=parser_problems("not-plain-yaml"),
    waivable=False,
    doc=__doc__,
)
