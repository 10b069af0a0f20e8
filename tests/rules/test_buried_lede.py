"""The worst that an update tells stands in its title, or in the first sentence of its summary, of its first fact or of a correction."""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.content.assembly import assemble
from generator.inspection.analysis import Analysis
from generator.inspection.wording_frames import says
from generator.ledger.fold import fold
from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.prose.lexicon import lexicon
from generator.rules.runner import judge
from generator.rules.wording.buried_lede import _clauses

NOW = datetime(2027, 3, 5, 4, tzinfo=UTC)
SITUATIONS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "buried_lede.toml").read_text(encoding="utf-8"))[
    "situation"
]
_NAMES: Mapping[str, str] = {
    "en": "{letters: letters}",
    "de": "{letters: Briefe, patients: Patienten}",
    "fr": "{letters: lettres}",
    "es": "{letters: cartas, patients: pacientes}",
}


_UNITS = {"en": "patients", "de": "Patienten", "fr": "patients", "es": "pacientes"}


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _found(one: Mapping[str, Any]) -> list[Diagnostic]:
    """What the rule says of the second update."""
    language = one["language"]
    known = one.get("facts") or "{" + ", ".join(f"f{n}: {_quoted(text)}" for n, text in enumerate(one["known"])) + "}"
    first = (
        "---\ntitle: Someone read our archive\npublished: 2027-03-03T03:10Z\nstatus: investigating\nknown: {entry: Someone read our archive.}\n"
        f"unknown: {{other: How they came in.}}\nnext_steps: {{log: We go on.}}\nactions: There is nothing yet.\n"
        f"affected: {{patients: {{unit: {_UNITS[language]}, at_least: 90}}}}\ndata: {one.get('first_data', '{letters: possible}')}\nnext_update: 2027-03-04T09:00Z\n---\n"
    )
    second = f"---\ntitle: {_quoted(one['title'])}\npublished: 2027-03-04T03:10Z\nstatus: {one.get('status', 'confirmed')}\n"
    second += "".join(f"{key}: {one[key]}\n" for key in ("data", "affected") if key in one)
    second += f"summary: {_quoted(one['summary'])}\n" if "summary" in one else ""
    second += f"corrections: {{{one.get('corrected', 'entry')}: {_quoted(one['corrections'])}}}\n" if "corrections" in one else ""
    second += f"known: {known}\nunknown: {{other: How they came in.}}\nnext_steps: {{log: We go on.}}\nactions: There is nothing yet.\nnext_update: 2027-03-06T09:00Z\n---\n"
    audiences = "audiences: {staff: Staff, visitors: Visitors}\n" if one.get("audiences") else ""
    files = {
        "site_config.yml": f"organisation: {{name: L}}\nsite: {{url: https://s.example/, language: {language}}}\n{audiences}contact: {{phone: '1', hours: x, who: x}}\n",
        "content/incidents/x/incident.md": f"---\ntitle: Something\naware: 2027-03-03T03:00Z\nnames: {one.get('names', _NAMES[language])}\n"
        f"categories: {one.get('categories', '{}')}\n---\n",
        "content/incidents/x/01-a.md": first,
        "content/incidents/x/02-b.md": second,
    }
    content = assemble(RawFile(path, data.encode(), len(data.encode())) for path, data in files.items())
    ledgers = {folder.slug: fold(folder, ZoneInfo("UTC")) for folder in content.incidents if folder.understood}
    assert ledgers["x"].transitions[1:], [one.message for one in content.problems]
    found = judge(Analysis(content=content, ledgers=ledgers, now=NOW))
    return [one for one in found if one.code == "WRD025" and one.span.path.endswith("02-b.md")]


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: f"{one['language']}-{one['what']}")
def test_what_an_update_begins_with(one: Mapping[str, Any]) -> None:
    """Harm to people, data that was reached and many more people stand in front, for each audience, whatever else the update says."""
    assert bool(_found(one)) is one["buried"]


def test_the_worst_comes_first() -> None:
    """Of several bad things that are buried, the gravest is reported, once, in the language of the update."""
    worst = {
        "language": "de",
        "what": "",
        "title": "Unsere Rechner laufen wieder",
        "known": ["Alle Rechner laufen.", "Eine Patientin ist gestorben.", "Sie haben Briefe kopiert."],
        "data": "{letters: taken}",
        "affected": "{patients: {unit: Patienten, exact: 900}}",
    }
    (only,) = _found(worst)
    assert only.message.startswith("Titel, Zusammenfassung und erste Tatsache beginnen nicht mit dem, was Menschen geschehen ist")
    (data,) = _found(worst | {"known": ["Alle Rechner laufen.", "Sie haben Briefe kopiert."]})
    assert data.message.endswith("was mit letters geschehen ist")
    (count,) = _found(worst | {"title": "Jemand hat Briefe kopiert", "known": ["Alle Rechner laufen."]})
    assert count.help == "beginnen Sie mit der neuen Zahl: 900 Patienten"


def test_harm_to_people_is_said_by_words_that_are_no_names() -> None:
    """A text says that people were harmed wherever one of its clauses does: none of these words is passed over within a text as a name."""
    for language in ("de", "en", "es", "fr"):
        verbs = lexicon(language).verbs
        source = files("generator.inspection").joinpath("frames", f"{language}.toml")
        harmed = set(re.findall(r"\w+", tomllib.loads(source.read_text(encoding="utf-8"))["people_harmed"]))
        assert harmed
        assert verbs is not None
        assert harmed.isdisjoint(verbs.names)


def test_a_clause_says_nothing_that_its_text_does_not() -> None:
    """A text is parted into clauses only if all of it has a word of harm, so no clause may have one that the text has not."""
    texts = {
        (text, one["language"]) for one in SITUATIONS for text in (one["title"], one.get("summary", ""), *one.get("known", ()))
    }
    texts |= {(f"In May, two people died in {month}, and one was hurt.", "en") for month in ("March", "May")}
    found = dict.fromkeys(("people_harmed", "plain_verb"), 0)
    for text, language in sorted(one for one in texts if one[0]):
        for _, part in _clauses(text, language):
            for name in found:
                if says(part, language, name):
                    assert says(text, language, name), (text, name)
                    found[name] += 1
    assert min(found.values()) > 10
