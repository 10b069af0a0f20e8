"""Sentences as people write them on such a day: those that comfort readers, and honest ones with a "not" in them."""

import pytest

from generator.prose.denial import comforts, denies, denies_taking_alone
from tests.each import each

DENIALS = {
    "en": (
        "No patient files were opened.",
        "None of the invoices left our network.",
        "The stolen laptop held no customer data.",
        "Medical records were never accessed.",
        "Card details are not affected.",
        "Your savings are safe.",
        "The backup remains intact.",
        "Payroll was unaffected.",
        "They did not get into the payment system.",
        "The intruder never reached the archive.",
        "Nobody outside our team has read your messages.",
        "We have no evidence that data was downloaded.",
        "There is no indication of access to student records.",
        "We found no sign of theft.",
        "Only names and e-mail addresses were taken.",
        "They only saw the index page.",
        "Neither passwords nor PINs were exposed.",
        "Nothing was copied from the file server.",
        "The attacker could not open the encrypted folder.",
        "They were unable to read the messages.",
        "They no longer have access to our network.",
        "The file did not include dates of birth.",
        "There were no photographs in the folder.",
        "The spreadsheet doesn't contain bank details.",
        "Staff records weren't touched.",
        "No one opened the attachments.",
        "Our investigation found no trace of copying.",
        "Your tax numbers stayed safe.",
        "They took nothing from the safe.",
        "At no time did anyone access your account.",
        "The thief did not get hold of any keys.",
        "Customer accounts were not compromised.",
        "The address list was not among the stolen files.",
        "We can confirm that pension data was not accessed.",
        "No other system was entered.",
        "They did not see your answers.",
        "The copied files contained neither addresses nor telephone numbers.",
        "Grades were not included in the file.",
    ),
    "de": (
        "Es wurden keine Patientenakten geöffnet.",
        "Der Laptop enthielt keine Kundendaten.",
        "Niemand hat Ihre Briefe gelesen.",
        "Passwörter waren nicht betroffen.",
        "Die Angreifer haben keine Rechnungen kopiert.",
        "Wir haben keine Hinweise darauf gefunden, dass Daten abgeflossen sind.",
        "Ihre Daten sind sicher.",
        "Sie hatten keinen Zugriff auf das Archiv.",
        "Nur Namen und Adressen wurden kopiert.",
        "Die Datei enthielt weder Adressen noch Telefonnummern.",
        "Bankdaten wurden nicht gestohlen.",
        "Nichts wurde aus dem Archiv entwendet.",
    ),
    "fr": (
        "Aucun dossier de patient n’a été ouvert.",
        "L’ordinateur ne contenait aucune donnée de client.",
        "Personne n’a lu vos messages.",
        "Les mots de passe n’ont pas été touchés.",
        "Les intrus n’ont copié aucune facture.",
        "Nous n’avons trouvé aucune trace de copie.",
        "Vos données sont en sécurité.",
        "Ils n’ont pas eu accès aux archives.",
        "Seuls les noms ont été copiés.",
        "Le fichier ne contenait ni adresses ni numéros de téléphone.",
        "Rien n’a été volé dans les archives.",
    ),
    "es": (
        "No se abrió ningún expediente de paciente.",
        "El portátil no contenía datos de clientes.",
        "Nadie leyó sus mensajes.",
        "Las contraseñas no se vieron afectadas.",
        "Los intrusos no copiaron ninguna factura.",
        "No hemos encontrado indicios de que se copiaran datos.",
        "Sus datos están a salvo.",
        "No tuvieron acceso al archivo.",
        "Solo se copiaron los nombres.",
        "El fichero no contenía ni direcciones ni números de teléfono.",
        "No se robó nada del archivo.",
    ),
}
HONEST = {
    "en": (
        "We do not know whether patient files were opened.",
        "We did not tell patients for six days.",
        "You cannot log in to the patient portal.",
        "The patient portal is not available.",
        "The invoices were not encrypted.",
        "The archive had no alarm.",
        "We have not yet counted the invoices.",
        "The supplier did not warn us about the archive.",
        "We noticed the theft of the invoices only on Monday.",
        "Nobody checked the log of the archive for weeks.",
        "We do not keep card numbers longer than a year.",
        "You need not change your password.",
        "Our staff cannot open the archive at the moment.",
        "The letters will not arrive before Friday.",
        "Customers without an e-mail address get a letter.",
        "They copied not only names but also card numbers.",
        "We had no second login step for staff accounts.",
        "We cannot rule out that letters were copied.",
        "We cannot say whether invoices were copied.",
        "The police asked us not to name the supplier.",
        "We no longer use the old archive.",
        "No backup of the archive existed.",
        "We will not ask you for your password.",
        "Never give your password on the telephone.",
        "Do not open letters from unknown senders.",
        "The log does not show who opened the letters.",
        "It is not clear how many letters they took.",
        "The portal does not work yet.",
        "The list was not deleted when it should have been.",
        "We are not the only company that was attacked.",
        "If nobody has called you, ring us.",
        "We did not read the warning about the archive.",
        "The intruders were not stopped until 5 May.",
        "It is not true that the letters were safe.",
        "We were wrong to say that no letters were opened.",
        "We did not store the passwords safely.",
        "They had access for no less than nine days.",
        "Nobody from our company will ring you about invoices.",
        "We had not installed the update.",
        "The contract with the supplier has not ended.",
        "We have not found the stolen laptop.",
        "The attackers did not ask for money.",
    ),
    "de": (
        "Wir wissen nicht, ob Patientenakten geöffnet wurden.",
        "Sie können sich derzeit nicht anmelden.",
        "Die Rechnungen waren nicht verschlüsselt.",
        "Wir haben die Kunden sechs Tage lang nicht informiert.",
        "Das Archiv hatte keine Alarmanlage.",
        "Sie haben nicht nur Namen, sondern auch Passwörter kopiert.",
        "Wir können nicht ausschließen, dass Briefe kopiert wurden.",
        "Wir haben es erst am Montag bemerkt.",
        "Öffnen Sie keine Briefe von Unbekannten.",
        "Die Angreifer haben kein Geld verlangt.",
        "Der Lieferant hat uns nicht gewarnt.",
    ),
    "fr": (
        "Nous ne savons pas si des dossiers ont été ouverts.",
        "Vous ne pouvez pas vous connecter.",
        "Les factures n’étaient pas chiffrées.",
        "Nous n’avons pas prévenu les clients pendant six jours.",
        "Ils ont copié non seulement des noms mais aussi des mots de passe.",
        "Nous ne pouvons pas exclure que des lettres aient été copiées.",
        "Nous ne l’avons remarqué que lundi.",
        "N’ouvrez pas de lettres d’inconnus.",
        "Le fournisseur ne nous a pas avertis.",
        "Les archives n’avaient pas d’alarme.",
        "Nous n’avons pas encore compté les factures.",
    ),
    "es": (
        "No sabemos si se abrieron expedientes.",
        "Usted no puede iniciar sesión.",
        "Las facturas no estaban cifradas.",
        "No avisamos a los clientes durante seis días.",
        "Copiaron no solo nombres, sino también contraseñas.",
        "No podemos descartar que se copiaran cartas.",
        "No lo notamos hasta el lunes.",
        "No abra cartas de desconocidos.",
        "El proveedor no nos avisó.",
        "El archivo no tenía alarma.",
        "Todavía no hemos contado las facturas.",
    ),
}
NOTHING_FOUND = {
    "en": (
        "We read both access logs and found nothing.",
        "Both logs; no sign of copying.",
        "The VPN log for March. Nothing there.",
        "The mail gate. It shows no large transfer.",
        "We searched the dark web and saw none of it for sale.",
        "All 14 servers: clean.",
        "The backup system. No traces.",
        "The log of the print room; nobody had opened it.",
    ),
    "de": (
        "Beide Protokolle, ohne Befund.",
        "Wir haben beide Protokolle gelesen und nichts gefunden.",
    ),
    "fr": ("Les deux journaux ; nous n’avons rien trouvé.",),
    "es": ("Los dos registros; no encontramos nada.",),
}
LOOKED = {
    "en": (
        "The access log for 2 March.",
        "Both logs, and the file store.",
        "The log does not reach back before May.",
        "We have not read the second log yet.",
        "Everything except the tapes, which nobody can read.",
        "The VPN log, which keeps no record of copying.",
        "The firewall log; it did not record who logged in.",
    ),
    "de": (
        "Das Protokoll vom 2. März.",
        "Das Protokoll, das keine Kopien verzeichnet.",
    ),
    "fr": ("Le journal du 2 mars.",),
    "es": ("El registro del 2 de marzo.",),
}


def _all(told: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, sentence) for language, sentences in told.items() for sentence in sentences]


@each(_all(DENIALS))
def test_it_denies(language: str, sentence: str) -> None:
    """What says that something was not reached is recognised."""
    assert denies(sentence, language)


@each(_all(HONEST))
def test_it_does_not_deny(language: str, sentence: str) -> None:
    """Whoever says what they do not know, cannot do, failed to do or ask readers not to do is left alone."""
    assert not denies(sentence, language)


@each(_all(NOTHING_FOUND))
def test_it_found_nothing(language: str, sentence: str) -> None:
    """That a search found nothing comforts, in whatever words."""
    assert comforts(sentence, language)


@each(_all(LOOKED))
def test_it_only_looked(language: str, sentence: str) -> None:
    """Where somebody looked comforts nobody."""
    assert not comforts(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("They copied no letters.", True),
        ("None of the letters were stolen.", True),
        ("They did not read the letters.", False),
        ("They neither read nor copied the letters.", False),
        ("Your letters are safe.", False),
        ("They copied the letters.", False),
    ],
)
def test_who_reads_has_not_taken(sentence: str, alone: bool) -> None:
    """A sentence may deny only that something was taken."""
    assert denies_taking_alone(sentence, "en") is alone
