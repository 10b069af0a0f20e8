"""Keys and tables used in more than one kind of file."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from generator.format.kinds import (
    Choice,
    DayOrMoment,
    Flag,
    Free,
    Kind,
    Moment,
    Part,
    Path,
    PersonName,
    Sentence,
    TranslationMode,
    reasons,
)
from generator.format.mail_addresses import addresses_within, mail_address, without_scheme
from generator.format.reader import Reader
from generator.format.record import Key, Record, line, needs
from generator.format.strict_yaml import Node, Text
from generator.model.config import Contact
from generator.model.incident_facts import Risk
from generator.model.update import Amendment

#: Why technical keys are not shown to readers.
NOT_FOR_READERS = "it tells readers nothing"

RISK = Choice(
    Risk,
    "risk",
    ("Harm to people is unlikely.", "Harm to people is likely, and need not be great.", "Serious harm to people is likely."),
)

# fmt: off
TITLE = Key("title", Sentence(), "Title",
    "One plain sentence that says what happened or what is new. It is the headline in every feed reader.",
    "Someone read customer support tickets", required=line("title", "Someone read customer support tickets"), needed="required",
    docs="a plain sentence; the title in feed readers", shown="Title")
PUBLISHED = Key("published", Moment(), "When readers see it",
    "A time with its zone, later than the previous update. If it is in the future, the text is held back until then.", "2027-03-03T02:40Z",
    required=line("published", "2027-03-03T02:40Z"), needed="required",
    docs="later than the previous update; if it is in the future, the text is held back until then", shown="Published", at_use="the time at which it is used")
APPROVED_BY = Key("approved_by",
    *reasons("Who approved it", "A role of the plan, a colon and who approved it. Printed on the page.", "lead",
        "Sam Reed", what="name", of=PersonName()),
    needed="when the plan requires it", docs="role → who approved it; printed on the page", translation=TranslationMode.OWN,
    shown="Approved by", at_use="who has also approved it", apart={"ledger.json": "who approved a text is not part of what it says"})
DRAFT = Key("draft", Flag(), "Not yet for readers", "true: it is not published. Delete the line to publish it.",
    True, docs="`true`: never published", at_use="no reader ever sees a draft",
    apart={"diff": "whether readers see a file is what `diff` says of it first", "ledger.json": "no draft is ever in it"})
# fmt: on


class Spellings(Kind):
    """Published words, each with its corrected spelling."""

    PART: ClassVar[Part] = {"type": "object", "additionalProperties": Sentence().part()}
    FORM = "word → word"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, str]:
        table = reader.table(
            node, f"`{what}`", "write the word as it was published, a colon and the word as it is now: {recieved: received}"
        )
        words: dict[str, str] = {}
        for entry in table.entries.values() if table else ():
            now = reader.text(entry.value, f"the new spelling of `{entry.key}`")
            if now:
                words[entry.key] = now
        return MappingProxyType(words)


# fmt: off
AMENDMENT = Record(of="`amended`", help="write it like {when: 2027-03-04, what: {recieved: received}}", model=Amendment,
    keys=(
        Key("when", DayOrMoment(), "When it was corrected", "The day.", "2027-03-04",
            required=needs("`amended` does not say when", "add `when: 2027-03-04`")),
        Key("what", Spellings(), "Which words", "Each word as it was published, a colon, and as it is now.",
            {"recieved": "received"}, required=needs("`amended` does not say what", "add `what: {recieved: received}`")),
    ))
AMENDED = Key("amended", AMENDMENT, "Corrected spelling",
    "Misspelt words of a published text that were corrected. Readers see both. Anything more needs a correction in a new update.",
    {"when": "2027-03-04", "what": {"recieved": "received"}},
    docs="{when, what}: on which day which words were corrected, each as it was published and as it is now: {recieved: received}",
    translation=TranslationMode.OWN, shown="Spelling corrected",
    apart={"ledger.json": "the words themselves are there as they are now"})
# fmt: on


class EmailAddress(Sentence):
    """An e-mail address."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": r'^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$',
        "patternErrorMessage": "Write an e-mail address, such as help@larkfield.example.",
    }
    FORM = "an e-mail address"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        address = without_scheme(written)
        if written and not mail_address(address):
            within = addresses_within(written)
            # If the text contains exactly one valid address, that address was meant.
            help = (
                f"write only the address: `email: {within[0]}`"
                if len(within) == 1
                else "write one, like `email: help@larkfield.example`"
            )
            reader.problem("wrong-type", node.at, "this is not an e-mail address", help)
        return address


class Grade(Kind):
    """A school grade."""

    PART: ClassVar[Part] = {"type": "number", "minimum": 0, "maximum": 99.9}
    FORM = "a number, such as 9"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> float | None:
        if isinstance(node, Text) and re.fullmatch(r"\d{1,2}(?:\.\d)?", node.value.strip(), re.ASCII):
            return float(node.value)
        reader.problem("wrong-type", node.at, f"`{what}` needs a number", f"write it like {what}: 9")
        return None


# fmt: off
CONTACT = Record(of="`contact`", free=True, model=Contact,
    keys=(
        Key("email", Free(EmailAddress()), "E-mail address", "Where readers write to.", "incident@larkfield.example",
            shown="by e-mail"),
        Key("phone", Free(), "Telephone number", "With its country, in quotes.", "+44 20 7946 0018", shown="by telephone", terse=True),
        Key("hours", Free(), "When someone answers", "Days, hours and whose time.", "every day from 8 to 20, UK time",
            shown="hours", terse=True),
        Key("who", Free(), "Who answers", "A name or a team.", "Sam Reed and the incident team", shown="who answers", terse=True),
        Key("out_of_band", Free(), "When our own systems are down", "A way that works without them.",
            'Ring the number on your bill and say "incident".', shown="when our own systems are down"),
    ))
CONTACT_KEY = Key("contact", CONTACT, "How to ask", "How readers reach someone, and when.",
    {"email": "incident@larkfield.example", "hours": "every day from 8 to 20, UK time", "who": "Sam Reed"},
    docs="{email, phone, hours, who, out_of_band}: how readers reach someone, and when", translation=TranslationMode.OWN,
    shown="How to ask", apart={"ledger.json": "contact details are for people"})
# fmt: on


def but(key: Key, **changes: Any) -> Key:
    """Return the same key with changes, for another kind of file."""
    return replace(key, **changes)
