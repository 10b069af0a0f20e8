"""The file with the state of `notify` (which targets were notified of which items): converting text to `NotifyState` and back."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from generator.errors import UsageError
from generator.model.notifications import NotifyState, TargetState

_SCHEMA = 1


def parse_notify_state(text: str, path: str) -> NotifyState:
    """Parse the file; an empty one gives an empty state.

    Raises:
        UsageError: the file was not written by `notify_state_text`.
    """
    if not text.strip():
        return NotifyState()
    try:
        data = json.loads(text)
        return NotifyState(MappingProxyType({str(name): _target_state(one) for name, one in _targets(data).items()}))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{path} does not record who has been told what",
            "restore it from a backup, or delete it: then only updates from the last day are sent, perhaps twice",
        ) from error


def _targets(data: Any) -> Any:
    if data["schema"] != _SCHEMA:
        raise ValueError(data["schema"])
    return data["targets"]


def _target_state(one: Any) -> TargetState:
    return TargetState(told=_ids(one["told"]), passed_over=_ids(one["passed_over"]), in_doubt=_tries(one.get("in_doubt", {})))


def _tries(given: object) -> Mapping[str, int]:
    if not isinstance(given, dict) or not all(type(one) is int and one > 0 for one in given.values()):
        raise TypeError(given)
    return MappingProxyType(given)


def _ids(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise TypeError(given)
    return tuple(given)


def notify_state_text(state: NotifyState) -> str:
    """Return the file's text, the same for the same state."""
    targets = {
        name: {
            "told": sorted(target_state.told),
            "passed_over": sorted(target_state.passed_over),
            **({"in_doubt": dict(sorted(target_state.in_doubt.items()))} if target_state.in_doubt else {}),
        }
        for name, target_state in sorted(state.targets.items())
    }
    return json.dumps({"schema": _SCHEMA, "targets": targets}, indent=1, ensure_ascii=False) + "\n"
