"""A translation lacks something that its original says.

## What it checks

That a translation has every name of its original, in the same section, and every further sentence under it (`why`, `looked`, `because`).

## Why it matters

Some people read only this language. What is missing here was never said to them; a missing unknown reads like an answer.

## Instead of

    # 02-scope.md                                 # 02-scope.de.md
    unknown:                                      unknown:
      whose: Whose tickets they read.               whose: Wessen Tickets sie gelesen haben.
      copied: Whether they copied them.

## Write

    unknown:
      whose: Wessen Tickets sie gelesen haben.
      copied: Ob sie die Tickets kopiert haben.
"""

from collections.abc import Iterator

from generator.content.frontmatter import split
from generator.format.strict_yaml import Table, line_of, on_one_line
from generator.format.yaml_files import read
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.rules.rule import Rule

#: Keys with a rule of their own.
_ELSEWHERE = {("title",), ("summary",)}


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Names that are missing or in another section, sentences without names, and missing sentences."""
    found = context.analysis.compared(pair)
    for section in found.names.unnamed:
        names = ", ".join(f"`{name}`" for name in found.ours.names[section][:12])
        yield Finding(
            at=pair.document.span(section),
            message=f"the sentences under `{section}` have no names, so they cannot be matched with those of {found.original_name}",
            help=f"write the names of the original in place of the hyphens: {names}",
        )
    for section, name in found.names.lost:
        yield Finding(
            at=pair.document.span(section),
            message=f"`{name}` is missing; {found.original_name} has it under `{section}`",
            help=f"add under `{section}:` this line, translated: `{_entry_on_one_line(pair, section, name)}`",
        )
    for name, here, there in found.names.moved:
        yield Finding(
            at=pair.document.span(here, name),
            message=f"`{name}` is under `{here}`, but under `{there}` in {found.original_name}",
            help=f"move it to `{there}:`; otherwise readers of the two languages are told different things",
        )
    for path, sentence in found.ours.sentences.items():
        is_name = len(path) == 2 and path[0] in found.ours.names
        if path not in found.theirs.sentences and path not in _ELSEWHERE and not is_name and found.is_shared(path):
            yield Finding(
                at=found.span(path),
                message=f"`{path[-1]}` is missing{f' under `{path[-2]}`' if len(path) > 1 else ''}; {found.original_name} has it",
                help=f"add{_under(path)} this line, translated: `{line_of(path[-1], sentence)}`",
            )


def _entry_on_one_line(pair: Translation, section: str, name: str) -> str:
    """Return the original's entry under a name, on one line."""
    parts, _ = split(pair.original.source)
    node, _ = read(parts.front if parts else "", pair.original.source.path)
    block = node.get(section) if isinstance(node, Table) else None
    entry = block.get(name) if isinstance(block, Table) else None
    return f"{name}: {on_one_line(entry)}" if entry is not None else f"{name}: …"


def _under(path: tuple[str, ...]) -> str:
    return f" under `{path[-2]}:`" if len(path) > 1 else ""


RULE = Rule(
    code="TRA001",
    name="lost-in-translation",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
