"""A phrase that the site itself does not want.

## What it checks

That no sentence holds a phrase that site_config.yml lists under `wording: {add: …}`.

## Why it matters

Every organisation has phrases of its own to hide behind. If you know yours, you can list them.

## Instead of

    The legacy platform is not in scope.

## Write

    We have not looked at the old billing system yet.
"""

import re
from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.wording_language import said, sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ReadersDocument
from generator.rules.rule import Rule


def check(document: ReadersDocument, context: Context) -> Iterator[Finding]:
    """The site's own phrases, as whole words, whatever their case."""
    language = context.analysis.language(document)
    added = context.config.wording.add if context.config else ()
    for phrase in added:
        pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
        for stretch in context.analysis.author_text(document).stretches:
            for found in pattern.finditer(stretch.text):
                yield Finding(
                    at=stretch.span(found.start(), found.end()),
                    message=sentence_of(
                        language,
                        "WRD036",
                        "message",
                        "%(quoted)s is a phrase that this site does not want",
                        quoted=said(language, "quoted", words=found.group()),
                    ),
                    help=sentence_of(
                        language, "WRD036", "help", "say it in plain words; the list is `wording:` in site_config.yml"
                    ),
                )


RULE = Rule(
    code="WRD036",
    name="site-phrase",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    translations=True,
    if_published="it was published, so the text stays as it is; the list is `wording:` in site_config.yml, and holds for what you write from now on",
    doc=__doc__,
)
