"""How many misleading sentences the wording rules find, and how many honest words pass, on sentences written before the rules."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.content.assembly import assemble
from generator.inspection.analysis import Analysis
from generator.ledger.fold import fold
from generator.model.source import RawFile
from generator.rules.runner import judge

pytestmark = pytest.mark.no_cover

NOW = datetime(2027, 3, 4, 18, tzinfo=UTC)
LANGUAGES = ("en", "de", "fr", "es")
#: In the order in which they were written. What the rules said of each before they were tuned to it: the fifth and sixth 73 % found in English and
#: 81 to 85 % in the others; the seventh, of deliberately loose speech, 45 % and 29 to 39 %; the eighth, of statements, 95 % and 96 to 98 %; the ninth and the tenth, half of
#: each loose speech, 47 and 49 %, and 24 to 46 % in the others; the eleventh and the
#: twelfth, of statements again, 88 and 85 % in English, 81 to 88 and 70 to 75 % in the others; the thirteenth, of English ones, 90 %;
#: the fourteenth, of loose English, 50 %; the fifteenth, of stock phrases, 78 %, and the sixteenth, of unusual words for the usual things, 70 %; the
#: seventeenth, of every kind, 90 %, the eighteenth 78 %, and the nineteenth, in the tone of law firms, 88 %; the twentieth, of the usual words, 100 % and
#: 92 to 97 %, the twenty-first, of press offices, 81 % and 71 to 82 %, the twenty-second, of unusual words and turns, 66 % and 71 to 78 %, the
#: twenty-third, of newspapers, 83 % and 73 to 93 %, and the twenty-fourth, of letters in the usual words, 95 % and 93 to 98 %.
#: Those without English, German, French and Spanish in turn: the first 84, 91 and 96 %, the second, of unusual turns, 67, 60 and 65 %, the third 92, 81 and 75 %,
#: the fourth 76, 80 and 76 %, the fifth 75, 85 and 75 %, the sixth, of less usual words again, 74, 61 and 55 %,
#: the seventh 86, 65 and 78 %.
SETS = (
    "wording_set.toml",
    "wording_set_second.toml",
    "wording_set_third.toml",
    "wording_set_fourth.toml",
    "wording_set_fifth.toml",
    "wording_set_sixth.toml",
    "wording_set_seventh.toml",
    "wording_set_eighth.toml",
    "wording_set_ninth.toml",
    "wording_set_tenth.toml",
    "wording_set_eleventh.toml",
    "wording_set_twelfth.toml",
    "wording_set_thirteenth.toml",
    "wording_set_fourteenth.toml",
    "wording_set_fifteenth.toml",
    "wording_set_sixteenth.toml",
    "wording_set_seventeenth.toml",
    "wording_set_eighteenth.toml",
    "wording_set_nineteenth.toml",
    "wording_set_twentieth.toml",
    "wording_set_twenty_first.toml",
    "wording_set_twenty_second.toml",
    "wording_set_twenty_third.toml",
    "wording_set_twenty_fourth.toml",
    "wording_set_without_english_first.toml",
    "wording_set_without_english_second.toml",
    "wording_set_without_english_third.toml",
    "wording_set_without_english_fourth.toml",
    "wording_set_without_english_fifth.toml",
    "wording_set_without_english_sixth.toml",
    "wording_set_without_english_seventh.toml",
)

#: What is about the length of a sentence or about the whole update, and not about the words of one sentence.
ABOUT_MORE = {"WRD025", "WRD026", "WRD028", "WRD035"}

#: The rules that say what is wrong with a sentence of a kind.
FAMILY = {
    "abundance-of-caution": {"WRD002"},
    "blame-customer": {"WRD013"},
    "boilerplate-priority": {"WRD001", "WRD022"},
    "burying": {"WRD016", "WRD021", "WRD031"},
    "comfort": {"WRD003", "WRD009", "WRD010", "WRD037"},
    "deletion": {"WRD019"},
    "encryption-comfort": {"WRD020"},
    "euphemism": {"WRD016"},
    "evasive": {"WRD040"},
    "everyone-suffers": {"WRD011", "WRD031"},
    "gift": {"WRD041"},
    "hollow-apology": {"WRD023"},
    "legalese": {"WRD030"},
    "may-have": {"WRD004", "WRD005"},
    "minimising": {"WRD006", "WRD007"},
    "narrow-denial": {"WRD015"},
    "no-action": {"WRD018"},
    "no-evidence": {"WRD003"},
    "over": {"WRD009", "WRD010"},
    "passive": {"WRD012"},
    "self-praise": {"WRD008", "WRD021", "WRD031"},
    "silence-means-safe": {"WRD017"},
    "sophisticated": {"WRD011"},
    "third-party": {"WRD014"},
    "undated-promise": {"WRD008", "WRD024", "WRD038"},
    "vague-advice": {"WRD039"},
    "vague-count": {"WRD006", "WRD007"},
    "vague-time": {"WRD008"},
}

_FIRST = """---
title: Someone got into our booking system
published: 2027-03-03T03:10Z
status: investigating
known: {entry: Someone used a stolen password to open our booking system on 2 March 2027.}
unknown: {whose: Whose bookings they read.}
next_steps: {log: We are reading the access log.}
actions: We do not know of a step that would help you yet.
next_update: 2027-03-04T09:00Z
---
"""
_SECOND = """---
title: They read the bookings of 310 guests
published: 2027-03-04T08:50Z
status: confirmed
known: {whose: They read bookings of 310 of our 9000 guests on 2 March 2027.}
unknown: {copied: {text: Whether they copied them., by: 2027-03-08}}
next_steps: {letters: {do: We will write to each of the 310 guests., by: 2027-03-06}}
affected: {guests: {unit: people, exact: 310, of: 9000}}
data: {bookings: accessed, cards: unknown}
actions: {password: {do: Change your password., why: They could read it., urgency: today}}
next_update: 2027-03-06T12:00Z
---
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of the set, with the codes of the wording rules that report it. An honest one has no kind."""

    kind: str
    text: str
    codes: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether a rule that is about its kind reports it."""
        return not self.codes.isdisjoint(FAMILY[self.kind])


#: How many sentences stand in one update, on every second line: a file of more than 5,000 lines is not read.
_TOGETHER = 1000


def found(sentences: list[str], language: str) -> list[frozenset[str]]:
    """Return, for each sentence as a paragraph of its own, the codes of the wording rules that report it."""
    some = [sentences[at : at + _TOGETHER] for at in range(0, len(sentences), _TOGETHER)]
    return [codes for part in some for codes in _found_together(part, language)]


def _found_together(sentences: list[str], language: str) -> list[frozenset[str]]:
    lines = _SECOND.count("\n")
    text = _SECOND + "".join(f"\n{one}\n" for one in sentences)
    files = {
        "site_config.yml": f"organisation: {{name: L}}\nsite: {{url: https://s.example/, language: {language}}}\ncontact: {{phone: '1', hours: x, who: x}}\n",
        "content/incidents/x/incident.md": "---\ntitle: Something\naware: 2027-03-03T03:00Z\n---\n",
        "content/incidents/x/01-a.md": _FIRST,
        "content/incidents/x/02-b.md": text,
    }
    content = assemble(RawFile(path, data.encode(), len(data.encode())) for path, data in files.items())
    ledgers = {folder.slug: fold(folder, ZoneInfo("UTC")) for folder in content.incidents if folder.understood}
    assert ledgers
    by_line: dict[int, set[str]] = {}
    # The order of findings and how many are shown of a file is the reports' business: all of them count here.
    for one in judge(Analysis(content=content, ledgers=ledgers, now=NOW)):
        if one.code.startswith("WRD") and one.code not in ABOUT_MORE and one.span.path.endswith("02-b.md"):
            by_line.setdefault(one.span.line, set()).add(one.code)
    return [frozenset(by_line.get(lines + 2 + 2 * number, ())) for number in range(len(sentences))]


@cache
def judged(language: str) -> tuple[list[Judged], list[Judged]]:
    """Return the misleading and the honest sentences of a language, judged."""
    sets = [tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8")) for name in SETS]
    bad = [
        Judged(kind, text, frozenset())
        for one in sets
        for kind, texts in one["misleading"].get(language, {}).items()
        for text in texts
    ]
    good = [Judged("", text, frozenset()) for one in sets for text in one["honest"].get(language, ())]
    codes = found([one.text for one in (*bad, *good)], language)
    told = [replace(one, codes=these) for one, these in zip((*bad, *good), codes, strict=True)]
    return told[: len(bad)], told[len(bad) :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_misleading_sentences_are_found(language: str) -> None:
    """At least nine of ten misleading English sentences are found, and three of four in each other language."""
    bad, _ = judged(language)
    missed = [f"[{one.kind}] {one.text}" for one in bad if not one.codes]
    assert len(bad) - len(missed) >= (0.9 if language == "en" else 0.75) * len(bad), "\n".join(missed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_for_the_kind_finds_them(language: str) -> None:
    """At least eight of ten are reported by a rule that is about their kind."""
    bad, _ = judged(language)
    other = [f"[{one.kind}] {sorted(one.codes)} {one.text}" for one in bad if not one.right]
    assert len(bad) - len(other) >= 0.8 * len(bad), "\n".join(other)


#: Honest sentences that a rule reports all the same, each with what it is right to ask.
ARGUED = {
    # At which shops?
    "Whoever has your passport number cannot travel with it, but can open accounts at some shops.": {"WRD007"},
    "Con su número de pasaporte nadie puede viajar, pero sí abrir una cuenta en algunas tiendas.": {"WRD007"},
    # By whom?
    "Des numéros de passeport ont été copiés chez Aileron, le prestataire que nous avons choisi en 2021.": {"WRD012"},
    # Which lists, and how many?
    "Auf dem Rechner lagen bestimmte Listen, die dort nicht hätten liegen dürfen.": {"WRD007"},
    # In which month?
    "Wir hätten den zweiten Faktor im Herbst einschalten sollen; beschlossen war er seit August.": {"WRD008"},
    # By whom? A copy can also be lost by us.
    "La copie de votre carte d'identité a été volée ; signalez-le à la mairie.": {"WRD012"},
    # Who chose the partner?
    "Le partenaire Alcyon a été piraté le 4 mai et nous l'avons su le 9.": {"WRD014"},
    # What is held back?
    "Notre avocate nous conseille de ne rien dire ici des dommages ; sa lettre figure plus bas.": {"WRD040"},
    # Who should have switched it on, the teachers or we?
    "La double authentification n'était pas activée pour les enseignants.": {"WRD013"},
}


def test_honest_words_pass() -> None:
    """No honest sentence is reported, but for a few where the rule's question is fair; even with these, at most one of a thousand words is."""
    good = [one for language in LANGUAGES for one in judged(language)[1]]
    words = sum(len(one.text.split()) for one in good)
    alarms = [f"{sorted(one.codes)} {one.text}" for one in good if one.codes]
    assert words >= 3000
    assert {one.text: set(one.codes) for one in good if one.codes} == ARGUED, "\n".join(alarms)
    assert sum(len(one.codes) for one in good) <= words / 1000, "\n".join(alarms)


def test_the_set_is_large_enough() -> None:
    """The set has every kind of misleading sentence, and enough of them in each language."""
    assert {one.kind for one in judged("en")[0]} == set(FAMILY)
    assert all(len(judged(language)[0]) >= (100 if language == "en" else 25) for language in LANGUAGES)
    texts = [one.text for language in LANGUAGES for group in judged(language) for one in group]
    assert len(texts) == len(set(texts))


def _without_accents(text: str) -> str:
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    spelt = text.translate(umlauts) if "ß" in text or set("äöüÄÖÜ") & set(text) else text
    return "".join(letter for letter in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(letter))


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_a_keyboard_without_accents_changes_little(language: str) -> None:
    """Written without accents, or with "ae" for "ä", nine of ten are still found, and hardly an honest word more."""
    bad, good = judged(language)
    codes = found([_without_accents(one.text) for one in (*bad, *good)], language)
    missed = [one.text for one, these in zip(bad, codes[: len(bad)], strict=True) if not these]
    assert len(missed) <= 0.1 * len(bad), "\n".join(missed)
    assert sum(len(these) for these in codes[len(bad) :]) <= sum(len(one.codes) for one in good) + 1


@pytest.mark.parametrize(
    ("language", "pair"),
    [
        ("en", "No letter from us? Then you are fine."),
        ("de", "Keinen Brief bekommen? Dann sind Sie nicht betroffen."),
        ("fr", "Pas de lettre de notre part ? Vous n'êtes pas concerné."),
        ("es", "¿No ha recibido carta? Entonces no está afectado."),
    ],
)
def test_a_question_is_read_with_its_answer(language: str, pair: str) -> None:
    """Silence is called safety by a question and its answer together, which neither of them says alone."""
    question, answer = (part.strip() for part in re.split(r"(?<=\?)", pair))
    both, alone, other = found([pair, question, answer], language)
    assert "WRD017" in both
    assert "WRD017" not in alone | other


@pytest.mark.parametrize(
    ("language", "bare", "said"),
    [
        ("en", "Nobody has told us of a false charge.", "We asked all 412 people, and 37 have answered."),
        ("de", "Eine falsche Abbuchung hat uns niemand gemeldet.", "Wir haben alle 412 gefragt, 37 haben geantwortet."),
        ("fr", "Personne ne nous a signalé de faux débit.", "Nous avons interrogé les 412 personnes, et 37 ont répondu."),
        ("es", "Nadie nos ha avisado de un cargo falso.", "Preguntamos a las 412 personas y han respondido 37."),
    ],
)
def test_the_next_sentence_may_say_who_was_asked(language: str, bare: str, said: str) -> None:
    """That nothing was found is a comfort by itself, and none where the next sentence says whom we asked, with a number."""
    alone, beside = found([bare, f"{bare} {said}"], language)
    assert "WRD003" in alone
    assert "WRD003" not in beside


@pytest.mark.parametrize(
    ("language", "bare", "doubt"),
    [
        ("en", "The man has wiped his disk.", "We cannot check that."),
        ("de", "Der Mann hat seine Platte gelöscht.", "Das können wir nicht prüfen."),
        ("fr", "L'homme a effacé son disque.", "Nous ne pouvons pas le vérifier."),
        ("es", "El hombre ha borrado su disco.", "No podemos comprobarlo."),
    ],
)
def test_an_assurance_may_be_doubted_in_the_next_sentence(language: str, bare: str, doubt: str) -> None:
    """Who passes on that data was deleted may say in the next sentence that it cannot be checked."""
    alone, beside = found([bare, f"{bare} {doubt}"], language)
    assert "WRD019" in alone
    assert "WRD019" not in beside


@pytest.mark.parametrize(
    ("language", "said", "comfort"),
    [
        ("en", "They had her password, and nothing in our sign-in stopped whoever had it.", "Nothing stopped our deliveries."),
        ("en", "Nobody at our help desk blocked the intruder.", "Our operations were not affected."),
        ("de", "Nichts in unserem Betrieb hielt die Angreifer auf.", "Unser Betrieb war zu keiner Zeit beeinträchtigt."),
        ("fr", "Rien dans nos services n'a arrêté les intrus.", "Notre activité n'a jamais été affectée."),
        ("es", "Nada en nuestros servicios detuvo a los intrusos.", "Nuestros servicios no se han detenido en ningún momento."),
    ],
)
def test_what_did_not_stop_the_criminals_is_no_comfort(language: str, said: str, comfort: str) -> None:
    """That nothing stopped the intruders is bad news, in words that also praise a business which nothing stopped."""
    honest, misleading = found([said, comfort], language)
    assert "WRD015" not in honest
    assert "WRD015" in misleading
