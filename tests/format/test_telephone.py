"""Telephone numbers and e-mail addresses are recognised as people write them and converted to links."""

import re
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.format.mail_addresses import _PLAIN, addresses_within, mail_address, mail_link, without_scheme
from generator.format.telephone import dial, dial_link, telephone_numbers


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        # A trunk digit in brackets goes, but where the country keeps it.
        ("+44 (0)113 496 0018", "tel:+441134960018"),
        ("+44(0)1134960018", "tel:+441134960018"),
        ("(+44) 113 496 0018", "tel:+441134960018"),
        ("+44 0113 496 0018", "tel:+441134960018"),
        ("+49 (0) 30 23125 0", "tel:+4930231250"),
        ("+36 (06) 1 555 0018", "tel:+3615550018"),
        ("+7 (8) 495 555-00-18", "tel:+74955550018"),
        ("+39 (0)6 5555 0018", "tel:+390655550018"),
        ("+1 (0) 800 555 0118", "tel:+18005550118"),
        ("0044 (0)113 496 0018", "tel:+441134960018"),
        ("00 44 113 496 0018", "tel:+441134960018"),
        ("44 (0)113 496 0018", "tel:+441134960018"),
        # Without a country it stays without one.
        ("0113 496 0018", "tel:01134960018"),
        ("(0113) 496-0018", "tel:01134960018"),
        ("0113.496.0018", "tel:01134960018"),
        ("030/23125000", "tel:03023125000"),
        ("0113\N{NO-BREAK SPACE}496\N{NON-BREAKING HYPHEN}0018", "tel:01134960018"),
        # Short ones.
        ("112", "tel:112"),
        ("116 117", "tel:116117"),
        ("13 11 14", "tel:131114"),
        # Letters.
        ("0800 ENERGY1", "tel:08003637491"),
        ("1-800-LARKFLD", "tel:18005275353"),
        ("+1 800 NEW FEED", "tel:+18006393333"),
        # Extensions.
        ("0113 496 0018 ext. 12", "tel:01134960018;ext=12"),
        ("0113 496 0018 x12", "tel:01134960018;ext=12"),
        ("0113 496 0018 x 12", "tel:01134960018;ext=12"),
        ("0113 496 0018 #12", "tel:01134960018;ext=12"),
        ("+44 113 496 0018, extension 7", "tel:+441134960018;ext=7"),
        ("+44 113 496 0018 (ext 7)", "tel:+441134960018;ext=7"),
        ("+49 30 23125 Durchwahl 44", "tel:+493023125;ext=44"),
        ("+33 1 55 55 00 18 poste 44", "tel:+33155550018;ext=44"),
        ("+34 915 55 00 18 extensión 4", "tel:+34915550018;ext=4"),
        ("+1 202 555 0118;ext=4", "tel:+12025550118;ext=4"),
        # Digits of other scripts, and what cannot be seen.
        ("٠١١٣ ٤٩٦ ٠٠١٨", "tel:01134960018"),
        ("۰۱۱۳ ۴۹۶ ۰۰۱۸", "tel:01134960018"),
        ("०११३ ४९६ ००१८", "tel:01134960018"),
        ("\N{FULLWIDTH PLUS SIGN}４４ １１３ ４９６ ００１８", "tel:+441134960018"),
        ("\u202a+44\u200b 113\u00ad 496 \u20660018\u2069\u202c", "tel:+441134960018"),
        ("112/110", "tel:112tel:110"),
        # Brackets of other kinds.
        ("+44 [0] 113 496 0018", "tel:+441134960018"),
        ("[0113] 496 0018", "tel:01134960018"),
        ("+44 {0}113 496 0018", "tel:+441134960018"),
        # A letter in the place of a digit, and a country's code that something cuts off: whoever dialled the rest would reach a stranger.
        ("+44 O113 496 0018", ""),
        ("O113 496 0018", ""),
        ("0l13 496 0018", ""),
        ("0113 496 OOOO", ""),
        ("+44: 113 496 0018", ""),
        ("+44 <0> 113 496 0018", ""),
        ("9-1-1", "tel:911"),
        ("116-117", "tel:116117"),
        ("+1 (800) NEW-FEED", "tel:+18006393333"),
        ("0113 496 0018 24h", "tel:01134960018"),
        # What no telephone can dial.
        ("0113 496 OO18", ""),
        ("0113 4960B18", ""),
        ("+999 555 0018", ""),
        ("+44 113", ""),
        ("0113 496 0018/9", ""),
        ("0800 energy", ""),
        ("1234567890123456789", ""),
        ("*100#", ""),
        ("12", ""),
        ("see our website", ""),
    ],
)
def test_dialled(written: str, dialled: str) -> None:
    """A number is converted to the form that a telephone dials."""
    found = [number.uri for number in telephone_numbers(written) if number.uri]
    assert "".join(found) == dialled


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0113 496 0018 or 0800 496 0018", ["0113 496 0018", "0800 496 0018"]),
        ("0113 496 0018 / 0800 496 0018", ["0113 496 0018", "0800 496 0018"]),
        ("01134960018/08004960018", ["01134960018", "08004960018"]),
        ("0113 496 0018, 0800 496 0018; 112", ["0113 496 0018", "0800 496 0018", "112"]),
        ("+44 113 496 0018 (0800 496 0018 from here)", ["+44 113 496 0018", "0800 496 0018"]),
        ("0113 496 0018 - 0800 496 0018", ["0113 496 0018", "0800 496 0018"]),
        ("Desk: 0113 496 0018 (24/7), every day 09:00-17:00", ["0113 496 0018"]),
        ("0113 496 0018, 0900-1700, from 2027-03-04", ["0113 496 0018"]),
        ("116 117 FREE, 0113 496 0018 UK", ["116 117", "0113 496 0018"]),
        ("0113 496 0018 \N{EN DASH} 24 hours", ["0113 496 0018"]),
        ("0113 496 0018 or desk0113@larkfield.example", ["0113 496 0018"]),
        ("999 أو 112", ["999", "112"]),
    ],
)
def test_several(written: str, said: list[str]) -> None:
    """Each of several numbers is recognised, and words and times between them are not numbers."""
    found = telephone_numbers(written)
    assert [written[number.start : number.end] for number in found] == said
    assert all(number.uri for number in found)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """A dialled number has digits, at most one + and an extension, whatever is written."""
    last = 0
    for number in telephone_numbers(text):
        assert last <= number.start < number.end <= len(text)
        last = number.end
        assert re.fullmatch(r"(?:tel:\+?[0-9]{3,15}(?:;ext=[0-9]{1,7})?)?", number.uri)


@given(st.text(alphabet="0123456789+()-/ .x#extEXT\u200f٣", max_size=40))
def test_any_number(text: str) -> None:
    """Text made of digits and the signs of numbers gives the same result."""
    test_any_text.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("uri", "dialled"),
    [
        ("tel:+44(0)1134960018", "tel:+441134960018"),
        ("TEL:+44-113-496-0018", "tel:+441134960018"),
        ("tel:0800ENERGY1", "tel:08003637491"),
        ("tel:%2B441134960018;ext=12", "tel:+441134960018;ext=12"),
        ("tel:496-0018;phone-context=+44113", "tel:+441134960018"),
        ("tel://+441134960018", "tel:+441134960018"),
        ("tel:tel:112", "tel:112"),
        ("tel:", ""),
        ("tel:us", ""),
        ("tel:112or999", ""),
    ],
)
def test_link(uri: str, dialled: str) -> None:
    """A link that somebody wrote becomes one that a telephone dials."""
    assert dial_link(uri) == dialled


def test_one_number_alone() -> None:
    """A text with other words is not a number."""
    assert dial("0113 496 0018") == "tel:01134960018"
    assert not dial("call 0113 496 0018")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("desk@larkfield.example", "desk@larkfield.example"),
        ("First.Last+a@larkfield.example", "First.Last+a@larkfield.example"),
        ("desk@st\N{LATIN SMALL LETTER O WITH DIAERESIS}rung.example", "desk@xn--strung-xxa.example"),
        ("desk\u200b@larkfield.example ", "desk@larkfield.example"),
        *(
            (bad, "")
            for bad in ("desk", "desk@", "@larkfield.example", "de sk@larkfield.example", "desk@larkfield", "desk@10.0.0.1")
        ),
        *(
            (bad, "")
            for bad in (
                "Desk <desk@larkfield.example>",
                "a@b@larkfield.example",
                "desk@larkfield.example?subject=x",
                "a..b@larkfield.example",
            )
        ),
        *((bad, "") for bad in ("desk@-larkfield.example", "desk@larkfield..example", "mailto:desk@larkfield.example", "")),
    ],
)
def test_mail_address(written: str, address: str) -> None:
    """A text that is exactly one address is accepted."""
    assert mail_address(written) == address


@given(st.from_regex(_PLAIN, fullmatch=True))
def test_plain_mail_address(local: str) -> None:
    """What is accepted at a glance is what the library accepts."""
    assert mail_address(f"{local}@larkfield.example") == Address(addr_spec=f"{local}@larkfield.example").addr_spec


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("mailto:desk@larkfield.example", "mailto:desk@larkfield.example"),
        ("MAILTO:mailto: desk@larkfield.example", "mailto:desk@larkfield.example"),
        ("mailto://desk@larkfield.example", "mailto:desk@larkfield.example"),
        ("mailto:desk@störung.example?subject=My tickets", "mailto:desk@xn--strung-xxa.example?subject=My%20tickets"),
        ("mailto:a@larkfield.example,b@larkfield.example", "mailto:a@larkfield.example,b@larkfield.example"),
        ("mailto:desk%40larkfield.example", "mailto:desk@larkfield.example"),
        ("mailto:", ""),
        ("mailto:desk", ""),
        ("mailto:Desk%20<desk@larkfield.example>", ""),
        ("mailto:a@larkfield.example,b", ""),
    ],
)
def test_mail_link(uri: str, link: str) -> None:
    """A mail link is in the form that mail programs accept."""
    assert mail_link(uri) == link


def test_addresses_within() -> None:
    """A misspelt address gets a suggestion of what was meant."""
    assert addresses_within("mailto:Desk <desk@larkfield.example>") == ("desk@larkfield.example",)
    assert without_scheme("Mailto: mailto:desk@larkfield.example") == "desk@larkfield.example"
