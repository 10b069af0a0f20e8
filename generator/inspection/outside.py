"""A text that speaks of an incident elsewhere, read against the ledger as it is at a time.

The text is treated as if it were the body of one more update that changes nothing, so that whatever reads an update's sentences reads it too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Final

from generator.inspection.analysis import Analysis
from generator.inspection.author_text import AuthorText, Stretch, outside_text
from generator.inspection.context import Context
from generator.inspection.said_before import Sayings, sayings
from generator.inspection.translated_units import units_in
from generator.ledger.counted import Figures, figures_after
from generator.ledger.records import Ledger, State, Transition
from generator.ledger.sentences import Naming
from generator.model.channel import Channel
from generator.model.document import UpdateDocument
from generator.model.incident import Incident
from generator.model.outside_text import OutsideText
from generator.model.source import Source
from generator.prose.clauses import sentences

#: The languages whose words are known.
LANGUAGES: Final = ("en", "de", "fr", "es", "ar")
#: By channel, the rules of wording that are not asked there: a filing has the words that its law asks for.
NOT_ASKED: Final[Mapping[Channel | None, frozenset[str]]] = MappingProxyType(
    {Channel.FILING: frozenset({"legalese", "jargon", "hard-to-read", "no-actor"})}
)


@dataclass(frozen=True, slots=True)
class OutsideSentence:
    """A sentence of a text.

    Attributes:
        stretch: the paragraph that it stands in.
        start: where it begins in that.
        text: the sentence, with what it quotes blanked out.
    """

    stretch: Stretch
    start: int
    text: str

    @property
    def end(self) -> int:
        """One past its last character, in the paragraph."""
        return self.start + len(self.text)

    @property
    def quote(self) -> str:
        """The sentence as it is shown in a finding: on one line, without its end."""
        return " ".join(self.text.split()).rstrip(".")


@dataclass(frozen=True, kw_only=True, eq=False)
class OutsideStatement:
    """What a text says, and what the ledger holds when it is said.

    Attributes:
        path: the file, as findings name it.
        language: its language without a region.
        read: what stands in it.
        transition: the last thing that the ledger holds then, as if this text were said after it and changed nothing.
        ledger: the incident's.
        when: the time as of which it is judged.
    """

    path: str
    language: str
    read: AuthorText
    transition: Transition
    ledger: Ledger
    when: datetime

    @property
    def state(self) -> State:
        """What stands in the ledger then."""
        return self.transition.after

    @cached_property
    def incident(self) -> Incident:
        """What incident.md says, in the text's language where it is translated."""
        folder = self.ledger.folder
        return folder.translated_incident(self.language) or folder.incident

    @cached_property
    def naming(self) -> Naming:
        """How the text calls what the ledger holds."""
        own = self.ledger.folder.incident
        return Naming(
            language=self.language, zone=self.ledger.zone, called={**own.names, **self.incident.names}, systems=own.systems
        )

    @cached_property
    def figures(self) -> Figures:
        """What is counted then."""
        units = units_in(self.ledger, self.language, self.transition.document.number)
        return figures_after(self.transition, self.ledger.folder.incident, names=self.incident.names, units=units)

    @cached_property
    def sayings(self) -> Sayings:
        """What was said of each name in this language, and what of it stands."""
        return sayings(self.ledger, self.language, self.when)

    @cached_property
    def sentences(self) -> tuple[OutsideSentence, ...]:
        """Its sentences, in order."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[OutsideSentence]:
        for stretch in self.read.stretches:
            for start, end in sentences(stretch.text, self.language):
                text = stretch.text[start:end]
                lead = len(text) - len(text.lstrip())
                if text.strip():
                    yield OutsideSentence(stretch, start + lead, text.strip())


def statement(
    text: OutsideText, language: str, ledger: Ledger, when: datetime, allowed: tuple[str, ...]
) -> OutsideStatement | None:
    """Return a text as it is judged; None where the ledger holds nothing that readers can have read by then.

    Args:
        text: the text, or one page of it.
        language: its language, as a BCP 47 tag.
        ledger: of the incident that it speaks of.
        when: the time as of which it is judged.
        allowed: phrases that the site allows.
    """
    seen = ledger.seen(when)
    if not seen:
        return None
    last = seen[-1]
    base = language.partition("-")[0].lower()
    update = replace(last.document.update, body="", summary="", number=last.document.number + 1, published=when)
    document = UpdateDocument(
        source=Source(text.path, ""), number=update.number, slug="elsewhere", language=language, parsed=update
    )
    return OutsideStatement(
        path=text.path,
        language=base,
        read=outside_text(text, base, allowed),
        transition=Transition(document=document, before=last.after, after=last.after),
        ledger=ledger,
        when=when,
    )


def context_of(said: OutsideStatement, analysis: Analysis, waivable: Mapping[str, bool] = MappingProxyType({})) -> Context:
    """Return the context in which rules judge a text."""
    outside = MappingProxyType({said.path: said.read})
    return Context(
        analysis=replace(analysis, outside=outside),
        now=said.when,
        ledger=said.ledger,
        transition=said.transition,
        waivable=waivable,
    )
