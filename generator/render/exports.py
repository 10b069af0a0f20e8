"""The same facts for other channels: an e-mail, short posts, a script for those who answer the telephone, a letter.

Everything in them comes from the ledger, in the words of the pages, so that no channel can say another thing than the rest. What the newest
update corrects comes first in each.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from html import escape

from generator.errors import UsageError
from generator.format.mail_addresses import mail_address
from generator.model.artifact import Artifact, Theme
from generator.model.update import Fact
from generator.render import letters
from generator.render.language import SOURCE, Language, direction, same_language, speaking
from generator.render.markup import clean, flat
from generator.render.pages import message_of, other_languages
from generator.render.plain_text import plain_text
from generator.render.posts import Post, posts
from generator.render.site import Case, Site
from generator.render.translated import Translated, original, translated
from generator.render.views import Stand


class Form(StrEnum):
    """What a statement can be exported as."""

    EMAIL = "email"
    POST = "post"
    SCRIPT = "script"
    LETTER = "letter"


#: How elements look in mail clients, which read no style sheets of ours.
_STYLES = {
    "h1": "margin:0 0 16px;font-size:24px;line-height:1.25",
    "h2": "margin:28px 0 8px;font-size:18px;line-height:1.3",
    "h3": "margin:20px 0 4px;font-size:16px;line-height:1.3",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding:0 24px",
    "ol": "margin:0 0 12px;padding:0 24px",
    "li": "margin:0 0 6px",
    "a": "color:#1f4e9c",
    "del": "color:#45506a",
    "ins": "text-decoration:none;font-weight:bold",
}
_BARE = re.compile(r"<(" + "|".join(_STYLES) + r")(?=[ >])")
_BODY = (
    "margin:0;padding:16px;background:#ffffff;color:#14213d;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5"
)
_ROOM = "max-width:640px;margin:0 auto"


def stand_of(site: Site, case: Case, number: int | None, tag: str, theme: Theme) -> tuple[Stand, Translated]:
    """An incident after one of its updates, and its authors' texts, in a language.

    Args:
        site: the whole site.
        case: the incident.
        number: the update's; None for the newest.
        tag: the language; empty for the site's own.
        theme: where the catalogues are.

    Raises:
        UsageError: there is no such update, or the product does not speak the language.
    """
    own = site.config.site.language
    tags = (own, *other_languages(site))
    tag = next((one for one in tags if one.lower() == tag.lower()), tag) or own
    language = speaking(tag, theme, site.config.site.timezone)
    if not same_language(language.tag, tag) and tag not in tags:
        raise UsageError(
            f"aboveboard does not speak `{flat(tag)[:20]}`", f"use one of: {', '.join(sorted({*tags, *_spoken(theme)}))}"
        )
    turns = case.ledger.turns
    turn = next((turn for turn in turns if turn.document.number == number), None) if number is not None else turns[-1]
    if turn is None:
        numbers = ", ".join(str(turn.document.number) for turn in turns)
        raise UsageError(f"readers see no update {number} of {case.slug}", f"use one of: {numbers}")
    return Stand(site, case, turn, language), original(site) if tag == own else translated(site, tag)


def _spoken(theme: Theme) -> Iterator[str]:
    yield SOURCE
    for path in theme.files:
        if path.startswith("locales/") and path.endswith("/LC_MESSAGES/aboveboard.po"):
            yield path.split("/")[1]


def write(stand: Stand, texts: Translated, theme: Theme, forms: Iterable[Form]) -> Iterator[Artifact]:
    """The files of each form. A post that does not fit a network has none; `posts_of` says why."""
    for form in forms:
        match form:
            case Form.EMAIL:
                yield from _email(stand, texts, theme)
            case Form.POST:
                for post in posts_of(stand, texts):
                    if post.text:
                        yield Artifact(f"post-{post.network.key}.txt", f"{post.text}\n".encode())
            case Form.SCRIPT:
                title = stand.case.folder.incident.title
                yield from _written("script", _title(title, texts), script(stand, texts, theme), stand.language, texts)
            case Form.LETTER:
                title = stand.case.folder.incident.title
                html = letters.letter(stand, texts, theme)
                yield from _written("letter", _title(title, texts), html, stand.language, texts)


def posts_of(stand: Stand, texts: Translated) -> tuple[Post, ...]:
    """A post for every network, with the address at which everything stands."""
    place = f"{texts.tag}/" if texts.tag in other_languages(stand.site) else ""
    return posts(stand, texts, f"{stand.site.config.site.url}{place}incidents/{stand.case.slug}/")


def subject(stand: Stand, texts: Translated) -> str:
    """An e-mail's subject: who writes, and the update's title; a correction is called one."""
    title = flat(texts.of(stand.update.title) or stand.update.title)
    if stand.corrections:
        title = stand.language.gettext("Correction: %(title)s", title=title)
    name = stand.site.config.organisation.name
    return flat(stand.language.gettext("%(name)s: %(value)s", name=flat(texts.of(name) or name), value=title))


def email_html(stand: Stand, texts: Translated, theme: Theme) -> str:
    """An e-mail's HTML: no script, no style sheet, nothing that is fetched from anywhere."""
    body = _BARE.sub(lambda found: f'<{found[1]} style="{_STYLES[found[1]]}"', message_of(stand, theme, texts, "email.html"))
    return _page(
        subject(stand, texts), f'<div style="{_ROOM}">\n{_tidy(body)}\n</div>', stand.language, texts, body=f' style="{_BODY}"'
    )


def script(stand: Stand, texts: Translated, theme: Theme) -> str:
    """What those who answer the telephone say, as HTML without styles."""
    return message_of(stand, theme, texts, "script.html", brief=_brief(stand))


def _brief(stand: Stand) -> list[Fact | str]:
    """What happened, in two sentences: the update's own summary or its first fact, and the next that is known."""
    update, facts = stand.update, stand.state.facts
    stated = [facts[name].fact for name in update.known if name in facts]
    known = [*stated, *(entry.fact for entry in stand.known if entry.fact not in stated)]
    sentences: list[Fact | str] = [update.summary, *known] if update.summary else [*known]
    return sentences[:2] or [update.title]


def _email(stand: Stand, texts: Translated, theme: Theme) -> Iterator[Artifact]:
    html = email_html(stand, texts, theme)
    text = f"{plain_text(message_of(stand, theme, texts, 'email.html'))}\n"
    line = subject(stand, texts)
    yield Artifact("email.txt", f"{line}\n\n{text}".encode())
    yield Artifact("email.html", html.encode())
    yield Artifact("email.eml", _eml(stand, texts, line, text, html))


def _eml(stand: Stand, texts: Translated, line: str, text: str, html: str) -> bytes:
    """A message that mail programs open to be sent: it has no recipient and no date yet."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = line
    contact = stand.case.folder.incident.contact or stand.site.config.contact
    sender = _sender(flat(stand.site.config.organisation.name), mail_address(contact.email))
    if sender is not None:
        mail["From"] = sender
    # Outlook's mark of a draft: without it the message would be opened as one that was received.
    mail["X-Unsent"] = "1"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    # Two where nobody has put our own words into the language of what was written (RFC 3282).
    mail["Content-Language"] = (
        stand.language.tag if same_language(stand.language.tag, texts.tag) else f"{stand.language.tag}, {texts.tag}"
    )
    # The library would draw one at random, and the same statement must give the same bytes.
    mail.set_boundary(f"aboveboard-{hashlib.sha256((line + text + html).encode()).hexdigest()[:24]}")
    return mail.as_bytes()


def _sender(name: str, email: str) -> Address | None:
    """Who the message is from; None when the address cannot stand in one."""
    try:
        return Address(display_name=name, addr_spec=email) if email else None
    except (MessageError, ValueError, IndexError):  # the ways in which the library says that it is no address
        return None


def _written(name: str, title: str, html: str, language: Language, texts: Translated) -> Iterator[Artifact]:
    yield Artifact(f"{name}.txt", f"{plain_text(html)}\n".encode())
    yield Artifact(f"{name}.html", letters.printable(title, html, language, texts).encode())


def _title(text: str, texts: Translated) -> str:
    return flat(texts.of(text) or text)


def _page(title: str, body_html: str, language: Language, texts: Translated, *, body: str = "") -> str:
    spoken = language.tag if not same_language(language.tag, texts.tag) else texts.tag
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(spoken)}" dir="{direction(spoken)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(clean(title))}</title></head>\n'
        f"<body{body}>\n{body_html}\n</body>\n</html>\n"
    )


def _tidy(html: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", html).strip()
