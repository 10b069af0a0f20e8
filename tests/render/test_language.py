"""Languages: every message translated, plurals by CLDR, the same facts in each, and a page that can be looked at in German and Arabic."""

import inspect
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message  # noqa: TID251  # as below
from babel.messages.extract import extract_from_dir  # noqa: TID251  # collects as `make messages` does
from babel.messages.pofile import read_po  # noqa: TID251  # as above
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.ledger.words import Comfort, Value, value_words
from generator.model.artifact import Theme
from generator.model.update import Action, Count, CountForm, Data, DataState, Fact, Nature, Window
from generator.pipeline import building, checking, publishing
from generator.render import dates, words
from generator.render.builder_project import _wrapper
from generator.render.language import Language, language_for, redaction_mark
from generator.render.markup import Html, html_of

ROOT = Path(__file__).parents[2]
SITES = Path(__file__).parent / "speaking"
NOW = datetime(2026, 11, 13, 12, tzinfo=UTC)

#: Every catalogue, with the days that tell its plural forms apart.
LANGUAGES = {
    "de": {0: "0 Tage", 1: "1 Tag", 2: "2 Tage", 3: "3 Tage", 11: "11 Tage", 100: "100 Tage"},
    "fr": {0: "0 jour", 1: "1 jour", 2: "2 jours", 3: "3 jours", 11: "11 jours", 100: "100 jours"},
    "es": {0: "0 días", 1: "1 día", 2: "2 días", 3: "3 días", 11: "11 días", 100: "100 días"},
    "ar": {0: "0 يوم", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 11: "11 يومًا", 100: "100 يوم"},
}
ALL = ["en", *LANGUAGES]

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "html": None,
    "html_several": (1, 2),
    "message": None,
}
_METHODS = [
    ("generator/render/**.py", "python"),
    ("generator/notifications/**.py", "python"),
    ("themes/pages/**.html", "jinja2"),
    ("themes/partials/**.html", "jinja2"),
]
_PLACE = re.compile(r"%(?:\(\w+\))?s")
_ELEMENT = re.compile(r"</?\w+")


@cache
def _theme() -> Theme:
    return read_theme("material", ROOT)


@cache
def _collected() -> frozenset[str | tuple[str, ...]]:
    found = extract_from_dir(
        str(ROOT), _METHODS, {"themes/pages/**.html": {"silent": "false"}}, keywords=_KEYWORDS, strip_comment_tags=True
    )
    return frozenset(message for _, _, message, _, _ in found)


def _catalogue(name: str) -> Catalog:
    with (ROOT / "themes/locales" / name).open("rb") as file:
        return read_po(file)


def _forms(entry: Message) -> list[str]:
    """The translation of a message, or each of its plural forms."""
    return [form for form in (entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)) if form is not None]


def _means_itself(catalogue: Catalog, message: str) -> bool:
    entry = catalogue.get(message)
    assert entry is not None, message
    return entry.string == message


@pytest.mark.parametrize(
    ("tag", "first", "second", "month"),
    [
        ("fr", "1er février 2027", "2 février 2027", "1er janvier 2021 à 2 h 40"),
        ("fr-CA", "1er février 2027", "2 février 2027", "1er janvier 2021 à 2 h 40"),
        ("de", "1. Februar 2027", "2. Februar 2027", "1. Januar 2021 um 2:40 Uhr"),
        ("es", "1 de febrero de 2027", "2 de febrero de 2027", "1 de enero de 2021 a las 2:40"),
        ("ar", "1 فبراير 2027", "2 فبراير 2027", "1 يناير 2021، الساعة 2:40 ليلًا"),
        ("en", "1 February 2027", "2 February 2027", "1 January 2021, 2:40 am"),
    ],
)
def test_the_first_of_a_month(tag: str, first: str, second: str, month: str) -> None:
    """The first day of a month is written as people write it there, in each place that shows a day."""
    speech = language_for(tag, _theme(), ZoneInfo("UTC"))
    said = [dates.day(speech, date(2027, 2, 1)), dates.day(speech, date(2027, 2, 2))]
    said += [dates.words(speech, datetime(2021, 1, 1, 2, 40, tzinfo=UTC)), redaction_mark(tag, _theme(), date(2027, 2, 1), "x")]
    plain = [one.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for one in said]
    assert plain[:3] == [first, second, month]
    assert first in plain[3]


def test_every_way_to_say_a_message_is_collected() -> None:
    """`make messages` knows each method that takes a message: what another one says would never be translated."""
    takes = {
        name
        for name, method in inspect.getmembers(Language, inspect.isfunction)
        if {"message", "several"} & set(inspect.signature(method).parameters)
    }
    commands = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "html_several" in takes
    assert takes <= _KEYWORDS.keys()
    assert takes <= set(re.findall(r"-k (\w+)", commands))


def test_collection_is_fresh() -> None:
    """`themes/locales/aboveboard.pot` contains exactly the messages in code and templates (`make messages`)."""
    assert {entry.id for entry in _catalogue("aboveboard.pot") if entry.id} == _collected()


def test_every_catalogue_is_tested() -> None:
    """Every catalogue has a test of its plurals."""
    assert {folder.name for folder in (ROOT / "themes/locales").iterdir() if folder.is_dir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    """Every message has a translation that is not fuzzy, and there are no other messages."""
    catalogue = _catalogue(f"{language}/LC_MESSAGES/aboveboard.po")
    entries = [entry for entry in catalogue if entry.id]
    assert {entry.id for entry in entries} == _collected()
    assert [entry.id for entry in entries if entry.fuzzy] == []
    for entry in entries:
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        assert all(forms), entry.id
        assert len(forms) == (catalogue.num_plurals if isinstance(entry.id, tuple) else 1), entry.id
        assert list(entry.check(catalogue)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_a_message_holds(language: str) -> None:
    """A translation has its message's placeholders and elements; only a form that says one or two in words may leave the number out."""
    for entry in _catalogue(f"{language}/LC_MESSAGES/aboveboard.po"):
        if not entry.id:
            continue
        original = entry.id[1] if isinstance(entry.id, (tuple, list)) else entry.id
        for form in _forms(entry):
            missing = sorted(_PLACE.findall(original))
            if isinstance(entry.id, tuple) and "%(number)s" not in form:
                assert language == "ar", entry.id
                missing.remove("%(number)s")
            assert sorted(_PLACE.findall(form)) == missing, entry.id
            assert sorted(_ELEMENT.findall(form)) == sorted(_ELEMENT.findall(original)), entry.id
            assert "&" not in form, entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals(language: str) -> None:
    """Counting words follow CLDR's plural rules."""
    said = {number: dates._days(language_for(language, _theme()), number) for number in LANGUAGES[language]}
    assert {number: text.replace("\N{NO-BREAK SPACE}", " ") for number, text in said.items()} == LANGUAGES[language]


@pytest.mark.parametrize(
    ("language", "day", "moment", "number", "length"),
    [
        ("en", "3 March 2027", "3~March~2027, 2:40~am", "18,400", "2 days 3 hours"),
        ("de", "3. März 2027", "3.~März~2027 um 2:40~Uhr", "18.400", "2 Tage und 3 Stunden"),
        ("fr", "3 mars 2027", "3~mars~2027 à 2~h~40", "18\N{NARROW NO-BREAK SPACE}400", "2 jours et 3 heures"),
        ("es", "3 de marzo de 2027", "3~de~marzo~de~2027 a las 2:40", "18.400", "2 días y 3 horas"),
        ("ar", "3 مارس 2027", "3~مارس~2027، الساعة 2:40~ليلًا", "18,400", "يومان و3 ساعات"),
    ],
)
def test_values(language: str, day: str, moment: str, number: str, length: str) -> None:
    """Days, moments, numbers and lengths of time as the language writes them; a day and a time each stay on their line."""
    speech = language_for(language, _theme())
    at = datetime(2027, 3, 3, 3, 40, tzinfo=datetime.fromisoformat("2027-03-03T03:40+01:00").tzinfo)
    assert dates.day(speech, date(2027, 3, 3)) == day.replace(" ", "\N{NO-BREAK SPACE}")
    assert dates.words(speech, at).replace("\N{NO-BREAK SPACE}", "~") == moment
    assert speech.number(18400) == number
    assert dates.span(speech, timedelta(days=2, hours=3)).replace("\N{NO-BREAK SPACE}", " ") == length


_COUNTS = [
    Count(population="p", unit="customers", form=form, low=0, high=None, stated=stated, of=of)
    for of in (None, 18400)
    for form, stated in [
        (CountForm.EXACT, (1300,)),
        (CountForm.ABOUT, (1300,)),
        (CountForm.AT_LEAST, (1300,)),
        (CountForm.AT_MOST, (1300,)),
        (CountForm.BETWEEN, (1000, 1300)),
        (CountForm.UNKNOWN, ()),
    ]
]


@pytest.mark.parametrize(
    "value",
    [
        *_COUNTS,
        *(Data(kind="password", state=state) for state in DataState),
        Data(kind="password", state=DataState.TAKEN, population="bank-customers"),
        Data(kind="password", state=DataState.TAKEN, population="bank-customers", likely=True),
        *(Data(kind="password", state=DataState.TAKEN, population="people", count=count) for count in _COUNTS),
        replace(_COUNTS[0], likely=True),
        (
            Data(kind="password", state=DataState.TAKEN, population="bank-customers", count=_COUNTS[0]),
            Data(kind="password", state=DataState.POSSIBLE, population="staff"),
        ),
        Window(start=date(2027, 3, 3), likely=True),
        *Nature,
        "A sentence.",
        Fact(name="f", text="They read it.", likely=True),
        Comfort(Fact(name="f", text="Whether they read it.", looked="The log.", through=date(2027, 3, 3))),
        Comfort(Fact(name="f", text="Whether they read it.", looked="The log.")),
        Action(name="a", do="Change it.", audience="Everyone"),
        (Action(name="a", do="Change it."), Action(name="b", do="Call us.")),
        Window(start=date(2027, 3, 3), end=datetime(2027, 3, 4, 1, 2, tzinfo=UTC)),
        Window(start=date(2027, 3, 3)),
        Window(end=date(2027, 3, 3)),
        Window(),
        date(2027, 3, 3),
    ],
    ids=str,
)
def test_readers_and_writers_read_the_same(value: Value) -> None:
    """An event's old and new value are given to readers in English in the same words as in findings."""
    shown = words.value(language_for("en", _theme()), value, html_of, _named)
    # Writers are given a moment as they write it, readers as people say it; its machine-readable form is the same.
    said = re.sub(r'<time datetime="([^"]+T[^"]+)">[^<]*</time>', _as_writers_read, shown)
    assert re.sub("<[^>]+>", "", said).replace("\N{NO-BREAK SPACE}", " ") == value_words(value, ZoneInfo("UTC"))


def _as_writers_read(moment: re.Match[str]) -> str:
    return value_words(datetime.fromisoformat(moment[1]), ZoneInfo("UTC"))


def _named(name: str, inside: bool) -> Html:  # the shape that pages have
    return html_of(words.as_heading(name) if not inside else words.lowered(words.as_heading(name)))


@pytest.mark.parametrize("language", ALL)
def test_counts_keep_their_interval(language: str) -> None:
    """No two kinds of count read alike, and each holds every number that was given, in any language."""
    speech = language_for(language, _theme())
    said = [words.count(speech, count, html_of) for count in _COUNTS]
    assert len(set(said)) == len(said)
    for count, text in zip(_COUNTS, said, strict=True):
        assert all(speech.number(number) in text for number in (*count.stated, *([count.of] if count.of else [])))


def test_nearest_language() -> None:
    """A regional variant uses its language; a language without catalogue uses English; the frame has every language of the product."""
    assert [language_for(tag, _theme()).tag for tag in ("de-AT", "fr-CA", "ar-EG", "nl", "en-US", "zh-Hant")] == [
        "de",
        "fr",
        "ar",
        "en",
        "en",
        "en",
    ]
    assert set(ALL) <= set(_wrapper(_theme()).languages)


def test_a_broken_catalogue_stops_the_build() -> None:
    """An unreadable catalogue of a site is named, and nothing is partly translated."""
    from generator.errors import UsageError

    broken = Theme(name="broken", files={"locales/de/LC_MESSAGES/aboveboard.po": b'msgid "a"\nmsgstr "b\nmsgid\n'})
    with pytest.raises(UsageError, match=r"themes/locales/de/LC_MESSAGES/aboveboard\.po is not a catalogue"):
        language_for("de", broken)


def _made(root: Path, *, language: str = "") -> dict[str, str]:
    files = read_site(root, 1 << 20)
    checked = checking.check(files, NOW)
    assert not checked.blocked, checked.diagnostics
    site = publishing.publish(checked, NOW)
    if language:
        site = replace(site, config=replace(site.config, site=replace(site.config.site, language=language, languages=())))
    return {
        artifact.path: artifact.data.decode()
        for artifact in building.render(site, _theme())
        if artifact.path.endswith((".md", ".xml", ".yml")) or artifact.path == "overrides/missing.html"
    }


class _Page(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "html"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_page(language: str, snapshot: SnapshotAssertion) -> None:
    """An incident's page, as the builder is given it."""
    assert _made(SITES / language)["docs/incidents/tickets/index.md"] == snapshot(extension_class=_Page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left(language: str) -> None:
    """On no page and in no feed does an English message remain, in any of the languages."""
    made = _made(ROOT, language=language)
    # What the authors of the example wrote themselves stays as it is.
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("*.md"))
    plain = [message for message in _collected() if isinstance(message, str) and len(message) > 20 and "%" not in message]
    plain = [message for message in plain if message not in written]
    catalogue = _catalogue(f"{language}/LC_MESSAGES/aboveboard.po")
    for path, text in made.items():
        assert [message for message in plain if message in text and not _means_itself(catalogue, message)] == [], path


def test_an_author_is_marked_where_the_interface_speaks_another_language() -> None:
    """Dutch facts under English headings say that they are Dutch; on a page from right to left what authors wrote keeps its direction."""
    dutch = _made(ROOT, language="nl")["docs/incidents/support-tickets/index.md"]
    assert '<bdi lang="nl" dir="ltr">1,212 of 18,400 customers' not in dutch
    assert '1,212 of 18,400 <bdi lang="nl" dir="ltr">customers</bdi>' in dutch
    assert "What we know</h2>" in dutch
    arabic = _made(SITES / "ar")["docs/incidents/tickets/index.md"]
    assert '<bdi dir="rtl">فتح شخص مكتب الدعم' in arabic
    assert '<bdi dir="ltr">+44 800 555 0199</bdi>' in arabic


def test_values_are_escaped() -> None:
    """A value for a placeholder is text, unless it is HTML made by the product."""
    speech = language_for("de", _theme())
    assert speech.html("Why: %(why)s", why="<b>&") == "Grund: &lt;b&gt;&amp;"
    assert speech.html("Why: %(why)s", why=Html("<b>&amp;</b>")) == "Grund: <b>&amp;</b>"


@pytest.mark.parametrize(
    ("tag", "four", "five"),
    [("en", "1,212", "18,400"), ("de", "1.212", "18.400"), ("es", "1212", "18.400"), ("ar", "1,212", "18,400")],
)
def test_digits_are_grouped_as_people_group_them(tag: str, four: str, five: str) -> None:
    """In Spanish, a number of four digits has no point (CLDR's minimumGroupingDigits, and the Academy's rule)."""
    spoken = language_for(tag, _theme())
    assert (spoken.number(1212), spoken.number(18_400)) == (four, five)


def test_moments_that_a_clock_shows_alike_have_elements_of_their_own() -> None:
    """Two moments of the hour that occurs twice count as equal, and each stands on pages as what it is, whichever was asked for first."""
    zone = ZoneInfo("Europe/London")
    summer, winter = (datetime(2026, 10, 25, 1, 30, fold=fold, tzinfo=zone) for fold in (0, 1))
    assert summer == winter
    for order in ((summer, winter), (winter, summer)):
        language_for.cache_clear()
        speech = language_for("en", _theme(), zone)
        for make in (
            dates.time,
            dates.stamp,
            dates.time_of_day,
            partial(dates.brief, beside=date(2026, 1, 1)),
            partial(dates.brief_day, beside=date(2026, 1, 1)),
        ):
            said = {when.fold: make(speech, when) for when in order}
            assert "2026-10-25T00:30Z" in said[0]
            assert "2026-10-25T01:30Z" in said[1]
        assert speech.moment(summer) != speech.moment(winter)


def test_an_element_is_that_of_its_year() -> None:
    """A day is said without the year beside one of that year, and with it beside another, whichever was asked for first."""
    language_for.cache_clear()
    speech, when = language_for("en", _theme()), date(2026, 10, 25)
    for _ in range(2):
        for make in (dates.brief, dates.brief_day):
            assert "2026<" in make(speech, when, date(2027, 1, 1))
            assert "2026<" not in make(speech, when, date(2026, 1, 1))
        assert "2026<" in dates.time_of_day(speech.in_year(2026), when, full=True)
        assert "2026<" not in dates.time_of_day(speech.in_year(2026), when)
