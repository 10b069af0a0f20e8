"""The same facts for other channels: an e-mail, short posts, a call script, a letter.

All content comes from the ledger in the words of the pages, so that no channel can contradict another. Corrections made by the newest update
come first in each, but for the letter that people get as the first.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

from generator.errors import UsageError
from generator.format.mail_addresses import mail_address
from generator.format.names import nearest
from generator.ledger.records import FactState
from generator.model.artifact import Artifact, Theme
from generator.model.config import Audience
from generator.model.update import Fact
from generator.render import emails, headlines, letters
from generator.render.language import SOURCE, Language, language_for, same_language
from generator.render.markup import flat
from generator.render.pages import message_of, other_languages
from generator.render.plain_text import plain_text
from generator.render.posts import Post, posts
from generator.render.readers import told
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView


class Form(StrEnum):
    """The forms in which a statement can be exported."""

    EMAIL = "email"
    POST = "post"
    SCRIPT = "script"
    LETTER = "letter"


def view_of(
    site: Site, incident: PublicIncident, number: int | None, tag: str, theme: Theme, audience: str = ""
) -> tuple[IncidentView, TranslatedTexts]:
    """Return an incident after one of its updates, and its authors' texts, in a language.

    Args:
        site: the whole site.
        incident: the incident.
        number: the update's number; None for the newest.
        tag: the language; empty for the audience's, or else the site's default.
        theme: the folder with message catalogues.
        audience: whom it is told: what is for everyone and for them, and nothing else; empty for all of it.

    Raises:
        UsageError: there is no such update or audience, or the product does not have the language.
    """
    if audience:
        readers = audience_of(site, audience)
        incident, tag = told(site, incident, readers), tag or readers.language
    own = site.config.site.language
    tags = (own, *other_languages(site))
    tag = next((one for one in tags if one.lower() == tag.lower()), tag) or own
    language = language_for(tag, theme, site.config.site.timezone)
    if not same_language(language.tag, tag) and tag not in tags:
        raise UsageError(
            f"aboveboard has no translation for `{flat(tag)[:20]}`",
            f"use one of: {', '.join(sorted({*tags, *_catalogue_tags(theme)}))}",
        )
    transitions = incident.ledger.transitions
    transition = (
        next((transition for transition in transitions if transition.document.number == number), None)
        if number is not None
        else transitions[-1]
    )
    if transition is None:
        numbers = ", ".join(str(transition.document.number) for transition in transitions)
        raise UsageError(f"readers see no update {number} of {incident.slug}", f"use one of: {numbers}")
    return IncidentView(site, incident, transition, language), original(site) if tag == own else translated_texts(site, tag)


def audience_of(site: Site, name: str) -> Audience:
    """Return an audience of a site.

    Raises:
        UsageError: the site has none of that name.
    """
    audiences = site.config.audiences
    found = next((one for one in audiences if one.lower() == name.strip().lower()), None)
    if found is None:
        near = nearest(name, audiences)
        there = (
            f"there is: {', '.join(audiences)}" if audiences else "site_config.yml names none: add them there under `audiences:`"
        )
        raise UsageError(f"there is no audience called {flat(name)[:40]}", f"did you mean {near}?" if near else there)
    return audiences[found]


def _catalogue_tags(theme: Theme) -> Iterator[str]:
    yield SOURCE
    for path in theme.files:
        if path.startswith("locales/") and path.endswith("/LC_MESSAGES/aboveboard.po"):
            yield path.split("/")[1]


def write(
    view: IncidentView, texts: TranslatedTexts, theme: Theme, forms: Iterable[Form], *, large_print: bool = False
) -> Iterator[Artifact]:
    """Yield the files of each form, those for one audience with its name, a letter in large print with that. A post that does not fit a network has no file; `posts_of` says why."""
    audience = view.incident.audience
    for made in _files(view, texts, theme, forms, letters.LARGE if large_print else letters.SIZE):
        name, dot, ending = made.path.rpartition(".")
        yield replace(made, path=f"{name}-{audience.name}{dot}{ending}") if audience else made


def _files(view: IncidentView, texts: TranslatedTexts, theme: Theme, forms: Iterable[Form], size: int) -> Iterator[Artifact]:
    for form in forms:
        match form:
            case Form.EMAIL:
                yield from _email(view, texts, theme)
            case Form.POST:
                for post in posts_of(view, texts):
                    if post.text:
                        yield Artifact(f"post-{post.network.key}.txt", f"{post.text}\n".encode())
            case Form.SCRIPT:
                title = view.incident.folder.incident.title
                yield from _written("script", _title(title, texts), script(view, texts, theme), view.language, texts)
            case Form.LETTER:
                title = view.incident.folder.incident.title
                html = letters.letter(view, texts, theme)
                name = f"letter{letters.LARGE_PRINT if size == letters.LARGE else ''}"
                yield from _written(name, _title(title, texts), html, view.language, texts, size)


def posts_of(view: IncidentView, texts: TranslatedTexts) -> tuple[Post, ...]:
    """Return a post for each network, with the address of the full statement."""
    place = f"{texts.tag}/" if texts.tag in other_languages(view.site) else ""
    return posts(view, texts, f"{view.site.config.site.url}{place}incidents/{view.incident.slug}/")


def subject(view: IncidentView, texts: TranslatedTexts) -> str:
    """Return an e-mail's subject: the same as the title of the item in feeds."""
    return headlines.of_update(view, lambda text: texts.of(text) or text)


def email_html(view: IncidentView, texts: TranslatedTexts, theme: Theme) -> str:
    """Return an e-mail as HTML without scripts or remote content."""
    spoken = texts.tag if same_language(view.language.tag, texts.tag) else view.language.tag
    return emails.page(subject(view, texts), message_of(view, theme, texts, "email.html"), spoken)


def script(view: IncidentView, texts: TranslatedTexts, theme: Theme) -> str:
    """Return a script for those who answer the telephone, as HTML without styles."""
    return message_of(view, theme, texts, "script.html", in_brief=_brief(view), entries=view.state.facts)


def _brief(view: IncidentView) -> list[Fact | str]:
    """Say what happened in two sentences: the story so far, else the update's summary or first fact; and the next known fact."""
    update, facts = view.update, view.state.facts
    if view.state.what_happened:
        return [view.state.what_happened]
    stated = [facts[name].fact for name in update.known if name in facts and facts[name].state is FactState.KNOWN]
    # What is for everyone comes before what is for some: nobody hears what concerns others alone as what happened.
    known = sorted(
        (*stated, *(entry.fact for entry in view.known if entry.fact not in stated)), key=lambda fact: bool(fact.for_whom)
    )
    sentences: list[Fact | str] = [update.summary, *known] if update.summary else [*known]
    return sentences[:2] or [update.title]


def _email(view: IncidentView, texts: TranslatedTexts, theme: Theme) -> Iterator[Artifact]:
    html = email_html(view, texts, theme)
    text = f"{plain_text(message_of(view, theme, texts, 'email.html'))}\n"
    line = subject(view, texts)
    yield Artifact("email.txt", f"{line}\n\n{text}".encode())
    yield Artifact("email.html", html.encode())
    yield Artifact("email.eml", _eml(view, texts, line, text, html))


def _eml(view: IncidentView, texts: TranslatedTexts, line: str, text: str, html: str) -> bytes:
    """Return a message that mail programs open as a draft: it has no recipient and no date."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = line
    contact = view.incident.folder.incident.contact or view.site.config.contact
    sender = _sender(flat(view.site.config.organisation.name), mail_address(contact.email))
    if sender is not None:
        mail["From"] = sender
    # Outlook's marker of a draft; without it, the message would open as one that was received.
    mail["X-Unsent"] = "1"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    # Two languages, if the product's own words are not available in that of the author's text (RFC 3282).
    mail["Content-Language"] = (
        view.language.tag if same_language(view.language.tag, texts.tag) else f"{view.language.tag}, {texts.tag}"
    )
    # The library would generate a random boundary, but the same statement must give the same bytes.
    mail.set_boundary(f"aboveboard-{hashlib.sha256((line + text + html).encode()).hexdigest()[:24]}")
    return mail.as_bytes()


def _sender(name: str, email: str) -> Address | None:
    """Return the sender's address; None when it cannot be used in a message."""
    try:
        return Address(display_name=name, addr_spec=email) if email else None
    except (MessageError, ValueError, IndexError):  # the exceptions with which the library refuses an address
        return None


def _written(
    name: str, title: str, html: str, language: Language, texts: TranslatedTexts, size: int = letters.SIZE
) -> Iterator[Artifact]:
    yield Artifact(f"{name}.txt", f"{plain_text(html)}\n".encode())
    yield Artifact(f"{name}.html", letters.printable(title, html, language, texts, size=size).encode())


def _title(text: str, texts: TranslatedTexts) -> str:
    return flat(texts.of(text) or text)
