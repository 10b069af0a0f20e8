"""What readers outside the team understood of an update: content/asked/NAME.md."""

import re
from typing import Any

from generator.format.kinds import Choice, Day, Keyed, NameOf, Sentence, Whole
from generator.format.reader import Reader
from generator.format.record import Key, Record, line
from generator.format.strict_yaml import Node
from generator.model.comprehension import QUESTIONS, AnsweredQuestion, AskedReader, Mark

_NUMBERED = re.compile(r"reader-[1-9][0-9]{0,3}")


def _since_one(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    if values.get("update") == 0:
        reader.problem("wrong-type", node.at, "there is no update 0", "write the number of the update they read")


# fmt: off
ANSWER = Record(of="the answer to `{name}`", model=AnsweredQuestion, named=True, short="mark",
    help="write right or wrong, or `mark:` and `said:` below it",
    keys=(
        Key("mark", Choice(Mark, "mark", ("Their answer matches the ledger.", "It does not match, or they did not know.")),
            "Right or wrong", "One word, from a person who has read both.", "right"),
        Key("said", Sentence(), "What they said", "In their words, without names or other personal details.", "Passwords, I think."),
    ))
READER = Record(of="`{name}`", model=AskedReader, named=True, free=True, help="write each question and right or wrong on lines below it",
    keys=tuple(Key(name, ANSWER, words, "right or wrong; or mark: and said: below it.", "right") for name, words in QUESTIONS.items()))
ASKED_READERS = Record(of="a record of what readers understood", unpublished="what readers understood is never published",
    keys=(
        Key("incident", NameOf("an incident"), "Which incident", "The name of its folder.", "support-tickets",
            required=line("incident", "support-tickets"), needed="required"),
        Key("update", Whole(), "Which update", "The number of the update that they read.", 2, required=line("update", "2"), needed="required",
            check=_since_one),
        Key("asked", Day(), "When they were asked", "The day.", "2027-03-04", required=line("asked", "2027-03-04"), needed="required"),
        Key("readers",
            Keyed(of=READER, one="`{name}`", is_key=lambda key: bool(_NUMBERED.fullmatch(key)), pattern=r"^reader-[1-9][0-9]{0,3}$",
                pattern_words="Readers have numbers and no names: reader-1.",
                help="write reader-1 and a colon, and below it each question with right or wrong",
                bad="`{name}` may be someone's name", bad_help="number the readers: `reader-1`, `reader-2` and so on"),
            "What they answered", "Readers have numbers, so that nobody is named.",
            {"reader-1": {"taken": "right", "me": {"mark": "wrong", "said": "I am not sure."}}}),
    ))
# fmt: on
