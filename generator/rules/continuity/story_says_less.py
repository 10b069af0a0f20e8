"""The story so far no longer names what was reached.

## What it checks

Whether a new `what_happened` still names each kind of data that the one before it named, as long as the ledger says that this data was accessed
or taken: by its name, by its words under `names` in incident.md, or by the end of such a word, as “Briefe” names “Arztbriefe”.

## Why it matters

`what_happened` is the first sentence of the page, of every feed item, letter and call. It is replaced as a whole, and readers do not see what it said
before: “copied the card numbers” becomes “unusual activity”, and nothing else on the page has changed.

## Instead of

    # before: what_happened: Someone broke into our shop and copied card numbers.
    what_happened: We saw unusual activity in our shop.

## Write

    what_happened: Someone broke into our shop through an old account and copied card numbers.
"""

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from generator.inspection.context import Context
from generator.ledger.sentences import Naming, about
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import DataState
from generator.rules.rule import Rule

#: The fewest letters of the end of a name that names the same.
_SHORTEST_END = 5
_REACHED = frozenset({DataState.ACCESSED, DataState.TAKEN})


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A story that leaves out data that was reached, and that the story before it named."""
    transition, now = context.transition, document.update.what_happened
    if transition is None or not now or not transition.before.what_happened:
        return
    incident = context.ledger.folder.document.incident if context.ledger else None
    naming = Naming(
        language=context.analysis.language(document),
        zone=context.zone,
        called=incident.names if incident else MappingProxyType({}),
        systems=(),
    )
    kinds = [kind for kind, entry in transition.after.data.items() if entry.state in _REACHED]
    left = about(transition.before.what_happened, naming, (), kinds) - about(now, naming, (), kinds)
    gone = [kind for kind in kinds if f"data.{kind}" in left and not _named_shorter(naming.words(kind), now)]
    if gone:
        names = " and ".join(f"`{kind}`" for kind in gone)
        yield Finding(
            at=document.span("what_happened"),
            message=f"the story so far no longer names {names}; it said: {transition.before.what_happened}",
            help="name it again, and say what happened to it; if it was not reached after all, correct it under `data:` and `corrections:`",
        )


def _named_shorter(names: Iterable[str], text: str) -> bool:
    """Whether a text has the end of a name of one word, as "Briefe" is of "Arztbriefe"."""
    compounds = [name.lower() for name in names if name.isalpha()]
    said = {word.lower() for word in re.findall(r"[^\W\d_]+", text) if len(word) >= _SHORTEST_END}
    return any(name.endswith(word) for name in compounds for word in said)


RULE = Rule(
    code="CON086",
    name="story-says-less",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; name it again in the `what_happened` of a new update",
    doc=__doc__,
)
