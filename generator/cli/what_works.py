"""What a new update says of systems: what the writer was asked, and what still has to be written."""

from collections.abc import Iterable
from dataclasses import replace

from generator.cli.prompts import Asker, named
from generator.errors import UsageError
from generator.ledger.records import State
from generator.model.update import Service, ServiceState, Status
from generator.scaffolding.new_files import blank

_STATES = {
    ServiceState.WORKING: "it works for everyone",
    ServiceState.LIMITED: "part of it works, or it works for some",
    ServiceState.DOWN: "it does not work",
    ServiceState.UNKNOWN: "we do not know",
    ServiceState.RETIRED: "it is shut down for good",
}


def asked_services(
    state: State, to: Status, systems: Iterable[str], concerned: Iterable[str], given: tuple[str, ...], ask: Asker
) -> tuple[Service, ...]:
    """Ask for what does not work, and at the end for every system that the incident concerns.

    Args:
        state: the incident so far.
        to: the status of the update.
        systems: every system that has a name.
        concerned: those of this incident.
        given: `NAME=STATE`, as options.
        ask: asks.

    Returns:
        What the update says of them.

    Raises:
        UsageError: an option names no system, or no state.
    """
    answers = named(given, systems, "--service", "a system", example="Support desk=working")
    for name, word in answers.items():
        if word not in set(ServiceState):
            raise UsageError(f"{word} does not say whether {name} works", f"write one of {', '.join(ServiceState)}")
    broken = [entry.name for entry in state.broken_services]
    unsaid = [name for name in concerned if name not in state.services] if to is Status.RESOLVED is not state.status else []
    for name in (*broken, *unsaid):
        before = state.services[name].service.state if name in state.services else None
        if name in answers:
            continue
        told = f"Readers were told: {before}." if before else "Readers have not been told."
        said = ask.choice(
            f"Does {name} work now?", why=told, among={one.value: words for one, words in _STATES.items()}, default=before or ""
        )
        if said and ask.talks:
            answers[name] = said
    found = [_service(state, name, ServiceState(word)) for name, word in answers.items()]
    if to is Status.RESOLVED:
        found += [entry.service for entry in state.broken_services if entry.name not in answers]
        found = [_with_reason(one) for one in found]
    return tuple(found)


def _service(state: State, name: str, said: ServiceState) -> Service:
    entry = state.services.get(name)
    if entry is not None and entry.service.state is said:
        return entry.service
    return Service(name=name, state=said)


def _with_reason(service: Service) -> Service:
    if service.is_in_order or service.because:
        return service
    return replace(service, because=blank("why it does not work yet, and until when; or write working if it does"))
