"""The words with which search finds an incident, in each language, and what is found first."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generator.model.update import Status
from generator.render import search_index
from generator.render.search_index import improved
from generator.render.site import Site
from tests.render.sites import incident, own, site_of, update

BEGAN = datetime(2027, 3, 3, 4, tzinfo=UTC)


def _entry(location: str, text: str = "", title: str = "A title") -> dict[str, Any]:
    return {"location": location, "title": title, "text": text}


def _improved(site: Site, *entries: dict[str, Any]) -> dict[str, dict[str, Any]]:
    data = json.dumps({"config": {"lang": ["en"], "fields": {}}, "docs": entries}).encode()
    return {entry["location"]: entry for entry in json.loads(improved(site, data))["docs"]}


@pytest.mark.parametrize(
    ("tag", "text", "typed"),
    [
        ("en", "Your e-mail address was seen.", ["email", "e-mail", "hacked", "am I affected"]),
        ("en", "Passwords were read.", ["passcode", "login"]),
        ("de", "Ihre E-Mail-Adresse wurde gelesen.", ["Email", "gehackt", "bin ich betroffen"]),
        ("de", "Kennwörter waren sichtbar, auch das Passwort.", ["Zugangsdaten", "Kennwort"]),
        ("fr", "Le mot de passe a été lu.", ["mdp", "piraté", "pirate", "suis-je concerné"]),
        ("es", "Se leyó la contraseña.", ["clave", "contrasena", "hackeado"]),
        ("ar", "قُرئت كلمة المرور.", ["باسورد", "اختراق", "هل أنا متضرر"]),
    ],
)
def test_what_people_type(tag: str, text: str, typed: list[str]) -> None:
    """An incident's page has every word for what stands on it, and those that people type about any incident, also without accents."""
    words = search_index._words(tag)
    assert words is not None
    said = words.of(text)
    for word in typed:
        assert f" {word} " in f" {said} ", (word, said)


def test_words_for_what_is_not_there_find_nothing() -> None:
    """A page that says nothing of passwords is not found by them."""
    words = search_index._words("en")
    assert words is not None
    assert "password" not in words.of("The door stood open.")
    assert search_index._words("ja") is None


def test_every_language_of_the_product_has_words() -> None:
    """Each language that the product speaks has its words, none twice in a group, and never a word with a mark at its end."""
    for tag in ("en", "de", "fr", "es", "ar"):
        words = search_index._words(tag)
        assert words is not None
        for group in (words.always, *words.same):
            assert len(group) == len(set(group)) > 1, (tag, group)
            assert all(word and word.strip(" .,;:") == word for word in group), (tag, group)


def test_the_open_incident_comes_first() -> None:
    """Open incidents, then the home page, then those that are closed; in the original before a translation. Sections count as their page does."""
    site = site_of(
        [
            incident(update(1, BEGAN), slug="now"),
            incident(update(1, BEGAN, status=Status.RESOLVED), slug="before"),
        ],
        BEGAN.replace(year=2028),
    )
    found = _improved(
        site,
        *(_entry(one) for one in ("", "corrections/", "incidents/now/", "incidents/now/#h-known", "incidents/before/")),
    )
    boost = {location: entry.get("boost", 1) for location, entry in found.items()}
    assert (
        boost["incidents/now/"]
        == boost["incidents/now/#h-known"]
        > boost[""]
        > boost["incidents/before/"]
        > boost["corrections/"]
    )


def test_an_entry_of_a_page() -> None:
    """Only the entry of an incident's whole page has the words; the home page is called as the site is; a snippet does not repeat the title."""
    found = _improved(
        own(),
        _entry("", title="Home"),
        _entry("incidents/support-tickets/", "A title Stopped.", "A title"),
        _entry("incidents/support-tickets/#h-known", "They read e-mail addresses."),
        _entry("incidents/meter-portal/review/"),
        _entry("about/"),
    )
    assert found[""]["title"] == "Larkfield Energy: security incidents"
    assert "email" in found["incidents/support-tickets/"]["words"]
    assert found["incidents/support-tickets/"]["text"] == "Stopped."
    assert [location for location, entry in found.items() if "words" in entry] == ["incidents/support-tickets/"]


def test_what_is_left_out_need_not_be_there() -> None:
    """The index is the same if the pages that it leaves out are not in what the builder made, nor more of the others than their beginnings."""
    count = search_index.FULL + search_index.BRIEF + 20
    site = site_of(
        [
            incident(update(1, BEGAN + timedelta(hours=number), status=Status.RESOLVED), slug=f"one-{number}")
            for number in range(count)
        ],
        BEGAN.replace(year=2028),
    )
    said = "<p>A sentence.</p> " + "more of it " * 40
    addresses = [
        page
        for number in range(count)
        for page in (f"incidents/one-{number}/", f"incidents/one-{number}/review/", f"incidents/one-{number}/for/staff/")
    ]
    entries = [_entry(place, said) for page in (*addresses, "", "record/") for place in (page, f"{page}#h-known")]
    found_by = search_index.found_by(site)
    needed = []
    for one in entries:
        page, _, part = one["location"].partition("#")
        most = found_by(page)
        if most is None:
            needed.append(one)
        elif most and not part:
            needed.append({**one, "text": f"{said[: most + 100]} cut off"})
    assert len(needed) < len(entries) / 3
    assert _improved(site, *needed) == _improved(site, *entries)
