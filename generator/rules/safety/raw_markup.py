r"""Readers see markup as typed.

## What it checks

That no text shows the markup of a link, a reference, a footnote, a checkbox, a heading, a table, emphasis, a list or a character entity,
because they are not correct Markdown, or because they are in a key, where only complete URLs become links.

## Why it matters

Readers see brackets and asterisks where they should see a link, and cannot reach what it promises. It looks careless on a page that asks
to be believed.

## Instead of

    The [letter](files/our letter.pdf) says more.[^1]

    [^1]: It was posted on 3 March.

## Write

    The [letter](files/our%20letter.pdf) says more. (It was posted on 3 March.)

For a literal character, write a backslash before it:

    They typed \*\*admin\*\* as a password.
"""

import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.text_spans import body_start
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule

_WORTH = re.compile(r"[\[\]*_~`#|{}<&]|^\s*(?:(?:[-+]|\d+[.)])\S|!!!|\?\?\?|:::)", re.MULTILINE)
#: What each pattern that is looked for in a key has in it: names of keys have `_` between letters alone.
_IN_KEYS = re.compile(r"[\[*~`<&]|__|(?<![A-Za-z0-9])_(?![\s_])")


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Markup that readers would see as typed."""
    if not _WORTH.search(written.document.source.text):
        return
    keys, body = _may_be_in_keys(written), written.body and _WORTH.search(written.body)
    if not keys and not body:
        return
    from generator.inspection import left_markup  # noqa: PLC0415  # its patterns take long to compile, and most texts have none

    if keys:
        yield from left_markup.in_keys(written, context, _WORTH)
    if body:
        yield from left_markup.in_body(written, context)


def _may_be_in_keys(written: Written) -> bool:
    """Whether the keys of a file may hold any of what `left_markup.in_key` finds; escapes can spell anything."""
    keys = written.document.without_marks[: (body_start(written) or None) if written.body else None]
    return "\\" in keys or _IN_KEYS.search(keys) is not None


RULE = Rule(code="SAF050", name="raw-markup", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
