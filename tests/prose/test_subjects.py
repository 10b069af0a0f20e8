"""What a text is about."""

import pytest

from generator.prose.subjects import mentions, subjects


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "bank-accounts", "No bank account was in it."),
        ("en", "Support desk", "They reached the support-desk."),
        ("en", "inquiry", "Inquiries were read."),
        ("en", "child", "The children's names were read."),
        ("en", "tax boxes", "The tax box was empty."),
        ("en", "people", "One person rang."),
        ("en", "password", "PASSWORDS WERE COPIED"),
        ("de", "Konto", "Ihre Konten sind sicher."),
        ("de", "Passwort", "Die Passwörter wurden kopiert."),
        ("de", "Patientin", "Die Akten der Patientinnen."),
        ("fr", "compte-bancaire", "Les comptes bancaires sont intacts."),
        ("fr", "archive", "Ils ont lu l’archive."),
        ("fr", "journal", "Les journaux ont été lus."),
        ("es", "contraseña", "Las contraseñas se copiaron."),
        ("es", "luz", "Las luces se apagaron."),
        ("es", "habitación", "Las habitaciones."),
        ("ar", "حساب", "لم تُنسخ الحسابات."),
        ("ar", "المرضى", "أسماء مرضى المستشفى"),
        ("pl", "lista", "Lista została skopiowana."),
    ],
)
def test_named(language: str, name: str, text: str) -> None:
    """In whichever number, with hyphens or spaces, in capitals or small letters."""
    assert subjects(text, {"it": [name]}, language) == {"it"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bank-accounts", "Your bank wrote to account holders."),
        ("pass", "Passwords were copied."),
        ("card", "The cardboard was wet."),
        ("news", "New lists were read."),
        ("mail account", "They read the mail. Account holders rang."),
        ("bus", "Two buns were eaten."),
    ],
)
def test_not_named(name: str, text: str) -> None:
    """A part of a name, or a word that only begins alike, is no mention."""
    assert subjects(text, {"it": [name]}, "en") == frozenset()


def test_words_of_ones_own() -> None:
    """A subject may have several names; each mention has its place."""
    names = {"data.note": ["note", "ward notes"], "affected.nurses": ["nurses", "ward staff"]}
    text = "The ward notes of ward staff were read."
    found = mentions(text, names, "en")
    assert [(mention.subject, text[mention.start : mention.end]) for mention in found] == [
        ("data.note", "ward notes"),
        ("data.note", "notes"),
        ("affected.nurses", "ward staff"),
    ]


def test_no_name() -> None:
    """A name without a letter names nothing."""
    assert subjects("— …", {"it": ["—", ""]}, "en") == frozenset()
