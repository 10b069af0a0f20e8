"""The product's own sentences, on every kind of page and in every message: no more than eight years of school are needed to read them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from generator.inspection.readability import measure, words
from generator.ledger.records import PromiseKind
from generator.render import emails, exports, letters, pages
from generator.render.language import Language, language_for
from tests.render.sites import NOW, own, theme

#: The most years of school (Flesch-Kincaid), and for other languages the most of Björnsson's LIX, which needs no list of syllables: below 40
#: a text is easy or of middling difficulty. Arabic writes its short words and its vowels into others or not at all.
GRADE = 8.0
LIX = {"de": 40.0, "fr": 40.0, "es": 40.0, "ar": 25.0}
#: The most words of one sentence of the product's own.
LONGEST = 30
#: An average says little of fewer words.
LEAST = 20
_PLACE = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"<[^>]+>")
_END = re.compile(r"(?<=[.!?؟])\s+")


@cache
def _said() -> Mapping[str, frozenset[str]]:
    """The messages with which each template was filled, by its name; plurals by both forms."""
    site = own(NOW)
    used: dict[str, set[str]] = defaultdict(set)
    current = ["other"]
    patch = pytest.MonkeyPatch()

    def noting(name: str, number: int) -> None:
        real = getattr(Language, name)

        def noted(self: Language, *messages: Any, **values: Any) -> Any:
            used[current[-1]].update(str(one) for one in messages[:number])
            return real(self, *messages, **values)

        patch.setattr(Language, name, noted)

    fill = pages._Pages.fill

    def filling(self: Any, template: str, *rest: Any, **values: Any) -> str:
        current.append(template)
        try:
            return fill(self, template, *rest, **values)
        finally:
            current.pop()

    try:
        for name, number in (("gettext", 1), ("html", 1), ("ngettext", 2), ("html_several", 2)):
            noting(name, number)
        patch.setattr(pages._Pages, "fill", filling)
        list(pages.write(site, theme()))
        for incident in site.incidents:
            view, texts = exports.view_of(site, incident, None, "", theme())
            letters.letter(view, texts, theme())
            pages.message_of(
                view, theme(), texts, "easy_letter.html", written_on=None, **letters._to(view, letters.Wanted(easy_read=True))
            )
            exports.script(view, texts, theme())
            exports.email_html(view, texts, theme())
            emails.of_update(view, texts, theme())
            for promise in [one for one in incident.promises if one.kind in {PromiseKind.UPDATE, PromiseKind.REVIEW}]:
                emails.of_overdue(view, promise, texts, theme())
            if incident.folder.review:
                emails.of_review(site, incident, texts, view.language, theme())
            pages.feed_statement(view, theme(), texts)
    finally:
        patch.undo()
    return {template: frozenset(texts) for template, texts in used.items()}


def _sentences(messages: frozenset[str], language: Language) -> Iterator[str]:
    """Yield the whole sentences of messages in a language; a word stands for each value that is put in."""
    for message in sorted(messages):
        text = _TAG.sub("", _PLACE.sub("it", language.gettext(message))).replace("%%", "%")
        for sentence in _END.split(text):
            if len(sentence.split()) > 3 and sentence.rstrip("”»“’)").endswith((".", "!", "?", "؟", ":")):
                yield sentence


def _lix(sentences: list[str]) -> float:
    told = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+", sentence)]
    return len(told) / len(sentences) + 100 * sum(len(word) > 6 for word in told) / len(told)


def _templates() -> list[str]:
    return sorted(_said())


def test_every_template_is_read() -> None:
    """Every kind of page, letter, script, mail and feed item is among those that are measured."""
    listed = {path.rpartition("/")[2] for path in theme().files if path.startswith("pages/")}
    assert listed - {
        "free.html",
        "missing.html",
        "moved.html",
        "ask_readers.html",
        "feed_change.html",
        "feed_own_change.html",
        "feed_review.html",
        "feed_service.html",
        # They are written to authorities, to markets and to the media; what a press release has of advice and of what happened is measured as a letter.
        "notification.html",
        "press_release.html",
        "disclosure.html",
        # It has the words of feed items.
        "statement_parts.html",
    } <= set(_said())


def test_english() -> None:
    """In English no kind of page needs more than eight years of school."""
    language = language_for("en", theme())
    found: dict[str, float] = {}
    for template in _templates():
        sentences = list(_sentences(_said()[template], language))
        assert [one for one in sentences if words(one) > LONGEST] == []
        measured = measure(sentences)
        if measured.words >= LEAST:
            found[template] = round(measured.grade, 1)
    assert len(found) > 12
    assert {name: grade for name, grade in found.items() if grade > GRADE} == {}


@pytest.mark.parametrize("tag", sorted(LIX))
def test_other_languages(tag: str) -> None:
    """In other languages no kind of page is harder by the measure that fits each."""
    language = language_for(tag, theme())
    found = {}
    for template in _templates():
        sentences = list(_sentences(_said()[template], language))
        if sum(len(one.split()) for one in sentences) >= LEAST:
            found[template] = round(_lix(sentences), 1)
    assert {name: lix for name, lix in found.items() if lix > LIX[tag]} == {}
