"""Badges: pictures for pages of others, which say how things stand, as of when, and until when that holds; and a banner as a piece of HTML.

A page that shows one shows it for as long as it likes, and its site may not be built any more by then. So a badge never says more than what
was so at the moment that it names: the newest update, or the beginning of the day of the build, or the moment since when an update is late.
It names the time by which more was promised, and where the latest is. All of it is text and shapes: nothing is executed or fetched.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache, partial
from html import escape
from typing import Final
from unicodedata import category, combining, east_asian_width
from urllib.parse import urlsplit

from generator.model.artifact import Artifact, Theme
from generator.model.update import Status
from generator.render import views, words
from generator.render.kept_parts import Alone, KeptParts, OfIncident, Part
from generator.render.language import Language, direction, language_for, message
from generator.render.markup import flat
from generator.render.pages import other_languages, parts_in
from generator.render.pictures import ROLES
from generator.render.post_limits import each_grapheme
from generator.render.site import PublicIncident, Site
from generator.render.translations import TranslatedTexts, original, translated_texts
from generator.render.views import IncidentView

#: Where they are, below the site's root.
FOLDER = "badge"
WIDTH = 360

# Translators: on a badge that somebody may see long after it was made.
_AS_OF = message("As of %(when)s.")
# Translators: the same where more was promised; from that moment on the badge cannot be relied on.
_AS_OF_UNTIL = message("As of %(when)s. Out of date from %(until)s on.")
_LATEST = message("The latest: %(address)s")

_ROLE = {
    Status.INVESTIGATING: "act",
    Status.CONFIRMED: "act",
    Status.REOPENED: "act",
    Status.CONTAINED: "next",
    Status.MONITORING: "next",
    Status.RESOLVED: "known",
}
_LIGHT = {"paper": "#ffffff", "ink": "#14213d", "soft": "#45506a", "line": "#ccd3db"}
_DARK = {"paper": "#11161d", "ink": "#e8ecf1", "soft": "#aeb8c4", "line": "#3b4653"}
#: The roles on dark paper; each has a contrast of at least 4.5 to 1 with it.
_DARK_ROLES = {"act": "#f2b766", "next": "#93c2fb", "known": "#6fd3ac", "plain": "#e8ecf1"}

_BAR, _PADDING = 8, 14
_ROOM = WIDTH - _BAR - 2 * _PADDING
_LEADING = 1.35
_BOLDER = 1.12
#: A word of Latin letters that ends in a sign after which long words are parted.
_TORN: Final = re.compile(r"[A-Za-z0-9][/.-]$")
_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT MARK}"
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[]-’‘· /"), frozenset("mwMW@%&—…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a badge says.

    Attributes:
        organisation: whose it is.
        status: how things stand.
        role: the role of its colour, one of `ROLES`.
        title: which incident it is about; empty for all.
        title_language: the language of the title, which may not be translated.
        following: when the next update is due, or was; empty where none is promised.
        until: when it is due: from then on the badge is out of date; None where it is late, or none is promised.
        as_of: when all of that was so.
        address: where the latest is.
    """

    organisation: str
    status: str
    role: str
    title: str
    title_language: str
    following: str
    until: datetime | None
    as_of: datetime
    address: str


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield a badge for all incidents together and a banner, in each language; a badge for each incident, in the site's own; and the banner's style."""
    own = site.config.site.language
    for tag in (own, *other_languages(site)):
        language = language_for(tag, theme, site.config.site.timezone)
        texts = original(site) if tag == own else translated_texts(site, tag)
        ending = "" if tag == own else f".{tag}"
        yield Artifact(f"docs/{FOLDER}/site{ending}.svg", draw(_of_site(site, language, texts), language))
        yield Artifact(f"docs/{FOLDER}/banner{ending}.txt", _banner(site, language, texts).encode())
    yield Artifact(f"docs/{FOLDER}/banner.css", _STYLE.encode())
    language = language_for(own, theme, site.config.site.timezone)
    parts = parts_in(site, theme, language, original(site))
    for incident in site.incidents:
        # The badge of the site has that name.
        if incident.slug != "site":
            yield from _part_of(parts, language, incident)[0]


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the part of an incident."""
    language = language_for(site.config.site.language, theme, site.config.site.timezone)
    yield partial(_part_of, parts_in(site, theme, language, original(site)), language)


def _part_of(parts: KeptParts, language: Language, incident: PublicIncident) -> Part:
    return parts.part("badge", incident, partial(_alone, language))


def _alone(language: Language, alone: Alone) -> tuple[tuple[Artifact, ...], None]:
    badge = _of_incident(views.newest(alone.site, alone.incident, language), alone.texts)
    return (Artifact(f"docs/{FOLDER}/{alone.incident.slug}.svg", draw(badge, language)),), None


def _of_site(site: Site, language: Language, texts: TranslatedTexts) -> Badge:
    open_now = views.open_incidents(site, language)
    if len(open_now) == 1:
        return _of_incident(open_now[0], texts)
    promised = min((view for view in open_now if view.promise), key=_promised, default=None)
    status = (
        language.ngettext("%(number)s security incident is open", "%(number)s security incidents are open", len(open_now))
        if open_now
        else language.gettext("No open incidents")
    )
    return Badge(
        organisation=_said(site.config.organisation.name, texts),
        status=status,
        role="act" if open_now else "plain",
        title="",
        title_language=texts.tag,
        following=_following(promised) if promised else "",
        # Where one is late, the badge holds no longer than the next promise of the others.
        until=min((view.promise for view in open_now if view.promise and not view.is_overdue), default=None),
        as_of=max([_day_of(site), *([site.changed] if site.incidents else []), *(_since_when(view) for view in open_now)]),
        address=_place(site, texts),
    )


def _of_incident(view: IncidentView, texts: TranslatedTexts) -> Badge:
    title = view.incident.folder.incident.title
    site = view.site
    return Badge(
        organisation=_said(site.config.organisation.name, texts),
        status=view.status_word,
        # What is late calls for attention, however far the incident has come.
        # What goes on as part of another incident is not over, and no colour says that it is.
        role="act" if view.is_overdue else "plain" if view.goes_on_elsewhere else _ROLE[view.update.status],
        title=_said(title, texts),
        title_language=texts.tag if texts.of(title) or texts.tag == texts.written else texts.written,
        following=_following(view),
        until=None if view.is_overdue else view.promise,
        # What is closed stays as it is: its badge never changes again.
        as_of=max(_day_of(site), _since_when(view)) if view.update.is_open else view.update.published,
        address=f"{_place(site, texts)}incidents/{view.incident.slug}/",
    )


def _promised(view: IncidentView) -> datetime:
    return view.promise or view.update.published


def _following(view: IncidentView) -> str:
    if view.promise:
        said = words.CARD_LATE if view.is_overdue else words.CARD_NEXT
        return view.language.gettext(said, when=view.language.due_in_zone(view.promise))
    return view.language.gettext(words.CARD_NONE) if view.update.none_planned else ""


def _since_when(view: IncidentView) -> datetime:
    """Return since when an open incident stands as it does: its newest update, or since that one's promise is broken."""
    return view.late_since or view.update.published


def _day_of(site: Site) -> datetime:
    """Return the beginning of the day of the build: a badge is the same for all builds of a day in which nothing happened."""
    zone = site.config.site.timezone
    return datetime.combine(site.as_of.astimezone(zone).date(), time(), zone)


def _place(site: Site, texts: TranslatedTexts) -> str:
    return site.config.site.url + ("" if texts.tag == texts.written else f"{texts.tag}/")


def _said(text: str, texts: TranslatedTexts) -> str:
    return flat(texts.of(text) or text)


# The picture.


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: int
    colour: str
    bold: bool = False
    language: str = ""
    gap: int = 0


def draw(badge: Badge, language: Language) -> bytes:
    """Draw a badge as SVG, which has its words as words, for light and dark."""
    lines = tuple(_lines(badge, language))
    top = _PADDING
    role = _hex(ROLES[badge.role])
    drawn: list[str] = []
    for line in lines:
        top += line.gap
        baseline = top + round(line.size * 1.05)
        drawn.append(_text(line, baseline, language, role))
        top += round(line.size * _LEADING)
    height = top + _PADDING - 4
    said = [badge.title, badge.following, _as_of(badge, language), _latest(badge, language)]
    title = _named(badge, language)
    bar = WIDTH - _BAR if language.direction == "rtl" else 0
    dark = "".join(
        f".{name}{{fill:{colour}}}" for name, colour in (*_DARK.items(), ("role", _DARK_ROLES[badge.role])) if name != "line"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-labelledby="t d" lang="{escape(language.tag)}" xml:lang="{escape(language.tag)}"'
        " font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif\">\n"
        f'<title id="t">{escape(title)}</title>\n'
        f'<desc id="d">{escape(" ".join(_stopped(one) for one in said if one))}</desc>\n'
        # Attributes hold for readers whose browser is told to heed no style sheet in a picture.
        f"<style>@media (prefers-color-scheme:dark){{{dark}.edge{{stroke:{_DARK['line']}}}}}</style>\n"
        f'<rect class="paper" x="0" y="0" width="{WIDTH}" height="{height}" rx="6" fill="{_LIGHT["paper"]}"/>\n'
        f'<rect class="role" x="{bar}" y="0" width="{_BAR}" height="{height}" rx="4" fill="{role}"/>\n'
        f'<rect class="edge" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6" fill="none" stroke="{_LIGHT["line"]}"/>\n'
        + "".join(drawn)
        + "</svg>\n"
    ).encode()


def _lines(badge: Badge, language: Language) -> Iterator[_Line]:
    own = language.tag
    yield from _wrapped(_Line(badge.organisation, 13, "soft"), own)
    yield from _wrapped(_Line(badge.status, 20, "role", bold=True, gap=2), own)
    yield from _wrapped(_Line(badge.title, 15, "ink", gap=2), badge.title_language)
    yield from _wrapped(_Line(badge.following, 14, "ink", bold=True, gap=6), own)
    yield from _wrapped(_Line(_as_of(badge, language), 12, "soft", gap=6), own)
    yield from _wrapped(_Line(_latest(badge, language), 12, "soft"), own)


def _as_of(badge: Badge, language: Language) -> str:
    when = language.stamp(badge.as_of)
    if badge.until is None:
        return language.gettext(_AS_OF, when=when)
    return language.gettext(_AS_OF_UNTIL, when=when, until=language.due_in_zone(badge.until))


def _latest(badge: Badge, language: Language) -> str:
    split = urlsplit(badge.address)
    return language.gettext(_LATEST, address=f"{split.netloc}{split.path}".rstrip("/"))


def _text(line: _Line, baseline: int, language: Language, role: str) -> str:
    """Return a line, at the side where its badge begins, in the direction of its own words."""
    ours, theirs = language.direction, direction(line.language)
    at = WIDTH - _BAR - _PADDING if ours == "rtl" else _BAR + _PADDING
    anchor = "start" if ours == theirs else "end"
    fill = role if line.colour == "role" else _LIGHT[line.colour]
    weight = ' font-weight="700"' if line.bold else ""
    tag = f' xml:lang="{escape(line.language)}"' if line.language != language.tag else ""
    return (
        f'<text class="{line.colour}" x="{at}" y="{baseline}" font-size="{line.size}"{weight} fill="{fill}" direction="{theirs}"'
        f' text-anchor="{anchor}"{tag}>{escape(_kept_together(line.text) if theirs == "rtl" else line.text)}</text>\n'
    )


def _kept_together(text: str) -> str:
    """Return a line written from the right in which an address that goes on in the next line keeps its last sign at its end."""
    return f"{text}{_LEFT_TO_RIGHT}" if _TORN.search(text) else text


def _wrapped(line: _Line, language: str) -> Iterator[_Line]:
    """Yield a text as lines that fit, whatever font the reader's system has."""
    room = _ROOM / line.size / (_BOLDER if line.bold else 1)
    gap = line.gap
    for text in _broken(line.text.split(), room):
        yield _Line(text, line.size, line.colour, line.bold, language, gap)
        gap = 0


def _broken(parts: Iterable[str], room: float) -> Iterator[str]:
    line = ""
    for part in parts:
        longer = f"{line} {part}" if line else part
        if width(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _pieces(part, room)
        yield from whole
    if line:
        yield line


def _pieces(word: str, room: float) -> Iterator[str]:
    """Yield a word, in pieces if it is longer than a line: after a sign where it has one, else between two characters as readers see them."""
    if width(word) <= room:
        yield word
        return
    piece = ""
    for seen in each_grapheme(word):
        if piece and width(piece + seen) > room:
            at = max(piece.rfind(sign) for sign in "/-.")
            kept = piece[: at + 1] if at > len(piece) // 2 else piece
            yield kept
            piece = piece[len(kept) :]
        piece += seen
    yield piece


def width(text: str) -> float:
    """Return how wide a text is at most, in ems of a wide font for screens (DejaVu Sans, Verdana): no system draws it much wider."""
    return sum(map(_letter, text))


@lru_cache(maxsize=1024)
def _letter(letter: str) -> float:
    if combining(letter) or category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if east_asian_width(letter) in {"W", "F"}:
        return 1.3
    if letter in _NARROW:
        return 0.42
    return 1.02 if letter in _WIDE else 0.8 if letter.isupper() else 0.66


def _hex(colour: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def _stopped(text: str) -> str:
    return text if words.is_stopped(text) else f"{text}."


# The banner.

_STYLE = """.aboveboard-banner { margin: 0; padding: 0.75em 1em; border-inline-start: 0.5em solid #874600; background: #fff; color: #14213d; font: 1em/1.45 system-ui, sans-serif; overflow-wrap: break-word; }
.aboveboard-banner p { margin: 0 0 0.35em; }
.aboveboard-banner a { color: #1f4e9c; text-decoration: underline; }
.aboveboard-banner small { font-size: 0.875em; color: #45506a; }
@media (prefers-color-scheme: dark) {
  .aboveboard-banner { border-inline-start-color: #f2b766; background: #11161d; color: #e8ecf1; }
  .aboveboard-banner a { color: #93c2fb; }
  .aboveboard-banner small { color: #aeb8c4; }
}
"""


def _named(badge: Badge, language: Language) -> str:
    return language.gettext("%(name)s: %(value)s", name=badge.organisation, value=badge.status)


def _banner(site: Site, language: Language, texts: TranslatedTexts) -> str:
    """Return the open incidents as a piece of HTML; where none is open, only a comment, so that a page that includes it shows nothing."""
    badge = _of_site(site, language, texts)
    open_now = views.open_incidents(site, language)
    as_of = _as_of(badge, language)
    if not open_now:
        # Two hyphens would end a comment.
        said = " ".join(_stopped(one) for one in (_named(badge, language), as_of)).replace("--", "- -")
        return f"<!-- {escape(said)} -->\n"
    rows = [_banner_row(_of_incident(view, texts), language) for view in open_now]
    latest = f'<a href="{escape(_place(site, texts))}">{escape(flat(language.gettext("Read everything we know")))}</a>'
    return (
        f'<aside class="aboveboard-banner" lang="{escape(language.tag)}" dir="{language.direction}"'
        f' aria-label="{escape(_named(badge, language))}">\n'
        + "".join(rows)
        + f"<p><small>{escape(as_of)}</small> {latest}</p>\n</aside>\n"
    )


def _banner_row(badge: Badge, language: Language) -> str:
    tag = (
        f' lang="{escape(badge.title_language)}" dir="{direction(badge.title_language)}"'
        if badge.title_language != language.tag
        else ""
    )
    following = f" {escape(_stopped(badge.following))}" if badge.following else ""
    stop = _stopped(badge.title).removeprefix(badge.title)
    return (
        f"<p><strong>{escape(_stopped(badge.status))}</strong>"
        f' <a href="{escape(badge.address)}"{tag}>{escape(badge.title)}</a>{stop}{following}</p>\n'
    )
