"""Linked data for machines: schema.org in JSON-LD. It contains nothing that the page does not say.

An incident is a `LiveBlogPosting`, an ongoing account in dated updates, which has no end while the incident is open. An update is a
`BlogPosting` that is part of it; a correction is a `CorrectionComment`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import unescape
from typing import Any, TypeAlias

from generator.format.mail_addresses import mail_address
from generator.format.telephone import telephone_numbers
from generator.ledger.records import Event
from generator.model.config import Contact
from generator.model.identity import address_of
from generator.model.incident import Review
from generator.model.update import CorrectionKind
from generator.render import dates, words
from generator.render.incident_facts import text_changed
from generator.render.language import Language
from generator.render.markup import Html, clean, flat, html_of
from generator.render.pictures import HEIGHT, WIDTH, Card, folder_of
from generator.render.site import Site
from generator.render.translations import original
from generator.render.views import IncidentView

Thing: TypeAlias = Mapping[str, Any]

_WHOLE = "LiveBlogPosting"
_ELEMENT = re.compile(r"<[^>]+>")


def script(things: Iterable[Thing]) -> Html:
    """Return the content of a `<script type="application/ld+json">`, escaped so that no value can end the element."""
    given = [{"@context": "https://schema.org", **thing} for thing in things]
    text = clean(json.dumps(given, ensure_ascii=False, separators=(",", ":")))
    return Html(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def website(site: Site, language: Language, name: str) -> Thing:
    """Describe the site and its publisher."""
    return {
        "@type": "WebSite",
        "@id": _id(site, "#site"),
        "url": site.config.site.url,
        "name": flat(name),
        "inLanguage": site.config.site.language,
        "publisher": organisation(site, language, site.config.contact),
    }


def page(
    site: Site, language: Language, address: str, title: str, description: str, changed: datetime | None, *, tag: str
) -> Thing:
    """Describe a page that is not part of an incident; `tag` is its language."""
    return _without_missing(
        {
            "@type": "WebPage",
            "@id": _id(site, address),
            "url": site.config.site.url + address,
            "name": flat(title),
            "description": flat(description),
            "inLanguage": tag,
            "dateModified": dates.exact(changed) if changed else "",
            "isPartOf": {"@type": "WebSite", "@id": _id(site, "#site"), "url": site.config.site.url},
            "publisher": organisation(site, language, site.config.contact),
        }
    )


def trail(site: Site, steps: Iterable[tuple[str, str]]) -> Thing:
    """Describe the path from the home page to a page: names and addresses (relative to the site's)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": flat(name), "item": site.config.site.url + address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def organisation(site: Site, language: Language, contact: Contact) -> Thing:
    """Describe the publisher and how to contact it."""
    who = site.config.organisation
    return _without_missing(
        {
            "@type": "Organization",
            "@id": f"{who.url or _id(site)}#organisation",
            "name": flat(who.name),
            "url": who.url,
            # Only an absolute address says where the picture is.
            "logo": {"@type": "ImageObject", "url": who.logo} if who.logo.startswith(("https://", "http://")) else "",
            "contactPoint": _without_missing(
                {
                    "@type": "ContactPoint",
                    "contactType": language.gettext(words.CONTACT_TYPE),
                    "email": mail_address(contact.email),
                    "telephone": _telephone(contact.phone),
                    "description": flat(contact.hours),
                }
            )
            if contact.email or contact.phone
            else "",
        }
    )


def _telephone(said: str) -> str | list[str]:
    """Return what a telephone dials; the text as written when it is not a number."""
    found = [number.uri.removeprefix("tel:") for number in telephone_numbers(said) if number.uri]
    return found if len(found) > 1 else found[0] if found else flat(said)


def incident(view: IncidentView, description: str, card: Card, changed: datetime) -> Thing:
    """Describe an incident with all its updates. `view` is its present state; `changed` is when its page last had new content."""
    site, public_incident = view.site, view.incident
    transitions = public_incident.ledger.transitions
    address = f"incidents/{public_incident.slug}/"
    ended = None if view.update.is_open else view.update.published
    return _without_missing(
        {
            **_posting(
                view,
                _WHOLE,
                address,
                public_incident.folder.incident.title,
                description,
                card,
                public_incident.folder.incident.contact,
            ),
            "datePublished": dates.exact(transitions[0].document.update.published),
            "dateModified": dates.exact(changed),
            "coverageStartTime": dates.exact(transitions[0].document.update.published),
            "coverageEndTime": dates.exact(ended) if ended else "",
            "correction": [
                _correction(view, event) for event in public_incident.ledger.events if event.kind is CorrectionKind.OUR_ERROR
            ],
            "liveBlogUpdate": [
                _entry(IncidentView(site, public_incident, transition, view.language)) for transition in transitions
            ],
        }
    )


def update(view: IncidentView, description: str, card: Card) -> Thing:
    """Describe an update. Of one that is out of date, only what is its own: the incident's page says of which incident, by whom, and all updates."""
    site, slug = view.site, view.incident.slug
    address = f"incidents/{slug}/{view.number}/"
    contact = view.incident.folder.incident.contact
    newest = view.transition is view.incident.ledger.transitions[-1]
    return _without_missing(
        {
            **(_posting(view, "BlogPosting", address, view.update.title, description, card, contact) if newest else {}),
            **_entry(view),
            "description": flat(description),
            "correction": [_correction(view, event) for event in view.corrections if event.kind is CorrectionKind.OUR_ERROR],
            "isPartOf": {
                "@type": _WHOLE,
                "@id": _id(site, f"incidents/{view.incident.identity}/"),
                "url": f"{site.config.site.url}incidents/{slug}/",
                "headline": flat(view.incident.folder.incident.title),
            },
        }
    )


def review(view: IncidentView, published: Review, card: Card, changed: datetime) -> Thing:
    """Describe a review."""
    site, slug = view.site, view.incident.slug
    return {
        **_posting(
            *(view, "Article", f"incidents/{slug}/review/", published.title, published.cause, card),
            view.incident.folder.incident.contact,
        ),
        "datePublished": dates.exact(published.published),
        "dateModified": dates.exact(changed),
        "about": {
            "@type": _WHOLE,
            "@id": _id(site, f"incidents/{view.incident.identity}/"),
            "url": f"{site.config.site.url}incidents/{slug}/",
            "headline": flat(view.incident.folder.incident.title),
        },
    }


def _posting(
    view: IncidentView, kind: str, address: str, title: str, description: str, card: Card, contact: Contact | None
) -> dict[str, Any]:
    site = view.site
    who = dict(organisation(site, view.language, contact or site.config.contact))
    if kind != _WHOLE:
        # How to reach them is said of the incident, of which this is a part.
        who.pop("contactPoint", None)
    base = site.config.site.url
    return {
        "@type": kind,
        "@id": _id(site, _permanent(view, address)),
        "url": base + address,
        "headline": flat(title),
        "description": flat(description),
        "inLanguage": site.config.site.language,
        "author": who,
        "publisher": {"@id": who["@id"]},
        "image": {
            "@type": "ImageObject",
            "url": base + folder_of(site, view.incident) + card.file,
            "width": WIDTH,
            "height": HEIGHT,
        },
    }


def _entry(view: IncidentView) -> dict[str, Any]:
    update = view.update
    address = f"incidents/{view.incident.slug}/{view.number}/"
    return {
        "@type": "BlogPosting",
        "@id": _id(view.site, _permanent(view, address)),
        "url": view.site.config.site.url + address,
        "headline": flat(update.title),
        "description": flat(view.brief),
        "datePublished": dates.exact(update.published),
        "dateModified": dates.exact(changed(view)),
    }


def changed(view: IncidentView) -> datetime:
    """Return when an update's own text last changed."""
    return text_changed(view.transition, view.site.config.site.timezone)


def _correction(view: IncidentView, event: Event) -> Thing:
    site, language = view.site, view.language
    texts = original(site)

    def named(name: str, inside: bool) -> Html:  # one of two places
        said, tag = texts.called(name)
        return _marked(words.in_sentence(said, tag) if inside else words.raised(said))

    def readers(name: str, inside: bool) -> Html:  # as above
        audience = site.config.audiences.get(name)
        return _marked(audience.title) if audience else named(name, inside)

    about = f"{_without_elements(words.subject(language, event.subject, named))}: " if words.has_words(event.subject) else ""
    # A value retracted without replacement is named itself.
    said = words.value(language, event.becomes or event.was, _marked, named, readers=readers)
    return _without_missing(
        {
            "@type": "CorrectionComment",
            "url": f"{site.config.site.url}incidents/{view.incident.slug}/{event.update}/#h-fix",
            "text": f"{about}{_without_elements(words.stopped(said))} {flat(event.because)}".strip(),
            "datePublished": dates.exact(event.when),
        }
    )


def _marked(text: str) -> Html:
    return html_of(flat(text))


def _without_elements(said: Html) -> str:
    """Return the text of HTML made by this product, without its elements."""
    return flat(unescape(_ELEMENT.sub("", said)))


def _permanent(view: IncidentView, address: str) -> str:
    """Return a page's address under the folder's first name, of which ids are made."""
    return address.replace(f"incidents/{view.incident.slug}/", f"incidents/{view.incident.identity}/", 1)


def _id(site: Site, of: str = "") -> str:
    """Return a permanent identifier, independent of the present address."""
    return address_of(site.config.site.identity) + of


def _without_missing(given: dict[str, Any]) -> Thing:
    """Return the values without those that were not given."""
    return {key: value for key, value in given.items() if value or value == 0}
