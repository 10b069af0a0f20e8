"""The author's text of an update as the wording rules see it: sentence by sentence, with the words in each that a rule is about.

Those words are found by frames (`wording_frames.py`), one sentence at a time. Quotations, code and the site's own allowed phrases are skipped.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType

from generator.format.kinds import Map, OrNever, OrSentence, Path, Sentence, TranslationMode
from generator.format.record import Record
from generator.format.update import UPDATE
from generator.inspection.text_spans import TextSpan
from generator.inspection.wording_frames import FramedWords, framed, framed_with_answer
from generator.model.config import SiteConfig
from generator.model.document import UpdateDocument
from generator.model.outside_text import OutsideText
from generator.model.source import Span
from generator.prose.number_words import stops_after_a_day
from generator.prose.unclosed_marks import COMMENT, masked, unmasked


def _where(record: Record, at: Path = ()) -> Iterator[Path]:
    """Yield the paths of author sentences in a kind of file; `*` stands for a name. A short form has the path of its record."""
    for key in record.keys:
        kind, path = key.kind.inner, (*at, key.name)
        if key.language is TranslationMode.OWN:
            continue
        usual = key.kind.kind if isinstance(key.kind, OrNever) else key.kind
        if isinstance(usual, OrSentence):
            yield path
        while isinstance(kind, Map):
            kind, path = kind.of.inner, (*path, "*")
        if isinstance(kind, Record):
            yield from _where(kind, path)
            if kind.short and isinstance(kind.by_name[kind.short].kind, Sentence):
                yield path
        elif isinstance(kind, Sentence) and key.language is TranslationMode.TRANSLATE and not key.terse:
            yield path


#: The paths of author sentences in an update.
_SENTENCES = frozenset(_where(UPDATE))
_NAMED = frozenset(key.name for key in UPDATE.sections)

_QUOTATION = re.compile(r"“[^”]{2,}”|„[^“”]{2,}[“”]|«[^»]{2,}»|\"[^\"]{2,}\"")
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|<!--.*?-->|^[ \t]*>.*?$", re.DOTALL | re.MULTILINE)
#: Stands for each letter of code within a line until spaces have been joined: no phrase reaches over what was left out.
_HOLE = "\ufffc"
_END = re.compile(r"[.!?]+(?=\s|$)")
_END_BUT_AFTER_A_DAY = re.compile(r"(?<!\b\d)(?<!\b\d\d)[.!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Stretch(TextSpan):
    """A span of text with the skipped parts blanked out.

    Attributes:
        key: its key in the front matter; empty for the body.
        sentences: where each sentence begins and ends.
    """

    key: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedStretch(Stretch):
    """A stretch whose letters stand where it says, because the file does not hold them one after another.

    Attributes:
        at: the line and the column of each character.
    """

    at: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    def span(self, start: int, end: int) -> Span:
        """Return the place of characters `start` to `end` of the text."""
        lines, columns = self.at
        return Span(self.path, lines[start], columns[start], lines[end - 1], columns[end - 1] + 1)


def language_of(document: UpdateDocument, config: SiteConfig | None) -> str:
    """Return the language of an update without its region: `en`."""
    tag = document.language or (config.site.language if config else "en")
    return tag.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class AuthorText:
    """All text by the author in one update.

    Attributes:
        stretches: the spans of text.
        hits: by rule code, the words that a rule is about, each with its span; their places count from the span's beginning.
    """

    stretches: tuple[Stretch, ...]
    hits: Mapping[str, list[tuple[Stretch, FramedWords]]]


def author_text(document: UpdateDocument, config: SiteConfig | None) -> AuthorText:
    """Return every piece of author text in an update."""
    language = language_of(document, config)
    allowed = config.wording.allow if config else ()
    found = tuple(_read_stretches(document, allowed, _sentence_end(language)))
    return _with_hits(found, language)


def outside_text(text: OutsideText, language: str, allowed: tuple[str, ...]) -> AuthorText:
    """Return what stands in a text that is no file of the site, as the author text of an update is returned.

    Args:
        text: the text, or one page of it.
        language: its language without a region.
        allowed: phrases that the site allows.
    """
    end = _sentence_end(language)
    found = tuple(
        PlacedStretch(
            path=text.path,
            rows=(paragraph.text,),
            line=paragraph.lines[0],
            column=paragraph.columns[0] - 1,
            text=(said := _without_allowed(without_quotations(paragraph.text), allowed)),
            sentences=tuple(_sentences(said, end)),
            at=(paragraph.lines, paragraph.columns),
        )
        for paragraph in text.paragraphs
        if paragraph.text
    )
    return _with_hits(found, language)


def _with_hits(found: tuple[Stretch, ...], language: str) -> AuthorText:
    hits: dict[str, list[tuple[Stretch, FramedWords]]] = defaultdict(list)
    for stretch in found:
        for words in _framed_in(stretch.text, stretch.sentences, language):
            hits[words.code].append((stretch, words))
    return AuthorText(found, MappingProxyType(hits))


@lru_cache(maxsize=1024)
def _framed_in(text: str, sentences: tuple[tuple[int, int], ...], language: str) -> tuple[FramedWords, ...]:
    """Return the words in a text that a rule is about, with places that count from its beginning. Cached: most of an update recurs in the next."""
    found: list[FramedWords] = []
    for (start, end), after in zip_longest(sentences, sentences[1:]):
        sentence = text[start:end]
        told = framed(sentence, language)
        if after is not None:
            told += framed_with_answer(sentence + text[end : after[0]], text[after[0] : after[1]], language)
        found += (replace(words, start=start + words.start, end=start + words.end) for words in told)
    return tuple(found)


def _sentence_end(language: str) -> re.Pattern[str]:
    return _END_BUT_AFTER_A_DAY if stops_after_a_day(language) else _END


def _read_stretches(document: UpdateDocument, allowed: tuple[str, ...], end: re.Pattern[str]) -> Iterator[Stretch]:
    text = document.without_marks
    lines = text.split("\n")
    for path in _paths(document):
        at = document.places[path].value
        rows = lines[at.line - 1 : at.end_line]
        if not rows:
            continue
        rows[-1] = rows[-1][: at.end_column - 1]
        first = at.column - 1
        if rows[0][first : first + 1] in {'"', "'"}:
            # Quotation marks that belong to YAML are not part of the text.
            rows[-1] = rows[-1][:-1]
            first += 1
        yield _stretch(document.source.path, path, rows, at.line, first, allowed, end)
    body = document.update.body
    if body:
        start = document.source.text.rfind(body)
        if start >= 0:
            shown = masked(text[start : start + len(body)], *COMMENT)
            blanked = unmasked(_CODE.sub(_blanked, shown))
            line = document.source.text.count("\n", 0, start) + 1
            paragraph: list[str] = []
            for offset, row in enumerate([*blanked.split("\n"), ""]):
                if row.strip():
                    paragraph.append(row)
                elif paragraph:
                    yield _stretch(document.source.path, (), paragraph, line + offset - len(paragraph), 0, allowed, end)
                    paragraph = []


def _paths(document: UpdateDocument) -> Iterator[tuple[str, ...]]:
    deeper = {path[:-1] for path in document.places if len(path) > 1}
    for path in document.places:
        # A name with a plain value holds the sentence itself; a name with a table holds it under its keys.
        if _may_be_sentence(path) and (len(path) > 2 or path not in deeper):
            yield path


@lru_cache(maxsize=1024)
def _may_be_sentence(path: tuple[str, ...]) -> bool:
    """Whether a sentence may stand under a key. Cached: most keys of an update are those of the one before."""
    place = (path[0], "*", *path[2:]) if len(path) > 1 and path[0] in _NAMED else path
    if len(path) > 2 and place not in _SENTENCES:
        # One window of several has a name, and one state of several for a kind of data has a number: neither is in the short form.
        place = (*place[:-2], place[-1])
    return place in _SENTENCES


def _stretch(
    path: str, key: tuple[str, ...], rows: list[str], line: int, first: int, allowed: tuple[str, ...], end: re.Pattern[str]
) -> Stretch:
    rows = [rows[0][first:], *rows[1:]]
    text, sentences = _as_read("\n".join(rows), allowed, end)
    return Stretch(path, tuple(rows), line, first, text, key=key, sentences=sentences)


@lru_cache(maxsize=1024)
def _as_read(written: str, allowed: tuple[str, ...], end: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a text with white space collapsed and the skipped parts blanked out, and its sentences. Cached: most of an update recurs in the next."""
    words = written.split()
    text = f"{' '.join(words)} ".replace(_HOLE, " ") if words else ""
    text = _without_allowed(without_quotations(text), allowed)
    return text, tuple(_sentences(text, end))


def _blanked(code: re.Match[str]) -> str:
    """Return what stands in place of code, a comment or a quoted line."""
    text = code.group()
    return re.sub(r"[^\n]", _HOLE if text[0] == "`" and not text.startswith("```") else " ", text)


def _without_allowed(text: str, allowed: tuple[str, ...]) -> str:
    for phrase in allowed:
        text = re.sub(re.escape(phrase), lambda found: " " * len(found.group()), text, flags=re.IGNORECASE)
    return text


def without_quotations(text: str) -> str:
    """Return a text with spaces in place of what it quotes."""
    return _QUOTATION.sub(lambda found: " " * len(found.group()), text)


def _sentences(text: str, end: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for found in end.finditer(text):
        yield at, found.end()
        at = found.end()
    if text[at:].strip():
        yield at, len(text)
