"""The product's own sentences, in every language: one word for one thing, no turn that a newspaper would not print, and agreement that cannot fail.

The words and the turns are those of docs/glossary.md, so that those who write and translate messages and this test read the same list.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po  # noqa: TID251  # reads the catalogues as they are written

from generator.render.markup import Html
from tests.render.sentences import LANGUAGES, ROOT, said
from tests.render.sentences import language as said_in

_GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
_NAMES = {"English": "en", "Deutsch": "de", "Français": "fr", "Español": "es", "العربية": "ar"}
_TRANSLATED = LANGUAGES[1:]

#: What an author names or writes, which a program cannot inflect.
_NOUN = r"%\((?:whom|name|unit|what|system|systems|source|whose|title|titles|language|hours|kind|subject)\)s"
#: Before it stands no word that wants another form of it, or melts into its article: `von die Schule`, `de le lycée`, `a el colegio`.
_GOVERNS = {
    "de": r"\b(?:von|vom|bei|beim|mit|zu|zum|zur|aus|nach|dem|den|der|die|das|ein|eine|einem|einer)\s",
    "fr": r"(?:\b(?:de|du|des|à|au|aux|le|la|les|un|une|que)\s|\b(?:[dl]|qu)’)",
    "es": r"\b(?:de|del|a|al|el|la|los|las|un|una)\s",
    "ar": r"(?:(?<!\w)(?:من|إلى|على|لدى|مع|عن|جانب)\s|(?<!\w)[بلك]ـ?\s?)",
}


def _rows(heading: str) -> list[list[str]]:
    part = _GLOSSARY.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _things() -> dict[str, dict[str, tuple[str, ...]]]:
    """What each thing is called in each language, by its English name."""
    header, *rows = _rows("One word for one thing")
    return {row[1]: {_NAMES[name]: _several(cell) for name, cell in zip(header[1:], row[1:], strict=True)} for row in rows}


def _turns() -> list[tuple[str, str]]:
    """The turns that are not used, each with its language."""
    _, *rows = _rows("Turns that are not used")
    return [(_NAMES[name], turn) for name, turns, _ in rows for turn in _several(turns)]


def _several(cell: str) -> tuple[str, ...]:
    return tuple(_plain(one) for one in re.split(r"[,،]\s*", cell))


def _plain(text: str) -> str:
    return re.sub(r"<[^>]+>|%\(\w+\)s", "", text).replace("'", "’").replace("\N{NO-BREAK SPACE}", " ").casefold()


@cache
def _catalogue(language: str) -> tuple[tuple[str, str], ...]:
    """Each message, form by form, beside what a language says for it."""
    path = ROOT / "themes/locales" / ("aboveboard.pot" if language == "en" else f"{language}/LC_MESSAGES/aboveboard.po")
    found: list[tuple[str, str]] = []
    with path.open("rb") as file:
        for entry in read_po(file):
            if not entry.id:
                continue
            told = entry.id if language == "en" else entry.string
            one = entry.id if isinstance(entry.id, str) else entry.id[0]
            found += [(one, form) for form in (told if isinstance(told, (tuple, list)) else (told,)) if form]
    return tuple(found)


@pytest.mark.parametrize("language", _TRANSLATED)
@pytest.mark.parametrize("thing", _things())
def test_one_word_for_one_thing(thing: str, language: str) -> None:
    """Wherever the English has a thing's word, a translation has the word that the glossary gives for it."""
    words = _things()[thing]
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, words['en']))})s?\b")
    spoken = [(message, form) for message, form in _catalogue(language) if named.search(_plain(message))]
    assert spoken, thing
    assert [(message, form) for message, form in spoken if not any(word in _plain(form) for word in words[language])] == []


@pytest.mark.parametrize(("language", "turn"), _turns())
def test_turns_that_are_not_used(language: str, turn: str) -> None:
    """What the glossary says is not used is in no message, and in no translation."""
    found = re.compile(rf"(?<!\w){re.escape(turn)}(?!\w)" if turn[-1].isalpha() else rf"(?<!\w){re.escape(turn)}")
    assert [form for _, form in _catalogue(language) if found.search(_plain(form))] == []


@pytest.mark.parametrize("language", _TRANSLATED)
def test_nothing_has_to_agree_with_what_authors_write(language: str) -> None:
    """A noun that is put in follows a colon, a bracket, a quotation mark or a number, and no word whose case or article it would have to take."""
    governed = re.compile(_GOVERNS[language] + _NOUN)
    assert [form for _, form in _catalogue(language) if governed.search(re.sub(r"<[^>]+>", "", form))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language: str) -> None:
    """With every number, day and noun that can stand in it: nothing is left open, said twice, or spaced wrongly."""
    odd = re.compile(r"%\(|%s|  | [,.]|\.\.(?!\.)|[(«„“]\s*[)»“”]|\b(?!nous |vous )([a-z]{3,}) \1\b")
    found = [(message, text) for message, text in _spoken(language) if odd.search(text)]
    assert found == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_sentence_begins_with_a_day(language: str) -> None:
    """Where days are written small, no day comes after a full stop: `dépassé. vendredi 27 novembre`."""
    begun = re.compile(r"[.?!]\s+%\((?:when|day|due|first|last|start|end|done|told)\)s")
    assert [form for _, form in _catalogue(language) if begun.search(re.sub(r"<[^>]+>", "", form))] == []


def test_arabic_says_on_a_day() -> None:
    """Something happens `on the day` (يوم), not `in Monday` (في الاثنين)."""
    inside = re.compile(r"(?<!\w)في %\((?:when|day|told|done|asked|answered)\)s")
    assert [form for _, form in _catalogue("ar") if inside.search(re.sub(r"<[^>]+>", "", form))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_author_s_full_stop_is_not_doubled(language: str) -> None:
    """A sentence of an author that stands before a full stop of ours keeps none of its own, in text and in HTML."""
    speech = said_in(language)
    assert speech.gettext("Source: %(source)s.", source="Our log.").endswith("Our log.")
    assert speech.html("Source: %(source)s.", source=Html("<bdi>Our log.</bdi>")).endswith("<bdi>Our log</bdi>.")
    assert speech.gettext("Source: %(source)s.", source="And so on...").endswith("on....")


def _spoken(language: str) -> Iterator[tuple[str, str]]:
    for message, text in said(language):
        if "%s" not in message:
            yield message, re.sub(r"<[^>]+>", "", text)
