"""The result of `diff`: what changes for readers between two states of a site, in words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.model.history import Base
from generator.model.host_review import ApprovalProof


class SeenBy(StrEnum):
    """Who sees a change once the new state is published."""

    PUBLIC = "public"
    HELD_BACK = "held_back"
    DRAFT = "draft"
    NOBODY = "nobody"  # no page shows it: a workflow, the plan


class SiteChangeKind(StrEnum):
    """The kinds of changes."""

    ADDED = "added"
    CHANGED = "changed"  # content that may change without a correction: a page, a draft, the answers to questions
    REMOVED = "removed"  # content that may be removed
    EDITED = "edited"  # a published, append-only text was changed
    AMENDED = "amended"  # the same, but only in the spelling of words named under `amended`
    REDACTED = "redacted"  # words that must not be public were taken out, which readers see
    TAKEN_BACK = "taken_back"  # a published text is now removed, a draft, or held back
    UNREADABLE = "unreadable"  # cannot be understood, so nobody knows what readers would see
    MISSING = "missing"  # a translation that readers of a language will miss


#: Changes that nobody should have to find by comparing: they are listed first, and marked.
LOUD = frozenset({SiteChangeKind.EDITED, SiteChangeKind.TAKEN_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item of a change.

    Attributes:
        label: what happened, in the product's words: `Answered`, `We know`.
        about: the thing's name, as a reader would say it; empty where the label is enough.
        was: the author's text before; empty when there was none.
        now: the author's text now; empty when there is none.
        because: the author's reason.
    """

    label: str
    about: str = ""
    was: str = ""
    now: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """Who must approve a text before it is published, and who has.

    Attributes:
        given: role and person, in the order written.
        required: each approval that the plan requires, in words: `lead and legal`, `2 of lead, legal and board`.
        missing: the approvals still needed, in words; empty when none is.
        people: role, person and deputy for each role in `missing`, where the plan names them.
        because: why no approval is needed; empty when one is.
        void: role, person and why, of what stands in the text and is no approval of it.
        proofs: what is known of each in `given`, by role.
    """

    given: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    people: tuple[tuple[str, str, str], ...] = ()
    because: str = ""
    void: tuple[tuple[str, str, ApprovalProof], ...] = ()
    proofs: tuple[tuple[str, ApprovalProof], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """One change of a file, or of a part of the site.

    Attributes:
        what: the kind of change.
        seen: who sees it.
        thing: what changed, in the product's words: `Update 2`, `Update 2 in German`, `The page`.
        title: its title by the author; empty where it has none.
        incident: the incident's folder; empty for changes of the whole site.
        of: the incident's title.
        path: the file, relative to the site's root.
        comes: when readers will see it, if it is held back.
        new_incident: whether it is the first that readers learn of the incident.
        rows: its items.
        approvals: who must approve it; None where approval does not apply.
        steers: whether it decides what is executed, who is notified or what is trusted, so that every reviewer must read it.
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
        """Whether a published text was changed that must not change."""
        return self.what in LOUD

    @property
    def loud(self) -> bool:
        """Whether it is listed before everything else."""
        return self.rewrites or self.steers


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChanges:
    """All changes, in the order in which they are reported."""

    base: Base
    differences: tuple[SiteChange, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def of(self, seen: SeenBy) -> tuple[SiteChange, ...]:
        """Return the changes that these readers see."""
        return tuple(one for one in self.differences if one.seen is seen)
