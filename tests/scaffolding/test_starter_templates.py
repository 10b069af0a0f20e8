"""The first statements that come with a new site read well with any answer, and say nothing that nobody has filled in."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.cli.main import run
from generator.content.parser import parse_update
from generator.content.plan import parse_template, reader_texts
from generator.format import yaml_files
from generator.format.strict_yaml import Table
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.plan import Template, blank_key, blanks
from generator.model.source import RawFile, Source
from generator.model.update import Update
from generator.pipeline import checking
from generator.scaffolding import template_filling
from generator.scaffolding.blank_answers import fitted

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "generator/cli/starter/content/templates"
NAMES = sorted(file.stem for file in STARTER.glob("*.md"))
NOW = datetime(2027, 3, 3, 3, 10, tzinfo=UTC)

PEOPLE = (
    *(
        "customers",
        "our patients",
        "Members",
        "the staff.",
        "pupils and their parents",
        "Residents of Elm Court",
        "of our tenants",
    ),
    *(
        "data of our guests",
        "clients of Ash & Oak",
        "everybody who applied to us in 2026",
        "مرضانا",
        "患者様。",
        "St. Anne's nurses;",
    ),
)
THINGS = (
    *(
        "our support desk",
        "The support desk.",
        "Two laptops",
        "eBay",
        "Ash & Oak Ltd.",
        "our lists (names, rooms)",
        '"the blue folder"',
    ),
    *(
        "St. Anne's Hospital",
        "it's a #1 [old] desk",
        "Ноутбук врача",
        "مكتب الدعم؟",
        "支援台。",
        "  40   letters  ",
        "NHS app!",
        "Öffnungsliste",
    ),
)
DAYS = (
    *("2 March", "on 2 March", "On Tuesday 2 March.", "2027-03-02", "March 2027", "between 1 and 2 March", "Yesterday", "17:40"),
    *("the night of 2 March", "Early on 2 March", "في ٢ مارس", "2. März", "2–3 March", "2 a.m."),
)
READY = {"people": "our patients", "day": "2 March"}


def _source(name: str) -> Source:
    path = f"content/templates/{name}.md"
    return Source(path, (STARTER / f"{name}.md").read_text(encoding="utf-8"))


@cache
def _template(name: str) -> Template:
    document = parse_template(_source(name), (), name)
    assert document.template is not None, document.problems
    return document.template


def _asked(name: str) -> list[str]:
    return [one.blank for one in _template(name).asks]


def _answers(name: str, people: str, thing: str, day: str) -> dict[str, str]:
    """An answer for each blank, made to fit as the commands do."""
    found = {}
    for blank in _asked(name):
        written = people if blank.startswith("whose") else day if "which day" in blank else thing
        found[blank_key(blank)] = fitted(blank, written)
    return found


def _statement(name: str, answers: Mapping[str, str]) -> str:
    return template_filling.statement(_source(name), name, answers, NOW, NOW + timedelta(hours=4))


def _update(text: str) -> Update:
    document = parse_update(Source("content/incidents/x/01-x.md", text), (), 1, "x")
    assert document.parsed is not None, document.problems
    return document.parsed


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[RawFile, ...]:
    """The files of a new site."""
    top = tmp_path_factory.mktemp("starter") / "site"
    given = [
        "--name",
        "Larkfield Clinic",
        "--address",
        "status.larkfield.example",
        "--contact",
        "the team, help@larkfield.example, every day from 9 to 17",
    ]
    assert run(["init", str(top), *given, "--timezone", "london", "--yes", "--now", "2027-03-03T03:10Z"]) == 0
    return read_site(top, 1 << 20)


def _findings(site: tuple[RawFile, ...], statements: Mapping[str, str]) -> list[Diagnostic]:
    """What is found in incidents with these first statements."""
    files = {file.path: file for file in site}
    for name, text in statements.items():
        title = re.search(r"^title: .*$", text, re.MULTILINE)
        assert title
        incident = f"---\n{title[0]}\naware: 2027-03-03T02:40Z\n---\n"
        for path, words in (("incident.md", incident), ("01-first-statement.md", text)):
            at = f"content/incidents/{name}/{path}"
            files[at] = RawFile(path=at, data=words.encode(), size=len(words.encode()))
    found = checking.check(tuple(files.values()), NOW).diagnostics
    return [one for one in found if one.span.path.startswith("content/incidents/") and "/example/" not in one.span.path]


def _sentences(update: Update) -> list[str]:
    """Everything that readers of a statement read as sentences."""
    texts = [fact.text for facts in (update.known, update.unknown) for fact in facts.values()]
    texts += [step.do for step in update.next_steps.values()]
    texts += [part for action in update.actions.values() for part in (action.do, action.why) if part]
    return [*texts, *(one.text for one in update.consequences.values()), *([update.no_action] if update.no_action else [])]


def _reads_well(text: str) -> None:
    first = next(sign for sign in text if sign.isalnum())
    assert first == first.upper() or text.lstrip('"“').startswith("eBay"), text
    assert "  " not in text, text
    assert not re.search(r"\b(\w+(?: \w+)?) \1\b", text, re.IGNORECASE), text
    assert not re.search(r"\s[.,;:!?]|[.,;:!?。؟]\s*[.,;:!]|,\s*$", text.replace("a.m.", "am").replace("Ltd.,", "Ltd,")), text


def _all_read_well(name: str, answers: Mapping[str, str]) -> str:
    text = _statement(name, answers)
    update = _update(text)
    assert "[[" not in text
    _reads_well(update.title)
    assert not update.title.endswith((".", "。", "!", "?")), update.title
    for sentence in _sentences(update):
        _reads_well(sentence)
        assert re.search(r"[^.。!?؟]\.[\"”]?$", sentence), sentence
    return text


@pytest.mark.parametrize("name", NAMES)
def test_any_answer_reads_well(name: str) -> None:
    """Capitals, stops, prepositions and words are right whatever was typed, and customers are those of an answer alone."""
    for number in range(max(len(PEOPLE), len(THINGS), len(DAYS))):
        people, thing, day = (one[number % len(one)] for one in (PEOPLE, THINGS, DAYS))
        text = _all_read_well(name, _answers(name, people, thing, day))
        assert ("customers" in text) is ("customers" in people and "[[whose" in _source(name).text), text


@given(st.sampled_from(NAMES), st.sampled_from(PEOPLE), st.sampled_from(THINGS), st.sampled_from(DAYS))
def test_answers_in_any_combination(name: str, people: str, thing: str, day: str) -> None:
    """No answer spoils what is around another, and the result still says what was approved."""
    text = _all_read_well(name, _answers(name, people, thing, day))
    said = reader_texts(_update(text))
    assert (
        _template(name).changed({path: words for path, words in said.items() if path[-1:] != ("by",)} | _promised(name)) is None
    )


def _promised(name: str) -> dict[tuple[str, ...], str]:
    return {path: words for path, words in _template(name).said.items() if path[-1:] == ("by",)}


@pytest.mark.no_cover
@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_an_answered_statement_passes(number: int, new_site: tuple[RawFile, ...]) -> None:
    """With every blank answered no rule finds anything to stop or to warn of."""
    texts = {
        name: _statement(name, _answers(name, PEOPLE[number], THINGS[number % len(THINGS)], DAYS[number % len(DAYS)]))
        for name in NAMES
    }
    assert [one for one in _findings(new_site, texts) if one.severity is not Severity.ADVICE] == []


def test_a_blank_that_stays_is_found(new_site: tuple[RawFile, ...]) -> None:
    """An empty answer, or one that says that nothing is known, leaves each place marked, and each is found."""
    for empty in ("", " ", "?", "unknown", "Not known yet.", "…"):
        assert {fitted(blank, empty) for name in NAMES for blank in _asked(name)} == {""}
    for number in range(max(len(_asked(name)) for name in NAMES)):
        texts, left = {}, set()
        for name in NAMES:
            answers = _answers(name, "our patients", "our desk", "2 March")
            open_blank = _asked(name)[number % len(_asked(name))]
            texts[name] = _statement(name, answers | {blank_key(open_blank): ""})
            source = Source(f"content/incidents/{name}/01-first-statement.md", texts[name])
            places = list(blanks(source))
            assert {blank_key(one.ask) for one in places} == {blank_key(open_blank)}
            left |= {one.at for one in places}
        found = {one.span for one in _findings(new_site, texts) if one.code == "PLN016"}
        assert {one for one in found if one.path.endswith("01-first-statement.md")} == left


@pytest.mark.parametrize(
    "path", [*STARTER.glob("*.md"), *(ROOT / "content/templates").glob("*.md")], ids=lambda one: str(one)[-40:]
)
def test_nothing_is_claimed_before_it_is_filled_in(path: Path) -> None:
    """Each sentence under `known` has a blank, no cause or count or kind of data is given, and what is open is promised."""
    text = path.read_text(encoding="utf-8")
    template = parse_template(Source(f"content/templates/{path.name}", text), (), path.stem).template
    assert template is not None
    ours = path.is_relative_to(STARTER)
    for fact in template.update.known.values():
        for sentence in re.split(r"(?<=\.)\s+", fact.text):
            assert "[[" in sentence, sentence
    keys = {where[0] for where in template.said if where}
    assert not keys & {"data", "affected", "window", "nature", "contained_by", "summary", "occurred"}
    assert not re.search(
        r"mistake|our fault|sorry|apologi|we regret|careless|customer" if ours else "our fault|mistake", text, re.IGNORECASE
    )
    assert all(isinstance(fact.by, datetime) for fact in template.update.unknown.values())
    assert template.update.unknown
    assert "They told us" not in text


def test_each_asks_whom_it_concerns_once() -> None:
    """Whom it concerns is one blank, and every template of the plan is there."""
    for name in NAMES:
        assert len([blank for blank in _asked(name) if blank.startswith("whose")]) == 1, name
    node, _ = yaml_files.read((STARTER.parent / "plan.yml").read_text(encoding="utf-8"), "content/plan.yml")
    assert isinstance(node, Table)
    listed = node.entries["templates"].value
    assert isinstance(listed, Table)
    assert sorted(listed.entries) == NAMES
    assert len(NAMES) == 12


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("2 March", "on 2 March"),
        ("On 2 March.", "on 2 March"),
        ("March", "in March"),
        ("2027", "in 2027"),
        ("5 pm", "at 5 pm"),
        ("Between 1 and 2 March", "between 1 and 2 March"),
        ("am 2. März", "am 2. März"),
    ],
)
def test_a_day_has_its_preposition(written: str, stands: str) -> None:
    """The word before a day is the one that belongs there, and is there once."""
    assert fitted("on which day", written) == stands
    assert fitted("on which day we heard", written) == stands


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("The support desk", "the support desk"),
        ("The Hague", "The Hague"),
        ("Our MyChart portal", "our MyChart portal"),
        ("Customers", "customers"),
        ("Hollow Post", "Hollow Post"),
        ("NHS patients", "NHS patients"),
        ("A", "a"),
    ],
)
def test_a_capital_of_habit_goes(written: str, stands: str) -> None:
    """A capital that is there only because an answer begins with it is not in the middle of a sentence; a name keeps its own."""
    assert fitted("which system", written) == stands
