"""The author's text of a file as the wording rules see it: sentence by sentence, with the words in each that a rule is about.

Those words are found by frames (`wording_frames.py`), one sentence at a time. Quotations, code and the site's own allowed phrases are skipped.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType

from generator.format.prose_keys import Prose, declaration_of, prose_at
from generator.inspection.text_spans import TextSpan
from generator.inspection.wording_frames import FramedWords, framed, framed_with_answer
from generator.model.config import SiteConfig
from generator.model.document import (
    ConfigDocument,
    ReadersDocument,
    body_of,
)
from generator.model.outside_text import OutsideText
from generator.model.source import Span
from generator.prose.number_words import stops_after_a_day
from generator.prose.unclosed_marks import COMMENT, masked, unmasked

#: Up to how many words a name or a few words are just that, and no sentence.
_FEW_WORDS = 8

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
        language: its language without a region; empty: that of its file.
    """

    key: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    language: str = ""


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


def language_of(document: ReadersDocument, config: SiteConfig | None) -> str:
    """Return the language of a file without its region: `en`."""
    tag = document.language or (config.site.language if config else "en")
    return tag.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class AuthorText:
    """All text by the author in one file.

    Attributes:
        stretches: the spans of text.
        hits: by rule code, the words that a rule is about, each with its span; their places count from the span's beginning.
    """

    stretches: tuple[Stretch, ...]
    hits: Mapping[str, list[tuple[Stretch, FramedWords]]]


def author_text(document: ReadersDocument, config: SiteConfig | None) -> AuthorText:
    """Return every piece of author text in a file."""
    language = language_of(document, config)
    allowed = config.wording.allow if config else ()
    found = tuple(_read_stretches(document, allowed, language))
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
        for words in _framed_in(stretch.text, stretch.sentences, stretch.language or language):
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


def _read_stretches(document: ReadersDocument, allowed: tuple[str, ...], language: str) -> Iterator[Stretch]:
    text = document.without_marks
    lines = text.split("\n")
    end = _sentence_end(language)
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
        own = _own_language(document, path)
        one = _stretch(document.source.path, path, rows, at.line, first, allowed, _sentence_end(own) if own else end, own)
        if one.text.count(" ") > _FEW_WORDS or prose_at(declaration_of(document), path) is Prose.WHOLE:
            yield one
    body = body_of(document)
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


def _paths(document: ReadersDocument) -> Iterator[tuple[str, ...]]:
    deeper = {path[:-1] for path in document.places if len(path) > 1}
    of = declaration_of(document)
    for path in document.places:
        # A name with a plain value holds the sentence itself; a name with a table holds it under its keys.
        if path and prose_at(of, path) is not Prose.NONE and (len(path) > 2 or path not in deeper):
            yield path


def _own_language(document: ReadersDocument, path: tuple[str, ...]) -> str:
    """Return the language of a translation that stands in site_config.yml, without a region; empty for all else."""
    translated = isinstance(document, ConfigDocument) and path[0] == "translations"
    return path[1].partition("-")[0].lower() if translated else ""


def _stretch(
    path: str,
    key: tuple[str, ...],
    rows: list[str],
    line: int,
    first: int,
    allowed: tuple[str, ...],
    end: re.Pattern[str],
    language: str = "",
) -> Stretch:
    rows = [rows[0][first:], *rows[1:]]
    text, sentences = _as_read("\n".join(rows), allowed, end)
    return Stretch(path, tuple(rows), line, first, text, key=key, sentences=sentences, language=language)


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
