"""`amended` names more than a misspelt word.

## What it checks

That each word under `amended` was misspelt, and is now the word that was meant: the earlier word is not a word of the language, and the new
one is the closest that is. It may also correct a word or mark that was typed twice, two words that ran together, a missing full stop at the
end, and a lower-case letter at the beginning of a sentence. It may not change numbers, days, months, names, words that deny, limit or
count, punctuation between words, or any word that may have been meant.

## Why it matters

“Encrypted” and “unencrypted” are two letters apart, and “1.5 million” and “15 million” one mark. Readers who saw the first are owed a
correction, at the top of the page and in their feeds, not a line at its foot.

## Instead of

    amended: {when: 2027-03-04, what: {1.5 million: 15 million}}

## Write

    # in a new update
    corrections:
      affected.customers: We had put the point in the wrong place.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, ReviewDocument, UpdateDocument
from generator.prose.spelling import Doubt, SpellingVerdict, verdict
from generator.rules.rule import Rule
from generator.seals.said import differences

_WHY = {
    Doubt.FIGURE: "it changes a figure",
    Doubt.MARKS: "it changes punctuation, which may change the meaning",
    Doubt.WEIGHTY: "it changes a word that denies, limits or counts",
    Doubt.DATE: "a different day or month may have been meant",
    Doubt.KNOWN: "the earlier word is a real word, and may have been meant",
    Doubt.UNKNOWN: "the new word is in no dictionary, so it may be a name",
    Doubt.OPPOSITE: "it may reverse the meaning of a word",
    Doubt.OTHER: "another word is closer to the earlier one",
    Doubt.FAR: "it changes more letters than a typing error would",
    Doubt.WORDS: "it adds or removes words",
    Doubt.CAPITAL: "with a capital letter it may be a different word",
    Doubt.LANGUAGE: "there is no dictionary for this language",
    Doubt.LISTS: "the dictionaries are not installed here (the extra `[spelling]`), so this cannot be checked",
}
_STOPS = (".", "!", "?", ":", "؟")


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Mends that may change what is said."""
    config = context.config
    names = [word for one in (config.organisation.name, *config.systems) for word in one.split()] if config else []
    own = config.site.language if config else "en"
    documents: list[UpdateDocument | ReviewDocument] = [*folder.updates, *folder.translations, *folder.review_translations]
    if folder.review is not None:
        documents.append(folder.review)
    for document in documents:
        held = document.parsed if isinstance(document, UpdateDocument) else document.review
        if held is None or held.amended is None:
            continue
        for was, now in held.amended.what.items():
            judged = verdict(was, now, document.language or own, names)
            why = _WHY[judged.doubt] if judged.doubt else _misplaced(document, now, judged)
            if why:
                yield Finding(
                    at=document.span("amended", "what", was),
                    message=f"`{short(was)}` to `{short(now)}` is more than a corrected spelling: {why}",
                    help=f"write `{short(was, 200)}` in the text again, and remove this from `amended`; in a new update say what is right, and under `corrections:` why it was wrong",
                )


def _misplaced(document: UpdateDocument | ReviewDocument, now: str, judged: SpellingVerdict) -> str:
    """Return why a mend that only some places allow is none here; empty when it is one."""
    if not (judged.at_end or judged.at_start):
        return ""
    for key, _, value in differences("", document.source.text):
        if key.partition(".")[0] == "amended":
            continue
        for block in value.split("\n\n"):
            text = " ".join(block.split())
            at = text.find(now)
            while at >= 0:
                before, after = text[:at].rstrip(), text[at + len(now) :].strip()
                if judged.at_end and after:
                    return "a full stop in the middle splits a sentence in two"
                if judged.at_start and before and not before.endswith(_STOPS) and before not in {"-", "*", "#", "##"}:
                    return _WHY[Doubt.CAPITAL]
                at = text.find(now, at + 1)
    return ""


RULE = Rule(code="CON088", name="changed-sense", severity=Severity.ERROR, check=check, waivable=False, drafts=True, doc=__doc__)
