"""Texts in the shapes in which organisations write, about the incident of `incident_in_five_languages`, as of 11 February 2027.

A contradiction is a text, the rules of which one has to find it, and the words that the finding begins with. A faithful text contradicts nothing.
"""

from typing import Final, NamedTuple


class Contradiction(NamedTuple):
    """A text that contradicts the ledger: the codes that are right for it, and the words at which one has to point."""

    text: str
    codes: frozenset[str]
    words: str


def _wrong(text: str, codes: str, words: str) -> Contradiction:
    return Contradiction(text, frozenset(codes.split()), words)


CONTRADICTIONS: Final = {
    "en": (
        _wrong(
            "Item 1.05. On February 8, 2027, Harrow Clinics (the “Company”) identified unauthorized activity. The Company has determined that letters"
            " of approximately 1,900 patients were exfiltrated.",
            "ELS001",
            "approximately 1,900",
        ),
        _wrong("Number of patients affected: 731\nDate of breach: 02/05/2027 - 02/07/2027", "ELS001", "731"),
        _wrong("Q: Were bank details accessed?\nA: No, bank details were not accessed.", "ELS004", "bank details"),
        _wrong(
            "Caller: Do I have to do anything?\nAgent: No, you do not have to do anything.",
            "ELS008",
            "do not have to do anything",
        ),
        _wrong("Date of incident: 2027-02-02", "ELS005", "2027-02-02"),
        _wrong("🚨 UPDATE: letters of 6,400 patients copied. #HarrowBreach 🙏", "ELS001", "6,400"),
        _wrong("They copied letters to six hundred and fourteen patients.", "ELS001", "six hundred and fourteen"),
        _wrong("Between 700 and 800 patients are affected.", "ELS001", "Between 700 and 800"),
        _wrong("The breach exposed the letters of 1.2 million patients.", "ELS001", "1.2 million"),
        _wrong("The intrusion occurred on Feb. 2, 2027.", "ELS005", "Feb. 2, 2027"),
        _wrong("We discovered the incident yesterday.", "ELS005", "yesterday"),
        _wrong("Our next update will come tomorrow.", "ELS007", "tomorrow"),
        _wrong("Letters were copied, but no bank details were accessed.", "ELS004", "bank details"),
        _wrong("X-ray pictures were not copied.", "ELS009", "X-ray pictures were not copied"),
        _wrong("The attackers also copied the X-ray pictures.", "ELS009", "The attackers also copied"),
        _wrong("Passwords have been compromised.", "ELS003", "Passwords"),
        _wrong("You still cannot book an appointment on our website.", "ELS006", "You still cannot book"),
        _wrong("Only 64 patients were affected.", "ELS001", "64"),
        _wrong("We first learned of this on Tuesday, 9 February.", "ELS005", "9 February"),
        _wrong("Bank details are safe.", "ELS004", "Bank details"),
        _wrong("Over 1,000 patients have had letters stolen.", "ELS001", "Over 1,000"),
        _wrong("Up to 900 patients are affected.", "ELS001 ELS002", "Up to 900"),
        _wrong(
            "We have no reason to believe that you need to take any action at this time. No action is required on your part.",
            "ELS008",
            "No action is required",
        ),
        _wrong("Expect our next statement on Feb 18.", "ELS007", "Feb 18"),
    ),
    "de": (
        _wrong(
            "Ad-hoc-Mitteilung: Die Harrow Clinics haben festgestellt, dass Briefe von rund 1.900 Patienten entwendet wurden.",
            "ELS001",
            "rund 1.900",
        ),
        _wrong("Zahl der betroffenen Patienten: 731\nZeitraum: 05.02.2027 – 07.02.2027", "ELS001", "731"),
        _wrong("Frage: Wurden Bankdaten gelesen?\nAntwort: Nein, Bankdaten wurden nicht gelesen.", "ELS004", "Bankdaten"),
        _wrong(
            "Anrufer: Muss ich etwas tun?\nAgent: Nein, Sie müssen nichts unternehmen.", "ELS008", "müssen nichts unternehmen"
        ),
        _wrong("Datum des Vorfalls: 02.02.2027", "ELS005", "02.02.2027"),
        _wrong("🚨 UPDATE: Briefe von 6.400 Patienten kopiert. #HarrowLeak 🙏", "ELS001", "6.400"),
        _wrong("Sie haben Briefe an sechshundertvierzehn Patienten kopiert.", "ELS001", "sechshundertvierzehn"),
        _wrong("Zwischen 700 und 800 Patienten sind betroffen.", "ELS001", "Zwischen 700 und 800"),
        _wrong("Es wurden Briefe von 1,2 Millionen Patienten gestohlen.", "ELS001", "1,2 Millionen"),
        _wrong("Der Angriff ereignete sich am 2.2.2027.", "ELS005", "2.2.2027"),
        _wrong("Wir haben den Vorfall gestern entdeckt.", "ELS005", "gestern"),
        _wrong("Unsere nächste Mitteilung kommt morgen.", "ELS007", "morgen"),
        _wrong("Briefe wurden kopiert, aber es wurden keine Bankdaten gelesen.", "ELS004", "Bankdaten"),
        _wrong("Röntgenbilder wurden nicht kopiert.", "ELS009", "Röntgenbilder wurden nicht kopiert"),
        _wrong("Die Angreifer haben auch die Röntgenbilder kopiert.", "ELS009", "Die Angreifer haben auch"),
        _wrong("Passwörter wurden abgegriffen.", "ELS003", "Passwörter"),
        _wrong("Sie können auf unserer Website weiterhin keinen Termin buchen.", "ELS006", "Sie können auf unserer"),
        _wrong("Nur 64 Patienten sind betroffen.", "ELS001", "64"),
        _wrong("Wir haben davon erst am Dienstag, dem 9. Februar, erfahren.", "ELS005", "9. Februar"),
        _wrong("Bankdaten sind nicht betroffen.", "ELS004", "Bankdaten"),
        _wrong("Von mehr als 1.000 Patienten wurden Briefe gestohlen.", "ELS001", "mehr als 1.000"),
        _wrong("Bis zu 900 Patienten sind betroffen.", "ELS001 ELS002", "Bis zu 900"),
        _wrong("Für Patienten besteht kein Handlungsbedarf.", "ELS008", "kein Handlungsbedarf"),
        _wrong("Die nächste Meldung folgt am 18.02.", "ELS007", "18.02."),
    ),
    "fr": (
        _wrong(
            "Communiqué : Harrow Clinics a établi que les lettres d'environ 1 900 patients ont été dérobées.",
            "ELS001",
            "environ 1 900",
        ),
        _wrong("Nombre de patients touchés : 731\nPériode : du 05/02/2027 au 07/02/2027", "ELS001", "731"),
        _wrong(
            "Question : des coordonnées bancaires ont-elles été consultées ?\nRéponse : non, les coordonnées bancaires n'ont pas été consultées.",
            "ELS004",
            "coordonnées bancaires",
        ),
        _wrong("— Que dois-je faire ?\n— Vous n'avez rien à faire.", "ELS008", "n'avez rien à faire"),
        _wrong("Date de l'incident : 02/02/2027", "ELS005", "02/02/2027"),
        _wrong("🚨 Point de situation : lettres de 6 400 patients copiées. #FuiteHarrow 🙏", "ELS001", "6 400"),
        _wrong("Ils ont copié les lettres de six cent quatorze patients.", "ELS001", "six cent quatorze"),
        _wrong("Entre 700 et 800 patients sont touchés.", "ELS001", "Entre 700 et 800"),
        _wrong("Les lettres de 1,2 million de patients ont été volées.", "ELS001", "1,2 million"),
        _wrong("L'intrusion a eu lieu le 2/2/2027.", "ELS005", "2/2/2027"),
        _wrong("Nous avons découvert l'incident hier.", "ELS005", "hier"),
        _wrong("Notre prochaine mise à jour paraîtra demain.", "ELS007", "demain"),
        _wrong(
            "Des lettres ont été copiées, mais aucune coordonnée bancaire n'a été consultée.", "ELS004", "coordonnée bancaire"
        ),
        _wrong("Les radiographies n'ont pas été copiées.", "ELS009", "Les radiographies n'ont pas"),
        _wrong("Les pirates ont aussi copié les radiographies.", "ELS009", "Les pirates ont aussi"),
        _wrong("Les mots de passe ont été compromis.", "ELS003", "mots de passe"),
        _wrong("Vous ne pouvez toujours pas prendre rendez-vous sur notre site.", "ELS006", "Vous ne pouvez toujours"),
        _wrong("Seuls 64 patients sont touchés.", "ELS001", "64"),
        _wrong("Nous l'avons appris le mardi 9 février.", "ELS005", "9 février"),
        _wrong("Les coordonnées bancaires ne sont pas concernées.", "ELS004", "coordonnées bancaires"),
        _wrong("Plus de 1 000 patients se sont fait voler leurs lettres.", "ELS001", "Plus de 1 000"),
        _wrong("Jusqu'à 900 patients sont touchés.", "ELS001 ELS002", "Jusqu'à 900"),
        _wrong("Aucune démarche n'est nécessaire de votre part.", "ELS008", "Aucune démarche n'est nécessaire"),
        _wrong("Le prochain communiqué sera publié le 18/02.", "ELS007", "18/02"),
    ),
    "es": (
        _wrong(
            "Comunicación a la CNMV: Harrow Clinics ha determinado que se sustrajeron cartas de aproximadamente 1.900 pacientes.",
            "ELS001",
            "aproximadamente 1.900",
        ),
        _wrong("Número de pacientes afectados: 731\nPeriodo: del 05/02/2027 al 07/02/2027", "ELS001", "731"),
        _wrong("P: ¿Se vieron datos bancarios?\nR: No, no se vieron datos bancarios.", "ELS004", "datos bancarios"),
        _wrong("—¿Tengo que hacer algo?\n—No, no tiene que hacer nada.", "ELS008", "no tiene que hacer nada"),
        _wrong("Fecha del incidente: 02/02/2027", "ELS005", "02/02/2027"),
        _wrong("🚨 ACTUALIZACIÓN: copiadas cartas de 6.400 pacientes. #BrechaHarrow 🙏", "ELS001", "6.400"),
        _wrong("Copiaron cartas a seiscientos catorce pacientes.", "ELS001", "seiscientos catorce"),
        _wrong("Entre 700 y 800 pacientes están afectados.", "ELS001", "Entre 700 y 800"),
        _wrong("Se robaron las cartas de 1,2 millones de pacientes.", "ELS001", "1,2 millones"),
        _wrong("La intrusión se produjo el 2/2/2027.", "ELS005", "2/2/2027"),
        _wrong("Descubrimos el incidente ayer.", "ELS005", "ayer"),
        _wrong("La próxima actualización saldrá mañana.", "ELS007", "mañana"),
        _wrong("Se copiaron cartas, pero no se vieron datos bancarios.", "ELS004", "datos bancarios"),
        _wrong("Las radiografías no fueron copiadas.", "ELS009", "Las radiografías no fueron"),
        _wrong("Los atacantes también copiaron las radiografías.", "ELS009", "Los atacantes también"),
        _wrong("Las contraseñas han sido comprometidas.", "ELS003", "contraseñas"),
        _wrong("Todavía no puede pedir cita en nuestra web.", "ELS006", "Todavía no puede pedir"),
        _wrong("Solo 64 pacientes están afectados.", "ELS001", "64"),
        _wrong("Lo supimos el martes 9 de febrero.", "ELS005", "9 de febrero"),
        _wrong("Los datos bancarios no están afectados.", "ELS004", "datos bancarios"),
        _wrong("A más de 1.000 pacientes les robaron cartas.", "ELS001", "más de 1.000"),
        _wrong("Hasta 900 pacientes están afectados.", "ELS001 ELS002", "Hasta 900"),
        _wrong("No es necesario que haga nada.", "ELS008", "No es necesario que haga nada"),
        _wrong("El próximo comunicado saldrá el 18/02.", "ELS007", "18/02"),
    ),
}

FAITHFUL: Final = {
    "en": (
        (
            "Item 1.05 Material Cybersecurity Incidents. On February 8, 2027, Harrow Clinics became aware of unauthorized access to its archive. The Company has"
            " determined that, between February 5 and February 7, 2027, a third party copied letters addressed to approximately 640 patients. The Company filed"
            " a notice with the regulator on February 9, 2027."
        ),
        "Number of patients affected: 640\nDate(s) of breach: 02/05/2027 - 02/07/2027\nDate discovered: 02/08/2027\nDate of notice: 02/10/2027",
        "🚨 Letters to 640 patients were copied (5–7 Feb). Passwords not affected ✅ Next update: Mon 15 Feb, 12:00 GMT #HarrowClinics",
        "We first said that up to 900 patients were affected. We now know that it is 640.",
        "The police opened a case on 9 February, a day after we found that someone had copied the letters.",
        "The criminals wrote: “We have the passwords of 9,000 patients and every X-ray picture.” That is their claim.",
        "No bank details other than those in the letters were read.",
        "In an unrelated incident in March 2024, a laptop with the data of 3,100 patients was stolen.",
        "Harrow Clinics treats 42,000 patients a year in 14 clinics.",
        "They copied letters to six hundred and forty patients.",
        "Q: Were passwords taken?\nA: No. Passwords were not affected.\nQ: Were bank details taken?\nA: They were read. We have not seen that they were copied.",
        "We do not know whether bank details were copied, and we cannot rule out that X-ray pictures were.",
        "Since Wednesday 212 patients have called us, and we have answered 180 of them.",
        "If a caller asks whether passwords were stolen, say: no.",
        "It is not true that bank details were not read: they were.",
        "We became aware of it three days ago. Yesterday we told the regulator. Our next update comes on Monday.",
    ),
    "de": (
        (
            "Ad-hoc-Mitteilung: Am 8. Februar 2027 haben die Harrow Clinics einen unbefugten Zugriff auf ihr Archiv bemerkt. Zwischen dem 5. und dem 7. Februar 2027"
            " haben Dritte Briefe an rund 640 Patienten kopiert. Am 9. Februar 2027 ging die Meldung an die Aufsicht."
        ),
        "Zahl der betroffenen Patienten: 640\nZeitraum: 05.02.2027 – 07.02.2027\nEntdeckt: 08.02.2027\nMitteilung: 10.02.2027",
        "🚨 Briefe an 640 Patienten wurden kopiert (5.–7. Februar). Passwörter nicht betroffen ✅ Nächste Mitteilung: Mo., 15.2., 13 Uhr #HarrowClinics",
        "Zuerst sagten wir, dass bis zu 900 Patienten betroffen seien. Heute wissen wir: Es sind 640.",
        "Die Polizei hat am 9. Februar Ermittlungen aufgenommen, einen Tag nachdem wir entdeckt hatten, dass jemand die Briefe kopiert hat.",
        "Die Täter schrieben: „Wir haben die Passwörter von 9.000 Patienten und alle Röntgenbilder.“ Das behaupten sie.",
        "Es wurden keine anderen Bankdaten gelesen als die in den Briefen.",
        "Bei einem anderen Vorfall im März 2024 wurde ein Laptop mit den Daten von 3.100 Patienten gestohlen.",
        "Die Harrow Clinics behandeln im Jahr 42.000 Patienten in 14 Häusern.",
        "Sie haben Briefe an sechshundertvierzig Patienten kopiert.",
        (
            "Frage: Wurden Passwörter gestohlen?\nAntwort: Nein. Passwörter waren nicht betroffen.\nFrage: Wurden Bankdaten gestohlen?\nAntwort: Sie wurden gelesen."
            " Dass sie kopiert wurden, haben wir nicht gesehen."
        ),
        "Ob Bankdaten kopiert wurden, wissen wir nicht, und wir können nicht ausschließen, dass Röntgenbilder kopiert wurden.",
        "Seit Mittwoch haben uns 212 Patienten angerufen, und 180 davon haben wir geantwortet.",
        "Fragt ein Anrufer, ob Passwörter gestohlen wurden, sagen Sie: nein.",
        "Es stimmt nicht, dass keine Bankdaten gelesen wurden: Sie wurden gelesen.",
        "Wir haben es vor drei Tagen bemerkt. Gestern haben wir die Aufsicht unterrichtet. Die nächste Mitteilung kommt am Montag.",
    ),
    "fr": (
        (
            "Communiqué : le 8 février 2027, Harrow Clinics a découvert un accès non autorisé à ses archives. Entre le 5 et le 7 février 2027, des tiers ont copié"
            " des lettres adressées à environ 640 patients. La déclaration à l'autorité a été faite le 9 février 2027."
        ),
        "Nombre de patients touchés : 640\nPériode : du 05/02/2027 au 07/02/2027\nDécouverte : 08/02/2027\nNotification : 10/02/2027",
        "🚨 Des lettres à 640 patients ont été copiées (5–7 février). Mots de passe non touchés ✅ Prochaine mise à jour : lundi 15/02 à 13 h #HarrowClinics",
        "Nous avions d'abord dit que jusqu'à 900 patients étaient touchés. Nous savons aujourd'hui qu'ils sont 640.",
        "La police a ouvert une enquête le 9 février, un jour après que nous avons découvert que quelqu'un avait copié les lettres.",
        "Les criminels ont écrit : « Nous avons les mots de passe de 9 000 patients et toutes les radiographies. » C'est ce qu'ils prétendent.",
        "Aucune coordonnée bancaire autre que celles des lettres n'a été consultée.",
        "Lors d'un autre incident, en mars 2024, un ordinateur contenant les données de 3 100 patients a été volé.",
        "Harrow Clinics soigne 42 000 patients par an dans 14 cliniques.",
        "Ils ont copié les lettres de six cent quarante patients.",
        (
            "Question : des mots de passe ont-ils été volés ?\nRéponse : non. Les mots de passe n'ont pas été touchés.\nQuestion : des coordonnées bancaires ont-elles"
            " été volées ?\nRéponse : elles ont été lues. Nous n'avons pas constaté qu'elles aient été copiées."
        ),
        "Nous ne savons pas si des coordonnées bancaires ont été copiées, et nous ne pouvons pas exclure que des radiographies l'aient été.",
        "Depuis mercredi, 212 patients nous ont appelés, et nous avons répondu à 180 d'entre eux.",
        "Si quelqu'un demande si des mots de passe ont été volés, répondez : non.",
        "Il est faux que les coordonnées bancaires n'aient pas été lues : elles l'ont été.",
        "Nous l'avons découvert il y a trois jours. Hier, nous avons informé l'autorité. La prochaine mise à jour paraîtra lundi.",
    ),
    "es": (
        (
            "Comunicado: el 8 de febrero de 2027 Harrow Clinics descubrió un acceso no autorizado a su archivo. Entre el 5 y el 7 de febrero de 2027, terceros"
            " copiaron cartas a unos 640 pacientes. El 9 de febrero de 2027 se notificó a la autoridad."
        ),
        "Número de pacientes afectados: 640\nPeriodo: del 05/02/2027 al 07/02/2027\nDescubierto: 08/02/2027\nNotificado: 10/02/2027",
        "🚨 Se copiaron cartas a 640 pacientes (5–7 de febrero). Contraseñas no afectadas ✅ Próxima actualización: lunes 15/02, 13 h #HarrowClinics",
        "Primero dijimos que había hasta 900 pacientes afectados. Ahora sabemos que son 640.",
        "La policía abrió una investigación el 9 de febrero, un día después de que descubriéramos que alguien había copiado las cartas.",
        "Los delincuentes escribieron: «Tenemos las contraseñas de 9.000 pacientes y todas las radiografías». Es lo que ellos dicen.",
        "No se vieron más datos bancarios que los de las cartas.",
        "En otro incidente, en marzo de 2024, robaron un portátil con los datos de 3.100 pacientes.",
        "Harrow Clinics atiende a 42.000 pacientes al año en 14 clínicas.",
        "Copiaron cartas a seiscientos cuarenta pacientes.",
        (
            "P: ¿Se robaron contraseñas?\nR: No. Las contraseñas no se vieron afectadas.\nP: ¿Se robaron datos bancarios?\nR: Se leyeron. No hemos visto que se"
            " copiaran."
        ),
        "No sabemos si se copiaron datos bancarios, y no podemos descartar que se copiaran radiografías.",
        "Desde el miércoles nos han llamado 212 pacientes, y hemos respondido a 180 de ellos.",
        "Si alguien pregunta si se robaron contraseñas, responda: no.",
        "No es cierto que no se vieran datos bancarios: se vieron.",
        "Lo descubrimos hace tres días. Ayer informamos a la autoridad. La próxima actualización saldrá el lunes.",
    ),
}
