"""Author text of updates as the rules of wording see it: sentence by sentence, and in which of them a pattern finds something.

The patterns are data, a file a language, under `wrd/phrases/`. They are tried on one sentence at a time, in small letters (so no pattern may
hold an escape with a capital letter). Quotations, code and the site's own allowed phrases are passed over.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from generator.format import strict_yaml
from generator.format.kinds import Map, OrSentence, Path, Sentence, TranslationMode
from generator.format.record import Record
from generator.format.strict_yaml import Table, Text
from generator.format.update import UPDATE
from generator.inspection.text_spans import TextSpan
from generator.model.config import SiteConfig
from generator.model.document import UpdateDocument
from generator.prose.number_words import stops_after_a_day


def _where(record: Record, at: Path = ()) -> Iterator[Path]:
    """Where sentences of the writer's stand in a kind of file; `*` stands for a name. One without its key stands where its record does."""
    for key in record.keys:
        kind, path = key.kind.inner, (*at, key.name)
        if key.language is TranslationMode.OWN:
            continue
        if isinstance(key.kind, OrSentence):
            yield path
        while isinstance(kind, Map):
            kind, path = kind.of.inner, (*path, "*")
        if isinstance(kind, Record):
            yield from _where(kind, path)
            if kind.short and isinstance(kind.by_name[kind.short].kind, Sentence):
                yield path
        elif isinstance(kind, Sentence) and key.language is TranslationMode.TRANSLATE and not key.terse:
            yield path


#: Where they stand in an update.
_SENTENCES = frozenset(_where(UPDATE))
_NAMED = frozenset(key.name for key in UPDATE.sections)

_QUOTATION = re.compile(r"“[^”]{2,}”|„[^“”]{2,}[“”]|«[^»]{2,}»|\"[^\"]{2,}\"")
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|<!--.*?-->|^[ \t]*>.*?$", re.DOTALL | re.MULTILINE)
_END = re.compile(r"[.!?]+(?=\s|$)")
_END_BUT_AFTER_A_DAY = re.compile(r"(?<!\b\d)(?<!\b\d\d)[.!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a rule looks for in one language; `unless` silences a sentence in which it is found."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Stretch(TextSpan):
    """A passage in which what is passed over is blanked.

    Attributes:
        key: where it stands in the front matter; empty for the body.
        sentences: each sentence in small letters, and where it begins.
    """

    key: tuple[str, ...] = ()
    sentences: tuple[tuple[int, str], ...] = ()


@cache
def phrases(language: str) -> Mapping[str, Phrase]:
    """A language's patterns by rule code; empty for a language that has none yet (the other rules work in any)."""
    source = files("generator.inspection").joinpath("phrases", f"{language}.yml")
    if not source.is_file():
        return MappingProxyType({})
    node, problems = strict_yaml.read(source.read_text(encoding="utf-8"), f"{language}.yml")
    if problems or not isinstance(node, Table):
        raise ValueError(f"{language}.yml: {problems}")
    return MappingProxyType({code: _phrase(entry.value) for code, entry in node.entries.items()})


def _phrase(node: object) -> Phrase:
    if not isinstance(node, Table):
        raise TypeError(node)
    parts = {key: re.compile(entry.value.value.lower()) for key, entry in node.entries.items() if isinstance(entry.value, Text)}
    return Phrase(parts["pattern"], parts.get("unless"))


def language_of(document: UpdateDocument, config: SiteConfig | None) -> str:
    """The language that an update is written in, without its region: `en`."""
    tag = document.language or (config.site.language if config else "en")
    return tag.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class AuthorText:
    """All author text of one update.

    Attributes:
        stretches: its pieces.
        hits: by the code of a rule: the sentences in which its pattern finds something, each with its piece and where it begins there.
    """

    stretches: tuple[Stretch, ...]
    hits: Mapping[str, list[tuple[Stretch, int, str]]]


def author_text(document: UpdateDocument, config: SiteConfig | None) -> AuthorText:
    """Every piece of author text in an update."""
    language = language_of(document, config)
    found = tuple(
        _read(document, config.wording.allow if config else (), _END_BUT_AFTER_A_DAY if stops_after_a_day(language) else _END)
    )
    hits: dict[str, list[tuple[Stretch, int, str]]] = defaultdict(list)
    for stretch in found:
        for start, sentence in stretch.sentences:
            for code in _codes(language, sentence):
                hits[code].append((stretch, start, sentence))
    return AuthorText(found, MappingProxyType(hits))


@lru_cache(maxsize=16384)
def _codes(language: str, sentence: str) -> tuple[str, ...]:
    """The rules whose pattern is in a sentence. An update restates much of the one before it, so most sentences are known already."""
    return tuple(
        code
        for code, phrase in phrases(language).items()
        if phrase.pattern.search(sentence) and not (phrase.unless and phrase.unless.search(sentence))
    )


def _read(document: UpdateDocument, allowed: tuple[str, ...], end: re.Pattern[str]) -> Iterator[Stretch]:
    lines = document.source.text.split("\n")
    for path in _paths(document):
        at = document.places[path].value
        rows = lines[at.line - 1 : at.end_line]
        if not rows:
            continue
        rows[-1] = rows[-1][: at.end_column - 1]
        first = at.column - 1
        if rows[0][first : first + 1] in {'"', "'"}:
            # The quotation marks that YAML needs are not the author's.
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
        # What stands at a name alone is its sentence; with keys below it, they hold it.
        if place in _SENTENCES and (len(path) > 2 or path not in deeper):
            yield path


def _stretch(
    path: str, key: tuple[str, ...], rows: list[str], line: int, first: int, allowed: tuple[str, ...], end: re.Pattern[str]
) -> Stretch:
    rows = [rows[0][first:], *rows[1:]]
    text = re.sub(r"\s+", " ", "\n".join([*rows, ""])).removeprefix(" ")
    text = _QUOTATION.sub(lambda found: " " * len(found.group()), text)
    for phrase in allowed:
        text = re.sub(re.escape(phrase), lambda found: " " * len(found.group()), text, flags=re.IGNORECASE)
    # A search that need not care about case is more than twice as fast; a letter whose small form is longer stays as it is.
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return Stretch(path, tuple(rows), line, first, text, key=key, sentences=tuple(_sentences(folded, end)))


def _sentences(text: str, end: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for found in end.finditer(text):
        yield at, text[at : found.end()]
        at = found.end()
    if text[at:].strip():
        yield at, text[at:]
