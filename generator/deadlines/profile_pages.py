"""Pages of notice profiles, as printed by `explain hipaa` and stored in docs/profiles.md."""

from collections.abc import Iterator

from generator.content.known_profiles import BASE, LEFT_OUT, shipped, why_left_out
from generator.deadlines.condition_words import ROLES, condition_words, either
from generator.deadlines.model import WEEKENDS
from generator.deadlines.requested_profiles import ELEMENTS
from generator.model.notice_profile import (
    AWARE,
    LAST_TOLD,
    SAME_DAY,
    TOLD,
    YEAR_END,
    Clock,
    Element,
    FormField,
    Limit,
    Output,
    Profile,
    TextSource,
    Weekends,
    joined,
)

_INTRO = (
    "What laws and regulators require of a notice, as reminders: not legal advice, and no guarantee that a notice which follows one is lawful. This"
    " file is written by `make rules` from the profiles themselves; `aboveboard explain KEY` prints one of them. How to use them, and how to write your own: [The format](format.md#notice-profiles)."
)

OUTPUTS = {
    Output.LETTER: "a letter to people",
    Output.NOTIFICATION: "a notification to an authority",
    Output.DISCLOSURE: "a disclosure to markets",
    Output.PRESS_RELEASE: "a press release to the media",
}

_TEXT_SOURCES = {
    TextSource.READ: "read in a copy, in places only partly",
    TextSource.SECOND_HAND: "second-hand; have a lawyer confirm it",
    TextSource.RECALLED: "from memory; have a lawyer confirm it",
}


def find(key: str) -> Profile | None:
    """Return the shipped profile with this key, or None."""
    return shipped().get(key.strip().lower())


def page(profile: Profile) -> str:
    """Return one profile's page as Markdown."""
    return "\n".join(_page(profile)) + "\n"


def profiles_document() -> str:
    """Return all shipped profiles as one Markdown document: a table, then their pages."""
    lines = [
        "# Notice profiles",
        "",
        _INTRO,
        "",
        "| profile | who is told | by when | source | checked | how we know |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_table_row(profile) for profile in shipped().values()]
    for profile in shipped().values():
        lines += ["", *(f"#{line}" if line.startswith("#") else line for line in _page(profile))]
    lines += ["", "## Left out", "", "Laws that have no profile here, by the key that one would have:", ""]
    lines += [f"- `{key}`: {why_left_out(key)}" for key in LEFT_OUT]
    return "\n".join(lines) + "\n"


def _table_row(profile: Profile) -> str:
    clocks = "; ".join(f"{clock.name}: {_short(clock)}" for clock in profile.clocks.values()) or "no clock"
    learnt = profile.learnt.value + (", not all of it" if profile.unsure and profile.learnt is TextSource.READ else "")
    return (
        f"| [{profile.key}](#{profile.key}) | {profile.tells} | {clocks} | {profile.source} | {profile.text_checked} | {learnt} |"
    )


def _page(profile: Profile) -> Iterator[str]:
    yield f"# {profile.key}"
    yield ""
    yield f"{profile.title}. This is {profile.disclaimer}."
    yield ""
    yield f"- Who is told: {profile.tells}"
    if profile.only_if is not None:
        yield f"- Counts only if {condition_words(profile.only_if)}"
    yield f"- Form: {joined([OUTPUTS[output] for output in profile.outputs])}"
    if profile.in_force.start is not None or profile.in_force.end is not None:
        begins = f"from {profile.in_force.start}" if profile.in_force.start else ""
        ends = f"until {profile.in_force.end}" if profile.in_force.end else ""
        yield f"- In force {' '.join(part for part in (begins, ends) if part)}"
    yield f"- Source: {profile.source}"
    yield f"- Text checked: {profile.text_checked}; {_TEXT_SOURCES[profile.learnt]}"
    yield from (f"- Not certain: {doubt}" for doubt in profile.unsure)
    if profile.grade_at_most is not None:
        yield f"- Plain words: a Flesch-Kincaid grade of {profile.grade_at_most:g} at most"
    if profile.posting is not None:
        condition = f", if {condition_words(profile.posting.only_if)}" if profile.posting.only_if else ""
        yield f"- The page stays up for {profile.posting.days} days ({profile.posting.where}){condition}"
    if profile.key == BASE:
        yield "- In force for every incident; the rules on honesty require the same"
    yield from _elements("What the notice must say", profile.require)
    if profile.require_if:
        yield from ("", "## What it must say in some circumstances", "")
        for element, when in profile.require_if.items():
            yield f"- {ELEMENTS[element]} (`{element.value}`), if {condition_words(when)}"
    yield from _elements("What it says if it is known", profile.want)
    if profile.form:
        yield from ("", "## The fields of the form", "")
        yield from (f"- {_form_field(field)}" for field in profile.form)
    if profile.headings:
        yield from ("", "## How the letter is laid out", "")
        if profile.notice_title:
            yield f"Its title is “{profile.notice_title}”. Its headings:"
            yield ""
        for heading, elements in profile.headings.items():
            yield f"- {heading}: {'; '.join(ELEMENTS[element] for element in elements)}"
        if profile.type_size is not None:
            yield ""
            yield f"Its type size is {profile.type_size:g} points or larger."
    if profile.leaves_out:
        yield from ("", "## What its letter leaves out", "")
        yield from (f"- {ELEMENTS[element]} (`{element.value}`)" for element in profile.leaves_out)
    if profile.letter_says:
        yield from ("", "## What else its letter says", "")
        for text in profile.letter_says.values():
            given = f" (if {condition_words(text.only_if)})" if text.only_if else ""
            read = f" (read in {text.text_checked}: {text.source})" if text.source else ""
            yield f"- {text.say or f'{text.fill}: filled in by whoever sends it'}{read}{given}"
    if profile.clocks:
        yield from ("", "## Clocks", "")
        yield from (f"- `{profile.names(clock)[0]}`: {_clock(clock, profile)}" for clock in profile.clocks.values())
    if profile.never:
        yield from ("", "## What its letter must not say", "")
        for name, never in profile.never.items():
            yield f"- To {profile.clocks[name].tell}: {'; '.join(never)}"
    if profile.reminders or profile.remind_if:
        yield from ("", "## Reminders", "")
        yield from (f"- {reminder}" for reminder in profile.reminders)
        yield from (f"- If {condition_words(one.only_if)}: {one.say}" for one in profile.remind_if.values())


def _form_field(field: FormField) -> str:
    held = f"`{'`, `'.join(source.value for source in field.sources)}`" if field.sources else "filled in by whoever sends it"
    return f"{field.name}: {held}{'; required' if field.required else ''}"


def _elements(title: str, elements: tuple[Element, ...]) -> Iterator[str]:
    if elements:
        yield from ("", f"## {title}", "")
        yield from (f"- {ELEMENTS[element]} (`{element.value}`)" for element in elements)


def _clock(clock: Clock, profile: Profile) -> str:
    parts = [f"{clock.task} within {clock.limit.length} of {_starts(clock.limit, profile)}"]
    if clock.soon:
        parts[0] = f"{clock.task} {clock.soon}, counted from {_starts(clock.limit, profile)}"
    if clock.cap is not None and clock.cap.length == SAME_DAY:
        parts.append(f"At the latest on the day of {_starts(clock.cap, profile)}")
    elif clock.cap is not None:
        lapses = ", unless that ran out before it began" if clock.cap.lapses else ""
        parts.append(f"At most {clock.cap.length} after {_starts(clock.cap, profile)}{lapses}")
    if clock.only_if:
        parts.append(f"Only if {condition_words(clock.only_if)}")
    if clock.weekends is not Weekends.COUNT:
        but = f", but not if {either(ROLES[role] for role in clock.weekends_count_for)}" if clock.weekends_count_for else ""
        parts.append(f"If it ends on a weekend or a public holiday, it ends with {WEEKENDS[clock.weekends]}{but}")
    if clock.warn is not None:
        parts.append(f"Warns after {clock.warn}")
    if clock.police_stops:
        oral = f" (for {clock.police_oral} at most, if they only say so)" if clock.police_oral else ""
        parts.append(f"Stops while the police ask you to wait{oral}")
    if (output := profile.output_of(clock)) is None:
        parts.append("`notice` writes nothing for it")
    elif len(profile.outputs) > 1:
        parts.append(f"Told by a {output}")
    if clock.learnt is not profile.learnt:
        source = _TEXT_SOURCES[clock.learnt]
        parts.append(f"{source[:1].upper()}{source[1:]}")
    return f"{'. '.join(parts)}."


def _short(clock: Clock) -> str:
    length = clock.soon or str(clock.limit.length)
    return f"{length}, at most {clock.cap.length} in all" if clock.cap is not None and clock.cap.length != SAME_DAY else length


def _starts(limit: Limit, profile: Profile) -> str:
    return ", or else ".join(_start(name, profile) for name in limit.starts)


def _start(name: str, profile: Profile) -> str:
    if name == AWARE:
        return "becoming aware (`aware`)"
    if name == YEAR_END:
        return "the end of the year in which you became aware"
    if name.startswith((TOLD, LAST_TOLD)):
        of = name.partition(".")[2]
        last = "last " if name.startswith(LAST_TOLD) else ""
        return f"the {last}telling under `{of if '.' in of else f'{profile.key}.{of}'}`"
    return f"the moment `{name}`"
