"""Authors' texts in another language: each sentence of an original with its translation.

The ledger is folded from the originals alone, so that pages say the same in every language; the sentences shown are then looked up here. A
sentence without translation stays in the original, marked with its language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.content.sentences import statement_of
from generator.model.document import IncidentDocument, IncidentFolder, Translation, UpdateDocument
from generator.prose.plain_names import plain_name
from generator.render.site import Site
from generator.render.words import as_heading, how_told, told_in_words
from generator.seals.page_words import notes_of

#: The unit that the ledger takes where a writer gives none, and its entry among the product's own words.
_PEOPLE, _PEOPLE_COUNTED = "people", "people-counted"


@dataclass(frozen=True, slots=True)
class TranslatedTexts:
    """A site's sentences in one language.

    Attributes:
        tag: the language.
        texts: translations by original sentence or body, with white space collapsed; the newest translation of a repeated sentence
            counts.
        names: names of populations, kinds of data and others in words, where they are given.
        written: the language in which the site is written.
        as_written: the same names in the words of that language.
        audiences: what readers call the audiences, by name, in that language.
        updates: incident and number of each translated update.
        reviews: incidents with a translated review.
        pages: translated free pages.
    """

    tag: str
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    written: str = ""
    as_written: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    audiences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    updates: frozenset[tuple[str, int]] = frozenset()
    reviews: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    def of(self, text: str) -> str:
        """Return the translation of a sentence, a body or a unit; empty when there is none. People are counted in every language, also where the writer says nothing."""
        # Where nothing is translated, no text need be looked through for it.
        found = self.texts.get(single_spaced(text), "") if self.texts else ""
        if found or text != _PEOPLE:
            return found
        own = plain_name(_PEOPLE_COUNTED, self.tag)
        return own if own != text else ""

    def called(self, name: str) -> tuple[str, str]:
        """Return what readers call a population or a kind of data, and the language of those words.

        The writer's words count first, in this language and then in that of the site; then the product's own, for names that are plain
        words; then what an audience of that name is called. Only a text that was published before words were asked for has none of them.
        """
        audience = self.audiences.get(name, "")
        known = (
            (self.names.get(name, ""), self.tag),
            (self.as_written.get(name, ""), self.written),
            (plain_name(name, self.tag), self.tag),
            (plain_name(name, self.written), self.written),
            (self.of(audience), self.tag),
            (audience, self.written),
        )
        return next(((words, tag) for words, tag in known if words), (as_heading(name), self.written or self.tag))


def original(site: Site) -> TranslatedTexts:
    """Return a site in its default language: no translations, and names as in their incidents."""
    tag = site.config.site.language
    return TranslatedTexts(tag=tag, names=site.names, written=tag, audiences=_audiences(site))


def _audiences(site: Site) -> Mapping[str, str]:
    return MappingProxyType({audience.name: audience.title for audience in site.config.audiences.values()})


def single_spaced(text: str) -> str:
    """Return a text as the key for a lookup: with white space collapsed."""
    return " ".join(text.split())


def translated_texts(site: Site, tag: str) -> TranslatedTexts:
    """Return every translation into a language, of visible texts."""
    texts = {
        single_spaced(ours): theirs
        for language, pairs in site.config.translations.items()
        if _same(language, tag)
        for ours, theirs in pairs.items()
    }
    names: dict[str, str] = {}
    updates: set[tuple[str, int]] = set()
    reviews: set[str] = set()
    for public_incident in site.incidents:
        if not public_incident.facts.is_translated:
            continue
        for pair in _into(public_incident.folder, tag):
            _take(texts, pair)
            if isinstance(pair.original, UpdateDocument) and isinstance(pair.document, UpdateDocument):
                updates.add((public_incident.slug, pair.original.number))
                _take_units(texts, pair.original, pair.document)
                _take_ways(texts, pair.original, pair.document)
            elif not isinstance(pair.original, IncidentDocument):
                reviews.add(public_incident.slug)
        incident = public_incident.folder.translated_incident(tag)
        if incident is not None:
            names |= incident.names
            _take_notes(texts, public_incident.folder, tag)
    pages: set[str] = set()
    for page in site.pages:
        other = next((one for one in site.page_translations if one.slug == page.slug and _same(one.language, tag)), None)
        if other is not None:
            _take(texts, Translation(original=page, document=other, language=tag))
            pages.add(page.slug)
            # What a translation says of its own changes is in its language already.
            for note in notes_of(other, site.page_lock):
                texts |= {single_spaced(words): words for words in (note.because, note.was) if words}
    return TranslatedTexts(
        tag=tag,
        texts=MappingProxyType(texts),
        names=MappingProxyType(names),
        written=site.config.site.language,
        as_written=site.names,
        audiences=_audiences(site),
        updates=frozenset(updates),
        reviews=frozenset(reviews),
        pages=frozenset(pages),
    )


def _into(folder: IncidentFolder, tag: str) -> Iterable[Translation]:
    return (pair for pair in folder.pairs if _same(pair.language, tag))


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _take(texts: dict[str, str], pair: Translation) -> None:
    ours, theirs = statement_of(pair.original), statement_of(pair.document)
    texts |= {
        single_spaced(sentence): theirs.sentences[path] for path, sentence in ours.sentences.items() if path in theirs.sentences
    }
    if ours.body.strip() and theirs.body.strip():
        texts[single_spaced(ours.body)] = theirs.body


def _take_notes(texts: dict[str, str], folder: IncidentFolder, tag: str) -> None:
    """Take the notes of what was changed in incident.md; a change of the translation alone has its words in that language only."""
    for key, theirs in folder.changes_in(tag).items():
        ours = folder.incident.changed.get(key, theirs)
        texts[single_spaced(ours.because)] = theirs.because
        if ours.was and theirs.was:
            texts[single_spaced(ours.was)] = theirs.was


def _take_ways(texts: dict[str, str], original: UpdateDocument, document: UpdateDocument) -> None:
    """Take how people are told directly, in the forms in which it is shown."""
    for population, ours in original.update.direct_notice.items():
        theirs = document.update.direct_notice.get(population)
        if theirs is not None and ours.how and theirs.how:
            texts[single_spaced(how_told(ours))] = how_told(theirs)
            texts.setdefault(single_spaced(told_in_words(ours)), told_in_words(theirs))


def _take_units(texts: dict[str, str], original: UpdateDocument, document: UpdateDocument) -> None:
    for population, count in original.update.affected.items():
        other = document.update.affected.get(population)
        if other is not None:
            texts[single_spaced(count.unit)] = other.unit
    for kind, told in original.update.data.items():
        theirs = {one.population: one for one in document.update.data.get(kind, ())}
        for one in told:
            other = theirs[one.population].count if one.population in theirs else None
            if one.count and other and one.count.unit and other.unit:
                texts[single_spaced(one.count.unit)] = other.unit
