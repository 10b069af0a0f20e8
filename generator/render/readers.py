"""An incident as one audience reads it: the same incident, with what is for everyone and for them, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.ledger.records import Promise, PromiseKind, State
from generator.ledger.told_to import audiences_in, told_to
from generator.links.audience_pages import pages_of
from generator.model.config import Audience, Contact
from generator.model.document import IncidentDocument
from generator.model.incident import Question
from generator.render.site import PublicIncident, Site


def with_pages(site: Site, incident: PublicIncident) -> tuple[Audience, ...]:
    """The audiences that have a page of an incident, in the order of the settings."""
    audiences = site.config.audiences
    if audiences.keys().isdisjoint(incident.facts.readers):
        return ()
    return tuple(audiences[name] for name in pages_of(incident.folder.updates, audiences, everything=True))


def told(site: Site, incident: PublicIncident, audience: Audience) -> PublicIncident:
    """An incident as an audience reads it, whether or not it has a page of its own."""
    key = (incident.slug, audience.name)
    if key not in site.readings:
        site.readings[key] = _told(site, incident, audience)
    return site.readings[key]


def _told(site: Site, incident: PublicIncident, audience: Audience) -> PublicIncident:
    ledger = told_to(incident.ledger, site.config.audiences, audience.name)
    said = incident.folder.document.incident
    document = incident.folder.document
    if said is not None:
        readers = audiences_in(incident.ledger.state, site.config.audiences)
        questions: Mapping[str, Question] = MappingProxyType(
            {name: one for name, one in said.questions.items() if readers.shows(one, audience.name)}
        )
        contact = _contact(audience.contact, said.contact or site.config.contact)
        document = IncidentDocument(
            source=document.source,
            places=document.places,
            problems=document.problems,
            incident=replace(said, questions=questions, contact=contact),
        )
    updates = tuple(transition.document for transition in ledger.transitions)
    folder = replace(incident.folder, document=document, updates=updates)
    states = [transition.after for transition in ledger.transitions]
    promises = tuple(promise for promise in incident.promises if _is_theirs(promise, states))
    return PublicIncident(folder=folder, ledger=replace(ledger, folder=folder), promises=promises, audience=audience)


def _contact(own: Contact, of_all: Contact) -> Contact:
    """How an audience can ask: its own way, and whatever it does not say as for everybody."""
    return Contact(
        email=own.email or of_all.email,
        phone=own.phone or of_all.phone,
        hours=own.hours or of_all.hours,
        who=own.who or of_all.who,
        out_of_band=own.out_of_band or of_all.out_of_band,
    )


def _is_theirs(promise: Promise, states: list[State]) -> bool:
    """Whether they were given a promise."""
    if promise.kind is PromiseKind.ANSWER:
        return any(promise.subject in state.facts for state in states)
    if promise.kind is PromiseKind.NOTICE:
        return any(promise.subject in state.direct_notice for state in states)
    return True
