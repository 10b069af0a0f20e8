"""One analysis of a site for each check: the content, its known past, and what its texts contain, each computed once.

Rules reach it through their context and ask it for whatever more than one rule needs: the `spans` of a file (its author text by place), the
`author_text` of an update sentence by sentence, bad `links`, `numbers`, a translation `compared` with its original. A result is kept only
until the next file is asked for: rules go through the files one after another, and keeping results of thousands of files would cost
memory without saving time.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, TypeVar

from generator.content.known_profiles import profiles_of
from generator.inspection.author_text import AuthorText, author_text, language_of
from generator.inspection.bad_links import BadLink, Wrong, bad_links
from generator.inspection.prose_figures import FigureReaders, ProseFigures
from generator.inspection.prose_figures import of_update as figures_of_update
from generator.inspection.raw_html import LostHtml, lost_html
from generator.inspection.text_spans import TextSpan, text_spans
from generator.inspection.translation_check import ComparedTranslation, compare_translation
from generator.ledger.promises import promises
from generator.ledger.records import Ledger, Promise, Transition
from generator.links.link_targets import LinkTargets
from generator.model.config import SiteConfig
from generator.model.document import Content, Document, IncidentFolder, ReadersDocument, Translation, UpdateDocument, Written
from generator.model.history import Arrival, ChainEnd, FormerIdentity, OddCommit, PastIncident, PublicText, Version
from generator.model.key_change import KeyRecord
from generator.model.notice_profile import Profile
from generator.model.plan import Plan, Template
from generator.model.visibility import Visibility
from generator.prose.number_words import NumericExpression, numeric_expressions

_T = TypeVar("_T")
#: Gives the text that a file had when it had a digest, by path and digest; None where nothing tells.
Committed: TypeAlias = Callable[[str, str], str | None]


def _below(of: Mapping[str, _T], folder: str) -> Mapping[str, _T]:
    return {path: one for path, one in of.items() if path.startswith(folder)}


class _Last(Generic[_T]):
    """A cache of one result: that of the file asked for last, keyed by path."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._made: _T

    def of(self, document: Document, make: Callable[[], _T]) -> _T:
        """Return the result for this file; compute it if it is not the cached one."""
        path = document.source.path
        if path != self._path:
            self._made = make()
            self._path = path
        return self._made


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """A site at one time of judgement.

    Attributes:
        content: everything that was read.
        ledgers: by slug, for incidents whose every file was understood.
        now: the time of judgement.
        past: what was public of each incident, by slug, as far as version control knows; removed incidents are included.
        former: what the site's permanent ids were derived from before, if that has changed.
        without_pages: the audiences that had pages which readers know, and have none now, as far as version control knows.
        arrived: the earliest time at which readers can have read an update or review, by path, where version control knows it.
        shown: tells whether a build published a file's present text; only version control knows.
        earlier: what files that are to be published were in earlier commits, the newest first.
        former_state: whether this is the site as it was in some commit, at that commit's time.
        odd: the commits whose dates cannot be right.
        ends: the ends of chains of seals that were kept in tags.
        guessed: whether nothing told which branch is published.
        committed: gives the text that a file had when it had a digest, by path and digest; likewise.
        asked: gives the words of a way to ask that had a digest, by the name of its line in pages.lock and digest; likewise.
        page_locks: every pages.lock that was committed, oldest first; likewise.
        other_page_locks: every pages.lock of any commit that leads here, whichever branch it was made on; likewise.
        keys: the keys with which the site was signed over time.
        outside: what stands in texts that are no files of the site, by path.
    """

    content: Content
    ledgers: Mapping[str, Ledger] = field(default_factory=lambda: MappingProxyType({}))
    now: datetime
    past: Mapping[str, PastIncident] = field(default_factory=lambda: MappingProxyType({}))
    former: FormerIdentity | None = None
    without_pages: tuple[str, ...] = ()
    arrived: Mapping[str, Arrival] = field(default_factory=lambda: MappingProxyType({}))
    shown: Callable[[str], bool] = lambda _path: False
    earlier: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    former_state: bool = False
    odd: tuple[OddCommit, ...] = ()
    ends: tuple[ChainEnd, ...] = ()
    guessed: bool = False
    committed: Committed = lambda _path, _digest: None
    page_locks: tuple[PublicText, ...] = ()
    other_page_locks: tuple[PublicText, ...] = ()
    asked: Callable[[str, str], str] = lambda _name, _digest: ""
    keys: KeyRecord = field(default_factory=KeyRecord)
    outside: Mapping[str, AuthorText] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def config(self) -> SiteConfig | None:
        """The site's configuration; None when it was not understood."""
        return self.content.config.config

    @cached_property
    def plan(self) -> Plan | None:
        """The plan; None when there is none or it was not understood."""
        return self.content.plan.plan if self.content.plan else None

    @cached_property
    def templates(self) -> Mapping[str, Template | None]:
        """The templates by name; None for a template that was not understood."""
        return {document.name: document.template for document in self.content.templates}

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """Every notice profile that the site may name, by key."""
        return profiles_of(self.content)

    @cached_property
    def link_targets(self) -> LinkTargets | None:
        """Every possible target of a link; None when the configuration was not understood."""
        content = self.content
        return LinkTargets(self.config, content.incidents, content.pages, content.page_translations) if self.config else None

    @cached_property
    def rehearsal(self) -> "Analysis":
        """The same site without a plan and without approvals, for judging templates.

        Whether a template is approved is checked separately.
        """
        config = self.config
        if config is not None:
            config = replace(config, policy=replace(config.policy, approvals=()))
        return replace(self, content=replace(self.content, config=replace(self.content.config, config=config), plan=None))

    @cached_property
    def visibility(self) -> Visibility:
        """The time from which readers see each text."""
        return Visibility(self.content)

    def is_public(self, document: Document) -> bool:
        """Whether readers see a text at the time of judgement."""
        return self.visibility.is_public(document, self.now)

    def of_one(self, folder: IncidentFolder, now: datetime, link_targets: LinkTargets | None, committed: Committed) -> "Analysis":
        """Return the site as the rules about one incident and its texts see it: of all others they ask only where links lead.

        Args:
            folder: the incident.
            now: the time of judgement, which may note what it is asked.
            link_targets: those of the whole site, likewise.
            committed: likewise.
        """
        slug, below = folder.slug, f"content/incidents/{folder.slug}/"
        ledger, was = self.ledgers.get(slug), self.past.get(slug)
        # Named one by one: what is not among them, no such rule can see.
        alone = Analysis(
            content=replace(self.content, incidents=(folder,)),
            ledgers={slug: ledger} if ledger else {},
            now=now,
            past={slug: was} if was else {},
            arrived=_below(self.arrived, below),
            earlier=_below(self.earlier, below),
            former_state=self.former_state,
            committed=committed,
        )
        # These depend on nothing that is left out, and take long to make.
        alone.__dict__.update(plan=self.plan, templates=self.templates, profiles=self.profiles, link_targets=link_targets)
        return alone

    def at(self, now: datetime) -> "Analysis":
        """Return the same site at another time of judgement."""
        return self if now == self.now else replace(self, now=now)

    # The contents of texts.

    def spans(self, written: Written) -> tuple[TextSpan, ...]:
        """Return the author text of a file by place: each value of the front matter, and the body as one span."""
        return self._spans.of(written.document, lambda: tuple(text_spans(written)))

    def author_text(self, document: ReadersDocument) -> AuthorText:
        """Return the sentences of a file that readers see, with the wording patterns found in them."""
        read = self.outside.get(document.source.path)
        return read if read is not None else self._author_text.of(document, lambda: author_text(document, self.config))

    def prose_figures(self, document: UpdateDocument, transition: Transition, ledger: Ledger) -> ProseFigures:
        """Return the numbers in an update's sentences that do not agree with what its ledger counts."""
        return self._prose_figures.of(
            document,
            lambda: figures_of_update(
                document, transition, ledger, self.language(document), self.author_text(document).stretches, self._readers
            ),
        )

    def where_said(self, code: str, document: UpdateDocument) -> tuple[tuple[str, ...], ...]:
        """Return where the patterns of a rule match in an update: the key of each matching sentence, empty for the body."""
        return tuple(dict.fromkeys(stretch.key for stretch, _ in self.author_text(document).hits.get(code, ())))

    def language(self, document: ReadersDocument) -> str:
        """Return the language of a file without its region: `en`."""
        return language_of(document, self.config)

    def promises(self, ledger: Ledger, now: datetime, grace: timedelta) -> tuple[Promise, ...]:
        """Return the promises of an incident, as `ledger.promises` does: several rules ask for them one after another."""
        held = self._promised
        # Of the same moment, not of an equal one: a moment notes what is asked of it.
        if not held or held[0] is not ledger or held[1] is not now or held[2] != grace:
            held[:] = ledger, now, grace, promises(ledger, now, grace)
        found: tuple[Promise, ...] = held[3]
        return found

    def asked_once(self, what: str, ledger: Ledger, now: datetime, answer: Callable[[], _T]) -> _T:
        """Return what several rules ask of an incident one after another; it is worked out anew for another incident or moment.

        Args:
            what: what it is called.
            ledger: the incident's ledger.
            now: the time as of which it is asked; of the same moment, not of an equal one, as above.
            answer: works it out, of nothing but the incident, the site and this time.
        """
        held = self._asked.get(what)
        if held is None or held[0] is not ledger or held[1] is not now:
            held = self._asked[what] = ledger, now, answer()
        found: _T = held[2]
        return found

    def numbers(self, text: str, language: str) -> tuple[NumericExpression, ...]:
        """Return the numbers, days and times in a text, each with every meaning it can have in the language."""
        return numeric_expressions(text, language)

    def links(self, written: Written, wrong: Wrong) -> Iterator[BadLink]:
        """Yield the links of a file that are wrong in one way. Each link is reported once, for its worst fault."""
        found = self._links.of(
            written.document,
            lambda: tuple(bad_links(written, partial(self.spans, written), self.config, self.link_targets, self.now)),
        )
        return (link for link in found if link.wrong is wrong)

    def lost_html(self, written: Written) -> tuple[LostHtml, ...]:
        """Return the HTML of a file that readers will not see.

        For settings passed to the builder: the HTML that they must not contain.
        """
        return self._lost_html.of(written.document, lambda: tuple(lost_html(written, partial(self.spans, written))))

    def compared(self, pair: Translation) -> ComparedTranslation:
        """Return a translation and its original, prepared for comparison."""
        return self._compared.of(pair.document, lambda: compare_translation(pair, self.config))

    _asked: dict[str, tuple[Ledger, datetime, Any]] = field(default_factory=dict, init=False, repr=False)
    _promised: list[Any] = field(default_factory=list, init=False, repr=False)
    _spans: _Last[tuple[TextSpan, ...]] = field(default_factory=_Last, init=False, repr=False)
    _author_text: _Last[AuthorText] = field(default_factory=_Last, init=False, repr=False)
    _prose_figures: _Last[ProseFigures] = field(default_factory=_Last, init=False, repr=False)
    _readers: FigureReaders = field(default_factory=FigureReaders, init=False, repr=False)
    _links: _Last[tuple[BadLink, ...]] = field(default_factory=_Last, init=False, repr=False)
    _lost_html: _Last[tuple[LostHtml, ...]] = field(default_factory=_Last, init=False, repr=False)
    _compared: _Last[ComparedTranslation] = field(default_factory=_Last, init=False, repr=False)
