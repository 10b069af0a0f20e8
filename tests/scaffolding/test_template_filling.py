"""Answers are written into the text of a file, are read back unchanged, and change nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.content.parser import parse_update
from generator.content.plan import parse_template
from generator.content.settings import parse_settings
from generator.format import yaml_files
from generator.format.strict_yaml import Table, Text
from generator.model.plan import BLANK, blank_key
from generator.model.source import Source
from generator.scaffolding import template_filling

WHEN = datetime(2027, 3, 3, 3, 10, tzinfo=UTC)
TEMPLATE = """---
title: "[[Which system]] was opened: by whom?"   # a note about [[which system]]
status: investigating
known:
  entry: Someone got into [[which  system]] on [[which day]]. It
    is closed.
  folded: >
    They read [[which system]].
  flow: {text: We think it was [[who]], from: "police, [[who]]"}
unknown: {read: What they read.}
next_steps:
  log: We are reading the log of [[which system]].
actions:
  "watch": 'Watch [[which system]], if you can.'
next_update: 90m
---

What [[who]] wanted, we cannot say.
"""
CONFIG = """organisation: {name: "[[name]]", url: https://larkfield.example/}
site:
  url: https://to-be-filled-in.invalid/   # where it is
contact:
  email:
  phone:   # a number
  hours:
"""
# What somebody can type on one line, but for the brackets of a blank.
ANSWERS = (
    st.text(st.characters(blacklist_categories=["Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"]), min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "[[" not in text and "]]" not in text)
)


def _statement(answers: dict[str, str]) -> str:
    source = Source("content/templates/x.md", TEMPLATE)
    return template_filling.statement(
        source, "x", {blank_key(name): text for name, text in answers.items()}, WHEN, WHEN + timedelta(hours=6)
    )


def test_a_statement() -> None:
    """Texts are quoted where they must be, notes and layout stay, and the three keys that a real statement has are there."""
    made = _statement({"which system": "our desk: tickets", "which day": "2 March", "who": "a guest, Ann {x}"})
    assert made.startswith(
        '---\ntitle: "Our desk: tickets was opened: by whom?"   # a note about our desk: tickets\npublished: 2027-03-03T03:10Z\n'
    )
    assert '  entry: "Someone got into our desk: tickets on 2 March. It is closed."\n' in made
    assert "  folded: >\n    They read our desk: tickets.\n" in made
    assert 'flow: {text: "We think it was a guest, Ann {x}", from: "police, a guest, Ann {x}"}\n' in made
    assert made.endswith("next_update: 2027-03-03T09:10Z\ntemplate: x\n---\n\nWhat a guest, Ann {x} wanted, we cannot say.\n")
    update = parse_update(Source("x.md", made), (), 1, "x").update
    assert update.template == "x"
    assert update.known["flow"].sources == ("police, a guest, Ann {x}",)


def test_without_a_promise_of_its_own() -> None:
    """A template that promises nothing gets the time that it is given."""
    source = Source("x.md", TEMPLATE.replace("next_update: 90m\n", ""))
    made = template_filling.statement(source, "x", {}, WHEN, WHEN + timedelta(hours=6))
    assert "\nnext_update: 2027-03-03T09:10Z\ntemplate: x\n---\n" in made


def test_what_has_no_answer_stays() -> None:
    """A blank without an answer stays as written, in the same quotes."""
    made = _statement({"which day": "2 March"})
    assert 'title: "[[Which system]] was opened: by whom?"' in made
    assert "Someone got into [[which system]] on 2 March. It is closed." in made
    assert "'Watch [[which system]], if you can.'" in made


@given(ANSWERS, ANSWERS)
@example('it\'s "so" \\', "#1: [a], {b}")
@example("- no", "null")
@example("&x", "*y, !z | > %")
@example("“a", "@ ` ?")
def test_any_answer(system: str, who: str) -> None:
    """Any typed answer is read back from the file, which has the same keys."""
    made = _statement({"which system": system, "who": who})
    front = made.split("---\n")[1]
    read, _ = yaml_files.read(front.replace("[[which day]]", "XX"), "x.md")
    assert isinstance(read, Table), front
    assert set(read.entries) == {*"title published status known unknown next_steps actions next_update template".split()}
    known = read.entries["known"].value
    assert isinstance(known, Table)
    entry, flow = known.entries["entry"].value, known.entries["flow"].value
    assert isinstance(entry, Text)
    assert entry.value == f"Someone got into {system} on XX. It is closed."
    assert isinstance(flow, Table)
    assert [getattr(one.value, "value", None) for one in flow.entries.values()] == [f"We think it was {who}", f"police, {who}"]


@given(ANSWERS)
@example("+44 20 7946 0018")
@example("8: # 17")
def test_any_setting(text: str) -> None:
    """A value is put in place, in brackets, after a comment or into an empty key; everything else stays."""
    paths = [("organisation", "name"), ("contact", "phone"), ("contact", "hours"), ("contact", "who")]
    made = template_filling.settings(Source("site_config.yml", CONFIG), dict.fromkeys(paths, text))
    assert "   # where it is\n" in made
    assert "# a number" in made
    document = parse_settings(Source("site_config.yml", made), ())
    if document.config is None:
        # Characters that texts may not contain are reported as such, and nothing is split.
        assert {problem.rule for problem in document.problems} <= {"odd-character", "curly-quotes"}, document.problems
        return
    assert document.config.organisation.name == document.config.contact.phone == document.config.contact.hours == text
    assert document.config.contact.who == ""


def test_an_empty_value_changes_nothing() -> None:
    """A blank that was left for later stays as it was."""
    assert template_filling.settings(Source("x", CONFIG), {("organisation", "name"): "", ("nothing", "here"): "x"}) == CONFIG


def test_a_file_without_keys() -> None:
    """Only the blanks of a page are filled in."""
    source = Source("content/pages/x.md", "Only [[what]].\n")
    assert template_filling.page(source, {"what": "this"}) == "Only this.\n"
    assert template_filling.statement(source, "x", {"what": "this"}, WHEN, WHEN) == "Only this.\n"
    assert template_filling.settings(Source("site_config.yml", "# nothing\n"), {("contact", "email"): "x"}) == "# nothing\n"


def test_what_is_asked() -> None:
    """Each blank is asked for once, whatever its case and spaces, with the sentence in which it first appears."""
    template = parse_template(Source("content/templates/x.md", TEMPLATE), (), "x").template
    assert template is not None
    assert [(one.blank, one.sentence) for one in template.asks] == [
        ("Which system", "[[Which system]] was opened: by whom?"),
        ("which day", "Someone got into [[which system]] on [[which day]]."),
        ("who", "We think it was [[who]]"),
    ]


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("2 March", True),
        ("the night of 2 March, at 02:40", True),
        ("2 March. They read it", False),
        ("x" * 80, True),
        ("x" * 81, False),
    ],
)
def test_what_a_blank_takes(words: str, *, taken: bool) -> None:
    """The approved text is unchanged: a few words that do not end a sentence."""
    template = parse_template(Source("content/templates/x.md", TEMPLATE), (), "x").template
    assert template is not None
    assert template.takes("Which  Day", words) is taken
    assert BLANK.search(TEMPLATE)
