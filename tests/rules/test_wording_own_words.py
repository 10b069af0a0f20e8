"""The wording rules on the product's own words: what its pages say in each language is honest, and no rule reports it."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po  # noqa: TID251  # reads the catalogues as they are written

from generator.cli.main import run
from generator.inspection.wording_frames import framed
from generator.prose.clauses import sentences

CATALOGUES = Path(__file__).parents[2] / "themes/locales"

#: What is reported and argued: a label of two or three words that stands beside a value and is no sentence; the title that a law prescribes;
#: labels in the form of an authority, and what a disclosure to markets, or a letter, says because its law asks for it; and what is shown only once each piece of
#: advice was withdrawn.
ARGUED = {
    "en": {
        "Stay alert for as long as you can: look through your account statements, and get your free credit reports at annualcreditreport.com.",
        "The New York Department of State, Division of Consumer Protection, tells you how to protect your identity: dos.ny.gov/consumer-protection, 1-800-697-1220.",
        "Minor impact",
        "Nature of the incident",
        "Unauthorised access",
        "Only some updates, or another language",
    },
    "de": {
        "Bleiben Sie so lange wie möglich wachsam: Sehen Sie Ihre Kontoauszüge durch und holen Sie Ihre kostenlosen Kreditauskünfte unter annualcreditreport.com ein.",
        "Sie können jede Auskunftei um einen Betrugshinweis (fraud alert) oder eine Sperre (security freeze) bitten; die Federal Trade Commission und die Auskunfteien informieren Sie über beides. Eine Sperre kostet nichts.",
        "Als dies geschrieben wurde, stand noch nicht fest:",
        "Geringe Auswirkungen",
        "Mitteilung über eine Datenschutzverletzung",
        "Nur bestimmte Mitteilungen oder eine andere Sprache",
        "Sie müssen nichts weiter tun.",
        "Unbefugter Zugriff",
        "Was noch nicht feststeht, teilen wir in einer Ergänzung mit, sobald es feststeht.",
        "Wird untersucht",
        "ein Einbruch bei einem unserer Dienstleister",
    },
    "fr": {
        "Restez sur vos gardes aussi longtemps que possible : vérifiez vos relevés de compte et demandez vos rapports de crédit gratuits sur annualcreditreport.com.",
        "Vous pouvez demander à chaque agence d’évaluation du crédit de geler votre dossier de crédit (security freeze), en ligne, par téléphone ou par courrier. Elle vous demandera vos nom et prénoms, votre numéro de sécurité sociale, votre date de naissance, vos adresses des deux à cinq dernières années et une copie d’une pièce d’identité et d’une facture. La mise en place, la suspension et la levée du gel sont gratuites.",
        "Accès non autorisé",
        "Accès non autorisé supposé",
        "Comment les personnes concernées sont informées",
        "Nous vous écrivons au sujet d’un incident qui touche des informations personnelles vous concernant.",
        "Quand il y aura du nouveau",
        "Seulement certains points d’information, ou une autre langue",
        "Vous n’avez plus rien à faire.",
        "accès non autorisé",
        "accès non autorisé possible",
        "Étendue de l’incident",
        "une intrusion chez l’un de nos prestataires",
    },
    "es": {
        "Manténgase alerta todo el tiempo que pueda: revise sus estados de cuenta y pida sus informes de crédito gratuitos en annualcreditreport.com.",
        "Acceso no autorizado",
        "Le escribimos por un incidente que afecta a información personal suya.",
        "Solo algunos comunicados u otro idioma",
        "Ya no tiene que hacer nada más.",
        "acceso no autorizado",
        "posible acceso no autorizado",
        "una intrusión en uno de nuestros proveedores",
    },
}

_NUMBER = re.compile(r"%\((?:number|count|days|hours|people|n|left|total|low|high|minutes|of|years|weeks|position|page)\)s")
_DAY = re.compile(r"%\(\w*(?:date|day|time|when|until|by|since)\w*\)s")
_NAME = re.compile(r"%\(\w+\)[sd]")


def _messages(language: str) -> Iterator[str]:
    """Yield every message with values in place of its names; the English ones are those that a catalogue translates."""
    with (CATALOGUES / ("de" if language == "en" else language) / "LC_MESSAGES/aboveboard.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        told = message.id if language == "en" else message.string
        for text in (told,) if isinstance(told, str) else told or ():
            filled = _NAME.sub("Larkfield", _DAY.sub("5 March 2027", _NUMBER.sub("12", text))).replace("%%", "%")
            said = " ".join(html.unescape(re.sub(r"<[^>]+>", "", filled)).split())
            if said:
                yield said


@pytest.mark.no_cover
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_pages_own_words_pass(language: str) -> None:
    """No message of a page is reported but those that are argued, and all of these still are."""
    reported: dict[str, set[str]] = {}
    number = 0
    for text in _messages(language):
        number += 1
        for start, end in sentences(text, language):
            for words in framed(text[start:end], language):
                reported.setdefault(text, set()).add(words.code)
    assert number > 800
    assert {text: codes for text, codes in reported.items() if text not in ARGUED[language]} == {}
    assert set(reported) == ARGUED[language]


def _wording(root: Path, capsys: pytest.CaptureFixture[str], now: str) -> list[tuple[str, str]]:
    capsys.readouterr()
    run(["validate", "--root", str(root), "--now", now, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [(one["code"], f"{one['path']}:{one['line']} {one['message']}") for one in found if one["code"].startswith("WRD")]


@pytest.mark.no_cover
def test_the_sites_own_updates_pass(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The updates of the invented incidents, in three languages, say what happened without a word that misleads."""
    assert _wording(root, capsys, "2026-11-23T12:00Z") == []


def test_a_new_site_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `init` writes, its example and its templates, holds no word that misleads, but those that the writer is to fill in."""
    assert run(["init", str(tmp_path / "site"), "--yes"]) == 0
    assert _wording(tmp_path / "site", capsys, "2027-03-04T12:00Z") == []
    for template in sorted((tmp_path / "site/content/templates").glob("*.md")):
        for line in template.read_text(encoding="utf-8").splitlines():
            told = line.partition(": ")[2] if not line.startswith(("because:", "  consequences:")) else ""
            codes = {words.code for start, end in sentences(told, "en") for words in framed(told[start:end], "en")}
            # A step has a day of its own; that a letter goes to everyone is a step.
            assert codes <= {"WRD038"}, f"{template.name}: {line}"
