"""How a text that is kept under content/elsewhere/ was told: the file beside it."""

from generator.format.config import LanguageTag
from generator.format.kinds import Choice, Day, DayOrMoment, Sentence, reasons
from generator.format.record import Key, Record, line
from generator.model.channel import Channel

# fmt: off
OUTSIDE_RECORD = Record(of="a text told elsewhere", unpublished="what was told elsewhere is not published; the text itself is judged by the family ELS",
    keys=(
        Key("channel", Choice(Channel, "a channel", (
                "for journalists", "for a regulator or a market", "a letter", "an e-mail", "a post in a social network", "what is said on the telephone",
                "what is said aloud", "a supplier's own text; only its facts are checked")),
            "How it reaches people", "A filing may use legal language; in a supplier's text only the facts are checked.", "press",
            required=line("channel", "press"), needed="required"),
        Key("told", DayOrMoment(), "When it was told", "A day, or a time with its zone; in the future while you are still writing it.",
            "2027-03-04", required=line("told", "2027-03-04"), needed="required"),
        Key("to", Sentence(), "To whom", "Who must be told again if it turns out to be wrong.", "the data protection authority",
            required=line("to", "…"), needed="required"),
        Key("language", LanguageTag(), "In which language", "If it is not detected correctly.", "de"),
        Key("righted", Day(), "When they were told the correction", "The day, if something in it turned out to be wrong.", "2027-03-09"),
        Key("waivers",
            *reasons("Waived rules", "A rule's name, a colon and why it does not apply here.", "other-figure", "They count accounts, we count people.",
                what="reason")),
    ))
# fmt: on
