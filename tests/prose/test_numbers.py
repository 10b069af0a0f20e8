"""Numbers of things."""

import pytest

from generator.prose.numbers import numbers, skeleton


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "1,240 letters", [("1,240", 1240, 1240)]),
        ("en", "twenty-four letters and two dozen cards", [("twenty-four", 24, 24), ("two dozen", 24, 24)]),
        ("en", "1.5 million people", [("1.5 million", 1450000, 1550000)]),
        ("en", "half a million people", [("million", 500000, 500000)]),
        ("en", "3 crore and 5 lakh cards", [("3 crore", 25000000, 35000000), ("5 lakh", 450000, 550000)]),
        ("en", "about 320 letters", [("320", 315, 325)]),
        ("en", "more than 300 letters", [("300", 301, None)]),
        ("en", "no fewer than 300 letters", [("300", 300, None)]),
        ("en", "no more than 300 letters", [("300", 0, 300)]),
        ("en", "fewer than the 300 letters", [("300", 0, 299)]),
        ("en", "nearly 300 letters", [("300", 250, 300)]),
        ("en", "300 or more letters", [("300", 300, None)]),
        ("en", "between 90 and 140 letters", [("90 and 140", 90, 140)]),
        ("en", "90–140 letters", [("90–140", 90, 140)]),
        ("en", "from 231 to 318 letters", [("231", 231, 231), ("318", 318, 318)]),
        ("en", "(318) letters", [("318", 318, 318)]),
        ("de", "1.212 Briefe und 1,5 Millionen Karten", [("1.212", 1212, 1212), ("1,5 Millionen", 1450000, 1550000)]),
        ("de", "mindestens vierundzwanzig Briefe", [("vierundzwanzig", 24, None)]),
        ("fr", "environ 1 200 lettres", [("1 200", 1150, 1250)]),
        ("es", "doscientas cincuenta cartas", [("doscientas cincuenta", 250, 250)]),
        ("ar", "١٬٢١٢ رسالة", [("١٬٢١٢", 1212, 1212)]),
    ],
)
def test_numbers(language: str, text: str, found: list[tuple[str, int, int | None]]) -> None:
    """Digits as the language separates them, words, words for thousands, and what is said of them."""
    assert [(text[number.start : number.end], number.low, number.high) for number in numbers(text, language)] == found


@pytest.mark.parametrize(
    "text",
    [
        "at 14:20, 3 p.m. and 09:00 UTC",
        "on 3 May 2027, 2027-05-03 and 3/5/2027",
        "in 2024 and since 2019",
        "version 2.3.1 of TLS 1.3",
        "€300, 300 €, $5, 40 euros, 2 million dollars",
        "40%, 12 per cent",
        "Call 0800 000 000 or +44 20 7946 0000",
        "the 4th letter, the second letter, the third",
        "case 318, room 12, No. 4, #77, Article 34",
        "CVE-2027-1234, A4, 2FA, 256GB, ward-4",
        "one of them, no one, one letter",
        "for 30 minutes, 9 days and 2 years",
        "1. Open the letter",
        "12.5 letters",
        "https://example.org/40/letters",
    ],
)
def test_no_numbers_of_things(text: str) -> None:
    """Times, dates, versions, money, telephone numbers, shares, ordinals and the numbers of things are none."""
    assert numbers(text, "en") == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("At least 163 letters were read.", "At least 209 letters were read.", True),
        ("At least 163 letters were read.", "About 209 letters were read.", True),
        ("At least 163 letters were read.", "At least 163 letters were copied.", False),
        ("163 letters or more were read.", "209 letters were read.", False),
        ("Two letters were read.", "Seven letters were read.", True),
        ("They read it at 14:20.", "They read it at 15:20.", False),
    ],
)
def test_skeleton(one: str, other: str, same: bool) -> None:
    """Two texts that differ only in figures, and in what is said of them, have the same skeleton."""
    assert (skeleton(one, "en") == skeleton(other, "en")) is same


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "They read the letters of 2000 people.", [2000]),
        ("en", "They took names from 1950 former tenants.", [1950]),
        ("en", "The invoices of 2019 were copied.", []),
        ("en", "In 2020 customers wrote to us, and since 2021 nobody has.", []),
        ("en", "Letters of 2018 and reports of 2019 were open.", []),
        ("de", "Sie lasen die Briefe von 2000 Personen.", [2000]),
        ("de", "Die Rechnungen von 2019 wurden kopiert.", []),
        ("de", "Seit 2020 lagen sie offen.", []),
        ("fr", "Ils ont lu les lettres de 2000 personnes.", [2000]),
        ("fr", "Les factures de 2019 ont été copiées.", []),
        ("fr", "Les copies de mai 2020 ont été lues.", []),
        ("es", "Leyeron las cartas de 2000 personas.", [2000]),
        ("es", "Copiaron datos de 1985 antiguos clientes.", [1985]),
        ("es", "Las facturas de 2019 fueron copiadas.", []),
        ("es", "En mayo de 2024 leyeron cartas de 1999 y de 2001.", []),
    ],
)
def test_a_number_before_what_it_counts_is_no_year(language: str, text: str, values: list[int]) -> None:
    """Four digits after "of" are a year, unless the thing that they count follows."""
    assert [number.values[0] for number in numbers(text, language)] == values
