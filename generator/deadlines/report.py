"""The clocks of incidents' profiles, for people and programs."""

from generator.deadlines.model import WEEKENDS, Answer, ClockState, Deadline, Deadlines
from generator.model.notice_profile import DISCLAIMER, LAST_TOLD, TOLD, Limit, TextSource, Weekends
from generator.report.json_text import json_text
from generator.report.terminal import Block, block, shown, visible
from generator.report.times import due_words, json_time, moment_words

#: Raised when a key is removed or changes its meaning.
SCHEMA = 1

_TEXT_SOURCES = {
    TextSource.READ: "",
    TextSource.SECOND_HAND: "second-hand: have a lawyer confirm it",
    TextSource.RECALLED: "from memory: have a lawyer confirm it",
}

#: Moments with a description of their own instead of their name.
_MOMENTS = {"aware": "when you became aware", "year_end": "the end of the year in which you became aware"}


def plain(found: Deadlines, *, colours: bool = False) -> Block:
    """List each incident's clocks, the first to run out first, with their sources; the last line is one sentence.

    Args:
        found: the clocks.
        colours: whether the terminal supports colours.
    """
    parts: list[str] = []
    for slug, several in found.incidents.items():
        parts.append(f"\x1b[1m{shown(slug)}\x1b[0m" if colours else shown(slug))
        if not several:
            parts.append("  No profile with a clock is in force: `profiles:` in incident.md or site_config.yml names them.")
        elif several[0].needless:
            parts.append("  No one has to be told: no one was affected, or it was a false alarm.")
        asked = [one for one in several if one.state is not ClockState.NOT_ASKED]
        parts += [_clock_lines(one, found, colours=colours) for one in asked]
        if len(asked) < len(several):
            parts.append(_not_asked([one for one in several if one.state is ClockState.NOT_ASKED]))
        profiles = {one.profile.key: one for one in asked}
        parts += [_source(one) for one in profiles.values()]
    return block("\n\n".join((*parts, _closing(found))) + "\n")


def _clock_lines(one: Deadline, found: Deadlines, *, colours: bool) -> str:
    clock = one.clock
    head = f"  {visible(one.name)}: {visible(_state_words(one))}"
    if colours and one.late:
        head = f"\x1b[1;31m{head}\x1b[0m"
    condition = one.only_if
    task = f"{clock.task[:1].upper()}{clock.task[1:]}"
    open_ = one.condition.answer is Answer.OPEN
    rows = [head, f"    {visible(task)}{f', if {visible(condition)}' if open_ else ''}"]
    if condition and not open_:
        counted = f" ({visible('; '.join(one.condition.because))})" if one.condition.because else ""
        rows.append(f"    Asked for, because {visible(condition)}{counted}")
    elif open_:
        rows += [f"    Not settled: {visible(because)}" for because in one.condition.because]
    mark = _TEXT_SOURCES[_text_source(one)]
    rows.append(f"    Time: {_length(one)}{f' ({mark})' if mark else ''}")
    if one.start is not None:
        rows.append(
            f"    {'Begins' if one.start > found.as_of else 'Began'}: {moment_words(one.start, found.zone)}, {_moment_name(one.started_by)}"
        )
    if one.missing:
        word = "Begins" if one.start is None else "May run out earlier"
        rows.append(f"    {word}: {', or '.join(_begins(name) for name in one.missing)}")
    if one.due is not None:
        rows.append(f"    Runs out: {due_words(one.due_on, one.due, found.zone)}")
    if one.told is not None:
        why = f"; {visible(one.told.because)}" if one.told.because else ""
        rows.append(f"    Told: {moment_words(one.told.at, found.zone)}{why}")
    if one.because:
        rows.append(f"    Not needed: {visible(one.because)}")
    if one.late or one.state in {ClockState.RUNNING, ClockState.NEAR}:
        rows.append(
            f"    Next: {'do it' if clock.do else 'tell them'}, then write in incident.md under `told:` the line `{visible(one.name)}: …`"
        )
    return "\n".join(rows)


def _not_asked(several: list[Deadline]) -> str:
    rows = ["  Not asked for:"]
    for one in several:
        only = f" only if {visible(one.only_if)};" if one.only_if else ""
        rows.append(f"    {visible(one.name)}:{only} {visible('; '.join(one.condition.because))}")
    return "\n".join(rows)


def _source(one: Deadline) -> str:
    profile = one.profile
    rows = [
        f"  {visible(profile.key)}: made from {visible(profile.source)}; checked {visible(str(profile.text_checked))}; {visible(profile.disclaimer)}"
    ]
    rows += [f"    Here too: {visible(text)}" for text in one.reminders]
    rows += [f"    Careful: {visible(text)}" for text in (_TEXT_SOURCES[profile.learnt], *profile.unsure) if text]
    return "\n".join(rows)


def _text_source(one: Deadline) -> TextSource:
    """Return how the clock's text was obtained: as the profile's, unless the clock's own source is less reliable."""
    return max(one.clock.learnt, one.profile.learnt, key=list(TextSource).index)


def _state_words(one: Deadline) -> str:
    match one.state:
        case ClockState.PASSED:
            return one.distance if not one.over else f"{one.distance}, but the incident is long over"
        case ClockState.TOLD:
            return "told in time" if one.due is not None else "told"
        case ClockState.TOLD_LATE:
            return "told late"
        case ClockState.STOPPED:
            return f"stopped, because the police have asked you to wait{f'; it runs out {one.distance}' if one.distance else ''}"
        case ClockState.NOT_STARTED:
            return "has not begun"
        case ClockState.NOT_NEEDED:
            return "not needed"
        case _:
            near = ", which is near" if one.state is ClockState.NEAR and one.distance else ""
            return f"{one.distance}{near}" if one.distance else f"{one.clock.soon or 'no number'}, not told yet"


def _length(one: Deadline) -> str:
    parts = [_limit(limit, one) for limit in (one.clock.limit, one.clock.cap) if limit is not None]
    if one.clock.weekends is not Weekends.COUNT:
        parts[-1] += f", moved to {WEEKENDS[one.clock.weekends]} if it ends on a weekend or a public holiday"
    return ", but not more than ".join(parts)


def _limit(limit: Limit, one: Deadline) -> str:
    starts = " or ".join(_moment_name(name) for name in limit.starts)
    return f"{limit.length or visible(one.clock.soon)} from {starts}"


def _moment_name(name: str) -> str:
    if name.startswith(LAST_TOLD):
        return f"when `{visible(name.removeprefix(LAST_TOLD))}` was last told"
    if name.startswith(TOLD):
        return f"when `{visible(name.removeprefix(TOLD))}` was told"
    return _MOMENTS.get(name, f"`{visible(name)}`")


def _begins(name: str) -> str:
    if name.startswith((TOLD, LAST_TOLD)):
        return _moment_name(name)
    return f"at `{visible(name)}`: once it has happened, add its time in incident.md under `moments:`, `{visible(name)}: …`"


def _closing(found: Deadlines) -> str:
    if found.late:
        late = found.late
        said = "1 clock has run out without a notice" if len(late) == 1 else f"{len(late)} clocks have run out without a notice"
        return f"{said}, first `{visible(late[0].name)}` of {visible(late[0].incident)}. This is {DISCLAIMER}."
    running = sorted(
        (
            (one.due, one)
            for several in found.incidents.values()
            for one in several
            if one.due is not None and one.state in {ClockState.RUNNING, ClockState.NEAR, ClockState.STOPPED} and not one.needless
        ),
        key=lambda pair: pair[0],
    )
    if running:
        first = running[0][1]
        return f"No clock has run out without a notice. The first to run out is `{visible(first.name)}` of {visible(first.incident)}, {first.distance}. This is {DISCLAIMER}."
    return f"No clock has run out without a notice, and none is running. This is {DISCLAIMER}."


def json(found: Deadlines) -> Block:
    """Return one JSON object, ending in a newline; docs/obligations.md describes its keys. Times are in UTC."""
    rows = [{"incident": slug, "clocks": [_clock_json(one) for one in several]} for slug, several in found.incidents.items()]
    said = {
        "schema": SCHEMA,
        "as_of": json_time(found.as_of),
        "timezone": found.zone.key,
        "late": len(found.late),
        "disclaimer": DISCLAIMER,
        "incidents": rows,
    }
    return json_text(said)


def _clock_json(one: Deadline) -> dict[str, object]:
    clock, profile = one.clock, one.profile
    return {
        "name": one.name,
        "profile": profile.key,
        "title": profile.title,
        "tell": clock.tell,
        "do": clock.do or None,
        "only_if": one.only_if or None,
        "condition": {"answer": one.condition.answer.value, "because": list(one.condition.because)},
        "state": one.state.value,
        "late": one.late,
        "needed": not one.needless and not one.over and one.state is not ClockState.NOT_ASKED,
        "within": str(clock.limit.length) if clock.limit.length else None,
        "from": list(clock.limit.starts),
        "soon": clock.soon or None,
        "cap": {"within": str(clock.cap.length), "from": list(clock.cap.starts)} if clock.cap else None,
        "start": json_time(one.start),
        "started_by": one.started_by or None,
        "missing": list(one.missing),
        "due": json_time(one.due_on),
        "due_at": json_time(one.due),
        "seconds_left": int(one.left.total_seconds()) if one.left is not None else None,
        "told": json_time(one.told.at) if one.told else None,
        "told_again": [json_time(at) for at in one.told.again] if one.told else [],
        "late_because": one.told.because or None if one.told else None,
        "not_needed": one.because or None,
        "source": profile.source,
        "text_checked": profile.text_checked,
        "learnt": _text_source(one).value,
        "unsure": list(profile.unsure),
        "reminders": list(one.reminders),
        "disclaimer": profile.disclaimer,
    }
