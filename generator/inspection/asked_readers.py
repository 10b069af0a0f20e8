"""What readers outside the team understood of an incident's newest update."""

from dataclasses import dataclass
from datetime import datetime

from generator.ledger.records import Ledger
from generator.model.comprehension import Understood, understood
from generator.model.document import AskedDocument, Content
from generator.model.visibility import is_public


@dataclass(frozen=True, slots=True)
class Comprehension:
    """What is known of whether an update is understood.

    Attributes:
        number: of the update: the newest that readers can see.
        records: the records about it.
        questions: how many answered each question right.
    """

    number: int
    records: tuple[AskedDocument, ...]
    questions: tuple[Understood, ...]

    @property
    def misunderstood(self) -> tuple[Understood, ...]:
        """The questions that fewer than four of five answered right."""
        return tuple(one for one in self.questions if not one.is_enough)


def comprehension(content: Content, ledger: Ledger, now: datetime) -> Comprehension | None:
    """Return what is known of the newest public update of an incident; None where there is none."""
    public = [document.update.number for document in ledger.folder.updates if is_public(document.update, now)]
    if not public:
        return None
    number, slug = max(public), ledger.folder.slug
    records = tuple(one for one in content.asked if one.record and one.record.incident == slug and one.record.update == number)
    return Comprehension(number, records, understood(one.record for one in records if one.record))
