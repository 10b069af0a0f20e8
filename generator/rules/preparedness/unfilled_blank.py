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
_SIGN = re.compile(
    r"(?:^\s*|[{,\[]\s*)(?:- +|[\w.-]+: +)?([\"']?)(…|\.\.\.|\?\?\?|TODO|FIXME|XXX+|TBA|TBC|TBD|tba|tbc|tbd)\1(?=\s*(?:[,}\]]|#|$))"
)
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)


def _signs(document: Document) -> Iterator[tuple[Span, str]]:
    """Yield what only says that something is still to be written, and where; another rule finds it in place of a name."""
    front = _FRONT.match(document.source.text)
    for number, line in enumerate(front.group(1).split("\n"), 2) if front else ():
        # A comment is for the writer: no reader sees what is still to be written there.
        if line.lstrip().startswith("#"):
            continue
        for found in _SIGN.finditer(line):
            if not _is_in_names(document, number):
                yield Span(document.source.path, number, found.start(2) + 1, number, found.end(2) + 1), found.group(2)


def _is_in_names(document: Document, line: int) -> bool:
    return any(path[:1] == ("approved_by",) and document.span(*path).line == line for path in document.places)


RULE = Rule(
    code="PLN016",
    name="unfilled-blank",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say what belongs there in a new update",
    doc=__doc__,
)
