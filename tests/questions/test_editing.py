"""A question or an answer is written into incident.md by place: it says the new thing, and every other letter stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.parser import parse_incident
from generator.model.incident import Question
from generator.model.source import RawFile, Source
from generator.questions.editing import with_answer, with_question
from tests.thorough import examples

HEAD = "---\ntitle: A title   # a note\naware: 2027-03-03T02:40Z\n"
NEW = Question(name="ring", ask="Can I ring: now?", answer="Yes, from 8.")


def _file(text: str) -> RawFile:
    data = text.encode()
    return RawFile("content/incidents/x/incident.md", data, len(data))


def _questions(file: RawFile) -> dict[str, Question]:
    text = file.data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    document = parse_incident(Source(file.path, text), ())
    assert not document.problems
    assert document.incident is not None
    return dict(document.incident.questions)


LAYOUTS = {
    "none": "",
    "empty": "questions:   # below\n",
    "block": "questions:\n  cost:\n    ask: Will you pay?\n    since: 2027-03-04\n    # I asked Priya\n# about money\nremedy: Nothing.\n",
    "four-spaces": "questions:\n    cost:\n        ask: Will you pay?\n",
    "sentence": "questions:\n  cost: Will you pay?  # asked often\n\nremedy: Nothing.\n",
    "long": "questions:\n  cost:\n    ask: Will you pay if somebody\n      uses what they read?\n    unknown: copied\n",
    "block-text": "questions:\n  cost:\n    ask: >-\n      Will you\n      pay?\n\nremedy: Nothing.\n",
    "brackets-below": "questions:\n  cost: {ask: Will you pay?, unknown: copied}\n  # the end\n",
    "brackets": "questions: {cost: {ask: Will you pay?}}\n",
    "brackets-sentence": 'questions: {cost: "Will you pay, and when?"}\n',
    "reason": "questions:\n  cost:\n    ask: Will you pay?\n    because: The court decides that.\n    since: 2027-03-04\n",
    "empty-brackets": "questions: {}\n",
    "brackets-over-lines": "questions: {\n  cost: {ask: Will you pay?},\n  }\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_a_question_more(layout: str, end: str, mark: str) -> None:
    """In every layout, the result has the old questions and the new one; without the new lines it equals the old file."""
    file = _file(mark + f"{HEAD}{LAYOUTS[layout]}---\n\nThe background.\n".replace("\n", end))
    before = _questions(file)
    new = with_question(file, NEW)
    assert new is not None
    assert _questions(new) == {**before, "ring": NEW}
    assert new.size == len(new.data)
    old, text = file.data.decode(), new.data.decode()
    first = next(index for index in range(len(old)) if old[index] != text[index])
    assert old == text[:first] + text[first + len(text) - len(old) :]
    assert text.startswith(mark + "---")
    assert text.count("\n") == text.count(end)


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if "cost" in LAYOUTS[layout]])
def test_an_answer(layout: str) -> None:
    """In every layout the question has its answer and waits on nothing; its words, its day and all notes stay."""
    file = _file(f"{HEAD}{LAYOUTS[layout]}---\n\nThe background.\n")
    before = _questions(file)["cost"]
    new = with_answer(file, "cost", "Yes: send us\nthe bill, # please.")
    assert new is not None
    after = _questions(new)["cost"]
    assert (after.ask, after.since) == (before.ask, before.since)
    assert (after.answer, after.unknown, after.because) == ("Yes: send us the bill, # please.", "", "")
    text = new.data.decode()
    for note in ("# a note", "# I asked Priya", "# about money", "# asked often", "# the end"):
        assert (note in text) == (note in file.data.decode())


@pytest.mark.parametrize(
    "text",
    [
        "no front matter\n",
        "---\ntitle: A title\n",
        "---\n{title: A title, aware: 2027-03-03T02:40Z}\n---\n",
        f"{HEAD}questions:\n  - Will you pay?\n---\n",
        f"{HEAD}questions: Will you pay?\n---\n",
        f"{HEAD}questions: ~\n---\n",
        f"{HEAD}titel: Twice\n---\n",
        "\0",
    ],
)
def test_in_doubt_nothing_is_written(text: str) -> None:
    """What cannot be read for certain is left to the writer."""
    assert with_question(_file(text), NEW) is None
    assert with_answer(_file(text), "cost", "Yes.") is None


def test_what_is_answered_stays_answered() -> None:
    """An existing answer is not overwritten, and an unknown question is not created."""
    file = _file(f"{HEAD}questions:\n  cost: {{ask: Will you pay?, answer: Yes.}}\n---\n")
    assert with_answer(file, "cost", "No.") is None
    assert with_answer(file, "other", "No.") is None
    both = _file(f"{HEAD}questions:\n  cost: {{ask: Will you pay?, unknown: copied, because: The court decides.}}\n---\n")
    assert with_answer(both, "cost", "No.") is None


WORDS = st.text(st.sampled_from("aZ9 :#,{}[]\"'“-?!&*|>%@`é"), min_size=1, max_size=25).filter(
    lambda text: any(c.isalnum() for c in text)
)


@settings(max_examples=examples(150), deadline=None)
@given(WORDS, WORDS, st.sampled_from(sorted(LAYOUTS)))
def test_any_words(ask: str, answer: str, layout: str) -> None:
    """Whatever signs the words hold, they are written so that they are read back as they were, or not at all."""
    file = _file(f"{HEAD}{LAYOUTS[layout]}---\n")
    question = Question(name="ring", ask=" ".join(ask.split()), answer=" ".join(answer.split()))
    new = with_question(file, question)
    if new is not None:
        assert _questions(new)["ring"] == question
    if "cost" in LAYOUTS[layout]:
        answered = with_answer(file, "cost", answer)
        assert answered is None or _questions(answered)["cost"].answer == " ".join(answer.split())
