"""One analysis of a site for each check: what was read, what is known of its past, and what stands in its texts, each worked out once.

A rule finds it in its context, and asks it for whatever more than one rule needs: `spans` of a file (its author text by places), the
`author_text` of an update sentence by sentence, `links` that should not be there, `numbers`, a translation `compared` with its original. What
was worked out of a file is kept until another file is asked about: rules look at one file after another, and with thousands of files
more would cost memory and save nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from generator.content.known_profiles import profiles_of
from generator.inspection.author_text import AuthorText, author_text, language_of
from generator.inspection.bad_links import BadLink, Wrong, bad_links
from generator.inspection.raw_html import LostHtml, lost_html
from generator.inspection.text_spans import TextSpan, text_spans
from generator.inspection.translation_check import ComparedTranslation, compare_translation
from generator.ledger.records import Ledger
from generator.links.link_targets import LinkTargets
from generator.model.config import SiteConfig
from generator.model.document import Content, Document, Translation, UpdateDocument, Written
from generator.model.history import Arrival, FormerIdentity, PastIncident
from generator.model.notice_profile import Profile
from generator.model.plan import Plan, Template
from generator.model.visibility import Visibility
from generator.prose.number_words import NumericExpression, numeric_expressions

_T = TypeVar("_T")


class _Last(Generic[_T]):
    """What was worked out of the file that was asked about last, by the file's path."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._made: _T

    def of(self, document: Document, make: Callable[[], _T]) -> _T:
        """What was worked out of this file; made now if it is not there."""
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
        ledgers: by slug, of the incidents whose every file was understood.
        now: the time of judgement.
        past: what of each incident was public, by slug, as far as version control remembers; incidents that are gone are among them.
        former: what the site's permanent ids were made of before, if that is not what they are made of now.
        arrived: when readers can first have read an update or review, by path, where version control tells.
        shown: whether a build showed a file's present text to readers, of which only version control knows.
    """

    content: Content
    ledgers: Mapping[str, Ledger] = field(default_factory=lambda: MappingProxyType({}))
    now: datetime
    past: Mapping[str, PastIncident] = field(default_factory=lambda: MappingProxyType({}))
    former: FormerIdentity | None = None
    arrived: Mapping[str, Arrival] = field(default_factory=lambda: MappingProxyType({}))
    shown: Callable[[str], bool] = lambda _path: False

    @cached_property
    def config(self) -> SiteConfig | None:
        """The site's configuration; None when it could not be understood."""
        return self.content.config.config

    @cached_property
    def plan(self) -> Plan | None:
        """The plan; None when there is none or it could not be understood."""
        return self.content.plan.plan if self.content.plan else None

    @cached_property
    def templates(self) -> Mapping[str, Template | None]:
        """The templates by name; None for one that could not be understood."""
        return {document.name: document.template for document in self.content.templates}

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """Every notice profile that the site may name, by key."""
        return profiles_of(self.content)

    @cached_property
    def link_targets(self) -> LinkTargets | None:
        """Everything that a link can lead to; None when the configuration could not be understood."""
        content = self.content
        return LinkTargets(self.config, content.incidents, content.pages, content.page_translations) if self.config else None

    @cached_property
    def rehearsal(self) -> "Analysis":
        """The same site without a plan and without approvals: as a template is judged, of which itself is asked whether it is approved."""
        config = self.config
        if config is not None:
            config = replace(config, policy=replace(config.policy, approvals=()))
        return replace(self, content=replace(self.content, config=replace(self.content.config, config=config), plan=None))

    @cached_property
    def visibility(self) -> Visibility:
        """From when on readers see each text."""
        return Visibility(self.content)

    def is_public(self, document: Document) -> bool:
        """Whether readers see a text at the time of judgement."""
        return self.visibility.is_public(document, self.now)

    def at(self, now: datetime) -> "Analysis":
        """The same site at another time of judgement."""
        return self if now == self.now else replace(self, now=now)

    # What stands in texts.

    def spans(self, written: Written) -> tuple[TextSpan, ...]:
        """The author text of a file by its places: every value of the front matter, and the body as one piece."""
        return self._spans.of(written.document, lambda: tuple(text_spans(written)))

    def author_text(self, document: UpdateDocument) -> AuthorText:
        """The author text of an update or its translation sentence by sentence, and what the patterns of wording find in it."""
        return self._author_text.of(document, lambda: author_text(document, self.config))

    def where_said(self, code: str, document: UpdateDocument) -> tuple[tuple[str, ...], ...]:
        """Where in an update the patterns of a rule find something: the key under which each sentence stands, empty for the body."""
        return tuple(dict.fromkeys(stretch.key for stretch, _, _ in self.author_text(document).hits.get(code, ())))

    def language(self, document: UpdateDocument) -> str:
        """The language that an update is written in, without its region: `en`."""
        return language_of(document, self.config)

    def numbers(self, text: str, language: str) -> tuple[NumericExpression, ...]:
        """The numbers, days and times in a text, each with all that it may mean in its language."""
        return numeric_expressions(text, language)

    def links(self, written: Written, wrong: Wrong) -> Iterator[BadLink]:
        """The links of a file that are wrong in one way; each is wrong in one way at most, the worst."""
        found = self._links.of(
            written.document,
            lambda: tuple(bad_links(written, self.spans(written), self.config, self.link_targets, self.now)),
        )
        return (link for link in found if link.wrong is wrong)

    def lost_html(self, written: Written) -> tuple[LostHtml, ...]:
        """What of the HTML in a file is left out; of the settings that are passed on, what should be."""
        return self._lost_html.of(written.document, lambda: tuple(lost_html(written, self.spans(written))))

    def compared(self, pair: Translation) -> ComparedTranslation:
        """A translation and its original, taken apart."""
        return self._compared.of(pair.document, lambda: compare_translation(pair, self.config))

    _spans: _Last[tuple[TextSpan, ...]] = field(default_factory=_Last, init=False, repr=False)
    _author_text: _Last[AuthorText] = field(default_factory=_Last, init=False, repr=False)
    _links: _Last[tuple[BadLink, ...]] = field(default_factory=_Last, init=False, repr=False)
    _lost_html: _Last[tuple[LostHtml, ...]] = field(default_factory=_Last, init=False, repr=False)
    _compared: _Last[ComparedTranslation] = field(default_factory=_Last, init=False, repr=False)
