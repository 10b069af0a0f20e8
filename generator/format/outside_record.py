"""How a text that is kept under content/elsewhere/ was told: the file beside it."""

from generator.format.config import LanguageTag
from generator.format.kinds import Choice, Day, DayOrMoment, Sentence, reasons
from generator.format.record import Key, Record, line
from generator.model.channel import Channel

# fmt: off
OUTSIDE_RECORD = Record(of="a text told elsewhere",
    keys=(
        Key("channel", Choice(Channel, "a channel", (
                "for journalists", "for a regulator or a market", "a letter", "an e-mail", "a post in a social network", "what is said on the telephone",
                "what is said aloud", "a supplier's own text, of which the facts alone are checked")),
            "How it reaches people", "A filing may use the words of its law; of a supplier's text the facts alone are checked.", "press",
            required=line("channel", "press"), needed="required"),
        Key("told", DayOrMoment(), "When it was told", "A day, or a time with its zone; one that is to come while it is written.",
            "2027-03-04", required=line("told", "2027-03-04"), needed="required"),
        Key("to", Sentence(), "To whom", "Who is to be told again, should it turn out wrong.", "the data protection authority",
            required=line("to", "…"), needed="required"),
        Key("language", LanguageTag(), "In which language", "Where it is not the one whose words it has.", "de"),
        Key("righted", Day(), "When they were told what is right", "The day, after something in it turned out wrong.", "2027-03-09"),
        Key("waivers",
            *reasons("Rules set aside", "A rule's name, a colon and why it does not fit here.", "other-figure", "They count accounts, we count people.",
                what="reason")),
    ))
# fmt: on
