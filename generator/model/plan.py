"""content/plan.yml, templates and records of drills as data: how the organisation has prepared. None of it is ever published."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from generator.model.address_patterns import ADDRESS
from generator.model.config import DEFAULT_CADENCE, Policy
from generator.model.incident import Impact
from generator.model.person import person_of
from generator.model.source import Source, Span
from generator.model.update import Status, Update

#: How long an approval of a template, or a test of a channel, counts as fresh; also the interval between drills if the plan sets none.
FRESH = timedelta(days=365)


_NUMBERS: Mapping[int, str] = MappingProxyType({1: "one", 2: "two", 3: "three"})


class Occasion(StrEnum):
    """The occasions that need an approval, as `approvals` names them."""

    FIRST_STATEMENT = "first_statement"
    UPDATE = "update"
    NO_CHANGE = "no_change"
    CORRECTION = "correction"
    RESOLVED = "resolved"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A responsibility during an incident.

    Attributes:
        name: its name, as `approved_by` uses it.
        who: the person.
        deputy: who steps in.
        phone: how to reach the person; never published.
        email: the same.
        deputy_phone: how to reach the deputy; never published.
        account: the person's account at the git host, without @.
        deputy_account: the deputy's.
        duties: what the role does.
    """

    name: str
    who: str = ""
    deputy: str = ""
    phone: str = ""
    email: str = ""
    deputy_phone: str = ""
    account: str = ""
    deputy_account: str = ""
    duties: str = ""

    def is_held_by(self, person: str) -> bool:
        """Whether this is the person or the deputy; capitals and white space do not matter."""
        # A telephone number that stands beside a name is no part of it.
        known = [name for written in (self.who, self.deputy) if written for name in (written, person_of(written).name)]
        return _normalised_name(person) in {_normalised_name(name) for name in known if name}

    def account_of(self, person: str) -> str:
        """Return the account at the git host of whoever holds the role; empty when the plan does not say."""
        for written, account in ((self.who, self.account), (self.deputy, self.deputy_account)):
            if written and _normalised_name(person) in {_normalised_name(written), _normalised_name(person_of(written).name)}:
                return account
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Roles that approve, and how many of them must."""

    roles: tuple[str, ...]
    at_least: int

    def missing(self, given: Mapping[str, str]) -> tuple[str, ...]:
        """Return the roles that may still approve; empty when enough have approved."""
        lacking = tuple(role for role in self.roles if role not in given)
        return lacking if len(self.roles) - len(lacking) < self.at_least else ()

    def words(self, given: Mapping[str, str]) -> str:
        """Return who must still approve, for a message: "`lead` and `legal`", "one of `lead`, `legal` and `board`"."""
        lacking = [f"`{role}`" for role in self.missing(given)]
        listed = " and ".join([", ".join(lacking[:-1]), lacking[-1]] if len(lacking) > 1 else lacking)
        still = self.at_least - (len(self.roles) - len(lacking))
        return listed if still == len(lacking) else f"{_NUMBERS.get(still, still)} of {listed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach readers or one another. `without_our_systems`: it works when everything of ours is down."""

    name: str
    how: str = ""
    tested: date | None = None
    without_our_systems: bool = False

    @property
    def good_until(self) -> date | None:
        """The last day on which its test counts as fresh; None when it was never tested."""
        return self.tested + FRESH if self.tested else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateApproval:
    """What the plan says of a template: what it is for, who approved its text (role to person) and on which day."""

    name: str
    purpose: str = ""
    approved_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    approved_on: date | None = None

    @property
    def good_until(self) -> date | None:
        """The last day on which the approval counts as fresh; None when it says no day."""
        return self.approved_on + FRESH if self.approved_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """content/plan.yml.

    Attributes:
        since: the day from which the plan applies; anything published before is not judged by it. None: it always applied.
        roles: by name.
        approvals: by occasion; a missing occasion falls back to `update`, and that to the site's policy.
        approvals_by_impact: additional approvals, by the incident's impact.
        cadence: the longest time to the next update, by status.
        cadence_by_impact: the same for incidents of one impact.
        channels: by name.
        templates: what the plan says about each template, by the name of its file.
        drills_every: how long after one drill the next is due; None: not set, which means a year.
    """

    since: date | None = None
    roles: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    approvals: Mapping[Occasion, Approval] = field(default_factory=lambda: MappingProxyType({}))
    approvals_by_impact: Mapping[Impact, Approval] = field(default_factory=lambda: MappingProxyType({}))
    cadence: Mapping[Status, timedelta] = field(default_factory=lambda: MappingProxyType({}))
    cadence_by_impact: Mapping[Impact, Mapping[Status, timedelta]] = field(default_factory=lambda: MappingProxyType({}))
    channels: Mapping[str, Channel] = field(default_factory=lambda: MappingProxyType({}))
    templates: Mapping[str, TemplateApproval] = field(default_factory=lambda: MappingProxyType({}))
    drills_every: timedelta | None = None

    def holds(self, published: datetime) -> bool:
        """Whether something published at that time is judged by this plan."""
        return self.since is None or published.date() >= self.since

    def first_statement(self, policy: Policy) -> Approval | None:
        """Return the approval that a first statement without a template needs, which is also what a template needs."""
        return approval_for(policy, self, Occasion.FIRST_STATEMENT)

    def approves(self, template: str, policy: Policy, on: date) -> bool:
        """Whether a template is approved by all that a first statement needs. An approval that is old still counts."""
        said = self.templates.get(template)
        if said is None or said.approved_on is None or said.approved_on > on or not said.approved_by or self.strangers(said):
            return False
        approval = self.first_statement(policy)
        return approval is None or not approval.missing(said.approved_by)

    def strangers(self, said: TemplateApproval) -> tuple[str, ...]:
        """Return the roles as which someone approved a template who does not hold them; none for a day before the plan's `since`."""
        if said.approved_on is not None and self.since is not None and said.approved_on < self.since:
            return ()
        return tuple(
            role for role, person in said.approved_by.items() if role not in self.roles or not self.roles[role].is_held_by(person)
        )

    def drill_due(self, last: date | None) -> date | None:
        """Return the last day for the next drill, when one was held; None when there has been none."""
        return last + (self.drills_every or FRESH) if last else None

    def planned(self, status: Status, impact: Impact | None) -> timedelta | None:
        """Return the longest time to the next update that the plan itself allows; None when it says nothing."""
        own = self.cadence_by_impact.get(impact, {}).get(status) if impact else None
        said = [length for length in (self.cadence.get(status), own) if length is not None]
        return min(said, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """Something to be filled in: `[[which system]]`. `ask` is what stands between the brackets."""

    ask: str
    at: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What has to be asked to fill a template in: a blank, however often it is written, and the sentence in which it stands first."""

    blank: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A first statement that was written, and can be approved, before anything happened.

    Attributes:
        name: the name of its file.
        update: the statement, with its blanks as they were written. Its times mean nothing.
        said: everything that it tells readers, by its key path, except its times.
        blanks: everything to be filled in, in the order written.
        next_update: how long after the first statement the next update comes; None: as the cadence says.
    """

    name: str
    update: Update
    said: Mapping[tuple[str, ...], str]
    blanks: tuple[Blank, ...] = ()
    next_update: timedelta | None = None

    def changed(self, said: Mapping[tuple[str, ...], str]) -> tuple[str, ...] | None:
        """Return the place of the first difference between a first statement and its template; None when there is none.

        A blank may hold a few words that end no sentence. Nothing may be added, left out or said otherwise: whoever approved the
        template approved that and no more.

        Args:
            said: what a statement that was made from this template tells readers.
        """
        for path in (*self.said, *said):
            if path not in said or path not in self.said or not _matches_template(self.said[path], said[path]):
                return path
        return None

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every blank that readers would see, once, in the order in which they would. Capitals do not tell two blanks apart."""
        found: dict[str, Ask] = {}
        for text in self.said.values():
            for sentence in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if "[[" in text else ():
                for blank in BLANK.findall(sentence):
                    found.setdefault(blank_key(blank), Ask(blank=blank.strip(), sentence=sentence))
        return tuple(found.values())

    def takes(self, blank: str, answer: str) -> bool:
        """Whether what was approved would still be what is said with this answer in a blank: a few words that end no sentence."""
        for text in self.said.values():
            if any(blank_key(written) == blank_key(blank) for written in BLANK.findall(text)):
                filled = fill(text, {blank_key(blank): answer})
                # The contents of the other blanks do not matter here.
                if not _matches_template(text, BLANK.sub("x", filled)):
                    return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRecord:
    """What came of a rehearsal.

    Attributes:
        name: the name of its file.
        held: the day.
        template: the template that was used.
        minutes: how many minutes it took until the first statement could have been published; None: not measured.
        took_part: who was there.
        findings: what was found in what they wrote.
        promises_made: how many promises they made.
        promises_kept: how many of them they kept.
        lessons: what was learnt, by name.
        body: the rest.
    """

    name: str
    held: date
    template: str = ""
    minutes: int | None = None
    took_part: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    promises_made: int | None = None
    promises_kept: int | None = None
    lessons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: str = ""


def last_drill(records: Iterable[DrillRecord | None], today: date) -> date | None:
    """Return the day of the most recent drill; None when there has been none. A date in the future does not count."""
    return max((record.held for record in records if record and record.held <= today), default=None)


def longest_wait(policy: Policy, plan: Plan | None, status: Status, impact: Impact | None = None) -> timedelta:
    """Return the longest that readers should wait for the next update: the site's policy, or less if the plan asks for less."""
    default = policy.cadence.get(status, DEFAULT_CADENCE[Status.INVESTIGATING])
    planned = plan.planned(status, impact) if plan else None
    return default if planned is None else min(default, planned)


def needed(policy: Policy, plan: Plan | None, update: Update, impact: Impact | None) -> tuple[Approval, ...]:
    """Return the approvals required before an update is published."""
    if update.number == 1:
        occasions = [Occasion.FIRST_STATEMENT]
    elif update.no_change:
        occasions = [Occasion.NO_CHANGE]
    else:
        occasions = [
            occasion
            for occasion, applies in (
                (Occasion.CORRECTION, bool(update.corrections)),
                (Occasion.RESOLVED, update.status is Status.RESOLVED),
            )
            if applies
        ] or [Occasion.UPDATE]
    found = [approval for occasion in occasions if (approval := approval_for(policy, plan, occasion))]
    if plan and impact and (more := plan.approvals_by_impact.get(impact)):
        found.append(more)
    return tuple(approval for approval in found if approval.roles)


def approval_for(policy: Policy, plan: Plan | None, occasion: Occasion) -> Approval | None:
    """Return the approval required on one occasion. For a review, only what the plan says of reviews counts."""
    approvals = plan.approvals if plan else {}
    if occasion in approvals:
        return approvals[occasion]
    if occasion is Occasion.REVIEW:
        return None
    if Occasion.UPDATE in approvals:
        return approvals[Occasion.UPDATE]
    return Approval(roles=policy.approvals, at_least=len(policy.approvals)) if policy.approvals else None


#: A blank as it is written.
BLANK = re.compile(r"\[\[([^\[\]\n]{1,120})\]\]")


def blank_key(blank: str) -> str:
    """Return the key of a blank: `[[Which system]]` at the beginning of a sentence is `[[which system]]`."""
    return " ".join(blank.split()).casefold()


def fill(text: str, answers: Mapping[str, str]) -> str:
    """Fill a text's blanks with answers; those without one remain.

    Args:
        text: any text.
        answers: by `blank_key`. Where the blank begins with a capital, so does what stands in its place; and what the text says
            around the blank is not said again.
    """
    written, last = "", 0
    for found in BLANK.finditer(text):
        written += text[last : found.start()]
        last = found.end()
        given = answers.get(blank_key(found.group(1)))
        if not given:
            written += found.group()
            continue
        given = _without_repetition(written, given, text[last:])
        written += _with_capital(given) if found.group(1).strip()[:1].isupper() else given
    return written + text[last:]


def _without_repetition(before: str, given: str, after: str) -> str:
    """Return an answer without the words that the text around it says already: "of [[whose data]]", answered with "of our members"."""
    words = given.split(" ")
    earlier = before.casefold().split() if before[-1:].isspace() else []
    later = after.casefold().split() if after[:1].isspace() else []
    for length in range(len(words) - 1, 0, -1):
        if earlier[-length:] == [word.casefold() for word in words[:length]]:
            words = words[length:]
            break
    for length in range(len(words) - 1, 0, -1):
        if later[:length] == [word.casefold() for word in words[-length:]]:
            words = words[:-length]
            break
    return " ".join(words)


def _with_capital(given: str) -> str:
    """Return an answer as it stands at the beginning of a sentence; a name such as eBay keeps its own capitals."""
    at = next((index for index, sign in enumerate(given) if sign.isalnum()), 0)
    first = re.split(r"[\s/-]", given[at:], maxsplit=1)[0]
    return given if first != first.lower() else given[:at] + given[at : at + 1].title() + given[at + 1 :]


def blanks(source: Source) -> Iterator[Blank]:
    """Yield every blank in a file, in order; an address in brackets is a link in the notation of other programs."""
    if "[[" not in source.text:
        return
    for number, line in enumerate(source.text.split("\n"), 1):
        for found in BLANK.finditer(line):
            if ADDRESS.fullmatch(found.group(1).strip().partition("|")[0].strip()):
                continue
            yield Blank(ask=found.group(1).strip(), at=Span(source.path, number, found.start() + 1, number, found.end() + 1))


#: What may stand before a full stop inside a name, such as that of a hospital, without ending the sentence.
_ABBREVIATED = "".join(rf"(?<!\b{title})" for title in ("St", "Dr", "Mr", "Mrs", "Ms"))
#: The months before which German puts a full stop: am 2. März.
_MONTHS = "(?:Jänner|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\\b"


def _matches_template(template: str, written: str) -> bool:
    return bool(_pattern(" ".join(template.split())).fullmatch(" ".join(written.split())))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of a text whose blanks stand for any few words that end no sentence."""
    first, *rest = (re.escape(part) for part in BLANK.split(text)[::2])
    words = rf"(?:(?!{_ABBREVIATED}[.!?:;]\s(?!{_MONTHS})).){{1,80}}"
    # Each blank but the last takes the fewest words that fit (an atomic group): trying every division could take exponential time.
    middle = "".join(f"(?>{words}?{part})" for part in rest[:-1])
    return re.compile(first + middle + (words + rest[-1] if rest else ""))


def _normalised_name(person: str) -> str:
    return " ".join(unicodedata.normalize("NFC", person).split()).casefold()
