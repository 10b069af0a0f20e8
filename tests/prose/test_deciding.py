"""Which words and numbers decide what a sentence says, and which only say whom or what it is about."""

import pytest

from generator.prose.deciding import deciding_word


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The call of Petra Muster of Elm Road 4 was heard.", "Petra Muster of Elm Road 4"),
        ("en", "Her number is +49 170 1234567.", "+49 170 1234567"),
        ("en", "Will Smith of Room 12 was called.", "Will Smith of Room 12"),
        ("en", "We called May Jones.", "May Jones"),
        ("en", "Write to no-reply@only.example today.", "no-reply@only.example"),
        ("en", "The back door on Elm Road was left ajar.", "The back door on Elm Road"),
        ("en", "IBAN DE89 3704 0044 0532 0130 00 was in it.", "IBAN DE89 3704 0044 0532 0130 00"),
        ("en", "The data of April Jones was there.", "April Jones"),
        ("en", "We looked at the ticket 48213 of Ann.", "ticket 48213 of Ann"),
        ("de", "Der Anruf von Petra Muster, Ulmenweg 4, wurde gehört.", "Petra Muster, Ulmenweg 4,"),
        ("fr", "L'appel de Paul Martin, rue des Lilas, a été entendu.", "Paul Martin, rue des Lilas"),
        ("es", "La llamada de Ana Ruiz fue oída.", "Ana Ruiz"),
        ("ar", "تم سماع مكالمة أحمد علي.", "أحمد علي"),
    ],
)
def test_what_names_somebody_decides_nothing(language: str, text: str, words: str) -> None:
    """Names, houses, telephones, cards and addresses can be taken out, also where a name looks like a modal verb or a month."""
    start = text.index(words)
    assert deciding_word(text, start, start + len(words), language) == ""


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "They opened 1,212 tickets.", "1,212"),
        ("en", "They opened 1,212 tickets of Fernhill Road.", "1,212 tickets of Fernhill Road"),
        ("en", "No passwords were read.", "No"),
        ("en", "It was not read.", "not read"),
        ("en", "It may be read.", "may"),
        ("en", "On 3 March Ann called.", "3 March"),
        ("en", "In March Ann called.", "March"),
        ("en", "Ann called at 14:30.", "at 14:30"),
        ("en", "Three people called.", "Three people"),
        ("en", "They came from one server.", "one server"),
        ("en", "All cards were stolen.", "stolen"),
        ("en", "We couldn't say.", "couldn't"),
        ("en", "We couldn’t say.", "couldn’t"),
        ("en", "They took 12 % of it.", "12 %"),
        ("en", "It cost Ann $4 million.", "$4 million"),
        ("en", "She was born on 3.4.1980.", "3.4.1980"),
        ("en", "Most of the cards are safe.", "Most"),
        ("en", "It began on 2026-03-02.", "2026-03-02"),
        ("en", "We found 5 of Elm Road's cards.", "5 of Elm Road's"),
        ("en", "There were 231.", "231"),
        ("de", "Es wurden keine Daten gelesen.", "keine Daten"),
        ("de", "Am 3. März rief Ute an.", "3. März rief Ute"),
        ("de", "Vielleicht wurde es gelesen.", "Vielleicht"),
        ("fr", "Ils n’ont pas lu.", "n’ont"),
        ("fr", "Aucune donnée n'a été lue.", "Aucune donnée"),
        ("es", "No se leyó nada.", "nada"),
        ("ar", "لم تُقرأ البيانات.", "لم"),
    ],
)
def test_what_decides(language: str, text: str, words: str) -> None:
    """A denial, a modal, a count, an amount, a date, a time or a plain word of harm is named."""
    start = text.index(words)
    assert deciding_word(text, start, start + len(words), language) != ""
