"""What an update names for the first time, and readers would read by the writer's name for it."""

import re
from collections.abc import Collection, Iterator

from generator.format.strict_yaml import quoted
from generator.ledger.records import Ledger, Transition
from generator.links.audience_pages import names_in
from generator.model.document import UpdateDocument
from generator.prose.plain_names import plain_name

#: What abbreviations of the trade mean, to propose words for them.
_MEANS = {
    "api": "interfaces for programs",
    "cc": "credit cards",
    "crm": "our customer records",
    "cvv": "card security codes",
    "db": "our database",
    "dl": "driving licences",
    "dob": "dates of birth",
    "hr": "our personnel records",
    "iban": "bank account numbers",
    "id": "identity documents",
    "ids": "identity documents",
    "ip": "internet addresses of devices",
    "nin": "National Insurance numbers",
    "nino": "National Insurance numbers",
    "otp": "one-time codes",
    "pan": "card numbers",
    "phi": "health records",
    "pii": "personal details",
    "pin": "PINs",
    "pw": "passwords",
    "pwd": "passwords",
    "pwds": "passwords",
    "sms": "text messages",
    "ssn": "Social Security numbers",
    "ssns": "Social Security numbers",
    "tel": "telephone numbers",
    "tfa": "second login steps",
    "tin": "tax numbers",
    "vip": "well-known people",
    "vips": "well-known people",
}


def first_named(document: UpdateDocument, transition: Transition) -> Iterator[tuple[str, str]]:
    """Yield the populations and kinds of data that this update names for the first time, each with the section that names it."""
    update, before = document.update, transition.before
    yield from (("affected", name) for name in update.affected if name not in before.affected)
    yield from (("data", name) for name in update.data if name not in before.data)


def audiences_first_named(
    document: UpdateDocument, ledger: Ledger, transition: Transition, audiences: Collection[str]
) -> Iterator[str]:
    """Yield the audiences for which this update is the first of its incident to say something, also through a population of theirs."""
    belongs = {name: entry.count.audience or name for name, entry in transition.after.affected.items()}
    named = (belongs.get(name, name) for name in names_in(document.update))
    first = {name: None for name in named if name in audiences}
    for one in ledger.transitions:
        # Most updates name no audience, and of the others most name those that the first of the incident named.
        if not first or one.document.number >= document.number:
            break
        for name in names_in(one.document.parsed) if one.document.parsed else ():
            first.pop(belongs.get(name, name), None)
    yield from first


def needs_words(name: str, given: Collection[str], audiences: Collection[str], language: str) -> bool:
    """Whether readers of a language would read the writer's name for something.

    Args:
        name: the name.
        given: the names that have words in that language.
        audiences: the audiences of the site, which have words of their own.
        language: a BCP 47 tag.
    """
    return name not in given and name not in audiences and not plain_name(name, language)


def proposed(name: str) -> str:
    """Return words to begin with, for a writer to judge; empty where we know no others than the name, which would tell readers nothing."""
    words = re.split(r"[-_]", name)
    return " ".join(_MEANS.get(word, word) for word in words) if _MEANS.keys() & set(words) else ""


def line_to_write(name: str, words: str) -> str:
    """Say which line names something in readers' words; without a line that could be taken over as it is where we have no words."""
    if words:
        return f"write a line such as `{name}: {quoted(words)}`"
    return f"give `{name}` the words that readers would use"
