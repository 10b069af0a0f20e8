"""A risk assessment: what those who know the incident answer about the risk to people. It is private, and decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from generator.model.incident_facts import Category

#: The questions by the key of their answer, in the order in which they are asked. The EDPB names these factors (Guidelines 9/2022, section IV.B).
QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kinds": "Which kinds of data are affected?",
        "protection": "Can whoever has the data read it?",
        "identification": "How easily can people be recognised by it?",
        "severity": "How badly could people be harmed?",
        "number": "How many people are affected?",
        "vulnerable": "Are there people among them who are easily harmed: children, patients, people in need?",
    }
)


class Protection(StrEnum):
    """Whether data that was reached can be read."""

    NONE = "none"
    PARTIAL = "partial"
    STRONG = "strong"
    UNKNOWN = "unknown"


class Identification(StrEnum):
    """How easily people can be recognised by data."""

    EASY = "easy"
    WITH_EFFORT = "with-effort"
    HARDLY = "hardly"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How badly people could be harmed."""

    NEGLIGIBLE = "negligible"
    LIMITED = "limited"
    SIGNIFICANT = "significant"
    SEVERE = "severe"
    UNKNOWN = "unknown"


class Vulnerable(StrEnum):
    """Whether there are people among those concerned who are easily harmed."""

    NOBODY = "nobody"
    SOME = "some"
    MOST = "most"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The answers of one assessment; None, or nothing, where nobody has answered.

    Attributes:
        assessed: the day of the last answer.
        by: who answered.
        kinds: the categories of data.
        protection: whether it can be read.
        identification: how easily people can be recognised.
        severity: how badly they could be harmed.
        number: the number of people; None: not answered, or not known.
        number_unknown: whether the number is answered as not known.
        vulnerable: whether some are easily harmed.
        because: why, by the name of the answer.
    """

    assessed: date
    by: tuple[str, ...] = ()
    kinds: tuple[Category, ...] = ()
    protection: Protection | None = None
    identification: Identification | None = None
    severity: Severity | None = None
    number: int | None = None
    number_unknown: bool = False
    vulnerable: Vulnerable | None = None
    because: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that nobody has answered, by the keys of their answers."""
        open_ones = {
            "kinds": not self.kinds,
            "protection": self.protection is None,
            "identification": self.identification is None,
            "severity": self.severity is None,
            "number": self.number is None and not self.number_unknown,
            "vulnerable": self.vulnerable is None,
        }
        return tuple(name for name in QUESTIONS if open_ones[name])
