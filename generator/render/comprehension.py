"""Five questions for people outside the team, and what the ledger answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.artifact import Theme
from generator.model.comprehension import QUESTIONS
from generator.render.pages import message_of
from generator.render.plain_text import plain_text
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True)
class ComprehensionSheet:
    """A sheet for whoever asks.

    Attributes:
        text: the whole of it, as plain text.
        answers: what the ledger answers, by question, as plain text.
    """

    text: str
    answers: Mapping[str, str]


def sheet(view: IncidentView, texts: TranslatedTexts, theme: Theme) -> ComprehensionSheet:
    """Return the sheet about an incident after one of its updates."""
    answers = {
        question: plain_text(message_of(view, theme, texts, "ask_readers.html", only=question)).strip() for question in QUESTIONS
    }
    return ComprehensionSheet(plain_text(message_of(view, theme, texts, "ask_readers.html", only="")), answers)
