"""The wording rules on sentences at large: honest ones never fire, quoted ones from real notices always do, other languages are data."""

import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.assembly import assemble
from generator.inspection.analysis import Analysis
from generator.inspection.wording_frames import framed, has_frames
from generator.inspection.wording_language import why_and_help
from generator.ledger.fold import fold
from generator.model.comprehension import QUESTIONS
from generator.model.diagnostic import Diagnostic
from generator.model.source import RawFile
from generator.rules.catalogue import ALL_RULES
from generator.rules.runner import judge
from tests.each import each
from tests.least_time import least_seconds
from tests.thorough import examples

pytestmark = pytest.mark.no_cover

NOW = datetime(2027, 3, 3, 4, tzinfo=UTC)

HONEST = [
    "On 3 March at 14:20 UTC someone used a stolen staff password to read 1,240 support tickets.",
    "We do not yet know how many tickets they copied. We expect to know by 6 March.",
    "Change your password today. This stops anyone who copied the old one.",
    "Our logs for 1 to 4 March are missing, so we cannot tell what was read on those days.",
    "Next update: 5 March 2025, 09:00 UTC, even if nothing has changed.",
    "We were wrong on 3 March when we said phone numbers were not taken. They were.",
    "Between 90 and 140 customers are affected; we are still counting.",
    "Call us on 0800 000 000, every day from 8 to 20.",
    "The attacker copied names and email addresses of all 18,400 customers.",
    "We left the server open. That is our fault and we are sorry.",
    "Passwords were stored with bcrypt; the keys to the files were on another server.",
    "We shut the account at 06:55 UTC on 10 November.",
    "Someone opened 41 tickets; 12 of them held a password.",
    "The police asked us to wait until 4 March, and we did.",
    "We were slow: the first letter went out two days after we knew.",
    "Nobody has used your meter; we checked each one on 11 November.",
    "They had access from 6 November, 08:00 UTC, to 9 November, 19:05 UTC.",
    "We read every line of the log for those four days.",
    "Our supplier keeps the log for 30 days, so what came before is lost.",
    "If someone rings and knows about your ticket, hang up and ring us.",
    "We never ask for your password, by telephone or by letter.",
    "Change the password you use here, and everywhere else you use it.",
    "The letter names the tickets that they opened.",
    "Of 18,400 customers 1,212 had a ticket open that week.",
    "At most 1,300 customers' tickets were open to them.",
    "We expect to know by 4 December whether they copied them.",
    "Here is what we do not know yet.",
    "We cannot see who printed a ticket, because the desk does not record it.",
    "They wrote to us and asked for money; we did not pay.",
    "They say that they deleted the copies. We cannot check that.",
    "Two people watch the logins every night until 14 December.",
    "We tried the stolen password on 11 November and it failed.",
    "It was our mistake: the account had no second step.",
    "We are sorry that you learnt of it from the newspaper first.",
    "Call 0800 000 000; a person answers from 8 to 20.",
    "The tickets of 312 people hold a bank account number.",
    "We have told the data protection authority, on 11 November at 09:00 UTC.",
    "Your meter readings were on the page that another customer saw.",
    "We took the change back 75 minutes after a customer rang us.",
    "The thief published 100 tickets on 20 November; they are real.",
    "We wrote to 1,212 people and reached 1,190 of them.",
    "22 letters came back; we are ringing those people.",
    "Nothing has changed since 12 November, and we promised to say so.",
    "We publish the review by 15 May.",
    "This update is two hours late, because counting took longer than we had thought.",
    "We do not know of a step that would help yet.",
    "You can ask your bank for a new card; we pay for it.",
    "Their letter has a wrong number in it; ours is 1,212.",
    "The desk is shut until we know how they came in.",
    "We have asked an outside firm to read our log as well.",
    "On 14 November we found a second password in the same log.",
    "Staff logins now need a key that is in the person's hand.",
    "We counted twice and got the same number.",
]

#: Short phrases of real notices, each with the rule that must know it.
REAL = [
    ("WRD001", "take the protection of our customers very seriously"),
    ("WRD031", "Attacks like this are on the rise"),
    ("WRD003", "no evidence that any sensitive data, including customer data"),
    ("WRD024", "will provide regular updates"),
    ("WRD015", "the Okta service has not been breached"),
    ("WRD018", "no corrective actions that need to be taken"),
    ("WRD006", "A small percentage of customers"),
    ("WRD023", "inconvenience and uncertainty this has caused"),
    ("WRD002", "out of an abundance of caution"),
    ("WRD010", "achieved a state of containment"),
    ("WRD003", "see no further evidence"),
    ("WRD007", "certain elements of our customers' information"),
    ("WRD020", "passwords remain safely encrypted"),
    ("WRD002", "Out of an abundance of caution"),
    ("WRD001", "extremely seriously"),
    ("WRD024", "we are committed to sharing more details with customers in the coming days"),
    ("WRD002", "out of an abundance of caution"),
    ("WRD006", "a limited number of Twilio customer accounts"),
    ("WRD011", "sophisticated social engineering attack"),
    ("WRD017", "If you are not contacted by Twilio, then it means"),
    ("WRD016", "an issue that is affecting our Hosted Exchange environments"),
    ("WRD016", "responding to a cybersecurity incident"),
    ("WRD024", "will post additional updates here as they become available"),
]


#: Sentences that mislead, by language, each with the rule that must know it.
MISLEADING = {
    "de": [
        ("WRD001", "Wir nehmen diesen Vorfall sehr ernst."),
        ("WRD001", "Die Sicherheit Ihrer Daten nehmen wir ernst."),
        ("WRD001", "Datenschutz wird bei uns sehr ernst genommen."),
        ("WRD002", "Rein vorsorglich haben wir alle Passwörter zurückgesetzt."),
        ("WRD002", "Wir haben das System als reine Vorsichtsmaßnahme abgeschaltet."),
        ("WRD002", "Als Vorsichtsmassnahme bitten wir Sie, Ihr Passwort zu ändern."),
        ("WRD003", "Bislang liegen uns keine Anhaltspunkte für einen Missbrauch vor."),
        ("WRD003", "Es gibt derzeit keinen Hinweis darauf, dass Daten abgeflossen sind."),
        ("WRD003", "Nach aktuellem Kenntnisstand haben wir keine konkreten Belege für einen Abfluss."),
        ("WRD007", "Eine begrenzte Anzahl von Kundinnen und Kunden ist betroffen."),
        ("WRD007", "Mehrere Kundenkonten waren betroffen."),
        ("WRD007", "Ein kleiner Teil unserer Kunden ist betroffen."),
        ("WRD007", "Einige unserer Kunden haben einen Brief erhalten."),
        ("WRD018", "Für Sie besteht kein Handlungsbedarf."),
        ("WRD018", "Sie müssen nichts weiter unternehmen."),
        ("WRD018", "Es sind keine Schritte Ihrerseits notwendig."),
        ("WRD022", "Der Schutz Ihrer Daten hat für uns oberste Priorität."),
        ("WRD022", "Die Sicherheit unserer Kunden steht an erster Stelle."),
    ],
    "fr": [
        ("WRD001", "Nous prenons cet incident très au sérieux."),
        ("WRD001", "La protection de vos données est prise très au sérieux."),
        ("WRD002", "Par mesure de précaution, nous avons réinitialisé les mots de passe."),
        ("WRD002", "À titre préventif, nous avons fermé le service."),
        ("WRD002", "Nous l'avons coupé par simple précaution."),
        ("WRD003", "Rien n'indique que vos données aient été utilisées."),
        ("WRD003", "À ce jour, nous n'avons trouvé aucun indice d'une fuite."),
        ("WRD003", "Il n'existe pas de preuve d'une utilisation frauduleuse."),
        ("WRD007", "Un nombre limité de clients est concerné."),
        ("WRD007", "Plusieurs de nos clients ont été touchés."),
        ("WRD007", "Une partie de nos utilisateurs est concernée."),
        ("WRD007", "Quelques comptes ont été ouverts."),
        ("WRD018", "Aucune action n'est requise de votre part."),
        ("WRD018", "Vous n’avez rien à faire."),
        ("WRD018", "Aucune démarche particulière n'est nécessaire."),
        ("WRD022", "La protection de vos données est notre priorité."),
        ("WRD022", "Votre sécurité reste au cœur de nos préoccupations."),
        ("WRD022", "La confidentialité de vos données est une priorité absolue."),
    ],
    "es": [
        ("WRD001", "Nos tomamos este incidente muy en serio."),
        ("WRD001", "En Larkfield nos tomamos muy en serio su privacidad."),
        ("WRD001", "Tomamos con la máxima seriedad la protección de sus datos."),
        ("WRD002", "Por precaución, hemos cerrado el sistema."),
        ("WRD002", "Como medida preventiva, hemos restablecido las contraseñas."),
        ("WRD002", "A modo de precaución le pedimos que cambie su contraseña."),
        ("WRD003", "No tenemos constancia de que se hayan usado los datos."),
        ("WRD003", "Hasta ahora no hemos encontrado ninguna evidencia de una fuga."),
        ("WRD003", "No existen indicios de un uso fraudulento."),
        ("WRD007", "Un número limitado de clientes se ha visto afectado."),
        ("WRD007", "Varios de nuestros clientes están afectados."),
        ("WRD007", "Una parte de nuestros usuarios está afectada."),
        ("WRD007", "Unas pocas cuentas fueron abiertas."),
        ("WRD018", "No es necesario que haga nada."),
        ("WRD018", "No se requiere ninguna acción por su parte."),
        ("WRD018", "Usted no tiene que hacer nada más."),
        ("WRD022", "La seguridad de sus datos es nuestra prioridad."),
        ("WRD022", "Su privacidad es nuestra máxima prioridad."),
    ],
}

#: Plain and exact sentences, by language.
HONEST_ELSEWHERE = {
    "de": [
        "Am 3. März um 14.20 Uhr UTC hat jemand mit einem gestohlenen Passwort 1.240 Support-Tickets gelesen.",
        "Wir wissen noch nicht, wie viele Tickets kopiert wurden; bis zum 6. März wollen wir es wissen.",
        "Ändern Sie heute Ihr Passwort, denn wer das alte kopiert hat, kann es benutzen.",
        "Unsere Protokolle für den 1. bis 4. März fehlen.",
        "Wir haben uns am 3. März geirrt, als wir sagten, Telefonnummern seien nicht kopiert worden.",
        "Zwischen 90 und 140 Kundinnen und Kunden sind betroffen; wir zählen noch.",
        "Rufen Sie uns an, jeden Tag von 8 bis 20 Uhr.",
        "Wir haben den Server offen gelassen. Das ist unser Fehler, und es tut uns leid.",
        "Im Protokoll vom 2. März haben wir nach Kopien gesucht und keine gefunden; frühere Tage können wir nicht sehen.",
        "Der Brief nennt die Tickets, die geöffnet wurden.",
        "Wir haben 1.212 Personen geschrieben, 22 Briefe kamen zurück.",
        "Es ist ein ernster Fehler, und wir haben ihn gemacht.",
        "Die Datenschutzbehörde haben wir am 11. November um 9 Uhr unterrichtet.",
        "Es gibt noch nichts, was Sie tun können. Sobald sich das ändert, steht es hier.",
        "Zwei Personen prüfen jede Nacht die Anmeldungen.",
        "Wenn jemand anruft und von Ihrem Ticket weiß, legen Sie auf.",
        "Die Polizei hat uns gebeten, bis zum 4. März zu warten.",
        "Wir prüfen zuerst die Tickets mit Kontonummern.",
        "Seit dem 12. November hat sich nichts geändert.",
        "Die Anmeldung braucht jetzt einen Schlüssel, den man in der Hand hält.",
        "Wir haben die Rechnungen von 312 Personen durchgesehen.",
        "Viele Fragen erreichen uns; die Antworten stehen unten.",
        "Im Protokoll vom 2. März fanden wir keine Anzeichen einer Kopie.",
    ],
    "fr": [
        "Le 3 mars à 14 h 20 UTC, quelqu'un a lu 1 240 tickets avec un mot de passe volé.",
        "Nous ne savons pas encore combien de tickets ont été copiés ; nous le saurons d'ici le 6 mars.",
        "Changez votre mot de passe aujourd'hui.",
        "Nos journaux du 1er au 4 mars manquent.",
        "Nous nous sommes trompés le 3 mars en disant que les numéros de téléphone n'avaient pas été copiés.",
        "Entre 90 et 140 clients sont concernés ; nous comptons encore.",
        "Appelez-nous tous les jours de 8 h à 20 h.",
        "Nous avons laissé le serveur ouvert. C'est notre faute et nous le regrettons.",
        "Nous avons cherché des copies dans le journal du 2 mars et n'en avons pas trouvé.",
        "La lettre nomme les tickets qu'ils ont ouverts.",
        "Nous avons écrit à 1 212 personnes ; 22 lettres sont revenues.",
        "C'est une erreur sérieuse, et nous l'avons commise.",
        "Nous avons informé l'autorité de protection des données le 11 novembre à 9 h.",
        "Vous ne pouvez rien faire pour le moment. Nous le dirons ici dès que cela changera.",
        "Deux personnes surveillent les connexions chaque nuit.",
        "Si quelqu'un vous appelle et connaît votre ticket, raccrochez.",
        "La police nous a demandé d'attendre jusqu'au 4 mars.",
        "Nous vérifions d'abord les tickets qui contiennent un numéro de compte.",
        "Rien n'a changé depuis le 12 novembre.",
        "Notre fournisseur garde le journal pendant 30 jours.",
        "Nous lisons le journal pour savoir quels clients sont concernés.",
        "Nous ne savons pas si certains des 312 numéros ont été utilisés.",
        "Dans le journal du 2 mars, nous n'avons trouvé aucune trace de copie.",
    ],
    "es": [
        "El 3 de marzo a las 14:20 UTC alguien leyó 1240 tiques con una contraseña robada.",
        "Aún no sabemos cuántos tiques copiaron; lo sabremos antes del 6 de marzo.",
        "Cambie su contraseña hoy.",
        "Faltan nuestros registros del 1 al 4 de marzo.",
        "Nos equivocamos el 3 de marzo cuando dijimos que no copiaron números de teléfono.",
        "Entre 90 y 140 clientes están afectados; seguimos contando.",
        "Llámenos todos los días de 8 a 20 horas.",
        "Dejamos el servidor abierto. Es culpa nuestra y lo sentimos.",
        "Buscamos copias en el registro del 2 de marzo y no encontramos ninguna.",
        "La carta nombra los tiques que abrieron.",
        "Escribimos a 1212 personas; volvieron 22 cartas.",
        "Es un error serio, y lo cometimos nosotros.",
        "Informamos a la autoridad de protección de datos el 11 de noviembre a las 9.",
        "Todavía no hay nada que pueda hacer. Lo diremos aquí cuando cambie.",
        "Dos personas vigilan los accesos cada noche.",
        "Si alguien le llama y conoce su tique, cuelgue.",
        "La policía nos pidió esperar hasta el 4 de marzo.",
        "Primero revisamos los tiques que contienen un número de cuenta.",
        "Nada ha cambiado desde el 12 de noviembre.",
        "Nuestro proveedor guarda el registro durante 30 días.",
        "Leemos el registro para saber qué clientes están afectados.",
        "Tomamos la decisión de cerrar el servicio a las 06:55.",
        "En el registro del 2 de marzo no hemos encontrado indicios de copia.",
    ],
}


def judge_text(text: str, language: str = "en", *, data: str = "", promise: bool = True) -> tuple[list[Diagnostic], str]:
    """What the wording rules say of a body, and the whole update."""
    update = (
        "---\ntitle: Someone read tickets\npublished: 2027-03-03T03:10Z\nstatus: investigating\nknown: {entry: We know one thing.}\n"
        f"unknown: {{other: We do not know another.}}\nnext_steps: {{log: We go on.}}\nactions: There is nothing yet.\n{data}"
        f"{'next_update: 2027-03-04T09:00Z' if promise else ''}\n---\n\n{text}\n"
    )
    files = {
        "site_config.yml": f"organisation: {{name: L}}\nsite: {{url: https://s.example/, language: {language}}}\ncontact: {{phone: '1', hours: x, who: x}}\n",
        "content/incidents/x/incident.md": "---\ntitle: Something\naware: 2027-03-03T03:00Z\n---\n",
        "content/incidents/x/01-a.md": update,
    }
    content = assemble(RawFile(path, data.encode(), len(data.encode())) for path, data in files.items())
    ledgers = {folder.slug: fold(folder, ZoneInfo("UTC")) for folder in content.incidents if folder.understood}
    return [one for one in judge(Analysis(content=content, ledgers=ledgers, now=NOW)) if one.code.startswith("WRD")], update


@each(HONEST)
def test_honest_sentences_never_fire(sentence: str) -> None:
    """Plain, exact sentences pass every wording rule, whatever the ledger contains."""
    for data in ("", "data: {tickets: taken}\n"):
        found, _ = judge_text(sentence, data=data)
        assert [(one.code, one.message) for one in found] == []


@each(REAL)
def test_real_phrases_fire(code: str, phrase: str) -> None:
    """The phrase of a real notice is known by its rule."""
    found, _ = judge_text(f"They wrote that {phrase}.", data="data: {tickets: taken}\n", promise=False)
    assert code in {one.code for one in found}


@pytest.mark.parametrize(
    ("language", "sentence", "code"),
    [
        ("de", "Wir nehmen den Schutz Ihrer Daten sehr ernst.", "WRD001"),
        ("de", "Vorsorglich haben wir Ihr Passwort geändert.", "WRD002"),
        ("de", "Es gibt keine Hinweise auf einen Missbrauch.", "WRD003"),
        ("de", "Einige Kunden sind betroffen.", "WRD007"),
        ("de-AT", "Es sind keine weiteren Maßnahmen erforderlich.", "WRD018"),
        ("de", "Ihre Sicherheit hat für uns höchste Priorität.", "WRD022"),
        ("fr", "Nous prenons la sécurité très au sérieux.", "WRD001"),
        ("fr", "Par mesure de précaution, nous avons changé votre mot de passe.", "WRD002"),
        ("fr", "Nous n'avons aucune preuve d'un abus.", "WRD003"),
        ("fr", "Certains clients sont concernés.", "WRD007"),
        ("fr", "Vous n'avez rien à faire.", "WRD018"),
        ("fr", "La sécurité de vos données est notre priorité absolue.", "WRD022"),
        ("es", "Nos tomamos la seguridad muy en serio: la tomamos en serio.", "WRD001"),
        ("es", "Como medida de precaución hemos cambiado su contraseña.", "WRD002"),
        ("es", "No hay pruebas de un uso indebido.", "WRD003"),
        ("es", "Algunos clientes están afectados.", "WRD007"),
        ("es", "No tiene que hacer nada.", "WRD018"),
        ("es", "Su seguridad es nuestra máxima prioridad.", "WRD022"),
    ],
)
def test_other_languages_are_data(language: str, sentence: str, code: str) -> None:
    """A language is a file of patterns: the same sentence is found in its own language and not in another."""
    assert code in {one.code for one in judge_text(sentence, language)[0]}
    assert code not in {one.code for one in judge_text(sentence, "en")[0]}


@each([(language, *one) for language, all in MISLEADING.items() for one in all])
def test_misleading_in_other_languages(language: str, code: str, sentence: str) -> None:
    """What misleads in English misleads in other languages, and is found there."""
    assert code in {one.code for one in judge_text(sentence, language)[0]}


@each([(language, one) for language, all in HONEST_ELSEWHERE.items() for one in all])
def test_honest_in_other_languages(language: str, sentence: str) -> None:
    """Plain, exact sentences pass in every language."""
    assert [(one.code, one.message) for one in judge_text(sentence, language)[0]] == []


def test_a_language_without_patterns() -> None:
    """A language that has no words yet has no wording rules, and everything else works."""
    assert not has_frames("tlh")
    assert judge_text("We take it very seriously.", "tlh")[0] == []


def test_allowed_phrases() -> None:
    """What the site allows is passed over."""
    found, update = judge_text("We ask you as a precaution.")
    assert [one.code for one in found] == ["WRD002"]
    assert (
        update.split("\n")[found[0].span.line - 1][found[0].span.column - 1 : found[0].span.end_column - 1] == "as a precaution"
    )


def test_the_fix_is_made_of_the_incidents_own_facts() -> None:
    """Where the ledger has the number, the help has it too."""
    found, _ = judge_text(
        "Some customers are affected.", data="affected: {customers: {unit: customers, exact: 1212, of: 18400}}\n"
    )
    assert found[0].help.startswith("write “1,212 of 18,400 customers”")


@pytest.mark.parametrize(
    ("language", "sentence", "begins"),
    [
        ("de", "Einige Kunden sind betroffen.", "schreiben Sie „1.212 von 18.400 Kunden“; nennen Sie"),
        ("fr", "Certains clients sont concernés.", "écrivez « 1\u202f212 clients sur 18\u202f400 »; donnez"),
        ("es", "Algunos clientes se han visto afectados.", "escriba «1.212 de 18.400 clientes»; dé"),
    ],
)
def test_findings_about_words_are_in_the_language_of_the_text(language: str, sentence: str, begins: str) -> None:
    """Who writes German reads in German why the words mislead and what to write instead, with the incident's own number."""
    unit = {"de": "Kunden", "fr": "clients", "es": "clientes"}[language]
    found, _ = judge_text(sentence, language, data=f"affected: {{customers: {{unit: {unit}, exact: 1212, of: 18400}}}}\n")
    one = next(one for one in found if one.code == "WRD007")
    assert one.help.startswith(begins)
    assert one.message[0] in "„«"


#: The rules that say more than one thing, with the names of what they say.
SENTENCES = {
    "WRD025": {"top", "top_help", "harm", "harm_help", "count", "count_help", "body", "body_help"},
    "WRD026": {"sentence", "sentence_help", "paragraph", "paragraph_help", "average", "average_elsewhere", "average_help"},
    "WRD028": {"message", "help", "reason"},
    "WRD035": {"message", "help"},
    "WRD036": {"message", "help"},
    "WRD042": {"sentence", "sentence_help"},
    "WRD043": {"message", "help", *QUESTIONS},
    "WRD046": {"message", "help"},
}


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_every_rule_of_wording_speaks_the_languages_it_knows(language: str) -> None:
    """No finding about a German text is half in English: each rule that reads frames has its words in each language with frames."""
    for rule in ALL_RULES:
        if not rule.code.startswith("WRD") or rule.code in SENTENCES:
            continue
        why, help = why_and_help(language, rule.code, "", "")
        assert why, rule.code
        assert help, rule.code
        assert not why.endswith("."), rule.code
        assert not help.endswith("."), rule.code
        assert help[0].islower(), rule.code


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr"])
def test_what_is_said_of_a_whole_update_is_in_its_language(language: str) -> None:
    """What the rules about length, order and numbers say is in every language of the interface, Arabic too."""
    source = files("generator.inspection").joinpath("wording_words", f"{language}.toml")
    words = tomllib.loads(source.read_text(encoding="utf-8"))
    assert {code: set(words[code]) for code in SENTENCES} == SENTENCES


def test_a_finding_about_an_arabic_text_is_in_arabic() -> None:
    """Rules that need no frames say in Arabic what an Arabic update lacks."""
    found, _ = judge_text("نص", "ar", data="affected: {customers: {unit: عميل, exact: 12}}\n")
    one = next(one for one in found if one.code == "WRD035")
    assert one.message == "لا يعرف القراء العدد الكلي (عميل)"
    assert one.help == "أضف العدد الكلي، مثل `of: 18400`"


@pytest.mark.parametrize(
    "sentence",
    [
        "A small number of customers wrote to us.",
        "Some customers had bank details in the file, and those are affected.",
        "Some members are affected.",
        "Only some of the tickets of our customers are affected.",
    ],
)
def test_a_number_is_offered_only_where_it_is_the_sentences_own(sentence: str) -> None:
    """The count of affected customers is no help for what customers did, for a kind of data, or for another population."""
    found, _ = judge_text(
        sentence, data="affected: {customers: {unit: customers, exact: 1212, of: 18400}}\ndata: {tickets: accessed}\n"
    )
    assert found
    assert not any("1,212" in one.help for one in found)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "We take it very seriously.",
                "“quoted”",
                "`code`",
                "\n",
                "\n\n",
                "> q\n",
                "```",
                "Some customers",
                " soon ",
                "é🙂",
                '"',
                "<!--",
                ".",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_places(text: str) -> None:
    """A finding points at its words, wherever the text is wrapped."""
    found, update = judge_text(text)
    lines = update.split("\n")
    for one in found:
        if not one.message.startswith("“"):
            continue
        words = one.message[1:].partition("”")[0]
        rows = lines[one.span.line - 1 : one.span.end_line]
        rows[-1] = rows[-1][: one.span.end_column - 1]
        rows[0] = rows[0][one.span.column - 1 :]
        assert " ".join(" ".join(rows).split()) == " ".join(words.split())


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize(
    "piece",
    [
        "we take your security very seriously ",
        "<div> ",
        "<!-- ",
        "a@b.example ",
        "+49 30 1234567 ",
        "4111 1111 1111 1111 ",
        "not ",
        "data was ",
        "a",
    ],
)
def test_time_grows_with_the_text(piece: str, language: str) -> None:
    """100 kB of anything repeated are read for wording in under a second."""
    text = piece * (100_000 // len(piece))
    assert least_seconds(lambda: framed(text, language), enough=1) < 1


@pytest.mark.parametrize(
    "sentence",
    [
        "That the copies were deleted is not guaranteed.",
        "The new rule on complexity guarantees that no such password can be chosen.",
        "The police will say more once the investigation is concluded, and we will by 3 May.",
        "The outage of the desk was resolved in 2 hours.",
        "We cannot promise that nobody copied them.",
    ],
)
def test_honest_words_never_stop_a_build(sentence: str) -> None:
    """Words that can hold something honest are no error, whatever the ledger says."""
    for data in ("", "data: {tickets: taken}\n"):
        found, _ = judge_text(sentence, data=data)
        assert [one.code for one in found if one.blocks] == []


@pytest.mark.parametrize(
    ("language", "blame", "answer"),
    [
        ("en", "Our payroll provider suffered a breach.", "We chose the provider, and we answer for what it does."),
        ("de", "Unser Dienstleister wurde angegriffen.", "Wir haben ihn ausgewählt und stehen für ihn ein."),
        ("fr", "L'intrusion a eu lieu chez notre prestataire.", "Nous avons choisi ce prestataire et nous en répondons."),
        ("es", "La intrusión ocurrió en nuestro proveedor.", "Elegimos a este proveedor y respondemos por él."),
    ],
)
def test_who_answers_for_a_supplier_may_name_it(language: str, blame: str, answer: str) -> None:
    """A supplier is blamed unless the same update, anywhere in it, says that we chose it or answer for it."""
    assert "WRD014" in {one.code for one in judge_text(blame, language)[0]}
    assert "WRD014" not in {one.code for one in judge_text(f"{blame}\n\nNext week we say more. {answer}", language)[0]}
    assert "WRD014" in {one.code for one in judge_text(f"{blame}\n\nWe chose to say so on 3 March.", language)[0]}


@pytest.mark.parametrize(
    "piece",
    [
        "we take your security very seriously ",
        "some customers ",
        "data may have been taken ",
        "our supplier was hacked ",
        "<div> ",
        "<!-- ",
        "a@b.example ",
        "+49 30 1234567 ",
        "4111 1111 1111 1111 ",
        "1,212 customers ",
    ],
)
def test_judging_time_grows_with_the_text(piece: str) -> None:
    """Over all rules, four times as much of anything repeated takes no more than a little over four times as long."""

    def least(size: int) -> float:
        spent = []
        for _ in range(3):
            began = process_time()
            judge_text(piece * (size // len(piece)), data="data: {tickets: taken}\n")
            spent.append(process_time() - began)
        return min(spent)

    assert least(24_000) < 9 * least(6_000) + 0.1
