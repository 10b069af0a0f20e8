"""A free page, and its translations."""

from generator.format.kinds import Sentence
from generator.format.record import Key, Record, line

# fmt: off
PAGE = Record(of="a page",
    keys=(
        Key("title", Sentence(), "Title", "Of the page.", "About this site", required=line("title", "About this site"),
            needed="required", docs="the title of the page", shown="Title"),
    ))
# fmt: on
