"""To whom a letter is written, where that is not the person whose data it was."""

from enum import StrEnum


class Addressee(StrEnum):
    """To whom a letter is written."""

    ADULT = "adult"
    GUARDIAN = "guardian"
    NEXT_OF_KIN = "next-of-kin"
    STAFF = "staff"
