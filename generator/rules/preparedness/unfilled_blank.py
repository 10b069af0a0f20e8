"""A blank has not been filled in.

## What it checks

That no `[[blank]]` of a template is left in an incident's files, and that nothing in their front matter is only a sign that something is still to
be written: `…`, `TODO`, `TBD`.

## Why it matters

"Someone got into [[which system]]" shows readers that nobody has read the page before them, and so does "TODO".

## Instead of

    entry: Someone got into [[which system]] on 2 March.

## Write

    entry: Someone got into our support desk on 2 March.
"""

import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Document, IncidentFolder
from generator.model.plan import blanks
from generator.model.source import Span
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Blanks in texts that readers will see."""
    del context
    originals = (folder.document, *folder.updates, folder.review)
    for document in (*originals, *folder.translations, *folder.incident_translations, *folder.review_translations):
        for blank in blanks(document.source) if document else ():
            yield Finding(
                at=blank.at,
                message=f"this still has to be filled in: {blank.ask}",
                help="write it in place of the brackets, or delete the sentence",
            )
        for at, sign in _signs(document) if document else ():
            yield Finding(
                at=at,
                message=f"this still has to be written: `{sign}`",
                help=f"write what belongs here in place of `{sign}`, or delete the line",
            )


#: A value of the front matter that says nothing but that it is still to be written. In lower case, “todo” is Spanish for everything.
_SIGN = re.compile(r"…|\.\.\.|\?\?\?|TODO|FIXME|XXX+|TBA|TBC|TBD|tba|tbc|tbd")
#: What others wrote is quoted as they wrote it.
_THEIRS = frozenset((("fakes", "seen"), ("claims", "says")))


def _signs(document: Document) -> Iterator[tuple[Span, str]]:
    """Yield the values that only say that something is still to be written, and where; another rule finds them in place of a name."""
    if not _SIGN.search(document.source.text):
        return
    lines = document.source.text.split("\n")
    for path, place in document.places.items():
        at = place.value
        if at.line != at.end_line or path[:1] == ("approved_by",) or (*path[:1], *path[2:3]) in _THEIRS:
            continue
        written = lines[at.line - 1][at.column - 1 : at.end_column - 1]
        quotes = 1 if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'" else 0
        sign = written[quotes : len(written) - quotes].strip()
        if _SIGN.fullmatch(sign):
            start = at.column + written.index(sign)
            yield Span(at.path, at.line, start, at.line, start + len(sign)), sign


RULE = Rule(
    code="PLN016",
    name="unfilled-blank",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say what belongs there in a new update",
    doc=__doc__,
)
