"""Pictures for link previews: their content and legibility."""

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont, features

from generator.adapters.theme_files import read_theme
from generator.render import feeds, pages, pictures, words
from generator.render.language import language_for
from generator.render.pictures import HEIGHT, ROLES, WIDTH, Card, draw
from tests.render.sites import files_of, incident, read, site_of, update

ROOT = Path(__file__).parents[2]
THEME = read_theme("material", ROOT)
FONTS = THEME.fonts
ADDRESS = "https://status.larkfield.example/incidents/support-tickets/"
PAPER = (255, 255, 255)
TITLES = {
    "short": "Tickets read",
    "usual": "Someone read customer support tickets",
    "long": "We are still finding out which of the customer tickets were opened by somebody who should not have opened them " * 4,
    "german": "Jemand hat im Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz-Portal Kundenanfragen gelesen",
    "one word": "W" * 90,
    "arabic": "قرأ شخص ما 1,212 من تذاكر دعم العملاء (Support desk) في 6 نوفمبر 2026",
    "hebrew": "מישהו קרא פניות של לקוחות",
    "greek": "Κάποιος διάβασε αιτήματα πελατών",
    "emoji": "🚨 Meter portal 👩‍💻 shut 1️⃣",
    "japanese": "顧客のチケットが読まれました",
    "nothing": "",
}


def _card(title: str, **changes: str) -> Card:
    given = {
        "organisation": "Larkfield Energy",
        "status": "Confirmed",
        "role": "act",
        "title": title,
        "address": ADDRESS,
        "following": "Next update by Friday 27 November, 5 pm",
        "last": "Update 5, published Friday 20 November 2026, 4:40 pm UTC",
    }
    return Card(**given | changes)


def _opened(card: Card) -> Image.Image:
    picture = Image.open(BytesIO(draw(card, FONTS)))
    picture.load()
    return picture.convert("RGB")


def _ink(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where there is anything but paper in a part of a picture, relative to that part."""
    part = picture.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of WCAG 2."""

    def light(colour: tuple[int, ...]) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("title", TITLES)
def test_a_picture(title: str) -> None:
    """It has the size that networks ask for, is small, and is the same bytes each time, with nothing in them but the picture."""
    card = _card(TITLES[title])
    made = draw(card, FONTS)
    draw.cache_clear()
    assert draw(card, FONTS) == made
    assert len(made) < 60_000
    with Image.open(BytesIO(made)) as picture:
        assert (picture.size, picture.format, picture.mode) == ((WIDTH, HEIGHT), "PNG", "P")
        assert picture.info == {}
    assert {bytes(made[at : at + 4]) for at in _chunks(made)} == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def _chunks(png: bytes) -> list[int]:
    found, at = [], 8
    while at < len(png):
        found.append(at + 4)
        at += int.from_bytes(png[at : at + 4]) + 12
    return found


@pytest.mark.parametrize("title", TITLES)
def test_nothing_leaves_the_picture(title: str) -> None:
    """Every line stays inside the margins, and none runs into another."""
    picture = _opened(_card(TITLES[title]))
    left, right, rule = pictures._MARGIN - 8, WIDTH - pictures._MARGIN + 8, 490
    assert _ink(picture, (0, 130, left, HEIGHT)) is None
    assert _ink(picture, (right, 130, WIDTH, HEIGHT)) is None
    assert _ink(picture, (0, rule, WIDTH, rule + 5)) is None
    assert _ink(picture, (0, HEIGHT - 8, WIDTH, HEIGHT)) is None
    assert _ink(picture, (0, 210, WIDTH, 490)) is not None


@pytest.mark.parametrize("role", ROLES)
def test_the_status_can_be_seen(role: str) -> None:
    """The status is white on the background of its role, and every pair of colours has a contrast of at least 4.5 to 1."""
    colours = Counter(_opened(_card("Tickets read", role=role)).crop((0, 0, WIDTH, 120)).get_flattened_data())
    assert colours[ROLES[role]] > WIDTH * 120 * 0.7
    assert colours[PAPER] > 1000
    assert _contrast(ROLES[role], PAPER) >= 4.5
    assert _contrast(pictures._INK, PAPER) >= 7
    assert _contrast(pictures._SOFT, PAPER) >= 4.5


@pytest.mark.parametrize("title", ["usual", "long", "german"])
def test_no_word_is_cut(title: str) -> None:
    """A title is laid on whole words; one that does not fit ends after a word, with an ellipsis."""
    text = " ".join(TITLES[title].split())
    lines = [line.text for line in pictures._title(_card(text), FONTS, 274)]
    whole = " ".join(lines)
    if title == "german":
        # One word is longer than a line of the smallest letters; it goes on in the next.
        assert "".join(whole.split()) == "".join(text.split())
    elif title == "long":
        assert whole.endswith("…")
        assert text.startswith(whole[:-1] + " ")
    else:
        assert whole == text


def test_letters_are_large_enough() -> None:
    """Shown 300 pixels wide, the smallest letters of a title are still ten high."""
    assert {line.font.size for line in pictures._title(_card(TITLES["long"]), FONTS, 274)} == {40}
    assert pictures._title(_card(TITLES["usual"]), FONTS, 274)[0].font.size == 84


def test_right_to_left() -> None:
    """Arabic begins at the right, with its letters joined, and keeps Latin words and numbers in it readable."""
    assert features.check("raqm")
    title = _opened(_card("مفتوح")).crop((0, 210, WIDTH, 490))
    box = ImageChops.difference(title, Image.new("RGB", title.size, PAPER)).getbbox()
    assert box is not None
    assert box[2] > WIDTH - pictures._MARGIN - 12
    (line,) = pictures._title(_card("مفتوح"), FONTS, 274)
    alone = sum(line.font.getlength(letter, direction="rtl") for letter in line.text)
    assert line.length < alone
    assert {line.direction for line in pictures._title(_card(TITLES["arabic"]), FONTS, 274)} == {"rtl"}


def test_without_what_orders_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where FriBiDi is not installed, Latin titles are drawn all the same; a right-to-left one gives way to the address, and is not drawn backwards."""
    with monkeypatch.context() as bare:
        # What Pillow takes then; it refuses to be told a direction.
        bare.setattr(ImageFont, "truetype", partial(ImageFont.truetype, layout_engine=ImageFont.Layout.BASIC))
        bare.setattr(pictures, "joins_letters", lambda: False)
        for cached in (pictures._font, pictures._text_strip, draw):
            cached.cache_clear()
        try:
            latin, arabic, address = (
                draw(_card(title), FONTS)
                for title in ("Tickets read", TITLES["arabic"], ADDRESS.removeprefix("https://").rstrip("/"))
            )
        finally:
            for cached in (pictures._font, pictures._text_strip, draw):
                cached.cache_clear()
    assert arabic == address != latin


def test_emoji_are_left_out() -> None:
    """An emoji is not drawn as a box: the picture is that of the title without emoji."""
    assert draw(_card("🚨 Meter portal 👩‍💻 shut 🔥🔥"), FONTS) == draw(_card("Meter portal shut"), FONTS)


def test_letters_that_cannot_be_drawn() -> None:
    """Half a title may change its meaning, so the address is shown instead."""
    address = ADDRESS.removeprefix("https://").rstrip("/")
    assert draw(_card(TITLES["japanese"]), FONTS) == draw(_card(address), FONTS)
    assert draw(_card(f"Larkfield {TITLES['japanese']}"), FONTS) == draw(_card(address), FONTS)


def test_without_fonts() -> None:
    """A theme without fonts still gives a picture: the colour of the status."""
    with Image.open(BytesIO(draw(_card("Tickets read"), ()))) as picture:
        assert picture.convert("RGB").getpixel((10, 10)) == ROLES["act"]


def test_alt_says_what_the_picture_says() -> None:
    """The alternative text has the same words."""
    assert _card("Tickets read").alt == (
        "Larkfield Energy. Confirmed. Tickets read. Next update by Friday 27 November, 5 pm. "
        "Update 5, published Friday 20 November 2026, 4:40 pm UTC."
    )


def test_a_new_name_for_whatever_is_new() -> None:
    """Whatever the picture says, a change of it changes the file's name, so that no old copy is shown; no two texts share one."""
    card = _card("Tickets read")
    names = {card.file} | {
        _card("Tickets read", **{key: value}).file
        for key, value in {
            "organisation": "Larkfield",
            "status": "Contained",
            "role": "next",
            "following": "No further update is planned",
            "last": "",
        }.items()
    }
    assert len(names) == 6
    assert _card("Tickets read").file == card.file
    assert _card("a", status="b c").file != _card("a c", status="b").file


def test_letters_of_many_languages_can_be_drawn() -> None:
    """The fonts that come along have the letters of the languages of Europe."""
    text = "Łódź Żółć Ďáblík Ελλάδα Украïна Việt ĞİŞ"
    shown, _ = pictures._drawable(text, FONTS) or ("", 0)
    assert shown == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_every_status_can_be_drawn(language: str) -> None:
    """The fonts that come along have every letter of the product's own words, each line in one of them."""
    speech = language_for(language, THEME)
    lines = (words.CARD_NEXT, words.CARD_LATE, words.CARD_LAST_OF_ALL)
    at = speech.stamp(datetime(2026, 11, 27, 17, tzinfo=UTC))
    for text in (
        *(speech.gettext(status) for status in (*words.STATUS.values(), words.FALSE_ALARM)),
        *(speech.gettext(line, when=at) for line in lines),
        speech.gettext(words.CARD_LAST, number=5, when=at),
        *(speech.gettext(line) for line in (words.CARD_NONE, words.CARD_OPEN, words.CARD_HEADING, words.CARD_PROMISE)),
    ):
        shown, _ = pictures._drawable(text, FONTS) or ("", 0)
        assert shown == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_how_large_a_picture_is(form: str) -> None:
    """Width and height are read from the file, as it is shown: also of one that is to be turned. What is no picture has none."""
    made = BytesIO()
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (30, 20)).save(made, form, **({"exif": turned} if form == "JPEG" else {}))
    assert pictures.size_of(made.getvalue()) == ((20, 30) if form == "JPEG" else (30, 20))
    assert pictures.size_of(made.getvalue()[:8]) is None
    assert pictures.size_of(b"<svg/>") is None


def test_pictures_in_texts_have_width_and_height() -> None:
    """On a page and in a feed, a picture keeps its room before it has come, and its address is whole where it is read elsewhere."""
    made = BytesIO()
    Image.new("RGB", (64, 48)).save(made, "PNG")
    path = "content/incidents/incident/files/desk.png"
    shown = update(1, datetime(2027, 3, 3, 4, tzinfo=UTC), body="![The desk](files/desk.png)")
    site = site_of([replace(incident(shown), files=(path,))], datetime(2028, 3, 3, tzinfo=UTC))
    site = replace(site, attachments={path: made.getvalue()})
    files = files_of(site, pages.write, feeds.write)
    room = 'alt="The desk" width="64" height="48" loading="lazy" />'
    assert f'<img src="../../../incidents/incident/files/desk.png" {room}' in files["incidents/incident/1/index.md"].decode()
    (item,) = read(files, "feed.json")["items"]
    assert f'<img src="{site.config.site.url}incidents/incident/files/desk.png" {room}' in item["content_html"]
