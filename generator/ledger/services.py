"""Which systems work, over the updates of an incident.

That one works again, or no longer does, is news and no mistake: it needs no correction. A time since when it has been in its state is held to
what was said before. What a state was said to mean, and the way round it, ends with the state.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from generator.ledger.folding import Folding, is_same_text, with_event
from generator.ledger.moments import is_before, is_to_come, is_within
from generator.ledger.records import Change, ServiceEntry, ServiceRefusal, ViolationKind
from generator.model.update import Service, ServiceState

_SERVICES = "services."
#: What `services` says of a system that should never have been named.
NONE = "none"


def fold_services(folding: Folding) -> None:
    """Fold the systems of an update."""
    for name, service in folding.update.services.items():
        _fold_one(folding, name, service)
    if folding.update.no_change:
        for name, entry in folding.before.services.items():
            if name in folding.services:
                said = _days_stated(folding, folding.services[name], entry.service.state)
                folding.services[name] = replace(folding.services[name], said=said)


def take_back_service(folding: Folding, name: str) -> None:
    """Take back a system that should never have been named."""
    subject, entry = f"{_SERVICES}{name}", folding.services.get(name)
    if entry is None:
        if subject not in folding.before.taken_back:
            folding.violation(ViolationKind.NOTHING_TO_CLOSE, subject, ("services", name), after=NONE)
    elif admitted := folding.admits(subject, entry.service, ""):
        event = folding.event(Change.CORRECTED, subject, before=entry.service, correction=admitted)
        folding.taken_back[subject] = with_event(folding.services.pop(name), event)
    else:
        folding.violation(ViolationKind.NEVER_UNEXPLAINED, subject, ("services", name), before=entry.service, since=entry.changed)


def said_services(folding: Folding) -> frozenset[str]:
    """The subjects of the systems of which an update says whether they work."""
    names = folding.services if folding.update.no_change else folding.update.services
    return frozenset(f"{_SERVICES}{name}" for name in names)


def _fold_one(folding: Folding, name: str, service: Service) -> None:
    subject, now = f"{_SERVICES}{name}", folding.update.published
    entry = folding.services.get(name)
    old = entry.service if entry else None
    new = _merged(service, old)
    if entry and folding.narrows(subject, ("services", name, "for"), entry.service.for_whom, new.for_whom, entry.changed):
        new = replace(new, for_whom=entry.service.for_whom)
    moved = old is not None and new.state is old.state and _has_moved(folding, new, old)
    refused = _refused_day(folding, entry, new)
    # What was untrue before is corrected; what has not come yet cannot be.
    admitted = None
    if old is not None and new != old and refused is not ServiceRefusal.TO_COME:
        admitted = folding.admits(subject, old, new)
    if refused is not None and admitted is None:
        folding.violation(
            ViolationKind.SERVICE_DAY,
            subject,
            ("services", name, "since"),
            before=_otherwise(entry, new) if refused is ServiceRefusal.SAID_OTHERWISE else "",
            after=new,
            since=_opposed(entry, new.state),
            reason=refused,
        )
        return
    if moved and admitted is None:
        since = entry.changed if entry else None
        folding.violation(
            ViolationKind.SERVICE_MOVED, subject, ("services", name, "since"), before=old or "", after=new, since=since
        )
        return
    if entry is None or old is None:
        event = folding.event(Change.STATED, subject, after=new)
        first = MappingProxyType({new.state: folding.update.written})
        folding.services[name] = ServiceEntry(service=new, stated=now, changed=now, said=first, history=(event,))
        return
    said = _days_stated(folding, entry, new.state)
    if new == old or (admitted is None and _says_the_same(new, old)):
        folding.services[name] = replace(entry, service=new, said=said)
        return
    change = Change.CORRECTED if admitted else Change.CHANGED
    if admitted is None and _is_only_more_exact(new, old):
        change = Change.REFINED
    event = folding.event(change, subject, before=old, after=new, correction=admitted)
    folding.services[name] = with_event(entry, event, service=new, changed=now, said=said)


def _merged(new: Service, old: Service | None) -> Service:
    """What is said now; in the same state, what is left out still stands."""
    if old is None or new.state is not old.state:
        return new
    return replace(
        new,
        what=old.what if not new.what or is_same_text(new.what, old.what) else new.what,
        instead=old.instead if not new.instead or is_same_text(new.instead, old.instead) else new.instead,
        since=new.since or old.since,
        because=new.because or old.because,
        for_whom=new.for_whom or old.for_whom,
    )


def _says_the_same(new: Service, old: Service) -> bool:
    """Whether readers see no difference but whom it is for."""
    return replace(new, for_whom=old.for_whom) == old


def _is_only_more_exact(new: Service, old: Service) -> bool:
    return new.state is old.state and replace(new, since=old.since, for_whom=old.for_whom) == old


def _has_moved(folding: Folding, new: Service, old: Service) -> bool:
    return old.since is not None and new.since is not None and not is_within(new.since, old.since, folding.zone)


def _refused_day(folding: Folding, entry: ServiceEntry | None, new: Service) -> ServiceRefusal | None:
    """Why a system cannot have been in its state since then; None where it can, or where that was said and accepted before."""
    if new.since is None or (entry is not None and new.state is entry.service.state and new.since == entry.service.since):
        return None
    if is_to_come(new.since, folding.update.published, folding.zone):
        return ServiceRefusal.TO_COME
    opposed = _opposed(entry, new.state)
    return ServiceRefusal.SAID_OTHERWISE if opposed is not None and is_before(new.since, opposed, folding.zone) else None


def _opposed(entry: ServiceEntry | None, state: ServiceState) -> datetime | None:
    """When another state was last said; that nobody knew says nothing against any."""
    others = {} if entry is None else {one: when for one, when in entry.said.items() if one not in {state, ServiceState.UNKNOWN}}
    return max(others.values(), default=None)


def _otherwise(entry: ServiceEntry | None, new: Service) -> Service | str:
    """The other state that was last said."""
    if entry is None:
        return ""
    state = max(
        (one for one in entry.said if one not in {new.state, ServiceState.UNKNOWN}), key=lambda one: entry.said[one], default=None
    )
    return "" if state is None else Service(name=entry.name, state=state)


def _days_stated(folding: Folding, entry: ServiceEntry, state: ServiceState) -> Mapping[ServiceState, datetime]:
    return MappingProxyType({**entry.said, state: folding.update.written})
