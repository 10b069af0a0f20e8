"""The shape of a rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from generator.ledger.records import Ledger, Turn
from generator.model.config import SiteConfig
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, Document, IncidentFolder, UpdateDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may look at besides its subject.

    Attributes:
        config: the site's configuration; None when it could not be understood.
        now: the time of judgement; for an embargoed update, its own `published`.
        ledger: the incident's ledger; None at the scope of the site or when the incident could not be folded.
        turn: what the update under judgement did; None at other scopes or when the incident could not be folded.
    """

    config: SiteConfig | None
    now: datetime
    ledger: Ledger | None = None
    turn: Turn | None = None


UpdateCheck: TypeAlias = Callable[[UpdateDocument, Context], Iterator[Finding]]
DocumentCheck: TypeAlias = Callable[[Document, Context], Iterator[Finding]]
IncidentCheck: TypeAlias = Callable[[IncidentFolder, Context], Iterator[Finding]]
SiteCheck: TypeAlias = Callable[[Content, Context], Iterator[Finding]]
Check: TypeAlias = UpdateCheck | DocumentCheck | IncidentCheck | SiteCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule.

    Attributes:
        code: never reused.
        name: reads well after "allow".
        severity: how much it matters.
        check: yields findings; the type of its first parameter says its scope: a document of any kind (form), an update, an
            incident's folder, or the whole content.
        waivable: whether a writer may waive it, with a reason that readers see.
        timed: whether the passing of time alone can cause it; such a finding never blocks a build.
        doc: its page.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    waivable: bool
    doc: str
    timed: bool = False
