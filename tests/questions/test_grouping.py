"""Customers' messages are grouped by what they ask, whatever the words and the language."""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from itertools import combinations

import pytest

from generator.model.customer_message import Answerer, CustomerMessage, QuestionGroup
from generator.questions.answers import with_answers
from generator.questions.report import groups
from generator.questions.similarity import grouped
from generator.questions.sorting import sort
from generator.questions.subjects import unknown_in
from tests.least_time import least_seconds


def _groups(*bodies: str) -> tuple[QuestionGroup, ...]:
    return grouped(sort([CustomerMessage("", body) for body in bodies]).questions)


#: Thirteen messages that ask six things, two languages each.
SETS = {
    "en, de": (
        "Dear all,\n\nI have been with you for years. Was my data stolen?\n\nKind regards\nJane Miller",
        "Guten Tag,\nsind meine Daten auch dabei?\nMit freundlichen Grüßen\nUwe Sand",
        "AM I AFFECTED???",
        "bin ich betroffen",
        "How did the attackers get in?\n> Old text: who pays for this?",
        "Wie konnten die Hacker eindringen?",
        "Do I need to change my pasword?",
        "Muss ich mein Kennwort ändern?",
        "Will you refund my losses?",
        "Hallo zusammen, wer haftet für den Schaden?",
        "Please delete my account, I have had enough.",
        "Ich möchte, dass Sie meine Daten löschen.",
        "Can I use the app again?",
    ),
    "en, fr": (
        "Why did we have to read about this in the newspaper, and why did nobody inform us?",
        "Bonjour,\nPourquoi avons-nous appris cela par la presse ?\nCordialement\nLuc",
        "When did you find out?",
        "Is it safe to log in again?",
        "Est-ce que je peux me connecter sans danger ?",
        "Mes enfants sont-ils concernés ?",
        "Were my kids' records leaked?",
        "Que dois-je faire maintenant ?",
        "What should I do now??",
        "Qui va payer les dommages ?",
        "Do we get compensation?",
        "Is my card information stolen?",
        "Mes coordonnées bancaires ont-elles été volées ?",
    ),
    "es, en": (
        "¿Me afecta el ataque?",
        "hola, quiero saber si estoy afectado. gracias",
        "Am I one of the people affected?",
        "¿Cómo consiguieron entrar?",
        "how did they break in",
        "¿Debo cambiar la contraseña?",
        "Should I reset my password? Thanks in advance for your help",
        "¿Qué tengo que hacer?",
        "What can I do to protect myself?",
        "Quiero que borren mis datos.",
        "I want my data erased. Please remove it.",
        "¿Desde cuándo lo sabían?",
        "Why did you wait so long?",
    ),
    "ar, en": (
        "السلام عليكم،\nهل سرقت بياناتي؟",
        "Has my information been stolen?",
        "هل أنا متضرر؟",
        "كيف دخل المهاجمون؟",
        "How could the criminals break into your systems?",
        "هل يجب تغيير كلمة السر؟",
        "Must I change my password?",
        "متى عرفتم بالحادث؟",
        "Since when have you known?",
        "أرجو حذف بياناتي",
        "Kindly erase my data.",
        "من سيدفع التعويض؟",
        "Is there any compensation for us?",
    ),
}


#: The same, each thing asked in two ways that share few words.
SETS["en, de, mixed"] = (
    *(
        "Have my credentials been compromised?",
        "Wurde mein Passwort gestohlen?",
        "Was muss ich jetzt machen?",
        "Which steps should I take now?",
    ),
    *("How come I read about it in the press before hearing from you?", "Wieso haben wir es aus der Presse erfahren?"),
    *(
        "Do my kids need to worry, is their data affected?",
        "Sind die Daten meiner Kinder betroffen?",
        "Gibt es eine Entschädigung?",
    ),
    *(
        "Is there any form of compensation?",
        "Is it ok to use the app?",
        "Ist die App wieder sicher?",
        "Kann man sich wieder einloggen?",
    ),
)


@pytest.mark.parametrize("bodies", SETS.values(), ids=SETS)
def test_thirteen_messages_that_ask_six_things(bodies: tuple[str, ...]) -> None:
    """Six groups, in which every message is counted once."""
    found = _groups(*bodies)
    assert len(bodies) == 13
    assert len(found) == 6, [group.example for group in found]
    assert sum(group.letters for group in found) == 13


#: Messages by what they ask, as a person sorted them.
LABELLED = {
    "affected": (
        "Am I affected by this?",
        "Is my info among the stolen records?",
        "was my data taken",
        "Gehöre ich zu den Betroffenen?",
        "Wurden auch meine Daten abgegriffen?",
        "Suis-je touchée par cette fuite ?",
        "Est-ce que mes infos ont été volées ?",
        "¿Han robado mis datos?",
        "¿Soy una de las personas afectadas?",
        "هل تسربت معلوماتي؟",
        "Did the hackers get hold of my details?",
    ),
    "password": (
        "Do I have to get a new password?",
        "should we all change our passwords",
        "Soll ich mein Passwort zurücksetzen?",
        "Brauche ich neue Zugangsdaten?",
        "Dois-je changer mon mot de passe ?",
        "¿Hace falta cambiar la clave?",
        "هل علي تغيير كلمة المرور؟",
    ),
    "entry": (
        "How was this possible?",
        "how did someone get into your system",
        "Wie konnte das passieren?",
        "Auf welchem Weg kamen die Täter hinein?",
        "Comment les pirates sont-ils entrés ?",
        "¿Cómo pudo pasar esto?",
        "كيف حدث الاختراق؟",
    ),
    "pays": (
        "Who covers the cost if my money is gone?",
        "Do you offer credit monitoring?",
        "Bekomme ich Schadenersatz?",
        "Wer ersetzt mir den Schaden?",
        "Serons-nous dédommagés ?",
        "¿Habrá una indemnización?",
        "هل ستدفعون تعويضا؟",
        "I want my money back",
    ),
    "late": (
        "Why are you only telling us now?",
        "How long have you known about it?",
        "Why did I hear it on the radio first?",
        "Warum erfahre ich das aus der Zeitung?",
        "Seit wann wissen Sie davon?",
        "Pourquoi nous prévenir si tard ?",
        "¿Por qué avisaron tan tarde?",
        "لماذا تأخرتم في إبلاغنا؟",
    ),
    "delete": (
        "Delete everything you hold about me.",
        "Can you close my account?",
        "Bitte löschen Sie mein Konto.",
        "Supprimez mon compte, svp.",
        "Exijo que eliminen mi cuenta.",
        "احذفوا حسابي من فضلكم",
    ),
    "use": (
        "Is the website safe again?",
        "Can I sign in again without risk?",
        "Kann ich das Portal wieder nutzen?",
        "L'appli est-elle sûre maintenant ?",
        "¿Puedo volver a usar la aplicación?",
        "هل التطبيق آمن الآن؟",
    ),
    "do": (
        "What am I supposed to do now?",
        "Do I have to do anything?",
        "Was kann ich jetzt tun?",
        "Que faut-il faire ?",
        "¿Qué hago ahora?",
        "ماذا أفعل الآن؟",
    ),
    "card": ("Were my bank details stolen?", "Haben die meine Kreditkarte geklaut?", "¿Robaron los datos de mi tarjeta?"),
}


@pytest.mark.no_cover
def test_a_sorted_set() -> None:
    """Of the pairs that the groups make, and of those that a person made, at least this part agrees."""
    labels = [label for label, several in LABELLED.items() for _ in several]
    bodies = [body for several in LABELLED.values() for body in several]
    assert len(bodies) >= 60
    together = _pairs_of_groups(bodies)
    wanted = {pair for pair in combinations(range(len(bodies)), 2) if labels[pair[0]] == labels[pair[1]]}
    precision, recall = (len(together & wanted) / len(one) for one in (together, wanted))
    wrong = [(bodies[one], bodies[other]) for one, other in together - wanted]
    f1 = 2 * precision * recall / (precision + recall)
    assert f1 >= 0.9, (f1, precision, recall, wrong, [group.example for group in _groups(*bodies)])
    assert precision >= 0.95, wrong


def _pairs_of_groups(bodies: Sequence[str]) -> set[tuple[int, int]]:
    by_group: dict[tuple[str, ...], set[int]] = defaultdict(set)
    questions = sort([CustomerMessage("", body) for body in bodies]).questions
    for one, other in combinations(range(len(bodies)), 2):
        mine, theirs = ([part for part in questions if part[0] == number] for number in (one, other))
        if any(len(grouped([left, right])) == 1 for left in mine for right in theirs):
            by_group["together",] |= set()
            by_group[str(one), str(other)] = {one, other}
    return {(int(key[0]), int(key[1])) for key, several in by_group.items() if several}


APART = (
    ("Was my password stolen?", "How do I change my password?"),
    ("Must I change my password?", "How do I change my password?"),
    ("Wurde mein Passwort gestohlen?", "Wie ändere ich mein Passwort?"),
    ("Was my card stolen?", "Was my password stolen?"),
    ("Are my children affected?", "Am I affected?"),
    ("When did you know?", "When will you know more?"),
    ("Will you delete my data?", "Did they delete my data, the hackers?"),
    ("Did you pay the ransom?", "Do you pay compensation?"),
    ("How many people are affected?", "Am I affected?"),
    ("Is my card safe?", "Is the app safe again?"),
    ("Who broke in, which hackers?", "How did the hackers break in?"),
    ("¿Me robaron la contraseña?", "¿Cómo cambio la contraseña?"),
)


@pytest.mark.parametrize("pair", APART)
def test_what_must_not_join(pair: tuple[str, str]) -> None:
    """Two questions about the same thing stay two when they ask something else of it."""
    assert len(_groups(*pair)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "Was my data stolen and what should I do?",
        "Wurden meine Daten gestohlen und was soll ich tun?",
        "Was my data stolen? I am very worried. What should I do?",
    ],
)
def test_a_message_that_asks_two_things(body: str) -> None:
    """Each part joins its own group, and the message is counted once in each."""
    found = _groups(body, "Am I affected?", "What can I do?", "Was my data stolen? Is my data in it?")
    assert {group.subject: group.letters for group in found} == {"affected": 3, "act": 2}


THREATS = (
    "We have all your customer data. Pay 3 bitcoin within 48 hours or we publish it. Was my data stolen? Ask them!",
    "Wir haben Ihre Kundendaten. Zahlen Sie in Bitcoin, sonst veröffentlichen wir alles. Warum antworten Sie nicht?",
    "Nous avons vos données. Payez, sinon nous publierons tout. Pourquoi ce silence ?",
    "Tenemos sus datos. Paguen o publicamos todo. ¿Por qué no contestan?",
    "Our team downloaded 400 GB of your documents. Where is your director?",
    "Pay or your customers' files will be leaked. Do you want that?",
    "Why do you not answer? Look at abcdefghij234567abcdefghij234567.onion",
)


@pytest.mark.parametrize("threat", THREATS)
def test_threats_stand_apart(threat: str) -> None:
    """What an extortionist writes is counted and shown nowhere, however many ask with a question mark."""
    messages = [CustomerMessage("", threat)] * 5 + [
        CustomerMessage("", "Am I affected?"),
        CustomerMessage("", "We offer SEO services. Buy now?"),
    ]
    found = sort(messages)
    assert (found.threats, found.advertising) == (5, 1)
    shown = groups(grouped(found.questions), found, len(messages), 1)
    assert shown.count("?") == 1
    assert "5 messages with threats" in shown


@pytest.mark.parametrize(
    "body",
    [
        "I got a mail: we have your data, pay in bitcoin or we publish it. Is this real?",
        "Did you pay them in bitcoin?",
        "Will they publish my data?",
        "How do I pay my bill now?",
        "Do you have my data?",
    ],
)
def test_customers_who_write_of_threats(body: str) -> None:
    """A customer who asks about a threat, or who pays a bill, is a customer."""
    assert sort([CustomerMessage("", body)]).threats == 0


def test_titles() -> None:
    """The plainest wording stands for a group: no insult, no name, no number, no capitals, if there is another one."""
    bad = (
        "WAS MY DATA STOLEN?",
        "You idiots, was my data stolen?",
        "My name is Anna Brown, was my data stolen?",
        "Was data of 12345678 stolen?",
    )
    (group,) = _groups(*bad, *bad, "Can you please say whether they have stolen my personal data, as I fear?")
    assert group.example == "Can you please say whether they have stolen my personal data, as I fear?"
    assert group.letters == 9
    (group,) = _groups("You damned LIARS, was my data stolen?")
    assert group.example == "You damned […] was my data stolen?"


def test_what_answers() -> None:
    """What the site says in the words of the question stands below it; where nothing does, the line for `unknown:` has no customer's words."""
    known = (
        Answerer("known", "x", "entry", "Someone broke into our help desk with a stolen password."),
        Answerer("action", "x", "change", "Change your password on our website."),
        Answerer("unknown", "x", "whose", "Whether they copied data of customers."),
    )
    asked = (
        "Wie sind die Angreifer reingekommen?",
        "Dois-je changer mon mot de passe ?",
        "Was my data stolen?",
        "Who pays for Zebulon?",
    )
    found = sort([CustomerMessage("", one) for one in asked])
    with_them = {group.subject: group for group in with_answers(grouped(found.questions), known)}
    assert [with_them[name].answers[0].name for name in ("entry", "change", "affected")] == ["entry", "change", "whose"]
    assert not with_them["compensation"].answers
    said = groups((with_them["compensation"],), found, 1, 1)
    assert "Nothing answers this yet." in said
    assert "`compensation: Who pays for damage.`" in said


@pytest.mark.slow
@pytest.mark.no_cover  # Tracing doubles the time.
def test_ten_thousand_messages() -> None:
    """So many are grouped in seconds, usual questions and unusual ones, long ones, empty ones and signs alone."""
    bodies = [body for several in LABELLED.values() for body in several]
    many = [f"{bodies[number % len(bodies)]} Ref {number}" for number in range(5000)]
    many += [f"Is the thing{number} in room{number % 97} blue{number % 31}?" for number in range(4000)]
    many += ["word " * 20_000 + "?", "", "😀😀😀😀😀😀😀😀?", "?" * 10_000, "a, and " * 20_000] * 200
    assert least_seconds(lambda: _groups(*many), enough=20, runs=2) < 20
    assert _groups(*many[:100])


@pytest.mark.parametrize(
    "body",
    [
        "You have 30 days to delete my data, or I go to court.",
        "Pay me compensation or we see each other in court!",
        "Zahlt mir Schadenersatz, sonst gehe ich zum Anwalt.",
        "I will post this on social media. Was my data stolen?",
        "This is my last warning: delete my account!",
    ],
)
def test_angry_customers(body: str) -> None:
    """Somebody who is angry, names a deadline or a court, is a customer all the same."""
    assert (sort([CustomerMessage("", body)]).threats, len(_groups(body))) == (0, 1)


def test_nothing_of_a_customer_in_the_line_for_unknown() -> None:
    """The line that is offered has words of ours only, also where the question is an unusual one."""
    found = sort([CustomerMessage("", "Does Zebulon Quux of Mill Lane still have the blue valve?")])
    said = groups(grouped(found.questions), found, 1, 1)
    assert "Zebulon" not in said[said.index("Nothing answers") :]


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
def test_every_line_for_unknown_is_translated(language: str) -> None:
    """Whatever can be asked has a line in each language of the program, and no other has one."""
    words = files("generator.questions").joinpath("words")
    asked = {one["name"] for one in tomllib.loads(words.joinpath("asked.toml").read_text(encoding="utf-8"))["asked"]}
    lines = tomllib.loads(words.joinpath("unknown.toml").read_text(encoding="utf-8"))[language]
    assert set(lines) == asked
    assert all(unknown_in(name, language).endswith(".") for name in asked)
