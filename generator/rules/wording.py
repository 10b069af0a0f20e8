"""Wording: one mechanism for the rules that read sentences; their patterns are data, a file a language, under `wrd/phrases/`.

Patterns are tried on one sentence at a time, in small letters (so no pattern may hold an escape with a capital letter). Quotations, code
and the site's own allowed phrases are passed over, and a finding points at the words, not at the line.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from generator.format import strict_yaml
from generator.format.kinds import Language, Map, OrSentence, Path, Sentence
from generator.format.record import Record
from generator.format.strict_yaml import Table, Text
from generator.format.update import UPDATE
from generator.ledger.records import State
from generator.ledger.words import count_words
from generator.model.config import SiteConfig
from generator.model.diagnostic import Finding
from generator.model.document import UpdateDocument
from generator.model.update import CountForm, DataState
from generator.rules.figures import stops_after_a_day
from generator.rules.passages import Passage
from generator.rules.rule import Context, UpdateCheck


def _where(record: Record, at: Path = ()) -> Iterator[Path]:
    """Where sentences of the writer's stand in a kind of file; `*` stands for a name. One without its key stands where its record does."""
    for key in record.keys:
        kind, path = key.kind.inner, (*at, key.name)
        if key.language is Language.OWN:
            continue
        if isinstance(key.kind, OrSentence):
            yield path
        while isinstance(kind, Map):
            kind, path = kind.of.inner, (*path, "*")
        if isinstance(kind, Record):
            yield from _where(kind, path)
            if kind.short and isinstance(kind.by_name[kind.short].kind, Sentence):
                yield path
        elif isinstance(kind, Sentence) and key.language is Language.TRANSLATE and not key.terse:
            yield path


#: Where they stand in an update.
_SENTENCES = frozenset(_where(UPDATE))
_NAMED = frozenset(key.name for key in UPDATE.sections)

_QUOTATION = re.compile(r"“[^”]{2,}”|„[^“”]{2,}[“”]|«[^»]{2,}»|\"[^\"]{2,}\"")
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|<!--.*?-->|^[ \t]*>.*?$", re.DOTALL | re.MULTILINE)
_END = re.compile(r"[.!?]+(?=\s|$)")
_END_BUT_AFTER_A_DAY = re.compile(r"(?<!\b\d)(?<!\b\d\d)[.!?]+(?=\s|$)")

#: Plain verbs of what was done to data: what a euphemism stands in the place of.
PLAIN_VERB = re.compile(
    r"\b(?:stole|stolen|took|taken|cop(?:y|ied)|read|opened|saw|seen|got into|broke into|deleted|locked|changed|shown|showed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a rule looks for in one language; `unless` silences a sentence in which it is found."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Stretch(Passage):
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
    source = files("generator.rules").joinpath("wrd", "phrases", f"{language}.yml")
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


def language_of(document: UpdateDocument, context: Context) -> str:
    """The language that an update is written in, without its region: `en`."""
    tag = document.language or (context.config.site.language if context.config else "en")
    return tag.partition("-")[0].lower()


def stretches(document: UpdateDocument, context: Context) -> tuple[Stretch, ...]:
    """Every piece of author text in an update, as the rules of wording see it."""
    return _text(document, context).stretches


@dataclass(frozen=True, slots=True)
class _AuthorText:
    """All author text of one update: its pieces, and for each rule the sentences in which its pattern finds something."""

    document: UpdateDocument
    config: SiteConfig | None
    stretches: tuple[Stretch, ...]
    hits: Mapping[str, list[tuple[Stretch, int, str]]]


_KEPT: list[_AuthorText] = []


def _text(document: UpdateDocument, context: Context) -> _AuthorText:
    config = context.config
    if _KEPT and _KEPT[0].document is document and _KEPT[0].config is config:
        return _KEPT[0]
    language = language_of(document, context)
    found = tuple(
        _read(document, config.wording.allow if config else (), _END_BUT_AFTER_A_DAY if stops_after_a_day(language) else _END)
    )
    hits: dict[str, list[tuple[Stretch, int, str]]] = defaultdict(list)
    for stretch in found:
        for start, sentence in stretch.sentences:
            for code in _codes(language, sentence):
                hits[code].append((stretch, start, sentence))
    # All rules look at one update before any looks at the next.
    _KEPT[:] = [_AuthorText(document, config, found, hits)]
    return _KEPT[0]


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


def where_said(code: str, document: UpdateDocument, context: Context) -> tuple[tuple[str, ...], ...]:
    """Where in an update a rule's patterns find something: the key under which each sentence stands, empty for the body."""
    return tuple(dict.fromkeys(stretch.key for stretch, _, _ in _text(document, context).hits.get(code, ())))


def wording(
    code: str,
    why: str,
    help: str,
    *,
    when: Callable[[UpdateDocument, Context], bool] = lambda _document, _context: True,
    better: Callable[[UpdateDocument, Context], str] = lambda _document, _context: "",
) -> UpdateCheck:
    """A check that reports the words its patterns find.

    Args:
        code: the rule's, under which its patterns stand.
        why: why the words mislead; the message is the words and this.
        help: what to write instead.
        when: whether the rule applies to this update at all; it may look at the ledger.
        better: a sentence made of this incident's own facts, if there are any; it is put in front of the help.
    """

    def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
        hits = _text(document, context).hits.get(code)
        if not hits or not when(document, context):
            return
        pattern = phrases(language_of(document, context))[code].pattern
        own = better(document, context)
        for stretch, start, sentence in hits:
            for found in pattern.finditer(sentence):
                if not found.group().strip():
                    continue
                words = stretch.text[start + found.start() : start + found.end()].strip()
                yield Finding(
                    at=stretch.span(start + found.start(), start + found.end()),
                    message=f"“{words}” {why}",
                    help=f"{own}; {help}" if own else help,
                )

    return check


# What the ledger knows, for the rules that ask it.


def happened(_document: UpdateDocument, context: Context) -> bool:
    """Whether the ledger says that data was seen or taken."""
    return bool(_reached(context))


def is_open(document: UpdateDocument, _context: Context) -> bool:
    """Whether the incident is open after this update."""
    return document.update.is_open


def _state(context: Context) -> State:
    return context.turn.after if context.turn else State()


def _reached(context: Context) -> list[str]:
    return [kind for kind, entry in _state(context).data.items() if entry.state in {DataState.ACCESSED, DataState.TAKEN}]


def own_count(_document: UpdateDocument, context: Context) -> str:
    """The incident's own number, if it has one."""
    for entry in _state(context).affected.values():
        if entry.count.form is not CountForm.UNKNOWN:
            return f"write “{count_words(entry.count)}”"
    return ""


def own_data(_document: UpdateDocument, context: Context) -> str:
    """What the ledger says happened to data, if it says so."""
    reached = _reached(context)
    if not reached:
        return ""
    return f"the ledger says what happened: {', '.join(f'{kind} was {_state(context).data[kind].state.value}' for kind in reached[:3])}"


def own_looked(_document: UpdateDocument, context: Context) -> str:
    """Where we have looked, if an open unknown says so."""
    looked = next((entry for entry in _state(context).open_unknowns if entry.fact.looked), None)
    return f"`{looked.name}` already says where you have looked" if looked else ""
