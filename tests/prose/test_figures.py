"""Figures in prose against what the ledger counts."""

from itertools import pairwise

import pytest

from generator.model.diagnostic import Severity
from generator.model.update import Count, CountForm
from generator.prose.figures import (
    Amount,
    CountedFigures,
    CountedPopulation,
    FigureReader,
    FigureVerdict,
    Where,
    counts,
    gives,
    read_figures,
    restated,
    wrong_figures,
)
from tests.each import each

PUPILS = CountedPopulation(
    name="pupils",
    words=("children", "students"),
    unit="people",
    count=Amount.exactly(452),
    of=6300,
    sent=Amount.exactly(440),
    former=(Amount.exactly(389),),
)
SCHOOL = CountedFigures(
    (
        PUPILS,
        CountedPopulation(name="boarders", unit="people", count=Amount.exactly(128), part_of="pupils"),
        CountedPopulation(name="teachers", unit="people", count=Amount(90, 140, (90, 140))),
        CountedPopulation(name="mail-accounts", unit="accounts", count=Amount(163, None, (163,))),
        CountedPopulation(name="school-reports", unit="reports", count=Amount(1250, 1350, (1300,)), part_of="pupils"),
    ),
    occurred=2027,
)

RIGHT = [
    "They read the reports of 452 pupils.",
    "452 pupils are affected.",
    "All 452 pupils have had a letter.",
    "Of our 6,300 pupils, 452 are affected.",
    "They opened the files of 452 of our 6,300 pupils.",
    "About 450 pupils are affected.",
    "More than 400 pupils are affected.",
    "Nearly 460 pupils are affected.",
    "Fewer than 500 pupils are affected.",
    "At most 452 pupils are affected.",
    "They read the reports of 128 boarders.",
    "They read the reports of four hundred and fifty-two pupils.",
    "Pupils: 452",
    "Pupils affected: 452 (of 6,300)",
    "Between 90 and 140 teachers are affected.",
    "90 to 140 teachers are affected.",
    "About 120 teachers are affected.",
    "At least 163 accounts were opened.",
    "More than 160 mail accounts were opened.",
    "More than 163 mail accounts were opened.",
    "About 1,300 reports were copied.",
    "On Monday they read the files of 200 pupils and on Tuesday those of 252 pupils.",
    "They read the files of 324 day pupils and 128 boarders.",
    "The other 324 pupils are safe.",
    "They read the reports of 300 of the 452 pupils.",
    "440 pupils were sent a letter.",
    "They copied the reports of 452 children.",
    "452 pupils, and what we do now",
]

LEFT_ALONE = [
    "Three people broke into the school.",
    "Two pupils found the page and told us.",
    "Seven people saw the break-in and rang the police.",
    "Two people opened the reports of 452 pupils.",
    "200 pupils have called us since Friday.",
    "Our switchboard can take calls of 30 people at a time.",
    "We answer 40 people an hour.",
    "Each envelope is packed by two people.",
    "Twelve pupils a day come to the desk.",
    "If more than 500 people are affected, we must tell the authority within a day.",
    "We must write to 1,000 people at least in such a case.",
    "The group says that it has the reports of 9,000 pupils.",
    "According to a newspaper the reports of 5,000 pupils were copied.",
    "700 pupils are affected, says the seller.",
    "In 2019, 60 pupils were affected by another incident.",
    "An earlier breach affected 77 pupils.",
    "In 2021 they read reports of 33 pupils.",
    "We tested the login with 25 pupils.",
    "Our 6,300 pupils have new passwords.",
    "We have hired 12 people.",
    "Ring us: six people answer until 19:30.",
    "We wrote to 120 people on 3 March.",
    "Room 12 pupils may use the back door.",
    "We opened the hall for pupils at 14:30.",
    "On 12 May pupils had a new login.",
    "The fine is €300 per pupil.",
    "Version 3.2 accounts work again.",
    "40% of pupils have changed it.",
    "The 4th pupil to ring us had a question.",
    "300 minutes later pupils rang us.",
    "Whether 500 people or more are affected, we do not know.",
    "Our team of 15 people works on it.",
    "One pupil rang us.",
    "No one of the pupils was hurt.",
]

WRONG = [
    "They read the reports of 425 pupils.",
    "They read the reports of 389 pupils.",
    "389 pupils, and what we do now",
    "They read the reports of seven pupils.",
    "They read the reports of five hundred pupils.",
    "600 pupils are affected.",
    "They copied data of 1,200 people.",
    "They opened the files of 389 of our 6,300 pupils.",
    "Pupils: 389",
    "About 700 pupils are affected.",
    "More than 500 pupils are affected.",
    "At most 300 pupils are affected.",
    "Fewer than 400 pupils are affected.",
    "They read reports of 150 boarders.",
    "150 boarders are affected.",
    "Between 200 and 300 teachers are affected.",
    "About 180 teachers are affected.",
    "More than 500 mail accounts were opened.",
    "At most 50 accounts were opened.",
    "About 2,000 reports were copied.",
    "The reports of nine hundred children were stolen.",
    "The stolen reports of 700 pupils are on a forum.",
    "They had access to the files of 999 pupils.",
    "6,400 pupils are affected.",
    "The database held reports of 391 pupils.",
    "The reports of 1.5 million pupils were leaked.",
    "They took the reports of 3 thousand pupils.",
    "388 children were affected.",
    "It affects 512 students.",
    "512 affected students",
    "They saw names of 612 of the 6,300 pupils.",
]

STALE = [
    "We have written to 389 pupils.",
    "We have told 425 pupils.",
    "389 pupils know of it by now.",
    "We rang the parents of 389 pupils.",
    "We posted letters to 254 pupils.",
]

#: Another incident: a charity's.
CHARITY = CountedFigures(
    (
        CountedPopulation(
            name="donors",
            unit="people",
            count=Amount.exactly(1140),
            of=9400,
            sent=Amount.exactly(1150),
            former=(Amount.exactly(860),),
        ),
        CountedPopulation(name="regular-donors", unit="people", count=Amount.exactly(700), part_of="donors"),
        CountedPopulation(name="volunteers", unit="people", count=Amount(0, 60, (60,))),
        CountedPopulation(
            name="bank-details", words=("account numbers",), unit="account numbers", count=Amount.exactly(95), part_of="donors"
        ),
        CountedPopulation(name="letters", unit="letters", count=Amount(3950, 4050, (4000,))),
    ),
    occurred=2027,
)
HONEST_OF_CHARITY = [
    "They read the data of 1,140 donors.",
    "The data of 1140 donors was copied.",
    "1,140 donors are affected, 700 of them regular donors.",
    "440 donors are not regular donors; their data was copied too.",
    "Over 1,100 donors are affected.",
    "They copied account numbers of 95 donors.",
    "They copied 95 account numbers.",
    "About 4,000 letters were opened.",
    "Some 4,000 letters were opened.",
    "Up to 60 volunteers are affected.",
    "At most 60 volunteers are affected.",
    "One in eight of our 9,400 donors is affected.",
    "Of 9,400 donors 1,140 are affected.",
    "We sent letters to 1,150 people.",
    "Ten letters came back.",
    "By Friday 300 donors had rung us.",
    "Four people work at the desk.",
    "We have added 8 people to the team.",
    "A group of 3 people broke into the office.",
    "Three volunteers found the door open.",
    "The thief says he has 20,000 letters.",
    "They want 50,000 euros for the letters.",
    "The fine can be 10,000 euros.",
    "We print 2,000 letters an hour.",
    "If you gave in 2020, 300 donors like you are affected.",
    "In 2022 a thief took data of 90 donors.",
    "At another charity, 5,000 donors were affected by an unrelated leak.",
    "We must write to 1,140 people within 30 days.",
    "Call 0800 123 456, two people answer.",
    "At 10:30 donors rang us.",
    "On 12 donors' forms the number was wrong.",
    "20% of donors are affected.",
    "Between 3 and 5 May they read the data of 1,140 donors.",
]
WRONG_OF_CHARITY = [
    "They read the data of 1,410 donors.",
    "They read the data of 860 donors.",
    "860 donors, and how it happened",
    "1,410 donors are affected",
    "Data of 1,240 donors was copied.",
    "They copied 59 account numbers.",
    "They copied account numbers of 950 donors.",
    "About 6,000 letters were opened.",
    "More than 60 volunteers are affected.",
    "Ninety volunteers are affected.",
    "They took data of eleven hundred donors.",
    "All 9,800 donors are affected.",
    "The thief copied the data of 3,000 people.",
    "Nearly 2,000 donors are affected.",
    "They read the letters of 860 of 9,400 donors.",
    "The leak hit 1,200 donors.",
    "Only 12 donors are affected.",
    "At least 1,300 donors are affected.",
    "The stolen list held 1,104 donors.",
    "Donors affected: 860",
    "Half of it, data of 570 donors, was copied.",
    "They could see the letters of 600 donors.",
]

#: A shop's.
SHOP = CountedFigures(
    (
        CountedPopulation(name="members", unit="people", count=Amount.exactly(317), of=26000, former=(Amount.exactly(232),)),
        CountedPopulation(name="adults", unit="people", count=Amount.exactly(240), part_of="members"),
        CountedPopulation(
            name="invoices", unit="invoices", count=Amount(1000, 2000, (1000, 2000)), former=(Amount(500, None, (500,)),)
        ),
        CountedPopulation(name="password", words=("passwords",), unit="people", count=Amount.exactly(41), part_of="members"),
    ),
    occurred=2027,
)
HONEST_OF_SHOP = [
    "317 members' letters were read.",
    "The letters of three hundred and seventeen members were read.",
    "The 317 are 240 adults and 77 children.",
    "They opened the letters of 240 adults and 77 younger members.",
    "Passwords of 41 members were copied.",
    "41 passwords were copied.",
    "They copied passwords of 41 people.",
    "Between 1,000 and 2,000 invoices were read.",
    "1,000 to 2,000 invoices were read.",
    "About 1,500 invoices were read.",
    "At least 1,000 invoices were read.",
    "Up to 2,000 invoices were read.",
    "More than 300 members are affected.",
    "Fewer than 400 members are affected.",
    "All 317 members have been told.",
    "Of the 317 members, 120 have rung us.",
    "120 of the 317 members have opened our letter.",
    "We rang 197 members on Monday.",
    "We sent 50 members a new key.",
    "Two thieves took the letters of 317 members.",
    "Three days later 317 members knew.",
    "On 2 March members rang.",
    "In March 2027 members rang.",
    "At 8 members came.",
    "The 26,000 members have a new login.",
    "We write to 26,000 members, although 317 are affected.",
    "If it turns out that 500 members are affected, we say so here.",
    "Whether it is more than 317 members, we do not know.",
    "A newspaper says that 3,000 members are affected.",
    "They claim to have letters of 26,000 members.",
    "In 2025, letters of 40 members were lost in a separate incident.",
    "A bus has 60 seats for members.",
    "Each key opens the letters of 12 members.",
    "We can ring 80 members an hour.",
]
WRONG_OF_SHOP = [
    "371 members' letters were read.",
    "The letters of three hundred and seventy-one members were read.",
    "They opened the letters of 204 adults.",
    "They copied 14 passwords.",
    "Passwords of 400 members were copied.",
    "Between 3,000 and 4,000 invoices were read.",
    "About 5,000 invoices were read.",
    "At least 3,000 invoices were read.",
    "500 invoices were read.",
    "At most 100 invoices were read.",
    "232 members are affected.",
    "232 members",
    "They saw letters of 232 members and nothing else.",
    "They saw the letters of nine members.",
    "The stolen folder contained letters of 1,317 members.",
    "They got into the accounts of 3,180 members.",
    "Affected: 232 members",
    "Members: 232",
    "People affected: 500",
    "250 of our 26,000 members are affected.",
    "Over 1,000 members are affected.",
    "A million members are affected.",
    "Nearly all 25,000 members are affected.",
    "Letters of 12 members leaked.",
    "Nobody saw the letters of the other 500 members.",
]


def _severities(text: str, where: Where = Where.FACT, state: CountedFigures = SCHOOL) -> list[Severity]:
    return [figure.severity for figure in wrong_figures(text, "en", state, where) if figure.severity]


@each(RIGHT)
def test_right(sentence: str) -> None:
    """A figure of the ledger, or one that follows from its figures, is right."""
    assert _severities(sentence) == []
    assert read_figures(sentence, "en", SCHOOL)


@each(LEFT_ALONE)
def test_left_alone(sentence: str) -> None:
    """Who rang us, what others say, rates and rules are not counted."""
    assert _severities(sentence) == []


@each(WRONG)
def test_wrong(sentence: str) -> None:
    """What counts and is no figure of the ledger is an error in a fact."""
    assert Severity.ERROR in _severities(sentence)


@each(STALE)
def test_stale(sentence: str) -> None:
    """What does not count is worth a word when it is a figure that was given up, or one with its digits mixed."""
    assert _severities(sentence) == [Severity.WARNING]


@each(HONEST_OF_CHARITY)
def test_honest_of_another_incident(sentence: str) -> None:
    """What is honest of one ledger is judged by that ledger."""
    assert _severities(sentence, state=CHARITY) == []


@each(WRONG_OF_CHARITY)
def test_wrong_of_another_incident(sentence: str) -> None:
    """So is what is wrong."""
    assert _severities(sentence, state=CHARITY) == [Severity.ERROR]


@each(HONEST_OF_SHOP)
def test_honest_of_a_shop(sentence: str) -> None:
    """Intervals, kinds with a count and parts."""
    assert _severities(sentence, state=SHOP) == []


@each(WRONG_OF_SHOP)
def test_wrong_of_a_shop(sentence: str) -> None:
    """What lies outside of them is wrong."""
    assert _severities(sentence, state=SHOP) == [Severity.ERROR]


@each(list(Where))
def test_how_much_it_matters(where: Where) -> None:
    """An error in titles, summaries, stories, facts and ends; elsewhere a warning."""
    expected = Severity.WARNING if where is Where.ELSEWHERE else Severity.ERROR
    assert _severities("They read the reports of 600 pupils.", where) == [expected]


def test_the_old_figure_of_what_is_corrected() -> None:
    """An update that corrects a figure may say the old one."""
    old = Amount.exactly(389)
    corrected = CountedPopulation(name="pupils", unit="people", count=Amount.exactly(452), former=(old,), corrected=(old,))
    assert _severities("We no longer say that they read the reports of 389 pupils.", state=CountedFigures((corrected,))) == []
    assert _severities("They read the reports of 389 pupils.", state=SCHOOL) == [Severity.ERROR]


def test_some_of_a_total() -> None:
    """A few of a present count is right; a few of a total that is no count is not."""
    assert _severities("They read the reports of 17 of the 452 pupils.") == []
    assert _severities("They read the reports of 17 of our 6,300 pupils.") == [Severity.ERROR]
    assert Severity.ERROR in _severities("They read the reports of 500 of the 452 pupils.")


def test_a_figure_says_why() -> None:
    """What it is, near which name, and what decided."""
    (figure,) = wrong_figures("Yesterday they read the reports of 600 children.", "en", SCHOOL, Where.TITLE)
    assert (figure.quote, figure.name, figure.verdict) == ("600", "children", FigureVerdict.WRONG)
    assert [population.name for population in figure.populations] == ["pupils"]
    assert figure.because


def test_an_amount_of_a_count() -> None:
    """Counts of the format are amounts."""
    count = Count(population="pupils", unit="people", form=CountForm.AT_LEAST, low=163, high=None, stated=(163,))
    assert Amount.of(count) == Amount(163, None, (163,))


def test_which_texts_count() -> None:
    """A fact counts when a number in it says how many were reached, right or wrong."""
    assert counts("They read the reports of 452 pupils.", "en", SCHOOL)
    assert counts("They read the reports of 453 pupils.", "en", SCHOOL)
    assert not counts("452 pupils have called us.", "en", SCHOOL)
    assert not counts("They read the reports of some pupils.", "en", SCHOOL)


def test_which_texts_give_a_figure() -> None:
    """A fact gives a figure of a count when it stands near its name."""
    assert gives("They read the reports of 389 pupils.", "en", PUPILS, Amount.exactly(389))
    assert gives("We have written to 389 children.", "en", PUPILS, Amount.exactly(389))
    assert not gives("They read 389 pages of it.", "en", PUPILS, Amount.exactly(389))
    assert not gives("They read the reports of 389 pupils.", "en", PUPILS, Amount.exactly(390))
    assert not gives("They read the reports of many pupils.", "en", PUPILS, Amount.exactly(389))


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("de", "Sie haben die Akten von 1.452 Schülern gelesen.", "Sie haben die Akten von 1.389 Schülern gelesen."),
        ("de", "Rund 1.450 Schüler sind betroffen.", "Rund 1.700 Schüler sind betroffen."),
        ("fr", "Ils ont copié les dossiers de 1 452 élèves.", "Ils ont copié les dossiers de 1 389 élèves."),
        ("es", "Copiaron los expedientes de 1.452 alumnos.", "Copiaron los expedientes de 1.389 alumnos."),
    ],
)
def test_other_languages(language: str, right: str, wrong: str) -> None:
    """Separators are those of the language."""
    state = CountedFigures(
        (CountedPopulation(name="pupils", words=("Schüler", "élève", "alumno"), unit="people", count=Amount.exactly(1452)),)
    )
    assert wrong_figures(right, language, state) == ()
    assert read_figures(right, language, state)
    assert wrong_figures(wrong, language, state)


#: A hospital's.
HOSPITAL = CountedFigures(
    (
        CountedPopulation(name="patients", unit="people", count=Amount.exactly(18427), of=212000, former=(Amount.exactly(9660),)),
        CountedPopulation(name="employees", unit="people", count=Amount(2900, 3100, (3000,))),
    ),
    occurred=2026,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "We now know that 18,247 patients had their files stolen.",
        "In total, 21,000 people have had their data exposed.",
        "Approximately 4,000 employees had their payroll data copied.",
        "The number of affected patients is 19,427.",
        "The addresses of 80 people were visible online.",
        "The thieves made off with the files of 11,000 patients.",
        "19,000 people impacted",
        "It holds the letters of 9,000 patients that they read.",
    ],
)
def test_who_suffered_it(sentence: str) -> None:
    """Who had something done to them is counted, in whatever way that is said."""
    assert _severities(sentence, state=HOSPITAL) == [Severity.ERROR]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Gazette reported that 500,000 patients were affected.",
        "The number of affected patients is 18,427.",
        "We said on Monday that 9,660 patients were affected.",
        "Two people who opened letters were seen.",
        "Four patients told us that they had seen the letters of others.",
    ],
)
def test_what_is_said_of_others_and_what_was_said(sentence: str) -> None:
    """What a newspaper reports, what we said before, and who did it are not held against the count."""
    assert _severities(sentence, state=HOSPITAL) == []


def test_a_title_with_nothing_but_the_corrected_number() -> None:
    """Beside the new number, or said to be the old one, it is right; alone in a title it is worth a word."""
    old = Amount.exactly(389)
    state = CountedFigures(
        (CountedPopulation(name="pupils", unit="people", count=Amount.exactly(452), former=(old,), corrected=(old,)),)
    )
    assert _severities("They read the reports of 389 pupils", Where.TITLE, state) == [Severity.WARNING]
    assert _severities("They read the reports of 452 pupils, not of 389 pupils", Where.TITLE, state) == []
    assert _severities("They read the reports of 389 pupils", Where.ELSEWHERE, state) == []


@pytest.mark.parametrize(
    ("language", "names", "right", "wrong"),
    [
        ("de", ("Patienten", "Menschen"), "Rund 1.100 Menschen sind betroffen.", "860 Patienten sind betroffen."),
        (
            "fr",
            ("patients", "personnes"),
            "Ils ont lu les lettres de 1\u202f140 patients.",
            "Ils ont lu les lettres de 1\u202f410 patients.",
        ),
        ("es", ("pacientes", "personas"), "Unas 1.100 personas están afectadas.", "Leyeron las cartas de 1.410 pacientes."),
        ("ar", ("مريض", "شخص"), "قرأوا رسائل 1140 مريضا.", "قرأوا رسائل ١٤١٠ مريضا."),
        ("ar", ("مريض", "شخص"), "كتبنا إلى 300 مريض.", "تأثر 2000 شخص."),
    ],
)
def test_numbers_as_a_language_writes_them(language: str, names: tuple[str, str], right: str, wrong: str) -> None:
    """Full stops, narrow spaces and other digits group and write the same numbers."""
    population = CountedPopulation(name="patients", words=(names[0],), unit=names[1], count=Amount.exactly(1140), of=9400)
    assert wrong_figures(right, language, CountedFigures((population,)), Where.FACT) == ()
    assert [one.severity for one in wrong_figures(wrong, language, CountedFigures((population,)), Where.FACT)] == [Severity.ERROR]


@pytest.mark.no_cover
@pytest.mark.parametrize("state", [SCHOOL, CHARITY, SHOP, HOSPITAL], ids=["school", "charity", "shop", "hospital"])
def test_a_glance_overlooks_nothing(state: CountedFigures) -> None:
    """A reader that reads only what matters finds the same as one that reads everything."""
    texts = [*RIGHT, *LEFT_ALONE, *WRONG, *STALE, *HONEST_OF_CHARITY, *WRONG_OF_CHARITY, *HONEST_OF_SHOP, *WRONG_OF_SHOP]
    reader = FigureReader(state, "en")
    for text in [*texts, *(f"{one} {other}" for one, other in pairwise(texts))]:
        for where in (Where.TITLE, Where.ELSEWHERE):
            assert reader.wrong_figures(text, where) == wrong_figures(text, "en", state, where), text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount.exactly(452), "They read the reports of 452 pupils."),
        (Amount(163, None, (163,)), "They read the reports of at least 163 pupils."),
        (Amount(0, 60, (60,)), "They read the reports of at most 60 pupils."),
        (Amount(90, 140, (90, 140)), "They read the reports of between 90 and 140 pupils."),
        (Amount(1250, 1350, (1300,)), "They read the reports of about 1,300 pupils."),
    ],
)
def test_a_sentence_with_the_right_number(amount: Amount, text: str) -> None:
    """What is offered has the present number in the words of its form."""
    state = CountedFigures((CountedPopulation(name="pupils", unit="people", count=amount),))
    (judged,) = read_figures("They read the reports of more than 9,000 pupils.", "en", state)
    assert restated("They read the reports of more than 9,000 pupils.", judged, amount, "en") == text


def test_nothing_counted() -> None:
    """Where nothing is counted, no figure is wrong; nor is one in a language without a list."""
    assert read_figures("They read the reports of 600 pupils.", "en", CountedFigures()) == ()
    assert read_figures("They read the reports of 600 pupils.", "pl", SCHOOL) == ()
    assert read_figures("They read the reports of many pupils.", "en", SCHOOL) == ()
