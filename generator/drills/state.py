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
            f"{path} does not say how far the drill has come",
            "begin another with `aboveboard drill start`; what was written in this folder stays",
        ) from error


def _drill(data: Any) -> Drill:
    if data["schema"] != _SCHEMA:
        raise ValueError(data["schema"])
    return Drill(
        **{key: _text(data[key]) for key in ("site", "scenario", "template", "incident", "recorded")},
        began=_moment(data["began"]),
        speed=_number(data["speed"]),
        skipped=timedelta(seconds=_number(data["skipped_seconds"])),
        promised=_moment(data["promised"]) if data["promised"] else None,
        arrivals=tuple(InjectArrival(name=_text(one["name"]), at=_moment(one["at"])) for one in data["arrivals"]),
        attempts=tuple(_attempt(one) for one in data["attempts"]),
        questions=MappingProxyType({_text(name): _moment(at) for name, at in data["questions"].items()}),
    )


def _attempt(one: Any) -> Attempt:
    return Attempt(
        path=_text(one["path"]),
        number=int(_number(one["number"])),
        at=_moment(one["at"]),
        written=_moment(one["written"]) if one["written"] else None,
        findings=tuple(_text(finding) for finding in one["findings"]),
        blocked=one["blocked"] is True,
    )


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given


def _number(given: object) -> float:
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise TypeError(given)
    return given


def _moment(given: object) -> datetime:
    when = datetime.fromisoformat(_text(given))
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
