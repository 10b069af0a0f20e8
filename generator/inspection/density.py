"""How much a statement says: how many of its sentences hold a number, a day, a name, or a plain word for what was done.

It is a figure for the whole, never a finding on a sentence: "We are sorry" holds none of these and may stand.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from generator.inspection.author_text import AuthorText, author_text, language_of
from generator.inspection.wording_frames import framed, has_frames, says
from generator.ledger.records import Transition
from generator.ledger.sentences import Naming, subject_names
from generator.model.config import SiteConfig
from generator.model.document import IncidentFolder, UpdateDocument
from generator.prose.clauses import sentences
from generator.prose.number_words import numeric_expressions
from generator.prose.numbers import numbers
from generator.prose.reach import reaching
from generator.prose.subjects import SubjectNames

#: Sections whose sentences are judged: advice says what to do, and a reason or a source is not a statement by itself.
_JUDGED: Final = frozenset(
    {"title", "summary", "what_happened", "known", "unknown", "ended", "corrections", "done", "next_steps"}
)
#: The rules whose sentences say nothing, whatever verb is in them: "we take this very seriously".
_BOILERPLATE: Final = frozenset({"WRD001", "WRD021", "WRD022", "WRD023"})
_WORD = re.compile(r"[^\W\d_]+")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*$")
#: German words before the names of people and firms.
_BEFORE_NAMES: Final = frozenset({"Firma", "Frau", "Herr", "Herrn", "Doktor", "Dr", "Familie", "Anbieter", "Verein", "Lieferant"})


@dataclass(frozen=True, slots=True)
class Density:
    """How many sentences a statement has, and how many of them hold nothing to hold on to.

    Attributes:
        sentences: all of them.
        thin: those without a number, a day, a name, or a plain word for what was done.
    """

    sentences: int
    thin: int

    @property
    def words(self) -> str:
        """It as a sentence without a full stop; empty where there is nothing to say."""
        if not self.sentences:
            return ""
        if not self.thin:
            return f"each of its {self.sentences} sentences has a number, a day, a name or a plain word for what was done"
        hold = "holds" if self.thin == 1 else "hold"
        return f"of its {self.sentences} sentences, {self.thin} {hold} no number, day, name or plain word for what was done"


def density(
    document: UpdateDocument, transition: Transition, folder: IncidentFolder, config: SiteConfig | None
) -> Density | None:
    """Return how much an update says; None in a language whose words are not known, and where it only says that nothing has changed.

    Args:
        document: the update.
        transition: what it did.
        folder: the incident.
        config: the site's settings.
    """
    language = language_of(document, config)
    if not has_frames(language) or document.update.no_change:
        return None
    incident = folder.incident
    state = transition.after
    zone, systems = (config.site.timezone, tuple(config.systems)) if config else (ZoneInfo("UTC"), ())
    naming = Naming(language=language, zone=zone, called=incident.names, systems=systems)
    rows = document.source.text.split("\n")
    headings = {number for number, row in enumerate(rows, 1) if _HEADING.match(row)}
    headings |= {number for number, row in enumerate(rows) if number and _UNDERLINE.match(row)}
    text = author_text(document, config)
    return _density(text, headings, language, subject_names(naming, state.affected, state.data))


def _density(text: AuthorText, headings: AbstractSet[int], language: str, names: SubjectNames[str]) -> Density:
    said: list[str] = []
    for stretch in text.stretches:
        if not stretch.key and stretch.text and stretch.span(0, 1).line in headings:
            continue  # it says what the text below is about, and nothing by itself
        if not stretch.key or stretch.key[0] in _JUDGED:
            said += [stretch.text[start:end] for start, end in sentences(stretch.text, language)]
    said = [one for one in said if len(_WORD.findall(one)) > 1]
    return Density(len(said), sum(_is_thin(one, language, names) for one in said))


def _is_thin(sentence: str, language: str, names: SubjectNames[str]) -> bool:
    if any(words.code in _BOILERPLATE for words in framed(sentence, language)):
        return True
    return not (
        numeric_expressions(sentence, language)
        or numbers(sentence, language)
        or names.subjects(sentence)
        or any(says(sentence, language, name) for name in ("plain_verb", "number", "day", "part_of_whole"))
        or reaching(sentence, language)
        or _has_name(_WORD.findall(sentence), language)
    )


def _has_name(words: Iterable[str], language: str) -> bool:
    """Whether a word inside a sentence begins with a capital letter; in German every noun does, and only a title or a firm before it tells."""
    told = list(words)
    if language == "de":
        return any(word in _BEFORE_NAMES and after[0].isupper() for word, after in pairwise(told))
    return any(word[0].isupper() and len(word) > 1 for word in told[1:])
