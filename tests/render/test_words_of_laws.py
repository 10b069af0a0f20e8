"""What laws want in a letter is said in the reader's language, whatever the profile, and what is written from left to right keeps its order there."""

import re

import pytest

from generator.content.known_profiles import shipped
from generator.model.notice_profile import LetterText, Output
from generator.render.language import language_for
from generator.render.letters import _with_addresses_apart
from generator.render.words_of_laws import LETTERS_SAY, said_in
from tests.render.sites import theme

TEXTS = [(key, text) for key, profile in shipped().items() for text in profile.letter_says.values()]
OTHERS = ("ar", "de", "es", "fr")


def test_the_catalogues_have_what_profiles_say() -> None:
    """Each sentence of a shipped profile is a message, and no message is of a profile that is gone."""
    assert {text.say for _, text in TEXTS if text.say} == set(LETTERS_SAY)


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize(
    "text", [text for _, text in TEXTS if text.say], ids=[f"{key}-{text.name}" for key, text in TEXTS if text.say]
)
def test_each_is_translated_with_its_addresses(text: LetterText, tag: str) -> None:
    """A translation is another sentence with the same telephone numbers, websites and post boxes."""
    said = said_in(text, language_for(tag, theme()))
    assert said not in {"", text.say}
    addresses = re.findall(r"\d[\d-]{6,}\d|[\w.]+\.(?:com|gov|ca|uk)(?:/[\w-]+)?|P\.O\. Box \d+|[A-Z]{2} \d{5}", text.say)
    assert [one for one in addresses if one not in said] == []


def test_a_translation_of_your_own() -> None:
    """A profile of a site's own says its sentence in the languages that it gives, and in no other."""
    text = LetterText(name="leave", say="You may leave.", translations={"de": "Sie können gehen."})
    assert said_in(text, language_for("de-AT", theme())) == "Sie können gehen."
    assert said_in(text, language_for("en", theme())) == "You may leave."
    assert said_in(text, language_for("fr", theme())) == ""


def test_numbers_keep_their_order_in_arabic() -> None:
    """A telephone number behind an Arabic word stands apart, and what is between two addresses does not."""
    html = _with_addresses_apart("اتصل (Equifax): equifax.com, 1-800-685-1111؛ أو <اكتب>.")
    assert html == ('اتصل (<bdi dir="ltr">Equifax</bdi>): <bdi dir="ltr">equifax.com, 1-800-685-1111</bdi>؛ أو &lt;اكتب&gt;.')


def test_what_is_read_elsewhere_says_where_and_when() -> None:
    """A telephone number or a post box in a letter has its source and the month in which it was read."""
    without = [
        (key, text.name)
        for key, text in TEXTS
        if re.search(r"\d{3}-\d{4}|\d{3} \d{4}|Box \d", text.say) and not (text.source and text.text_checked)
    ]
    assert without == []


def test_every_letter_profile_is_tried() -> None:
    """There are letters to try: the words belong to profiles that have one."""
    assert {key for key, _ in TEXTS} <= {key for key, profile in shipped().items() if Output.LETTER in profile.outputs}
    assert len(TEXTS) > 10
