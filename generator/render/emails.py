"""What mailing lists are told: the text and the HTML of each message, from the same facts and in the words of the pages.

Mail programs show neither scripts nor most style sheets, and nothing is loaded from anywhere. Both parts are made of one HTML, so that they
cannot differ.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from generator.ledger.records import Promise
from generator.model.artifact import Theme
from generator.render import event_titles, headlines
from generator.render.language import Language, direction, same_language
from generator.render.markup import clean, flat, separated
from generator.render.pages import email_of_review, message_of, other_languages, site_language
from generator.render.plain_text import plain_text
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original
from generator.render.views import IncidentView

#: Inline styles, which every mail program knows.
_STYLES = {
    "h1": "margin:0 0 16px;font-size:24px;line-height:1.25",
    "h2": "margin:28px 0 8px;font-size:18px;line-height:1.3",
    "h3": "margin:20px 0 4px;font-size:16px;line-height:1.3",
    "h4": "margin:16px 0 4px;font-size:16px;line-height:1.3",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding:0 24px",
    "ol": "margin:0 0 12px;padding:0 24px",
    "li": "margin:0 0 6px",
    "a": "color:#1f4e9c;overflow-wrap:anywhere",
    "del": "color:#45506a",
    "ins": "text-decoration:none;font-weight:bold",
}
_BARE = re.compile(r"<(" + "|".join(_STYLES) + r")(?=[ >])")
_BODY = (
    "margin:0;padding:16px;background:#ffffff;color:#14213d;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5"
)
#: The most letters of what is read in one line: what is beyond is not shown by any program, and some servers refuse it.
MOST_LETTERS: Final = 300
#: The width that mail programs beside a list of messages have room for.
_ROOM = "max-width:600px;margin:0 auto;overflow-wrap:break-word"
# Programs that know dark mode read this; inline styles outrank a style sheet, unless it says !important.
_DARK = (
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
    "<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){body{background:#10151f!important;color:#e8ecf4!important}"
    "a{color:#9dc1ff!important}del{color:#b4bdcf!important}}</style>"
)
_EMPTY = re.compile(r"\n\s*\n+")
_PICTURE = re.compile(r"<img\b([^>]*?) ?/?>")
_ATTRIBUTE = re.compile(r'\b(alt|src)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class EmailText:
    """A message without its headers, in several lengths.

    Attributes:
        subject: what is read alone in a list of messages.
        tag: the language in which it is.
        bodies: finished HTML without a page around it: everything first, then less and less.
    """

    subject: str
    tag: str
    bodies: tuple[str, ...]

    def text(self, body: str) -> str:
        """Return one of its bodies as plain text."""
        return f"{plain_text(body)}\n"

    def html(self, body: str) -> str:
        """Return one of its bodies as a page."""
        return page(self.subject, body, self.tag)


def page(title: str, body: str, tag: str) -> str:
    """Return HTML as a page for mail programs.

    Args:
        title: its title.
        body: finished HTML without styles.
        tag: its language.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(tag)}" dir="{direction(tag)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{_DARK}<title>{escape(clean(title))}</title></head>\n'
        f'<body style="{_BODY}">\n{fragment(body)}\n</body>\n</html>\n'
    )


def fragment(body: str) -> str:
    """Return the same without a page around it, for programs that have one of their own."""
    styled = separated(_BARE.sub(lambda found: f'<{found[1]} style="{_STYLES[found[1]]}"', body))
    return f'<div style="{_ROOM}">\n{_EMPTY.sub(chr(10), styled).strip()}\n</div>'


def shortened(text: str, most: int = MOST_LETTERS) -> str:
    """Return a text on one line; too long a one ends where a word does."""
    whole = flat(text)
    return whole if len(whole) <= most else f"{whole[:most].rpartition(' ')[0] or whole[:most]} …"


def of_update(view: IncidentView, texts: TranslatedTexts, theme: Theme) -> EmailText:
    """Return the message about an update: in its own language, after a sentence in the readers', where it is not translated into theirs."""
    here = _is_original(view.site, texts) or (view.incident.slug, view.number) in texts.updates
    view, texts, before = _spoken(view, texts, theme, here=here)
    subject = shortened(headlines.of_update(view, lambda text: texts.of(text) or text))
    whole, brief, least = (_for_mail(message_of(view, theme, texts, "list_email.html", length=one)) for one in (2, 1, 0))
    return EmailText(
        subject=subject,
        tag=_tag(view.language, texts),
        bodies=tuple(
            before + one for one in (whole, brief, least, _last(view.site, view.incident, view.language, texts, subject))
        ),
    )


def of_overdue(view: IncidentView, promise: Promise, texts: TranslatedTexts, theme: Theme) -> EmailText:
    """Return the message that a promised update or review is late, with what the newest update said."""
    here = _is_original(view.site, texts) or (view.incident.slug, view.number) in texts.updates
    view, texts, before = _spoken(view, texts, theme, here=here)

    def said(text: str) -> str:
        return flat(texts.of(text) or text)

    subject = shortened(
        event_titles.title(
            view.language, (promise,), said(view.site.config.organisation.name), said(view.incident.folder.incident.title)
        )
    )
    bodies = (
        *(_for_mail(message_of(view, theme, texts, "overdue_email.html", length=one, promise=promise)) for one in (1, 0)),
        _last(view.site, view.incident, view.language, texts, subject),
    )
    return EmailText(subject=subject, tag=_tag(view.language, texts), bodies=tuple(before + one for one in bodies))


def of_review(site: Site, incident: PublicIncident, texts: TranslatedTexts, language: Language, theme: Theme) -> EmailText:
    """Return the message about an incident's review.

    Args:
        site: the whole site.
        incident: the incident, which has a review.
        texts: the authors' texts in the readers' language.
        language: the product's own words in it.
        theme: the folder with templates.
    """
    here = _is_original(site, texts) or incident.slug in texts.reviews
    before = "" if here else _untranslated(language)
    if not here:
        texts, language = original(site), site_language(site, theme)
    review = incident.folder.review.review if incident.folder.review else None
    if review is None:
        raise LookupError(incident.slug)
    subject = shortened(headlines.of_review(language, site, incident, review.title, lambda text: texts.of(text) or text))
    bodies = (
        *(_for_mail(email_of_review(site, incident, review, theme, language, texts, length=one)) for one in (1, 0)),
        _last(site, incident, language, texts, subject),
    )
    return EmailText(
        subject=subject,
        tag=_tag(language, texts),
        bodies=tuple(before + one for one in bodies),
    )


def _last(site: Site, incident: PublicIncident, language: Language, texts: TranslatedTexts, subject: str) -> str:
    """Return what always fits: that there is something, and where."""
    place = f"{texts.tag}/" if texts.tag in other_languages(site) else ""
    link = escape(f"{site.config.site.url}{place}{incident.address}")
    said = language.html("This is a shortened message. The full text is here:")
    return f'<h1>{escape(clean(subject))}</h1>\n<p>{said} <a href="{link}">{link}</a></p>'


def _is_original(site: Site, texts: TranslatedTexts) -> bool:
    return texts.tag.lower() == site.config.site.language.lower()


def _spoken(view: IncidentView, texts: TranslatedTexts, theme: Theme, *, here: bool) -> tuple[IncidentView, TranslatedTexts, str]:
    """Return a view in the language in which its update is written, and what is said before it where readers have another."""
    if here:
        return view, texts, ""
    own = IncidentView(view.site, view.incident, view.transition, site_language(view.site, theme))
    return own, original(view.site), _untranslated(view.language)


def _untranslated(language: Language) -> str:
    said = language.html("We have not translated this yet. Here it is as we wrote it.")
    return f'<p lang="{escape(language.tag)}" dir="{language.direction}"><b>{said}</b></p>\n'


def _tag(language: Language, texts: TranslatedTexts) -> str:
    return texts.tag if same_language(language.tag, texts.tag) else language.tag


def _for_mail(html: str) -> str:
    """Turn pictures into links to them, since no message loads anything; and notes that a style sheet puts on lines of their own into lines."""

    def link(found: re.Match[str]) -> str:
        told = dict(_ATTRIBUTE.findall(found[1]))
        src = told.get("src", "")
        return f'<a href="{src}">{told.get("alt") or escape(unescape(src))}</a>'

    return _PICTURE.sub(link, html).replace('<span class="ab-note">', "<br /><span>")
