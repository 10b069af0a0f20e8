"""Every page of the site. The only home of Jinja.

A page is one block of HTML that we made, behind front matter that is JSON (which is YAML): nothing an author wrote is read as Markdown
twice.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: TID251  # this module is its home

from generator.ledger.records import Change, PromiseKind, PromiseState, Turn
from generator.ledger.words import count_words
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact, Theme
from generator.model.document import PageDocument
from generator.model.incident import Review
from generator.render import dates, views, words
from generator.render.markup import Html, Links, document, flat, html_of, passage, sentence
from generator.render.site import Case, Site
from generator.render.views import Stand

_ENDS_COMMENT = re.compile(r"--!?\s*>")


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every page, as MkDocs will read it."""
    environment = _environment(theme)
    press = _Pages(site, environment)
    yield press.home()
    yield press.archive()
    yield press.corrections()
    yield press.subscribe()
    for case in site.cases:
        yield from press.incident(case)
    for page in site.pages:
        yield press.free(page)


def feed_statement(site: Site, case: Case, turn: Turn, theme: Theme) -> str:
    """The whole statement of an update as HTML that reads well without styles, with addresses in full."""
    links = _links(site, case, absolute=True)
    return _Pages(site, _environment(theme)).fill("feed_item.html", links, stand=Stand(site, case, turn))


def feed_review(site: Site, case: Case, review: Review, theme: Theme) -> str:
    """A whole review as HTML for feeds."""
    links = _links(site, case, absolute=True)
    return _Pages(site, _environment(theme)).fill("feed_review.html", links, case=case, review=review)


def site_name(site: Site) -> str:
    """What the site is called."""
    return site.config.site.title or f"{site.config.organisation.name}: security updates"


def _links(site: Site, case: Case | None = None, page: str = "", *, absolute: bool = False) -> Links:
    folder = f"content/incidents/{case.slug}/" if case else ""
    files = frozenset(path.removeprefix(folder) for path in case.folder.files if is_safe_file(path)) if case else frozenset()
    return Links(
        site=site.config.site.url,
        domains=site.config.organisation.domains,
        page=page,
        base=f"incidents/{case.slug}/" if case else page,
        files=files,
        absolute=absolute,
    )


# The same theme's templates are filled for every page and every feed, and for every change in the preview.
_KEPT: dict[str, tuple[Mapping[str, bytes], Environment]] = {}


def _environment(theme: Theme) -> Environment:
    kept = _KEPT.get(theme.name)
    if kept is not None and (kept[0] is theme.files or kept[0] == theme.files):
        return kept[1]
    templates = {
        path.partition("/")[2]: data.decode("utf-8")
        for path, data in theme.files.items()
        if path.startswith(("pages/", "partials/")) and path.endswith(".html")
    }
    environment = Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {
        "words": words,
        "views": views,
        "spoken": words.spoken,
        "subject": words.subject,
        "time": dates.time,
        "time_of_day": dates.time_of_day,
        "when": dates.words,
        "day": dates.day,
        "span": dates.span,
        "counted": dates.counted,
        "count_words": count_words,
        "Change": Change,
        "PromiseKind": PromiseKind,
        "PromiseState": PromiseState,
    }
    _KEPT[theme.name] = (theme.files, environment)
    return environment


class _Pages:
    def __init__(self, site: Site, environment: Environment) -> None:
        self.site = site
        self.environment = environment

    def fill(self, template: str, links: Links, **values: Any) -> str:
        """A template, filled for one page."""

        @cache
        def said(text: str) -> Html:
            return sentence(text, links)

        return self.environment.get_template(template).render(
            site=self.site,
            config=self.site.config,
            links=links,
            to=links.to,
            s=said,
            body=lambda text, top=3: document(text, links, top),
            **values,
        )

    def page(
        self,
        path: str,
        template: str,
        *,
        title: str,
        description: str,
        case: Case | None = None,
        search: bool = True,
        sources: tuple[str, ...] = (),
        **values: Any,
    ) -> Artifact:
        """A page's file. `path` is its address relative to the site's, ending in a slash; empty for the home page."""
        links = _links(self.site, case, path)
        found = views.findings(self.site, sources)
        html = passage(self.fill(template, links, findings=found, page=path, **values))
        # MkDocs' templates escape nothing, and Material prints these as they come: they must be HTML already.
        meta: dict[str, Any] = {
            "title": html_of(flat(title)),
            "description": html_of(flat(description)),
            "hide": ["navigation", "toc"],
        }
        if case is not None:
            meta["feed"] = f"incidents/{case.slug}/feed.xml"
            meta["feed_title"] = html_of(flat(case.folder.incident.title))
        if not search:
            meta["search"] = {"exclude": True}
        front = json.dumps(meta, ensure_ascii=False, sort_keys=True)
        block = html.strip()
        if not search and not _ENDS_COMMENT.search(block):
            # Python-Markdown would take every element of the block apart and put it together again, twice, which is half the time of a
            # build. Nothing searches these pages, so they cross it as one comment, which the theme opens (frame.html).
            block = f"<!--{block}-->"
        return Artifact(f"docs/{path}index.md", f"---\n{front}\n---\n\n{block}\n".encode())

    def home(self) -> Artifact:
        """What is happening now."""
        open_now, closed = views.open_cases(self.site), views.closed_cases(self.site)
        name = self.site.config.organisation.name
        description = (
            f"{len(open_now)} open security incident{'s' if len(open_now) != 1 else ''} at {name}: "
            f"{'; '.join(stand.case.folder.incident.title for stand in open_now)}"
            if open_now
            else f"Security incidents at {name}: what we know, what we do not know, and what happens next"
        )
        return self.page(
            "",
            "home.html",
            title="Now",
            description=description,
            open_now=open_now,
            closed=closed,
            sources=("",),
        )

    def archive(self) -> Artifact:
        """All incidents."""
        return self.page(
            "incidents/",
            "archive.html",
            title="All incidents",
            description=f"Every security incident that {self.site.config.organisation.name} has published",
            stands=tuple(views.newest(self.site, case) for case in self.site.cases),
        )

    def corrections(self) -> Artifact:
        """All corrections."""
        return self.page(
            "corrections/",
            "corrections.html",
            title="Corrections",
            description="Everything we had to correct: what we said, what is right, and why we said it differently",
            corrections=views.all_corrections(self.site),
        )

    def subscribe(self) -> Artifact:
        """How to follow."""
        return self.page(
            "subscribe/",
            "subscribe.html",
            title="Get updates",
            description="How to hear of every update without visiting this page",
            open_now=views.open_cases(self.site),
        )

    def incident(self, case: Case) -> Iterator[Artifact]:
        """An incident, each of its updates, and its review."""
        turns = case.ledger.turns
        newest = Stand(self.site, case, turns[-1])
        title = case.folder.incident.title
        address = f"incidents/{case.slug}/"
        yield self.page(
            address,
            "incident.html",
            title=title,
            description=_describe(newest),
            case=case,
            stand=newest,
            sources=(f"content/incidents/{case.slug}/",),
            review=case.folder.review.review if case.folder.review else None,
        )
        for turn in turns:
            stand = Stand(self.site, case, turn)
            yield self.page(
                f"{address}{stand.number}/",
                "update.html",
                title=f"Update {stand.number}: {turn.document.update.title}",
                description=_describe(stand),
                case=case,
                search=False,
                stand=stand,
                sources=(turn.document.source.path,),
            )
        review = case.folder.review.review if case.folder.review else None
        if review is not None and case.folder.review is not None:
            yield self.page(
                f"{address}review/",
                "review.html",
                title=f"Review: {review.title}",
                description=review.cause,
                case=case,
                stand=newest,
                review=review,
                sources=(case.folder.review.source.path,),
            )

    def free(self, page: PageDocument) -> Artifact:
        """A free page."""
        return self.page(
            f"{page.slug}/",
            "free.html",
            title=page.title,
            description=f"{page.title}: {self.site.config.organisation.name}",
            free=page,
            sources=(page.source.path,),
        )


def _describe(stand: Stand) -> str:
    """One sentence for search engines and previews of links."""
    return f"{stand.status_word}. {stand.brief}"
