"""What the attackers say stands among what we know.

## What it checks

That no known fact says what the attackers say, promise or are said to have done by their own account, unless it says under `from` who says so, or that
we cannot check it.

## Why it matters

Under “What we know” the word of those who broke in becomes ours. They use it as a reference.

## Instead of

    known: {deleted: The group says that it deleted its copies.}

## Write

    known: {deleted: {text: The group says that it deleted its copies., from: "the group, in an e-mail"}}
"""

from collections.abc import Iterator

from generator.format.update import KNOWN_FACT
from generator.inspection.context import Context
from generator.inspection.wording_frames import says
from generator.inspection.wording_language import said, sentence_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import in_one_line


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Known facts that are the attackers' word."""
    language = context.analysis.language(document)
    for stretch, words in context.analysis.author_text(document).hits.get("WRD046", ()):
        name = stretch.key[1] if stretch.key[:1] == ("known",) and len(stretch.key) > 1 else ""
        fact = document.update.known.get(name)
        if fact is None or fact.sources or says(fact.text, language, "unchecked"):
            continue
        line = f"{name}: {in_one_line(KNOWN_FACT, fact, {'from': said(language, 'attackers')})}"
        yield Finding(
            at=stretch.span(words.start, words.end),
            message=sentence_of(
                language, "WRD046", "message", "`%(name)s` stands under `known`, and it is the attackers' word", name=name
            ),
            help=sentence_of(language, "WRD046", "help", "say under `from` who says so: `%(line)s`", line=line),
        )


RULE = Rule(
    code="WRD046", name="their-word", severity=Severity.WARNING, check=check, waivable=True, translations=False, doc=__doc__
)
