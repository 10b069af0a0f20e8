"""A published file is gone.

## What it checks

That every file that is named in ledger.lock, or was published according to git's full history, still exists under its name.

## Why it matters

To readers, a page that vanishes was silently withdrawn. Errors are corrected, not removed.

## Instead of

    (02-scope.md deleted or renamed after it was published)

## Write

    (02-scope.md where it was, and a new update with `corrections:`; or, for another name, `aboveboard move`)
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.history import PastIncident
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import INCIDENT, is_sealed_as, is_text, name_of, name_of_file
from generator.seals.standing_words import file_of

#: The language in a translation's name.
_LANGUAGE = re.compile(r"\.[A-Za-z0-9-]+(?=\.md$)")


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Sealed or public files that no longer exist."""
    reviews = (folder.review,) if folder.review else ()
    documents = (*folder.updates, *folder.translations, *reviews, *folder.review_translations)
    present = {INCIDENT, *(name_of(folder, document.source.path) for document in documents)}
    renamed = _Renamed(folder)
    past = context.analysis.past.get(folder.slug, PastIncident())
    for path, texts in {**past.lost, **past.texts}.items():
        if name_of(folder, path) not in present:
            was = {text.text for text in texts}
            message, help = renamed.said(name_of(folder, path), was.__contains__, sealed=False)
            yield Finding(
                at=Span(path, 1, 1, 1, 1),
                message=message,
                help=help or f"restore it: git checkout {texts[0].commit[:10]} -- {path}",
            )
    yield from _translations(folder, past)
    if folder.lock is None:
        return
    present |= {name_of_file(folder, path) for path in folder.files}
    said: set[str] = set()
    for index, line in enumerate(folder.lock.lines):
        if line.name in present or line.name in said or not is_text(line):
            continue
        said.add(line.name)
        message, help = renamed.said(line.name, partial(is_sealed_as, line), sealed=True)
        yield Finding(
            at=folder.lock.span(str(index)),
            message=message,
            help=help or f"restore it: git log -- content/incidents/{folder.slug}/{line.name} shows where it was",
        )


def _translations(folder: IncidentFolder, past: PastIncident) -> Iterator[Finding]:
    """Yield the translations of incident.md that are gone: their parts are sealed one by one, and none of them under the file's name."""
    top = f"content/incidents/{folder.slug}/"
    there = {one.source.path for one in folder.incident_translations}
    gone = {path: texts[0].commit[:10] for path, texts in past.standing.items() if path != f"{top}{INCIDENT}"}
    languages = (file_of(line.name) for line in (folder.lock.lines if folder.lock else ()))
    sealed = {f"{top}incident.{language}.md": "" for name, language in languages if name == INCIDENT and language}
    for path, commit in (sealed | gone).items():
        if path not in there:
            yield Finding(
                at=Span(path, 1, 1, 1, 1),
                message=f"{name_of(folder, path)} was published, but it is gone",
                help=f"restore it: git checkout {commit} -- {path}"
                if commit
                else f"restore it: git log -- {path} shows where it was",
            )


class _Renamed:
    """Which file has the text of one that is gone.

    Args:
        folder: the incident.
    """

    def __init__(self, folder: IncidentFolder) -> None:
        self.slug = folder.slug
        known = {line.name for line in folder.lock.lines} if folder.lock else set[str]()
        self.new = [
            (name, document)
            for document in (*folder.updates, *folder.translations)
            if (name := name_of(folder, document.source.path)) not in known
        ]

    def said(self, name: str, is_same: Callable[[str], bool], *, sealed: bool) -> tuple[str, str]:
        """Return what is said of a file that is gone, and what to do; the latter is empty where it was not renamed.

        Args:
            name: its name.
            is_same: tells whether a text is the one that it had.
            sealed: whether it is named in ledger.lock.
        """
        now = next((new for new, document in self.new if is_same(document.source.text)), "")
        if not now:
            return f"{name} was published, but it is gone", ""
        back = f"git mv content/incidents/{self.slug}/{now} content/incidents/{self.slug}/{name}"
        plain, new = (_LANGUAGE.sub("", one) for one in (name, now))
        move = f"aboveboard move {self.slug}/{plain} {new}"
        return (
            f"{name} was published, but it is now called {now}",
            f"run `{move}`, which records that it is the same text, or rename it back to {name}"
            if sealed
            else f"rename it back to {name} (`{back}`); to change its name, run `aboveboard seal` first, and then `{move}`",
        )


RULE = Rule(code="SEA002", name="removed-published", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
