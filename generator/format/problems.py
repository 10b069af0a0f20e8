"""Which problems leave a file understood, and which only readable."""

from collections.abc import Iterable
from typing import Final

from generator.format.invisible_characters import BREAKS, STRAY
from generator.format.merge_conflicts import UNJOINED
from generator.model.diagnostic import Finding
from generator.model.source import Source

#: Problems that leave no doubt about the meaning: the file counts as understood.
UNDERSTOOD: Final = frozenset({"unnamed-fact", "unportable-name", "stray-space"})
#: Problems that leave every value readable. They do not stop a published text from being used, since readers already have it.
READABLE: Final = UNDERSTOOD | {"unknown-key", "odd-character", "keys-in-body", "cut-text", "empty-value"}


def is_unread(source: Source, problems: Iterable[Finding]) -> bool:
    """Whether a problem found before parsing leaves nothing in the file to be read."""
    problems = tuple(problems)
    return bool(problems and not source.text) or any(problem.rule == UNJOINED for problem in problems)


def once(problems: Iterable[Finding]) -> list[Finding]:
    """Return the problems without general ones about invisible characters on lines that have a more exact one."""
    problems = list(problems)
    said = {problem.at.line for problem in problems if problem.rule in {BREAKS, STRAY}}
    return [problem for problem in problems if problem.rule != "odd-character" or problem.at.line not in said]
