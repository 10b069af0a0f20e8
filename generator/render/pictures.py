"""Pictures for link previews: one for each incident, one for all that are at rest with the same status, and one for the home page.

A picture states in words who speaks, the status, the title, and the times of the last and next updates. It may be seen long after it was
made, so it shows the time of its update, and never says that all is well.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.model.artifact import Artifact, Theme
from generator.model.kept import Kind
from generator.model.update import Status
from generator.render import in_short, views, words
from generator.render.kept_parts import Alone, KeptParts, OfIncident, Part
from generator.render.language import Language, language_for
from generator.render.markup import flat, html_of
from generator.render.plain_text import plain_text
from generator.render.site import PublicIncident, Site
from generator.render.translations import original
from generator.render.views import IncidentView

# It is slow to load, and most pictures are kept.
if TYPE_CHECKING:
    from PIL import Image, ImageFont  # noqa: TID251  # this module is its home

#: The size in pixels that social networks and messengers expect.
WIDTH, HEIGHT = 1200, 630

# Part of every file name. Raised when the drawing itself changes, so that cached copies are fetched again.
_DESIGN = 2

# EXIF: how a picture is to be turned, and the values that make its height its width.
_ORIENTATION = 0x0112
_UPRIGHT = frozenset({5, 6, 7, 8})

_PAPER = (255, 255, 255)
_INK = (20, 33, 61)
_SOFT = (69, 80, 106)
#: The background of the status by colour role; white and the paper colour have a contrast of at least 4.5 to 1 with each.
ROLES = {"act": (135, 70, 0), "next": (31, 78, 156), "known": (11, 107, 79), "plain": _INK}
_ROLE = {
    Status.INVESTIGATING: "act",
    Status.CONFIRMED: "act",
    Status.REOPENED: "act",
    Status.CONTAINED: "next",
    Status.MONITORING: "next",
    Status.RESOLVED: "known",
}

_MARGIN = 60
_ROOM = WIDTH - 2 * _MARGIN
_BAND = 124
_TITLE = (212, 486)
_AFFECTED = 58
# 40-pixel type is 10 pixels high where the picture is shown 300 pixels wide: the smallest legible size.
_TITLE_SIZES = (84, 76, 68, 60, 54, 48, 44, 40)
_LINE_SIZES = (46, 42, 40, 36, 32, 28, 24)
_LEADING = 1.18
_BOLD, _REGULAR = 650, 450

# Five shades between background and letters are enough for smooth edges of letters this large. Three times five fit into four bits a pixel, and
# files are half as large as with sixteen shades. More compression than this takes twice the time for a twentieth of the size.
_STEPS = 5
_COMPRESSION = 5
_ON_PAPER, _ON_BAND, _QUIET = 0, _STEPS, 2 * _STEPS


@dataclass(frozen=True)
class Card:
    """The content of a picture.

    Attributes:
        organisation: the publisher.
        status: the status in words, or another short text on a coloured background.
        role: the role of the background colour, one of `ROLES`.
        title: the incident's title.
        address: shown in place of a title that the available fonts cannot draw.
        following: when the next update is due; may be empty.
        last: the number of the last update and its time; may be empty.
        affected: who is affected, as pages say it in short; may be empty.
    """

    organisation: str
    status: str
    role: str
    title: str
    address: str
    following: str = ""
    last: str = ""
    affected: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that it says, in order; `astuple` would copy each text deeply, for every page."""
        return tuple(getattr(self, one.name) for one in fields(self))

    @cached_property
    def file(self) -> str:
        """The picture's file name. It depends on the content, so that an old copy is never taken for the new picture."""
        said = "\0".join((str(_DESIGN), *self.texts))
        return f"preview-{hashlib.sha256(said.encode()).hexdigest()[:12]}.png"

    @cached_property
    def alt(self) -> str:
        """The picture's words as alternative text."""
        parts = (self.organisation, self.status, self.title, self.affected, self.following, self.last)
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in map(flat, parts) if part)


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every picture."""
    language = language_for(site.config.site.language, theme, site.config.site.timezone)
    home = home_card(site, language)
    cards = {home.file: home}
    parts = _parts_in(site, theme, language)
    for incident in site.incidents:
        card = Card(*_of_incident(parts, language, incident)[1])
        cards[f"{folder_of(site, incident)}{card.file}"] = card
    for path, card in cards.items():
        yield Artifact(f"docs/{path}", drawn(site, card, theme.fonts))


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the part of an incident: what its picture says."""
    language = language_for(site.config.site.language, theme, site.config.site.timezone)
    yield partial(_of_incident, _parts_in(site, theme, language), language)


def _parts_in(site: Site, theme: Theme, language: Language) -> KeptParts:
    return KeptParts(site, theme, original(site), (language.tag,), lambda _site, _address: None)


def _of_incident(parts: KeptParts, language: Language, incident: PublicIncident) -> Part:
    return parts.part("card", incident, partial(_alone, language))


def _alone(language: Language, alone: Alone) -> tuple[tuple[()], Any]:
    """Return what the picture of an incident says, beside no file."""
    return (), incident_card(alone.site, alone.incident, language).texts


def folder_of(site: Site, incident: PublicIncident | None) -> str:
    """Return the folder of the picture of an incident, or of a page that belongs to none, relative to the site's address."""
    return "" if incident is None or site.is_at_rest(incident) else f"incidents/{incident.slug}/"


def incident_card(site: Site, incident: PublicIncident, language: Language) -> Card:
    """Return the picture's content for an incident in its present state.

    Of one at rest, it is what all of them share: programs write title and description beside the picture.
    """
    view = views.newest(site, incident, language)
    if not site.is_at_rest(incident):
        return _card_of(view)
    role, nothing = _role(view), language.gettext(words.CARD_NONE)
    return Card(site.config.organisation.name, view.status_word, role, nothing, site.config.site.url)


def home_card(site: Site, language: Language) -> Card:
    """Return the content for the home page. It never says that nothing is happening, which may be untrue when the picture is seen."""
    open_now = views.open_incidents(site, language)
    if len(open_now) == 1:
        return _card_of(open_now[0])
    name = site.config.organisation.name
    if not open_now:
        return Card(
            name, language.gettext(words.CARD_HEADING), "plain", language.gettext(words.CARD_PROMISE), site.config.site.url
        )
    promised = min(
        (view for view in open_now if view.promise), key=lambda view: view.promise or view.update.published, default=None
    )
    return Card(
        name,
        language.gettext(words.CARD_OPEN),
        "act",
        language.ngettext("%(number)s security incident is open", "%(number)s security incidents are open", len(open_now)),
        site.config.site.url,
        _following(promised) if promised else "",
        _final_label(max(open_now, key=lambda view: view.update.published)),
    )


def _card_of(view: IncidentView) -> Card:
    known = view.incident.place, view.number, view.language.tag
    card: Card | None = view.site.cards.get(known)
    if card is None:
        card = view.site.cards[known] = _new_card(view)
    return card


def _role(view: IncidentView) -> str:
    # What goes on as part of another incident is not over, and no colour says that it is.
    return "plain" if view.goes_on_elsewhere else _ROLE[view.update.status]


def _new_card(view: IncidentView) -> Card:
    return Card(
        organisation=view.site.config.organisation.name,
        status=view.status_word,
        role=_role(view),
        title=view.incident.folder.incident.title,
        affected=_affected(view),
        address=f"{view.site.config.site.url}incidents/{view.incident.slug}/",
        following=_following(view),
        last=view.language.gettext(words.CARD_LAST, number=view.number, when=view.language.stamp(view.update.published)),
    )


# So many letters fit on a line in a size that can be read where the picture is small.
_LONGEST = 64


def _affected(view: IncidentView) -> str:
    """Say who is affected, as pages do in short, as far as whole sentences fit on a line; empty where nobody was."""
    short = view.in_short
    if short.is_false_alarm or short.nothing_reached:
        return ""
    said = [_counted(view, one) for one in short.affected] or [view.language.gettext(short.nobody_counted)]
    shown = said[0]
    for sentence in said[1:]:
        if len(shown) + len(sentence) >= _LONGEST:
            break
        shown = f"{shown} {sentence}"
    return shown


def _counted(view: IncidentView, one: in_short.Affected) -> str:
    name, _ = original(view.site).called(one.entry.population)
    return flat(plain_text(in_short.counted_words(view.language, one, view.in_short, html_of, html_of(words.raised(name)))))


def _following(view: IncidentView) -> str:
    if view.promise:
        said = words.CARD_LATE if view.is_overdue else words.CARD_NEXT
        return view.language.gettext(said, when=view.language.due(view.promise))
    return view.language.gettext(words.CARD_NONE) if view.update.none_planned else ""


def _final_label(view: IncidentView) -> str:
    return view.language.gettext(words.CARD_LAST_OF_ALL, when=view.language.stamp(view.update.published))


@lru_cache(maxsize=256)
def size_of(data: bytes) -> tuple[int, int] | None:
    """Return the width and height at which a picture is shown; None for one that cannot be read."""
    from PIL import Image  # noqa: PLC0415, TID251  # as above

    try:
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
            # A camera that was held upright: programs turn the picture.
            return (height, width) if picture.getexif().get(_ORIENTATION, 1) in _UPRIGHT else (width, height)
    except (OSError, ValueError, SyntaxError):  # the exceptions with which the library refuses a file
        return None


@lru_cache(maxsize=8)
def _digest(font: bytes) -> bytes:
    """Return the digest of a font, which is large, and the same for every picture."""
    return hashlib.sha256(font).digest()


def drawn(site: Site, card: Card, fonts: tuple[bytes, ...]) -> bytes:
    """Return a picture as PNG, drawn now or kept from another run."""
    made_of = hashlib.sha256("\0".join((site.kept.stamp, str(_DESIGN), *card.texts)).encode())
    for font in fonts:
        made_of.update(_digest(font))
    key = made_of.hexdigest()
    held = site.kept.get(Kind.PICTURES, key)
    if held is None:
        held = draw(card, fonts)
        site.kept.put(Kind.PICTURES, key, held)
    return held


@lru_cache(maxsize=2048)
def draw(card: Card, fonts: tuple[bytes, ...]) -> bytes:
    """Draw a picture as PNG; the same content and fonts give the same bytes.

    Args:
        card: its content.
        fonts: TrueType or OpenType files, the preferred one first.
    """
    from PIL import Image  # noqa: PLC0415, TID251  # as above

    whole = Image.new("L", (WIDTH, HEIGHT), _ON_PAPER)
    whole.paste(_text_strip(card.status, fonts, _BOLD, (64, 56, *_LINE_SIZES), _BAND, _ON_BAND), (0, 0))
    whole.paste(_text_strip(card.organisation, fonts, _REGULAR, _LINE_SIZES[1:], 64, _QUIET), (0, _BAND + 18))
    top, bottom = _TITLE
    if card.affected:
        bottom -= _AFFECTED
        whole.paste(_text_strip(card.affected, fonts, _REGULAR, _LINE_SIZES[1:], _AFFECTED, _ON_PAPER), (0, bottom))
    whole.paste(_strip(_title(card, fonts, bottom - top), bottom - top, _ON_PAPER), (0, top))
    whole.paste(_QUIET + _STEPS // 4, (_MARGIN, 496, WIDTH - _MARGIN, 498))
    whole.paste(_text_strip(card.following, fonts, _BOLD, _LINE_SIZES, 58, _ON_PAPER), (0, 506))
    whole.paste(_text_strip(card.last, fonts, _REGULAR, _LINE_SIZES[2:], 52, _QUIET), (0, 564))
    # From here on, each pixel is an index into the palette.
    whole.putpalette(_palette(card.role))
    made = BytesIO()
    whole.save(made, "PNG", optimize=False, compress_level=_COMPRESSION)
    return made.getvalue()


@cache
def _palette(role: str) -> list[int]:
    """Return the colours (red, green, blue) of each shade from background to letters, for the paper, the band and the secondary lines."""
    return [
        round(one + (other - one) * step / (_STEPS - 1))
        for ground, letters in ((_PAPER, _INK), (ROLES[role], _PAPER), (_PAPER, _SOFT))
        for step in range(_STEPS)
        for one, other in zip(ground, letters, strict=True)
    ]


@dataclass(frozen=True)
class _Line:
    """A line of text that fits."""

    text: str
    font: "ImageFont.FreeTypeFont"
    direction: str

    @property
    def length(self) -> float:
        return self.font.getlength(self.text, direction=self.asked)

    @property
    def asked(self) -> str | None:
        """The direction, if there is what takes it; without it, what is drawn goes from left to right."""
        return self.direction if joins_letters() else None


# Cached: the name and the status are the same on many pictures.
@lru_cache(maxsize=128)
def _text_strip(
    text: str, fonts: tuple[bytes, ...], weight: int, sizes: tuple[int, ...], height: int, ramp: int
) -> "Image.Image":
    """Draw a strip with one line of text."""
    line = _line(text, fonts, weight, sizes)
    return _strip([line] if line else [], height, ramp)


def _strip(lines: list[_Line], height: int, ramp: int) -> "Image.Image":
    """Draw lines of text on a strip as wide as the picture, centred vertically."""
    from PIL import Image, ImageDraw  # noqa: PLC0415, TID251  # as above

    strip = Image.new("L", (WIDTH, height), 0)
    pen = ImageDraw.Draw(strip)
    for row, line in enumerate(lines):
        middle = height / 2 + line.font.size * _LEADING * (row - (len(lines) - 1) / 2)
        right = line.direction == "rtl"
        at = (WIDTH - _MARGIN if right else _MARGIN, middle)
        pen.text(at, line.text, fill=_STEPS - 1, font=line.font, anchor="rm" if right else "lm", direction=line.asked)
    return strip.point([*range(ramp, ramp + _STEPS), *[0] * (256 - _STEPS)]) if ramp else strip


def _line(text: str, fonts: tuple[bytes, ...], weight: int, sizes: tuple[int, ...]) -> _Line | None:
    """Fit a text on one line in the largest possible size; if even the smallest is too large, shorten it at the end of a word."""
    drawable = _drawable(flat(text), fonts)
    if not drawable:
        return None
    shown, font = drawable
    for size in sizes:
        line = _Line(shown, _font(fonts, font, size, weight), _direction(shown))
        if line.length <= _ROOM:
            return line
    return _shortened(shown, _font(fonts, font, sizes[-1], weight))


def _title(card: Card, fonts: tuple[bytes, ...], height: float) -> list[_Line]:
    """Break the title into as many lines as needed, in the largest size that fits."""
    drawable = _drawable(flat(card.title), fonts) or _drawable(card.address.partition("://")[2].rstrip("/"), fonts)
    if not drawable:
        return []
    text, font = drawable
    direction = _direction(text)
    for size in _TITLE_SIZES:
        face = _font(fonts, font, size, _BOLD)
        rows = _wrapped(text, face, direction)
        if all(row.length <= _ROOM for row in rows) and len(rows) * size * _LEADING <= height:
            return rows
    size = _TITLE_SIZES[-1]
    face = _font(fonts, font, size, _BOLD)
    # A word longer than a line continues on the next.
    parts = [part.text for word in text.split(" ") for part in _broken(_Line(word, face, direction))]
    rows = _wrapped(" ".join(parts), face, direction)
    most = int(height / (size * _LEADING))
    if len(rows) <= most:
        return rows
    rest = " ".join(row.text for row in rows[most - 1 :])
    return [*rows[: most - 1], _shortened(rest, face)]


def _wrapped(text: str, font: "ImageFont.FreeTypeFont", direction: str) -> list[_Line]:
    rows: list[_Line] = []
    for word in text.split(" "):
        longer = _Line(f"{rows[-1].text} {word}", font, direction) if rows else None
        if longer and longer.length <= _ROOM:
            rows[-1] = longer
        else:
            rows.append(_Line(word, font, direction))
    return rows


def _broken(row: _Line) -> Iterator[_Line]:
    text = row.text
    while text:
        end = len(text)
        while end > 1 and _Line(text[:end], row.font, row.direction).length > _ROOM:
            end -= 1
        yield _Line(text[:end], row.font, row.direction)
        text = text[end:]


def _shortened(text: str, font: "ImageFont.FreeTypeFont") -> _Line:
    """Return as many whole words as fit, with an ellipsis."""
    direction = _direction(text)
    kept = text.replace("\N{NO-BREAK SPACE}", " ").split(" ")
    while len(kept) > 1 and _Line(" ".join(kept) + "…", font, direction).length > _ROOM:
        kept.pop()
    (first, *_) = _broken(_Line(" ".join(kept) + "…", font, direction))
    return first


@cache
def joins_letters() -> bool:
    """Whether text of right-to-left scripts can be drawn. Pillow's wheels have what joins its letters (Raqm), but not what orders them (FriBiDi)."""
    from PIL import features  # noqa: PLC0415, TID251  # as above

    return bool(features.check("raqm"))


def _direction(text: str) -> str:
    """Return the text direction: that of the first letter with one."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def _drawable(text: str, fonts: tuple[bytes, ...]) -> tuple[str, int] | None:
    """Return the text without characters that no font can draw and nobody misses (emoji), and the first font that has all the rest.

    None when letters or digits would be missing, or in the wrong order: half a title can say what the whole does not.
    """
    if not joins_letters() and any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in text):
        return None
    everywhere = range(len(fonts))
    kept = "".join(letter for letter in text if _is_missed(letter) or any(_has(letter, fonts, number) for number in everywhere))
    # Joiners and variation selectors of emoji are invisible on their own.
    shown = " ".join(part for part in kept.split(" ") if any(unicodedata.category(letter)[0] not in "CZ" for letter in part))
    if not shown:
        return None
    letters = set(shown)
    return next(((shown, number) for number in everywhere if all(_has(letter, fonts, number) for letter in letters)), None)


def undrawable(text: str, fonts: tuple[bytes, ...]) -> tuple[str, ...]:
    """Return the characters that no font can draw, without repetition and in order; invisible ones are ignored."""
    return tuple(
        letter
        for letter in dict.fromkeys(text)
        if unicodedata.category(letter)[0] not in "CZ" and not any(_has(letter, fonts, number) for number in range(len(fonts)))
    )


def _is_missed(letter: str) -> bool:
    """Whether omitting the character would change the text: letters, digits, and their combining marks."""
    return unicodedata.category(letter)[:1] in {"L", "N", "Z"} or (
        unicodedata.category(letter) in {"Mn", "Mc"} and not _is_variant(letter)
    )


def _is_variant(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("VARIATION SELECTOR")


@lru_cache(maxsize=8192)
def _has(letter: str, fonts: tuple[bytes, ...], number: int) -> bool:
    """Whether a font has a character: it draws the same box for each one it lacks."""
    if letter.isspace():
        return True
    face = _font(fonts, number, 32, _REGULAR)
    return _shape(face, letter) != _shape(face, "\U0010ffff")


def _shape(face: "ImageFont.FreeTypeFont", letter: str) -> tuple[tuple[int, int], bytes]:
    mask = face.getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=256)
def _font(fonts: tuple[bytes, ...], number: int, size: int, weight: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415, TID251  # as above

    face = ImageFont.truetype(BytesIO(fonts[number]), size)
    try:
        axes = face.get_variation_axes()
    except OSError:
        # The font has only one weight.
        return face
    face.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return face
