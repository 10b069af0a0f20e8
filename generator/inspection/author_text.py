"""The author's text of an update as the wording rules see it: sentence by sentence, with the patterns that match each.

The patterns are data, one file for each language, in `inspection/phrases/`. They are matched against one sentence at a time, in lower case
(so no pattern may hold an escape with a capital letter). Quotations, code and the site's own allowed phrases are skipped.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from generator.format import yaml_files
from generator.format.kinds import Map, OrNever, OrSentence, Path, Sentence, TranslationMode
from generator.format.record import Record
from generator.format.strict_yaml import Table, Text
from generator.format.update import UPDATE
from generator.inspection.text_spans import TextSpan
from generator.model.config import SiteConfig
from generator.model.document import UpdateDocument
from generator.prose.number_words import stops_after_a_day


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
_END = re.compile(r"[.!?]+(?=\s|$)")
_END_BUT_AFTER_A_DAY = re.compile(r"(?<!\b\d)(?<!\b\d\d)[.!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a rule looks for in one language. A match of `unless` exempts the sentence."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Stretch(TextSpan):
    """A span of text with the skipped parts blanked out.

    Attributes:
        key: its key in the front matter; empty for the body.
        sentences: each sentence in lower case, with its start.
    """

    key: tuple[str, ...] = ()
    sentences: tuple[tuple[int, str], ...] = ()


@cache
def phrases(language: str) -> Mapping[str, Phrase]:
    """Return a language's patterns by rule code; empty where there are none yet. Rules without patterns work in any language."""
    source = files("generator.inspection").joinpath("phrases", f"{language}.yml")
    if not source.is_file():
        return MappingProxyType({})
    node, problems = yaml_files.read(source.read_text(encoding="utf-8"), f"{language}.yml")
    if problems or not isinstance(node, Table):
        raise ValueError(f"{language}.yml: {problems}")
    return MappingProxyType({code: _phrase(entry.value) for code, entry in node.entries.items()})


def _phrase(node: object) -> Phrase:
    if not isinstance(node, Table):
        raise TypeError(node)
    parts = {key: re.compile(entry.value.value.lower()) for key, entry in node.entries.items() if isinstance(entry.value, Text)}
    return Phrase(parts["pattern"], parts.get("unless"))


def language_of(document: UpdateDocument, config: SiteConfig | None) -> str:
    """Return the language of an update without its region: `en`."""
    tag = document.language or (config.site.language if config else "en")
    return tag.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class AuthorText:
    """All text by the author in one update.

    Attributes:
        stretches: the spans of text.
        hits: by rule code, the sentences with a match, each as its span and its start in the span.
    """

    stretches: tuple[Stretch, ...]
    hits: Mapping[str, list[tuple[Stretch, int, str]]]


def author_text(document: UpdateDocument, config: SiteConfig | None) -> AuthorText:
    """Return every piece of author text in an update."""
    language = language_of(document, config)
    found = tuple(
        _read_stretches(
            document, config.wording.allow if config else (), _END_BUT_AFTER_A_DAY if stops_after_a_day(language) else _END
        )
    )
    hits: dict[str, list[tuple[Stretch, int, str]]] = defaultdict(list)
    for stretch in found:
        for start, sentence in stretch.sentences:
            for code in _codes(language, sentence):
                hits[code].append((stretch, start, sentence))
    return AuthorText(found, MappingProxyType(hits))


@lru_cache(maxsize=16384)
def _codes(language: str, sentence: str) -> tuple[str, ...]:
    """Return the rules with a match in a sentence. Cached: an update repeats much of the one before it, so most sentences recur."""
    return tuple(
        code
        for code, phrase in phrases(language).items()
        if phrase.pattern.search(sentence) and not (phrase.unless and phrase.unless.search(sentence))
    )


def _read_stretches(document: UpdateDocument, allowed: tuple[str, ...], end: re.Pattern[str]) -> Iterator[Stretch]:
    lines = document.source.text.split("\n")
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
            blanked = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), body)
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
        place = (path[0], "*", *path[2:]) if len(path) > 1 and path[0] in _NAMED else path
        if len(path) > 2 and place not in _SENTENCES:
            # One window of several has a name, and one state of several for a kind of data has a number: neither is in the short form.
            place = (*place[:-2], place[-1])
        # A name with a plain value holds the sentence itself; a name with a table holds it under its keys.
        if place in _SENTENCES and (len(path) > 2 or path not in deeper):
            yield path


def _stretch(
    path: str, key: tuple[str, ...], rows: list[str], line: int, first: int, allowed: tuple[str, ...], end: re.Pattern[str]
) -> Stretch:
    rows = [rows[0][first:], *rows[1:]]
    text = re.sub(r"\s+", " ", "\n".join([*rows, ""])).removeprefix(" ")
    text = without_quotations(text)
    for phrase in allowed:
        text = re.sub(re.escape(phrase), lambda found: " " * len(found.group()), text, flags=re.IGNORECASE)
    # Matching case-sensitively against lower case is over twice as fast as ignoring case. A letter whose lower case is longer stays as
    # is, to keep positions.
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return Stretch(path, tuple(rows), line, first, text, key=key, sentences=tuple(_sentences(folded, end)))


def without_quotations(text: str) -> str:
    """Return a text with spaces in place of what it quotes."""
    return _QUOTATION.sub(lambda found: " " * len(found.group()), text)


def _sentences(text: str, end: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for found in end.finditer(text):
        yield at, text[at : found.end()]
        at = found.end()
    if text[at:].strip():
        yield at, text[at:]
