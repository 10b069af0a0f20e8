"""A file that readers could open has been replaced.

## What it checks

That each file under `files/` that was linked from a published text, and is named in ledger.lock, has the same bytes as when it was sealed.
A file that has to be replaced under its name, such as a letter that is linked from elsewhere, needs a note under `changed` in incident.md:
when, why, and under `was` the sealed digest. Readers see the note on the page of the incident, at each update, and as an item in the feeds.
A second replacement is noted as `files/letter.pdf.2`.

## Why it matters

A letter, a list of addresses or a report says as much as the text that links to it. People who saved the first one never learn that there
is a new one under the same name.

## Instead of

    (files/letter.pdf replaced by a newer letter.pdf)

## Write

    # in a new update
    known:
      letter: The letter had a wrong telephone number. [Here is the right one](files/letter-2.pdf).

    # or, where it must keep its name, in incident.md
    changed:
      files/letter.pdf: {on: 2027-03-05, because: The letter had a wrong telephone number., was: 9f86d081884c…}
"""

from collections.abc import Iterator
from urllib.parse import quote

from generator.format.strict_yaml import flow, quoted
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, LockDocument, SealLine
from generator.model.incident import Incident
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import name_of, name_of_file
from generator.seals.replaced_files import file_of_note, notes_of, notes_of_files


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Files that are not those that were sealed."""
    lock, incident = folder.lock, folder.document.incident
    if lock is None or incident is None:
        return
    files = frozenset(name_of(folder, one.path) for one in folder.attachments)
    for one in folder.attachments:
        name = name_of(folder, one.path)
        said = dict(notes_of(incident, name, files))
        line = _without_note(lock, name_of_file(folder, one.path), one.digest, {note.was for note in said.values()})
        if line is None or not one.digest:
            continue
        stem, dot, ending = name.rpartition(".")
        key = next((key for number in range(1, 10) if (key := name if number == 1 else f"{name}.{number}") not in said), name)
        day = context.now.astimezone(context.zone).date().isoformat()
        note = f"{quoted(key, flow=True)}: {flow({'on': day, 'because': 'Why it was replaced.', 'was': line.digest})}"
        yield Finding(
            at=Span(one.path, 1, 1, 1, 1),
            message=f"{name} was published, and the file has changed since",
            help=f"save the new file as {stem or ending}-2{dot}{ending if stem else ''}, and restore the old one (`git log --oneline -- {one.path}` finds it); then link to the new file in a new update, and say there what was wrong; if it must keep its name, say so in incident.md, under `changed:`, `{note}`",
        )
    yield from _false_notes(folder, lock, incident, files)


def _without_note(lock: LockDocument, name: str, digest: str, owned: set[str]) -> SealLine | None:
    """Return the first line of a file after which it was another one, if no note owns up to that; a line that is added later does not."""
    digests = [line for line in lock.lines if line.name == name]
    after = [*(line.digest for line in digests[1:]), digest]
    found = (
        (line for line, then in zip(digests, after, strict=True) if line.digest not in {then, *owned}) if digests else iter(())
    )
    return next(found, None)


def _false_notes(folder: IncidentFolder, lock: LockDocument, incident: Incident, files: frozenset[str]) -> Iterator[Finding]:
    """Notes of a file that was never sealed as they say."""
    for key, note in notes_of_files(incident).items():
        name = file_of_note(key, files)
        sealed = {line.digest for line in lock.lines if line.name == quote(name, safe="/")}
        if note.was not in sealed:
            yield Finding(
                at=folder.document.span("changed", key, "was"),
                message=f"no {name} with the digest in `{key}` under `changed` was ever published"
                if note.was
                else f"`{key}` under `changed` does not say which {name} was replaced",
                help="give the digest from ledger.lock: the second word of its line"
                if sealed
                else f"delete this note; {name} was never published",
            )


RULE = Rule(code="CON090", name="changed-file", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
