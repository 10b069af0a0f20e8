"""What is wrong with what was written: findings and the diagnostics made of them."""

from dataclasses import dataclass, field
from enum import StrEnum

from generator.model.source import Span


class Severity(StrEnum):
    """How much a finding matters. Only an error can block a build."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Edit:
    """A small patch.

    Attributes:
        at: the text that is removed; an empty span removes nothing.
        text: the replacement, with newlines as line ends.
        asks: the question that the writer must first answer with yes; empty when no judgement is needed.
    """

    at: Span
    text: str
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTime:
    """A time that could not be read for certain. What it may mean depends on the site's time zone and on the time of judgement.

    Attributes:
        key: the key that it is the value of.
        written: as it was typed.
        days: whether a day is a valid value there.
        moments: whether a time is a valid value there.
    """

    key: str
    written: str
    days: bool
    moments: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong with what was written: a parser met it, or a rule found it.

    What a parser meets is a finding from the start, and names the rule that it breaks; the rule of that name passes it on. The runner gives
    every finding the code and the severity of its rule.

    Attributes:
        at: the place.
        message: what is wrong; lower case, no full stop, in the writer's words.
        help: what to do.
        rule: the name of the rule, such as `duplicate-key`, where a parser met it; empty: that of the rule that found it.
        edits: what fixes it, all together; empty when that needs a judgement.
        time: the time that is wrong, if it is one: the help then says what it may mean, which only the rule knows.
        hides: the text it points at, if that is a secret or someone's data, which no report may show again.
        if_published: what to do instead where the text was published, so that it may not be changed; empty: what the rule says.
    """

    at: Span
    message: str
    help: str
    rule: str = ""
    edits: tuple[Edit, ...] = ()
    time: TypedTime | None = None
    hides: str = field(default="", repr=False)
    if_published: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its rule.

    Attributes:
        blocks: whether the build refuses while it stands. An error blocks, unless time alone caused it or it stands in a draft.
        edits: what fixes it, all together; empty when that needs a judgement.
        hidden: whether the text it points at may not be shown again.
        if_published: what to do instead where the text was published; empty: the help holds there too.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    span: Span
    blocks: bool
    edits: tuple[Edit, ...] = ()
    hidden: bool = False
    if_published: str = field(default="", compare=False, repr=False)
