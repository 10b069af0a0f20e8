"""Published text was changed in its file.

## What it checks

That every published update, translation and review still has its text. For a file named in the incident's ledger.lock, that is the sealed
text; for any other, the first text on the published branch after its time of publication, if git's full history is available. A
misspelt word may be corrected if `amended` gives its old and new spelling; readers see both.

A text that was a draft, held back, refused by a build or there for less than ten minutes does not count as published; nor does one older
than `public_since` in site_config.yml.

## Why it matters

Readers save pages, and journalists compare versions. A silent change looks like what it often was: a number made smaller, or a promise
removed.

## Instead of

    # in an update that was published on 3 March
    whose-tickets: They opened 2,500 customers' tickets.     # it was 1,212

## Write

    # in a new update
    known:
      whose-tickets: They opened 2,500 customers' tickets.
    corrections:
      whose-tickets: We had not counted the people in attached files.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.history.publication import is_unchanged
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, LockDocument, ReviewDocument, SealLine, UpdateDocument
from generator.model.history import PastIncident, PublicText
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import is_sealed_as, matches, name_of
from generator.seals.said import differences, part_marks

#: What of a review goes on after it was published.
_GOES_ON = ("corrective_actions", "amended")


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Published files with a different text."""
    past = context.analysis.past.get(folder.slug, PastIncident())
    documents: list[UpdateDocument | ReviewDocument] = [*folder.updates, *folder.translations, *folder.review_translations]
    if folder.review is not None:
        documents.append(folder.review)
    for document in documents:
        held = document.parsed if isinstance(document, UpdateDocument) else document.review
        amended = held.amended if held else None
        line = _binding(folder.lock, document, name_of(folder, document.source.path)) if folder.lock else None
        texts = past.texts.get(document.source.path, ())
        if line is not None and not matches(document, amended, line):
            source = "--"
            was = context.analysis.committed(document.source.path, line.digest)
        elif texts and not is_unchanged(document, texts):
            source = f"{texts[0].commit[:10]} --"
            was = texts[0].text
        elif other := _other(folder, document, past):
            line, source = None, f"{other.commit[:10]} --"
            was = other.text
        else:
            continue
        key, differs = _difference(document, was, line)
        message = (
            "more has changed since publication than the words under `amended`"
            if amended
            else "this text has changed since it was published"
        )
        yield Finding(
            at=document.span("amended") if amended else document.span(*key) if key else Span(document.source.path, 1, 1, 1, 1),
            message=message + differs,
            help=f"restore the published text (`git checkout {source} {document.source.path}`{', or from the commit that published it' if line else ''}), and write what is right in a new update, under `corrections:`; to correct a misspelt word, add"
            " `amended: {when: 2027-03-04, what: {recieved: received}}`; to remove words that must not be public, such as a person's name, run `aboveboard redact`",
        )


def _binding(lock: LockDocument, document: UpdateDocument | ReviewDocument, name: str) -> SealLine | None:
    """Return the line by which a file is judged: the first one, for a line that is added later cannot make another text of it.

    A redaction begins anew; and of a review, whose corrective actions go on, the first of the last lines between which nothing else differs.
    """
    lines = [line for line in lock.lines if line.name == name]
    begins = max((number for number, line in enumerate(lines) if line.redaction), default=0)
    lines = lines[begins:]
    if isinstance(document, ReviewDocument):
        held = document.review
        if held and held.amended:
            return lines[-1] if lines else None
        marks = [{part: mark for part, mark in line.parts.items() if not part.startswith(_GOES_ON)} for line in lines]
        same = (line for line, said in zip(lines, marks, strict=True) if line.parts and said != marks[-1])
        return next(same, lines[-1] if lines else None)
    # A line from before `said` was written is followed by one for the same text that has it.
    same_text = (line for line in lines if line.digest == lines[0].digest and line.said)
    return next(same_text, lines[0] if lines else None)


def _other(folder: IncidentFolder, document: UpdateDocument | ReviewDocument, past: PastIncident) -> PublicText | None:
    """Return a text that readers can have seen and that is neither the present one nor sealed.

    It stood before the file was sealed with other words, or on a branch of which a merge kept another text.
    """
    path = document.source.path
    first = past.sealed_texts.get(path, ())
    for texts in (first, *((text,) for text in past.lost.get(path, ()))):
        if texts and not is_unchanged(document, texts) and not _was_sealed(folder, document, texts):
            return texts[0]
    return None


def _was_sealed(folder: IncidentFolder, document: UpdateDocument | ReviewDocument, texts: tuple[PublicText, ...]) -> bool:
    """Whether any line of a file sealed one of some texts."""
    name = name_of(folder, document.source.path)
    lines = [line for line in (folder.lock.lines if folder.lock else ()) if line.name == name]
    return any(is_sealed_as(line, text.text) for line in lines for text in texts)


def _difference(document: UpdateDocument | ReviewDocument, was: str | None, line: SealLine | None) -> tuple[tuple[str, ...], str]:
    """Return the first key whose value differs, and both values in words; empty where the earlier text is not known."""
    if was is None:
        return _marked(document, line)
    found = [one for one in differences(was, document.source.text) if one[0] != "amended" and not one[0].startswith("amended.")]
    if not found:
        return (), ""
    key, old, new = found[0]
    old, new = _cut_to_difference(old, new)
    where = f"`{key}`" if key else "the text below the keys"
    others = f", and {len(found) - 1} more" if len(found) > 1 else ""
    said = (
        f"{where} was “{old}” and is now “{new}”"
        if old and new
        else f"{where} was “{old}” and is gone"
        if old
        else f"{where} is new: “{new}”"
    )
    return (tuple(key.split(".")) if key else ()), f": {said}{others}"


def _marked(document: UpdateDocument | ReviewDocument, line: SealLine | None) -> tuple[tuple[str, ...], str]:
    """Return the same by the marks in ledger.lock, where its text is not known: which part differs, and no word of it."""
    if line is None or not line.parts:
        return (), ""
    now = part_marks(document.source.text)
    found = [part for part in dict.fromkeys((*line.parts, *now)) if line.parts.get(part) != now.get(part)]
    found = [part for part in found if part.partition(".")[0] != "amended"]
    if not found:
        return (), ""
    part = found[0]
    where = "the text below the keys" if part == "body" else f"`{part}`"
    said = "is gone" if part not in now else "is new" if part not in line.parts else "has changed"
    others = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return () if part == "body" else tuple(part.split(".")), f": {where} {said}{others}"


def _cut_to_difference(old: str, new: str) -> tuple[str, str]:
    """Return two texts on one line each, cut to where they differ."""
    first, second = " ".join(old.split()), " ".join(new.split())
    same = next(
        (place for place, (one, other) in enumerate(zip(first, second, strict=False)) if one != other),
        min(len(first), len(second)),
    )
    start = max(0, first.rfind(" ", 0, max(0, same - 20)) + 1) if same > 40 else 0
    lead = "…" if start else ""
    return (lead + short(first[start:], 60) if first else ""), (lead + short(second[start:], 60) if second else "")


RULE = Rule(code="CON013", name="edited-in-place", severity=Severity.ERROR, check=check, waivable=False, drafts=True, doc=__doc__)
