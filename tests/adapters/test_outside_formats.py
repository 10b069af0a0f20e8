"""Pages and messages from elsewhere are read in a time that grows with their length, whatever is in them."""

import contextlib
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.adapters.outside_files import read_outside
from generator.errors import UsageError
from generator.model.outside_formats import bounded_html
from tests.least_time import least_seconds
from tests.thorough import examples

LENGTH = 100_000
_MAIL = "From: sam@larkfield.example\nSubject: What we say\n"
_WORDS = "Nobody read your letters."
#: What is begun and does not end.
ENDLESS = (
    *("<a b='", "<a b=", '<a b="', "<a b='x>'", "<a ", "<a", "<a/", "<a =", "<a b= ", "<a b'"),
    *("<!--", "<!", "<?", "</", "<![CDATA[", "<p ", "&"),
)


def _read(name: str, text: str) -> list[str]:
    return [one.text for found in read_outside(name, text.encode()) for one in found.paragraphs]


@pytest.mark.parametrize("repeated", ENDLESS)
@pytest.mark.parametrize(("name", "head"), [("a.html", ""), ("a.eml", f"{_MAIL}Content-Type: text/html\n\n")])
def test_what_does_not_end_costs_little(repeated: str, name: str, head: str) -> None:
    """The library looks for the end of each element up to the end of the page: what has none is no element."""
    text = f"{head}<p>{_WORDS}</p>{repeated * (LENGTH // len(repeated))}"
    assert least_seconds(partial(_read, name, text), 1) < 1
    assert _WORDS in _read(name, text)


@pytest.mark.parametrize("parameter", [";", "a=b; ", "a*0*=b; ", "("])
def test_long_headers_cost_little(parameter: str) -> None:
    """The parts of a header are read in a time that grows with the square of their number: of a long one, the beginning is read."""
    text = f"{_MAIL}Content-Type: text/plain; {parameter * (LENGTH // len(parameter))}\n\n{_WORDS}\n"

    def read() -> None:
        with contextlib.suppress(UsageError):
            _read("a.eml", text)

    assert least_seconds(read, 1) < 1


@pytest.mark.parametrize("line", ["", ">", "On Monday Sam wrote:", "From: a", "x"])
def test_many_lines_cost_little(line: str) -> None:
    """Whether a line says who is quoted below it is told by the next one with words, which is not looked for again for each."""
    text = f"{_MAIL}\n{_WORDS}\n\n" + f"{line}\n" * (LENGTH // (len(line) + 1))
    assert least_seconds(partial(_read, "a.eml", text), 1) < 1


def test_a_long_line_costs_little() -> None:
    """A line with addresses may say who is quoted below it."""
    text = f"{_MAIL}\n{_WORDS}\n\n{'a@' * (LENGTH // 2)}\n> x\n"
    assert least_seconds(partial(_read, "a.eml", text), 1) < 1


@pytest.mark.parametrize("number", ["9" * 5000, f"x{'f' * 5000}", "0000000065"])
def test_numbers_that_no_letter_has(number: str) -> None:
    """A letter may be written by its number: one that is too long to be read as a number is none, wherever it stands."""
    for page in (f"<p>{_WORDS} &#{number};</p>", f"<p>{_WORDS} <a title='&#{number};'>More</a></p>"):
        assert _read("a.html", page)[0].startswith(_WORDS)
        assert _read("a.eml", f"{_MAIL}Content-Type: text/html\n\n{page}")


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.sampled_from(["<", ">", "a", " ", "=", '"', "'", "/", "!", "--", "?", "&", "#1", "<p>", "</p>", "\n"])))
def test_a_page_keeps_its_places(signs: list[str]) -> None:
    """Only signs with which something begins that does not end are taken away, and each leaves a space: no letter moves."""
    source = "".join(signs)
    bounded = bounded_html(source)
    assert len(bounded) == len(source)
    assert all(is_now in (was, " ") and (is_now == was or was in "<&") for was, is_now in zip(source, bounded, strict=True))
    assert bounded_html(bounded) == bounded


def test_a_page_that_ends_what_it_begins_stays() -> None:
    """However long an element is, and whatever is in its attributes, it stays as it is."""
    picture = f"<img src='data:image/png;base64,{'A' * LENGTH}' alt=\"1 > 2\" hidden>"
    page = f"<!doctype html><?x y?><!-- a < b --><p class=a>1 < 2 &amp; 3 > 2 &#65; &#x1F600; {picture}<br/></p>"
    assert bounded_html(page) == page
