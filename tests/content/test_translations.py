"""Translations of every kind of file are found, paired with their originals, and read in their language."""

from datetime import UTC, datetime

import pytest

from generator.content.assembly import assemble
from generator.model.document import Content, IncidentFolder, PageDocument
from generator.model.source import RawFile

FOLDER = "content/incidents/support-tickets/"
FILES = {
    "site_config.yml": "organisation: {name: L}\nsite: {url: https://s.example/, languages: [de, pt-BR]}\n",
    f"{FOLDER}incident.md": (
        "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\nsystems: [Desk]\nremedy: A new card.\n"
        "questions:\n  bank: {ask: My bank account?, unknown: copied, since: 2027-03-04}\n  post: {ask: My address?, answer: Yes.}\n---\nBackground.\n"
    ),
    f"{FOLDER}incident.de.md": (
        "---\ntitle: Jemand hat Tickets gelesen\nquestions:\n  bank: Mein Konto?\n  post: {ask: Meine Adresse?, answer: Ja.}\n---\nHintergrund.\n"
    ),
    f"{FOLDER}01-a.md": "---\ntitle: One\npublished: 2027-03-03T03:10Z\nstatus: confirmed\n---\n",
    f"{FOLDER}01-a.pt-BR.md": "---\ntitle: Um\npublished: 2027-03-03T03:10Z\nstatus: confirmed\n---\n",
    f"{FOLDER}01-a.de.md": "---\ntitle: Eins\n---\n",
    f"{FOLDER}review.md": "---\ntitle: Review\npublished: 2027-04-03T03:10Z\ncause: A password.\n---\n",
    f"{FOLDER}review.de.md": "---\ntitle: Bericht\npublished: 2027-04-03T03:10Z\ncause: Ein Passwort.\n---\n",
    "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
    "content/pages/about.de.md": "---\ntitle: Wir\n---\nWir.\n",
}


def _content(**changed: str) -> Content:
    files = FILES | {(f"{FOLDER}{name}" if "/" not in name else name): text for name, text in changed.items()}
    return assemble(RawFile(path, text.encode(), len(text.encode())) for path, text in files.items())


def _folder(**changed: str) -> IncidentFolder:
    return _content(**changed).incidents[0]


def test_the_incident_in_another_language() -> None:
    """A translated update has its own sentences; times, states and everything untranslated come from the original."""
    incident = _folder().translated_incident("DE")
    assert incident is not None
    assert (incident.title, incident.body, incident.remedy) == ("Jemand hat Tickets gelesen", "Hintergrund.", "A new card.")
    assert (incident.aware, incident.systems) == (datetime(2027, 3, 3, 2, 40, tzinfo=UTC), ("Desk",))
    assert (incident.questions["bank"].ask, incident.questions["bank"].unknown) == ("Mein Konto?", "copied")
    assert (incident.questions["post"].ask, incident.questions["post"].answer) == ("Meine Adresse?", "Ja.")
    assert _folder().translated_incident("fr") is None


def test_updates_reviews_and_pages() -> None:
    """A translation that was understood is found by its language, however the tag is written."""
    folder = _folder()
    update = folder.translated(1, "pt-br")
    assert update is not None
    assert update.update.title == "Um"
    assert folder.translated(1, "de") is None, "it has no time"
    review = folder.translated_review("de")
    assert review is not None
    assert review.review is not None
    assert (review.review.cause, review.language) == ("Ein Passwort.", "de")
    (page,) = (pair.document for pair in _content().pairs)
    assert isinstance(page, PageDocument)
    assert (page.title, page.body) == ("Wir", "Wir.")
    assert [page.slug for page in _content().pages] == ["about"]


def test_pairs() -> None:
    """Only a translation that was understood is paired with its original."""
    assert [pair.document.source.path.rpartition("/")[2] for pair in _folder().pairs] == [
        "01-a.pt-BR.md",
        "incident.de.md",
        "review.de.md",
    ]
    assert [pair.language for pair in _content().pairs] == ["de"]
    broken = {"01-a.md": "x", "incident.md": "x", "review.md": "x"}
    assert list(_folder(**broken).pairs) == []
    assert list(_folder(**{"incident.de.md": "x", "review.de.md": "x"}).pairs) == list(_folder().pairs)[:1]
    assert list(_content(**{"content/pages/about.de.md": "---\ntitle:\n---\n"}).pairs) == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("review.de-AT.md", None),
        ("incident.de-DE.md", None),
        ("02-b.de.md", "misnamed-file"),
        ("incident.DE.md", "misnamed-file"),
        ("01-a.pt-br.md", "clashing-names"),
    ],
)
def test_names(name: str, rule: str | None) -> None:
    """A translation is named like its original, once for each language."""
    problems = _folder(**{name: FILES[f"{FOLDER}review.md"]}).problems
    assert [problem.rule for problem in problems] == ([rule] if rule else [])


def test_what_is_copied_is_said_to_be_copied() -> None:
    """Where a date or a name is missing in a translation, the help points to the original and does not invent a date."""
    folder = _folder(**{"01-a.de.md": "---\ntitle: Eins\nknown:\n  - Etwas ist geschehen.\n---\n"})
    helps = {problem.rule: problem.help for problem in folder.translations[0].problems}
    assert set(helps) == {"missing-key", "unnamed-fact"}
    assert all("original" in text for text in helps.values())


def test_a_time_in_a_translation_of_the_incident() -> None:
    """incident.de.md takes its times from incident.md, so that they cannot differ."""
    document = _folder(**{"incident.de.md": "---\ntitle: T\naware: 2027-03-03T02:40Z\n---\n"}).incident_translations[0]
    assert [problem.rule for problem in document.problems] == ["unknown-key"]
    assert document.parsed is None
