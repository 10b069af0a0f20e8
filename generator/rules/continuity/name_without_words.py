"""Readers would see the writer's short name for a group of people or a kind of data.

## What it checks

That each group under `affected` and each kind of data under `data` has words that readers understand: under `names` in incident.md, or as
an audience under `audiences` in site_config.yml, whose own words are not that name again. A name that is a plain word already, such as
`customers`, `staff`, `password` or `card-number`, needs none: the program has words for it in each of its languages.

## Why it matters

Names such as `ssn`, `callers` or `desk` are short for someone writing at 3 am. Above a number, they are all that tells readers whether
they are meant.

## Instead of

    affected: {callers: {unit: people, exact: 212}}

## Write

    affected: {callers: {unit: people, exact: 212}}

and in incident.md:

    names:
      callers: people who rang us since May
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.names_without_words import audiences_first_named, first_named, line_to_write, needs_words, proposed
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.prose.plain_names import plain_name
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """What is named for the first time and has no words."""
    config, transition = context.config, context.transition
    # A template is rehearsed without an incident.md, in which the words would stand.
    if config is None or transition is None or context.ledger is None or not context.ledger.folder.document.source.path:
        return
    called = context.ledger.folder.incident.names
    for name in audiences_first_named(document, context.ledger, transition, config.audiences):
        if config.audiences[name].title == name and not plain_name(name, config.site.language):
            yield Finding(
                at=document.span("affected", name) if document.wrote("affected", name) else document.span(),
                message=f"readers would see `{name}`, your own short name for an audience",
                help=f"say what readers call it: under `audiences:` in site_config.yml, {line_to_write(name, proposed(name))}",
            )
    for section, name in first_named(document, transition):
        if needs_words(name, called, config.audiences, config.site.language):
            yield Finding(
                at=document.span(section, name),
                message=f"readers would see `{name}`, your own short name for {'a group of people' if section == 'affected' else 'a kind of data'}",
                help=f"say what readers call it: under `names:` in incident.md, {line_to_write(name, proposed(name))}",
            )


RULE = Rule(
    code="CON092",
    name="name-without-words",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    # Words can be added to incident.md at any time.
    if_published="",
    doc=__doc__,
)
