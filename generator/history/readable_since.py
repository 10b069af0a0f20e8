"""When readers could first read each text, and an incident whose times of publication are these.

The earliest proof is arrival on the published branch, or the first line in ledger.lock. A text that came later than it says by more than the
grace counts from when it came: a promise of telling is kept only if readers could read it.

A line in the lock says when `seal` saw the text, by the clock of the computer on which it ran, and when the published branch had it, if it was
there already. The latter survives a history that is rewritten or incomplete later. The former is no proof against a history that is complete:
a text may be sealed long before it reaches the branch.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from generator.history.publication import arrivals
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.ledger.records import Promise
from generator.ledger.terms import Terms, first_seals, terms_of
from generator.model.config import SiteConfig
from generator.model.document import Content, IncidentFolder, ReviewDocument, SealLine, UpdateDocument
from generator.model.history import Arrival, History, PromiseSettings
from generator.model.incident import Review
from generator.model.update import Update
from generator.model.visibility import is_public, said_in

#: Committing and publishing take time: a delay this much beyond the site's grace is tolerated unless a promise depends on it.
_ROUTINE = timedelta(minutes=10)
_A_DAY = timedelta(days=1)


def readable_since(history: History | None, content: Content, now: datetime) -> Mapping[str, Arrival]:
    """Return the earliest proof that readers could read each update and review, by path; files without one are omitted.

    Args:
        history: every version of each file; None where nobody asked.
        content: the site.
        now: the time of judgement.
    """
    config = content.config.config
    found = dict(arrivals(history, content, now)) if history else {}
    begun = _begun(history)
    if config is None or config.drill:
        return MappingProxyType(found)
    for folder in content.incidents:
        if not folder.may_be_sealed:
            continue
        seals = first_seals(folder)
        for document in _dated_documents(folder):
            path, said = document.source.path, said_in(document)
            line = seals.get(path.rpartition("/")[2])
            if said is None or line is None or not is_public(said, now) or said.published < config.site.public_since:
                continue
            proof = _proof(line, found.get(path), history, begun, said)
            if proof is not None and proof.at <= now:
                found[path] = proof
    return MappingProxyType(found)


def _dated_documents(folder: IncidentFolder) -> tuple[UpdateDocument | ReviewDocument, ...]:
    return (*folder.updates, *((folder.review,) if folder.review else ()))


def _begun(history: History | None) -> datetime | None:
    """Return when a complete history begins; None where it is not complete, or empty."""
    files = history.files if history and history.known else {}
    return min((versions[0].since for versions in files.values()), default=None)


def _proof(
    line: SealLine, arrival: Arrival | None, history: History | None, begun: datetime | None, said: Update | Review
) -> Arrival | None:
    """Return the proof that a line in the lock gives, where it is earlier than what version control tells or tells what that does not."""
    if line.since is not None:
        at = max(line.since, said.published.astimezone(UTC))
        return Arrival(at, committed=True, sealed=True) if arrival is None or at < arrival.at else None
    if line.seen is None or arrival is not None:
        return None
    # A history that is cut off may have an earlier proof, and so may a text with which the history begins, unless it was sealed before.
    if history is None or history.outside or (begun is not None and line.seen < begun):
        return Arrival(line.seen, committed=False, sealed=True)
    return None


def counted(
    folder: IncidentFolder,
    arrived: Mapping[str, Arrival],
    config: SiteConfig,
    remembered: tuple[PromiseSettings, ...] = (),
) -> IncidentFolder:
    """Return an incident in which every text that came later than it says is published when it came; `dated` is what it says.

    Args:
        folder: the incident, as its files say.
        arrived: when readers could first read each text, by path.
        config: the site's settings.
        remembered: the settings over time, as far as version control knows them.
    """
    late: dict[str, datetime] = {}
    soon: dict[str, datetime] = {}
    seals = first_seals(folder)
    graces = (config.policy.grace, *(one.grace for one in remembered), *(line.grace for line in seals.values() if line.grace))
    most = max(graces)
    for document in _dated_documents(folder):
        said, arrival = said_in(document), arrived.get(document.source.path)
        if said is None or arrival is None:
            continue
        terms = terms_of(seals.get(document.source.path.rpartition("/")[2]), said.published, remembered, config.site.timezone)
        allowed = _grace(terms, config)
        # Times are written to the minute.
        came = arrival.at.astimezone(UTC).replace(second=0, microsecond=0)
        if came - said.published > max(allowed, _ROUTINE):
            late[document.source.path] = came
        elif came > said.published and _may_matter(folder, said.published.astimezone(UTC), came, most):
            soon[document.source.path] = came
    if soon:
        late |= _that_matter(folder, soon, config, remembered)
    return _published_at(folder, late) if late else folder


def _grace(terms: Terms, config: SiteConfig) -> timedelta:
    return config.policy.grace if terms.grace is None else terms.grace


def _may_matter(folder: IncidentFolder, published: datetime, came: datetime, grace: timedelta) -> bool:
    """Whether any promise of an incident can have fallen due, with its grace, between two times: a quick look, before all are worked out."""
    for document in folder.updates:
        said = document.parsed
        if said is None:
            continue
        steps, answers = (one.by for one in said.next_steps.values()), (one.by for one in said.unknown.values())
        for due in (said.next_update, said.review_by, *steps, *answers):
            if isinstance(due, datetime):
                if published - grace <= due < came:
                    return True
            elif due is not None and (published - grace).date() - _A_DAY <= due <= came.date() + _A_DAY:
                # Somewhere on earth this day ends between the two.
                return True
    return False


def _that_matter(
    folder: IncidentFolder, soon: Mapping[str, datetime], config: SiteConfig, remembered: tuple[PromiseSettings, ...]
) -> dict[str, datetime]:
    """Return those of some texts that came a little late without which a promise would look kept."""
    ledger = fold(folder, config.site.timezone, remembered, config.site.language)
    latest = max([*soon.values(), *(one.document.update.published for one in ledger.transitions)])
    made = promises(ledger, latest, config.policy.grace)
    numbers = {one.source.path: one.number if isinstance(one, UpdateDocument) else None for one in _dated_documents(folder)}
    return {path: came for path, came in soon.items() if any(is_broken(one, numbers[path], came) for one in made)}


def is_broken(promise: Promise, number: int | None, came: datetime) -> bool:
    """Whether a promise that an update (or the review: None) settled by its own time was not settled in time if it came when it did.

    How much later than it says a text may come is what counted when the promise was made: nobody gets more time by another setting.
    """
    if promise.settled is None or promise.settled_in != number or promise.done_on is not None:
        return False
    last = promise.due_at + promise.grace
    return promise.settled <= last < came and came - promise.settled > promise.grace


def _published_at(folder: IncidentFolder, times: Mapping[str, datetime]) -> IncidentFolder:
    """Return an incident in which some texts are published at given times. No two of its texts are published in the same moment."""
    taken = {said.published for one in _dated_documents(folder) if (said := said_in(one)) and one.source.path not in times}
    moved: dict[int, datetime] = {}
    # The last one first: of two that came together, the earlier one counts from a second before, and none from a time to come.
    for document in reversed(folder.updates):
        came = times.get(document.source.path)
        if came is None:
            continue
        while came in taken:
            came -= timedelta(seconds=1)
        taken.add(came)
        moved[document.number] = came
    updates = tuple(
        replace(one, parsed=_at(one.parsed, moved[one.number])) if one.parsed is not None and one.number in moved else one
        for one in folder.updates
    )
    translations = tuple(
        replace(one, parsed=_at(one.parsed, moved[one.number]))
        if one.parsed is not None and one.number in moved and one.parsed.published < moved[one.number]
        else one
        for one in folder.translations
    )
    review = folder.review
    if review is not None and review.review is not None and review.source.path in times:
        came = times[review.source.path]
        review = replace(review, review=replace(review.review, published=came, dated=review.review.published))
    return replace(folder, updates=updates, translations=translations, review=review, content="")


def _at(update: Update, came: datetime) -> Update:
    return replace(update, published=came, dated=update.published)
