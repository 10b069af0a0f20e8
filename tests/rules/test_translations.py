"""Translations: one that changes only sentences agrees; anything else lost or changed is found, within its file, in any language."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.prose.number_words import numeric_expressions, readings
from generator.rules.catalogue import ALL_RULES
from tests.thorough import examples

pytestmark = pytest.mark.no_cover

NOW = datetime(2027, 3, 3, 8, 58, tzinfo=UTC)
FOLDER = "content/incidents/support-tickets/"
ORIGINAL = f"{FOLDER}01-first-statement.md"

#: A statement with its sentences in braces, so that tests can replace them.
STATEMENT = """---
title: {Someone opened 1,212 support tickets on 2 March}
published: 2027-03-03T03:10Z
status: investigating
known:
  entry: {Someone used a stolen staff password on 2 March at 14:20 UTC.}
  count:
    text: {They opened 1,212 of 18,400 tickets.}
    from: {our logs of 3.5 million lines}
unknown:
  whose: {Whose tickets they read between 14:20 and 19:05 UTC.}
  copied:
    text: {Whether they copied 312 bank account numbers.}
    by: 2027-03-06
    looked: {The access log for 2 and 3 March 2027.}
    through: 2027-03-02
next_steps:
  log:
    do: {We read the log of 90 days.}
    by: 2027-03-04
actions:
  password:
    do: {Change your password by 15 March.}
    why: {It was in 1 of 41 tickets.}
    urgency: today
consequences:
  calls: {Someone may ring you and say that they are from us.}
affected:
  customers: {unit: people, at_most: 1300, of: 18400}
data:
  tickets: accessed
window: {from: 2027-03-02T14:20Z, to: unknown}
summary: {They opened 1,212 tickets.}
next_update: 2027-03-03T09:00Z
---

{The letter names the 12 tickets.}

{It goes out on 12 March.}
"""
_SENTENCE = re.compile(r"\{([A-Zo][^{}:]*(?::\d\d[^{}:]*)*)\}")

CONFIG = (
    "organisation: {name: Larkfield Energy}\nsite: {url: https://s.example/, languages: [LANG]}\n"
    "contact: {phone: '1', hours: every day, who: Sam Reed}\n"
)
INCIDENT = "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n---\n"


def _written(sentence: str, body: bool) -> str:
    return sentence if body else f'"{sentence}"'


def _fill(change: Callable[[str], str]) -> str:
    """Return the statement with each sentence changed, quoted in the front matter."""
    at_body = STATEMENT.index("---\n", 4)
    return _SENTENCE.sub(lambda found: _written(change(found.group(1)), found.start() > at_body), STATEMENT)


def _check(translation: str, language: str = "de", original: str = "", extra: dict[str, str] | None = None) -> list[Diagnostic]:
    files = {
        "site_config.yml": CONFIG.replace("LANG", language),
        f"{FOLDER}incident.md": INCIDENT,
        f"{FOLDER}incident.{language}.md": "---\ntitle: x\n---\n",
        ORIGINAL: original or _fill(str),
        f"{FOLDER}01-first-statement.{language}.md": translation,
    } | (extra or {})
    checked = checking.check((RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()), NOW)
    return [one for one in checked.diagnostics if f".{language}." in one.span.path]


def _errors(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in found if one.severity is Severity.ERROR]


#: How a language writes the figures of the statement.
GERMAN = {
    "1,212": "1.212",
    "18,400": "18.400",
    "14:20": "14.20 Uhr",
    "19:05": "19.05 Uhr",
    "2 March": "2. März",
    "15 March": "15.3.",
    "12 March": "12. März",
    "3.5 million": "3,5 Mio.",
    "2 and 3 March 2027": "2. und 3. März 2027",
    "12": "zwölf",
}
FRENCH = {
    "1,212": "1 212",
    "18,400": "18 400",
    "14:20": "14 h 20",
    "19:05": "19h05",
    "2 March": "deux mars",
    "15 March": "15 mars",
    "12 March": "12 mars",
    "3.5 million": "3,5 millions",
    "2 and 3 March 2027": "2 et 3 mars 2027",
    "12": "douze",
}
SPANISH = {
    "1,212": "1212",
    "18,400": "18.400",
    "14:20": "2:20 de la tarde",
    "19:05": "7:05 p. m.",
    "2 March": "2 de marzo",
    "15 March": "15 de marzo",
    "12 March": "12 de marzo",
    "3.5 million": "3,5 millones",
    "2 and 3 March 2027": "2 y 3 de marzo de 2027",
    "12": "doce",
}
ARABIC = {
    "1,212": "١٬٢١٢",
    "18,400": "١٨٬٤٠٠",
    "14:20": "١٤:٢٠",
    "19:05": "١٩:٠٥",
    "2 March": "٢ مارس",
    "15 March": "١٥ آذار",
    "12 March": "١٢ مارس",
    "3.5 million": "٣٫٥ مليون",
    "2 and 3 March 2027": "٢ و٣ مارس ٢٠٢٧",
    "312": "٣١٢",
    "12": "اثنتا عشرة",
}
SWISS = GERMAN | {"1,212": "1’212", "18,400": "18'400"}
LANGUAGES = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "ar": ARABIC, "de-CH": SWISS}

_ANY = re.compile(
    r"2 and 3 March 2027|\d+ March|3\.5 million|\d{1,2}:\d{2}|\d+(?:,\d+)*",
)


def _translated(sentence: str, table: dict[str, str]) -> str:
    """A sentence of nonsense with the original's figures as the language writes them."""
    return ", ".join(["Lorem ipsum", *(table.get(one, one) for one in _ANY.findall(sentence)), "dolor"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_agrees(language: str) -> None:
    """Figures as the language writes them, in other sentences, are the same figures: not even a warning."""
    found = _check(_fill(lambda sentence: _translated(sentence, LANGUAGES[language])), language)
    assert [(one.code, one.message) for one in found if one.code.startswith(("TRA", "FRM"))] == []


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_only_sentences_differ(data: st.DataObject) -> None:
    """A translation agrees whatever the structure of its sentences and the order of their numbers."""
    language = data.draw(st.sampled_from(sorted(LANGUAGES)))
    words = st.lists(st.sampled_from("wir haben Mail gelesen und nichts kopiert été tiques".split()), max_size=5).map(" ".join)

    def change(sentence: str) -> str:
        kept = data.draw(st.sampled_from([_translated(sentence, {}), _translated(sentence, LANGUAGES[language])]))
        pieces = data.draw(st.permutations(kept.split(", ")))
        return f"{data.draw(words)} {', '.join(pieces)} {data.draw(words)}.".strip()

    # Words in any order may mean anything, and rules about wording judge what they mean.
    assert [one for one in _errors(_check(_fill(change), language)) if not one[0].startswith("WRD")] == []


DELETED = [
    (number, one) for number, sentence in enumerate(_SENTENCE.findall(STATEMENT)) for one in _ANY.findall(sentence) if one != "1"
]


@pytest.mark.parametrize(("number", "figure"), DELETED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lost_figure_is_found(language: str, number: int, figure: str) -> None:
    """Whichever number, date or time a translation loses, that is an error at its sentence."""
    seen = -1

    def change(sentence: str) -> str:
        nonlocal seen
        seen += 1
        whole = _translated(sentence, LANGUAGES[language])
        return whole.replace(LANGUAGES[language].get(figure, figure), "hm") if seen == number else whole

    found = _check(_fill(change), language)
    if language == "ar" and figure == "12":
        # Nobody tells us Arabic's numerals in words, so a small one may be there as a word.
        assert _errors(found) == []
        return
    assert [code for code, _ in _errors(found)] == ["TRA004"]
    assert figure.split(maxsplit=1)[0] in next(one.message for one in found if one.code == "TRA004")


LINES = [
    index
    for index, line in enumerate(STATEMENT.split("\n"))
    if line.strip() and line != "---" and not line.startswith("{") and "---\n" in "\n".join(STATEMENT.split("\n")[index:])
]


@pytest.mark.parametrize("index", LINES)
def test_a_lost_line_is_found(index: int) -> None:
    """Whichever line of the keys a translation loses, something says so in that file."""
    lines = _fill(lambda sentence: _translated(sentence, GERMAN)).split("\n")
    lost = lines.pop(index)
    found = _check("\n".join(lines))
    if "summary" in lost:
        assert {one.code for one in found} >= {"TRA009"}
    else:
        assert _errors(found), lost


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_any_edit(data: st.DataObject) -> None:
    """No change of a translation raises, and every finding is within its file."""
    text = _fill(lambda sentence: _translated(sentence, GERMAN))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        text = text[:start] + data.draw(st.text("0123 \n:-.,{}[]\"'#aé٣月May|>", max_size=8)) + text[end:]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in _check(text):
        assert 1 <= one.span.line <= one.span.end_line <= len(lines)
        assert one.span.column <= len(lines[one.span.line - 1]) + 1
        assert one.span.end_column <= len(lines[one.span.end_line - 1]) + 1


@settings(max_examples=examples(150), deadline=None)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from("0123456789.,:/ '’March£月٣٬"))),
    st.sampled_from(["en", "de", "ar", "ja", "xx", "zz-Zz"]),
)
def test_figures_of_anything(text: str, language: str) -> None:
    """Figures are found in any text of any language, inside it and in order, and agree with themselves."""
    found = numeric_expressions(text, language)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.readings & readings(text, language) for one in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1,212 tickets", "en"), ("1.212 Tickets", "de")),
        (("1,212 tickets", "en"), ("1\u202f212 tickets", "fr")),
        (("1.5 GB", "en"), ("1,5 GB", "de")),
        (("192.7 million people", "en"), ("192,7 Mio. Menschen", "de")),
        (("192.7 million people", "en"), ("192 700 000 personnes", "fr")),
        (("2 billion", "en"), ("2 mil millones", "es")),
        (("30,000 people", "en"), ("3万人", "ja")),
        (("2 March", "en"), ("3月2日", "ja")),
        (("14:20", "en"), ("14時20分", "ja")),
        (("2 March 2027", "en"), ("2.3.2027", "de")),
        (("2 March 2027", "en"), ("2027-03-02", "sv")),
        (("2 January", "en"), ("2. Jänner", "de-AT")),
        (("2 March", "en"), ("2. maaliskuuta", "fi")),
        (("by March 2027", "en"), ("до марта 2027", "ru")),
        (("14:00", "en"), ("14 Uhr", "de")),
        (("2 pm", "en"), ("14 h", "fr")),
        (("2:20 p.m.", "en"), ("14:20", "de")),
        (("12:00", "en"), ("à midi", "fr")),
        (("the 2nd of March", "en"), ("le 2 mars", "fr")),
        (("1 March", "en"), ("le 1er mars", "fr")),
        (("21 tickets", "en"), ("vingt et un tickets", "fr")),
        (("125 people", "en"), ("einhundertfünfundzwanzig Personen", "de")),
        (("18.400 Kunden am 3. Mai", "de"), ("18,400 customers on 3 May", "en")),
        (("٢ مارس", "ar"), ("2 March", "en")),
        (("1,240 tickets", "en"), ("1240 boletos", "pt-BR")),
        (("18 lakh", "en-IN"), ("18 lakh", "hi")),
        (("18 lakh people", "en"), ("1.8 million people", "en")),
        (("2 crore people", "en"), ("20,000,000 Menschen", "de")),
        (("3\u202flakh\u202fcrore", "en-IN"), ("3 trillion", "en")),
        (("TLS 1.2.3", "en"), ("TLS 1.2.3", "de")),
    ],
)
def test_the_same_figure(one: tuple[str, str], other: tuple[str, str]) -> None:
    """A figure is the same however a language writes it, in both directions."""
    there = readings(*other, in_words=True)
    assert all(figure.readings & there for figure in numeric_expressions(*one) if figure.counts)
    back = readings(*one, in_words=True)
    assert all(figure.readings & back for figure in numeric_expressions(*other) if figure.counts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1,212 tickets", "en"), ("1.221 Tickets", "de")),
        (("1,000 tickets", "en"), ("ein Ticket", "de")),
        (("3 million", "en"), ("3 Tausend", "de")),
        (("3 million", "en"), ("3 Personen", "de")),
        (("14:20", "en"), ("02:20", "de")),
        (("2:20 pm", "en"), ("2.20 Uhr", "de")),
        (("2 March", "en"), ("2. Mai", "de")),
        (("3 May", "en"), ("3 Mails", "de")),
        (("18,400 people", "en"), ("18.40 Uhr", "de")),
        (("12 tickets", "en"), ("elf Tickets", "de")),
        (("1.5 GB", "en"), ("15 GB", "de")),
    ],
)
def test_another_figure(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Digits that changed places, another unit of size, half of the day or month is another figure."""
    there = readings(*other, in_words=True)
    assert any(figure.counts and not figure.readings & there for figure in numeric_expressions(*one))


@pytest.mark.parametrize(
    "text",
    [
        "They may have read it, and we march on.",
        "See https://larkfield.example/2027/03 and write to desk24@larkfield.example.",
        "A second password was in one of them; call 0800 000 000, round the clock 24/7.",
        "Set up 2FA.",
        "[The letter](files/letter-12.pdf)",
    ],
)
def test_no_figure(text: str) -> None:
    """Verbs, addresses, telephone numbers and names with digits are nothing that a translation has to repeat."""
    assert [text[one.start : one.end] for one in numeric_expressions(text, "en") if one.counts] == []


def test_a_day_at_the_beginning_of_a_line() -> None:
    """A number that begins a line of the body is the mark of a list, unless a month follows it."""
    text = _fill(lambda sentence: _translated(sentence, GERMAN)).replace("Lorem ipsum, 12. März, dolor", "12. März, dolor")
    assert _check(text) == []
    assert [one.code for one in _check(text.replace("12. März", "12. Brief"))] == ["TRA004"]


def test_which_rules_read_translations() -> None:
    """Of the rules on one update, only those that read sentences (and waivers) check translations, so that nothing is reported twice."""
    reads = {rule.code for rule in ALL_RULES if rule.translations}
    assert {code for code in reads if not code.startswith("WRD")} == {"HON015", "CON098"}
    assert not reads & {"WRD025", "WRD028", "WRD035"}


def test_wording_is_judged_in_the_translations_language() -> None:
    """A sentence that misleads is found in the translation, by the phrases of its own language, and not a second time as English."""
    text = _fill(lambda sentence: _translated(sentence, GERMAN)).replace("dolor", "wir nehmen das sehr ernst", 1)
    assert [one.code for one in _check(text)] == ["WRD001"]
    english = _fill(lambda sentence: _translated(sentence, GERMAN)).replace("dolor", "we take it very seriously", 1)
    assert [one.code for one in _check(english)] == []


def test_the_originals_waivers_hold() -> None:
    """What the original waives is not reported in its translation, which may waive more for itself."""
    text = _fill(lambda sentence: _translated(sentence, GERMAN)).replace("dolor", "wir nehmen das sehr ernst", 1)
    waived = _fill(str).replace("window:", "waivers: {seriously: We quote them.}\nwindow:")
    assert _check(text, original=waived) == []
    assert _check(text.replace("window:", "waivers: {seriously: Ein Zitat.}\nwindow:")) == []
    refused = _check(text.replace("window:", "waivers: {dropped-unknown: x, seriously: Ein Zitat.}\nwindow:"))
    assert [one.code for one in refused] == ["HON015"]


@pytest.mark.parametrize("broken", ["status: confirmed", "status: maybe"])
def test_a_translation_of_a_draft_blocks_nothing(broken: str) -> None:
    """Whatever is wrong in the translation of a draft is shown, and stops no build."""
    draft = _fill(str).replace("window:", "draft: true\nwindow:")
    text = _fill(lambda sentence: _translated(sentence, GERMAN)).replace("window:", "draft: true\nwindow:")
    found = _check(text.replace("status: investigating", broken), original=draft)
    assert found
    assert not any(one.blocks for one in found)
    assert any(one.blocks for one in _check(text.replace("status: investigating", broken).replace("draft: true\n", "")))


def test_what_readers_see_is_what_is_published() -> None:
    """A translation of what is held back, or one that is a draft itself, is not in the site."""
    files = {
        "site_config.yml": CONFIG.replace("LANG", "de"),
        f"{FOLDER}incident.md": INCIDENT,
        ORIGINAL: _fill(str),
        f"{FOLDER}01-first-statement.de.md": _fill(str),
        f"{FOLDER}02-more.md": _fill(str).replace("2027-03-03T03:10Z", "2027-03-04T03:10Z"),
        f"{FOLDER}02-more.de.md": _fill(str),
    }
    checked = checking.check((RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()), NOW)
    folder = publishing.publish(checked, NOW).incidents[0].folder
    assert [document.number for document in folder.translations] == [1]
    assert folder.translated(1, "DE") is folder.translations[0]
    assert folder.translated(1, "fr") is folder.translated(2, "de") is None
    hidden = replace(checked.content.incidents[0].translations[0].update, draft=True)
    assert hidden.draft


def test_helps_name_the_originals_values() -> None:
    """The help of another value is the line to write, and of a missing name what it has to say."""
    text = _fill(lambda sentence: _translated(sentence, GERMAN))
    text = text.replace("2027-03-03T09:00Z", "2027-03-03T10:00Z")
    (other,) = _check(text)
    assert other.help.startswith("write `next_update: 2027-03-03T09:00Z`")
    lines = text.split("\n")
    at = other.span
    assert lines[at.line - 1][at.column - 1 : at.end_column - 1] == "2027-03-03T10:00Z"
    (lost,) = _check(re.sub(r"  whose: .*\n", "", text.replace("2027-03-03T10:00Z", "2027-03-03T09:00Z")))
    assert "`whose: Whose tickets they read between 14:20 and 19:05 UTC.`" in lost.help


@pytest.mark.parametrize(
    ("site", "language", "untranslated"), [("sr", "sr-Latn", True), ("pt-BR", "pt-PT", False), ("no", "nb", False)]
)
def test_sentences_in_another_script(site: str, language: str, *, untranslated: bool) -> None:
    """The same sentence is not translated if the languages differ in their script; regions and other tags of a language share sentences."""
    extra = {"site_config.yml": CONFIG.replace("languages: [LANG]", f"language: {site}, languages: [{language}]")}
    assert any(one.code == "TRA006" for one in _check(_fill(str), language, extra=extra)) is untranslated


def test_a_listed_language_of_another_script() -> None:
    """For a translation in an unlisted form of a language, the listed one is offered, even if the file does not name its script."""
    extra = {"site_config.yml": CONFIG.replace("LANG", "zh-Hant")}
    (found,) = (one for one in _check(_fill(str), "zh", extra=extra) if one.code == "TRA008" and "01-first" in one.span.path)
    assert "zh-Hant.md" in found.help
