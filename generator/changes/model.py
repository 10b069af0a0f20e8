"""What readers see change between two states of a site, in words: the outcome of `diff`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.model.history import Base


class SeenBy(StrEnum):
    """Who sees a change once the new state is published."""

    PUBLIC = "public"
    HELD_BACK = "held_back"
    DRAFT = "draft"
    NOBODY = "nobody"  # no page shows it: a workflow, the plan


class SiteChangeKind(StrEnum):
    """What a change is."""

    ADDED = "added"
    CHANGED = "changed"  # what may change without a correction: a page, a draft, the answers to questions
    REMOVED = "removed"  # what may go
    EDITED = "edited"  # published text that is append-only has another text now
    AMENDED = "amended"  # the same, but only the spelling of words that `amended` names
    TAKEN_BACK = "taken_back"  # published, and now gone, a draft, or held back
    UNREADABLE = "unreadable"  # cannot be understood as it stands, so nobody knows what readers would see
    MISSING = "missing"  # a translation that readers of a language will look for in vain


#: What no reader should find out by comparing: it is said first, and marked as what it is.
LOUD = frozenset({SiteChangeKind.EDITED, SiteChangeKind.TAKEN_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing in a change.

    Attributes:
        label: what happened, in our words: `Answered`, `We know`.
        about: which one, as a reader would say its name; empty where the label says it all.
        was: the words before, as their author wrote them; empty when there were none.
        now: the words now; empty when there are none.
        because: the reason that the writer gave.
    """

    label: str
    about: str = ""
    was: str = ""
    now: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """Who must approve something before it is published, and who has.

    Attributes:
        given: role and person, in the order written.
        asked: each thing that the plan asks for, in words: `lead and legal`, `2 of lead, legal and board`.
        missing: who must still approve, in words; empty when nobody must.
        people: role, person and deputy of every role in `missing`, where the plan names them.
        because: why nobody need approve; empty when somebody must.
    """

    given: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    people: tuple[tuple[str, str, str], ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """One change of one file, or of one part of the site.

    Attributes:
        what: what it is.
        seen: who sees it.
        thing: what changed, in our words: `Update 2`, `Update 2 in German`, `The page`.
        title: its title, as its author wrote it; empty where it has none.
        incident: the incident's folder; empty for what belongs to the whole site.
        of: the incident's title.
        path: the file, relative to the site's root.
        comes: when readers see it, for what is held back.
        new_incident: whether it is the first that readers hear of the incident.
        rows: what is in it.
        approvals: who must approve it; None where nobody is asked.
        steers: whether it decides what runs, who is told, or what is believed: whoever reads no further has to have read this.
    """

    what: SiteChangeKind
    seen: SeenBy
    thing: str
    path: str
    title: str = ""
    incident: str = ""
    of: str = ""
    comes: datetime | None = None
    new_incident: bool = False
    rows: tuple[Row, ...] = ()
    approvals: Approvals | None = None
    steers: bool = False

    @property
    def rewrites(self) -> bool:
        """Whether published text changed that should not."""
        return self.what in LOUD

    @property
    def loud(self) -> bool:
        """Whether it is said before all else."""
        return self.rewrites or self.steers


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChanges:
    """All changes, in the order in which they are said."""

    base: Base
    differences: tuple[SiteChange, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def of(self, seen: SeenBy) -> tuple[SiteChange, ...]:
        """The changes that these readers see."""
        return tuple(one for one in self.differences if one.seen is seen)
