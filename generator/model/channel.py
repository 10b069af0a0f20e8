"""The ways in which a text that is not on the site reaches people."""

from enum import StrEnum


class Channel(StrEnum):
    """How a text reaches people, which decides what is asked of its words."""

    PRESS = "press"
    FILING = "filing"
    LETTER = "letter"
    MAIL = "mail"
    POST = "post"
    SCRIPT = "script"
    SPEECH = "speech"
    SUPPLIER = "supplier"
