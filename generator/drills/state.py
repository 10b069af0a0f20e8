"""The file with a drill's progress in its scratch copy: converting text to `Drill` and back."""

import json
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from generator.errors import UsageError
from generator.model.drill import Attempt, Drill, InjectArrival

PATH = "drill.json"

#: The largest permitted size in bytes.
LIMIT = 1 << 22

_SCHEMA = 1


def parse_drill_state(text: str, path: str) -> Drill:
    """Parse the file.

    Raises:
        UsageError: the file was not written by `drill_state_text`.
    """
    try:
        return _drill(json.loads(text))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError) as error:
        raise UsageError(
            f"{path} does not show the progress of the drill",
            "start another with `aboveboard drill start`; the texts in this folder stay",
        ) from error


def _drill(data: Any) -> Drill:
    if data["schema"] != _SCHEMA:
        raise ValueError(data["schema"])
    return Drill(
        **{key: _string(data[key]) for key in ("site", "scenario", "template", "incident", "recorded")},
        began=_zoned_time(data["began"]),
        speed=_float(data["speed"]),
        skipped=timedelta(seconds=_float(data["skipped_seconds"])),
        promised=_zoned_time(data["promised"]) if data["promised"] else None,
        arrivals=tuple(InjectArrival(name=_string(one["name"]), at=_zoned_time(one["at"])) for one in data["arrivals"]),
        attempts=tuple(_attempt(one) for one in data["attempts"]),
        questions=MappingProxyType({_string(name): _zoned_time(at) for name, at in data["questions"].items()}),
    )


def _attempt(one: Any) -> Attempt:
    return Attempt(
        path=_string(one["path"]),
        number=int(_float(one["number"])),
        at=_zoned_time(one["at"]),
        written=_zoned_time(one["written"]) if one["written"] else None,
        findings=tuple(_string(finding) for finding in one["findings"]),
        blocked=one["blocked"] is True,
    )


def _string(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given


def _float(given: object) -> float:
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise TypeError(given)
    return given


def _zoned_time(given: object) -> datetime:
    when = datetime.fromisoformat(_string(given))
    if when.tzinfo is None:
        raise ValueError(given)
    return when


def drill_state_text(drill: Drill) -> str:
    """Return the file's text, the same for the same drill."""
    data = {
        "schema": _SCHEMA,
        "site": drill.site,
        "scenario": drill.scenario,
        "template": drill.template,
        "incident": drill.incident,
        "began": drill.began.isoformat(),
        "speed": drill.speed,
        "skipped_seconds": drill.skipped.total_seconds(),
        "promised": drill.promised.isoformat() if drill.promised else "",
        "arrivals": [{"name": one.name, "at": one.at.isoformat()} for one in drill.arrivals],
        "attempts": [
            {
                "path": one.path,
                "number": one.number,
                "at": one.at.isoformat(),
                "written": one.written.isoformat() if one.written else "",
                "findings": list(one.findings),
                "blocked": one.blocked,
            }
            for one in drill.attempts
        ],
        "questions": {name: at.isoformat() for name, at in drill.questions.items()},
        "recorded": drill.recorded,
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
