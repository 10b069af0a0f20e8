"""What is made of one incident, kept for the next run: its pages, and its part of feeds, calendars, badges and files for programs.

All of that shows the incident and the titles of related ones, and knows of everything else only where links lead, which words are
translated and how names are spelt out, what is in published files, and the time. So it is made with a site in which nothing else is, and what is asked of the rest is noted with
the answers. It is used again as long as what is in that site has the same bytes, the answers are the same, and the time has not come at which one
would be another.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

from generator.links.noted_targets import Answers, NotedTargets, answer
from generator.model.artifact import Artifact, Theme, UnreadArtifact
from generator.model.document import IncidentFolder
from generator.model.kept import Kept, Kind, NothingKept
from generator.model.noted_time import Steady, holds
from generator.model.value_digest import NoValueError, value_digest
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts

_T = TypeVar("_T")
_OF: Final = "of"
_CALLED: Final = "called"
_SIZE: Final = "size"
_CHANGED: Final = "changed"
_NAME: Final = "name"
_REST: Final = "rest"
_FILES: Final = "files"
_FILE: Final = "file"
#: What stands in a line between when a part holds, its files, and what is told beside them; and no JSON has.
_THEN: Final = "\t"


class _NotedTexts(TranslatedTexts):
    """Translated texts that note what they are asked."""

    answers: Answers
    all: TranslatedTexts

    def of(self, text: str) -> str:
        """Return the translation of a sentence or a body."""
        found = self.all.of(text)
        if self.all.texts:
            self.answers[_OF, text] = found
        return found

    def called(self, name: str) -> tuple[str, str]:
        """Return what readers call a population or a kind of data."""
        found = self.all.called(name)
        self.answers[_CALLED, name] = repr(found)
        return found


class _NotedNames(Mapping[str, str]):
    """The names in the words of all incidents, and a note of those that were asked for. Which there are, none asks."""

    def __init__(self, site: Site, answers: Answers) -> None:
        self._site, self._answers = site, answers

    def __getitem__(self, name: str) -> str:
        self._answers[_NAME, name] = _name(self._site, name)
        return self._site.names[name]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("parts of one incident go through the names of all of them")

    def __len__(self) -> int:
        raise TypeError("parts of one incident count the names of all of them")


class _NotedFiles(Mapping[str, bytes]):
    """The published files of the whole site, and a note of what was asked of them."""

    def __init__(self, site: Site, answers: Answers) -> None:
        self._site, self._answers = site, answers

    def __getitem__(self, path: str) -> bytes:
        self._answers[_FILE, path] = _file(self._site, path)
        return self._site.attachments[path]

    def __iter__(self) -> Iterator[str]:
        self._answers[(_FILES,)] = _files(self._site)
        return iter(self._site.attachments)

    def __len__(self) -> int:
        self._answers[(_FILES,)] = _files(self._site)
        return len(self._site.attachments)


def _name(site: Site, name: str) -> str:
    return repr(site.names.get(name))


def _file(site: Site, path: str) -> str:
    data = site.attachments.get(path)
    return "" if data is None else sha256(data).hexdigest()


def _files(site: Site) -> str:
    return repr(list(site.attachments))


def own_templates(theme: Theme) -> tuple[str, ...]:
    """Return the templates of pages that are a site's own, which may ask for anything."""
    return tuple(
        f"themes/{path}" for path in sorted(theme.own) if path.startswith(("pages/", "partials/")) and path.endswith(".html")
    )


class NotedSite(Site):
    """A site with one incident in it, and what is noted of the rest.

    Attributes:
        answers: where questions are noted with their answers.
        steady: where it is noted what the time was asked.
        all: the whole site.
    """

    answers: Answers
    steady: Steady
    all: Site

    @property
    def names(self) -> Mapping[str, str]:
        """The names in the words of all incidents."""
        return _NotedNames(self.all, self.answers)

    @property
    def changed(self) -> datetime:
        """When something of the whole site was last published."""
        self.answers[(_CHANGED,)] = self.all.changed.isoformat()
        return self.all.changed

    def once(self, name: tuple[Any, ...], make: Callable[[], _T]) -> _T:
        """Return a value that several parts of one incident need. Each notes all that the part which made it had asked until then: it may follow from any of that."""
        held, noted = self.all.remembered, ("noted", *name)
        if noted not in held:
            held[noted] = make(), dict(self.answers), self.steady.asked()
        made: _T
        made, answers, asked = held[noted]
        self.answers.update(answers)
        self.steady.add(asked)
        return made

    def is_at_rest(self, incident: PublicIncident) -> bool:
        """Whether an incident is at rest, which depends on the latest news of the whole site."""
        self.answers[_REST, incident.slug] = repr(incident.slug in self.all.resting)
        return incident.slug in self.all.resting

    def size(self, address: str, of: Callable[[Site, str], tuple[int, int] | None]) -> tuple[int, int] | None:
        """Return the size of a picture of the whole site."""
        found = of(self.all, address)
        self.answers[_SIZE, address] = repr(found)
        return found


@dataclass(frozen=True, slots=True)
class Alone:
    """An incident alone, as its parts of a site are made from it.

    Attributes:
        site: with nothing else in it that is shown; the whole site where nothing is kept.
        incident: in that site.
        texts: the authors' texts in the language of what is made.
    """

    site: Site
    incident: PublicIncident
    texts: TranslatedTexts


#: Makes files of an incident, and what is told beside them, which is what JSON can hold.
Make: TypeAlias = Callable[[Alone], tuple[Iterable[Artifact], Any]]
#: The same, of several incidents, given a site with nothing else in it and the authors' texts.
MakeOfSeveral: TypeAlias = Callable[[Site, TranslatedTexts], tuple[Iterable[Artifact], Any]]
#: Files, and what is told beside them.
Part: TypeAlias = tuple[tuple[Artifact, ...], Any]
#: Makes parts of an incident that nobody has made yet.
OfIncident: TypeAlias = Callable[[PublicIncident], object]


@lru_cache(maxsize=4)
def _digest(theme: Theme) -> bytes:
    """Return the digest of a theme, which has megabytes and is the same for every part."""
    return value_digest((theme.name, sorted(theme.files.items()), theme.fonts, sorted(theme.own)))


class KeptParts:
    """What is made of each incident in one language, kept from one run to the next.

    Args:
        site: the whole site.
        theme: how it looks.
        texts: the authors' texts in the language of what is made.
        beside: whatever else that depends on.
        size: returns the size of a picture in a site, by its address.
    """

    def __init__(
        self,
        site: Site,
        theme: Theme,
        texts: TranslatedTexts,
        beside: tuple[Any, ...],
        size: Callable[[Site, str], tuple[int, int] | None],
    ) -> None:
        self._site = site
        self._texts = texts
        self._size = size
        # What each part is made from but for the incident itself.
        self._bare = replace(
            site,
            incidents=(),
            as_of=datetime.max.replace(tzinfo=UTC),
            order=(),
            host_files=(),
            attachments=MappingProxyType({}),
            trusted=None,
            kept=NothingKept(),
        )
        self._answered: dict[tuple[str, ...], str | None] = {}
        self._holding: dict[str, bool] = {}
        self._known: dict[str, tuple[tuple[PublicIncident, ...], str | None]] = {}
        self._translated: dict[str, set[tuple[str, int]]] = {}
        for update in texts.updates:
            self._translated.setdefault(update[0], set()).add(update)
        self._places = {one.slug: place for place, one in enumerate(site.incidents)}
        self._shared = (
            None if isinstance(site.kept, NothingKept) or site.preview or own_templates(theme) else self._of_all(theme, beside)
        )

    def _of_all(self, theme: Theme, beside: tuple[Any, ...]) -> bytes | None:
        site, texts = self._site, self._texts
        trusted = None if site.trusted is None else sorted(site.trusted)
        # Where nothing is translated, what is asked of the texts is not noted.
        said = texts.tag, texts.written, bool(texts.texts)
        try:
            return value_digest((site.kept.stamp, self._bare, trusted, _digest(theme), said, beside))
        except NoValueError:
            return None

    def part(self, what: str, incident: PublicIncident, make: Make, beside: Any = None) -> Part:
        """Return a part of the site that is made of an incident: files, and what is told beside them.

        Args:
            what: what it is called among all parts.
            incident: the incident.
            make: makes it.
            beside: what it depends on that is in no site.
        """
        name = what, incident.slug, self._texts.tag, beside
        made = self._site.made.get(*name)
        if made is not None:
            return made
        note = partial(self._site.made.note, *name)
        seen, of = self._seen(incident)
        return self._part(what, (incident,), seen, of, lambda site, texts: make(Alone(site, incident, texts)), beside, note)

    def of_several(self, what: str, incidents: tuple[PublicIncident, ...], make: MakeOfSeveral, beside: Any = None) -> Part:
        """Return a part of the site that is made of several incidents and knows no other, not even those to which they lead.

        Args:
            what: what it is called among all parts.
            incidents: they, in the order of the site.
            make: makes it.
            beside: what it depends on that is in no site.
        """
        return self._part(what, incidents, incidents, self._of(incidents, incidents), make, beside)

    def of_texts(self, path: str, beside: Any, join: Callable[[], bytes]) -> Artifact:
        """Return a file that is made of texts of which the digests are known.

        Args:
            path: its path.
            beside: all that it is made of, the digests among it, which are written so that others are written otherwise.
            join: makes it.
        """
        if self._shared is None:
            return Artifact(path, join())
        key = sha256(self._shared + repr(("texts", path, beside)).encode("utf-8", "surrogatepass")).hexdigest()

        def again() -> Part:
            made = (Artifact(path, join()),)
            head = _head(made, None, Steady(self._site.as_of), {})
            self._site.kept.put(Kind.PARTS, key, b"".join((head, b"\n", made[0].data)))
            self._site.heads.use(key, head)
            return made, None

        told = self._site.heads.get(key)
        found = self._read(key, told, again) if told is not None else None
        return (found or again())[0][0]

    def _part(
        self,
        what: str,
        own: tuple[PublicIncident, ...],
        seen: tuple[PublicIncident, ...],
        of: str | None,
        make: MakeOfSeveral,
        beside: Any,
        note: Callable[[Part], None] = lambda _part: None,
    ) -> Part:
        key = self._key(what, of, beside)
        if key is None:
            files, said = make(self._site, self._texts)
            made = tuple(files), said
            note(made)
            return made
        again = partial(self._made, key, own, seen, make)
        told = self._site.heads.get(key)
        found = self._read(key, told, again) if told is not None else None
        if found is None:
            held = self._site.kept.get(Kind.PARTS, key)
            head, _, rest = held.partition(b"\n") if held is not None else (b"", b"", b"")
            found = self._read(key, head, again, rest) if held is not None else None
        if found is None:
            found = again()
            note(found)
        return found

    def is_kept(self, what: str, incident: PublicIncident, beside: Any = None) -> bool:
        """Whether it is told of a part that it is kept, though it may not hold any more."""
        key = self._key(what, self._seen(incident)[1], beside)
        return key is not None and key in self._site.heads

    def _made(self, key: str, own: tuple[PublicIncident, ...], seen: tuple[PublicIncident, ...], make: MakeOfSeveral) -> Part:
        """Make a part, and keep it."""
        steady = Steady(self._site.as_of)
        answers: Answers = {}
        site, texts = self._alone(own, seen, steady, answers)
        files, said = make(site, texts)
        made = tuple(files)
        # It knows the site, which would keep itself in memory.
        site.speaking.clear()
        head = _head(made, said, steady, answers)
        self._site.kept.put(Kind.PARTS, key, b"".join((head, b"\n", *(file.data for file in made))))
        self._site.heads.use(key, head)
        return made, said

    def _seen(self, incident: PublicIncident) -> tuple[tuple[PublicIncident, ...], str | None]:
        """Return the incidents of which its parts may tell, itself and those that it is related to, in the order of the site; and what `_of` says of them."""
        held = self._known.get(incident.slug)
        if held is None:
            slugs = {incident.slug, *incident.facts.related} & self._places.keys()
            seen = tuple(self._site.incidents[self._places[slug]] for slug in sorted(slugs, key=self._places.__getitem__))
            held = self._known[incident.slug] = seen, self._of((incident,), seen)
        return held

    def _of(self, own: tuple[PublicIncident, ...], seen: tuple[PublicIncident, ...]) -> str | None:
        """Return what stands for incidents in the names of their parts; None: nothing can."""
        if self._shared is None:
            return None
        texts = self._texts
        told = [(sorted(self._translated.get(one.slug, ())), one.slug in texts.reviews) for one in own]
        digests = self._site.digests
        try:
            for one in seen:
                if one.slug not in digests:
                    digests[one.slug] = one.made_of or digest_of(one)
        except NoValueError:
            return None
        return sha256(repr(([one.slug for one in own], told, [digests[one.slug] for one in seen])).encode()).hexdigest()

    def _key(self, what: str, of: str | None, beside: Any) -> str | None:
        """Return the name of a part among what is kept; None: it cannot be kept."""
        if self._shared is None or of is None:
            return None
        return sha256(self._shared + repr((what, of, beside)).encode("utf-8", "surrogatepass")).hexdigest()

    def _alone(
        self, own: tuple[PublicIncident, ...], seen: tuple[PublicIncident, ...], steady: Steady, answers: Answers
    ) -> tuple[Site, TranslatedTexts]:
        fields = {name: getattr(self._bare, name) for name in self._bare.__dataclass_fields__}
        site = NotedSite(
            **(
                fields
                | {
                    "incidents": seen,
                    "as_of": steady.moment(),
                    "trusted": self._site.trusted,
                    "attachments": _NotedFiles(self._site, answers),
                }
            )
        )
        site.__dict__.update(answers=answers, steady=steady, all=self._site, known=NotedTargets(self._site.known, answers))
        whole = self._texts
        texts = _NotedTexts(
            tag=whole.tag,
            written=whole.written,
            updates=frozenset(update for one in own for update in self._translated.get(one.slug, ())),
            reviews=whole.reviews & {one.slug for one in own},
        )
        object.__setattr__(texts, "answers", answers)
        object.__setattr__(texts, "all", whole)
        return site, texts

    def _read(self, key: str, head: bytes, again: Callable[[], Part], rest: bytes | None = None) -> Part | None:
        """Return what was kept; None where it does not hold any more, or is written in another way.

        Args:
            key: its name among what is kept.
            head: what is told of it.
            again: makes it again.
            rest: its files, if they are read already.
        """
        try:
            found = self._said(head, _Files(self._site.kept, key, again, rest))
        except (ValueError, LookupError, TypeError, AttributeError):
            return None
        if found is not None:
            self._site.heads.use(key, head)
        return found

    def _said(self, head: bytes, held: "_Files") -> Part | None:
        when, listed, beside = head.decode().split(_THEN)
        is_held = self._holding.get(when)
        if is_held is None:
            # Most parts were made at one time, and asked the same.
            is_held = self._holding[when] = self._holds(*json.loads(when))
        if not is_held:
            return None
        files, at = [], 0
        for place, (path, length, digest) in enumerate(json.loads(listed)):
            files.append(UnreadArtifact.of(path, (length, digest), partial(held.file, place, at, length, digest)))
            at += length
        return (tuple(files), json.loads(beside)) if held.are_as_long(at) else None

    def _holds(self, now: str, exact: bool, after: str | None, before: str | None, answers: list[list[str]]) -> bool:
        """Whether what was made at a time holds today, given the answers to what was asked then."""
        is_time = holds(self._site.as_of, _when(now), exact=exact, after=_when_if(after), before=_when_if(before))
        return is_time and all(map(self._is_answered, answers))

    def _is_answered(self, answered: list[str]) -> bool:
        """Whether a question is answered today as it was, which is asked once for all parts."""
        *asked, was = answered
        question = tuple(asked)
        if question not in self._answered:
            kind, *words = question
            today = self._today
            self._answered[question] = (
                today[kind](*words) if kind in today else answer(self._site.known, question, self._site.as_of)
            )
        return self._answered[question] == was

    @cached_property
    def _today(self) -> Mapping[str, Callable[..., str | None]]:
        site, texts = self._site, self._texts
        return {
            _OF: texts.of,
            _CALLED: lambda name: repr(texts.called(name)),
            _SIZE: lambda address: repr(self._size(site, address)),
            _CHANGED: site.changed.isoformat,
            _NAME: lambda name: _name(site, name),
            _REST: lambda slug: repr(slug in site.resting),
            _FILE: lambda path: _file(site, path),
            _FILES: lambda: _files(site),
        }


class _Files:
    """The files of a part, which are read together when one of them is asked for, and made again where they are not what is told of them.

    Args:
        kept: where they are kept.
        key: the part's name there.
        again: makes the part again.
        rest: all of them, one after the other; None: they are not read yet.
    """

    def __init__(self, kept: Kept, key: str, again: Callable[[], Part], rest: bytes | None) -> None:
        self._kept, self._key, self._again, self._rest = kept, key, again, rest

    def are_as_long(self, length: int) -> bool:
        """Whether they have as many bytes, as far as that is known."""
        return self._rest is None or len(self._rest) == length

    def file(self, place: int, at: int, length: int, digest: str) -> bytes:
        """Return a file.

        Args:
            place: which of them it is.
            at: where it begins.
            length: how many bytes it has.
            digest: what is told of it.
        """
        if self._rest is None:
            held = self._kept.get(Kind.PARTS, self._key)
            self._rest = held.partition(b"\n")[2] if held is not None else b""
        data = self._rest[at : at + length]
        if len(data) == length and sha256(data).hexdigest() == digest:
            return data
        return self._again()[0][place].data


def _when(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _when_if(said: str | None) -> datetime | None:
    return _when(said) if said else None


def digest_of(incident: PublicIncident) -> bytes:
    """Return the digest of what an incident follows from.

    Raises:
        NoValueError: something in that is no value.
    """
    return value_digest(_made_of(incident))


def _made_of(incident: PublicIncident) -> tuple[Any, ...]:
    """Return what an incident follows from: its ledger is folded from its folder with what is here and the settings."""
    ledger = incident.ledger
    folders = _folder(incident.folder), _folder(ledger.folder)
    return *folders, ledger.zone, ledger.terms, incident.promises, incident.audience


def _folder(folder: IncidentFolder) -> Any:
    """Return what a folder follows from: where it is known from which files it was read, those, and which of them are shown."""
    if not folder.content:
        return folder
    reviews = (*((folder.review,) if folder.review else ()), *folder.review_translations)
    texts = (*folder.updates, *folder.translations, *folder.incident_translations, *reviews)
    shown = tuple(one.source.path for one in texts)
    lines = len(folder.lock.lines) if folder.lock else None
    return folder.content, folder.slug, shown, folder.incident.related, folder.files, lines


def _head(files: tuple[Artifact, ...], beside: Any, steady: Steady, answers: Answers) -> bytes:
    """Return what is told of a part: a line, behind which its files are kept."""
    ends = (one.isoformat() if one else None for one in (steady.after, steady.before))
    when = [steady.now.isoformat(), steady.exact, *ends, [[*question, said] for question, said in answers.items()]]
    return _THEN.join(map(json.dumps, (when, [(file.path, *file.digest) for file in files], beside))).encode()
