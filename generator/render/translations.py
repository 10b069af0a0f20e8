"""What authors wrote, in another language: each sentence of an original beside its translation.

The ledger is folded from the originals alone, so that a page says the same in every language; what is shown of it is then looked up here,
sentence by sentence. What has no translation stays as it was written, and is marked with its own language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.content.sentences import statement_of
from generator.model.document import IncidentDocument, IncidentFolder, Translation, UpdateDocument
from generator.render.site import Site


@dataclass(frozen=True, slots=True)
class TranslatedTexts:
    """A site's sentences in one language.

    Attributes:
        tag: the language.
        texts: by original sentence or body, white space folded; a sentence that stands in two updates has the newer translation.
        names: how a population, a kind of data or another name is called in words, where somebody has said so.
        updates: the incidents and numbers of the updates that are translated.
        reviews: the incidents whose review is translated.
        pages: the free pages that are translated.
    """

    tag: str
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    updates: frozenset[tuple[str, int]] = frozenset()
    reviews: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    def of(self, text: str) -> str:
        """A sentence's or a body's translation; empty when it has none."""
        return self.texts.get(single_spaced(text), "")


def original(site: Site) -> TranslatedTexts:
    """A site in its own language: nothing is translated, and names are called what their incidents call them."""
    names = {name: words for incident in site.incidents for name, words in incident.folder.incident.names.items()}
    return TranslatedTexts(tag=site.config.site.language, names=MappingProxyType(names))


def single_spaced(text: str) -> str:
    """A sentence or a body as it is looked up: white space folded."""
    return " ".join(text.split())


def translated_texts(site: Site, tag: str) -> TranslatedTexts:
    """Everything of a site that is translated into a language, of what is shown."""
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
        for pair in _into(public_incident.folder, tag):
            _take(texts, pair)
            if isinstance(pair.original, UpdateDocument) and isinstance(pair.document, UpdateDocument):
                updates.add((public_incident.slug, pair.original.number))
                _take_units(texts, pair.original, pair.document)
            elif not isinstance(pair.original, IncidentDocument):
                reviews.add(public_incident.slug)
        incident = public_incident.folder.translated_incident(tag)
        if incident is not None:
            names |= incident.names
    pages: set[str] = set()
    for page in site.pages:
        other = next((one for one in site.page_translations if one.slug == page.slug and _same(one.language, tag)), None)
        if other is not None:
            _take(texts, Translation(original=page, document=other, language=tag))
            pages.add(page.slug)
    return TranslatedTexts(
        tag=tag,
        texts=MappingProxyType(texts),
        names=MappingProxyType(names),
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


def _take_units(texts: dict[str, str], original: UpdateDocument, document: UpdateDocument) -> None:
    for population, count in original.update.affected.items():
        other = document.update.affected.get(population)
        if other is not None:
            texts[single_spaced(count.unit)] = other.unit
