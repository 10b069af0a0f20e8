"""What a text elsewhere says of an incident is held against the ledger as it is at that time."""

from datetime import UTC, datetime

import pytest

from generator.adapters.outside_files import read_outside
from generator.model.channel import Channel
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.rules.runner import judge_outside
from tests.elsewhere.incident_in_five_languages import files, findings

NOW = datetime(2027, 2, 11, 9, tzinfo=UTC)
FIRST = datetime(2027, 2, 9, 9, tzinfo=UTC)


def _found(text: str, when: datetime = NOW, *, channel: Channel | None = None, language: str = "") -> list[tuple[str, str]]:
    """The codes of what is wrong, each with the words that it points at."""
    return [(one.code, words) for one, words in findings(text, when, language, channel)]


#: Faithful summaries of the newest update.
FAITHFUL = {
    "en": """Harrow Clinics: statement of 11 February

From 5 to 7 February someone was in our archive. They copied letters to 640 patients. They read bank details in these letters.
Passwords were not affected. They came in with a stolen password of our own staff; we shut that account on 8 February.

We found it on 8 February. We do not know yet whether they copied the X-ray pictures.
If a letter of yours was copied, ring your bank and tell them that your account number was in it.

You can book an appointment on our website again. Until 12 February we read the log of the archive. Our next update comes on 15 February.
""",
    "de": """Harrow Clinics: Erklärung vom 11. Februar

Vom 5. bis 7. Februar war jemand in unserem Archiv. Sie haben Briefe an 640 Patienten kopiert. In diesen Briefen haben sie Bankdaten gelesen.
Passwörter waren nicht betroffen. Sie kamen mit einem gestohlenen Passwort unserer eigenen Leute herein; das Konto haben wir am 8. Februar gesperrt.

Wir haben es am 8. Februar entdeckt. Wir wissen noch nicht, ob sie die Röntgenbilder kopiert haben.
Rufen Sie Ihre Bank an und sagen Sie, dass Ihre Kontonummer in einem Brief stand.

Termine können Sie auf unserer Website wieder buchen. Die nächste Mitteilung kommt am 15. Februar.
""",
    "fr": """Harrow Clinics : communiqué du 11 février

Du 5 au 7 février, quelqu'un était dans nos archives. Ils ont copié des lettres adressées à 640 patients. Ils y ont lu des coordonnées bancaires.
Les mots de passe n'ont pas été touchés. Ils sont entrés avec un mot de passe volé à notre propre personnel ; nous avons fermé ce compte le 8 février.

Nous l'avons découvert le 8 février. Nous ne savons pas encore s'ils ont copié les radiographies.
Appelez votre banque et dites que votre numéro de compte était dans une lettre.

Vous pouvez de nouveau prendre rendez-vous sur notre site. La prochaine mise à jour paraîtra le 15 février.
""",
    "es": """Harrow Clinics: comunicado del 11 de febrero

Del 5 al 7 de febrero alguien estuvo en nuestro archivo. Copiaron cartas a 640 pacientes. En ellas leyeron datos bancarios.
Las contraseñas no se vieron afectadas. Entraron con una contraseña robada a nuestro propio personal; cerramos esa cuenta el 8 de febrero.

Lo descubrimos el 8 de febrero. Todavía no sabemos si copiaron las radiografías.
Llame a su banco y diga que su número de cuenta estaba en una carta.

Puede volver a pedir cita en nuestra web. La próxima actualización saldrá el 15 de febrero.
""",
    "ar": """بيان عيادات هارو في 11 فبراير

من 5 إلى 7 فبراير كان شخص في أرشيفنا. نسخوا رسائل إلى 640 مريضا. وقرأوا فيها البيانات المصرفية.
دخلوا بكلمة مرور مسروقة من موظفينا، وأغلقنا هذا الحساب في 8 فبراير.
اكتشفنا ذلك في 8 فبراير. لا نعلم بعد هل نسخوا صور الأشعة.
اتصلوا ببنككم وقولوا إن رقم حسابكم كان في رسالة.
يمكنكم حجز موعد على موقعنا من جديد. التحديث التالي في 15 فبراير.
""",
}


@pytest.mark.parametrize("language", FAITHFUL)
def test_a_faithful_summary(language: str) -> None:
    """Nothing is wrong with a text that says what the newest update says, in its own words and any language of the site."""
    assert _found(FAITHFUL[language]) == []


#: By language: a sentence that contradicts the ledger, the rule, and the words that it points at.
WRONG = [
    ("en", "They copied letters to 460 patients.", "ELS001", "460"),
    ("de", "Sie haben Briefe an 731 Patienten kopiert.", "ELS001", "731"),
    ("fr", "Ils ont copié les lettres de 731 patients.", "ELS001", "731"),
    ("es", "Copiaron cartas a 731 pacientes.", "ELS001", "731"),
    ("en", "Passwords were stolen as well.", "ELS003", "Passwords"),
    ("de", "Auch Passwörter wurden gestohlen.", "ELS003", "Passwörter"),
    ("fr", "Des mots de passe ont été volés.", "ELS003", "mots de passe"),
    ("es", "Robaron contraseñas.", "ELS003", "contraseñas"),
    ("en", "The attackers copied bank details.", "ELS003", "bank details"),
    ("en", "No bank details were seen.", "ELS004", "bank details"),
    ("de", "Es wurden keine Bankdaten gelesen.", "ELS004", "Bankdaten"),
    ("fr", "Aucune coordonnée bancaire n'a été consultée.", "ELS004", "coordonnée bancaire"),
    ("es", "No se vieron datos bancarios.", "ELS004", "datos bancarios"),
    ("en", "On 2 February an unauthorised party accessed the archive.", "ELS005", "2 February"),
    ("de", "Am 2. Februar ist jemand in das Archiv eingedrungen.", "ELS005", "2. Februar"),
    ("fr", "Le 2 février, quelqu'un est entré dans les archives.", "ELS005", "2 février"),
    ("es", "El 2 de febrero alguien entró en el archivo.", "ELS005", "2 de febrero"),
    ("ar", "في 2 فبراير دخل شخص إلى الأرشيف.", "ELS005", "2 فبراير"),
    ("en", "We became aware of it on 10 February 2027.", "ELS005", "10 February 2027"),
    ("de", "Wir haben den Vorfall am 10. Februar bemerkt.", "ELS005", "10. Februar"),
    ("en", "You should not ring your bank yet.", "ELS006", "You should not ring your bank yet."),
    ("de", "Rufen Sie Ihre Bank bitte noch nicht an.", "ELS006", "Rufen Sie Ihre Bank bitte noch nicht an."),
    ("fr", "N'appelez pas encore votre banque.", "ELS006", "N'appelez pas encore votre banque."),
    ("es", "No llame todavía a su banco.", "ELS006", "No llame todavía a su banco."),
    (
        "en",
        "They came in through a computer of one of our suppliers.",
        "ELS006",
        "They came in through a computer of one of our suppliers.",
    ),
    (
        "en",
        "At the moment you cannot book an appointment on our website.",
        "ELS006",
        "At the moment you cannot book an appointment on our website.",
    ),
    ("en", "The next update follows on 18 February.", "ELS007", "18 February"),
    ("de", "Die nächste Mitteilung folgt am 18. Februar.", "ELS007", "18. Februar"),
    ("fr", "La prochaine mise à jour suivra le 18 février.", "ELS007", "18 février"),
    ("es", "La próxima actualización será el 18 de febrero.", "ELS007", "18 de febrero"),
    ("ar", "التحديث التالي في 18 فبراير.", "ELS007", "18 فبراير"),
    ("en", "By 20 February we will have read the log of the archive.", "ELS007", "20 February"),
    ("en", "Patients do not need to take any action.", "ELS008", "do not need to take any action"),
    ("en", "They did not copy any X-ray pictures.", "ELS009", "They did not copy any X-ray pictures."),
    ("de", "Die Röntgenbilder haben sie nicht kopiert.", "ELS009", "Die Röntgenbilder haben sie nicht kopiert."),
]


@pytest.mark.parametrize(("language", "sentence", "code", "words"), WRONG)
def test_a_contradiction(language: str, sentence: str, code: str, words: str) -> None:
    """A sentence that contradicts the ledger is found by the rule for it, which points at the words."""
    assert (code, words) in _found(sentence, language=language)


@pytest.mark.parametrize(("language", "sentence", "code", "words"), WRONG)
def test_a_contradiction_in_a_text(language: str, sentence: str, code: str, words: str) -> None:
    """Behind a faithful text, the sentence is found all the same, and nothing else of the facts is."""
    found = _found(f"{FAITHFUL[language]}\n{sentence}\n")
    assert (code, words) in found
    assert {one for one, said in found if one.startswith("ELS") and said != words} <= set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On 10 February we found that bank details were in the letters."),
        ("de", "Am 10. Februar haben wir festgestellt, dass in den Briefen Bankdaten standen."),
        ("fr", "Le 10 février, nous avons constaté que des coordonnées bancaires étaient dans les lettres."),
        ("es", "El 10 de febrero descubrimos que había datos bancarios en las cartas."),
        ("en", "We became aware of it on Monday."),
        ("de", "Am Morgen des 8. Februar haben wir es bemerkt."),
        ("es", "Lo descubrimos el lunes por la mañana."),
        ("en", "You reach us 24/7, and on 3/4 of all days within an hour; the next update comes on 2/15."),
    ],
)
def test_days_of_other_things(language: str, text: str) -> None:
    """A day on which something else was found, a day of the week that fits, and what only looks like a day are left alone."""
    assert [one for one in _found(text, language=language) if one[0].startswith("ELS")] == []


def test_a_question_that_has_an_answer() -> None:
    """That something is not known is taken back by its answer; the answer itself, in the words of the question, is not."""
    answered = files()
    second = "content/incidents/archive/02-copied.md"
    answered = {path: text for path, text in answered.items() if path.count(".") == 1 or path.endswith(".yml")}
    answered["site_config.yml"] = answered["site_config.yml"].replace(", languages: [de, fr, es, ar]", "")
    third = answered[second].replace("published: 2027-02-10T11:00Z", "published: 2027-02-10T15:00Z")
    head = third[: third.index("contained_by")]
    answered["content/incidents/archive/03-answer.md"] = (
        f"{head}contained_by: shut\nknown: {{copied: They copied the X-ray pictures.}}\nnext_update: 2027-02-15T12:00Z\n---\n"
    )
    site = checking.check([RawFile(path, text.encode(), len(text.encode())) for path, text in answered.items()], NOW)

    def codes(text: str) -> list[str]:
        pages = read_outside("text.txt", text.encode())
        return [
            one.code for one in judge_outside(pages, site.ledgers["archive"], NOW, site.analysis) if one.code.startswith("ELS")
        ]

    assert codes("We do not know yet whether they copied the X-ray pictures.") == ["ELS006"]
    assert codes("They copied the X-ray pictures.") == []
