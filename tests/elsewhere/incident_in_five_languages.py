"""An invented incident of three updates in five languages, for texts that speak of it elsewhere."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from generator.adapters.outside_files import read_outside
from generator.model.channel import Channel
from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.rules.runner import judge_outside

CONFIG = """organisation: {name: Harrow Clinics}
site: {url: https://status.harrow.example/, language: en, languages: [de, fr, es, ar]}
contact: {phone: "+44 20 7946 0190", hours: every day, who: the incident team}
"""

INCIDENT = """---
title: Someone copied letters from our archive
aware: 2027-02-08T07:30Z
names: {letters: letters to patients, bank-details: bank details, passwords: passwords}
---
"""

_FIRST = """---
title: {title}
published: 2027-02-08T10:00Z
status: confirmed
known:
  entry: {entry}
  portal: {portal}
unknown: {{copied: {copied}}}
next_steps: {{log: {{do: {log}, by: 2027-02-12}}}}
actions: {{wait: {{do: {wait}, urgency: today}}}}
affected: {{patients: {{unit: {patients}, at_most: 900}}}}
data: {{letters: accessed, bank-details: unknown, passwords: not_affected}}
window: {{from: 2027-02-05, to: 2027-02-07}}
next_update: 2027-02-10T12:00Z
---
"""

_SECOND = """---
title: {title}
published: 2027-02-10T11:00Z
status: contained
contained_by: shut
corrections:
  entry: {why_entry}
known:
  entry: {entry}
  shut: {shut}
unknown: {{copied: {copied}}}
next_steps: {{log: {{do: {log}, by: 2027-02-12}}}}
withdrawn: {{wait: {why_wait}}}
actions: {{bank: {{do: {bank}, urgency: today}}}}
affected: {{patients: {{unit: {patients}, exact: 640}}}}
data: {{letters: taken, bank-details: accessed, passwords: not_affected}}
ended: {{portal: {{since: 2027-02-10T09:00Z, what: {portal_ended}}}}}
next_update: 2027-02-15T12:00Z
---
"""

_WORDS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "en": (
        {
            "title": "Someone opened letters to patients",
            "entry": "They came in through the computer of one supplier.",
            "portal": "You cannot book an appointment on our website.",
            "copied": "Whether they copied the X-ray pictures.",
            "log": "We read the log of the archive.",
            "wait": "Do not ring your bank yet.",
            "patients": "patients",
        },
        {
            "title": "They copied letters to 640 patients",
            "why_entry": "The log of 5 February shows that they came in with a stolen password of ours.",
            "entry": "They came in with a stolen password of our own staff.",
            "shut": "We shut that account on 8 February and tried the password again, and it was refused.",
            "copied": "Whether they copied the X-ray pictures.",
            "log": "We read the log of the archive.",
            "why_wait": "We know now that bank details were in the letters.",
            "bank": "Ring your bank and tell them that your account number was in a letter.",
            "patients": "patients",
            "portal_ended": "You can book an appointment on our website again.",
        },
    ),
    "de": (
        {
            "title": "Jemand hat Briefe an Patienten geöffnet",
            "entry": "Sie kamen über den Rechner eines Lieferanten herein.",
            "portal": "Sie können auf unserer Website keinen Termin buchen.",
            "copied": "Ob sie die Röntgenbilder kopiert haben.",
            "log": "Wir lesen das Protokoll des Archivs.",
            "wait": "Rufen Sie Ihre Bank noch nicht an.",
            "patients": "Patienten",
        },
        {
            "title": "Sie haben Briefe an 640 Patienten kopiert",
            "why_entry": "Das Protokoll vom 5. Februar zeigt, dass sie mit einem gestohlenen Passwort von uns hereinkamen.",
            "entry": "Sie kamen mit einem gestohlenen Passwort unserer eigenen Leute herein.",
            "shut": "Wir haben das Konto am 8. Februar gesperrt und das Passwort noch einmal versucht, und es wurde abgewiesen.",
            "copied": "Ob sie die Röntgenbilder kopiert haben.",
            "log": "Wir lesen das Protokoll des Archivs.",
            "why_wait": "Wir wissen jetzt, dass Bankdaten in den Briefen standen.",
            "bank": "Rufen Sie Ihre Bank an und sagen Sie, dass Ihre Kontonummer in einem Brief stand.",
            "patients": "Patienten",
            "portal_ended": "Sie können auf unserer Website wieder einen Termin buchen.",
        },
    ),
    "fr": (
        {
            "title": "Quelqu'un a ouvert des lettres adressées à des patients",
            "entry": "Ils sont entrés par l'ordinateur d'un fournisseur.",
            "portal": "Vous ne pouvez pas prendre rendez-vous sur notre site.",
            "copied": "S'ils ont copié les radiographies.",
            "log": "Nous lisons le journal des archives.",
            "wait": "N'appelez pas encore votre banque.",
            "patients": "patients",
        },
        {
            "title": "Ils ont copié des lettres adressées à 640 patients",
            "why_entry": "Le journal du 5 février montre qu'ils sont entrés avec un mot de passe volé chez nous.",
            "entry": "Ils sont entrés avec un mot de passe volé à notre propre personnel.",
            "shut": "Nous avons fermé ce compte le 8 février et essayé de nouveau le mot de passe, qui a été refusé.",
            "copied": "S'ils ont copié les radiographies.",
            "log": "Nous lisons le journal des archives.",
            "why_wait": "Nous savons maintenant que des coordonnées bancaires étaient dans les lettres.",
            "bank": "Appelez votre banque et dites que votre numéro de compte était dans une lettre.",
            "patients": "patients",
            "portal_ended": "Vous pouvez de nouveau prendre rendez-vous sur notre site.",
        },
    ),
    "es": (
        {
            "title": "Alguien abrió cartas a pacientes",
            "entry": "Entraron por el ordenador de un proveedor.",
            "portal": "No puede pedir cita en nuestra web.",
            "copied": "Si copiaron las radiografías.",
            "log": "Leemos el registro del archivo.",
            "wait": "No llame todavía a su banco.",
            "patients": "pacientes",
        },
        {
            "title": "Copiaron cartas a 640 pacientes",
            "why_entry": "El registro del 5 de febrero muestra que entraron con una contraseña robada nuestra.",
            "entry": "Entraron con una contraseña robada a nuestro propio personal.",
            "shut": "Cerramos esa cuenta el 8 de febrero y probamos la contraseña de nuevo, y fue rechazada.",
            "copied": "Si copiaron las radiografías.",
            "log": "Leemos el registro del archivo.",
            "why_wait": "Ahora sabemos que había datos bancarios en las cartas.",
            "bank": "Llame a su banco y diga que su número de cuenta estaba en una carta.",
            "patients": "pacientes",
            "portal_ended": "Puede volver a pedir cita en nuestra web.",
        },
    ),
    "ar": (
        {
            "title": "فتح شخص رسائل إلى المرضى",
            "entry": "دخلوا عبر حاسوب أحد الموردين.",
            "portal": "لا يمكنكم حجز موعد على موقعنا.",
            "copied": "هل نسخوا صور الأشعة.",
            "log": "نقرأ سجل الأرشيف.",
            "wait": "لا تتصلوا ببنككم بعد.",
            "patients": "مريض",
        },
        {
            "title": "نسخوا رسائل إلى 640 مريضا",
            "why_entry": "يظهر سجل 5 فبراير أنهم دخلوا بكلمة مرور مسروقة منا.",
            "entry": "دخلوا بكلمة مرور مسروقة من موظفينا.",
            "shut": "أغلقنا هذا الحساب في 8 فبراير وجربنا كلمة المرور مرة أخرى فرفضت.",
            "copied": "هل نسخوا صور الأشعة.",
            "log": "نقرأ سجل الأرشيف.",
            "why_wait": "نعلم الآن أن بيانات مصرفية كانت في الرسائل.",
            "bank": "اتصلوا ببنككم وقولوا إن رقم حسابكم كان في رسالة.",
            "patients": "مريض",
            "portal_ended": "يمكنكم حجز موعد على موقعنا من جديد.",
        },
    ),
}

_NAMES = {
    "de": (
        "Jemand hat Briefe aus unserem Archiv kopiert",
        "{letters: Briefe an Patienten, bank-details: Bankdaten, passwords: Passwörter}",
    ),
    "fr": (
        "Quelqu'un a copié des lettres de nos archives",
        "{letters: lettres aux patients, bank-details: coordonnées bancaires, passwords: mots de passe}",
    ),
    "es": (
        "Alguien copió cartas de nuestro archivo",
        "{letters: cartas a pacientes, bank-details: datos bancarios, passwords: contraseñas}",
    ),
    "ar": ("نسخ شخص رسائل من أرشيفنا", "{letters: رسائل إلى المرضى, bank-details: البيانات المصرفية, passwords: كلمات المرور}"),
}


def _quoted(words: Mapping[str, str]) -> dict[str, str]:
    return {name: '"' + said.replace('"', '\\"') + '"' for name, said in words.items()}


def files() -> dict[str, str]:
    """The files of the site, by path."""
    folder = "content/incidents/archive"
    found = {"site_config.yml": CONFIG, f"{folder}/incident.md": INCIDENT}
    for language, (first, second) in _WORDS.items():
        ending = "" if language == "en" else f".{language}"
        found[f"{folder}/01-first{ending}.md"] = _FIRST.format(**_quoted(first))
        found[f"{folder}/02-copied{ending}.md"] = _SECOND.format(**_quoted(second))
    for language, (title, names) in _NAMES.items():
        found[f"{folder}/incident.{language}.md"] = f"---\ntitle: {title}\nnames: {names}\n---\n"
    return found


@cache
def checked() -> checking.Checked:
    """The site, as it is after its last update."""
    read = [RawFile(path, text.encode(), len(text.encode())) for path, text in files().items()]
    return checking.check(read, datetime(2027, 2, 11, 9, tzinfo=UTC))


def findings(text: str, when: datetime, language: str = "", channel: Channel | None = None) -> list[tuple[Diagnostic, str]]:
    """What is wrong with a text at a time, each with the words that it points at (of a finding on several lines, those of the first)."""
    pages = read_outside("text.txt", text.encode())
    rows = pages[0].shown.split("\n")
    site = checked()
    return [
        (
            one,
            rows[one.span.line - 1][
                one.span.column - 1 : one.span.end_column - 1 if one.span.end_line == one.span.line else None
            ],
        )
        for one in judge_outside(pages, site.ledgers["archive"], when, site.analysis, language=language, channel=channel)
    ]
