"""Help that quotes the ledger is never false: a fact of it is offered only where a sentence is about the same thing."""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.content.assembly import assemble
from generator.inspection.analysis import Analysis
from generator.inspection.wording_frames import framed
from generator.ledger.fold import fold
from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.prose.clauses import sentences
from generator.rules.runner import judge

NOW = datetime(2027, 3, 3, 4, tzinfo=UTC)

#: By language: the unit, what readers call the kinds of data, and the open question.
INCIDENT: Mapping[str, tuple[str, str, str]] = {
    "en": ("customers", "{}", "Whether they copied the tickets."),
    "de": (
        "Kunden",
        "{customers: Kunden, invoices: Rechnungen, phone-numbers: Telefonnummern, passwords: Passwörter}",
        "Ob sie die Tickets kopiert haben.",
    ),
    "fr": (
        "clients",
        "{customers: clients, invoices: factures, phone-numbers: numéros de téléphone, passwords: mots de passe}",
        "S'ils ont copié les tickets.",
    ),
    "es": (
        "clientes",
        "{customers: clientes, invoices: facturas, phone-numbers: números de teléfono, passwords: contraseñas}",
        "Si copiaron los tickets.",
    ),
}

#: By kind of fact: the codes of the rules that offer it, and how its offer is known.
OFFERS: Mapping[str, tuple[frozenset[str], str]] = {
    "count": (frozenset({"WRD006", "WRD007", "WRD017"}), r"1[.,\u202f\xa0 ]?212"),
    "data": (frozenset({"WRD004", "WRD005"}), r"`(?:tickets|invoices): \w+`"),
    "looked": (frozenset({"WRD003"}), r"`copied`"),
}

_TEXTS: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "help_facts.toml").read_text(encoding="utf-8")
)


@cache
def helped(language: str) -> Mapping[str, tuple[Diagnostic, ...]]:
    """What the wording rules say of each sentence of a language, as a paragraph of its own."""
    unit, names, question = INCIDENT[language]
    texts = [text for those in _TEXTS[language].values() for text in those]
    head = (
        "---\ntitle: Someone read tickets\npublished: 2027-03-03T03:10Z\nstatus: investigating\nknown: {entry: We know one thing.}\n"
        f'unknown: {{copied: {{text: "{question}", looked: The log of 2 March 2027., about: data.tickets}}}}\nnext_steps: {{log: We go on.}}\n'
        f"actions: There is nothing yet.\naffected: {{customers: {{unit: {unit}, exact: 1212, of: 18400}}}}\n"
        "data: {tickets: accessed, invoices: taken, phone-numbers: unknown, passwords: not_affected}\nnext_update: 2027-03-04T09:00Z\n---\n"
    )
    files = {
        "site_config.yml": f"organisation: {{name: L}}\nsite: {{url: https://s.example/, language: {language}}}\ncontact: {{phone: '1', hours: x, who: x}}\n",
        "content/incidents/x/incident.md": f"---\ntitle: Something\naware: 2027-03-03T03:00Z\nnames: {names}\n---\n",
        "content/incidents/x/01-a.md": head + "".join(f"\n{text}\n" for text in texts),
    }
    content = assemble(RawFile(path, data.encode(), len(data.encode())) for path, data in files.items())
    ledgers = {folder.slug: fold(folder, ZoneInfo("UTC")) for folder in content.incidents if folder.understood}
    assert ledgers
    found: dict[str, list[Diagnostic]] = {text: [] for text in texts}
    first = head.count("\n") + 2
    for one in judge(Analysis(content=content, ledgers=ledgers, now=NOW)):
        if one.code.startswith("WRD") and one.span.path.endswith("01-a.md") and one.span.line >= first:
            found[texts[(one.span.line - first) // 2]].append(one)
    return {text: tuple(those) for text, those in found.items()}


@pytest.mark.parametrize("kind", OFFERS)
def test_there_are_enough(kind: str) -> None:
    """Each kind of fact is tried on at least 60 sentences that are about other things, and most of them get help."""
    codes, _ = OFFERS[kind]
    texts = [(language, text) for language in INCIDENT for text in _TEXTS[language][kind]]
    assert len(texts) >= 60
    asked = [text for language, text in texts if any(one.code in codes for one in helped(language)[text])]
    assert len(asked) >= 0.8 * len(texts), sorted({text for _, text in texts} - set(asked))


@pytest.mark.parametrize("language", INCIDENT)
@pytest.mark.parametrize("kind", OFFERS)
def test_a_fact_is_offered_where_a_sentence_is_about_it(language: str, kind: str) -> None:
    """A sentence about what the ledger counts, says or asks is offered just that."""
    codes, offer = OFFERS[kind]
    for text in _TEXTS[language][f"own_{kind}"]:
        found = [one for one in helped(language)[text] if one.code in codes]
        assert found, text
        assert any(re.search(offer, one.help) for one in found), (text, [one.help for one in found])


@pytest.mark.parametrize("language", INCIDENT)
@pytest.mark.parametrize("kind", OFFERS)
def test_no_fact_is_offered_for_another_thing(language: str, kind: str) -> None:
    """A sentence about another unit, population, kind of data, act or question is offered no fact of the ledger."""
    offers = "|".join(offer for _, offer in OFFERS.values())
    told = {text: [one.help for one in helped(language)[text] if re.search(offers, one.help)] for text in _TEXTS[language][kind]}
    assert {text: helps for text, helps in told.items() if helps} == {}


@pytest.mark.parametrize("language", INCIDENT)
def test_what_is_offered_is_accepted(language: str) -> None:
    """What a help offers to write is reported by no rule about words: not its quoted words, and not the help as a whole."""
    for text, found in helped(language).items():
        for one in found:
            for offered in re.findall(r"“([^”]+)”|„([^“]+)“|«\s?([^»]+?)\s?»", one.help):
                told = next(part for part in offered if part)
                if "…" in told:
                    continue
                spans = sentences(told, language) or ((0, len(told)),)
                codes = {words.code for start, end in spans for words in framed(told[start:end], language)}
                assert codes == set(), (text, one.code, told, codes)
