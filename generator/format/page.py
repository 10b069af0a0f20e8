"""A free page, and its translations."""

from generator.format.kinds import DayOrMoment, Sentence, TranslationMode
from generator.format.record import Key, Record, line, needs
from generator.format.shared import AMENDED, but
from generator.model.update import StandingChange

# fmt: off
PAGE_CHANGE = Record(of="`changed`", model=StandingChange,
    help="write it like {on: 2027-03-05, because: Why it changed., was: The earlier words.}",
    keys=(
        Key("on", DayOrMoment(), "When it was changed", "The day.", "2027-03-05",
            required=needs("`changed` does not say when", "add the day, such as `on: 2027-03-05`")),
        Key("because", Sentence(), "Why", "One sentence that readers see.", "Our office has moved.",
            required=needs("`changed` does not say why", "add `because: One sentence.`")),
        Key("was", Sentence(), "The earlier words", "The words that were published. Readers see them beside the new ones.",
            "You find us in Mill Lane.", called="the earlier words", theirs=True),
    ))
PAGE = Record(of="a page",
    keys=(
        Key("title", Sentence(), "Title", "Of the page.", "About this site", required=line("title", "About this site"),
            needed="required", docs="the title of the page", shown="Title"),
        Key("changed", PAGE_CHANGE, "What was changed here", "When, why, and the earlier words. Readers see it.",
            {"on": "2027-03-05", "because": "Our office has moved.", "was": "You find us in Mill Lane."}, since=2,
            docs="{on, because, was}: that the page was changed after it was sealed; a further change replaces this note with its own",
            translation=TranslationMode.OWN, shown="Changed here"),
        but(AMENDED, since=2),
    ))
# fmt: on
