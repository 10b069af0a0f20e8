"""review.md, and its translations."""

from collections.abc import Mapping

from generator.format.kinds import Day, Named, Path, Sentence, reasons
from generator.format.reader import Reader
from generator.format.record import Key, Record, line, needs
from generator.format.shared import AMENDED, APPROVED_BY, DRAFT, PUBLISHED, TITLE, but
from generator.format.strict_yaml import Node
from generator.model.incident import CorrectiveAction, Move

# fmt: off
MOVE = Record(of="`moved`", model=Move, help="write it like {from: 2027-06-30, because: The new desk came later than promised.}",
    keys=(
        Key("from", Day(), "From which day", "The day that was promised first.", "2027-04-01",
            required=needs("`moved` does not say from which day", "add the day that was promised first, such as `from: 2027-06-30`", stops=True),
            attr="start", shown="Promised first for ", ledger_name="first_by",
            ledger="the day for which it was promised first, if it was moved"),
        Key("because", Sentence(), "Why", "One sentence.", "The new desk came later than promised.", shown="Why it was moved: ",
            ledger="why it was moved"),
    ))
# fmt: on


def _one_end(reader: Reader, _node: Node, given: Mapping[str, Node], path: Path) -> None:
    name = path[-1]
    if "done" in given and "dropped" in given:
        reader.problem(
            "wrong-type",
            given["dropped"].at,
            f"the corrective action `{name}` is both done and dropped",
            "keep `done:` or `dropped:`, not both",
        )
    if "moved" in given and "by" not in given:
        reader.problem(
            "missing-key",
            given["moved"].at,
            f"the corrective action `{name}` was moved but has no new day",
            "add its new day, such as `by: 2027-07-01`",
        )


# fmt: off
CORRECTIVE_ACTION = Record(of="a corrective action", model=CorrectiveAction, named=True, short="do",
    help="write one sentence, or `do:` with more keys below it", check=_one_end,
    # A day that moved has moved to another one.
    also={"dependencies": {"moved": ["by"]}},
    keys=(
        Key("do", Sentence(), "What we change", "One plain sentence.", "Every login needs a second factor.",
            required=needs("the corrective action `{name}` does not say what", "add a line such as `do: One sentence.`", stops=True),
            called="the corrective action `{name}`"),
        Key("owner", Sentence(), "Who answers for it", "A role or a name.", "Security team", shown="Who: ", terse=True),
        Key("by", Day(), "By when", "A day. Readers see whether you keep it.", "2027-06-01", shown="By "),
        Key("moved", MOVE, "Moved", "The day before this one, and why it moved.",
            {"from": "2027-04-01", "because": "The new desk came later than promised."}, inline=True),
        Key("done", Day(), "Done on", "The day, once it is done.", "2027-05-20", shown="Done on "),
        Key("dropped", Sentence(), "Dropped because", "If it will not be done.", "We closed the desk.", shown="Dropped: ",
            ledger="why it was dropped"),
    ),
    title="Something that we change",
    words="A sentence; or do: with owner:, by: and, later, done:, moved: or dropped: below it. Tracked until it is done or dropped.",
    examples=("Every login needs a second factor.",
        {"do": "Every login needs a second factor.", "owner": "Security team", "by": "2027-06-01", "done": "2027-05-20"}))

REVIEW = Record(of="review.md",
    keys=(
        but(TITLE, words="One plain sentence.", example="What happened to our support desk, and what we have changed",
            required=line("title", "What happened to our support desk, and what we have changed"), docs="one plain sentence"),
        but(PUBLISHED, required=line("published", "2027-05-03T09:00Z"), docs="a time with its zone, as in an update"),
        Key("cause", Sentence(), "Why it happened", "The cause, not the trigger, in plain words.",
            "A staff password was used on a site that had been broken into, and it opened our desk too.",
            required=line("cause", "A staff password was used on a site that had been broken into, and it opened our desk too."),
            needed="required", docs="why it happened, in one plain sentence", shown="Cause"),
        Key("response_well",
            *reasons("What went well in the response", "In finding it, stopping it and repairing it.", "closed",
                "We closed the account in 20 minutes.", what="sentence"),
            docs="name → sentence: what went well in finding it, stopping it and repairing it",
            shown="What went well in stopping and repairing it"),
        Key("response_badly",
            *reasons("What went badly in the response", "In finding it, stopping it and repairing it.", "unseen",
                "None of our systems noticed it.", what="sentence"),
            docs="name → sentence: what went badly in it", shown="What went badly in stopping and repairing it"),
        Key("communication_well",
            *reasons("What went well in the communication", "In telling the people affected.", "first",
                "We told you 90 minutes after we knew.", what="sentence"),
            docs="name → sentence: what went well in telling the people affected", shown="What went well in telling people"),
        Key("communication_badly",
            *reasons("What went badly in the communication", "In telling the people affected.", "count",
                "The wrong number was public for two days.", what="sentence"),
            docs="name → sentence: what went badly in it; silence about promises that were missed or figures that were corrected is a warning",
            shown="What went badly in telling people"),
        Key("lessons",
            *reasons("What we learnt", "A name, a colon and one sentence.", "watch", "Nobody watched that page.", what="lesson"),
            docs="name → sentence", shown="What we learnt"),
        Key("corrective_actions", Named(of=CORRECTIVE_ACTION, what="corrective action", one="the corrective action `{name}`"),
            "What we change", "A name for each thing that we change because of it.",
            {"factor": {"do": "Every login needs a second factor.", "owner": "Security team", "by": "2027-06-01"}},
            docs="name → {do, owner, by, moved, done, dropped}; without an `owner` or a day (`by`) it is a warning",
            shown="Corrective action", ledger="Something that changes because of the incident."),
        but(APPROVED_BY, docs="role → name"),
        but(DRAFT, docs="`true`: never published, and blocks nothing else"),
        but(AMENDED, docs="as in an update"),
    ))
# fmt: on
