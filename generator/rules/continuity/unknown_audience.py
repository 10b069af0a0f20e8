"""Something is for an audience that does not exist.

## What it checks

That each name under `for` is an audience of site_config.yml or a group under `affected`, and that the `audience` of a group is an audience. A single
word under the `for` of an action that is close to such a name counts as a misspelling of it; other words mean everyone.

## Why it matters

What is for an unknown name is for nobody. A single misspelt letter would hide a danger from the people it is about.

## Instead of

    known: {shifts: {text: Work plans of nurses were read., for: [staf]}}

## Write

    known: {shifts: {text: Work plans of nurses were read., for: [staff]}}
"""

from collections.abc import Iterator

from generator.format.names import NAME
from generator.inspection.audience_names import nearest_name, unknown_names
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names under `for` and `audience` in an update that nobody has."""
    if context.transition is None or context.config is None:
        return
    update, audiences = document.update, tuple(context.config.audiences)
    names = tuple(dict.fromkeys((*audiences, *context.transition.after.affected)))
    sections = (
        ("known", update.known),
        ("unknown", update.unknown),
        ("consequences", update.consequences),
        ("remedies", update.remedies),
        ("services", update.services),
        ("actions", update.actions),
    )
    for key, entries in sections:
        for name, entry in entries.items():
            yield from unknown_names(name, entry.for_whom, names, document.span(key, name, "for"))
    for name, action in update.actions.items():
        word = action.audience
        if audiences and word not in names and NAME.fullmatch(word) and (near := nearest_name(word, names)):
            yield Finding(
                at=document.span("actions", name, "for"),
                message=f"`{name}` is for `{word}`, which is neither an audience nor a group under `affected`",
                help=f"did you mean `for: {near}`?",
            )
    for name, count in update.affected.items():
        if count.audience and count.audience not in audiences:
            near = nearest_name(count.audience, audiences)
            yield Finding(
                at=document.span("affected", name, "audience"),
                message=f"`{name}` belongs to the audience `{count.audience}`, which does not exist",
                help=f"did you mean `audience: {near}`?"
                if near
                else f"name it under `audiences:` in site_config.yml, with a line such as `{count.audience}: What readers call it`",
            )


RULE = Rule(code="CON076", name="unknown-audience", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
