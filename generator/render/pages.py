"""Every page of the site.

A page is one block of finished HTML after front matter in JSON (which is valid YAML), so that authors' text is never parsed as Markdown a
second time.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from functools import cache, cached_property, partial
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

from generator.errors import UsageError
from generator.ledger.records import Event
from generator.ledger.words import Value
from generator.links import ledger_files
from generator.links.audience_pages import page_address
from generator.links.link_targets import composed
from generator.model.artifact import Artifact, Theme
from generator.model.config import ALWAYS, NOT_YET, Audience
from generator.model.document import PageDocument
from generator.model.incident import Review
from generator.model.kept import NothingKept
from generator.model.update import StandingChange
from generator.render import (
    archive,
    dates,
    head,
    headlines,
    home_page,
    in_short,
    lessons,
    linked_data,
    other_forms,
    record_page,
    sitemap,
    verification,
    views,
    words,
)
from generator.render.archive import ArchivePage
from generator.render.channels import FORMATS, announced, offered_channels
from generator.render.channels import tags as feed_tags
from generator.render.head import Article
from generator.render.kept_parts import Alone, KeptParts, NotedSite, OfIncident, own_templates
from generator.render.language import SOURCE, Language, direction, language_for, message, own_name, page_language, same_language
from generator.render.lessons import Lessons
from generator.render.linked_data import Thing
from generator.render.markup import Html, Links, clean, document, flat, html_of, mail, passage, sentence, telephone, unlinked
from generator.render.own_changes import changed_ways, notes_in, page_here
from generator.render.pictures import Card, folder_of, home_card, incident_card, size_of
from generator.render.readers import told, with_pages
from generator.render.record_page import RecordPage
from generator.render.site import PublicIncident, Site
from generator.render.templating import RestrictedEnvironment, ReusedTemplate, TrustedEnvironment, environment_for
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView, KindCounted, ListedCorrection
from generator.render.years import YearPage, first_told, shared_out, year_pages
from generator.seals.integrity_list import KEYS, LIST, NAMESPACE, SIGNATURE, fingerprint
from generator.seals.ledger_lock import name_of
from generator.seals.replaced_files import file_of_note, is_of_file

_ARCHIVE = message("All incidents")
_RECORD = message("Our record")
_LEDGER = message("As data: %(title)s")
# Translators: readers for whom a page is, and the title of the incident.
_FOR_READERS = message("%(whom)s: %(title)s")
_JSON = "application/json"
#: The `hreflang` value for readers of a language that the site does not have.
_ANY = "x-default"
_HIDDEN = ' hidden="hidden"'
_ENDS_COMMENT = re.compile(r"--!?\s*>")


#: The templates that no file of a site is made from.
_OF_EXPORTS = frozenset(
    {"letter.html", "script.html", "email.html", "ask_readers.html", "list_email.html", "overdue_email.html", "review_email.html"}
)
#: As how many entries of a list a correction counts, with what was said before and why: a page has at most half as many.
_OF_A_CORRECTION = 2
#: As how many entries the seals of an incident count.
_OF_A_CHAIN = 5
#: The list of all incidents, below which they are.
_LIST = "incidents/"
#: Pages with more of the same below their address, by year.
_BY_YEAR = frozenset({"corrections/", "record/", "lessons/", "verify/"})
#: What the pages of an incident are called among what is kept.
_PAGES: Final = "pages"
#: How many incidents' pages are made at once.
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class PagesMade:
    """Some pages.

    Attributes:
        artifacts: the pages' files.
        entries: their entries in the site map.
        incidents: of how many incidents they are, in one language.
    """

    artifacts: tuple[Artifact, ...]
    entries: tuple[sitemap.SitemapEntry, ...]
    incidents: int = 0


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every page in the form that MkDocs reads."""
    yield from together(site, theme, [task() for task in tasks(site, theme)])


def tasks(site: Site, theme: Theme) -> Iterator[Callable[[], PagesMade]]:
    """Yield what makes the pages, some at once; none needs what another has made."""
    for pages, parts in _in_all_languages(site, theme):
        for _, make in pages.shared():
            yield partial(pages.made, make)
        for at in range(0, len(site.incidents), _AT_ONCE):
            yield partial(pages.kept_of_incidents, parts, site.incidents[at : at + _AT_ONCE])


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the parts of an incident, in each language: its pages, and what the record counts."""
    for pages, parts in _in_all_languages(site, theme):
        yield partial(pages.parts_of_incident, parts)


def _in_all_languages(site: Site, theme: Theme) -> Iterator[tuple["_Pages", KeptParts]]:
    """Yield what fills templates in each language, and the parts of the site in it."""
    environment = environment_for(theme)
    # They are compiled once, before tasks are shared out among processes, each of which would do it again.
    # What is wrong with one of a site's own is said where it is filled in.
    for name in () if environment.own else environment.list_templates(filter_func=lambda name: name not in _OF_EXPORTS):
        environment.get_template(name)
    language = site_language(site, theme)
    own = _Pages(site, environment, language, original(site))
    others = [
        _Pages(site, environment, language_for(tag, theme, site.config.site.timezone), translated_texts(site, tag), language)
        for tag in other_languages(site)
    ]
    for pages in (own, *others):
        pages.parts = parts_in(site, theme, pages.language, pages.translated)
        yield pages, pages.parts


def parts_in(site: Site, theme: Theme, language: Language, texts: TranslatedTexts) -> KeptParts:
    """Return what keeps the parts of a site that are made of one incident each, in a language, of which these are the authors' texts."""
    name = theme, texts.tag, language.tag
    parts: KeptParts | None = site.parts.get(name)
    if parts is None:
        parts = KeptParts(site, theme, texts, (language.tag, site_language(site, theme).tag), _picture_size)
        # It knows the site, so that a preview would keep each site that it has shown in memory.
        if not isinstance(site.kept, NothingKept):
            site.parts[name] = parts
    return parts


def not_kept(site: Site, theme: Theme) -> int:
    """Return of how many incidents the pages in the site's own language are not kept."""
    parts = parts_in(site, theme, site_language(site, theme), original(site))
    return sum(not parts.is_kept(_PAGES, one) for one in site.incidents)


def some(site: Site, theme: Theme, wanted: Collection[str]) -> Iterator[Artifact]:
    """Yield the pages at some addresses, relative to the site's, and what every page needs."""
    environment, language = environment_for(theme), site_language(site, theme)
    own = _Pages(site, environment, language, original(site))
    yield own.missing()
    yield from own.of_addresses(wanted)
    for tag in other_languages(site):
        spoken = language_for(tag, theme, site.config.site.timezone)
        yield from _Pages(site, environment, spoken, translated_texts(site, tag), language).of_addresses(wanted)


def together(site: Site, theme: Theme, made: Iterable[PagesMade]) -> Iterator[Artifact]:
    """Yield all pages that the tasks have made, and what is made of all of them."""
    entries: list[sitemap.SitemapEntry] = []
    for some in made:
        yield from some.artifacts
        entries += some.entries
    yield _Pages(site, environment_for(theme), site_language(site, theme), original(site)).missing()
    yield from sitemap.write(site, entries)


def other_languages(site: Site) -> tuple[str, ...]:
    """Return the site's additional languages, as tags in the configuration: each has its pages at `/<tag>/`."""
    own = site.config.site.language.lower()
    return tuple(dict.fromkeys(tag for tag in site.config.site.languages if tag.lower() != own))


def _speaking(site: Site, theme: Theme, language: Language, texts: TranslatedTexts) -> "_Pages":
    """Return what fills the templates of statements in a language."""
    known = theme, id(language), id(texts)
    pages: _Pages | None = site.speaking.get(known)
    if pages is None:
        pages = site.speaking[known] = _Pages(site, environment_for(theme), language, texts)
    return pages


def feed_statement(view: IncidentView, theme: Theme, texts: TranslatedTexts) -> Html:
    """Return the whole statement of an update as HTML that is readable without styles, with absolute addresses."""

    def made() -> Html:
        # Of the newest update, CSAF needs the parts of what feeds have whole: both are one text, filled once.
        html = (
            _PART.sub("", _marked_statement(view, theme, texts))
            if _is_whole_in_parts(view, theme, texts)
            else _filled_statement("feed_item.html", view, theme, texts)
        )
        return _own_words(passage(html), view.language, texts.tag)

    # It appears in several feeds and in the API.
    return view.site.once(("statement", *_key_of_statement(view, theme, texts)), made)


_PART = re.compile(r"<!--([a-z]+)-->")


def statement_parts(view: IncidentView, theme: Theme, texts: TranslatedTexts) -> tuple[tuple[str, Html], ...]:
    """Return the same statement in its parts, in order: what each is, as themes/pages/statement_parts.html calls it, and its HTML.

    What stands before the first mark is `lead`: all of it, where the site has a template of its own without the marks.
    """
    lead, *rest = _PART.split(_marked_statement(view, theme, texts))
    return (("lead", passage(lead)), *((name, passage(html)) for name, html in zip(rest[::2], rest[1::2], strict=True)))


def _is_whole_in_parts(view: IncidentView, theme: Theme, texts: TranslatedTexts) -> bool:
    """Whether a statement is needed in its parts too, and these say what the whole one says.

    They tell differently of corrections, and a site may have a template of its own for one of both.
    """
    is_needed = view.is_newest and view.incident.audience is None and texts.tag == view.site.config.site.language
    return is_needed and not view.corrected_so_far and not own_templates(theme)


def _marked_statement(view: IncidentView, theme: Theme, texts: TranslatedTexts) -> str:
    """Return a statement with a mark before each of its parts."""
    key = _key_of_statement(view, theme, texts)
    return view.site.once(("marked statement", *key), lambda: _filled_statement("statement_parts.html", view, theme, texts))


def _key_of_statement(view: IncidentView, theme: Theme, texts: TranslatedTexts) -> tuple[Theme, str, int, str]:
    return theme, view.incident.place, view.number, texts.tag


def _filled_statement(template: str, view: IncidentView, theme: Theme, texts: TranslatedTexts) -> str:
    pages = _speaking(view.site, theme, view.language, texts)
    return pages.fill(template, _links(view.site, view.incident, absolute=True, language=pages.place), view=view)


def feed_service(view: IncidentView, event: Event, theme: Theme, texts: TranslatedTexts) -> Html:
    """Return what an update says of a system, for the feed of that system."""
    pages = _speaking(view.site, theme, view.language, texts)
    links = _links(view.site, view.incident, absolute=True, language=pages.place)
    return _own_words(passage(pages.fill("feed_service.html", links, view=view, event=event)), view.language, texts.tag)


def feed_change(
    site: Site,
    incident: PublicIncident,
    key: str,
    note: StandingChange,
    theme: Theme,
    language: Language,
    texts: TranslatedTexts,
) -> Html:
    """Return what incident.md says of a change of its own, or of a file, for feeds."""
    file = (
        file_of_note(key, frozenset(name_of(incident.folder, path) for path in incident.folder.files)) if is_of_file(key) else ""
    )
    pages = _speaking(site, theme, language, texts)
    links = _links(site, incident, absolute=True, language=pages.place)
    return _own_words(
        passage(pages.fill("feed_change.html", links, incident=incident, note=note, file=file)), language, texts.tag
    )


def feed_own_change(
    site: Site, address: str, note: StandingChange, theme: Theme, language: Language, texts: TranslatedTexts
) -> Html:
    """Return what a free page, or the settings, say of a change of their own, for feeds."""
    pages = _speaking(site, theme, language, texts)
    links = _links(site, None, absolute=True, language=pages.place)
    return _own_words(passage(pages.fill("feed_own_change.html", links, address=address, note=note)), language, texts.tag)


def feed_review(
    site: Site, incident: PublicIncident, review: Review, theme: Theme, language: Language, texts: TranslatedTexts
) -> Html:
    """Return the whole review of an incident as HTML for feeds."""

    def made() -> Html:
        pages = _speaking(site, theme, language, texts)
        links = _links(site, incident, absolute=True, language=pages.place)
        filled = passage(pages.fill("feed_review.html", links, incident=incident, review=review))
        return _own_words(filled, language, texts.tag)

    # Beside the statements of its updates, for the same reason.
    return site.once(("statement of its review", theme, incident.place, texts.tag), made)


def _own_words(html: Html, language: Language, tag: str) -> Html:
    """Wrap a statement in its language, if the product's own words in it are not in the language of the item."""
    if same_language(language.tag, tag):
        return html
    return Html(f'<div lang="{escape(language.tag)}" dir="{language.direction}">{html}</div>')


def message_of(view: IncidentView, theme: Theme, texts: TranslatedTexts, template: str, **values: Any) -> str:
    """Fill the template of a message, a script or a letter about an incident: HTML without styles, with absolute addresses.

    Args:
        view: the incident after one of its updates, in the language of the product's own words.
        theme: the folder with templates.
        texts: the authors' texts in the same language.
        template: the name of the template.
        values: further values for the template.
    """
    site, incident = view.site, view.incident
    pages = _Pages(site, environment_for(theme), view.language, texts)
    place = pages.place if texts.tag in other_languages(site) else ""
    links = _links(site, incident, absolute=True, language=place)
    said = _said_in(view)
    complete = pages.is_original or (said <= texts.updates and incident.folder.translated_incident(texts.tag) is not None)
    for_some = incident.audience in with_pages(site, incident)
    own = incident.address if for_some else f"incidents/{incident.slug}/"
    where = {
        "address": links.to(own),
        "own_page": links.to(own if incident.audience else f"{own}{view.number}/"),
        "for_some": for_some,
        "genuine": links.to("verify/"),
    }
    # Values in attributes, such as mail addresses, have not been cleaned individually.
    return clean(pages.fill(template, links, view=view, complete=complete, **where, **values))


def email_of_review(
    site: Site,
    incident: PublicIncident,
    review: Review,
    theme: Theme,
    language: Language,
    texts: TranslatedTexts,
    **values: Any,
) -> str:
    """Fill the template of the message about a review: HTML without styles, with absolute addresses."""
    pages = _speaking(site, theme, language, texts)
    links = _links(site, incident, absolute=True, language=pages.place if texts.tag in other_languages(site) else "")
    return clean(pages.fill("review_email.html", links, incident=incident, review=review, genuine=links.to("verify/"), **values))


def _said_in(view: IncidentView) -> set[tuple[str, int]]:
    """The updates that say what a view tells, each by its incident and number."""
    return {(view.incident.slug, transition.document.number) for transition in view.transitions}


def _is_translated_in_part(view: IncidentView, texts: TranslatedTexts) -> bool:
    """Whether some of the updates that a view tells of are translated and some are not: what stands since an earlier one is in its language."""
    said = _said_in(view)
    return bool(said & texts.updates) and not said <= texts.updates


def feed_untranslated(site: Site, original: Html, language: Language) -> Html:
    """Return an untranslated statement in its original language, after a sentence in the reader's language that says so."""
    written = site.config.site.language
    said = language.html("We have not translated this yet. Here it is as we wrote it.")
    return Html(
        f'<p lang="{escape(language.tag)}" dir="{language.direction}"><b>{said}</b></p>\n'
        f'<div lang="{escape(written)}" dir="{direction(written)}">{original}</div>'
    )


def site_language(site: Site, theme: Theme) -> Language:
    """Return the language of the site's own words."""
    return language_for(site.config.site.language, theme, site.config.site.timezone)


def site_name(site: Site, language: Language, said: TranslatedTexts | None = None) -> str:
    """Return the site's name, or its name in another language where there is one."""
    said = said or original(site)
    title, name = site.config.site.title, site.config.organisation.name
    return said.of(title) or title or language.gettext("%(organisation)s: security updates", organisation=said.of(name) or name)


def _links(
    site: Site, incident: PublicIncident | None = None, page: str = "", *, absolute: bool = False, language: str = ""
) -> Links:
    return Links(
        site=site.config.site.url,
        known=site.known,
        domains=site.config.organisation.domains,
        page=page,
        base=f"incidents/{incident.slug}/" if incident else page.removeprefix(language),
        absolute=absolute,
        language=language,
        trusted=site.trusted,
        size=partial(site.size, of=_picture_size) if isinstance(site, NotedSite) else partial(_picture_size, site),
    )


def _picture_size(site: Site, address: str) -> tuple[int, int] | None:
    path = f"content/{address}"
    data = next((data for name, data in site.attachments.items() if composed(name) == path), None)
    return size_of(data) if data is not None else None


def _marker(language: Language, written: str) -> Callable[[str], Html]:
    """Return a function that marks an author's text among the product's own words.

    The mark states the text's language if it differs, and isolates its direction on pages that mix directions, so that a name or number
    does not reorder the words around it.
    """
    other = f' lang="{escape(written)}"' if not same_language(written, language.tag) else ""
    if not other and language.direction == "ltr":
        return html_of
    opening = f'<bdi{other} dir="{direction(written)}">'
    return lambda text: Html(f"{opening}{html_of(text)}</bdi>")


def _left_to_right(language: Language) -> Callable[[str], Html]:
    """Return a function that marks telephone numbers and addresses, which run from left to right on every page."""
    return html_of if language.direction == "ltr" else lambda text: Html(f'<bdi dir="ltr">{html_of(text)}</bdi>')


class _Pages:
    """Fills the templates in one language.

    Args:
        site: the whole site.
        environment: the templates.
        language: the language of the product's own words.
        translated: the authors' texts in the same language.
        drawn: the language of the pictures that represent pages, which are drawn only once; by default the same.
    """

    def __init__(
        self,
        site: Site,
        environment: TrustedEnvironment | RestrictedEnvironment,
        language: Language,
        translated: TranslatedTexts,
        drawn: Language | None = None,
    ) -> None:
        self.site = site
        self.environment = environment
        self.language = language
        self.translated = translated
        self.drawn = drawn or language
        self.written = site.config.site.language
        self.is_original = translated.tag == self.written
        #: The folder of pages in this language, relative to the site's address.
        self.place = "" if self.is_original else f"{translated.tag}/"
        as_written, as_translated = _marker(language, self.written), _marker(language, translated.tag)

        def mark(text: str) -> Html:
            other = translated.of(text)
            return as_translated(other) if other else as_written(text)

        @cache
        def named(name: str, inside: bool) -> Html:  # one of two places
            said, tag = translated.called(name)
            own = as_translated if same_language(tag, translated.tag) else as_written
            return own(words.in_sentence(said, tag) if inside else words.raised(said))

        def readers(name: str, inside: bool = True) -> Html:  # as the functions of words.py call it
            audience = site.config.audiences.get(name)
            return mark(audience.title) if audience else named(name, inside)

        def all_readers(names: tuple[str, ...], *, inside: bool = True) -> Html:
            return Html(language.listed([readers(name, inside=inside or place > 0) for place, name in enumerate(names)]))

        self._as_written, self._as_translated = as_written, as_translated
        self.readers = readers
        self.named = named

        # What is kept for long must not know this object, which knows it.
        is_original, written = self.is_original, self.written

        def speech(language: Language) -> dict[str, Any]:
            return {
                "language": language,
                "_": language.html,
                "ngettext": language.html_several,
                "listed": language.listed,
                "separator": language.separator,
                "time": partial(dates.time, language),
                "time_with_utc": partial(dates.time_with_utc, language),
                "occasion": partial(dates.occasion, language),
                "time_of_day": partial(dates.time_of_day, language),
                "short_time": partial(dates.brief, language),
                "short_day": partial(dates.brief_day, language),
                "stamp": partial(dates.stamp, language),
                "zone_of_all": partial(dates.zone_of_all, language),
                "when": partial(dates.words, language),
                # The same few lengths of time, ways to ask and numbers stand on all pages of an incident.
                "span": cache(partial(dates.span, language)),
                "machine": dates.machine,
                "latin": _left_to_right(language),
                "telephone": cache(partial(telephone, mark=_left_to_right(language))),
                "mail": cache(partial(mail, mark=_left_to_right(language))),
                "spoken": partial(named, inside=False),
                "spoken_inside": partial(named, inside=True),
                "readers": all_readers,
                "spoken_each": lambda names: [named(name, inside=True) for name in names],
                # Rule names are the product's own and the same in every language.
                "rule": lambda name: _marker(language, SOURCE)(words.lowered(words.as_heading(name))),
                "mark": mark,
                "subject": lambda of: words.subject(language, of, named, mark),
                "has_words": words.has_words,
                "works": partial(words.works, language),
                "count": cache(lambda given: words.count(language, given, mark)),
                "window": lambda given: words.window(language, given),
                "told_of": cache(
                    lambda given, whose=False: words.told(
                        language, given, mark, named(given.population, inside=True) if whose and given.population else None
                    )
                ),
                "counted_words": lambda short, one: in_short.counted_words(
                    language, one, short, mark, named(one.entry.population, inside=False)
                ),
                "stopped": words.stopped,
                "seen_words": lambda given, is_over=False: in_short.seen_words(
                    language, given, mark, partial(named, inside=True), is_over=is_over
                ),
                "access_label": lambda state: language.html(words.access(state)),
                "is_original": is_original,
                "written_in": lambda: language.name_of(written),
                "is_translated": lambda view: is_original or (view.incident.slug, view.number) in translated.updates,
                "translated_in_part": lambda view: _is_translated_in_part(view, translated),
            }

        # The language in templates: functions for the product's own words, then for values in words.
        self.speech = cache(speech)
        self.name = site_name(site, language, translated)
        #: What keeps what is made of one incident; None: nothing does.
        self.parts: KeptParts | None = None
        self._cards: dict[str, Card] = {}
        #: The entries of the pages that are being made.
        self.entries: list[sitemap.SitemapEntry] = []

    def made(self, pages: Callable[[], Iterable[Artifact]], incidents: int = 0) -> PagesMade:
        """Return pages of this language with their entries in the site map."""
        self.entries = []
        artifacts = tuple(pages())
        return PagesMade(artifacts, tuple(self.entries), incidents)

    def shared(self) -> Iterator[tuple[str, Callable[[], Iterable[Artifact]]]]:
        """Yield the addresses of the pages that belong to no incident, and what makes each; some have several pages below their address."""
        yield "", lambda: (self.home(),)
        yield _LIST, self.archive
        yield "corrections/", self.corrections_pages
        yield "record/", self.record_pages
        yield "promises/", lambda: (self.promises(),)
        yield "lessons/", self.lessons_pages
        yield "subscribe/", lambda: (self.subscribe(),)
        yield "verify/", self.verify_pages
        yield "verify/by-hand/", lambda: (self.by_hand(),)
        for page in self.site.pages:
            yield f"{page.slug}/", partial(self._alone_in_list, page)

    def _alone_in_list(self, page: PageDocument) -> tuple[Artifact, ...]:
        return (self.free(page),)

    def of_addresses(self, wanted: Collection[str]) -> Iterator[Artifact]:
        """Yield the pages at some addresses, relative to the site's, and in the place of all other shared ones an empty one: the menu leads there."""
        own = [address.removeprefix(self.place) for address in wanted if address.startswith(self.place)]
        slugs = {address.split("/")[1] for address in own if address.startswith(_LIST) and address != _LIST}
        known = [one for one in self.site.incidents if not slugs.isdisjoint((one.slug, *one.folder.former))]
        listed = _LIST in own or not slugs <= {name for one in known for name in (one.slug, *one.folder.former)}
        for address, make in self.shared():
            below = address in _BY_YEAR and any(one.startswith(address) for one in own)
            if listed if address == _LIST else below or address in own:
                yield from make()
            else:
                front = json.dumps({"title": self.name, "place": self.place, "search": {"exclude": True}})
                yield Artifact(f"docs/{self.place}{address}index.md", f"---\n{front}\n---\n\n<!-- -->\n".encode())
        yield from self.of_incidents(tuple(known)).artifacts

    def of_incidents(self, incidents: tuple[PublicIncident, ...]) -> PagesMade:
        """Return the pages of some incidents in this language, those at former addresses too."""
        return self.made(lambda: (page for one in incidents for page in (*self.incident(one), *self.moved(one))), len(incidents))

    def kept_of_incidents(self, parts: KeptParts, incidents: tuple[PublicIncident, ...]) -> PagesMade:
        """Return the same: those at their present addresses as they were kept, if they were."""
        made: list[PagesMade] = []
        for one in incidents:
            files, entries = parts.part(_PAGES, one, self._alone)
            made.append(PagesMade(files, tuple(map(sitemap.entry_of, entries))))
            made.append(self.made(partial(self.moved, one)))
        return PagesMade(
            tuple(file for some in made for file in some.artifacts),
            tuple(entry for some in made for entry in some.entries),
            len(incidents),
        )

    def parts_of_incident(self, parts: KeptParts, incident: PublicIncident) -> None:
        """Make the parts of an incident in this language."""
        parts.part(_PAGES, incident, self._alone)
        self._counted(incident)

    def _alone(self, alone: Alone) -> tuple[tuple[Artifact, ...], Any]:
        pages = self
        if alone.site is not self.site:
            pages = _Pages(alone.site, self.environment, self.language, alone.texts, self.drawn)
        made = pages.made(partial(pages.incident, alone.incident))
        return made.artifacts, [sitemap.entry_in_json(one) for one in made.entries]

    def said(self, text: str) -> str:
        """Return an author's sentence as plain text, translated if there is a translation."""
        return self.translated.of(text) or text

    def fill(self, template: str, links: Links, **values: Any) -> str:
        """Fill a template for one page. What is about one update, or a review, says days of its year without it."""
        language = values["view"].language if "view" in values else self.language
        if template in {"review.html", "feed_review.html", "review_email.html"}:
            language = self.language.in_year(dates.year(self.language, values["review"].published))
        elif template == "home.html" and len({view.language for view in values.get("open_now", ())}) == 1:
            language = values["open_now"][0].language

        told: dict[str, Html] = {}

        def said(text: str) -> Html:
            found = told.get(text)
            if found is None:
                other = self.translated.of(text)
                found = self._as_translated(sentence(other, links)) if other else self._as_written(sentence(text, links))
                told[text] = found
            return found

        def of_others(text: str) -> Html:
            other = self.translated.of(text)
            return self._as_translated(unlinked(other)) if other else self._as_written(unlinked(text))

        def body(text: str, top: int = 3) -> Html:
            other = self.translated.of(text)
            made, tag = document(other or text, links, top), self.translated.tag if other else self.written
            if same_language(tag, self.language.tag) or not made:
                return made
            return Html(f'<div lang="{escape(tag)}" dir="{direction(tag)}">{made}</div>')

        def easy(text: str) -> list[Html]:
            other = self.translated.of(text)
            tag, mark = (self.translated.tag, self._as_translated) if other else (self.written, self._as_written)
            return [mark(sentence(line, links)) for line in other_forms.easy_lines(other or text, tag)]

        def value(given: Value) -> Html:
            return words.value(language, given, said, self.named, of_others, self.readers)

        given = dict(
            site=self.site,
            easy_lines=easy,
            recordings=lambda view: other_forms.recordings(self.site, view, links, language),
            config=self.site.config,
            links=links,
            changed_ways=partial(changed_ways, self.site, self.translated.tag),
            to=links.to,
            root=links.root,
            s=said,
            each=lambda texts: [said(text) for text in texts],
            value=value,
            value_of=lambda event, given: words.value_of(language, event.subject, given, said, value),
            others=of_others,
            seen=lambda text: Html(f'<bdi dir="ltr">{unlinked(text)}</bdi>') if language.direction != "ltr" else unlinked(text),
            remedy=lambda given: words.remedy(language, given, said),
            notice=lambda given: words.notice(language, given, said),
            notice_words=lambda given: in_short.notice_words(language, given, said),
            quoted=lambda text: words.quoted(language, text, of_others),
            body=body,
            **self.speech(language),
            **values,
        )
        try:
            found = self.environment.get_template(template)
            return found.filled(given) if isinstance(found, ReusedTemplate) else found.render(given)
        except Exception as error:
            if not self.environment.own:
                raise
            # A site's own templates may ask for anything.
            raise UsageError(
                f"a template of the site's own cannot be filled in ({', '.join(self.environment.own[:3])}): {type(error).__name__}: {error}",
                "fix it, or delete it to use the one that comes with the program",
            ) from error

    def page(
        self,
        path: str,
        template: str,
        *,
        title: str,
        description: str,
        incident: PublicIncident | None = None,
        is_part: bool = False,
        search: bool = True,
        sources: tuple[str, ...] = (),
        changed: datetime | None = None,
        published: datetime | None = None,
        shared_as: str = "",
        things: tuple[Thing, ...] = (),
        moved_to: str = "",
        **values: Any,
    ) -> Artifact:
        """Return a page's file.

        Args:
            path: its address relative to this language's folder, ending in a slash; empty for the home page.
            template: the name of its template.
            title: its title.
            description: one sentence for search engines and link previews.
            incident: the incident that it belongs to.
            is_part: whether it is an update or a review of it, for which the feeds of the whole site are not named: the incident's page names them.
            search: whether it is included in the site's search.
            sources: the files that it is made from, for findings in the live preview.
            changed: the time of its last new content; None when unknown.
            published: the time of publication; None for pages that are not articles.
            shared_as: its title in link previews, if that differs.
            things: what it is about, as linked data; by default it is just a web page.
            moved_to: the address at which it is now, if this is a former one: the page is in no list, and leads there.
            values: further values for the template.
        """
        alternates = self.alternates(path)
        path = self.place + path
        if not moved_to:
            self.entries.append(sitemap.SitemapEntry(path, changed, alternates))
        links = _links(self.site, incident, path, language=self.place)
        found = views.findings(self.site, sources)
        ours = self.said(self.site.config.organisation.name)
        html = passage(
            self.fill(template, links, findings=found, page=path, changed=changed, ours=ours, moved_to=moved_to, **values)
        )
        # MkDocs' templates do not escape, and Material prints these values unchanged: they must be HTML already.
        meta: dict[str, Any] = {
            "title": html_of(flat(title)),
            "description": html_of(flat(description)),
            "hide": ["navigation", "toc"],
        }
        if self.site.config.drill:
            # Machines are told nothing about a drill except that it is one.
            meta["description"] = html_of(f"{self.language.gettext(words.DRILL)} {flat(description)}")
        else:
            told = self._told_to_all(incident) if incident else None
            meta |= head.head_markup(
                self.site,
                name=self.name,
                language=page_language(self.language, self.translated.tag),
                address=path,
                title=shared_as or title,
                description=description,
                # The pages for some readers share the picture of the whole incident.
                card=self._card(told) if told else self.home_card,
                card_at=folder_of(self.site, told),
                article=Article(published=published, changed=changed or published) if published else None,
                alternates=alternates,
                # An incident is described as linked data only in the language in which it was written.
                things=(things if self.is_original else ())
                or (
                    linked_data.page(
                        self.site,
                        self.language,
                        path,
                        title,
                        description,
                        changed,
                        tag=page_language(self.language, self.translated.tag),
                    ),
                    self.trail((title, path.removeprefix(self.place))),
                ),
            )
            feeds = (*announced(self.site, self.name, self.language, incident, is_part=is_part), *self.ledger(template, incident))
            meta["feeds"] = [tuple(map(html_of, feed)) for feed in feeds]
        others = [(tag, own_name(tag), address) for tag, address in alternates.items() if tag not in {_ANY, self.translated.tag}]
        if others:
            meta["languages"] = others
        if moved_to:
            meta["moved_to"] = f"{self.place}{moved_to}"
            meta["address"] = html_of(f"{self.site.config.site.url}{self.place}{moved_to}")
        if not same_language(self.language.tag, self.written):
            meta["language"] = self.language.tag
        if not self.is_original:
            meta["place"] = self.place
        if not search:
            meta["search"] = {"exclude": True}
        else:
            # What is not shown is not found either: that a time has passed is said on every page, and shown once it is so.
            html = Html(html.replace(_HIDDEN, f'{_HIDDEN} data-search-exclude="1"'))
        front = json.dumps(meta, ensure_ascii=False, sort_keys=True)
        block = html.strip()
        # Nearly no page has two hyphens, which is found out much faster than what may stand behind them.
        if not search and not ("--" in block and _ENDS_COMMENT.search(block)):
            # Python-Markdown would take the block apart and reassemble it twice, which is half the time of a build. These pages are not
            # searched, so they pass as one comment, which the theme unwraps (frame.html).
            block = f"<!--{block}-->"
        return Artifact(f"docs/{path}index.md", f"---\n{front}\n---\n\n{block}\n".encode())

    @cached_property
    def home_card(self) -> Card:
        """The picture of every page that belongs to no incident."""
        return home_card(self.site, self.drawn)

    def ledger(self, template: str, incident: PublicIncident | None) -> Iterator[tuple[str, str, str, str]]:
        """Yield the same for programs, for the home page and an incident's page, in the form of `announced`."""
        tag = self.site.config.site.language
        if template == "home.html":
            yield _JSON, self.language.gettext(_LEDGER, title=self.name), ledger_files.INDEX, tag
        elif template == "record.html":
            yield _JSON, self.language.gettext(_LEDGER, title=self.language.gettext(_RECORD)), ledger_files.RECORD, tag
        elif template == "incident.html" and incident is not None:
            title = self.language.gettext(_LEDGER, title=self.said(incident.folder.incident.title))
            yield _JSON, title, ledger_files.incident_file(incident.slug), tag

    def alternates(self, path: str) -> Mapping[str, str]:
        """Return the address of the page in every language of the site, by tag; empty in a site with one language.

        Readers of other languages are directed to the default language, which is the original and complete.
        """
        tags = other_languages(self.site)
        return {self.written: path, **{tag: f"{tag}/{path}" for tag in tags}, _ANY: path} if tags else {}

    def trail(self, *steps: tuple[str, str]) -> Thing:
        """Return the path from the home page to a page, as titles and addresses."""
        return linked_data.trail(self.site, ((self.name, self.place), *((title, self.place + at) for title, at in steps)))

    def missing(self) -> Artifact:
        """Return the page for addresses that do not exist: a template of the builder, since such an address may have any depth."""
        split = urlsplit(self.site.config.site.url)
        domains = (*self.site.config.organisation.domains, split.hostname or "")
        # Absolute paths on the host work from any address.
        links = Links(site=split.path, known=self.site.known, domains=domains, absolute=True, trusted=self.site.trusted)
        html = self.fill(
            "missing.html",
            links,
            findings=(),
            page="",
            changed=None,
            ours=self.said(self.site.config.organisation.name),
            open_now=views.open_incidents(self.site, self.language),
        )
        # The builder treats it as a template, so authors' text must not contain template syntax.
        return Artifact("overrides/missing.html", html.replace("{", "&#123;").encode())

    def home(self) -> Artifact:
        """Return the home page: current incidents."""
        home = home_page.home_page(self.site, self.language)
        open_now = (*home.full, *home.others)
        name = self.said(self.site.config.organisation.name)
        if open_now:
            description = self.language.ngettext(
                "%(number)s open security incident at %(organisation)s: %(titles)s",
                "%(number)s open security incidents at %(organisation)s: %(titles)s",
                len(open_now),
                organisation=name,
                titles="; ".join(self.said(view.incident.folder.incident.title) for view in home.full),
            )
        else:
            description = self.language.gettext(
                "Security incidents at %(organisation)s: what we know, what we do not know, and what happens next",
                organisation=name,
            )
        return self.page(
            "",
            "home.html",
            title=self.language.gettext("Home"),
            description=description,
            home=home,
            choices={view.incident.slug: self.choice(view.incident) for view in home.full},
            sources=("",),
            shared_as=self.name,
            changed=self.changed,
            things=(linked_data.website(self.site, self.language, self.name),),
        )

    def archive(self) -> Iterator[Artifact]:
        """Yield the pages of all incidents."""
        title = self.language.gettext(_ARCHIVE)
        for one in archive.archive_pages(self.site, self.language):
            numbered = self.language.gettext("%(title)s, page %(number)s", title=title, number=one.number)
            yield self._of_several(
                "list",
                tuple(view.incident for year in one.years for view in year.views),
                (one.number, one.total, self.changed and self.changed.isoformat()),
                partial(_Pages._archive_page, one=one, title=title if one.number == 1 else numbered, changed=self.changed),
            )

    def _archive_page(self, one: ArchivePage, title: str, changed: datetime | None) -> Artifact:
        return self.page(
            one.address,
            "archive.html",
            title=title,
            description=self.language.gettext(
                "Every security incident published by %(organisation)s",
                organisation=self.said(self.site.config.organisation.name),
            ),
            archive=one.alone(self.site, self.language),
            first_told=archive.first_told,
            changed=changed,
        )

    @cached_property
    def changed(self) -> datetime | None:
        """When anything was last published; None when nothing was. Asked for each of the pages that list incidents."""
        return max((_changed(incident) for incident in self.site.incidents), default=None)

    def _titled(self, name: str, part: YearPage[Any]) -> str:
        """Return the title of one of the pages that a list is shared out to."""
        if part.is_first:
            return name
        said = self.language.gettext("%(name)s: %(value)s", name=name, value=str(part.year))
        return said if part.number == 1 else self.language.gettext("%(title)s, page %(number)s", title=said, number=part.number)

    def corrections(self) -> Artifact:
        """Return the first page of all corrections."""
        return next(self.corrections_pages())

    def corrections_pages(self) -> Iterator[Artifact]:
        """Yield the pages of all corrections."""
        found = views.all_corrections(self.site)
        groups = views.counted_by_kind(found)
        places = {incident.slug: place for place, incident in enumerate(self.site.incidents)}
        for part in year_pages(self.site, "corrections/", found, lambda one: one.facts.when, lambda _: _OF_A_CORRECTION):
            make = partial(_Pages._corrections_page, part=part, groups=groups)
            if not part.held:
                # It says as of when there are none, which is when anything was last published.
                yield make(self)
                continue
            slugs = sorted({one.incident.slug for one in part.held}, key=places.__getitem__)
            beside = (
                (part.top, part.year, part.number, part.total, part.years, part.newer, part.older),
                [(one.incident.slug, one.at) for one in part.held],
                [(one.kind.value, one.number) for one in groups] if part.is_first else None,
            )
            yield self._of_several("corrections of a year", tuple(map(self.site.by_slug.__getitem__, slugs)), beside, make)

    def _corrections_page(self, part: YearPage[ListedCorrection], groups: tuple[KindCounted, ...]) -> Artifact:
        slugs = {one.incident.slug for one in part.held}
        told = {slug: views.corrections_of(self.site, self.site.by_slug[slug], self.language) for slug in slugs}
        shown: YearPage[Any] = part
        return self.page(
            part.address,
            "corrections.html",
            title=self._titled(self.language.gettext("Corrections"), part),
            description=self.language.gettext("What we said at first, what we said later, and why it changed"),
            part=replace(shown, held=tuple(told[one.incident.slug][one.at] for one in part.held)),
            groups=groups,
            changed=part.held[0].facts.when if part.held else None,
            search=part.is_first,
        )

    def record(self) -> Artifact:
        """Return the first page of the record."""
        return next(self.record_pages())

    def record_pages(self) -> Iterator[Artifact]:
        """Yield the pages of the record: how those concerned were told, in figures, and all promises with their outcomes."""
        for one in record_page.record_pages(self.site, self.language, self._counted):
            if one.part.is_first:
                yield self._record_page(one, self.changed)
            else:
                make = partial(_Pages._record_of_year, one=one)
                yield self._of_several("record of a year", one.part.held, one.beside(), make)

    def _record_of_year(self, one: RecordPage) -> Artifact:
        return self._record_page(one.alone(self.site, self.language), max(map(_changed, one.part.held)))

    def _record_page(self, one: RecordPage, changed: datetime | None) -> Artifact:
        return self.page(
            one.part.address,
            "record.html",
            title=self._titled(self.language.gettext(_RECORD), one.part),
            description=self.language.gettext(
                "How soon we told you, whether we kept our promises, what we corrected, and what we do not know"
            ),
            record=one,
            record_file=ledger_files.RECORD,
            changed=changed,
            search=one.part.is_first,
        )

    def _of_several(
        self, what: str, incidents: tuple[PublicIncident, ...], beside: Any, make: Callable[["_Pages"], Artifact]
    ) -> Artifact:
        """Return a page that tells of some incidents and of no other, as it was kept, if it was.

        Args:
            what: what it is called among all parts.
            incidents: the incidents.
            beside: what else it says.
            make: makes it, given what fills templates with these incidents alone.
        """
        if self.parts is None:
            return make(self)

        def alone(site: Site, texts: TranslatedTexts) -> tuple[tuple[Artifact, ...], Any]:
            if site is self.site:
                return (make(self),), []
            pages = _Pages(site, self.environment, self.language, texts, self.drawn)
            # Every page that belongs to no incident has this picture, and the language of its own words says how.
            pages.__dict__["home_card"] = self.home_card
            made = pages.made(lambda: (make(pages),))
            return made.artifacts, [sitemap.entry_in_json(one) for one in made.entries]

        (page,), entries = self.parts.of_several(what, incidents, alone, (beside, astuple(self.home_card)))
        if self.site.made.are_stored:
            self.site.forget(incidents)
        self.entries += map(sitemap.entry_of, entries)
        return page

    def _counted(self, incident: PublicIncident) -> Any:
        if self.parts is None:
            return record_page.counted(Alone(self.site, incident, self.translated))[1]
        return self.parts.part("record", incident, record_page.counted)[1]

    def promises(self) -> Artifact:
        """Return the page at the former address of the promises, which leads to the record, also where no script runs."""
        return self.page(
            "promises/",
            "moved.html",
            title=self.language.gettext("This page has moved"),
            description=self.language.gettext("Promises are now part of our record"),
            moved_to="record/",
            says=self.language.gettext("Promises are now part of our record:"),
            leads=self.language.gettext(_RECORD),
            search=False,
        )

    def moved(self, incident: PublicIncident) -> Iterator[Artifact]:
        """Yield the pages at an incident's former addresses, which lead to the present ones."""
        if not incident.folder.former:
            return
        below = [f"{transition.document.number}/" for transition in incident.ledger.transitions]
        below += [f"for/{audience.name}/" for audience in with_pages(self.site, incident)]
        for name in incident.folder.former:
            for page in ("", *below, *(("review/",) if incident.folder.review else ())):
                title = self.said(incident.folder.incident.title)
                yield self.page(
                    f"incidents/{name}/{page}",
                    "moved.html",
                    title=self.language.gettext("This page has moved"),
                    description=title,
                    moved_to=f"incidents/{incident.slug}/{page}",
                    says=self.language.gettext("This page has a new address:"),
                    leads=title,
                    search=False,
                )

    def lessons(self) -> Artifact:
        """Return the first page of lessons."""
        return next(self.lessons_pages())

    def lessons_pages(self) -> Iterator[Artifact]:
        """Yield the pages of lessons from all incidents, and what came of them."""
        newest = max((_review_changed(one, self.site) for one in self.site.incidents if one.facts.review), default=None)
        for found in lessons.lessons_pages(self.site, self.language):
            if found.part.is_first:
                yield self._lessons_page(found, newest)
            else:
                held = tuple(one.view.incident for one in found.part.held)
                changed = max(_review_changed(one, self.site) for one in held)
                beside = found.beside(), changed.isoformat()
                make = partial(_Pages._lessons_of_year, found=found, changed=changed)
                yield self._of_several("lessons of a year", held, beside, make)

    def _lessons_of_year(self, found: Lessons, changed: datetime) -> Artifact:
        return self._lessons_page(found.alone(self.site, self.language), changed)

    def _lessons_page(self, found: Lessons, changed: datetime | None) -> Artifact:
        return self.page(
            found.part.address,
            "lessons.html",
            title=self._titled(self.language.gettext("What we learnt"), found.part),
            description=self.language.gettext("What we learnt from incidents, what we are changing, by when, and what is done"),
            lessons=found,
            changed=changed,
            search=found.part.is_first,
        )

    def verify(self) -> Artifact:
        """Return the first page on how readers can verify that the site is genuine."""
        return next(self.verify_pages())

    def verify_pages(self) -> Iterator[Artifact]:
        """Yield the page on how readers can verify that the site is genuine, and those with the seals of older incidents."""
        chains = {chain.incident.slug: chain for chain in verification.chains(self.site) if chain.incident}

        def entries(incident: PublicIncident) -> int:
            return _OF_A_CHAIN + len(chains[incident.slug].redactions)

        parts = year_pages(self.site, "verify/", self.site.incidents, first_told, entries)
        places = {one.slug: at for at, part in enumerate(parts) for one in part.held}
        shared = shared_out(chains.items(), lambda pair: places.get(pair[0]), len(parts))
        for part, here in zip(parts, shared, strict=True):
            listed = [chain for _, chain in here]
            if part.is_first:
                yield self._verify_page(part, listed)
            else:
                beside = part.year, part.number, part.total, part.years, part.newer, part.older
                yield self._of_several(
                    "seals of a year", part.held, beside, partial(_Pages._verify_page, part=part, listed=listed)
                )

    def _verify_page(self, part: YearPage[PublicIncident], listed: list[verification.Chain]) -> Artifact:
        config = self.site.config
        return self.page(
            part.address,
            "verify.html",
            title=self.language.gettext("Is this page genuine?")
            if part.is_first
            else self._titled(self.language.gettext("We do not change what we have published"), part),
            description=self.language.gettext(
                "How to check that these pages are ours, and that nothing published has been changed"
            ),
            part=part,
            chains=listed,
            beside=verification.page_chain(self.site),
            fingerprints=self.fingerprints,
            signature_missing=bool(config.signing.keys) and not self.site.signed,
            not_yet=config.site.public_since == NOT_YET,
            public_since=None if config.site.public_since in {ALWAYS, NOT_YET} else config.site.public_since,
            search=part.is_first,
        )

    @property
    def fingerprints(self) -> list[str]:
        """Those of the keys that sign the list of all files; none where it is not signed."""
        return [fingerprint(key) for key in self.site.config.signing.keys] if self.site.signed else []

    def by_hand(self) -> Artifact:
        """Return the page on how experts verify the list of all files, and the seals."""
        return self.page(
            "verify/by-hand/",
            "by_hand.html",
            title=self.language.gettext("How to check this site by hand"),
            description=self.language.gettext("For experts: how to check the list of every page, its signature, and the seals"),
            search=False,
            fingerprints=self.fingerprints,
            openssh=f"ssh-keygen -Y verify -f {KEYS} -I {NAMESPACE} -n {NAMESPACE} -s {SIGNATURE} < {LIST}",
        )

    def subscribe(self) -> Artifact:
        """Return the page on how to subscribe."""
        offered = tuple(offered_channels(self.site, self.translated.tag))
        return self.page(
            "subscribe/",
            "subscribe.html",
            title=self.language.gettext("Get updates"),
            description=self.language.gettext("How to get every update without coming back to this page"),
            formats=FORMATS,
            whole=offered[0],
            feed=offered[0].address(FORMATS[0]),
            calendar=f"{self.place}calendar.ics",
            of_open=[one for one in offered if one.incident is not None],
            has_closed=any(not one.is_open for one in self.site.incidents),
            of_systems=[one for one in offered if one.system],
            of_languages=[
                (
                    other,
                    own_name(other),
                    tuple(offered_channels(self.site, other)),
                )
                for other in feed_tags(self.site)
                if other != self.translated.tag
            ],
            subscribed=lambda address: f"{self.site.config.site.url}{address}".replace("https://", "webcal://", 1),
            email_host=self.away(self.site.config.subscribe.email_url),
            ledger_index=ledger_files.INDEX,
        )

    def away(self, address: str) -> str:
        """Return the host of an address, where it is another than this site's."""
        host = urlsplit(address).hostname or ""
        return "" if host == urlsplit(self.site.config.site.url).hostname else host

    def _card(self, incident: PublicIncident) -> Card:
        """The picture of an incident, which is in the head of each of its pages."""
        found = self._cards.get(incident.place)
        if found is None:
            found = self._cards[incident.place] = incident_card(self.site, incident, self.drawn)
        return found

    def _told_to_all(self, incident: PublicIncident) -> PublicIncident:
        return self.site.by_slug.get(incident.slug, incident)

    def incident(self, incident: PublicIncident) -> Iterator[Artifact]:
        """Yield the pages of an incident, its updates and its review."""
        transitions = incident.ledger.transitions
        newest = IncidentView(self.site, incident, transitions[-1], self.language)
        title = self.said(incident.folder.incident.title)
        address = f"incidents/{incident.slug}/"
        card = self._card(incident)
        above = ((self.language.gettext(_ARCHIVE), "incidents/"), (title, address))
        yield self.page(
            address,
            "incident.html",
            title=title,
            shared_as=self.language.gettext(
                "%(name)s: %(value)s", name=self.said(self.site.config.organisation.name), value=title
            ),
            description=self.describe(newest),
            incident=incident,
            published=transitions[0].document.update.published,
            changed=_changed(incident),
            things=(linked_data.incident(newest, self.describe(newest), card, _changed(incident)), self.trail(*above)),
            view=newest,
            ledger_file=ledger_files.incident_file(incident.slug),
            sources=(f"content/incidents/{incident.slug}/",),
            review=incident.folder.review.review if incident.folder.review else None,
            choice=self.choice(incident),
        )
        yield from self.readings(incident, above)
        for transition in transitions:
            view = IncidentView(self.site, incident, transition, self.language)
            is_newest = transition is transitions[-1]
            name = self.language.gettext(
                "Update %(number)s: %(title)s", number=view.number, title=self.said(transition.document.update.title)
            )
            yield self.page(
                f"{address}{view.number}/",
                "update.html",
                title=name,
                shared_as=headlines.of_update(view, self.said),
                description=self.describe(view),
                incident=incident,
                search=False,
                published=transition.document.update.published,
                changed=linked_data.changed(view),
                things=(
                    linked_data.update(view, self.describe(view), card),
                    *((self.trail(*above, (name, f"{address}{view.number}/")),) if is_newest else ()),
                ),
                is_part=True,
                view=view,
                # What was ever corrected stands on the incident's own page.
                fixes="../",
                sources=self.files(transition.document.source.path),
            )
        review = incident.folder.review.review if incident.folder.review else None
        if review is not None and incident.folder.review is not None:
            name = self.language.gettext("Review: %(title)s", title=self.said(review.title))
            changed = _review_changed(incident, self.site)
            yield self.page(
                f"{address}review/",
                "review.html",
                title=name,
                shared_as=headlines.of_review(self.language, self.site, incident, review.title, self.said),
                description=self.said(review.cause),
                incident=incident,
                published=review.published,
                changed=changed,
                things=(linked_data.review(newest, review, card, changed), self.trail(*above, (name, f"{address}review/"))),
                is_part=True,
                view=newest,
                review=review,
                translated=self.is_original or incident.slug in self.translated.reviews,
                sources=self.files(incident.folder.review.source.path),
            )

    def choice(self, incident: PublicIncident) -> tuple[tuple[Audience, str, str], ...]:
        """Return the audiences with a page of an incident, each with its address and language: its own, where the site has it."""
        tags = {tag.lower(): tag for tag in other_languages(self.site)}
        found = []
        for audience in with_pages(self.site, incident):
            own = audience.language.lower()
            place = self.place if not own else f"{tags[own]}/" if own in tags else ""
            found.append((audience, f"{place}{page_address(incident.slug, audience.name)}", audience.language))
        return tuple(found)

    def readings(self, incident: PublicIncident, above: tuple[tuple[str, str], ...]) -> Iterator[Artifact]:
        """Yield the pages of an incident for its audiences: what is for everyone and for them, and nothing else."""
        for audience in with_pages(self.site, incident):
            reading = told(self.site, incident, audience)
            transitions = reading.ledger.transitions
            view = IncidentView(self.site, reading, transitions[-1], self.language)
            name = self.said(audience.title)
            title = self.language.gettext(_FOR_READERS, whom=name, title=self.said(incident.folder.incident.title))
            yield self.page(
                reading.address,
                "incident.html",
                title=title,
                description=self.describe(view),
                incident=reading,
                published=transitions[0].document.update.published,
                changed=_changed(incident),
                things=(self.page_thing(reading.address, title, view), self.trail(*above, (name, reading.address))),
                view=view,
                ledger_file=ledger_files.incident_file(incident.slug),
                sources=(f"content/incidents/{incident.slug}/",),
                review=incident.folder.review.review if incident.folder.review else None,
                choice=self.choice(incident),
            )

    def page_thing(self, address: str, title: str, view: IncidentView) -> Thing:
        """Return a page of an incident as linked data: a page like any other, beside the incident's own."""
        return linked_data.page(
            self.site,
            self.language,
            self.place + address,
            title,
            self.describe(view),
            _changed(view.incident),
            tag=page_language(self.language, self.translated.tag),
        )

    def files(self, path: str) -> tuple[str, ...]:
        """Return the files that a page is made from: the original, and its translation into this language."""
        return (path,) if self.is_original else (path, f"{path.removesuffix('.md')}.{self.translated.tag}.md")

    def describe(self, view: IncidentView) -> str:
        """Return one sentence for search engines and link previews."""
        return f"{view.status_word}. {self.said(view.brief)}"

    def free(self, page: PageDocument) -> Artifact:
        """Return a free page."""
        return self.page(
            f"{page.slug}/",
            "free.html",
            title=self.said(page.title),
            description=f"{self.said(page.title)}: {self.said(self.site.config.organisation.name)}",
            free=page,
            notes=notes_in(self.site, page, self.translated.tag),
            amended=page_here(self.site, page, self.translated.tag).amended,
            translated=self.is_original or page.slug in self.translated.pages,
            sources=self.files(page.source.path),
        )


def _changed(incident: PublicIncident) -> datetime:
    """Return when an incident last had new content: an update, a corrected spelling, its review."""
    return incident.facts.news


def _review_changed(incident: PublicIncident, site: Site) -> datetime:
    """Return when an incident's review last had new content: its publication, or an action completed since."""
    review, actions = incident.facts.review, incident.facts.actions
    done = [dates.start(action.done, site.config.site.timezone) for action in actions if action.done]
    times = [*([review.published] if review else []), *(time for time in done if time <= site.as_of)]
    return max(times)
