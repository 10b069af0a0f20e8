"""Every page of the site. The only home of Jinja.

A page is one block of HTML that we made, behind front matter that is JSON (which is YAML): nothing an author wrote is read as Markdown
twice.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache, partial
from html import escape
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import DictLoader, StrictUndefined  # noqa: TID251  # this module is its home
from jinja2.sandbox import SandboxedEnvironment, modifies_known_mutable  # noqa: TID251  # as above

from generator.errors import UsageError
from generator.ledger.records import Change, PromiseKind, PromiseState, Transition
from generator.model.artifact import Artifact, Theme
from generator.model.config import ALWAYS, NOT_YET
from generator.model.document import PageDocument
from generator.model.incident import Review
from generator.render import dates, head, lessons, linked_data, promises, sitemap, timeline, verification, views, words
from generator.render.channels import FORMATS, announced, channels
from generator.render.channels import tags as feed_tags
from generator.render.head import Article
from generator.render.language import SOURCE, Language, direction, language_for, message, own_name, page_language, same_language
from generator.render.linked_data import Thing
from generator.render.markup import Html, Links, clean, document, flat, html_of, mail, passage, sentence, telephone
from generator.render.pictures import home_card, incident_card
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView
from generator.seals.integrity_list import KEYS, LIST, NAMESPACE, SIGNATURE, fingerprint

_ARCHIVE = message("All incidents")
#: The language of a reader whose own the site does not have, in links between languages.
_ANY = "x-default"
_ENDS_COMMENT = re.compile(r"--!?\s*>")


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every page, as MkDocs will read it."""
    environment = _environment(theme)
    language = site_language(site, theme)
    own = _Pages(site, environment, language, original(site))
    entries: list[sitemap.SitemapEntry] = []
    others = [
        _Pages(site, environment, language_for(tag, theme, site.config.site.timezone), translated_texts(site, tag), language)
        for tag in other_languages(site)
    ]
    for pages in (own, *others):
        yield from pages.all()
        entries += pages.entries
    yield own.missing()
    yield from sitemap.write(site, entries)


def other_languages(site: Site) -> tuple[str, ...]:
    """The languages that the site is in besides its own, as their tags stand in the configuration: each has its pages at `/<tag>/`."""
    own = site.config.site.language.lower()
    return tuple(dict.fromkeys(tag for tag in site.config.site.languages if tag.lower() != own))


def feed_statement(view: IncidentView, theme: Theme, texts: TranslatedTexts) -> Html:
    """The whole statement of an update as HTML that reads well without styles, with addresses in full."""
    # It stands in several feeds and in the API.
    statements = view.site.statements
    key = (theme, view.incident.slug, view.number, texts.tag)
    if key not in statements:
        pages = _Pages(view.site, _environment(theme), view.language, texts)
        links = _links(view.site, view.incident, absolute=True, language=pages.place)
        statements[key] = _own_words(passage(pages.fill("feed_item.html", links, view=view)), view.language, texts.tag)
    return statements[key]


def feed_review(
    site: Site, incident: PublicIncident, review: Review, theme: Theme, language: Language, texts: TranslatedTexts
) -> Html:
    """A whole review as HTML for feeds."""
    pages = _Pages(site, _environment(theme), language, texts)
    links = _links(site, incident, absolute=True, language=pages.place)
    return _own_words(passage(pages.fill("feed_review.html", links, incident=incident, review=review)), language, texts.tag)


def _own_words(html: Html, language: Language, tag: str) -> Html:
    """A statement whose own words are in another language than the item that it stands in: it says so."""
    if same_language(language.tag, tag):
        return html
    return Html(f'<div lang="{escape(language.tag)}" dir="{language.direction}">{html}</div>')


def message_of(view: IncidentView, theme: Theme, texts: TranslatedTexts, template: str, **values: Any) -> str:
    """What a message, a script or a letter says of an incident, as HTML without styles, with addresses in full.

    Args:
        view: the incident after one of its updates, with the language of the product's own words.
        theme: where the templates are.
        texts: what authors wrote, in the same language.
        template: the name of the template.
        values: what it needs besides.
    """
    site, incident = view.site, view.incident
    pages = _Pages(site, _environment(theme), view.language, texts)
    place = pages.place if texts.tag in other_languages(site) else ""
    links = _links(site, incident, absolute=True, language=place)
    transitions = {(incident.slug, transition.document.number) for transition in view.transitions}
    complete = pages.is_original or (transitions <= texts.updates and incident.folder.translated_incident(texts.tag) is not None)
    where = {"address": links.to(f"incidents/{incident.slug}/"), "genuine": links.to("verify/")}
    # What stands in an attribute, such as an address to write to, has not been cleaned on its own.
    return clean(pages.fill(template, links, view=view, complete=complete, **where, **values))


def feed_untranslated(site: Site, original: Html, language: Language) -> Html:
    """A statement that is not translated yet, as it was written, behind a sentence that says so in the reader's language."""
    written = site.config.site.language
    said = language.html("We have not translated this yet. Here it is as we wrote it.")
    return Html(
        f'<p lang="{escape(language.tag)}" dir="{language.direction}"><b>{said}</b></p>\n'
        f'<div lang="{escape(written)}" dir="{direction(written)}">{original}</div>'
    )


def site_language(site: Site, theme: Theme) -> Language:
    """The language in which the site's own words are said."""
    return language_for(site.config.site.language, theme, site.config.site.timezone)


def site_name(site: Site, language: Language, said: TranslatedTexts | None = None) -> str:
    """What the site is called; in another language what it is called there, if somebody has said so."""
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
    )


class _Sandbox(SandboxedEnvironment):
    """Templates ask for values and call what is ours; a site's own templates find no way from there to anything else.

    Jinja's sandbox bars what begins with an underscore, and so the way from any text to every class that is loaded. Modules are barred here, since
    one leads to another: of those that templates are given, they reach what is defined there and in ours.
    """

    #: The paths of the templates that are a site's own.
    own: tuple[str, ...] = ()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if not super().is_safe_attribute(obj, attr, value) or isinstance(value, ModuleType):
            return False
        if isinstance(obj, ModuleType):
            return not callable(value) or _is_ours(value)
        return not (attr != "append" and modifies_known_mutable(obj, attr))

    def is_safe_callable(self, obj: Any) -> bool:
        return super().is_safe_callable(obj) and (_is_ours(obj) or self._is_plain(obj))

    def _is_plain(self, called: Any) -> bool:
        """Whether it is a method of a text, a list or a table, or a part of Jinja's own."""
        owner = getattr(called, "__self__", None)
        if owner is None:
            # In the place of `str.format` Jinja puts a function of its own.
            owner = getattr(getattr(called, "__wrapped__", None), "__self__", None)
        if owner is not None and not isinstance(owner, ModuleType | type):
            kind = type(owner)
            return kind.__module__ in _PLAIN_MODULES or _is_ours(kind)
        return type(called).__module__.startswith("jinja2.") or called in self.globals.values()


_PLAIN_MODULES = frozenset({"builtins", "datetime", "markupsafe", "jinja2.runtime", "jinja2.utils", "collections.abc"})


def _is_ours(called: Any) -> bool:
    called = called.func if isinstance(called, partial) else called
    return str(getattr(called, "__module__", None) or "").partition(".")[0] == "generator"


@lru_cache(maxsize=4)
def _environment(theme: Theme) -> _Sandbox:
    """The templates of a theme, which are filled for every page and every feed, and for every change in the preview."""
    templates = {
        path.partition("/")[2]: data.decode("utf-8")
        for path, data in theme.files.items()
        if path.startswith(("pages/", "partials/")) and path.endswith(".html")
    }
    environment = _Sandbox(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.own = tuple(
        f"themes/{path}" for path in sorted(theme.own) if path.startswith(("pages/", "partials/")) and path.endswith(".html")
    )
    environment.globals |= {
        "words": words,
        "views": views,
        "timeline": timeline,
        "raised": words.raised,
        "lowered": words.lowered,
        "Change": Change,
        "PromiseKind": PromiseKind,
        "PromiseState": PromiseState,
    }
    return environment


def _marker(language: Language, written: str) -> Callable[[str], Html]:
    """Marks what an author wrote among the product's own words.

    It says so when it is in another language, and keeps its own direction on a page that mixes two, so that a name or a number does not
    turn the words round it.
    """
    other = f' lang="{escape(written)}"' if not same_language(written, language.tag) else ""
    if not other and language.direction == "ltr":
        return html_of
    opening = f'<bdi{other} dir="{direction(written)}">'
    return lambda text: Html(f"{opening}{html_of(text)}</bdi>")


def _left_to_right(language: Language) -> Callable[[str], Html]:
    """Marks telephone numbers and addresses, which run from left to right on any page."""
    return html_of if language.direction == "ltr" else lambda text: Html(f'<bdi dir="ltr">{html_of(text)}</bdi>')


class _Pages:
    """Fills the templates in one language.

    Args:
        site: the whole site.
        environment: the templates.
        language: the one in which the product's own words are said.
        translated: what authors wrote, in the same language.
        drawn: the language of the pictures that stand for pages, which are drawn once; the same if not given.
    """

    def __init__(
        self, site: Site, environment: _Sandbox, language: Language, translated: TranslatedTexts, drawn: Language | None = None
    ) -> None:
        self.site = site
        self.environment = environment
        self.language = language
        self.translated = translated
        self.drawn = drawn or language
        self.written = site.config.site.language
        self.is_original = translated.tag == self.written
        #: Where the pages in this language are, relative to the site's address.
        self.place = "" if self.is_original else f"{translated.tag}/"
        as_written, as_translated = _marker(language, self.written), _marker(language, translated.tag)

        def mark(text: str) -> Html:
            other = translated.of(text)
            return as_translated(other) if other else as_written(text)

        def named(name: str, inside: bool) -> Html:  # one of two places
            called = translated.names.get(name, "")
            said, tag, own = (
                (called, translated.tag, as_translated) if called else (words.as_heading(name), self.written, as_written)
            )
            return own(words.in_sentence(said, tag) if inside else words.raised(said))

        self._as_written, self._as_translated = as_written, as_translated
        # What stands in a template for the language's part: its own words, then values in words.
        self.speech: dict[str, Any] = {
            "language": language,
            "_": language.html,
            "ngettext": language.html_several,
            "listed": language.listed,
            "time": partial(dates.time, language),
            "time_of_day": partial(dates.time_of_day, language),
            "when": partial(dates.words, language),
            "span": partial(dates.span, language),
            "machine": dates.machine,
            "latin": _left_to_right(language),
            "telephone": partial(telephone, mark=_left_to_right(language)),
            "mail": partial(mail, mark=_left_to_right(language)),
            "spoken": partial(named, inside=False),
            "spoken_inside": partial(named, inside=True),
            # A rule's name is the product's own, and the same in every language.
            "rule": lambda name: _marker(language, SOURCE)(words.lowered(words.as_heading(name))),
            "mark": mark,
            "subject": lambda of: words.subject(language, of, named),
            "count": lambda given: words.count(language, given, mark),
            "window": lambda given: words.window(language, given),
            "is_original": self.is_original,
            "written_in": lambda: language.name_of(self.written),
            "is_translated": lambda view: self.is_original or (view.incident.slug, view.number) in translated.updates,
        }
        self.name = site_name(site, language, translated)
        #: Every page so far.
        self.entries: list[sitemap.SitemapEntry] = []

    def all(self) -> Iterator[Artifact]:
        """Every page in this language."""
        yield self.home()
        yield self.archive()
        yield self.corrections()
        yield self.promises()
        yield self.lessons()
        yield self.subscribe()
        yield self.verify()
        for incident in self.site.incidents:
            yield from self.incident(incident)
        for page in self.site.pages:
            yield self.free(page)

    def said(self, text: str) -> str:
        """An author's sentence as plain text: its translation, if it has one."""
        return self.translated.of(text) or text

    def fill(self, template: str, links: Links, **values: Any) -> str:
        """A template, filled for one page."""

        @cache
        def said(text: str) -> Html:
            other = self.translated.of(text)
            return self._as_translated(sentence(other, links)) if other else self._as_written(sentence(text, links))

        def body(text: str, top: int = 3) -> Html:
            other = self.translated.of(text)
            made, tag = document(other or text, links, top), self.translated.tag if other else self.written
            if same_language(tag, self.language.tag) or not made:
                return made
            return Html(f'<div lang="{escape(tag)}" dir="{direction(tag)}">{made}</div>')

        given = dict(
            site=self.site,
            config=self.site.config,
            links=links,
            to=links.to,
            root=links.root,
            s=said,
            each=lambda texts: [said(text) for text in texts],
            value=lambda given: words.value(self.language, given, said),
            body=body,
            **self.speech,
            **values,
        )
        try:
            return self.environment.get_template(template).render(given)
        except Exception as error:
            if not self.environment.own:
                raise
            # What a site's own template asks for may be anything.
            raise UsageError(
                f"a template of the site's own cannot be filled in ({', '.join(self.environment.own[:3])}): {type(error).__name__}: {error}",
                "mend it, or take it away: then the one that comes with the program is used",
            ) from error

    def page(
        self,
        path: str,
        template: str,
        *,
        title: str,
        description: str,
        incident: PublicIncident | None = None,
        search: bool = True,
        sources: tuple[str, ...] = (),
        changed: datetime | None = None,
        published: datetime | None = None,
        shared_as: str = "",
        things: tuple[Thing, ...] = (),
        **values: Any,
    ) -> Artifact:
        """A page's file.

        Args:
            path: its address relative to where this language's pages are, ending in a slash; empty for the home page.
            template: the name of its template.
            title: its title.
            description: one sentence for search engines and previews of links.
            incident: the incident that it belongs to.
            search: whether the site's search finds it.
            sources: the files that it is made from, for the live preview's findings.
            changed: when it last said something new; None when nobody knows.
            published: when it was published; None for pages that are no article.
            shared_as: its title where it is shared, if that is another.
            things: what it is about, for machines; a page that is about nothing else is a web page.
            values: what the template needs besides.
        """
        alternates = self.alternates(path)
        path = self.place + path
        self.entries.append(sitemap.SitemapEntry(path, changed, alternates))
        links = _links(self.site, incident, path, language=self.place)
        found = views.findings(self.site, sources)
        switch = [(tag, own_name(tag), links.root(address)) for tag, address in alternates.items() if tag != _ANY]
        html = passage(self.fill(template, links, findings=found, page=path, languages=switch, **values))
        # MkDocs' templates escape nothing, and Material prints these as they come: they must be HTML already.
        meta: dict[str, Any] = {
            "title": html_of(flat(title)),
            "description": html_of(flat(description)),
            "hide": ["navigation", "toc"],
        }
        if self.site.config.drill:
            # Machines are told nothing of a drill but that it is one.
            meta["description"] = html_of(f"{self.language.gettext(words.DRILL)} {flat(description)}")
        else:
            meta |= head.head_markup(
                self.site,
                name=self.name,
                language=page_language(self.language, self.translated.tag),
                address=path,
                title=shared_as or title,
                description=description,
                card=incident_card(self.site, incident, self.drawn) if incident else home_card(self.site, self.drawn),
                card_at=f"incidents/{incident.slug}/" if incident else "",
                article=Article(published=published, changed=changed or published) if published else None,
                alternates=alternates,
                # What an incident is for machines is said once, in the language that it was written in.
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
            meta["feeds"] = [tuple(map(html_of, feed)) for feed in announced(self.site, self.name, incident)]
        if not same_language(self.language.tag, self.written):
            meta["language"] = self.language.tag
        if not self.is_original:
            meta["place"] = self.place
        if not search:
            meta["search"] = {"exclude": True}
        front = json.dumps(meta, ensure_ascii=False, sort_keys=True)
        block = html.strip()
        if not search and not _ENDS_COMMENT.search(block):
            # Python-Markdown would take every element of the block apart and put it together again, twice, which is half the time of a
            # build. Nothing searches these pages, so they cross it as one comment, which the theme opens (frame.html).
            block = f"<!--{block}-->"
        return Artifact(f"docs/{path}index.md", f"---\n{front}\n---\n\n{block}\n".encode())

    def alternates(self, path: str) -> Mapping[str, str]:
        """Where the same page is in every language of the site, by language tag; empty in a site of one language.

        Who reads none of them is led to the site's own: it is what was written, and complete.
        """
        tags = other_languages(self.site)
        return {self.written: path, **{tag: f"{tag}/{path}" for tag in tags}, _ANY: path} if tags else {}

    def trail(self, *steps: tuple[str, str]) -> Thing:
        """The way from the home page to a page, by titles and addresses."""
        return linked_data.trail(self.site, ((self.name, self.place), *((title, self.place + at) for title, at in steps)))

    def missing(self) -> Artifact:
        """What is shown in place of a page that does not exist: a template of the builder, since its address may be of any depth."""
        split = urlsplit(self.site.config.site.url)
        domains = (*self.site.config.organisation.domains, split.hostname or "")
        # Addresses from the root of the host, whatever was asked for.
        links = Links(site=split.path, known=self.site.known, domains=domains, absolute=True, trusted=self.site.trusted)
        html = self.fill(
            "missing.html", links, findings=(), page="", languages=[], open_now=views.open_incidents(self.site, self.language)
        )
        # The builder reads it as a template; no text of an author may mean anything in one.
        return Artifact("overrides/missing.html", html.replace("{", "&#123;").encode())

    def home(self) -> Artifact:
        """What is happening now."""
        open_now, closed = views.open_incidents(self.site, self.language), views.closed_incidents(self.site, self.language)
        name = self.said(self.site.config.organisation.name)
        if open_now:
            description = self.language.ngettext(
                "%(number)s open security incident at %(organisation)s: %(titles)s",
                "%(number)s open security incidents at %(organisation)s: %(titles)s",
                len(open_now),
                organisation=name,
                titles="; ".join(self.said(view.incident.folder.incident.title) for view in open_now),
            )
        else:
            description = self.language.gettext(
                "Security incidents at %(organisation)s: what we know, what we do not know, and what happens next",
                organisation=name,
            )
        return self.page(
            "",
            "home.html",
            title=self.language.gettext("Now"),
            description=description,
            open_now=open_now,
            closed=closed,
            sources=("",),
            shared_as=self.name,
            changed=self.changed(),
            things=(linked_data.website(self.site, self.language, self.name),),
        )

    def archive(self) -> Artifact:
        """All incidents."""
        return self.page(
            "incidents/",
            "archive.html",
            title=self.language.gettext(_ARCHIVE),
            description=self.language.gettext(
                "Every security incident that %(organisation)s has published",
                organisation=self.said(self.site.config.organisation.name),
            ),
            stands=tuple(views.newest(self.site, incident, self.language) for incident in self.site.incidents),
            changed=self.changed(),
        )

    def changed(self) -> datetime | None:
        """When anything was last published; None when nothing was."""
        return max((_changed(incident) for incident in self.site.incidents), default=None)

    def corrections(self) -> Artifact:
        """All corrections."""
        found = views.all_corrections(self.site, self.language)
        return self.page(
            "corrections/",
            "corrections.html",
            title=self.language.gettext("Corrections"),
            description=self.language.gettext(
                "Everything we had to correct: what we said, what is right, and why we said it differently"
            ),
            corrections=found,
            changed=found[0][1].when if found else None,
        )

    def promises(self) -> Artifact:
        """Every promise, and what became of it."""
        return self.page(
            "promises/",
            "promises.html",
            title=self.language.gettext("Promises"),
            description=self.language.gettext(
                "Everything we promised by a date: what is late, what is coming, and what became of the rest"
            ),
            record=promises.all_promises(self.site, self.language),
            changed=self.changed(),
        )

    def lessons(self) -> Artifact:
        """What was learnt from every incident, and what has come of it."""
        found = lessons.lessons(self.site, self.language)
        times = (_review_changed(one.review, self.site) for one in found.reviews)
        return self.page(
            "lessons/",
            "lessons.html",
            title=self.language.gettext("Lessons"),
            description=self.language.gettext(
                "What we learnt from incidents, what we change because of them, by when, and what has been done"
            ),
            learnt=found,
            changed=max(times, default=None),
        )

    def verify(self) -> Artifact:
        """How a reader can tell that these pages are ours."""
        return self.page(
            "verify/",
            "verify.html",
            title=self.language.gettext("Is this page genuine?"),
            description=self.language.gettext(
                "How you can check that these pages are ours, and that nobody has changed what was published"
            ),
            chains=verification.chains(self.site),
            fingerprints=[fingerprint(key) for key in self.site.config.signing],
            openssh=f"ssh-keygen -Y verify -f {KEYS} -I {NAMESPACE} -n {NAMESPACE} -s {SIGNATURE} < {LIST}",
            not_yet=self.site.config.site.public_since == NOT_YET,
            public_since=None if self.site.config.site.public_since in {ALWAYS, NOT_YET} else self.site.config.site.public_since,
        )

    def subscribe(self) -> Artifact:
        """How to follow."""
        return self.page(
            "subscribe/",
            "subscribe.html",
            title=self.language.gettext("Get updates"),
            description=self.language.gettext("How to hear of every update without visiting this page"),
            offers=[(tag, own_name(tag), tuple(channels(self.site, tag))) for tag in feed_tags(self.site)],
            formats=FORMATS,
        )

    def incident(self, incident: PublicIncident) -> Iterator[Artifact]:
        """An incident, each of its updates, and its review."""
        transitions = incident.ledger.transitions
        newest = IncidentView(self.site, incident, transitions[-1], self.language)
        title = self.said(incident.folder.incident.title)
        address = f"incidents/{incident.slug}/"
        card = incident_card(self.site, incident, self.drawn)
        above = ((self.language.gettext(_ARCHIVE), "incidents/"), (title, address))
        yield self.page(
            address,
            "incident.html",
            title=title,
            description=self.describe(newest),
            incident=incident,
            published=transitions[0].document.update.published,
            changed=_changed(incident),
            things=(linked_data.incident(newest, self.describe(newest), card, _changed(incident)), self.trail(*above)),
            view=newest,
            sources=(f"content/incidents/{incident.slug}/",),
            review=incident.folder.review.review if incident.folder.review else None,
        )
        for transition in transitions:
            view = IncidentView(self.site, incident, transition, self.language)
            name = self.language.gettext(
                "Update %(number)s: %(title)s", number=view.number, title=self.said(transition.document.update.title)
            )
            yield self.page(
                f"{address}{view.number}/",
                "update.html",
                title=name,
                description=self.describe(view),
                incident=incident,
                search=False,
                published=transition.document.update.published,
                changed=linked_data.changed(view),
                things=(
                    linked_data.update(view, self.describe(view), card),
                    self.trail(*above, (name, f"{address}{view.number}/")),
                ),
                view=view,
                sources=self.files(transition.document.source.path),
            )
        review = incident.folder.review.review if incident.folder.review else None
        if review is not None and incident.folder.review is not None:
            name = self.language.gettext("Review: %(title)s", title=self.said(review.title))
            changed = _review_changed(review, self.site)
            yield self.page(
                f"{address}review/",
                "review.html",
                title=name,
                description=self.said(review.cause),
                incident=incident,
                published=review.published,
                changed=changed,
                things=(linked_data.review(newest, review, card, changed), self.trail(*above, (name, f"{address}review/"))),
                view=newest,
                review=review,
                translated=self.is_original or incident.slug in self.translated.reviews,
                sources=self.files(incident.folder.review.source.path),
            )

    def files(self, path: str) -> tuple[str, ...]:
        """The files that a page is made from: an original, and its translation into this language."""
        return (path,) if self.is_original else (path, f"{path.removesuffix('.md')}.{self.translated.tag}.md")

    def describe(self, view: IncidentView) -> str:
        """One sentence for search engines and previews of links."""
        return f"{view.status_word}. {self.said(view.brief)}"

    def free(self, page: PageDocument) -> Artifact:
        """A free page."""
        return self.page(
            f"{page.slug}/",
            "free.html",
            title=self.said(page.title),
            description=f"{self.said(page.title)}: {self.said(self.site.config.organisation.name)}",
            free=page,
            translated=self.is_original or page.slug in self.translated.pages,
            sources=self.files(page.source.path),
        )


def _changed(incident: PublicIncident) -> datetime:
    """When an incident last had something new: an update, a fixed spelling, its review."""
    times = [
        max(transition.document.update.published, _mended(transition, incident.ledger.zone))
        for transition in incident.ledger.transitions
    ]
    review = incident.folder.review.review if incident.folder.review else None
    return max([*times, review.published] if review else times)


def _mended(transition: Transition, zone: ZoneInfo) -> datetime:
    amended = transition.document.update.amended
    return dates.start(amended.when, zone) if amended else transition.document.update.published


def _review_changed(review: Review, site: Site) -> datetime:
    """When a review last had something new: its publication, or an action that was done since."""
    done = (dates.start(action.done, site.config.site.timezone) for action in review.corrective_actions.values() if action.done)
    return max((review.published, *(time for time in done if time <= site.as_of)))
