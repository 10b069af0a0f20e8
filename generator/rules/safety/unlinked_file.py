"""Nothing links to a file.

## What it checks

That every file under an incident's `files/` is linked to by a text of the site: an update, a translation, the background, a review or
a page. Drafts and texts that are held back count too: their files are published with them.

## Why it matters

A file is published with the first published text that links to it. A file without a link is never published: either the link was
forgotten, and readers miss the file, or it is a working paper, which does not belong among published files.

## Instead of

    files/customer-list-v3.pdf, and no text that links to it

## Write

    [What we sent to customers](files/letter.pdf)
"""

from collections.abc import Iterator
from urllib.parse import quote

from generator.inspection.context import Context
from generator.links.linked_files import all_documents, documents_of, linked, moved_addresses
from generator.model.allowed import is_safe_file
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Files that no text links to."""
    if context.config is None:
        return
    # An unsafe file is never published and has a finding of its own, which is enough.
    paths = [
        one.path
        for folder in content.incidents
        for one in folder.attachments
        if is_safe_file(one.path) and not any(problem.rule == "unsafe-file" for problem in one.problems)
    ]
    # Nearly every file is linked to from its own incident; only for the others are all texts of the site looked through.
    moved = moved_addresses(content)
    near = (document for folder in content.incidents if folder.attachments for document in documents_of(folder))
    found = linked(near, context.config, paths, moved)
    if not found.issuperset(paths):
        found |= linked(all_documents(content), context.config, paths, moved)
    for path in paths:
        if path not in found:
            name = path.split("/", 3)[3]
            yield Finding(
                at=Span(path, 1, 1, 1, 1),
                message=f"no text links to `{name}`, so it is not published",
                help=f"link to it where readers need it, such as [words]({quote(name)}), or move it out of content/",
            )


RULE = Rule(code="SAF046", name="unlinked-file", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
