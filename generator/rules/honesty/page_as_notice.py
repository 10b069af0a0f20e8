"""What is called a direct notice reaches nobody directly.

## What it checks

That `direct_notice`, in an update and in incident.md, says how each person is told: by letter, e-mail, telephone, in person. A note on a website, a
banner, a post, a press release or a notice in a newspaper is for those who happen to look. Where that is said beside a way that reaches people, or
beside why there is none, it is fine.

## Why it matters

Under “How people affected are contacted”, readers take a note on a page for a letter that is still to come, and what is said of those who hear nothing
rests on it. Data protection authorities count no page, post or press release as telling people directly (European Data Protection Board, Guidelines 9/2022).

## Instead of

    direct_notice: {customers: {how: by a note on our website, complete: true}}

## Write

    direct_notice: {customers: {how: by letter, by: 2027-03-20}}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.direct_ways import reaches_nobody
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Document, IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Notices that are public and nothing else."""
    config = context.config
    language = config.site.language.partition("-")[0].lower() if config else "en"
    for document in folder.updates:
        for name, notice in document.parsed.direct_notice.items() if document.parsed else ():
            if reaches_nobody(notice.how, language):
                at = ("direct_notice", name, "how") if document.wrote("direct_notice", name, "how") else ("direct_notice", name)
                yield _finding(document, at, f"direct_notice: {{{name}: by letter}}")
    incident = folder.document.incident
    if incident is not None and reaches_nobody(incident.direct_notice, language):
        yield _finding(folder.document, ("direct_notice",), "direct_notice: We write to each of them by letter.")


def _finding(document: Document, at: tuple[str, ...], line: str) -> Finding:
    return Finding(
        at=document.span(*at),
        message="this is for those who happen to look, and tells nobody directly",
        help=f"say how each of them is told, such as `{line}`, or why you cannot tell them; say in the text below the keys what stands in public",
    )


RULE = Rule(
    code="HON021",
    name="page-as-notice",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; tell each of them, and say in a new update under `direct_notice:` how",
    doc=__doc__,
)
