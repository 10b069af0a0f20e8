"""Words of several classes that say something together."""

import re
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.prose.clause_kinds import ClauseKind
from generator.prose.frames import Frame
from generator.prose.word_classes import WordClasses, written_classes

FILES = files("generator.inspection").joinpath("frames")
CLASSES = WordClasses(
    {
        "take": "take/takes|took",
        "serious": "(very) serious*|with care",
        "data": "data|*data|e-mail address",
        "not": "not|never",
        "gap": "keep * informed",
        "pair": "one thing (or another/or two)",
    },
    "en",
)


def _words(text: str, *slots: str, **more: object) -> list[str]:
    frame = Frame(slots=tuple(frozenset(one.split("|")) for one in slots), **more)  # type: ignore[arg-type]
    return [text[start:end] for start, end in frame.found(text, CLASSES.classed(text), "en")]


@pytest.mark.parametrize(
    ("text", "slots", "found"),
    [
        ("We take data very seriously.", ("take", "serious"), ["take data very seriously"]),
        ("Seriously, we take it.", ("take", "serious"), ["Seriously, we take"]),
        ("We take it; that is serious.", ("take", "serious"), []),
        ("We took it. Serious.", ("take", "serious"), []),
        ("Kundendata and an E-Mail address", ("data",), ["Kundendata", "E-Mail address"]),
        ("We keep you informed.", ("gap",), ["keep you informed"]),
        ("We keep informed.", ("gap",), []),
        ("that one thing", ("pair",), ["one thing"]),
        ("one thing or two, then data", ("pair", "data"), ["one thing or two, then data"]),
        ("We take “a quotation” with care.".replace("“a quotation”", "             "), ("take", "serious"), []),
    ],
)
def test_words(text: str, slots: tuple[str, ...], found: list[str]) -> None:
    """Examples of the classes are found in any order, within a part of a sentence, in any letters."""
    assert _words(text, *slots) == found


def test_what_makes_it_something_else() -> None:
    """Order, distance, other classes, length and the kind of clause decide."""
    text = "We take data very seriously."
    assert _words(text, "serious", "take", ordered=True) == []
    assert _words(text, "take", "serious", within=3) == []
    assert _words(text, "take", "serious", unless=frozenset({"data"})) == []
    assert _words(text, "take", "serious", without=frozenset({"data"})) == []
    assert _words(f"Not so. {text}", "take", "serious", without=frozenset({"not"})) == ["take data very seriously"]
    assert _words("We do not take it seriously.", "take", "serious", beside=frozenset({"not"})) == []
    assert _words(text, "take", "serious", longest=4) == []
    assert _words(text, "take", "serious", leading=0) == []
    assert _words("If we take it seriously, it ends.", "take", "serious") == []
    assert _words("If we take it seriously, it ends.", "take", "serious", never=frozenset[ClauseKind]()) == ["take it seriously"]
    assert _words("Do we take it seriously?", "take", "serious") == []
    assert _words("We never take it seriously.", "take", "serious", negated=False) == []


def test_capitals_that_are_names() -> None:
    """A month is no verb, and at the beginning of a sentence nobody can tell."""
    may = WordClasses({"may": "may"}, "en")
    assert not may.classed("In May we wrote").occurrences
    assert may.classed("we may write").occurrences
    assert may.classed("May we write").occurrences


@pytest.mark.parametrize(
    ("text", "language", "figures"),
    [
        ("On 4 May our data centre failed.", "en", []),
        ("On Sept. 18, 2023 and 3rd of June we wrote.", "en", []),
        ("At 11:40 on 4 May 412 accounts were open.", "en", ["412"]),
        ("We may 12 times a day.", "en", ["12"]),
        ("Two of 40 desks", "en", ["40"]),
        ("Am 4. Mai 2026 waren 12 Konten offen.", "de", ["12"]),
        ("Le 1er juin et le 4 mai", "fr", []),
        ("El 4 de mayo de 2026, 31 cuentas", "es", ["31"]),
    ],
)
def test_a_date_is_no_figure(text: str, language: str, figures: list[str]) -> None:
    """What is counted is told from days, years and times of day."""
    classed = WordClasses({"desk": "desk"}, language).classed(text)
    assert [text[slice(*classed.spans[one.first])] for one in classed.occurrences.get("figure", ())] == figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They haven’t looked", ["haven’t looked"]),
        ("they can't look, it's fine", ["can't look", "it's fine"]),
        ("It's been fine, and the firm's fine", ["It's been fine"]),
        ("that will not look", ["will not look"]),
    ],
)
def test_english_words_run_together(text: str, found: list[str]) -> None:
    """What is written as one word is read as two, in a text and in an entry, and a name with "'s" is a name."""
    classes = WordClasses({"a": "have not look*|cannot look|won't look|it is fine|it has been fine"}, "en")
    classed = classes.classed(text)
    spans = [(classed.spans[one.first][0], classed.spans[one.after - 1][1]) for one in classed.occurrences.get("a", ())]
    assert [text[start:end] for start, end in spans] == found


def test_what_an_entry_begins_with() -> None:
    """An entry is found by whatever it can begin with, again and again, and in any order of the texts."""
    classes = WordClasses(
        {
            "found": "zero-day/flaw is/was open|establish* (a) link|an entry|an* open door|(the) log-in|(a|an) old/older key|ready/set-up"
        },
        "en",
    )
    texts = {
        "flaw was open": True,
        "ann open door": True,
        "zero-day is open": True,
        "zero-days is open": False,
        "established a link": True,
        "est a link": False,
        "an entry": True,
        "an open door": True,
        "a open door": False,
        "log-in": True,
        "the log-in": True,
        "log": False,
        "old key": True,
        "an older key": True,
        "set-up": True,
        "ready": True,
        "set": False,
    }
    for _ in range(2):
        assert {text: "found" in classes.classed(text).occurrences for text in texts} == texts


@pytest.mark.parametrize("file", [file for file in FILES.iterdir() if file.name != "frames.toml"], ids=lambda file: file.name)
def test_parentheses_of_words(file: Traversable) -> None:
    """In each entry of a language's words, parentheses are closed: one left open would hide the entries after it."""
    lines = [line for text in tomllib.loads(file.read_text(encoding="utf-8")).values() for line in text.split("\n")]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[^()]*(?:\([^()]*\)[^()]*)*", line)] == []


@pytest.mark.parametrize("file", [file for file in FILES.iterdir() if file.name != "frames.toml"], ids=lambda file: file.name)
def test_words_are_what_toml_says(file: Traversable) -> None:
    """However a file of classes is read, each class has the entries that TOML gives it; with an escape as without."""
    text = file.read_text(encoding="utf-8")
    assert written_classes(text) == tomllib.loads(text)
    with_escape = f'{text}\nescaped = """a \\u0062|c"""\n'
    assert written_classes(with_escape)["escaped"] == "a b|c"


@given(
    st.lists(
        st.sampled_from("take serious very data not keep you informed ; . one thing or e-mail address İ".split()), max_size=30
    )
)
@settings(deadline=None)
def test_places(words: list[str]) -> None:
    """What is found stands in the text, in order, and does not overlap."""
    text = " ".join(words)
    for slots in (("take", "serious"), ("data",), ("not|data", "take", "gap")):
        frame = Frame(slots=tuple(frozenset(one.split("|")) for one in slots))
        spans = list(frame.found(text, CLASSES.classed(text), "en"))
        assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("names", [{"a", "b"}, {"b", "c"}, {"a", "c"}, {"a", "b", "c"}, {"c", "d", "e", "f"}])
def test_the_first_of_several_classes_is_taken_first(names: set[str]) -> None:
    """Where examples of two classes that may fill a place stand in a text, what is found begins at the first, in whatever order the classes are named."""
    classes = WordClasses({"a": "ant", "b": "bee", "c": "cat", "d": "dog", "e": "eel", "f": "fox", "z": "zoo"}, "en")
    words = {"a": "ant", "b": "bee", "c": "cat", "d": "dog", "e": "eel", "f": "fox"}
    frame = Frame(slots=(frozenset(names), frozenset({"z"})))
    for order in permutations(sorted(names)):
        text = f"One {' '.join(words[name] for name in order)} zoo."
        assert list(frame.found(text, classes.classed(text), "en")) == [(4, len(text) - 1)]


def test_classes_are_known_without_their_places() -> None:
    """The bits of a text are those of the classes of which it has examples, those of numbers and of figures among them."""
    classes = WordClasses({"two": "two", "number": "two", "half": "two rows", "may": "may"}, "en")
    for text in ("Two rows", "We read 14 rows", "On 14 May we wrote", "It may be so", "two", "Nothing", ""):
        classed = classes.classed(text)
        assert {name for name, bit in classes.bits.items() if classed.present & bit} == set(classed.occurrences)


@pytest.mark.parametrize(
    ("entries", "text", "found"),
    [
        ("24 hours", "24 hours, 25 hours", [(0, 2)]),
        ("24 hours|0*/1*/2* days", "3 days, 271 days, 24 hours, 24 days", [(2, 4), (4, 6), (6, 8)]),
        ("* rows", "4711 rows, 4712 rows", [(0, 2), (2, 4)]),
        ("27* rows", "2711 rows, 2811 rows, 27 rows", [(0, 2), (4, 6)]),
        ("*00 rows", "700 rows, 7001 rows", [(0, 2)]),
        ("100|1000 rows", "100, 1000, 1000 rows", [(0, 1), (2, 4)]),
    ],
)
def test_numbers_that_entries_name_are_kept_apart(entries: str, text: str, found: list[tuple[int, int]]) -> None:
    """A number is an example of a class only if an entry has it, its first digit or part of it, although the others are looked up as one."""
    classed = WordClasses({"a": entries}, "en").classed(text)
    assert [(one.first, one.after) for one in classed.occurrences.get("a", ())] == found
    assert bool(classed.present & 4) == bool(found)
