"""Taking words out of a published text that must not be public: a person's data, a court's order, a risk to safety.

The words leave a mark that readers see, and a line in ledger.lock. Nothing else may change: no count, date, state or name of the ledger, and no
word that decides what a sentence says.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from types import MappingProxyType
from unicodedata import category, normalize
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from generator.autofix.fixer import apply
from generator.content.sentences import statement_of
from generator.errors import UsageError
from generator.format.kinds import Path
from generator.format.strict_yaml import quoted
from generator.ledger.sentences import Naming, about
from generator.links.linked_files import documents_of
from generator.model.diagnostic import Diagnostic, Edit
from generator.model.document import (
    Document,
    IncidentDocument,
    IncidentFolder,
    IncidentTranslationDocument,
    LockDocument,
    PageDocument,
    Redaction,
    ReviewDocument,
    SealLine,
    UpdateDocument,
)
from generator.model.history import History
from generator.model.incident import Incident
from generator.model.outside_text import OutsideFile
from generator.model.source import RawFile, Span
from generator.model.update import StandingChange
from generator.pipeline.checking import Checked, check
from generator.prose.deciding import deciding_word
from generator.seals.ledger_lock import LOCK, SealedTerms, digest_of, lock_text, name_of, with_seals
from generator.seals.page_words import PAGE_LOCK, PAGES, every_page, page_name
from generator.seals.standing_words import sealed_file

#: The longest reason, and the longest name of who approved it, in characters.
LONGEST = 80

_SHORTEST = 2
_LETTER = re.compile(r"[^\W_]")
#: A link, or an address, in Markdown: a mark inside would break it.
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|<[^<>\n]+>|\S+://\S+")
_MARK = re.compile(r"\[[^\[\]]*\]")
#: What of the ways to ask is words; who answers may be a name and nothing else, and nothing was stated with it.
_ASKING = ("hours", "who", "out_of_band")
_TRANSLATED = UpdateDocument | ReviewDocument | PageDocument | IncidentTranslationDocument


@dataclass(frozen=True, slots=True)
class Remaining:
    """A file or folder in which the words, or nearly the same, still stand.

    Attributes:
        path: its path.
        lines: the lines; none where it is its name that holds them, or where it has no lines of its own.
        named: whether its name holds them.
    """

    path: str
    lines: tuple[int, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction changes.

    Attributes:
        texts: the new texts, locks first, by path.
        count: in how many places words were taken out.
        elsewhere: what still holds the words, in whatever letters: the changed texts too, where they say them in a comment or a name.
        unread: the published files of which it is not known.
        blocking: findings that would stop a build and did not before; with any, nothing may be written.
    """

    texts: Mapping[str, str]
    count: int
    elsewhere: tuple[Remaining, ...]
    unread: tuple[str, ...]
    blocking: tuple[Diagnostic, ...]


def redact(
    files: tuple[RawFile, ...],
    checked: Checked,
    paths: Iterable[str],
    words: str,
    said: Redaction,
    marks: Callable[[str], str],
    history: History | None,
    published: Iterable[RawFile] = (),
) -> Redacted:
    """Take words out of published texts.

    Args:
        files: the site.
        checked: the same, judged.
        paths: the texts.
        words: the words, in the same order; white space counts as one space.
        said: when, why, and who approved it.
        marks: what stands in the words' place, by language.
        history: the site's history.
        published: the site's attachments with what is written in them; an `OutsideFile` as people read it, with `unread` where nothing of it is known.

    Raises:
        UsageError: the words cannot be taken out; the message says why, and never repeats them.
    """
    pattern = _pattern(words, said)
    config = checked.content.config.config
    own = config.site.language if config else "en"
    new: dict[str, str] = {}
    lines: dict[str, tuple[SealLine, ...]] = {}
    count = 0
    missing: list[Document] = []
    chosen = [_chosen(checked, path) for path in dict.fromkeys(paths)]
    for folder, document in chosen:
        path, language = document.source.path, _language(document) or own
        mark = marks(language)
        edits = tuple(_edits(document, pattern, mark, language, _names_in_sentence(checked, folder, language)))
        if not edits:
            missing.append(document)
            continue
        done = apply(document.source.text, edits)
        if done is None:
            raise UsageError(f"the words overlap in {path}", "remove a longer part")
        count += len(edits)
        new[path] = done[0]
        at, slug, lock = _lock(checked, folder)
        if lock is None or not _is_sealed(folder, document, lock):
            raise UsageError(f"{path} is not sealed", "run `aboveboard seal`, commit, and then try again")
        _refuse_earlier_notes(document, lock, pattern)
        so_far = replace(lock, lines=lines.get(at, lock.lines))
        after = _changed(files, new, checked, history)
        items = _items(_document(after, path), folder)
        terms = {
            name: SealedTerms(redaction=replace(said, mark=mark), note=_note(_document(after, path))) for name, _, _ in items
        }
        texts_of = {name: text for name, _, text in items if text}
        lines[at] = with_seals(slug, so_far, [(name, digest) for name, digest, _ in items], terms, said.when, texts_of)
    for folder, document in chosen:
        # A run that was stopped between two files has been through the first ones: what is gone there is not asked for again.
        if document in missing and not (new and _was_redacted(document, folder, _lock(checked, folder)[2], said)):
            raise _not_found(document, pattern)
    texts = {at: lock_text(those) for at, those in lines.items()} | new
    after = _changed(files, texts, checked, history)
    for _, document in chosen:
        _only_words_gone(document, _document(after, document.source.path), pattern, marks(_language(document) or own))
    known = {(one.code, one.span.path, one.message) for one in checked.diagnostics}
    blocking = tuple(one for one in after.diagnostics if one.blocks and (one.code, one.span.path, one.message) not in known)
    others = tuple(published)
    left = {file.path: file for file in (*_with_texts(files, texts), *others)}
    unread = tuple(file.path for file in others if isinstance(file, OutsideFile) and file.unread)
    return Redacted(texts, count, tuple(_remaining(left.values(), _nearly(words))), unread, blocking)


def _lock(checked: Checked, folder: IncidentFolder | None) -> tuple[str, str, LockDocument | None]:
    """Return the path of the lock of an incident, or of the pages, what it is bound to, and what it says."""
    if folder is None:
        return PAGE_LOCK, PAGES, checked.content.page_lock
    return f"content/incidents/{folder.slug}/{LOCK}", folder.slug, folder.lock


def _was_redacted(document: Document, folder: IncidentFolder | None, lock: LockDocument | None, said: Redaction) -> bool:
    """Whether a text is what an earlier run of the same redaction left."""
    for name, digest, _ in _items(document, folder):
        line = lock.last(name) if lock else None
        if line and line.digest == digest and line.redaction:
            taken = line.redaction
            if (taken.because, taken.by) == (said.because, said.by):
                return True
    return False


def _remaining(files: Iterable[RawFile], nearly: re.Pattern[str]) -> Iterator[Remaining]:
    """Yield what holds words: files by the lines, and files and folders by their names."""
    named: set[str] = set()
    for file in files:
        if lines := tuple(dict.fromkeys(_lines_with(file, nearly))):
            yield Remaining(file.path, () if isinstance(file, OutsideFile) else lines)
        parts = file.path.split("/")
        for number, part in enumerate(parts, 1):
            if nearly.search(_folded(part)):
                named.add("/".join(parts[:number]))
    yield from (Remaining(path, named=True) for path in sorted(named))


def _lines_with(file: RawFile, nearly: re.Pattern[str]) -> Iterator[int]:
    """Yield the lines of a file in which words stand; of one that other programs made, in what people read there."""
    if isinstance(file, OutsideFile):
        yield from (1 for text in file.texts for paragraph in text.paragraphs if nearly.search(_folded(paragraph.text)))
        return
    folded = _folded(file.text)
    yield from (folded.count("\n", 0, found.start()) + 1 for found in nearly.finditer(folded))


def _nearly(words: str) -> re.Pattern[str]:
    """Return the pattern of words in whatever letters, with whatever signs between them: capitals, accents, emphasis, as a name of a file."""
    parts = re.findall(r"[^\W_]+", _folded(words))
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(map(re.escape, parts)) + r"(?![^\W_])")


def _folded(text: str) -> str:
    """Return a text without capitals, accents, invisible letters and what stands for a letter in HTML and in addresses; its lines stay."""
    apart = normalize("NFKD", unquote(unescape(text)))
    # Which letters one becomes in small ones may be accented again.
    return normalize("NFKD", "".join(letter for letter in apart if category(letter) not in {"Mn", "Cf"}).casefold())


def _with_texts(files: Iterable[RawFile], texts: Mapping[str, str]) -> tuple[RawFile, ...]:
    """Return files, some of them with other texts."""
    return tuple(
        replace(file, data=texts[file.path].encode(), size=len(texts[file.path].encode())) if file.path in texts else file
        for file in files
    )


def _changed(files: tuple[RawFile, ...], texts: Mapping[str, str], checked: Checked, history: History | None) -> Checked:
    """Judge the site with other texts of some files."""
    return check(_with_texts(files, texts), checked.analysis.now, history)


def _every(checked: Checked) -> Iterator[tuple[IncidentFolder | None, Document]]:
    """Yield every text that may have been published, with its incident; a free page has none."""
    for folder in checked.content.incidents:
        yield from ((folder, document) for document in documents_of(folder))
    yield from ((None, page) for page in every_page(checked.content))


def _document(checked: Checked, path: str) -> Document:
    return next(document for _, document in _every(checked) if document.source.path == path)


def _language(document: Document) -> str:
    """Return the language of a translation; empty for what was written first."""
    return document.language if isinstance(document, _TRANSLATED) else ""


def _note(document: Document) -> StandingChange | None:
    """Return what a free page says of its own change."""
    return document.changed if isinstance(document, PageDocument) else None


def _items(document: Document, folder: IncidentFolder | None) -> tuple[tuple[str, str, str], ...]:
    """Return the lines that seal a file: each name with its digest, and the text where it is that of the file."""
    if isinstance(document, IncidentDocument | IncidentTranslationDocument):
        return tuple((name, digest, "") for name, digest in sealed_file(document))
    name = page_name(document) if isinstance(document, PageDocument) else name_of(folder, document.source.path) if folder else ""
    return ((name, digest_of(document.source.text), document.source.text),)


def _is_sealed(folder: IncidentFolder | None, document: Document, lock: LockDocument) -> bool:
    """Whether a file was sealed; of incident.md and its translations, every part as it is, or as it was before a redaction.

    The lock is written first. A run that was stopped then has left the words in the file, and the next one takes them out.
    """
    for name, digest, text in _items(document, folder):
        line = lock.last(name)
        if line is None:
            return False
        lines = [one for one in lock.lines if one.name == name]
        stopped = line.redaction is not None and any(one.digest == digest for one in lines)
        if not text and line.digest != digest and not stopped:
            return False
    return True


def _refuse_earlier_notes(document: Document, lock: LockDocument, pattern: re.Pattern[str]) -> None:
    """Refuse what would stay in the lock.

    Raises:
        UsageError: what a page said of a change, which is kept in its line, holds the words.
    """
    if not isinstance(document, PageDocument):
        return
    name = page_name(document)
    notes = [line.note for line in lock.lines if line.name == name and line.note]
    if any(pattern.search(f"{note.because} {note.was}") for note in notes):
        raise UsageError(
            f"the words are in a note of {PAGE_LOCK} on an earlier change of {name}, and none of its lines can be removed",
            "remove the words and that file from git's history, as docs/redaction.md says; then run `aboveboard seal`",
        )


def _pattern(words: str, said: Redaction) -> re.Pattern[str]:
    """Return the pattern of the words.

    Raises:
        UsageError: they, the reason or the name cannot be used.
    """
    parts = words.split()
    if len("".join(parts)) < _SHORTEST or not _LETTER.search(words):
        raise UsageError("the words are too short to be found", "give the whole name, number or address")
    if _MARK.search(_LINK.sub("", words)):
        raise UsageError(
            "the words contain a redaction mark in brackets", "give only the words before it, or only those after it"
        )
    first, last = (r"(?<!\w)" if words.strip()[0].isalnum() else ""), (r"(?!\w)" if words.strip()[-1].isalnum() else "")
    pattern = re.compile(first + r"\s+".join(map(re.escape, parts)) + last)
    for option, text in (("--because", said.because), ("--by", said.by)):
        if not text or len(text) > LONGEST or not text.isprintable() or re.search(r"[\"\\\[\]<>`|]", text):
            raise UsageError(
                f"{option} must be a short text without brackets and quotation marks", f"at most {LONGEST} letters, in one line"
            )
        if re.search(pattern.pattern, text, re.IGNORECASE):
            raise UsageError(f"{option} repeats the words that are to be removed", "say it without them")
    if re.search(r"\d", said.because):
        raise UsageError(
            "--because contains a number, which readers could mistake for a figure of the statement", "say why without a number"
        )
    return pattern


def _chosen(checked: Checked, path: str) -> tuple[IncidentFolder | None, Document]:
    """Return a published text and its incident.

    Raises:
        UsageError: there is none of that name, or readers never saw it.
    """
    for folder, document in _every(checked):
        if document.source.path != path:
            continue
        if document.problems:
            raise UsageError(f"{path} cannot be understood", f"fix what `aboveboard validate {path}` finds, then try again")
        if not (isinstance(document, PageDocument) or checked.analysis.is_public(document)):
            raise UsageError(f"no reader has seen {path} yet", "change the words by hand")
        return folder, document
    if any(document.file is not None and document.file.path == path for document in checked.content.elsewhere):
        raise UsageError(
            f"{path} is not published by this site, so it has no readers here to whom a mark would say what is gone",
            "change the words in the file by hand, and ask those to whom it was told to do the same",
        )
    raise UsageError(f"there is no update, review, page or incident.md called {path}", "write its path, from content/ on")


def _names_in_sentence(checked: Checked, folder: IncidentFolder | None, language: str) -> Callable[[str], frozenset[str]]:
    """Return what tells the populations, kinds of data and systems that a sentence names."""
    if folder is None:
        return lambda _: frozenset()
    config, ledger = checked.content.config.config, checked.analysis.ledgers.get(folder.slug)
    state = ledger.transitions[-1].after if ledger and ledger.transitions else None
    naming = Naming(
        language=language,
        zone=config.site.timezone if config else ZoneInfo("UTC"),
        called=folder.document.incident.names if folder.document.incident else MappingProxyType({}),
        systems=config.systems if config else (),
    )
    return lambda text: about(text, naming, state.affected if state else (), state.data if state else ())


def _edits(
    document: Document,
    pattern: re.Pattern[str],
    mark: str,
    language: str,
    named: Callable[[str], frozenset[str]],
) -> Iterator[Edit]:
    """Yield the edits of a text.

    Raises:
        UsageError: the words decide what a sentence says, are all of it, or are a part of an address.
    """
    said = statement_of(document)
    lines = document.source.text.split("\n")
    for path, text in _sentences(document).items():
        if not pattern.search(text):
            continue
        _refuse_deciding(text, pattern, language, ".".join(path), whole="contact.who" in ".".join(path))
        if lost := sorted(named(text) - named(pattern.sub(" ", text))):
            raise UsageError(
                f"`{lost[0]}` is what `{'.'.join(path)}` is about, so its name cannot be removed",
                f"write a correction in a new update: `corrections: {{{_subject('.'.join(path))}: why this has changed}}`",
            )
        where = _path_in_file(document, path)
        place = document.places.get(where)
        if place is None:
            raise UsageError(f"the place of the words cannot be found in `{'.'.join(path)}`", "remove a longer part")
        at = place.value
        rows = lines[at.line - 1 : at.end_line]
        rows[-1] = rows[-1][: at.end_column - 1]
        rows[0] = rows[0][at.column - 1 :]
        raw = "\n".join(rows)
        # A block keeps its layout; of what may hold quotation marks or breaks, the value is written anew.
        new = pattern.sub(lambda _: mark, raw) if raw[:1] in {"|", ">"} else quoted(pattern.sub(lambda _: mark, text), flow=True)
        yield Edit(at, new)
    start = document.source.text.rfind(said.body) if said.body else -1
    if start < 0:
        return
    for found in pattern.finditer(said.body):
        begin, end = _sentence_round(said.body, found)
        _refuse_deciding(said.body[begin:end], pattern, language, "")
        after = said.body[found.end() : found.end() + 1]
        yield Edit(_span(document, start + found.start(), start + found.end()), mark + (" " if after in {"(", "[", ":"} else ""))


def _sentences(document: Document) -> Mapping[Path, str]:
    """Return the sentences of a file by their places, and what it says of ways to ask and of its own changes."""
    notes: dict[Path, StandingChange] = {}
    asking: dict[Path, str] = {}
    if isinstance(document, PageDocument) and document.changed:
        notes["changed",] = document.changed
    elif isinstance(document, IncidentDocument | IncidentTranslationDocument):
        held = document.incident if isinstance(document, IncidentDocument) else document.parsed
        notes |= {("changed", key): note for key, note in held.changed.items()} if held else {}
        if isinstance(held, Incident) and (contact := held.contact):
            asking |= {("contact", key): text for key in _ASKING if (text := getattr(contact, key))}
    told = {(*path, key): text for path, note in notes.items() for key in ("because", "was") if (text := getattr(note, key))}
    return {**statement_of(document).sentences, **asking, **told}


def _refuse_deciding(text: str, pattern: re.Pattern[str], language: str, key: str, *, whole: bool = False) -> None:
    where = f"`{key}`" if key else "a sentence of the text"
    line = f"corrections: {{{_subject(key)}: why this has changed}}"
    help = f"write a correction in a new update: `{line}`" if key else "write what is right in a new update"
    if not whole and not _LETTER.search(pattern.sub("", _MARK.sub("", text))):
        raise UsageError(f"nothing would be left of {where}, so it cannot be removed", help)
    for found in pattern.finditer(text):
        deciding = deciding_word(text, found.start(), found.end(), language)
        if deciding:
            raise UsageError(f"`{deciding}` decides what {where} says, so it cannot be removed", help)
        links = [link for link in _LINK.finditer(text) if link.start() < found.end() and found.start() < link.end()]
        if any(not (found.start() <= link.start() and link.end() <= found.end()) for link in links):
            raise UsageError(
                f"the words are part of a link in {where}", "remove the whole link, from its first character to its last"
            )


#: The name under `corrections` of what stands in a part of an update: a fact has its own, what else there is has the part's before it.
_SUBJECTS = {
    "actions": "action",
    "next_steps": "step",
    "done": "step",
    "dropped": "step",
    "consequences": "consequence",
    "data": "data",
}
_NAMED = frozenset({"services", "remedies", "direct_notice", "claims", "affected", "window"})


def _subject(key: str) -> str:
    """Return the name that a correction of a key has."""
    part, _, rest = key.partition(".")
    name = rest.partition(".")[0]
    if not name:
        return part or "name"
    first = _SUBJECTS.get(part) or (part if part in _NAMED else "")
    said = f"{first}.{name}" if first else name
    return quoted(said, flow=True)


def _sentence_round(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Return where the paragraph with a match begins and ends."""
    begin = text.rfind("\n\n", 0, found.start())
    end = text.find("\n\n", found.end())
    return (begin + 2 if begin >= 0 else 0), (end if end >= 0 else len(text))


def _path_in_file(document: Document, path: Path) -> Path:
    """Return a path as the file has it: a plain sentence stands for a mapping with that sentence alone."""
    return path if path in document.places else path[:-1]


def _span(document: Document, start: int, end: int) -> Span:
    text = document.source.text
    line, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    return Span(document.source.path, line, start - text.rfind("\n", 0, start), last, end - text.rfind("\n", 0, end))


def _not_found(document: Document, pattern: re.Pattern[str]) -> UsageError:
    path = document.source.path
    if pattern.search(document.source.text):
        return UsageError(
            f"in {path}, the words are not in a text: they are a name, a state, a count, a time, or a person who approved it",
            "correct what the ledger counts in a new update, under `corrections:`",
        )
    near = re.compile(pattern.pattern, re.IGNORECASE).search(document.source.text)
    return UsageError(
        f"{path} does not contain the words",
        "write them with the same capital letters as there" if near else "copy them from the file exactly",
    )


def _only_words_gone(old: Document, new: Document, pattern: re.Pattern[str], mark: str) -> None:
    """Make sure that a file says the same as before, but for the words.

    Raises:
        UsageError: it does not.
    """
    before, after = statement_of(old), statement_of(new)
    wanted = {path: pattern.sub(lambda _: mark, text) for path, text in _sentences(old).items()}
    body = pattern.sub(lambda _: mark, before.body)

    def plain(text: str) -> str:
        return re.sub(r"\s", "", text)

    if (
        before.values != after.values
        or before.names != after.names
        or {path: plain(text) for path, text in wanted.items()} != {path: plain(text) for path, text in _sentences(new).items()}
        or plain(body) != plain(after.body)
    ):
        raise UsageError(f"more than the words would change in {old.source.path}", "remove a longer part")
